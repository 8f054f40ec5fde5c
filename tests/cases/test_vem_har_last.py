"""Vem har läst, and the person's extract: who may, what is told of whom, and how it is asked."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from cases.akt_logg import lankar
from cases.logg import Logg, Urval, extract
from cases.loggutdrag import loggutdrag_context
from cases.models import Aspirant, Handlaggare, Lasning, Medlemskap, Parameter, Skyddsbehorighet
from config.pdf import render_html
from tests.conftest import TODAY, owner
from tests.factories import at

pytestmark = pytest.mark.django_db


def read(person, user, enhet, nar="2026-11-23 08:12", **more):
    roll = user.medlemskap_den(TODAY)[0].roll
    values = {"vy": "cases:akt", "slag": "visad", "grund": "enhet", "roll": roll, **more}
    with owner():
        return Lasning.objects.create(
            skedde_at=at(nar), user=user, enhet=enhet, namnd_id=enhet.namnd_id, aspirant_id=person.pk, **values
        )


def logg(client, person, **query):
    answer = client.get(reverse("cases:logg", args=[person.pk]), query)
    assert answer.status_code == 200
    return answer


@pytest.fixture
def person(stad):
    person, _ = stad.inskriven()
    read(person, stad.carl, stad.kista)
    read(person, stad.sara, stad.spanga, "2026-11-20 14:02", vy="cases:aspirant_list", slag="traff")
    read(person, stad.vera, stad.varberg, "2026-11-19 10:00", slag="nekad", grund="ingen")
    return person


class TestWhatIsTold:
    def test_the_own_namnd_by_name_and_another_by_unit(self, stad, person, logga_in):
        page = logg(logga_in(stad.eva), person).content.decode()
        assert "Carl Test" in page
        assert "Coach, Jobbtorg Kista" in page
        assert "SDF Spånga-Tensta" in page
        assert "Sara Test" not in page
        page = logg(logga_in(stad.stina), person).content.decode()
        assert "Sara Test" in page
        assert "Carl Test" not in page

    def test_pages_in_plain_swedish_with_how_and_ground(self, stad, person, logga_in):
        page = logg(logga_in(stad.eva), person).content.decode()
        for words in ("Översikten i akten", "I en lista eller sökning", "Nekad", "Saknar tillgång"):
            assert words in page

    def test_newest_first_by_day_and_the_other_way_round(self, stad, person, logga_in):
        days = [str(dag.dag) for dag in logg(logga_in(stad.eva), person).context["dagar"]]
        assert days == ["2026-11-23", "2026-11-20", "2026-11-19"]
        days = [str(dag.dag) for dag in logg(logga_in(stad.eva), person, sortering="nar").context["dagar"]]
        assert days == ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"]

    def test_a_day_is_stockholms(self, stad, logga_in):
        person, _ = stad.inskriven()
        read(person, stad.carl, stad.kista, "2026-11-23 00:30")
        assert [str(dag.dag) for dag in logg(logga_in(stad.eva), person).context["dagar"]] == ["2026-11-23"]

    def test_like_readings_of_a_day_are_one_line_and_lists_are_folded_below_the_akt(self, stad, logga_in):
        person, _ = stad.inskriven()
        for nar in ("08:12", "09:40", "16:05"):
            read(person, stad.carl, stad.kista, f"2026-11-23 {nar}")
            read(person, stad.sara, stad.spanga, f"2026-11-23 {nar}", vy="uppfoljning:min_dag", slag="traff")
        eva = logga_in(stad.eva)
        (dag,) = logg(eva, person).context["dagar"]
        assert [(rad.klocka, rad.ganger, rad.namn) for rad in dag.rader] == [("08:12–16:05", 3, "Carl Test")]
        assert [(rad.klocka, rad.ganger, rad.enhet) for rad in dag.traffar] == [("08:12–16:05", 3, "SDF Spånga-Tensta")]
        page = logg(eva, person).content.decode()
        assert "I listor och sökningar: 3 gånger" in page.split('<details class="change-whole">')[1]
        assert "Min dag" not in re.sub(r"<details.*?</details>", "", page[page.index("<tbody") :], flags=re.S)
        assert '<details class="change-whole" open>' in logg(eva, person, slag="traff").content.decode()

    def test_who_opened_by_nodoppning_is_named_to_the_chef_and_not_in_the_extract(self, stad, person, logga_in, agera):
        read(person, stad.hanna, stad.hagersten, grund="nodoppning")
        page = logg(logga_in(stad.eva), person).content.decode()
        assert "Hanna Test" in page
        assert "Sara Test" not in page
        with agera(stad.eva):
            rader = Logg(person, Urval(utdrag=True), TODAY)[0:10]
        assert [(rad.namn, rad.nodoppnad) for rad in rader if rad.nodoppnad] == [("", True)]


class TestNarrowing:
    def vem(self, answer) -> list[str]:
        return [rad.namn or rad.enhet for rad in answer.context["sida"]]

    def test_by_a_reader_of_the_own_namnd(self, stad, person, logga_in):
        assert self.vem(logg(logga_in(stad.eva), person, vem=f"u{stad.carl.pk}")) == ["Carl Test"]

    def test_by_another_namnds_unit_never_by_its_reader(self, stad, person, logga_in):
        eva = logga_in(stad.eva)
        assert self.vem(logg(eva, person, vem=f"e{stad.spanga.pk}")) == ["SDF Spånga-Tensta"]
        answer = logg(eva, person, vem=f"u{stad.sara.pk}")
        assert "vem" in answer.context["form"].errors
        assert f'value="u{stad.sara.pk}"' not in answer.content.decode()

    def test_the_database_does_not_narrow_by_another_namnds_reader(self, stad, person, agera):
        with agera(stad.eva):
            assert Logg(person, Urval(user=stad.sara.pk), TODAY).count() == 0

    def test_by_period_with_both_days_in_it(self, stad, person, logga_in):
        answer = logg(logga_in(stad.eva), person, fran="2026-11-19", till="2026-11-20")
        assert self.vem(answer) == ["SDF Spånga-Tensta", "Vera Test"]

    def test_by_kind(self, stad, person, logga_in):
        assert self.vem(logg(logga_in(stad.eva), person, slag="nekad")) == ["Vera Test"]

    def test_what_cannot_be_read_narrows_nothing_and_says_so(self, stad, person, logga_in):
        answer = logg(logga_in(stad.eva), person, fran="i går", sida="x", sortering="'; --")
        assert "Skriv datumet som" in answer.content.decode()
        assert len(self.vem(answer)) == 3

    def test_pages_of_fifty_at_the_same_cost(self, stad, person, logga_in):
        eva = logga_in(stad.eva)

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                logg(eva, person)
            return len(queries)

        cost()
        few = cost()
        for nr in range(70):
            read(person, stad.carl, stad.kista, f"2026-{9 - nr // 28:02}-{nr % 28 + 1:02} 08:12")
        assert cost() == few
        sida = logg(eva, person, sida=2).context["sida"]
        assert (len(sida.object_list), sida.paginator.num_pages, sida.number) == (24, 2, 2)


class TestWhoMay:
    @pytest.mark.parametrize("namn", ["carl", "sara", "hanna", "vera", "nina", "sven"])
    def test_the_database_gives_no_row_to_others(self, stad, person, agera, namn):
        with agera(getattr(stad, namn)):
            assert Logg(person, Urval(), TODAY)[0:10] == []

    def test_the_tab_leads_each_to_a_page_they_may_open(self, stad, person, logga_in, agera):
        def pages(user) -> list[str]:
            with agera(user):
                return [link.label for link in lankar(user, Aspirant.objects.get(pk=person.pk), TODAY, "")]

        assert pages(stad.eva) == pages(stad.stina) == ["Läsningar", "Ändringar", "Loggutdrag"]
        assert pages(stad.carl) == ["Ändringar"]
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=TODAY)
        assert pages(stad.carl) == ["Ändringar", "Loggutdrag"]
        (tab,) = [f for f in logga_in(stad.carl).get(f"/akter/{person.pk}/").context["flikar"] if f["label"] == "Logg"]
        assert logga_in(stad.carl).get(tab["url"]).status_code == 200

    def test_of_a_protected_person_only_a_named_chef(self, stad, logga_in, agera):
        person = stad.aspirant(skyddad=True)
        read(person, stad.sara, stad.spanga)
        url = reverse("cases:logg", args=[person.pk])
        assert logga_in(stad.stina).get(url).status_code == 404
        with agera(stad.stina):
            assert Logg(person, Urval(), TODAY).count() == 0
        with owner():
            Skyddsbehorighet.objects.create(aspirant=person, user=stad.stina, fran=TODAY)
        assert "Sara Test" in logga_in(stad.stina).get(url).content.decode()

    def test_a_chef_whose_time_has_ended_no_longer(self, stad, person, logga_in):
        with owner():
            stad.eva.medlemskap.update(till="2026-11-23")
            Medlemskap.objects.create(user=stad.eva, enhet=stad.kista, roll="coach", fran="2026-11-24")
        assert logga_in(stad.eva).get(reverse("cases:logg", args=[person.pk])).status_code == 403

    def test_a_nodoppning_opens_no_log(self, stad, agera):
        person = stad.aspirant()
        read(person, stad.sara, stad.spanga)
        with agera(stad.eva), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.nod', %s, true)", [f"{{{person.pk}}}"])
            assert Logg(person, Urval(), TODAY).count() == 0


class TestExtract:
    def pdf(self, client, person, **data):
        data = {"fran": "2026-11-01", "till": "2026-11-24", **data}
        return client.post(reverse("cases:loggutdrag", args=[person.pk]), data)

    def html(self, stad, person, user, agera) -> str:
        urval = Urval(fran=TODAY.replace(day=1), till=TODAY, stigande=True, utdrag=True)
        with agera(user):
            rader = extract(Logg(person, urval, TODAY)[0:100])
        context = loggutdrag_context(person, rader, urval, enhet=stad.kista, now=at("2026-11-24 09:30"))
        return render_html("pdf/loggutdrag.html", context, title="Loggutdrag")

    def test_is_a_tagged_swedish_pdf_that_names_no_one_in_its_file_name(self, stad, person, logga_in):
        answer = self.pdf(logga_in(stad.eva), person)
        assert answer["Content-Disposition"] == 'attachment; filename="loggutdrag-2026-11-24.pdf"'
        pdf = PdfReader(io.BytesIO(answer.content))
        root = pdf.trailer["/Root"]
        assert (pdf.metadata.title, root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("Loggutdrag", "sv", True)

    def test_is_itself_in_the_log_as_pdf(self, stad, person, logga_in):
        self.pdf(logga_in(stad.eva), person)
        with owner():
            (row,) = Lasning.objects.filter(user=stad.eva)
        assert (row.slag, row.vy, row.aspirant_id) == ("pdf", "cases:loggutdrag", person.pk)

    def test_says_when_from_where_and_what_and_no_staff(self, stad, person, agera):
        html = self.html(stad, person, stad.eva, agera)
        for words in ("Jobbtorg Kista", "08:12", "Översikten i akten", "I en lista eller sökning", "Ett försök att"):
            assert words in html
        assert "Test<" not in html

    def test_names_the_own_namnds_readers_only_when_the_parameter_says_so(self, stad, person, agera):
        with owner():
            Parameter.objects.filter(kod="loggutdrag_visar_namn").update(varde=True, giltig_fran=TODAY)
        html = self.html(stad, person, stad.eva, agera)
        assert "Carl Test" in html
        assert "Sara Test" not in html
        with owner():
            Parameter.objects.filter(kod="loggutdrag_visar_namn").update(giltig_fran=None, giltig_till="2026-11-23")
        assert "Carl Test" not in self.html(stad, person, stad.eva, agera)

    def test_alike_readings_of_a_day_share_a_line(self, stad, agera):
        person, _ = stad.inskriven()
        for nar in ("2026-11-23 08:12", "2026-11-23 09:00", "2026-11-23 09:00"):
            read(person, stad.carl, stad.kista, nar)
        with agera(stad.eva):
            (rad,) = extract(Logg(person, Urval(utdrag=True), TODAY)[0:10])
        assert (rad.klockslag, rad.antal) == (("08:12", "09:00"), 3)

    def test_many_readings_of_a_day_are_counted_and_those_by_nodoppning_marked(self, stad, agera):
        person, _ = stad.inskriven()
        for nr in range(12):
            read(person, stad.carl, stad.kista, f"2026-11-23 {8 + nr % 9:02}:{14 + nr:02}")
        read(person, stad.hanna, stad.hagersten, "2026-11-23 10:02", grund="nodoppning")
        html = self.html(stad, person, stad.eva, agera)
        assert '12 gånger, <span class="nowrap">08:14–16:22</span>' in html
        assert "Öppnad, nödöppning" in html
        assert "<strong>Nödöppning:</strong>" in html
        assert '<span class="nowrap">Hägersten-Liljeholmen</span>' in html

    def test_a_period_the_wrong_way_round_or_too_long_is_said(self, stad, person, logga_in, monkeypatch):
        eva = logga_in(stad.eva)
        assert "kan inte ligga före den första" in self.pdf(eva, person, till="2026-10-01").content.decode()
        monkeypatch.setattr("cases.views.logg.MOST_LINES", 1)
        assert "Välj en kortare period" in self.pdf(eva, person).content.decode()

    def test_the_handlaggare_of_the_responsible_unit_may_order_it(self, stad, person, logga_in):
        assert self.pdf(logga_in(stad.carl), person).status_code == 403
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=TODAY)
        assert self.pdf(logga_in(stad.carl), person).status_code == 200

    def test_one_that_is_responsible_no_longer_may_not(self, stad, logga_in):
        person, _ = stad.inskriven(avslutad=TODAY.replace(month=6), orsak="okand")
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=TODAY)
        assert self.pdf(logga_in(stad.carl), person).status_code == 403
