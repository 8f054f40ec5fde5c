"""Trepartssamtal as it is written: save, sign and lock. Where its words go then: samtalsutfall.py."""

from datetime import datetime

from django.db import transaction

from cases.akt import changed
from cases.models import Inskrivning, User
from cases.services.handlingar import establish_handling
from config.dates import local_date
from jobbplaner.models import (
    Agendapunkt,
    Deltagare,
    Franvaroskal,
    OverenskommenPunkt,
    Samtalsprotokoll,
    Trepartssamtal,
)
from jobbplaner.pdf import protokoll_pdf, protokoll_rubrik
from jobbplaner.samtal import (
    Deltagarrad,
    Samtalsinnehall,
    from_samtal,
    is_complete,
    missing_for_signing,
    with_valid_answer,
)

from .samtalsutfall import carry_into_plan


class SamtalChangedError(Exception):
    """Somebody saved the protokoll after it was read. `samtal` is as it stands now."""

    def __init__(self, samtal: Trepartssamtal):
        super().__init__("Någon annan har sparat samtalet.")
        self.samtal = samtal


class SamtalLockedError(Exception):
    """The samtal is signed or cancelled and never changed."""


@transaction.atomic
def save_samtal(*, samtal: Trepartssamtal, innehall: Samtalsinnehall, version: int) -> Trepartssamtal:
    """Save what was written on the protokoll as read at `version`. The same thing twice is one save.

    The person's answer holds for the text that was read: a changed text without a new answer clears it.
    Raises SamtalLockedError, SamtalChangedError.
    """
    samtal, protokoll = locked(samtal)
    lagrat = from_samtal(samtal)
    if protokoll.version != version:
        if lagrat.text() == innehall.text():
            refuse_cancelled(samtal)
            return samtal
        raise SamtalChangedError(samtal)
    refuse_locked(samtal)
    write_protokoll(protokoll, with_valid_answer(innehall, lagrat))
    changed(samtal.aspirant_id)
    return samtal


class SamtalIncompleteError(Exception):
    """What a signed protokoll must have is not there. `fel` is field -> what to do."""

    def __init__(self, fel: dict[str, str]):
        super().__init__(" ".join(fel.values()))
        self.fel = fel


@transaction.atomic
def sign_samtal(
    *, samtal: Trepartssamtal, inskrivning: Inskrivning | None, by: User, now: datetime, pdf: bytes | None = None
) -> Trepartssamtal:
    """Lock the protokoll as a handling; the samtal is thereby held, with or without all three parties, and each agreed
    point becomes a delmål in the jobbplan's draft, once.

    `pdf` is rendered unless given. Signing again changes nothing. Raises SamtalIncompleteError, SamtalLockedError.
    """
    samtal, protokoll = locked(samtal)
    if protokoll.handling_id:
        return samtal
    refuse_locked(samtal)
    innehall = from_samtal(samtal)
    if fel := missing_for_signing(innehall, samtal.datum, local_date(now)):
        raise SamtalIncompleteError(fel)
    samtal.hallet_at, samtal.fulltaligt = now, is_complete(innehall, samtal.motpart)
    samtal.save(update_fields=["hallet_at", "fulltaligt"])
    protokoll.handling = establish_handling(
        aspirant=samtal.aspirant,
        enhet=samtal.enhet,
        typ="protokoll",
        version=1,
        titel=f"{protokoll_rubrik(samtal)} {samtal.datum:%Y-%m-%d}",
        pdf=protokoll_pdf(samtal, now=now) if pdf is None else pdf,
        by=by,
        now=now,
    )
    protokoll.save(update_fields=["handling"])
    carry_into_plan(samtal=samtal, protokoll=protokoll, inskrivning=inskrivning, by=by, now=now)
    changed(samtal.aspirant_id)
    return samtal


def locked(samtal: Trepartssamtal) -> tuple[Trepartssamtal, Samtalsprotokoll]:
    """The samtal and its protokoll as they stand, held until the transaction ends."""
    alla = Trepartssamtal.objects.select_for_update(of=("self",)).select_related("aspirant", "enhet__namnd")
    samtal = alla.get(pk=samtal.pk)
    samtal.protokoll = Samtalsprotokoll.objects.select_for_update(of=("self",)).get(samtal=samtal.pk)
    return samtal, samtal.protokoll


def refuse_cancelled(samtal: Trepartssamtal) -> None:
    """Raises SamtalLockedError."""
    if samtal.installt_at:
        raise SamtalLockedError("Samtalet är inställt och går inte att ändra.")


def refuse_locked(samtal: Trepartssamtal) -> None:
    """Raises SamtalLockedError."""
    refuse_cancelled(samtal)
    if samtal.protokoll.handling_id:
        raise SamtalLockedError("Protokollet är signerat och går inte att ändra.")


def write_protokoll(protokoll: Samtalsprotokoll, innehall: Samtalsinnehall) -> None:
    for namn, varde in innehall.egna().items():
        setattr(protokoll, namn, varde)
    protokoll.version += 1
    protokoll.save()
    write_deltagare(protokoll, innehall.deltagare)
    _write_rows(protokoll, Agendapunkt, innehall.agenda, ("rubrik", "utfall", "anteckning", "ny_dag", "ordning"))
    _write_rows(protokoll, OverenskommenPunkt, innehall.punkter, ("vad", "vem", "senast", "ordning"))


def write_deltagare(protokoll: Samtalsprotokoll, rader: tuple[Deltagarrad, ...]) -> None:
    koder = {rad.franvaroskal for rad in rader} - {""}
    skal = {s.kod: s for s in Franvaroskal.objects.filter(kod__in=koder)} if koder else {}
    falt = ("part", "namn", "narvaro", "franvaroskal", "skal")
    _write_rows(protokoll, Deltagare, rader, falt, {"franvaroskal": lambda kod: skal.get(kod)})


def _write_rows(protokoll: Samtalsprotokoll, modell, rader, falt: tuple[str, ...], som=None) -> None:
    """Rows keep their identity. Those removed go first: a party can be replaced by another row of the same party."""
    rader = [rad for rad in rader if not rad.ar_tom]
    finns = {rad.pk: rad for rad in modell.objects.filter(protokoll=protokoll)}
    kvar = {rad.pk for rad in rader if rad.pk in finns}
    modell.objects.filter(protokoll=protokoll).exclude(pk__in=kvar).delete()
    for ordning, rad in enumerate(rader, start=1):
        lagrad = finns.get(rad.pk) or modell(
            protokoll=protokoll, aspirant_id=protokoll.aspirant_id, namnd_id=protokoll.namnd_id
        )
        for namn in falt:
            varde = ordning if namn == "ordning" else getattr(rad, namn)
            setattr(lagrad, namn, som[namn](varde) if som and namn in som else varde)
        lagrad.save()
