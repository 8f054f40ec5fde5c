"""The tab Kartläggning: kept while one types, two editors lose nothing, completed, compared, sent part by part."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from cases.models import Handling, RattsligGrund
from jobbplaner.jamforelse_kartlaggning import MINDRE, OFORANDRAT, OVISST, STORRE, hinder_over_tid
from jobbplaner.kartlaggning import HINDER, innehall_av
from jobbplaner.models import Kartlaggning
from jobbplaner.pdf_kartlaggning import kartlaggning_context
from jobbplaner.services.kartlaggningar import draft
from tests.factories import as_owner, at, kod
from tests.jobbplaner.fabriker import fields
from tests.jobbplaner.kartlaggning_data import overtagen, slutford, sparad, svar

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
HX = {"HX-Request": "true"}
ALLA = dict.fromkeys(HINDER, "inget")


@pytest.fixture
def person(stad):
    return stad.inskriven()[0]


def url(sida, person, *args):
    return reverse(f"jobbplaner:kartlaggning_{sida}", args=[person.pk, *args])


def text(response) -> str:
    return response.content.decode()


def page(client, person) -> dict:
    data = fields(text(client.get(url("edit", person))))
    for knapp in ("spara", "slutfor"):
        data.pop(knapp, None)
    return data


def stored(agera, user, person) -> dict:
    with agera(user):
        return innehall_av(Kartlaggning.objects.get(aspirant=person))


class TestKept:
    def test_what_is_typed_is_on_the_server_without_a_button(self, stad, person, logga_in, agera):
        client = logga_in(stad.carl)
        data = page(client, person) | {"intressen": "Bilar", "skulder": "stort"}
        answer = text(client.post(url("edit", person), data, headers=HX))
        assert "Utkastet sparades 09:30" in answer
        data |= fields(f'<form method="post">{answer}</form>') | {"intressen": "Bilar och båtar"}
        assert data["version"] == "1"
        client.post(url("edit", person), data, headers=HX)
        sagt = stored(agera, stad.carl, person)
        assert (sagt["intressen"], sagt["skulder"]) == ("Bilar och båtar", "stort")
        assert page(client, person)["intressen"] == "Bilar och båtar"

    def test_a_field_that_cannot_be_read_waits_and_the_rest_is_kept(self, stad, person, logga_in, agera):
        client = logga_in(stad.carl)
        data = page(client, person) | {"intressen": "Bilar", "datum": "i går"}
        answer = text(client.post(url("edit", person), data, headers=HX))
        assert "inte sparat: Dag för samtalet" in answer
        assert stored(agera, stad.carl, person)["intressen"] == "Bilar"

    def test_another_persons_save_is_never_written_over_in_the_background(self, stad, person, logga_in, agera):
        data = page(logga_in(stad.carl), person) | {"intressen": "Bilar"}
        sparad(person, stad.kista, stad.eva, intressen="Båtar")
        answer = text(logga_in(stad.carl).post(url("edit", person), data, headers=HX))
        assert "medan du skrev" in answer
        assert stored(agera, stad.carl, person)["intressen"] == "Båtar"

    def test_ones_own_later_text_goes_before_ones_own_earlier(self, stad, person, logga_in, agera):
        """The button was pressed while a save in the background was on its way."""
        client = logga_in(stad.carl)
        data = page(client, person)
        client.post(url("edit", person), data | {"intressen": "Bil"}, headers=HX)
        assert client.post(url("edit", person), data | {"intressen": "Bilar", "spara": "1"}).status_code == 302
        assert stored(agera, stad.carl, person)["intressen"] == "Bilar"


class TestTwoEditors:
    def test_both_texts_are_shown_and_nothing_is_lost(self, stad, person, logga_in, agera):
        data = page(logga_in(stad.carl), person)
        sparad(person, stad.kista, stad.eva, intressen="Båtar", kunskaper="Svetsning")
        client = logga_in(stad.carl)
        answer = client.post(url("edit", person), data | {"intressen": "Bilar", "halsa_text": "Ont i ryggen"})
        html = text(answer)
        assert "sparade utkastet" in html
        assert "Båtar" in html
        redrawn = fields(html)
        assert (redrawn["intressen"], redrawn["kunskaper"]) == ("Bilar", "Svetsning")
        taken = fields(text(client.post(url("edit", person), redrawn | {"ta-andras": "intressen"})))
        assert (taken["intressen"], taken["halsa_text"]) == ("Båtar", "Ont i ryggen")
        assert client.post(url("edit", person), taken).status_code == 302
        sagt = stored(agera, stad.carl, person)
        assert (sagt["intressen"], sagt["kunskaper"], sagt["halsa_text"]) == ("Båtar", "Svetsning", "Ont i ryggen")

    def test_what_was_written_on_a_completed_one_becomes_a_new_draft(self, stad, person, logga_in, agera):
        sparad(person, stad.kista, stad.carl)
        client = logga_in(stad.carl)
        data = page(client, person)
        slutford(person, stad.kista, stad.eva)
        again = client.post(url("edit", person), data | {"spara": "1"})
        assert again.status_code == 302  # the same text: it is completed already
        html = text(client.post(url("edit", person), data | {"intressen": "Nytt", "spara": "1"}))
        assert "är slutförd och går inte att ändra" in html
        client.post(url("edit", person), fields(html))
        with agera(stad.carl):
            assert draft(person, stad.kista).intressen == "Nytt"


class TestCompleted:
    def test_without_javascript_it_is_written_completed_and_locked(self, stad, person, logga_in, agera):
        client = logga_in(stad.carl)
        with as_owner():
            type(person).objects.filter(pk=person.pk).update(vuxna=1, forsorjningsstod_sedan="2024-11-01")
        data = page(client, person) | {"datum": "2026-11-23", "slutfor": "1"}
        assert (data["hushall"], data["stodtid"]) == ("ensam", "tva_ar_eller_mer"), "what is registered is not asked"
        html = text(client.post(url("edit", person), data))
        assert html.count("Välj ett svar. Har ni inte talat om det, välj Vet ej.") == 9
        assert html.count(": välj ett svar. Har ni inte talat om det, välj Vet ej.") == 9
        assert "Skulder: välj ett svar" in html
        assert "<details><summary>Fler instrument" in html
        fel = ALLA | {"intyg": "nej", "intyg_grad": "50", "inst_1_vem": "Eva", "inst_2_vem": "Eva"}
        html = text(client.post(url("edit", person), data | fel))
        assert "ta bort intygets grad och sista dag." in html
        assert "<details open><summary>Fler instrument" in html, "what is wrong is not folded away"
        assert "Instrument 2, instrument: välj vilket instrument det gäller." in html
        svaret = client.post(url("edit", person), data | ALLA)
        with agera(stad.carl):
            klar = Kartlaggning.objects.get()
            assert (klar.klar_av, klar.datum) == (stad.carl, date(2026, 11, 23))
            assert Handling.objects.count() == 2
        assert svaret.url == url("detail", person, klar.pk)
        assert client.post(url("edit", person), data | ALLA).status_code == 302
        with agera(stad.carl):
            assert Kartlaggning.objects.count() == 1
        # what lasts is there when the next begins, what is judged is not
        assert page(client, person)["datum"] == "2026-11-24"

    def test_the_page_shows_both_parts_and_is_read_by_neither_stranger_nor_sdf(self, stad, person, logga_in):
        klar = slutford(person, stad.kista, stad.carl, intressen="Bilar", bed_lakare_varde="26-50")
        html = text(logga_in(stad.carl).get(url("detail", person, klar.pk)))
        assert all(ord_ in html for ord_ in ("Bilar", "Sover dåligt", "Läkare", "1 av 9"))
        assert logga_in(stad.sara).get(url("detail", person, klar.pk)).status_code == 404
        assert logga_in(stad.sara).get(url("list", person)).context["rader"] == []

    def test_each_part_is_sent_by_itself(self, stad, person, logga_in):
        klar = slutford(person, stad.kista, stad.carl, intressen="Bilar")
        client = logga_in(stad.carl)
        html = text(client.get(url("detail", person, klar.pk)))
        assert "Skicka arbetsdelen" in html
        assert "Skicka den känsliga delen" in html
        grund = kod(RattsligGrund, "nodvandigt_egen_verksamhet").pk
        client.post(reverse("cases:handling_send", args=[klar.handling_id]), {"grund": grund})
        html = text(logga_in(stad.sara).get(url("detail", person, klar.pk)))
        assert "Bilar" in html
        assert "inte utlämnad till er" in html
        assert "Sover" not in html
        assert "Bara arbetsdelen" in text(logga_in(stad.sara).get(url("list", person)))

    def test_named_parts_can_be_handed_over(self, stad, person, logga_in):
        slutford(person, stad.kista, stad.carl, intressen="Bilar")
        html = text(logga_in(stad.carl).get(reverse("cases:utdrag_create", args=[person.pk])))
        assert 'Kartläggning <span class="nowrap">2026-11-24</span>, känslig del' in html

    def test_one_taken_over_is_made_into_handlingar_on_the_page(self, stad, person, logga_in, agera):
        gammal = overtagen(person, stad.kista, date(2015, 3, 2), skulder="stort")
        client = logga_in(stad.carl)
        assert "Upprätta handling" in text(client.get(url("detail", person, gammal.pk)))
        client.post(url("establish", person, gammal.pk))
        assert "Känslig del som PDF" in text(client.get(url("detail", person, gammal.pk)))

    def test_a_draft_is_told_at_avslut_and_stays_off_the_timeline(self, stad, person, logga_in):
        sparad(person, stad.kista, stad.carl)
        client = logga_in(stad.carl)
        assert "En kartläggning är påbörjad" in text(client.get(reverse("cases:avslut", args=[person.pk])))
        assert client.get(url("list", person)).context["utkast"]

    def test_a_draft_is_printed_as_one_part_by_part_for_those_who_write_it(self, stad, person, logga_in):
        utkast, client = sparad(person, stad.kista, stad.carl), logga_in(stad.carl)
        form = text(client.get(url("edit", person)))
        for sida in (url("preview", person), f"{url('preview', person)}?del=kanslig"):
            assert sida in form
        svar = client.get(url("preview", person), {"del": "kanslig"})
        assert svar.content.startswith(b"%PDF")
        assert svar["Content-Disposition"] == 'attachment; filename="kartlaggning-kanslig-del-utkast.pdf"'
        html = render_to_string("pdf/kartlaggning.html", kartlaggning_context(utkast, now=NU))
        assert '<p class="utkast"><strong>Utkast</strong> Inte slutförd.' in html
        assert logga_in(stad.sara).get(url("preview", person)).status_code == 404


class TestCompare:
    def test_which_hinder_moved_and_which_way(self):
        fore = svar(skulder="stort", boende="inget", familj="vet_ej", annat="mattligt")
        efter = svar(skulder="mattligt", boende="stort", familj="stort", annat="mattligt")
        sagt = {r.rubrik: r.slag for r in hinder_over_tid(fore, efter)}
        assert [sagt[n] for n in ("Skulder", "Boende", "Familj", "Annat")] == [MINDRE, STORRE, OVISST, OFORANDRAT]

    def test_the_page_compares_the_latest_with_the_one_before(
        self, stad, person, logga_in, django_assert_max_num_queries
    ):
        forsta = slutford(person, stad.kista, stad.carl, datum=date(2026, 5, 4), skulder="stort", intressen="Bilar")
        andra = slutford(person, stad.kista, stad.carl, intressen="Båtar")
        client = logga_in(stad.carl)
        with django_assert_max_num_queries(45):
            html = text(client.get(url("compare", person)))
        assert all(ord_ in html for ord_ in ("Mindre hinder", "Bilar", "Båtar"))
        erbjuds = [
            "Jämför med den tidigare" in text(client.get(url("detail", person, k))) for k in (forsta.pk, andra.pk)
        ]
        assert erbjuds == [False, True]
        assert client.get(url("compare", person) + f"?fran={forsta.pk}&till=99999").status_code == 404
        for _ in range(3):
            slutford(person, stad.kista, stad.carl)
        with django_assert_max_num_queries(45):
            client.get(url("list", person))
