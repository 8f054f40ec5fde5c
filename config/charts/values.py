"""What a chart shows: values that may be hidden or missing, in Swedish figures, and an axis for them."""

import math
from collections.abc import Iterable
from enum import Enum

NARROW_SPACE = "\u202f"


class _Hidden(Enum):
    DOLT = "dolt"


DOLT = _Hidden.DOLT
"""A value that is not shown because it, or what it would reveal, counts few persons."""

type_of_value = float | int | None | _Hidden


def is_shown(value: type_of_value) -> bool:
    return value is not None and value is not DOLT


def in_unit(value: type_of_value, enhet: str) -> type_of_value:
    """A fraction as per cent; everything else as it is."""
    return value * 100 if enhet == "procent" and is_shown(value) else value


def number(value: float, decimals: int = 1) -> str:
    """Decimal comma and narrow no-break spaces: 1 036,5."""
    return f"{value:,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")


def in_words(value: type_of_value, enhet: str) -> str:
    """One value of the text alternative: "58,2 %", "214", "dolt", "uppgift saknas". Takes what in_unit gave."""
    if value is DOLT:
        return "dolt"
    if value is None:
        return "uppgift saknas"
    if enhet == "procent":
        return f"{number(value)}\u00a0%"
    figure = number(value, 0 if float(value).is_integer() else 1)
    return figure if enhet == "antal" else f"{figure} {enhet}"


FINEST = 1e-6
"""No axis divides finer: nothing that is counted is, and a step near the smallest float becomes zero."""


def axis_ticks(values: Iterable[float], *, from_zero: bool = False, highest: float | None = None) -> list[float]:
    """Three or four round gridlines that hold all values; `highest` is what the axis never passes (100 per cent).

    Never below zero: nothing that is counted here can be.
    """
    shown = list(values) or [0.0]
    low, high = (0.0 if from_zero else min(shown)), max(shown)
    for step in _round_steps(max(high - low or abs(high) or 1.0, FINEST)):
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first <= 3:
            return [n * step for n in range(*_at_least_two(first, last, step, highest))]
    raise AssertionError("a large enough step always fits")


def _round_steps(span: float) -> Iterable[float]:
    """1, 2, 5, 10, 20 ... from well below the span: the first that fits is the finest."""
    power = 10.0 ** (math.floor(math.log10(span)) - 1)
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _at_least_two(first: int, last: int, step: float, highest: float | None) -> tuple[int, int]:
    """Widen to two intervals: upwards, unless that passes the highest, then downwards. End exclusive."""
    while last - first < 2:
        if highest is not None and (last + 1) * step > highest and first > 0:
            first -= 1
        else:
            last += 1
    return first, last + 1
