"""show_access: every table, as the user sees it, for a program and for a person."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from cases.sekretess.matris import EXEMPT, PROTECTED
from cases.services.nodoppning import open_akt
from tests.conftest import TODAY, owner
from tests.factories import at
from tests.radscen import radscen
from tests.test_roll_tabell import ROLES, TABELL

pytestmark = pytest.mark.django_db


def shown(capsys, user, *options) -> str:
    call_command("show_access", "--user", user.username, *options)
    return capsys.readouterr().out


@pytest.mark.parametrize("role", ["sara", "eva", "carl", "nina", "sven", "registeransvarig"])
def test_it_counts_every_table_of_the_matrix_as_the_role_sees_it(capsys, role):
    s = radscen()
    counted = json.loads(shown(capsys, getattr(s.stad, role), "--json"))
    assert counted.keys() == PROTECTED.keys() | EXEMPT.keys()
    column = ROLES.index(role)
    assert {t: str(counted[t]) for t in TABELL} == {t: line.split()[column].rstrip("acd") for t, line in TABELL.items()}


def test_what_is_open_by_nödöppning_is_counted_while_it_is(capsys, agera):
    s = radscen()
    with agera(s.stad.vera):
        open_akt(nummer=s.person.nummer, skal="Personen ringer och är i akut fara.", now=at("2026-11-24 09:30"))
    assert json.loads(shown(capsys, s.stad.vera, "--json"))["cases_aspirant"] == 1


def test_a_person_reads_who_it_is_and_two_groups(capsys, stad):
    stad.aspirant()
    lines = shown(capsys, stad.sara).splitlines()
    assert lines[:2] == ["sara, Sara Test", "  Socialsekreterare, SDF Spånga-Tensta"]
    assert ["cases_aspirant", "1"] in [line.split() for line in lines]
    assert any(line.startswith("Personer, ärenden") for line in lines)
    assert any(line.startswith("Enheter, användare") for line in lines)


def test_an_inactive_user_sees_no_person_and_is_told_so(capsys, stad):
    stad.aspirant()
    with owner():
        stad.sara.is_active = False
        stad.sara.save()
    assert "Kontot är avstängt" in shown(capsys, stad.sara)
    counted = json.loads(shown(capsys, stad.sara, "--json"))
    assert {t: n for t, n in counted.items() if t in TABELL and n} == {}


def test_a_user_whose_memberships_have_ended_is_told_so(capsys, stad):
    with owner():
        stad.sara.medlemskap.update(till=TODAY.replace(day=1))
    assert "Inget uppdrag i dag" in shown(capsys, stad.sara)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_unknown_user_is_said_to_be_so_and_the_exit_code_is_1(capsys, options):
    with pytest.raises(SystemExit) as exit:
        call_command("show_access", "--user", "ingen", *options)
    said = capsys.readouterr()
    assert exit.value.code == 1
    assert "Användaren ingen finns inte" in said.out + said.err
    if options:
        json.loads(said.out)


def test_nothing_of_the_identity_is_left_behind(capsys, stad):
    stad.aspirant()
    shown(capsys, stad.sara)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_aspirant")
        assert cursor.fetchone()[0] == 0
