"""kartlaggning.antal_hinder against worked examples: latest in the period, age on its date, levels that count."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection

from cases.personnummer import make_testnummer
from cases.sekretess.identitet import som_anvandare, som_system
from config.periods import Period
from tests.conftest import TODAY
from tests.jobbplaner.kartlaggning_data import overtagen
from uppfoljning.indikatorer import Urval
from uppfoljning.statistik import rakna_statistik

pytestmark = pytest.mark.django_db
T1 = Period(date(2026, 1, 1), date(2026, 4, 30))
DAG = date(2026, 3, 2)


def rader(internal=True, **urval) -> dict:
    """(sex, age) -> the row, without what names it."""
    with som_system("statistik"):
        svar = rakna_statistik(Urval((T1,), **urval), internal=internal).json()["kartlaggning"]["antal_hinder"]
    return {(r.pop("kon"), r.pop("alder")): r for r in svar}


NUMMER = (make_testnummer(date(1980, 2, 2) + timedelta(days=n), "kvinna") for n in range(300))


def fodd(stad, ar: int, kon="kvinna", **kwargs):
    """Someone born that 2 March; the number is any, since a birth date is a field of its own."""
    return stad.aspirant(fodelsedatum=date(ar, 3, 2), kon=kon, nummer=next(NUMMER), **kwargs)


def tom(**kwargs) -> dict:
    return dict.fromkeys(("0", "1", "2", "3", "4+"), 0) | kwargs


def test_every_sex_and_age_stands_also_with_zero(stad):
    alla = rader()
    assert list(alla) == [(k, a) for k in ("kvinna", "man") for a in ("18-29", "30-44", "45-54", "55-64")]
    assert all(rad == tom() for rad in alla.values())


def test_mattligt_and_stort_count_in_both_parts_and_vet_ej_does_not(stad):
    overtagen(
        fodd(stad, 1990), stad.kista, DAG, motivation="mattligt", annat="stort", skulder="stort", boende="vet_ej",
        familj="inget",
    )  # fmt: skip
    overtagen(fodd(stad, 1991), stad.kista, DAG, boende="vet_ej")
    alla_nio = dict.fromkeys(
        ("fysisk_halsa", "psykisk_halsa", "motivation", "boende", "familj", "rattslig", "levnadsvanor", "skulder",
         "annat"), "stort",
    )  # fmt: skip
    overtagen(fodd(stad, 1992, "man"), stad.kista, DAG, **alla_nio)
    svar = rader()
    assert svar["kvinna", "30-44"] == tom(**{"0": 1, "3": 1})
    assert svar["man", "30-44"] == tom(**{"4+": 1})


def test_the_latest_in_the_period_counts_once(stad):
    person = fodd(stad, 1990)
    overtagen(person, stad.kista, date(2026, 1, 1), skulder="stort")
    overtagen(person, stad.kista, date(2026, 4, 30), skulder="stort", boende="stort")
    overtagen(person, stad.kista, date(2025, 12, 31))
    overtagen(person, stad.kista, date(2026, 5, 1))
    assert rader()["kvinna", "30-44"] == tom(**{"2": 1})


def test_age_is_that_of_its_date_and_outside_18_to_64_is_in_no_group(stad):
    for ar in (2008, 1996, 1981, 1971, 1961):  # 18, 30, 45, 55 and 65 that very day
        overtagen(fodd(stad, ar), stad.kista, DAG)
        overtagen(fodd(stad, ar, "man"), stad.kista, date(2026, 3, 1))  # a day younger: 17, 29, 44, 54, 64
    svar = rader()
    assert [svar["kvinna", a]["0"] for a in ("18-29", "30-44", "45-54", "55-64")] == [1, 1, 1, 1]
    assert [svar["man", a]["0"] for a in ("18-29", "30-44", "45-54", "55-64")] == [1, 1, 1, 1]


def test_sex_unknown_is_in_no_row_and_a_draft_counts_for_nobody(stad):
    overtagen(fodd(stad, 1990, "okant"), stad.kista, DAG)
    from jobbplaner.models import Kartlaggning
    from tests.factories import as_owner

    with as_owner():
        Kartlaggning.objects.create(
            aspirant=fodd(stad, 1990),
            namnd=stad.kista.namnd,
            enhet=stad.kista,
            datum=DAG,
            andrad_at="2026-03-02T09:00Z",
        )
    assert all(rad == tom() for rad in rader().values())


def test_units_narrow_by_who_made_it_and_by_the_responsible_sdf(stad):
    overtagen(fodd(stad, 1990), stad.kista, DAG)
    overtagen(fodd(stad, 1990), stad.varberg, DAG)
    overtagen(fodd(stad, 1990, sdf=stad.hagersten), stad.hagersten, DAG)
    antal = [
        rader(**urval)["kvinna", "30-44"]["0"]
        for urval in ({}, {"jobbtorg": (stad.kista.pk,)}, {"sdf": (stad.spanga.pk,)}, {"sdf": (stad.hagersten.pk,)})
    ]
    assert antal == [3, 1, 2, 1]


def test_small_counts_are_hidden(stad):
    for _ in range(5):
        overtagen(fodd(stad, 1990), stad.kista, DAG)
    for _ in range(4):
        overtagen(fodd(stad, 1990), stad.kista, DAG, skulder="stort")
    assert rader(internal=False)["kvinna", "30-44"] == tom(**{"0": 5, "1": None, "dold": True, "dolda": {"1": "<5"}})


@pytest.mark.parametrize("vem", ["carl", "nina"])
def test_nobody_but_the_duty_is_given_the_counts(stad, vem):
    with (
        pytest.raises(ProgrammingError, match="bara statistiken"),
        som_anvandare(getattr(stad, vem).pk, today=TODAY),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM app.antal_hinder('{2026-01-01}', '{2026-12-31}', NULL, NULL)")


def test_the_duty_reads_no_kartlaggning(stad):
    overtagen(fodd(stad, 1990), stad.kista, DAG)
    with som_system("statistik"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM jobbplaner_kartlaggning), count(*) FROM jobbplaner_kartlaggningsdel"
        )
        assert cursor.fetchone() == (0, 0)
