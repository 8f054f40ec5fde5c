"""Swedish identity numbers: personnummer, samordningsnummer and the system's own reservnummer.

Our own checker, because the common packages reject some or all of Skatteverket's official samordningsnummer.
A number is kept as twelve characters without separator and shown as ÅÅÅÅMMDD-NNNC. It is an attribute of a
person, never a key, and birth date and legal sex are fields of their own: what is read out of the number here
is a suggestion for the form.

The SQL twin, for set-based validation of imports, is cases/sekretess/nummer.sql. They are tested against each other.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

MAX_AGE_YEARS = 130
"""Nobody has become older than 122. A number that says more is a slip of the keys."""

HIGHEST_ORDINARY_RESERVNUMMER = 89_999_999_999
"""The series R9 belongs to benchmark data alone, so the ordinary series ends before it."""

TESTNUMMER_FROM, TESTNUMMER_TO = date(1976, 1, 1), date(2008, 12, 31)
LISTED_BIRTH_NUMBER = {"kvinna": "238", "man": "239"}

_WRITTEN = re.compile(r"(?P<sekel>[0-9]{2})?(?P<dag>[0-9]{6})(?P<tecken>[-+ ]?)(?P<slut>[0-9]{4})")
_STORED = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[0-9]|1[0-2])(?:[0-8][0-9]|9[01])[0-9]{4}")
_RESERV = re.compile(r"R[0-9]{11}")
_SAME_MEANING = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | {"\u00a0": " ", "\u202f": " "})


class Slag(StrEnum):
    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    RESERVNUMMER = "reservnummer"


class NummerError(ValueError):
    """Why a number was refused: `fel` is a short code for tests and counts, the message is for the person typing."""

    def __init__(self, fel: str, message: str):
        super().__init__(message)
        self.fel = fel


@dataclass(frozen=True, slots=True)
class Nummer:
    """A checked number. `fodelsedatum` is None where the number does not say; `kon` only suggests legal sex."""

    nummer: str
    slag: Slag
    fodelsedatum: date | None
    kon: str | None

    def __str__(self) -> str:
        return format_nummer(self.nummer)


def parse(text: str, today: date) -> Nummer:
    """Read what a person typed or pasted: ten or twelve digits with or without - or +, or a reservnummer.

    Ten digits mean the person under a hundred years of age; "+" means that she turns a hundred this year or has done
    so (18 § folkbokföringslagen). With twelve digits the century is written out and the sign adds nothing. Word's
    and Excel's dashes and hard spaces are read as "-" and space; every other foreign character, also digits of
    other scripts, is refused. Raises NummerError with a message in Swedish.
    """
    typed = (text or "").strip().translate(_SAME_MEANING)
    if typed[:1] in ("R", "r"):
        return _parse_reservnummer(typed.upper())
    found = _WRITTEN.fullmatch(typed)
    if not found:
        raise _explain(typed)
    sekel = found["sekel"] or _century(found["dag"], found["tecken"], today)
    checked = _checked(sekel + found["dag"] + found["slut"])
    _refuse_impossible_age(checked, today)
    return checked


def is_valid(nummer: str) -> bool:
    """Is this a number as it is stored (twelve characters)? Says nothing of the future: that needs today."""
    try:
        _checked(nummer)
    except NummerError:
        return False
    return True


def format_nummer(nummer: str) -> str:
    """ÅÅÅÅMMDD-NNNC; a reservnummer stands as it is."""
    return nummer if nummer.startswith("R") else f"{nummer[:8]}-{nummer[8:]}"


def check_digit(nine_digits: str) -> int:
    """The Luhn digit (weights 2, 1, 2 ...) after ÅÅMMDD and the birth number."""
    doubled = (int(digit) * weight for digit, weight in zip(nine_digits, (2, 1) * 5, strict=False))
    return -sum(n // 10 + n % 10 for n in doubled) % 10


def next_reservnummer(seq: int) -> str:
    """The number the system gives a person without one; `seq` comes from a database sequence, from 1."""
    if not 1 <= seq <= HIGHEST_ORDINARY_RESERVNUMMER:
        raise ValueError(f"reservnummer sequence out of range: {seq}")
    return f"R{seq:011d}"


def _parse_reservnummer(typed: str) -> Nummer:
    if not _RESERV.fullmatch(typed):
        raise NummerError("reservnummer", "Ett reservnummer är bokstaven R och elva siffror.")
    return Nummer(typed, Slag.RESERVNUMMER, None, None)


def _explain(typed: str) -> NummerError:
    """Say which of the written form's rules was broken, most telling first."""
    if not typed:
        return NummerError("tomt", "Skriv ett personnummer, samordningsnummer eller reservnummer.")
    if strange := re.search(r"[^0-9+ -]", typed):
        return NummerError("tecken", f"Tecknet {strange[0]} kan inte ingå. Skriv siffror och eventuellt bindestreck.")
    digits = len(re.sub(r"[^0-9]", "", typed))
    if digits not in (10, 12):
        return NummerError("antal", f"Numret har {digits} siffror. Det ska ha tio eller tolv.")
    return NummerError("tecken", "Bindestreck eller plus ska stå en gång, före de fyra sista siffrorna.")


def _century(day: str, sign: str, today: date) -> str:
    """The two digits that ten-digit numbers leave out. Compared as numbers: the date may be one that does not exist."""
    year, month, number_of_day = int(day[:2]), int(day[2:4]), int(day[4:])
    if sign == "+":
        turned_hundred = today.year - 100
        return f"{(turned_hundred - (turned_hundred - year) % 100) // 100:02d}"
    born = today.year - (today.year - year) % 100
    if (born, month, number_of_day % 60) > (today.year, today.month, today.day):
        born -= 100
    return f"{born // 100:02d}"


def _checked(nummer: str) -> Nummer:
    """Build a Nummer from twelve stored characters or say what is wrong with them."""
    if _RESERV.fullmatch(nummer):
        return Nummer(nummer, Slag.RESERVNUMMER, None, None)
    slag = Slag.SAMORDNINGSNUMMER if nummer[6:8] >= "60" else Slag.PERSONNUMMER
    born = birth_date(nummer)
    if not _STORED.fullmatch(nummer) or (born is None and slag is Slag.PERSONNUMMER):
        raise _no_such_date(nummer)
    if check_digit(nummer[2:11]) != int(nummer[11]):
        raise NummerError("kontrollsiffra", "Kontrollsiffran stämmer inte. Kontrollera siffrorna mot en handling.")
    return Nummer(nummer, slag, born, "man" if int(nummer[10]) % 2 else "kvinna")


def birth_date(nummer: str) -> date | None:
    """What the stored number says; None for a reservnummer and for a date that does not exist: always wrong in a
    personnummer, allowed in a samordningsnummer (month 00, day 60 and days that the month lacks: unknown date)."""
    try:
        day = int(nummer[6:8])
        return date(int(nummer[:4]), int(nummer[4:6]), day - 60 if day >= 60 else day)
    except ValueError:
        return None


def _no_such_date(nummer: str) -> NummerError:
    if nummer[:2] not in ("18", "19", "20"):
        return NummerError("sekel", "Med tolv siffror ska numret börja med födelseåret: 19 eller 20 först.")
    return NummerError("datum", f"Datumet {nummer[:4]}-{nummer[4:6]}-{nummer[6:8]} finns inte.")


def _refuse_impossible_age(checked: Nummer, today: date) -> None:
    year = int(checked.nummer[:4])
    if year > today.year or (checked.fodelsedatum and checked.fodelsedatum > today):
        raise NummerError("framtid", "Födelsedatumet i numret är i framtiden.")
    if today.year - year > MAX_AGE_YEARS:
        raise NummerError("alder", f"Numret säger att personen är född {year}. Kontrollera siffrorna.")


# Numbers that may stand in demo data, tests and pictures ---------------------------------------------------------


def is_test_number(nummer: str) -> bool:
    """Is this one of Skatteverket's published test numbers, or the samordningsnummer made from one?

    The list has nearly every birth date 1976-2008 with birth number 238 (woman) and 239 (man). What it lacks is
    among others in January 1990, so that month and every 1 January are kept out altogether.
    """
    if not is_valid(nummer) or nummer.startswith("R"):
        return False
    twin = _as_personnummer(nummer)
    return twin in older_testnummer() or (
        nummer[8:11] in LISTED_BIRTH_NUMBER.values() and _is_listed_day(birth_date(twin))
    )


def make_testnummer(fodelsedatum: date, kon: str) -> str:
    """The listed test number of this birth date and sex ("kvinna" or "man"). ValueError when there is none."""
    if _is_listed_day(fodelsedatum):
        first = f"{fodelsedatum:%Y%m%d}" + LISTED_BIRTH_NUMBER[kon]
        return first + str(check_digit(first[2:]))
    for nummer in older_testnummer(kon):
        if nummer.startswith(f"{fodelsedatum:%Y%m%d}"):
            return nummer
    raise ValueError(f"no published test number for {fodelsedatum} {kon}")


def samordningsnummer_of(testnummer: str) -> str:
    """A test number's date plus 60 on the day, same birth number, new check digit."""
    first = f"{testnummer[:6]}{int(testnummer[6:8]) + 60}{testnummer[8:11]}"
    return first + str(check_digit(first[2:]))


@cache
def older_testnummer(kon: str | None = None) -> tuple[str, ...]:
    """The published test numbers 1962-1975, which follow no rule; of one sex or of both."""
    listed = (Path(__file__).parent / "data" / "testnummer.txt").read_text(encoding="utf-8").split()
    return tuple(n for n in listed if kon is None or _checked(n).kon == kon)


def _is_listed_day(day: date | None) -> bool:
    if day is None or not TESTNUMMER_FROM <= day <= TESTNUMMER_TO:
        return False
    return (day.month, day.day) != (1, 1) and (day.year, day.month) != (1990, 1)


def _as_personnummer(nummer: str) -> str:
    day = int(nummer[6:8])
    if day < 60:
        return nummer
    first = f"{nummer[:6]}{day - 60:02d}{nummer[8:11]}"
    return first + str(check_digit(first[2:]))
