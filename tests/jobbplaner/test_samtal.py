"""Trepartssamtal: booked, written by two, signed once, and what was agreed in the plan's draft."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from cases.models import Handling, Utlamnande
from jobbplaner.models import Delmal, Deltagare, Plan, Samtalsprotokoll, Trepartssamtal
from jobbplaner.samtal import Deltagarrad, Punktrad, Samtalsinnehall, missing_for_signing, next_due
from jobbplaner.services.samtal import (
    SamtalChangedError,
    SamtalIncompleteError,
    SamtalLockedError,
    SamtalSameDayError,
    book_samtal,
    save_samtal,
    sign_samtal,
)
from tests.factories import as_owner
from tests.jobbplaner.fabriker import IDAG, NU, fields, publicerad, samtycke, utkast

pytestmark = pytest.mark.django_db


def innehall(**kwargs) -> Samtalsinnehall:
    return Samtalsinnehall(
        **{
            "datum": IDAG,
            "tid": time(9, 30),
            "plats": "Rum 4",
            "nulage": "Amal klarar hela pass.",
            "deltagare": (
                Deltagarrad(part="aspirant", namn="Amal"),
                Deltagarrad(part="socialsekreterare", namn="Sara", narvarande=False, skal="Sjuk"),
            ),
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
        return book_samtal(aspirant=scen.person, enhet=scen.kista, innehall=innehall(), by=scen.carl, now=NU)


def sign(scen, samtal, by=None):
    return sign_samtal(samtal=samtal, inskrivning=scen.inskrivning, by=by or scen.carl, now=NU, pdf=b"%PDF-1.7 prov")


class TestWriting:
    def test_is_known_to_both_sides_but_what_is_said_is_not(self, scen, bokat, agera):
        with agera(scen.sara):
            assert Trepartssamtal.objects.get() == bokat
            assert not Samtalsprotokoll.objects.exists()
        with agera(scen.hanna):
            assert not Trepartssamtal.objects.exists()

    def test_booked_twice_is_one(self, scen, bokat, agera):
        with agera(scen.carl):
            again = book_samtal(aspirant=scen.person, enhet=scen.kista, innehall=innehall(), by=scen.eva, now=NU)
            assert again == bokat
            with pytest.raises(SamtalSameDayError):
                book_samtal(
                    aspirant=scen.person, enhet=scen.kista, innehall=innehall(nulage="Annat"), by=scen.eva, now=NU
                )

    def test_two_on_one_day_are_refused_by_the_database(self, scen, bokat):
        with as_owner(), pytest.raises(IntegrityError, match="ett_per_dag"), transaction.atomic():
            Trepartssamtal.objects.create(aspirant=scen.person, enhet=scen.kista, datum=IDAG, skapad_av=scen.carl)

    @pytest.mark.parametrize(("part", "far"), [("tolk", True), ("annan", True), ("coach", True), ("aspirant", False)])
    def test_only_tolk_and_annan_can_be_several(self, bokat, part, far):
        protokoll = bokat.protokoll
        rad = {"protokoll": protokoll, "aspirant": bokat.aspirant, "namnd": protokoll.namnd, "part": part}
        with as_owner(), transaction.atomic():
            if far:
                Deltagare.objects.create(**rad, namn="En till")
                return
            with pytest.raises(IntegrityError, match="en_per_part"), transaction.atomic():
                Deltagare.objects.create(**rad, namn="En till")

    def test_cannot_be_moved_to_a_day_that_has_one(self, scen, bokat, agera):
        with agera(scen.carl):
            annat = book_samtal(
                aspirant=scen.person, enhet=scen.kista, innehall=innehall(datum=date(2026, 12, 1)), by=scen.carl, now=NU
            )
            with pytest.raises(SamtalSameDayError):
                save_samtal(samtal=annat, innehall=innehall(), version=1)

    def test_somebody_else_s_text_is_not_written_over(self, scen, bokat, agera):
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(nulage="Evas"), version=1)
            with pytest.raises(SamtalChangedError):
                save_samtal(samtal=bokat, innehall=innehall(nulage="Carls"), version=1)
            assert save_samtal(samtal=bokat, innehall=innehall(nulage="Evas"), version=1) == bokat

    def test_a_party_can_be_replaced_by_a_new_row(self, scen, bokat, agera):
        with agera(scen.carl):
            ny = (Deltagarrad(part="aspirant", namn="Amal och ombud"),)
            save_samtal(samtal=bokat, innehall=innehall(deltagare=ny), version=1)
            assert [d.namn for d in Samtalsprotokoll.objects.get().deltagare.all()] == ["Amal och ombud"]


class TestSigning:
    def test_locks_it_as_a_handling(self, scen, bokat, agera):
        with agera(scen.carl):
            sign(scen, bokat)
            assert Handling.objects.get().typ == "protokoll"
            with pytest.raises(SamtalLockedError):
                save_samtal(samtal=bokat, innehall=innehall(nulage="Efteråt"), version=1)

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
            save_samtal(samtal=bokat, innehall=innehall(punkter=()), version=1)
            sign(scen, bokat)
            assert not Plan.objects.exists()

    @pytest.mark.parametrize(
        ("brist", "falt"),
        [
            ({"datum": date(2026, 11, 25)}, "datum"),
            ({"nulage": ""}, "nulage"),
            ({"deltagare": (Deltagarrad(part="annan", namn="Lena", narvarande=False),)}, "deltagare-0-skal"),
            ({"punkter": (Punktrad(vad="Ringa"),)}, "punkter-0-vem"),
            ({"punkter": (Punktrad(vem="coach"),)}, "punkter-0-vad"),
        ],
    )
    def test_says_what_is_missing(self, scen, bokat, agera, brist, falt):
        assert list(missing_for_signing(innehall(**brist), IDAG)) == [falt]
        with agera(scen.carl):
            save_samtal(samtal=bokat, innehall=innehall(**brist), version=1)
            with pytest.raises(SamtalIncompleteError):
                sign(scen, bokat)


def test_next_is_due_every_third_month_and_one_samtal_answers_one():
    inskriven = date(2026, 5, 25)
    assert next_due(inskriven, [], IDAG) == date(2026, 11, 25)
    assert next_due(inskriven, [date(2026, 11, 20)], IDAG) == date(2027, 2, 25)
    assert next_due(inskriven, [date(2026, 8, 1)], IDAG) == date(2026, 11, 25)


class TestPages:
    def test_walk_from_booking_to_the_sdf_s_kvittens(self, scen, logga_in):
        samtycke(scen.person, scen.kista, scen.spanga, scen.carl)
        client = logga_in(scen.carl)
        data = fields(client.get(f"{scen.url}nytt/").content.decode())
        assert data["deltagare-0-namn"] == scen.person.namn
        data |= {"datum": "2026-11-24", "nulage": "Bra", "punkter-0-vad": "Ringa", "punkter-0-vem": "coach"}
        sida = client.post(f"{scen.url}nytt/", data | {"spara": "1"}, follow=True)
        assert "Samtalet är sparat" in sida.content.decode()
        url = sida.redirect_chain[-1][0]
        data = fields(sida.content.decode())
        html = client.post(url, data | {"signera": "1"}, follow=True).content.decode()
        assert "Protokollet är signerat" in html
        assert "står som delmål i jobbplanens utkast" in html
        client = logga_in(scen.sara)
        html = client.get(url).content.decode()
        assert "Kvittera mottagandet" in html
        assert "Ringa" in html
        with as_owner():
            u = Utlamnande.objects.get()
        html = client.post(f"/utlamnanden/{u.pk}/kvittera/", {"tillbaka": url}, follow=True).content.decode()
        assert "Mottagen av Sara Test" in html
        assert "är kvitterad" in html

    def test_booking_twice_with_the_page_s_empty_row_lands_on_the_first(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = fields(client.get(f"{scen.url}nytt/").content.decode()) | {"datum": "2026-11-25", "spara": "1"}
        assert data["punkter-0-vad"] == ""
        first, second = (client.post(f"{scen.url}nytt/", data) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 302)
        assert first.url == second.url

    def test_signing_twice_lands_on_the_signed_one(self, scen, bokat, logga_in):
        client = logga_in(scen.carl)
        url = f"{scen.url}{bokat.pk}/"
        data = fields(client.get(url).content.decode()) | {"signera": "1"}
        data.pop("skicka", None)
        for _ in range(2):
            assert client.post(url, data).status_code == 302
        with as_owner():
            assert Handling.objects.count() == 1
            assert Delmal.objects.count() == 1

    def test_two_people_lose_nothing(self, scen, bokat, logga_in):
        url = f"{scen.url}{bokat.pk}/"
        carls = fields(logga_in(scen.carl).get(url).content.decode())
        client = logga_in(scen.eva)
        evas = fields(client.get(url).content.decode()) | {"nulage": "Evas läge", "planen": "Evas plan", "spara": "1"}
        client.post(url, evas)
        client = logga_in(scen.carl)
        html = client.post(url, carls | {"nulage": "Carls läge", "punkter-0-vad": "Carls punkt", "spara": "1"})
        html = html.content.decode()
        assert "Evas läge" in html
        data = fields(html)
        assert (data["nulage"], data["planen"], data["punkter-0-vad"]) == ("Carls läge", "Evas plan", "Carls punkt")
        assert client.post(url, data | {"spara": "1"}).status_code == 302
        with as_owner():
            assert Samtalsprotokoll.objects.get().planen == "Evas plan"

    @pytest.mark.parametrize(
        ("falt", "varde", "text"),
        [
            ("datum", "", "Skriv vilken dag samtalet är"),
            ("datum", "2026-02-30", "finns inte i kalendern"),
            ("tid", "halv tio", "Skriv tiden som tt:mm"),
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
        assert logga_in(scen.sara).get(url).status_code == 404
        assert logga_in(scen.vera).get(scen.url).status_code == 404
        assert logga_in(scen.nina).get(scen.url).status_code == 403
