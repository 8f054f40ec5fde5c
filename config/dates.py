"""The calendar: the clock, months that end right, Swedish working days, and dates in Swedish words.

today() and now() are the only readers of the clock, for views, tasks and commands. Everything else takes the day as an
argument. Periods of the reports (month, tertial, year) are in config/periods.py.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries import Sweden

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


# The clock ---------------------------------------------------------------------------------------------------------


def now() -> datetime:
    """The present moment with Swedish offset. Tests that must hold the clock replace this one function."""
    return datetime.now(STOCKHOLM)


def today() -> date:
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The Swedish calendar day of an aware moment: 23:30 UTC on 30 June is already 1 July here."""
    return moment.astimezone(STOCKHOLM).date()


# Months ------------------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last of that month when it lacks the day (31 August + 6).

    Always count from the first date: adding 6 to what was already clipped loses days (1930:173 1 § counts so too).
    """
    return day + relativedelta(months=months)


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day + relativedelta(day=31)


def month_range(fran: date, till: date) -> list[date]:
    """First days of all calendar months that [fran, till] touches."""
    months = (till.year - fran.year) * 12 + till.month - fran.month
    return [add_months(month_start(fran), n) for n in range(months + 1)]


def age(fodelsedatum: date, today: date) -> int:
    """Whole years. Who is born on 29 February has her birthday on the 28th in common years, as add_months clips."""
    years = today.year - fodelsedatum.year
    return years - (add_months(fodelsedatum, 12 * years) > today)


# Working days ------------------------------------------------------------------------------------------------------


def is_workday(day: date, *, aftnar_lediga: bool = True) -> bool:
    """Monday to Friday and not a Swedish public holiday.

    Midsommarafton, julafton and nyårsafton are free as well: lagen (1930:173) om beräkning av lagstadgad tid puts
    them beside Sundays. A municipality that counts them as working days says aftnar_lediga=False (a parameter).
    """
    return day.weekday() < 5 and day not in _free_days(day.year, aftnar_lediga)


def add_workdays(day: date, days: int, *, aftnar_lediga: bool = True) -> date:
    """The `days`-th working day after `day` (before it when negative). `day` itself is never counted."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_workday(day, aftnar_lediga=aftnar_lediga)
    return day


def workdays_between(fran: date, till: date, *, aftnar_lediga: bool = True) -> int:
    """Working days after `fran` up to and with `till`; negative when `till` is the earlier.

    So workdays_between(d, add_workdays(d, n)) == n.
    """
    first, last, sign = (fran, till, 1) if fran <= till else (till, fran, -1)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sign * sum(is_workday(day, aftnar_lediga=aftnar_lediga) for day in days)


class WorkdayRow(NamedTuple):
    dag: date
    arbetsdag: bool
    nummer: int


def workday_table(fran: date, till: date, *, aftnar_lediga: bool = True) -> Iterator[WorkdayRow]:
    """Every day of [fran, till] with how many working days have passed since `fran`, that day counted.

    This is how set-based SQL counts working days: load it in a table or unnest it from arrays, and the fifth working
    day after `inskriven` is the one working day whose number is five higher:

        SELECT i.id, femte.dag
        FROM inskrivning i
        JOIN arbetsdagar start ON start.dag = i.inskriven
        JOIN arbetsdagar femte ON femte.arbetsdag AND femte.nummer = start.nummer + 5

    The working days after a up to and with b are nummer(b) - nummer(a). `till` must reach past the last answer:
    five working days take up to fifteen days over Christmas; a month is enough.
    """
    passed = 0
    for n in range((till - fran).days + 1):
        day = fran + timedelta(days=n)
        counts = is_workday(day, aftnar_lediga=aftnar_lediga)
        passed += counts
        yield WorkdayRow(day, counts, passed)


@cache
def _free_days(year: int, aftnar_lediga: bool) -> frozenset[date]:
    categories = (PUBLIC, DE_FACTO) if aftnar_lediga else (PUBLIC,)
    return frozenset(Sweden(years=year, categories=categories))


def free_weekdays(fran: int, till: int, *, aftnar_lediga: bool = True) -> list[date]:
    """Every day of the years [fran, till] that is no working day although it falls on Monday to Friday, in order.

    The other way to count working days in SQL, for a few rows: days of isodow 1-5 that are not among these.
    """
    years = range(fran, till + 1)
    return sorted(day for year in years for day in _free_days(year, aftnar_lediga) if day.weekday() < 5)


# In words ----------------------------------------------------------------------------------------------------------


def iso_week(day: date) -> tuple[int, int]:
    """Year and week by ISO 8601: 1 January 2027 belongs to week 53 of 2026."""
    return day.isocalendar()[:2]


def week_label(day: date) -> str:
    return f"v. {iso_week(day)[1]}"


def weekday_name(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def month_name(day: date) -> str:
    return MONTHS[day.month - 1]


def waited_text(since: date, today: date) -> str:
    """How long something has waited: "Kom i dag", "1 dag", "3 dagar"."""
    days = (today - since).days
    return "Kom i dag" if days < 1 else f"{days} {'dag' if days == 1 else 'dagar'}"


def waited_sentence(since: date, today: date) -> str:
    """The same where no heading says what it is: "Kom i dag.", "Har väntat 3 dagar."."""
    text = waited_text(since, today)
    return f"{text}." if since >= today else f"Har väntat {text}."


def deadline_text(day: date, today: date) -> str:
    """How a deadline stands: "7 dagar sen", "i dag", "i morgon", "om 3 dagar"."""
    return _deadline((day - today).days, "dag", "dagar")


def deadline_text_workdays(day: date, today: date, *, aftnar_lediga: bool = True) -> str:
    """As deadline_text, "2 arbetsdagar sen", for rules counted in working days.

    Falls back to calendar days when no working day lies between (due on Friday, today is Sunday).
    """
    days = workdays_between(today, day, aftnar_lediga=aftnar_lediga)
    if not days or (day - today).days == 1:
        return deadline_text(day, today)
    return _deadline(days, "arbetsdag", "arbetsdagar")


def _deadline(days: int, one: str, many: str) -> str:
    if days < 0:
        return f"{-days} {one if days == -1 else many} sen"
    return _coming(days, one, many)


def _coming(days: int, one: str, many: str) -> str:
    if days == 0:
        return "i dag"
    if days == 1:
        return "i morgon" if one == "dag" else f"om 1 {one}"
    return f"om {days} {many}"
