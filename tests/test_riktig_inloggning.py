"""With the application's real login, not an assumed role: what it may do, and what a shared connection keeps."""

import random
from concurrent.futures import ThreadPoolExecutor
from queue import Queue

import psycopg
import pytest
from django.db import connection

from config.database import APP_ROLE, OWNER_ROLE
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def application() -> psycopg.Connection:
    params = connection.get_connection_params()
    params = {key: params[key] for key in ("dbname", "host", "port") if key in params}
    return psycopg.connect(**params, user=APP_ROLE, autocommit=True)


@pytest.fixture
def app(stad):
    stad.aspirant()
    with application() as login:
        yield login


def persons(login) -> int:
    return login.execute("SELECT count(*) FROM cases_aspirant").fetchone()[0]


def seen(login, user) -> int:
    with login.transaction():
        login.execute("SELECT app.satt(%s, %s, NULL)", [user.pk, TODAY])
        return persons(login)


def fails(login, user) -> None:
    """Sees as the user, then breaks off."""
    with login.transaction():
        login.execute("SELECT app.satt(%s, %s, NULL)", [user.pk, TODAY])
        login.execute("SELECT 1 / 0")


def test_it_is_the_application_and_nobody_at_first(app):
    assert app.execute("SELECT session_user::text, current_user::text").fetchone() == (APP_ROLE, APP_ROLE)
    assert persons(app) == 0


def test_it_sees_as_the_user_for_one_transaction(app, stad):
    assert [seen(app, stad.sara), seen(app, stad.hanna), persons(app)] == [1, 0, 0]


@pytest.mark.parametrize(
    "statement",
    [
        f"SET ROLE {OWNER_ROLE}",
        f"SET SESSION AUTHORIZATION {OWNER_ROLE}",
        f"SELECT set_config('role', '{OWNER_ROLE}', false)",
        "SET row_security = off; SELECT * FROM cases_aspirant",
        "ALTER TABLE cases_aspirant DISABLE ROW LEVEL SECURITY",
        "DROP POLICY las ON cases_aspirant",
        "CREATE POLICY allt ON cases_aspirant USING (true)",
        "ALTER TABLE cases_aspirant DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "TRUNCATE cases_aspirant",
        "COPY cases_aspirant TO '/tmp/personer'",
        "CREATE TABLE smyg AS SELECT 1",
        "CREATE OR REPLACE FUNCTION app.enheter() RETURNS bigint[] LANGUAGE sql AS 'SELECT ARRAY[1]::bigint[]'",
        "SELECT app.tilldelade_personer(1, '{1}', current_date)",
        "SELECT app.nodoppnade(1, now())",
        "GRANT jobbakten_owner TO jobbakten_app",
    ],
)
def test_what_would_pass_row_level_security_is_refused(app, statement):
    with pytest.raises(psycopg.Error) as refused:
        app.execute(statement)
    assert refused.value.sqlstate in ("42501", "0A000"), refused.value


def test_reset_role_leads_nowhere_else(app):
    app.execute("RESET ROLE")
    assert persons(app) == 0


def test_a_broken_transaction_leaves_no_identity(app, stad):
    with pytest.raises(psycopg.Error):
        fails(app, stad.sara)
    assert persons(app) == 0
    assert app.execute("SELECT coalesce(current_setting('app.anvandare', true), '')").fetchone() == ("",)


def test_a_rolled_back_savepoint_takes_its_identity_with_it(app, stad):
    with app.transaction():
        app.execute("SELECT app.satt(%s, %s, NULL)", [stad.hanna.pk, TODAY])
        with pytest.raises(psycopg.Error):
            fails(app, stad.sara)
        assert persons(app) == 0


def test_borrowers_of_a_shared_connection_see_nothing_of_the_last_one(app, stad):
    """Eight threads, two connections, three hundred borrowers of which a third fail half-way."""
    pool, expected = Queue(), {stad.sara.pk: 1, stad.hanna.pk: 0, stad.nina.pk: 0, stad.stina.pk: 1}
    pool.put(app)
    pool.put(application())

    def borrow(nr: int) -> tuple:
        user = list(expected)[nr % len(expected)]
        login = pool.get()
        try:
            before = persons(login)
            with login.transaction():
                login.execute("SELECT app.satt(%s, %s, NULL)", [user, TODAY])
                mine = persons(login)
                if random.Random(nr).random() < 1 / 3:
                    login.execute("SELECT 1 / 0")
            return before, mine == expected[user], persons(login)
        except psycopg.errors.DivisionByZero:
            return before, mine == expected[user], persons(login)
        finally:
            pool.put(login)

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(borrow, range(300)))
    assert answers == {(0, True, 0)}
    while not pool.empty():
        pool.get().close()
