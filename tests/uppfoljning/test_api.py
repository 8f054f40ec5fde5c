"""The API gives the controller the same figures as the command, and nobody else anything."""

import json

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from cases.models import Aspirant
from cases.sekretess.identitet import set_anvandare, som_ingen
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
PERIOD = {"fran": "2026-05-01", "till": "2026-08-31"}


def test_the_figures_are_those_of_the_command(stad, logga_in, capsys):
    stad.inskriven()
    answer = logga_in(stad.nina).get("/api/v1/statistik", PERIOD).json()
    call_command("statistik", "--from", PERIOD["fran"], "--to", PERIOD["till"], "--json")
    assert answer == json.loads(capsys.readouterr().out)
    assert answer["nyinskrivna"]["totalt"] is None  # one person: hidden


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({}, "fran"),
        ({"fran": "31/12/2026", "till": "2026-12-31"}, "fran"),
        ({"fran": "2026-08-31", "till": "2026-05-01"}, "fel"),
        ({**PERIOD, "stadsdel": "Atlantis"}, "fel"),
    ],
)
def test_a_bad_question_is_answered_with_what_is_wrong(stad, logga_in, query, word):
    response = logga_in(stad.nina).get("/api/v1/statistik", query)
    assert response.status_code == 400
    assert word in response.json()


def test_the_identity_is_set_when_the_api_learns_who_is_asking(stad):
    stad.aspirant()
    with som_ingen():
        assert not Aspirant.objects.exists()
        set_anvandare(stad.sara.pk, today=TODAY)
        assert Aspirant.objects.exists()
    assert not Aspirant.objects.exists()


def test_a_request_without_login_gets_no_figures(stad):
    assert APIClient().get("/api/v1/statistik", PERIOD).status_code == 403
