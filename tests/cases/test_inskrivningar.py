"""Inskrivning: accepts the remiss, one open at a time, keeps what was true that day."""

from datetime import date

import pytest
from django.urls import reverse

from cases import models
from cases.models import Handlaggare, Inskrivning, Remiss, Samtycke, Skyddsbehorighet
from cases.services.handlaggare import assign_handlaggare
from cases.services.inskrivningar import InskrivningError, Inskrivningsuppgifter, enrol, malgrupper
from cases.services.remisser import current_rules, return_remiss
from cases.services.skydd import name_reader, protect
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner
from tests.jobbplaner.fabriker import fields

NU = factories.at("2026-11-24 09:30")
pytestmark = pytest.mark.django_db


def url(person):
    return reverse("cases:inskrivning_create", args=[person.pk])


def stored():
    with owner():
        return list(Inskrivning.objects.select_related("jobbtorg", "remiss").order_by("inskriven"))


@pytest.fixture
def carl(stad, logga_in):
    return logga_in(stad.carl)


@pytest.fixture
def person(stad):
    person = stad.aspirant()
    factories.remiss(person, stad.kista, stad.sara)
    return person


class TestEnrolling:
    def test_the_remiss_is_accepted_and_the_coach_holds_the_case(self, carl, stad, person):
        assert carl.post(url(person), typed.inskrivning(stad.carl)).url == reverse("cases:akt", args=[person.pk])
        (inskrivning,) = stored()
        assert (inskrivning.remiss.svar, inskrivning.jobbtorg) == ("mottagen", stad.kista)
        with owner():
            handlaggare = Handlaggare.objects.get(enhet=stad.kista)
        assert (handlaggare.user_id, handlaggare.fran) == (stad.carl.pk, TODAY)

    def test_what_is_known_today_is_kept_though_the_person_changes(self, carl, stad, person):
        carl.post(url(person), typed.inskrivning(stad.carl))
        with owner():
            models.Aspirant.objects.update(arbetsformaga="0")
        (inskrivning,) = stored()
        assert (inskrivning.arbetsformaga, str(inskrivning.forsorjningsstod_sedan)) == ("76-100", "2026-01-01")
        assert inskrivning.sdf_id == stad.spanga.pk

    def test_otherwise_than_asked_needs_a_reason_that_the_sdf_reads(self, carl, stad, person, logga_in):
        annan = str(factories.kod(models.RattsligGrund, "kommunal_befogenhet").pk)
        data = typed.inskrivning(stad.carl, rattslig_grund=annan)
        assert "Skriv varför grunden är en annan" in carl.post(url(person), data).content.decode()
        assert carl.post(url(person), data | {"annorlunda_skal": "Hen söker själv."}).status_code == 302
        remiss, sara = stored()[0].remiss, logga_in(stad.sara)
        for sida, nyckel in (("remiss_detail", remiss.pk), ("akt", person.pk)):
            page = sara.get(reverse(f"cases:{sida}", args=[nyckel])).content.decode()
            assert "Hen söker själv." in page
            grund = f"Jobbtorgets rättsliga grund</dt><dd>{stored()[0].rattslig_grund}"
            assert (grund in page) == (sida == "remiss_detail")

    def test_a_remiss_that_was_answered_or_came_while_it_was_written_is_said_first(self, carl, stad, person, agera):
        read = fields(carl.get(url(person)).content.decode()) | typed.inskrivning(stad.carl)
        with agera(stad.eva):
            return_remiss(remiss=Remiss.objects.get(), skal="Fel jobbtorg", by=stad.eva, now=NU, pdf=b"%PDF-1.7 prov")
        sida = carl.post(url(person), read | {"annorlunda_skal": "Hen söker själv."}).content.decode()
        assert "Remissen är redan besvarad: återremitterad." in sida
        assert "stadsdelen ser inte det du skrev: Hen söker själv." in sida
        read = fields(sida) | typed.inskrivning(stad.carl)
        factories.remiss(person, stad.kista, stad.sara)
        sida = carl.post(url(person), read).content.decode()
        assert "har kommit medan du skrev. Läs den först." in sida
        assert stored() == []
        assert carl.post(url(person), fields(sida) | typed.inskrivning(stad.carl)).status_code == 302
        assert stored()[0].remiss.svar == "mottagen"

    def test_a_colleague_may_be_the_coach_but_no_outsider(self, carl, stad, person):
        page = carl.get(url(person)).content.decode()
        assert stad.eva.namn in page
        assert stad.vera.namn not in page
        assert "Välj coach" in carl.post(url(person), typed.inskrivning(stad.vera)).content.decode()
        assert carl.post(url(person), typed.inskrivning(stad.eva)).status_code == 302

    def test_a_second_click_lands_on_the_first(self, carl, stad, person):
        for _ in range(2):
            answer = carl.post(url(person), typed.inskrivning(stad.carl), follow=True)
        assert "Personen är redan inskriven" in answer.content.decode()
        assert len(stored()) == 1

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"inskriven": "2026-11-25"}, "Inskrivningen kan inte ligga i framtiden"),
            ({"inskriven": "24/11"}, "Skriv datumet som ÅÅÅÅ-MM-DD"),
            ({"inskriven": "2026-11-19"}, "Remissen skickades 2026-11-20. Markera att dagen före stämmer"),
            ({"inskrivningssatt": ""}, "Välj hur personen skrevs in"),
            ({"rattslig_grund": ""}, "Välj rättslig grund"),
            ({"inskrivningssatt": "trepartssamtal"}, "Remissen ber om gruppinformation. Skriv varför"),
            ({"samtycke": "on"}, "Välj vilka handlingar samtycket omfattar"),
            (
                {"samtycke": "on", "typer": ["jobbplan"], "satt": "muntligt", "samtycke_till": "2028-11-24"},
                "Ett samtycke gäller längst till 2027-11-24",
            ),
            (
                {"samtycke": "on", "typer": ["jobbplan"], "satt": "muntligt", "samtycke_till": "2026-11-23"},
                "Samtycket kan inte sluta gälla innan det börjar",
            ),
        ],
    )
    def test_a_fault_is_named_and_nothing_is_written(self, carl, stad, person, changes, text):
        page = carl.post(url(person), typed.inskrivning(stad.carl, **changes)).content.decode()
        assert text in page
        assert stored() == []
        with owner():
            assert Remiss.objects.get().svar == ""

    def test_a_day_before_the_remiss_goes_when_stated(self, carl, stad, person):
        data = typed.inskrivning(stad.carl, inskriven="2026-11-19", fore_remissen="on")
        assert carl.post(url(person), data).status_code == 302
        assert stored()[0].inskriven == date(2026, 11, 19)

    def test_consent_is_registered_from_the_jobbtorgs_namnd_to_the_sdfs(self, carl, stad, person):
        samtycke = {"samtycke": "on", "typer": ["jobbplan"], "satt": "skriftligt", "samtycke_till": "2027-05-24"}
        carl.post(url(person), typed.inskrivning(stad.carl, **samtycke))
        with owner():
            (rad,) = Samtycke.objects.all()
        assert (rad.fran_namnd_id, rad.till_namnd_id) == (stad.kista.namnd_id, stad.spanga.namnd_id)
        assert (str(rad.fran), str(rad.till)) == ("2026-11-24", "2027-05-24")

    def test_who_may(self, stad, person, logga_in):
        assert logga_in(stad.sara).get(url(person)).status_code == 403
        assert logga_in(stad.vera).get(url(person)).status_code == 404
        assert logga_in(stad.eva).get(url(person)).status_code == 200


class TestOneAtATime:
    def test_an_open_enrolment_elsewhere_is_named_with_its_day(self, carl, stad, person):
        factories.inskrivning(person, stad.varberg)
        for page in (carl.get(url(person)), carl.post(url(person), typed.inskrivning(stad.carl))):
            assert "Personen är redan inskriven vid Jobbtorg Vårberg sedan 2026-05-25" in typed.words(page)
        assert len(stored()) == 1

    def test_a_day_within_an_earlier_enrolment_is_refused(self, carl, stad, person):
        factories.inskrivning(person, stad.varberg, avslutad=date(2026, 11, 23), orsak="okand")
        data = typed.inskrivning(stad.carl, inskriven="2026-11-23")
        assert "2026-05-25 till 2026-11-23. Välj en dag efter det" in carl.post(url(person), data).content.decode()
        assert carl.post(url(person), typed.inskrivning(stad.carl)).status_code == 302

    def test_a_person_can_come_back(self, carl, stad):
        person, _ = stad.inskriven(avslutad=date(2026, 8, 31), orsak="okand")
        assert carl.post(url(person), typed.inskrivning(stad.carl)).status_code == 302
        assert [i.remiss for i in stored()] == [None, None]


class TestMalgrupp:
    def test_it_exists_only_in_its_period(self):
        rules = current_rules(TODAY)
        assert malgrupper(date(2018, 8, 31), rules) == ["ordinarie", "resurs"]
        assert malgrupper(date(2018, 9, 1), rules) == []

    def test_it_is_asked_for_an_old_day_only(self, carl, stad, person):
        assert 'name="malgrupp"' not in carl.get(url(person)).content.decode()
        data = typed.inskrivning(stad.carl, inskriven="2018-08-31", fore_remissen="on")
        assert "Välj målgrupp" in carl.post(url(person), data).content.decode()
        carl.post(url(person), data | {"malgrupp": "resurs"})
        assert stored()[0].malgrupp == "resurs"

    def test_the_service_refuses_it_outside_its_period(self, stad, person, agera):
        uppgifter = Inskrivningsuppgifter(
            inskriven=TODAY,
            inskrivningssatt="gruppinformation",
            rattslig_grund=factories.kod(models.RattsligGrund, "sol_aktivitet"),
            coach=stad.carl,
            malgrupp="resurs",
        )
        with agera(stad.carl), pytest.raises(InskrivningError, match="fanns inte den dagen"):
            enrol(
                aspirant=person,
                jobbtorg=stad.kista,
                remiss=None,
                uppgifter=uppgifter,
                rules=current_rules(TODAY),
                by=stad.carl,
                now=factories.at("2026-11-24 09:30"),
            )


def test_the_coach_of_a_protected_person_is_named(stad, logga_in, agera):
    person = stad.aspirant()
    with agera(stad.sara):
        protect(aspirant=person, niva=1, now=NU)
        factories.remiss(person, stad.kista, stad.sara)
        name_reader(aspirant=person, user_id=stad.carl.pk, now=NU)
    logga_in(stad.carl).post(url(person), typed.inskrivning(stad.eva))
    with owner():
        named = set(Skyddsbehorighet.objects.values_list("user__username", flat=True))
    assert named == {"sara", "carl", "eva"}


class TestHandlaggare:
    def hold(self, person, stad):
        with owner():
            rader = Handlaggare.objects.filter(aspirant=person, enhet=stad.kista).order_by("fran")
            return [(r.user.username, str(r.fran), str(r.till)) for r in rader]

    def assign(self, person, stad, user, fran):
        with owner():
            assign_handlaggare(aspirant=person, enhet=stad.kista, user=user, fran=fran)

    def test_the_earlier_ends_the_day_before(self, stad):
        person = stad.aspirant()
        self.assign(person, stad, stad.carl, date(2026, 5, 1))
        self.assign(person, stad, stad.eva, date(2026, 6, 1))
        assert self.hold(person, stad) == [("carl", "2026-05-01", "2026-05-31"), ("eva", "2026-06-01", "None")]

    def test_the_same_again_changes_nothing_and_the_same_day_replaces(self, stad):
        person = stad.aspirant()
        self.assign(person, stad, stad.carl, date(2026, 5, 1))
        self.assign(person, stad, stad.carl, date(2026, 6, 1))
        assert self.hold(person, stad) == [("carl", "2026-05-01", "None")]
        self.assign(person, stad, stad.eva, date(2026, 5, 1))
        assert self.hold(person, stad) == [("eva", "2026-05-01", "None")]

    def test_an_ended_one_is_never_overlapped(self, stad):
        person = stad.aspirant()
        with owner():
            Handlaggare.objects.create(
                aspirant=person, enhet=stad.kista, user=stad.carl, fran=date(2026, 5, 1), till=date(2026, 6, 10)
            )
        self.assign(person, stad, stad.eva, date(2026, 6, 1))
        assert self.hold(person, stad)[1] == ("eva", "2026-06-11", "None")
