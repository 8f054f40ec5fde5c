from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import personnummer
from cases.personnummer import (
    NummerError,
    Slag,
    check_digit,
    format_nummer,
    is_test_number,
    is_valid,
    make_testnummer,
    next_reservnummer,
    older_testnummer,
    parse,
    samordningsnummer_of,
)

TODAY = date(2026, 11, 24)
KVINNA = make_testnummer(date(1985, 3, 4), "kvinna")

listed_days = st.dates(personnummer.TESTNUMMER_FROM, personnummer.TESTNUMMER_TO).filter(
    lambda day: (day.month, day.day) != (1, 1) and (day.year, day.month) != (1990, 1)
)
sexes = st.sampled_from(["kvinna", "man"])


def with_check_digit(first_eleven: str) -> str:
    return first_eleven + str(check_digit(first_eleven[2:]))


def fault_of(text: str, today: date = TODAY) -> str:
    with pytest.raises(NummerError) as refused:
        parse(text, today)
    assert str(refused.value).endswith(".")
    return refused.value.fel


class TestWhatIsAccepted:
    @pytest.mark.parametrize("nummer", older_testnummer())
    def test_every_older_published_number_is_valid_and_listed(self, nummer):
        assert parse(nummer, TODAY).nummer == nummer
        assert is_test_number(nummer)

    @given(listed_days, sexes)
    def test_ten_and_twelve_digits_in_every_written_form_give_the_same_number(self, day, kon):
        nummer = make_testnummer(day, kon)
        forms = [nummer, nummer[2:], f"{nummer[:8]}-{nummer[8:]}", f"{nummer[2:8]}-{nummer[8:]}"]
        forms += [f"  {nummer[2:8]} {nummer[8:]}\t", f"{nummer[2:8]}\u2013{nummer[8:]}", f"\u00a0{nummer}\u00a0"]
        assert {parse(form, TODAY) for form in forms} == {personnummer.Nummer(nummer, Slag.PERSONNUMMER, day, kon)}

    @given(listed_days, sexes)
    def test_shown_form_is_read_back(self, day, kon):
        nummer = make_testnummer(day, kon)
        assert parse(format_nummer(nummer), TODAY).nummer == nummer

    @given(listed_days, sexes)
    def test_samordningsnummer_keeps_birth_date_and_sex(self, day, kon):
        read = parse(samordningsnummer_of(make_testnummer(day, kon))[2:], TODAY)
        assert (read.slag, read.fodelsedatum, read.kon) == (Slag.SAMORDNINGSNUMMER, day, kon)

    @pytest.mark.parametrize(
        "first_eleven",
        ["19850064238", "19850360238", "19850060238", "19850289238", "19850291238", "19850491238", "19850290238"],
    )
    def test_samordningsnummer_without_a_known_date_have_none(self, first_eleven):
        read = parse(with_check_digit(first_eleven), TODAY)
        assert (read.slag, read.fodelsedatum) == (Slag.SAMORDNINGSNUMMER, None)
        assert parse(read.nummer[2:], TODAY) == read

    def test_reservnummer_is_read_and_shown_as_it_is(self):
        read = parse(" r00000000017", TODAY)
        assert (read.nummer, read.slag, read.fodelsedatum, read.kon) == ("R00000000017", "reservnummer", None, None)
        assert str(read) == "R00000000017"


class TestCentury:
    """Ten digits leave the century out; birth dates from 1926 on both sides of a hundredth birthday."""

    @pytest.mark.parametrize(
        ("day", "sign", "today", "born"),
        [
            ("850304", "-", TODAY, 1985),
            ("261124", "-", TODAY, 2026),
            ("261125", "-", TODAY, 1926),
            ("261125", "+", TODAY, 1926),
            ("260101", "+", TODAY, 1926),
            ("250101", "+", TODAY, 1925),
            ("000229", "", date(2000, 2, 29), 2000),
            ("000301", "", date(2000, 2, 29), 1900),
            ("991231", "", date(2100, 1, 1), 2099),
        ],
    )
    def test_is_the_one_that_makes_the_person_under_a_hundred_or_with_plus_over(self, day, sign, today, born):
        tail = with_check_digit("19" + day + "238")[8:]
        assert parse(day + sign + tail, today).nummer[:4] == str(born)

    @given(st.dates(date(1900, 1, 1), date(2026, 11, 24)), st.dates(date(2026, 11, 24), date(2029, 12, 31)))
    def test_without_sign_is_never_in_the_future_nor_a_hundred_years_back(self, born, today):
        tail = with_check_digit(f"{born:%Y%m%d}238")[8:]
        written = f"{born:%y%m%d}"
        if written == "000229":
            return
        read = parse(written + tail, today).fodelsedatum
        assert read <= today
        assert today.year - read.year <= 100
        assert (today.year - 100, today.month, today.day) < (read.year, read.month, read.day)

    def test_sign_adds_nothing_when_the_century_is_written(self):
        assert parse(f"19850304+{KVINNA[8:]}", TODAY).nummer == KVINNA


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "fel"),
        [
            ("", "tomt"),
            (None, "tomt"),
            ("   ", "tomt"),
            ("198503042385", "kontrollsiffra"),
            ("198502302384", "datum"),
            ("198513042384", "datum"),
            ("198503002384", "datum"),
            ("198500042384", "datum"),
            ("198503592384", "datum"),
            ("198503922384", "datum"),
            ("198513642384", "datum"),
            ("178503042384", "sekel"),
            ("218503042384", "sekel"),
            ("19850304238", "antal"),
            ("1985030423844", "antal"),
            ("8503042", "antal"),
            ("19850304--2384", "tecken"),
            ("1985-03-04-2384", "tecken"),
            ("198503-042384", "tecken"),
            ("19850304_2384", "tecken"),
            ("19850304T238", "tecken"),
            ("１９８５０３０４２３８４", "tecken"),
            ("٨٥٠٣٠٤٢٣٨٤", "tecken"),
            ("19850304\n2384", "tecken"),
            ("R123", "reservnummer"),
            ("R000000000017", "reservnummer"),
            ("R0000000001\u0667", "reservnummer"),
        ],
    )
    def test_says_what_is_wrong(self, text, fel):
        assert fault_of(text) == fel

    def test_birth_date_in_the_future(self):
        born_tomorrow = with_check_digit(f"{TODAY + timedelta(days=1):%Y%m%d}238")
        assert fault_of(born_tomorrow) == "framtid"
        assert parse(born_tomorrow, TODAY + timedelta(days=1)).fodelsedatum == date(2026, 11, 25)
        assert fault_of(with_check_digit("20270060238")) == "framtid"

    def test_nobody_is_a_hundred_and_thirty_one(self):
        assert fault_of(with_check_digit("18950101238")) == "alder"
        assert parse(with_check_digit("18960101238"), TODAY)

    @given(listed_days, sexes, st.integers(0, 11), st.integers(1, 9))
    def test_one_digit_wrong_is_always_seen_where_the_check_digit_covers_it(self, day, kon, place, step):
        nummer = make_testnummer(day, kon)
        changed = nummer[:place] + str((int(nummer[place]) + step) % 10) + nummer[place + 1 :]
        assert is_valid(changed) is (place < 2 and changed[:2] in ("18", "20", "19") and _date_exists(changed))

    @given(st.text(max_size=15))
    def test_any_text_is_answered_with_a_number_or_a_message(self, text):
        try:
            read = parse(text, TODAY)
        except NummerError:
            return
        assert is_valid(read.nummer)


def _date_exists(nummer: str) -> bool:
    try:
        date(int(nummer[:4]), int(nummer[4:6]), int(nummer[6:8]))
    except ValueError:
        return False
    return True


class TestReservnummer:
    @given(st.integers(1, personnummer.HIGHEST_ORDINARY_RESERVNUMMER))
    def test_issued_numbers_are_valid_and_never_in_the_benchmark_series(self, seq):
        nummer = next_reservnummer(seq)
        assert is_valid(nummer)
        assert not nummer.startswith("R9")

    @pytest.mark.parametrize("seq", [0, -1, 90_000_000_000])
    def test_sequence_outside_the_ordinary_series_is_refused(self, seq):
        with pytest.raises(ValueError, match="out of range"):
            next_reservnummer(seq)


class TestTestnummer:
    @given(listed_days, sexes)
    def test_builder_gives_listed_numbers_only(self, day, kon):
        nummer = make_testnummer(day, kon)
        assert is_test_number(nummer)
        assert is_test_number(samordningsnummer_of(nummer))

    @pytest.mark.parametrize(
        "day", [date(1980, 1, 1), date(1990, 1, 17), date(1975, 12, 31), date(2009, 1, 2), date(1960, 5, 5)]
    )
    def test_builder_refuses_dates_that_may_lack_a_listed_number(self, day):
        with pytest.raises(ValueError, match="no published test number"):
            make_testnummer(day, "kvinna")

    def test_builder_finds_the_older_persons_by_date(self):
        assert make_testnummer(date(1962, 7, 14), "kvinna") == "196207142842"
        assert len(older_testnummer("kvinna")) == len(older_testnummer("man")) == 40

    @pytest.mark.parametrize("first_eleven", ["19850304237", "19800101238", "19900117239", "19700101238"])
    def test_valid_numbers_off_the_list_are_not_test_numbers(self, first_eleven):
        nummer = with_check_digit(first_eleven)
        assert is_valid(nummer)
        assert not is_test_number(nummer)

    def test_nonsense_and_reservnummer_are_not_test_numbers(self):
        assert not is_test_number("198503042385")
        assert not is_test_number("R00000000001")


# Python and SQL ----------------------------------------------------------------------------------------------------

digits = st.text("0123456789", min_size=3, max_size=3)
dates_written = st.tuples(
    st.sampled_from(["1796", "1800", "1896", "1900", "1976", "1985", "2000", "2024", "2100"]),
    st.integers(0, 14).map("{:02d}".format),
    st.integers(0, 99).map("{:02d}".format),
).map("".join)
nearly_numbers = st.one_of(
    st.tuples(dates_written, digits).map("".join).map(with_check_digit),
    st.tuples(dates_written, digits, st.sampled_from("0123456789")).map("".join),
    st.tuples(st.just("R"), st.text("0123456789", min_size=10, max_size=12)).map("".join),
    st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=13),
)


@pytest.fixture
def sql_twin(som_agare):
    """The committed SQL, put up as temporary functions: what is tested is the file itself."""
    sql = Path(personnummer.__file__).parent / "sekretess" / "nummer.sql"
    with connection.cursor() as cursor:
        cursor.execute(sql.read_text(encoding="utf-8").replace("app.", "pg_temp."))
        yield cursor


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(candidates=st.lists(nearly_numbers, min_size=1, max_size=60))
def test_python_and_sql_agree_on_every_number(sql_twin, candidates):
    sql_twin.execute(
        "SELECT nummer, pg_temp.nummer_ok(nummer), pg_temp.nummer_fodelsedatum(nummer)"
        " FROM unnest(%s::text[]) AS t (nummer)",
        [candidates],
    )
    for nummer, ok, fodelsedatum in sql_twin.fetchall():
        assert ok is is_valid(nummer), nummer
        if ok:
            assert fodelsedatum == personnummer._checked(nummer).fodelsedatum, nummer


def test_sql_answers_every_day_of_four_centuries_as_python_does(sql_twin):
    """A date is a date by the calendar of both, also 29 February of 1900 and 2000."""
    every = [f"{year}{month:02d}{day:02d}2380" for year in (1899, 1900, 1996, 2000, 2023) for month in range(14)
             for day in range(100)]  # fmt: skip
    sql_twin.execute(
        "SELECT nummer, pg_temp.nummer_fodelsedatum(nummer) FROM unnest(%s::text[]) AS t (nummer)", [every]
    )
    for nummer, fodelsedatum in sql_twin.fetchall():
        assert fodelsedatum == personnummer.birth_date(nummer), nummer


def test_sql_says_no_to_null(sql_twin):
    sql_twin.execute("SELECT pg_temp.nummer_ok(NULL), pg_temp.nummer_fodelsedatum(NULL)")
    assert sql_twin.fetchone() == (False, None)


def test_the_installed_function_answers_the_application(db):
    """`migrate` puts the file up, and the role that imports use may call it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.nummer_ok(%s), app.nummer_ok(%s)", [KVINNA, KVINNA[::-1]])
        assert cursor.fetchone() == (True, False)
