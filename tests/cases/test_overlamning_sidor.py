"""The pages that hand over: what they show, whom they refuse, what a tired person meets."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import Roll
from cases.models import Handlaggare, Overlamning, Sdfansvar
from cases.services.skydd import protect
from tests.cases.handlaggare_data import haller, namngiven, overlamnad
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, inskrivning

pytestmark = pytest.mark.django_db
CREATE = reverse("cases:overlamning_create")


@pytest.fixture
def maria(stad):
    return anvandare("maria", Roll.COACH, stad.kista)


@pytest.fixture
def personer(stad):
    personer = [stad.inskriven()[0] for _ in range(3)]
    for person in personer:
        haller(person, stad.carl, stad.kista)
    return personer


def url(enhet, fran) -> str:
    return f"{CREATE}?enhet={enhet.pk}&av={getattr(fran, 'pk', fran)}"


def typed(personer, enhet, fran, till, /, **changes) -> dict:
    """What the browser sends when these persons are ticked."""
    with owner():
        rader = Handlaggare.objects.filter(aspirant__in=personer, enhet=enhet, user=fran)
        ticks = [f"{r.aspirant_id}:{r.stampel}" for r in rader]
    return {
        "enhet": enhet.pk,
        "fran": "2026-11-24",
        "personer": ticks,
        "user": till.pk,
        "notering": "",
        "omgang": uuid.uuid4(),
        **changes,
    }


def send(client, enhet, whose, data):
    return client.post(CREATE, data | {"av": whose})


def held(user) -> int:
    with owner():
        return Handlaggare.objects.filter(user=user, till=None).count()


class TestMany:
    def test_the_chef_ticks_two_of_three_and_sees_what_was_done(self, stad, personer, maria, logga_in):
        eva = logga_in(stad.eva)
        assert eva.get(url(stad.kista, stad.carl)).content.decode().count('name="personer"') == 3
        data = typed(personer[:2], stad.kista, stad.carl, maria, notering="Träffas på torsdagar.")
        answer = send(eva, stad.kista, stad.carl.pk, data)
        page = eva.get(answer.url).content.decode()
        assert "2 personer är överlämnade till Maria Test" in page
        assert "Träffas på torsdagar." in page
        assert [p.efternamn in page for p in personer] == [True, True, False]
        assert [held(stad.carl), held(maria)] == [1, 2]

        def told(user) -> bool:
            return "2 personer från Eva Test" in logga_in(user).get("/").content.decode()

        assert [told(maria), told(stad.carl), told(stad.eva)] == [True, False, False]
        assert "Träffas på torsdagar." in logga_in(maria).get(answer.url).content.decode()
        assert not told(maria)

    def test_a_protected_one_is_counted_and_not_listed_and_that_is_said(self, stad, personer, maria, logga_in, agera):
        with agera(stad.carl):
            protect(aspirant=personer[0], niva=1, now=at("2026-11-24 09:30"))
        carl = logga_in(stad.carl)
        form = carl.get(url(stad.kista, stad.carl)).content.decode()
        assert "Noteringen står i varje akt. Nämn ingen annan person." in form
        answer = send(carl, stad.kista, stad.carl.pk, typed(personer, stad.kista, stad.carl, maria))
        page = carl.get(answer.url).content.decode()
        assert "3 personer är överlämnade" in page
        assert "1 person med skyddade uppgifter visas inte här." in page
        assert [p.efternamn in page for p in personer] == [False, True, True]

    def test_a_double_click_lands_on_the_same_answer(self, stad, personer, maria, logga_in):
        eva, data = logga_in(stad.eva), typed(personer, stad.kista, stad.carl, maria)
        first, second = (send(eva, stad.kista, stad.carl.pk, data).url for _ in range(2))
        assert first == second
        with owner():
            assert Overlamning.objects.count() == 3

    def test_one_may_hand_over_ones_own_and_no_one_elses(self, stad, personer, maria, logga_in):
        carl = logga_in(stad.carl)
        data = typed(personer, stad.kista, stad.carl, maria)
        assert send(carl, stad.kista, stad.carl.pk, data).status_code == 302
        assert carl.get(url(stad.kista, maria)).status_code == 403
        back = typed(personer, stad.kista, maria, stad.eva)
        assert send(carl, stad.kista, stad.carl.pk, back).status_code == 403
        assert [held(stad.carl), held(maria)] == [0, 3]

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"personer": []}, "Markera minst en person"),
            ({"user": ""}, "Välj vem som tar över"),
            ({"fran": "2026-13-01"}, "finns inte i kalendern"),
            ({"personer": ["1:1-1;DROP"]}, "Valet kan inte läsas"),
            ({"omgang": "x"}, "Ladda om sidan"),
        ],
    )
    def test_what_is_missing_is_named_and_nobody_passes(self, stad, personer, maria, logga_in, changes, text):
        data = typed(personer, stad.kista, stad.carl, maria, **changes)
        page = send(logga_in(stad.eva), stad.kista, stad.carl.pk, data).content.decode()
        assert text in page
        assert held(stad.carl) == 3

    def test_a_conflict_names_the_person_and_keeps_what_was_typed(self, stad, personer, maria, logga_in):
        data = typed(personer, stad.kista, stad.carl, maria, notering="Det här skrev jag")
        with owner():
            Handlaggare.objects.filter(aspirant=personer[0]).update(user=stad.eva)
        page = send(logga_in(stad.eva), stad.kista, stad.carl.pk, data).content.decode()
        assert f"{personer[0].namn} (Eva Test). Ingenting är överlämnat" in page
        assert "Det här skrev jag" in page
        assert page.count("checked") == 2
        assert held(stad.carl) == 2

    def test_another_units_page_is_not_there(self, stad, personer, logga_in):
        assert logga_in(stad.vera).get(url(stad.kista, stad.vera)).status_code == 404
        assert logga_in(stad.eva).get(f"{CREATE}?enhet=x").status_code == 404

    def test_at_a_unit_of_assigned_persons_one_lands_where_one_may_be(self, stad, personer, maria, logga_in):
        with owner():
            stad.kista.bara_tilldelade = True
            stad.kista.save()
        carl = logga_in(stad.carl)
        answer = send(carl, stad.kista, stad.carl.pk, typed(personer, stad.kista, stad.carl, maria))
        assert answer.url == reverse("cases:aspirant_list")
        assert "3 personer är överlämnade till Maria Test" in carl.get(answer.url).content.decode()

    def test_the_page_costs_the_same_with_one_person_and_many(self, stad, logga_in):
        eva, counts = logga_in(stad.eva), []
        for antal in (1, 20):
            for _ in range(antal):
                haller(stad.inskriven()[0], stad.carl, stad.kista)
            eva.get(url(stad.kista, stad.carl))
            with CaptureQueriesContext(connection) as queries:
                assert eva.get(url(stad.kista, stad.carl)).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_handing_over_many_costs_a_fixed_number_per_person(self, stad, maria, logga_in):
        eva, counts = logga_in(stad.eva), []
        for antal in (1, 11):
            personer = [stad.inskriven()[0] for _ in range(antal)]
            for person in personer:
                haller(person, stad.carl, stad.kista)
            data = typed(personer, stad.kista, stad.carl, maria)
            with CaptureQueriesContext(connection) as queries:
                assert send(eva, stad.kista, stad.carl.pk, data).status_code == 302
            counts.append(len(queries))
        assert (counts[1] - counts[0]) / 10 <= 3


class TestOverview:
    def page(self, client) -> str:
        return client.get(reverse("cases:handlaggare_list")).content.decode()

    def test_who_holds_how_many_and_who_has_left(self, stad, personer, maria, logga_in):
        with owner():
            stad.carl.medlemskap.update(till=TODAY.replace(day=1))
        page = self.page(logga_in(stad.eva))
        assert page.index("Carl Test") < page.index("Maria Test")
        assert "Arbetar inte längre här" in page
        assert url(stad.kista, stad.carl).replace("&", "&amp;") in page

    def test_whom_nobody_holds_can_be_given_someone(self, stad, maria, logga_in):
        utan, _ = stad.inskriven()
        eva = logga_in(stad.eva)
        assert utan.efternamn in self.page(eva)
        assert utan.efternamn in eva.get(url(stad.kista, "utan")).content.decode()
        data = typed([], stad.kista, None, maria, personer=[f"{utan.pk}:"])
        assert send(eva, stad.kista, "utan", data).status_code == 302
        assert held(maria) == 1
        assert "Alla har handläggare" in eva.get(url(stad.kista, "utan")).content.decode()

    def test_a_case_put_away_at_the_sdf_lacks_nobody_but_a_new_one_does(self, stad, logga_in):
        put_away, new = stad.aspirant(), stad.aspirant()
        haller(put_away, stad.sara, stad.spanga, till=TODAY.replace(month=10))
        with owner():
            Sdfansvar.objects.filter(aspirant=new).update(till=TODAY.replace(day=9), sdf=stad.hagersten)
            Sdfansvar.objects.create(aspirant=new, sdf=stad.spanga, fran=TODAY.replace(day=10))
        page = self.page(logga_in(stad.stina))
        assert [p.efternamn in page for p in (put_away, new)] == [False, True]
        assert "Ny från SDF Hägersten-Liljeholmen" in page

    def test_protected_persons_are_not_there_and_no_number_tells(self, stad, personer, logga_in):
        for held_by in (stad.carl, None):
            hidden = stad.aspirant(skyddad=True, efternamn="Dold")
            inskrivning(hidden, stad.kista)
            if held_by:
                haller(hidden, held_by, stad.kista)
                namngiven(hidden, held_by)
        eva = logga_in(stad.eva)
        overview, page = self.page(eva), eva.get(url(stad.kista, stad.carl)).content.decode()
        assert "Dold" not in overview + page
        assert "Utan handläggare" not in overview
        assert re.findall(r'data-label="Personer" class="is-number">(\d+)<', overview) == ["3", "0"]
        assert "Personer med begränsad behörighet lämnas över av dem som får se dem" in page
        assert "Dold" in logga_in(stad.carl).get(url(stad.kista, stad.carl)).content.decode()


class TestAkt:
    def url(self, person):
        return reverse("cases:handlaggare", args=[person.pk])

    def typed(self, person, enhet, till, **changes) -> dict:
        with owner():
            rad = Handlaggare.objects.filter(aspirant=person, enhet=enhet).last()
        return {
            "enhet": enhet.pk,
            "stampel": rad.stampel if rad else "",
            "user": till.pk,
            "fran": "2026-11-24",
            "omgang": uuid.uuid4(),
            **changes,
        }

    def test_chef_and_holder_change_and_others_read(self, stad, personer, maria, logga_in):
        person = personer[0]
        for user, sees in ((stad.eva, True), (stad.carl, True), (maria, False), (stad.sara, False)):
            page = logga_in(user).get(self.url(person)).content.decode()
            assert ("Byt handläggare på Jobbtorg Kista" in page) is sees
        data = self.typed(person, stad.kista, maria)
        assert logga_in(maria).post(self.url(person), data).status_code == 403
        assert logga_in(stad.carl).post(self.url(person), data).status_code == 302
        assert held(maria) == 1

    def test_each_side_chooses_its_own(self, stad, personer, logga_in):
        stina = logga_in(stad.stina)
        page = stina.get(self.url(personer[0])).content.decode()
        assert "Utse handläggare på SDF Spånga-Tensta" in page
        assert stina.post(self.url(personer[0]), self.typed(personer[0], stad.kista, stad.eva)).status_code == 403
        assert stina.post(self.url(personer[0]), self.typed(personer[0], stad.spanga, stad.sara)).status_code == 302

    def test_someone_who_was_quicker_is_shown_and_a_second_save_is_a_choice(self, stad, personer, maria, logga_in):
        person, eva = personer[0], logga_in(stad.eva)
        data = self.typed(person, stad.kista, maria, notering="Min text")
        with owner():
            Handlaggare.objects.filter(aspirant=person).update(user=stad.eva)
        page = eva.post(self.url(person), data).content.decode()
        assert "Någon annan har bytt handläggare under tiden" in page
        assert "Min text" in page
        stampel = re.search(r'name="stampel"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="stampel"', page)
        renewed = data | {"stampel": next(filter(None, stampel.groups()))}
        assert eva.post(self.url(person), renewed).status_code == 302
        assert held(maria) == 1

    def test_the_note_is_read_by_the_own_nämnd(self, stad, personer, logga_in):
        overlamnad(personer[0], stad.kista, stad.eva, stad.carl, notering="Bara för oss")
        assert "Bara för oss" in logga_in(stad.carl).get(self.url(personer[0])).content.decode()
        assert "Bara för oss" not in logga_in(stad.sara).get(self.url(personer[0])).content.decode()

    @pytest.mark.parametrize("enhet", ["", "x", "²", "99999999999999999999"])
    def test_a_tampered_unit_is_refused(self, stad, personer, logga_in, enhet):
        data = self.typed(personer[0], stad.kista, stad.eva) | {"enhet": enhet}
        assert logga_in(stad.eva).post(self.url(personer[0]), data).status_code == 403
