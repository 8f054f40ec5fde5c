"""A samtal before it is held: book, move with its reason, cancel with its reason, call the person."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.akt import changed
from cases.models import Aspirant, Enhet, User
from jobbplaner.enums import Delmalslage, Planslag
from jobbplaner.models import Agendapunkt, Samtalsflytt, Samtalsprotokoll, Samtalsskal, Trepartssamtal
from jobbplaner.samtal import Bokning, Deltagarrad, booking_of

from .planer import current
from .samtal import locked, refuse_locked, write_deltagare


class SamtalSameDayError(Exception):
    """The unit already has such a samtal with this person on the day. `samtal` is that one."""

    def __init__(self, samtal: Trepartssamtal):
        super().__init__("Det finns redan ett samtal den dagen.")
        self.samtal = samtal


@transaction.atomic
def book_samtal(
    *, aspirant: Aspirant, enhet: Enhet, bokning: Bokning, deltagare: tuple[Deltagarrad, ...], by: User
) -> Trepartssamtal:
    """A new samtal with those invited, its agenda proposed from the plan in force. The same one twice is one.

    Raises SamtalSameDayError.
    """
    try:
        with transaction.atomic():
            samtal = Trepartssamtal.objects.create(aspirant=aspirant, enhet=enhet, skapad_av=by, **bokning.falt())
    except IntegrityError:
        finns = _same_day(aspirant.pk, enhet.pk, bokning).first()
        if finns is None:
            raise
        if booking_of(finns) == bokning:
            return finns
        raise SamtalSameDayError(finns) from None
    protokoll = Samtalsprotokoll.objects.create(samtal=samtal, aspirant=aspirant, namnd=enhet.namnd)
    write_deltagare(protokoll, deltagare)
    _propose_agenda(protokoll, aspirant, enhet)
    changed(aspirant.pk)
    return samtal


def _same_day(aspirant_id: int, enhet_id: int, bokning: Bokning):
    alla = Trepartssamtal.objects.filter(aspirant=aspirant_id, enhet=enhet_id, installt_at=None)
    return alla.filter(datum=bokning.datum, motpart=bokning.motpart)


def _propose_agenda(protokoll: Samtalsprotokoll, aspirant: Aspirant, enhet: Enhet) -> None:
    """Each delmål of the plan in force that is not done already."""
    plan = current(aspirant, Planslag.JOBBPLAN, enhet)
    rader = plan.delmal.exclude(lage=Delmalslage.KLART) if plan else ()
    for ordning, delmal in enumerate(rader, start=1):
        Agendapunkt.objects.create(
            protokoll=protokoll,
            aspirant=aspirant,
            namnd_id=protokoll.namnd_id,
            ordning=ordning,
            delmal=delmal,
            rubrik=delmal.vad,
        )


class SamtalMovedError(Exception):
    """Somebody moved the samtal after the page was read. `samtal` is as it stands now."""

    def __init__(self, samtal: Trepartssamtal):
        super().__init__("Någon annan har ändrat bokningen.")
        self.samtal = samtal


class MoveWithoutReasonError(Exception):
    """A samtal is moved with a reason."""


@transaction.atomic
def change_booking(
    *, samtal: Trepartssamtal, bokning: Bokning, skal: Samtalsskal | None, last: Bokning, by: User, now: datetime
) -> Trepartssamtal:
    """Move the samtal, or only change its interpreter. `last` is the booking as the page was read.

    A new time or place is kept as a Samtalsflytt with old, new, reason and who. The third party stays.
    Raises SamtalLockedError, SamtalMovedError, MoveWithoutReasonError, SamtalSameDayError.
    """
    samtal, _ = locked(samtal)
    refuse_locked(samtal)
    nu = booking_of(samtal)
    if nu == bokning:
        return samtal
    if nu != last:
        raise SamtalMovedError(samtal)
    if nu.nar_och_var() != bokning.nar_och_var():
        _move(samtal, nu, bokning, skal, by, now)
    for namn, varde in bokning.falt().items():
        setattr(samtal, namn, varde)
    samtal.kalenderversion += nu.nar_och_var() != bokning.nar_och_var()
    samtal.save()
    changed(samtal.aspirant_id)
    return samtal


def _move(samtal: Trepartssamtal, nu: Bokning, ny: Bokning, skal: Samtalsskal | None, by: User, now: datetime) -> None:
    if skal is None:
        raise MoveWithoutReasonError("Välj varför samtalet bokas om.")
    if annat := _same_day(samtal.aspirant_id, samtal.enhet_id, ny).exclude(pk=samtal.pk).first():
        raise SamtalSameDayError(annat)
    Samtalsflytt.objects.create(
        samtal=samtal,
        aspirant_id=samtal.aspirant_id,
        **{f"fran_{namn}": getattr(nu, namn) for namn in ("datum", "tid", "slut", "plats")},
        **{f"till_{namn}": getattr(ny, namn) for namn in ("datum", "tid", "slut", "plats")},
        skal=skal,
        av=by,
        at=now,
    )


@transaction.atomic
def cancel_samtal(*, samtal: Trepartssamtal, skal: Samtalsskal, by: User, now: datetime) -> Trepartssamtal:
    """Cancel a samtal that has not been held. Cancelling again changes nothing. Raises SamtalLockedError."""
    samtal, _ = locked(samtal)
    if samtal.installt_at:
        return samtal
    refuse_locked(samtal)
    return _write_cancelled(samtal, now, by, skal)


@transaction.atomic
def restore_samtal(*, samtal: Trepartssamtal) -> Trepartssamtal:
    """Undo a cancellation: it stands as it was booked, and calendars that dropped it take it up again.

    Raises SamtalSameDayError when another has been booked that day meanwhile.
    """
    samtal, _ = locked(samtal)
    if samtal.installt_at is None:
        return samtal
    if annat := _same_day(samtal.aspirant_id, samtal.enhet_id, booking_of(samtal)).first():
        raise SamtalSameDayError(annat)
    return _write_cancelled(samtal, None, None, None)


def _write_cancelled(
    samtal: Trepartssamtal, at: datetime | None, by: User | None, skal: Samtalsskal | None
) -> Trepartssamtal:
    samtal.installt_at, samtal.installt_av, samtal.installt_skal = at, by, skal
    samtal.kalenderversion += 1
    samtal.save(update_fields=["installt_at", "installt_av", "installt_skal", "kalenderversion"])
    changed(samtal.aspirant_id)
    return samtal


@transaction.atomic
def record_call(
    *, samtal: Trepartssamtal, satt: str, by: User, now: datetime, kalenderversion: int | None = None
) -> Trepartssamtal:
    """Note that the person has been called to the time that stands, which is the one the page was read with.

    Raises SamtalLockedError, SamtalMovedError.
    """
    samtal, _ = locked(samtal)
    refuse_locked(samtal)
    if kalenderversion not in {None, samtal.kalenderversion}:
        raise SamtalMovedError(samtal)
    samtal.kallad_at, samtal.kallad_av, samtal.kallad_satt = now, by, satt
    samtal.save(update_fields=["kallad_at", "kallad_av", "kallad_satt"])
    changed(samtal.aspirant_id)
    return samtal
