"""Complete by construction: what the reading log has to know of every address.

That each answer to each role then stands in it: tests/test_permissions.py.
"""

from django.urls import get_resolver

from cases.lasning import DELAR, NYCKLAR, OBJEKT, PERSON_ROUTES, VYER

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
