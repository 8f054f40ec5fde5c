"""When the day of an avslut is corrected, what the avslut ended on that day moves with it."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.akt import REGISTER
from cases.models import Avslutsfoljd, Inskrivning

from .fel import RuleBrokenError
from .skydd import follow_assignments


@dataclass(frozen=True)
class Flyttade:
    """`med` got the new day, `kvar` did not: changed by somebody since, or the day is not possible. In words."""

    med: tuple[str, ...] = ()
    kvar: tuple[str, ...] = ()


def move_consequences(*, inskrivning: Inskrivning, forra: date, now: datetime) -> Flyttade:
    """`inskrivning` is locked and has its new day; `forra` is the day it had. What has no day of its own stays."""
    if inskrivning.avslutad == forra:
        return Flyttade()
    med, kvar = [], []
    for foljd in Avslutsfoljd.objects.filter(inskrivning=inskrivning, angrad_at=None):
        if flytta := REGISTER.flytta_avslut.get(foljd.slag):
            (med if _moved(flytta, foljd, inskrivning, forra, now) else kvar).append(foljd.vad)
    follow_assignments(aspirant=inskrivning.aspirant, now=now)
    return Flyttade(tuple(med), tuple(kvar))


def _moved(flytta, foljd: Avslutsfoljd, inskrivning: Inskrivning, forra: date, now: datetime) -> bool:
    try:
        return flytta(foljd=foljd, inskrivning=inskrivning, forra=forra, now=now)
    except RuleBrokenError:
        return False
