"""The ground every test stands on: the real database, seen through the application's role.

Tests create rows as the owner (factories do it by themselves) and act as the application. Outside an
identity nothing that belongs to a person is visible, exactly as in production.
"""

import gc
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.core.management.commands import flush
from django.db import connection

from cases.sekretess.identitet import set_kalla, som_anvandare
from config import dates
from config.database import APP_ROLE

from . import bevakningsnat, factories, lasningsnat, mall

TODAY = date(2026, 11, 24)


def pytest_collection_finish(session):
    """What has been imported and collected stays to the end: looking through it for garbage cost each test its part."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Every process's database is a copy of one that has been migrated."""
    connection.settings_dict["TEST"]["TEMPLATE"] = mall.migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After the owner has built the test database, every connection assumes the application's role."""
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.setdefault("OPTIONS", {})["assume_role"] = APP_ROLE
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["OPTIONS"].pop("assume_role", None)


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner():
    """Tests with real transactions empty the tables afterwards, which the application may not."""
    original = flush.Command.handle

    def handle(self, **options):
        with factories.as_owner():
            return original(self, **options)

    flush.Command.handle = handle
    yield
    flush.Command.handle = original


@contextmanager
def owner():
    """Act as the owner of the tables on the same connection (row-level security does not apply)."""
    with factories.as_owner():
        yield


@pytest.fixture
def som_agare(db):
    """The whole test runs as the owner: for rules about rows, not about who sees them."""
    with factories.as_owner():
        yield


@pytest.fixture
def today():
    return TODAY


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch, request):
    """Views and tasks read the clock here; tests live on one Tuesday unless marked otherwise."""
    if "real_clock" in request.keywords or "e2e" in request.keywords:
        return
    moment = datetime(2026, 11, 24, 9, 30, tzinfo=dates.STOCKHOLM)
    monkeypatch.setattr(dates, "now", lambda: moment)


@pytest.fixture(autouse=True)
def _ingen_kalla():
    """A task that an earlier test ran in this process is not where this one's history comes from."""
    set_kalla("", "")


@pytest.fixture(autouse=True)
def _lasningsnat(monkeypatch):
    """Whatever a test asks for, a person that is shown is logged."""
    lasningsnat.stretch(monkeypatch)


@pytest.fixture(autouse=True)
def _bevakningsnat(monkeypatch):
    """Whatever a test sends, facts that bevakningar are computed from are said to have changed."""
    with bevakningsnat.stretch(monkeypatch):
        yield


@pytest.fixture
def stad(db):
    """Two SDF and two jobbtorg of one city, with the standing cast of the permission tests."""
    return factories.Stad()


@pytest.fixture
def logga_in(client):
    """Client logged in as a user: `logga_in(stad.carl).get(...)`."""

    def inner(user):
        client.force_login(user)
        return client

    return inner


@pytest.fixture
def agera():
    """Run a block with a user's eyes: `with agera(stad.carl): ...`."""

    def inner(user, dag=TODAY):
        return som_anvandare(user.pk, today=dag)

    return inner
