"""Every URL × role × method: nobody gets further by another verb than the table of test_permissions.py lets them look.

A page that only reads answers POST with 405 (`require_safe` in its view). A page that takes POST refuses by it exactly
those whom it refuses by GET, or more (STRANGARE). No page knows PUT, PATCH, DELETE, TRACE or OPTIONS.
"""

import pytest

from tests.roller import addresses, client_of, statuses
from tests.scen import scen
from tests.test_permissions import ROLES, TABELL

pytestmark = pytest.mark.django_db
OTHER = ("put", "patch", "delete", "options", "trace")
API = {"api:statistik"}
PAGES = {name: rad for name, rad in TABELL.items() if rad.metod == "get" and name not in API}
BUTTONS = {name: rad for name, rad in TABELL.items() if rad.metod == "post"}
# Looks but may not act: the roles that POST refuses though GET showed them the page
STRANGARE: dict[str, set[str]] = {
    "cases:handlaggare": {"sara", "stina", "carl", "eva"},  # the POST names the unit, and an empty one names none
    "cases:afprogram": {"stina"},
    "cases:langsiktigt_stod": {"sara", "stina"},
    "cases:remiss_detail": {"sara", "stina"},
    "jobbplaner:samtal_edit": {"sara", "stina"},  # sees that it is booked
}


@pytest.mark.parametrize(("role", "methods"), [("carl", OTHER), ("sven", ["delete"]), ("anonym", ["delete"])])
def test_no_page_knows_another_method(role, methods):
    """Who asks makes no difference."""
    s = scen()
    urls = addresses(s, {name: rad for name, rad in TABELL.items() if name not in API})
    allowed = {302, 405} if role == "anonym" else {405}
    said = statuses(client_of(s, role), urls, methods)
    assert {asked: status for asked, status in said.items() if status not in allowed} == {}


@pytest.mark.parametrize("role", ROLES)
def test_post_refuses_whom_get_refuses(role):
    s, faults = scen(), {}
    for (name, _), status in statuses(client_of(s, role), addresses(s, PAGES), ["post"]).items():
        looked = int(PAGES[name].svar.split()[ROLES.index(role)])
        if role == "anonym" and looked == 302:
            wrong = status != 302
        elif looked in (403, 404):
            wrong = status not in (403, 404, 405)
        else:
            wrong = status >= 500 or (status in (403, 404)) != (role in STRANGARE.get(name, ()))
        if wrong:
            faults[name] = (looked, status)
    assert faults == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_button_is_no_page(role):
    s = scen()
    said = statuses(client_of(s, role), addresses(s, BUTTONS), ["get"])
    assert set(said.values()) == {302 if role == "anonym" else 405}
