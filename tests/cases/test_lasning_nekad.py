"""A refusal is logged on the person it concerned, whatever the address names it by."""

from datetime import date
from uuid import uuid4

import pytest

from cases.models import Lasning
from tests import factories
from tests.conftest import owner
from tests.scen import scen

pytestmark = pytest.mark.django_db


@pytest.fixture
def s():
    return scen()


def refused(client, user, url) -> list[tuple]:
    client.force_login(user)
    assert client.get(url).status_code in (403, 404)
    with owner():
        return list(Lasning.objects.filter(slag="nekad").order_by("id").values_list("aspirant_id", "objekt"))


def test_a_hand_over_asked_for_by_its_uuid_names_all_its_persons(s, client):
    with owner():
        andra = factories.AspirantFabrik(sdf=s.stad.spanga)
        rad = s.overlamning
        rad.pk, rad.aspirant = None, andra
        rad.save(force_insert=True)
    omgang = s.overlamning.omgang
    found = refused(client, s.stad.hanna, f"/handlaggare/overlamningar/{omgang}/")
    assert found == [(p.pk, f"cases_overlamning {omgang}") for p in (s.person, andra)]


def test_a_hand_over_that_never_was_keeps_what_was_asked(s, client):
    guess = uuid4()
    found = refused(client, s.stad.hanna, f"/handlaggare/overlamningar/{guess}/")
    assert found == [(None, f"cases_overlamning {guess}")]


def test_a_question_of_a_number_names_whose_number_it_is(s, client):
    assert refused(client, s.stad.carl, "/nummerfragor/7F3K-9CLM/") == [(s.person.pk, "cases_nummerfraga 7F3K-9CLM")]


def test_one_persons_part_below_anothers_akt_concerns_both(s, client):
    """Guessing keys below an akt that one may open is a question about the others."""
    with owner():
        andra = factories.AspirantFabrik(sdf=s.stad.hagersten)
        slutad = factories.inskrivning(andra, s.stad.varberg, date(2025, 1, 7), date(2025, 6, 1), "okand")
    found = refused(client, s.stad.carl, f"/akter/{s.person.pk}/avslut/{slutad.pk}/")
    assert found == [(s.person.pk, f"cases_aspirant {s.person.pk}"), (andra.pk, f"cases_inskrivning {slutad.pk}")]
