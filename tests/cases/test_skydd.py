"""Level of protection and the named list: who sets, who names, never empty, and the chef's way to a lost case."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection
from django.urls import get_resolver, reverse

from cases.models import Andring, Aspirant, Handlaggare, Medlemskap, Skyddsandring, Skyddsbehorighet
from cases.services.skydd import SkyddError, cannot_be_ended, end_reader, name_as_chef, name_reader, protect, unopenable
from tests.cases.skydd_data import EFTERNAMN, FORNAMN, skyddad
from tests.conftest import TODAY, owner
from tests.factories import at, inskrivning
from tests.test_permissions import names

pytestmark = pytest.mark.django_db

NU = at("2026-11-24 09:30")
SANK = {"sank": "1", "sank-niva": "0", "sank-skal": "Markeringen är borttagen hos Skatteverket", "sank-bekraftar": "on"}


@pytest.fixture
def skydd(db):
    return skyddad(1)


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def names_on(person) -> list[str]:
    with owner():
        rader = Skyddsbehorighet.objects.filter(aspirant=person).kvar(TODAY).order_by("user__username")
        return list(rader.values_list("user__username", flat=True))


def sees(agera, user, dag=TODAY) -> bool:
    with agera(user, dag):
        return Aspirant.objects.exists()


class TestLevel:
    def test_setting_it_names_who_did_it_and_the_handlaggare_and_hides_the_person_at_once(self, stad, logga_in, agera):
        person, rad = stad.inskriven()
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=rad.inskriven)
        sara = logga_in(stad.sara)
        assert "Skydda uppgifterna" in sara.get(url("skydd", person.pk)).content.decode()
        assert sara.post(url("skydd_niva", person.pk), {"niva": "1"}).url == url("skydd", person.pk)
        assert names_on(person) == ["carl", "sara"]
        assert [sees(agera, u) for u in (stad.sara, stad.carl, stad.stina, stad.eva)] == [True, True, False, False]

    def test_a_handlaggare_who_has_left_is_not_named(self, stad, agera):
        person, rad = stad.inskriven()
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.vera, enhet=stad.kista, fran=rad.inskriven)
        with agera(stad.sara):
            protect(aspirant=person, niva=1, now=NU)
        assert names_on(person) == ["sara"]

    def test_the_second_level_takes_the_address_away_also_from_the_history_and_refuses_a_new_one(
        self, skydd, logga_in, agera
    ):
        pk, sara = skydd.person.pk, logga_in(skydd.s.stad.sara)
        with agera(skydd.s.stad.sara):
            Aspirant.objects.filter(pk=pk).update(adress="Hemligvägen 9")
        sara.post(url("skydd_niva", pk), {"niva": "2"})
        with owner():
            skydd.person.refresh_from_db()
            assert (skydd.person.skydd, skydd.person.adress) == (2, "")
            assert "Hemligvägen" not in str([a.falt for a in Andring.objects.filter(aspirant=pk)])
        assert 'name="adress"' not in sara.get(url("uppgifter", pk)).content.decode()
        with pytest.raises(IntegrityError, match="ingen_adress"), agera(skydd.s.stad.sara):
            Aspirant.objects.filter(pk=pk).update(adress="Hemligvägen 9")

    @pytest.mark.parametrize("left_out", ["sank-skal", "sank-bekraftar"])
    def test_lowering_it_needs_a_reason_and_a_confirmation(self, skydd, logga_in, left_out):
        data = {k: v for k, v in SANK.items() if k != left_out}
        svar = logga_in(skydd.s.stad.sara).post(url("skydd_niva", skydd.person.pk), data)
        assert svar.status_code == 200
        assert "<title>Fel: " in svar.content.decode()
        with owner():
            assert Aspirant.objects.get(pk=skydd.person.pk).skydd == 1

    def test_lowering_it_ends_the_list_and_tells_colleagues_nothing_of_what_was(self, skydd, logga_in, agera):
        person, stad = skydd.person, skydd.s.stad
        assert logga_in(stad.sara).post(url("skydd_niva", person.pk), SANK).url == url("akt", person.pk)
        assert names_on(person) == []
        assert sees(agera, skydd.siv)
        with agera(skydd.siv):
            assert [Skyddsbehorighet.objects.count(), Skyddsandring.objects.count()] == [0, 0]
            assert not [a for a in Andring.objects.all() if "skydd" in a.falt]
        page = logga_in(stad.stina).get(url("skydd", person.pk)).content.decode()
        assert "Markeringen är borttagen" not in page

    def test_the_database_keeps_no_reason_for_protecting_and_asks_for_one_to_lower(self, skydd, agera):
        with pytest.raises(SkyddError, match="Skriv varför"), agera(skydd.s.stad.sara):
            protect(aspirant=skydd.person, niva=0, now=NU)
        with pytest.raises(SkyddError), agera(skydd.s.stad.sara):
            protect(aspirant=skydd.person, niva=2, skal="Hotad av en släkting", now=NU)

    def test_the_application_cannot_change_the_level_past_the_door(self, skydd, agera):
        for sql in ("UPDATE cases_aspirant SET skydd = 0", "UPDATE cases_aspirant SET skydd = 2, adress = ''"):
            with pytest.raises(ProgrammingError, match="bara genom"), agera(skydd.s.stad.sara):
                connection.cursor().execute(sql)

    def test_only_the_responsible_sdf_sets_it(self, skydd, logga_in):
        for user, status in ((skydd.s.stad.carl, 403), (skydd.siv, 404), (skydd.s.stad.stina, 404)):
            assert logga_in(user).post(url("skydd_niva", skydd.person.pk), {"niva": "2"}).status_code == status

    def test_a_second_click_changes_nothing_more(self, skydd, agera):
        with agera(skydd.s.stad.sara):
            assert [protect(aspirant=skydd.person, niva=2, now=NU) for _ in range(2)] == [True, False]
            assert Skyddsandring.objects.count() == 1


class TestTheList:
    def test_a_named_colleague_sees_the_akt_from_the_day_to_the_day(self, skydd, logga_in, agera):
        person, fran = skydd.person, TODAY + timedelta(days=2)
        data = {"user": skydd.siv.pk, "fran": f"{fran}", "till": f"{fran + timedelta(days=3)}"}
        assert logga_in(skydd.s.stad.sara).post(url("skydd", person.pk), data).status_code == 302
        days = [TODAY, fran, fran + timedelta(days=3), fran + timedelta(days=4)]
        assert [sees(agera, skydd.siv, dag) for dag in days] == [False, True, True, False]
        with owner():
            rad = Skyddsbehorighet.objects.get(user=skydd.siv)
            assert (rad.tillagd_av, rad.grund) == (skydd.s.stad.sara, "namngiven")

    @pytest.mark.parametrize("vem", ["hanna", "vera", "nina", "sara"])
    def test_only_colleagues_of_units_that_may_see_the_person_are_offered_and_each_once(self, skydd, logga_in, vem):
        user = getattr(skydd.s.stad, vem)
        data = {"user": user.pk, "fran": f"{TODAY}"}
        svar = logga_in(skydd.s.stad.sara).post(url("skydd", skydd.person.pk), data)
        assert "Välj en kollega." in svar.content.decode()

    @pytest.mark.parametrize(
        ("fran", "till", "text"),
        [
            ("2026-11-23", "", "Välj i dag eller en senare dag"),
            ("2026-11-25", "2026-11-24", "kan inte ligga före"),
            ("i morgon", "", "ÅÅÅÅ-MM-DD"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, skydd, logga_in, fran, till, text):
        data = {"user": skydd.siv.pk, "fran": fran, "till": till}
        page = logga_in(skydd.s.stad.sara).post(url("skydd", skydd.person.pk), data).content.decode()
        assert text in page
        assert f'value="{fran}"' in page

    def test_taking_a_name_off_works_at_once_and_is_kept_as_history(self, skydd, logga_in, agera):
        sara, pk = logga_in(skydd.s.stad.sara), skydd.person.pk
        sara.post(url("skydd", pk), {"user": skydd.siv.pk, "fran": f"{TODAY}"})
        assert sees(agera, skydd.siv)
        sara.post(url("skydd_avsluta", pk, skydd.siv.pk))
        assert not sees(agera, skydd.siv)
        assert "Borttagen" in sara.get(url("skydd", pk)).content.decode()

    def test_the_handlaggare_cannot_be_taken_off_before_a_change_of_handlaggare(self, skydd, logga_in):
        svar = logga_in(skydd.s.stad.sara).post(
            url("skydd_avsluta", skydd.person.pk, skydd.s.stad.carl.pk), follow=True
        )
        # Said after the try and at both names, and what would be refused is not offered
        assert svar.content.decode().count("Byt handläggare först") == 3
        carl = logga_in(skydd.s.stad.carl).get(url("skydd", skydd.person.pk)).content.decode()
        assert ["Ta bort mig" in carl, carl.count("Byt handläggare först")] == [False, 2]
        assert names_on(skydd.person) == ["carl", "sara"]

    def test_the_last_name_stays(self, skydd, agera, logga_in):
        with owner():
            Handlaggare.objects.all().delete()
        with agera(skydd.s.stad.sara):
            end_reader(aspirant=skydd.person, user_id=skydd.s.stad.carl.pk, now=NU)
            with pytest.raises(SkyddError, match="Minst en namngiven"):
                end_reader(aspirant=skydd.person, user_id=skydd.s.stad.sara.pk, now=NU)
        sara = logga_in(skydd.s.stad.sara).get(url("skydd", skydd.person.pk)).content.decode()
        assert ["Ta bort mig" in sara, "Namnge en kollega först" in sara] == [False, True]

    def test_a_name_that_opens_nothing_does_not_count_as_the_last_but_one(self, skydd, agera):
        """Carl works nowhere any more: sara is the last who can open the akt."""
        with owner():
            Handlaggare.objects.all().delete()
            skydd.s.stad.carl.medlemskap.update(till=TODAY - timedelta(days=1))
        with pytest.raises(SkyddError, match="Minst en namngiven"), agera(skydd.s.stad.sara):
            end_reader(aspirant=skydd.person, user_id=skydd.s.stad.sara.pk, now=NU)

    def test_whoever_leaves_the_list_is_led_to_their_persons(self, skydd, logga_in):
        with owner():
            Handlaggare.objects.all().delete()
        sara, jag = logga_in(skydd.s.stad.sara), skydd.s.stad.sara.pk
        page = sara.get(f"{url('skydd', skydd.person.pk)}?ta-bort={jag}").content.decode()
        asked = [
            page.count("open><h2"),
            "Ta bort dig själv från listan?" in page,
            "Du kan inte ångra det själv" in page,
        ]
        assert asked == [1, True, True]
        svar = sara.post(url("skydd_avsluta", skydd.person.pk, jag), follow=True)
        assert svar.redirect_chain[0][0] == url("aspirant_list")
        assert f"Du står inte längre på listan för ärende {skydd.person.arendenummer}" in svar.content.decode()

    def test_the_unnamed_neither_read_the_list_nor_write_it(self, skydd, logga_in, agera):
        for user in skydd.unnamed:
            with agera(user):
                assert cannot_be_ended(aspirant=skydd.person, user_ids=[skydd.s.stad.carl.pk], today=TODAY) == {}
                assert [Skyddsbehorighet.objects.count(), Skyddsandring.objects.count()] == [0, 0]
            with pytest.raises(ProgrammingError), agera(user):
                name_reader(aspirant=skydd.person, user_id=user.pk, now=NU)
            with pytest.raises(ProgrammingError), agera(user):
                end_reader(aspirant=skydd.person, user_id=skydd.s.stad.carl.pk, now=NU)


class TestNobodyCanOpenIt:
    @pytest.fixture
    def lost(self, skydd):
        """Sara has left; carl is named at the jobbtorg, and nobody at the SDF."""
        with owner():
            skydd.s.stad.sara.medlemskap.update(till=TODAY - timedelta(days=1))
        return skydd

    def test_the_units_chef_gets_a_task_with_the_number_of_the_case_only(self, lost, logga_in):
        page = logga_in(lost.s.stad.stina).get("/").content.decode()
        assert "Ingen namngiven kan öppna ett skyddat ärende" in page
        assert f"Ärende {lost.person.arendenummer}" in page
        assert [ord_ for ord_ in (FORNAMN, EFTERNAMN, lost.person.nummer) if ord_ in page] == []

    def test_nobody_else_is_told(self, lost, agera):
        for user in (lost.siv, lost.s.stad.carl, lost.s.stad.eva, lost.s.stad.hanna, lost.s.stad.nina):
            with agera(user):
                assert unopenable(TODAY) == []

    def test_the_chef_names_someone_of_the_unit_and_that_stands_on_the_list(self, lost, logga_in, agera):
        stina, nyckel = logga_in(lost.s.stad.stina), f"{lost.person.pk}-{lost.s.stad.spanga.pk}"
        page = stina.post(url("skydd_utan_namngiven"), {"rad": nyckel, f"{nyckel}-user": lost.siv.pk}, follow=True)
        assert "Siv Test är namngiven" in page.content.decode()
        assert [sees(agera, lost.siv), sees(agera, lost.s.stad.stina)] == [True, False]
        with owner():
            rad = Skyddsbehorighet.objects.get(user=lost.siv)
            assert (rad.tillagd_av, rad.grund) == (lost.s.stad.stina, "chef")
        assert "Alla skyddade ärenden har en namngiven" in stina.get(url("skydd_utan_namngiven")).content.decode()

    @pytest.mark.parametrize("vem", ["hanna", "carl", "nina"])
    def test_someone_of_another_unit_cannot_be_chosen(self, lost, logga_in, vem):
        nyckel = f"{lost.person.pk}-{lost.s.stad.spanga.pk}"
        data = {"rad": nyckel, f"{nyckel}-user": getattr(lost.s.stad, vem).pk}
        assert "Välj vem." in logga_in(lost.s.stad.stina).post(url("skydd_utan_namngiven"), data).content.decode()

    def test_the_database_refuses_a_chef_while_someone_can_open_it_and_anyone_else_always(self, skydd, agera):
        for user in (skydd.s.stad.stina, skydd.s.stad.eva, skydd.siv, skydd.s.stad.sara):
            with pytest.raises(ProgrammingError, match="bara enhetens chef"), agera(user):
                name_as_chef(aspirant_id=skydd.person.pk, enhet_id=skydd.s.stad.spanga.pk, user_id=user.pk, now=NU)

    def test_at_a_jobbtorg_with_an_open_enrolment_its_chef_is_told(self, skydd, agera):
        with owner():
            Medlemskap.objects.filter(user=skydd.s.stad.carl).update(till=TODAY - timedelta(days=1))
        with agera(skydd.s.stad.eva):
            assert unopenable(TODAY) == [(skydd.person.pk, skydd.s.stad.kista.pk)]

    def test_a_name_that_has_run_out_opens_nothing(self, skydd, agera):
        with owner():
            rad = Skyddsbehorighet.objects.filter(user=skydd.s.stad.sara)
            rad.update(fran=TODAY - timedelta(days=9), till=TODAY - timedelta(days=1))
        with agera(skydd.s.stad.stina):
            assert unopenable(TODAY) == [(skydd.person.pk, skydd.s.stad.spanga.pk)]

    def test_an_inactive_account_opens_nothing(self, skydd, agera):
        with owner():
            type(skydd.s.stad.sara).objects.filter(username="sara").update(is_active=False)
        with agera(skydd.s.stad.stina):
            assert unopenable(TODAY) == [(skydd.person.pk, skydd.s.stad.spanga.pk)]

    def test_at_a_unit_of_assigned_persons_a_name_without_the_case_opens_nothing(self, skydd, agera):
        with owner():
            Handlaggare.objects.filter(user=skydd.s.stad.sara).delete()
            type(skydd.s.stad.spanga).objects.filter(pk=skydd.s.stad.spanga.pk).update(bara_tilldelade=True)
        assert not sees(agera, skydd.s.stad.sara)
        with agera(skydd.s.stad.stina):
            assert unopenable(TODAY) == [(skydd.person.pk, skydd.s.stad.spanga.pk)]


class TestNoLinkBetweenOldAndNew:
    """Fingerade personuppgifter: no table and no page ties one person to another (law.md section 2)."""

    def test_no_table_refers_to_two_persons(self):
        pairs = {}
        for model in apps.get_models():
            keys = [f.name for f in model._meta.fields if f.is_relation and f.related_model is Aspirant]
            if len(keys) > (0 if model is Aspirant else 1):
                pairs[model.__name__] = keys
        assert pairs == {}

    def test_no_page_merges_persons_or_changes_a_number(self, skydd, logga_in):
        forbidden = ("merge", "sammanfog", "sla_ihop", "nummer_byt", "byt_nummer", "dubblett")
        assert [n for n in names(get_resolver().url_patterns) if any(f in n for f in forbidden)] == []
        sara, pk = logga_in(skydd.s.stad.sara), skydd.person.pk
        assert 'name="nummer"' not in sara.get(url("uppgifter", pk)).content.decode()

    def test_registration_says_how_a_new_identity_is_registered(self, stad, logga_in):
        page = logga_in(stad.sara).get(url("registrera")).content.decode()
        assert "Fingerade personuppgifter" in page


def test_a_transfer_remiss_or_enrolment_names_the_receiver_and_the_list_says_who_added(skydd, agera):
    """The other ways onto the list go through the same door."""
    with owner():
        inskrivning(skydd.person, skydd.s.stad.varberg, date(2020, 1, 7), date(2020, 6, 1), "okand")
    with agera(skydd.s.stad.sara):
        name_reader(aspirant=skydd.person, user_id=skydd.s.stad.vera.pk, now=NU)
        rad = Skyddsbehorighet.objects.get(user=skydd.s.stad.vera)
    assert (rad.tillagd_av, rad.tillagd_at) == (skydd.s.stad.sara, NU)


def test_named_twice_for_times_that_meet_is_one_entry(skydd, agera):
    with agera(skydd.s.stad.sara):
        for fran, till in ((5, 9), (0, 6), (2, None)):
            name_reader(
                aspirant=skydd.person,
                user_id=skydd.siv.pk,
                now=NU,
                fran=TODAY + timedelta(days=fran),
                till=till and TODAY + timedelta(days=till),
            )
        assert [(r.fran, r.till) for r in Skyddsbehorighet.objects.filter(user=skydd.siv)] == [(TODAY, None)]
