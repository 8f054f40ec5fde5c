"""Every URL of the administration × role × method, by construction: only the systemförvaltare gets in."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import get_resolver, reverse

from cases.admin import administration
from cases.sekretess.matris import PROTECTED
from tests.roller import client_of, statuses
from tests.scen import scen
from tests.test_permissions import ROLES

pytestmark = pytest.mark.django_db
# What the systemförvaltare is answered, by how the name ends
SVEN = {
    "_changelist": 200, "_add": 200, "_change": 200, "_history": 200, "_delete": 403, "_tillfalligt": 200,
    "index": 200, "app_list": 200, "jsi18n": 200, "login": 302, "logout": 405,
    "password_change": 302, "password_change_done": 302,
}  # fmt: skip


def patterns(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern)
        else:
            yield pattern


def site():
    return next(r for r in get_resolver().url_patterns if getattr(r, "namespace", None) == "admin")


NAMES = sorted({p.name for p in patterns(site()) if p.name})
UNNAMED = ["/administration/cases/enhet/1/", "/administration/finns/inte/"]


def address(name: str, s) -> str:
    if name == "app_list":
        return reverse("admin:app_list", args=["cases"])
    for model in administration._registry:
        start = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(start) and not name.endswith(("_changelist", "_add")):
            row = s.stad.carl if model is type(s.stad.carl) else model.objects.first()
            return reverse(f"admin:{name}", args=[row.pk])
    return reverse(f"admin:{name}")


def expected(name: str) -> int:
    return SVEN[name] if name in SVEN else SVEN["_" + name.rsplit("_", 1)[1]]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(role):
    s = scen()
    said = statuses(client_of(s, role), {name: address(name, s) for name in NAMES}, ["get"])
    assert said == {(name, "get"): _right(name, role) for name in NAMES}


@pytest.mark.parametrize("role", ["anonym", "carl", "sven"])
def test_no_page_knows_another_method(role):
    s = scen()
    said = statuses(client_of(s, role), {name: address(name, s) for name in NAMES}, ("put", "patch", "delete"))
    assert {v for (name, _), v in said.items() if name != "login"} == {302 if role == "anonym" else 405}
    assert {v for (name, _), v in said.items() if name == "login"} == {405}


def _right(name: str, role: str) -> int:
    if role == "anonym":
        return 302
    return expected(name) if role == "sven" else 403


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("anonym", "sven")])
def test_no_other_role_posts_anything(role):
    s = scen()
    said = statuses(client_of(s, role), {name: address(name, s) for name in NAMES}, ["post"])
    assert set(said.values()) == {403}


@pytest.mark.parametrize("path", UNNAMED)
def test_addresses_without_a_name_are_closed_too(client, path):
    s = scen()
    for role in ROLES[1:]:
        client.force_login(type(s.stad.sara).objects.get(pk=getattr(s.stad, role).pk))
        assert client.get(path).status_code in ((301, 302, 404) if role == "sven" else (403,)), role


def test_the_doors_that_know_of_every_table_are_not_there(client):
    s = scen()
    client.force_login(s.stad.sven)
    assert client.get("/administration/autocomplete/").status_code == 404
    assert client.get(f"/administration/r/1/{s.person.pk}/").status_code == 404


def test_no_page_of_the_administration_knows_a_person(client):
    s = scen()
    client.force_login(s.stad.sven)
    for name in NAMES:
        if name == "logout":
            continue
        html = client.get(address(name, s)).content.decode()
        for secret in (s.person.nummer, s.person.efternamn, s.person.fornamn + " " + s.person.efternamn):
            assert secret not in html, name


def test_relations_of_what_is_administered_lead_to_no_table_of_persons():
    shown = {
        field.related_model._meta.db_table
        for model, own in administration._registry.items()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    }
    assert shown & PROTECTED.keys() == set()


def test_the_log_of_the_administration_names_staff_and_codes_only(client):
    s = scen()
    client.force_login(s.stad.sven)
    client.post(reverse("admin:cases_user_tillfalligt", args=[s.stad.carl.pk]))
    assert [(e.object_repr, e.change_message) for e in LogEntry.objects.all()] == [
        (str(s.stad.carl), "Tillfälligt lösenord.")
    ]
