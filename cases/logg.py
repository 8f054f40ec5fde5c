"""Reading the reading log of one person: pages of it, whom it can be narrowed to, and the person's own extract.

Everything goes by app.lasningar (cases/sekretess/lasning.sql), which is empty for those who may not read the log and
tells of another nämnd's readers the unit alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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

    @property
    def dag(self) -> date:
        return local_date(self.skedde_at)

    @property
    def klocka(self) -> str:
        return f"{self.skedde_at.astimezone(STOCKHOLM):%H:%M}"

    @property
    def ar_nekad(self) -> bool:
        return self.slag == Lasningsslag.NEKAD

    @property
    def hur(self) -> str:
        """How it was shown, where that is not plain from what."""
        plain = self.slag == Lasningsslag.VISAD or (self.slag == Lasningsslag.PDF and "PDF" in self.vad)
        return "" if plain else self.slag.label


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


class Logg:
    """The rows of an Urval, fetched a slice at a time: what a Paginator needs."""

    ordered = True

    def __init__(self, aspirant: Aspirant, urval: Urval, today: date):
        self.aspirant, self.urval, self.today = aspirant, urval, today

    def count(self) -> int:
        rows = self._ask(0, 1)
        return rows[0][-1] if rows else 0

    def __getitem__(self, part: slice) -> list[Rad]:
        rows = self._ask(part.start or 0, part.stop - (part.start or 0))
        units = Enhet.objects.in_bulk({row[3] for row in rows if row[3]})
        return [_rad(row, units) for row in rows]

    def _ask(self, skip: int, most: int) -> list[tuple]:
        u, (fran, till) = self.urval, self.urval.moments(self.today)
        values = [fran, till, u.user, u.enhet, u.slag, u.stigande, u.utdrag, skip, most]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM app.lasningar(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [self.aspirant.pk, self.today, *values],
            )
            return cursor.fetchall()


def _rad(row: tuple, units: dict[int, Enhet]) -> Rad:
    skedde_at, namn, roll, enhet, egen, vy, slag, grund, _ = row
    return Rad(
        skedde_at=skedde_at,
        namn=namn,
        roll=Roll(roll).label if roll else "",
        enhet=str(units.get(enhet, "Okänd enhet")),
        egen=egen,
        vad=in_words(vy),
        slag=Lasningsslag(slag),
        grund=Lasningsgrund(grund).label,
    )


def per_day(rader: Iterable[Rad]) -> list[tuple[date, list[Rad]]]:
    """Rows grouped by day, in the order they come."""
    return [(dag, list(grupp)) for dag, grupp in groupby(rader, key=lambda rad: rad.dag)]


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
    """Readings of one page from one unit on one day, with the times they happened."""

    dag: date
    klockslag: tuple[str, ...]
    enhet: str
    namn: str
    vad: str
    slag: Lasningsslag


def extract(rader: Iterable[Rad]) -> list[Utdragsrad]:
    """The log as the person reads it: alike readings of a day on one line, oldest first."""
    lika: dict[tuple, list[str]] = {}
    for rad in sorted(rader, key=lambda rad: rad.skedde_at):
        lika.setdefault((rad.dag, rad.enhet, rad.namn, rad.vad, rad.slag), []).append(rad.klocka)
    return [
        Utdragsrad(dag, tuple(dict.fromkeys(tider)), enhet, namn, vad, slag)
        for (dag, enhet, namn, vad, slag), tider in lika.items()
    ]
