"""Named parts of a document as a handling of their own: what it holds, who reads it, and that two clicks are one."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from cases.dokument import documents
from cases.models import Handling, RattsligGrund, Utlamnande
from jobbplaner.models import Plan
from tests.conftest import owner
from tests.factories import kod
from tests.insatser.fabriker import insats, placering
from tests.jobbplaner.fabriker import publicerad, samtycke

pytestmark = pytest.mark.django_db
IDAG = date(2026, 11, 24)


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    stad.plan = publicerad(stad.person, stad.kista, stad.carl, inskrivning=stad.inskrivning)
    with owner():
        stad.grund = kod(RattsligGrund, "uppgiftsskyldighet").pk
    return stad


def url(scen, nyckel="") -> str:
    return f"/akter/{scen.person.pk}/utdrag/" + (f"?ur={nyckel}" if nyckel else "")


def plan_key(scen) -> str:
    return f"plan-{scen.plan.pk}"


def the_utdrag() -> Handling:
    with owner():
        return Handling.objects.defer(None).select_related("ur").get(typ="utdrag")


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


class TestUtdrag:
    def test_it_holds_the_chosen_parts_and_nothing_else(self, scen, logga_in):
        client = logga_in(scen.carl)
        assert "Jobbplan version 1" in client.get(url(scen)).content.decode()
        html = client.get(url(scen, plan_key(scen))).content.decode()
        assert "Mål och delmål" in html
        svar = client.post(url(scen, plan_key(scen)), {"delar": ["mal"], "grund": scen.grund}, follow=True)
        assert "Utdrag ur jobbplan version 1 är skickat" in svar.content.decode()
        utdrag = the_utdrag()
        assert (utdrag.ur, utdrag.ur_typ, utdrag.delar) == (scen.plan.handling, "jobbplan", ["Mål och delmål"])
        text = text_of(bytes(utdrag.pdf))
        with owner():
            plan, delmal = Plan.objects.get(), scen.plan.delmal.first()
        assert plan.mal.split()[0] in text
        assert delmal.vad.split()[0] in text
        assert plan.egna_ord not in text

    def test_the_receiver_reads_the_utdrag_and_not_what_it_was_taken_from(self, scen, logga_in, agera):
        logga_in(scen.carl).post(url(scen, plan_key(scen)), {"delar": ["mal"], "grund": scen.grund})
        with agera(scen.sara):
            assert [h.typ for h in Handling.objects.all()] == ["utdrag"]
            assert not Plan.objects.exists()
        pk = the_utdrag().pk
        html = logga_in(scen.sara).get(f"/handlingar/{pk}/").content.decode()
        assert "Grund: Uppgiftsskyldighet i lag" in html
        assert "Mål och delmål" in html
        assert logga_in(scen.sara).get(f"/handlingar/{pk}.pdf").status_code == 200
        with owner():
            assert Utlamnande.objects.get().oppnad_av == scen.sara

    def test_two_clicks_are_one_utdrag(self, scen, logga_in):
        client = logga_in(scen.carl)
        for _ in range(2):
            client.post(url(scen, plan_key(scen)), {"delar": ["mal"], "grund": scen.grund})
        the_utdrag()
        with owner():
            assert Utlamnande.objects.count() == 1

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ({"delar": []}, "Välj minst en del"),
            ({"delar": ["annat"]}, "Delen finns inte längre"),
            ({"delar": ["mal"], "grund": ""}, "Välj på vilken grund"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_established(self, scen, logga_in, data, text):
        svar = logga_in(scen.carl).post(url(scen, plan_key(scen)), {"grund": scen.grund} | data)
        assert text in svar.content.decode()
        with owner():
            assert not Handling.objects.filter(typ="utdrag").exists()

    def test_a_consent_for_the_source_covers_the_utdrag(self, scen, logga_in):
        samtycke(scen.person, scen.kista, scen.spanga, scen.carl)
        with owner():
            grund = kod(RattsligGrund, "samtycke").pk
        logga_in(scen.carl).post(url(scen, plan_key(scen)), {"delar": ["mal"], "grund": grund})
        with owner():
            assert Utlamnande.objects.get().samtycke is not None

    def test_another_nämnds_documents_are_not_offered(self, scen, logga_in):
        assert "Jobbplan version 1" not in logga_in(scen.sara).get(url(scen, plan_key(scen))).content.decode()
        assert logga_in(scen.hanna).get(url(scen)).status_code == 404

    def test_a_genomförandeplan_is_offered_by_its_own_app(self, scen, agera):
        placering(scen.person, insats(scen.kista), scen.carl)
        with agera(scen.carl):
            dokument = {d.typ: d for d in documents(scen.person, {scen.kista.namnd_id})}
        assert "tider" in {del_.kod for del_ in dokument["genomforandeplan"].delar}
