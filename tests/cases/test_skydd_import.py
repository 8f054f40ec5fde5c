"""The imports' messages tell no more of a protected person than of any other, and never who it is."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.importer.akter_sql import KOLUMNER
from tests.cases.skydd_data import skyddad
from tests.conftest import owner
from tests.factories import inskrivning
from tests.uppfoljning.registerfiler import HEADER

pytestmark = pytest.mark.django_db


def rad(person, **changes) -> str:
    """A row of an earlier system about the person, wrong by the changes."""
    values = {
        "personnummer": person.nummer,
        "fornamn": person.fornamn,
        "efternamn": person.efternamn,
        "stadsdel": "Spånga-Tensta",
        "jobbtorg": "Kista",
        "inskriven": "2026-05-25",
        "inskrivningssatt": "gruppinformation",
        **changes,
    }
    return ";".join(values.get(kolumn, "") for kolumn in KOLUMNER)


def told(capsys, *args) -> str:
    """Everything that the command says, with --json and without."""
    said = ""
    for extra in ([], ["--json"]):
        with owner(), suppress(SystemExit):
            call_command(*args, *extra)
        out = capsys.readouterr()
        said += out.out + out.err
    return said


def akter(tmp_path: Path, capsys, person) -> str:
    """What is said of: an enrolment that is there, one that overlaps, another name, a code that does not exist."""
    rows = [
        rad(person),
        rad(person, inskriven="2026-06-01"),
        rad(person, efternamn="Annan"),
        rad(person, arbetsformaga="200"),
    ]
    path = tmp_path / "akter.csv"
    path.write_text("\n".join([";".join(KOLUMNER), *rows, ""]))
    return told(capsys, "import_akter", str(path))


@pytest.fixture(params=[1, 2])
def skydd(request, db):
    return skyddad(request.param)


def test_import_akter_says_the_same_of_a_protected_person_as_of_another(skydd, tmp_path, capsys):
    vanlig = skydd.s.stad.aspirant()
    inskrivning(vanlig, skydd.s.stad.kista)
    said = [akter(tmp_path, capsys, person) for person in (skydd.person, vanlig)]
    assert "finns redan" in said[0]
    assert said[0] == said[1]
    assert [ord_ for ord_ in skydd.spar if ord_ in said[0]] == []


def test_the_register_says_the_same_of_a_protected_person_as_of_another(skydd, tmp_path, capsys):
    said = []
    for person in (skydd.person, skydd.s.stad.aspirant()):
        path = tmp_path / "leverans.csv"
        path.write_text("\n".join([HEADER, f"{person.nummer};mycket;sokande;;", f"{person.nummer};1;sokande;;", ""]))
        month = ["--month", "2026-10", "--stadsdel", "Spånga-Tensta"]
        said.append(told(capsys, "import_forsorjningsstod", str(path), *month))
    assert json.loads(said[0].splitlines()[-1])["ok"] is False
    assert said[0] == said[1]
    assert [ord_ for ord_ in skydd.spar if ord_ in said[0]] == []
