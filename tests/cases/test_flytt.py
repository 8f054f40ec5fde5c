"""Another SDF becomes responsible: what ends, what goes on, who sees what."""

from datetime import date

import pytest
from django.urls import reverse

from cases.enums import Roll
from cases.models import Aspirant, Handlaggare, Handling, RattsligGrund, Remiss, Sdfansvar, Utlamnande
from cases.services.flytt import AlreadyMovedError, FlyttError, Flyttuppgifter, transfer_sdf
from tests.cases.handlaggare_data import haller, namngiven
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, inskrivning, kod, remiss
from tests.jobbplaner.fabriker import publicerad
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.min_dag import min_dag

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
LAG = "nodvandigt_egen_verksamhet"


@pytest.fixture
def person(stad):
    person = stad.aspirant()
    haller(person, stad.sara, stad.spanga)
    return person


def move(person, stad, by, dag=TODAY, **kwargs):
    uppgifter = Flyttuppgifter(**{"till": stad.hagersten, "dag": dag, **kwargs})
    return transfer_sdf(aspirant=person, fran=stad.spanga, uppgifter=uppgifter, by=by, now=NU)


def seen(agera, user, model=Aspirant) -> int:
    with agera(user):
        return model.objects.count()


class TestTransfer:
    def test_one_responsibility_ends_the_day_before_and_the_other_begins(self, stad, person, agera):
        with agera(stad.sara):
            move(person, stad, stad.sara)
        with owner():
            assert list(Sdfansvar.objects.values_list("sdf__namn", "till")) == [
                ("Spånga-Tensta", date(2026, 11, 23)),
                ("Hägersten-Liljeholmen", None),
            ]
            person.refresh_from_db()
            assert (person.sdf, person.version) == (stad.hagersten, 2)
            assert Handlaggare.objects.get().till == date(2026, 11, 23)

    def test_the_new_one_sees_the_shell_at_once_and_the_old_one_still(self, stad, person, agera):
        assert seen(agera, stad.hanna) == 0
        with agera(stad.sara):
            move(person, stad, stad.sara)
        assert [seen(agera, u) for u in (stad.hanna, stad.sara, stad.vera)] == [1, 1, 0]
        assert seen(agera, stad.hanna, Sdfansvar) == 2

    def test_documents_stay_and_only_the_chosen_follow_on_their_ground(self, stad, person, agera):
        with owner():
            first = publicerad(person, stad.spanga, stad.sara, slag="arbetsplan")
        other_aspirant = stad.aspirant()
        with owner():
            publicerad(other_aspirant, stad.spanga, stad.sara, slag="arbetsplan")
        with agera(stad.sara):
            move(person, stad, stad.sara)
        assert [seen(agera, u, Handling) for u in (stad.sara, stad.hanna)] == [2, 0]
        with owner():
            second = stad.aspirant()
            plan = publicerad(second, stad.spanga, stad.sara, slag="arbetsplan")
        with agera(stad.sara):
            grund = kod(RattsligGrund, LAG)
            move(second, stad, stad.sara, handlingar=(plan.handling,), grund=grund)
        with agera(stad.hanna):
            assert [h.pk for h in Handling.objects.all()] == [plan.handling_id]
            assert Utlamnande.objects.get().grund == grund
        assert first.handling_id != plan.handling_id

    def test_a_ground_of_consent_without_consent_moves_nothing(self, stad, person, agera):
        with owner():
            plan = publicerad(person, stad.spanga, stad.sara, slag="arbetsplan")
            samtycke = RattsligGrund.objects.filter(kraver_samtycke=True).first()
        with agera(stad.sara), pytest.raises(FlyttError, match="samtycke"):
            move(person, stad, stad.sara, handlingar=(plan.handling,), grund=samtycke)
        assert seen(agera, stad.hanna) == 0
        assert seen(agera, stad.sara, Utlamnande) == 0

    @pytest.mark.parametrize(
        ("dag", "text"),
        [(date(2026, 11, 25), "framtiden"), (date(2020, 1, 1), "Välj 2020-01-02 eller senare")],
    )
    def test_from_the_day_after_the_last_began_to_today(self, stad, person, agera, dag, text):
        with agera(stad.sara), pytest.raises(FlyttError, match=text):
            move(person, stad, stad.sara, dag)

    def test_a_second_click_moves_nothing_more(self, stad, person, agera):
        with agera(stad.sara):
            move(person, stad, stad.sara)
            with pytest.raises(AlreadyMovedError, match="SDF Hägersten-Liljeholmen är redan ansvarig"):
                move(person, stad, stad.sara)

    def test_an_open_enrolment_goes_on_as_it_was_written(self, stad, person, agera):
        enrolled = inskrivning(person, stad.kista)
        with agera(stad.sara):
            move(person, stad, stad.sara)
        with owner():
            enrolled.refresh_from_db()
            assert (enrolled.avslutad, enrolled.sdf) == (None, stad.spanga)

    def test_an_unanswered_remiss_is_followed_by_the_new_one(self, stad, person, agera):
        remiss(person, stad.kista, stad.sara)
        with agera(stad.sara):
            move(person, stad, stad.sara)
        haller(person, stad.hanna, stad.hagersten, TODAY)
        bevaka(TODAY)
        with agera(stad.hanna):
            assert Remiss.objects.for_enheter([stad.hagersten]).count() == 1
            dag = min_dag(stad.hanna, TODAY)
        assert [r.vad for g in dag.grupper for r in g.rows] == ["Svar på remissen väntas"]
        with agera(stad.sara):
            assert [r.vad for g in min_dag(stad.sara, TODAY).grupper for r in g.rows] == []

    def test_there_and_back_again_another_day(self, stad, person, agera):
        with agera(stad.sara):
            move(person, stad, stad.sara, date(2026, 11, 20))
        with agera(stad.hanna):
            tillbaka = Flyttuppgifter(till=stad.spanga, dag=TODAY)
            transfer_sdf(aspirant=person, fran=stad.hagersten, uppgifter=tillbaka, by=stad.hanna, now=NU)
        with owner():
            assert Sdfansvar.objects.filter(aspirant=person).count() == 3

    def test_a_unit_of_assigned_persons_lets_go_of_one_it_may_no_longer_see(self, stad, person, logga_in, agera):
        with owner():
            stad.spanga.bara_tilldelade = True
            stad.spanga.save()
        url = reverse("cases:flytt", args=[person.pk])
        data = {"till": stad.hagersten.pk, "dag": "2026-11-24"}
        answer = logga_in(stad.sara).post(url, data)
        assert answer.url == reverse("cases:aspirant_list")
        assert [seen(agera, u) for u in (stad.sara, stad.hanna)] == [0, 1]


class TestProtected:
    @pytest.fixture
    def skyddad(self, stad):
        person = stad.aspirant(skyddad=True)
        haller(person, stad.sara, stad.spanga)
        namngiven(person, stad.sara)
        return person

    def test_the_named_receiver_holds_the_case_and_nobody_else_there_sees_it(self, stad, skyddad, agera):
        colleague = anvandare("harald", Roll.SOCIALSEKRETERARE, stad.hagersten)
        with agera(stad.sara):
            move(skyddad, stad, stad.sara, mottagare=stad.hanna)
        assert [seen(agera, u) for u in (stad.hanna, colleague, stad.stina, stad.sara)] == [1, 0, 0, 1]
        with agera(stad.hanna):
            assert [p.pk for p in Aspirant.objects.mina(stad.hanna, TODAY)] == [skyddad.pk]

    @pytest.mark.parametrize("who", [None, "stina", "vera"])
    def test_without_a_receiver_of_the_new_sdf_nothing_moves(self, stad, skyddad, agera, who):
        mottagare = getattr(stad, who) if who else None
        with agera(stad.sara), pytest.raises(FlyttError):
            move(skyddad, stad, stad.sara, mottagare=mottagare)
        with owner():
            assert Sdfansvar.objects.count() == 1

    def test_the_form_asks_for_the_receiver_only_then(self, stad, skyddad, person, logga_in):
        sara = logga_in(stad.sara)
        pages = [sara.get(reverse("cases:flytt", args=[p.pk])).content.decode() for p in (skyddad, person)]
        assert ["Handläggare som får se personen" in page for page in pages] == [True, False]
        assert "Hanna Test, SDF Hägersten-Liljeholmen" in pages[0]


class TestPage:
    def test_moved_once_however_many_clicks(self, stad, person, logga_in):
        sara, url = logga_in(stad.sara), reverse("cases:flytt", args=[person.pk])
        data = {"till": stad.hagersten.pk, "dag": "2026-11-24"}
        page = sara.post(url, data, follow=True).content.decode()
        assert 'SDF Hägersten-Liljeholmen är ansvarig från <span class="nowrap">2026-11-24</span>' in page
        assert "Inga handlingar lämnades ut." in page
        page = sara.post(url, data, follow=True).content.decode()
        assert "är redan ansvarig" in page
        assert sara.get(url).status_code == 403

    def test_handlingar_of_others_cannot_be_sent_along(self, stad, person, logga_in):
        other = stad.aspirant()
        with owner():
            mine = publicerad(person, stad.spanga, stad.sara, slag="arbetsplan")
            theirs = publicerad(other, stad.spanga, stad.sara, slag="arbetsplan")
        sara, url = logga_in(stad.sara), reverse("cases:flytt", args=[person.pk])
        data = {"till": stad.hagersten.pk, "dag": "2026-11-24", "handlingar": [theirs.handling_id]}
        assert "finns inte längre" in sara.post(url, data).content.decode()
        data["handlingar"] = [mine.handling_id]
        assert "Välj på vilken grund" in sara.post(url, data).content.decode()
        with owner():
            grund = kod(RattsligGrund, LAG)
        page = sara.post(url, data | {"grund": grund.pk}, follow=True).content.decode()
        assert "En handling lämnades ut." in page

    def test_the_new_chef_is_told_and_the_timeline_says_it(self, stad, person, logga_in, agera):
        with agera(stad.sara):
            move(person, stad, stad.sara)
        helga = logga_in(anvandare("helga", Roll.ENHETSCHEF, stad.hagersten))
        page = helga.get("/").content.decode()
        assert "Ny från SDF Spånga-Tensta" in page
        akt = helga.get(reverse("cases:akt", args=[person.pk])).content.decode()
        assert "SDF Hägersten-Liljeholmen är ansvarig stadsdel" in akt
