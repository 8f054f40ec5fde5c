"""A nödöppning that goes on is found again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Lasning
from cases.services.nodoppning import open_akt
from config import dates
from tests.conftest import owner
from tests.factories import at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
SKAL = "Personen ringer och säger att barnen inte har någonstans att sova."
SIDOR = ("/", reverse("cases:nodoppning_create"))


@pytest.fixture
def person(stad, agera):
    person = stad.aspirant()
    with agera(stad.vera):
        assert open_akt(nummer=person.nummer, skal=SKAL, now=NU).svar == "oppnad"
    return person


def page(client, url="/") -> str:
    return client.get(url).content.decode()


def test_the_opener_is_led_back_until_it_ends(stad, person, logga_in, monkeypatch):
    vera, akt = logga_in(stad.vera), reverse("cases:akt", args=[person.pk])
    for url in SIDOR:
        sida = page(vera, url)
        assert [akt in sida, "Du läser akten till 10:30" in sida] == [True, True]
    with owner():
        assert Lasning.objects.filter(user=stad.vera, aspirant_id=person.pk, slag="traff").exists()
    monkeypatch.setattr(dates, "now", lambda: NU + timedelta(minutes=61))
    assert not any("nodoppning-pagar" in page(vera, url) for url in SIDOR)


def test_nobody_else_is_led_to_the_akt(stad, person, logga_in):
    assert not any("nodoppning-pagar" in page(logga_in(stad.hanna), url) for url in SIDOR)
