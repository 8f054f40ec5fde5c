"""Changes of handläggare counted per person, and how the akt says it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import Roll
from cases.kontinuitet import kontinuitet
from cases.models import Aspirant
from tests.cases.handlaggare_data import haller, overlamnad, vikariat
from tests.conftest import TODAY
from tests.factories import anvandare, inskrivning

pytestmark = pytest.mark.django_db


def counted(user, agera, dag=TODAY) -> list[int]:
    with agera(user, dag):
        return list(Aspirant.objects.med_byten(dag).order_by("pk").values_list("antal_byten", flat=True))


class TestCounting:
    def test_the_first_is_no_change_and_each_that_takes_over_is_one(self, stad, agera):
        person, _ = stad.inskriven(inskriven=date(2026, 3, 2))
        haller(person, stad.carl, stad.kista, date(2026, 3, 2), date(2026, 5, 31))
        assert counted(stad.eva, agera) == [0]
        haller(person, stad.eva, stad.kista, date(2026, 6, 1), date(2026, 9, 30))
        haller(person, stad.carl, stad.kista, date(2026, 10, 1))
        assert counted(stad.eva, agera) == [2]

    def test_both_sides_count_and_neither_the_other(self, stad, agera):
        person, _ = stad.inskriven()
        haller(person, stad.sara, stad.spanga, date(2026, 1, 1), date(2026, 9, 13))
        haller(person, stad.carl, stad.kista, date(2026, 5, 25))
        assert counted(stad.sara, agera) == [0]
        haller(person, stad.stina, stad.spanga, date(2026, 9, 14))
        assert counted(stad.sara, agera) == [1]

    def test_an_end_at_avslut_and_the_coach_of_the_next_stay_are_none(self, stad, agera):
        person, _ = stad.inskriven(inskriven=date(2025, 1, 7), avslutad=date(2025, 6, 1), orsak="okand")
        haller(person, stad.carl, stad.kista, date(2025, 1, 7), date(2025, 6, 1))
        inskrivning(person, stad.varberg, date(2026, 2, 2))
        haller(person, stad.vera, stad.varberg, date(2026, 2, 2))
        assert counted(stad.vera, agera) == [0]

    def test_the_same_person_again_after_a_gap_is_none_but_someone_else_is_one(self, stad, agera):
        person, _ = stad.inskriven(inskriven=date(2026, 1, 7))
        haller(person, stad.carl, stad.kista, date(2026, 1, 7), date(2026, 2, 1))
        haller(person, stad.carl, stad.kista, date(2026, 3, 1), date(2026, 4, 1))
        assert counted(stad.eva, agera) == [0]
        haller(person, stad.eva, stad.kista, date(2026, 5, 1))
        assert counted(stad.eva, agera) == [1]

    def test_a_substitute_and_a_change_to_come_are_none_yet(self, stad, agera):
        maria = anvandare("maria", Roll.COACH, stad.kista)
        person, _ = stad.inskriven()
        haller(person, stad.carl, stad.kista, date(2026, 5, 25), date(2026, 12, 9))
        haller(person, maria, stad.kista, date(2026, 12, 10))
        vikariat(stad.carl, maria, stad.kista)
        assert counted(stad.eva, agera) == [0]
        assert counted(stad.eva, agera, date(2026, 12, 10)) == [1]

    def test_another_sdf_that_takes_over_brings_a_change(self, stad, agera):
        person = stad.aspirant()
        haller(person, stad.sara, stad.spanga, date(2026, 1, 1), date(2026, 9, 13))
        haller(person, stad.hanna, stad.hagersten, date(2026, 9, 14))
        assert counted(stad.sara, agera) == [1]


class TestSentences:
    def said(self, person, user, agera) -> list[str]:
        with agera(user):
            return kontinuitet(person, TODAY).meningar

    def test_as_the_picture_says_it(self, stad, agera):
        person, _ = stad.inskriven()
        haller(person, stad.carl, stad.kista, date(2026, 5, 25))
        haller(person, stad.stina, stad.spanga, date(2026, 1, 1), date(2026, 9, 13))
        haller(person, stad.sara, stad.spanga, date(2026, 9, 14))
        assert self.said(person, stad.carl, agera) == [
            "Samma coach sedan inskrivningen.",
            "Ett byte av socialsekreterare, 2026-09-14.",
        ]

    def test_several_none_and_one_who_left(self, stad, agera):
        person, _ = stad.inskriven(inskriven=date(2026, 3, 2))
        for nr, user in enumerate([stad.carl, stad.eva, stad.carl]):
            till = date(2026, 4 + nr, 30) if nr < 2 else None
            haller(person, user, stad.kista, date(2026, 3, 2) if nr == 0 else date(2026, 4 + nr, 1), till)
        assert self.said(person, stad.carl, agera) == [
            "Två byten av coach, senast 2026-06-01.",
            "Ingen socialsekreterare är utsedd.",
        ]
        haller(person, stad.sara, stad.spanga, date(2026, 1, 1), date(2026, 8, 1))
        assert self.said(person, stad.carl, agera)[1] == "Ingen socialsekreterare sedan 2026-08-01."


class TestAkt:
    def test_the_panel_and_the_timeline_tell_and_the_note_is_for_the_own_side(self, stad, logga_in):
        person, _ = stad.inskriven()
        haller(person, stad.eva, stad.kista, date(2026, 5, 25), date(2026, 9, 13))
        haller(person, stad.carl, stad.kista, date(2026, 9, 14))
        overlamnad(person, stad.kista, stad.eva, stad.carl, date(2026, 9, 14), notering="Vill ha sms.")
        akt = reverse("cases:akt", args=[person.pk])
        page = logga_in(stad.carl).get(akt).content.decode()
        assert "Ett byte av coach, " in page
        assert "Byte av coach: Carl Test" in page
        assert "Efter Eva Test. Vill ha sms." in page
        theirs = logga_in(stad.sara).get(akt).content.decode()
        assert "Byte av coach: Carl Test" in theirs
        assert "Vill ha sms." not in theirs

    def test_the_chef_sees_the_count_in_the_list_and_it_costs_the_same_for_many(self, stad, logga_in):
        url, counts = reverse("cases:aspirant_list") + "?visa=enheten", []
        for antal in (1, 30):
            for _ in range(antal):
                person, _ = stad.inskriven()
                haller(person, stad.eva, stad.kista, date(2026, 5, 25), date(2026, 9, 13))
                haller(person, stad.carl, stad.kista, date(2026, 9, 14))
            eva = logga_in(stad.eva)
            eva.get(url)
            with CaptureQueriesContext(connection) as queries:
                page = eva.get(url).content.decode()
            counts.append(len(queries))
            assert page.count('data-label="Byten" class="is-number">1<') == min(antal + (antal > 1), 50)
        assert counts[0] == counts[1]
        assert "Byten" not in logga_in(stad.carl).get(url).content.decode()
