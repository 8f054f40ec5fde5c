"""Taking over kartläggningar: the whole file or nothing, each fault told by row and column."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from config.csvfil import FilError
from jobbplaner.importer.kartlaggningar import KOLUMNER, import_kartlaggningar
from jobbplaner.kartlaggning import innehall_av
from jobbplaner.models import Kartlaggning, Kartlaggningsdel
from tests.factories import as_owner, inskrivning
from tests.jobbplaner.kartlaggning_data import NU

pytestmark = pytest.mark.django_db
SVAR = ["26-50", "latt_svenska", "inget", "stort", "mattligt", "vet_ej", "inget", "inget", "inget", "stort", "inget"]


@pytest.fixture
def person(stad):
    return stad.inskriven(inskriven=date(2015, 1, 12))[0]


@pytest.fixture
def fil(tmp_path):
    def inner(*rader: list[str], rubrik=KOLUMNER, slut="\n"):
        path = tmp_path / "kartlaggningar.csv"
        path.write_text("\ufeff" + slut.join(";".join(rad) for rad in [rubrik, *rader]) + slut, newline="")
        return path

    return inner


def las(path):
    with as_owner():
        return import_kartlaggningar(path=path, now=NU)


def felen(path) -> list[str]:
    with pytest.raises(FilError) as caught:
        las(path)
    with as_owner():
        assert Kartlaggning.objects.count() == Kartlaggningsdel.objects.count() == 0
    return [str(fel) for fel in caught.value.fel]


def rad(person, dag="2015-03-02", **byt) -> list[str]:
    return list((dict(zip(KOLUMNER, [person.nummer, dag, *SVAR], strict=True)) | byt).values())


def test_a_row_becomes_a_completed_kartlaggning_of_the_jobbtorg_that_day(stad, person, fil, agera):
    inskrivning(person, stad.varberg, date(2012, 1, 9), date(2013, 1, 9), "okand")
    lyckat = las(fil(rad(person), rad(person, "2014-02-02"), slut="\r\n"))
    assert (lyckat.rader, lyckat.personer) == (2, 1)
    with agera(stad.carl):
        nyast, aldre = Kartlaggning.objects.all()
        sagt = innehall_av(nyast)
    assert [sagt[namn] for namn in KOLUMNER[2:]] == SVAR
    assert (sagt["datum"], nyast.enhet, nyast.kalla, nyast.klar_av) == (date(2015, 3, 2), stad.kista, "overtagen", None)
    # no enrolment that day: the one before it
    assert aldre.enhet == stad.varberg


def test_someone_never_enrolled_has_it_from_the_responsible_sdf(stad, fil, agera):
    las(fil(rad(stad.aspirant(), "2021-02-03")))
    with agera(stad.sara):
        assert Kartlaggning.objects.get().enhet == stad.spanga
        assert Kartlaggningsdel.objects.get().skulder == "stort"


def test_every_fault_is_told_and_nothing_is_taken(stad, person, fil):
    fel = felen(
        fil(
            rad(person, skulder="mycket", svenska=""),
            rad(person, "2027-01-01"),
            rad(person, "2015-02-30", aktivitetsformaga="30"),
            rad(person, "1950-01-01", personnummer=""),
            rad(person, personnummer="197601022382"),
            rad(person, "2016-03-02"),
            rad(person, "2016-03-02"),
        )
    )
    nivaer = "Ska vara något av inget, mattligt, stort, vet_ej."
    assert fel == [
        "Rad 2, svenska: Ska vara något av utan_begransning, latt_svenska, stora_begransningar, vet_ej.",
        f"Rad 2, skulder: {nivaer}",
        "Rad 3, datum: Dagen ligger i framtiden.",
        "Rad 4, datum: Skriv en dag som finns, som ÅÅÅÅ-MM-DD.",
        "Rad 4, aktivitetsformaga: Ska vara något av 0, 1-25, 26-50, 51-75, 76-100.",
        "Rad 5, personnummer: Personnummer saknas.",
        fel[6],
        "Rad 8, datum: Samma person och dag står också på rad 7.",
    ]
    assert fel[6].startswith("Rad 6, personnummer: ")


def test_a_person_who_is_not_here_is_told(stad, fil):
    with as_owner():
        borta = stad.aspirant()
        nummer = borta.nummer
        borta.delete()
    assert felen(fil(rad(borta, personnummer=nummer))) == [
        "Rad 2, personnummer: Personen finns inte i Jobbakten. Registrera personen eller ta in akterna först."
    ]


def test_the_same_file_twice_is_refused(stad, person, fil):
    path = fil(rad(person))
    las(path)
    with pytest.raises(FilError, match="finns redan i Jobbakten"):
        las(path)


def test_the_command_says_one_object_and_its_exit_code(stad, person, fil, capsys):
    with as_owner():
        call_command("import_kartlaggningar", str(fil(rad(person))), "--json")
    svar = json.loads(capsys.readouterr().out)
    assert (svar["ok"], svar["kartlaggningar"], svar["personer"]) == (True, 1, 1)
    with as_owner(), pytest.raises(SystemExit) as ended:
        call_command("import_kartlaggningar", str(fil(rad(person, boende="x"))), "--json")
    svar = json.loads(capsys.readouterr().out)
    assert (ended.value.code, svar["ok"], svar["fel"][0]["rad"], svar["fel"][0]["kolumn"]) == (1, False, 2, "boende")


def test_a_file_without_the_columns_is_refused(stad, fil):
    assert felen(fil(["x"], rubrik=KOLUMNER[:-1]))[0] == "Rad 1, annat: Kolumnen saknas."
