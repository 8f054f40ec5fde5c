"""How numbers are written in Swedish, the same on screen, in PDF and in files read by people."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from config.dates import weekday_name

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
COUNT_WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def format_nummer(nummer: str) -> str:
    """Twelve digits as ÅÅÅÅMMDD-NNNC. Anything else, such as a reservnummer, is returned as it stands."""
    if len(nummer) == 12 and nummer.isdigit():
        return f"{nummer[:8]}-{nummer[8:]}"
    return nummer


def format_number(value: int | float | Decimal, decimals: int = 0) -> str:
    """`1234.5` as `1 234,5` with a narrow space and a decimal comma, halves rounded away from zero."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    # A count that rounds to nothing is written 0, not -0.
    text = f"{rounded or abs(rounded):,.{decimals}f}"
    return text.replace(",", NARROW_SPACE).replace(".", ",").replace("-", "\u2212")


def format_percent(share: float | Decimal | None, decimals: int = 1) -> str:
    """A share between 0 and 1 as `58,2 %`. A missing share is the word, never zero."""
    if share is None:
        return "saknas"
    return f"{format_number(Decimal(str(share)) * 100, decimals)}{NO_BREAK_SPACE}%"


def weekday_short(day: date) -> str:
    """`mån`, `tis`, `ons`, `tors`, `fre`, `lör`, `sön`."""
    name = weekday_name(day)
    return name[:4] if name == "torsdag" else name[:3]


def count_word(count: int) -> str:
    """Small counts in words, as in "tre uppgifter": zero to twelve, then digits."""
    return COUNT_WORDS[count] if 0 <= count < len(COUNT_WORDS) else format_number(count)
