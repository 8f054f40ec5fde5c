"""6, 12 and 18 months after avslut: worked examples, corrections, readers and doors."""

import json
from datetime import date

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection

from cases.models import Avslutsorsak, AvslutsorsakSocialtjanst, Enhet, Inskrivning, Parameter, Puls, Underorsak
from cases.sekretess.identitet import som_system
from config.celery import app
from tests import factories
from tests.conftest import TODAY, owner
from uppfoljning.checkpoints import ONE_AT_A_TIME, run_uppfoljning
from uppfoljning.leveranser import withdraw_leverans
from uppfoljning.models import Checkpoint, CheckpointHistorik
from uppfoljning.models.register import med_aterkomst
from uppfoljning.tasks import run_uppfoljning_nightly

from .registerfiler import NU, deliver

pytestmark = pytest.mark.django_db

SPANGA, HAGERSTEN = "Spånga-Tensta", "Hägersten-Liljeholmen"
AVSLUTAD = date(2025, 8, 31)


def run(today=TODAY):
    with som_system("uppfoljning"):
        return run_uppfoljning(today=today)


def found() -> dict:
    with owner():
        return {c.manader: c.utfall for c in Checkpoint.objects.all()}


@pytest.fixture
def avslut(stad):
    """Closed 2025-08-31 to work: checkpoints 2026-02-28, 2026-08-31 and, not yet, 2027-02-28."""
    person, inskrivning = stad.inskriven(
        inskriven=date(2025, 1, 1), avslutad=AVSLUTAD, orsak="arbete_ej_subventionerat"
    )
    inskrivning.aspirant = person
    return inskrivning


@pytest.fixture
def levererat(tmp_path, avslut):
    """Deliver a month of both districts; in Spånga's the person is when `med`."""

    def inner(manad, *, med=False, replace=False, belopp=9000):
        deliver(tmp_path, manad, SPANGA, *[avslut.aspirant.nummer][: int(med)], replace=replace, belopp=belopp)
        deliver(tmp_path, manad, HAGERSTEN, replace=replace)

    return inner


def update(inskrivning, **fields):
    with owner():
        Inskrivning.objects.filter(pk=inskrivning.pk).update(**fields)


def kod(model, kod):
    return model.objects.get(kod=kod)


def test_days_are_counted_from_avslut_and_clipped_never_chained(avslut):
    run(date(2027, 2, 28))
    with owner():
        assert list(Checkpoint.objects.order_by("manader").values_list("manader", "dag", "manad")) == [
            (6, date(2026, 2, 28), date(2026, 2, 1)),
            (12, date(2026, 8, 31), date(2026, 8, 1)),
            (18, date(2027, 2, 28), date(2027, 2, 1)),
        ]


def test_a_checkpoint_comes_on_its_day_and_not_before(avslut):
    run(date(2026, 2, 27))
    assert found() == {}
    run(date(2026, 2, 28))
    assert found() == {6: "uppgift_saknas"}


def test_a_month_that_no_one_has_delivered_is_unknown(avslut):
    assert run().nya == {"uppbar": 0, "uppbar_inte": 0, "uppgift_saknas": 2}


def test_delivered_months_give_the_answer(avslut, levererat):
    levererat("2026-02", med=True)
    levererat("2026-08")
    run()
    assert found() == {6: "uppbar", 12: "uppbar_inte"}
    with owner():
        six = Checkpoint.objects.get(manader=6)
    assert (six.leverans.sdf.namn, six.leverans.manad, six.funnen_dag) == (SPANGA, date(2026, 2, 1), TODAY)


def test_one_missing_district_leaves_no_unknown_but_support_found_is_found(avslut, tmp_path):
    deliver(tmp_path, "2026-02", SPANGA, avslut.aspirant.nummer)
    deliver(tmp_path, "2026-08", SPANGA)
    run()
    assert found() == {6: "uppbar", 12: "uppgift_saknas"}


def test_support_in_another_district_is_found(avslut, tmp_path):
    deliver(tmp_path, "2026-02", HAGERSTEN, avslut.aspirant.nummer)
    run()
    assert found()[6] == "uppbar"


def test_an_amount_of_zero_is_no_support(avslut, levererat):
    levererat("2026-02", med=True, belopp=0)
    run()
    assert found()[6] == "uppbar_inte"


def test_a_district_that_did_not_exist_that_month_is_not_waited_for(avslut, tmp_path, stad):
    with owner():
        Enhet.objects.filter(pk=stad.hagersten.pk).update(giltig_fran="2026-03-01")
    deliver(tmp_path, "2026-02", SPANGA)
    deliver(tmp_path, "2026-08", SPANGA)
    run()
    assert found() == {6: "uppbar_inte", 12: "uppgift_saknas"}


def test_a_later_delivery_turns_unknown_into_an_answer_and_keeps_what_was_said(avslut, levererat):
    run(date(2026, 3, 1))
    levererat("2026-02", med=True)
    assert run().andrade["uppbar"] == 1
    with owner():
        before = CheckpointHistorik.objects.get()
    assert (before.utfall, before.leverans, before.funnen_dag, before.andrad_dag) == (
        "uppgift_saknas", None, date(2026, 3, 1), TODAY,
    )  # fmt: skip


def test_a_replaced_delivery_changes_the_answer_and_keeps_what_was_found(avslut, levererat):
    levererat("2026-02", med=True)
    run()
    levererat("2026-02", replace=True)
    korning = run()
    assert (korning.andrade["uppbar_inte"], found()[6]) == (1, "uppbar_inte")
    with owner():
        assert CheckpointHistorik.objects.get().leverans.ersatt_at == NU


def test_the_same_answer_from_a_new_delivery_is_confirmed_not_changed(avslut, levererat):
    levererat("2026-02", med=True)
    run()
    levererat("2026-02", med=True, replace=True)
    korning = run()
    assert (korning.bekraftade["uppbar"], korning.andrade.total()) == (1, 0)
    with owner():
        assert Checkpoint.objects.get(manader=6).leverans.ersatt_at is None


def test_a_withdrawn_delivery_makes_the_month_unknown_again(avslut, levererat):
    levererat("2026-02")
    run()
    with owner():
        withdraw_leverans(manad=date(2026, 2, 1), stadsdel=HAGERSTEN, reason="Fel fil", now=NU, today=TODAY)
    run()
    assert found()[6] == "uppgift_saknas"


def test_running_again_changes_nothing_and_says_so(avslut, levererat):
    levererat("2026-02", med=True)
    run()
    again = run()
    assert again.inget_nytt
    assert again.oforandrade == {"uppbar": 1, "uppbar_inte": 0, "uppgift_saknas": 1}
    assert str(again) == "Inget att ändra. 2 uppföljningar står som förut."


def test_a_second_run_at_the_same_time_waits_for_the_first(avslut):
    params = connection.get_connection_params()
    kwargs = {name: params[name] for name in ("host", "user", "dbname", "port") if name in params}
    with psycopg.connect(**kwargs) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ONE_AT_A_TIME])
        connection.cursor().execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            run()
    assert run().nya.total() == 2


def test_an_earlier_day_leaves_later_checkpoints_as_they_are(avslut):
    run()
    assert run(date(2026, 3, 1)).borttagna == 0
    assert set(found()) == {6, 12}


@pytest.mark.parametrize("orsak", ["aterremitterad", "avslut_inom_5_dagar"])
def test_aterremitterade_and_five_days_are_not_followed_up(stad, orsak):
    stad.inskriven(inskriven=AVSLUTAD, avslutad=AVSLUTAD, orsak=orsak)
    run()
    assert found() == {}


@pytest.mark.parametrize(
    ("fields", "bortfall"),
    [
        ({"avslutsorsak": "ovrigt", "underorsak": "avliden"}, "avliden"),
        ({"avslutsorsak": "ovrigt", "underorsak": "flyttat"}, "flyttat"),
        ({"avslutsorsak": "ovrigt", "underorsak": "sambo"}, ""),
        ({"avslutsorsak_socialtjanst": "avliden"}, "avliden"),
        ({"avslutsorsak_socialtjanst": "arbete"}, ""),
    ],
)
def test_deaths_and_moves_are_marked_as_bortfall(avslut, fields, bortfall):
    models = {
        "avslutsorsak": Avslutsorsak, "underorsak": Underorsak, "avslutsorsak_socialtjanst": AvslutsorsakSocialtjanst,
    }  # fmt: skip
    update(avslut, **{name: kod(models[name], value) for name, value in fields.items()})
    run()
    with owner():
        assert set(Checkpoint.objects.values_list("bortfall", flat=True)) == {bortfall}


def test_a_person_enrolled_again_by_the_day_is_counted_as_found_and_as_enrolled(avslut, stad):
    factories.inskrivning(avslut.aspirant, stad.varberg, inskriven=date(2026, 3, 1))
    run()
    with owner():
        told = dict(Checkpoint.objects.values_list("manader", "ater_inskriven"))
    assert told == {6: False, 12: True}


def test_a_corrected_date_moves_the_checkpoint_and_keeps_what_it_was(avslut):
    run()
    update(avslut, avslutad=date(2025, 9, 15))
    assert run().andrade["uppgift_saknas"] == 2
    with owner():
        assert Checkpoint.objects.get(manader=6).dag == date(2026, 3, 15)
        assert CheckpointHistorik.objects.get(checkpoint__manader=6).dag == date(2026, 2, 28)


def test_a_date_corrected_beyond_today_takes_the_checkpoint_away_until_it_comes(avslut):
    run()
    update(avslut, avslutad=date(2026, 1, 31))
    assert run().borttagna == 1
    assert set(found()) == {6}


@pytest.mark.parametrize("reopened", [True, False])
def test_an_avslut_undone_or_no_longer_followed_up_takes_its_checkpoints_with_it(avslut, levererat, reopened):
    run()
    levererat("2026-02", med=True)
    run()
    if reopened:
        update(avslut, avslutad=None, avslutsorsak=None)
    else:
        update(avslut, avslutsorsak=kod(Avslutsorsak, "aterremitterad"))
    assert run().borttagna == 2
    with owner():
        assert (Checkpoint.objects.count(), CheckpointHistorik.objects.count()) == (0, 0)


def test_back_at_any_time_since_avslut_counts_months_after_that_of_the_avslut(avslut, tmp_path):
    def back() -> bool:
        with som_system("uppfoljning"):
            return med_aterkomst(Inskrivning.objects.all()).get().aterkommit

    deliver(tmp_path, "2025-08", SPANGA, avslut.aspirant.nummer)
    deliver(tmp_path, "2025-10", SPANGA, avslut.aspirant.nummer, belopp=0)
    assert back() is False
    deliver(tmp_path, "2025-11", HAGERSTEN, avslut.aspirant.nummer)
    assert back() is True


# Who reads it ------------------------------------------------------------------------------------------------------


def seen(agera, *users) -> list[int]:
    counts = []
    for user in users:
        with agera(user):
            counts.append(Checkpoint.objects.count())
    return counts


def test_the_sdf_reads_it_and_the_jobbtorg_by_the_standing_utlamnande(avslut, stad, agera):
    run()
    assert seen(agera, stad.sara, stad.carl, stad.vera, stad.hanna, stad.nina, stad.sven) == [2, 2, 0, 0, 0, 0]


def test_with_the_parameter_off_the_jobbtorg_reads_nothing(avslut, stad, agera):
    with owner():
        Parameter.objects.filter(kod="checkpoint_utlamnas").update(varde=False)
    run()
    assert seen(agera, stad.sara, stad.carl) == [2, 0]


def test_only_the_duty_may_write(avslut, stad, agera):
    run()
    with agera(stad.sara):
        assert Checkpoint.objects.update(utfall="uppbar") == 0
        assert Checkpoint.objects.filter(manader=6).delete()[0] == 0
    with pytest.raises(ProgrammingError, match="row-level security"), som_system("statistik"):
        run_uppfoljning(today=date(2027, 2, 28))


# Doors ---------------------------------------------------------------------------------------------------------------


def test_the_command_tells_the_counts_as_json(avslut, capsys):
    call_command("run_uppfoljning", today="2026-03-01", json=True)
    svar = json.loads(capsys.readouterr().out)
    assert svar["nya"] == {"totalt": 1, "uppbar": 0, "uppbar_inte": 0, "uppgift_saknas": 1}
    assert (svar["ok"], svar["dag"], svar["inget_nytt"]) == (True, "2026-03-01", False)


def test_the_command_refuses_a_day_that_is_none(capsys):
    with pytest.raises(SystemExit):
        call_command("run_uppfoljning", today="2026-02-30")
    assert "Skriv dagen som ÅÅÅÅ-MM-DD" in capsys.readouterr().err


def test_the_nightly_duty_delivered_twice_has_one_effect_and_leaves_its_pulse(avslut):
    run_uppfoljning_nightly()
    run_uppfoljning_nightly()
    assert set(found()) == {6, 12}
    puls = Puls.objects.get(namn="uppfoljning-varje-natt")
    assert (puls.lyckades, puls.senast_at, puls.meddelande[:15]) == (True, NU, "Inget att ändra")


def test_a_failed_night_leaves_a_pulse_that_says_so(avslut, monkeypatch):
    def fail(**kwargs):
        raise ZeroDivisionError("hemligt")

    monkeypatch.setattr("uppfoljning.tasks.run_uppfoljning", fail)
    with pytest.raises(ZeroDivisionError):
        run_uppfoljning_nightly()
    puls = Puls.objects.get(namn="uppfoljning-varje-natt")
    assert (puls.lyckades, puls.meddelande) == (False, "Avbröts: ZeroDivisionError")


def test_the_night_runs_the_duty():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert run_uppfoljning_nightly.name in scheduled
