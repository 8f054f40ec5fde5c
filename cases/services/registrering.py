"""Registration: number first, never twice, and the same facts kept up to date later (domain.md 2.1)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from cases.akt import changed
from cases.enums import Nummerslag
from cases.models import Aspirant, Enhet, Handlaggare, HushallBarn, Namndel, Nummerfraga, Sdfansvar, User
from cases.personnummer import Nummer
from config.dates import local_date

from .fel import RuleBrokenError, constraint_name
from .skydd import protect

NUMMER_UNIQUE = "cases_aspirant_nummer_key"
# No letter or digit that is mistaken for another when read over the telephone
REFERENS_TECKEN = "ABCDEFHJKLMNPRTUVWXY346789"


@dataclass(frozen=True)
class Nummersvar:
    """Answer to "is this number known?": free, seen by the asker (with the person), or neither (with a reference).

    `tidigare` is the asker's own question about the number from before, which the reference then is of.
    """

    svar: str
    aspirant: Aspirant | None = None
    referens: str = ""
    tidigare: Nummerfraga | None = None


def ask_nummer(*, nummer: str, now: datetime, today: date, enhet: Enhet | None = None) -> Nummersvar:
    """Ask the database, which logs the question and limits how many are asked in an hour. `enhet`: the asker's.

    Asked again the first question is found, with its reference.
    """
    referens = new_referens()
    with connection.cursor() as cursor:
        enhet_id = enhet.pk if enhet else None
        cursor.execute("SELECT svar, referens FROM app.fraga_nummer(%s, %s, %s, %s)", [nummer, referens, enhet_id, now])
        svar, fragans = cursor.fetchone()
    if svar == Nummerfraga.Svar.SYNLIGT:
        return Nummersvar(svar, aspirant=Aspirant.objects.med_nummer(nummer))
    tidigare = Nummerfraga.objects.get(referens=fragans) if fragans not in ("", referens) else None
    return Nummersvar(svar, referens=fragans, tidigare=tidigare)


def new_referens() -> str:
    """Random, so that it tells nothing: "7F3K-9CLM"."""
    tecken = "".join(secrets.choice(REFERENS_TECKEN) for _ in range(8))
    return f"{tecken[:4]}-{tecken[4:]}"


class NummerTakenError(RuleBrokenError):
    """The number was registered between the question and the answer, here or elsewhere."""


class NamesakeError(RuleBrokenError):
    """Someone has the same name, or one that sounds the same, and birth date as one that is already here."""

    def __init__(self, text: str, aspirant: Aspirant):
        super().__init__(text)
        self.aspirant = aspirant


@transaction.atomic
def register_aspirant(
    *, nummer: Nummer | None, uppgifter: dict, sdf: Enhet, by: User, now: datetime, namesake_checked: bool = False
) -> Aspirant:
    """Create the person with the responsible SDF and the first handläggare, in one transaction.

    `nummer` None issues a reservnummer. A protected person is hidden from all but the named before anyone else can
    see the row. Raises NummerTakenError, or NamesakeError unless `namesake_checked`.
    """
    facts, today = {**uppgifter}, local_date(now)
    niva = facts.pop("skydd")
    if not namesake_checked:
        _refuse_namesake(nummer, facts)
    aspirant = _create(nummer, facts | {"sdf": sdf, "registrerad_vid": sdf})
    Sdfansvar.objects.create(aspirant=aspirant, sdf=sdf, fran=today)
    Handlaggare.objects.create(aspirant=aspirant, user=by, enhet=sdf, fran=today)
    if niva:
        protect(aspirant=aspirant, niva=niva, now=now)
        aspirant.refresh_from_db()
    changed(aspirant.pk)
    return aspirant


def _create(nummer: Nummer | None, facts: dict) -> Aspirant:
    slag = Nummerslag(nummer.slag) if nummer else Nummerslag.RESERVNUMMER
    try:
        with transaction.atomic():
            return Aspirant.objects.create(
                nummer=nummer.nummer if nummer else _next_reservnummer(), nummerslag=slag, **facts
            )
    except IntegrityError as error:
        if constraint_name(error) != NUMMER_UNIQUE:
            raise
        raise NummerTakenError("Numret är redan registrerat.") from error


def _refuse_namesake(nummer: Nummer | None, facts: dict) -> None:
    """Name and birth date tell a second registration, among those the registrant may see and nobody else.

    Without a number nothing else does: a lock lets two clicks not pass at once.
    """
    if nummer is None:
        key = f"{facts['fornamn']}|{facts['efternamn']}|{facts['fodelsedatum']}".lower()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    lika = Aspirant.objects.filter(fodelsedatum=facts["fodelsedatum"])
    for namn in (facts["fornamn"], facts["efternamn"]):
        lika = lika.med_namndel(Namndel.objects.lika(namn))
    # The number itself has its own answer: the one that is registered with it is no namesake
    if found := lika.exclude(nummer=nummer.nummer if nummer else "").first():
        raise NamesakeError("Det finns redan en person med samma födelsedatum och samma eller liknande namn.", found)


def _next_reservnummer() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.nytt_reservnummer()")
        return cursor.fetchone()[0]


class ChangedMeanwhileError(RuleBrokenError):
    """Someone saved after the form was opened; `saved` is what stands now."""

    def __init__(self, saved: Aspirant):
        super().__init__("Någon annan har ändrat uppgifterna efter att du öppnade dem.")
        self.saved = saved


@transaction.atomic
def update_uppgifter(*, aspirant: Aspirant, version: int, uppgifter: dict, barn: list[int] | None = None) -> Aspirant:
    """Save facts of the person when they still are as the form showed them. `barn`: birth years, None leaves them.

    Raises ChangedMeanwhileError and writes nothing when another version has been saved, unless that one says the
    same: a form sent twice ends at what the first saved.
    """
    saved = Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    if saved.version != version:
        if _says(saved, uppgifter, barn):
            return saved
        raise ChangedMeanwhileError(saved)
    for name, value in uppgifter.items():
        setattr(saved, name, value)
    saved.version += 1
    saved.save(update_fields=[*uppgifter, "version"])
    if barn is not None:
        _replace_barn(saved, barn)
    if "arbetsformaga" in uppgifter:
        changed(saved.pk)
    return saved


def _says(saved: Aspirant, uppgifter: dict, barn: list[int] | None) -> bool:
    same = all(getattr(saved, name) == value for name, value in uppgifter.items())
    return same and (barn is None or _has_barn(saved, barn))


def _has_barn(aspirant: Aspirant, barn: list[int]) -> bool:
    return sorted(barn) == sorted(aspirant.barn.values_list("fodelsear", flat=True))


def _replace_barn(aspirant: Aspirant, barn: list[int]) -> None:
    if not _has_barn(aspirant, barn):
        aspirant.barn.all().delete()
        HushallBarn.objects.bulk_create(HushallBarn(aspirant=aspirant, fodelsear=year) for year in barn)
