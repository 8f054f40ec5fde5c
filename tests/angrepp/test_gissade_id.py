"""Guessed ids: hidden and not there are one and the same, and no row is reached by way of another person."""

import dataclasses
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.roller import client_of, statuses, undone
from tests.scen import scen
from tests.test_permissions import ROLES, TABELL
from tests.test_permissions_objekt import personal

pytestmark = pytest.mark.django_db
# Its second number is a colleague, not a row of the person
NAMES_A_USER = {"cases:skydd_avsluta"}
REFERENCE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")
PASSING = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*')


def seen(client, method: str, url: str) -> tuple:
    """What an outsider can tell apart: status, page, length and how much the server had to ask."""
    with (
        undone(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        answer = getattr(client, method)(url)
    body = PASSING.sub("", REFERENCE.sub("", answer.content.decode()))
    return answer.status_code, body.replace(url, "URL"), len(asked)


@pytest.mark.parametrize("role", ["hanna", "vera"])
def test_hidden_and_not_there_get_the_same_page_after_the_same_questions(role):
    s = scen()
    client, told = client_of(s, role), {}
    client.get("/")
    for name, rad in personal(s).items():
        if rad.svar.split()[ROLES.index(role)] != "404":
            continue
        here = rad.args(s)
        gone = [a + 10_000_000 if isinstance(a, int) else a for a in here]
        hidden, missing = (seen(client, rad.metod, reverse(name, args=args)) for args in (here, gone))
        if hidden != missing:
            told[name] = (hidden[0], missing[0], hidden[2], missing[2])
    assert told == {}


# Answers as for a draft that was thrown already, whatever is named
SAYS_IT_IS_GONE = {"cases:anteckning_delete"}


def test_a_row_is_not_reached_through_another_person_that_one_may_see():
    """/akter/<mine>/…/<row of somebody else's>/: not there, for everyone who sees both."""
    s = scen()
    other, _ = s.stad.inskriven()
    mixed = dataclasses.replace(s, person=other)
    pairs = {
        name: rad
        for name, rad in TABELL.items()
        if name not in NAMES_A_USER | SAYS_IT_IS_GONE
        and len(rad.args(s)) > 1
        and rad.args(s)[0] == s.person.pk
        and rad.args(mixed)[1] == rad.args(s)[1]
    }
    assert len(pairs) > 6
    urls = {name: reverse(name, args=rad.args(mixed)) for name, rad in pairs.items()}
    for role in ("sara", "stina", "carl", "eva"):
        said = statuses(client_of(s, role), urls, {name: rad.metod for name, rad in pairs.items()})
        assert {asked: status for asked, status in said.items() if status not in (403, 404)} == {}, role
        posted = statuses(client_of(s, role), urls, ["post"])
        assert {asked: status for asked, status in posted.items() if status not in (403, 404, 405)} == {}, role
