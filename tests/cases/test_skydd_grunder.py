"""The named list and its grounds: access to a protected person ends with the assignment it rests on."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError
from django.urls import reverse

from cases.enums import Roll, Skyddsgrund
from cases.models import Aspirant, Avslutsorsak, Handlaggare, Skyddsbehorighet
from cases.sekretess.identitet import som_system
from cases.services.avslut import Avslutsuppgifter, close_inskrivning
from cases.services.avslut_angra import undo_avslut
from cases.services.fel import constraint_text
from cases.services.flytt import Flyttuppgifter, transfer_sdf
from cases.services.overlamning import Post, Uppgifter, hand_over_cases
from cases.services.remissvakt import watch_remisser
from cases.services.samordnare import Samordnaruppgifter, choose_samordnare, current_samordnare, end_samordnare
from cases.services.skydd import follow_assignments, name_reader, protect
from cases.services.vikariat import name_substitute
from tests.cases import inlopp_data as typed
from tests.cases.handlaggare_data import haller, samordnas, vikariat
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, kod, remiss

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
DAG = timedelta(days=1)
SEN = TODAY + 20 * DAG


@pytest.fixture
def maria(stad):
    return anvandare("maria", Roll.COACH, stad.kista)


@pytest.fixture
def person(stad, agera):
    """Held by sara at the SDF and carl at the jobbtorg, and then protected by sara."""
    person, rad = stad.inskriven()
    haller(person, stad.sara, stad.spanga)
    haller(person, stad.carl, stad.kista, rad.inskriven)
    with agera(stad.sara):
        protect(aspirant=person, niva=1, now=NU)
    with owner():
        person.refresh_from_db()
    return person


def lista(person, dag=TODAY) -> list[tuple[str, str]]:
    """Who opens the akt on the day, and on which grounds."""
    with owner():
        rader = Skyddsbehorighet.objects.aktuella(dag).filter(aspirant=person).order_by("user__username", "grund")
        return list(rader.values_list("user__username", "grund"))


def sees(agera, user, dag=TODAY) -> bool:
    with agera(user, dag):
        return Aspirant.objects.exists()


def over(person, enhet, till, by, fran=TODAY):
    rad = Handlaggare.objects.filter(aspirant=person, enhet=enhet).order_by("fran").last()
    hand_over_cases(
        poster=[Post(person.pk, rad.stampel)],
        enhet=enhet,
        uppgifter=Uppgifter(till=till, fran=fran),
        omgang=uuid.uuid4(),
        by=by,
        now=NU,
    )


def close(person, by, dag) -> None:
    uppgifter = Avslutsuppgifter(avslutad=dag, avslutsorsak=kod(Avslutsorsak, "okand"))
    close_inskrivning(inskrivning=person.inskrivning_set.get(), uppgifter=uppgifter, by=by, now=NU)


BADA = [("carl", "handlaggare"), ("sara", "handlaggare")]


def test_setting_the_level_names_the_holders_as_holders_and_raising_it_adds_nobody(stad, person, agera):
    assert lista(person) == BADA
    with agera(stad.sara):
        protect(aspirant=person, niva=2, now=NU)
    assert lista(person) == BADA


class TestHandOver:
    def test_the_one_before_leaves_at_once_and_stands_as_history(self, stad, person, maria, agera):
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl)
        assert lista(person) == [("maria", "handlaggare"), ("sara", "handlaggare")]
        assert [sees(agera, u) for u in (stad.carl, maria)] == [False, True]
        with owner():
            rad = Skyddsbehorighet.objects.get(user=stad.carl)
            assert (rad.avslutad_at, rad.avslutad_av, rad.till) == (NU, stad.carl, None)

    def test_a_planned_one_ends_on_the_day_before_and_taken_back_it_changes_nothing(self, stad, person, maria, agera):
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl, SEN)
        assert [sees(agera, stad.carl, d) for d in (TODAY, SEN - DAG, SEN)] == [True, True, False]
        assert [sees(agera, maria, d) for d in (SEN - DAG, SEN)] == [False, True]
        with agera(stad.carl):
            over(person, stad.kista, stad.carl, stad.carl, SEN)
        assert lista(person, SEN) == BADA
        with owner():
            assert Skyddsbehorighet.objects.filter(user=stad.carl).count() == 1

    def test_a_planned_one_moved_to_a_later_day_opens_nothing_before_it(self, stad, person, maria, agera):
        with agera(stad.carl):
            for fran in (SEN, SEN + 9 * DAG):
                Handlaggare.objects.filter(user=maria).delete()
                Handlaggare.objects.filter(user=stad.carl).update(till=None)
                over(person, stad.kista, maria, stad.carl, fran)
        assert [sees(agera, maria, SEN + n * DAG) for n in (0, 8, 9)] == [False, False, True]

    def test_handed_back_the_same_day_the_first_is_named_anew(self, stad, person, maria, agera):
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl)
        with agera(maria):
            over(person, stad.kista, stad.carl, maria)
        assert lista(person) == BADA
        with owner():
            assert Skyddsbehorighet.objects.filter(user=stad.carl).count() == 2

    def test_whoever_was_also_named_by_hand_stays(self, stad, person, maria, agera):
        with agera(stad.sara):
            name_reader(aspirant=person, user_id=stad.carl.pk, now=NU, till=SEN)
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl)
        assert ("carl", "namngiven") in lista(person)
        assert [sees(agera, stad.carl, d) for d in (SEN, SEN + DAG)] == [True, False]

    def test_whoever_has_another_assignment_stays_for_that(self, stad, person, maria, agera):
        with owner():
            stad.carl.medlemskap.create(enhet=stad.spanga, roll=Roll.SOCIALSEKRETERARE, fran=date(2026, 1, 1))
        with agera(stad.sara):
            over(person, stad.spanga, stad.carl, stad.sara)
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl)
        assert lista(person) == [("carl", "handlaggare"), ("maria", "handlaggare")]

    def test_the_substitute_leaves_with_the_one_who_is_away(self, stad, person, maria, agera):
        eva = stad.eva
        with agera(stad.carl):
            v = vikariat(stad.carl, eva, stad.kista)
            name_substitute(vikariat=v, aspiranter=[person.pk], today=TODAY)
        assert ("eva", "ersattare") in lista(person)
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl, TODAY + 2 * DAG)
        assert [sees(agera, eva, TODAY + n * DAG) for n in (0, 1, 2)] == [True, True, False]

    def test_by_the_page_one_is_led_to_ones_own_persons(self, stad, person, maria, logga_in):
        carl, sida = logga_in(stad.carl), reverse("cases:handlaggare", args=[person.pk])
        stampel = Handlaggare.objects.filter(enhet=stad.kista)
        with owner():
            stampel = stampel.get().stampel
        data = {"enhet": stad.kista.pk, "user": maria.pk, "fran": f"{TODAY}", "stampel": stampel}
        svar = carl.post(sida, data | {"omgang": str(uuid.uuid4()), "notering": ""})
        assert svar.url == reverse("cases:aspirant_list")
        assert carl.get(sida).status_code == 404


class TestTransfer:
    def move(self, person, stad):
        uppgifter = Flyttuppgifter(till=stad.hagersten, dag=TODAY, mottagare=stad.hanna)
        transfer_sdf(aspirant=person, fran=stad.spanga, uppgifter=uppgifter, by=stad.sara, now=NU)

    def test_the_old_handlaggare_and_samordnare_leave_and_the_jobbtorg_stays(self, stad, person, agera):
        sam = anvandare("sam", Roll.SAMORDNARE, stad.spanga)
        with agera(stad.sara):
            uppgifter = Samordnaruppgifter(user=sam, enhet=stad.spanga, fran=TODAY - DAG)
            choose_samordnare(aspirant=person, nuvarande=None, uppgifter=uppgifter, by=stad.sara, now=NU)
            assert ("sam", "samordnare") in lista(person)
            self.move(person, stad)
        assert lista(person) == [("carl", "handlaggare"), ("hanna", "handlaggare")]
        with owner():
            assert current_samordnare(person, TODAY) is None

    def test_a_samordnare_of_the_jobbtorg_goes_on(self, stad, person, agera):
        samordnas(person, stad.carl, stad.kista)
        with agera(stad.sara):
            self.move(person, stad)
        with owner():
            assert current_samordnare(person, TODAY).user == stad.carl

    def test_moved_back_the_first_is_named_anew(self, stad, person, agera):
        with agera(stad.sara):
            self.move(person, stad)
        with agera(stad.hanna, TODAY + DAG):
            uppgifter = Flyttuppgifter(till=stad.spanga, dag=TODAY + DAG, mottagare=stad.sara)
            now = at("2026-11-25 09:30")
            transfer_sdf(aspirant=person, fran=stad.hagersten, uppgifter=uppgifter, by=stad.hanna, now=now)
        assert lista(person, TODAY + DAG) == BADA


class TestAvslut:
    def test_the_coach_sees_through_the_day_of_avslut_and_the_samordnare_too(self, stad, person, agera):
        siv = anvandare("siv", Roll.SAMORDNARE, stad.kista)
        with agera(stad.carl):
            uppgifter = Samordnaruppgifter(user=siv, enhet=stad.kista, fran=TODAY)
            choose_samordnare(aspirant=person, nuvarande=None, uppgifter=uppgifter, by=stad.carl, now=NU)
            close(person, stad.carl, TODAY)
        assert [sees(agera, u) for u in (stad.carl, siv)] == [True, True]
        assert lista(person, TODAY + DAG) == [("sara", "handlaggare")]

    def test_of_a_day_that_has_been_it_is_through_the_day_it_was_registered_and_enrolling_names_again(
        self, stad, person, agera, logga_in
    ):
        with agera(stad.carl):
            close(person, stad.carl, TODAY - DAG)
        assert [sees(agera, stad.carl, d) for d in (TODAY, TODAY + DAG)] == [True, False]
        with agera(stad.sara):
            name_reader(aspirant=person, user_id=stad.eva.pk, now=NU, till=TODAY)
        data = typed.inskrivning(stad.carl)
        logga_in(stad.eva).post(reverse("cases:inskrivning_create", args=[person.pk]), data)
        assert lista(person, TODAY + DAG) == BADA

    def test_undone_all_stand_there_as_before_it_and_what_was_planned_too(self, stad, person, maria, agera):
        with agera(stad.carl):
            over(person, stad.kista, maria, stad.carl, SEN)
            close(person, stad.carl, TODAY)
            assert lista(person, SEN) == [("sara", "handlaggare")]
            undo_avslut(inskrivning=person.inskrivning_set.get(), by=stad.carl, now=NU)
        assert lista(person, SEN - DAG) == BADA
        assert lista(person, SEN) == [("maria", "handlaggare"), ("sara", "handlaggare")]


def test_a_samordnare_who_is_changed_or_ended_leaves(stad, person, agera):
    sam, siv = (anvandare(namn, Roll.SAMORDNARE, stad.spanga) for namn in ("sam", "siv"))
    nu = None
    with agera(stad.sara):
        for user, fran in ((sam, TODAY - 2 * DAG), (siv, TODAY)):
            uppgifter = Samordnaruppgifter(user=user, enhet=stad.spanga, fran=fran)
            nu = choose_samordnare(aspirant=person, nuvarande=nu and nu.pk, uppgifter=uppgifter, by=stad.sara, now=NU)
        assert lista(person) == [*BADA, ("siv", "samordnare")]
        end_samordnare(aspirant=person, nuvarande=nu.pk, till=TODAY, now=NU)
    assert lista(person, TODAY + DAG) == BADA


def test_whoever_is_samordnare_when_the_protection_is_set_is_named_and_leaves_as_one(stad, agera):
    sam, forr, sedan = (anvandare(namn, Roll.SAMORDNARE, stad.spanga) for namn in ("sam", "forr", "sedan"))
    person, _ = stad.inskriven()
    haller(person, stad.sara, stad.spanga)
    samordnas(person, forr, stad.spanga, TODAY - 9 * DAG, TODAY - 5 * DAG)
    samordnas(person, sam, stad.spanga, TODAY - 4 * DAG, TODAY + DAG)
    samordnas(person, sedan, stad.spanga, TODAY + 2 * DAG)
    with agera(stad.sara):
        protect(aspirant=person, niva=1, now=NU)
    assert lista(person) == [("sam", "samordnare"), ("sara", "handlaggare")]
    assert [sees(agera, user) for user in (sam, forr)] == [True, False]
    assert lista(person, TODAY + 2 * DAG) == [("sara", "handlaggare")]


class TestRemiss:
    @pytest.fixture
    def sand(self, stad, agera):
        """Protected, with a remiss to Kista for which carl is named."""
        person = stad.aspirant()
        with agera(stad.sara):
            protect(aspirant=person, niva=1, now=NU)
        rad = remiss(person, stad.kista, stad.sara)
        with agera(stad.sara):
            name_reader(aspirant=person, user_id=stad.carl.pk, now=NU, grund=Skyddsgrund.REMISS)
        return rad

    def test_sent_back_its_reader_leaves_and_is_led_to_the_remisser(self, stad, sand, logga_in):
        svar = logga_in(stad.carl).post(reverse("cases:remiss_detail", args=[sand.pk]), {"skal": "Frågan saknas."})
        assert svar.url == reverse("cases:remiss_list")
        assert lista(sand.aspirant_id) == [("sara", "namngiven")]

    def test_never_answered_its_reader_leaves_the_night_it_ends(self, stad, sand):
        with som_system("remisser"):
            watch_remisser(now=at("2027-06-01 00:05"))
        assert lista(sand.aspirant_id, date(2027, 6, 1)) == [("sara", "namngiven")]

    def test_enrolled_with_a_colleague_the_colleague_stands_there_instead(self, stad, sand, maria, logga_in):
        sida = reverse("cases:inskrivning_create", args=[sand.aspirant_id])
        svar = logga_in(stad.carl).post(sida, typed.inskrivning(maria))
        assert svar.url == reverse("cases:aspirant_list")
        assert lista(sand.aspirant_id) == [("maria", "handlaggare"), ("sara", "namngiven")]


class TestTheDoor:
    def test_the_unnamed_do_not_open_it_and_a_ground_is_one_of_the_known(self, stad, person, agera):
        with pytest.raises(ProgrammingError, match="får se"), agera(stad.eva):
            follow_assignments(aspirant=person, now=NU)
        for grund in (Skyddsgrund.CHEF, Skyddsgrund.ERSATTARE, "annan"):
            with pytest.raises(ProgrammingError, match="grunden"), agera(stad.sara):
                name_reader(aspirant=person, user_id=stad.eva.pk, now=NU, grund=grund)

    def test_the_page_says_the_ground_and_lets_an_assigned_one_be_named_to_stay(self, stad, person, logga_in):
        sara, sida = logga_in(stad.sara), reverse("cases:skydd", args=[person.pk])
        assert sara.get(sida).content.decode().count('data-label="Grund">Handläggare<') == 2
        sara.post(sida, {"user": stad.carl.pk, "fran": f"{TODAY}", "till": f"{SEN}"})
        page = sara.get(sida).content.decode()
        assert 'data-label="Grund">Namngiven<' in page
        # Two handläggare, one of them named too: for each once, why the name stays
        assert page.count(constraint_text("cases_skyddsbehorighet_handlaggaren_kvar")) == 2
        assert reverse("cases:skydd_avsluta", args=[person.pk, stad.carl.pk]) not in page
