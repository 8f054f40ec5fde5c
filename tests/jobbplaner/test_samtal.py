"""Trepartssamtal: booked, written by two, signed once, and what was agreed in the plan's draft."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import Handling, Utlamnande
from cases.sekretess.identitet import som_anvandare
from jobbplaner import akt_avslut
from jobbplaner.models import (
    Delmal,
    Deltagare,
    Plan,
    Planuppfoljning,
    Samtalsprotokoll,
    Samtalsskal,
    Trepartssamtal,
)
from jobbplaner.nasta_samtal import Nasta
from jobbplaner.samtal import Agendarad, Deltagarrad, Punktrad, Samtalsinnehall, missing_for_signing
from jobbplaner.services.bokningar import cancel_samtal
from jobbplaner.services.planer import publish_plan, start_draft
from jobbplaner.services.samtal import (
    SamtalChangedError,
    SamtalIncompleteError,
    SamtalLockedError,
    save_samtal,
    sign_samtal,
)
from jobbplaner.services.uppfoljningar import save_followup
from jobbplaner.uppfoljning import Uppfoljningsinnehall, Utfallsrad
from tests.factories import as_owner
from tests.insatser.fabriker import insats, placering
from tests.jobbplaner.fabriker import IDAG, NU, bokat_samtal, fields, publicerad, samtycke, uppfoljd, utkast

pytestmark = pytest.mark.django_db

HAR = (
    Deltagarrad(part="aspirant", namn="Amal", narvaro="plats"),
    Deltagarrad(part="coach", namn="Carl", narvaro="plats"),
    Deltagarrad(part="socialsekreterare", namn="Sara", narvaro="video"),
)
UTAN_SARA = (*HAR[:2], Deltagarrad(part="socialsekreterare", namn="Sara", narvaro="franvarande", franvaroskal="sjuk"))


def innehall(**kwargs) -> Samtalsinnehall:
    return Samtalsinnehall(
        **{
            "nulage": "Amal klarar hela pass.",
            "planval": "delmal",
            "haller_med": "ja",
            "lassatt": "sjalv",
            "deltagare": HAR,
            "punkter": (Punktrad(vad="Boka besök i ett skolkök", vem="coach", senast=date(2026, 12, 11)),),
            **kwargs,
        }
    )


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    stad.url = f"/akter/{stad.person.pk}/samtal/"
    return stad


@pytest.fixture
def bokat(scen, agera):
    with agera(scen.carl):
        samtal = bokat_samtal(scen.person, scen.kista, scen.carl)
        return save_samtal(samtal=samtal, innehall=innehall(), version=1)


def sign(scen, samtal, by=None):
    return sign_samtal(samtal=samtal, inskrivning=scen.inskrivning, by=by or scen.carl, now=NU, pdf=b"%PDF-1.7 prov")


class TestWriting:
    def test_is_known_to_both_sides_but_what_is_said_is_not(self, scen, bokat, agera):
        with agera(scen.sara):
            assert Trepartssamtal.objects.get() == bokat
            assert not Samtalsprotokoll.objects.exists()
        with agera(scen.hanna):
            assert not Trepartssamtal.objects.exists()

    @pytest.mark.parametrize(("part", "far"), [("tolk", True), ("annan", True), ("coach", False), ("aspirant", False)])
    def test_only_tolk_and_annan_can_be_several(self, bokat, part, far):
        protokoll = bokat.protokoll
        rad = {"protokoll": protokoll, "aspirant": bokat.aspirant, "namnd": protokoll.namnd, "part": part}
        with as_owner(), transaction.atomic():
            if far:
                Deltagare.objects.create(**rad, namn="En till")
                return
            with pytest.raises(IntegrityError, match="en_per_part"), transaction.atomic():
                Deltagare.objects.create(**rad, namn="En till")

    def test_somebody_else_s_text_is_not_written_over(self, scen, bokat, agera):
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(nulage="Evas"), version=2)
            with pytest.raises(SamtalChangedError):
                save_samtal(samtal=bokat, innehall=innehall(nulage="Carls"), version=2)
            evas = innehall(nulage="Evas", haller_med="", lassatt="")
            assert save_samtal(samtal=bokat, innehall=evas, version=2) == bokat

    def test_the_person_s_answer_holds_for_the_text_that_was_read(self, bokat, agera, scen):
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(insatserna="Nytt"), version=2)
            protokoll = Samtalsprotokoll.objects.get()
            assert (protokoll.haller_med, protokoll.lassatt) == ("", "")
            save_samtal(samtal=bokat, innehall=innehall(insatserna="Nytt"), version=3)
            save_samtal(samtal=bokat, innehall=innehall(insatserna="Nyare", lassatt="tolkad"), version=4)
            assert Samtalsprotokoll.objects.get().haller_med == "ja"

    @pytest.mark.parametrize(
        ("falt", "namn"),
        [
            ({"haller_med": "ja", "lassatt": ""}, "svar_satts_helt"),
            ({"haller_med": "delvis", "lassatt": "sjalv"}, "delvis_med_egna_ord"),
        ],
    )
    def test_half_an_answer_is_refused_by_the_database(self, bokat, falt, namn):
        with as_owner(), pytest.raises(IntegrityError, match=namn), transaction.atomic():
            Samtalsprotokoll.objects.update(**falt)

    def test_a_reason_for_absence_is_for_the_absent(self, bokat, scen, agera):
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(deltagare=UTAN_SARA), version=2)
        with as_owner():
            assert str(Deltagare.objects.get(narvaro="franvarande").franvaroskal) == "Sjuk"
            with pytest.raises(IntegrityError, match="skal_bara_vid_franvaro"), transaction.atomic():
                Deltagare.objects.update(narvaro="plats")

    def test_a_party_can_be_replaced_by_a_new_row(self, scen, bokat, agera):
        with agera(scen.carl):
            ny = (Deltagarrad(part="aspirant", namn="Amal och ombud"),)
            save_samtal(samtal=bokat, innehall=innehall(deltagare=ny), version=2)
            assert [d.namn for d in Samtalsprotokoll.objects.get().deltagare.all()] == ["Amal och ombud"]


class TestSigning:
    def test_locks_it_as_a_handling(self, scen, bokat, agera):
        with agera(scen.carl):
            sign(scen, bokat)
            assert Handling.objects.get().typ == "protokoll"
            with pytest.raises(SamtalLockedError):
                save_samtal(samtal=bokat, innehall=innehall(nulage="Efteråt"), version=2)

    def test_points_become_delmal_once_in_a_draft_made_from_the_plan_in_force(self, scen, agera, bokat):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl):
            sign(scen, bokat)
            sign(scen, bokat, scen.eva)
            plan = Plan.objects.utkast().get()
            assert (plan.nummer, plan.inskrivning) == (2, scen.inskrivning)
            assert [d.vad for d in plan.delmal.all()][-1] == "Boka besök i ett skolkök"
            assert Delmal.objects.filter(plan=plan).count() == 3
            assert Handling.objects.filter(typ="protokoll").count() == 1

    def test_points_go_last_in_a_draft_that_somebody_is_writing_and_its_version_moves(self, scen, agera, bokat):
        plan = utkast(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl):
            sign(scen, bokat)
            plan.refresh_from_db()
            assert (plan.version, plan.delmal.count()) == (2, 3)

    def test_without_points_makes_no_draft(self, scen, agera, bokat):
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(punkter=(), lassatt="tolkad"), version=2)
            sign(scen, bokat)
            assert not Plan.objects.exists()

    def test_is_held_with_all_three_parties_and_only_then(self, scen, agera, bokat):
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(deltagare=UTAN_SARA, lassatt="tolkad"), version=2)
            sign(scen, bokat)
            annat = bokat_samtal(scen.person, scen.kista, scen.carl, datum=date(2026, 11, 20))
            save_samtal(samtal=annat, innehall=innehall(), version=1)
            sign(scen, annat)
        with agera(scen.sara):
            assert [(s.datum.day, s.fulltaligt) for s in Trepartssamtal.objects.all()] == [(24, False), (20, True)]
            assert list(Trepartssamtal.objects.hallna()) == [annat]
            assert {s.lage_den(IDAG).value for s in Trepartssamtal.objects.all()} == {"ofulltaligt", "hallet"}

    def test_an_agreed_goal_stands_in_the_draft_unless_another_was_written_there(self, scen, agera, bokat):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        nytt = innehall(planval="mal", planen="Arbeta i skolkök på heltid.", lassatt="upplast")
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=nytt, version=2)
            sign(scen, bokat)
            assert Plan.objects.utkast().get().mal == "Arbeta i skolkök på heltid."
            Plan.objects.utkast().update(mal="Evas mål")
            annat = bokat_samtal(scen.person, scen.kista, scen.carl, datum=date(2026, 11, 20))
            save_samtal(samtal=annat, innehall=nytt, version=1)
            sign(scen, annat)
            assert Plan.objects.utkast().get().mal == "Evas mål"

    @pytest.mark.parametrize(
        ("brist", "falt"),
        [
            ({"nulage": ""}, "nulage"),
            ({"planval": ""}, "planval"),
            ({"planval": "mal"}, "planen"),
            ({"deltagare": (*HAR, Deltagarrad(part="annan", namn="Lena"))}, "deltagare-3-narvaro"),
            (
                {"deltagare": (*HAR, Deltagarrad(part="annan", namn="Lena", narvaro="franvarande"))},
                "deltagare-3-narvaro",
            ),
            ({"agenda": (Agendarad(utfall="klart"),)}, "agenda-0-rubrik"),
            ({"agenda": (Agendarad(rubrik="SFI", utfall="klart", ny_dag=IDAG),)}, "agenda-0-ny_dag"),
            ({"punkter": (Punktrad(vad="Ringa", senast=IDAG),)}, "punkter-0-vem"),
            ({"punkter": (Punktrad(vem="coach", senast=IDAG),)}, "punkter-0-vad"),
            ({"punkter": (Punktrad(vad="Ringa", vem="coach"),)}, "punkter-0-senast"),
            ({"haller_med": "", "lassatt": ""}, "haller_med"),
        ],
    )
    def test_says_what_is_missing(self, brist, falt):
        assert list(missing_for_signing(innehall(**brist), IDAG, IDAG)) == [falt]

    def test_is_refused_while_something_is_missing_and_before_the_day(self, scen, bokat, agera):
        assert list(missing_for_signing(innehall(), date(2026, 11, 25), IDAG)) == [""]
        borta = (Deltagarrad(part="aspirant", namn="Amal", narvaro="franvarande", franvaroskal="kom_inte"), *HAR[1:])
        assert not missing_for_signing(innehall(deltagare=borta, haller_med="", lassatt=""), IDAG, IDAG)
        delvis = missing_for_signing(innehall(haller_med="delvis"), IDAG, IDAG)
        assert list(delvis) == ["egna_ord"]
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(nulage="", lassatt="tolkad"), version=2)
            with pytest.raises(SamtalIncompleteError):
                sign(scen, bokat)


class TestWhatWasSaidOfTheDelmal:
    """Every outcome reaches the follow-up of the plan in force, and what was moved the draft that there is."""

    @pytest.fixture
    def plan(self, scen):
        return publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)

    def said(self, scen, *utfall, signera=True, **kwargs):
        """A samtal about the two delmål, each (utfall, anteckning, ny dag)."""
        samtal = bokat_samtal(scen.person, scen.kista, scen.carl, datum=kwargs.pop("datum", IDAG))
        punkter = zip(samtal.protokoll.agenda.all(), utfall, strict=True)
        agenda = tuple(
            Agendarad(pk=a.pk, rubrik=a.rubrik, utfall=u, anteckning=text, ny_dag=dag) for a, (u, text, dag) in punkter
        )
        save_samtal(samtal=samtal, innehall=innehall(agenda=agenda, **kwargs), version=1)
        return sign(scen, samtal)

    def found(self):
        alla = Planuppfoljning.objects.order_by("pk")
        return [(u.datum, u.mal_utfall, [(r.utfall, r.resultat, r.ny_dag) for r in u.utfall.all()]) for u in alla]

    def test_begins_the_follow_up_and_moves_the_draft(self, scen, plan, agera):
        flyttat, brast = ("pa_vag", "Provet är flyttat", date(2027, 1, 15)), ("avbrutet", "Fel spår", None)
        with agera(scen.carl):
            self.said(scen, flyttat, brast)
            assert self.found() == [(IDAG, "star_fast", [flyttat, brast])]
            utkast = Plan.objects.utkast().get()
            assert utkast.delmal.first().senast == date(2027, 1, 15)

    def test_fills_what_is_empty_and_writes_over_nothing(self, scen, plan, agera):
        with agera(scen.carl):
            egen = Utfallsrad(delmal=plan.delmal.first().pk, utfall="ej", resultat="Sjuk hela hösten")
            mitt = Uppfoljningsinnehall(utfall=(egen,), mal_utfall="natt")
            save_followup(plan=plan, enhet=scen.kista, innehall=mitt, version=0, by=scen.eva, now=NU)
            [oppen] = akt_avslut.uppfoljningar(scen.inskrivning, IDAG)
            assert oppen.vad == "Uppföljningen av jobbplan version 1 är påbörjad"
            self.said(scen, ("klart", "Godkänd", None), ("ej", "", date(2027, 2, 1)), planval="mal", planen="Kock")
            rader = [("ej", "Sjuk hela hösten", None), ("ej", "", date(2027, 2, 1))]
            assert self.found() == [(IDAG, "natt", rader)]
            assert Planuppfoljning.objects.get().version == 2
            assert [d.lage for d in Plan.objects.utkast().get().delmal.all()] == ["klart", "pagar", "nytt"]

    def test_says_nothing_of_a_version_that_is_newer_or_was_followed_up_since(self, scen, plan, agera):
        ej = ("ej", "", None)
        with agera(scen.carl):
            self.said(scen, ej, ej, datum=date(2026, 11, 20))
            self.said(scen, ("", "", None), ("", "Bara prat", None), datum=date(2026, 11, 21))
            assert self.found() == []
        uppfoljd(plan, scen.kista, scen.carl, scen.inskrivning)
        with as_owner():
            Planuppfoljning.objects.update(datum=date(2026, 11, 25))
        with agera(scen.carl):
            self.said(scen, ej, ej)
            assert len(self.found()) == 1

    def test_a_delmal_is_the_same_in_the_version_that_came_meanwhile(self, scen, plan, agera):
        with agera(scen.carl):
            samtal = bokat_samtal(scen.person, scen.kista, scen.carl)
            a, b = samtal.protokoll.agenda.all()
        ny = innehall_av(plan, scen)
        with agera(scen.carl):
            agenda = (Agendarad(pk=a.pk, rubrik=a.rubrik, utfall="ej"), Agendarad(pk=b.pk, rubrik=b.rubrik))
            save_samtal(samtal=samtal, innehall=innehall(agenda=agenda), version=1)
            sign(scen, samtal)
            rad = Planuppfoljning.objects.get().utfall.exclude(utfall="").get()
            assert (rad.delmal.plan, rad.utfall) == (ny, "ej")


def innehall_av(plan, scen):
    """The next version, published with the same delmål."""
    with som_anvandare(scen.carl.pk, today=IDAG):
        plats = {"aspirant": scen.person, "slag": "jobbplan", "enhet": scen.kista, "inskrivning": scen.inskrivning}
        utkast = start_draft(**plats, by=scen.carl, now=NU)
        Plan.objects.filter(pk=utkast.pk).update(nasta_uppfoljning=date(2027, 2, 1), haller_med="ja")
        return publish_plan(plan=utkast, by=scen.carl, now=NU, pdf=b"%PDF-1.7 prov")


@pytest.mark.parametrize(
    ("senast", "bokat", "text"),
    [
        (date(2026, 12, 10), None, "Nästa ska hållas senast 2026-12-10."),
        (date(2026, 11, 10), None, "Boka ett nytt. Det skulle ha hållits senast 2026-11-10."),
        (date(2026, 12, 10), date(2026, 12, 3), "Nästa är bokat 2026-12-03."),
        (date(2026, 12, 1), date(2026, 12, 3), "Nästa är bokat 2026-12-03. Senast enligt regeln är 2026-12-01."),
        (None, date(2026, 12, 3), "Behövs inte."),
    ],
)
def test_what_is_left_to_do_is_what_the_rule_asks_for(senast, bokat, text):
    nasta = Nasta(motpart="af", varfor="Behövs inte.", senast=senast, bokat=bokat and Trepartssamtal(datum=bokat))
    assert nasta.att_gora(IDAG) == text


class TestPages:
    def test_walk_from_booking_to_the_sdf_s_kvittens(self, scen, logga_in):
        samtycke(scen.person, scen.kista, scen.spanga, scen.carl)
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        client = logga_in(scen.carl)
        data = fields(client.get(f"{scen.url}nytt/").content.decode())
        sida = client.post(f"{scen.url}nytt/", data | {"datum": "2026-11-24"}, follow=True)
        html = sida.content.decode()
        assert "Trepartssamtalet är bokat" in html
        url = sida.redirect_chain[-1][0]
        data = fields(html)
        assert data["deltagare-0-namn"] == scen.person.namn
        assert data["agenda-0-rubrik"] == "Läsa SFI kurs C och göra provet"
        # What signing asks for stands there while the person is in the room
        assert "Sex saker kvar innan protokollet kan signeras" in html
        assert '<a href="#id_haller_med_0">Läs upp protokollet och fråga om personen håller med</a>' in html
        for nr in range(3):
            data[f"deltagare-{nr}-narvaro"] = "plats"
        data |= {"nulage": "Bra", "agenda-0-utfall": "pa_vag", "planval": "delmal", "punkter-0-vad": "Ringa"}
        data |= {"punkter-0-vem": "coach", "punkter-0-senast": "2026-12-11"}
        data |= {"haller_med": "delvis", "lassatt": "tolkad", "egna_ord": "Jag vill börja senare."}
        passerat = data | {"punkter-0-senast": "2026-11-23"}
        svar = client.post(url, passerat, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in svar
        assert "En sak kvar" in svar
        assert '<a href="#id_passerade_datum">Datumet för punkt 1' in svar
        assert 'name="passerade_datum"' in svar
        svar = client.post(url, data | {"nulage": ""}, headers={"HX-Request": "true"}).content.decode()
        assert 'href="#id_nulage">Skriv hur läget är' in svar
        assert "passerade_datum" not in svar
        passerat |= {"signera": "1"}
        assert "Datumet för punkt 1 under Överenskommet har passerat." in client.post(url, passerat).content.decode()
        html = client.post(url, data | {"signera": "1"}, follow=True).content.decode()
        assert "Protokollet är signerat" in html
        assert "Läs igenom jobbplanens utkast. Där står det ni kom överens om." in html
        assert "står i planens uppföljning" in html
        assert "Slutför uppföljningen" in html
        foljupp = client.get(f"/akter/{scen.person.pk}/jobbplan/uppfoljning/").content.decode()
        assert re.search(r"samtalet <span[^>]*>2026-11-24</span></a>: på väg", foljupp)
        client = logga_in(scen.sara)
        html = client.get(url).content.decode()
        assert "Kvittera mottagandet" in html
        for text in ("Ringa", "Jag vill börja senare.", "Uppläst av tolk", "På väg"):
            assert text in html
        with as_owner():
            u = Utlamnande.objects.get(typ="protokoll")
        html = client.post(f"/utlamnanden/{u.pk}/kvittera/", {"tillbaka": url}, follow=True).content.decode()
        assert "Mottagen av Sara Test" in html
        assert "är kvitterat" in html

    def test_a_changed_text_asks_the_person_again_and_is_not_signed(self, scen, bokat, logga_in):
        client = logga_in(scen.carl)
        url = f"{scen.url}{bokat.pk}/"
        data = fields(client.get(url).content.decode()) | {"nulage": "Något annat", "signera": "1"}
        data.pop("skicka", None)
        html = client.post(url, data, follow=True).content.decode()
        assert "svaret gäller inte längre" in html
        with as_owner():
            protokoll = Samtalsprotokoll.objects.get()
            assert (protokoll.nulage, protokoll.haller_med, protokoll.handling) == ("Något annat", "", None)
        # an empty row is nothing agreed: there is no draft to read through
        data = fields(client.get(url).content.decode()) | {"signera": "1", "haller_med": "ja", "planval": "nej"}
        data |= {"lassatt": "sjalv", "punkter-0-vad": "", "punkter-0-vem": "", "punkter-0-senast": ""}
        html = client.post(url, data, follow=True).content.decode()
        assert "Protokollet är signerat" in html
        assert "utkast" not in html.partition("flash is-ok")[2].partition("</div>")[0]

    def test_signing_twice_lands_on_the_signed_one_that_says_whether_another_is_needed(self, scen, bokat, logga_in):
        placering(scen.person, insats(scen.kista), scen.carl, fran=scen.inskrivning.inskriven)
        client = logga_in(scen.carl)
        url = f"{scen.url}{bokat.pk}/"
        data = fields(client.get(url).content.decode()) | {"signera": "1", "lassatt": "tolkad"}
        data.pop("skicka", None)
        data["deltagare-2-narvaro"] = "franvarande:sjuk"
        html = client.post(url, data, follow=True).content.decode()
        assert "Socialsekreteraren var inte med, så samtalet räknas inte. Personen har sysselsättning de dagar" in html
        assert "Boka ett nytt" not in html
        assert client.post(url, data).status_code == 302
        html = client.post(url, data | {"nulage": "Det jag skrev i det andra fönstret"}).content.decode()
        assert "Det du skrev är inte sparat" in html
        assert "Det jag skrev i det andra fönstret" in html
        with as_owner():
            assert Handling.objects.count() == 1
            assert Delmal.objects.count() == 1

    def test_signing_from_an_old_window_what_was_saved_and_then_cancelled_keeps_the_text(
        self, scen, bokat, logga_in, agera
    ):
        client, url = logga_in(scen.carl), f"{scen.url}{bokat.pk}/"
        data = fields(client.get(url).content.decode()) | {"version": "1"}
        data.pop("skicka", None)
        with agera(scen.eva):
            skal = Samtalsskal.objects.filter(installer=True).first()
            cancel_samtal(samtal=bokat, skal=skal, by=scen.eva, now=NU)
        for knapp in ({"signera": "1"}, {}):
            html = client.post(url, data | knapp).content.decode()
            assert "Samtalet är inställt och går inte att ändra" in html
            assert "Amal klarar hela pass." in html

    def test_two_people_lose_nothing(self, scen, bokat, logga_in, agera):
        url = f"{scen.url}{bokat.pk}/"
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(agenda=(Agendarad(rubrik="Skolköket"),)), version=2)
        carls = fields(logga_in(scen.carl).get(url).content.decode())
        client = logga_in(scen.eva)
        evas = {"nulage": "Evas läge", "planen": "Evas plan", "agenda-0-anteckning": "Evas anteckning", "spara": "1"}
        client.post(url, fields(client.get(url).content.decode()) | evas)
        client = logga_in(scen.carl)
        andringar = client.get(f"/akter/{scen.person.pk}/logg/andringar/").content.decode()
        for text in (
            'ändrade trepartssamtalet <span class="nowrap">2026-11-24</span></p>',
            "Lade till anteckningen för agendapunkten ”Skolköket”",
            "Gjorde i ordning protokollet från trepartssamtalet",
        ):
            assert text in andringar
        carls |= {"nulage": "Carls läge", "punkter-0-vad": "Carls punkt", "agenda-0-DELETE": "on"}
        html = client.post(url, carls | {"spara": "1"}).content.decode()
        # One who mends something else, or adds a row without scripting, still sees what the other wrote
        for igen in ({"punkter-0-senast": "2026-02-30", "spara": "1"}, {"lagg-till": "punkter"}):
            for sida in (html, client.post(url, fields(html) | igen).content.decode()):
                assert "Evas läge" in sida
                assert "Den andra skrev om det du tog bort" in sida
        data = fields(html)
        assert (data["agenda-0-anteckning"], "agenda-0-DELETE" in data) == ("Evas anteckning", False)
        assert (data["nulage"], data["planen"], data["punkter-0-vad"]) == ("Carls läge", "Evas plan", "Carls punkt")
        assert "det du tog bort" not in client.post(url, data | {"ta-bort-0": "agenda"}).content.decode()
        assert client.post(url, data | {"spara": "1"}).status_code == 302
        with as_owner():
            assert Samtalsprotokoll.objects.get().planen == "Evas plan"

    @pytest.mark.parametrize(
        ("falt", "varde", "text"),
        [
            ("punkter-0-senast", "2026-02-30", "finns inte i kalendern"),
            ("lassatt", "", "Välj hur personen fick del av texten"),
            ("deltagare-1-part", "aspirant", "Parten finns redan i listan"),
        ],
    )
    def test_nonsense_is_said_and_kept(self, scen, bokat, logga_in, falt, varde, text):
        client = logga_in(scen.carl)
        url = f"{scen.url}{bokat.pk}/"
        data = fields(client.get(url).content.decode()) | {falt: varde, "spara": "1"}
        svar = client.post(url, data)
        assert svar.status_code == 200
        assert text in svar.content.decode()

    def test_who_may(self, scen, bokat, logga_in):
        url = f"{scen.url}{bokat.pk}/"
        assert logga_in(scen.sara).get(scen.url).status_code == 200
        assert logga_in(scen.sara).get(f"{scen.url}nytt/").status_code == 403
        html = logga_in(scen.sara).get(url).content.decode()
        assert "klarar hela pass" not in html
        assert "har lämnat ut protokollet" in html
        assert logga_in(scen.sara).post(url, {"spara": "1"}).status_code == 403
        assert logga_in(scen.vera).get(scen.url).status_code == 404
        assert logga_in(scen.nina).get(scen.url).status_code == 403
