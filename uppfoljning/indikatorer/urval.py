"""What is counted: periods and units, and the cube that every family of figures fills.

Every figure is a sum over enrolments (a count, or days), so each query answers per period, sex, jobbtorg and SDF, and
totals are added up here. One query per family, whatever the number of periods and units.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from config.periods import Period

TOTALT, KVINNOR, MAN = "totalt", "kvinnor", "man"
KON = (TOTALT, KVINNOR, MAN)
KON_AV_KOD = {"kvinna": KVINNOR, "man": MAN}

ALLA = None
"""The unit key of everything in the selection; a unit's own key is its id."""


class Cell(NamedTuple):
    """One number: `period` is its place in the selection, `enhet` a unit's id or ALLA."""

    period: int
    enhet: int | None
    matt: str
    kon: str


@dataclass(frozen=True)
class Urval:
    """Periods to count, narrowed to some jobbtorg and/or SDF (None: all)."""

    perioder: tuple[Period, ...]
    jobbtorg: tuple[int, ...] | None = None
    sdf: tuple[int, ...] | None = None

    @property
    def parametrar(self) -> dict:
        return {
            "fran": [p.fran for p in self.perioder],
            "till": [p.till for p in self.perioder],
            "jobbtorg": None if self.jobbtorg is None else list(self.jobbtorg),
            "sdf": None if self.sdf is None else list(self.sdf),
        }


class Kub:
    """Cell -> sum. What nobody has counted is 0: an enrolment that is not there adds nothing."""

    def __init__(self):
        self._celler: Counter[Cell] = Counter()

    def add(self, period: int, kon: str, enheter: tuple, matt: str, antal: int) -> None:
        """Add to the total and to each of `enheter`, for both sexes together and for the one known."""
        if not antal:
            return
        for enhet in (ALLA, *enheter):
            self._celler[Cell(period, enhet, matt, TOTALT)] += antal
            if kon in KON_AV_KOD:
                self._celler[Cell(period, enhet, matt, KON_AV_KOD[kon])] += antal

    def __getitem__(self, cell: Cell) -> int:
        return self._celler.get(cell, 0)

    def matt(self, prefix: str = "") -> set[str]:
        return {cell.matt for cell in self._celler if cell.matt.startswith(prefix)}

    def enheter(self) -> set[int]:
        return {cell.enhet for cell in self._celler if cell.enhet is not ALLA}


# `fall`: one row per enrolment with what the figures ask about it. `period`: the periods, numbered from 0.
GRUND = """
WITH period AS (
    SELECT (nr - 1)::int AS nr, fran, till
      FROM unnest(%(fran)s::date[], %(till)s::date[]) WITH ORDINALITY AS p(fran, till, nr)
), fall AS (
    SELECT i.id, i.aspirant_id, a.kon, i.jobbtorg_id AS jobbtorg, i.sdf_id AS sdf, i.inskriven, i.avslutad,
           o.kod AS orsak, o.resultat, u.kod AS underorsak, s.kod AS orsak_soc,
           coalesce(nullif(u.bortfall, ''), nullif(s.bortfall, '')) AS bortfall,
           coalesce(i.forsorjningsstod_sedan, a.forsorjningsstod_sedan) AS stod_sedan
      FROM cases_inskrivning i
      JOIN cases_aspirant a ON a.id = i.aspirant_id
      LEFT JOIN cases_avslutsorsak o ON o.id = i.avslutsorsak_id
      LEFT JOIN cases_underorsak u ON u.id = i.underorsak_id
      LEFT JOIN cases_avslutsorsaksocialtjanst s ON s.id = i.avslutsorsak_socialtjanst_id
     WHERE (%(jobbtorg)s::bigint[] IS NULL OR i.jobbtorg_id = ANY (%(jobbtorg)s))
       AND (%(sdf)s::bigint[] IS NULL OR i.sdf_id = ANY (%(sdf)s))
)"""


@dataclass(frozen=True)
class Familj:
    """One query: named sums over `kalla` (SQL after FROM, with aliases f = fall and p = period)."""

    matt: dict[str, str]
    kalla: str

    def rakna(self, cursor, parametrar: dict, kub: Kub) -> None:
        summor = ", ".join(self.matt.values())
        cursor.execute(
            f"{GRUND} SELECT p.nr, f.kon, f.jobbtorg, f.sdf, {summor} FROM {self.kalla} GROUP BY 1, 2, 3, 4", parametrar
        )
        for period, kon, jobbtorg, sdf, *antal in cursor.fetchall():
            enheter = tuple(e for e in (jobbtorg, sdf) if e is not None)
            for matt, varde in zip(self.matt, antal, strict=True):
                kub.add(period, kon, enheter, matt, int(varde or 0))
