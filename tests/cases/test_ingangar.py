"""The special entrances, what is long-lasting, and the programme at Arbetsförmedlingen on the akt (domain.md 2.3)."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cases.models import AfProgram, Parameter, Remiss
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import owner

pytestmark = pytest.mark.django_db


def url(person, sida="remiss_create"):
    return reverse(f"cases:{sida}", args=[person.pk])


@pytest.fixture
def sara(stad, logga_in):
    return logga_in(stad.sara)


def advice(klient, person, stad, **data) -> str:
    return klient.post(url(person), typed.remiss(stad.kista, **data) | {"visa-rad": "1"}).content.decode()


def stored() -> Remiss:
    with owner():
        return Remiss.objects.latest("pk")


class TestNollplacerade:
    @pytest.fixture(autouse=True)
    def platser(self, db):
        with owner():
            Parameter.objects.filter(kod="nollplacerade_platser").update(varde={"Kista": 2})

    def test_the_places_of_the_jobbtorg_are_counted_over_every_district(self, stad, sara):
        person = stad.aspirant()
        assert "0 av 2 platser för nollplacerade" in advice(sara, person, stad, ingang="nollplacerad")
        annans = stad.aspirant(sdf=stad.hagersten, skydd=1)
        factories.remiss(annans, stad.kista, stad.hanna, ingang="nollplacerad")
        assert "1 av 2 platser för nollplacerade" in advice(sara, person, stad, ingang="nollplacerad")
        svarad = {"svar": "mottagen", "besvarad_at": factories.at("2026-11-21 10:00"), "besvarad_av": stad.carl}
        inne, ute = stad.aspirant(), stad.aspirant()
        for rad, slut in ((inne, {}), (ute, {"avslutad": "2026-11-20", "orsak": "studier"})):
            sent = factories.remiss(rad, stad.kista, stad.sara, ingang="nollplacerad", **svarad)
            factories.inskrivning(rad, stad.kista, remiss=sent, **slut)
        assert "Alla 2 platser för nollplacerade vid Jobbtorg Kista" in advice(
            sara, person, stad, ingang="nollplacerad"
        )
        assert (
            "har inga platser för nollplacerade"
            in sara.post(
                url(person), typed.remiss(stad.varberg, ingang="nollplacerad") | {"visa-rad": "1"}
            ).content.decode()
        )

    def test_a_full_jobbtorg_needs_a_reason_and_forbids_nothing(self, stad, sara):
        person = stad.aspirant()
        with owner():
            Parameter.objects.filter(kod="nollplacerade_platser").update(varde={"Kista": 0})
        page = sara.post(url(person), typed.remiss(stad.kista, ingang="nollplacerad")).content.decode()
        assert "Skriv varför remissen skickas ändå" in page
        svar = sara.post(url(person), typed.remiss(stad.kista, ingang="nollplacerad", avsteg_skal="Överenskommet."))
        assert svar.status_code == 302
        assert "inga platser för nollplacerade" in stored().papekanden


class TestOtherEntrances:
    def test_hints_compare_with_the_akt_and_follow_the_remiss_to_the_jobbtorg(self, stad, sara, logga_in):
        person = stad.aspirant()
        assert "Personen får försörjningsstöd enligt akten" in advice(sara, person, stad, ingang="unga")
        utan = stad.aspirant(forsorjningsstod_sedan=None)
        assert "Personen får inte försörjningsstöd enligt akten" in advice(sara, utan, stad)
        assert "enligt akten" not in advice(sara, utan, stad, ingang="unga")
        text = "Den här ingången brukar gå genom trepartssamtal."
        assert text in advice(sara, person, stad, ingang="ensamkommande")
        assert text not in advice(sara, person, stad, ingang="ensamkommande", inskrivningssatt="trepartssamtal")
        sara.post(url(person), typed.remiss(stad.kista, ingang="ensamkommande", utanfor_uppdraget=["sysselsattning"]))
        assert stored().papekanden.splitlines() == ["Jobbtorg har inte i uppdrag att ge ren sysselsättning.", text]
        sida = logga_in(stad.carl).get(reverse("cases:remiss_detail", args=[stored().pk])).content.decode()
        assert text in sida

    def test_a_long_lasting_inability_advises_against(self, stad, sara):
        person = stad.aspirant()
        assert "Ingen remiss till jobbtorg" in advice(sara, person, stad, langvarig_oformaga="ja")
        assert "Stadsdelens egen enhet" in advice(sara, person, stad, langvarig_oformaga="ja", skal_att_prova="ja")
        assert "Ingen remiss till jobbtorg" not in advice(sara, person, stad, langvarig_oformaga="nej")

    def test_the_age_of_the_young_is_the_municipalitys_and_another_age_needs_a_reason(self, stad, sara):
        aldre, ung = (stad.aspirant(fodelsedatum=date(ar, 11, 25), forsorjningsstod_sedan=None) for ar in (2001, 2002))
        assert "16 till 24 år. Personen är 24 år" not in advice(sara, aldre, stad, ingang="unga")
        with owner():
            Parameter.objects.filter(kod="ingang_alder").update(varde={"unga": [16, 23]})
        assert "Ingången gäller den som är 16 till 23 år. Personen är 24 år." in advice(
            sara, aldre, stad, ingang="unga"
        )
        assert "Ingången gäller" not in advice(sara, ung, stad, ingang="unga")
        assert "Skriv varför" in sara.post(url(aldre), typed.remiss(stad.kista, ingang="unga")).content.decode()
        skal = typed.remiss(stad.kista, ingang="unga", avsteg_skal="Överenskommet.")
        assert sara.post(url(aldre), skal).status_code == 302
        assert "Personen är 24 år." in stored().papekanden

    def test_the_newly_arrived_have_a_day_of_agreement_or_a_reason(self, stad, sara):
        person, data = stad.aspirant(), typed.remiss(stad.kista, ingang="nyanlanda")
        # Typed before another entrance was chosen: still on the page if it is chosen back, and asked nothing of
        forr = typed.remiss(stad.kista, overenskommen="i våras", avsteg_skal="Vi har ringt.")
        page = sara.post(url(person), forr | {"visa-rad": "1"}).content.decode()
        assert re.findall(r"<div hidden>.*?(i våras|Vi har ringt)", page, re.S) == ["i våras", "Vi har ringt"]
        assert "Det står inte vilken dag det är överenskommet" in advice(sara, person, stad, ingang="nyanlanda")
        page = sara.post(url(person), data).content.decode()
        assert "Skriv varför remissen skickas ändå, eller vilken dag det är överenskommet." in page
        assert "Något saknas för remiss till jobbtorg</h2>" in page
        assert (
            "Dagen ligger i framtiden"
            in sara.post(url(person), data | {"overenskommen": "2027-01-01"}).content.decode()
        )
        assert sara.post(url(person), data | {"overenskommen": "2026-11-02"}).status_code == 302
        assert (str(stored().overenskommen), stored().papekanden) == ("2026-11-02", "")
        assert "2026-11-02" in sara.get(reverse("cases:remiss_detail", args=[stored().pk])).content.decode()
        annan = stad.aspirant()
        assert sara.post(url(annan), forr).status_code == 302
        assert (stored().aspirant_id, stored().overenskommen, stored().avsteg_skal) == (annan.pk, None, "")


class TestAfProgram:
    DATA = {"program": "jobb_och_utvecklingsgarantin", "fran": "2026-05-01", "till": "", "heltid": "on", "version": ""}

    def test_the_remiss_writes_it_on_the_akt_where_both_sides_read_it(self, stad, sara, logga_in):
        person = stad.aspirant()
        af = {"af_program": "annat", "af_program_fran": "2026-05-01", "af_heltid": "on", "af_overenskommelse": "on"}
        assert sara.post(url(person), typed.remiss(stad.kista, **af)).status_code == 302
        with owner():
            rad = AfProgram.objects.get()
        assert (rad.program, str(rad.fran), rad.till, rad.heltid, rad.overenskommelse, rad.skrivet_av_id) == (
            "annat", "2026-05-01", None, True, True, stad.sara.pk,
        )  # fmt: skip
        for user in (stad.sara, stad.carl):
            akt = typed.words(logga_in(user).get(url(person, "akt")))
            assert "ArbetsförmedlingenAnnat program" in akt.replace(" ", "").replace("Annatprogram", "Annat program")
            assert "Program hos Arbetsförmedlingen: Annat program" in akt

    def test_either_side_keeps_it_and_the_next_remiss_begins_with_it(self, stad, sara, logga_in):
        person, _ = stad.inskriven()
        carl = logga_in(stad.carl)
        for _ in range(2):
            assert carl.post(url(person, "afprogram"), self.DATA).status_code == 302
        assert (
            carl.post(url(person, "afprogram"), self.DATA | {"version": "1", "till": "2026-04-01"}).status_code == 200
        )
        assert (
            carl.post(url(person, "afprogram"), self.DATA | {"version": "1", "till": "2027-04-01"}).status_code == 302
        )
        for utanfor, text in (
            ({"fran": "2006-11-23"}, "Datumet kan inte ligga före 2006-11-24"),
            ({"till": "2036-11-25"}, "Datumet kan inte ligga efter 2036-11-24"),
        ):
            assert text in carl.post(url(person, "afprogram"), self.DATA | utanfor).content.decode()
        sida = carl.post(url(person, "afprogram"), self.DATA | {"version": "1"}).content.decode()
        assert "Någon annan har sparat under tiden" in sida
        assert "2027-04-01" in sida
        assert 'name="version" value="2"' in sida
        with owner():
            rad = AfProgram.objects.get()
        assert (str(rad.till), rad.version) == ("2027-04-01", 2)
        sara = logga_in(stad.sara)
        form = sara.get(url(person)).content.decode()
        assert 'value="2026-05-01"' in form
        assert "tillhör inte målgruppen" in form
        stina = logga_in(stad.stina)
        assert '<form method="post" class="narrow"' not in stina.get(url(person, "afprogram")).content.decode()
        assert stina.post(url(person, "afprogram"), self.DATA).status_code == 403

    def test_one_at_a_time(self, stad, sara):
        person = stad.aspirant()
        with owner():
            AfProgram.objects.create(
                aspirant=person,
                program="annat",
                fran="2026-01-01",
                till="2026-06-30",
                skrivet_av=stad.sara,
                skrivet_at=factories.at("2026-01-01 10:00"),
            )
        sida = sara.post(url(person, "afprogram"), self.DATA).content.decode()
        assert "Personen deltar redan i ett program under en del av tiden" in sida
        assert sara.post(url(person, "afprogram"), self.DATA | {"fran": "2026-07-01"}).status_code == 302
        assert "Tidigare program" in sara.get(url(person, "afprogram")).content.decode()

    def test_the_remiss_corrects_when_it_began_but_a_slip_of_the_year_changes_nothing(self, stad, sara):
        person = stad.aspirant()
        sara.post(url(person, "afprogram"), self.DATA)
        af = {"af_program": self.DATA["program"], "avsteg_skal": "Överenskommet med Arbetsförmedlingen."}
        sida = sara.post(url(person), typed.remiss(stad.kista, **af, af_program_fran="2062-05-01")).content.decode()
        assert "Datumet kan inte ligga efter 2036-11-24" in sida
        assert sara.post(url(person), typed.remiss(stad.kista, **af, af_program_fran="2025-12-01")).status_code == 302
        with owner():
            assert str(AfProgram.objects.get().fran) == "2025-12-01"
