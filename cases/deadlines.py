"""The days that the rules of the case set. Pure dates: what is stored are facts, what is due follows from them.

Section numbers are those of the domain description, where each rule has its origin.

"Five days" are working days with Swedish holidays; the sources (Stockholm's guidelines for jobbtorg) say only "five
days". Numbers that a municipality may change are arguments with Stockholm's value as default. Where a function counts
working days, `aftnar_lediga` is the same parameter as in config.dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.dates import add_months, add_workdays, month_start

JOBBPLAN_ARBETSDAGAR = 5
CHECKPOINTS = (6, 12, 18)
TREPARTSSAMTAL_MANADER = 3
UPPFOLJNING_MANADER = 12
REMISS_ARBETSDAGAR = 5


@dataclass(frozen=True, slots=True)
class Tid:
    """A dated span, both days included; open when `till` is None."""

    fran: date
    till: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.fran <= day and (self.till is None or day <= self.till)


def jobbplan_senast(inskriven: date, *, arbetsdagar: int = JOBBPLAN_ARBETSDAGAR, aftnar_lediga: bool = True) -> date:
    """Last day for the first jobbplan: the fifth working day after inskrivning (domain 2.5, 11)."""
    return add_workdays(inskriven, arbetsdagar, aftnar_lediga=aftnar_lediga)


def avslut_inom_5_dagar_senast(
    inskriven: date, *, arbetsdagar: int = JOBBPLAN_ARBETSDAGAR, aftnar_lediga: bool = True
) -> date:
    """Last day for "Avslut inom 5 dagar": the fifth working day after inskrivning (domain 2.10)."""
    return add_workdays(inskriven, arbetsdagar, aftnar_lediga=aftnar_lediga)


def avslut_inom_5_dagar_tillaten(
    inskriven: date, avslutad: date, *, arbetsdagar: int = JOBBPLAN_ARBETSDAGAR, aftnar_lediga: bool = True
) -> bool:
    """May "Avslut inom 5 dagar" be the reason? Only up to the fifth working day after inskrivning (domain 2.10)."""
    senast = avslut_inom_5_dagar_senast(inskriven, arbetsdagar=arbetsdagar, aftnar_lediga=aftnar_lediga)
    return inskriven <= avslutad <= senast


def remiss_svar_senast(skickad: date, *, arbetsdagar: int = REMISS_ARBETSDAGAR, aftnar_lediga: bool = True) -> date:
    """Last day for the jobbtorg to answer a remiss (domain 2.3; five working days is Stockholm's parameter)."""
    return add_workdays(skickad, arbetsdagar, aftnar_lediga=aftnar_lediga)


def checkpoint_dag(avslutad: date, manader: int) -> date:
    """The day 6, 12 or 18 months after avslut, counted from avslutsdatum each time, never chained (domain 2.11, 11)."""
    return add_months(avslutad, manader)


def checkpoint_dagar(avslutad: date) -> dict[int, date]:
    return {manader: checkpoint_dag(avslutad, manader) for manader in CHECKPOINTS}


def checkpoint_manad(avslutad: date, manader: int) -> date:
    """First day of the calendar month whose register answers the checkpoint (domain 11)."""
    return month_start(checkpoint_dag(avslutad, manader))


def tolvmanadersdag(inskriven: date) -> date:
    """The day that decides in which period's cohort an enrolment is counted (domain 11)."""
    return add_months(inskriven, 12)


def gemensam_uppfoljning_dagar(
    inskriven: date, till: date, *, avslutad: date | None = None, manader: int = UPPFOLJNING_MANADER
) -> list[date]:
    """Joint follow-ups with Arbetsförmedlingen due up to `till`: after twelve months, then every year (domain 2.8)."""
    return _while_enrolled(inskriven, till, avslutad, manader)


def trepartssamtal_dagar(
    inskriven: date,
    till: date,
    *,
    sysselsattning: Iterable[Tid] = (),
    avslutad: date | None = None,
    for_alla: bool = False,
    manader: int = TREPARTSSAMTAL_MANADER,
) -> list[date]:
    """Days up to `till` when a trepartssamtal falls due (domain 2.7).

    Every third month after inskrivning, counted from inskrivning, when the person on that very day is enrolled and
    in no sysselsättning (placering, work or studies). `for_alla` is the district that wants them all. A samtal is in
    time for a day when held after the third month before it and at latest on the day: see trepartssamtal_i_tid.
    """
    spans = list(sysselsattning)
    due = _while_enrolled(inskriven, till, avslutad, manader)
    return [day for day in due if for_alla or not any(day in span for span in spans)]


def trepartssamtal_i_tid(
    inskriven: date, dag: date, hallna: Iterable[date], *, manader: int = TREPARTSSAMTAL_MANADER
) -> bool:
    """Was a samtal held in the three months that end with the due day `dag`? One samtal answers one due day."""
    number = next(n for n in range(manader, 12 * 200, manader) if add_months(inskriven, n) >= dag)
    since = add_months(inskriven, number - manader)
    first_ever = number == manader
    return any((held >= since if first_ever else held > since) and held <= dag for held in hallna)


def _while_enrolled(inskriven: date, till: date, avslutad: date | None, step: int) -> list[date]:
    """Each `step`-th month day after inskrivning up to `till`, on which the enrolment is still open."""
    days, months = [], step
    while (day := add_months(inskriven, months)) <= till and (avslutad is None or day < avslutad):
        days.append(day)
        months += step
    return days
