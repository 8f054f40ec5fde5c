"""A substitute during absence: whose persons, how long, and what of the protected."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import Roll
from cases.models import Aspirant, Handlaggare, Vikariat
from cases.services.overlamning import Post, Uppgifter, hand_over_cases
from cases.services.vikariat import VikariatError, Vikariatuppgifter, end_vikariat, name_substitute, set_vikariat
from cases.uppdrag import capacities
from tests.cases.handlaggare_data import haller, namngiven, vikariat
from tests.cases.journal_data import anteckning
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, inskrivning
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.min_dag import min_dag

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
SLUT = date(2026, 11, 30)


@pytest.fixture
def maria(stad):
    return anvandare("maria", Roll.COACH, stad.kista)


@pytest.fixture
def person(stad):
    person, _ = stad.inskriven()
    haller(person, stad.carl, stad.kista)
    return person


@pytest.fixture
def skyddad(stad):
    person = stad.aspirant(skyddad=True, efternamn="Dold")
    inskrivning(person, stad.kista)
    haller(person, stad.carl, stad.kista)
    namngiven(person, stad.carl)
    return person


def away(stad, ersattare, by=None, enhet=None, **changes) -> Vikariat:
    fakta = {"user": stad.carl, "enhet": enhet or stad.kista, "fran": TODAY, "till": SLUT, **changes}
    return set_vikariat(uppgifter=Vikariatuppgifter(ersattare=ersattare, **fakta), by=by or stad.carl, now=NU)


def mina(agera, user, dag=TODAY) -> set[int]:
    with agera(user, dag):
        return set(Aspirant.objects.mina(user, dag).values_list("pk", flat=True))


class TestWhose:
    def test_the_absent_ones_persons_for_the_days_of_absence_and_no_longer(self, stad, person, maria, agera):
        vikariat(stad.carl, maria, stad.kista, TODAY, SLUT)
        dagar = [date(2026, 11, 23), TODAY, SLUT, date(2026, 12, 1)]
        assert [len(mina(agera, maria, dag)) for dag in dagar] == [0, 1, 1, 0]
        assert mina(agera, stad.carl) == {person.pk}

    def test_broken_off_it_is_over_from_that_day(self, stad, person, maria, agera):
        vikariat(stad.carl, maria, stad.kista, avbrutet=TODAY)
        assert [len(mina(agera, maria, dag)) for dag in (date(2026, 11, 23), TODAY)] == [1, 0]

    def test_only_at_the_unit_and_not_the_substitutes_substitute(self, stad, person, maria, agera):
        with owner():
            stad.eva.medlemskap.create(enhet=stad.varberg, roll=Roll.COACH, fran=date(2020, 1, 1))
        vikariat(stad.carl, stad.eva, stad.varberg)
        assert mina(agera, stad.eva) == set()
        vikariat(stad.carl, maria, stad.kista)
        vikariat(maria, stad.eva, stad.kista)
        assert mina(agera, stad.eva) == set()

    def test_min_dag_says_for_whom_with_the_deadlines(self, stad, person, maria, agera):
        vikariat(stad.carl, maria, stad.kista)
        bevaka(TODAY)
        with agera(maria):
            dag = min_dag(maria, TODAY, veckor=60)
        assert [r.som for r in dag.personer] == ["Som ersättare för Carl Test"]
        varfor = [rad.varfor for grupp in dag.grupper for rad in grupp.rows]
        assert varfor
        assert all(text.startswith("Som ersättare för Carl Test. ") for text in varfor)

    def test_what_one_holds_oneself_is_ones_own(self, stad, person, maria, agera):
        haller(person, stad.sara, stad.spanga)
        vikariat(stad.carl, maria, stad.kista)
        with owner():
            Handlaggare.objects.filter(user=stad.sara).update(user=maria)
        with agera(maria):
            assert capacities(Aspirant.objects.filter(pk=person.pk).for_lista(TODAY), maria, TODAY) == {}

    def test_a_unit_of_assigned_persons_opens_for_the_days_of_absence(self, stad, person, maria, agera):
        with owner():
            stad.kista.bara_tilldelade = True
            stad.kista.save()
        stad.inskriven()
        vikariat(stad.carl, maria, stad.kista, TODAY, SLUT)
        seen = []
        for dag in (date(2026, 11, 23), TODAY, date(2026, 12, 1)):
            with agera(maria, dag):
                seen.append(set(Aspirant.objects.values_list("pk", flat=True)))
        assert seen == [set(), {person.pk}, set()]

    def test_it_stays_closed_when_the_absence_was_broken_off(self, stad, person, maria, agera):
        with owner():
            stad.kista.bara_tilldelade = True
            stad.kista.save()
        vikariat(stad.carl, maria, stad.kista, avbrutet=TODAY)
        with agera(maria):
            assert Aspirant.objects.count() == 0


class TestSetting:
    def test_for_oneself_and_by_the_chef_and_the_same_twice_is_once(self, stad, maria, agera):
        with agera(stad.carl):
            assert away(stad, maria) == away(stad, maria)
        with agera(stad.eva):
            assert away(stad, stad.carl, stad.eva, user=maria).skapad_av == stad.eva

    @pytest.mark.parametrize("who", ["maria", "sara", "vera"])
    def test_others_cannot_write_it_even_by_sql(self, stad, maria, agera, who):
        user = maria if who == "maria" else getattr(stad, who)
        with agera(user), pytest.raises(ProgrammingError, match="row-level security"):
            Vikariat.objects.create(
                user=stad.carl, ersattare=user, enhet=stad.kista, fran=TODAY, till=SLUT, skapad_at=NU, skapad_av=user
            )

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"till": date(2026, 11, 23)}, "före den första"),
            ({"fran": date(2026, 11, 1), "till": date(2026, 11, 23)}, "redan slut"),
            ({"till": date(2028, 1, 1)}, "mer än ett år"),
            ({"user": "maria"}, "sin egen ersättare"),
        ],
    )
    def test_what_cannot_be_is_refused_with_words(self, stad, maria, agera, changes, text):
        if "user" in changes:
            changes = {"user": maria}
        with agera(stad.eva), pytest.raises(VikariatError, match=text):
            away(stad, maria, stad.eva, **changes)

    def test_the_substitute_works_at_the_unit_all_the_days(self, stad, maria, agera):
        with agera(stad.eva):
            with pytest.raises(VikariatError, match="arbetar inte på Jobbtorg Kista"):
                away(stad, stad.vera, stad.eva)
            with owner():
                maria.medlemskap.update(till=date(2026, 11, 29))
            with pytest.raises(VikariatError, match="arbetar inte på Jobbtorg Kista hela tiden"):
                away(stad, maria, stad.eva)

    def test_one_substitute_at_a_time_unless_broken_off(self, stad, maria, agera):
        first = vikariat(stad.carl, maria, stad.kista)
        with agera(stad.eva):
            with pytest.raises(VikariatError, match="Maria Test är redan ersättare"):
                away(stad, stad.eva, stad.eva)
            assert end_vikariat(vikariat=first, today=TODAY)
            assert not end_vikariat(vikariat=first, today=TODAY)
            assert away(stad, stad.eva, stad.eva)

    def test_the_database_refuses_two_at_once(self, stad, maria, som_agare):
        vikariat(stad.carl, maria, stad.kista)
        with pytest.raises(IntegrityError, match="cases_vikariat_en_i_taget"):
            vikariat(stad.carl, stad.eva, stad.kista, SLUT, SLUT)


class TestProtected:
    def seen(self, agera, user, dag=TODAY) -> int:
        with agera(user, dag):
            return Aspirant.objects.count()

    def test_the_substitute_sees_them_only_when_named_and_until_the_last_day(self, stad, skyddad, maria, agera):
        with agera(stad.carl):
            v = away(stad, maria)
        assert self.seen(agera, maria) == 0
        with agera(stad.carl):
            assert [name_substitute(vikariat=v, aspiranter=[skyddad.pk], today=TODAY) for _ in range(2)] == [1, 1]
        assert [self.seen(agera, maria, d) for d in (TODAY, SLUT, date(2026, 12, 1))] == [1, 1, 0]

    def test_they_are_gone_the_moment_the_absence_is_broken_off(self, stad, skyddad, maria, agera):
        with agera(stad.carl):
            v = away(stad, maria)
            name_substitute(vikariat=v, aspiranter=[skyddad.pk], today=TODAY)
            end_vikariat(vikariat=v, today=TODAY)
        assert self.seen(agera, maria) == 0

    def test_someone_named_for_good_stays_when_the_absence_ends(self, stad, skyddad, maria, agera):
        namngiven(skyddad, maria)
        with agera(stad.carl):
            v = away(stad, maria)
            name_substitute(vikariat=v, aspiranter=[skyddad.pk], today=TODAY)
            end_vikariat(vikariat=v, today=TODAY)
        assert self.seen(agera, maria, date(2026, 12, 24)) == 1

    def test_a_substitute_who_then_takes_over_stays(self, stad, skyddad, maria, agera):
        with agera(stad.carl):
            v = away(stad, maria)
            name_substitute(vikariat=v, aspiranter=[skyddad.pk], today=TODAY)
            hand_over_cases(
                poster=[Post(skyddad.pk, Handlaggare.objects.get().stampel)],
                enhet=stad.kista,
                uppgifter=Uppgifter(till=maria, fran=TODAY),
                omgang=uuid.uuid4(),
                by=stad.carl,
                now=NU,
            )
            end_vikariat(vikariat=v, today=TODAY)
        assert self.seen(agera, maria, date(2026, 12, 24)) == 1

    def test_nobody_outside_the_list_names_and_no_one_else_is_named(self, stad, skyddad, person, maria, agera):
        with agera(stad.eva):
            v = away(stad, maria, stad.eva)
            with pytest.raises(VikariatError):
                name_substitute(vikariat=v, aspiranter=[skyddad.pk], today=TODAY)
        with agera(stad.carl):
            with pytest.raises(VikariatError):
                name_substitute(vikariat=v, aspiranter=[skyddad.pk, person.pk], today=TODAY)
            with owner():
                Handlaggare.objects.filter(aspirant=skyddad).update(user=stad.eva)
            with pytest.raises(VikariatError):
                name_substitute(vikariat=v, aspiranter=[skyddad.pk], today=TODAY)
        assert self.seen(agera, maria) == 1


class TestPages:
    LISTA, NY = reverse("cases:vikariat_list"), reverse("cases:vikariat_create")

    def typed(self, stad, ersattare, **changes) -> dict:
        return {
            "enhet": stad.kista.pk,
            "ersattare": ersattare.pk,
            "fran": "2026-11-24",
            "till": "2026-11-30",
            **changes,
        }

    def test_whoever_is_on_the_list_is_asked_and_others_are_not(self, stad, skyddad, person, maria, logga_in):
        carl = logga_in(stad.carl)
        answer = carl.post(self.NY, self.typed(stad, maria))
        with owner():
            v = Vikariat.objects.get()
        assert answer.url == reverse("cases:vikariat_namnge", args=[v.pk])
        page = carl.get(answer.url).content.decode()
        assert "Dold" in page
        assert person.efternamn not in page
        carl.post(answer.url, {"personer": [skyddad.pk, person.pk, "x"]})
        assert "Dold" in logga_in(maria).get(reverse("cases:aspirant_list") + "?visa=ersattare").content.decode()
        eva = logga_in(stad.eva)
        data = self.typed(stad, stad.eva, user=maria.pk)
        assert eva.post(self.NY, data).url == self.LISTA

    def test_a_double_click_is_one_absence(self, stad, maria, logga_in):
        carl = logga_in(stad.carl)
        for _ in range(2):
            assert carl.post(self.NY, self.typed(stad, maria)).status_code == 302
        with owner():
            assert Vikariat.objects.count() == 1

    def test_what_is_wrong_is_said_at_the_field(self, stad, maria, logga_in):
        page = logga_in(stad.carl).post(self.NY, self.typed(stad, maria, till="2026-11-01")).content.decode()
        assert "Sista dagen kan inte ligga före den första." in page
        assert 'value="2026-11-01"' in page

    def test_a_coach_is_away_only_herself_whatever_the_form_says(self, stad, maria, logga_in):
        logga_in(stad.carl).post(self.NY, self.typed(stad, maria, user=stad.eva.pk))
        with owner():
            assert Vikariat.objects.get().user == stad.carl

    def test_the_header_tells_both_sides_who_stands_in(self, stad, person, maria, logga_in):
        vikariat(stad.carl, maria, stad.kista)
        for user in (stad.eva, stad.sara):
            page = logga_in(user).get(reverse("cases:akt", args=[person.pk])).content.decode()
            assert "Ersättare till 2026-11-30: Maria Test" in page.replace('<span class="nowrap">', "").replace(
                "</span>", ""
            )

    def test_ended_by_the_absent_one_and_the_chef_not_by_the_substitute(self, stad, maria, logga_in):
        v = vikariat(stad.carl, maria, stad.kista)
        url = reverse("cases:vikariat_end", args=[v.pk])
        assert logga_in(maria).post(url).status_code == 404
        assert logga_in(stad.eva).post(url).status_code == 302
        answer = logga_in(stad.carl).post(url, follow=True)
        assert "Ersättningen var redan slut" in answer.content.decode()

    def test_min_dag_costs_the_same_with_one_person_and_many(self, stad, maria, logga_in):
        vikariat(stad.carl, maria, stad.kista)
        client, counts = logga_in(maria), []
        for antal in (1, 20):
            for _ in range(antal):
                haller(stad.inskriven()[0], stad.carl, stad.kista)
            client.get("/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/")
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_the_chefs_day_tells_whom_nobody_holds_and_who_has_left(stad, person, maria, logga_in, agera):
    utan, _ = stad.inskriven()
    borta = vikariat(maria, stad.carl, stad.kista)
    anteckning(person, stad.kista, stad.carl, signerad=None)
    with owner():
        stad.carl.medlemskap.update(till=TODAY.replace(day=1))
    eva = logga_in(stad.eva)
    page = eva.get("/").content.decode()
    assert "har en ersättare som inte längre arbetar här" in page
    assert "1 anteckning väntar på att du avgör" in page
    for namn in ("cases:vikariat_list", "uppfoljning:enhet"):
        assert "Ersättaren arbetar inte längre här" in eva.get(reverse(namn)).content.decode()
    assert "var ersättare och arbetar inte längre här" in eva.get(reverse("cases:handlaggare_list")).content.decode()
    assert "Saknar handläggare, Jobbtorg Kista" in page
    assert "Arbetar inte längre här, har 1 person" in page
    assert reverse("cases:handlaggare", args=[utan.pk]) in page
    ny = eva.post(reverse("cases:vikariat_end", args=[borta.pk])).url
    falt = eva.get(ny).context["form"].initial
    assert (falt["user"], falt["fran"], falt["till"]) == (maria.pk, TODAY, borta.till)
    assert "Saknar handläggare" not in logga_in(maria).get("/").content.decode()
