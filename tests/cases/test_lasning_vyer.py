"""What is shown without a page of the akt is in the reading log too: hits of a search, a draft as PDF, a number."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Aspirant, Lasning, Skyddsbehorighet
from tests.cases import inlopp_data as typed
from tests.cases.handlaggare_data import haller, namngiven, vikariat
from tests.conftest import owner
from tests.jobbplaner.fabriker import utkast

pytestmark = pytest.mark.django_db


def logged(vy: str) -> set[tuple[int, str]]:
    with owner():
        return set(Lasning.objects.filter(vy=vy).values_list("aspirant_id", "slag"))


def test_every_hit_of_a_search_by_name(stad, client):
    traffar = [stad.aspirant(fornamn="Amina") for _ in range(2)]
    stad.aspirant(fornamn="Bertil")
    client.force_login(stad.sara)
    answer = client.post(reverse("cases:sok"), {"q": "Amina"})
    assert all(person.efternamn in answer.content.decode() for person in traffar)
    assert logged("cases:sok") == {(person.pk, "traff") for person in traffar}


def test_a_draft_of_a_plan_as_pdf(stad, client):
    person, vistelse = stad.inskriven()
    with owner():
        utkast(person, stad.kista, stad.carl, inskrivning=vistelse)
    client.force_login(stad.carl)
    assert client.get(reverse("jobbplaner:jobbplan_preview", args=[person.pk])).status_code == 200
    assert logged("jobbplaner:jobbplan_preview") == {(person.pk, "pdf")}


def test_a_protected_case_that_the_chef_is_shown_by_its_number(stad, client):
    person = stad.aspirant(skydd=1)
    with owner():
        Skyddsbehorighet.objects.filter(aspirant=person).delete()
    client.force_login(stad.stina)
    answer = client.get(reverse("cases:skydd_utan_namngiven"))
    assert person.arendenummer in answer.content.decode()
    assert logged("cases:skydd_utan_namngiven") == {(person.pk, "traff")}


def test_someone_already_known_by_that_name_whom_registration_asks_about(stad, client):
    kand = stad.aspirant(fornamn="Amal", efternamn="Provsson", fodelsedatum=date(1990, 3, 4))
    client.force_login(stad.sara)
    client.post(reverse("cases:registrera_utan_nummer"))
    answer = client.post(reverse("cases:registrera_person"), typed.person())
    assert f"/akter/{kand.pk}/" in answer.content.decode()
    assert logged("cases:registrera_person") == {(kand.pk, "traff")}


def test_the_protected_persons_that_a_substitute_may_be_named_for(stad, client):
    person, rad = stad.inskriven()
    haller(person, stad.carl, stad.kista, rad.inskriven)
    with owner():
        Aspirant.objects.filter(pk=person.pk).update(skydd=1)
    namngiven(person, stad.carl)
    v = vikariat(stad.carl, stad.eva, stad.kista)
    client.force_login(stad.carl)
    answer = client.get(reverse("cases:vikariat_namnge", args=[v.pk]))
    assert person.efternamn in answer.content.decode()
    assert logged("cases:vikariat_namnge") == {(person.pk, "traff")}
