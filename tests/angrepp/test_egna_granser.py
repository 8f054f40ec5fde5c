"""Limits that the database sets itself, and duties that no caller may take: tried with SQL of one's own."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import Aspirant, Nodoppning, Parameter
from cases.sekretess.identitet import som_anvandare, som_ingen, som_system
from tests.cases.test_nodoppning import SKAL, opens
from tests.conftest import TODAY, owner
from tests.factories import at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
MANADER = "SELECT app.skapa_lasningsmanader(%s, 0, 0)"
LAGE = "SELECT utan_manad FROM app.lasningslogg_lage(%s)"


@pytest.fixture
def person(stad):
    return stad.inskriven()[0]


def sql(query, *args):
    with connection.cursor() as cursor:
        cursor.execute(query, args)
        return cursor.fetchone()


def lasts() -> timedelta:
    with owner():
        row = Nodoppning.objects.get()
    return row.galler_till - row.oppnad_at


def test_the_database_ends_a_nödöppning_by_the_municipalitys_minutes(stad, person):
    with owner():
        Parameter.objects.filter(kod="nodoppning_minuter").update(varde=15)
    assert opens(stad.hanna, person) == "oppnad"
    assert lasts() == timedelta(minutes=15)


@pytest.mark.parametrize("varde", [None, 0, "", "60", [1], {"a": 1}, -5, 1.5])
def test_a_setting_that_makes_no_sense_is_an_hour(stad, person, varde):
    with owner():
        Parameter.objects.filter(kod="nodoppning_minuter").delete()
        if varde is not None:
            Parameter.objects.create(kod="nodoppning_minuter", varde=varde, giltig_fran=date(2020, 1, 1))
    assert opens(stad.hanna, person) == "oppnad"
    assert lasts() == timedelta(minutes=60)


def test_whoever_opens_akter_does_not_change_the_settings(stad):
    with som_anvandare(stad.hanna.pk, today=TODAY):
        assert not Parameter.objects.filter(kod="nodoppning_minuter").update(varde=99999)


def test_the_doors_that_took_a_limit_are_gone(stad, person):
    tries = (
        ("SELECT app.nodoppna(%s, %s, %s, %s, 100)", person.nummer, SKAL, NU, NU + timedelta(days=99)),
        ("SELECT app.fraga_nummer(%s, '', NULL::bigint, %s, 100)", person.nummer, NU),
        ("SELECT app.for_manga_nummerfragor(%s)", NU),
    )
    for query, *args in tries:
        with som_anvandare(stad.hanna.pk, today=TODAY), pytest.raises(ProgrammingError), transaction.atomic():
            sql(query, *args)


def test_questions_by_sql_stop_at_the_limit_also_where_none_is_set(stad, person):
    ask = "SELECT svar FROM app.fraga_nummer(%s, %s, NULL, %s)"
    with owner():
        Parameter.objects.filter(kod="nummerfragor_per_timme").update(varde=2)
    with som_anvandare(stad.hanna.pk, today=TODAY):
        assert [sql(ask, person.nummer, f"ABCD-EFG{n}", NU)[0] for n in range(3)] == ["annan", "annan", "for_manga"]
    with owner():
        Parameter.objects.filter(kod="nummerfragor_per_timme").delete()
    with som_anvandare(stad.hanna.pk, today=TODAY):
        svar = [sql(ask, person.nummer, f"ABCD-E{n:03}", NU)[0] for n in range(58)]
    assert (svar.count("annan"), svar[-1]) == (57, "for_manga")


def eyes(stad, who):
    if who == "ingen":
        return som_ingen()
    if who in ("statistik", "uppfoljning"):
        return som_system(who)
    return som_anvandare(getattr(stad, who).pk, today=TODAY)


@pytest.mark.parametrize("who", ["sara", "eva", "nina", "sven", "ingen", "statistik", "uppfoljning"])
def test_nobody_else_makes_the_logs_months_or_takes_its_locks(stad, who):
    with pytest.raises(ProgrammingError, match="läsloggens egen uppgift"), eyes(stad, who):
        sql(MANADER, date(2033, 1, 1))


@pytest.mark.parametrize("who", ["sara", "eva", "nina", "ingen", "statistik", "uppfoljning"])
def test_the_logs_state_is_told_to_the_systemförvaltare(stad, who):
    with pytest.raises(ProgrammingError, match="kräver systemförvaltare"), eyes(stad, who):
        sql(LAGE, TODAY)


def test_the_logs_own_duty_makes_months_and_sees_no_person(stad, person):
    with som_system("lasningslogg"):
        assert sql(MANADER, date(2033, 1, 1)) == (1,)
        assert sql(LAGE, TODAY) == (0,)
        assert not Aspirant.objects.exists()
