"""Deliveries of the register: whole or not at all, and every fault told by row and column."""

import json

import psycopg
import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases.models import AvslutsorsakSocialtjanst, Enhet
from cases.personnummer import check_digit, samordningsnummer_of
from config.csvfil import FilError
from tests.conftest import TODAY, owner
from tests.factories import as_owner
from uppfoljning.leveranser import withdraw_leverans
from uppfoljning.models import Leverans, Registerrad

from .registerfiler import AMAL, HEADER, JONAS, NU, receive, write

pytestmark = pytest.mark.django_db

OKAND_KOD = "Koden finns inte i listan, eller gällde inte den månaden."


def rows(**kwargs) -> list[tuple]:
    with owner():
        return list(
            Registerrad.objects.filter(**kwargs).order_by("nummer").values_list("nummer", "belopp", "roll", "sdf__namn")
        )


def refused(path, *args, **kwargs) -> list[str]:
    """The messages; and nothing was taken."""
    before = Leverans.objects.count()
    with pytest.raises(FilError) as caught:
        receive(path, *args, **kwargs)
    assert Leverans.objects.count() == before
    return [str(fel) for fel in caught.value.fel]


@pytest.fixture
def fil(tmp_path, stad):
    return lambda *rader, **kwargs: write(tmp_path / "fil.csv", *rader, **kwargs)


def test_a_delivery_is_taken_with_numbers_that_have_no_akt(fil):
    taken = receive(fil(f"{AMAL};9500;sokande;sprakhinder;", "R00000000007;0;medsokande;;arbete"))
    assert (taken.rader, taken.belopp, taken.ersatte) == (2, 9500, False)
    assert rows() == [(AMAL, 9500, "sokande", "Spånga-Tensta"), ("R00000000007", 0, "medsokande", "Spånga-Tensta")]


def test_hyphen_plus_and_samordningsnummer_are_read_as_stored(fil):
    sam = samordningsnummer_of(AMAL)
    receive(fil(f"{AMAL[:8]}-{AMAL[8:]};1;sokande;;", f"{sam};1;sokande;;", f"{JONAS[:8]}+{JONAS[8:]};1;sokande;;"))
    assert [r[0] for r in rows()] == sorted([AMAL, sam, JONAS])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_bom_line_ends_quotes_and_empty_last_lines_are_harmless(tmp_path, stad, end):
    path = tmp_path / "fil.csv"
    text = end.join([HEADER, f'"{AMAL}";"9500";sokande;"";', f"{JONAS};1;sokande;;", "", ""])
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert receive(path).rader == 2


def test_mixed_line_ends_are_mended(tmp_path, stad):
    path = tmp_path / "fil.csv"
    path.write_bytes(f"{HEADER}\n{AMAL};1;sokande;;\n{JONAS};2;sokande;;\r\n".encode())
    taken = receive(path)
    assert (taken.rader, taken.belopp) == (2, 3)
    assert len(Leverans.objects.get().sha256) == 64


def test_latin_1_is_said_in_plain_words(tmp_path, stad):
    path = tmp_path / "fil.csv"
    path.write_bytes(f"{HEADER}\n{AMAL};1;sokande;;\n{JONAS};1;sökande;;\n".encode("latin-1"))
    [message] = refused(path)
    assert message.startswith("Rad 3: Filen är inte i UTF-8")
    assert "spara om" in message


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        ("personnummer;belopp;roll;forsorjningshinder", ["Rad 1, avslutsorsak: Kolumnen saknas."]),
        (f"{HEADER};namn", ["Rad 1, kolumn 6: Kolumnen hör inte hit."]),
        ("belopp;personnummer;roll;forsorjningshinder;avslutsorsak", ["Rad 1: Kolumnerna står i fel ordning."]),
        (HEADER.replace(";", ","), ["Rad 1: Rubrikraden saknas eller har annat skiljetecken."]),
        (f"{AMAL};1;sokande;;", ["Rad 1: Rubrikraden saknas eller har annat skiljetecken."]),
    ],
)
def test_a_wrong_header_is_told_by_column(fil, header, messages):
    told = refused(fil(f"{AMAL};1;sokande;;", header=header))
    assert [got[: len(want)] for got, want in zip(told, messages, strict=True)] == messages


def test_a_file_without_rows_is_refused(fil):
    assert refused(fil()) == ["Filen har inga rader under rubrikraden."]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n"])
def test_an_empty_file_is_refused(tmp_path, stad, content):
    (tmp_path / "tom.csv").write_bytes(content)
    assert refused(tmp_path / "tom.csv") == ["Filen är tom."]


def test_a_picture_is_no_file_in_another_alphabet(tmp_path, stad):
    (tmp_path / "bild.csv").write_bytes(b"\x89PNG\r\xff\0\0\0")
    assert refused(tmp_path / "bild.csv") == [
        "Rad 1: Filen är inte en textfil. Den ska vara CSV i UTF-8 med semikolon mellan fälten."
    ]


def test_a_file_that_can_not_be_read_is_said(tmp_path, stad):
    assert refused(tmp_path / "finns-inte.csv") == ["Filen finns inte."]
    assert refused(tmp_path) == ["Det är en mapp, inte en fil."]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{AMAL};1;sokande;", "Rad 3: Raden har 4 fält, den ska ha 5."),
        (f"{AMAL};1;sokande;;;", "Rad 3: Raden har 6 fält, den ska ha 5."),
        (f"{AMAL};1;sok\0ande;;", "Rad 3: Raden innehåller nolltecken (NUL)."),
        (f'{AMAL};1;"sokande;;', "Rad 3: Filen tar slut inne i ett fält"),
        (f'{AMAL};1;"sokande"x;;', "Rad 3, roll: Rollen ska vara"),
        ("", "Rad 3: Raden är tom."),
        ("\\.", "Rad 3: Raden har 1 fält, den ska ha 5."),
        (f'{AMAL};1;"{"x" * 200_000}', "Rad 3: Ett fält är orimligt långt."),
    ],
)
def test_a_broken_row_is_told_by_its_number(fil, row, message):
    first, last = (f"{n};1;sokande;;" for n in (JONAS, "R00000000001"))
    assert refused(fil(first, row, last))[0].startswith(message)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{AMAL[:11]}{9 - int(AMAL[11])};1;sokande;;", "Rad 2, personnummer: Kontrollsiffran stämmer inte."),
        ("197602302384;1;sokande;;", "Rad 2, personnummer: Numrets datum finns inte."),
        (f"{AMAL[2:]};1;sokande;;", "Rad 2, personnummer: Numret ska ha tolv siffror, med århundradet utskrivet."),
        (";1;sokande;;", "Rad 2, personnummer: Personnummer saknas."),
        ("R123;1;sokande;;", "Rad 2, personnummer: Ett reservnummer är bokstaven R och elva siffror."),
        (f"{AMAL};100,50;sokande;;", "Rad 2, belopp: Beloppet ska vara hela kronor, utan decimaler."),
        (f"{AMAL};100.5;sokande;;", "Rad 2, belopp: Beloppet ska vara hela kronor, utan decimaler."),
        (f"{AMAL};-1;sokande;;", "Rad 2, belopp: Beloppet kan inte vara mindre än noll."),
        (f"{AMAL};;sokande;;", "Rad 2, belopp: Belopp saknas. Skriv 0 om inget betalades ut."),
        (f"{AMAL};1 000;sokande;;", "Rad 2, belopp: Beloppet ska vara hela kronor, med bara siffror."),
        (f"{AMAL};99999999999;sokande;;", "Rad 2, belopp: Beloppet är orimligt stort för en månad."),
        (f"{AMAL};1;barn;;", "Rad 2, roll: Rollen ska vara sokande eller medsokande."),
        (
            f"{AMAL};1;sokande;lat;",
            f"Rad 2, forsorjningshinder: {OKAND_KOD}",
        ),
        (f"{AMAL};1;sokande;;x", f"Rad 2, avslutsorsak: {OKAND_KOD}"),
    ],
)
def test_a_wrong_value_is_told_by_row_and_column(fil, row, message):
    assert refused(fil(row, f"{JONAS};1;sokande;;")) == [message]


def test_a_number_from_the_future_is_refused(fil):
    unborn = "20261201238"
    number = f"{unborn}{check_digit(unborn[2:])}"
    assert refused(fil(f"{number};1;sokande;;")) == ["Rad 2, personnummer: Födelsedatumet i numret är i framtiden."]


def test_a_code_closed_before_the_month_is_refused_and_good_for_months_before(fil):
    with owner():
        AvslutsorsakSocialtjanst.objects.filter(kod="engang").update(giltig_till="2026-09-30")
    path = fil(f"{AMAL};1;sokande;;engang")
    assert "gällde inte" in refused(path)[0]
    assert receive(path, "2026-09").rader == 1


def test_every_fault_of_every_row_is_listed(fil):
    told = refused(fil("x;-1;barn;a;b", f"{AMAL};1;sokande;;"))
    assert [t.split(":")[0] for t in told] == [
        f"Rad 2, {k}" for k in ("personnummer", "belopp", "roll", "forsorjningshinder", "avslutsorsak")
    ]


def test_the_same_person_twice_names_both_rows(fil):
    told = refused(fil(f"{AMAL};1;sokande;;", f"{JONAS};1;sokande;;", f"{AMAL[:8]}-{AMAL[8:]};2;medsokande;;"))
    assert told == ["Rad 4, personnummer: Samma nummer står också på rad 2."]


def test_no_message_holds_a_number(fil):
    assert AMAL[:8] not in " ".join(refused(fil(f"{AMAL};-1;x;;", f"{AMAL};1;sokande;;")))


def test_many_faults_are_cut_with_the_count_told(fil, capsys):
    path = fil(*[f"{AMAL};-1;sokande;;"] * 120)
    with as_owner(), pytest.raises(SystemExit):
        call_command("import_forsorjningsstod", str(path), month="2026-10", stadsdel="Spånga-Tensta")
    told = capsys.readouterr()
    assert told.out == ""
    assert "De 50 första av 239 fel visas." in told.err


def test_a_month_in_the_future_is_refused_and_the_present_one_is_not(fil):
    path = fil(f"{AMAL};1;sokande;;")
    assert refused(path, "2026-12") == ["--month: Månaden 2026-12 ligger i framtiden."]
    assert receive(path, "2026-11").rader == 1


def test_an_unknown_district_says_which_there_are(fil):
    [message] = refused(fil(f"{AMAL};1;sokande;;"), stadsdel="Kista")
    assert message == ("--stadsdel: Stadsdelen Kista finns inte. Dessa finns: Hägersten-Liljeholmen, Spånga-Tensta.")


def test_a_district_that_was_not_there_is_refused(fil, stad):
    with owner():
        Enhet.objects.filter(pk=stad.spanga.pk).update(giltig_till="2026-06-30")
    assert "fanns inte i 2026-10" in refused(fil(f"{AMAL};1;sokande;;"))[0]


def test_a_second_delivery_needs_replace(fil):
    receive(fil(f"{AMAL};1;sokande;;"))
    assert "Lägg till --replace" in refused(fil(f"{JONAS};1;sokande;;"))[0]
    assert [r[0] for r in rows()] == [AMAL]


def test_replace_takes_the_new_rows_and_keeps_the_old_line(fil):
    receive(fil(f"{AMAL};1;sokande;;", "R00000000001;1;sokande;;"))
    receive(fil(f"{JONAS};2;sokande;;"), replace=True)
    assert [r[0] for r in rows()] == [JONAS]
    assert list(Leverans.objects.order_by("id").values_list("rader", "ersatt_at")) == [(2, NU), (1, None)]


def test_a_faulty_replacement_leaves_the_first_as_it_was(fil):
    receive(fil(f"{AMAL};1;sokande;;"))
    refused(fil(f"{JONAS};-2;sokande;;"), replace=True)
    assert [r[0] for r in rows()] == [AMAL]
    assert Leverans.objects.gallande().count() == 1


def test_the_same_number_in_two_districts_and_months_is_fine(fil):
    path = fil(f"{AMAL};1;sokande;;")
    receive(path)
    receive(path, stadsdel="Hägersten-Liljeholmen")
    receive(path, "2026-09")
    assert len(rows()) == 3


def test_withdrawing_removes_the_rows_and_keeps_the_line_with_its_reason(fil):
    receive(fil(f"{AMAL};1;sokande;;"))
    with owner():
        withdraw_leverans(
            manad=NU.date().replace(month=10, day=1), stadsdel="Spånga-Tensta", reason="Fel månad", now=NU, today=TODAY
        )
    assert rows() == []
    assert Leverans.objects.get().aterkallad_skal == "Fel månad"
    assert receive(fil(f"{JONAS};1;sokande;;")).rader == 1


@pytest.mark.parametrize(("reason", "message"), [("  ", "Skriv varför"), ("Fel", "ingen gällande leverans")])
def test_withdrawing_needs_a_delivery_and_a_reason(stad, reason, message, capsys):
    with as_owner(), pytest.raises(SystemExit):
        call_command("withdraw_forsorjningsstod", month="2026-10", stadsdel="Spånga-Tensta", reason=reason)
    assert message in capsys.readouterr().err


def test_json_is_one_object_and_nothing_else(fil, capsys):
    path = fil(f"{AMAL};9500;sokande;;")
    with as_owner():
        call_command("import_forsorjningsstod", str(path), month="2026-10", stadsdel="SDF Spånga-Tensta", json=True)
    svar = json.loads(capsys.readouterr().out)
    assert svar.pop("sekunder") >= 0
    assert svar == {
        "ok": True, "stadsdel": "Spånga-Tensta", "manad": "2026-10", "rader": 1, "belopp": 9500, "ersatte": False,
    }  # fmt: skip


def test_json_tells_errors_too(fil, capsys):
    with as_owner(), pytest.raises(SystemExit) as exit:
        call_command("import_forsorjningsstod", str(fil()), month="oktober", stadsdel="Spånga-Tensta", json=True)
    svar = json.loads(capsys.readouterr().out)
    assert (exit.value.code, svar["ok"], svar["fel"][0]["kolumn"]) == (1, False, "--month")


def test_the_application_can_not_write_in_the_register(stad, agera):
    with pytest.raises(ProgrammingError, match="permission denied"), agera(stad.sara):
        Registerrad.objects.all().delete()


def test_rows_are_seen_by_their_district_alone(fil, stad, agera):
    receive(fil(f"{AMAL};1;sokande;;"))
    seen = {}
    for user in (stad.sara, stad.hanna, stad.carl, stad.nina, stad.sven):
        with agera(user):
            seen[user.username] = Registerrad.objects.count()
    assert seen == {"sara": 1, "hanna": 0, "carl": 0, "nina": 0, "sven": 0}


def test_a_row_stands_in_the_month_and_district_of_its_delivery(fil, stad, som_agare):
    receive(fil(f"{AMAL};1;sokande;;"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="uppfoljning_registerrad_foljer_leveransen"), transaction.atomic():
        Registerrad.objects.update(manad="2026-09-01")


def test_one_valid_delivery_per_month_and_district(stad, som_agare):
    line = {"sdf": stad.spanga, "manad": "2026-10-01", "mottagen_at": NU, "rader": 1, "belopp": 1}
    first = Leverans.objects.create(**line)
    first.ersatt_at = NU
    first.save()
    Leverans.objects.create(**line)
    with pytest.raises(IntegrityError, match="uppfoljning_leverans_en_gallande"):
        Leverans.objects.create(**line)


def test_two_at_once_for_the_same_month_and_district_get_one_clear_message(fil, stad):
    params = connection.get_connection_params()
    kwargs = {name: params[name] for name in ("host", "user", "dbname", "port") if name in params}
    with psycopg.connect(**kwargs) as other:
        key = f"leverans {stad.spanga.pk} 2026-10-01"
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        [message] = refused(fil(f"{AMAL};1;sokande;;"))
    assert "läses in av någon annan just nu" in message
    assert receive(fil(f"{AMAL};1;sokande;;")).rader == 1
