"""Taking over cases: the whole file or nothing, with each fault told by row and column."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from cases.importer.akter import import_akter
from cases.importer.akter_sql import KOLUMNER
from cases.models import Aspirant, Avslutsorsak, Enhet, Inskrivning, Namnd, Sdfansvar
from cases.personnummer import make_testnummer, samordningsnummer_of
from cases.sekretess.matris import EXEMPT, PROTECTED
from config.csvfil import FilError
from tests import factories
from tests.conftest import owner
from tests.factories import as_owner, at

pytestmark = pytest.mark.django_db

OKAND_KOD = "Koden finns inte i listan, eller gällde inte den dagen."
NU = at("2026-11-24 09:30")
AMAL, JONAS = make_testnummer(date(1976, 2, 2), "kvinna"), make_testnummer(date(1976, 2, 2), "man")
RAD = {
    "personnummer": AMAL,
    "fornamn": "Amal",
    "efternamn": "Provsson",
    "stadsdel": "Spånga-Tensta",
    "jobbtorg": "Kista",
    "inskriven": "2015-03-02",
    "inskrivningssatt": "gruppinformation",
    "malgrupp": "ordinarie",
    "arbetsformaga": "76-100",
    "forsorjningshinder": "sprakhinder",
    "forsorjningsstod_sedan": "2014-06-15",
    "avslutad": "2015-12-01",
    "avslutsorsak": "arbete_ej_subventionerat",
    "underorsak": "",
    "avslutsorsak_socialtjanst": "arbete",
}
OPPEN = {"avslutad": "", "avslutsorsak": "", "avslutsorsak_socialtjanst": ""}


@pytest.fixture
def las(tmp_path):
    """Write rows that differ from RAD by the given fields, and take the file as the owner."""

    def inner(*rader: dict, **kwargs):
        path = tmp_path / "akter.csv"
        lines = [";".join({**RAD, **rad}.values()) for rad in rader]
        path.write_text("\n".join([";".join(KOLUMNER), *lines, ""]))
        with as_owner():
            return import_akter(path=path, now=NU, **kwargs)

    return inner


@pytest.fixture
def vagras(las):
    """The messages of a file that is refused; nothing of it is left."""

    def inner(*rader: dict, **kwargs) -> list[str]:
        with owner():
            before = Aspirant.objects.count(), Inskrivning.objects.count(), Enhet.objects.count()
        with pytest.raises(FilError) as caught:
            las(*rader, **kwargs)
        with owner():
            assert (Aspirant.objects.count(), Inskrivning.objects.count(), Enhet.objects.count()) == before
        return [str(fel) for fel in caught.value.fel]

    return inner


def test_a_row_becomes_a_person_with_an_enrolment_its_codes_and_the_responsible_sdf(las, stad, som_agare):
    inlast = las({})
    assert (inlast.rader, inlast.nya_personer, inlast.inskrivningar, inlast.hoppade) == (1, 1, 1, 0)
    person = Aspirant.objects.get()
    assert (person.namn, person.kon, person.fodelsedatum, person.nummerslag) == (
        "Amal Provsson", "kvinna", date(1976, 2, 2), "personnummer",
    )  # fmt: skip
    assert (person.sdf, person.registrerad_vid, person.forsorjningsstod_sedan) == (
        stad.spanga, stad.spanga, date(2014, 6, 1),
    )  # fmt: skip
    rad = person.inskrivning_set.get()
    assert (rad.jobbtorg, rad.sdf, rad.inskriven, rad.avslutad) == (
        stad.kista, stad.spanga, date(2015, 3, 2), date(2015, 12, 1),
    )  # fmt: skip
    assert (rad.avslutsorsak.kod, rad.avslutsorsak_socialtjanst.kod, rad.forsorjningshinder.kod) == (
        "arbete_ej_subventionerat", "arbete", "sprakhinder",
    )  # fmt: skip
    assert list(Sdfansvar.objects.values_list("sdf", "fran", "till")) == [(stad.spanga.pk, date(2015, 3, 2), None)]


def test_the_units_that_may_see_the_person_follow_from_the_file(las, stad, agera):
    las({}, {"personnummer": JONAS, "jobbtorg": "Vårberg", "stadsdel": "SDF Hägersten-Liljeholmen"})
    seen = {}
    for user in (stad.sara, stad.hanna, stad.carl, stad.vera, stad.nina):
        with agera(user):
            seen[user.username] = list(Inskrivning.objects.values_list("aspirant__nummer", flat=True))
    assert seen == {"sara": [AMAL], "hanna": [JONAS], "carl": [AMAL], "vera": [JONAS], "nina": []}


def test_samordningsnummer_reservnummer_and_hyphen_are_taken(las, stad, som_agare):
    sam = samordningsnummer_of(JONAS)
    las(
        {"personnummer": f"{AMAL[:8]}-{AMAL[8:]}"},
        {"personnummer": sam},
        {"personnummer": "R00000000012"},
    )
    assert set(Aspirant.objects.values_list("nummer", "nummerslag", "kon", "fodelsedatum")) == {
        (AMAL, "personnummer", "kvinna", date(1976, 2, 2)),
        (sam, "samordningsnummer", "man", date(1976, 2, 2)),
        ("R00000000012", "reservnummer", "okant", None),
    }


def test_a_person_on_several_rows_is_one_person_whose_sdf_changes(las, stad, som_agare):
    las(
        {"inskriven": "2017-01-01", "stadsdel": "Hägersten-Liljeholmen", **OPPEN},
        {},
        {"inskriven": "2016-01-01", "avslutad": "2016-02-01"},
    )
    person = Aspirant.objects.get()
    assert (person.sdf, person.registrerad_vid) == (stad.hagersten, stad.spanga)
    assert list(Sdfansvar.objects.values_list("sdf__namn", "fran", "till")) == [
        ("Spånga-Tensta", date(2015, 3, 2), date(2016, 12, 31)),
        ("Hägersten-Liljeholmen", date(2017, 1, 1), None),
    ]


def test_a_known_person_keeps_name_and_sdf_and_gets_the_enrolment(las, stad, som_agare):
    person = stad.aspirant(fornamn="Rätt", efternamn="Namn")
    inlast = las({"personnummer": person.nummer, "stadsdel": "Hägersten-Liljeholmen"})
    assert (inlast.nya_personer, inlast.inskrivningar) == (0, 1)
    person.refresh_from_db()
    assert (person.namn, person.sdf, person.sdfansvar.count()) == ("Rätt Namn", stad.spanga, 1)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"personnummer": AMAL[:11] + str(9 - int(AMAL[11]))}, "personnummer: Kontrollsiffran stämmer inte."),
        ({"personnummer": AMAL[2:]}, "personnummer: Numret ska ha tolv siffror, med århundradet utskrivet."),
        ({"fornamn": " "}, "fornamn: Förnamn saknas."),
        ({"efternamn": "x" * 81}, "efternamn: Efternamn får ha högst 80 tecken."),
        ({"stadsdel": "Farsta"}, "stadsdel: Stadsdelen finns inte. Rätta namnet eller lägg till --create-units."),
        ({"jobbtorg": ""}, "jobbtorg: Jobbtorget saknas."),
        ({"inskriven": ""}, "inskriven: Inskrivningsdag saknas."),
        ({"inskriven": "2015-02-29"}, "inskriven: Skriv en dag som finns, som ÅÅÅÅ-MM-DD."),
        ({"inskriven": "02/03/2015"}, "inskriven: Skriv en dag som finns, som ÅÅÅÅ-MM-DD."),
        ({"inskriven": "2026-11-25", **OPPEN}, "inskriven: Dagen ligger i framtiden."),
        ({"inskriven": "1976-02-01"}, "inskriven: Inskriven före födelsedatumet."),
        ({"inskrivningssatt": ""}, "inskrivningssatt: Ska vara något av gruppinformation, trepartssamtal."),
        ({"malgrupp": "annan"}, "malgrupp: Ska vara något av ordinarie, resurs."),
        ({"arbetsformaga": "50"}, "arbetsformaga: Ska vara något av 0, 1-25, 26-50, 51-75, 76-100."),
        ({"forsorjningshinder": "x"}, "forsorjningshinder: Koden finns inte i listan, eller gällde inte den dagen."),
        ({"forsorjningsstod_sedan": "2014"}, "forsorjningsstod_sedan: Skriv en dag som finns, som ÅÅÅÅ-MM-DD."),
        ({"forsorjningsstod_sedan": "2027-01-01"}, "forsorjningsstod_sedan: Dagen ligger i framtiden."),
        ({"avslutad": "2015-03-01"}, "avslutad: Avslutad före inskrivningen."),
        ({"avslutad": "2026-11-25"}, "avslutad: Dagen ligger i framtiden."),
        ({**OPPEN, "avslutsorsak": "okand"}, "avslutad: Avslutsdatum saknas, raden har en avslutsorsak."),
        ({"avslutsorsak": ""}, "avslutsorsak: Avslutsorsak saknas, raden har ett avslutsdatum."),
        ({"avslutsorsak": "x"}, "avslutsorsak: Koden finns inte i listan, eller gällde inte den dagen."),
        ({"underorsak": "annat"}, "underorsak: Underorsak får bara stå tillsammans med ovrigt."),
        ({**OPPEN, "underorsak": "annat"}, "underorsak: Underorsak får bara stå tillsammans med ovrigt."),
        ({"avslutsorsak": "ovrigt", "underorsak": "x"}, f"underorsak: {OKAND_KOD}"),
        (
            {**OPPEN, "avslutsorsak_socialtjanst": "arbete"},
            "avslutsorsak_socialtjanst: Socialtjänstens avslutsorsak får bara stå på en rad med avslutsdatum.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_by_row_and_column(vagras, stad, fields, message):
    assert vagras({"personnummer": JONAS}, fields) == [f"Rad 3, {message}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"avslutsorsak": "ovrigt", "underorsak": "sambo"},
        {"avslutsorsak": "ovrigt", "underorsak": ""},
        {"avslutad": "2015-03-02", "avslutsorsak": "avslut_inom_5_dagar"},
        {"avslutad": "2015-06-02", "avslutsorsak": "avslut_inom_5_dagar"},
        {"malgrupp": "", "arbetsformaga": "", "forsorjningshinder": "", "forsorjningsstod_sedan": ""},
        {**OPPEN},
        {"avslutsorsak_socialtjanst": ""},
    ],
)
def test_what_history_allows_is_taken(las, stad, fields):
    assert las(fields).inskrivningar == 1


def test_a_code_is_judged_by_the_day_of_the_avslut(las, vagras, stad):
    with owner():
        Avslutsorsak.objects.filter(kod="af_program").update(giltig_till="2015-06-30")
    assert vagras({"avslutsorsak": "af_program"})[0].startswith("Rad 2, avslutsorsak: Koden finns inte")
    assert las({"avslutsorsak": "af_program", "avslutad": "2015-06-30"}).inskrivningar == 1


def test_other_names_for_the_same_person_in_the_file_are_told(vagras, stad):
    later = {"inskriven": "2016-01-01", "avslutad": "2016-02-01"}
    assert vagras({}, {**later, "efternamn": "Annan"}) == [
        "Rad 3, efternamn: Namnet är ett annat än på rad 2, för samma personnummer."
    ]


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({}, "Rad 3, inskriven: Samma inskrivning står också på rad 2."),
        ({"inskriven": "2015-12-01", **OPPEN}, "Rad 3, inskriven: Överlappar inskrivningen på rad 2."),
        ({"inskriven": "2015-05-01", "avslutad": "2015-06-01"}, "Rad 3, inskriven: Överlappar inskrivningen på rad 2."),
        ({"inskriven": "2014-05-01", **OPPEN}, "Rad 2, inskriven: Överlappar inskrivningen på rad 3."),
        ({"jobbtorg": "Vårberg"}, "Rad 3, inskriven: Överlappar inskrivningen på rad 2."),
    ],
)
def test_overlaps_within_the_file_name_both_rows(vagras, stad, other, message):
    assert vagras({}, other) == [message]


def test_a_long_enrolment_is_seen_past_a_short_one_between(vagras, stad):
    told = vagras(
        {"inskriven": "2015-01-01", "avslutad": "2016-12-31"},
        {"inskriven": "2016-12-31", "avslutad": "2016-12-31"},
        {"inskriven": "2015-02-01", "avslutad": "2015-03-01"},
    )
    assert told == [f"Rad {rad}, inskriven: Överlappar inskrivningen på rad 2." for rad in (3, 4)]


def test_enrolments_that_meet_without_sharing_a_day_are_fine(las, stad):
    assert las({}, {"inskriven": "2015-12-02", **OPPEN}).inskrivningar == 2


def test_an_overlap_with_what_is_here_is_told(vagras, stad):
    person = stad.aspirant()
    factories.inskrivning(person, stad.varberg, date(2015, 10, 1), date(2016, 1, 1), "okand")
    assert vagras({"personnummer": person.nummer}) == [
        "Rad 2, inskriven: Överlappar en inskrivning som finns i Jobbakten."
    ]


def test_a_row_that_is_here_already_is_an_error_unless_skipped(las, vagras, stad):
    las({})
    told = vagras({}, {"personnummer": JONAS})
    assert told == ["Rad 2, inskriven: Inskrivningen finns redan. Lägg till --skip-existing för att hoppa över den."]
    again = las({}, {"personnummer": JONAS}, skip_existing=True)
    assert (again.nya_personer, again.inskrivningar, again.hoppade) == (1, 1, 1)
    assert las({}, {"personnummer": JONAS}, skip_existing=True).inskrivningar == 0


def test_units_are_made_on_request_under_their_nämnder(las, stad, som_agare):
    inlast = las(
        {"stadsdel": "SDF Farsta", "jobbtorg": "Jobbtorg Söderort"},
        {"personnummer": JONAS, "stadsdel": "farsta"},
        create_units=True,
    )
    assert inlast.nya_enheter == ["SDF Farsta", "Jobbtorg Söderort"]
    assert Namnd.objects.get(kod="farsta").slag == "stadsdel"
    assert Enhet.objects.get(namn="Söderort").namnd == stad.kista.namnd


def test_units_are_not_made_when_the_file_is_refused(vagras, stad):
    assert len(vagras({"stadsdel": "Farsta", "malgrupp": "x"}, create_units=True)) == 1


def test_a_dry_run_checks_everything_and_takes_nothing(las, vagras, stad, som_agare):
    inlast = las({"stadsdel": "Farsta"}, create_units=True, dry_run=True)
    assert (inlast.inskrivningar, inlast.nya_enheter) == (1, ["SDF Farsta"])
    assert (Aspirant.objects.count(), Enhet.objects.filter(namn="Farsta").count()) == (0, 0)
    assert vagras({"malgrupp": "x"}, dry_run=True)


def test_no_message_quotes_the_file(vagras, stad):
    told = " ".join(vagras({"fornamn": "Hemlig", "malgrupp": "Hemlig"}, {"fornamn": "Annan", "avslutad": AMAL}))
    assert "Hemlig" not in told
    assert AMAL not in told


def test_the_command_tells_json_on_both_ways_out(tmp_path, stad, capsys):
    path = tmp_path / "akter.csv"
    path.write_text(";".join(KOLUMNER) + "\n" + ";".join(RAD.values()) + "\n")
    with as_owner():
        call_command("import_akter", str(path), json=True)
        taken = json.loads(capsys.readouterr().out)
        with pytest.raises(SystemExit):
            call_command("import_akter", str(path), json=True)
        refused = json.loads(capsys.readouterr().out)
    assert (taken["ok"], taken["inskrivningar"], taken["nya_enheter"]) == (True, 1, [])
    assert (refused["ok"], refused["antal_fel"], refused["fel"][0]["rad"]) == (False, 1, 2)


def test_show_access_counts_what_the_user_sees(las, stad, capsys):
    las({})
    counts = {}
    for user in ("sara", "vera", "nina"):
        call_command("show_access", user=user, json=True)
        counts[user] = json.loads(capsys.readouterr().out)
    assert counts["sara"].keys() == PROTECTED.keys() | EXEMPT.keys()
    assert {u: (c["cases_aspirant"], c["cases_inskrivning"]) for u, c in counts.items()} == {
        "sara": (1, 1), "vera": (0, 0), "nina": (0, 0),
    }  # fmt: skip
    with pytest.raises(SystemExit):
        call_command("show_access", user="ingen", json=True)
    refused = json.loads(capsys.readouterr().out)
    fel = [{"rad": None, "kolumn": "--user", "varfor": "Användaren ingen finns inte."}]
    assert refused == {"ok": False, "antal_fel": 1, "fel": fel}
