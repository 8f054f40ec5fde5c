"""The periods that figures and reports are about: a calendar month, a tertial, a year, or any span of days."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from config.dates import MONTHS, add_months, month_end, month_name, month_start

MONTHS_OF = {"manad": 1, "tertial": 4, "ar": 12}

_WRITTEN = (
    ("ar", re.compile(r"(?P<ar>[0-9]{4})")),
    ("manad", re.compile(r"(?P<ar>[0-9]{4})-(?P<nr>0[1-9]|1[0-2])")),
    ("tertial", re.compile(r"(?P<ar>[0-9]{4})[- ]T(?P<nr>[123])", re.IGNORECASE)),
    ("tertial", re.compile(r"T(?:ertial )?(?P<nr>[123]) (?P<ar>[0-9]{4})", re.IGNORECASE)),
)
_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.\.| till )([0-9]{4}-[0-9]{2}-[0-9]{2})")


class PeriodError(ValueError):
    """A text that names no period; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Period:
    """[fran, till], both days included. Two periods with the same days are equal whatever they are called.

    label   "Tertial 2 2026"         a heading
    kort    "T2 2026"                a column or an axis
    text    "maj till augusti 2026"  running text
    nyckel  "2026-T2"                an address or a file name; parse() reads it back
    """

    fran: date
    till: date
    label: str = field(default="", compare=False)
    kort: str = field(default="", compare=False)

    def __post_init__(self):
        if self.till < self.fran:
            raise PeriodError("Perioden slutar före den börjar.")
        object.__setattr__(self, "label", self.label or self._own_label())
        object.__setattr__(self, "kort", self.kort or self._own_kort())

    @classmethod
    def manad(cls, year: int, month: int) -> "Period":
        return cls(date(year, month, 1), month_end(date(year, month, 1)))

    @classmethod
    def tertial(cls, year: int, number: int) -> "Period":
        first = date(year, 4 * number - 3, 1)
        return cls(first, month_end(add_months(first, 3)))

    @classmethod
    def ar(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def manad_of(cls, day: date) -> "Period":
        return cls.manad(day.year, day.month)

    @classmethod
    def tertial_of(cls, day: date) -> "Period":
        return cls.tertial(day.year, (day.month + 3) // 4)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "2026", "2026-05", "2026-T2", "T2 2026", "Tertial 2 2026" or "2026-05-01..2026-08-31"."""
        written = text.strip()
        for slag, form in _WRITTEN:
            if found := form.fullmatch(written):
                return getattr(cls, slag)(*(int(found[part]) for part in ("ar", "nr") if part in form.groupindex))
        if span := _SPAN.fullmatch(written):
            return cls(_iso_date(span[1]), _iso_date(span[2]))
        raise PeriodError("Skriv perioden som 2026, 2026-05, 2026-T2 eller 2026-05-01..2026-08-31.")

    @property
    def slag(self) -> str:
        """manad, tertial, ar or fri: what the days amount to."""
        months = self._whole_months()
        for slag, length in MONTHS_OF.items():
            if months == length and (self.fran.month - 1) % length == 0:
                return slag
        return "fri"

    @property
    def nyckel(self) -> str:
        keys = {"manad": f"{self.fran:%Y-%m}", "tertial": f"{self.fran:%Y}-T{self._tertial_number()}"}
        keys |= {"ar": f"{self.fran:%Y}", "fri": f"{self.fran}..{self.till}"}
        return keys[self.slag]

    @property
    def text(self) -> str:
        if not self._whole_months():
            return f"{self.fran} till {self.till}"
        last = f"{month_name(self.till)} {self.till.year}"
        if self._whole_months() == 1:
            return last
        first = month_name(self.fran)
        return f"{first} till {last}" if self.fran.year == self.till.year else f"{first} {self.fran.year} till {last}"

    def __contains__(self, day: date) -> bool:
        return self.fran <= day <= self.till

    def previous(self) -> "Period":
        """The period of the same length that ends the day before this one begins."""
        if months := self._whole_months():
            return Period(add_months(self.fran, -months), self.fran - timedelta(days=1))
        days = self.till - self.fran + timedelta(days=1)
        return Period(self.fran - days, self.till - days)

    def same_last_year(self) -> "Period":
        till = add_months(self.till, -12)
        return Period(add_months(self.fran, -12), month_end(till) if self._whole_months() else till)

    def year_to_date(self) -> "Period":
        """1 January to the end of this period: "Hittills 2026", or the whole year when that is what it is."""
        first = date(self.till.year, 1, 1)
        if self.till == date(self.till.year, 12, 31):
            return Period(first, self.till)
        return Period(first, self.till, label=f"Hittills {first.year}", kort=f"Hittills {first.year}")

    def series(self, count: int) -> list["Period"]:
        """The `count` periods that end with this one, oldest first: the points of a chart."""
        periods = [self]
        while len(periods) < count:
            periods.append(periods[-1].previous())
        return periods[::-1]

    def _whole_months(self) -> int:
        """How many whole calendar months; 0 when the span does not begin and end with one."""
        if self.fran != month_start(self.fran) or self.till != month_end(self.till):
            return 0
        return (self.till.year - self.fran.year) * 12 + self.till.month - self.fran.month + 1

    def _tertial_number(self) -> int:
        return (self.fran.month + 3) // 4

    def _own_label(self) -> str:
        if self.slag == "tertial":
            return f"Tertial {self._tertial_number()} {self.fran.year}"
        if self.slag == "ar":
            return f"Helår {self.fran.year}"
        return self.text[:1].upper() + self.text[1:]

    def _own_kort(self) -> str:
        if self.slag == "tertial":
            return f"T{self._tertial_number()} {self.fran.year}"
        if self.slag == "ar":
            return str(self.fran.year)
        if self.slag == "manad":
            return f"{MONTHS[self.fran.month - 1][:3]} {self.fran.year}"
        return self.text


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PeriodError(f"Datumet {text} finns inte.") from None
