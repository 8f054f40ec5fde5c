"""The report as CSV for a Swedish Excel: semicolons, decimal commas, CRLF, UTF-8 with BOM.

One row per figure, so that it can be filtered and pivoted; a hidden or missing figure keeps its sign or word.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from .dokument import Rapportdokument, Tabell, Tabellcell, Tabellrad

RUBRIKER = ("Tabell", "Grupp", "Rad", "Kolumn", "Värde", "Enhet")
ENHETER = {"antal": "antal", "procent": "procent", "dagar": "dagar"}
FARLIGA = ("=", "+", "-", "@", "\t", "\r", "\n")
MED_BOM = "utf-8-sig"


def ofarlig(text: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text."""
    return f"'{text}" if text.lstrip(" ").startswith(FARLIGA) or text.startswith(FARLIGA) else text


def skriv(rader: Iterable[Iterable[str]]) -> bytes:
    ut = io.StringIO()
    csv.writer(ut, delimiter=";", lineterminator="\r\n").writerows([[ofarlig(falt) for falt in rad] for rad in rader])
    return ut.getvalue().encode(MED_BOM)


def rapport_csv(dokument: Rapportdokument) -> bytes:
    return skriv([RUBRIKER, *(rad for tabell in dokument.tabeller for rad in _tabellrader(tabell))])


def _tabellrader(tabell: Tabell) -> Iterator[list[str]]:
    grupp = ""
    for rad in tabell.rader:
        if rad.slag == "grupp":
            grupp = rad.text
            continue
        yield from _figurer(tabell, grupp, rad)


def _figurer(tabell: Tabell, grupp: str, rad: Tabellrad) -> Iterator[list[str]]:
    for kolumn, cell in zip(tabell.kolumner[1:], rad.celler, strict=True):
        yield [tabell.rubrik, grupp, rad.text, kolumn.text, cell_text(cell), ENHETER[cell.talformat]]


def cell_text(cell: Tabellcell) -> str:
    """A number without spaces and with a decimal comma, shares in per cent; otherwise what the table shows."""
    if cell.varde is None:
        return cell.text
    if cell.talformat == "procent":
        return f"{cell.varde * 100:.1f}".replace(".", ",")
    return str(round(cell.varde, 1)).replace(".", ",")
