"""A message in the queue that comes again, or is of a size nobody sends: traced as the worker traces it."""

import logging
import time
from datetime import date
from uuid import uuid4

import pytest
from celery.app.trace import build_tracer
from django.db import connection

from cases.sekretess.identitet import som_system
from config import dates
from config.celery import app
from tests.angrepp.test_uppgifter import own_tasks
from tests.conftest import owner
from tests.factories import at, remiss
from tests.scen import scen
from uppfoljning.enums import RapportLage
from uppfoljning.models import Rapport
from uppfoljning.rapporter.bestallning import order_rapport
from uppfoljning.rapporter.framstallning import claim

pytestmark = pytest.mark.django_db
# What a duty says of itself each time: when it last ran
PULS = "cases_puls"
MAKE = "uppfoljning.rapport_tasks.make_rapport"


def deliver(name: str, *args, redelivered: bool = False) -> str:
    """What went wrong, as the worker keeps it; "" when nothing did."""
    tracer = build_tracer(name, app.tasks[name], app=app)
    fel = tracer(str(uuid4()), args, {}, {"delivery_info": {"redelivered": redelivered}}).info
    return repr(fel.retval) if fel else ""


def database() -> dict[str, str]:
    """A fingerprint of every table's rows."""
    with owner(), connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t != PULS]
        svar = {}
        for table in tables:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            svar[table] = cursor.fetchone()[0]
    return svar


@pytest.fixture
def rapport(db):
    """The scene with a report ordered, and a remiss that nobody answers."""
    s = scen()
    remiss(
        s.stad.aspirant(), s.stad.kista, s.stad.sara, skickad_at=at("2025-01-07 09:00"), svar_senast=date(2025, 1, 14)
    )
    with som_system("statistik"):
        falt = {"namnd": s.stad.kista.namnd, "ar": 2026, "tertial": 2, "by": s.stad.nina, "now": at("2026-11-24 09:30")}
        return order_rapport(bestallning=uuid4(), **falt)[0]


def test_every_task_delivered_again_leaves_the_database_as_the_first_time_left_it(rapport, mailoutbox, monkeypatch):
    fore = database()
    claim(rapport.pk, now=at("2026-11-24 09:29"))  # by a worker that is lost: the message comes again and says so
    for again, lage in ((False, RapportLage.TAS_FRAM), (True, RapportLage.ATT_GRANSKA)):
        assert deliver(MAKE, rapport.pk, redelivered=again) == ""
        rapport.refresh_from_db()
        assert rapport.lage == lage
    for _ in range(2):  # what one duty leaves may be work for another: all of them, and then all again
        for name in own_tasks():
            assert deliver(name, *([rapport.pk] if name == MAKE else [])) == "", name
        efter, brev = database(), len(mailoutbox)
    assert {t for t in fore if fore[t] != efter[t]} >= {"cases_remiss", "uppfoljning_rapport"}
    monkeypatch.setattr(dates, "now", lambda: at("2026-11-24 10:30"))
    for name in own_tasks():
        assert deliver(name, *([rapport.pk] if name == MAKE else []), redelivered=True) == "", name
        assert [t for t, rader in database().items() if rader != efter[t]] == [], name
    assert len(mailoutbox) == brev


@pytest.mark.parametrize("pk", ["9" * 3_000_000, 10**4000, ["x" * 1_000] * 3_000, {"pk": "x" * 3_000_000}])
def test_a_huge_message_makes_nothing_and_fills_no_log(stad, caplog, pk):
    started = time.monotonic()
    with caplog.at_level(logging.INFO):
        assert "tar bara id:n" in deliver(MAKE, pk)
    assert time.monotonic() - started < 10
    assert sum(len(record.getMessage()) + len(record.exc_text or "") for record in caplog.records) < 20_000
    with owner():
        assert not Rapport.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.anvandare() IS NULL AND app.syfte() = ''")
        assert cursor.fetchone() == (True,)
