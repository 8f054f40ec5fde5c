"""The person's samordnare: one at a time, of either side, past avslut only when agreed beforehand."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.urls import reverse

from cases.enums import Roll
from cases.models import Aspirant, Avslutsorsak, Samordnare
from cases.services.avslut import Avslutsuppgifter, close_inskrivning
from cases.services.samordnare import (
    SamordnareChangedError,
    SamordnareError,
    Samordnaruppgifter,
    choose_samordnare,
    end_samordnare,
)
from tests.cases.handlaggare_data import haller, namngiven, samordnas
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, inskrivning, kod
from uppfoljning.min_dag import min_dag

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")


@pytest.fixture
def sam(stad):
    return anvandare("sam", Roll.SAMORDNARE, stad.spanga)


@pytest.fixture
def siv(stad):
    return anvandare("siv", Roll.SAMORDNARE, stad.kista)


@pytest.fixture
def person(stad):
    person, _ = stad.inskriven()
    haller(person, stad.carl, stad.kista)
    return person


def choose(person, user, enhet, by, fran=TODAY, nuvarande=None, **kwargs) -> Samordnare:
    uppgifter = Samordnaruppgifter(user=user, enhet=enhet, fran=fran, **kwargs)
    return choose_samordnare(aspirant=person, nuvarande=nuvarande, uppgifter=uppgifter, by=by, now=NU)


def stored() -> list[tuple]:
    with owner():
        return [(s.user.username, str(s.fran), str(s.till) if s.till else None) for s in Samordnare.objects.all()]


def close(person, by, dag=TODAY) -> None:
    close_inskrivning(
        inskrivning=person.inskrivning_set.get(),
        uppgifter=Avslutsuppgifter(avslutad=dag, avslutsorsak=kod(Avslutsorsak, "okand")),
        by=by,
        now=NU,
    )


class TestChoosing:
    def test_of_either_side_one_at_a_time(self, stad, person, sam, siv, agera):
        with agera(stad.carl):
            first = choose(person, sam, stad.spanga, stad.carl, date(2026, 11, 1))
            choose(person, siv, stad.kista, stad.carl, nuvarande=first.pk)
        assert stored() == [("sam", "2026-11-01", "2026-11-23"), ("siv", "2026-11-24", None)]

    def test_the_same_form_again_changes_nothing(self, stad, person, sam, agera):
        with agera(stad.carl):
            assert choose(person, sam, stad.spanga, stad.carl) == choose(person, sam, stad.spanga, stad.carl)

    def test_someone_quicker_is_told(self, stad, person, sam, siv, agera):
        samordnas(person, sam, stad.spanga)
        with agera(stad.carl), pytest.raises(SamordnareChangedError):
            choose(person, siv, stad.kista, stad.carl)

    @pytest.mark.parametrize("who", ["carl", "vera", "sara"])
    def test_only_those_in_the_role_at_a_unit_that_works_with_the_person(self, stad, person, agera, who):
        with agera(stad.carl), pytest.raises(SamordnareError, match="är inte samordnare på"):
            choose(person, getattr(stad, who), stad.kista, stad.carl)

    def test_one_of_a_unit_without_the_person_is_not_chosen(self, stad, person, agera):
        other = anvandare("sol", Roll.SAMORDNARE, stad.varberg)
        with agera(stad.carl), pytest.raises(SamordnareError, match="är inte samordnare på"):
            choose(person, other, stad.varberg, stad.carl)

    @pytest.mark.parametrize(
        ("fran", "text"), [(date(2026, 11, 25), "i dag eller"), (date(2026, 6, 1), "Välj en senare dag")]
    )
    def test_days_that_cannot_be_are_refused(self, stad, person, sam, siv, agera, fran, text):
        nu = samordnas(person, sam, stad.spanga)
        with agera(stad.carl), pytest.raises(SamordnareError, match=text):
            choose(person, siv, stad.kista, stad.carl, fran, nuvarande=nu.pk)

    def test_the_database_refuses_two_at_once(self, stad, person, sam, siv, som_agare):
        samordnas(person, sam, stad.spanga)
        with pytest.raises(IntegrityError, match="cases_samordnare_en_i_taget"):
            samordnas(person, siv, stad.kista, TODAY)

    def test_ended_once_on_a_day_that_has_come(self, stad, person, sam, agera):
        nu = samordnas(person, sam, stad.spanga)
        with agera(stad.carl):
            for till in (date(2026, 5, 31), date(2026, 11, 25)):
                with pytest.raises(SamordnareError, match="2026-06-01 till i dag"):
                    end_samordnare(aspirant=person, nuvarande=nu.pk, till=till, now=NU)
            for till in (date(2026, 11, 20), TODAY):
                end_samordnare(aspirant=person, nuvarande=nu.pk, till=till, now=NU)
        assert stored() == [("sam", "2026-06-01", "2026-11-20")]


class TestAvslut:
    def test_ends_it_unless_it_was_agreed_beforehand(self, stad, person, sam, agera):
        nu = samordnas(person, sam, stad.spanga)
        with agera(stad.carl):
            choose(person, sam, stad.spanga, stad.carl, date(2026, 6, 1), nuvarande=nu.pk, fortsatter=True)
            choose(person, sam, stad.spanga, stad.carl, date(2026, 6, 1), nuvarande=nu.pk, fortsatter=False)
            close(person, stad.carl)
        assert stored() == [("sam", "2026-06-01", "2026-11-24")]

    def test_goes_on_when_agreed_and_says_so_before(self, stad, person, sam, agera, logga_in):
        samordnas(person, sam, stad.spanga, fortsatter_enligt=date(2026, 10, 1))
        page = logga_in(stad.carl).get(reverse("cases:avslut", args=[person.pk])).content.decode()
        assert "Samordnaren Sam Test" in page
        assert "Fortsätter efter avslutet, som överenskommet." in page
        with agera(stad.carl):
            close(person, stad.carl)
        assert stored() == [("sam", "2026-06-01", None)]

    def test_it_cannot_be_agreed_afterwards(self, stad, person, sam, agera):
        with agera(stad.carl):
            close(person, stad.carl)
        with agera(stad.stina), pytest.raises(SamordnareError, match="före det"):
            choose(person, sam, stad.spanga, stad.stina, fortsatter=True)

    def test_one_that_began_after_the_day_of_a_late_avslut_ends_the_day_it_began(self, stad, person, sam, agera):
        samordnas(person, sam, stad.spanga, TODAY)
        with agera(stad.carl):
            close(person, stad.carl, date(2026, 11, 20))
        assert stored() == [("sam", "2026-11-24", "2026-11-24")]


class TestSeeing:
    def test_what_the_unit_sees_and_nothing_more(self, stad, person, agera):
        other = anvandare("sol", Roll.SAMORDNARE, stad.varberg)
        samordnas(person, other, stad.varberg)
        with agera(other):
            assert Aspirant.objects.count() == 0

    def test_a_unit_of_assigned_persons_shows_them_to_their_samordnare(self, stad, person, siv, agera):
        with owner():
            stad.kista.bara_tilldelade = True
            stad.kista.save()
        stad.inskriven()
        with agera(siv):
            assert Aspirant.objects.count() == 0
        samordnas(person, siv, stad.kista, TODAY)
        with agera(siv):
            assert list(Aspirant.objects.values_list("pk", flat=True)) == [person.pk]

    def test_a_protected_person_names_the_samordnare(self, stad, sam, agera):
        person = stad.aspirant(skyddad=True)
        inskrivning(person, stad.kista)
        haller(person, stad.carl, stad.kista)
        namngiven(person, stad.carl)
        with agera(sam):
            assert Aspirant.objects.count() == 0
        with agera(stad.carl):
            choose(person, sam, stad.spanga, stad.carl)
        with agera(sam):
            assert Aspirant.objects.count() == 1
        with agera(stad.sara):
            assert Aspirant.objects.count() == 0

    def test_min_dag_and_the_header_show_it(self, stad, person, sam, agera, logga_in):
        samordnas(person, sam, stad.spanga)
        with agera(sam):
            assert [r.som for r in min_dag(sam, TODAY).personer] == ["Som samordnare"]
        page = logga_in(stad.carl).get(reverse("cases:akt", args=[person.pk])).content.decode()
        assert "<dt>Samordnare</dt>" in page
        assert "Samordnare: Sam Test" in page
        assert (
            person.efternamn in logga_in(sam).get(reverse("cases:aspirant_list") + "?visa=samordnare").content.decode()
        )


class TestPage:
    def url(self, person):
        return reverse("cases:samordnare", args=[person.pk])

    def test_chosen_agreed_and_ended_by_hand(self, stad, person, sam, logga_in):
        carl, val = logga_in(stad.carl), f"{sam.pk}-{stad.spanga.pk}"
        assert "Sam Test, SDF Spånga-Tensta" in carl.get(self.url(person)).content.decode()
        data = {"val": val, "fran": "2026-11-24", "nuvarande": ""}
        for _ in range(2):
            page = carl.post(self.url(person), data, follow=True).content.decode()
            assert 'Sam Test är samordnare från <span class="nowrap">2026-11-24</span>' in page
        with owner():
            nu = Samordnare.objects.get()
        page = carl.post(
            self.url(person), data | {"nuvarande": nu.pk, "fortsatter": "on"}, follow=True
        ).content.decode()
        assert "Fortsätter efter avslutet." in page
        page = carl.post(self.url(person), {"avsluta": "1", "rad": nu.pk, "till": "2026-11-24"}, follow=True)
        assert 'är samordnare till och med <span class="nowrap">2026-11-24</span>' in page.content.decode()

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ({"val": "", "fran": "2026-11-24"}, "Välj samordnare."),
            ({"val": "1-1", "fran": "2026-11-24"}, "Välj samordnare."),
            ({"avsluta": "1", "rad": "0", "till": "2026-11-24"}, "finns inte längre"),
            ({"avsluta": "1", "rad": "0", "till": ""}, "Skriv den sista dagen"),
        ],
    )
    def test_what_is_wrong_is_said(self, stad, person, logga_in, data, text):
        assert text in logga_in(stad.carl).post(self.url(person), data).content.decode()

    def test_who_neither_leads_nor_handles_does_not_choose(self, stad, person, sam, logga_in):
        for user, status in ((stad.eva, 200), (stad.stina, 200), (stad.sara, 403), (sam, 403), (stad.vera, 404)):
            assert logga_in(user).get(self.url(person)).status_code == status
