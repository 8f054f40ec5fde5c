"""The plan editor as a page: saving, hints, two people at once, publishing and sending."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Avslutsorsak, Handling, RattsligGrund, Utlamnande
from jobbplaner.innehall import Delmalsrad
from jobbplaner.models import Plan
from tests.factories import as_owner
from tests.jobbplaner.fabriker import fields, innehall, publicerad, samtycke, utkast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    stad.url = f"/akter/{stad.person.pk}/jobbplan/utkast/"
    return stad


def write(client, url, **changes) -> dict:
    """Open the editor and fill in a whole plan."""
    data = fields(client.get(url).content.decode())
    text = innehall()
    data |= {"egna_ord": text.egna_ord, "mal": text.mal, "nasta_uppfoljning": "2027-01-08", "haller_med": "ja"}
    data |= {
        "timskal": "Väntar på plats",
        "delmal-0-vad": "Besöka ett skolkök",
        "delmal-0-vem": "coach",
        "delmal-0-senast": "2026-12-11",
    }
    return data | changes


def saved_text(stad):
    with as_owner():
        plan = Plan.objects.get(publicerad_at=None)
        return plan.mal, [d.vad for d in plan.delmal.all()]


class TestSave:
    def test_saves_half_done_input_and_says_so(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = fields(client.get(scen.url).content.decode()) | {"egna_ord": "Jag vill laga mat.", "spara": "1"}
        svar = client.post(scen.url, data, follow=True)
        assert "Utkastet är sparat" in svar.content.decode()
        assert f'<meta name="sparat" content="jobbplan-{scen.person.pk}">' in svar.content.decode()
        assert saved_text(scen) == ("", [])

    def test_the_same_post_twice_is_one_save(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, spara="1")
        assert [client.post(scen.url, data).status_code for _ in range(2)] == [302, 302]
        assert saved_text(scen)[1] == ["Besöka ett skolkök"]

    @pytest.mark.parametrize(
        ("falt", "varde", "text"),
        [
            ("nasta_uppfoljning", "mars 27", "Skriv datumet som ÅÅÅÅ-MM-DD"),
            ("nasta_uppfoljning", "2027-02-30", "finns inte i kalendern"),
            ("nasta_uppfoljning", "2026-11-23", "inte ligga före 2026-11-24"),
            ("delmal-0-vad", "x" * 501, "högst 500 tecken"),
            ("delmal-0-senast", "snart", "Skriv datumet som"),
            ("jobbsokande_timmar", "många", "Skriv ett helt tal"),
        ],
    )
    def test_nonsense_is_said_at_the_field_and_what_was_typed_is_kept(self, scen, logga_in, falt, varde, text):
        client = logga_in(scen.carl)
        svar = client.post(scen.url, write(client, scen.url, **{falt: varde, "spara": "1"}))
        html = svar.content.decode()
        assert svar.status_code == 200
        assert text in html
        assert varde in html
        assert "<title>Fel:" in html
        assert "1 uppgift" not in html
        assert "En uppgift behöver rättas" in html

    def test_rows_are_added_and_removed_without_scripting(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url)
        html = client.post(scen.url, data | {"lagg-till": "delmal"}).content.decode()
        data = fields(html)
        assert (data["delmal-TOTAL_FORMS"], data["delmal-0-vad"]) == ("2", "Besöka ett skolkök")
        assert "error-summary" not in html
        data |= {"delmal-1-vad": "Andra steget"}
        html = client.post(scen.url, data | {"ta-bort-0": "delmal"}).content.decode()
        client.post(scen.url, fields(html) | {"spara": "1"})
        assert saved_text(scen)[1] == ["Andra steget"]

    def test_a_new_version_starts_from_the_one_in_force(self, scen, logga_in):
        klart = Delmalsrad(vad="Redan klart", lage="klart")
        publicerad(scen.person, scen.kista, scen.carl, delmal=(klart, Delmalsrad(vad="Inte klart")))
        html = logga_in(scen.carl).get(scen.url).content.decode()
        data = fields(html)
        assert data["delmal-0-vad"] == "Inte klart"
        assert "Redan klart" not in html
        assert "Jobbplan version 2" in html


class TestHints:
    def test_stand_beside_the_field_and_never_block(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, mal="Bli självförsörjande genom arbete.", **{"delmal-0-senast": ""})
        html = client.post(scen.url, data | {"lagg-till": "delmal"}).content.decode()
        assert "Målet är allmänt" in html
        assert "Datum saknas" in html
        assert "Två tips kvar" in html
        assert (
            "Ett tips kvar"
            in client.post(
                scen.url,
                data | {"egna_ord": "", "mal": "Köra lastbil", "delmal-0-senast": "2026-12-01", "lagg-till": "delmal"},
            ).content.decode()
        )
        assert client.post(scen.url, data | {"publicera": "1"}).status_code == 302

    def test_swap_equals_reload(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, mal="Få ett jobb", **{"delmal-0-senast": ""})
        swap = client.post(scen.url, data, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in swap
        client.post(scen.url, data | {"spara": "1"})
        sida = client.get(scen.url).content.decode()
        for slot in ("tips-mal", "tips-egna_ord", "tips-delmal", "delmal-0-tips", "publiceringslista"):
            assert _slot(swap, slot) == _slot(sida, slot), slot
        assert "Målet är allmänt" in _slot(swap, "tips-mal")

    def test_htmx_saves_nothing(self, scen, logga_in):
        client = logga_in(scen.carl)
        client.post(scen.url, write(client, scen.url), headers={"HX-Request": "true"})
        with as_owner():
            assert not Plan.objects.exists()


def _slot(html: str, slot: str) -> str:
    """The inside of a div, up to the end of its last nested div."""
    rest = re.search(rf'<div[^>]*id="{slot}"[^>]*>(.*)', html, re.DOTALL)[1]
    djup, plats = 1, 0
    for tag in re.finditer(r"<(/?)div\b", rest):
        djup += -1 if tag[1] else 1
        if djup == 0:
            plats = tag.start()
            break
    return rest[:plats]


class TestTwoPeople:
    @pytest.fixture
    def samtidigt(self, scen, logga_in):
        """Both open version 1; Eva saves first."""
        utkast(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        client = logga_in(scen.carl)
        scen.carls = fields(client.get(scen.url).content.decode())

        def eva_sparar(**changes):
            client = logga_in(scen.eva)
            data = fields(client.get(scen.url).content.decode()) | changes | {"spara": "1"}
            assert client.post(scen.url, data).status_code == 302
            return logga_in(scen.carl)

        scen.eva_sparar = eva_sparar
        return scen

    def test_both_texts_are_shown_and_nothing_is_saved_yet(self, samtidigt):
        client = samtidigt.eva_sparar(mal="Evas mål för skolkök")
        svar = client.post(samtidigt.url, samtidigt.carls | {"mal": "Carls mål för skolkök", "spara": "1"})
        html = svar.content.decode()
        assert "Eva Test skrev" in html
        assert "Evas mål för skolkök" in html
        assert fields(html)["mal"] == "Carls mål för skolkök"
        assert saved_text(samtidigt)[0] == "Evas mål för skolkök"
        client.post(samtidigt.url, fields(html) | {"spara": "1"})
        assert saved_text(samtidigt)[0] == "Carls mål för skolkök"

    def test_the_other_s_text_can_be_taken_per_field(self, samtidigt):
        client = samtidigt.eva_sparar(mal="Evas mål", egna_ord="Evas ord")
        carls = samtidigt.carls | {"mal": "Carls mål", "egna_ord": "Carls ord", "spara": "1"}
        html = client.post(samtidigt.url, carls).content.decode()
        tips = client.post(samtidigt.url, fields(html), headers={"HX-Request": "true"}).content.decode()
        assert "Eva Test skrev" in _slot(tips, "tips-mal")
        html = client.post(samtidigt.url, fields(html) | {"ta-andras": "mal"}).content.decode()
        assert (fields(html)["mal"], fields(html)["egna_ord"]) == ("Evas mål", "Carls ord")
        assert "Evas ord" in _slot(html, "tips-egna_ord")
        assert "Eva Test skrev" not in _slot(html, "tips-mal")
        assert client.post(samtidigt.url, fields(html) | {"spara": "1"}).status_code == 302
        assert saved_text(samtidigt)[0] == "Evas mål"

    def test_changes_in_different_places_are_put_together(self, samtidigt):
        client = samtidigt.eva_sparar(
            **{
                "egna_ord": "Evas ord",
                "delmal-0-vad": "Evas delmål",
                "delmal-TOTAL_FORMS": "3",
                "delmal-2-vad": "Evas nya",
            }
        )
        carls = samtidigt.carls | {
            "mal": "Carls mål", "delmal-1-vad": "Carls delmål", "delmal-TOTAL_FORMS": "3", "delmal-2-vad": "Carls nya",
        }  # fmt: skip
        html = client.post(samtidigt.url, carls | {"spara": "1"}).content.decode()
        assert "Ni har ändrat på olika ställen" in html
        client.post(samtidigt.url, fields(html) | {"spara": "1"})
        mal, delmal = saved_text(samtidigt)
        assert mal == "Carls mål"
        assert set(delmal) == {"Evas delmål", "Carls delmål", "Evas nya", "Carls nya"}

    def test_a_row_the_other_removed_is_kept_when_i_rewrote_it(self, samtidigt):
        client = samtidigt.eva_sparar(**{"delmal-0-DELETE": "on", "delmal-1-DELETE": "on"})
        html = client.post(
            samtidigt.url, samtidigt.carls | {"delmal-0-vad": "Carl skrev om", "spara": "1"}
        ).content.decode()
        assert html.count("Eva Test tog bort det du skrev om") == 1
        client.post(samtidigt.url, fields(html) | {"spara": "1"})
        assert saved_text(samtidigt)[1] == ["Carl skrev om"]

    def test_a_row_i_removed_is_shown_again_when_the_other_rewrote_it(self, samtidigt):
        client = samtidigt.eva_sparar(**{"delmal-0-vad": "Eva skrev om"})
        html = client.post(samtidigt.url, samtidigt.carls | {"delmal-0-DELETE": "on", "spara": "1"}).content.decode()
        assert html.count("Eva Test skrev om det du tog bort") == 1
        tips = client.post(samtidigt.url, fields(html), headers={"HX-Request": "true"}).content.decode()
        assert "Eva Test skrev om det du tog bort" in _slot(tips, "delmal-0-tips")
        client.post(samtidigt.url, fields(html) | {"spara": "1"})
        assert saved_text(samtidigt)[1][0] == "Eva skrev om"


class TestPublish:
    def test_says_what_is_missing_first(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, mal="", nasta_uppfoljning="", egna_ord="", publicera="1")
        data |= {"delmal-0-senast": "2026-11-23"}
        # Asked as soon as it is written, in one place and with one voice
        innan = _slot(client.post(scen.url, data, headers={"HX-Request": "true"}).content.decode(), "publiceringslista")
        assert 'name="passerade_datum"' in innan
        for text in ("Rätta, eller kryssa i rutan", 'href="#id_delmal-0-senast"', "Skriv ett mål"):
            assert innan.count(text) == 1, text
        assert "Ett tips kvar" in innan
        assert "publicera ändå" not in innan
        html = client.post(scen.url, data).content.decode()
        assert "Tre uppgifter behöver rättas" in html
        assert 'href="#id_mal"' in html
        assert "Datumet för delmål 1 har passerat. Rätta, eller kryssa i rutan" in html
        data |= {"passerade_datum": "on", "mal": "Ett mål", "nasta_uppfoljning": "2026-11-23"}
        html = client.post(scen.url, data).content.decode()
        assert "En uppgift behöver rättas" in html
        assert "Nästa uppföljning har passerat. Skriv en dag som kommer." in html
        assert "Nästa uppföljning saknas" not in html
        assert "publicera ändå" not in html
        with as_owner():
            assert not Handling.objects.exists()

    def test_with_consent_publishes_and_sends_in_one_step(self, scen, logga_in):
        samtycke(scen.person, scen.kista, scen.spanga, scen.carl)
        client = logga_in(scen.carl)
        data = write(client, scen.url, publicera="1")
        assert data["skicka"] == "on"
        svar = client.post(scen.url, data, follow=True)
        html = svar.content.decode()
        assert "Jobbplan version 1 är publicerad" in html
        assert "Den är skickad till" in html
        with as_owner():
            assert Utlamnande.objects.get().grund.kod == "samtycke"

    def test_without_consent_a_ground_in_law_is_chosen_by_hand(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, publicera="1", skicka="on")
        html = client.post(scen.url, data).content.decode()
        assert "Välj på vilken grund planen lämnas ut" in html
        grund = RattsligGrund.objects.get(kod="nodvandigt_egen_verksamhet")
        assert client.post(scen.url, data | {"grund": str(grund.pk)}).status_code == 302
        with as_owner():
            assert Utlamnande.objects.get().grund == grund

    def test_twice_is_once(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, publicera="1")
        client.post(scen.url, data)
        html = client.post(scen.url, data, follow=True).content.decode()
        assert "Jobbplan version 1 är redan publicerad" in html
        with as_owner():
            assert Plan.objects.count() == Handling.objects.count() == 1

    def test_another_text_from_the_back_button_is_kept_for_the_next_version(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = write(client, scen.url, publicera="1")
        client.post(scen.url, data)
        html = client.post(scen.url, data | {"mal": "Ett senare mål"}).content.decode()
        assert "Jobbplan version 1 är publicerad och går inte att ändra" in html
        assert (fields(html)["mal"], fields(html)["nummer"]) == ("Ett senare mål", "2")
        assert client.post(scen.url, fields(html) | {"spara": "1"}).status_code == 302
        assert saved_text(scen)[0] == "Ett senare mål"


class TestWho:
    def test_sdf_may_not_write_the_jobbplan_nor_jobbtorg_the_arbetsplan(self, scen, logga_in):
        assert logga_in(scen.sara).get(scen.url).status_code == 403
        assert logga_in(scen.carl).get(f"/akter/{scen.person.pk}/arbetsplan/utkast/").status_code == 403
        assert logga_in(scen.sara).get(f"/akter/{scen.person.pk}/arbetsplan/utkast/").status_code == 200

    def test_outsider_finds_nothing_and_those_without_akter_are_refused(self, scen, logga_in):
        assert logga_in(scen.vera).get(scen.url).status_code == 404
        assert logga_in(scen.hanna).get(scen.url).status_code == 404
        assert logga_in(scen.nina).get(scen.url).status_code == 403

    def test_not_after_avslut(self, scen, logga_in):
        with as_owner():
            scen.inskrivning.avslutad = date(2026, 11, 23)
            scen.inskrivning.avslutsorsak = Avslutsorsak.objects.first()
            scen.inskrivning.save()
        assert logga_in(scen.carl).get(scen.url).status_code == 403

    def test_queries_do_not_grow_with_the_number_of_delmal(self, scen, logga_in, django_assert_num_queries):
        plan = utkast(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning, delmal=(Delmalsrad(vad="Ett"),))
        client = logga_in(scen.carl)
        client.get(scen.url)
        with CaptureQueriesContext(connection) as en:
            client.get(scen.url)
        with as_owner():
            for nr in range(9):
                plan.delmal.create(aspirant=plan.aspirant, namnd=plan.namnd, ordning=nr + 2, vad=f"Steg {nr}")
        with django_assert_num_queries(len(en)):
            client.get(scen.url)
