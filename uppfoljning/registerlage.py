"""Which months of which districts the register of försörjningsstöd holds, as a table to look at. No persons."""

from dataclasses import dataclass
from datetime import date

from cases.models import Enhet
from config.dates import add_months, local_date, month_end, month_start
from uppfoljning.models import Leverans

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one district. `slag`: inne, saknas, vantas (the month has not ended) or ingen (did not exist)."""

    manad: date
    slag: str
    rader: int = 0
    mottagen: date | None = None
    ersatte: bool = False
    aterkallad: date | None = None
    skal: str = ""


@dataclass(frozen=True, slots=True)
class Registerlage:
    manader: list[date]
    rader: list[tuple[Enhet, list[Cell]]]

    @property
    def saknas(self) -> int:
        return sum(cell.slag == "saknas" for _, cells in self.rader for cell in cells)

    @property
    def saknas_i_ord(self) -> str:
        return "1 leverans saknas" if self.saknas == 1 else f"{self.saknas} leveranser saknas"

    @property
    def inne_per_manad(self) -> list[dict]:
        """{manad, inne, av}: of the districts that existed."""
        columns = zip(*(cells for _, cells in self.rader), strict=True)
        return [
            {
                "manad": column[0].manad,
                "inne": sum(c.slag == "inne" for c in column),
                "av": sum(c.slag != "ingen" for c in column),
            }
            for column in columns
        ]


def registerlage(*, till: date, today: date, antal: int = MONTHS_SHOWN) -> Registerlage:
    """The `antal` months that end with `till`, newest first."""
    manader = [add_months(month_start(till), -n) for n in range(antal)]
    lines = _lines_by_cell(manader)
    enheter = Enhet.objects.sdf().giltiga_i(manader[-1], month_end(manader[0])).order_by("namn")
    return Registerlage(
        manader, [(e, [_cell(e, m, lines.get((e.pk, m), []), today) for m in manader]) for e in enheter]
    )


def _lines_by_cell(manader: list[date]) -> dict[tuple[int, date], list[Leverans]]:
    by_cell: dict[tuple[int, date], list[Leverans]] = {}
    for line in Leverans.objects.filter(manad__in=manader).order_by("mottagen_at", "id"):
        by_cell.setdefault((line.sdf_id, line.manad), []).append(line)
    return by_cell


def _cell(enhet: Enhet, manad: date, lines: list[Leverans], today: date) -> Cell:
    valid = next((line for line in lines if not line.ersatt_at and not line.aterkallad_at), None)
    if valid:
        return Cell(manad, "inne", valid.rader, local_date(valid.mottagen_at), ersatte=len(lines) > 1)
    if not _existed(enhet, manad):
        return Cell(manad, "ingen")
    slag = "saknas" if month_end(manad) < today else "vantas"
    withdrawn = lines[-1] if lines and lines[-1].aterkallad_at else None
    if withdrawn:
        return Cell(manad, slag, aterkallad=local_date(withdrawn.aterkallad_at), skal=withdrawn.aterkallad_skal)
    return Cell(manad, slag)


def _existed(enhet: Enhet, manad: date) -> bool:
    return (not enhet.giltig_fran or enhet.giltig_fran <= month_end(manad)) and (
        not enhet.giltig_till or enhet.giltig_till >= manad
    )
