"""A unit that shows its members only the persons assigned to them (domain.md section 9)."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.urls import reverse

from cases.models import Aspirant, Handlaggare, Remiss
from cases.services.registrering import ask_nummer
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner
from tests.factories import at

NU = factories.at("2026-11-24 09:30")
pytestmark = pytest.mark.django_db


def assign(person, user, enhet, fran=TODAY, till=None):
    with owner():
        return Handlaggare.objects.create(aspirant=person, user=user, enhet=enhet, fran=fran, till=till)


def only_assigned(enhet):
    with owner():
        enhet.bara_tilldelade = True
        enhet.save()


@pytest.fixture
def seen(agera):
    """Ids of the rows a user sees: `seen(stad.carl)`."""

    def inner(user, model=Aspirant):
        with agera(user):
            return set(model.objects.values_list("pk", flat=True))

    return inner


@pytest.fixture
def kista(stad):
    """Jobbtorg Kista with two enrolled, one of them held by Carl."""
    only_assigned(stad.kista)
    mine, _ = stad.inskriven()
    other, _ = stad.inskriven()
    assign(mine, stad.carl, stad.kista)
    return mine, other


class TestWhoSees:
    def test_a_coach_sees_those_held_there_and_the_chef_all(self, stad, kista, seen):
        mine, other = kista
        assert [seen(stad.carl), seen(stad.eva)] == [{mine.pk}, {mine.pk, other.pk}]

    def test_rows_of_the_akt_follow_the_person(self, stad, kista, seen):
        assert len(seen(stad.carl, Handlaggare)) == 1
        with owner():
            Handlaggare.objects.all().delete()
        assert seen(stad.carl) == seen(stad.carl, Handlaggare) == set()

    @pytest.mark.parametrize("days", [(-9, -1), (1, None)])
    def test_an_assignment_that_has_ended_or_not_begun_opens_nothing(self, stad, seen, days):
        person, _ = stad.inskriven()
        only_assigned(stad.kista)
        fran, till = (TODAY + timedelta(days=d) if d is not None else None for d in days)
        assign(person, stad.carl, stad.kista, fran, till)
        assert seen(stad.carl) == set()

    def test_the_last_day_counts(self, stad, seen):
        person, _ = stad.inskriven()
        only_assigned(stad.kista)
        assign(person, stad.carl, stad.kista, TODAY - timedelta(days=9), TODAY)
        assert seen(stad.carl) == {person.pk}

    def test_holding_the_case_elsewhere_opens_nothing_here(self, stad, kista, seen):
        _, other = kista
        assign(other, stad.carl, stad.varberg)
        assert other.pk not in seen(stad.carl)

    def test_without_membership_of_the_unit_an_assignment_opens_nothing(self, stad, kista, seen):
        _, other = kista
        assign(other, stad.vera, stad.kista)
        assert seen(stad.vera) == set()

    def test_an_assignment_at_a_unit_that_may_not_see_the_person_opens_nothing(self, stad, seen):
        only_assigned(stad.kista)
        elsewhere = stad.aspirant(sdf=stad.hagersten)
        assign(elsewhere, stad.carl, stad.kista)
        assert seen(stad.carl) == set()

    def test_another_unit_of_mine_that_shows_all_still_does(self, stad, kista, seen):
        _, other = kista
        factories.anvandare("carl", "coach", stad.varberg)
        factories.remiss(other, stad.varberg, stad.sara)
        assert other.pk in seen(stad.carl)

    def test_a_protected_person_needs_both_the_assignment_and_the_name_on_the_list(self, stad, kista, seen):
        mine, _ = kista
        with owner():
            Aspirant.objects.filter(pk=mine.pk).update(skydd=1)
        assert seen(stad.carl) == set()

    def test_the_other_nämnds_document_is_read_as_before(self, stad, kista, agera):
        with agera(stad.carl), connection.cursor() as cursor:
            cursor.execute("SELECT app.namnder(), app.enheter(), app.enheter_tilldelade()")
            assert cursor.fetchone() == ([stad.kista.namnd_id], [], [stad.kista.pk])


class TestWriting:
    def test_a_colleagues_person_is_not_changed_and_not_taken_over(self, stad, kista, agera):
        _, other = kista
        with agera(stad.carl):
            assert Aspirant.objects.filter(pk=other.pk).update(telefon="x") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), agera(stad.carl):
            Handlaggare.objects.create(aspirant=other, user=stad.carl, enhet=stad.kista, fran=TODAY)

    def test_what_is_mine_is_changed(self, stad, kista, agera):
        mine, _ = kista
        with agera(stad.carl):
            assert Aspirant.objects.filter(pk=mine.pk).update(telefon="x") == 1


class TestRegistering:
    @pytest.fixture
    def sara(self, stad, logga_in):
        only_assigned(stad.spanga)
        return logga_in(stad.sara)

    def register(self, client, **changes):
        client.post(reverse("cases:registrera"), {"nummer": typed.NUMMER})
        return client.post(reverse("cases:registrera_person"), typed.person(**changes))

    @pytest.mark.parametrize("niva", ["0", "1"])
    def test_whoever_registers_sees_the_person_from_the_first_moment(self, sara, stad, seen, niva):
        answer = self.register(sara, skydd=niva)
        with owner():
            person = Aspirant.objects.get(nummer=typed.NUMMER)
        assert answer.url == reverse("cases:registrera_hushall", args=[person.pk])
        assert seen(stad.sara) == {person.pk}
        assert sara.get(reverse("cases:akt", args=[person.pk])).status_code == 200

    def test_a_colleague_does_not_and_the_chef_does(self, sara, stad, seen):
        self.register(sara)
        colleague = factories.anvandare("siv", "socialsekreterare", stad.spanga)
        assert [len(seen(colleague)), len(seen(stad.stina))] == [0, 1]

    def test_without_becoming_handläggare_the_person_is_out_of_sight_afterwards(self, sara, stad, seen, agera):
        with agera(stad.sara):
            Aspirant.objects.create(
                nummer=typed.NUMMER, nummerslag="personnummer", fornamn="A", efternamn="B", kon="kvinna",
                sdf=stad.spanga, registrerad_vid=stad.spanga,
            )  # fmt: skip
            assert Aspirant.objects.count() == 1
        assert seen(stad.sara) == set()

    def test_nobody_registers_into_another_unit(self, sara, stad, agera):
        with pytest.raises(ProgrammingError, match="row-level security"), agera(stad.sara):
            Aspirant.objects.create(
                nummer=typed.NUMMER, nummerslag="personnummer", fornamn="A", efternamn="B", kon="kvinna",
                sdf=stad.hagersten, registrerad_vid=stad.hagersten,
            )  # fmt: skip

    def test_a_colleagues_person_gets_the_one_answer_for_all(self, sara, stad, agera):
        colleagues, mine = stad.aspirant(), stad.aspirant()
        assign(mine, stad.sara, stad.spanga)
        with agera(stad.sara):
            answers = [
                ask_nummer(nummer=p.nummer, now=at("2026-11-24 09:30"), today=TODAY).svar for p in (colleagues, mine)
            ]
        assert answers == ["annan", "synligt"]


class TestRemissAndInskrivning:
    def test_the_remiss_is_the_chefs_until_someone_is_assigned(self, stad, seen):
        only_assigned(stad.kista)
        person = stad.aspirant()
        sent = factories.remiss(person, stad.kista, stad.sara)
        assert [seen(stad.carl, Remiss), seen(stad.eva, Remiss)] == [set(), {sent.pk}]
        assign(person, stad.carl, stad.kista)
        assert seen(stad.carl, Remiss) == {sent.pk}

    def test_the_coach_named_for_a_protected_person_is_assigned(self, stad, logga_in, seen, agera):
        from cases.services.skydd import protect

        only_assigned(stad.kista)
        person = stad.aspirant()
        assign(person, stad.sara, stad.spanga)
        with agera(stad.sara):
            protect(aspirant=person, niva=1, now=NU)
        url = reverse("cases:remiss_create", args=[person.pk])
        assert logga_in(stad.sara).post(url, typed.remiss(stad.kista, coach=stad.carl.pk)).status_code == 302
        assert [seen(stad.carl), seen(stad.eva)] == [{person.pk}, set()]

    def test_the_chef_enrols_and_the_coach_sees_the_person(self, stad, logga_in, seen):
        only_assigned(stad.kista)
        person = stad.aspirant()
        factories.remiss(person, stad.kista, stad.sara)
        url = reverse("cases:inskrivning_create", args=[person.pk])
        answer = logga_in(stad.eva).post(url, typed.inskrivning(stad.carl))
        assert answer.url == reverse("cases:akt", args=[person.pk])
        assert seen(stad.carl) == {person.pk}

    def test_a_coach_who_gives_the_case_away_lands_on_a_page_that_is_there(self, stad, logga_in, seen):
        person = stad.aspirant()
        factories.remiss(person, stad.kista, stad.sara)
        assign(person, stad.carl, stad.kista, TODAY - timedelta(days=3))
        only_assigned(stad.kista)
        colleague = factories.anvandare("cia", "coach", stad.kista)
        url = reverse("cases:inskrivning_create", args=[person.pk])
        answer = logga_in(stad.carl).post(url, typed.inskrivning(colleague))
        assert answer.url == reverse("cases:aspirant_list")
        assert [seen(stad.carl), seen(colleague)] == [set(), {person.pk}]

    def test_after_an_avslut_dated_before_today_the_coach_lands_on_my_persons(self, stad, logga_in, kista):
        mine, _ = kista
        with owner():
            Handlaggare.objects.update(fran=TODAY - timedelta(days=30))
        answer = logga_in(stad.carl).post(
            reverse("cases:avslut", args=[mine.pk]), typed.avslut(avslutad=str(TODAY - timedelta(days=1)))
        )
        assert answer.url == reverse("cases:aspirant_list")


class TestTheAdministration:
    def test_the_systemforvaltare_sets_it_and_is_told_what_it_does(self, stad, logga_in):
        url = reverse("admin:cases_enhet_change", args=[stad.kista.pk])
        page = logga_in(stad.sven).get(url).content.decode()
        assert "Enhetschefen ser alla" in page
        typed_unit = {"namnd": stad.kista.namnd_id, "namn": "Kista", "slag": "jobbtorg", "bara_tilldelade": "on"}
        assert logga_in(stad.sven).post(url, typed_unit).status_code == 302
        stad.kista.refresh_from_db()
        assert stad.kista.bara_tilldelade
