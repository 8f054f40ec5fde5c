"""Pages of insatser: what they show, to whom, and what a tired person gets back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import AfProgram, Aspirant
from insatser.models import Genomforandeplan, Insats, Placering
from tests import factories
from tests.conftest import TODAY, owner
from tests.insatser import fabriker

pytestmark = pytest.mark.django_db


@pytest.fixture
def scen(stad):
    class Scen:
        person, inskrivning = stad.inskriven()
        insats = fabriker.insats(stad.kista)

        def url(self, namn, *extra):
            return reverse(f"insatser:{namn}", args=[self.person.pk, *extra])

    return Scen()


def typed(insats, **kwargs):
    return {
        "insats": insats.pk,
        "fran": "2026-12-01",
        "till": "2027-03-31",
        "timmar_per_vecka": "12",
        "syfte": "Pröva butiksarbete",
        **kwargs,
    }


def placed() -> list[Placering]:
    with owner():
        return list(Placering.objects.order_by("pk"))


# Who gets in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "namn", "status"),
    [
        ("carl", "placering_list", 200),
        ("sara", "placering_list", 200),
        ("vera", "placering_list", 404),
        ("hanna", "placering_list", 404),
        ("nina", "placering_list", 403),
        ("sven", "placering_list", 403),
        ("carl", "placering_create", 200),
        ("sara", "placering_create", 200),
        ("vera", "placering_create", 404),
        ("nina", "placering_create", 403),
    ],
)
def test_who_opens_the_tab_and_the_form(stad, scen, logga_in, username, namn, status):
    assert logga_in(getattr(stad, username)).get(scen.url(namn)).status_code == status


@pytest.mark.parametrize(("username", "status"), [("carl", 403), ("eva", 200), ("stina", 403), ("nina", 403)])
def test_only_the_chef_of_the_owning_unit_changes_an_insats(stad, scen, logga_in, username, status):
    svar = logga_in(getattr(stad, username)).get(reverse("insatser:insats_edit", args=[scen.insats.pk]))
    assert svar.status_code == status


def test_a_coach_cannot_place_someone_who_is_not_enrolled_now(stad, logga_in):
    person, _ = stad.inskriven(avslutad=TODAY - timedelta(days=10), orsak="okand")
    assert logga_in(stad.carl).get(reverse("insatser:placering_create", args=[person.pk])).status_code == 403
    sida = logga_in(stad.carl).get(reverse("insatser:placering_list", args=[person.pk]))
    assert "ni kan inte placera" in sida.content.decode()
    # The SDF may, and no hours are counted of one who has left
    sida = logga_in(stad.sara).get(reverse("insatser:placering_create", args=[person.pk]))
    assert "Timmar i veckan</h2>" not in sida.content.decode()


def test_the_sdf_cannot_end_what_the_jobbtorg_owns(stad, scen, logga_in):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    assert logga_in(stad.sara).get(scen.url("placering_avsluta", rad.pk)).status_code == 403
    assert "Avsluta" not in logga_in(stad.sara).get(scen.url("placering_list")).content.decode()


# Placing ---------------------------------------------------------------------------------------------------------


def test_a_double_click_makes_one_placering(stad, scen, logga_in):
    klient = logga_in(stad.carl)
    for _ in range(2):
        svar = klient.post(scen.url("placering_create"), typed(scen.insats), follow=True)
    assert "redan sparad" in svar.content.decode()
    assert len(placed()) == 1


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(stad, scen, logga_in):
    svar = logga_in(stad.carl).post(scen.url("placering_create"), typed(scen.insats, till="2026-11-01"))
    text = svar.content.decode()
    assert svar.status_code == 200
    assert "Slutet kan inte ligga före början" in text
    assert "Pröva butiksarbete" in text
    assert "<title>Fel:" in text
    assert placed() == []


@pytest.mark.parametrize(
    ("falt", "varde", "vantat"),
    [
        ("fran", "24/11 2026", "Skriv datumet"),
        ("fran", "2026-02-30", "finns inte"),
        ("timmar_per_vecka", "41", "1 till 40"),
        ("timmar_per_vecka", "tolv", "heltal"),
        ("syfte", "", "till för"),
        ("insats", "", "Välj insats."),
    ],
)
def test_mistakes_get_a_swedish_answer(stad, scen, logga_in, falt, varde, vantat):
    svar = logga_in(stad.carl).post(scen.url("placering_create"), {**typed(scen.insats), falt: varde})
    assert vantat in svar.content.decode()


def test_the_sdf_places_in_its_own_insatser_only(stad, scen, logga_in):
    egen = fabriker.insats(stad.spanga, "Öppna verkstan")
    klient = logga_in(stad.sara)
    sida = klient.get(scen.url("placering_create")).content.decode()
    assert "Öppna verkstan" in sida
    assert "Butik och återbruk" not in sida
    klient.post(scen.url("placering_create"), typed(scen.insats))
    assert placed() == []
    klient.post(scen.url("placering_create"), typed(egen))
    assert [rad.enhet for rad in placed()] == [stad.spanga]


def program(person, by, **falt):
    with owner():
        return AfProgram.objects.create(
            **{
                "aspirant": person,
                "fran": date(2026, 1, 1),
                "skrivet_av": by,
                "skrivet_at": factories.at("2026-11-24 09:30"),
                **falt,
            }
        )


@pytest.mark.parametrize(
    ("falt", "text"),
    [
        ({"program": "jobb_och_utvecklingsgarantin"}, "Kommunala insatser ges inte före dag 450"),
        ({"program": "jobb_och_utvecklingsgarantin", "overenskommelse": True}, ""),
        ({"program": "annat", "heltid": True}, "Kontrollera att en överenskommelse med Arbetsförmedlingen omfattar"),
        ({"program": "annat"}, ""),
        ({"program": "annat", "heltid": True, "till": date(2026, 11, 23)}, ""),
    ],
)
def test_a_programme_of_arbetsformedlingen_gives_a_warning_when_an_insats_is_planned(stad, scen, logga_in, falt, text):
    program(scen.person, stad.carl, **falt)
    klient = logga_in(stad.carl)
    sida = klient.get(scen.url("placering_create")).content.decode()
    sparad = klient.post(scen.url("placering_create"), typed(scen.insats), follow=True).content.decode()
    varnat = "Program hos Arbetsförmedlingen</b>" in sparad
    assert (text in sida, varnat) == (True, bool(text))
    assert text or ("dag 450" not in sida and "Kontrollera att en" not in sida)
    assert len(placed()) == 1


# Reviewing and ending --------------------------------------------------------------------------------------------


def test_a_review_moves_the_dates(stad, scen, logga_in):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    logga_in(stad.carl).post(
        scen.url("placering_omprova", rad.pk), {"till": "2027-05-28", "omprovas": "", "timmar_per_vecka": "20"}
    )
    assert [(p.till, p.timmar_per_vecka) for p in placed()] == [(date(2027, 5, 28), 20)]


@pytest.mark.parametrize(
    ("data", "vantat"),
    [
        ({"till": "", "omprovas": ""}, "Skriv planerat slut"),
        ({"till": "2026-11-23", "omprovas": ""}, "har passerat"),
        ({"till": "", "omprovas": "2026-11-24"}, "framåt i tiden"),
    ],
)
def test_a_review_says_something_of_the_days_to_come(stad, scen, logga_in, data, vantat):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    svar = logga_in(stad.carl).post(scen.url("placering_omprova", rad.pk), {**data, "timmar_per_vecka": "12"})
    assert vantat in svar.content.decode()


def test_a_review_cannot_take_days_that_others_have(stad, scen, logga_in):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl, till=date(2026, 12, 18))
    for _ in range(2):
        fabriker.placering(stad.inskriven()[0], scen.insats, stad.carl, fran=date(2027, 1, 11), till=date(2027, 6, 1))
    data = {"till": "2027-02-01", "omprovas": "", "timmar_per_vecka": "12"}
    assert "upptagna" in logga_in(stad.carl).post(scen.url("placering_omprova", rad.pk), data).content.decode()


def ended(**kwargs):
    from insatser.models import Avbrottsorsak, Placeringsresultat

    resultat = Placeringsresultat.objects.get(kod="arbete").pk
    orsak = Avbrottsorsak.objects.get(kod="halsa").pk
    data = {"avslutad": "2026-11-20", "slutsatt": "avbruten", "avbrottsorsak": orsak, "resultat": resultat}
    return {**data, **kwargs}


def test_ending_twice_keeps_the_first_answer(stad, scen, logga_in):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    klient = logga_in(stad.carl)
    klient.post(scen.url("placering_avsluta", rad.pk), ended(kommentar="Ryggen höll inte"))
    svar = klient.post(scen.url("placering_avsluta", rad.pk), ended(avslutad="2026-11-23"), follow=True)
    assert "redan avslutad" in svar.content.decode()
    assert [p.avslutad for p in placed()] == [date(2026, 11, 20)]
    with owner():
        assert Genomforandeplan.objects.get().kommentar == "Ryggen höll inte"


def test_a_broken_off_placering_needs_its_reason_and_a_completed_one_has_none(stad, scen, logga_in):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    klient, url = logga_in(stad.carl), scen.url("placering_avsluta", rad.pk)
    assert "varför placeringen avbröts" in klient.post(url, ended(avbrottsorsak="")).content.decode()
    assert "ingen orsak till avbrott" in klient.post(url, ended(slutsatt="fullfoljd")).content.decode()
    assert [p.avslutad for p in placed()] == [None]


# The catalogue ---------------------------------------------------------------------------------------------------


def test_places_are_counted_over_all_units_and_persons_shown_only_to_their_own(stad, scen, logga_in):
    fabriker.placering(scen.person, scen.insats, stad.carl)
    fabriker.placering(stad.aspirant(sdf=stad.hagersten), scen.insats, stad.vera, enhet=stad.varberg)
    text = logga_in(stad.carl).get(reverse("insatser:insats_detail", args=[scen.insats.pk])).content.decode()
    assert scen.person.efternamn in text
    assert "Och 1 till som du inte ser" in text
    assert "Inga lediga" in text


def test_the_list_filters_by_unit_step_and_free_places(stad, scen, logga_in):
    full = fabriker.insats(stad.varberg, "Vägen in", platser=1, steg="arbetsinriktad_rehabilitering")
    fabriker.placering(scen.person, full, stad.carl)
    fabriker.insats(stad.varberg, "Stängd", giltig_till=TODAY - timedelta(days=1))
    klient, url = logga_in(stad.sara), reverse("insatser:insats_list")

    def shown(**fraga):
        return [rad.insats.namn for rad in klient.get(url, fraga).context["sida"]]

    assert shown() == ["Butik och återbruk", "Vägen in"]
    assert shown(enhet=stad.kista.pk) == ["Butik och återbruk"]
    assert shown(steg=full.steg_id) == ["Vägen in"]
    assert shown(ledig="on") == ["Butik och återbruk"]
    assert shown(sortering="lediga") == ["Vägen in", "Butik och återbruk"]
    assert shown(enhet="finns-inte") == ["Butik och återbruk", "Vägen in"]


def insats_typed(insats, **kwargs):
    falt = ("namn", "anordnare", "klass", "platser", "platser_andra", "version")
    data = {namn: getattr(insats, namn) for namn in falt}
    return {**data, "enhet": insats.enhet_id, "slag": insats.slag_id, "steg": insats.steg_id, **kwargs}


def test_two_chefer_saving_the_same_insats_lose_nothing(stad, scen, logga_in):
    klient, url = logga_in(stad.eva), reverse("insatser:insats_edit", args=[scen.insats.pk])
    first = insats_typed(scen.insats)
    klient.post(url, {**first, "platser": "12"})
    svar = klient.post(url, {**first, "platser": "9", "kriterier": "Lätt svenska"})
    text = svar.content.decode()
    assert "Någon annan har sparat" in text
    assert 'value="9"' in text
    with owner():
        assert Insats.objects.get().platser == 12
    igen = {**first, "platser": "9", "version": svar.context["form"].data["version"]}
    assert klient.post(url, igen).status_code == 302
    with owner():
        assert Insats.objects.get().platser == 9


def test_a_new_insats_with_a_name_that_the_unit_has_is_refused_in_words(stad, scen, logga_in):
    data = {**insats_typed(scen.insats), "version": ""}
    svar = logga_in(stad.eva).post(reverse("insatser:insats_create"), data)
    assert "redan en insats med det namnet" in svar.content.decode()


def test_the_chef_adds_an_insats_to_the_own_unit_only(stad, scen, logga_in):
    data = {**insats_typed(scen.insats), "namn": "Ny", "enhet": stad.varberg.pk}
    klient = logga_in(stad.eva)
    assert klient.post(reverse("insatser:insats_create"), data).status_code == 200
    assert klient.post(reverse("insatser:insats_create"), {**data, "enhet": stad.kista.pk}).status_code == 302


# Queries ---------------------------------------------------------------------------------------------------------


def queries(client, url, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(80) as fangade:
        assert client.get(url).status_code == 200
    return len(fangade)


@pytest.mark.parametrize("sida", ["insats_list", "insats_detail", "placering_list"])
def test_ten_rows_cost_as_many_queries_as_one(stad, scen, logga_in, sida, django_assert_max_num_queries):
    with owner():
        Insats.objects.update(platser=20)
    args = {"insats_list": [], "insats_detail": [scen.insats.pk], "placering_list": [scen.person.pk]}[sida]
    klient, url = logga_in(stad.carl), reverse(f"insatser:{sida}", args=args)
    fabriker.placering(scen.person, scen.insats, stad.carl)
    klient.get(url)  # the session is made by the first page
    en = queries(klient, url, django_assert_max_num_queries)
    for n in range(9):
        annan = fabriker.insats(stad.kista, f"Insats {n}")
        fabriker.placering(scen.person, annan, stad.carl)
        fabriker.placering(stad.inskriven()[0], scen.insats, stad.carl)
    assert queries(klient, url, django_assert_max_num_queries) == en


def test_deadlines_of_many_persons_are_one_query(stad, scen, agera, django_assert_num_queries):
    from insatser.akt_insatser import tidsgranser

    for n in range(5):
        fabriker.placering(stad.inskriven()[0], fabriker.insats(stad.kista, f"I {n}"), stad.carl)
    with agera(stad.carl):
        personer = list(Aspirant.objects.all())
        stad.carl.medlemskap_den(TODAY)
        with django_assert_num_queries(1):
            svar = tidsgranser(personer, stad.carl, TODAY)
    assert sorted(len(svar[p.pk]) for p in personer if p.pk in svar) == [1] * 5


def test_a_placering_without_end_asks_for_its_review(stad, scen, agera):
    from insatser.akt_insatser import tidsgranser

    fabriker.placering(scen.person, scen.insats, stad.carl, till=None, omprovas=date(2026, 12, 1))
    with agera(stad.carl):
        [grans] = tidsgranser([scen.person], stad.carl, TODAY)[scen.person.pk]
    assert (grans.dag, grans.atgard) == (date(2026, 12, 1), "Ompröva placering")
