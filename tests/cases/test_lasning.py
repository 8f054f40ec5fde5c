"""The reading log itself: append-only, signed by the database, kept by month."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from cases.lasning import log_shown
from cases.models import Aspirant, Handlaggare, Lasning, Puls, Skyddsbehorighet
from cases.sekretess.identitet import som_anvandare, som_ingen, som_system
from cases.sekretess.tillampa import MatrixIncompleteError, apply_matrix
from cases.services.lasningslogg import log_state, make_months
from cases.tasks import PULS, make_log_months
from tests import factories
from tests.conftest import TODAY, owner
from tests.factories import at

pytestmark = pytest.mark.django_db

NU = at("2026-11-24 09:30")


def shown(*persons, slag="visad"):
    log_shown({p.pk: slag for p in persons}, vy="cases:akt", now=NU, today=TODAY, referens="AB12-CD34")


def rows(**villkor):
    with owner():
        return list(Lasning.objects.filter(**villkor).order_by("id"))


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


class TestTheApplication:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE cases_lasning SET user_id = 1",
            "DELETE FROM cases_lasning",
            "TRUNCATE cases_lasning",
            "INSERT INTO cases_lasning (skedde_at, user_id, roll, aspirant_id, objekt, vy, slag, grund, referens)"
            " VALUES (now(), app.anvandare(), '', 1, '', 'x', 'visad', 'enhet', '')",
            "SELECT * FROM cases_lasning_ovrig",
            "DELETE FROM cases_lasning_ovrig",
        ],
    )
    def test_changes_removes_and_writes_nothing_by_itself(self, stad, agera, sql):
        with agera(stad.carl):
            shown(stad.inskriven()[0])
            with pytest.raises(ProgrammingError, match="permission denied"):
                run(sql)
        assert len(rows()) == 1

    def test_reads_what_it_was_shown_itself_and_no_refusals(self, stad, agera):
        person, _ = stad.inskriven()
        with agera(stad.carl):
            shown(person)
            run(
                "SELECT app.logga_nekad(%s, %s, 'x', '', '{cases_aspirant}', '{id}', ARRAY[%s], '')",
                NU,
                TODAY,
                str(person.pk),
            )
            assert [r.slag for r in Lasning.objects.all()] == ["visad"]
        with agera(stad.eva):
            assert not Lasning.objects.exists()

    def test_writes_for_nobody_else_than_the_one_it_works_for(self, stad):
        person, _ = stad.inskriven()
        with pytest.raises(ProgrammingError, match="kräver identitet"), som_ingen():
            shown(person)


class TestGround:
    def grund(self, user, person) -> tuple:
        with som_anvandare(user.pk, today=TODAY):
            shown(person)
        (row,) = rows(user=user)
        return row.grund, row.roll, row.enhet_id, row.namnd_id

    def test_is_the_unit_for_a_colleague(self, stad):
        person, _ = stad.inskriven()
        assert self.grund(stad.eva, person) == ("enhet", "enhetschef", stad.kista.pk, stad.kista.namnd_id)

    def test_is_the_own_case_for_its_handlaggare(self, stad):
        person, _ = stad.inskriven()
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=TODAY)
        assert self.grund(stad.carl, person)[0] == "uppdrag"

    def test_is_not_a_case_that_has_been_handed_over(self, stad):
        person, _ = stad.inskriven()
        with owner():
            Handlaggare.objects.create(
                aspirant=person, user=stad.carl, enhet=stad.kista, fran=date(2026, 1, 1), till=date(2026, 11, 23)
            )
        assert self.grund(stad.carl, person)[0] == "enhet"

    def test_is_the_named_list_for_a_protected_person(self, stad):
        person = stad.aspirant(skyddad=True)
        with owner():
            Skyddsbehorighet.objects.create(aspirant=person, user=stad.sara, fran=TODAY)
        assert self.grund(stad.sara, person)[0] == "namngiven"

    def test_is_nodoppning_where_nothing_else_opens_the_akt(self, stad):
        person = stad.aspirant()
        with som_anvandare(stad.vera.pk, today=TODAY):
            run("SELECT set_config('app.nod', %s, true)", f"{{{person.pk}}}")
            shown(person)
        assert rows()[0].grund == "nodoppning"

    def test_is_none_when_the_database_knows_no_reason(self, stad):
        assert self.grund(stad.vera, stad.aspirant())[0] == "ingen"

    def test_the_unit_is_the_one_that_has_the_person(self, stad):
        person, _ = stad.inskriven()
        factories.anvandare("carl", "coach", stad.varberg)
        assert self.grund(stad.carl, person)[2] == stad.kista.pk


class TestOneRequest:
    def test_writes_one_row_per_person_in_one_statement(self, stad, logga_in, django_assert_max_num_queries):
        for _ in range(5):
            stad.inskriven()
        client = logga_in(stad.carl)
        with django_assert_max_num_queries(25) as queries:
            client.get(reverse("cases:aspirant_list") + "?visa=enheten")
        assert len([q for q in queries if "logga_lasningar" in q["sql"]]) == 1
        found = rows()
        assert (len(found), {r.slag for r in found}, len({r.referens for r in found})) == (5, {"traff"}, 1)

    def test_says_in_the_foot_that_the_akt_was_opened(self, stad, logga_in):
        person, _ = stad.inskriven()
        page = logga_in(stad.carl).get(reverse("cases:akt", args=[person.pk])).content.decode()
        assert 'Att du öppnade akten loggades <span class="nowrap">2026-11-24</span> 09:30.' in page

    def test_says_in_the_foot_of_a_list_that_the_reading_is_logged(self, stad, logga_in):
        stad.inskriven()
        client = logga_in(stad.carl)
        assert "Din läsning loggas" in client.get("/personer/?visa=enheten").content.decode()
        assert "Din läsning loggas" not in client.get("/insatser/").content.decode()

    def test_a_page_that_broke_showed_nothing(self, stad, client, monkeypatch):
        person, _ = stad.inskriven()
        client.force_login(stad.carl)
        client.raise_request_exception = False
        monkeypatch.setattr("cases.views.akt.render", lambda *args: 1 / 0)
        assert client.get(reverse("cases:akt", args=[person.pk])).status_code == 500
        assert rows() == []

    def test_what_cannot_be_logged_is_not_shown(self, stad, client, monkeypatch):
        person, _ = stad.inskriven()
        client.force_login(stad.carl)
        client.raise_request_exception = False
        monkeypatch.setattr("cases.lasning._view", lambda request: "x" * 100)
        assert client.get(reverse("cases:akt", args=[person.pk])).status_code == 500

    def test_a_message_that_names_a_person_is_a_reading_where_it_is_shown(self, stad, logga_in):
        person = stad.aspirant()
        client = logga_in(stad.sara)
        client.post(reverse("cases:registrera_remiss", args=[person.pk]), {"ingen-remiss": "1"})
        assert rows() == []
        assert person.efternamn in client.get("/insatser/").content.decode()
        assert [(r.aspirant_id, r.vy, r.slag) for r in rows()] == [(person.pk, "insatser:insats_list", "traff")]

    def test_the_reference_on_the_error_page_is_the_logs(self, stad, logga_in):
        person = stad.aspirant()
        answer = logga_in(stad.hanna).get(reverse("cases:akt", args=[person.pk]))
        (row,) = rows()
        assert answer.status_code == 404
        assert row.referens in answer.content.decode()


class TestRefusal:
    def refused(self, client, user, url, metod="get"):
        client.force_login(user)
        assert getattr(client, metod)(url).status_code in (403, 404)
        (row,) = rows(user=user)
        return row.aspirant_id, row.objekt, row.slag, row.grund

    def test_names_who_was_asked_for_when_there_is_such_a_person(self, stad, client):
        person = stad.aspirant()
        asked = self.refused(client, stad.hanna, f"/akter/{person.pk}/")
        assert asked == (person.pk, f"cases_aspirant {person.pk}", "nekad", "ingen")

    def test_keeps_the_id_when_there_is_none(self, stad, client):
        assert self.refused(client, stad.hanna, "/akter/987654/")[:2] == (None, "cases_aspirant 987654")

    def test_finds_the_person_of_what_the_address_names(self, stad, client):
        person = stad.aspirant()
        sent = factories.remiss(person, stad.kista, stad.sara)
        asked = self.refused(client, stad.hanna, f"/remisser/{sent.pk}/")
        assert asked[:2] == (person.pk, f"cases_remiss {sent.pk}")

    def test_survives_a_number_no_database_holds(self, stad, client):
        assert self.refused(client, stad.hanna, f"/akter/{10**30}/")[:2] == (None, "cases_aspirant")

    def test_tells_one_with_access_from_one_without(self, stad, client):
        person, _ = stad.inskriven()
        assert self.refused(client, stad.carl, reverse("cases:logg", args=[person.pk]))[3] == "enhet"

    @pytest.mark.parametrize("what", ["nummer", "arendenummer"])
    def test_a_search_by_number_for_someone_hidden_is_one(self, stad, logga_in, what):
        person = stad.aspirant()
        logga_in(stad.hanna).post(reverse("cases:sok"), {"q": getattr(person, what)})
        (row,) = rows()
        assert (row.slag, row.aspirant_id, person.nummer in row.objekt) == ("nekad", person.pk, False)

    def test_a_search_by_number_for_nobody_keeps_no_number(self, stad, logga_in):
        logga_in(stad.hanna).post(reverse("cases:sok"), {"q": "199003042380"})
        (row,) = rows()
        assert (row.slag, row.aspirant_id, row.objekt) == ("nekad", None, "nummer")

    def test_a_search_by_name_is_none(self, stad, logga_in):
        person = stad.aspirant()
        logga_in(stad.hanna).post(reverse("cases:sok"), {"q": person.efternamn})
        assert rows() == []


class TestMonths:
    def partition(self, row) -> str:
        with owner():
            return run("SELECT tableoid::regclass::text FROM cases_lasning WHERE id = %s", row.pk)[0][0]

    def test_a_row_lands_in_its_own_month(self, stad, agera):
        with owner():
            make_months(today=TODAY)
        with agera(stad.carl):
            shown(stad.inskriven()[0])
        assert self.partition(rows()[0]) == "cases_lasning_2026_11"

    def test_what_found_no_month_moves_there_when_it_is_made(self, stad, agera):
        with agera(stad.carl):
            log_shown(
                {stad.inskriven()[0].pk: "visad"}, vy="cases:akt", now=at("2031-05-31 23:59"), today=date(2031, 5, 31)
            )
        assert self.partition(rows()[0]) == "cases_lasning_ovrig"
        with som_system("lasningslogg"):
            assert log_state(TODAY).utan_manad == 1
            assert make_months(today=date(2031, 5, 1)) == 4
            assert log_state(TODAY).utan_manad == 0
        assert self.partition(rows()[0]) == "cases_lasning_2031_05"

    def test_the_night_makes_three_months_ahead_once(self):
        with owner():
            run("DROP TABLE IF EXISTS cases_lasning_2027_02")
        make_log_months()
        with owner():
            assert Puls.objects.get(namn=PULS).lyckades is True
        with som_system("lasningslogg"):
            assert make_months(today=TODAY) == 0
        assert run("SELECT to_regclass('cases_lasning_2027_02') IS NOT NULL") == [(True,)]

    def test_every_month_has_row_level_security(self):
        made = run(
            "SELECT relname, relrowsecurity FROM pg_class WHERE relispartition AND relname LIKE 'cases_lasning%%'"
            " AND relkind = 'r'"
        )
        assert len(made) >= 5
        assert all(secured for _, secured in made)

    def test_a_month_without_it_fails_the_check(self):
        with owner():
            run("ALTER TABLE cases_lasning_ovrig DISABLE ROW LEVEL SECURITY")
            with pytest.raises(MatrixIncompleteError, match="cases_lasning_ovrig"):
                apply_matrix()

    def test_a_partition_of_an_unknown_table_fails_the_check(self):
        with owner():
            run("CREATE TABLE smyg (id int) PARTITION BY RANGE (id)")
            run("CREATE TABLE smyg_ett PARTITION OF smyg DEFAULT")
            with pytest.raises(MatrixIncompleteError, match="smyg, smyg_ett"):
                apply_matrix()

    def test_a_new_month_does_not_call_for_the_matrix_again(self):
        with owner():
            make_months(today=date(2032, 1, 1))
            assert apply_matrix() is False

    def test_systemstatus_says_when_something_is_amiss(self, stad, logga_in):
        with owner():
            make_months(today=TODAY)
        client = logga_in(stad.sven)
        assert "Läsloggen har sina månader" in client.get("/systemstatus/").content.decode()
        with owner():
            run("DROP TABLE cases_lasning_2026_12")
        assert 'Läsloggen saknar <span class="nowrap">2026-12' in client.get("/systemstatus/").content.decode()

    def test_systemstatus_says_when_rows_found_no_month(self, stad, agera, logga_in):
        with agera(stad.carl):
            log_shown({stad.inskriven()[0].pk: "visad"}, vy="x", now=at("2031-05-31 12:00"), today=TODAY)
        page = logga_in(stad.sven).get("/systemstatus/").content.decode()
        assert "1 rad i läsloggen ligger utanför sin månad" in page

    def test_the_log_outlives_the_person(self, stad, agera):
        person = stad.aspirant()
        with agera(stad.sara):
            shown(person)
        with owner():
            Aspirant.objects.filter(pk=person.pk).delete()
        assert [r.aspirant_id for r in rows()] == [person.pk]
