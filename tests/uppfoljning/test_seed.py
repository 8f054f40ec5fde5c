"""The demo's city: plausible in its shares without a database, and something to show on every page with one."""

import dataclasses
import itertools
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from cases import models as cases
from cases.avslutskontroll import broken
from cases.personnummer import is_test_number
from config.dates import add_months
from insatser.models import Insats, Placering
from jobbplaner.models import Delmal, Fras, Kartlaggning, Plan, Planuppfoljning, Trepartssamtal
from tests.conftest import TODAY, owner
from uppfoljning.models import Checkpoint, Leverans, Registerrad
from uppfoljning.seed import registret
from uppfoljning.seed.amal import NUMMER
from uppfoljning.seed.bygge import build_city, current, places
from uppfoljning.seed.matt import shares
from uppfoljning.seed.texter import SPAR

KONTON = {
    "sara": "Sara Nyberg",
    "hanna": "Hanna Berglund",
    "stina": "Stina Holm",
    "carl": "Carl Wikström",
    "vera": "Vera Lundin",
    "eva": "Eva Sandell",
    "nina": "Nina Sjöberg",
    "rut": "Rut Elfving",
    "sven": "Sven Åkesson",
}


@pytest.fixture(scope="module")
def stad():
    return build_city(2000, TODAY, KONTON)


@pytest.mark.parametrize(
    ("matt", "lagst", "hogst"),
    [
        ("okand", 0.16, 0.18),
        ("arbete_studier_12_man", 0.55, 0.61),
        ("aterremitterad", 0.10, 0.15),
        ("fem_dagar", 0.01, 0.05),
        ("plan_inom_5_dagar", 0.80, 0.90),
        ("kvinnor", 0.47, 0.53),
        ("over_50", 0.01, 0.06),
        ("inskrivna", 0.12, 0.25),
        ("flera_inskrivningar", 0.05, 0.15),
    ],
)
def test_the_city_is_plausible(stad, matt, lagst, hogst):
    assert lagst <= shares(stad.personer, TODAY)[matt] <= hogst


def test_every_number_is_a_published_test_number_and_stands_once(stad):
    nummer = [p.nummer for p in stad.personer]
    assert len(set(nummer)) == len(nummer) == 2000
    assert all(is_test_number(n) for n in nummer)
    filer = registret.deliveries(stad)
    assert all(is_test_number(n) for n in {rad.nummer for f in filer for rad in f.rader})


@pytest.mark.parametrize("idag", [date(2026, 11, 22), date(2027, 1, 6), date(2026, 3, 1)])
def test_dates_are_in_order_whatever_day_the_story_ends(idag):
    for p in build_city(300, idag, KONTON).personer:
        assert p.registrerad <= idag
        assert all(fran <= (till or idag) for fran, till in p.stod)
        for v in p.vistelser:
            assert p.registrerad <= v.remiss.skickad <= v.inskriven <= (v.avslutad or idag) <= idag
            assert all(v.inskriven <= plan.publicerad <= idag for plan in v.planer)
            assert all(v.inskriven <= d.fran <= (d.avslutad or d.till or d.fran) for d in v.placeringar)
            assert all(d.avslutad <= idag for d in v.placeringar if d.avslutad)


def test_stays_of_one_person_do_not_overlap(stad):
    for p in stad.personer:
        ordnade = sorted(p.vistelser, key=lambda v: v.inskriven)
        assert all(a.avslutad and a.avslutad < b.inskriven for a, b in itertools.pairwise(ordnade))


def test_those_who_moved_are_still_on_support_and_moved_within_their_case(stad):
    flyttade = [p for p in stad.personer if p.tidigare]
    assert len(flyttade) > 10
    for p in flyttade:
        assert p.stod[-1][1] is None
        assert p.registrerad < p.tidigare[1] < TODAY
        assert p.tidigare[0] is not p.stadsdel


def test_the_same_city_comes_again_and_another_day_gives_another():
    en, samma, annan = (build_city(120, dag, KONTON) for dag in (TODAY, TODAY, add_months(TODAY, 1)))
    assert [dataclasses.asdict(p) for p in en.personer] == [dataclasses.asdict(p) for p in samma.personer]
    assert [p.stod for p in en.personer] != [p.stod for p in annan.personer]


def test_carl_and_sara_have_a_full_desk(stad):
    carls = [p for p in stad.personer if p.oppen and p.oppen.coach == "carl"]
    saras = [p for p in stad.personer if p.socialsekreterare == "sara"]
    assert 34 <= len(carls) <= 40
    assert 36 <= len(saras) <= 44


def test_carls_day_has_something_late_today_and_this_week(stad):
    dagar = [p.oppen.planer[-1].nasta for p in stad.personer if p.oppen and p.oppen.coach == "carl" and p.oppen.planer]
    kvar = [(dag - TODAY).days for dag in dagar]
    assert any(n < 0 for n in kvar)
    assert 0 in kvar
    assert any(0 < n <= 5 for n in kvar)
    assert sum(1 for n in kvar if n < 0) <= 4


def test_no_insats_holds_more_than_its_places_and_some_are_full(stad):
    antal = places(stad.personer, TODAY)
    tagna = [d.post.namn for d in current(stad.personer, TODAY)]
    assert all(tagna.count(namn) <= n for namn, n in antal.items())
    assert any(tagna.count(namn) == n for namn, n in antal.items())


def test_plans_say_something_of_their_own():
    fraser = ("självförsörjande", "ut i arbete", "hitta ett jobb", "egen försörjning")
    texter = [text for s in SPAR for text in (*s.mal, *(vad for vad, _ in s.delmal))]
    assert not [t for t in texter if any(f in t.lower() for f in fraser)]
    assert len({vad for s in SPAR for vad, _ in s.delmal}) > 60


def test_some_deliveries_are_missing_and_one_was_replaced(stad):
    filer = registret.deliveries(stad)
    assert len(filer) == 36 * 14 - 3
    assert ("Skarpnäck", date(2026, 8, 1)) not in {(f.stadsdel, f.manad) for f in filer}
    assert [f.stadsdel for f in filer if f.ersatter] == ["Kungsholmen"]


# With a database -------------------------------------------------------------------------------------------------


TABELLER = (
    cases.Aspirant, cases.HushallBarn, cases.Sdfansvar, cases.Remiss, cases.Inskrivning, cases.Handlaggare,
    cases.Overlamning, cases.Samordnare, cases.Vikariat, cases.Skyddsbehorighet, cases.Skyddsandring,
    cases.Nummerfraga, cases.Nummerhandelse, cases.Handling,
    cases.Utlamnande, cases.Samtycke, Plan, Delmal, Trepartssamtal,
    Insats, Placering, Leverans, Registerrad, Checkpoint, Fras,
)  # fmt: skip


@pytest.mark.django_db
def test_a_small_city_has_something_for_every_page_and_is_not_made_twice(agera):
    """One seeding for all of it: it takes seconds."""
    with owner():
        call_command("seed_demo", persons=60, today=TODAY, stdout=StringIO())
        assert [m.__name__ for m in TABELLER if not m.objects.exists()] == []
        users = {u.username: u for u in cases.User.objects.all()}
        _the_checkpoints_tell_of_all_three_answers()
        _only_demo_accounts_can_log_in()
        _what_is_rare_happens_too()
        _a_city_reads_what_it_is_given()
        _one_who_has_left_leaves_something(users)
        _seeding_again_is_refused()
    for username in ("sara", "carl", "hanna", "vera"):
        with agera(users[username]):
            assert cases.Aspirant.objects.exists(), username
    with agera(users["carl"]):
        _the_told_akt_is_whole()
    with agera(users["sara"]):
        senaste = Plan.objects.jobbplaner().filter(aspirant__nummer=NUMMER, ersatt_at=None).get()
        assert senaste.handling.utlamnanden.get().kvitterat_at
        for tidigare in cases.Tidigarenummer.objects.personens():
            assert cases.Aspirant.objects.med_nummer(tidigare.nummer) == tidigare.aspirant
        assert cases.Tidigarenummer.objects.filter(orsak="fel", aspirant__efternamn="Marklund").exists()


def _the_told_akt_is_whole():
    amal = cases.Aspirant.objects.get(nummer=NUMMER)
    assert amal.inskrivning_set.count() == 2
    assert Plan.objects.jobbplaner().filter(aspirant=amal).count() == 7
    assert Delmal.objects.filter(plan__aspirant=amal, fore__isnull=False).exists()
    assert amal.kartlaggning_set.filter(handling=None).count() == 0
    assert Placering.objects.filter(aspirant=amal).pagaende_den(TODAY).count() == 2
    assert Trepartssamtal.objects.filter(aspirant=amal, datum=TODAY).exists()


def _the_checkpoints_tell_of_all_three_answers():
    utfall = dict(Checkpoint.objects.filter(aspirant__nummer=NUMMER).values_list("manader", "utfall"))
    assert utfall == {6: "uppbar_inte", 12: "uppgift_saknas", 18: "uppbar"}
    assert not Checkpoint.objects.filter(funnen_dag__lt=F("dag")).exists()


def _what_is_rare_happens_too():
    assert cases.Remiss.objects.exclude(overenskommen=None).exists()
    assert cases.Remiss.objects.exclude(annorlunda_skal="").exists()
    assert Planuppfoljning.objects.filter(klar_at=None, plan__ersatt_at__isnull=False).exists()
    assert cases.Externutlamnande.objects.filter(mottagare="af", mottaget__isnull=False).exists()
    assert broken() == []  # avslut in bulk have the same consequences as one by hand


def _a_city_reads_what_it_is_given():
    nyss = TODAY - timedelta(days=8)
    osedda = cases.Overlamning.objects.filter(sedd_at=None)
    assert osedda.exists()
    assert not osedda.filter(gjord_at__date__lt=nyss).exists()
    assert not cases.Nummerfraga.objects.filter(sedd_at=None, besvarad_at__date__lt=nyss).exists()


def _one_who_has_left_leaves_something(users):
    lamnade = cases.Journalanteckning.objects.filter(signerad_at=None, forfattare=users["maja.ronning"])
    assert lamnade.exists()
    assert cases.Vikariat.objects.giltiga(TODAY).filter(ersattare=users["maja.ronning"]).exists()
    assert {k.kalla == "overtagen" for k in Kartlaggning.objects.filter(handling=None)} == {True}


def _only_demo_accounts_can_log_in():
    users = cases.User.objects.exclude(password__startswith="!")
    assert set(users.values_list("username", flat=True)) == set(KONTON)


def _seeding_again_is_refused():
    before = cases.Aspirant.objects.count()
    with pytest.raises(CommandError, match="inte tom"):
        call_command("seed_demo", persons=60)
    call_command("seed_demo", if_empty=True, stdout=StringIO())
    assert cases.Aspirant.objects.count() == before
