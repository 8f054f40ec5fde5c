"""Registration: number first, one answer for all, never twice, three steps that each save."""

import re

import pytest
from django.db import ProgrammingError, connection
from django.urls import reverse

from cases.models import Aspirant, Handlaggare, HushallBarn, Nummerfraga, Parameter, Sdfansvar, Skyddsbehorighet
from cases.personnummer import next_reservnummer
from cases.services.skydd import name_reader
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner

NU = factories.at("2026-11-24 09:30")
pytestmark = pytest.mark.django_db
NUMMER = typed.NUMMER


@pytest.fixture
def sara(stad, logga_in):
    return logga_in(stad.sara)


def ask(client, nummer=NUMMER, **kwargs):
    return client.post(reverse("cases:registrera"), {"nummer": nummer}, **kwargs)


def start(client, nummer=NUMMER):
    assert ask(client, nummer).url == reverse("cases:registrera_person")


def save_person(client, **changes):
    return client.post(reverse("cases:registrera_person"), typed.person(**changes))


def register(client, **changes) -> Aspirant:
    start(client)
    save_person(client, **changes)
    with owner():
        return Aspirant.objects.get(nummer=NUMMER)


class TestTheNumber:
    @pytest.mark.parametrize(
        ("nummer", "text"),
        [
            ("199003042381", "Kontrollsiffran stämmer inte"),
            ("199002302380", "Datumet 1990-02-30 finns inte"),
            ("90030423", "Numret har 8 siffror. Det ska ha tio eller tolv."),
            ("9003O42380", "Tecknet O kan inte ingå"),
            ("", "Skriv ett personnummer"),
        ],
    )
    def test_a_fault_is_named_and_what_was_typed_is_kept(self, sara, nummer, text):
        page = ask(sara, nummer).content.decode()
        assert text in page
        assert f'value="{nummer}"' in page or not nummer
        assert '<meta name="sparat" content="nummer">' in page
        assert "<title>Fel: " in page

    @pytest.mark.parametrize("nummer", ["900304-2380", "9003042380", "19900304-2380", " 199003042380 "])
    def test_ten_or_twelve_digits_with_or_without_hyphen_go_on_to_step_one(self, sara, nummer):
        start(sara, nummer)
        page = sara.get(reverse("cases:registrera_person")).content.decode()
        assert "19900304-2380" in page
        assert 'value="1990-03-04"' in page

    def test_the_number_stands_in_no_address(self, sara):
        assert NUMMER not in ask(sara).url

    def test_a_person_known_here_opens_the_akt(self, sara, stad):
        person = stad.aspirant()
        assert ask(sara, person.nummer).url == reverse("cases:akt", args=[person.pk])

    def test_elsewhere_and_protected_get_the_same_answer_without_unit_or_name(self, sara, stad):
        annan = stad.aspirant(sdf=stad.hagersten)
        skyddad = stad.aspirant(skyddad=True)
        pages = []
        for person in (annan, skyddad):
            page = ask(sara, person.nummer).content.decode()
            assert person.efternamn not in page
            fraga = Nummerfraga_rows()[-1]
            shown = page.split("answer-box")[1].split("Sökningen loggades")[0]
            pages.append(shown.replace(fraga.referens, "REF").replace(f"{person.nummer[:8]}-{person.nummer[8:]}", "NR"))
        assert pages[0] == pages[1]
        assert "Hägersten" not in pages[0]
        assert "REF" in pages[0]

    def test_the_reference_leads_registeransvarig_to_the_number_and_free_numbers_are_not_kept(self, sara, stad):
        annan = stad.aspirant(sdf=stad.hagersten)
        ask(sara, annan.nummer)
        ask(sara, NUMMER)
        assert [(f.svar, f.nummer, bool(f.referens)) for f in Nummerfraga_rows()] == [
            ("annan", annan.nummer, True),
            ("fritt", "", False),
        ]

    def test_too_many_questions_in_an_hour_are_stopped(self, sara):
        with owner():
            Parameter.objects.filter(kod="nummerfragor_per_timme").update(varde=2)
        ask(sara), ask(sara)
        assert "Du har frågat om många nummer" in ask(sara).content.decode()

    def test_an_unknown_reservnummer_is_not_made_up(self, sara):
        assert "Reservnumret finns inte" in ask(sara, "R00000000001").content.decode()

    def test_only_a_socialsekreterare_registers(self, stad, logga_in):
        for user in (stad.stina, stad.carl, stad.nina, stad.sven):
            assert logga_in(user).get(reverse("cases:registrera")).status_code == 403


def Nummerfraga_rows():
    with owner():
        return list(Nummerfraga.objects.order_by("id"))


class TestStepOne:
    def test_saving_makes_the_akt_with_sdf_and_handlaggare(self, sara, stad, agera):
        person = register(sara)
        with agera(stad.sara):
            assert (person.sdf, person.registrerad_vid) == (stad.spanga, stad.spanga)
            assert [a.sdf for a in Sdfansvar.objects.all()] == [stad.spanga]
            assert [(h.user, h.enhet, h.fran) for h in Handlaggare.objects.all()] == [(stad.sara, stad.spanga, TODAY)]

    def test_sex_and_birth_date_are_fields_of_their_own_and_another_day_than_the_numbers_is_asked_about(self, sara):
        start(sara)
        page = save_person(sara, fodelsedatum="1990-03-05").content.decode()
        assert '<a href="#id_fodelsedatum">Numret säger 1990-03-04. Rätta födelsedatumet' in page
        assert 'name="datum_stammer"' in page
        person = register(sara, kon="man", fodelsedatum="1990-03-05", datum_stammer="on")
        assert (person.kon, str(person.fodelsedatum)) == ("man", "1990-03-05")

    def test_what_is_wrong_is_said_and_the_rest_is_kept(self, sara):
        start(sara)
        page = save_person(sara, efternamn="", fodelsedatum="4 mars 90", fornamn="Åsa").content.decode()
        assert "Skriv efternamnet." in page
        assert "Skriv datumet som ÅÅÅÅ-MM-DD" in page
        assert 'value="Åsa"' in page
        assert 'value="4 mars 90"' in page

    @pytest.mark.parametrize(
        ("telefon", "taken"),
        [("+46 70 123 45 67", True), ("08-465 004 51 / 070-123 45 67", True), ("ring mamma", False), ("0", False)],
    )
    def test_a_telephone_number_is_digits(self, sara, telefon, taken):
        start(sara)
        svar = save_person(sara, telefon=telefon)
        assert svar.status_code == (302 if taken else 200)
        assert taken or "Skriv telefonnumret med siffror" in svar.content.decode()

    def test_a_second_click_ends_at_the_person_and_registers_no_one(self, sara):
        person = register(sara)
        again = save_person(sara)
        assert again.url == reverse("cases:registrera_hushall", args=[person.pk])
        with owner():
            assert Aspirant.objects.count() == 1

    def test_two_windows_each_save_the_person_under_the_number_they_show(self, sara):
        names = []
        for nummer in (NUMMER, "199003042398"):
            start(sara, nummer)
            page = sara.get(reverse("cases:registrera_person")).content.decode()
            names.append(re.search(r'name="paborjad" value="([^"]+)"', page)[1])
        page = save_person(sara, paborjad=names[0], fornamn="").content.decode()
        assert "19900304-2380" in page
        assert f'value="{names[0]}"' in page
        for fornamn, name in zip(("Amal", "Disa"), names, strict=True):
            assert "/hushall/" in save_person(sara, paborjad=name, fornamn=fornamn, efternamn=f"{fornamn}sson").url
        with owner():
            sparade = dict(Aspirant.objects.values_list("fornamn", "nummer"))
        assert sparade == {"Amal": NUMMER, "Disa": "199003042398"}

    def test_someone_quicker_here_ends_at_the_akt(self, sara, stad):
        start(sara)
        person = stad.aspirant(nummer=NUMMER)
        assert save_person(sara).url == reverse("cases:akt", args=[person.pk])

    def test_someone_quicker_elsewhere_gives_the_one_answer(self, sara, stad):
        start(sara)
        stad.aspirant(nummer=NUMMER, sdf=stad.hagersten)
        page = save_person(sara).content.decode()
        assert "Personen kan inte registreras här" in page
        assert "Hägersten" not in page

    def test_without_a_number_in_the_session_one_starts_over(self, sara):
        assert sara.get(reverse("cases:registrera_person")).url == reverse("cases:registrera")


class TestDrafts:
    """What the browser keeps while one writes must never turn up for somebody else."""

    def draft(self, client):
        page = client.get(reverse("cases:registrera_person")).content.decode()
        return re.search(r'data-draft="([^"]+)"', page)

    def test_a_new_persons_draft_is_named_for_the_number_without_showing_it(self, sara):
        start(sara)
        first = self.draft(sara)[1]
        start(sara, "199003042398")
        assert NUMMER not in first
        assert self.draft(sara)[1] != first
        start(sara)
        assert self.draft(sara)[1] == first

    def test_without_number_the_draft_is_offered_and_not_put_back(self, sara):
        sara.post(reverse("cases:registrera_utan_nummer"))
        page = sara.get(reverse("cases:registrera_person")).content.decode()
        assert 'data-draft="ny-utan-nummer" data-draft-offer' in page
        start(sara)
        assert "data-draft-offer" not in sara.get(reverse("cases:registrera_person")).content.decode()

    def test_a_number_that_has_been_answered_is_not_kept(self, sara, stad):
        stad.aspirant(nummer=NUMMER, sdf=stad.hagersten)
        page = sara.post(reverse("cases:registrera"), {"nummer": NUMMER}).content.decode()
        assert '<meta name="sparat" content="nummer">' in page

    def test_the_page_after_saving_throws_the_draft_away_once(self, sara):
        start(sara)
        name = self.draft(sara)[1]
        page = sara.get(save_person(sara).url)
        assert f'<meta name="sparat" content="{name}">' in page.content.decode()
        assert 'name="sparat"' not in sara.get(page.request["PATH_INFO"]).content.decode()


class TestWithoutNumber:
    def start(self, client):
        return client.post(reverse("cases:registrera_utan_nummer"))

    def test_the_system_issues_a_reservnummer(self, sara):
        self.start(sara)
        save_person(sara)
        with owner():
            person = Aspirant.objects.get()
        assert person.nummer.startswith("R0")
        assert person.nummerslag == "reservnummer"
        assert person.nummer == next_reservnummer(int(person.nummer[1:]))

    def test_numbers_that_came_with_an_import_are_stepped_over(self, sara, stad, agera):
        with agera(stad.sara), connection.cursor() as cursor:
            cursor.execute("SELECT app.nytt_reservnummer()")
            taken = next_reservnummer(int(cursor.fetchone()[0][1:]) + 1)
        stad.aspirant(nummer=taken, nummerslag="reservnummer")
        self.start(sara)
        save_person(sara)
        with owner():
            assert sorted(Aspirant.objects.values_list("nummer", flat=True))[-1] == next_reservnummer(
                int(taken[1:]) + 1
            )

    def test_a_second_click_ends_at_the_person_and_issues_no_second_number(self, sara):
        self.start(sara)
        save_person(sara)
        with owner():
            Aspirant.objects.update(created_at=factories.at("2026-11-24 09:29:58"))
            person = Aspirant.objects.get()
        self.start(sara)
        assert save_person(sara).url == reverse("cases:registrera_hushall", args=[person.pk])
        with owner():
            assert Aspirant.objects.count() == 1

    def test_a_namesake_with_the_same_birth_date_is_asked_about(self, sara):
        self.start(sara)
        save_person(sara)
        with owner():
            Aspirant.objects.update(created_at=factories.at("2026-11-24 09:00"))
        self.start(sara)
        page = save_person(sara).content.decode()
        assert "Det finns redan en person med samma födelsedatum och samma eller liknande namn" in page
        with owner():
            assert Aspirant.objects.count() == 1
        save_person(sara, annan_person="on")
        with owner():
            assert Aspirant.objects.count() == 2


class TestProtected:
    def test_the_registering_user_is_on_the_list_and_no_one_else_sees_the_person(self, sara, stad, agera):
        person = register(sara, skydd="1", adress="Provgatan 1")
        with owner():
            assert list(Skyddsbehorighet.objects.values_list("user", "aspirant")) == [(stad.sara.pk, person.pk)]
        for user, sees in ((stad.sara, 1), (stad.stina, 0), (stad.hanna, 0)):
            with agera(user):
                assert [Aspirant.objects.count(), Handlaggare.objects.count(), Sdfansvar.objects.count()] == [sees] * 3

    def test_no_address_at_skyddad_folkbokforing(self, sara):
        start(sara)
        page = save_person(sara, skydd="2", adress="Provgatan 1").content.decode()
        assert "Adress sparas inte vid skyddad folkbokföring" in page
        with owner():
            assert not Aspirant.objects.exists()

    def test_an_outsider_cannot_protect_or_name(self, stad, agera):
        person = stad.aspirant()
        for sql in (
            "SELECT app.skydda(%s, 1::smallint, '', %s, '2026-11-24')",
            "SELECT app.namnge(%s, app.anvandare(), '2026-11-24', NULL, %s)",
            "SELECT app.avnamnge(%s, app.anvandare(), %s, '2026-11-24')",
        ):
            with pytest.raises(ProgrammingError), agera(stad.hanna), connection.cursor() as cursor:
                cursor.execute(sql, [person.pk, NU])

    def test_nobody_names_herself_before_the_person_is_protected(self, stad, agera):
        person = stad.aspirant()
        with pytest.raises(ProgrammingError, match="skyddad"), agera(stad.stina):
            name_reader(aspirant=person, user_id=stad.stina.pk, now=NU)

    def test_a_colleague_whose_unit_may_not_see_the_person_cannot_be_named(self, sara, stad, agera):
        person = register(sara, skydd="1")
        with pytest.raises(ProgrammingError, match="arbetar inte"), agera(stad.sara):
            name_reader(aspirant=person, user_id=stad.hanna.pk, now=NU)

    def test_the_list_itself_cannot_be_written_by_the_application(self, sara, stad, agera):
        person = register(sara, skydd="1")
        with pytest.raises(ProgrammingError), agera(stad.sara):
            Skyddsbehorighet.objects.create(aspirant=person, user=stad.stina, fran=TODAY)
        with pytest.raises(ProgrammingError), agera(stad.sara), connection.cursor() as cursor:
            cursor.execute("SELECT app.pa_listan(%s, %s, %s, NULL, %s, true)", [person.pk, stad.stina.pk, TODAY, NU])


class TestStepTwo:
    def save(self, client, person, **changes):
        return client.post(reverse("cases:registrera_hushall", args=[person.pk]), typed.hushall(**changes))

    def test_household_support_and_ability_are_saved(self, sara):
        person = register(sara)
        akt = reverse("cases:akt", args=[person.pk])
        assert "HushållInte ifyllt" in typed.words(sara.get(akt)), "what nobody has asked about is not one adult"
        answer = self.save(sara, person, barn=(2014, 2020))
        assert answer.url == reverse("cases:registrera_remiss", args=[person.pk])
        with owner():
            person.refresh_from_db()
            assert list(HushallBarn.objects.values_list("fodelsear", flat=True)) == [2020, 2014]
        assert (str(person.forsorjningsstod_sedan), person.arbetsformaga) == ("2026-03-01", "76-100")
        sida = typed.words(sara.get(akt))
        assert "Hushåll1 vuxen, 2 barnfödda 2014, 2020" in sida
        assert "Sedan 2026-03" in sida

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"forsorjningsstod_sedan": "mars 25"}, "Skriv månaden som ÅÅÅÅ-MM"),
            ({"forsorjningsstod_sedan": ""}, "Skriv månaden som ÅÅÅÅ-MM"),
            ({"forsorjningsstod_sedan": "2027-01"}, "Månaden ligger i framtiden"),
            ({"arbetsformaga": ""}, "Välj arbetsförmåga"),
            ({"vuxna": "0"}, "minst en vuxen"),
            ({"vuxna": "två"}, "Skriv antalet vuxna med siffror"),
            ({"barn": (1914,)}, "1914 är inte ett barns födelseår"),
            ({"utan_stod": "on"}, "Båda kan inte stämma"),
        ],
    )
    def test_a_fault_is_named_and_what_was_typed_is_kept(self, sara, changes, text):
        person = register(sara)
        page = self.save(sara, person, **changes).content.decode()
        assert text in page
        for value in changes.values():
            assert not isinstance(value, str) or value in page

    def test_a_person_without_support_needs_no_month(self, sara):
        person = register(sara)
        assert self.save(sara, person, forsorjningsstod_sedan="", utan_stod="on").status_code == 302

    def test_a_row_can_be_added_without_scripting_and_nothing_is_saved(self, sara):
        person = register(sara)
        page = self.save(sara, person, vuxna="3", arbetsformaga="", **{"lagg-till": "barn"}).content.decode()
        assert 'name="barn-0-fodelsear"' in page
        assert "Välj arbetsförmåga" not in page
        assert 'value="3"' in page

    def test_the_second_saver_sees_both_texts_and_loses_nothing(self, sara):
        person = register(sara)
        self.save(sara, person)
        page = self.save(sara, person, vuxna="4").content.decode()
        assert "Någon annan har sparat under tiden" in page
        assert "Vuxna i hushållet" in page
        answer = self.save(sara, person, vuxna="4", version=2)
        assert answer.status_code == 302
        with owner():
            person.refresh_from_db()
        assert (person.vuxna, person.version) == (4, 3)

    def test_colleagues_without_the_right_and_outsiders(self, sara, stad, logga_in):
        person = register(sara)
        url = reverse("cases:registrera_hushall", args=[person.pk])
        assert logga_in(stad.stina).get(url).status_code == 403
        assert logga_in(stad.hanna).get(url).status_code == 404


def test_no_remiss_for_now_ends_at_the_akt(sara):
    person = register(sara)
    answer = sara.post(reverse("cases:registrera_remiss", args=[person.pk]), {"ingen-remiss": "1"})
    assert answer.url == reverse("cases:akt", args=[person.pk])


class TestUppgifterFromTheAkt:
    def url(self, person):
        return reverse("cases:uppgifter", args=[person.pk])

    def test_the_sdf_changes_everything_at_once(self, sara, stad):
        person = stad.aspirant()
        page = sara.get(self.url(person)).content.decode()
        assert page.count('id="id_version"') == 1
        data = typed.person(fornamn="Amina", datum_stammer="on") | typed.hushall(barn=(2015,))
        assert sara.post(self.url(person), data).url == reverse("cases:akt", args=[person.pk])
        with owner():
            person.refresh_from_db()
            assert (person.fornamn, person.version, person.barn.count()) == ("Amina", 2, 1)

    def test_both_saves_of_one_version_keep_both_texts(self, sara, stad):
        person = stad.aspirant()
        data = typed.person(telefon="08-465 004 51", datum_stammer="on") | typed.hushall()
        sara.post(self.url(person), data)
        page = sara.post(self.url(person), data | {"telefon": "08-465 004 52"}).content.decode()
        assert "08-465 004 51" in page
        assert "08-465 004 52" in page
        assert 'name="version" value="2"' in page

    def test_a_coach_changes_contact_and_nothing_else(self, stad, logga_in):
        person, _ = stad.inskriven()
        coach = logga_in(stad.carl)
        coach.post(self.url(person), {"version": "1", "telefon": "08-465 004 55", "fornamn": "Annan", "skydd": "1"})
        with owner():
            was = person.fornamn
            person.refresh_from_db()
        assert (person.telefon, person.fornamn, person.skydd) == ("08-465 004 55", was, 0)

    def test_protecting_later_names_the_one_who_did_it_and_the_present_coach(self, sara, stad, agera):
        """On the page Skydd; the page of facts leaves the level alone."""
        person, inskrivning = stad.inskriven()
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=inskrivning.inskriven)
        sara.post(self.url(person), typed.person(skydd="2") | typed.hushall())
        with agera(stad.eva):
            assert Aspirant.objects.count() == 1
        niva = reverse("cases:skydd_niva", args=[person.pk])
        assert sara.post(niva, {"niva": "2"}).status_code == 302
        for user, sees in ((stad.sara, 1), (stad.carl, 1), (stad.eva, 0), (stad.stina, 0)):
            with agera(user):
                assert Aspirant.objects.count() == sees
        sara.post(
            niva, {"sank-niva": "0", "sank-skal": "Markeringen är borttagen", "sank-bekraftar": "on", "sank": "1"}
        )
        with agera(stad.eva):
            assert Aspirant.objects.count() == 1

    def test_outsider_and_colleague(self, stad, logga_in):
        person = stad.aspirant()
        assert logga_in(stad.hanna).get(self.url(person)).status_code == 404
        assert logga_in(stad.stina).get(self.url(person)).status_code == 403
