from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.periods import Period, PeriodError

years = st.integers(2005, 2040)
whole = st.one_of(
    st.builds(Period.manad, years, st.integers(1, 12)),
    st.builds(Period.tertial, years, st.integers(1, 3)),
    st.builds(Period.ar, years),
)
days = st.dates(date(2005, 1, 1), date(2040, 12, 31))
spans = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))


def ends(period: Period) -> tuple[str, str]:
    return period.fran.isoformat(), period.till.isoformat()


class TestNames:
    @pytest.mark.parametrize(
        ("period", "label", "kort", "text", "nyckel"),
        [
            (Period.tertial(2026, 2), "Tertial 2 2026", "T2 2026", "maj till augusti 2026", "2026-T2"),
            (Period.manad(2026, 5), "Maj 2026", "maj 2026", "maj 2026", "2026-05"),
            (Period.ar(2026), "Helår 2026", "2026", "januari till december 2026", "2026"),
            (
                Period(date(2025, 11, 1), date(2026, 2, 28)),
                "November 2025 till februari 2026",
                "november 2025 till februari 2026",
                "november 2025 till februari 2026",
                "2025-11-01..2026-02-28",
            ),
            (
                Period(date(2026, 5, 3), date(2026, 6, 14)),
                "2026-05-03 till 2026-06-14",
                "2026-05-03 till 2026-06-14",
                "2026-05-03 till 2026-06-14",
                "2026-05-03..2026-06-14",
            ),
        ],
    )
    def test_each_kind_has_its_words(self, period, label, kort, text, nyckel):
        assert (period.label, period.kort, period.text, period.nyckel) == (label, kort, text, nyckel)

    def test_four_months_that_are_no_tertial_are_not_called_one(self):
        assert Period(date(2026, 2, 1), date(2026, 5, 31)).slag == "fri"
        assert Period(date(2026, 7, 1), date(2027, 6, 30)).slag == "fri"


class TestParse:
    @given(st.one_of(whole, spans))
    def test_key_is_read_back(self, period):
        read = Period.parse(period.nyckel)
        assert read == period
        assert read.slag == period.slag

    @pytest.mark.parametrize("text", ["T2 2026", "t2 2026", "2026-T2", "2026 T2", "Tertial 2 2026", " 2026-t2 "])
    def test_a_tertial_is_understood_as_people_write_it(self, text):
        assert Period.parse(text) == Period.tertial(2026, 2)

    @pytest.mark.parametrize(
        "text",
        ["", "2026-13", "2026-T4", "T0 2026", "26", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "05/06/2026"],
    )
    def test_everything_else_is_refused_in_words(self, text):
        with pytest.raises(PeriodError, match=r"\.$"):
            Period.parse(text)


class TestNeighbours:
    def test_of_a_tertial(self):
        t1 = Period.tertial(2026, 1)
        assert t1.previous() == Period.tertial(2025, 3)
        assert t1.same_last_year() == Period.tertial(2025, 1)
        assert [p.kort for p in t1.series(4)] == ["T1 2025", "T2 2025", "T3 2025", "T1 2026"]

    def test_february_and_leap_years(self):
        assert ends(Period.manad(2025, 2).same_last_year()) == ("2024-02-01", "2024-02-29")
        assert ends(Period.manad(2024, 2).same_last_year()) == ("2023-02-01", "2023-02-28")
        assert ends(Period.manad(2024, 3).previous()) == ("2024-02-01", "2024-02-29")

    def test_year_to_date(self):
        so_far = Period.tertial(2026, 2).year_to_date()
        assert (ends(so_far), so_far.label) == (("2026-01-01", "2026-08-31"), "Hittills 2026")
        assert Period.tertial(2026, 1).year_to_date().kort == "Hittills 2026"
        assert Period.tertial(2026, 3).year_to_date().label == "Helår 2026"

    @given(st.one_of(whole, spans))
    def test_previous_ends_the_day_before(self, period):
        before = period.previous()
        assert before.till == period.fran - timedelta(days=1)
        assert before.fran <= before.till
        assert period.fran in period
        assert before.till not in period

    @given(whole)
    def test_a_whole_period_stays_its_kind(self, period):
        assert period.previous().slag == period.same_last_year().slag == period.slag

    @given(days)
    def test_every_day_has_one_month_and_one_tertial(self, day):
        assert day in Period.manad_of(day)
        assert day in Period.tertial_of(day)
        assert Period.tertial_of(day).slag == "tertial"
