"""Follow-ups of a plan: what came of each delmål, whether the goal changed, and how the next version begins."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases import akt
from cases.models import RattsligGrund
from cases.services.handlingar import hand_over
from config.pdf import render_html
from jobbplaner.enums import Planslag
from jobbplaner.innehall import Delmalsrad
from jobbplaner.models import Delmal, Delmalsutfall, Plan, Planuppfoljning
from jobbplaner.pdf import plan_context
from jobbplaner.services.planer import publish_plan, save_draft
from jobbplaner.services.uppfoljningar import (
    FollowUpChangedError,
    FollowUpIncompleteError,
    PlanReplacedError,
    complete_followup,
    save_followup,
)
from jobbplaner.uppfoljning import Uppfoljningsinnehall, Utfallsrad
from tests.factories import as_owner, at
from tests.jobbplaner.fabriker import IDAG, NU, fields, innehall, publicerad, uppfoljd

pytestmark = pytest.mark.django_db


@pytest.fixture
def scen(stad):
    """A published jobbplan with two delmål; the first has its date behind it."""
    stad.person, stad.inskrivning = stad.inskriven()
    stad.plan = publicerad(stad.person, stad.kista, stad.carl, inskrivning=stad.inskrivning, now=at("2026-09-01 10:00"))
    stad.url = f"/akter/{stad.person.pk}/jobbplan/uppfoljning/"
    with as_owner():
        stad.delmal = list(stad.plan.delmal.all())
        Delmal.objects.filter(pk=stad.delmal[0].pk).update(senast=date(2026, 11, 1))
    return stad


def text(scen, forsta="klart", andra="pa_vag", **kwargs) -> Uppfoljningsinnehall:
    rader = (
        Utfallsrad(delmal=scen.delmal[0].pk, utfall=forsta, resultat="Godkänd på provet"),
        Utfallsrad(delmal=scen.delmal[1].pk, utfall=andra, ny_dag=date(2027, 1, 15)),
    )
    return Uppfoljningsinnehall(**{"datum": IDAG, "mal_utfall": "star_fast", "utfall": rader, **kwargs})


def save(scen, innehall=None, version=0, by=None):
    return save_followup(
        plan=scen.plan, enhet=scen.kista, innehall=innehall or text(scen), version=version, by=by or scen.carl, now=NU
    )


def complete(scen, uppfoljning):
    return complete_followup(
        uppfoljning=uppfoljning, enhet=scen.kista, inskrivning=scen.inskrivning, by=scen.carl, now=NU
    )


class TestSave:
    def test_the_same_thing_twice_is_one_and_another_s_save_is_told(self, scen, agera):
        with agera(scen.carl):
            forsta = save(scen)
            assert save(scen).pk == forsta.pk
            with pytest.raises(FollowUpChangedError) as caught:
                save(scen, text(scen, "ej"))
            assert caught.value.uppfoljning.pk == forsta.pk
            assert (Planuppfoljning.objects.count(), Delmalsutfall.objects.count()) == (1, 2)
            assert save(scen, text(scen, "ej"), version=1).version == 2

    def test_a_replaced_version_is_not_followed_up(self, scen, agera):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl), pytest.raises(PlanReplacedError):
            save(scen)


class TestComplete:
    def test_says_of_every_delmal_and_of_the_goal(self, scen, agera):
        brister = [
            ({"datum": None}, ["datum"]),
            ({"datum": date(2026, 11, 25)}, ["datum"]),
            ({"datum": date(2026, 8, 31)}, ["datum"]),
            ({"mal_utfall": ""}, ["mal_utfall"]),
            ({"mal_utfall": "andras"}, ["mal_text"]),
            ({"forsta": ""}, ["utfall-0-utfall"]),
            ({"andra": "avbrutet"}, ["utfall-1-resultat"]),
        ]
        with agera(scen.carl):
            for version, (brist, falt) in enumerate(brister):
                with pytest.raises(FollowUpIncompleteError) as caught:
                    complete(scen, save(scen, text(scen, **brist), version))
                assert list(caught.value.fel) == falt

    def test_a_delmal_that_nothing_is_said_of_is_asked_for(self, scen, agera):
        with agera(scen.carl), pytest.raises(FollowUpIncompleteError) as caught:
            complete(scen, save(scen, text(scen, utfall=())))
        assert list(caught.value.fel) == ["utfall-0-utfall", "utfall-1-utfall"]

    def test_what_is_left_goes_on_with_its_new_date_and_keeps_its_thread(self, scen, agera):
        with agera(scen.carl):
            uppfoljning, utkast = complete(scen, save(scen))
            (kvar,) = utkast.delmal.all()
            assert (kvar.vad, kvar.senast, kvar.lage) == (scen.delmal[1].vad, date(2027, 1, 15), "pagar")
            assert (kvar.fore_id, uppfoljning.ny_plan, utkast.nummer) == (scen.delmal[1].pk, utkast, 2)
            assert complete(scen, uppfoljning)[1] == utkast
            assert Plan.objects.utkast().count() == 1

    @pytest.mark.parametrize(("utfall", "lage"), [("ej", "nytt"), ("pa_vag", "pagar")])
    def test_what_nobody_has_begun_is_still_new(self, scen, agera, utfall, lage):
        with agera(scen.carl):
            _, utkast = complete(scen, save(scen, text(scen, "klart", utfall)))
            assert [d.lage for d in utkast.delmal.all()] == [lage]

    def test_a_draft_that_was_begun_learns_it_and_loses_nothing(self, scen, agera):
        plats = {"aspirant": scen.person, "slag": "jobbplan", "enhet": scen.kista, "inskrivning": scen.inskrivning}
        egna = innehall(delmal=tuple(_continued(d) for d in scen.delmal))
        with agera(scen.carl):
            utkast = save_draft(**plats, innehall=egna, nummer=2, version=0, by=scen.carl, now=NU)
            complete(scen, save(scen))
            assert [(d.vad, d.lage, str(d.senast)) for d in utkast.delmal.all()] == [
                ("Läsa SFI", "klart", "2026-12-18"),
                ("Besöka skolkök", "nytt", "2027-01-15"),
            ]
            utkast.refresh_from_db()
            assert utkast.version == 2

    def test_a_draft_that_was_begun_shows_what_is_no_longer_wanted_and_keeps_it(self, scen, agera, logga_in):
        plats = {"aspirant": scen.person, "slag": "jobbplan", "enhet": scen.kista, "inskrivning": scen.inskrivning}
        egna = innehall(delmal=tuple(_continued(d) for d in scen.delmal))
        with agera(scen.carl):
            utkast = save_draft(**plats, innehall=egna, nummer=2, version=0, by=scen.carl, now=NU)
            complete(scen, save(scen, text(scen, "avbrutet")))
            assert [d.vad for d in utkast.delmal.all()] == ["Läsa SFI", "Besöka skolkök"]
        client = logga_in(scen.carl)
        url = f"/akter/{scen.person.pk}/jobbplan/utkast/"
        html = client.get(url).content.decode()
        tipset = html.partition('id="delmal-0-tips"')[2].partition("delmal-1")[0]
        assert "Inte längre aktuellt" in tipset
        assert "Godkänd på provet. Ta bort delmålet" in tipset
        assert "delmål 1 är inte längre aktuellt enligt uppföljningen" in html
        html = client.post(url, fields(html) | {"ta-bort-0": "delmal"}).content.decode()
        assert "enligt uppföljningen</a>" not in html

    def test_a_goal_that_is_reached_begins_no_version_and_a_later_one_still_answers_it(self, scen, agera):
        with agera(scen.carl):
            uppfoljning, utkast = complete(scen, save(scen, text(scen, mal_utfall="natt")))
            assert utkast is None
        plan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl):
            uppfoljning.refresh_from_db()
            assert uppfoljning.ny_plan == plan


def _continued(delmal):
    vad = "Läsa SFI" if delmal.vad.startswith("Läsa") else "Besöka skolkök"
    return Delmalsrad(fore=delmal.pk, vad=vad, vem=delmal.vem, senast=delmal.senast)


class TestWho:
    def test_passes_with_the_version_it_led_to_and_not_before(self, scen, agera, logga_in):
        uppfoljning = uppfoljd(scen.plan, scen.kista, scen.carl, scen.inskrivning)
        with agera(scen.sara):
            assert not Planuppfoljning.objects.exists()
        with agera(scen.carl):
            utkast = uppfoljning.ny_plan
            Plan.objects.filter(pk=utkast.pk).update(nasta_uppfoljning=date(2027, 1, 8))
            plan = publish_plan(plan=utkast, by=scen.carl, now=NU, pdf=b"%PDF-1.7")
            grund = RattsligGrund.objects.get(kod="nodvandigt_egen_verksamhet")
            hand_over(handling=plan.handling, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU)
        with agera(scen.sara):
            assert Planuppfoljning.objects.get().utfall.count() == 2
            (rad,) = [h for h in akt.handelser(scen.person, IDAG) if "följdes upp" in h.rubrik]
            assert rad.text == "Målet står fast. 2 av 2 delmål klara."
            # What was followed up is in the file that was handed over; the version itself and its delmål are not
            assert list(Plan.objects.all()) == [plan]
            assert not Delmal.objects.filter(plan=scen.plan).exists()
        sida = words(logga_in(scen.sara).get(scen.url.replace("uppfoljning/", "uppfoljningar/")).content.decode())
        assert "Versionen är inte utlämnad till er. Uppföljningen av den ingår i version 2, som är det." in sida
        assert "Nytt datum" not in sida
        planen = logga_in(scen.sara).get(scen.url.replace("uppfoljning/", "")).content.decode()
        assert "Jämför versioner" not in planen
        assert "Jämför version 1 och 2" not in planen
        with agera(scen.hanna):
            assert not Planuppfoljning.objects.exists()

    def test_the_page_s_writer_is_the_plan_s(self, scen, logga_in):
        svar = {u: logga_in(getattr(scen, u)).get(scen.url).status_code for u in ("carl", "sara", "hanna", "nina")}
        assert svar == {"carl": 200, "sara": 403, "hanna": 404, "nina": 403}


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


class TestPage:
    def fill(self, client, scen, **changes) -> dict:
        data = fields(client.get(scen.url).content.decode())
        assert data["datum"] == "2026-11-24"
        data |= {"utfall-0-utfall": "klart", "utfall-0-resultat": "Godkänd", "utfall-1-utfall": "ej"}
        return data | {"mal_utfall": "star_fast"} | changes

    def test_completes_and_leads_into_the_editor(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = self.fill(client, scen, slutfor="1")
        html = client.post(scen.url, data, follow=True).content.decode()
        assert "Uppföljningen är slutförd" in html
        assert "Uppföljningen är redan slutförd" in client.post(scen.url, data, follow=True).content.decode()
        with as_owner():
            assert Planuppfoljning.objects.count() == 1
        assert "Jobbplan version 2" in html
        assert fields(html)["delmal-0-vad"] == scen.delmal[1].vad
        sida = client.get(scen.url.replace("uppfoljning/", "uppfoljningar/")).content.decode()
        assert "Uppföljd 2026-11-24 Målet står fast." in words(sida)
        assert "Läsa SFI kurs C och göra provet Klart Godkänd Inget" in words(sida)

    def test_says_at_the_fields_what_is_missing_and_keeps_what_was_typed(self, scen, logga_in):
        client = logga_in(scen.carl)
        utan = self.fill(client, scen, slutfor="1", **{"utfall-TOTAL_FORMS": "0"})
        assert "Välj hur det gick med delmål 1" in client.post(scen.url, utan).content.decode()
        data = self.fill(client, scen, slutfor="1", **{"utfall-1-utfall": "", "mal_utfall": "andras"})
        html = client.post(scen.url, data).content.decode()
        assert "Två uppgifter behöver rättas" in html
        assert "Välj hur det gick med delmål 2" in html
        assert "Skriv varför målet ändras" in html
        assert fields(html)["utfall-0-resultat"] == "Godkänd"
        andras = self.fill(client, scen, slutfor="1", mal_utfall="andras", mal_text="Vill bli undersköterska.")
        utkast = client.post(scen.url, andras, follow=True).content.decode()
        ledtrad = "Målet ändras, enligt uppföljningen"
        assert "Vill bli undersköterska." in utkast.split(ledtrad)[1], "nothing is to be remembered till the next page"

    def test_two_people_see_both_texts_and_lose_nothing(self, scen, logga_in):
        client = logga_in(scen.carl)
        carls = self.fill(client, scen, spara="1", egna_ord="Carls ord", **{"utfall-1-resultat": "Carls resultat"})
        eva = logga_in(scen.eva)
        evas = fields(eva.get(scen.url).content.decode())
        evas |= {"egna_ord": "Evas ord", "utfall-1-resultat": "Evas resultat", "mal_text": "Evas skäl", "spara": "1"}
        assert eva.post(scen.url, evas).status_code == 302
        client = logga_in(scen.carl)
        html = client.post(scen.url, carls).content.decode()
        data = fields(html)
        assert (data["egna_ord"], data["utfall-1-resultat"]) == ("Carls ord", "Carls resultat")
        assert data["mal_text"] == "Evas skäl"
        assert html.count('name="ta-andras"') == 2
        html = client.post(scen.url, data | {"ta-andras": "utfall-1-resultat"}).content.decode()
        client.post(scen.url, fields(html) | {"spara": "1"})
        with as_owner():
            sparad = Planuppfoljning.objects.get()
            assert (sparad.egna_ord, sparad.mal_text) == ("Carls ord", "Evas skäl")
            assert sparad.utfall.last().resultat == "Evas resultat"

    def test_what_i_wrote_stays_when_another_completed_it(self, scen, logga_in):
        client = logga_in(scen.carl)
        save_ = self.fill(client, scen, spara="1")
        client.post(scen.url, save_)
        carls = fields(client.get(scen.url).content.decode()) | {"egna_ord": "Carls ord", "spara": "1"}
        eva = logga_in(scen.eva)
        eva.post(scen.url, fields(eva.get(scen.url).content.decode()) | {"slutfor": "1"})
        html = logga_in(scen.carl).post(scen.url, carls).content.decode()
        assert "Någon annan har slutfört uppföljningen" in html
        assert fields(html)["egna_ord"] == "Carls ord"

    def test_a_date_that_has_passed_is_no_result(self, scen, logga_in):
        sida = logga_in(scen.carl).get(scen.url.replace("uppfoljning/", "")).content.decode()
        assert sida.count("Datumet har passerat, inte uppföljt") == 1
        uppfoljd(scen.plan, scen.kista, scen.carl, scen.inskrivning)
        sida = logga_in(scen.carl).get(scen.url.replace("uppfoljning/", "")).content.decode()
        assert "Datumet har passerat" not in sida
        assert "följdes upp 2026-11-24" in words(sida)

    def test_a_version_replaced_without_one_is_told(self, scen, logga_in):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning, mal="Ett annat mål")
        sida = logga_in(scen.carl).get(scen.url.replace("uppfoljning/", "uppfoljningar/")).content.decode()
        assert "Ersatt utan uppföljning" in sida
        assert "Målet skrevs om i version 2" in sida


def test_another_person_s_delmal_is_neither_followed_up_nor_continued(scen, logga_in):
    annan, _ = scen.inskriven()
    andras = publicerad(annan, scen.kista, scen.carl)
    with as_owner():
        frammande = andras.delmal.first().pk
    client = logga_in(scen.carl)
    data = fields(client.get(scen.url).content.decode())
    client.post(scen.url, data | {"utfall-0-pk": str(frammande), "utfall-0-utfall": "klart", "spara": "1"})
    utkast_url = scen.url.replace("uppfoljning/", "utkast/")
    data = fields(client.get(utkast_url).content.decode())
    client.post(utkast_url, data | {"delmal-0-fore": str(frammande), "spara": "1"})
    with as_owner():
        assert not Delmalsutfall.objects.filter(delmal=frammande).exists()
        assert {d.fore_id for d in Plan.objects.get(publicerad_at=None).delmal.all()} == {None, scen.delmal[1].pk}


def test_the_next_version_s_pdf_tells_what_came_of_the_last(scen, agera):
    uppfoljning = uppfoljd(scen.plan, scen.kista, scen.carl, scen.inskrivning)
    with agera(scen.carl):
        plan = Plan.objects.select_related("aspirant", "enhet", "andrad_av").get(pk=uppfoljning.ny_plan_id)
        html = render_html("pdf/jobbplan.html", plan_context(plan, now=NU), title="Jobbplan")
    assert "Uppföljning av version 1, 2026-11-24 Målet står fast. Delmål i version 1" in words(html)


def test_the_database_refuses_a_follow_up_that_makes_no_sense(scen, agera):
    klar = {"klar_at": NU, "klar_av": scen.carl}
    brott = [
        ({"klar_at": NU}, "klar_ar_hel"),
        (klar | {"mal_utfall": ""}, "klar_ar_hel"),
        (klar | {"datum": None}, "klar_ar_hel"),
        ({"ny_plan": scen.plan}, "klar_ar_hel"),
        (klar | {"mal_utfall": "andras"}, "andrat_mal_har_skal"),
        ({}, "ett_utkast"),
    ]
    with agera(scen.carl):
        save(scen)
    rad = {
        "aspirant": scen.person, "namnd": scen.kista.namnd, "plan": scen.plan, "plan_nummer": 1, "enhet": scen.kista,
        "datum": IDAG, "mal_utfall": "star_fast", "skapad_av": scen.carl, "andrad_av": scen.carl, "andrad_at": NU,
    }  # fmt: skip
    for fel, regel in brott:
        with as_owner(), pytest.raises(IntegrityError, match=regel), transaction.atomic():
            Planuppfoljning.objects.create(**rad | fel)
    with as_owner():
        Planuppfoljning.objects.create(**rad | klar)


def test_a_delmal_is_followed_up_once_in_each(scen, agera):
    with agera(scen.carl):
        rad = save(scen).utfall.first()
    rad.pk = None
    with as_owner(), pytest.raises(IntegrityError, match="ett_per_delmal"), transaction.atomic():
        rad.save(force_insert=True)


def test_the_arbetsplan_is_followed_up_by_the_sdf(scen, logga_in):
    publicerad(scen.person, scen.spanga, scen.sara, slag=Planslag.ARBETSPLAN)
    url = f"/akter/{scen.person.pk}/arbetsplan/uppfoljning/"
    assert logga_in(scen.sara).get(url).status_code == 200
    assert logga_in(scen.carl).get(url).status_code == 403
