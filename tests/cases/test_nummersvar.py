"""One question about a number has one answer, and the asker is told when it comes (domain.md 2.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Nummerfraga
from tests.cases.inlopp_data import words
from tests.conftest import owner
from tests.factories import anvandare, at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
REGISTRERA, LISTA, MINA = (reverse(f"cases:{name}") for name in ("registrera", "nummerfraga_list", "mina_nummerfragor"))
TELEFON = "08-508 00 000"


@pytest.fixture
def person(stad):
    with owner():
        stad.hagersten.telefon = TELEFON
        stad.hagersten.save()
    return stad.aspirant(sdf=stad.hagersten)


def fragor() -> list[str]:
    with owner():
        return list(Nummerfraga.objects.exclude(referens="").order_by("pk").values_list("referens", flat=True))


@pytest.fixture
def ask(logga_in, person):
    return lambda user: words(logga_in(user).post(REGISTRERA, {"nummer": person.nummer}))


@pytest.fixture
def answers(stad, logga_in):
    def inner(referens, **data):
        url = reverse("cases:nummerfraga_detail", args=[referens])
        rut = logga_in(stad.registeransvarig)
        return words(rut.get(url)), rut.post(url, {"utfall": "kontakta", "enhet": stad.hagersten.pk, **data})

    return inner


def test_asked_again_the_first_question_is_found_open_or_answered(stad, ask, answers):
    first, again = ask(stad.sara), ask(stad.sara)
    (referens,) = fragor()
    assert [referens in first, referens in again] == [True, True]
    assert ["Du har redan frågat" in t for t in (first, again)] == [False, True]
    answers(referens)
    answered = ask(stad.sara)
    assert "Registeransvarig har svarat dig" in answered
    assert f"Kontakta SDF Hägersten-Liljeholmen, {TELEFON}." in answered.replace("\xa0", " "), answered
    assert fragor() == [referens]
    with owner():
        assert Nummerfraga.objects.filter(svar="igen").count() == 2  # each counted towards the limit
        Nummerfraga.objects.filter(referens=referens).update(besvarad_at=NU - timedelta(days=31))
    ask(stad.sara)
    assert len(fragor()) == 2


def test_registeransvarig_sees_what_others_were_told_of_the_number(stad, ask, answers):
    ask(stad.sara)
    answers(fragor()[0])
    ask(anvandare("soren", "socialsekreterare", stad.spanga))
    sida, _ = answers(fragor()[1])
    assert ["Andra frågor om samma nummer" in sida, fragor()[0] in sida, "Svaret: Kontakta SDF" in sida] == [True] * 3


def test_the_answer_stands_on_the_askers_day_until_it_is_read(stad, person, logga_in, ask, answers):
    def told(user) -> bool:
        page = logga_in(user).get("/").content.decode()
        assert person.nummer[8:] not in page
        return "Svar på din fråga om numret" in page

    ask(stad.sara)
    assert not told(stad.sara)
    (referens,) = fragor()
    answers(referens, svarstext="Fråga efter mottagningen.")
    assert [told(stad.sara), told(stad.hanna)] == [True, False]
    page = words(logga_in(stad.sara).get(MINA))
    assert f"Nytt svar Fråga efter mottagningen. SDF Hägersten-Liljeholmen, {TELEFON}." in page
    assert [told(stad.sara), "Nytt svar" in words(logga_in(stad.sara).get(MINA))] == [False, False]
    answers(referens, utfall="fel_nummer", enhet="", anteckning="Siffrorna var omkastade.", forra=NU.isoformat())
    assert told(stad.sara)
