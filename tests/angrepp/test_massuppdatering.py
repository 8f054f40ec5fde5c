"""Fields that the page does not show, sent along all the same."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps

from cases.models import Aspirant, User
from tests.cases import inlopp_data as typed
from tests.conftest import owner

pytestmark = pytest.mark.django_db
NEVER = {
    "skydd", "enheter", "synlig_for", "aspirant", "namnd", "is_superuser", "is_staff", "groups", "user_permissions",
    "password", "tillfalligt_till", "sessionsserie", "nummer", "registrerad_vid", "handling", "skapad_av",
    "publicerad_at", "kvitterat_at", "kvitterat_av", "skickad_av", "avslutad_av", "last_login",
}  # fmt: skip


def model_forms():
    for config in apps.get_app_configs():
        if config.label in ("cases", "jobbplaner", "insatser", "uppfoljning"):
            for module in pkgutil.walk_packages([config.path], f"{config.name}."):
                if "form" in module.name and "migrations" not in module.name:
                    for value in vars(importlib.import_module(module.name)).values():
                        if isinstance(value, type) and issubclass(value, forms.BaseModelForm):
                            yield value


def test_no_model_form_names_a_field_that_decides_reach():
    seen = {form for form in model_forms() if form._meta.model}
    assert seen
    named = {form.__name__: set(form._meta.fields or ["__all__"]) & {*NEVER, "__all__"} for form in seen}
    # protection is set at registration, through the one function that also names the registrar (docs/adr/0008)
    assert {name: fields for name, fields in named.items() if fields} == {"NyPersonForm": {"skydd"}}


def test_extra_fields_in_a_persons_facts_change_nothing(stad, logga_in):
    person = stad.aspirant()
    namnd = stad.hagersten.pk
    reach = {"enheter": [stad.varberg.pk], "sdf": namnd, "sdf_id": namnd, "registrerad_vid": namnd}
    reach |= {"nummer": "198001012385", "id": 1, "pk": 1, "namnd": 1}
    url = f"/akter/{person.pk}/uppgifter/"
    data = {
        **typed.person(fornamn="Ny", fodelsedatum=str(person.fodelsedatum)),
        **typed.hushall(version=person.version),
        **reach,
        "version": person.version,
    }
    assert logga_in(stad.sara).post(url, data).status_code == 302
    with owner():
        after = Aspirant.objects.get(pk=person.pk)
        assert Aspirant.objects.count() == 1
    assert after.fornamn == "Ny"
    for field in ("enheter", "sdf_id", "nummer", "registrerad_vid_id", "skydd"):
        assert getattr(after, field) == getattr(person, field), field


def test_a_jobbtorg_that_keeps_contact_does_not_reach_protection_or_household(stad, logga_in):
    person, _ = stad.inskriven()
    data = {**typed.person(fornamn="Ny", skydd="2", telefon="08-1"), **typed.hushall(), "version": person.version}
    logga_in(stad.carl).post(f"/akter/{person.pk}/uppgifter/", data)
    with owner():
        after = Aspirant.objects.get(pk=person.pk)
    assert (after.skydd, after.fornamn) == (0, person.fornamn)


def test_the_administration_makes_no_superuser(stad, logga_in):
    names = {"username": "carl", "first_name": "C", "last_name": "W", "is_active": "on", "is_superuser": "on",
             "is_staff": "on", "password": "x", "groups": "1", "sessionsserie": "7",
             "medlemskap-TOTAL_FORMS": "0", "medlemskap-INITIAL_FORMS": "0"}  # fmt: skip
    assert logga_in(stad.sven).post(f"/administration/cases/user/{stad.carl.pk}/change/", names).status_code == 302
    after = User.objects.get(pk=stad.carl.pk)
    assert (after.is_superuser, after.is_staff, after.password, after.sessionsserie) == (
        False,
        False,
        stad.carl.password,
        0,
    )


def test_the_api_reads_its_own_fields_and_no_others(stad, logga_in):
    url = "/api/v1/statistik?fran=2026-01-01&till=2026-04-30"
    client = logga_in(stad.nina)
    assert (
        client.get(url + "&user=1&syfte=uppfoljning&internal=1&dolj_under=0&is_superuser=1").json()
        == client.get(url).json()
    )
