"""The person's programme at Arbetsförmedlingen: written by either side, and by the remiss (domain.md 2.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.akt import changed
from cases.models import AfProgram, Aspirant, User

from .fel import RuleBrokenError, constraints_as


@dataclass(frozen=True, kw_only=True)
class Programuppgifter:
    """The fields of a programme, named as on AfProgram."""

    program: str
    fran: date
    till: date | None = None
    heltid: bool = False
    overenskommelse: bool = False


class ProgramError(RuleBrokenError):
    """The programme cannot be written so."""


class ProgramChangedError(ProgramError):
    """Someone else changed it after the page was opened; `saved` is what stands."""

    def __init__(self, saved: AfProgram):
        super().__init__("Någon annan har ändrat programmet efter att du öppnade sidan.")
        self.saved = saved


@transaction.atomic
def write_program(
    *, aspirant: Aspirant, uppgifter: Programuppgifter, by: User, now: datetime, pk: int | None = None, version: int = 0
) -> AfProgram:
    """A new one, or `pk` changed. The same once more changes nothing. Raises ProgramError, ProgramChangedError."""
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    falt = {name: getattr(uppgifter, name) for name in uppgifter.__dataclass_fields__}
    if pk is None and (same := AfProgram.objects.filter(aspirant=aspirant, **falt).first()):
        return same
    rad = AfProgram.objects.get(pk=pk, aspirant=aspirant) if pk else AfProgram(aspirant=aspirant, version=0)
    if pk and rad.version != version:
        if all(getattr(rad, name) == value for name, value in falt.items()):
            return rad
        raise ProgramChangedError(rad)
    for name, value in {**falt, "skrivet_av": by, "skrivet_at": now, "version": rad.version + 1}.items():
        setattr(rad, name, value)
    with constraints_as(ProgramError):
        rad.save()
    changed(aspirant.pk)
    return rad


def learn_from_remiss(*, aspirant: Aspirant, uppgifter: Programuppgifter, by: User, now: datetime) -> AfProgram:
    """What the remiss says is on the akt from now on: the programme of that time is corrected, also when it began
    earlier than was known; else a new one."""
    nu = AfProgram.objects.filter(aspirant=aspirant).under(uppgifter.fran, uppgifter.till).first()
    return write_program(
        aspirant=aspirant,
        uppgifter=uppgifter,
        by=by,
        now=now,
        pk=nu.pk if nu else None,
        version=nu.version if nu else 0,
    )
