"""Row-level security: who sees which row, tried with raw SQL through the application's role."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import Aspirant, Inskrivning
from cases.sekretess.dorrar import DORRAR, INRE_FUNKTIONER
from cases.sekretess.identitet import som_anvandare, som_system
from cases.sekretess.matris import EXEMPT, PROTECTED
from cases.sekretess.tillampa import MatrixIncompleteError, _check_complete, apply_matrix
from config.database import APP_ROLE
from tests import factories
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def seen_by(user, table="cases_aspirant") -> int:
    with som_anvandare(user.pk, today=TODAY):
        return rows(table)


def test_tests_run_as_the_role_that_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == APP_ROLE


def test_without_identity_every_protected_table_is_empty(stad):
    person, _ = stad.inskriven()
    factories.remiss(person, stad.varberg, stad.sara)
    assert {table: rows(table) for table in PROTECTED if rows(table)} == {}


def test_a_person_is_seen_by_the_responsible_sdf_and_no_other(stad):
    stad.aspirant()
    seen = {u.username: seen_by(u) for u in (stad.sara, stad.stina, stad.hanna, stad.carl, stad.nina, stad.sven)}
    assert seen == {"sara": 1, "stina": 1, "hanna": 0, "carl": 0, "nina": 0, "sven": 0}


def test_a_jobbtorg_sees_the_person_from_the_moment_a_remiss_is_sent(stad):
    person = stad.aspirant()
    assert seen_by(stad.carl) == 0
    factories.remiss(person, stad.kista, stad.sara)
    assert [seen_by(u) for u in (stad.carl, stad.vera)] == [1, 0]
    assert seen_by(stad.carl, "cases_remiss") == 1


def test_earlier_rows_follow_the_person_to_the_next_jobbtorg(stad):
    person, _ = stad.inskriven(avslutad=TODAY.replace(month=6), orsak="okand")
    assert seen_by(stad.vera, "cases_inskrivning") == 0
    factories.remiss(person, stad.varberg, stad.sara)
    assert seen_by(stad.vera, "cases_inskrivning") == 1


def test_a_protected_person_is_seen_only_by_the_named(stad):
    person = stad.aspirant(skyddad=True)
    assert seen_by(stad.sara) == 0
    with owner():
        from cases.models import Skyddsbehorighet

        Skyddsbehorighet.objects.create(aspirant=person, user=stad.sara, fran=TODAY)
    assert [seen_by(stad.sara), seen_by(stad.stina)] == [1, 0]


def test_a_name_on_the_list_widens_nothing(stad):
    """The list narrows what the unit sees: someone of another unit sees nothing by it."""
    from cases.models import Skyddsbehorighet

    person = stad.aspirant(skyddad=True)
    with owner():
        Skyddsbehorighet.objects.create(aspirant=person, user=stad.hanna, fran=TODAY)
    assert seen_by(stad.hanna) == 0


def test_protection_set_later_hides_the_rows_that_were_there(stad):
    person, _ = stad.inskriven()
    assert seen_by(stad.carl, "cases_inskrivning") == 1
    with owner():
        Aspirant.objects.filter(pk=person.pk).update(skydd=1)
    assert seen_by(stad.carl, "cases_inskrivning") == 0


def test_a_hidden_person_cannot_be_enrolled_by_guessing_the_id(stad):
    person = stad.aspirant()
    with pytest.raises(ProgrammingError, match="row-level security"), som_anvandare(stad.vera.pk, today=TODAY):
        Inskrivning.objects.create(
            aspirant_id=person.pk, jobbtorg=stad.varberg, inskriven=TODAY, inskrivningssatt="gruppinformation"
        )


def test_the_reach_of_a_row_cannot_be_written_by_the_application(stad):
    stad.inskriven()
    with som_anvandare(stad.carl.pk, today=TODAY):
        Inskrivning.objects.update(enheter=[stad.varberg.pk], skydd=0)
        Aspirant.objects.update(enheter=[stad.varberg.pk])
    assert seen_by(stad.vera) == seen_by(stad.vera, "cases_inskrivning") == 0


def test_membership_that_has_ended_gives_no_access(stad):
    stad.aspirant()
    with owner():
        stad.sara.medlemskap.update(till=TODAY.replace(day=1))
    assert seen_by(stad.sara) == 0


def test_identity_ends_with_its_block_and_the_outer_one_returns(stad):
    stad.aspirant()
    with som_anvandare(stad.sara.pk, today=TODAY):
        with som_anvandare(stad.hanna.pk, today=TODAY):
            assert rows("cases_aspirant") == 0
        assert rows("cases_aspirant") == 1
    assert rows("cases_aspirant") == 0


def test_identity_ends_also_when_the_block_fails(stad):
    stad.aspirant()
    with pytest.raises(ZeroDivisionError), som_anvandare(stad.sara.pk, today=TODAY):
        raise ZeroDivisionError
    assert rows("cases_aspirant") == 0


def test_a_system_duty_needs_a_known_purpose():
    with pytest.raises(ProgrammingError, match="känt syfte"), som_system("annat"):
        pass


def test_statistics_reads_enrolments_but_not_the_register_or_plans_text(stad):
    stad.inskriven()
    with som_system("statistik"):
        assert [rows("cases_inskrivning"), rows("uppfoljning_registerrad"), rows("cases_handling")] == [1, 0, 0]


def test_every_table_has_a_rule_or_a_stated_exemption():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert tables == PROTECTED.keys() | EXEMPT.keys()


@pytest.mark.parametrize("kind", ["TABLE", "VIEW", "MATERIALIZED VIEW"])
def test_a_new_relation_without_a_rule_is_refused(kind):
    with owner():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE {kind} smyg {'(id int)' if kind == 'TABLE' else 'AS SELECT 1 AS id'}")
        with pytest.raises(MatrixIncompleteError, match="smyg"):
            apply_matrix()


def test_applying_the_matrix_again_changes_nothing():
    with owner():
        assert apply_matrix() is False


@pytest.mark.django_db(transaction=True)
def test_identity_does_not_outlive_its_transaction_on_the_connection(stad):
    stad.aspirant()
    assert seen_by(stad.sara) == 1
    assert rows("cases_aspirant") == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.enheter', true), '')")
        assert cursor.fetchone()[0] == ""


def test_a_foreign_table_without_a_rule_is_refused():
    """Only a superuser makes one: the private PostgreSQL lets the tests be that on a connection of their own."""
    settings = connection.get_connection_params()
    try:
        superuser = psycopg.connect(dbname=settings["dbname"], host=settings.get("host"), user="postgres")
    except psycopg.OperationalError:
        pytest.skip("no superuser login here")
    with superuser, superuser.cursor() as cursor:
        cursor.execute(
            "CREATE FOREIGN DATA WRAPPER prov; CREATE SERVER prov FOREIGN DATA WRAPPER prov;"
            "CREATE FOREIGN TABLE smyg (id int) SERVER prov"
        )
        with pytest.raises(MatrixIncompleteError, match="smyg"):
            _check_complete(cursor)
        superuser.rollback()


def test_a_new_table_is_out_of_reach_until_it_has_a_rule():
    with owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE smyg (id int)")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows("smyg")


def test_every_function_with_the_owners_rights_is_a_known_door_or_closed():
    """A new one is either called by policies and services (and asks whose identity it has) or closed to them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text, has_function_privilege(%s, p.oid, 'EXECUTE') FROM pg_proc p"
            " WHERE p.pronamespace = 'app'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype",
            [APP_ROLE],
        )
        found = dict(cursor.fetchall())
    assert {name for name, open_ in found.items() if open_} == DORRAR
    assert {name for name, open_ in found.items() if not open_} >= set(INRE_FUNKTIONER)
