"""Placing, ending, and what an avslut does to what is open."""

from datetime import date, timedelta

import pytest

from cases.models import Avslutsorsak, Inskrivning
from insatser.enums import Slutsatt
from insatser.models import Avbrottsorsak, Genomforandeplan, Placering, Placeringsresultat
from insatser.services.placeringar import NyPlacering, PlaceringError, Slut, end_placering, place
from insatser.services.vid_avslut import EFTER_AVSLUT, end_at_avslut
from tests.conftest import TODAY, owner
from tests.factories import kod
from tests.insatser import fabriker

pytestmark = pytest.mark.django_db
FRAN, TILL = date(2026, 12, 1), date(2027, 3, 31)


def ny(insats, **kwargs) -> NyPlacering:
    return NyPlacering(
        insats=insats, **{"fran": FRAN, "till": TILL, "timmar_per_vecka": 12, "syfte": "Pröva köksarbete", **kwargs}
    )


@pytest.fixture
def scen(stad, agera):
    """A person enrolled at Kista, an insats of Kista, and Carl placing."""

    class Scen:
        person, inskrivning = stad.inskriven()
        insats = fabriker.insats(stad.kista)

        def place(self, person=None, **kwargs):
            with agera(stad.carl):
                return place(
                    aspirant=person or self.person,
                    enhet=stad.kista,
                    ny=ny(**{"insats": self.insats, **kwargs}),
                    by=stad.carl,
                    today=TODAY,
                )

        def refused(self, **kwargs) -> dict:
            with pytest.raises(PlaceringError) as fel:
                self.place(**kwargs)
            return fel.value.fel

    return Scen()


def test_a_placering_gets_its_genomforandeplan_owned_by_the_units_namnd(scen, stad, agera):
    rad, gjord = scen.place(handledare="Göran Palm")
    with agera(stad.carl):
        plan = Genomforandeplan.objects.get(placering=rad)
        assert (gjord, plan.namnd, plan.syfte, plan.handledare) == (
            True,
            stad.kista.namnd,
            "Pröva köksarbete",
            "Göran Palm",
        )


def test_the_sdf_sees_that_the_placering_exists_but_not_its_purpose(scen, stad, agera):
    scen.place()
    with agera(stad.sara):
        assert Placering.objects.get().plan is None


def test_the_same_placering_again_is_the_first_one(scen):
    första, _ = scen.place()
    andra, gjord = scen.place()
    assert (andra, gjord) == (första, False)


def test_another_placering_in_the_same_open_insats_is_refused(scen):
    scen.place()
    assert "redan en pågående placering" in scen.refused(timmar_per_vecka=20)["insats"]


def test_several_placeringar_at_once_are_fine(scen, stad):
    scen.place()
    assert scen.place(insats=fabriker.insats(stad.kista, "SFI", slag="sfi", steg="svenskastudier"))[1]


def test_no_arbetstraning_at_ability_zero(scen, stad):
    with owner():
        scen.person.arbetsformaga = "0"
        scen.person.save()
    traning = fabriker.insats(stad.kista, "Köket", slag="arbetstraning")
    assert "0 procent" in scen.refused(insats=traning)["insats"]
    assert scen.place()[1]


def test_a_closed_kind_cannot_be_chosen_after_its_last_day(scen, stad):
    stangd = fabriker.insats(stad.kista, "Prövning", slag="arbetsformageprovning")
    assert "stängt för nya" in scen.refused(insats=stangd)["insats"]


def test_an_insats_that_is_no_longer_offered_is_refused(scen, stad):
    gammal = fabriker.insats(stad.kista, "Gammal", giltig_till=date(2026, 11, 30))
    assert "erbjuds inte" in scen.refused(insats=gammal)["insats"]


@pytest.mark.parametrize(
    ("andrat", "falt"),
    [
        ({"till": None}, "till"),
        ({"till": FRAN - timedelta(days=1)}, "till"),
        ({"omprovas": FRAN - timedelta(days=1)}, "omprovas"),
        ({"fran": date(2028, 1, 1), "till": date(2028, 2, 1)}, "fran"),
        ({"fran": date(2026, 5, 24)}, "fran"),  # the day before inskrivning
    ],
)
def test_dates_that_make_no_sense_are_refused_at_their_field(scen, andrat, falt):
    assert list(scen.refused(**andrat)) == [falt]


def test_a_review_date_stands_in_for_an_end(scen):
    assert scen.place(till=None, omprovas=TILL)[1]


def test_a_kind_without_time_limit_asks_for_its_review(scen, stad):
    se = fabriker.insats(stad.kista, "Jobbstöd", slag="supported_employment")
    assert "omprövas" in scen.refused(insats=se, till=None)["omprovas"]


def test_a_full_insats_is_refused_with_the_day_of_the_next_free_place(scen, stad):
    for _ in range(2):
        fabriker.placering(stad.inskriven()[0], scen.insats, stad.carl, till=date(2026, 12, 18))
    text = scen.refused(fran=TODAY)["insats"]
    assert "upptagna" in text
    assert "2026-12-18" in text
    assert scen.place(fran=date(2026, 12, 19))[1]


def test_persons_of_other_units_take_places_without_being_seen(scen, stad, agera):
    for _ in range(2):
        person = stad.aspirant(sdf=stad.hagersten)
        fabriker.placering(person, scen.insats, stad.hanna, enhet=stad.hagersten)
    with agera(stad.carl):
        assert Placering.objects.count() == 0
    assert "upptagna" in scen.refused()["insats"]


def test_one_who_starts_later_keeps_the_place_from_one_who_would_stay_on(scen, stad):
    for start in (date(2027, 1, 1), date(2027, 2, 1)):
        fabriker.placering(stad.inskriven()[0], scen.insats, stad.carl, fran=start, till=date(2027, 6, 30))
    assert "upptagna" in scen.refused()["insats"]
    assert scen.place(till=date(2027, 1, 31))[1]


def test_a_placering_past_its_end_holds_its_place_until_someone_ends_it(scen, stad):
    for _ in range(2):
        fabriker.placering(stad.inskriven()[0], scen.insats, stad.carl, till=date(2026, 11, 20))
    assert "upptagna" in scen.refused()["insats"]


def slut(**kwargs) -> Slut:
    resultat = Placeringsresultat.objects.get(kod="ytterligare_insats")
    return Slut(**{"dag": TODAY, "slutsatt": Slutsatt.FULLFOLJD, "resultat": resultat, **kwargs})


def test_the_first_end_stands_and_the_second_changes_nothing(scen, stad, agera):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    with agera(stad.carl):
        assert end_placering(placering=rad, slut=slut(kommentar="Trivs"), today=TODAY)
        assert not end_placering(placering=rad, slut=slut(dag=TODAY - timedelta(days=3)), today=TODAY)
        rad = Placering.objects.for_lista().get()
        assert (rad.avslutad, rad.plan.kommentar, rad.plan.resultat.kod) == (TODAY, "Trivs", "ytterligare_insats")


@pytest.mark.parametrize("dag", [date(2026, 10, 4), TODAY + timedelta(days=1)])
def test_an_end_before_the_start_or_in_the_future_is_refused(scen, stad, agera, dag):
    rad = fabriker.placering(scen.person, scen.insats, stad.carl)
    with agera(stad.carl), pytest.raises(PlaceringError) as fel:
        end_placering(placering=rad, slut=slut(dag=dag), today=TODAY)
    assert "avslutad" in fel.value.fel


def close(scen, stad, agera, orsak):
    with owner():
        Inskrivning.objects.filter(pk=scen.inskrivning.pk).update(avslutad=TODAY, avslutsorsak=kod(Avslutsorsak, orsak))
    with agera(stad.carl):
        end_at_avslut(inskrivning=Inskrivning.objects.get(pk=scen.inskrivning.pk), by=stad.carl, today=TODAY)


@pytest.mark.parametrize(
    ("orsak", "avbrott", "resultat"),
    [
        ("arbete_subventionerat", "arbete", "arbete"),
        ("studier", "studier", "studier"),
        ("aterremitterad", "annat", "ater"),
        ("okand", "okand", "okant"),
        ("ovrigt", "annat", "okant"),
    ],
)
def test_an_avslut_ends_the_jobbtorgs_placeringar_with_its_own_reason(scen, stad, agera, orsak, avbrott, resultat):
    fabriker.placering(scen.person, scen.insats, stad.carl)
    close(scen, stad, agera, orsak)
    with agera(stad.carl):
        rad = Placering.objects.for_lista().get()
        assert (rad.avslutad, rad.slutsatt) == (TODAY, Slutsatt.AVBRUTEN)
        assert (rad.plan.avbrottsorsak.kod, rad.plan.resultat.kod) == (avbrott, resultat)


def test_a_placering_whose_planned_end_has_come_is_fullfoljd_at_avslut(scen, stad, agera):
    fabriker.placering(scen.person, scen.insats, stad.carl, till=TODAY)
    close(scen, stad, agera, "okand")
    with agera(stad.carl):
        rad = Placering.objects.for_lista().get()
        assert (rad.slutsatt, rad.plan.avbrottsorsak) == (Slutsatt.FULLFOLJD, None)


def test_an_avslut_leaves_the_sdfs_own_placeringar_alone(scen, stad, agera):
    fabriker.placering(scen.person, fabriker.insats(stad.spanga, "Egen verksamhet"), stad.sara)
    close(scen, stad, agera, "okand")
    with agera(stad.sara):
        assert Placering.objects.get().avslutad is None


def test_a_placering_that_has_not_started_ends_on_its_first_day(scen, stad, agera):
    start = TODAY + timedelta(days=7)
    fabriker.placering(scen.person, scen.insats, stad.carl, fran=start)
    close(scen, stad, agera, "okand")
    with agera(stad.carl):
        assert Placering.objects.get().avslutad == start


def test_codes_that_an_avslut_writes_are_in_the_code_lists():
    orsaker, resultat = zip(*EFTER_AVSLUT.values(), strict=True)
    assert set(orsaker) <= set(Avbrottsorsak.objects.values_list("kod", flat=True))
    assert set(resultat) <= set(Placeringsresultat.objects.values_list("kod", flat=True))
