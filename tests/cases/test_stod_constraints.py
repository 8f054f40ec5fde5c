"""What the database refuses of an avslut's moment and of långsiktigt stöd, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import Inskrivning, LangsiktigtStod
from cases.services.fel import constraint_name
from tests.factories import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]
SLUT = date(2026, 10, 30)


@pytest.fixture
def slutad(stad):
    return stad.inskriven(avslutad=SLUT, orsak="arbete_ej_subventionerat")[1]


def test_support_is_agreed_before_lasts_after_and_ends_with_a_reason(stad, slutad):
    whole = {
        "aspirant_id": slutad.aspirant_id,
        "inskrivning": slutad,
        "enhet": stad.kista,
        "user": stad.carl,
        "overenskommet": SLUT,
        "fran": SLUT,
        "till": date(2027, 4, 30),
        "nasta_kontakt": date(2026, 11, 30),
        "omfattning": "Ett samtal i månaden",
    }
    for name, wrong in (
        ("cases_langsiktigtstod_overenskommet_fore_avslut", {"overenskommet": date(2026, 10, 31)}),
        ("cases_langsiktigtstod_slutar_efter_avslut", {"till": SLUT, "nasta_kontakt": None}),
        ("cases_langsiktigtstod_kontakt_under_tiden", {"nasta_kontakt": date(2027, 5, 1)}),
        ("cases_langsiktigtstod_slut_satts_helt", {"avbrutet": date(2026, 12, 1)}),
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            LangsiktigtStod.objects.create(**whole | wrong)
        assert constraint_name(error.value) == name
    LangsiktigtStod.objects.create(**whole)
    LangsiktigtStod.objects.update(avbrutet=date(2026, 12, 1), avbrutet_skal="Klarar sig själv.")


def test_an_open_enrolment_has_no_moment_of_avslut(stad, slutad):
    Inskrivning.objects.filter(pk=slutad.pk).update(avslutad_at=at("2026-10-30 15:00"))
    _, oppen = stad.inskriven()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Inskrivning.objects.filter(pk=oppen.pk).update(avslutad_at=at("2026-10-30 15:00"))
    assert constraint_name(error.value) == "cases_inskrivning_registrerat_bara_vid_avslut"
