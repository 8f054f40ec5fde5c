"""What this room shows in the akt and on Min dag: tabs, timeline, deadlines, what is open at an avslut; plan pages."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import akt
from cases.models import Handling, RattsligGrund
from config.pdf import render_html
from jobbplaner import akt_avslut
from jobbplaner.akt_jobbplaner import unsigned_samtal
from jobbplaner.enums import Planslag
from jobbplaner.models import Plan, Samtalsskal, Trepartssamtal
from jobbplaner.pdf import plan_context, plan_pdf, protokoll_pdf
from jobbplaner.services import send_plan
from jobbplaner.services.planer import publish_plan
from tests.factories import as_owner, at, kod
from tests.jobbplaner.fabriker import IDAG, NU, bokat_samtal, publicerad, uppfoljd, utkast
from tests.uppfoljning.bevakningsdata import bevaka

pytestmark = pytest.mark.django_db


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven(inskriven=date(2026, 11, 18))
    return stad


def hand_to_sdf(scen, plan, agera):
    with agera(scen.carl):
        grund = RattsligGrund.objects.get(kod="uppgiftsskyldighet")
        return send_plan(plan=plan, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU)


def told(scen, user, agera) -> list[tuple]:
    """(what, when) of what the rules say is due."""
    bevaka(IDAG)
    with agera(user):
        return [(g.vad, g.dag) for g in akt.tidsgranser([scen.person], user, IDAG)[scen.person.pk]]


class TestDeadlines:
    def test_first_jobbplan_is_due_on_the_fifth_working_day_until_it_is_published(self, scen, agera):
        assert ("Skriv första jobbplanen", date(2026, 11, 25)) in told(scen, scen.carl, agera)
        plan = utkast(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        assert ("Skriv första jobbplanen", date(2026, 11, 25)) in told(scen, scen.carl, agera)
        with agera(scen.carl):
            publish_plan(plan=plan, by=scen.carl, now=NU, pdf=b"%PDF-1.7 provfil")
        assert "Skriv första jobbplanen" not in dict(told(scen, scen.carl, agera))

    def test_the_sdf_is_not_told_of_the_jobbtorg_s_deadlines(self, scen, agera):
        assert told(scen, scen.sara, agera) == []

    def test_follow_up_is_due_for_the_version_in_force_on_the_side_that_keeps_it(self, scen, agera):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning, now=at("2026-11-19 10:00"))
        plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        hand_to_sdf(scen, plan, agera)
        rader = [rad for rad in told(scen, scen.carl, agera) if rad[0] == "Följ upp jobbplanen"]
        assert rader == [("Följ upp jobbplanen", date(2027, 1, 8))]
        assert "Följ upp jobbplanen" not in dict(told(scen, scen.sara, agera))

    def test_the_sdf_follows_up_its_arbetsplan_until_it_has_run_out(self, scen, agera):
        publicerad(scen.person, scen.spanga, scen.sara, slag=Planslag.ARBETSPLAN)
        assert "Följ upp arbetsplanen" in dict(told(scen, scen.sara, agera))
        with as_owner():
            Plan.objects.update(slutdatum=date(2026, 11, 23))
        assert told(scen, scen.sara, agera) == []

    def test_a_held_samtal_waits_for_its_signature(self, scen, agera):
        with agera(scen.carl):
            bokat_samtal(scen.person, scen.kista, scen.carl, datum=date(2026, 11, 20))
            (grans,) = unsigned_samtal([scen.person], scen.carl, IDAG)[scen.person.pk]
            assert (grans.dag, grans.vad) == (date(2026, 11, 20), "Signera protokollet")

    def test_many_persons_are_asked_about_at_once(self, scen, agera):
        personer = [scen.person, *(scen.inskriven()[0] for _ in range(9))]
        with agera(scen.carl):
            akt.tidsgranser(personer, scen.carl, IDAG)
            with CaptureQueriesContext(connection) as en:
                akt.tidsgranser(personer[:1], scen.carl, IDAG)
            with CaptureQueriesContext(connection) as tio:
                akt.tidsgranser(personer, scen.carl, IDAG)
        assert len(tio) == len(en)


def test_an_unpublished_draft_is_named_before_an_avslut(scen, agera):
    utkast(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
    with agera(scen.carl):
        assert [rad.vad for rad in akt_avslut.planer(scen.inskrivning, IDAG)] == ["Jobbplan version 1 är ett utkast"]


def test_a_draft_that_is_thrown_away_leaves_its_follow_up(scen, agera):
    plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
    uppfoljning = uppfoljd(plan, scen.kista, scen.carl, scen.inskrivning)
    with agera(scen.carl):
        akt_avslut.discard_draft(objekt=uppfoljning.ny_plan_id, inskrivning=scen.inskrivning)
        uppfoljning.refresh_from_db()
        assert (uppfoljning.ny_plan, uppfoljning.utfall.count()) == (None, 2)


def test_the_timeline_tells_each_side_what_it_may_know(scen, agera):
    plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
    with agera(scen.carl):
        bokat_samtal(scen.person, scen.kista, scen.carl, datum=date(2026, 12, 1))
    with agera(scen.sara):
        rubriker = [(h.rubrik, bool(h.url)) for h in akt.handelser(scen.person, IDAG) if h.slag in {"plan", "samtal"}]
        assert rubriker == [("Trepartssamtal", True)]
    with as_owner():
        Trepartssamtal.objects.update(
            installt_at=NU, installt_av=scen.carl, installt_skal=kod(Samtalsskal, "behovs_inte")
        )
    with agera(scen.sara):
        [installt] = [h for h in akt.handelser(scen.person, IDAG) if h.slag == "samtal"]
        assert (installt.dag, installt.text) == (IDAG, "Var bokat till 2026-12-01.")
    hand_to_sdf(scen, plan, agera)
    with agera(scen.sara):
        rubriker = {h.rubrik for h in akt.handelser(scen.person, IDAG)}
        assert rubriker >= {"Jobbplan version 1 publicerad", "Jobbplan version 1 skickad till SDF Spånga-Tensta"}


def test_the_header_offers_each_side_what_it_may_write(scen, agera):
    egna = {"Skriv jobbplan", "Skriv arbetsplan", "Boka trepartssamtal"}
    for user, knappar in [(scen.carl, {"Skriv jobbplan", "Boka trepartssamtal"}), (scen.sara, {"Skriv arbetsplan"})]:
        with agera(user):
            assert {a.label for a in akt.atgarder(user, scen.person, IDAG)} & egna == knappar


class TestPlanPages:
    def test_each_side_sees_its_own_and_what_was_handed_over(self, scen, logga_in, agera):
        plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        url = f"/akter/{scen.person.pk}/jobbplan/"
        assert plan.mal in logga_in(scen.carl).get(url).content.decode()
        html = logga_in(scen.sara).get(url).content.decode()
        assert plan.mal not in html
        assert "Ingen plan att visa" in html
        assert logga_in(scen.sara).get(f"{url}version/{plan.pk}/").status_code == 404
        hand_to_sdf(scen, plan, agera)
        html = logga_in(scen.sara).get(url).content.decode()
        assert plan.mal in html
        assert "Kvittera mottagandet" in html

    def test_the_arbetsplan_is_the_sdf_s_until_handed_over(self, scen, logga_in, agera):
        plan = publicerad(scen.person, scen.spanga, scen.sara, slag=Planslag.ARBETSPLAN)
        flikar = f"/akter/{scen.person.pk}/arbetsplan/"
        assert flikar in logga_in(scen.sara).get(f"/akter/{scen.person.pk}/jobbplan/").content.decode()
        assert flikar not in logga_in(scen.carl).get(f"/akter/{scen.person.pk}/jobbplan/").content.decode()
        assert plan.mal not in logga_in(scen.carl).get(flikar).content.decode()

    def test_a_published_plan_is_sent_later_from_its_page(self, scen, logga_in):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        url = f"/akter/{scen.person.pk}/jobbplan/"
        html = logga_in(scen.carl).get(url).content.decode()
        assert "Skicka planen" in html

    def test_a_plan_taken_over_without_its_file_is_established_once(self, scen, logga_in):
        plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with as_owner():
            Plan.objects.update(handling=None)
        sida = f"/akter/{scen.person.pk}/jobbplan/"
        url = f"{sida}version/{plan.pk}/uppratta/"
        assert "Upprätta handling" in logga_in(scen.carl).get(sida).content.decode()
        for _ in range(2):
            assert "upprättad som handling" in logga_in(scen.carl).post(url, follow=True).content.decode()
        with as_owner():
            plan.refresh_from_db()
            assert bytes(plan.handling.pdf).startswith(b"%PDF-")
            assert Handling.objects.count() == 2
        assert "Skicka planen" in logga_in(scen.carl).get(sida).content.decode()
        assert logga_in(scen.sara).post(url).status_code == 404
        assert logga_in(scen.hanna).post(url).status_code == 404

    def test_compare_says_in_words_what_changed(self, scen, logga_in):
        publicerad(scen.person, scen.kista, scen.carl, mal="Ett mål om skolkök")
        publicerad(scen.person, scen.kista, scen.carl, mal="Ett mål om äldreboende")
        url = f"/akter/{scen.person.pk}/jobbplan/jamfor/"
        html = logga_in(scen.carl).get(url).content.decode()
        words = " ".join(re.sub("<[^>]+>", " ", html).split())
        assert "Mål Ändrat Ett mål om [borttaget: skolkök ] Ett mål om [nytt: äldreboende ]" in words
        assert "Ett fält är ändrat." in words
        assert "Inget att jämföra" in logga_in(scen.sara).get(url).content.decode()

    def test_the_draft_is_previewed_by_its_own_side_only_and_says_that_it_is_one(self, scen, logga_in):
        url = f"/akter/{scen.person.pk}/jobbplan/utkast.pdf"
        assert logga_in(scen.carl).get(url).status_code == 404
        utkast(scen.person, scen.kista, scen.carl)
        svar = logga_in(scen.carl).get(url)
        assert pypdf.PdfReader(io.BytesIO(svar.content)).metadata.title == "Jobbplan version 1, utkast"
        assert logga_in(scen.sara).get(url).status_code == 404
        assert logga_in(scen.hanna).get(url).status_code == 404

    def test_outsider_and_those_without_akter(self, scen, logga_in):
        for sida in ("jobbplan/", "jobbplan/jamfor/", "arbetsplan/"):
            url = f"/akter/{scen.person.pk}/{sida}"
            assert logga_in(scen.hanna).get(url).status_code == 404
            assert logga_in(scen.nina).get(url).status_code == 403

    def test_queries_do_not_grow_with_the_number_of_versions(self, scen, logga_in):
        publicerad(scen.person, scen.kista, scen.carl)
        publicerad(scen.person, scen.kista, scen.carl)
        client, url = logga_in(scen.carl), f"/akter/{scen.person.pk}/jobbplan/"
        client.get(url)
        with CaptureQueriesContext(connection) as en:
            client.get(url)
        for _ in range(8):
            publicerad(scen.person, scen.kista, scen.carl)
        with CaptureQueriesContext(connection) as tio:
            client.get(url)
        assert len(tio) == len(en)


class TestPdf:
    def test_says_the_plan_in_escaped_words(self, scen, agera):
        plan = utkast(scen.person, scen.kista, scen.carl, mal="<b>Bagare</b>\nfrån 2027", jobbsokande_timmar=4)
        with agera(scen.carl):
            html = render_html("pdf/jobbplan.html", plan_context(plan, now=NU), title="Jobbplan")
        for text in ("&lt;b&gt;Bagare&lt;/b&gt;<br>från 2027", "Läsa SFI kurs C", "4 timmar i veckan", "Med Amals"):
            assert text.replace("Amals", f"{scen.person.fornamn}s".replace("ss", "s")) in html

    def test_is_tagged_swedish_and_titled(self, scen, agera):
        plan = utkast(scen.person, scen.kista, scen.carl)
        with agera(scen.carl):
            samtal = bokat_samtal(scen.person, scen.kista, scen.carl)
            filer = {"Jobbplan version 1": plan_pdf(plan, now=NU)}
            filer["Protokoll från trepartssamtal"] = protokoll_pdf(samtal, now=NU)
        for titel, fil in filer.items():
            pdf = pypdf.PdfReader(io.BytesIO(fil))
            assert (pdf.metadata.title, pdf.root_object["/Lang"]) == (titel, "sv")
            assert pdf.root_object["/MarkInfo"]["/Marked"]
