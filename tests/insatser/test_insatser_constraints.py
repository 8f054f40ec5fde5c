"""Every constraint of insatser: what it allows and what it refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from insatser.models import Insats, Placering
from tests.insatser import fabriker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]


@pytest.fixture
def rad(stad):
    return fabriker.placering(stad.aspirant(), fabriker.insats(stad.kista), stad.carl)


def change(rad, **kwargs):
    with transaction.atomic():
        type(rad)._base_manager.filter(pk=rad.pk).update(**kwargs)


@pytest.mark.parametrize(
    ("constraint", "allowed", "refused"),
    [
        ("datum_i_ordning", {"till": date(2026, 10, 5)}, {"till": date(2026, 10, 4)}),
        ("datum_i_ordning", {"omprovas": date(2026, 10, 5)}, {"omprovas": date(2026, 10, 4)}),
        (
            "datum_i_ordning",
            {"avslutad": date(2026, 10, 5), "slutsatt": "avbruten"},
            {"avslutad": date(2026, 10, 4), "slutsatt": "avbruten"},
        ),
        ("slut_eller_omprovning", {"till": None, "omprovas": date(2026, 12, 1)}, {"till": None, "omprovas": None}),
        ("timmar_rimliga", {"timmar_per_vecka": 40}, {"timmar_per_vecka": 41}),
        ("timmar_rimliga", {"timmar_per_vecka": 1}, {"timmar_per_vecka": 0}),
        ("slut_satts_helt", {"avslutad": date(2026, 11, 1), "slutsatt": "fullfoljd"}, {"avslutad": None}),
        ("slut_satts_helt", {"avslutad": None, "slutsatt": ""}, {"slutsatt": "fullfoljd"}),
    ],
)
def test_a_placering_keeps_its_dates_hours_and_end_in_order(rad, constraint, allowed, refused):
    change(rad, **allowed)
    with pytest.raises(IntegrityError, match=f"insatser_placering_{constraint}"):
        change(rad, **refused)


def test_one_open_placering_per_person_and_insats(rad, stad):
    with pytest.raises(IntegrityError, match="en_oppen_per_insats"), transaction.atomic():
        fabriker.placering(rad.aspirant, rad.insats, stad.carl)
    change(rad, avslutad=date(2026, 11, 1), slutsatt="fullfoljd")
    fabriker.placering(rad.aspirant, rad.insats, stad.carl)
    assert Placering.objects.count() == 2


def test_places_held_by_others_are_part_of_the_places(stad):
    rad = fabriker.insats(stad.kista, platser=12, platser_andra=12)
    with pytest.raises(IntegrityError, match="insatser_insats_andra_ryms"):
        change(rad, platser_andra=13)


def test_a_unit_has_one_insats_of_a_name(stad):
    fabriker.insats(stad.kista)
    fabriker.insats(stad.varberg)
    with pytest.raises(IntegrityError, match="insatser_insats_unikt_namn"), transaction.atomic():
        fabriker.insats(stad.kista)


def test_validity_of_an_insats_is_in_order(stad):
    rad = fabriker.insats(stad.kista, giltig_fran=date(2026, 1, 1), giltig_till=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="insatser_insats_giltighet_i_ordning"):
        change(rad, giltig_till=date(2025, 12, 31))
    assert Insats.objects.giltiga(date(2026, 1, 1)).get() == rad
