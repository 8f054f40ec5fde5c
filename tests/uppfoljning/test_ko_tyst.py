"""Redis is down: what is ordered stands, the page says so in one line, and the minutely duty takes it up."""

from datetime import timedelta
from time import monotonic
from uuid import uuid4

import pytest
from django.urls import reverse

from config.celery import app
from tests.factories import at
from uppfoljning.enums import RapportLage
from uppfoljning.models import Rapport
from uppfoljning.rapporter import framstallning
from uppfoljning.views import rapporter

pytestmark = pytest.mark.django_db

LISTA = reverse("uppfoljning:rapport_list")
TYST = "Kön svarar inte just nu"


@pytest.fixture
def dead_redis(settings, tmp_path):
    """A socket that nobody listens on, for the page's question and for the task."""
    levande, settings.CELERY_BROKER_URL = app.conf.broker_write_url, f"redis+socket://{tmp_path}/borta.sock"
    app.conf.broker_url = app.conf.broker_write_url = settings.CELERY_BROKER_URL
    app._pool = None
    app.amqp._producer_pool = None
    yield
    app.conf.broker_url = app.conf.broker_write_url = levande
    app._pool = None
    app.amqp._producer_pool = None


def order(klient, stad, capture):
    uppgifter = {"period": "2026-T2", "namnd": stad.kista.namnd_id, "bestallning": str(uuid4()), "diarienummer": ""}
    with capture(execute=True):
        return klient.post(reverse("uppfoljning:rapport_new"), uppgifter)


def test_an_order_stands_is_told_and_is_taken_up(stad, logga_in, dead_redis, django_capture_on_commit_callbacks):
    nina, started = logga_in(stad.nina), monotonic()
    assert order(nina, stad, django_capture_on_commit_callbacks).status_code == 302
    page = nina.get(LISTA).content.decode()
    assert monotonic() - started < 10
    assert "Rapporten är beställd" in page
    assert TYST in page
    rapport = Rapport.objects.get()
    assert rapport.lage == RapportLage.KO
    assert framstallning.overgivna(at("2026-11-24 09:30") + timedelta(days=1)) == [rapport.pk]


def test_nothing_is_said_when_the_queue_answers_or_nothing_waits(stad, logga_in, dead_redis):
    assert TYST not in logga_in(stad.nina).get(LISTA).content.decode()


def test_the_page_asks_the_queue_only_when_something_waits(stad, logga_in, monkeypatch):
    monkeypatch.setattr(rapporter, "broker_answers", lambda: pytest.fail("asked"))
    assert logga_in(stad.nina).get(LISTA).status_code == 200
