"""The days that the rules of the case set. Pure dates: what is stored are facts, what is due follows from them.

Section numbers are those of the domain description, where each rule has its origin.

"Five days" are working days with Swedish holidays; the sources (Stockholm's guidelines for jobbtorg) say only "five
days". Numbers that a municipality may change are arguments with Stockholm's value as default. Where a function counts
working days, `aftnar_lediga` is the same parameter as in config.dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from config.dates import add_months, add_workdays, month_start

JOBBPLAN_ARBETSDAGAR = 5
ARBETSPLAN_ARBETSDAGAR = 20
CHECKPOINTS = (6, 12, 18)
TREPARTSSAMTAL_MANADER = 3
UPPFOLJNING_MANADER = 12
REMISS_ARBETSDAGAR = 5
PLAN_ORORD_DAGAR = 28
SAMTYCKE_VARSEL_DAGAR = 14
HANDLING_ARBETSDAGAR = 5
CHECKPOINT_ARBETSDAGAR = 5
CHECKPOINT_BEVAKAS_MANADER = 6
UTAN_STOD_ARBETSDAGAR = 5


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


def arbetsplan_senast(fran: date, *, arbetsdagar: int = ARBETSPLAN_ARBETSDAGAR, aftnar_lediga: bool = True) -> date:
    """Last day for the first arbetsplan, counted from the day somebody at the SDF got the case (domain 1, 2.2). No
    source gives the number: a month is ours, and the municipality's parameter."""
    return add_workdays(fran, arbetsdagar, aftnar_lediga=aftnar_lediga)


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


# What is due on a day (uppfoljning/bevakningar asks the same of the whole city in SQL) ----------------------------


def plan_orord_dag(rord: date, *, dagar: int = PLAN_ORORD_DAGAR) -> date:
    """The day a plan that nobody has touched since `rord` should be looked at again, four weeks later (domain 1)."""
    return rord + timedelta(days=dagar)


def plan_foljs_upp(nasta_uppfoljning: date | None, slutdatum: date | None) -> date | None:
    """The day a plan in force is followed up: the one that stands in it, at latest its last day (domain 4)."""
    return min((dag for dag in (nasta_uppfoljning, slutdatum) if dag), default=None)


def aterkommande_dagar(inskriven: date, today: date, *, manader: int) -> list[tuple[int, date]]:
    """The latest day before `today` and the first from `today` on, of those each `manader` months after inskrivning.

    With the number of each: 2 is the day after twice `manader`. Counted from inskriven each time, never chained.
    """
    number = 1
    while add_months(inskriven, number * manader) < today:
        number += 1
    return [(n, add_months(inskriven, n * manader)) for n in (number - 1, number) if n]


def trepartssamtal_att_bevaka(
    inskriven: date,
    today: date,
    *,
    sysselsattning: Iterable[Tid] = (),
    hallna: Iterable[date] = (),
    bokade: Iterable[date] = (),
    for_alla: bool = False,
    manader: int = TREPARTSSAMTAL_MANADER,
) -> list[tuple[int, date]]:
    """Due days of an open enrolment, last and next, that no trepartssamtal has answered yet (domain 2.7).

    On a day with sysselsättning none is asked for, unless the district wants all. See _obesvarade for the answers.
    """
    spans = list(sysselsattning)
    due = _obesvarade(inskriven, today, hallna, bokade, manader)
    return [(n, dag) for n, dag in due if for_alla or not any(dag in span for span in spans)]


def uppfoljning_att_bevaka(
    inskriven: date,
    today: date,
    *,
    hallna: Iterable[date] = (),
    bokade: Iterable[date] = (),
    manader: int = UPPFOLJNING_MANADER,
) -> list[tuple[int, date]]:
    """Days of an open enrolment, last and next, for a joint follow-up with AF that is not answered yet (domain 2.8)."""
    return _obesvarade(inskriven, today, hallna, bokade, manader)


def _obesvarade(
    inskriven: date, today: date, hallna: Iterable[date], bokade: Iterable[date], manader: int
) -> list[tuple[int, date]]:
    """A passed day is answered only by a samtal held, late as it may be, up to the next due day. A coming one also by
    one that is booked from today on to the day itself. Neither counts from before the due day in front of it.
    """
    held, booked, due = list(hallna), list(bokade), []
    for n, dag in aterkommande_dagar(inskriven, today, manader=manader):
        since = add_months(inskriven, (n - 1) * manader)
        until = add_months(inskriven, (n + 1) * manader) if dag < today else dag
        days = [d for d in held if d <= until] + [d for d in booked if today <= d <= dag]
        if not any(since <= d if n == 1 else since < d for d in days):
            due.append((n, dag))
    return due


def samtycke_fornyas(fran: date, till: date, *, varsel: int = SAMTYCKE_VARSEL_DAGAR) -> date:
    """Ask for a new consent some days before the old one ends, at the earliest the day it was given (law.md 3.2)."""
    return max(fran, till - timedelta(days=varsel))


def handling_mottas_senast(
    skickad: date, *, arbetsdagar: int = HANDLING_ARBETSDAGAR, aftnar_lediga: bool = True
) -> date:
    """Last day for the receiver to acknowledge what was handed over (domain 8: kvittens; the time is a parameter)."""
    return add_workdays(skickad, arbetsdagar, aftnar_lediga=aftnar_lediga)


def checkpoint_bevakas(
    funnen: date, today: date, *, arbetsdagar: int = CHECKPOINT_ARBETSDAGAR, aftnar_lediga: bool = True
) -> date | None:
    """When the SDF should have looked at a checkpoint found uppbär, or None when it was found half a year ago or more:
    by then the next one has come (domain 2.11)."""
    if add_months(funnen, CHECKPOINT_BEVAKAS_MANADER) <= today:
        return None
    return add_workdays(funnen, arbetsdagar, aftnar_lediga=aftnar_lediga)


def stod_att_bevaka(till: date, nasta_kontakt: date | None) -> date:
    """The day to act on a långsiktigt stöd that nobody has ended: the next contact, else its last day (domain 2.12)."""
    return nasta_kontakt or till


def utan_stod_senast(mottagen: date, *, arbetsdagar: int = UTAN_STOD_ARBETSDAGAR, aftnar_lediga: bool = True) -> date:
    """Last day to look at an open enrolment without support in a month that became whole on `mottagen` (domain 2.4)."""
    return add_workdays(mottagen, arbetsdagar, aftnar_lediga=aftnar_lediga)
