"""The question of a remiss is read by its two sides and the SDF responsible now; its history too (domain.md 9)."""

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Andring, Aspirant, Remiss
from cases.services.flytt import Flyttuppgifter, transfer_sdf
from tests import factories
from tests.conftest import TODAY, owner
from tests.factories import at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
FRAGA = "Hur mycket orkar personen efter vårdtiden?"


def move(agera, person, by, fran, till, dag=TODAY):
    with agera(by):
        transfer_sdf(aspirant=person, fran=fran, uppgifter=Flyttuppgifter(till=till, dag=dag), by=by, now=NU)


def asks(agera, person, by, jobbtorg):
    """A remiss whose question was changed once, so that it has history with text."""
    with owner():
        person.refresh_from_db()
    sent = factories.remiss(person, jobbtorg, by, sdf=person.sdf)
    with agera(by):
        assert Remiss.objects.filter(pk=sent.pk).update(fraga=FRAGA) == 1
    return sent


def sees(agera, *users) -> list[tuple[int, int, int]]:
    """Per user: persons, remisser, changes of remisser."""
    return [_counts(agera, user) for user in users]


def _counts(agera, user):
    with agera(user), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM cases_aspirant), (SELECT count(*) FROM cases_remiss),"
            " (SELECT count(*) FROM cases_andring WHERE tabell = 'cases_remiss')"
        )
        return cursor.fetchone()


@pytest.fixture
def flyttad(stad, agera):
    """Moved from Spånga-Tensta to Hägersten-Liljeholmen, which then asked Jobbtorg Kista."""
    person = stad.aspirant()
    move(agera, person, stad.sara, stad.spanga, stad.hagersten)
    return person, asks(agera, person, stad.hanna, stad.kista)


class TestWhoReads:
    def test_the_sender_and_the_jobbtorg_asked_and_not_the_sdf_that_was_responsible_before(self, stad, agera, flyttad):
        assert sees(agera, stad.hanna, stad.carl, stad.eva) == [(1, 1, 2)] * 3
        assert sees(agera, stad.sara, stad.stina) == [(1, 0, 0)] * 2
        assert sees(agera, stad.vera, stad.nina, stad.sven) == [(0, 0, 0)] * 3

    def test_every_jobbtorg_of_the_nämnd_asked_that_works_with_the_person(self, stad, agera, flyttad):
        """All jobbtorg belong to one nämnd (domain.md section 2)."""
        factories.inskrivning(flyttad[0], stad.varberg, sdf=stad.hagersten)
        assert sees(agera, stad.vera) == [(1, 1, 2)]

    def test_what_was_asked_before_a_move_stays_with_its_sender_and_follows_to_the_responsible(self, stad, agera):
        person = stad.aspirant()
        asks(agera, person, stad.sara, stad.kista)
        move(agera, person, stad.sara, stad.spanga, stad.hagersten)
        # The new one follows the answer; what was written before its time is not its history
        assert sees(agera, stad.sara, stad.carl, stad.hanna) == [(1, 1, 2), (1, 1, 2), (1, 1, 0)]

    def test_a_responsibility_that_passes_on_takes_the_reading_with_it_and_one_that_comes_back_too(self, stad, agera):
        person = stad.aspirant()
        move(agera, person, stad.sara, stad.spanga, stad.hagersten, TODAY.replace(day=10))
        asks(agera, person, stad.hanna, stad.kista)
        assert sees(agera, stad.sara) == [(1, 0, 0)]
        move(agera, person, stad.hanna, stad.hagersten, stad.spanga, TODAY.replace(day=20))
        assert sees(agera, stad.sara, stad.hanna) == [(1, 1, 0), (1, 1, 2)]
        move(agera, person, stad.sara, stad.spanga, stad.hagersten, TODAY)
        assert sees(agera, stad.sara, stad.hanna) == [(1, 0, 0), (1, 1, 2)]


class TestWhoWrites:
    def test_nobody_changes_what_they_may_not_read_and_no_sender_reads_more_by_writing_it(self, stad, agera, flyttad):
        with agera(stad.sara):
            assert Remiss.objects.filter(aspirant=flyttad[0]).update(fraga="x", synlig_for=[stad.spanga.namnd_id]) == 0
        with agera(stad.hanna):
            Remiss.objects.update(synlig_for=[stad.spanga.namnd_id])
        with owner():
            assert set(Remiss.objects.get().synlig_for) == {stad.hagersten.namnd_id, stad.kista.namnd_id}
        assert sees(agera, stad.sara) == [(1, 0, 0)]


class TestPages:
    def test_the_akt_of_the_earlier_sdf_says_nothing_of_the_question(self, stad, logga_in, flyttad):
        person, sent = flyttad
        for user, shown in ((stad.sara, False), (stad.hanna, True), (stad.carl, True)):
            sida = logga_in(user).get(reverse("cases:akt", args=[person.pk]))
            assert (sida.status_code, FRAGA in sida.content.decode()) == (200, shown), user.username
            svar = logga_in(user).get(reverse("cases:remiss_detail", args=[sent.pk])).status_code
            assert svar == (200 if shown else 404), user.username

    def test_its_history_says_nothing_of_it_either(self, stad, logga_in, flyttad):
        with owner():
            assert Andring.objects.filter(tabell="cases_remiss").count() == 2
            assert Aspirant.objects.get().sdf == stad.hagersten
        for user, shown in ((stad.sara, False), (stad.hanna, True)):
            sida = logga_in(user).get(reverse("cases:logg_andringar", args=[flyttad[0].pk]))
            assert (sida.status_code, FRAGA in sida.content.decode()) == (200, shown), user.username
