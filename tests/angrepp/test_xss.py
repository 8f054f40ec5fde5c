"""Stored XSS: markup in every text of every model, on every page of every role (tests/e2e/test_xss.py: in Chromium)."""

from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from tests.conftest import owner
from tests.jobbplaner.fabriker import fields
from tests.roller import addresses, client_of, undone
from tests.scen import scen
from tests.test_permissions import ROLES, TABELL

pytestmark = pytest.mark.django_db
PAYLOAD = "\"'><img src=x onerror=alert(1)><svg onload=alert(2)>{{7*7}}</textarea></title></script>"
ROOMS = ("cases", "jobbplaner", "insatser", "uppfoljning")
# Numbers, codes and names that logging in or looking up rests on
LEFT = {"nummer", "username", "password", "kod", "referens", "checksumma", "nyckel", "fil", "filnamn", "regel"}


class Faults(HTMLParser):
    """Elements and attributes that only the payload can have brought."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "vbscript:")):
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and value == "x":
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def texts():
    """(model, field) of every text that somebody may have written."""
    for model in (m for label in ROOMS for m in apps.get_app_config(label).get_models()):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in LEFT:
                yield model, field


def poison() -> list[str]:
    """Write the payload wherever the database lets it in; returns where."""
    written = []
    with owner():
        for model, field in texts():
            text = PAYLOAD[: field.max_length or 500]
            for pk in model._base_manager.values_list("pk", flat=True)[:30]:
                value = f"{pk}{text}"[: field.max_length or 500] if field.unique else text
                try:
                    with transaction.atomic():
                        if model._base_manager.filter(pk=pk).update(**{field.attname: value}):
                            written.append(f"{model.__name__}.{field.name}")
                except DatabaseError:
                    break
    return sorted(set(written))


def test_no_page_of_any_role_lets_markup_through(settings):
    s = scen()
    s.stad.aspirant()
    where = poison()
    assert len(where) > 40
    settings.KOMMUN = settings.FORVALTNING = settings.SERVICEDESK = settings.BRAND = PAYLOAD
    faults, shown = {}, 0
    for role in ROLES[1:]:
        client = client_of(s, role)
        open_to = {n: r for n, r in TABELL.items() if r.metod == "get" and r.svar.split()[ROLES.index(role)] == "200"}
        for name, url in addresses(s, open_to).items():
            with undone():
                answer = client.get(url)
            if "text/html" not in answer.headers.get("Content-Type", ""):
                continue
            html = answer.content.decode()
            shown += "&lt;img src=x" in html
            parser = Faults()
            parser.feed(html)
            if parser.found or "<img src=x" in html or "<svg onload" in html or ">49<" in html:
                faults[role, name] = parser.found
    assert faults == {}
    assert shown > 50


def test_nor_does_the_administration():
    s = scen()
    poison()
    client = client_of(s, "sven")
    for path in ("", "cases/user/", "cases/enhet/", "cases/namnd/", f"cases/user/{s.stad.carl.pk}/change/",
                 f"cases/enhet/{s.stad.kista.pk}/history/"):  # fmt: skip
        parser = Faults()
        parser.feed(client.get(f"/administration/{path}").content.decode())
        assert parser.found == [], path


def test_what_is_typed_in_a_form_comes_back_as_text():
    """Reflected: each page with a form is sent the payload in every text, and drawn again."""
    s = scen()
    for role in ("sara", "carl", "eva", "nina"):
        client = client_of(s, role)
        open_to = {n: r for n, r in TABELL.items() if r.metod == "get" and r.svar.split()[ROLES.index(role)] == "200"}
        for name, url in addresses(s, open_to).items():
            html = client.get(url).content.decode(errors="replace")
            if '<form method="post"' not in html:
                continue
            data = {key: value if value.isdigit() else PAYLOAD for key, value in fields(html).items()}
            with undone():
                answer = client.post(url, data)
                parser = Faults()
                parser.feed(answer.content.decode(errors="replace"))
            assert parser.found == [], (role, name)
            assert answer.status_code < 500


def test_the_check_itself_finds_markup():
    parser = Faults()
    parser.feed(f"<p>{PAYLOAD}</p><a href=' JavaScript:x'>x</a>")
    assert len(parser.found) == 4
