"""Remiss: the rules advise, the jobbtorg sees the person when it is sent, each remiss is answered once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases import models
from cases.models import Aspirant, Parameter, Remiss, Skyddsbehorighet
from cases.remissregler import stockholms_regler
from cases.services.remisser import RemissError, Remissuppgifter, current_rules, send_remiss
from cases.services.skydd import protect
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner

NU = factories.at("2026-11-24 09:30")
pytestmark = pytest.mark.django_db


def url(person):
    return reverse("cases:remiss_create", args=[person.pk])


def stored():
    with owner():
        return list(Remiss.objects.select_related("jobbtorg", "sdf"))


@pytest.fixture
def sara(stad, logga_in):
    return logga_in(stad.sara)


@pytest.fixture
def person(stad):
    return stad.aspirant(forsorjningshinder=factories.kod(models.Forsorjningshinder, "arbetslos_ingen_ersattning"))


class TestSending:
    def test_the_jobbtorg_sees_the_person_from_then_on(self, sara, stad, person, agera):
        answer = sara.post(url(person), typed.remiss(stad.kista))
        assert answer.url == reverse("cases:akt", args=[person.pk])
        (remiss,) = stored()
        assert (remiss.jobbtorg, remiss.sdf, str(remiss.svar_senast)) == (stad.kista, stad.spanga, "2026-12-01")
        assert "remitteras till jobbtorg" in remiss.rad
        for user, sees in ((stad.carl, 1), (stad.vera, 0)):
            with agera(user):
                assert Aspirant.objects.count() == sees

    def test_the_answer_time_is_a_parameter(self, sara, stad, person):
        with owner():
            Parameter.objects.filter(kod="remissvar_arbetsdagar").update(varde=2)
        sara.post(url(person), typed.remiss(stad.kista))
        assert str(stored()[0].svar_senast) == "2026-11-26"

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"fraga": ""}, "Skriv vad ni frågar jobbtorget"),
            ({"jobbtorg": ""}, "Välj vilket jobbtorg"),
            ({"rattslig_grund": ""}, "Välj rättslig grund"),
            ({"af_heltid": "on"}, "Välj vilket program"),
            ({"af_program": "annat"}, "Skriv vilken dag programmet började"),
            (
                {"af_program": "annat", "af_program_fran": "2026-05-01", "af_program_till": "2026-04-01"},
                "Programmets slut kan inte ligga före",
            ),
        ],
    )
    def test_a_fault_is_named_and_nothing_is_sent(self, sara, stad, person, changes, text):
        page = sara.post(url(person), typed.remiss(stad.kista, **changes)).content.decode()
        assert text in page
        assert "Vilket stöd behövs" in page or not changes.get("fraga", "x")
        assert stored() == []

    def test_a_second_click_lands_on_the_first(self, sara, stad, person):
        for _ in range(2):
            answer = sara.post(url(person), typed.remiss(stad.kista), follow=True)
        assert "Remissen är redan skickad" in answer.content.decode()
        assert len(stored()) == 1

    def test_another_unanswered_remiss_to_the_same_jobbtorg_is_refused_with_text(self, sara, stad, person):
        factories.remiss(person, stad.kista, stad.stina)
        page = sara.post(url(person), typed.remiss(stad.kista)).content.decode()
        assert "Det finns redan en obesvarad remiss till Jobbtorg Kista, skickad 2026-11-20" in page
        assert sara.post(url(person), typed.remiss(stad.varberg)).status_code == 302

    def test_who_is_enrolled_there_is_not_remitted_there(self, sara, stad):
        person, _ = stad.inskriven()
        page = sara.post(url(person), typed.remiss(stad.kista)).content.decode()
        assert "Personen är redan inskriven vid Jobbtorg Kista sedan 2026-05-25" in page

    def test_only_the_responsible_sdf_remits(self, stad, person, logga_in):
        assert logga_in(stad.stina).get(url(person)).status_code == 403
        assert logga_in(stad.hanna).get(url(person)).status_code == 404
        factories.remiss(person, stad.kista, stad.sara)
        assert logga_in(stad.carl).get(url(person)).status_code == 403


class TestAdvice:
    def test_it_is_shown_from_the_start(self, sara, person):
        assert "remitteras till jobbtorg" in sara.get(url(person)).content.decode()

    def test_setting_it_aside_needs_a_reason(self, sara, stad):
        person = stad.aspirant(arbetsformaga="1-25")
        page = sara.get(url(person)).content.decode()
        assert "Ingen remiss till jobbtorg" in page
        page = sara.post(url(person), typed.remiss(stad.kista)).content.decode()
        assert "Skriv varför remissen skickas ändå" in page
        sara.post(url(person), typed.remiss(stad.kista, avsteg_skal="Läkaren vill se henne prova."))
        assert stored()[0].avsteg_skal == "Läkaren vill se henne prova."

    def test_the_service_asks_for_the_reason_too(self, stad, agera):
        person = stad.aspirant(arbetsformaga="0")
        with agera(stad.sara):
            from cases.remissregler import Remissfall, advise

            rad = advise(Remissfall(datum=TODAY, arbetsformaga="0"), current_rules(TODAY))
            uppgifter = Remissuppgifter(
                jobbtorg=stad.kista,
                fraga="?",
                ingang="forsorjningsstod",
                inskrivningssatt="gruppinformation",
                rattslig_grund=factories.kod(models.RattsligGrund, "sol_aktivitet"),
                rad=rad,
            )
            with pytest.raises(RemissError, match="Skriv varför"):
                send_remiss(aspirant=person, uppgifter=uppgifter, by=stad.sara, now=factories.at("2026-11-24 09:30"))

    def test_it_follows_what_is_chosen_before_anything_is_sent(self, sara, stad):
        person = stad.aspirant(arbetsformaga="1-25")
        data = typed.remiss(stad.kista, ingang="unga", fraga="") | {"visa-rad": "1"}
        part = sara.post(url(person), data, headers={"HX-Request": "true"}).content.decode()
        assert "Unga får skrivas in" in part
        assert "<html" not in part
        page = sara.post(url(person), data).content.decode()
        assert part.strip() in page
        assert "Skriv vad ni frågar" not in page
        assert stored() == []

    def test_an_af_programme_without_agreement_advises_against(self, sara, stad, person):
        program = {"af_program": "jobb_och_utvecklingsgarantin", "af_program_fran": "2026-05-01", "af_heltid": "on"}
        page = sara.post(url(person), typed.remiss(stad.kista, **program)).content.decode()
        assert "tillhör inte målgruppen" in page
        data = typed.remiss(stad.kista, **program, af_overenskommelse="on")
        assert sara.post(url(person), data).status_code == 302
        assert str(stored()[0].af_program_fran) == "2026-05-01"

    def test_what_lies_outside_the_mandate_is_hinted(self, sara, stad, person):
        data = typed.remiss(stad.kista, utanfor_uppdraget=["aktivt_missbruk"]) | {"visa-rad": "1"}
        page = sara.post(url(person), data).content.decode()
        assert "Vid aktivt missbruk kommer vård" in page
        assert "Frågan är inte jobbtorgets uppdrag</h2>" in page
        assert "Remiss till jobbtorg</h2>" not in page

    def test_a_municipality_may_set_its_own_rules(self, sara, stad, person):
        regler = stockholms_regler()
        regler["regler"] = [regler["regler"][-1] | {"text": "Linköpings råd."}]
        with owner():
            Parameter.objects.create(kod="remissregler", beskrivning="Regler", varde=regler)
        assert "Linköpings råd." in sara.get(url(person)).content.decode()

    def test_rules_without_hints_ask_about_none(self, sara, person):
        regler = stockholms_regler()
        del regler["utanfor_uppdraget"]
        with owner():
            Parameter.objects.create(kod="remissregler", beskrivning="Regler", varde=regler)
        assert "Gäller frågan något av det här" not in sara.get(url(person)).content.decode()

    @pytest.mark.parametrize("varde", [[], {"regler": []}])
    def test_rules_that_cannot_be_read_are_not_saved(self, varde):
        with pytest.raises(ValidationError, match="Avsnittet karenstid saknas"):
            Parameter(kod="remissregler", beskrivning="Regler", varde=varde).clean()
        Parameter(kod="remissregler", beskrivning="Regler", varde=stockholms_regler()).clean()


class TestProtected:
    @pytest.fixture
    def person(self, stad, agera):
        person = stad.aspirant()
        with agera(stad.sara):
            protect(aspirant=person, niva=1, now=NU)
        return person

    def test_only_the_named_coach_sees_the_remiss(self, sara, stad, person, agera):
        page = sara.get(url(person)).content.decode()
        assert "Coach som får se personen" in page
        assert "På en gruppinformation ser andra vem som kommer" in page
        sara.post(url(person), typed.remiss(stad.kista, coach=str(stad.carl.pk)))
        for user, sees in ((stad.sara, 1), (stad.carl, 1), (stad.eva, 0), (stad.vera, 0)):
            with agera(user):
                assert [Aspirant.objects.count(), Remiss.objects.count()] == [sees, sees]
        with owner():
            assert Skyddsbehorighet.objects.get(user=stad.carl).grund == "remiss"

    @pytest.mark.parametrize(("who", "text"), [("", "Välj en coach"), ("vera", "arbetar inte på Jobbtorg Kista")])
    def test_the_coach_is_one_of_the_jobbtorg(self, sara, stad, person, who, text):
        coach = str(getattr(stad, who).pk) if who else ""
        assert text in sara.post(url(person), typed.remiss(stad.kista, coach=coach)).content.decode()
        with owner():
            assert Skyddsbehorighet.objects.count() == 1

    def test_others_are_not_asked_about_a_coach(self, sara, stad):
        assert "Coach som får se personen" not in sara.get(url(stad.aspirant())).content.decode()


class TestAnswer:
    def detail(self, remiss):
        return reverse("cases:remiss_detail", args=[remiss.pk])

    def test_aterremiss_keeps_its_reason_and_is_done_once(self, stad, person, logga_in):
        remiss = factories.remiss(person, stad.kista, stad.sara)
        carl = logga_in(stad.carl)
        sida = carl.post(self.detail(remiss), {"skal": ""}).content.decode()
        assert "Skriv varför" in sida
        assert "<h2>Om personen</h2>" in sida, "what one decides on stands beside the question"
        for _ in range(2):
            assert carl.post(self.detail(remiss), {"skal": "Frågan saknas."}).status_code == 302
        answer = carl.post(self.detail(remiss), {"skal": "En gång till."}).content.decode()
        assert "Remissen är redan besvarad: återremitterad. Det du skrev är inte skickat." in answer
        assert "En gång till." in answer
        (remiss,) = stored()
        assert (remiss.svar, remiss.aterremiss_skal) == ("aterremitterad", "Frågan saknas.")

    def test_a_new_remiss_may_follow(self, sara, stad, person, logga_in):
        remiss = factories.remiss(person, stad.kista, stad.sara)
        logga_in(stad.carl).post(self.detail(remiss), {"skal": "Frågan saknas."})
        logga_in(stad.sara).post(url(person), typed.remiss(stad.kista))
        assert len(stored()) == 2

    def test_the_sender_reads_but_does_not_answer(self, sara, stad, person, logga_in):
        remiss = factories.remiss(person, stad.kista, stad.sara)
        page = sara.get(self.detail(remiss)).content.decode()
        assert "Väntar på svar" in page
        assert "Skicka tillbaka" not in page
        assert sara.post(self.detail(remiss), {"skal": "Nej"}).status_code == 403
        assert logga_in(stad.vera).get(self.detail(remiss)).status_code == 404


class TestLists:
    def test_those_that_wait_by_deadline_and_the_answered_apart(self, stad, logga_in):
        sen, tidig, klar = stad.aspirant(), stad.aspirant(), stad.aspirant()
        factories.remiss(sen, stad.kista, stad.sara, svar_senast=TODAY.replace(day=30))
        factories.remiss(tidig, stad.kista, stad.sara, svar_senast=TODAY.replace(day=20))
        factories.remiss(
            klar,
            stad.kista,
            stad.sara,
            svar="mottagen",
            besvarad_at=factories.at("2026-11-21 10:00"),
            besvarad_av=stad.carl,
        )
        carl, lista = logga_in(stad.carl), reverse("cases:remiss_list")
        page = carl.get(lista).content.decode()
        assert page.index(tidig.efternamn) < page.index(sen.efternamn)
        assert klar.efternamn not in page
        assert "2 arbetsdagar sen" in page
        assert 'data-label="Har väntat">4 dagar<' in page
        page = carl.get(lista + "?visa=besvarade").content.decode()
        assert klar.efternamn in page
        assert sen.efternamn not in page

    @pytest.mark.parametrize(
        ("sortering", "first"),
        [("skickad", "a"), ("-skickad", "b"), ("-senast", "a"), ("namn", "b"), ("-fran", "a"), ("; DROP", "b")],
    )
    def test_those_that_wait_are_sorted_as_asked(self, stad, logga_in, sortering, first):
        personer = {"a": stad.aspirant(efternamn="Ömanprov", sdf=stad.spanga), "b": stad.aspirant(efternamn="Askprov")}
        dagar = {"a": ("2026-11-10", 30), "b": ("2026-11-20", 27)}
        for namn, (skickad, senast) in dagar.items():
            sdf = stad.spanga if namn == "a" else stad.hagersten
            factories.remiss(
                personer[namn],
                stad.kista,
                stad.sara,
                sdf=sdf,
                skickad_at=factories.at(f"{skickad} 10:00"),
                svar_senast=TODAY.replace(day=senast),
            )
        page = logga_in(stad.carl).get(reverse("cases:remiss_list"), {"sortering": sortering}).content.decode()
        second = "b" if first == "a" else "a"
        assert page.index(personer[first].efternamn) < page.index(personer[second].efternamn)

    def test_the_sdf_sees_what_it_sent_and_others_nothing(self, stad, person, logga_in):
        factories.remiss(person, stad.kista, stad.sara)
        for user, sees in ((stad.sara, True), (stad.hanna, False), (stad.vera, False)):
            page = logga_in(user).get(reverse("cases:remiss_list")).content.decode()
            assert (person.efternamn in page) is sees

    def test_as_many_queries_for_ten_as_for_one(self, stad, logga_in):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        carl, counts = logga_in(stad.carl), []
        for antal in (1, 9):
            for _ in range(antal):
                factories.remiss(stad.aspirant(), stad.kista, stad.sara)
            carl.get(reverse("cases:remiss_list"))
            with CaptureQueriesContext(connection) as queries:
                carl.get(reverse("cases:remiss_list"))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_paging(self, stad, logga_in):
        for _ in range(27):
            factories.remiss(stad.aspirant(), stad.kista, stad.sara)
        carl = logga_in(stad.carl)
        assert "Sida 1 av 2" in carl.get(reverse("cases:remiss_list")).content.decode()
        assert carl.get(reverse("cases:remiss_list") + "?sida=2").content.decode().count("Öppna remiss") == 2

    def test_roles_without_persons_are_refused(self, stad, logga_in):
        for user in (stad.nina, stad.sven):
            assert logga_in(user).get(reverse("cases:remiss_list")).status_code == 403
