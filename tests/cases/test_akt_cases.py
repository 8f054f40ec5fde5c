"""What cases shows in the akt: events, deadlines asked once for all persons, and buttons by role."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import akt, akt_cases
from cases.models import Aspirant
from tests import factories
from tests.conftest import TODAY, owner
from tests.uppfoljning.bevakningsdata import bevaka

pytestmark = pytest.mark.django_db


def events(person):
    return [(str(h.dag), h.rubrik) for h in akt_cases.tidslinje(person, TODAY)][1:]


def granser(stad, user, agera, *persons):
    with agera(user):
        return akt_cases.tidsgranser(list(persons), user, TODAY)


class TestTimeline:
    def test_tells_the_whole_case(self, stad, agera):
        person, _ = stad.inskriven(avslutad=date(2026, 10, 30), orsak="studier", sagt_av="aspirant", verifierad=False)
        factories.remiss(
            person,
            stad.kista,
            stad.sara,
            svar="aterremitterad",
            besvarad_at=factories.at("2026-11-23 08:00"),
            besvarad_av=stad.carl,
            aterremiss_skal="Frågan saknas.",
        )
        with agera(stad.carl):
            assert events(person) == [
                ("2026-11-20", "Remiss till Jobbtorg Kista"),
                ("2026-11-23", "Återremiss från Jobbtorg Kista"),
                ("2026-05-25", "Inskriven vid Jobbtorg Kista"),
                ("2026-10-30", "Avslutad vid Jobbtorg Kista: Studier"),
            ]
            (avslut,) = [h for h in akt_cases.tidslinje(person, TODAY) if h.ikon == "log-out"]
        assert avslut.text == "Enligt aspiranten, inte bekräftat"

    def test_begins_with_the_registration(self, stad, agera):
        person = stad.aspirant()
        with agera(stad.sara):
            (first,) = akt_cases.tidslinje(person, TODAY)
        assert (first.rubrik, first.text) == ("Registrerad", "SDF Spånga-Tensta")


class TestDeadlines:
    def test_a_remiss_is_the_jobbtorgs_to_answer_and_the_sdf_follows_it(self, stad, agera):
        person = stad.aspirant()
        factories.remiss(person, stad.kista, stad.sara)
        bevaka(TODAY)
        for user, vad in (
            (stad.carl, ["Svara på remissen"]),
            (stad.sara, ["Svar på remissen väntas"]),
            (stad.hanna, []),
        ):
            with agera(user):
                rader = akt.tidsgranser([person], user, TODAY)[person.pk]
            assert [g.vad for g in rader] == vad
            assert all((str(g.dag), g.arbetsdagar) == ("2026-11-27", True) for g in rader)

    def test_a_registration_left_after_step_one(self, stad, agera):
        person = stad.aspirant(arbetsformaga="")
        with owner():
            Aspirant.objects.update(created_at=factories.at("2026-11-20 16:00"))
            person.refresh_from_db()
        (grans,) = granser(stad, stad.sara, agera, person)[person.pk]
        assert (grans.vad, str(grans.dag)) == ("Slutför registreringen", "2026-11-23")
        assert granser(stad, stad.stina, agera, person) == {}

    def test_a_case_taken_over_without_ability_is_no_half_registration(self, stad, agera):
        person = stad.aspirant(arbetsformaga="")
        factories.inskrivning(person, stad.kista)
        assert granser(stad, stad.sara, agera, person) == {}

    def test_as_many_queries_for_ten_as_for_one(self, stad, agera):
        persons, counts = [], []
        for antal in (1, 9):
            for _ in range(antal):
                person, _ = stad.inskriven()
                factories.remiss(person, stad.kista, stad.sara)
                persons.append(person)
            bevaka(TODAY)
            with agera(stad.carl), CaptureQueriesContext(connection) as queries:
                stad.carl.medlemskap_den(TODAY)
                akt.tidsgranser(persons, stad.carl, TODAY)
            counts.append(len([q for q in queries if "medlemskap" not in q["sql"]]))
        assert counts[0] == counts[1]


class TestButtons:
    def labels(self, user, person, agera):
        with agera(user):
            return [a.label for a in akt_cases.atgarder(user, person, TODAY)]

    def test_each_role_gets_what_it_may(self, stad, agera):
        person, _ = stad.inskriven()
        assert self.labels(stad.sara, person, agera) == ["Ändra uppgifter", "Skydda uppgifter"]
        assert self.labels(stad.carl, person, agera) == ["Ändra uppgifter", "Avsluta"]
        assert self.labels(stad.stina, person, agera) == ["Skydda uppgifter"]

    def test_a_remiss_is_sent_once_and_then_followed(self, stad, agera):
        person = stad.aspirant()
        assert "Skicka remiss" in self.labels(stad.sara, person, agera)
        factories.remiss(person, stad.kista, stad.sara)
        assert self.labels(stad.sara, person, agera) == ["Öppna remissen", "Ändra uppgifter", "Skydda uppgifter"]

    def test_a_closed_case_can_be_corrected_or_begin_again(self, stad, agera):
        person, _ = stad.inskriven(avslutad=date(2026, 10, 30), orsak="okand")
        assert self.labels(stad.carl, person, agera) == ["Skriv in", "Ändra uppgifter", "Rätta avslutet"]
