"""A consent is the person's choice: nothing is ticked beforehand, none is over already, its limits are read in use."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import RattsligGrund, Samtycke
from cases.services.handlingar import hand_over
from cases.services.samtycken import SamtyckeOverError, register_samtycke
from tests.cases.inlopp_data import words
from tests.conftest import TODAY, owner
from tests.factories import at, kod
from tests.jobbplaner.fabriker import publicerad, samtycke

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
GRANS = "Inte om min rygg"


@pytest.fixture
def scen(stad):
    """Carl's plan, not handed over yet, and a consent with the person's limits."""
    stad.person, _ = stad.inskriven()
    stad.plan = publicerad(stad.person, stad.kista, stad.carl)
    with owner():
        stad.samtycke = samtycke(stad.person, stad.kista, stad.spanga, stad.carl, omfattning=GRANS)
    return stad


def data(stad, **andrat) -> dict:
    svar = {"typer": ["jobbplan"], "riktning": "fran_oss", "satt": "muntligt", "mottaget_av": stad.carl.pk}
    return svar | {"fran": "2026-11-24", "till": "2027-05-24"} | andrat


def url(stad) -> str:
    return reverse("cases:utlamnande_list", args=[stad.person.pk])


def test_nothing_is_ticked_and_both_questions_must_be_answered(scen, logga_in):
    carl = logga_in(scen.carl)
    form = carl.get(url(scen)).context["form"]
    assert [form["typer"].value(), form["riktning"].value()] == [None, None]
    svar = carl.post(url(scen), data(scen, typer=[], riktning=""))
    assert svar.status_code == 200
    assert {"typer", "riktning"} == svar.context["form"].errors.keys()


def test_one_that_is_over_already_is_not_registered(scen, logga_in, agera):
    with owner():
        fore = Samtycke.objects.count()
    svar = logga_in(scen.carl).post(url(scen), data(scen, fran="2020-01-01", till="2026-11-23"))
    assert "Sista dagen har redan varit" in words(svar)
    with agera(scen.carl), pytest.raises(SamtyckeOverError):
        register_samtycke(
            aspirant=scen.person,
            riktningar=[(scen.kista.namnd, scen.spanga.namnd)],
            typer=["jobbplan"],
            omfattning="",
            satt="muntligt",
            fran=date(2020, 1, 1),
            till=date(2026, 11, 23),
            today=TODAY,
            by=scen.carl,
        )
    with owner():
        assert Samtycke.objects.count() == fore
    assert logga_in(scen.carl).post(url(scen), data(scen, till="2026-11-24")).status_code == 302


def test_one_that_has_run_out_is_not_offered_to_be_taken_back(scen, logga_in):
    with owner():
        over = Samtycke.objects.create(
            aspirant=scen.person,
            fran_namnd=scen.kista.namnd,
            till_namnd=scen.spanga.namnd,
            typer=["jobbplan"],
            satt="muntligt",
            fran=date(2026, 1, 1),
            till=date(2026, 11, 23),
            mottaget_av=scen.carl,
            registrerat_av=scen.carl,
        )
    sida = logga_in(scen.carl).get(url(scen)).content.decode()
    assert reverse("cases:samtycke_withdraw", args=[scen.samtycke.pk]) in sida
    assert reverse("cases:samtycke_withdraw", args=[over.pk]) not in sida


def test_its_limits_stand_where_one_sends_and_where_it_is_received(scen, logga_in, agera):
    assert GRANS in words(logga_in(scen.carl).get(reverse("jobbplaner:jobbplan_detail", args=[scen.person.pk])))
    with agera(scen.carl):
        hand_over(
            handling=scen.plan.handling,
            till_enhet=scen.spanga,
            grund=kod(RattsligGrund, "samtycke"),
            by=scen.carl,
            now=NU,
        )
    sara = logga_in(scen.sara)
    for sida in (reverse("cases:mottaget_list"), reverse("jobbplaner:jobbplan_detail", args=[scen.person.pk])):
        assert GRANS in words(sara.get(sida)), sida
