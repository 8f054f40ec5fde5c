"""Lists and search: what they find, whom they leave out, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Handlaggare
from tests import factories
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db


def handlagger(user, enhet, person):
    with owner():
        Handlaggare.objects.create(aspirant=person, user=user, enhet=enhet, fran=TODAY.replace(day=1))


def names(response) -> list[str]:
    return [p.efternamn for p in response.context["sida"]]


def test_mine_are_those_i_hold_and_the_units_are_all(stad, logga_in):
    mine, other = stad.aspirant(efternamn="Ahl"), stad.aspirant(efternamn="Berg")
    handlagger(stad.sara, stad.spanga, mine)
    client = logga_in(stad.sara)
    assert names(client.get(reverse("cases:aspirant_list"))) == ["Ahl"]
    assert names(client.get(reverse("cases:aspirant_list"), {"visa": "enheten"})) == ["Ahl", "Berg"]
    assert other.pk


def test_swedish_letters_sort_last(stad, logga_in):
    for efternamn in ("Öberg", "Åkesson", "Zetterlund", "Ärlig"):
        stad.aspirant(efternamn=efternamn)
    response = logga_in(stad.sara).get(reverse("cases:aspirant_list"), {"visa": "enheten"})
    assert names(response) == ["Zetterlund", "Åkesson", "Ärlig", "Öberg"]


def test_an_unknown_choice_of_list_shows_mine(stad, logga_in):
    response = logga_in(stad.sara).get(reverse("cases:aspirant_list"), {"visa": "'; drop", "sida": "abc"})
    assert response.status_code == 200
    assert "Du är inte handläggare för någon" in response.content.decode()


def test_the_list_costs_the_same_for_one_person_and_ten(stad, logga_in):
    client = logga_in(stad.sara)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("cases:aspirant_list"), {"visa": "enheten"})
        return len(queries)

    stad.aspirant()
    cost()
    one = cost()
    for _ in range(9):
        stad.aspirant()
    assert cost() == one <= 25


@pytest.mark.parametrize("question", ["Åsa", "nystr", "Åsa Nyström", "nyström åsa", "ÅSA"])
def test_a_name_is_found_by_its_parts_in_any_order(stad, logga_in, question):
    stad.aspirant(fornamn="Åsa", efternamn="Nyström")
    stad.aspirant(fornamn="Bo", efternamn="Ek")
    response = logga_in(stad.sara).post(reverse("cases:sok"), {"q": question})
    assert [p.fornamn for p in response.context["svar"].personer] == ["Åsa"]


@pytest.mark.parametrize("form", ["{0}", "{1}", "{2}", " {1} "])
def test_a_number_in_any_form_opens_the_akt(stad, logga_in, form):
    person = stad.aspirant()
    twelve = person.nummer
    question = form.format(twelve, f"{twelve[:8]}-{twelve[8:]}", f"{twelve[2:8]}-{twelve[8:]}")
    response = logga_in(stad.sara).post(reverse("cases:sok"), {"q": question})
    assert response.url == reverse("cases:akt", args=[person.pk])


def test_the_arendenummer_opens_the_akt(stad, logga_in):
    person = stad.aspirant()
    response = logga_in(stad.sara).post(reverse("cases:sok"), {"q": person.arendenummer})
    assert response.url == reverse("cases:akt", args=[person.pk])


@pytest.mark.parametrize("question", ["{0}", "J-{1}", "Hemlig"])
def test_search_does_not_find_what_belongs_to_another_namnd_or_is_protected(stad, logga_in, question):
    person = stad.aspirant(efternamn="Hemlig", sdf=stad.hagersten)
    hidden = stad.aspirant(efternamn="Hemlig", skyddad=True)
    for someone in (person, hidden):
        response = logga_in(stad.sara).post(reverse("cases:sok"), {"q": question.format(someone.nummer, someone.pk)})
        assert response.status_code == 200
        assert response.context["svar"].personer == []


def test_a_question_that_cannot_be_searched_says_why(stad, logga_in):
    sara = logga_in(stad.sara)
    for question, answer in {
        "a": "minst 2 bokstäver",
        "19990205-2382": "Kontrollsiffran",
        "sofia marklund 1981": "Sök på namnet för sig eller numret för sig. Födelsedatum",
        "1981-05-06": "Födelsedatum går inte att söka på",
        "9003s42380": "Tecknet s kan inte ingå",
        "123": "Ett ärendenummer skrivs J-123",
        "Zzyzx": "Ingen av enhetens personer stämmer med sökningen",
    }.items():
        assert answer in sara.post(reverse("cases:sok"), {"q": question}).content.decode()


def test_back_from_an_akt_leads_to_the_hits_of_the_last_name_and_keeps_no_number(stad, logga_in):
    person = stad.aspirant(fornamn="Bo", efternamn="Ek")
    sara, sida = logga_in(stad.sara), reverse("cases:sok")
    assert sara.get(sida).context["svar"].visade == []
    sara.post(sida, {"q": "bo ek", "visa": "enheten"})
    for question in (person.nummer, person.arendenummer, "1" + "x" * 10_000):
        sara.post(sida, {"q": question})
    svar = sara.get(sida)
    assert (svar.context["svar"].visade, svar.context["valt"]) == ([person], "enheten")


def test_a_nul_in_the_question_is_left_out(stad, logga_in):
    stad.aspirant(fornamn="Bo", efternamn="Ek")
    response = logga_in(stad.sara).post(reverse("cases:sok"), {"q": "B\0o"})
    assert [p.fornamn for p in response.context["svar"].personer] == ["Bo"]


def test_a_name_never_stands_in_the_address(stad, logga_in):
    stad.aspirant(efternamn="Nyström")
    html = logga_in(stad.sara).get("/").content.decode()
    assert 'method="post" action="/sok/"' in html


@pytest.mark.parametrize("who", ["nina", "sven", "registeransvarig"])
def test_roles_without_akter_have_no_lists_and_no_search(stad, logga_in, who):
    client = logga_in(getattr(stad, who))
    assert client.get(reverse("cases:aspirant_list")).status_code == 403
    assert client.post(reverse("cases:sok"), {"q": "Anna"}).status_code == 403


def test_a_person_of_another_namnd_is_not_found(stad, logga_in):
    person = stad.aspirant()
    assert logga_in(stad.hanna).get(reverse("cases:akt", args=[person.pk])).status_code == 404
    assert logga_in(stad.sara).get(reverse("cases:akt", args=[person.pk])).status_code == 200


def test_the_akt_says_who_holds_the_case_and_how_long(stad, logga_in):
    person, _ = stad.inskriven(inskriven=factories.date(2026, 11, 4))
    handlagger(stad.carl, stad.kista, person)
    html = logga_in(stad.carl).get(reverse("cases:akt", args=[person.pk])).content.decode()
    assert "20 dagar" in html
    assert "Carl Test" in html
    assert "Ingen" in html
