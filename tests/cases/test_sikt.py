"""What the pages say at a unit that shows its members only the persons assigned to them."""

import pytest
from django.urls import reverse

from tests import factories
from tests.cases.test_tilldelade import assign, only_assigned

pytestmark = pytest.mark.django_db
SAGT = "På Jobbtorg Kista ser du bara personer som du är tilldelad. Enhetschefen ser alla."


def pages(client) -> list[str]:
    svar = [
        client.get(reverse("cases:aspirant_list") + "?visa=enheten"),
        client.get(reverse("cases:remiss_list")),
        client.post(reverse("cases:sok"), {"q": "Namnetfinnsinte"}),
    ]
    return [s.content.decode() for s in svar]


@pytest.fixture
def kista(stad):
    """One enrolled person whom Carl holds and a remiss he does not see."""
    mine, _ = stad.inskriven()
    assign(mine, stad.carl, stad.kista)
    factories.remiss(stad.aspirant(), stad.kista, stad.sara)
    only_assigned(stad.kista)


def test_a_coach_is_told_that_only_a_part_is_shown(stad, kista, logga_in):
    enheten, remisser, sok = pages(logga_in(stad.carl))
    assert [SAGT in sida for sida in (enheten, remisser, sok)] == [True] * 3
    assert ["Hela enheten" in enheten, "alla som enheten har" in enheten] == [False, False]
    assert ["Ingen remiss väntar" in remisser, "tar emot remisserna" in remisser] == [False, True]
    assert ["din enhet har" in sok, "Ingen person som du får se stämmer" in sok] == [False, True]


def test_one_assigned_nobody_is_not_told_that_the_unit_has_none(stad, logga_in):
    only_assigned(stad.kista)
    stad.inskriven()
    client = logga_in(stad.carl)
    for visa in ("mina", "enheten", "alla"):
        sida = client.get(reverse("cases:aspirant_list") + f"?visa={visa}").content.decode()
        assert "Du är inte tilldelad någon person på enheten" in sida
        assert "Enhetens alla personer finns" not in sida


def test_the_chef_who_sees_all_is_told_nothing(stad, kista, logga_in):
    sidor = pages(logga_in(stad.eva))
    assert not any("bara personer som du är tilldelad" in sida for sida in sidor)
    assert "Hela enheten" in sidor[0]
