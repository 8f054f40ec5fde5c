"""Bodies, queries and bytes that no browser of ours sends: a clear Swedish page with the right status, never 500."""

import json
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cases.forms.logg import LoggForm
from insatser.forms import KatalogFilter
from tests.roller import addresses, client_of, undone
from tests.scen import scen
from tests.test_permissions import ROLES, TABELL
from uppfoljning.views.statistik import UrvalForm

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
PARAMETERS = [
    "q", "visa", "sida", "sortering", "aldre", "kommande", "fran", "till", "ur", "fr", "mot", "insats", "enhet",
    "namnd", "stadsdel", "jobbtorg", "period", "ar", "tertial", "alder", "steg", "klass", "next", "handling",
    "avsluta", "handlaggare", "motpart", "rad", "regel", "slag", "tabell", "av", "vem", "ledig", "ta-bort", "del",
    "version", "istallet_for", "alla",
]  # fmt: skip
BROKEN = [
    "\0", "'; DROP TABLE cases_aspirant; --", "1) OR 1=1 --", "-1", "9" * 40, "%", "../../etc/passwd", "é\ud800"[:1],
    "namn,(SELECT password FROM cases_user)", "{{7*7}}${7*7}", "0x1F", "2026-13-45", "\u202e\u0000\uffff", "x" * 3000,
]  # fmt: skip
SWEDISH = "Ingenting har sparats"


@pytest.fixture
def sara(stad):
    client = Client(raise_request_exception=False)
    client.force_login(stad.sara)
    return client


def test_a_body_over_the_limit_is_413(sara):
    answer = sara.post("/sok/", "q=" + "a" * 3_000_000, content_type=FORM)
    assert answer.status_code == 413
    assert SWEDISH in answer.content.decode()


def test_too_many_fields_are_413(sara):
    answer = sara.post("/sok/", "&".join(f"f{n}=1" for n in range(2500)), content_type=FORM)
    assert answer.status_code == 413
    assert SWEDISH in answer.content.decode()


def test_a_file_is_not_taken_and_a_large_one_is_413(sara):
    assert sara.post("/sok/", {"q": "Anna", "fil": SimpleUploadedFile("x.bin", b"x" * 1000)}).status_code == 200
    assert sara.post("/sok/", {"fil": SimpleUploadedFile("x.bin", b"x" * 3_000_000)}).status_code == 413


def test_a_multipart_bomb_is_refused(sara):
    part = b'--b\r\nContent-Disposition: form-data; name="f%d"; filename="x"\r\n\r\nx\r\n'
    body = b"".join(part % n for n in range(500)) + b"--b--\r\n"
    assert sara.post("/sok/", body, content_type="multipart/form-data; boundary=b").status_code == 413


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"q=\xff\xfe\x80", FORM),
        (b"q=Anna", f"{FORM}; charset=utf-7"),
        (b"q=Anna", f"{FORM}; charset=base64"),
        (b"q=Anna", f"{FORM}; charset=finns-inte"),
        (b"q=Anna", "multipart/form-data"),
        (b"--b\r\nskrap", "multipart/form-data; boundary=b"),
        (b"q=Anna", "multipart/form-data; boundary=" + "b" * 300),
        (b"\0\0\0", "application/octet-stream"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "text/xml"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_bytes_that_are_no_form_are_answered(sara, body, content_type):
    assert sara.generic("POST", "/sok/", body, content_type=content_type).status_code in (200, 400, 415)


def test_deep_json_to_the_api_is_no_500(stad):
    client = Client(raise_request_exception=False)
    client.force_login(stad.nina)
    deep = "[" * 50_000 + "]" * 50_000
    assert client.post("/api/v1/statistik", deep, content_type="application/json").status_code in (400, 405, 413)
    wide = json.dumps({"fran": {"$ne": 1}})
    assert client.post("/api/v1/statistik", wide, content_type="application/json").status_code in (400, 405)


@pytest.mark.parametrize(
    "path", ["/%ff/", "/%00/", "/akter/1%00/", "/akter/99999999999999999999/", "/..%2f..%2fetc/", "/akter/-1/"]
)
def test_a_broken_address_is_not_found(sara, path):
    assert sara.get(path).status_code == 404


def test_a_number_beyond_the_databases_is_not_found_at_any_address():
    s = scen()
    client = client_of(s, "carl")
    client.raise_request_exception = False
    numbered = {
        name: rad for name, rad in TABELL.items() if rad.args(s) and all(isinstance(a, int) for a in rad.args(s))
    }
    said = {}
    for name, rad in numbered.items():
        url = reverse(name, args=[9_223_372_036_854_775_808 for _ in rad.args(s)])
        said[name] = getattr(client, rad.metod)(url).status_code
    assert {name: status for name, status in said.items() if status not in (403, 404)} == {}


def open_to(role) -> set[str]:
    """Names of the pages that `role` is answered."""
    return {n for n, r in TABELL.items() if r.metod == "get" and r.svar.split()[ROLES.index(role)] == "200"}


class Watched(QueryDict):
    """A query that remembers being read."""

    read = False

    def __getattribute__(self, name):
        if name in {"get", "getlist", "items", "urlencode", "dict", "copy", "keys", "values"}:
            self.__dict__["read"] = True
        return super().__getattribute__(name)

    def __getitem__(self, key):
        self.__dict__["read"] = True
        return super().__getitem__(key)

    def __contains__(self, key):
        self.__dict__["read"] = True
        return super().__contains__(key)


def looked(client, url: str) -> bool:
    """Whether the page reads its query at all."""
    query = Watched("q=1")
    query.__dict__["read"] = False  # its own making read it
    with undone(), patch.object(WSGIRequest, "GET", query):
        client.get(url)
    return query.read


def test_it_is_known_which_pages_read_their_query(sara):
    assert looked(sara, "/personer/")
    assert not looked(sara, "/mitt-konto/")


ASKING = ["eva", "carl", "sara", "nina", "registeransvarig", "sven"]


@pytest.mark.parametrize("role", ASKING)
def test_no_parameter_of_any_page_breaks_it_or_reaches_sql(role):
    """Each page is asked once, by the first of these roles that it answers."""
    s, faults = scen(), {}
    client = client_of(s, role)
    client.raise_request_exception = False
    earlier = set().union(*(open_to(other) for other in ASKING[: ASKING.index(role)]))
    mine = {name: TABELL[name] for name in open_to(role) - earlier}
    for name, url in addresses(s, mine).items():
        # A page that looks at no parameter is asked once
        for text in BROKEN if looked(client, url) else BROKEN[:1]:
            with undone():
                answer = client.get(url, dict.fromkeys(PARAMETERS, text))
                if answer.status_code >= 500 or (b"cases_user" in answer.content and "password" not in text):
                    faults[name, text[:20]] = answer.status_code
    assert faults == {}


def test_every_parameter_that_a_page_reads_is_tried():
    """By name in the code (house.md: views translate), and by the fields of the forms that take a query."""
    rooms = ("cases", "jobbplaner", "insatser", "uppfoljning")
    sources = [path.read_text() for room in rooms for path in Path(room).rglob("*.py")]
    named = r"""GET\.get(?:list)?\(["']([\w-]+)|["']([\w-]+)["'] in request\.GET|source\.get(?:list)?\(["']([\w-]+)"""
    read = {name for text in sources for names in re.findall(named, text) for name in names if name}
    forms = {name for text in sources for name in re.findall(r"(\w+(?:Form|Filter))\(request\.GET", text)}
    assert forms == {form.__name__ for form in (LoggForm, KatalogFilter, UrvalForm)}
    read |= {name for form in (LoggForm, KatalogFilter, UrvalForm) for name in form.base_fields}
    assert read - set(PARAMETERS) == set()


def test_a_huge_query_string_is_answered(sara):
    assert sara.get("/personer/?visa=" + "x" * 100_000).status_code in (200, 400, 413, 414)


def test_a_search_is_text_and_no_pattern_or_sql(stad, sara):
    stad.aspirant(fornamn="Amal", efternamn="Provsson")
    for text in ("%", "_", "' OR 1=1 --", "\\", "Provsson' UNION SELECT 1 --", "*", ".*"):
        answer = sara.post("/sok/", {"q": text})
        assert answer.status_code == 200
        assert "Amal" not in answer.content.decode(), text
