"""Measures of a generated city, without a database: what a reader of the demo's figures should find."""

from datetime import date, timedelta

from config.dates import add_months, add_workdays, age

from .liv import Person, Vistelse

ARBETE_STUDIER = ("arbete_ej_subventionerat", "arbete_subventionerat", "studier")


def shares(personer: list[Person], today: date) -> dict[str, float]:
    """Shares 0 to 1, counted as domain.md section 11 counts them, of everything that is in the city."""
    vistelser = [v for p in personer for v in p.vistelser]
    avslutade = [v for v in vistelser if v.avslutad]
    kohort = [v for v in vistelser if _in_cohort(v, today)]
    klara = [v for v in vistelser if add_workdays(v.inskriven, 5) < today and _needed_plan(v)]
    return {
        "okand": _share(avslutade, lambda v: v.orsak == "okand"),
        "aterremitterad": _share(avslutade, lambda v: v.orsak == "aterremitterad"),
        "fem_dagar": _share(avslutade, lambda v: v.orsak == "avslut_inom_5_dagar"),
        "arbete_studier_12_man": _share(kohort, _to_work_within_a_year),
        "plan_inom_5_dagar": _share(klara, lambda v: any(p.publicerad <= _fifth(v) for p in v.planer)),
        "kvinnor": _share(personer, lambda p: p.kon == "kvinna"),
        "over_50": _share(personer, lambda p: age(p.fodd, today) > 50),
        "inskrivna": _share(personer, lambda p: p.oppen),
        "flera_inskrivningar": _share(personer, lambda p: len(p.vistelser) > 1),
    }


def _share(rader: list, holds) -> float:
    return sum(1 for rad in rader if holds(rad)) / len(rader) if rader else 0.0


def _twelve_months(v: Vistelse) -> date:
    return add_months(v.inskriven, 12)


def _in_cohort(v: Vistelse, today: date) -> bool:
    """The twelve-month day has come, and the person was not återremitterad by then."""
    dag = _twelve_months(v)
    return dag <= today and not (v.orsak == "aterremitterad" and v.avslutad <= dag)


def _to_work_within_a_year(v: Vistelse) -> bool:
    return bool(v.avslutad) and v.avslutad <= _twelve_months(v) and v.orsak in ARBETE_STUDIER


def _fifth(v: Vistelse) -> date:
    return add_workdays(v.inskriven, 5)


def _needed_plan(v: Vistelse) -> bool:
    return v.avslutad is None or v.avslutad > _fifth(v) - timedelta(days=1)
