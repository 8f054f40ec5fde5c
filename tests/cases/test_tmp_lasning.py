"""Complete by construction: every URL × role of the permissions table, asked of the reading log.

An answer that holds a person's name, number or ärendenummer has a row for that person and reader; an address about a
person that was refused has a row saying so. Nothing else is written, and nothing for what did not happen.
"""

import re
from copy import deepcopy

import pytest
from django.urls import get_resolver

from cases.lasning import DELAR, NYCKLAR, OBJEKT, PERSON_ROUTES, VYER
from cases.models import Aspirant, Lasning
from config.formatting import format_nummer
from tests.conftest import owner
from tests.roller import addresses, client_of, undone
from tests.scen import scen
from tests.test_permissions import ROLES, TABELL

pytestmark = pytest.mark.django_db

# Keys in their address are not a person's, and lead to none
UTAN_PERSON = {
    "cases:bekraftelse_answer",
    "cases:sparr_lift",
    "cases:vikariat_end",
    "cases:vikariat_namnge",
    "insatser:insats_detail",
    "insatser:insats_edit",
    "uppfoljning:rapport_cancel",
    "uppfoljning:rapport_detail",
    "uppfoljning:rapport_fil",
    "uppfoljning:rapport_retry",
}

# Keywords of addresses that are no key of anything of a person: staff, code lists, kinds
INTE_PERSONS = {"user_pk", "slag"}

# Shows the number that the reader asked about, and that the answer tells nothing of whom it belongs to
EGEN_FRAGA = {"cases:mina_nummerfragor"}


def shows(answer, person: Aspirant) -> bool:
    """The surname of a test person is hers alone. A PDF is a document about her."""
    if answer.headers.get("Content-Type", "") == "application/pdf":
        return True
    text = answer.content.decode()
    marks = (person.efternamn, person.nummer, format_nummer(person.nummer), person.arendenummer)
    return any(re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text) for mark in marks)


def rows(**villkor) -> list[Lasning]:
    with owner():
        return list(Lasning.objects.filter(**villkor).order_by("id"))


def faults(s, user, name: str, url: str, answer) -> list[str]:
    """What is wrong with the rows that this answer left."""
    about_a_person = name in OBJEKT or url.startswith((f"/akter/{s.person.pk}/", f"/registrera/{s.person.pk}/"))
    expected = []
    if answer.status_code == 200 and name not in EGEN_FRAGA and shows(answer, s.person):
        expected = ["shown"]
    elif answer.status_code in (403, 404) and about_a_person:
        expected = ["nekad"]
    written = rows()
    found = ["nekad" if rad.slag == "nekad" else "shown" for rad in written]
    wrong = [] if found == expected else [f"{answer.status_code}: wrote {found}, not {expected}"]
    for rad in written:
        if (rad.user_id, rad.aspirant_id, rad.vy) != (user.pk, s.person.pk, name) or not rad.referens:
            wrong.append(f"wrote {rad.user_id, rad.aspirant_id, rad.vy}")
    if written and name not in VYER:
        wrong.append("say in cases.lasning.VYER what the page shows")
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_is_shown_or_refused_stands_in_the_log(role):
    s, wrong = scen(), {}
    client, user = client_of(s, role), getattr(s.stad, role, None)
    for name, url in addresses(s, TABELL).items():
        cookies = deepcopy(client.cookies)
        with undone():
            answer = getattr(client, TABELL[name].metod)(url)
            found = [str(rad) for rad in rows()] if role == "anonym" else faults(s, user, name, url, answer)
        client.cookies = cookies
        if found:
            wrong[name] = found
    assert wrong == {}


def person_urls() -> set[str]:
    """Names of all addresses that carry a key."""
    found = set()

    def walk(patterns, prefix="", route=""):
        for p in patterns:
            if hasattr(p, "url_patterns"):
                if p.namespace != "admin":
                    walk(p.url_patterns, f"{prefix}{p.namespace}:" if p.namespace else prefix, route + str(p.pattern))
            elif {"pk", *NYCKLAR, *DELAR} & set(p.pattern.converters):
                found.add((prefix + p.name, route + str(p.pattern)))

    walk(get_resolver().url_patterns)
    return found


def test_an_address_with_a_key_says_whom_a_refusal_concerns():
    unsaid = {
        name
        for name, route in person_urls()
        if not route.startswith(PERSON_ROUTES) and name not in OBJEKT and name not in UTAN_PERSON
    }
    assert unsaid == set(), "put the model in cases.lasning.OBJEKT, or the name in UTAN_PERSON"


def keywords() -> set[str]:
    """Every keyword of every address, the administration's apart."""
    found = set()

    def walk(patterns):
        for p in patterns:
            if hasattr(p, "url_patterns"):
                if p.namespace != "admin":
                    walk(p.url_patterns)
            else:
                found.update(p.pattern.converters)

    walk(get_resolver().url_patterns)
    return found


def test_every_keyword_of_an_address_leads_to_its_person_or_is_said_to_be_nobodys():
    unsaid = keywords() - NYCKLAR.keys() - DELAR.keys() - INTE_PERSONS
    assert unsaid == set(), "put the model in cases.lasning.DELAR, or the keyword in INTE_PERSONS"


def test_every_page_about_a_person_is_named_in_plain_swedish():
    named = {name for name, _ in person_urls()} - UTAN_PERSON
    assert named - VYER.keys() == set(), "say in cases.lasning.VYER what the page shows"
