"""Min dag: whose matters, in which order, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import akt
from cases.akt import Tidsgrans
from cases.models import Handlaggare
from tests.conftest import TODAY, owner
from tests.factories import remiss
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.min_dag import end_of_week, min_dag

pytestmark = pytest.mark.django_db


@pytest.fixture
def granser(monkeypatch):
    """Deadlines only from the test: {aspirant pk: [dates]}. Bevakningar, but for what falls on a Thursday."""
    given: dict[int, list[date]] = {}

    def kalla(aspiranter, user, today):
        return {
            a.pk: [
                Tidsgrans(dag, f"Gör {dag}", "för att", "/", "Gör", hantera="" if dag.weekday() == 3 else "/b/")
                for dag in given.get(a.pk, [])
            ]
            for a in aspiranter
        }

    monkeypatch.setattr(akt.REGISTER, "tidsgranser", [kalla])
    return given


def held_by(user, enhet, person):
    with owner():
        Handlaggare.objects.create(aspirant=person, user=user, enhet=enhet, fran=date(2026, 6, 1))
    return person


def test_matters_stand_as_overdue_today_and_the_rest_of_the_week(stad, agera, granser):
    person = held_by(stad.sara, stad.spanga, stad.aspirant())
    granser[person.pk] = [date(2026, 11, d) for d in (19, 20, 24, 29, 30)]
    with agera(stad.sara):
        dag = min_dag(stad.sara, TODAY)
    assert [(g.title, len(g.rows)) for g in dag.grupper] == [
        ("Försenade", 1),
        ("Annat som väntar", 1),
        ("I dag", 1),
        ("Resten av vecka 48", 1),
    ]
    assert dag.antal == 4


def test_only_persons_i_hold_are_mine(stad, agera, granser):
    mine, other = held_by(stad.sara, stad.spanga, stad.aspirant()), stad.aspirant()
    granser.update({mine.pk: [TODAY], other.pk: [TODAY]})
    with agera(stad.sara):
        assert [r.aspirant.pk for r in min_dag(stad.sara, TODAY).personer] == [mine.pk]


def test_a_chef_sees_the_whole_units_population(stad, agera, granser):
    held_by(stad.sara, stad.spanga, stad.aspirant())
    stad.aspirant()
    with agera(stad.stina):
        dag = min_dag(stad.stina, TODAY)
    assert dag.enheten
    assert dag.antal_personer == 2


def test_a_week_ends_on_sunday_also_when_today_is_one():
    assert end_of_week(date(2026, 11, 29), 1) == date(2026, 11, 29)
    assert end_of_week(date(2026, 11, 30), 1) == date(2026, 12, 6)


def test_the_page_costs_the_same_with_one_person_and_ten(stad, logga_in):
    client = logga_in(stad.carl)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    held_by(stad.carl, stad.kista, stad.inskriven()[0])
    cost()
    one = cost()
    for _ in range(9):
        held_by(stad.carl, stad.kista, stad.inskriven()[0])
    bevaka(TODAY)
    assert cost() == one <= 25


def test_a_chef_of_a_jobbtorg_sees_those_enrolled_or_remitted_not_those_who_left(stad, agera, granser):
    enrolled, _ = stad.inskriven()
    stad.inskriven(avslutad=date(2026, 8, 1), orsak="okand")
    remitted = stad.aspirant()
    remiss(remitted, stad.kista, stad.sara)
    with agera(stad.eva):
        found = min_dag(stad.eva, TODAY).personer
    assert {r.aspirant.pk for r in found} == {enrolled.pk, remitted.pk}


def test_a_remiss_waits_on_every_coachs_day_though_nobody_holds_the_case(stad, agera):
    remiss(stad.aspirant(), stad.kista, stad.sara)
    bevaka(TODAY)
    with agera(stad.carl):
        dag = min_dag(stad.carl, TODAY)
    assert [rad.vad for grupp in dag.grupper for rad in grupp.rows] == ["Svara på remissen"]
    assert dag.personer == []
    with agera(stad.vera):
        assert min_dag(stad.vera, TODAY).grupper == []
