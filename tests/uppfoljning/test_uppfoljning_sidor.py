"""Pages of the register and its answers: who reaches them, what they say, and what they never tell."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from cases.models import Aspirant, Enhet, Inskrivning, Parameter, Underorsak
from cases.sekretess.identitet import som_system
from tests import factories
from tests.conftest import TODAY, owner
from uppfoljning.checkpointlage import checkpointlage
from uppfoljning.checkpoints import run_uppfoljning
from uppfoljning.leveranser import withdraw_leverans
from uppfoljning.registerlage import registerlage

from .registerfiler import NU, deliver

pytestmark = pytest.mark.django_db

LISTA = "/uppfoljning/"


def run():
    with som_system("uppfoljning"):
        run_uppfoljning(today=TODAY)


@pytest.fixture
def avslut(stad, tmp_path):
    """Closed 2025-03-31: 6 and 12 months have passed; September was delivered by both, March 2026 by one."""
    person, inskrivning = stad.inskriven(
        inskriven=date(2024, 1, 1), avslutad=date(2025, 3, 31), orsak="arbete_ej_subventionerat"
    )
    deliver(tmp_path, "2025-09", "Spånga-Tensta")
    deliver(tmp_path, "2025-09", "Hägersten-Liljeholmen", person.nummer)
    deliver(tmp_path, "2026-03", "Spånga-Tensta")
    run()
    inskrivning.aspirant = person
    return inskrivning


def akt_url(inskrivning) -> str:
    return reverse("uppfoljning:akt", args=[inskrivning.aspirant_id])


def text(response) -> str:
    """What a reader sees, without tags."""
    return " ".join(strip_tags(response.content.decode()).split())


# The register's state ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ("nina", 200),
        ("eva", 200),
        ("stina", 200),
        ("sara", 403),
        ("carl", 403),
        ("sven", 403),
        ("registeransvarig", 403),
    ],
)
def test_heads_and_the_controller_see_which_months_are_in(stad, logga_in, user, status):
    assert logga_in(getattr(stad, user)).get(LISTA).status_code == status


def test_the_table_tells_what_is_in_missing_awaited_withdrawn_and_before_the_district(stad, tmp_path):
    deliver(tmp_path, "2026-10", "Spånga-Tensta")
    deliver(tmp_path, "2026-09", "Spånga-Tensta")
    with owner():
        withdraw_leverans(manad=date(2026, 9, 1), stadsdel="Spånga-Tensta", reason="Fel", now=NU, today=TODAY)
        Enhet.objects.filter(pk=stad.hagersten.pk).update(giltig_fran="2026-10-15")
    lage = registerlage(till=TODAY, today=TODAY, antal=4)
    assert {enhet.namn: [c.slag for c in celler] for enhet, celler in lage.rader} == {
        "Hägersten-Liljeholmen": ["vantas", "saknas", "ingen", "ingen"],
        "Spånga-Tensta": ["vantas", "inne", "saknas", "saknas"],
    }
    assert [(m["inne"], m["av"]) for m in lage.inne_per_manad] == [(0, 2), (1, 2), (0, 1), (0, 1)]
    assert lage.rader[1][1][2].aterkallad == TODAY
    assert lage.saknas_i_ord == "3 leveranser saknas"


def test_a_replaced_delivery_is_shown_as_new(stad, tmp_path):
    deliver(tmp_path, "2026-10", "Spånga-Tensta")
    deliver(tmp_path, "2026-10", "Spånga-Tensta", replace=True)
    cell = registerlage(till=TODAY, today=TODAY).rader[1][1][1]
    assert (cell.rader, cell.mottagen, cell.ersatte) == (1, TODAY, True)


def test_the_page_says_what_it_shows(stad, avslut, logga_in):
    page = text(logga_in(stad.nina).get(LISTA))
    assert "leveranser saknas" in page
    assert "Svaren gäller bara Stockholms stad" in page
    assert "Antal under 5 visas inte" in page


@pytest.mark.parametrize("till", ["2025-12", "2031-01", "x", "2025-13"])
def test_any_month_in_the_address_gives_a_page(stad, logga_in, till):
    assert logga_in(stad.nina).get(LISTA, {"till": till}).status_code == 200


def test_a_city_without_districts_is_told_so(stad, logga_in):
    with owner():
        Enhet.objects.filter(slag="sdf").update(slag="stab")
    assert "Inga stadsdelar är upplagda" in text(logga_in(stad.nina).get(LISTA))


def test_query_count_does_not_grow_with_months_and_districts(stad, tmp_path, logga_in):
    client = logga_in(stad.nina)
    client.get(LISTA)
    with CaptureQueriesContext(connection) as few:
        client.get(LISTA)
    for manad in range(1, 11):
        deliver(tmp_path, f"2026-{manad:02d}", "Spånga-Tensta")
        deliver(tmp_path, f"2026-{manad:02d}", "Hägersten-Liljeholmen")
    with CaptureQueriesContext(connection) as many:
        client.get(LISTA)
    assert len(many) == len(few)


# Answers per month ---------------------------------------------------------------------------------------------------


def counts(under=0, enheter=None) -> dict:
    return {
        f"{rad.manad:%Y-%m}": {c["kod"]: c["dold"] or c["antal"] for c in rad.celler() if c["antal"]}
        for rad in checkpointlage(today=TODAY, enheter=enheter, dolj_under=under)
    }


def test_answers_are_counted_per_month_asked_for(avslut):
    assert counts() == {
        "2025-09": {"forfallna": 1, "uppbar": 1},
        "2026-03": {"forfallna": 1, "uppgift_saknas": 1},
        "2026-09": {"forfallna": 1, "uppgift_saknas": 1},
    }


def test_small_counts_are_hidden(avslut):
    assert counts(under=5)["2025-09"] == {"forfallna": "<5", "uppbar": "<5"}


def test_bortfall_is_counted_apart(stad):
    stad.inskriven(
        inskriven=date(2025, 1, 1),
        avslutad=date(2026, 3, 1),
        orsak="ovrigt",
        underorsak=factories.kod(Underorsak, "avliden"),
    )
    run()
    assert counts() == {"2026-09": {"forfallna": 1, "bortfall": 1}}


def test_a_head_sees_the_counts_of_the_own_unit(avslut, stad):
    assert counts(enheter=[stad.kista]) == counts(enheter=[stad.spanga]) == counts()
    assert counts(enheter=[stad.varberg]) == {}


def test_the_count_leaves_no_identity_behind(avslut, stad, agera):
    with agera(stad.vera):
        counts()
        assert Inskrivning.objects.count() == 0


# The akt -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "status"),
    [("sara", 200), ("carl", 200), ("stina", 200), ("hanna", 404), ("vera", 404), ("nina", 403), ("sven", 403)],
)
def test_the_tab_is_for_those_who_may_see_the_answer(avslut, stad, logga_in, user, status):
    assert logga_in(getattr(stad, user)).get(akt_url(avslut)).status_code == status


def test_the_tab_gives_each_answer_and_says_that_it_concerns_this_city_only(avslut, stad, logga_in):
    page = text(logga_in(stad.carl).get(akt_url(avslut)))
    assert [word in page for word in ("september 2025", "Uppbär", "mars 2026", "Uppgift saknas")] == [True] * 4
    assert "Svaren gäller bara Stockholms stad" in page
    assert "Alla har inte levererat" in page
    assert "kontaktas aldrig" in page


def test_the_answer_does_not_tell_which_district_gave_support(avslut, stad, logga_in):
    for user in (stad.carl, stad.sara):
        assert "Hägersten" not in text(logga_in(user).get(akt_url(avslut)))


def test_what_was_said_before_is_shown(avslut, stad, logga_in, tmp_path):
    deliver(tmp_path, "2026-03", "Hägersten-Liljeholmen")
    run()
    page = text(logga_in(stad.carl).get(akt_url(avslut)))
    assert f"{TODAY} till {TODAY}" in page


def test_days_to_come_are_told(stad, logga_in):
    _, inskrivning = stad.inskriven(inskriven=date(2025, 1, 1), avslutad=date(2026, 4, 30), orsak="okand")
    run()
    assert "Kommer 2027-04-30" in text(logga_in(stad.carl).get(akt_url(inskrivning)))


def test_without_the_standing_utlamnande_there_is_no_trace_at_the_jobbtorg(avslut, stad, logga_in):
    with owner():
        Parameter.objects.filter(kod="checkpoint_utlamnas").update(varde=False)
        avslut.checkpoints.update(synlig_for=[])
    assert logga_in(stad.carl).get(akt_url(avslut)).status_code == 404
    overview = logga_in(stad.carl).get(reverse("cases:akt", args=[avslut.aspirant_id]))
    assert "månader efter avslut" not in text(overview)
    assert akt_url(avslut) not in overview.content.decode()
    assert logga_in(stad.sara).get(akt_url(avslut)).status_code == 200


def test_the_overview_has_panel_and_timeline(avslut, stad, logga_in):
    overview = text(logga_in(stad.carl).get(reverse("cases:akt", args=[avslut.aspirant_id])))
    assert "Uppföljning efter avslut" in overview
    assert "6 månader efter avslut: uppbär" in overview


def test_an_avslut_undone_today_shows_nothing_until_the_night(avslut, stad, logga_in):
    with owner():
        Inskrivning.objects.filter(pk=avslut.pk).update(avslutad=None, avslutsorsak=None)
    assert logga_in(stad.carl).get(akt_url(avslut)).status_code == 404


def test_a_protected_person_is_absent_for_others(avslut, stad, logga_in):
    with owner():
        Aspirant.objects.filter(pk=avslut.aspirant_id).update(skydd=1)
    assert logga_in(stad.carl).get(akt_url(avslut)).status_code == 404


def test_query_count_of_the_tab_does_not_grow_with_avslut(avslut, stad, logga_in):
    client = logga_in(stad.carl)
    client.get(akt_url(avslut))
    with CaptureQueriesContext(connection) as few:
        client.get(akt_url(avslut))
    for year in range(2010, 2019):
        factories.inskrivning(avslut.aspirant, stad.kista, date(year, 1, 1), date(year, 6, 1), "okand")
    run()
    with CaptureQueriesContext(connection) as many:
        client.get(akt_url(avslut))
    assert len(many) == len(few)
