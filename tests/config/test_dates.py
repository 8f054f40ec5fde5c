from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import dates
from config.dates import (
    add_months,
    add_workdays,
    age,
    deadline_text,
    deadline_text_workdays,
    is_workday,
    iso_week,
    local_date,
    month_end,
    month_range,
    month_start,
    waited_sentence,
    waited_text,
    week_label,
    weekday_name,
    workday_table,
    workdays_between,
)

TODAY = date(2026, 11, 24)
days = st.dates(date(2005, 1, 1), date(2045, 12, 31))
aftnar = st.booleans()


def local_offset_hours(moment):
    return int(moment.astimezone(dates.STOCKHOLM).utcoffset() / timedelta(hours=1))


class TestClock:
    def test_today_is_the_swedish_day_of_now(self, monkeypatch):
        monkeypatch.setattr(dates, "now", lambda: datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
        assert dates.today() == date(2026, 7, 1)

    def test_now_carries_the_swedish_offset(self):
        assert dates.now().utcoffset() in (timedelta(hours=1), timedelta(hours=2))

    @pytest.mark.parametrize(
        ("utc", "day"),
        [
            (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
            (datetime(2026, 3, 29, 21, 30, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 26)),
        ],
    )
    def test_the_night_the_clocks_change_belongs_to_one_day(self, utc, day):
        assert local_date(utc) == day

    @given(st.datetimes(datetime(2005, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC)))
    def test_every_moment_has_the_utc_day_or_the_next(self, moment):
        """The clocks' changes move an hour, never a day: late evening in UTC is tomorrow here, and nothing else is."""
        days_ahead = (local_date(moment) - moment.date()).days
        assert days_ahead == (moment.hour >= 24 - local_offset_hours(moment))


class TestMonths:
    def test_six_twelve_eighteen_from_the_last_of_august(self):
        closed = date(2025, 8, 31)
        assert [add_months(closed, n) for n in (6, 12, 18)] == [
            date(2026, 2, 28),
            date(2026, 8, 31),
            date(2027, 2, 28),
        ]

    def test_leap_day(self):
        assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
        assert add_months(date(2024, 2, 29), 48) == date(2028, 2, 29)
        assert add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)

    @given(days, st.integers(-60, 60))
    def test_the_day_is_the_same_or_the_last_of_the_month(self, day, months):
        later = add_months(day, months)
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day == min(day.day, month_end(later).day)

    @given(days)
    def test_month_start_and_end_enclose_the_month(self, day):
        assert (month_start(day) - timedelta(days=1)).month != day.month
        assert (month_end(day) + timedelta(days=1)).month != day.month
        assert month_start(day) <= day <= month_end(day)

    def test_month_range_touches_every_month_once(self):
        assert month_range(date(2025, 11, 30), date(2026, 2, 1)) == [
            date(2025, 11, 1),
            date(2025, 12, 1),
            date(2026, 1, 1),
            date(2026, 2, 1),
        ]
        assert month_range(TODAY, TODAY) == [date(2026, 11, 1)]


class TestAge:
    @pytest.mark.parametrize(
        ("born", "today", "years"),
        [
            (date(1985, 11, 24), TODAY, 41),
            (date(1985, 11, 25), TODAY, 40),
            (date(2000, 2, 29), date(2025, 2, 27), 24),
            (date(2000, 2, 29), date(2025, 2, 28), 25),
            (date(2000, 2, 29), date(2024, 2, 28), 23),
            (date(2000, 2, 29), date(2024, 2, 29), 24),
            (TODAY, TODAY, 0),
        ],
    )
    def test_changes_on_the_birthday(self, born, today, years):
        assert age(born, today) == years

    @given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), days)
    def test_never_falls_and_grows_by_one_a_year(self, born, today):
        assert age(born, today + timedelta(days=1)) - age(born, today) in (0, 1)
        assert age(born, add_months(today, 12)) - age(born, today) in (1, 2 if today.day >= 28 else 1)


class TestWorkdays:
    @pytest.mark.parametrize(
        "holiday",
        [
            date(2026, 1, 1),
            date(2026, 1, 6),
            date(2026, 4, 3),
            date(2026, 4, 6),
            date(2026, 5, 1),
            date(2026, 5, 14),
            date(2025, 6, 6),
            date(2026, 12, 25),
        ],
    )
    def test_public_holidays_are_free_either_way(self, holiday):
        assert not is_workday(holiday)
        assert not is_workday(holiday, aftnar_lediga=False)

    @pytest.mark.parametrize("eve", [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)])
    def test_the_three_eves_are_free_unless_the_parameter_says_otherwise(self, eve):
        assert not is_workday(eve)
        assert is_workday(eve, aftnar_lediga=False)

    def test_the_days_before_other_holidays_are_working_days(self):
        assert all(is_workday(d) for d in (date(2026, 4, 2), date(2026, 4, 30), date(2026, 1, 5), date(2026, 12, 23)))

    def test_fifth_working_day_over_christmas_and_over_an_ordinary_week(self):
        assert add_workdays(date(2026, 12, 22), 5) == date(2027, 1, 4)
        assert add_workdays(date(2026, 12, 22), 5, aftnar_lediga=False) == date(2026, 12, 30)
        assert add_workdays(date(2026, 11, 17), 5) == TODAY

    @given(days, st.integers(-40, 40), aftnar)
    def test_counting_back_what_was_added_gives_the_same_number(self, day, n, eves):
        there = add_workdays(day, n, aftnar_lediga=eves)
        assert n == 0 or is_workday(there, aftnar_lediga=eves)
        if n >= 0:
            assert workdays_between(day, there, aftnar_lediga=eves) == n
            assert workdays_between(there, day, aftnar_lediga=eves) == -n

    @given(days, days)
    def test_between_is_additive(self, one, other):
        middle = min(one, other) + abs(other - one) // 2
        assert workdays_between(one, other) == workdays_between(one, middle) + workdays_between(middle, other)

    @given(days, st.integers(1, 8), aftnar)
    def test_the_table_gives_the_same_answer_as_counting(self, day, n, eves):
        table = list(workday_table(day - timedelta(days=9), day + timedelta(days=31), aftnar_lediga=eves))
        number = next(row.nummer for row in table if row.dag == day)
        answer = [row.dag for row in table if row.arbetsdag and row.nummer == number + n]
        assert answer == [add_workdays(day, n, aftnar_lediga=eves)]

    def test_no_five_working_days_take_more_than_the_promised_fifteen(self):
        first = date(2005, 1, 1)
        starts = [first + timedelta(days=n) for n in range(365 * 40)]
        assert max((add_workdays(start, 5) - start).days for start in starts) == 15


class TestWords:
    def test_iso_week_at_the_turn_of_the_year(self):
        assert iso_week(date(2027, 1, 1)) == (2026, 53)
        assert iso_week(date(2024, 12, 30)) == (2025, 1)
        assert (week_label(TODAY), weekday_name(TODAY)) == ("v. 48", "tisdag")

    def test_a_sunday_belongs_to_the_week_that_ends(self):
        assert week_label(date(2026, 11, 29)) == "v. 48"

    @pytest.mark.parametrize(
        ("offset", "deadline", "waited"),
        [
            (-7, "7 dagar sen", "7 dagar"),
            (-1, "1 dag sen", "1 dag"),
            (0, "i dag", "Kom i dag"),
            (1, "i morgon", "Kom i dag"),
            (3, "om 3 dagar", "Kom i dag"),
        ],
    )
    def test_deadlines_and_how_long_something_has_waited(self, offset, deadline, waited):
        day = TODAY + timedelta(days=offset)
        assert (deadline_text(day, TODAY), waited_text(day, TODAY)) == (deadline, waited)

    def test_how_long_something_has_waited_is_a_sentence_also_the_first_day(self):
        assert waited_sentence(TODAY, TODAY) == "Kom i dag."
        assert waited_sentence(TODAY - timedelta(days=1), TODAY) == "Har väntat 1 dag."

    @pytest.mark.parametrize(
        ("day", "today", "text"),
        [
            (date(2026, 11, 20), TODAY, "2 arbetsdagar sen"),
            (date(2026, 11, 23), TODAY, "1 arbetsdag sen"),
            (date(2026, 11, 30), TODAY, "om 4 arbetsdagar"),
            (TODAY, TODAY, "i dag"),
            (date(2026, 11, 25), TODAY, "i morgon"),
            (date(2026, 11, 27), date(2026, 11, 29), "2 dagar sen"),
            (date(2026, 11, 30), date(2026, 11, 27), "om 1 arbetsdag"),
            (date(2026, 11, 28), date(2026, 11, 27), "i morgon"),
        ],
    )
    def test_deadlines_in_working_days(self, day, today, text):
        assert deadline_text_workdays(day, today) == text
