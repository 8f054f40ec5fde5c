from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import (
    Tid,
    avslut_inom_5_dagar_tillaten,
    checkpoint_dag,
    checkpoint_dagar,
    checkpoint_manad,
    gemensam_uppfoljning_dagar,
    jobbplan_senast,
    remiss_svar_senast,
    tolvmanadersdag,
    trepartssamtal_dagar,
    trepartssamtal_i_tid,
)
from config.dates import is_workday, month_end

days = st.dates(date(2009, 1, 1), date(2040, 12, 31))
INSKRIVEN = date(2026, 1, 15)


class TestFiveDays:
    @pytest.mark.parametrize(
        ("inskriven", "senast"),
        [
            (date(2026, 11, 17), date(2026, 11, 24)),
            (date(2026, 3, 30), date(2026, 4, 8)),
            (date(2026, 12, 22), date(2027, 1, 4)),
            (date(2026, 6, 17), date(2026, 6, 25)),
            (date(2026, 11, 21), date(2026, 11, 27)),
        ],
    )
    def test_jobbplan_is_due_on_the_fifth_working_day(self, inskriven, senast):
        assert jobbplan_senast(inskriven) == senast

    def test_julafton_is_a_working_day_where_the_municipality_says_so(self):
        assert jobbplan_senast(date(2026, 12, 22), aftnar_lediga=False) == date(2026, 12, 30)

    @given(days)
    def test_the_due_day_is_a_working_day_a_week_or_more_ahead(self, inskriven):
        senast = jobbplan_senast(inskriven)
        assert is_workday(senast)
        assert 5 <= (senast - inskriven).days <= 15

    @given(days, st.integers(-3, 20))
    def test_avslut_inom_5_dagar_is_open_exactly_as_long_as_the_first_jobbplan(self, inskriven, later):
        avslutad = inskriven + timedelta(days=later)
        assert avslut_inom_5_dagar_tillaten(inskriven, avslutad) is (
            inskriven <= avslutad <= jobbplan_senast(inskriven)
        )

    def test_remiss_is_answered_within_a_parameter_of_working_days(self):
        assert remiss_svar_senast(date(2026, 11, 17)) == date(2026, 11, 24)
        assert remiss_svar_senast(date(2026, 11, 17), arbetsdagar=10) == date(2026, 12, 1)


class TestCheckpoints:
    def test_closed_on_the_last_of_august(self):
        assert checkpoint_dagar(date(2025, 8, 31)) == {
            6: date(2026, 2, 28),
            12: date(2026, 8, 31),
            18: date(2027, 2, 28),
        }

    def test_the_month_asked_for_is_the_day_s_calendar_month(self):
        assert checkpoint_manad(date(2025, 8, 31), 6) == date(2026, 2, 1)

    @given(days, st.sampled_from([6, 12, 18]))
    def test_the_day_falls_in_the_month_counted_and_never_later_in_it(self, avslutad, manader):
        day = checkpoint_dag(avslutad, manader)
        assert (day.year * 12 + day.month) - (avslutad.year * 12 + avslutad.month) == manader
        assert day.day == min(avslutad.day, month_end(day).day)

    def test_leap_day_enrolment_has_its_twelve_month_day_in_february(self):
        assert tolvmanadersdag(date(2024, 2, 29)) == date(2025, 2, 28)


class TestTrepartssamtal:
    TILL = date(2026, 11, 24)

    def test_falls_due_every_third_month_without_sysselsattning(self):
        assert trepartssamtal_dagar(INSKRIVEN, self.TILL) == [
            date(2026, 4, 15),
            date(2026, 7, 15),
            date(2026, 10, 15),
        ]

    def test_is_not_due_on_a_day_in_sysselsattning_but_again_after_it(self):
        placering = Tid(date(2026, 4, 1), date(2026, 7, 14))
        due = trepartssamtal_dagar(INSKRIVEN, self.TILL, sysselsattning=[placering])
        assert due == [date(2026, 7, 15), date(2026, 10, 15)]
        longer = Tid(date(2026, 4, 1), date(2026, 7, 15))
        assert trepartssamtal_dagar(INSKRIVEN, self.TILL, sysselsattning=[longer]) == [date(2026, 10, 15)]
        assert trepartssamtal_dagar(INSKRIVEN, self.TILL, sysselsattning=[Tid(date(2026, 4, 1))]) == []

    def test_is_due_for_all_where_the_district_asks_for_it(self):
        due = trepartssamtal_dagar(INSKRIVEN, self.TILL, sysselsattning=[Tid(INSKRIVEN)], for_alla=True)
        assert len(due) == 3

    def test_stops_with_the_enrolment(self):
        assert trepartssamtal_dagar(INSKRIVEN, self.TILL, avslutad=date(2026, 7, 15)) == [date(2026, 4, 15)]
        assert len(trepartssamtal_dagar(INSKRIVEN, self.TILL, avslutad=date(2026, 7, 16))) == 2

    @pytest.mark.parametrize(
        ("due", "held", "in_time"),
        [
            (date(2026, 4, 15), INSKRIVEN, True),
            (date(2026, 4, 15), date(2026, 4, 15), True),
            (date(2026, 4, 15), date(2026, 4, 16), False),
            (date(2026, 7, 15), date(2026, 4, 15), False),
            (date(2026, 7, 15), date(2026, 4, 16), True),
            (date(2026, 4, 15), date(2026, 1, 14), False),
        ],
    )
    def test_one_samtal_answers_one_due_day(self, due, held, in_time):
        assert trepartssamtal_i_tid(INSKRIVEN, due, [held]) is in_time

    @given(days, days)
    def test_each_samtal_is_in_time_for_at_most_one_due_day(self, inskriven, held):
        till = inskriven + timedelta(days=4000)
        due = trepartssamtal_dagar(inskriven, till)
        answered = [day for day in due if trepartssamtal_i_tid(inskriven, day, [held])]
        assert len(answered) == (1 if due and inskriven <= held <= due[-1] else 0)


class TestTwelveMonths:
    def test_joint_follow_up_is_repeated_every_year_while_enrolled(self):
        assert gemensam_uppfoljning_dagar(date(2024, 2, 29), date(2026, 12, 31)) == [
            date(2025, 2, 28),
            date(2026, 2, 28),
        ]
        assert gemensam_uppfoljning_dagar(date(2024, 2, 29), date(2026, 12, 31), avslutad=date(2025, 2, 28)) == []
