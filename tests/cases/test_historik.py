"""History by trigger: what is kept, who reads it, and that nothing the application can do changes or silences it."""

from datetime import date
from types import SimpleNamespace

import pytest
from celery.signals import task_prerun
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.models import (
    Andring,
    Aspirant,
    Handlaggare,
    HushallBarn,
    Inskrivning,
    RattsligGrund,
    Skyddsbehorighet,
    Utlamnande,
)
from cases.sekretess.historik import LASARE, columns
from cases.sekretess.identitet import fran_kalla, set_kalla, som_anvandare
from cases.sekretess.matris import PROTECTED
from cases.sekretess.tillampa import apply_matrix
from cases.services.handlingar import hand_over
from config.database import APP_ROLE
from jobbplaner.models import Delmal, Plan, Planuppfoljning
from jobbplaner.services import publish_plan
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner
from tests.jobbplaner.fabriker import NU, utkast
from tests.scen import scen

pytestmark = pytest.mark.django_db


def latest(**kwargs) -> Andring:
    with owner():
        return Andring.objects.filter(**kwargs).order_by("-id").first()


def count(**kwargs) -> int:
    with owner():
        return Andring.objects.filter(**kwargs).count()


def as_user(user):
    return som_anvandare(user.pk, today=TODAY)


def run(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_change_keeps_the_old_and_the_new_of_what_changed_and_nothing_else(stad):
    person = stad.aspirant(telefon="070-1")
    with fran_kalla("cases:uppgifter", "AB12-CD34"), as_user(stad.sara):
        person.telefon, person.tolk = "070-2", True
        person.save()
    row = latest(slag="andrad")
    assert row.falt == {"telefon": ["070-1", "070-2"], "tolk": [False, True]}
    assert (row.tabell, row.rad, row.aspirant_id, row.av_id) == ("cases_aspirant", person.pk, person.pk, stad.sara.pk)
    assert (row.sida, row.referens, row.synlig_for) == ("cases:uppgifter", "AB12-CD34", None)


def test_a_new_row_is_told_of_without_a_copy(stad):
    person = stad.aspirant()
    row = latest(tabell="cases_aspirant", slag="ny")
    assert (row.rad, row.falt) == (person.pk, {})


def test_a_removed_row_is_kept_whole(stad):
    person = stad.aspirant()
    with as_user(stad.sara):
        HushallBarn.objects.create(aspirant=person, fodelsear=2015)
        person.barn.all().delete()
    falt = latest(slag="borttagen").falt
    assert falt.pop("id")[0] > 0
    assert falt == {"aspirant_id": [person.pk, None], "fodelsear": [2015, None]}


def test_saving_the_same_again_is_no_change(stad):
    person = stad.aspirant()
    before = count()
    with as_user(stad.sara):
        Aspirant.objects.get(pk=person.pk).save()
        Aspirant.objects.update(version=7)
    assert count() == before


def test_a_new_unit_and_protection_leave_no_trace_in_the_history_of_the_akt(stad):
    person, _ = stad.inskriven()
    with owner():
        person.barn.create(fodelsear=2015)
        before = count(slag="andrad")
        factories.remiss(person, stad.varberg, stad.sara)
        Aspirant.objects.filter(pk=person.pk).update(skydd=1)
    assert count(slag="andrad") == before


@pytest.mark.parametrize("sista", ["", "Sista vägen 3"])
def test_neither_the_level_of_protection_nor_a_hidden_address_stands_in_history(stad, sista):
    person = stad.aspirant(adress="Gamla vägen 1", telefon="070-1")
    with owner():
        Aspirant.objects.filter(pk=person.pk).update(adress="Nya vägen 2", telefon="070-2")
        Aspirant.objects.filter(pk=person.pk).update(adress=sista)
        Aspirant.objects.filter(pk=person.pk).update(skydd=2, adress="")
        Aspirant.objects.filter(pk=person.pk).update(skydd=0)
        kept = [row.falt for row in Andring.objects.filter(tabell="cases_aspirant", slag="andrad")]
    assert kept == [{"telefon": ["070-1", "070-2"]}]


def test_history_follows_the_person_to_the_units_that_see_them(stad):
    person = stad.aspirant()
    with as_user(stad.carl):
        assert Andring.objects.count() == 0
    factories.remiss(person, stad.kista, stad.sara)
    seen = {}
    for user in (stad.sara, stad.carl, stad.hanna, stad.vera, stad.nina, stad.sven):
        with as_user(user):
            seen[user.username] = Andring.objects.filter(tabell="cases_aspirant").count()
    assert seen == {"sara": 1, "carl": 1, "hanna": 0, "vera": 0, "nina": 0, "sven": 0}


def test_history_of_a_protected_person_is_for_the_named_alone(stad):
    person = stad.aspirant(skyddad=True)
    with owner():
        Skyddsbehorighet.objects.create(aspirant=person, user=stad.stina, fran=TODAY)
    seen = []
    for user in (stad.sara, stad.stina):
        with as_user(user):
            seen.append(Andring.objects.filter(tabell="cases_aspirant").exists())
    assert seen == [False, True]


def test_drafts_of_a_document_stay_within_the_nämnd_also_after_it_has_been_handed_over(stad):
    person, oppen = stad.inskriven()
    plan = utkast(person, stad.kista, stad.carl, inskrivning=oppen)
    with as_user(stad.carl):
        publish_plan(plan=plan, by=stad.carl, now=NU, pdf=b"%PDF-1.7 provfil")
        plan.refresh_from_db()
        hand_over(
            handling=plan.handling,
            till_enhet=stad.spanga,
            grund=factories.kod(RattsligGrund, "nodvandigt_egen_verksamhet"),
            by=stad.carl,
            now=NU,
        )
    with as_user(stad.sara):
        assert Plan.objects.get().mal
        assert not Andring.objects.filter(tabell__in=["jobbplaner_plan", "jobbplaner_delmal"]).exists()
    with as_user(stad.eva):
        assert Andring.objects.filter(tabell="jobbplaner_plan").count() > 1


def test_a_delmål_says_which_plan_it_belongs_to_also_when_it_is_gone(stad):
    person, oppen = stad.inskriven()
    plan = utkast(person, stad.kista, stad.carl, inskrivning=oppen)
    with owner():
        Delmal.objects.filter(plan=plan).delete()
    row = latest(tabell="jobbplaner_delmal", slag="borttagen")
    assert (row.del_av, "vad" in row.falt) == (plan.pk, True)


def test_what_passes_between_two_nämnder_is_read_by_both_and_no_third():
    s = scen()
    with owner():
        Utlamnande.objects.filter(pk=s.utlamnande.pk).update(
            kvitterat_at=factories.at("2026-11-24 10:00"), kvitterat_av=s.stad.sara
        )
        row = Andring.objects.get(tabell="cases_utlamnande", slag="andrad")
    assert set(row.synlig_for) == {s.stad.kista.namnd_id, s.stad.spanga.namnd_id}


def test_what_was_read_is_no_longer_read_when_the_document_is_withdrawn():
    s = scen()
    with owner():
        Plan.objects.filter(pk=s.plan.pk).update(motprestation="Söka tre arbeten i veckan")
    with as_user(s.stad.sara):
        assert Andring.objects.filter(tabell="jobbplaner_plan", slag="andrad").exists()
    with owner():
        Utlamnande.objects.filter(pk=s.utlamnande.pk).delete()
        run("UPDATE cases_handling SET synlig_for = synlig_for WHERE id = %s", s.plan.handling_id)
    with as_user(s.stad.sara):
        assert not Andring.objects.filter(tabell="jobbplaner_plan", rad=s.plan.pk).exists()
    with as_user(s.stad.carl):
        assert Andring.objects.filter(tabell="jobbplaner_plan", rad=s.plan.pk, slag="andrad").exists()


def test_the_file_of_a_handling_is_never_copied():
    scen()
    with owner():
        Utlamnande.objects.all().delete()
        Planuppfoljning.objects.all().delete()
        Plan.objects.all().delete()
        run("UPDATE jobbplaner_kartlaggningsdel SET handling_id = NULL")
        run("DELETE FROM jobbplaner_kartlaggningsdel")
        run("DELETE FROM jobbplaner_kartlaggning")
        run("DELETE FROM cases_handling")
    assert "titel" in latest(tabell="cases_handling").falt
    assert "pdf" not in latest(tabell="cases_handling").falt


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO cases_andring (aspirant_id, at, tabell, rad, slag, falt, av_id, sida, referens, enheter, skydd)"
        " VALUES (1, '2026-11-24', 'cases_aspirant', 1, 'andrad', '{}', 1, '', '', '{}', 0)",
        "UPDATE cases_andring SET av_id = 1",
        "DELETE FROM cases_andring",
        "TRUNCATE cases_andring",
        "ALTER TABLE cases_aspirant DISABLE TRIGGER z_historik_andrad",
        "DROP TRIGGER z_historik_andrad ON cases_aspirant",
        "SET LOCAL session_replication_role = 'replica'",
        "CREATE OR REPLACE FUNCTION app.historik() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_the_application_can_neither_write_nor_remove_nor_stop_history(stad, sql):
    stad.aspirant()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), as_user(stad.sara):
        run(sql)


def test_no_setting_of_the_application_silences_history(stad):
    person = stad.aspirant()
    with owner():  # the application may make no table of its own; this is what it could do if it might
        run(f'GRANT TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" TO {APP_ROLE}')
    with as_user(stad.sara):
        run("SET LOCAL app.historik = 'av'")
        run("CREATE TEMP TABLE cases_andring (LIKE public.cases_andring)")
        run("SET LOCAL search_path = pg_temp, public")
        Aspirant.objects.filter(pk=person.pk).update(telefon="070-3")
        run("DROP TABLE pg_temp.cases_andring")
        run("SET LOCAL search_path = public")
    assert latest(slag="andrad").falt["telefon"][1] == "070-3"


def test_the_owner_may_load_in_bulk_without_history(som_agare, stad):
    person = stad.aspirant()
    before = count()
    with transaction.atomic():
        run("SET LOCAL app.historik = 'av'")
        Aspirant.objects.filter(pk=person.pk).update(telefon="070-4")
    assert count() == before


def test_the_name_in_history_is_the_identity_of_the_transaction_whatever_the_row_says(stad):
    person, _ = stad.inskriven()
    with as_user(stad.carl):
        Inskrivning.objects.filter(aspirant=person).update(avslut_kommentar="x")
        Handlaggare.objects.create(aspirant=person, user=stad.eva, enhet=stad.kista, fran=TODAY)
    assert {latest(tabell=t).av_id for t in ("cases_inskrivning", "cases_handlaggare")} == {stad.carl.pk}


def test_a_write_that_is_undone_leaves_no_history(stad):
    person = stad.aspirant()
    before = count()
    with as_user(stad.sara):
        Aspirant.objects.filter(pk=person.pk).update(telefon="070-5")
        transaction.set_rollback(True)
    assert count() == before


def test_history_goes_with_the_person(som_agare, stad):
    person = stad.aspirant()
    person.delete()
    assert count(aspirant_id=person.pk) == 0


def test_every_protected_table_of_a_person_has_history_or_says_why_not():
    with connection.cursor() as cursor:
        kolumner = columns(cursor)
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'z_historik_andrad'")
        attached = {row[0] for row in cursor.fetchall()}
    persons = {t for t in PROTECTED if t == "cases_aspirant" or "aspirant_id" in dict(kolumner[t])}
    assert attached == {t for t in persons if not PROTECTED[t].utan_historik}
    # kept, and read by nobody in the application: a rule of a kind of its own has not been decided on
    assert {t for t in attached if PROTECTED[t].las not in LASARE} == {"cases_skyddsbehorighet"}


def test_a_new_column_has_history_by_itself(som_agare, stad):
    person = stad.aspirant()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE cases_aspirant ADD COLUMN skonummer int")
    assert apply_matrix() is True
    run("UPDATE cases_aspirant SET skonummer = 42")
    assert latest(slag="andrad").falt == {"skonummer": [None, 42]}
    assert latest(slag="andrad").rad == person.pk


def test_a_request_says_which_page_and_ties_its_rows_together(stad, logga_in):
    person = stad.aspirant()
    data = typed.person(fornamn="Amina", datum_stammer="on") | typed.hushall(barn=(2015,))
    assert logga_in(stad.sara).post(reverse("cases:uppgifter", args=[person.pk]), data).status_code == 302
    with owner():
        rows = list(Andring.objects.filter(sida="cases:uppgifter"))
    assert {row.tabell for row in rows} == {"cases_aspirant", "cases_hushallbarn"}
    assert len({row.referens for row in rows}) == 1
    assert {row.av_id for row in rows} == {stad.sara.pk}


def test_a_task_says_which_task_it_was(stad):
    person = stad.aspirant()
    task_prerun.send(sender=None, task_id="a1b2", task=SimpleNamespace(name="cases.tasks.prov"))
    try:
        with as_user(stad.sara):
            Aspirant.objects.filter(pk=person.pk).update(telefon="070-6")
    finally:
        set_kalla("", "")
    assert (latest().sida, latest().referens) == ("cases.tasks.prov", "a1b2")


def test_the_clock_of_history_is_the_databases_own(stad):
    stad.aspirant()
    assert latest().at.date() != date(2026, 11, 24)
