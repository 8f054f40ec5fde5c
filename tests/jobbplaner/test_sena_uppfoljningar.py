"""A follow-up begun before its version was replaced: seen, completed late, or moved to the version in force."""

from datetime import date

import pytest

from jobbplaner.innehall import Delmalsrad
from jobbplaner.models import Planuppfoljning
from jobbplaner.services.planer import publish_plan, save_draft, start_draft
from jobbplaner.services.sena_uppfoljningar import FollowUpNotMovedError, move_followup
from jobbplaner.services.uppfoljningar import save_followup
from jobbplaner.uppfoljning import Uppfoljningsinnehall, Utfallsrad
from tests.factories import at
from tests.jobbplaner.fabriker import NU, fields, innehall, publicerad

pytestmark = pytest.mark.django_db

# What the page of the plan in force says of a follow-up that is begun, and last what it says of none
BORJAD_OCH_INTE = ("Påbörjad</span>", "Fortsätt uppföljningen", "Följ upp planen")
FORST, SEDAN = at("2026-09-01 10:00"), at("2026-11-20 10:00")


@pytest.fixture
def scen(stad, agera):
    """Version 1 with a follow-up begun of both its delmål, replaced by version 2 that goes on with the second."""
    stad.person, vistelse = stad.inskriven()
    stad.plats = {"aspirant": stad.person, "slag": "jobbplan", "enhet": stad.kista, "inskrivning": vistelse}
    stad.forst = publicerad(stad.person, stad.kista, stad.carl, inskrivning=vistelse, now=FORST)
    with agera(stad.carl):
        ett, tva = stad.forst.delmal.all()
        stad.vad = ett.vad
        rader = (
            Utfallsrad(delmal=ett.pk, utfall="klart", resultat="Godkänd på provet"),
            Utfallsrad(delmal=tva.pk, resultat="Bokat besök"),
        )
        sagt = Uppfoljningsinnehall(datum=date(2026, 11, 19), mal_utfall="star_fast", utfall=rader)
        stad.borjad = save_followup(
            plan=stad.forst, enhet=stad.kista, innehall=sagt, version=0, by=stad.carl, now=SEDAN
        )
        kvar = Delmalsrad(fore=tva.pk, vad="Besöka två skolkök", vem="aspirant", senast=date(2027, 1, 8))
        utkast = save_draft(
            **stad.plats, innehall=innehall(delmal=(kvar,)), nummer=2, version=0, by=stad.carl, now=SEDAN
        )
        stad.sedan = publish_plan(plan=utkast, by=stad.carl, now=SEDAN, pdf=b"%PDF")
    stad.url = f"/akter/{stad.person.pk}/jobbplan/uppfoljning/"
    return stad


def move(scen):
    return move_followup(uppfoljning=scen.borjad, by=scen.carl, now=NU)


def test_it_is_shown_where_one_looks_and_completed_as_one_of_its_own_version(scen, logga_in, agera):
    carl, sen = logga_in(scen.carl), f"{scen.url}?version=1"
    for sida in (f"/akter/{scen.person.pk}/jobbplan/uppfoljningar/", f"/akter/{scen.person.pk}/jobbplan/utkast/"):
        assert f'href="{sen}"' in carl.get(sida).content.decode()
    data = fields(carl.get(sen).content.decode()) | {"utfall-1-utfall": "ej", "slutfor": "1"}
    assert "Versionen ersattes 2026-11-20" in carl.post(sen, data | {"datum": "2026-11-24"}).content.decode()
    svar = carl.post(sen, data)
    assert svar.url == f"/akter/{scen.person.pk}/jobbplan/uppfoljningar/"
    with agera(scen.carl):
        scen.borjad.refresh_from_db()
        assert (scen.borjad.klar_av, scen.borjad.plan_nummer, scen.borjad.ny_plan) == (scen.carl, 1, None)
        utkast = start_draft(**scen.plats, by=scen.carl, now=NU)
        scen.borjad.refresh_from_db()
        assert scen.borjad.ny_plan == utkast


def test_it_is_moved_with_its_answers_and_loses_no_word(scen, logga_in, agera):
    carl, sen, planen = logga_in(scen.carl), f"{scen.url}?version=1", f"/akter/{scen.person.pk}/jobbplan/"
    sida = carl.get(sen).content.decode()
    assert "Flytta till version 2" in sida
    fore = carl.get(planen).content.decode()
    assert [text in fore for text in BORJAD_OCH_INTE] == [False, False, True]
    sida = carl.post(sen, fields(sida) | {"flytta": "1"}, follow=True).content.decode()
    assert "Uppföljningen gäller nu version 2" in sida
    assert f"{scen.vad}: klart. Godkänd på provet" in sida
    assert "Bokat besök" in sida
    efter = carl.get(planen).content.decode()
    assert [text in efter for text in BORJAD_OCH_INTE] == [True, True, False]
    with agera(scen.carl):
        flyttad = Planuppfoljning.objects.get(klar_at=None)
        assert (flyttad.plan, flyttad.plan_nummer, flyttad.datum) == (scen.sedan, 2, None)
        assert [rad.vad for rad in flyttad.svar] == [scen.vad, "Besöka två skolkök"]
        assert move(scen).version == flyttad.version


def test_a_version_that_has_one_begun_takes_no_other(scen, agera, logga_in):
    with agera(scen.carl):
        tomt = Uppfoljningsinnehall(egna_ord="Det går bra.")
        save_followup(plan=scen.sedan, enhet=scen.kista, innehall=tomt, version=0, by=scen.carl, now=NU)
        with pytest.raises(FollowUpNotMovedError):
            move(scen)
    sida = logga_in(scen.carl).get(f"{scen.url}?version=1").content.decode()
    assert "Godkänd på provet" in sida
    assert "Det går bra." in logga_in(scen.carl).get(scen.url).content.decode()
