"""A name that a spreadsheet would run: in every export the cell is text."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from cases.models import Avslutsorsak, Enhet, Namnd
from tests.conftest import owner
from tests.scen import scen
from uppfoljning.rapporter.csvfil import FARLIGA, ofarlig, skriv

pytestmark = pytest.mark.django_db
FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", '=HYPERLINK("//evil")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_begins_like_a_formula_becomes_text(text):
    (row,) = csv.reader(io.StringIO(skriv([[text]]).decode("utf-8-sig"), newline=""), delimiter=";")
    assert not row[0].startswith(FARLIGA)
    assert not row[0].lstrip().startswith(FARLIGA)
    assert ofarlig("Kista") == "Kista"


@pytest.fixture
def poisoned(client):
    """Everything with a name that statistics shows is named as a formula."""
    s = scen()
    with owner():
        for model in (Enhet, Namnd, Avslutsorsak):
            for n, row in enumerate(model.objects.all()):
                model.objects.filter(pk=row.pk).update(namn=f"=1+{n}{row.namn}")
    client.force_login(s.stad.nina)
    return client


def test_no_cell_of_the_statistics_in_csv_is_a_formula(poisoned):
    answer = poisoned.get(reverse("uppfoljning:statistik_fil", args=["csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert any("=1+" in cell for row in rows for cell in row)
    assert [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@"))] == []


def test_no_cell_of_the_statistics_in_excel_is_a_formula(poisoned):
    answer = poisoned.get(reverse("uppfoljning:statistik_fil", args=["xlsx"]))
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    sheets = "".join(book.read(name).decode() for name in book.namelist() if "sheet" in name)
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    assert any("=1+" in book.read(name).decode() for name in book.namelist() if name.endswith("sharedStrings.xml"))
