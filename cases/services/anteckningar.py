"""Journal notes: write, sign, correct. Signed is locked, which the database holds (cases/sekretess/journal.sql)."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from cases.enums import AKTROLLER
from cases.models import Anteckningsslag, Aspirant, Enhet, Journalanteckning, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as


@dataclass(frozen=True)
class Innehall:
    """What is written in a note."""

    slag: Anteckningsslag | None = None
    handelse_dag: date | None = None
    handelse_tid: time | None = None
    text: str = ""
    rattar_skal: str = ""


class AnteckningError(RuleBrokenError):
    """The note cannot be written, signed or corrected so."""


class AnteckningChangedError(Exception):
    """The draft was saved from elsewhere after it was read. `anteckning` is as it stands now."""

    def __init__(self, anteckning: Journalanteckning):
        super().__init__("Anteckningen har sparats från en annan flik.")
        self.anteckning = anteckning


class AnteckningLockedError(Exception):
    """The note is signed by now. `anteckning` is what was signed."""

    def __init__(self, anteckning: Journalanteckning):
        super().__init__("Anteckningen är signerad.")
        self.anteckning = anteckning


def fields_of(rad: Innehall | Journalanteckning) -> dict:
    return {falt.name: getattr(rad, falt.name) for falt in fields(Innehall)}


def content(anteckning: Journalanteckning) -> Innehall:
    return Innehall(**fields_of(anteckning))


def role_at(user: User, enhet: Enhet, dag: date) -> str:
    """In which role somebody writes at a unit. Raises AnteckningError for one who does not work there."""
    roller = {m.roll for m in user.medlemskap_den(dag) if m.enhet_id == enhet.pk}
    for roll in AKTROLLER:
        if roll in roller:
            return roll
    raise AnteckningError(f"Du har ingen roll på {enhet} i dag.")


@transaction.atomic
def save_draft(
    *,
    nyckel: UUID,
    aspirant: Aspirant,
    enhet: Enhet,
    innehall: Innehall,
    version: int,
    flik: UUID | None,
    by: User,
    now: datetime,
) -> Journalanteckning:
    """Save what was written in the form `nyckel` as read at `version` (0: not saved yet), from the tab `flik`.

    The same content twice is one save. Raises AnteckningChangedError when another tab has saved since, and
    AnteckningLockedError when it is signed.
    """
    anteckning = _mine(nyckel, by)
    if anteckning is None:
        return _create(nyckel, aspirant, enhet, innehall, flik, by, now)
    if not anteckning.ar_utkast:
        raise AnteckningLockedError(anteckning)
    if content(anteckning) == innehall:
        return anteckning
    if anteckning.version != version and (flik is None or anteckning.flik != flik):
        raise AnteckningChangedError(anteckning)
    return _write(anteckning, innehall, flik, now)


def _mine(nyckel: UUID, by: User) -> Journalanteckning | None:
    rader = Journalanteckning.objects.select_for_update(of=("self",)).filter(nyckel=nyckel, forfattare=by)
    return rader.select_related("slag", "enhet", "aspirant").first()


def _create(nyckel, aspirant, enhet, innehall: Innehall, flik, by: User, now: datetime, rattar=None):
    # Two hands on the same form wait for each other here
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    if anteckning := _mine(nyckel, by):
        return anteckning
    with constraints_as(AnteckningError):
        return Journalanteckning.objects.create(
            nyckel=nyckel,
            flik=flik,
            version=1,
            aspirant=aspirant,
            namnd_id=enhet.namnd_id,
            enhet=enhet,
            forfattare=by,
            roll=role_at(by, enhet, local_date(now)),
            skapad_at=now,
            andrad_at=now,
            rattar=rattar,
            **fields_of(innehall),
        )


def _write(anteckning: Journalanteckning, innehall: Innehall, flik: UUID | None, now: datetime) -> Journalanteckning:
    for namn, varde in fields_of(innehall).items():
        setattr(anteckning, namn, varde)
    anteckning.version, anteckning.flik, anteckning.andrad_at = anteckning.version + 1, flik, now
    with constraints_as(AnteckningError):
        anteckning.save()
    return anteckning


def missing_for_signing(innehall: Innehall, today: date, *, rattelse: bool) -> dict[str, str]:
    """Field -> what to do before the note can be signed; empty when nothing is."""
    saknas = {
        "slag": "" if innehall.slag else "Välj vad anteckningen gäller",
        "handelse_dag": "" if innehall.handelse_dag else "Skriv vilken dag det hände",
        "text": "" if innehall.text.strip() else "Skriv anteckningen innan du signerar",
        "rattar_skal": "" if innehall.rattar_skal or not rattelse else "Skriv varför anteckningen rättas",
    }
    if innehall.handelse_dag and innehall.handelse_dag > today:
        saknas["handelse_dag"] = "Händelsen kan inte ligga efter i dag. Signera när den har varit."
    return {falt: text for falt, text in saknas.items() if text}


class AnteckningIncompleteError(Exception):
    """What a signed note must have is not there. `fel` is field -> what to do."""

    def __init__(self, fel: dict[str, str]):
        super().__init__(" ".join(fel.values()))
        self.fel = fel


@transaction.atomic
def sign(*, anteckning: Journalanteckning, by: User, now: datetime) -> Journalanteckning:
    """Lock the author's own note. Signing again changes nothing. Raises AnteckningIncompleteError."""
    anteckning = Journalanteckning.objects.select_for_update(of=("self",)).get(pk=anteckning.pk, forfattare=by)
    if not anteckning.ar_utkast:
        return anteckning
    fel = missing_for_signing(content(anteckning), local_date(now), rattelse=bool(anteckning.rattar_id))
    if fel:
        raise AnteckningIncompleteError(fel)
    anteckning.signerad_at = now
    with constraints_as(AnteckningError):
        anteckning.save(update_fields=["signerad_at"])
    return anteckning


def correction_begun(anteckning: Journalanteckning, by: User) -> Journalanteckning | None:
    """The draft in which `by` is correcting a note."""
    rader = Journalanteckning.objects.utkast().filter(rattar=anteckning, forfattare=by)
    return rader.select_related("slag", "enhet", "rattar__forfattare", "rattar__slag").first()


def correcting(anteckning: Journalanteckning) -> Innehall:
    """What a correction begins from: the note's own text, without a reason."""
    return replace(content(anteckning), rattar_skal="")


@transaction.atomic
def start_correction(
    *,
    anteckning: Journalanteckning,
    enhet: Enhet,
    by: User,
    now: datetime,
    nyckel: UUID,
    innehall: Innehall | None = None,
    flik: UUID | None = None,
) -> Journalanteckning:
    """The first save of a draft that corrects a signed note, with the note's text when nothing else is written.

    The same form twice is one. Raises AnteckningError when the note is corrected or a colleague is correcting it,
    AnteckningChangedError when the author began in another window, and what save_draft raises.
    """
    innehall = innehall or correcting(anteckning)
    Aspirant.objects.select_for_update(of=("self",)).get(pk=anteckning.aspirant_id)
    if _mine(nyckel, by):
        return save_draft(
            nyckel=nyckel, aspirant=anteckning.aspirant, enhet=enhet, innehall=innehall, version=0, flik=flik, by=by,
            now=now,
        )  # fmt: skip
    if begun := correction_begun(anteckning, by):
        raise AnteckningChangedError(begun)
    return _create(nyckel, anteckning.aspirant, enhet, innehall, flik, by, now, rattar=anteckning)


@transaction.atomic
def remove_draft(*, anteckning: Journalanteckning, by: User) -> bool:
    """Throw away one's own draft with its files; False when it is gone. Raises AnteckningLockedError."""
    rad = Journalanteckning.objects.select_for_update(of=("self",)).filter(pk=anteckning.pk, forfattare=by).first()
    if rad is None:
        return False
    if not rad.ar_utkast:
        raise AnteckningLockedError(rad)
    rad.delete()
    return True
