"""Numbers in Swedish."""

from datetime import date
from decimal import Decimal

import pytest

from config.formatting import count_word, format_number, format_nummer, format_percent, weekday_short

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1036, 0, f"1{NARROW}036"),
        (1234567, 0, f"1{NARROW}234{NARROW}567"),
        (1036.5, 1, f"1{NARROW}036,5"),
        (Decimal("0.25"), 1, "0,3"),
        (2.5, 0, "3"),
        (-12, 0, "\u221212"),
        (-0.01, 1, "0,0"),
    ],
)
def test_a_number_has_narrow_spaces_and_a_decimal_comma(value, decimals, written):
    assert format_number(value, decimals) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.582, "58,2\u00a0%"), (1, "100,0\u00a0%"), (0, "0,0\u00a0%"), (0.0005, "0,1\u00a0%"), (None, "saknas")],
)
def test_a_share_is_written_in_per_cent_and_a_missing_one_in_words(share, written):
    assert format_percent(share) == written


def test_half_a_tenth_is_rounded_up_also_where_binary_fractions_lie_below():
    assert format_percent(0.1725) == "17,3\u00a0%"


@pytest.mark.parametrize(
    ("stored", "written"), [("198804192386", "19880419-2386"), ("R00000000012", "R00000000012"), ("", "")]
)
def test_a_number_is_written_with_a_hyphen_and_a_reservnummer_as_it_stands(stored, written):
    assert format_nummer(stored) == written


def test_weekdays_are_shortened_as_people_write_them():
    monday = date(2026, 11, 23)
    names = [weekday_short(date.fromordinal(monday.toordinal() + n)) for n in range(7)]
    assert names == ["mån", "tis", "ons", "tors", "fre", "lör", "sön"]


def test_counts_are_words_up_to_twelve():
    assert [count_word(n) for n in (0, 1, 3, 12, 13)] == ["noll", "en", "tre", "tolv", "13"]
