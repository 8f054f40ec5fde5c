"""Every list and every tab of the akt asks as many questions with a hundred rows of each kind as with two."""

import pytest

from tests.mangd import fill
from tests.roller import addresses, answers, client_of
from tests.scen import Scen, scen
from tests.test_permissions import ROLES, TABELL

pytestmark = pytest.mark.django_db

LISTOR = [
    "cases:aspirant_list",
    "cases:mottaget_list",
    "cases:overlamning_create",
    "cases:remiss_list",
    "insatser:insats_detail",
    "insatser:insats_list",
    "uppfoljning:min_dag",
]
CHEFENS = [
    "cases:handlaggare_list",
    "uppfoljning:enhet",
    "uppfoljning:enhet_forsenade",
    "uppfoljning:enhet_personer",
    "uppfoljning:enhet_samtal",
]
AKTEN = [
    "cases:akt",
    "cases:anteckning_list",
    "cases:avslut",
    "cases:handlaggare",
    "cases:handling_list",
    "cases:handling_detail",
    "cases:remiss_detail",
    "cases:utdrag_create",
    "cases:utlamnande_list",
    "insatser:placering_list",
    "jobbplaner:arbetsplan_detail",
    "jobbplaner:jobbplan_compare",
    "jobbplaner:jobbplan_detail",
    "jobbplaner:jobbplan_edit",
    "jobbplaner:jobbplan_uppfoljningar",
    "jobbplaner:kartlaggning_compare",
    "jobbplaner:kartlaggning_list",
    "jobbplaner:samtal_list",
    "uppfoljning:bevakning_list",
]
SIDOR = {"carl": [*LISTOR, *AKTEN], "sara": [*LISTOR, *AKTEN], "eva": [*CHEFENS, "uppfoljning:min_dag", "cases:akt"]}


def _asked(s: Scen) -> dict[tuple[str, str], int]:
    """Questions per role and page, of the pages that the role may open."""
    found = {}
    for role, sidor in SIDOR.items():
        oppna = {namn: TABELL[namn] for namn in sidor if TABELL[namn].svar.split()[ROLES.index(role)] == "200"}
        said = answers(client_of(s, role), addresses(s, oppna), ["get"])
        assert {status for status, _ in said.values()} == {200}
        found |= {(role, namn): antal for (namn, _), (_, antal) in said.items()}
    return found


def test_a_hundred_of_each_ask_as_many_questions_as_two():
    """Two: some pages ask nothing until there is something to compare, or a change to tell of."""
    s = scen()
    fill(s.person, s.insats, range(1, 2))
    tva = _asked(s)
    fill(s.person, s.insats, range(2, 100))
    manga = _asked(s)
    assert {sida: (antal, manga[sida]) for sida, antal in tva.items() if manga[sida] != antal} == {}
    assert {sida: antal for sida, antal in manga.items() if antal > 25} == {}
