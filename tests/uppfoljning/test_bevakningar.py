"""The table of bevakningar: equal to the rules by night and on change, and what a person closed stays closed."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from cases.models import Handlaggare, Parameter
from cases.sekretess.identitet import som_system
from tests.conftest import TODAY, owner
from tests.factories import at
from tests.jobbplaner.fabriker import publicerad
from tests.radscen import radscen
from uppfoljning.bevakningar import berakning
from uppfoljning.bevakningar.berakning import compute, refresh, refresh_person, refresh_persons
from uppfoljning.bevakningar.handbok import text
from uppfoljning.bevakningar.regler import REGLER
from uppfoljning.models import Bevakning, Bevakningsatgard, EgenBevakning
from uppfoljning.tasks import refresh_bevakningar_nightly

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")


@pytest.fixture
def s():
    scen = radscen()
    with owner():
        Bevakning.objects.all().delete()
        Bevakningsatgard.objects.all().delete()
    return scen


def table() -> set[tuple]:
    with owner():
        rader = Bevakning.objects.values_list("regel", "aspirant", "nyckel", "enhet", "fran", "dag", "uppskjuten_till")
        return set(rader)


def run(today=TODAY):
    with som_system("bevakning"):
        return refresh(today=today)


def act(rad, s, slag, **kwargs):
    with owner():
        Bevakningsatgard.objects.create(
            aspirant=s.person, enhet=rad.enhet, regel=rad.regel, nyckel=rad.nyckel, slag=slag, av=s.stad.carl, at=NU,
            **kwargs,
        )  # fmt: skip


def one(regel):
    with owner():
        return Bevakning.objects.select_related("enhet").get(regel=regel)


def test_the_night_makes_the_table_say_what_the_rules_say(s):
    run()
    with som_system("bevakning"):
        assert table() == compute(today=TODAY)
    # the plan of the scene's enrolment is published, its remiss unanswered, its jobbplan handed over and not receipted
    assert {rad[0] for rad in table()} >= {"jobbplan_uppfoljning", "remiss_svara", "remiss_vantar", "handling", "egen"}


def test_who_can_work_and_is_held_at_the_sdf_is_asked_for_an_arbetsplan_until_there_is_one(stad):
    with owner():
        kan, kan_inte, slapptes, har = (stad.aspirant(arbetsformaga=f) for f in ("51-75", "0", "51-75", ""))
        for person in (kan, kan_inte, slapptes, har):
            till = TODAY - timedelta(days=1) if person is slapptes else None
            Handlaggare.objects.create(
                aspirant=person, user=stad.sara, enhet=stad.spanga, fran=date(2026, 11, 23), till=till
            )
        # who comes back has the days anew, who is handed over has not
        for fran, till in (("2020-01-01", "2020-06-30"), ("2026-11-20", "2026-11-22")):
            Handlaggare.objects.create(aspirant=kan, user=stad.sara, enhet=stad.spanga, fran=fran, till=till)
    publicerad(har, stad.spanga, stad.sara, slag="arbetsplan")
    with som_system("bevakning"):
        fragas = [rad[1:] for rad in compute(today=TODAY) if rad[0] == "forsta_arbetsplan"]
    assert fragas == [(kan.pk, str(kan.pk), stad.spanga.pk, date(2026, 11, 20), date(2026, 12, 18), None)]


def test_a_second_run_changes_nothing(s):
    forst = run()
    sedan = run()
    assert (sedan.alla, sedan.skrivna, sedan.bort) == (forst.alla, 0, 0)


def test_a_run_killed_half_way_ends_right_on_the_next(s, monkeypatch):
    run()
    i_morgon = TODAY + timedelta(days=40)
    gjort = []
    inre = berakning._refresh

    def dies(regel, given, person):
        if len(gjort) == 5:
            raise KeyboardInterrupt
        gjort.append(regel.kod)
        return inre(regel, given, person)

    monkeypatch.setattr(berakning, "_refresh", dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        run(i_morgon)
    monkeypatch.setattr(berakning, "_refresh", inre)
    run(i_morgon)
    with som_system("bevakning"):
        assert table() == compute(today=i_morgon)


def test_one_persons_refresh_leaves_the_others_and_says_the_same(s):
    run()
    hela = table()
    with owner():
        Bevakning.objects.all().delete()
    annan, _ = s.stad.inskriven()
    with som_system("bevakning"):
        refresh_person(aspirant_id=s.person.pk, today=TODAY)
        assert table() == hela
        refresh_person(aspirant_id=annan.pk, today=TODAY)
        assert table() == compute(today=TODAY)
    with owner():
        Bevakning.objects.all().delete()
    with som_system("bevakning"):
        refresh_persons(aspirant_ids=[annan.pk, s.person.pk, annan.pk], today=TODAY)
        assert table() == compute(today=TODAY)


def test_one_closed_by_a_person_is_not_reopened_for_the_same_fact_but_a_new_fact_gives_a_new_one(s):
    run()
    rad = one("jobbplan_uppfoljning")
    act(rad, s, "stang")
    run()
    assert "jobbplan_uppfoljning" not in {r[0] for r in table()}
    with owner():
        # the next version is a new fact
        s.plan.ersatt_at = NU
        s.plan.save()
        s.plan.pk, s.plan.nummer, s.plan.ersatt_at, s.plan.handling = None, 2, None, None
        s.plan._state.adding = True
        s.plan.save()
    run()
    assert one("jobbplan_uppfoljning").nyckel == str(s.plan.pk)


def test_one_opened_again_is_back_as_the_rule_says(s):
    run()
    rad = one("remiss_svara")
    act(rad, s, "stang")
    act(rad, s, "oppna")
    run()
    assert one("remiss_svara").dag == rad.dag


def test_a_snoozed_one_is_due_on_the_day_it_was_put_off_to(s):
    run()
    act(one("remiss_svara"), s, "skjut_upp", till=date(2026, 12, 4), skal="Väntar på läkarintyg")
    run()
    rad = one("remiss_svara")
    assert (rad.galler_dag, rad.uppskjuten_till) == (date(2026, 12, 4), date(2026, 12, 4))
    assert rad.dag == s.remiss.svar_senast


def test_the_municipalitys_parameter_moves_the_day(s):
    with owner():
        EgenBevakning.objects.all().delete()
        Parameter.objects.update_or_create(kod="plan_orord_dagar", defaults={"varde": 10})
    run()
    rad = one("jobbplan_orord")
    assert rad.dag == rad.fran + timedelta(days=10)


def test_the_unit_that_acts_reads_it_and_no_other(s, agera):
    run()
    for user, regler in ((s.stad.carl, {"remiss_svara"}), (s.stad.sara, {"remiss_vantar", "handling"})):
        with agera(user):
            sedda = set(Bevakning.objects.values_list("regel", flat=True))
        assert regler <= sedda
    with agera(s.stad.carl):
        assert not Bevakning.objects.filter(regel__in=["remiss_vantar", "utan_stod", "checkpoint"]).exists()
    for user in (s.stad.hanna, s.stad.vera, s.stad.nina, s.stad.sven):
        with agera(user):
            assert not Bevakning.objects.exists()


def test_nobody_at_a_screen_writes_the_computed_rows(s, agera):
    run()
    with agera(s.stad.carl):
        assert Bevakning.objects.all().update(dag=TODAY, galler_dag=TODAY) == 0
        assert Bevakning.objects.all().delete()[0] == 0


@pytest.mark.parametrize(
    ("namn", "falt"),
    [
        ("uppfoljning_atgard_dag_bara_vid_skjut_upp", {"slag": "stang", "till": TODAY}),
        ("uppfoljning_atgard_dag_bara_vid_skjut_upp", {"slag": "skjut_upp", "till": None, "skal": "Väntar"}),
        ("uppfoljning_atgard_skal_vid_skjut_upp", {"slag": "skjut_upp", "till": TODAY, "skal": ""}),
    ],
)
def test_the_database_refuses_an_act_that_is_not_whole(s, namn, falt):
    run()
    rad = one("remiss_svara")
    with pytest.raises(IntegrityError, match=namn), transaction.atomic():
        act(rad, s, falt.pop("slag"), **falt)


def test_the_database_refuses_a_day_that_is_neither_the_rules_nor_the_snooze(s):
    run()
    with pytest.raises(IntegrityError, match="galler_dag"), owner(), transaction.atomic():
        Bevakning.objects.update(galler_dag=date(2000, 1, 1))


def test_the_database_refuses_an_own_one_that_says_nothing(s):
    with pytest.raises(IntegrityError, match="sager_vad"), owner(), transaction.atomic():
        EgenBevakning.objects.create(
            aspirant=s.person, enhet=s.stad.kista, text="", dag=TODAY, av=s.stad.carl, skapad_at=NU
        )


def test_the_nightly_duty_leaves_a_heartbeat(s):
    refresh_bevakningar_nightly()
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT meddelande FROM cases_puls WHERE namn = 'bevakningar-varje-natt'")
        assert "bevakningar" in cursor.fetchone()[0]


def test_each_rule_says_where_it_comes_from():
    assert all(r.kalla and r.namn and r.handbok and r.sql.__doc__ for r in REGLER.values())


def test_the_handbook_lists_the_rules_as_they_are():
    assert Path("docs/handbok/bevakningar.md").read_text() == text()


def test_the_command_does_what_the_night_does(s):
    call_command("refresh_bevakningar", today=str(TODAY), stdout=StringIO())
    with som_system("bevakning"):
        assert table() == compute(today=TODAY)
