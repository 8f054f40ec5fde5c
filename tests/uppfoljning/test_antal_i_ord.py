"""Why the same persons are counted differently on three pages stands on the pages; a chef meets the unit."""

from datetime import date

import pytest
from django.urls import reverse

from tests.cases.handlaggare_data import haller, vikariat
from tests.factories import anvandare

pytestmark = pytest.mark.django_db


def test_whom_one_stands_in_for_is_said_where_they_are_counted_and_where_not(stad, logga_in):
    cia = anvandare("cia", "coach", stad.kista)
    for user in (stad.carl, cia):
        haller(stad.inskriven()[0], user, stad.kista)
    client, lista = logga_in(stad.carl), reverse("cases:aspirant_list")
    assert "vikarierar" not in client.get("/").content.decode()
    vikariat(cia, stad.carl, stad.kista, till=date(2026, 12, 1))
    min_dag = client.get("/").content.decode()
    assert 'id="personer">Mina personer <span class="count">2</span>' in min_dag
    assert "Räknar även 1 som du vikarierar för" in min_dag
    mina = client.get(lista).content.decode()
    assert 'Jag är handläggare <span class="count">1</span>' in mina
    assert "Min dag räknar även dem du vikarierar för" in mina


def test_a_chef_who_holds_nobody_meets_the_unit_and_may_still_choose_mina(stad, logga_in):
    person = stad.aspirant()
    client, lista = logga_in(stad.stina), reverse("cases:aspirant_list")
    assert person.efternamn in client.get(lista).content.decode()
    assert "Du är inte handläggare för någon" in client.get(lista, {"visa": "mina"}).content.decode()
    assert reverse("uppfoljning:enhet") in client.get("/").content.decode()
    haller(person, stad.stina, stad.spanga)
    assert 'Jag är handläggare <span class="count">1</span>' in client.get(lista).content.decode()
