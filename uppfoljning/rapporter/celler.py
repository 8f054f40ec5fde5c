"""From a figure in the JSON to a cell of a table: the number, or the sign or word that stands instead of it."""

from config.formatting import format_number
from uppfoljning.indikatorer import KON
from uppfoljning.indikatorer.katalog import Mattenhet

from .dokument import Tabellcell

SAKNAS = "saknas"


def antalscell(antal: dict, kon: str = "totalt", *, stark: bool = False) -> Tabellcell:
    """A count of {"totalt", "kvinnor", "man"}."""
    if tecken := antal.get("dolda", {}).get(kon):
        return Tabellcell(tecken, dold=True)
    return Tabellcell(format_number(antal[kon]), antal[kon], stark=stark)


def vardecell(indikator: dict, kon: str = "totalt", *, stark: bool = False) -> Tabellcell:
    """A share in per cent, or a mean in days, with one decimal."""
    varde = indikator[kon]["varde"]
    andel = indikator["enhet"] == Mattenhet.ANDEL
    talformat = "procent" if andel else "dagar"
    if varde is None:
        return Tabellcell(indikator[kon].get("tecken", SAKNAS), talformat=talformat, dold=True)
    return Tabellcell(format_number(varde * 100 if andel else varde, 1), varde, talformat, stark=stark)


def andelscell(del_: int | None, hela: int | None) -> Tabellcell:
    """A part of a whole in per cent; hidden when either is."""
    if del_ is None or hela is None:
        return Tabellcell("..", talformat="procent", dold=True)
    if not hela:
        return Tabellcell(SAKNAS, talformat="procent")
    return Tabellcell(format_number(100 * del_ / hela, 1), del_ / hela, "procent")


def konsceller(cell, figur: dict, *, stark: bool = True) -> tuple[Tabellcell, ...]:
    """Totalt, kvinnor, män with `cell` (antalscell or vardecell)."""
    return tuple(cell(figur, kon, stark=stark and kon == "totalt") for kon in KON)
