"""The figures against worked examples, the edges of every period, and a slow and obvious twin in Python."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.deadlines import trepartssamtal_dagar
from cases.enums import Kon
from cases.models import Avslutsorsak, AvslutsorsakSocialtjanst, Parameter, Underorsak
from cases.sekretess.identitet import som_system
from config.dates import add_months, workdays_between
from config.periods import Period
from jobbplaner.models import Plan, Trepartssamtal
from tests.factories import UserFabrik, as_owner, at, inskrivning, kod
from tests.insatser.fabriker import insats, placering
from tests.uppfoljning.fabriker import inskrivningar, personer
from uppfoljning.checkpoints import run_uppfoljning
from uppfoljning.indikatorer import Urval
from uppfoljning.models import Checkpoint, Leverans
from uppfoljning.statistik import rakna_statistik

T2 = Period.tertial(2026, 2)
FRAN, TILL = T2.fran, T2.till


def siffror(period=T2, **kwargs) -> dict:
    """Figures of one period, nothing hidden."""
    with som_system("statistik"):
        return rakna_statistik(Urval((period,), **kwargs), internal=True).json()


def brak(svar, kod, kon="totalt"):
    varde = svar["indikatorer"][kod][kon]
    return varde["taljare"], varde["namnare"]


def plan(rad, publicerad, nasta=date(2030, 1, 1), ersatt=None, nummer=1, slag="jobbplan"):
    """A published plan of an enrolment."""
    with as_owner():
        by = UserFabrik(username="planerare")
        return Plan.objects.create(
            aspirant=rad.aspirant,
            namnd=rad.jobbtorg.namnd,
            enhet=rad.jobbtorg,
            inskrivning=rad,
            slag=slag,
            nummer=nummer,
            skapad_av=by,
            andrad_av=by,
            andrad_at=publicerad,
            publicerad_at=publicerad,
            publicerad_av=by,
            ersatt_at=ersatt,
            nasta_uppfoljning=nasta,
        )


class TestWorkedExamples:
    def test_170_unknown_of_1000_is_17_percent(self, stad):
        folk = personer(1000, sdf=stad.spanga)
        inskrivningar(folk[:170], stad.kista, date(2026, 1, 12), date(2026, 6, 1), "okand")
        inskrivningar(folk[170:], stad.kista, date(2026, 1, 12), date(2026, 6, 1), "studier")
        svar = siffror()
        assert svar["indikatorer"]["okand_avslutsorsak"]["totalt"] == {"taljare": 170, "namnare": 1000, "varde": 0.17}
        assert svar["avslutade"] == {"totalt": 1000, "kvinnor": 1000, "man": 0}

    def test_the_cohort_of_500_gives_245_and_300_of_440(self, stad):
        folk = iter(personer(500, sdf=stad.spanga))
        inskriven, tolv = date(2025, 6, 10), date(2026, 6, 10)

        def avsluta(antal, orsak, dag=date(2026, 2, 3)):
            inskrivningar([next(folk) for _ in range(antal)], stad.kista, inskriven, dag, orsak)

        avsluta(60, "aterremitterad", tolv)
        avsluta(145, "arbete_ej_subventionerat")
        avsluta(50, "arbete_subventionerat")
        avsluta(50, "studier", tolv)
        avsluta(30, "af_program")
        avsluta(25, "ovrigt")
        inskrivningar(list(folk), stad.kista, inskriven)
        svar = siffror()
        assert brak(svar, "arbete_studier_12_man") == (245, 440)
        assert brak(svar, "avslutade_exkl_aterremitterade_12_man") == (300, 440)
        assert svar["indikatorer"]["arbete_studier_12_man"]["totalt"]["varde"] == 245 / 440


class TestVolumes:
    @pytest.fixture
    def rad(self, stad):
        return lambda *args, **kwargs: inskrivning(stad.aspirant(), stad.kista, *args, **kwargs)

    def test_both_ends_of_the_period_are_in_it(self, rad):
        rad(FRAN)
        rad(TILL)
        rad(FRAN - timedelta(days=1), FRAN, "studier")
        rad(FRAN - timedelta(days=1), TILL, "studier")
        svar = siffror()
        assert svar["nyinskrivna"]["totalt"] == 2
        assert svar["avslutade"]["totalt"] == 2

    def test_the_day_before_and_the_day_after_are_outside(self, rad):
        rad(FRAN - timedelta(days=9), FRAN - timedelta(days=1), "studier")
        rad(TILL + timedelta(days=1))
        svar = siffror()
        assert [svar[matt]["totalt"] for matt in ("inskrivna", "nyinskrivna", "avslutade")] == [0, 0, 0]

    def test_closed_on_the_last_day_is_not_enrolled_that_day(self, rad):
        rad(FRAN, TILL, "studier")
        rad(FRAN, TILL + timedelta(days=1), "studier")
        assert siffror()["inskrivna"]["totalt"] == 1

    def test_aterremitterad_is_left_out_only_where_the_name_says_so(self, rad):
        rad(FRAN, TILL, "aterremitterad")
        rad(FRAN, TILL, "okand")
        svar = siffror()
        assert svar["avslutade"]["totalt"] == 2
        assert svar["avslutade_exkl_aterremitterade"]["totalt"] == 1
        assert brak(svar, "okand_avslutsorsak") == (1, 2)

    def test_unknown_sex_counts_in_the_total_only(self, stad):
        for kon in (Kon.KVINNA, Kon.MAN, Kon.OKANT):
            inskrivningar(personer(1, sdf=stad.spanga, kon=kon, start=list(Kon).index(kon)), stad.kista, FRAN)
        assert siffror()["inskrivna"] == {"totalt": 3, "kvinnor": 1, "man": 1}

    def test_mean_enrolment_time_is_in_days_with_the_number_of_cases(self, rad):
        rad(date(2026, 6, 1), date(2026, 6, 11), "studier")
        rad(date(2026, 6, 1), date(2026, 6, 6), "okand")
        varde = siffror()["indikatorer"]["inskrivningstid"]["totalt"]
        assert varde == {"taljare": None, "namnare": 2, "varde": 7.5}

    def test_nothing_to_divide_by_is_missing_never_zero(self, stad):
        svar = siffror()["indikatorer"]
        assert all(i["totalt"]["varde"] is None and i["totalt"]["saknas"] for i in svar.values())

    def test_long_support_is_more_than_ten_months_to_the_day(self, stad):
        personer_ = personer(3, sdf=stad.spanga)
        for person, inskriven in zip(personer_, [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 2)], strict=True):
            inskrivning(person, stad.kista, inskriven, FRAN, "studier", forsorjningsstod_sedan=date(2025, 5, 1))
        fler = personer(1, sdf=stad.spanga, start=3)
        inskrivning(fler[0], stad.kista, date(2026, 3, 2), FRAN, "okand", forsorjningsstod_sedan=date(2025, 5, 1))
        varde = siffror()["indikatorer"]["inskrivningstid_langvarigt_stod"]["totalt"]
        assert varde == {"taljare": None, "namnare": 2, "varde": 60.0}

    def test_units_narrow_the_selection(self, stad):
        ett, tva = personer(2, sdf=stad.spanga), personer(1, sdf=stad.hagersten, start=2)
        inskrivningar(ett[:1] + tva, stad.kista, FRAN)
        inskrivningar(ett[1:], stad.varberg, FRAN)
        assert siffror(jobbtorg=(stad.kista.pk,))["inskrivna"]["totalt"] == 2
        assert siffror(sdf=(stad.spanga.pk,))["inskrivna"]["totalt"] == 2
        assert siffror(jobbtorg=(stad.kista.pk,), sdf=(stad.spanga.pk,))["inskrivna"]["totalt"] == 1


class TestCohort:
    @pytest.fixture
    def rad(self, stad):
        return lambda *args, **kwargs: inskrivning(stad.aspirant(), stad.kista, *args, **kwargs)

    def test_the_leap_day_falls_due_on_the_28th(self, rad):
        rad(date(2024, 2, 29))
        svar = siffror(Period(date(2025, 2, 28), date(2025, 2, 28)))
        assert brak(svar, "arbete_studier_12_man") == (0, 1)

    def test_twelve_months_are_not_365_days(self, rad):
        rad(date(2023, 6, 10))
        assert brak(siffror(Period(date(2024, 6, 10), date(2024, 6, 10))), "arbete_studier_12_man") == (0, 1)

    def test_closed_on_the_very_day_counts_and_the_day_after_does_not(self, rad):
        rad(date(2025, 6, 10), date(2026, 6, 10), "studier")
        rad(date(2025, 6, 10), date(2026, 6, 11), "studier")
        assert brak(siffror(), "avslutade_exkl_aterremitterade_12_man") == (1, 2)

    def test_aterremitterad_after_the_day_stays_in_the_cohort(self, rad):
        rad(date(2025, 6, 10), date(2026, 6, 10), "aterremitterad")
        rad(date(2025, 6, 10), date(2026, 6, 11), "aterremitterad")
        assert brak(siffror(), "avslutade_exkl_aterremitterade_12_man") == (0, 1)

    def test_five_days_leave_both_numerator_and_denominator(self, rad):
        rad(date(2025, 6, 10), date(2025, 6, 12), "avslut_inom_5_dagar")
        rad(date(2025, 6, 10), date(2025, 9, 12), "studier")
        svar = siffror()
        assert brak(svar, "avslutade_exkl_aterremitterade_12_man") == (2, 2)
        assert brak(svar, "avslutade_exkl_aterremitterade_12_man_utan_5_dagar") == (1, 1)
        assert brak(svar, "arbete_studier_12_man") == (1, 2)
        assert brak(svar, "arbete_studier_12_man_utan_5_dagar") == (1, 1)

    def test_each_enrolment_of_a_person_counts_by_itself(self, stad):
        person = stad.aspirant()
        inskrivning(person, stad.kista, date(2025, 5, 5), date(2025, 6, 5), "studier")
        inskrivning(person, stad.kista, date(2025, 7, 5))
        assert brak(siffror(), "arbete_studier_12_man") == (1, 2)


class TestJobbplan:
    """Monday 2026-06-08: the fifth working day is Monday the 15th."""

    INSKRIVEN, FEMTE = date(2026, 6, 8), date(2026, 6, 15)

    def test_published_on_the_fifth_working_day_is_in_time(self, stad):
        for publicerad in ("2026-06-15 23:50", "2026-06-16 00:10"):
            plan(inskrivning(stad.aspirant(), stad.kista, self.INSKRIVEN), at(publicerad))
        assert brak(siffror(), "jobbplan_inom_5_dagar") == (1, 2)

    def test_closed_by_then_is_left_out(self, stad):
        inskrivning(stad.aspirant(), stad.kista, self.INSKRIVEN, self.FEMTE, "avslut_inom_5_dagar")
        inskrivning(stad.aspirant(), stad.kista, self.INSKRIVEN, date(2026, 6, 16), "studier")
        assert brak(siffror(), "jobbplan_inom_5_dagar") == (0, 1)

    def test_the_fifth_day_decides_the_period_and_holidays_do_not_count(self, stad):
        inskrivning(stad.aspirant(), stad.kista, date(2026, 8, 24))
        inskrivning(stad.aspirant(), stad.kista, date(2026, 8, 25))
        inskrivning(stad.aspirant(), stad.kista, date(2025, 12, 19))
        assert brak(siffror(), "jobbplan_inom_5_dagar") == (0, 1)
        assert brak(siffror(Period(date(2026, 1, 2), date(2026, 1, 2))), "jobbplan_inom_5_dagar") == (0, 1)

    def test_an_arbetsplan_is_not_a_jobbplan(self, stad):
        plan(inskrivning(stad.aspirant(), stad.kista, self.INSKRIVEN), at("2026-06-09 10:00"), slag="arbetsplan")
        assert brak(siffror(), "jobbplan_inom_5_dagar") == (0, 1)

    def test_aktuell_is_published_not_replaced_and_followed_up_in_time(self, stad):
        def inskriven_med(**kwargs):
            plan(inskrivning(stad.aspirant(), stad.kista, self.INSKRIVEN), at("2026-06-09 10:00"), **kwargs)

        inskriven_med(nasta=TILL)
        inskriven_med(nasta=TILL - timedelta(days=1))
        inskriven_med(ersatt=at("2026-08-31 10:00"))
        inskriven_med(ersatt=at("2026-09-01 10:00"))
        assert brak(siffror(), "aktuell_jobbplan") == (2, 4)

    def test_aktuell_is_asked_of_those_enrolled_more_than_five_working_days(self, stad):
        """Monday 2026-08-31 is the last day: five working days after the 24th, six after the 21st."""
        for inskriven in (date(2026, 8, 24), date(2026, 8, 21), date(2024, 1, 8)):
            inskrivning(stad.aspirant(), stad.kista, inskriven)
        inskrivning(stad.aspirant(), stad.kista, date(2026, 3, 2), TILL, "studier")
        assert brak(siffror(), "aktuell_jobbplan") == (0, 2)


def samtal(rad, *dagar, **kwargs):
    """Trepartssamtal of an enrolment, held with all three parties unless told otherwise."""
    with as_owner():
        by = UserFabrik(username="ledare")
        for dag in dagar:
            falt = {"hallet_at": at(f"{dag} 10:00"), "fulltaligt": True, **kwargs}
            Trepartssamtal.objects.create(aspirant=rad.aspirant, enhet=rad.jobbtorg, datum=dag, skapad_av=by, **falt)


class TestTrepartssamtal:
    """T2 2026: of someone enrolled on 2026-03-02 two days fall in it, 2026-06-02 alone; on 2026-02-02 the 2nd of May
    and of August."""

    def fall(self, stad, inskriven=date(2026, 3, 2), avslutad=None):
        orsak = "studier" if avslutad else None
        return inskrivning(stad.aspirant(), stad.kista, inskriven, avslutad, orsak)

    def test_held_after_the_day_before_and_on_or_before_the_day_is_in_time(self, stad):
        samtal(self.fall(stad), date(2026, 6, 2))
        samtal(self.fall(stad), date(2026, 3, 2))
        samtal(self.fall(stad), date(2026, 6, 3))
        samtal(self.fall(stad, date(2026, 2, 2)), date(2026, 5, 2))
        assert brak(siffror(), "trepartssamtal_i_tid") == (3, 5)

    @pytest.mark.parametrize(
        "falt", [{"hallet_at": None, "fulltaligt": None}, {"fulltaligt": False}, {"motpart": "af"}]
    )
    def test_booked_incomplete_and_those_with_af_do_not_count(self, stad, falt):
        samtal(self.fall(stad), date(2026, 6, 1), **falt)
        assert brak(siffror(), "trepartssamtal_i_tid") == (0, 1)

    def test_is_asked_while_enrolled_and_without_sysselsattning_unless_the_district_wants_all(self, stad):
        self.fall(stad, avslutad=date(2026, 6, 2))
        self.fall(stad, date(2025, 5, 31))
        sysselsatt = self.fall(stad)
        with as_owner():
            ledare = UserFabrik(username="ledare")
            placering(sysselsatt.aspirant, insats(stad.kista), ledare, fran=date(2026, 6, 2))
        assert brak(siffror(), "trepartssamtal_i_tid") == (0, 2)
        with as_owner():
            Parameter.objects.filter(kod="trepartssamtal_for_alla").update(varde=[stad.spanga.namn])
        assert brak(siffror(), "trepartssamtal_i_tid") == (0, 3)


class TestCheckpoints:
    def avslut(self, stad, avslutad, orsak="studier", utfall=None, manader=6, **kwargs):
        """An avslut, and what the nightly duty found at one checkpoint."""
        person = stad.aspirant()
        falt = {"underorsak": kod(Underorsak, kwargs.pop("underorsak"))} if "underorsak" in kwargs else {}
        rad = inskrivning(person, stad.kista, date(2024, 1, 8), avslutad, orsak, **falt)
        if utfall:
            dag = add_months(avslutad, manader)
            with as_owner():
                Checkpoint.objects.create(
                    aspirant=person,
                    namnd=stad.spanga.namnd,
                    inskrivning=rad,
                    manader=manader,
                    dag=dag,
                    manad=dag.replace(day=1),
                    utfall=utfall,
                    funnen_dag=dag,
                    **kwargs,
                )
        return rad

    def test_missing_answers_stay_outside_the_share(self, stad):
        for utfall in ("uppbar", "uppbar_inte", "uppbar_inte", "uppgift_saknas", None):
            self.avslut(stad, date(2026, 1, 15), utfall=utfall)
        svar = siffror()
        assert brak(svar, "utan_stod_6_man") == (2, 3)
        assert svar["indikatorer"]["utan_stod_6_man"]["uppgift_saknas"]["totalt"] == 2
        sex = svar["uppfoljning"]["6"]
        assert [sex[n] for n in ("uppbar", "uppbar_inte", "uppgift_saknas")] == [1, 2, 2]

    def test_what_the_nightly_duty_finds_is_what_is_counted(self, stad):
        for _ in range(2):
            self.avslut(stad, date(2026, 1, 15))
        assert siffror()["uppfoljning"]["6"]["uppgift_saknas"] == 2
        with as_owner():
            for sdf in (stad.spanga, stad.hagersten):
                manad = {"manad": date(2026, 7, 1), "mottagen_at": at("2026-08-05 10:00")}
                Leverans.objects.create(sdf=sdf, rader=0, belopp=0, sha256="0" * 64, **manad)
        with som_system("uppfoljning"):
            run_uppfoljning(today=TILL)
        assert brak(siffror(), "utan_stod_6_man") == (2, 2)

    def test_the_day_is_counted_from_avslut_and_clipped(self, stad):
        self.avslut(stad, date(2025, 8, 31), utfall="uppbar_inte")
        self.avslut(stad, date(2025, 8, 31), utfall="uppbar_inte", manader=12)
        assert brak(siffror(Period(date(2026, 2, 28), date(2026, 2, 28))), "utan_stod_6_man") == (1, 1)
        assert brak(siffror(Period(date(2026, 8, 31), date(2026, 8, 31))), "utan_stod_12_man") == (1, 1)

    def test_returned_and_five_days_have_no_checkpoints(self, stad):
        self.avslut(stad, date(2026, 1, 15), "aterremitterad")
        self.avslut(stad, date(2026, 1, 15), "avslut_inom_5_dagar")
        assert siffror()["uppfoljning"]["6"]["uppgift_saknas"] == 0

    def test_dead_and_moved_are_counted_apart(self, stad):
        self.avslut(stad, date(2026, 1, 15), "ovrigt", underorsak="avliden")
        self.avslut(stad, date(2026, 1, 15), "ovrigt", "uppbar_inte", underorsak="flyttat", bortfall="flyttat")
        sex = siffror()["uppfoljning"]["6"]
        assert [sex[n] for n in ("bortfall", "uppbar_inte", "uppgift_saknas")] == [2, 0, 0]

    def test_back_at_a_jobbtorg_is_counted_too(self, stad):
        rad = self.avslut(stad, date(2026, 1, 15))
        with as_owner():
            person = rad.aspirant
        inskrivning(person, stad.kista, date(2026, 7, 15))
        self.avslut(stad, date(2026, 1, 15), utfall="uppbar", ater_inskriven=True)
        sex = siffror()["uppfoljning"]["6"]
        assert [sex[n] for n in ("ater_inskriven", "uppbar", "uppgift_saknas")] == [2, 1, 1]


class TestReasons:
    def test_every_valid_code_is_listed_also_with_zero(self, stad):
        svar = siffror()
        assert [rad["kod"] for rad in svar["avslutsorsaker"]] == [
            "arbete_ej_subventionerat",
            "arbete_subventionerat",
            "avslut_inom_5_dagar",
            "af_program",
            "studier",
            "aterremitterad",
            "ovrigt",
            "okand",
        ]
        assert {(rad["totalt"], rad["kvinnor"], rad["man"]) for rad in svar["avslutsorsaker"]} == {(0, 0, 0)}

    def test_both_code_sets_are_crossed(self, stad):
        soc = kod(AvslutsorsakSocialtjanst, "engang")
        inskrivning(stad.aspirant(), stad.kista, FRAN, TILL, "okand", avslutsorsak_socialtjanst=soc)
        inskrivning(stad.aspirant(), stad.kista, FRAN, TILL, "okand")
        svar = siffror()
        okand = next(rad for rad in svar["korstabell"] if rad["kod"] == "okand")
        assert {c["kod"]: c["antal"] for c in okand["celler"] if c["antal"]} == {"engang": 1, "ej_angiven": 1}
        assert {r["kod"]: r["totalt"] for r in svar["avslutsorsaker_socialtjanst"] if r["totalt"]} == {
            "engang": 1,
            "ej_angiven": 1,
        }

    def test_sub_reasons_belong_to_ovrigt(self, stad):
        falt = {"underorsak": kod(Underorsak, "a_kassa")}
        inskrivning(stad.aspirant(), stad.kista, FRAN, TILL, "ovrigt", **falt)
        inskrivning(stad.aspirant(), stad.kista, FRAN, TILL, "ovrigt")
        rader = siffror()["underorsaker"]
        assert {r["kod"]: r["totalt"] for r in rader if r["totalt"]} == {"a_kassa": 1, "ej_angiven": 1}

    def test_a_closed_code_is_listed_only_where_it_was_used(self, stad):
        with as_owner():
            Avslutsorsak.objects.filter(kod="af_program").update(giltig_till=date(2020, 12, 31))
        assert "af_program" not in {rad["kod"] for rad in siffror()["avslutsorsaker"]}
        inskrivning(stad.aspirant(), stad.kista, FRAN, TILL, "af_program")
        assert "af_program" in {rad["kod"] for rad in siffror()["avslutsorsaker"]}


DAG = st.dates(date(2025, 5, 1), date(2026, 9, 15))
ORSAK = st.sampled_from(["studier", "arbete_subventionerat", "aterremitterad", "avslut_inom_5_dagar", "okand"])
FALL = st.tuples(DAG, st.none() | st.integers(0, 500), ORSAK, st.sampled_from(list(Kon)))


def tvilling(fall, period, kon):
    """Every figure the slow way, one enrolment at a time."""
    valda = [(i, a, o) for i, a, o, k in fall if kon == "totalt" or k == {"kvinnor": "kvinna", "man": "man"}[kon]]
    ute = [(i, a, o) for i, a, o in valda if a and a in period]
    kohort = []
    for i, a, o in valda:
        tolv = add_months(i, 12)
        i_tid = a is not None and a <= tolv
        if tolv in period and not (i_tid and o == "aterremitterad"):
            kohort.append((i_tid, a and o))
    inne = [i for i, a, o in valda if i <= period.till and (a is None or a > period.till)]
    utan_5 = [(t, o) for t, o in kohort if o != "avslut_inom_5_dagar"]
    malet = ("studier", "arbete_subventionerat")
    return {
        "inskrivna": len(inne),
        "nyinskrivna": sum(i in period for i, a, o in valda),
        "avslutade": len(ute),
        "avslutade_exkl_aterremitterade": sum(o != "aterremitterad" for i, a, o in ute),
        "okand_avslutsorsak": (sum(o == "okand" for i, a, o in ute), len(ute)),
        "avslutade_exkl_aterremitterade_12_man": (sum(t for t, o in kohort), len(kohort)),
        "arbete_studier_12_man": (sum(t and o in malet for t, o in kohort), len(kohort)),
        "arbete_studier_12_man_utan_5_dagar": (sum(t and o in malet for t, o in kohort), len(utan_5)),
        "avslutade_exkl_aterremitterade_12_man_utan_5_dagar": (sum(t for t, o in utan_5), len(utan_5)),
        "trepartssamtal_i_tid": (
            0,
            sum(dag in period for i, a, o in valda for dag in trepartssamtal_dagar(i, period.till, avslutad=a)),
        ),
        "aktuell_jobbplan": (0, sum(workdays_between(i, period.till) > 5 for i in inne)),
        "inskrivningstid": sum((a - i).days for i, a, o in ute) / len(ute) if ute else None,
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FALL, max_size=12))
def test_the_set_based_figures_agree_with_the_slow_twin(stad, fall):
    fall = [(i, None if d is None else i + timedelta(days=d), o, k) for i, d, o, k in fall]
    with transaction.atomic():
        for n, (inskriven, avslutad, orsak, kon) in enumerate(fall):
            folk = personer(1, sdf=stad.spanga, kon=kon, start=n)
            inskrivningar(folk, stad.kista, inskriven, avslutad, orsak if avslutad else None)
        svar = siffror()
        transaction.set_rollback(True)
    for kon in ("totalt", "kvinnor", "man"):
        for namn, vantat in tvilling(fall, T2, kon).items():
            if namn == "inskrivningstid":
                assert svar["indikatorer"][namn][kon]["varde"] == vantat
            else:
                assert (brak(svar, namn, kon) if isinstance(vantat, tuple) else svar[namn][kon]) == vantat, (namn, kon)


def test_the_number_of_queries_does_not_grow_with_periods_units_or_persons(stad):
    def antal_fragor(perioder):
        with som_system("statistik"), CaptureQueriesContext(connection) as fragor:
            rakna_statistik(Urval(perioder), internal=True)
        return len(fragor)

    forsta = antal_fragor((T2,))
    for torg in (stad.kista, stad.varberg):
        inskrivning(stad.aspirant(), torg, FRAN, TILL, "studier")
    assert antal_fragor(tuple(T2.series(7))) == forsta
