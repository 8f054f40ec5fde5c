"""Avslut: all codes, who said it, consequences in the same transaction, correction with both texts kept."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from cases import models
from cases.akt import REGISTER, Oppet
from cases.models import Avslutsorsak, Handlaggare, Inskrivning
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db
KODER = [rad["kod"] for rad in json.loads(Path("cases/data/koder.json").read_text())["avslutsorsak"]]


@pytest.fixture
def carl(stad, logga_in):
    return logga_in(stad.carl)


@pytest.fixture
def oppen(stad):
    person, inskrivning = stad.inskriven()
    with owner():
        Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=inskrivning.inskriven)
    return inskrivning


def url(inskrivning):
    return reverse("cases:avslut", args=[inskrivning.aspirant_id])


def ratta(inskrivning):
    return reverse("cases:avslut_ratta", args=[inskrivning.aspirant_id, inskrivning.pk])


def fresh(inskrivning) -> Inskrivning:
    with owner():
        return Inskrivning.objects.select_related("avslutsorsak", "underorsak").get(pk=inskrivning.pk)


class TestClosing:
    def test_everything_is_kept_and_the_handlaggare_ends(self, carl, stad, oppen):
        data = typed.avslut(
            avslutsorsak_socialtjanst=str(typed.kod(models.AvslutsorsakSocialtjanst, "arbete")),
            avslut_kommentar="Kock från december.",
        )
        assert carl.post(url(oppen), data).url == reverse("cases:akt", args=[oppen.aspirant_id])
        stands = fresh(oppen)
        assert (stands.avslutad, stands.avslutsorsak.kod, stands.avslutad_av_id) == (
            TODAY,
            "arbete_ej_subventionerat",
            stad.carl.pk,
        )
        assert (stands.sagt_av, stands.verifierad, stands.kommunal_anstallning) == ("aspirant", True, "nej")
        with owner():
            assert Handlaggare.objects.get(enhet=stad.kista).till == TODAY

    @pytest.mark.parametrize("kod", KODER)
    def test_every_code_can_be_chosen(self, carl, oppen, kod):
        with owner():
            Inskrivning.objects.update(inskriven=TODAY)
        carl.post(url(oppen), typed.avslut(kod))
        assert fresh(oppen).avslutsorsak.kod == kod

    @pytest.mark.parametrize(
        ("orsak", "changes", "text"),
        [
            ("okand", {"avslutad": "2026-11-25"}, "Avslutet kan inte ligga i framtiden"),
            ("okand", {"avslutad": "2026-05-24"}, "Avslutet kan inte ligga före inskrivningen 2026-05-25"),
            ("studier", {"sagt_av": ""}, "Välj vem som sade orsaken"),
            ("studier", {"verifierad": ""}, "Välj om orsaken är bekräftad"),
            ("avslut_inom_5_dagar", {}, "kunde användas till och med 2026-06-01"),
            ("aterremitterad", {"kommunal_anstallning": "ja"}, "Ja stämmer inte med orsaken Återremitterad"),
            ("arbete_subventionerat", {"studiemedel": "ja"}, "välj en orsak som gäller studier"),
        ],
    )
    def test_a_fault_is_named_and_nothing_is_written(self, carl, oppen, orsak, changes, text):
        page = carl.post(url(oppen), typed.avslut(orsak, **changes)).content.decode()
        assert text in page
        assert fresh(oppen).avslutad is None

    def test_an_unknown_reason_needs_no_source(self, carl, oppen):
        carl.post(url(oppen), typed.avslut("okand", sagt_av="", verifierad=""))
        assert fresh(oppen).verifierad is None

    def test_sub_reason_only_with_ovrigt(self, carl, oppen):
        flyttat = str(typed.kod(models.Underorsak, "flyttat"))
        page = carl.post(url(oppen), typed.avslut("studier", underorsak=flyttat)).content.decode()
        assert "Underorsak anges bara när orsaken är Övrigt" in page
        carl.post(url(oppen), typed.avslut("ovrigt", underorsak=flyttat))
        assert fresh(oppen).underorsak.kod == "flyttat"

    def test_within_five_working_days(self, carl, oppen):
        with owner():
            Inskrivning.objects.update(inskriven=date(2026, 11, 17))
        carl.post(url(oppen), typed.avslut("avslut_inom_5_dagar"))
        assert fresh(oppen).avslutsorsak.kod == "avslut_inom_5_dagar"

    def test_a_closed_code_is_offered_only_for_its_days(self, carl, oppen):
        with owner():
            Avslutsorsak.objects.filter(kod="studier").update(giltig_till=date(2026, 6, 30))
        assert "Välj avslutsorsak" in carl.post(url(oppen), typed.avslut("studier")).content.decode()
        carl.post(url(oppen), typed.avslut("studier", avslutad="2026-06-30"))
        assert fresh(oppen).avslutsorsak.kod == "studier"

    def test_a_second_click_lands_on_the_first(self, carl, oppen):
        data = typed.avslut(avslut_kommentar="Första texten")
        carl.post(url(oppen), data)
        assert "Avslutet är redan sparat" in carl.post(url(oppen), data, follow=True).content.decode()
        answer = carl.post(url(oppen), typed.avslut("okand", avslut_kommentar="Andra texten")).content.decode()
        for text in ("Rätta avslutet", "Någon annan har sparat under tiden", "Första texten", "Andra texten"):
            assert text in answer
        assert fresh(oppen).avslutsorsak.kod == "arbete_ej_subventionerat"

    def test_the_page_says_what_is_open_and_when_the_checkpoints_are(self, carl, oppen, monkeypatch):
        monkeypatch.setattr(REGISTER, "oppet_vid_avslut", [lambda *_: [Oppet("Utkast till jobbplan", "Står kvar")]])
        page = carl.get(url(oppen)).content.decode()
        assert "Utkast till jobbplan" in page
        assert "Personen kontaktas aldrig efter avslutet" in page
        for dag in ("2027-05-24", "2027-11-24", "2028-05-24"):
            assert dag in page

    def test_who_may(self, stad, oppen, logga_in):
        assert logga_in(stad.sara).get(url(oppen)).status_code == 403
        assert logga_in(stad.vera).get(url(oppen)).status_code == 404
        assert logga_in(stad.eva).get(url(oppen)).status_code == 200


class TestConsequences:
    def test_they_are_called_in_order_with_the_closed_enrolment(self, carl, stad, oppen, monkeypatch):
        seen = []
        first = lambda *, inskrivning, by, now: seen.append(("first", inskrivning.avslutad, by.pk))  # noqa: E731
        second = lambda **_: seen.append(("second",))  # noqa: E731
        monkeypatch.setattr(REGISTER, "vid_avslut", [first, second])
        carl.post(url(oppen), typed.avslut())
        assert seen == [("first", TODAY, stad.carl.pk), ("second",)]

    def test_one_that_fails_undoes_the_avslut(self, carl, oppen, monkeypatch):
        def fail(**_):
            raise RuntimeError

        monkeypatch.setattr(REGISTER, "vid_avslut", [fail])
        carl.raise_request_exception = False
        assert carl.post(url(oppen), typed.avslut()).status_code == 500
        assert fresh(oppen).avslutad is None


class TestCorrecting:
    @pytest.fixture
    def stangd(self, stad):
        person, inskrivning = stad.inskriven(avslutad=date(2026, 10, 30), orsak="okand")
        inskrivning.aspirant = person
        return inskrivning

    def data(self, version=1, **changes):
        return typed.avslut("studier", avslutad="2026-10-29", version=str(version), **changes)

    def test_the_fields_change_and_who_did_it_is_shown(self, carl, stad, stangd):
        for _ in range(2):
            assert carl.post(ratta(stangd), self.data()).status_code == 302
        stands = fresh(stangd)
        assert stands.version == 2
        assert (stands.avslutsorsak.kod, str(stands.avslutad), stands.avslut_rattat_av_id) == (
            "studier",
            "2026-10-29",
            stad.carl.pk,
        )
        assert "senast rättat" in carl.get(ratta(stangd)).content.decode()
        assert "Rättat 2026-11-24 av Carl Test" in typed.words(
            carl.get(reverse("cases:akt", args=[stangd.aspirant_id]))
        )

    def test_what_stands_is_filled_in(self, carl, stangd):
        page = carl.get(ratta(stangd)).content.decode()
        assert 'value="2026-10-30"' in page
        assert page.count(" checked") >= 1

    def test_the_second_saver_sees_both_texts(self, carl, stangd):
        carl.post(ratta(stangd), self.data(avslut_kommentar="Min text"))
        page = carl.post(ratta(stangd), self.data(avslut_kommentar="Din text")).content.decode()
        assert "Min text" in page
        assert "Din text" in page
        assert ">None<" not in page
        assert fresh(stangd).avslut_kommentar == "Min text"
        carl.post(ratta(stangd), self.data(version=2, avslut_kommentar="Din text"))
        assert fresh(stangd).avslut_kommentar == "Din text"

    def test_a_code_that_has_been_closed_stays_choosable_for_its_case(self, carl, stangd):
        with owner():
            Avslutsorsak.objects.filter(kod="okand").update(giltig_till=date(2020, 1, 1))
        carl.post(ratta(stangd), typed.avslut("okand", avslutad="2026-10-30", version="1", avslut_kommentar="Ny"))
        assert fresh(stangd).avslut_kommentar == "Ny"

    def test_an_overlap_with_a_later_enrolment_is_said_in_words(self, carl, stad, stangd):
        factories.inskrivning(stangd.aspirant, stad.kista, inskriven=date(2026, 11, 2))
        page = carl.post(ratta(stangd), self.data() | {"avslutad": "2026-11-03"}).content.decode()
        assert "Personen är redan inskriven under en del av tiden" in page

    def test_only_the_same_jobbtorg(self, stad, stangd, logga_in):
        assert logga_in(stad.sara).get(ratta(stangd)).status_code == 403
        factories.remiss(stangd.aspirant, stad.varberg, stad.sara)
        assert logga_in(stad.vera).get(ratta(stangd)).status_code == 403

    def test_an_open_enrolment_has_nothing_to_correct(self, carl, oppen):
        assert carl.get(ratta(oppen)).status_code == 404
