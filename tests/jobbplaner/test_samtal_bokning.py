"""A samtal before it is held: booked, moved with its reason, cancelled, called to, in the calendar."""

import io
import re
from dataclasses import replace
from datetime import date, time

import pypdf
import pytest
from django.db import IntegrityError, transaction

from cases.models import Aspirant
from config.pdf import render_html
from jobbplaner.models import Agendapunkt, Deltagare, Samtalsflytt, Samtalsskal, Trepartssamtal
from jobbplaner.pdf_kallelse import kallelse_context, kallelse_pdf
from jobbplaner.samtal import booking_of
from jobbplaner.services.bokningar import (
    MoveWithoutReasonError,
    SamtalMovedError,
    SamtalSameDayError,
    cancel_samtal,
    change_booking,
    record_call,
)
from jobbplaner.services.samtal import SamtalLockedError
from tests.factories import as_owner, kod
from tests.jobbplaner.fabriker import IDAG, NU, bokat_samtal, fields, publicerad

pytestmark = pytest.mark.django_db
NY_DAG = date(2026, 12, 1)


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    with as_owner():
        Aspirant.objects.filter(pk=stad.person.pk).update(
            sprak="somaliska", tolk=True, adress="Provgatan 1, 163 00 Spånga", telefon="070-174 06 05"
        )
        stad.person.refresh_from_db()
    stad.url = f"/akter/{stad.person.pk}/samtal/"
    return stad


@pytest.fixture
def bokat(scen, agera):
    with agera(scen.carl):
        return bokat_samtal(scen.person, scen.kista, scen.carl, tid=time(9, 30), slut=time(10, 30))


def move(samtal, scen, skal="tolk_saknas", **till):
    nu = booking_of(samtal)
    val = kod(Samtalsskal, skal) if skal else None
    return change_booking(samtal=samtal, bokning=replace(nu, **till), skal=val, last=nu, by=scen.carl, now=NU)


class TestBooking:
    def test_twice_is_one_and_another_the_same_day_is_refused(self, scen, bokat, agera):
        with agera(scen.carl):
            samma = {"tid": time(9, 30), "slut": time(10, 30)}
            assert bokat_samtal(scen.person, scen.kista, scen.carl, **samma) == bokat
            with pytest.raises(SamtalSameDayError):
                bokat_samtal(scen.person, scen.kista, scen.carl)
            assert bokat_samtal(scen.person, scen.kista, scen.carl, motpart="af") != bokat

    def test_proposes_the_agenda_from_the_plan_in_force(self, scen, agera):
        publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl):
            samtal = bokat_samtal(scen.person, scen.kista, scen.carl)
            rader = Agendapunkt.objects.filter(protokoll__samtal=samtal)
            assert [rad.rubrik for rad in rader] == [
                "Läsa SFI kurs C och göra provet",
                "Besöka ett skolkök i närheten",
            ]

    @pytest.mark.parametrize(
        ("falt", "namn"),
        [
            ({"slut": time(9, 0)}, "slutar_efter_start"),
            ({"tid": None}, "slutar_efter_start"),
            ({"tolk": "bestalld"}, "tolk_satts_helt"),
            ({"kallad_at": NU}, "kallelse_satts_helt"),
            ({"installt_at": NU}, "installt_satts_helt"),
            ({"hallet_at": NU}, "hallet_satts_helt"),
        ],
    )
    def test_what_is_half_said_is_refused_by_the_database(self, bokat, falt, namn):
        with as_owner(), pytest.raises(IntegrityError, match=namn), transaction.atomic():
            Trepartssamtal.objects.update(**falt)

    def test_held_and_cancelled_at_once_is_refused(self, scen, bokat, agera):
        with agera(scen.carl):
            cancel_samtal(samtal=bokat, skal=kod(Samtalsskal, "felbokat"), by=scen.carl, now=NU)
        with as_owner(), pytest.raises(IntegrityError, match="inte_bade_hallet_och_installt"), transaction.atomic():
            Trepartssamtal.objects.update(hallet_at=NU, fulltaligt=True)


class TestMoving:
    def test_keeps_old_and_new_with_reason_and_who_for_both_sides(self, scen, bokat, agera):
        with agera(scen.carl):
            move(bokat, scen, datum=NY_DAG, plats="Rum 2")
        with agera(scen.sara):
            flytt = Samtalsflytt.objects.get()
            assert (flytt.fran_datum, flytt.fran_plats, flytt.till_datum, flytt.till_plats) == (
                IDAG, "Rum 4", NY_DAG, "Rum 2",
            )  # fmt: skip
            assert (str(flytt.skal), flytt.av) == ("Ingen tolk finns den tiden", scen.carl)
            assert Trepartssamtal.objects.get().datum == NY_DAG
        with agera(scen.hanna):
            assert not Samtalsflytt.objects.exists()

    def test_needs_a_reason_but_a_new_interpreter_does_not(self, scen, bokat, agera):
        with agera(scen.carl):
            with pytest.raises(MoveWithoutReasonError):
                move(bokat, scen, skal="", datum=NY_DAG)
            move(bokat, scen, skal="", tolk="bestalld", tolk_sprak="somaliska", tolk_satt="telefon")
            assert not Samtalsflytt.objects.exists()

    def test_to_a_day_that_has_one_or_from_a_booking_somebody_changed_is_refused(self, scen, bokat, agera):
        with agera(scen.carl):
            annat = bokat_samtal(scen.person, scen.kista, scen.carl, datum=NY_DAG)
            with pytest.raises(SamtalSameDayError):
                move(annat, scen, datum=IDAG)
            last = booking_of(annat)
            move(annat, scen, plats="Rum 9")
            with pytest.raises(SamtalMovedError):
                change_booking(
                    samtal=annat, bokning=replace(last, plats="Rum 1"), skal=kod(Samtalsskal, "annat"), last=last,
                    by=scen.carl, now=NU,
                )  # fmt: skip

    def test_a_call_to_the_old_time_is_no_call(self, scen, bokat, agera):
        with agera(scen.carl):
            kallad = record_call(samtal=bokat, satt="brev", by=scen.carl, now=NU)
            assert kallad.kallelsen_galler(None)
            assert not kallad.kallelsen_galler(NU.replace(hour=11))

    def test_cancelled_is_locked_and_its_day_is_free(self, scen, bokat, agera):
        with agera(scen.carl):
            for _ in range(2):
                cancel_samtal(samtal=bokat, skal=kod(Samtalsskal, "personen_kom_inte"), by=scen.carl, now=NU)
            with pytest.raises(SamtalLockedError):
                move(bokat, scen, datum=NY_DAG)
            with pytest.raises(SamtalLockedError):
                record_call(samtal=bokat, satt="brev", by=scen.carl, now=NU)
            assert bokat_samtal(scen.person, scen.kista, scen.carl) != bokat


class TestLetter:
    def test_says_what_is_needed_to_come_and_nothing_more(self, scen, bokat, agera):
        with agera(scen.carl):
            samtal = move(bokat, scen, skal="", tolk="bestalld", tolk_sprak="somaliska", tolk_satt="telefon")
            html = render_html("pdf/kallelse.html", kallelse_context(samtal, by=scen.carl, now=NU), title="Kallelse")
        for text in (
            "Tisdag 24 november",
            "2026-11-24",
            "09:30 till 10:30",
            "Rum 4",
            "Provgatan 1",
            "telefon. Språk: somaliska",
        ):
            assert text in html
        for text in (scen.person.nummer[:8], "försörjningsstöd", "aspirant", "070-174"):
            assert text not in html
        samtal.tid = samtal.slut = None
        html = render_html("pdf/kallelse.html", kallelse_context(samtal, by=scen.carl, now=NU), title="Kallelse")
        assert "Vi ringer dig om tiden" in html

    @pytest.mark.parametrize(("niva", "har_adress"), [(0, True), (1, True), (2, False)])
    def test_has_no_address_at_skyddad_folkbokforing(self, scen, bokat, niva, har_adress):
        bokat.aspirant = scen.person
        scen.person.skydd = niva
        assert bool(kallelse_context(bokat, by=scen.carl, now=NU)["adress"]) is har_adress

    def test_is_tagged_swedish_and_titled(self, scen, bokat, agera):
        with agera(scen.carl):
            pdf = pypdf.PdfReader(io.BytesIO(kallelse_pdf(bokat, by=scen.carl, now=NU)))
        assert (pdf.metadata.title, pdf.root_object["/Lang"]) == ("Du ska komma till ett samtal", "sv")
        assert pdf.root_object["/MarkInfo"]["/Marked"]
        assert len(pdf.pages) == 1


class TestPages:
    def test_walk_from_booking_with_interpreter_to_cancelled(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = fields(client.get(f"{scen.url}nytt/").content.decode())
        assert (data["tolk"], data["tolk_sprak"]) == ("ej_bestalld", "somaliska")
        data |= {"datum": "2026-11-26", "tid": "09:30", "slut": "10:30", "tolk_satt": "telefon"}
        sida = client.post(f"{scen.url}nytt/", data, follow=True)
        url, html = sida.redirect_chain[-1][0], sida.content.decode()
        assert "Personen är inte kallad" in html
        assert "Dagen är en" not in html
        with as_owner():
            assert list(Deltagare.objects.values_list("part", flat=True)) == [
                "aspirant", "coach", "socialsekreterare", "tolk",
            ]  # fmt: skip
        last = re.search(r'<input[^>]*name="kalenderversion"[^>]*>', html)[0].partition('value="')[2].partition('"')[0]
        brev = {"satt": "brev", "kalenderversion": last}
        assert "Personen är kallad" in client.post(f"{url}kallad/", brev, follow=True).content.decode()
        form = fields(client.get(f"{url}bokning/").content.decode())
        form |= {"datum": "2026-12-01", "tid": "10.15", "slut": "11:00"}
        assert "Välj varför samtalet bokas om" in client.post(f"{url}bokning/", form).content.decode()
        form["skal"] = kod(Samtalsskal, "personen_kan_inte").pk
        html = client.post(f"{url}bokning/", form, follow=True).content.decode()
        assert 'Samtalet är ombokat till <span class="nowrap">2026-12-01</span>' in html
        # A window that shows the old time: the person was called to that
        html = client.post(f"{url}kallad/", brev, follow=True).content.decode()
        assert "klockan 10:15 nu. Kalla personen dit, och notera det sedan." in html
        assert "Kallad till den gamla tiden" in html
        skal = {"skal": kod(Samtalsskal, "behovs_inte").pk}
        html = client.post(f"{url}stall-in/", skal, follow=True).content.decode()
        assert "Samtalet behövs inte längre" in html
        html = logga_in(scen.sara).get(url).content.decode()
        assert "Samtalet är inställt" in html
        assert "2026-12-01" in html

    def test_my_booking_and_somebody_elses_are_both_seen(self, scen, bokat, agera, logga_in):
        client = logga_in(scen.carl)
        url = f"{scen.url}{bokat.pk}/bokning/"
        data = fields(client.get(url).content.decode())
        data |= {"datum": "2026-12-03", "skal": kod(Samtalsskal, "lokal").pk}
        with agera(scen.eva):
            move(bokat, scen, datum=NY_DAG)
        html = client.post(url, data).content.decode()
        assert "Någon annan har ändrat bokningen till 2026-12-01 klockan 09:30" in html
        data = fields(html)
        assert data["datum"] == "2026-12-03"
        assert client.post(url, data | {"skal": kod(Samtalsskal, "lokal").pk}).status_code == 302

    @pytest.mark.parametrize(
        ("falt", "text"),
        [
            ({"datum": ""}, "Skriv vilken dag samtalet är"),
            ({"datum": "2026-02-30"}, "finns inte i kalendern"),
            ({"datum": "1800-12-01"}, "Datumet kan inte ligga före 2025-11-23."),
            ({"datum": "2199-12-01"}, "Datumet kan inte ligga efter 2028-11-25."),
            ({"tid": "halv tio", "slut": "25"}, "Börjar: skriv tiden som tt:mm"),
            ({"datum": "2026-11-22"}, "Hölls samtalet då?"),
            ({"tid": "930", "slut": "9.30"}, "måste sluta efter"),
            ({"slut": "10:30"}, "Skriv när samtalet börjar"),
            ({"tolk": "bestalld", "tolk_sprak": ""}, "Skriv vilket språk"),
            ({"tolk": "bestalld", "tolk_satt": ""}, "Välj hur tolken är med"),
        ],
    )
    def test_nonsense_is_said_and_kept(self, scen, logga_in, falt, text):
        client = logga_in(scen.carl)
        url = f"{scen.url}nytt/"
        data = fields(client.get(url).content.decode()) | {"datum": "2026-12-01", "tid": ""} | falt
        assert text in client.post(url, data).content.decode()

    def test_the_joint_follow_up_is_booked_with_its_own_party(self, scen, logga_in):
        client = logga_in(scen.carl)
        data = fields(client.get(f"{scen.url}nytt/?motpart=af").content.decode())
        assert (data["motpart"], data["datum"]) == ("af", "2027-05-25")
        data |= {"tolk": "", "datum": "2027-05-29"}
        html = client.post(f"{scen.url}nytt/", data, follow=True).content.decode()
        assert "Uppföljningen med Arbetsförmedlingen är bokad" in html
        assert "Dagen är en lördag." in html
        with as_owner():
            assert list(Deltagare.objects.values_list("part", flat=True)) == ["aspirant", "coach", "af"]
