"""Reading the reading log of one person: pages of it, whom it can be narrowed to, and the person's own extract.

Everything goes by app.lasningar and app.lasningar_per_dag (cases/sekretess/lasning.sql), which are empty for those who
may not read the log and tell of another nämnd's readers the unit alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby

from django.db import connection

from config.dates import STOCKHOLM, local_date

from .enums import Lasningsgrund, Lasningsslag, Roll
from .lasning import in_words
from .models import Aspirant, Enhet

BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True)
class Rad:
    """A reading. `namn` and `roll` are empty for the reader of another nämnd; `egen`: of the own nämnd."""

    skedde_at: datetime
    namn: str
    roll: str
    enhet: str
    egen: bool
    vad: str
    slag: Lasningsslag
    grund: str
    nodoppnad: bool

    @property
    def dag(self) -> date:
        return local_date(self.skedde_at)

    @property
    def klocka(self) -> str:
        return _clock(self.skedde_at)

    @property
    def ar_nekad(self) -> bool:
        return self.slag == Lasningsslag.NEKAD

    @property
    def hur(self) -> str:
        """How it was shown, where that is not plain from what."""
        plain = self.slag == Lasningsslag.VISAD or (self.slag == Lasningsslag.PDF and "PDF" in self.vad)
        return "" if plain else self.slag.label


@dataclass(frozen=True)
class Samlade(Rad):
    """One reader's readings of one page on one day: the first, the last (`sist_at`) and how many."""

    sist_at: datetime
    ganger: int

    @property
    def klocka(self) -> str:
        forst, sist = _clock(self.skedde_at), _clock(self.sist_at)
        return forst if forst == sist else f"{forst}–{sist}"

    @property
    def ar_traff(self) -> bool:
        return self.slag == Lasningsslag.TRAFF


@dataclass(frozen=True)
class Dag:
    """A day of the log: the akt's own pages first, and the lists where the name stood for the one who asks."""

    dag: date
    rader: list[Samlade]
    traffar: list[Samlade]

    @property
    def ganger(self) -> int:
        return sum(rad.ganger for rad in self.rader + self.traffar)

    @property
    def i_listor(self) -> int:
        return sum(rad.ganger for rad in self.traffar)


@dataclass(frozen=True)
class Urval:
    """What of the log is asked for; both dates inclusive, None is open. `utdrag`: for the person herself."""

    fran: date | None = None
    till: date | None = None
    user: int | None = None
    enhet: int | None = None
    slag: str = ""
    stigande: bool = False
    utdrag: bool = False

    def moments(self, today: date) -> tuple[datetime, datetime]:
        """From the first day's midnight up to the midnight after the last."""
        till = (self.till or today) + timedelta(days=1)
        return _midnight(self.fran or BEGINNING), _midnight(till)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, STOCKHOLM)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(STOCKHOLM):%H:%M}"


ALLA = "SELECT * FROM app.lasningar(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
SAMLADE = "SELECT * FROM app.lasningar_per_dag(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


class Logg:
    """The rows of an Urval, fetched a slice at a time."""

    def __init__(self, aspirant: Aspirant, urval: Urval, today: date):
        self.aspirant, self.urval, self.today = aspirant, urval, today

    def count(self) -> int:
        rows = self._ask(0, 1)
        return rows[0][-1] if rows else 0

    def __getitem__(self, part: slice) -> list[Rad]:
        rows = self._ask(part.start or 0, part.stop - (part.start or 0))
        units = Enhet.objects.in_bulk({row[3] for row in rows if row[3]})
        return [self._rad(row, units) for row in rows]

    def _rad(self, row: tuple, units: dict[int, Enhet]) -> Rad:
        return Rad(**_told(row, units))

    def _ask(self, skip: int, most: int) -> list[tuple]:
        return _fetch(ALLA, [*self._values(), skip, most])

    def _values(self) -> list:
        u, (fran, till) = self.urval, self.urval.moments(self.today)
        return [self.aspirant.pk, self.today, fran, till, u.user, u.enhet, u.slag, u.stigande, u.utdrag]


class Dagslogg(Logg):
    """The same, day by day, with like readings together: what a Paginator needs. The first page is asked for once."""

    ordered = True
    FORST = 50

    def count(self) -> int:
        rows = self._first
        return rows[0][-1] if rows else 0

    @cached_property
    def _first(self) -> list[tuple]:
        return self._samlade(0, self.FORST)

    def _ask(self, skip: int, most: int) -> list[tuple]:
        return self._first[:most] if skip == 0 and most <= self.FORST else self._samlade(skip, most)

    def _samlade(self, skip: int, most: int) -> list[tuple]:
        *values, _ = self._values()
        return _fetch(SAMLADE, [*values, skip, most])

    def _rad(self, row: tuple, units: dict[int, Enhet]) -> Samlade:
        return Samlade(**_told(row, units), sist_at=row[8], ganger=row[9])


def _fetch(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _told(row: tuple, units: dict[int, Enhet]) -> dict:
    skedde_at, namn, roll, enhet, egen, vy, slag, grund = row[:8]
    return {
        "skedde_at": skedde_at,
        "namn": namn,
        "roll": Roll(roll).label if roll else "",
        "enhet": str(units.get(enhet, "Okänd enhet")),
        "egen": egen,
        "vad": in_words(vy),
        "slag": Lasningsslag(slag),
        "grund": Lasningsgrund(grund).label,
        "nodoppnad": grund == Lasningsgrund.NODOPPNING,
    }


def per_day(rader: Iterable[Samlade]) -> list[Dag]:
    """Rows grouped by day, in the order they come."""
    dagar = [(dag, list(grupp)) for dag, grupp in groupby(rader, key=lambda rad: rad.dag)]
    return [Dag(dag, [r for r in alla if not r.ar_traff], [r for r in alla if r.ar_traff]) for dag, alla in dagar]


def readers(aspirant: Aspirant, today: date) -> list[tuple[str, str]]:
    """Choices to narrow the log to: "u12" a reader of the own nämnd, "e5" a unit of another."""
    with connection.cursor() as cursor:
        fran, till = Urval().moments(today)
        cursor.execute("SELECT * FROM app.loggens_lasare(%s, %s, %s, %s)", [aspirant.pk, today, fran, till])
        rows = cursor.fetchall()
    units = Enhet.objects.in_bulk({enhet for _, _, enhet in rows if enhet})
    egna = [(f"u{user}", namn) for user, namn, _ in rows if user]
    andra = [(f"e{enhet}", str(units[enhet])) for _, _, enhet in rows if enhet in units]
    return sorted(egna, key=lambda val: val[1].casefold()) + sorted(andra, key=lambda val: val[1].casefold())


@dataclass(frozen=True)
class Utdragsrad:
    """Readings of one page from one unit on one day: the times they happened, and how many they were."""

    dag: date
    klockslag: tuple[str, ...]
    enhet: str
    namn: str
    vad: str
    slag: Lasningsslag
    nodoppnad: bool
    antal: int


def extract(rader: Iterable[Rad]) -> list[Utdragsrad]:
    """The log as the person reads it: alike readings of a day on one line, oldest first."""
    lika: dict[tuple, list[str]] = {}
    for rad in sorted(rader, key=lambda rad: rad.skedde_at):
        lika.setdefault((rad.dag, rad.enhet, rad.namn, rad.vad, rad.slag, rad.nodoppnad), []).append(rad.klocka)
    return [
        Utdragsrad(dag, tuple(dict.fromkeys(tider)), enhet, namn, vad, slag, nodoppnad, len(tider))
        for (dag, enhet, namn, vad, slag, nodoppnad), tider in lika.items()
    ]
