"""A number as people write it, through the two web forms that take one: registration and search (domain.md 10)."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from cases.models import Aspirant
from config import dates
from tests.cases import inlopp_data as typed
from tests.conftest import owner

pytestmark = pytest.mark.django_db

NUMMER = typed.NUMMER
"""199003042380."""
WRITTEN = [
    "199003042380",
    "19900304-2380",
    "19900304 2380",
    "9003042380",
    "900304-2380",
    "19900304+2380",
    "900304–2380",
]
WRONG = {
    "900304-2381": "Kontrollsiffran stämmer inte. Kontrollera siffrorna mot en handling.",
    "19900304-2381": "Kontrollsiffran stämmer inte. Kontrollera siffrorna mot en handling.",
    "900230-2380": "Datumet 1990-02-30 finns inte.",
    "19900230-2380": "Datumet 1990-02-30 finns inte.",
    "19901304-2380": "Datumet 1990-13-04 finns inte.",
    "17900304-2380": "Med tolv siffror ska numret börja med födelseåret: 19 eller 20 först.",
    "18900304-2380": "Numret säger att personen är född 1890. Kontrollera siffrorna.",
    "20270304-2388": "Födelsedatumet i numret är i framtiden.",
    "90030-42380": "Bindestreck eller plus ska stå en gång, före de fyra sista siffrorna.",
    "900304--2380": "Bindestreck eller plus ska stå en gång, före de fyra sista siffrorna.",
    "900304-238": "Numret har 9 siffror. Det ska ha tio eller tolv.",
}


@pytest.fixture
def sara(stad, logga_in):
    return logga_in(stad.sara)


@pytest.fixture
def ar_2090(monkeypatch):
    """The woman of our test number has turned a hundred, so that ten digits need "+"."""
    monkeypatch.setattr(dates, "now", lambda: datetime(2090, 11, 24, 9, 30, tzinfo=dates.STOCKHOLM))


def ask(client, nummer):
    return client.post(reverse("cases:registrera"), {"nummer": nummer})


def search(client, nummer):
    return client.post(reverse("cases:sok"), {"q": nummer})


@pytest.mark.parametrize("written", WRITTEN)
def test_a_number_is_registered_however_it_is_written(sara, written):
    assert ask(sara, written).url == reverse("cases:registrera_person")
    sara.post(reverse("cases:registrera_person"), typed.person())
    with owner():
        assert Aspirant.objects.get().nummer == NUMMER


@pytest.mark.parametrize("written", WRITTEN)
def test_a_number_opens_the_akt_however_it_is_written(sara, stad, written):
    person = stad.aspirant(nummer=NUMMER)
    assert search(sara, written).url == ask(sara, written).url == reverse("cases:akt", args=[person.pk])


@pytest.mark.parametrize(("written", "message"), WRONG.items())
def test_a_wrong_number_is_explained_in_both_forms_and_kept(sara, stad, written, message):
    stad.aspirant(nummer=NUMMER)
    for page in (ask(sara, written), search(sara, written)):
        html = page.content.decode()
        assert page.status_code == 200
        assert message in re.sub(r"<[^>]+>", "", html)
        assert f'value="{written}"' in html
    with owner():
        assert Aspirant.objects.count() == 1


def test_with_plus_a_person_who_has_turned_a_hundred_is_registered_and_found(sara, ar_2090):
    assert ask(sara, "900304+2380").url == reverse("cases:registrera_person")
    assert "19900304-2380" in sara.get(reverse("cases:registrera_person")).content.decode()
    sara.post(reverse("cases:registrera_person"), typed.person())
    with owner():
        person = Aspirant.objects.get()
    assert person.nummer == NUMMER
    akt = reverse("cases:akt", args=[person.pk])
    assert search(sara, "900304+2380").url == ask(sara, "900304+2380").url == akt
    assert "100 år" in sara.get(akt).content.decode()


def test_without_plus_the_same_digits_mean_the_child(sara, stad, ar_2090):
    stad.aspirant(nummer=NUMMER)
    assert "Ingen träff" in search(sara, "900304-2380").content.decode()
    assert ask(sara, "900304-2380").url == reverse("cases:registrera_person")
    assert "20900304-2380" in sara.get(reverse("cases:registrera_person")).content.decode()


def test_a_wrong_check_digit_after_plus_is_explained(sara):
    for page in (ask(sara, "260304+2381"), search(sara, "260304+2381")):
        assert "Kontrollsiffran stämmer inte" in page.content.decode()
