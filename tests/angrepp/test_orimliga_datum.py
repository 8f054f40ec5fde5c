"""Days that exist in Python's calendar and in no case: what counts from them must not break."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models import RattsligGrund
from config.forms import DatumField, ManadField
from tests.cases.handlaggare_data import haller
from tests.conftest import TODAY
from tests.factories import as_owner
from tests.jobbplaner.fabriker import publicerad, samtycke

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_or_month_of_another_age_is_a_slip_and_said_so(typed):
    for field, text in ((DatumField(), typed), (ManadField(), typed[:7])):
        with pytest.raises(ValidationError, match="Skriv ett år mellan 1800 och 2199"):
            field.clean(text)


def test_the_first_and_the_last_year_are_taken():
    assert [DatumField().clean(d).year for d in ("1800-01-01", "2199-12-31")] == [1800, 2199]
    assert ManadField().clean("2199-12") == date(2199, 12, 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cases:avslut", {"avslutad": "9999-12-31"}),
        ("cases:utlamnande_list", {"fran": "9999-12-31", "till": "9999-12-31"}),
        ("cases:loggutdrag", {"till": "9999-12-31"}),
    ],
)
def test_the_last_day_of_the_calendar_breaks_no_form(stad, logga_in, name, data):
    person, _ = stad.inskriven()
    with as_owner():
        haller(person, stad.carl, stad.kista)
    answer = logga_in(stad.carl).post(reverse(name, args=[person.pk]), data)
    assert answer.status_code < 500
    assert "Skriv ett år mellan 1800 och 2199" in answer.content.decode()


@pytest.mark.parametrize("given", [False, True])
def test_a_move_on_the_ground_of_consent_is_answered_with_or_without_one(stad, logga_in, given):
    person = stad.aspirant()
    haller(person, stad.sara, stad.spanga)
    with as_owner():
        plan = publicerad(person, stad.spanga, stad.sara, slag="arbetsplan")
        if given:
            samtycke(person, stad.spanga, stad.hagersten, stad.sara, typer=["arbetsplan"])
        grund = RattsligGrund.objects.giltiga(TODAY).get(kraver_samtycke=True, anvandning="utlamnande")
    answer = logga_in(stad.sara).post(
        reverse("cases:flytt", args=[person.pk]),
        {"till": stad.hagersten.pk, "dag": str(TODAY), "handlingar": plan.handling.pk, "grund": grund.pk},
    )
    if given:
        assert answer.status_code == 302
    else:
        assert f"Inget samtycke till {stad.hagersten.namnd} gäller i dag" in answer.content.decode()
