"""The report as a real Excel workbook: one sheet per table, numbers as numbers, the definitions last."""

import io
from datetime import datetime

import xlsxwriter

from .dokument import Rapportdokument, Tabell, Tabellcell

TALFORMAT = {"antal": "# ##0", "procent": "0.0%", "dagar": "0.0"}
BREDD_NAMN, BREDD_TAL = 52, 15


def rapport_xlsx(dokument: Rapportdokument) -> bytes:
    """Formulas, links and numbers are never guessed from text, so no cell can run anything."""
    ut = io.BytesIO()
    bok = xlsxwriter.Workbook(
        ut, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bok.set_properties({"title": dokument.rubrik, "created": datetime.fromisoformat(dokument.datum)})
    blad = _Blad(bok)
    blad.text("Rapport", [(dokument.rubrik, ""), (dokument.underrubrik, ""), *dokument.fakta])
    for nr, tabell in enumerate(dokument.tabeller, start=1):
        blad.tabell(f"Tabell {nr}", tabell, dokument)
    blad.text("Definitioner", [(rad.namn, rad.text) for rad in dokument.definitioner])
    blad.text("Datakvalitet", [(text, "") for text in dokument.datakvalitet])
    bok.close()
    return ut.getvalue()


class _Blad:
    """Writes sheets; holds the workbook's formats."""

    def __init__(self, bok: xlsxwriter.Workbook):
        self.bok = bok
        self.rubrik = bok.add_format({"bold": True, "font_size": 13})
        self.huvud = bok.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.stark = bok.add_format({"bold": True})
        self.brytning = bok.add_format({"text_wrap": True, "valign": "top"})
        self.hoger = bok.add_format({"align": "right"})
        self.tal = {slag: bok.add_format({"num_format": form}) for slag, form in TALFORMAT.items()}

    def text(self, namn: str, rader: list[tuple[str, str]]) -> None:
        blad = self.bok.add_worksheet(namn)
        blad.set_column(0, 0, BREDD_NAMN, self.brytning)
        blad.set_column(1, 1, 110, self.brytning)
        for nr, (vad, text) in enumerate(rader):
            blad.write_string(nr, 0, vad, self.stark if text or nr == 0 else self.brytning)
            blad.write_string(nr, 1, text, self.brytning)

    def tabell(self, namn: str, tabell: Tabell, dokument: Rapportdokument) -> None:
        blad = self.bok.add_worksheet(namn)
        blad.set_column(0, 0, BREDD_NAMN)
        blad.set_column(1, len(tabell.kolumner), BREDD_TAL)
        blad.freeze_panes(3, 1)
        blad.write_string(0, 0, tabell.rubrik, self.rubrik)
        for kolumn, innehall in enumerate(tabell.kolumner):
            blad.write_string(2, kolumn, innehall.text, self.huvud)
        for nr, rad in enumerate(tabell.rader, start=3):
            blad.write_string(nr, 0, rad.text, self.stark if rad.slag in ("grupp", "summa") else None)
            for kolumn, cell in enumerate(rad.celler, start=1):
                self._cell(blad, nr, kolumn, cell)
        for nr, text in enumerate(noter(tabell, dokument), start=len(tabell.rader) + 4):
            blad.write_string(nr, 0, text)

    def _cell(self, blad, rad: int, kolumn: int, cell: Tabellcell) -> None:
        if cell.varde is None:
            blad.write_string(rad, kolumn, cell.text, self.hoger)
        else:
            blad.write_number(rad, kolumn, cell.varde, self.tal[cell.talformat])


def noter(tabell: Tabell, dokument: Rapportdokument) -> list[str]:
    dolda = f"{dokument.liten} och .. är dolda tal. De är inte noll."
    return [*([dolda] if tabell.har_dolda else []), *tabell.noter]
