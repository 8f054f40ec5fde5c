"""What the database refuses of journal notes, their files and earlier numbers, whoever writes."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Anteckningsslag, Bilaga, Journalanteckning, Tidigarenummer
from cases.services.fel import constraint_name
from tests.cases.journal_data import NU, PDF, anteckning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]


def refused(name: str, write) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert constraint_name(error.value) == name


@pytest.fixture
def utkast(stad):
    """Writes a note of one person."""
    person, _ = stad.inskriven()

    def inner(**falt):
        return anteckning(person, stad.kista, stad.carl, signerad=None, **falt)

    return inner


def change(rad: Journalanteckning, **falt) -> None:
    Journalanteckning.objects.filter(pk=rad.pk).update(**falt)


def test_a_signed_note_is_whole(utkast):
    tom = utkast(text="")
    refused("cases_journalanteckning_hel_nar_den_signeras", lambda: change(tom, signerad_at=NU))
    change(utkast(), signerad_at=NU)


def test_a_note_is_signed_after_it_was_written(utkast):
    rad = utkast()
    tidigare = rad.skapad_at - timedelta(minutes=1)
    refused("cases_journalanteckning_signerad_efter_att_den_skrevs", lambda: change(rad, signerad_at=tidigare))
    change(rad, signerad_at=rad.skapad_at)


def test_a_correction_has_a_reason(utkast):
    rad, annan = utkast(), utkast()
    change(rad, signerad_at=NU)
    refused("cases_journalanteckning_rattelse_med_skal", lambda: change(annan, rattar_skal="Fel dag"))
    utkast(rattar=rad, rattar_skal="Fel dag")


def test_a_draft_that_passes_on_says_from_whom_and_a_thrown_one_why(stad, utkast):
    rad, annan = utkast(), utkast()
    refused("cases_journalanteckning_overlaten_satts_helt", lambda: change(rad, overlaten_at=NU))
    refused("cases_journalanteckning_kastad_med_skal", lambda: change(rad, kastad_at=NU, kastad_av=stad.eva))
    byte = {"forfattare": stad.eva, "overlaten_at": NU, "overlaten_av": stad.eva}
    refused("cases_journalanteckning_samma_person_och_forfattare", lambda: change(rad, forfattare=stad.eva))
    change(rad, paborjad_av=stad.carl, **byte)
    refused("cases_journalanteckning_samma_person_och_forfattare", lambda: change(rad, paborjad_av=None))
    change(annan, kastad_at=NU, kastad_av=stad.eva, kastad_skal="Dubblett")
    refused("cases_journalanteckning_kastad_andras_inte", lambda: change(annan, text="Något annat"))


def test_a_note_does_not_correct_itself_even_when_no_trigger_looks(utkast):
    rad = utkast()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_journalanteckning DISABLE TRIGGER k_kontroll")
    refused("cases_journalanteckning_rattar_en_annan", lambda: change(rad, rattar=rad, rattar_skal="Fel dag"))
    change(rad, text="En annan text")


def test_a_file_has_content_and_stands_once(utkast):
    rad = utkast()

    def attach(**falt):
        bilaga = {"namn": "intyg.pdf", "slag": "pdf", "storlek": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}
        owned = {"aspirant": rad.aspirant, "namnd": rad.namnd, "anteckning": rad}
        return Bilaga.objects.create(**owned, innehall=PDF, tillagd_at=NU, **bilaga | falt)

    refused("cases_bilaga_har_innehall_och_kontrollsumma", lambda: attach(storlek=0))
    attach()
    refused("cases_bilaga_en_gang_per_anteckning", attach)


def test_a_kind_of_note_ends_after_it_began():
    dagar = {"giltig_fran": date(2026, 2, 1), "giltig_till": date(2026, 1, 1)}
    refused(
        "cases_anteckningsslag_giltighet_i_ordning",
        lambda: Anteckningsslag.objects.create(kod="x", namn="X", **dagar),
    )
    Anteckningsslag.objects.create(kod="x", namn="X", giltig_fran=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("fel", "namn"),
    [
        ({"till": date(2020, 1, 1)}, "cases_tidigarenummer_datum_i_ordning"),
        ({"orsak": "annat"}, "cases_tidigarenummer_orsak_i_listan"),
        ({"orsak": "personnummer"}, "cases_tidigarenummer_personnummer_byts_bara_om_det_var_fel"),
    ],
)
def test_an_earlier_number_that_cannot_be(stad, fel, namn):
    person, dag = stad.aspirant(), date(2026, 11, 24)
    rad = {"aspirant": person, "nummer": person.nummer, "nummerslag": person.nummerslag, "orsak": "fel"}
    rad |= {"fran": dag, "till": dag, "bytt_at": NU, "bytt_av": stad.sara}
    refused(namn, lambda: Tidigarenummer.objects.create(**rad | fel))
    Tidigarenummer.objects.create(**rad)
