"""The facts of a person sent twice: the second click is no conflict, and says so of nobody."""

import pytest
from django.urls import reverse

from tests.cases import inlopp_data as typed
from tests.conftest import owner

pytestmark = pytest.mark.django_db
PAGES = {
    "uppgifter": (
        "cases:uppgifter",
        lambda: typed.person(fornamn="Amina", datum_stammer="on") | typed.hushall(barn=(2015,)),
    ),
    "person": ("cases:registrera_andra", lambda: typed.person(fornamn="Amina", version="1", datum_stammer="on")),
    "hushall": ("cases:registrera_hushall", lambda: typed.hushall(barn=(2015,))),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_second_click_ends_where_the_first_did_and_saves_nothing_more(stad, logga_in, page):
    name, data = PAGES[page]
    person = stad.aspirant()
    sara, url = logga_in(stad.sara), reverse(name, args=[person.pk])
    first, second = (sara.post(url, data()) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    with owner():
        person.refresh_from_db()
    assert person.version == 2


def test_another_child_is_a_conflict(stad, logga_in):
    person = stad.aspirant()
    sara, url = logga_in(stad.sara), reverse("cases:uppgifter", args=[person.pk])
    sara.post(url, typed.person(datum_stammer="on") | typed.hushall(barn=(2015,)))
    other = typed.person(datum_stammer="on") | typed.hushall(barn=(2016,))
    assert "Någon annan har sparat under tiden" in sara.post(url, other).content.decode()
    with owner():
        assert list(person.barn.values_list("fodelsear", flat=True)) == [2015]
