"""One handläggare hands over to the next: one person or many, all or nothing, once."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from cases.enums import Roll
from cases.models import Aspirant, Avslutsorsak, Handlaggare, Overlamning, Skyddsbehorighet
from cases.services.avslut import Avslutsuppgifter, close_inskrivning
from cases.services.handlaggare import HandlaggareError
from cases.services.overlamning import HolderChangedError, Post, Uppgifter, hand_over_cases
from tests.cases.handlaggare_data import haller, namngiven, overlamnad
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, inskrivning, kod

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")


@pytest.fixture
def maria(stad):
    return anvandare("maria", Roll.COACH, stad.kista)


@pytest.fixture
def person(stad):
    person, _ = stad.inskriven()
    haller(person, stad.carl, stad.kista)
    return person


def holders(person, enhet) -> list[tuple]:
    with owner():
        rader = Handlaggare.objects.filter(aspirant=person, enhet=enhet).order_by("fran")
        return [(r.user.username, str(r.fran), str(r.till) if r.till else None) for r in rader]


def over(personer, enhet, till, by, fran=TODAY, omgang=None, stamplar=None, **kwargs):
    """Hand over as the page does, with what it showed."""
    if stamplar is None:
        rader = Handlaggare.objects.filter(aspirant__in=personer, enhet=enhet).order_by("fran")
        stamplar = {r.aspirant_id: r.stampel for r in rader if r.till is None or r.till >= TODAY}
    return hand_over_cases(
        poster=[Post(p.pk, stamplar.get(p.pk, "")) for p in personer],
        enhet=enhet,
        uppgifter=Uppgifter(till=till, fran=fran, **kwargs),
        omgang=omgang or uuid.uuid4(),
        by=by,
        now=NU,
    )


class TestOne:
    def test_the_one_before_ends_the_day_before_and_the_note_is_kept(self, stad, person, maria, agera):
        with agera(stad.eva):
            (gjord,) = over([person], stad.kista, maria, stad.eva, notering="Ringer hellre än skriver.")
        assert holders(person, stad.kista) == [
            ("carl", "2026-06-01", "2026-11-23"),
            ("maria", "2026-11-24", None),
        ]
        assert (gjord.fran_user, gjord.till_user, gjord.notering) == (stad.carl, maria, "Ringer hellre än skriver.")

    def test_a_later_day_is_a_soft_change(self, stad, person, maria, agera):
        with agera(stad.carl):
            over([person], stad.kista, maria, stad.carl, date(2026, 12, 10))
            assert Aspirant.objects.handlagda_av(stad.carl, date(2026, 12, 9)).count() == 1
            assert Aspirant.objects.handlagda_av(maria, date(2026, 12, 9)).count() == 0
            assert Aspirant.objects.handlagda_av(maria, date(2026, 12, 10)).count() == 1

    def test_a_planned_change_may_be_moved_given_to_another_and_taken_back(self, stad, person, maria, agera):
        with agera(stad.eva):
            over([person], stad.kista, maria, stad.eva, date(2026, 12, 10))
            over([person], stad.kista, stad.eva, stad.eva, date(2026, 12, 1))
            assert holders(person, stad.kista) == [
                ("carl", "2026-06-01", "2026-11-30"),
                ("eva", "2026-12-01", None),
            ]
            over([person], stad.kista, stad.carl, stad.eva, date(2026, 11, 27))
        assert holders(person, stad.kista) == [("carl", "2026-06-01", None)]

    def test_two_changes_on_one_day_leave_the_last_and_both_notes(self, stad, person, maria, agera):
        with agera(stad.eva):
            over([person], stad.kista, maria, stad.eva, notering="Ett")
            over([person], stad.kista, stad.eva, stad.eva, notering="Två")
        assert [h[0] for h in holders(person, stad.kista)] == ["carl", "eva"]
        with owner():
            assert list(Overlamning.objects.values_list("notering", flat=True)) == ["Ett", "Två"]

    @pytest.mark.parametrize(
        ("dag", "text"), [(date(2026, 5, 31), "blev handläggare 2026-06-01"), (date(2028, 1, 1), "mer än ett år")]
    )
    def test_a_day_before_the_present_one_began_or_far_off_is_refused(self, stad, person, maria, agera, dag, text):
        with agera(stad.eva), pytest.raises(HandlaggareError, match=text):
            over([person], stad.kista, maria, stad.eva, dag)

    @pytest.mark.parametrize("who", ["vera", "sara", "nina"])
    def test_only_a_member_of_the_unit_with_the_right_role_receives(self, stad, person, agera, who):
        with agera(stad.eva), pytest.raises(HandlaggareError, match="arbetar inte på Jobbtorg Kista"):
            over([person], stad.kista, getattr(stad, who), stad.eva)

    def test_one_whose_membership_ends_before_the_day_does_not_receive(self, stad, person, maria, agera):
        with owner():
            maria.medlemskap.update(till=TODAY)
        with agera(stad.eva):
            with pytest.raises(HandlaggareError, match="arbetar inte"):
                over([person], stad.kista, maria, stad.eva, TODAY + timedelta(days=1))
            over([person], stad.kista, maria, stad.eva)

    def test_the_same_again_is_refused(self, stad, person, agera):
        with agera(stad.eva), pytest.raises(HandlaggareError, match="redan handläggare"):
            over([person], stad.kista, stad.carl, stad.eva)

    def test_an_avslut_ends_the_holder_and_what_was_planned(self, stad, person, maria, agera):
        with agera(stad.carl):
            over([person], stad.kista, maria, stad.carl, date(2026, 12, 10))
            close_inskrivning(
                inskrivning=person.inskrivning_set.get(),
                uppgifter=Avslutsuppgifter(avslutad=TODAY, avslutsorsak=kod(Avslutsorsak, "okand")),
                by=stad.carl,
                now=NU,
            )
        assert holders(person, stad.kista) == [("carl", "2026-06-01", "2026-11-24")]


class TestMany:
    @pytest.fixture
    def personer(self, stad):
        personer = [stad.inskriven()[0] for _ in range(3)]
        for person in personer:
            haller(person, stad.carl, stad.kista)
        return personer

    def test_all_pass_in_one_go_at_the_cost_of_one(
        self, stad, personer, maria, agera, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        counted = django_assert_num_queries
        with agera(stad.eva), CaptureQueriesContext(connection) as en:
            over(personer[:1], stad.kista, stad.eva, stad.eva)
        with agera(stad.eva), django_capture_on_commit_callbacks(execute=True) as sagt, counted(len(en)):
            assert len(over(personer[1:], stad.kista, maria, stad.eva)) == 2
        assert len(sagt) == 1
        with agera(stad.eva):
            over(personer[:1], stad.kista, maria, stad.eva)
        assert {holders(p, stad.kista)[-1][0] for p in personer} == {"maria"}

    def test_the_same_submit_again_changes_nothing_and_answers_the_same(self, stad, personer, maria, agera):
        omgang = uuid.uuid4()
        with agera(stad.eva):
            shown = {p.pk: Handlaggare.objects.get(aspirant=p).stampel for p in personer}
            first = over(personer, stad.kista, maria, stad.eva, omgang=omgang, stamplar=shown)
            again = over(personer, stad.kista, maria, stad.eva, omgang=omgang, stamplar=shown)
        assert {o.pk for o in first} == {o.pk for o in again}
        with owner():
            assert Overlamning.objects.count() == 3

    def test_one_that_someone_else_changed_stops_them_all_and_is_named(self, stad, personer, maria, agera):
        with agera(stad.eva):
            shown = {p.pk: Handlaggare.objects.get(aspirant=p).stampel for p in personer}
            over(personer[:1], stad.kista, stad.eva, stad.eva)
            with pytest.raises(HolderChangedError, match=f"{personer[0].namn} \\(Eva Test\\)"):
                over(personer, stad.kista, maria, stad.eva, stamplar=shown)
        assert {holders(p, stad.kista)[-1][0] for p in personer[1:]} == {"carl"}

    def test_a_person_out_of_sight_stops_them_all(self, stad, personer, maria, agera):
        hidden = stad.aspirant(skyddad=True)
        inskrivning(hidden, stad.kista)
        rad = haller(hidden, stad.carl, stad.kista)
        with agera(stad.eva):
            shown = {p.pk: Handlaggare.objects.get(aspirant=p).stampel for p in personer}
            with pytest.raises(HandlaggareError, match="som du får se"):
                over([*personer, hidden], stad.kista, maria, stad.eva, stamplar=shown | {hidden.pk: rad.stampel})
        assert holders(personer[0], stad.kista)[-1][0] == "carl"


class TestProtected:
    @pytest.fixture
    def skyddad(self, stad):
        person = stad.aspirant(skyddad=True)
        inskrivning(person, stad.kista)
        haller(person, stad.carl, stad.kista)
        namngiven(person, stad.carl)
        return person

    def seen(self, agera, user, dag=TODAY):
        with agera(user, dag):
            return Aspirant.objects.count()

    def test_whoever_is_on_the_list_hands_over_and_the_receiver_is_named_from_the_day(
        self, stad, skyddad, maria, agera
    ):
        with agera(stad.carl):
            over([skyddad], stad.kista, maria, stad.carl, date(2026, 12, 10))
        assert [self.seen(agera, maria, d) for d in (TODAY, date(2026, 12, 10))] == [0, 1]
        assert self.seen(agera, stad.eva) == 0

    def test_a_note_about_them_is_seen_by_the_named_alone(self, stad, skyddad, maria, agera):
        overlamnad(skyddad, stad.kista, stad.eva, stad.carl, notering="Hemligt")
        assert [self.notes(agera, u) for u in (stad.carl, stad.eva, stad.sara)] == [1, 0, 0]

    def notes(self, agera, user):
        with agera(user):
            return Overlamning.objects.count()

    def test_someone_named_until_a_day_and_now_for_good_stays_after_it(self, stad, skyddad, maria, agera):
        namngiven(skyddad, maria, fran=TODAY, till=date(2026, 11, 30))
        with agera(stad.carl):
            over([skyddad], stad.kista, maria, stad.carl)
        assert self.seen(agera, maria, date(2026, 12, 24)) == 1
        with owner():
            grunder = Skyddsbehorighet.objects.filter(user=maria).order_by("grund").values_list("grund", "till")
            assert list(grunder) == [("handlaggare", None), ("namngiven", date(2026, 11, 30))]


def test_the_note_stays_with_the_nämnd_and_the_change_is_seen_by_both_sides(stad, person, agera, maria):
    with agera(stad.carl):
        over([person], stad.kista, maria, stad.carl, notering="Bara vi")
    with agera(stad.sara):
        assert [Overlamning.objects.count(), Handlaggare.objects.count()] == [0, 2]
    with agera(stad.eva):
        assert Overlamning.objects.get().notering == "Bara vi"


def test_another_nämnds_note_cannot_be_written(stad, person, agera):
    with agera(stad.sara), pytest.raises(ProgrammingError, match="row-level security"):
        Overlamning.objects.create(
            aspirant=person,
            namnd=stad.kista.namnd,
            enhet=stad.kista,
            till_user=stad.carl,
            dag=TODAY,
            omgang=uuid.uuid4(),
            gjord_at=NU,
            gjord_av=stad.sara,
        )
