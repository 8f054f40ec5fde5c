"""First jobbplan in time, and aktuell jobbplan on the last day (domain.md section 11).

The working days come from cases.deadlines, the one place that has the rule: the last day for every possible day of
inskrivning goes to the database as a table, so the queries stay set-based.
"""

from datetime import date, timedelta

from cases.deadlines import JOBBPLAN_ARBETSDAGAR, jobbplan_senast
from cases.models import Parameter
from jobbplaner.enums import Planslag

from .urval import Familj

DAG = "(pl.{}_at AT TIME ZONE 'Europe/Stockholm')::date"
FRIST = "unnest(%(inskriven)s::date[], %(senast)s::date[], %(nasta)s::date[]) AS frist(inskriven, senast, nasta)"
DENNA_JOBBPLAN = f"pl.inskrivning_id = f.id AND pl.slag = '{Planslag.JOBBPLAN}'"

I_TID = Familj(
    matt={
        "jobbplan_frist": "count(*)",
        "jobbplan_i_tid": "count(*) FILTER (WHERE EXISTS (SELECT 1 FROM jobbplaner_plan pl"
        f" WHERE {DENNA_JOBBPLAN} AND {DAG.format('publicerad')} <= frist.senast))",
    },
    kalla=f"fall f JOIN {FRIST} ON frist.inskriven = f.inskriven"
    " JOIN period p ON frist.senast BETWEEN p.fran AND p.till"
    " WHERE f.avslutad IS NULL OR f.avslutad > frist.senast",
)

AKTUELL = Familj(
    matt={
        "jobbplan_behovs": "count(*)",
        "jobbplan_aktuell": "count(*) FILTER (WHERE EXISTS (SELECT 1 FROM jobbplaner_plan pl"
        f" WHERE {DENNA_JOBBPLAN} AND {DAG.format('publicerad')} <= p.till"
        f" AND (pl.ersatt_at IS NULL OR {DAG.format('ersatt')} > p.till) AND pl.nasta_uppfoljning >= p.till))",
    },
    # Who was enrolled before the table of last days begins has been so for long
    kalla="fall f JOIN period p ON f.inskriven <= p.till AND (f.avslutad IS NULL OR f.avslutad > p.till)"
    f" LEFT JOIN {FRIST} ON frist.inskriven = f.inskriven"
    " WHERE coalesce(frist.nasta <= p.till, f.inskriven < p.till)",
)


def frister(perioder, rader: list[Parameter]) -> dict[str, list[date]]:
    """For each day of inskrivning that matters: the last day for the jobbplan, and the working day after it."""
    first, last = min(p.fran for p in perioder), max(p.till for p in perioder)
    regel = _arbetsdagar(rader)
    margin = timedelta(days=30 + 3 * max(regel(first), regel(last)))
    days = [first - margin + timedelta(days=n) for n in range((last - first + margin).days + 1)]
    return {
        "inskriven": days,
        "senast": [jobbplan_senast(day, arbetsdagar=regel(day)) for day in days],
        "nasta": [jobbplan_senast(day, arbetsdagar=regel(day) + 1) for day in days],
    }


def _arbetsdagar(alla: list[Parameter]):
    """The parameter in force on a day of inskrivning."""
    rader = [rad for rad in alla if rad.kod == "jobbplan_arbetsdagar"]

    def pa_dagen(day: date) -> int:
        gallande = (
            r.varde for r in rader if (r.giltig_fran or day) <= day and (r.giltig_till is None or day <= r.giltig_till)
        )
        return next(gallande, JOBBPLAN_ARBETSDAGAR)

    return pa_dagen
