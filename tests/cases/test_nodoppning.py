"""Nödöppning: reading of an akt that is not one's own, for a reason and a limited time (domain.md section 9)."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from django.urls import reverse

from cases.models import Aspirant, Handling, Nodoppning, Nummerfraga, Parameter, Remiss, Skyddsbehorighet
from cases.sekretess.identitet import som_anvandare
from cases.sekretess.matris import PROTECTED
from cases.services.nodoppning import close_akt, open_akt
from config import dates
from tests.cases.inlopp_data import words
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, remiss
from tests.radscen import radscen
from tests.test_roll_tabell import tried

pytestmark = pytest.mark.django_db

NU = at("2026-11-24 09:30")
SKAL = "Personen ringer och säger att barnen inte har någonstans att sova."
SIDA = "cases:nodoppning_create"


@pytest.fixture
def s():
    return radscen()


def opens(user, person, now=NU) -> str:
    with som_anvandare(user.pk, today=TODAY, now=now):
        return open_akt(nummer=person.nummer, skal=SKAL, now=now).svar


def sees(user, model=Aspirant, now=NU) -> int:
    with som_anvandare(user.pk, today=TODAY, now=now):
        return model.objects.count()


def protect(person, *named):
    with owner():
        Aspirant.objects.filter(pk=person.pk).update(skydd=1)
        Skyddsbehorighet.objects.all().delete()
        for user in named:
            Skyddsbehorighet.objects.create(aspirant=person, user=user, fran=TODAY)


@pytest.fixture
def hanna(s, logga_in):
    """At another SDF, with the akt of the scene's person open."""
    with owner():
        Nodoppning.objects.all().delete()
    assert opens(s.stad.hanna, s.person) == "oppnad"
    return logga_in(s.stad.hanna)


class TestWhoOpensWhom:
    @pytest.fixture(autouse=True)
    def _none(self, s):
        with owner():
            Nodoppning.objects.all().delete()

    @pytest.mark.parametrize("who", ["hanna", "vera"])
    def test_a_person_of_another_unit_is_opened_whichever_the_nämnd(self, s, who):
        with owner():
            s.stad.varberg.bara_tilldelade = True
            s.stad.varberg.save()
        user = getattr(s.stad, who)
        assert [sees(user), opens(user, s.person), sees(user)] == [0, "oppnad", 1]

    @pytest.mark.parametrize("who", ["sara", "carl"])
    def test_who_sees_the_person_anyway_opens_nothing(self, s, who):
        assert opens(getattr(s.stad, who), s.person) == "synlig"
        with owner():
            assert not Nodoppning.objects.exists()

    @pytest.mark.parametrize("who", ["nina", "sven", "registeransvarig"])
    def test_roles_that_open_no_akter_open_none_so(self, s, who):
        with pytest.raises(ProgrammingError, match="kräver ett uppdrag"):
            opens(getattr(s.stad, who), s.person)

    def test_a_protected_person_of_my_own_unit_is_opened_when_i_am_not_named(self, s):
        protect(s.person, s.stad.sara)
        assert [sees(s.stad.carl), opens(s.stad.carl, s.person), sees(s.stad.carl)] == [0, "oppnad", 1]

    def test_a_protected_person_elsewhere_and_a_number_nobody_has_are_one_answer(self, s):
        protect(s.person, s.stad.sara)
        nobody = Aspirant(nummer="199003042380")
        assert [opens(s.stad.hanna, s.person), opens(s.stad.hanna, nobody)] == ["nej", "nej"]
        assert sees(s.stad.hanna) == 0

    def test_the_two_are_logged_alike(self, s):
        protect(s.person, s.stad.sara)
        opens(s.stad.hanna, s.person)
        opens(s.stad.hanna, Aspirant(nummer="199003042380"))
        with owner():
            mine = Nummerfraga.objects.filter(user=s.stad.hanna).exclude(svar="annan")
            rows = list(mine.values_list("svar", "nummer", "referens"))
        assert rows == [("nodoppning", "", "")] * 2

    def test_attempts_and_questions_at_registration_share_one_limit(self, s):
        with owner():
            Parameter.objects.filter(kod="nummerfragor_per_timme").update(varde=2)
            Nummerfraga.objects.create(user=s.stad.vera, fragad_at=NU, svar="fritt")
        nobody = Aspirant(nummer="199003042380")
        assert [opens(s.stad.vera, p) for p in (nobody, s.person)] == ["nej", "for_manga"]
        later = NU + timedelta(minutes=61)
        assert opens(s.stad.vera, s.person, later) == "oppnad"

    def test_a_second_click_opens_nothing_more(self, s):
        assert [opens(s.stad.hanna, s.person), opens(s.stad.hanna, s.person)] == ["oppnad", "oppnad"]
        with owner():
            assert Nodoppning.objects.count() == 1


class TestTime:
    def test_it_lasts_as_long_as_the_parameter_says_and_not_a_second_more(self, s, hanna):
        ends = NU + timedelta(minutes=60)
        assert [sees(s.stad.hanna, now=ends - timedelta(seconds=1)), sees(s.stad.hanna, now=ends)] == [1, 0]

    def test_without_a_moment_it_does_not_count(self, s, hanna):
        assert sees(s.stad.hanna, now=None) == 0

    def test_it_is_the_openers_alone(self, s, hanna):
        with owner():
            colleague = s.stad.hanna.medlemskap.get()
            colleague.pk, colleague.user = None, s.stad.vera
            colleague.save()
        assert sees(s.stad.vera) == 0

    def test_a_role_that_has_ended_ends_it(self, s, hanna):
        with owner():
            s.stad.hanna.medlemskap.update(till=TODAY - timedelta(days=1))
        assert sees(s.stad.hanna) == 0

    def test_ended_before_its_time_it_shows_nothing(self, s, hanna):
        with som_anvandare(s.stad.hanna.pk, today=TODAY):
            assert close_akt(aspirant_id=s.person.pk, now=NU + timedelta(minutes=5))
            assert not close_akt(aspirant_id=s.person.pk, now=NU + timedelta(minutes=6))
        assert sees(s.stad.hanna, now=NU + timedelta(minutes=6)) == 0

    def test_nobody_ends_anothers(self, s, hanna):
        with som_anvandare(s.stad.vera.pk, today=TODAY):
            assert not close_akt(aspirant_id=s.person.pk, now=NU)
        assert sees(s.stad.hanna) == 1


class TestWhatIsRead:
    def test_the_shell_and_never_another_nämnds_documents(self, s, hanna):
        seen = {}
        with som_anvandare(s.stad.hanna.pk, today=TODAY, now=NU), connection.cursor() as cursor:
            for table in PROTECTED:
                cursor.execute(f"SELECT count(*) FROM {table}")
                seen[table] = cursor.fetchone()[0]
        shell = {
            "cases_aspirant", "cases_namndel", "cases_tidigarenummer",
            "cases_hushallbarn", "cases_sdfansvar", "cases_handlaggare", "cases_samordnare",
            "cases_inskrivning", "jobbplaner_trepartssamtal", "insatser_placering", "cases_andring",
            "cases_nodoppning", "cases_nummerfraga", "cases_vikariat", "cases_afprogram",
            "cases_langsiktigtstod",
        }  # fmt: skip
        assert {table for table, count in seen.items() if count} <= shell
        assert seen["cases_inskrivning"] == 2

    def test_history_shows_no_question_of_a_remiss_and_no_document(self, s, hanna):
        with som_anvandare(s.stad.sara.pk, today=TODAY):
            Remiss.objects.filter(pk=s.remiss.pk).update(fraga="Vad behövs för arbete i lager?")
        with som_anvandare(s.stad.hanna.pk, today=TODAY, now=NU), connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tabell FROM cases_andring")
            tables = {row[0] for row in cursor.fetchall()}
        assert not tables & {"cases_remiss", "cases_handling", "jobbplaner_plan", "cases_overlamning"}
        with som_anvandare(s.stad.sara.pk, today=TODAY, now=NU), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_andring WHERE tabell = 'cases_remiss'")
            assert cursor.fetchone()[0]

    def test_documents_of_the_own_nämnd_are_read(self, s):
        """Vårberg and Kista are one nämnd's; so are the remiss to Kista and what Kista wrote: plan, kartläggning."""
        opens(s.stad.vera, s.person)
        assert [sees(s.stad.vera, Handling), sees(s.stad.vera, Remiss)] == [2, 1]

    def test_nothing_is_written_in_any_table(self, s, hanna):
        with som_anvandare(s.stad.hanna.pk, today=TODAY, now=NU):
            touched = {t for t in PROTECTED if tried(f"UPDATE {t} SET id = id") or tried(f"DELETE FROM {t}")}
            copy = "INSERT INTO cases_hushallbarn (aspirant_id, fodelsear, enheter, skydd) VALUES (%s, 2020, '{}', 0)"
            assert tried(copy, [s.person.pk]) is None
        assert touched == set()

    def test_the_table_is_written_by_its_function_alone(self, s, hanna):
        with pytest.raises(ProgrammingError, match="permission denied"), som_anvandare(s.stad.hanna.pk, today=TODAY):
            Nodoppning.objects.update(galler_till=NU + timedelta(days=9))


def url(name, s):
    return reverse(name, args=[s.person.pk])


class TestThePages:
    def test_the_akt_opens_with_a_banner_on_every_tab(self, s, hanna):
        page = hanna.get(url("cases:akt", s)).content.decode()
        tabs = [h for h in page.split('href="') if h.startswith(f"/akter/{s.person.pk}/")]
        assert len(tabs) >= 5
        for tab in {t.split('"')[0] for t in tabs}:
            answer = hanna.get(tab)
            assert (answer.status_code, "Avsluta nödöppningen" in answer.content.decode()) == (200, True), tab
        assert "60 minuter kvar, till 10:30" in words(hanna.get(url("cases:akt", s)))

    def test_every_link_of_the_akt_leads_to_something_that_may_be_read(self, s, hanna):
        page = hanna.get(url("cases:akt", s)).content.decode()
        main = page.split("<main")[1]
        for link in set(re.findall(r'href="(/[^"#?]*)"', main)):
            assert hanna.get(link).status_code == 200, link

    @pytest.mark.parametrize(
        "name",
        ["cases:uppgifter", "cases:remiss_create", "cases:inskrivning_create", "cases:avslut",
         "cases:registrera_hushall", "jobbplaner:jobbplan_edit", "insatser:placering_create",
         "jobbplaner:samtal_create"],
    )  # fmt: skip
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_pages_that_write_are_forbidden(self, s, hanna, name, method):
        assert getattr(hanna, method)(url(name, s)).status_code == 403

    def test_a_coach_who_could_write_at_her_own_unit_may_not_here_either(self, s, logga_in):
        protect(s.person, s.stad.sara)
        opens(s.stad.carl, s.person)
        carl = logga_in(s.stad.carl)
        page = carl.get(url("cases:akt", s)).content.decode()
        assert "Avsluta nödöppningen" in page
        assert all(word not in page for word in ("Ändra uppgifter", ">Skriv in", "Byt handläggare", "Ny placering"))
        answers = [
            carl.post(reverse("cases:remiss_detail", args=[s.remiss.pk]), {"skal": "x"}),
            carl.post(reverse("cases:handling_send", args=[s.plan.handling_id])),
            carl.post(url("cases:uppgifter", s)),
            carl.get(url("cases:uppgifter", s)),
        ]
        assert [a.status_code for a in answers] == [403] * 4
        assert "<textarea" not in carl.get(reverse("cases:remiss_detail", args=[s.remiss.pk])).content.decode()

    def test_search_finds_the_person_while_it_is_open(self, s, hanna):
        assert hanna.post(reverse("cases:sok"), {"q": s.person.nummer}).url == url("cases:akt", s)

    def test_the_page_asks_for_the_whole_number_and_a_reason(self, s, logga_in):
        vera = logga_in(s.stad.vera)
        short = vera.post(reverse(SIDA), {"nummer": s.person.nummer, "skal": "Akut"})
        assert "minst 20 tecken" in words(short)
        name = vera.post(reverse(SIDA), {"nummer": "Amal", "skal": SKAL})
        assert name.status_code == 200
        with owner():
            assert not Nodoppning.objects.filter(user=s.stad.vera).exists()
        assert vera.post(reverse(SIDA), {"nummer": s.person.nummer, "skal": SKAL}).url == url("cases:akt", s)

    def test_the_answer_is_the_same_page_for_protected_elsewhere_and_unknown(self, s, logga_in):
        protect(s.person, s.stad.sara)
        vera, pages = logga_in(s.stad.hanna), []
        for nummer in (s.person.nummer, "199003042380"):
            html = vera.post(reverse(SIDA), {"nummer": nummer, "skal": SKAL}).content.decode()
            assert "Akten kan inte öppnas härifrån" in html
            pages.append(words_without(html, nummer))
        assert pages[0] == pages[1]

    def test_a_search_without_hits_offers_it_and_brings_the_number_along(self, s, logga_in):
        vera = logga_in(s.stad.vera)
        page = vera.post(reverse("cases:sok"), {"q": s.person.nummer}).content.decode()
        assert reverse(SIDA) in page.split("<main")[1]
        form = vera.post(reverse(SIDA), {"nummer": s.person.nummer}).content.decode()
        assert f'value="{s.person.nummer}"' in form
        assert "Skriv varför" not in form
        assert "<main" in vera.post(reverse("cases:sok"), {"q": "Amal Ingensson"}).content.decode()

    def test_it_is_ended_by_a_button(self, s, hanna):
        assert hanna.post(url("cases:nodoppning_end", s)).status_code == 302
        assert hanna.get(url("cases:akt", s)).status_code == 404

    def test_a_guessed_person_is_still_not_there(self, s, hanna):
        assert hanna.get("/akter/999999/").status_code == 404

    def test_when_the_time_is_out_the_akt_is_gone(self, s, hanna, monkeypatch):
        monkeypatch.setattr(dates, "now", lambda: NU + timedelta(minutes=61))
        assert hanna.get(url("cases:akt", s)).status_code == 404


def words_without(html: str, nummer: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", html.replace(nummer, "N"))


class TestWhenThePersonBecomesMine:
    def test_a_remiss_to_my_unit_makes_it_an_ordinary_akt(self, s, logga_in):
        opens(s.stad.vera, s.person)
        remiss(s.person, s.stad.varberg, s.stad.sara)
        with som_anvandare(s.stad.vera.pk, today=TODAY, now=NU) as nodoppnade:
            assert nodoppnade == frozenset()
        vera = logga_in(s.stad.vera)
        assert "Avsluta nödöppningen" not in vera.get(url("cases:akt", s)).content.decode()
        assert vera.get(url("cases:uppgifter", s)).status_code == 200


class TestTheChefs:
    def rows(self, client) -> str:
        return words(client.get(reverse("cases:nodoppning_list"))).split("Granskning ")[-1]

    def test_the_chef_of_the_persons_unit_sees_whom_and_by_whom(self, s, hanna, logga_in):
        text = self.rows(logga_in(s.stad.stina))
        assert s.person.namn in text
        assert "Hanna" in text
        assert SKAL in text

    def test_the_openers_chef_does_not_learn_who_the_person_is(self, s, hanna, logga_in):
        chef = anvandare("hedda", "enhetschef", s.stad.hagersten)
        text = self.rows(logga_in(chef))
        assert "Person vid annan enhet" in text
        assert s.person.efternamn not in text
        assert s.person.arendenummer not in text

    def test_a_protected_person_of_my_unit_is_not_said(self, s, logga_in):
        with owner():
            Nodoppning.objects.all().delete()
        protect(s.person, s.stad.sara)
        opens(s.stad.carl, s.person)
        text = self.rows(logga_in(s.stad.eva))
        assert "Person vid din enhet, namnet visas inte för dig" in text
        assert s.person.arendenummer not in text
        assert s.person.efternamn not in text

    def test_a_chef_of_neither_side_sees_nothing(self, s, hanna, logga_in):
        chef = anvandare("viola", "enhetschef", s.stad.varberg)
        assert "Inga nödöppningar" in words(logga_in(chef).get(reverse("cases:nodoppning_list")))

    def test_as_many_queries_for_ten_as_for_one(self, s, hanna, logga_in, django_assert_max_num_queries):
        stina = logga_in(s.stad.stina)
        stina.get(reverse("cases:nodoppning_list"))
        with django_assert_max_num_queries(30) as one:
            stina.get(reverse("cases:nodoppning_list"))
        with owner():
            first = Nodoppning.objects.get()
            for _ in range(9):
                first.pk = None
                first.save()
        with django_assert_max_num_queries(len(one)):
            stina.get(reverse("cases:nodoppning_list"))


class TestConstraints:
    @pytest.fixture
    def row(self, s):
        with owner():
            return Nodoppning.objects.get()

    @pytest.mark.parametrize(
        ("field", "value", "name"),
        [
            ("galler_till", NU, "tar_slut_efter_start"),
            ("avslutad_at", NU + timedelta(hours=2), "avslutas_medan_den_galler"),
            ("skal", "kort", "med_skal"),
            ("skal", " " * 40, "med_skal"),
        ],
    )
    def test_nonsense_is_refused(self, row, field, value, name):
        setattr(row, field, value)
        with owner(), pytest.raises(IntegrityError, match=name):
            row.save()

    def test_an_end_within_the_time_is_allowed(self, row):
        with owner():
            row.avslutad_at = NU + timedelta(minutes=60)
            row.save()


def test_a_remiss_between_two_others_is_not_read_by_a_third(s):
    """Hanna's SDF is neither side; with her own remiss for the person she reads that one."""
    with owner():
        Nodoppning.objects.all().delete()
    opens(s.stad.hanna, s.person)
    assert sees(s.stad.hanna, Remiss) == 0
    mine = remiss(s.person, s.stad.varberg, s.stad.hanna, sdf=s.stad.hagersten)
    with som_anvandare(s.stad.hanna.pk, today=TODAY, now=NU):
        assert list(Remiss.objects.values_list("pk", flat=True)) == [mine.pk]
