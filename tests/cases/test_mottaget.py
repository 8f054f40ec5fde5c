"""What my unit has received and not yet read: the list, the count in the menu, Min dag; the remiss as a handling."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import akt
from cases.models import Aspirant, Handling, RattsligGrund, Remiss, Skyddsbehorighet, Utlamnande
from cases.services.handlingar import acknowledge, establish_handling, hand_over
from cases.services.remisser import return_remiss
from tests.cases import inlopp_data as typed
from tests.conftest import owner
from tests.factories import at, kod, remiss
from tests.jobbplaner.fabriker import publicerad

pytestmark = pytest.mark.django_db
IDAG, NU = date(2026, 11, 24), at("2026-11-24 09:30")


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    return stad


def send(scen, agera, titel="Slutrapport", **kwargs) -> Utlamnande:
    with owner():
        handling = establish_handling(
            aspirant=scen.person, enhet=scen.kista, typ="slutrapport", version=1, titel=titel, pdf=b"%PDF-1.7",
            by=scen.carl, now=NU,
        )  # fmt: skip
    with agera(scen.carl):
        grund = kod(RattsligGrund, "uppgiftsskyldighet")
        return hand_over(handling=handling, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU, **kwargs)


def count(client) -> str:
    """What the menu says, "" when it says nothing."""
    found = re.search(r">Mottaget(?: <span class=\"count\">(\d+))?", client.get("/remisser/").content.decode())
    return found[1] or ""


class TestMottaget:
    def test_a_new_one_is_listed_with_its_ground_until_it_is_opened(self, scen, agera, logga_in):
        u = send(scen, agera)
        client = logga_in(scen.sara)
        assert count(client) == "1"
        # The chef's day counts what the menu says with what else waits for her, in the same question
        with CaptureQueriesContext(connection) as fragor:
            html = logga_in(scen.stina).get("/").content.decode()
        assert re.search(r">Mottaget <span class=\"count\">1<", html)
        assert len([f for f in fragor if "oppnad_at" in f["sql"] and "COUNT(" in f["sql"]]) == 1
        html = client.get("/mottaget/").content.decode()
        assert "Slutrapport" in html
        assert "Uppgiftsskyldighet i lag" in html
        client.get(f"/handlingar/{u.handling_id}.pdf")
        assert count(client) == ""
        assert "Allt är läst" in client.get("/mottaget/").content.decode()
        assert "Slutrapport" in client.get("/mottaget/?visa=kvittens").content.decode()
        with agera(scen.sara):
            acknowledge(utlamnande=u, by=scen.sara, now=NU)
        assert "Allt är kvitterat" in client.get("/mottaget/?visa=kvittens").content.decode()
        assert "Mottagen av Sara Test" in client.get("/mottaget/?visa=alla").content.decode()

    def test_the_plans_own_page_counts_as_opened(self, scen, agera, logga_in):
        plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl):
            grund = kod(RattsligGrund, "uppgiftsskyldighet")
            hand_over(handling=plan.handling, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU)
        logga_in(scen.carl).get(f"/akter/{scen.person.pk}/jobbplan/")
        with owner():
            assert Utlamnande.objects.get().oppnad_at is None
        logga_in(scen.sara).get(f"/akter/{scen.person.pk}/jobbplan/")
        with owner():
            assert Utlamnande.objects.get().oppnad_av == scen.sara

    def test_other_units_have_nothing_of_it(self, scen, agera, logga_in):
        send(scen, agera)
        for user in (scen.hanna, scen.vera, scen.carl):
            assert "Slutrapport" not in logga_in(user).get("/mottaget/?visa=alla").content.decode()

    def test_a_protected_person_is_listed_and_counted_for_the_named_only(self, scen, agera, logga_in):
        send(scen, agera)
        with owner():
            Aspirant.objects.filter(pk=scen.person.pk).update(skydd=1)
            Skyddsbehorighet.objects.create(aspirant=scen.person, user=scen.sara, fran=IDAG)
        assert [count(logga_in(user)) for user in (scen.sara, scen.stina)] == ["1", ""]
        assert "Slutrapport" not in logga_in(scen.stina).get("/mottaget/?visa=alla").content.decode()

    def test_min_dag_asks_for_it_once_per_person(self, scen, agera):
        send(scen, agera)
        send(scen, agera, "Slutrapport om praktik")
        with agera(scen.sara):
            rader = akt.tidsgranser([scen.person], scen.sara, IDAG)[scen.person.pk]
        assert [(r.vad, r.dag) for r in rader if "handling" in r.vad] == [
            ("2 nya handlingar att läsa", date(2026, 11, 25))
        ]

    def test_a_page_costs_the_same_with_one_and_ten(self, scen, agera, logga_in):
        client = logga_in(scen.sara)
        send(scen, agera)
        client.get("/mottaget/")
        with CaptureQueriesContext(connection) as en:
            client.get("/mottaget/")
        for nr in range(9):
            send(scen, agera, f"Slutrapport {nr}")
        with CaptureQueriesContext(connection) as tio:
            client.get("/mottaget/")
        assert len(tio) == len(en)


class TestVersions:
    def test_a_new_version_needs_a_kvittens_of_its_own_and_says_what_it_replaces(self, scen, agera, logga_in):
        grund = kod(RattsligGrund, "uppgiftsskyldighet")
        for _ in range(3):
            plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
            with agera(scen.carl):
                u = hand_over(handling=plan.handling, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU)
            if plan.nummer == 1:
                with agera(scen.sara):
                    acknowledge(utlamnande=u, by=scen.sara, now=NU)
        html = logga_in(scen.sara).get(f"/akter/{scen.person.pk}/utlamnanden/").content.decode()
        assert "Version 3 ersätter version 2" in html
        assert html.count("Ersatt av version 2, senast skickad är version 3") == 1
        assert html.count("Ersatt av version 3") == html.count("senast skickad") == 1
        assert html.count("Mottagen av Sara Test") == 1
        assert html.count("Kvittera<span") == 2


class TestRemiss:
    @pytest.fixture
    def person(self, stad):
        return stad.aspirant()

    def test_sending_makes_a_handling_that_the_jobbtorg_has(self, stad, person, logga_in, agera):
        logga_in(stad.sara).post(f"/akter/{person.pk}/remiss/", typed.remiss(stad.kista))
        with agera(stad.carl):
            (handling,) = Handling.objects.all()
            assert (handling.typ, str(Remiss.objects.get().handling)) == ("remiss", "Remiss till Jobbtorg Kista")
        with agera(stad.vera):
            assert not Handling.objects.exists()
        assert count(logga_in(stad.carl)) == "1"

    def test_also_as_the_last_step_of_registration(self, stad, person, logga_in):
        logga_in(stad.sara).post(f"/registrera/{person.pk}/remiss/", typed.remiss(stad.kista))
        with owner():
            assert Utlamnande.objects.get().grund.kod == "sol_aktivitet"

    def test_timeline_and_tab_tell_of_it_once(self, stad, person, logga_in, agera):
        logga_in(stad.sara).post(f"/akter/{person.pk}/remiss/", typed.remiss(stad.kista))
        with agera(stad.sara):
            handelser = [h for h in akt.handelser(person, IDAG) if "emiss" in h.rubrik]
        assert len(handelser) == 1
        assert "Grund: Aktivitet enligt socialtjänstlagen" in handelser[0].meta
        html = logga_in(stad.sara).get(f"/akter/{person.pk}/utlamnanden/").content.decode()
        assert html.count(">Remiss till Jobbtorg Kista<") == 1

    def test_its_page_is_the_reading_of_it_and_an_answer_the_kvittens(self, stad, person, logga_in, agera):
        logga_in(stad.sara).post(f"/akter/{person.pk}/remiss/", typed.remiss(stad.kista))
        with owner():
            pk = Remiss.objects.get().pk
        assert "Remissen som handling" in logga_in(stad.carl).get(f"/remisser/{pk}/").content.decode()
        with owner():
            u = Utlamnande.objects.get()
            assert (u.oppnad_av, u.kvitterat_at) == (stad.carl, None)
        logga_in(stad.carl).post(f"/remisser/{pk}/", {"skal": "Personen behöver först en läkarbedömning."})
        with owner():
            fram, tillbaka = Utlamnande.objects.order_by("pk")
        assert fram.kvitterat_av == stad.carl
        assert (tillbaka.typ, tillbaka.till_enhet, tillbaka.grund) == ("aterremiss", stad.spanga, fram.grund)
        with agera(stad.sara):
            assert Handling.objects.get(typ="aterremiss").pdf[:5] == b"%PDF-"
        assert count(logga_in(stad.sara)) == "1"
        logga_in(stad.sara).get(f"/remisser/{pk}/")
        assert count(logga_in(stad.sara)) == ""

    def test_an_old_one_without_handling_is_read_and_answered_as_before(self, stad, person, logga_in, agera):
        gammal = remiss(person, stad.kista, stad.sara)
        assert logga_in(stad.carl).get(f"/remisser/{gammal.pk}/").status_code == 200
        with agera(stad.carl):
            svar = return_remiss(remiss=gammal, skal="Fel jobbtorg", by=stad.carl, now=NU, pdf=b"%PDF-1.7")
        assert svar.svarshandling.typ == "aterremiss"
