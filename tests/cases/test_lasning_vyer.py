"""What is shown without a page of the akt is in the reading log too: hits of a search, a draft as PDF, a number."""

import pytest
from django.urls import reverse

from cases.models import Lasning, Skyddsbehorighet
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
