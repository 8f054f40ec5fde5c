"""CSV files from other systems: `;`, UTF-8 with or without BOM, a header row, CRLF or LF.

PostgreSQL parses the rows itself, at the speed of COPY and without holding the file in memory. Only when it refuses
is the file read here, row by row: to say in Swedish what is wrong, or to mend what is harmless (mixed line ends).
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import psycopg
from django.db import transaction
from psycopg import sql

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BLOCK = 1 << 20
LONGEST_HEADER = 1 << 16
SHOWN = 50

INTE_UTF8 = (
    "Filen är inte i UTF-8, den ser ut att vara i Latin-1 (Windows). Öppna den i Excel eller en textredigerare och "
    "spara om den som CSV UTF-8."
)
INTE_TEXT = "Filen är inte en textfil. Den ska vara CSV i UTF-8 med semikolon mellan fälten."
UNREADABLE = {
    FileNotFoundError: "Filen finns inte.",
    IsADirectoryError: "Det är en mapp, inte en fil.",
    PermissionError: "Filen får inte läsas: rättighet saknas.",
}
INTE_CSV = {
    "field larger": "Ett fält är orimligt långt. Troligen saknas ett avslutande citattecken.",
    "unexpected end": "Filen tar slut inne i ett fält: ett avslutande citattecken saknas.",
    "expected after": "Efter ett avslutande citattecken ska det stå semikolon eller radslut.",
}


@dataclass(frozen=True, slots=True)
class Fel:
    """One thing wrong: the row as a spreadsheet numbers it (the header is row 1), None for the file as a whole."""

    rad: int | None
    kolumn: str
    varfor: str

    def __str__(self) -> str:
        where = [f"Rad {self.rad}"] if self.rad else []
        return ", ".join([*where, *filter(None, [self.kolumn])]) + (": " if where or self.kolumn else "") + self.varfor


class FilError(Exception):
    """Nothing of the file was taken. `fel` holds the first SHOWN errors, `antal` how many there are in all."""

    def __init__(self, fel: Iterable[Fel], antal: int | None = None):
        self.fel = list(fel)[:SHOWN]
        self.antal = antal if antal is not None else len(self.fel)
        super().__init__("\n".join(map(str, self.fel)))

    @classmethod
    def whole_file(cls, varfor: str, kolumn: str = "") -> "FilError":
        return cls([Fel(None, kolumn, varfor)])


class _NotForCopyError(Exception):
    """COPY would take the file for something else than it is."""


class Csvfil:
    """A file with exactly these columns in this order. `sha256` is known once it has been loaded."""

    def __init__(self, path: str | Path, kolumner: tuple[str, ...]):
        self.path, self.kolumner, self.sha256 = Path(path), kolumner, ""

    def load(self, cursor, table: str) -> int:
        """COPY the rows into `table`, whose text columns bear the file's names; returns how many.

        Runs inside the caller's transaction. Raises FilError.
        """
        try:
            start = self._check_header()
            rows = self._copy(cursor, table, start)
        except OSError as error:
            raise FilError.whole_file(UNREADABLE.get(type(error), "Filen kan inte läsas.")) from None
        if not rows:
            raise FilError.whole_file("Filen har inga rader under rubrikraden.")
        return rows

    def _copy(self, cursor, table: str, start: int) -> int:
        try:
            with transaction.atomic():
                return self._copy_blocks(cursor, table, start)
        except (psycopg.DataError, psycopg.errors.ProgramLimitExceeded, _NotForCopyError):
            self._explain()
        with cursor.copy(self._statement(table, "text")) as copy:
            for _, row in self._records():
                copy.write_row(row)
        with self.path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return cursor.rowcount

    def _copy_blocks(self, cursor, table: str, start: int) -> int:
        with self.path.open("rb") as file, cursor.copy(self._statement(table, "csv")) as copy:
            digest = hashlib.sha256(file.read(start))
            for block in _without_last_newlines(_hashed(file, digest)):
                copy.write(block)
        self.sha256 = digest.hexdigest()
        return cursor.rowcount

    def _statement(self, table: str, form: str) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.kolumner))
        options = "FORMAT csv, DELIMITER ';', FORCE_NOT_NULL ({c})" if form == "csv" else "FORMAT text"
        statement = sql.SQL("COPY {t} ({c}) FROM STDIN WITH (" + options + ")")
        return statement.format(t=sql.Identifier(table), c=columns)

    # The header ------------------------------------------------------------------------------------------------------

    def _check_header(self) -> int:
        """Compare the first row with the columns; returns where the rows begin, in bytes."""
        with self.path.open("rb") as file:
            begins = file.read(LONGEST_HEADER)
        if not begins.strip(BOM).strip():
            raise FilError.whole_file("Filen är tom.")
        if begins.startswith(UTF_16):
            raise FilError.whole_file("Filen är i UTF-16 (Unicode-text). Spara om den som CSV UTF-8.")
        line, *_ = begins.splitlines(keepends=True)
        try:
            header = line.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise FilError([Fel(1, "", INTE_TEXT if b"\0" in begins else INTE_UTF8)]) from None
        if wrong := list(self._header_errors(next(csv.reader([header], delimiter=";")))):
            raise FilError(wrong)
        return len(line)

    def _header_errors(self, header: list[str]) -> Iterator[Fel]:
        found = [name.strip() for name in header]
        if found == list(self.kolumner):
            return
        missing = [name for name in self.kolumner if name not in found]
        if len(missing) == len(self.kolumner):
            yield Fel(1, "", f"Rubrikraden saknas eller har annat skiljetecken. Den ska vara {self._wanted()}")
            return
        yield from (Fel(1, name, "Kolumnen saknas.") for name in missing)
        yield from (Fel(1, name, "Kolumnen står två gånger.") for name in self.kolumner if found.count(name) > 1)
        extra = [nr for nr, name in enumerate(found, 1) if name not in self.kolumner]
        wanted = f"Rubrikraden ska vara {self._wanted()}"
        yield from (Fel(1, f"kolumn {nr}", f"Kolumnen hör inte hit. {wanted}") for nr in extra)
        if not missing and not extra and len(found) == len(self.kolumner):
            yield Fel(1, "", f"Kolumnerna står i fel ordning. {wanted}")

    def _wanted(self) -> str:
        return ";".join(self.kolumner)

    # The slow way ----------------------------------------------------------------------------------------------------

    def _explain(self) -> None:
        """Raise FilError with what is wrong; return when the rows are fine as Python reads them."""
        if wrong := list(self._byte_errors()):
            raise FilError(wrong, len(wrong))
        wrong, count = [], 0
        for nr, row in self._records():
            if len(row) != len(self.kolumner):
                count += 1
                if count <= SHOWN:
                    wrong.append(Fel(nr, "", self._field_count(row)))
        if wrong:
            raise FilError(wrong, count)

    def _field_count(self, row: list[str]) -> str:
        if not row:
            return "Raden är tom."
        return f"Raden har {len(row)} fält, den ska ha {len(self.kolumner)}."

    def _byte_errors(self) -> Iterator[Fel]:
        with self.path.open("rb") as file:
            for nr, line in enumerate(file, 1):
                if b"\0" in line:
                    yield Fel(nr, "", "Raden innehåller nolltecken (NUL). Filen är skadad eller inte en textfil.")
                    return
                try:
                    line.decode()
                except UnicodeDecodeError:
                    yield Fel(nr, "", INTE_UTF8)
                    return

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Row number and fields of each row under the header; empty lines at the end are left out."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            records = enumerate(csv.reader(file, delimiter=";", strict=True), 1)
            empty: list[tuple[int, list[str]]] = []
            nr = 1
            try:
                for nr, row in records:
                    if nr == 1:
                        continue
                    if not row:
                        empty.append((nr, row))
                        continue
                    yield from chain(empty, [(nr, row)])
                    empty = []
            except csv.Error as error:
                why = next((text for said, text in INTE_CSV.items() if said in str(error)), "Raden kan inte läsas.")
                raise FilError([Fel(nr + 1, "", why)]) from None


def _hashed(file, digest) -> Iterator[bytes]:
    """Blocks of the file. A line of only `\\.` would end COPY in silence, so such a file goes the slow way."""
    before = b"\n"
    while block := file.read(BLOCK):
        digest.update(block)
        if b"\n\\." in before[-2:] + block:
            raise _NotForCopyError
        before = block
        yield block


def _without_last_newlines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Empty lines at the end of the file are no rows."""
    held = b""
    for block in blocks:
        data = held + block
        text = data.rstrip(b"\r\n")
        held = data[len(text) :]
        yield text
