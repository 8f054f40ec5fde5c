"""Trepartssamtal: book and write, sign and lock; what was agreed goes into the plan's draft."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.akt import changed
from cases.models import Aspirant, Enhet, Inskrivning, User
from cases.services.handlingar import establish_handling
from config.dates import local_date
from jobbplaner.enums import Planslag
from jobbplaner.models import Deltagare, OverenskommenPunkt, Samtalsprotokoll, Trepartssamtal
from jobbplaner.pdf import protokoll_pdf
from jobbplaner.samtal import Samtalsinnehall, from_samtal, missing_for_signing

from .planer import add_delmal


class SamtalChangedError(Exception):
    """Somebody saved the protokoll after it was read. `samtal` is as it stands now."""

    def __init__(self, samtal: Trepartssamtal):
        super().__init__("Någon annan har sparat samtalet.")
        self.samtal = samtal


class SamtalLockedError(Exception):
    """The protokoll is signed and never changed."""


class SamtalSameDayError(Exception):
    """The unit already has a samtal with this person on the day. `samtal` is that one."""

    def __init__(self, samtal: Trepartssamtal):
        super().__init__("Det finns redan ett trepartssamtal den dagen.")
        self.samtal = samtal


@transaction.atomic
def book_samtal(
    *, aspirant: Aspirant, enhet: Enhet, innehall: Samtalsinnehall, by: User, now: datetime
) -> Trepartssamtal:
    """A new samtal with what is written so far. The same one twice is one. Raises SamtalSameDayError."""
    try:
        with transaction.atomic():
            samtal = Trepartssamtal.objects.create(aspirant=aspirant, enhet=enhet, datum=innehall.datum, skapad_av=by)
    except IntegrityError:
        finns = Trepartssamtal.objects.get(aspirant=aspirant, enhet=enhet, datum=innehall.datum)
        if from_samtal(finns).text() == innehall.text():
            return finns
        raise SamtalSameDayError(finns) from None
    protokoll = Samtalsprotokoll(samtal=samtal, aspirant=aspirant, namnd=enhet.namnd, version=0)
    _write(samtal, protokoll, innehall)
    return samtal


@transaction.atomic
def save_samtal(*, samtal: Trepartssamtal, innehall: Samtalsinnehall, version: int) -> Trepartssamtal:
    """Save what was written on the protokoll as read at `version`. The same thing twice is one save.

    Raises SamtalLockedError, SamtalChangedError, SamtalSameDayError.
    """
    samtal, protokoll = _locked(samtal)
    if protokoll.version != version:
        if from_samtal(samtal).text() == innehall.text():
            return samtal
        raise SamtalChangedError(samtal)
    if protokoll.handling_id:
        raise SamtalLockedError("Protokollet är signerat och går inte att ändra.")
    andra = Trepartssamtal.objects.filter(aspirant=samtal.aspirant_id, enhet=samtal.enhet_id, datum=innehall.datum)
    if annat := andra.exclude(pk=samtal.pk).first():
        raise SamtalSameDayError(annat)
    _write(samtal, protokoll, innehall)
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
    """Lock the protokoll as a handling; each agreed point becomes a delmål in the jobbplan's draft, once.

    `pdf` is rendered unless given. Signing again changes nothing. Raises SamtalIncompleteError.
    """
    samtal, protokoll = _locked(samtal)
    if protokoll.handling_id:
        return samtal
    if fel := missing_for_signing(from_samtal(samtal), local_date(now)):
        raise SamtalIncompleteError(fel)
    protokoll.handling = establish_handling(
        aspirant=samtal.aspirant,
        enhet=samtal.enhet,
        typ="protokoll",
        version=1,
        titel=f"Protokoll från trepartssamtal {samtal.datum:%Y-%m-%d}",
        pdf=protokoll_pdf(samtal, now=now) if pdf is None else pdf,
        by=by,
        now=now,
    )
    protokoll.save(update_fields=["handling"])
    _make_delmal(samtal, protokoll, inskrivning, by, now)
    return samtal


def _make_delmal(samtal, protokoll, inskrivning, by, now) -> None:
    punkter = list(protokoll.punkter.filter(delmal=None))
    rader = [{"vad": p.vad, "vem": p.vem, "senast": p.senast} for p in punkter]
    delmal = add_delmal(
        aspirant=samtal.aspirant,
        slag=Planslag.JOBBPLAN,
        enhet=samtal.enhet,
        inskrivning=inskrivning,
        rader=rader,
        by=by,
        now=now,
    )
    for punkt, nytt in zip(punkter, delmal, strict=True):
        punkt.delmal = nytt
    OverenskommenPunkt.objects.bulk_update(punkter, ["delmal"])


def _locked(samtal: Trepartssamtal) -> tuple[Trepartssamtal, Samtalsprotokoll]:
    """The samtal and its protokoll as they stand, held until the transaction ends."""
    protokoll = Samtalsprotokoll.objects.select_for_update(of=("self",)).get(samtal=samtal.pk)
    samtal = Trepartssamtal.objects.select_related("aspirant", "enhet__namnd").get(pk=samtal.pk)
    samtal.protokoll = protokoll
    return samtal, protokoll


def _write(samtal: Trepartssamtal, protokoll: Samtalsprotokoll, innehall: Samtalsinnehall) -> None:
    samtal.datum, samtal.tid, samtal.plats = innehall.datum, innehall.tid, innehall.plats
    samtal.save()
    changed(samtal.aspirant_id)
    protokoll.nulage, protokoll.insatserna, protokoll.planen = innehall.nulage, innehall.insatserna, innehall.planen
    protokoll.version += 1
    protokoll.save()
    _write_rows(protokoll, Deltagare, innehall.deltagare, ("part", "namn", "narvarande", "skal"))
    _write_rows(protokoll, OverenskommenPunkt, innehall.punkter, ("vad", "vem", "senast", "ordning"))


def _write_rows(protokoll: Samtalsprotokoll, modell, rader, falt: tuple[str, ...]) -> None:
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
            setattr(lagrad, namn, ordning if namn == "ordning" else getattr(rad, namn))
        lagrad.save()
