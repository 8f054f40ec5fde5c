"""When an avslut is corrected, what it ended follows: the day moves, and what its reason said is said anew."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.akt import REGISTER
from cases.models import Avslutsfoljd, Avslutsorsak, Inskrivning

from .fel import RuleBrokenError
from .langsiktigt_stod import move_support
from .skydd import follow_assignments


@dataclass(frozen=True)
class Flyttade:
    """In words. `med` got the new day and `orsak` the new reason; `kvar` did not: changed by somebody since, or the
    day or the reason is not possible."""

    med: tuple[str, ...] = ()
    orsak: tuple[str, ...] = ()
    kvar: tuple[str, ...] = ()


def move_consequences(*, inskrivning: Inskrivning, forra: date, forra_orsak: Avslutsorsak, now: datetime) -> Flyttade:
    """`inskrivning` is locked and says what is right now; `forra` and `forra_orsak` are what it said.

    What has no day of its own stays.
    """
    samma_dag = inskrivning.avslutad == forra
    if samma_dag and inskrivning.avslutsorsak.resultat == forra_orsak.resultat:
        return Flyttade()
    register = REGISTER.orsak_avslut if samma_dag else REGISTER.flytta_avslut
    also = {} if samma_dag else {"forra": forra}
    foljde, kvar = [], []
    for foljd in Avslutsfoljd.objects.filter(inskrivning=inskrivning, angrad_at=None):
        if follow := register.get(foljd.slag):
            given = {"foljd": foljd, "inskrivning": inskrivning, "now": now, **also}
            (foljde if _followed(follow, given) else kvar).append(foljd.vad)
    stod, stod_kvar = move_support(inskrivning=inskrivning)
    follow_assignments(aspirant=inskrivning.aspirant, now=now)
    kvar += stod_kvar
    if samma_dag:
        return Flyttade(orsak=tuple(foljde), kvar=tuple(kvar))
    return Flyttade(med=(*foljde, *stod), kvar=tuple(kvar))


def _followed(follow, given: dict) -> bool:
    try:
        return follow(**given)
    except RuleBrokenError:
        return False
