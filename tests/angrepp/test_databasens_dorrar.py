"""The application's login with SQL of its own: what the owner's functions give away or let it write."""

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.sekretess.identitet import som_anvandare, som_ingen
from config.database import APP_ROLE
from tests.conftest import TODAY
from tests.factories import at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")


def run(sql: str, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return cursor.fetchall() if cursor.description else None


def refused(sql: str, *args) -> None:
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        run(sql, *args)
    assert caught.value.__cause__.sqlstate == "42501"


def test_it_makes_no_table_of_its_own():
    for sql in ("CREATE TEMP TABLE cases_aspirant (id bigint)", "CREATE TABLE app.smyg ()", "CREATE TABLE smyg ()"):
        refused(sql)


def test_no_trigger_function_is_its_to_put_on_a_table():
    """On a table named cases_aspirant, app.historik takes a person's history away when a row is deleted."""
    found = run(
        "SELECT oid::regproc::text, has_function_privilege(%s, oid, 'EXECUTE') FROM pg_proc"
        " WHERE pronamespace = 'app'::regnamespace AND prorettype = 'trigger'::regtype",
        APP_ROLE,
    )
    assert len(found) > 20
    assert [name for name, open_ in found if open_] == []


def test_whether_a_number_is_known_is_asked_only_through_the_door_that_counts(stad):
    with som_anvandare(stad.sara.pk, today=TODAY):
        refused("SELECT app.nummer_status('199110272391')")


def test_nobody_signs_in_the_account_of_another_for_somebody_else(stad):
    sql = "SELECT app.anteckna_konto(%s, 'tillfalligt', %s, %s)"
    with som_anvandare(stad.sara.pk, today=TODAY):
        refused(sql, stad.carl.pk, stad.sven.pk, NU)
        refused(sql, stad.carl.pk, None, NU)
    with som_ingen():
        refused(sql, stad.carl.pk, stad.sven.pk, NU)
