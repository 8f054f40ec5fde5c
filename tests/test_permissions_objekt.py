"""Every URL that takes a person or something of a person's × whose eyes.

Once the person is protected: tests/cases/test_skydd_kanaler.py.

Complete by construction: it follows the table of test_permissions.py.
"""

import pytest

from tests.factories import anvandare
from tests.roller import addresses, client_of, statuses
from tests.scen import scen
from tests.test_permissions import ROLES, TABELL

pytestmark = pytest.mark.django_db
UTAN_PERSON = {
    "cases:bekraftelse_answer",
    "cases:nodoppning_review",  # both chefs', without saying whom: tests/cases/test_nodgranskning.py
    "cases:nummerfraga_detail",
    "cases:sparr_lift",
    "cases:vikariat_end",
    "insatser:insats_detail",
    "insatser:insats_edit",
    "uppfoljning:enhet_personer",
    "uppfoljning:rapport_cancel",
    "uppfoljning:rapport_detail",
    "uppfoljning:rapport_fil",
    "uppfoljning:rapport_retry",
    "uppfoljning:statistik_fil",
}

# The rule asks for the handläggare or a chef, not for any colleague
BARA_HANDLAGGAREN = {"cases:loggutdrag", "cases:samordnare"}
# A draft is its author's: a colleague does not know that it is there
BARA_FORFATTAREN = {"cases:anteckning_edit", "cases:anteckning_avgor"}
# Closes what is the asker's own, and answers the same whether there was anything or not
SVARAR_ALLA = {"cases:nodoppning_end"}


def personal(s) -> dict:
    """A URL with an argument takes a person's row unless it is known not to."""
    return {name: rad for name, rad in TABELL.items() if rad.args(s) and name not in UTAN_PERSON | SVARAR_ALLA}


def table(name: str, role: str) -> int:
    return int(TABELL[name].svar.split()[ROLES.index(role)])


def asked(s, role: str, rows: dict) -> dict[str, int]:
    methods = {name: rad.metod for name, rad in rows.items()}
    return {name: said for (name, _), said in statuses(client_of(s, role), addresses(s, rows), methods).items()}


def test_another_namnd_finds_nothing_at_any_address_with_a_person():
    rows = personal(scen())
    assert {name: table(name, "hanna") for name in rows if table(name, "hanna") not in (403, 404)} == {}
    assert len(rows) > 30


def test_a_colleague_of_the_unit_is_answered_as_the_handlaggare():
    s = scen()
    anvandare("cleo", "coach", s.stad.kista)
    rows = personal(s)
    right = {name: 403 if name in BARA_HANDLAGGAREN else table(name, "carl") for name in rows}
    right |= dict.fromkeys(BARA_FORFATTAREN, 404) | {"cases:anteckning_create": 200}  # carl's draft is not theirs
    assert asked(s, "cleo", rows) == right


@pytest.mark.parametrize(
    ("roll", "enhet"), [("coach", "varberg"), ("enhetschef", "varberg"), ("enhetschef", "hagersten")]
)
def test_other_units_of_the_same_and_of_another_namnd_find_nothing(roll, enhet):
    s = scen()
    anvandare("annan", roll, getattr(s.stad, enhet))
    said = asked(s, "annan", personal(s))
    assert {name: status for name, status in said.items() if status not in (403, 404)} == {}
