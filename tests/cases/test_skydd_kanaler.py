"""One rule in every channel: whoever is not on the named list finds no trace of a protected person (domain.md 8)."""

import io
import json
import logging
import re
import uuid

import pypdf
import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cases.enums import Skyddsniva
from cases.models import Aspirant, Nodoppning
from cases.sekretess.identitet import som_anvandare
from cases.sekretess.tillampa import aktdelar
from cases.skydd import TABELL as KANALTABELL
from cases.skydd import Kanal, Visning, kallas, visning
from config.celery import app as celery
from jobbplaner.models import Plan
from jobbplaner.pdf import plan_pdf
from tests.cases import inlopp_data as typed
from tests.cases.skydd_data import EFTERNAMN, FORNAMN, skyddad
from tests.conftest import TODAY, owner
from tests.roller import addresses, client_of, visits
from tests.scen import NU
from tests.test_permissions import ROLES, TABELL
from tests.test_permissions_objekt import personal, table
from uppfoljning.rapport_tasks import make_rapport
from uppfoljning.tasks import run_uppfoljning_nightly

pytestmark = pytest.mark.django_db

NIVAER = [Skyddsniva.SEKRETESSMARKERING, Skyddsniva.SKYDDAD_FOLKBOKFORING]
# Figures that count everyone and open nothing: taken places, and the city's statistics
BARA_TAL = {"insatser:insats_list", "insatser:insats_detail", "uppfoljning:statistik", "uppfoljning:statistik_fil"}
NOT_ABOUT = ("uppfoljning:rapport", "cases:vikariat", "cases:bekraftelse", "cases:sparr")
# One's own question shows the number one typed, whoever has it
EGNA_FRAGOR = reverse("cases:mina_nummerfragor")
# Pages that exist only once the person is protected, and what nobody gets since others see it: a calendar
BARA_NAMNGIVNA, INTE_FOR_SKYDDADE = {"cases:skydd", "cases:skydd_avsluta"}, {"jobbplaner:samtal_calendar"}
TITEL_ELLER_LANK = re.compile(r'<title>(.*?)</title>|(?:href|action|src)="([^"]*)"', re.S)
REGISTERANSVARIG = {"cases:nummerfraga_list", "cases:nummerfraga_detail"}
VARIERAR = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|[0-9A-F]{4}-[0-9A-F]{4}|value="[0-9a-f-]{36}"'
)


@pytest.fixture(params=NIVAER, ids=lambda niva: niva.name.lower())
def skydd(request, db):
    return skyddad(request.param)


@pytest.fixture
def som(db):
    """A client logged in as the user, the same one each time."""
    clients = {}

    def inner(user):
        if user.pk not in clients:
            clients[user.pk] = Client()
            clients[user.pk].force_login(user)
        return clients[user.pk]

    return inner


def text(svar) -> str:
    return svar.content.decode("latin-1" if "pdf" in svar.get("Content-Type", "") else "utf-8", "replace")


def lasting(svar) -> str:
    """Body of an answer, without what differs each time: tokens and references."""
    return VARIERAR.sub("·", text(svar))


def about_the_person(s) -> dict[str, list]:
    """URLs that point at the person or a part of the akt, with what they are asked for."""
    return {
        name: rad.args(s.s)
        for name, rad in TABELL.items()
        if rad.args(s.s)
        and name not in BARA_TAL | REGISTERANSVARIG
        and " 404 " in rad.svar
        and not name.startswith(NOT_ABOUT)
    }


def without_arguments(s) -> list[str]:
    skip = BARA_TAL | {"cases:logout", "cases:logga_ut_overallt"}
    return [name for name, rad in TABELL.items() if not rad.args(s.s) and rad.metod == "get" and name not in skip]


def right_statuses(skydd, role: str, name: str) -> tuple[int, ...]:
    """What the page answers: as before for the named; others are refused as before, or find nothing.

    A colleague is never told that it is not for her: that is said of the role alone.
    """
    before = 404 if role == "siv" else table(name, role)
    if role not in ("sara", "carl"):
        return (403, 404) if before in (403, 404) else (404,)
    if name in BARA_NAMNGIVNA:
        return (200, 302, 403, 404)
    return (404,) if name in INTE_FOR_SKYDDADE else (before,)


def assert_no_trace(body: str, spar: list[str]) -> None:
    assert [ord_ for ord_ in spar if ord_ in body] == []


def remove_person(pk: int) -> None:
    """The person has never been: every row of the akt goes, whatever hangs on what."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        left = [*aktdelar(), "cases_skyddsbehorighet", "cases_skyddsandring", "cases_aspirant"]
        for _ in range(8):
            left = [table for table in left if not _emptied(cursor, table, pk)]
        assert left == []


def _emptied(cursor, table: str, pk: int) -> bool:
    key = "id" if table == "cases_aspirant" else "aspirant_id"
    try:
        with transaction.atomic():
            cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [pk])
        return True
    except Exception:
        return False


class TestTheTable:
    def test_every_channel_says_what_it_shows_at_every_level(self):
        assert [set(rader) for rader in KANALTABELL.values()] == [set(Kanal)] * 3

    @pytest.mark.parametrize("niva", [0, 1, 2])
    def test_an_unknown_channel_is_denied(self, niva):
        assert visning("fax", niva) is Visning.INTE

    @pytest.mark.parametrize("kanal", Kanal)
    def test_an_unknown_level_is_the_strictest(self, kanal):
        assert visning(kanal, 7) is visning(kanal, Skyddsniva.SKYDDAD_FOLKBOKFORING)

    @pytest.mark.parametrize("niva", NIVAER)
    def test_what_others_than_the_reader_can_see_never_names_a_protected_person(self, niva):
        person = Aspirant(pk=7, fornamn=FORNAMN, efternamn=EFTERNAMN, skydd=niva)
        page = {Kanal.SIDA, Kanal.SOK, Kanal.LISTA, Kanal.ANTAL, Kanal.DRILL_DOWN, Kanal.PDF}
        assert {kanal for kanal in Kanal if FORNAMN in kallas(person, kanal)} == page

    def test_an_ordinary_person_is_named_on_pages_and_in_no_log_address_or_title(self):
        person = Aspirant(pk=7, fornamn=FORNAMN, efternamn=EFTERNAMN)
        hidden = {kanal for kanal in Kanal if FORNAMN not in kallas(person, kanal)}
        assert hidden == {
            Kanal.EPOST,
            Kanal.LOGG,
            Kanal.URL,
            Kanal.CELERY,
            Kanal.IMPORT,
            Kanal.SIDTITEL,
            Kanal.FILNAMN,
            Kanal.FELSIDA,
        }


class TestPagesAddressesAndErrors:
    def test_every_page_of_the_akt_is_there_for_the_named_and_for_nobody_else(self, skydd, caplog):
        """Each page and button by each role: its status, and no trace in bodies, titles, addresses and the log."""
        caplog.set_level(logging.DEBUG)
        rows, faults, shown = personal(skydd.s), {}, []
        methods = {name: rad.metod for name, rad in rows.items()}
        for role in [*ROLES[1:], "siv"]:
            client = client_of(skydd.s, role)
            for (name, _), svar, _ in visits(client, addresses(skydd.s, rows), methods):
                if svar.status_code not in right_statuses(skydd, role, name):
                    faults[role, name] = svar.status_code
                if role in ("sara", "carl"):
                    shown += TITEL_ELLER_LANK.findall(text(svar))
                else:
                    assert_no_trace(text(svar), skydd.spar)
        own = [r.getMessage() for r in caplog.records if not r.name.startswith(("django.db", "weasyprint"))]
        assert faults == {}
        assert any("fel 404" in line for line in own)
        assert len([title for title, _ in shown if title]) > 20
        assert len(shown) > 120
        assert_no_trace("\n".join([*own, *map("".join, shown)]), skydd.spar)

    def test_the_answer_is_the_one_for_a_person_who_does_not_exist(self, skydd, som):
        """Same status and same words: at the page itself, and at each page below it."""
        names = [n for n, args in about_the_person(skydd).items() if args == [skydd.person.pk]]
        for user in (skydd.siv, skydd.s.stad.eva):
            for name in names:
                answers = [
                    getattr(som(user), TABELL[name].metod)(reverse(name, args=[pk])) for pk in (skydd.person.pk, 98765)
                ]
                assert answers[0].status_code == answers[1].status_code, name
                assert lasting(answers[0]) == lasting(answers[1])

    def test_the_named_open_the_akt_with_the_badge(self, skydd, som):
        for user in skydd.named:
            page = text(som(user).get(reverse("cases:akt", args=[skydd.person.pk])))
            assert "Skyddade uppgifter" in page
            assert EFTERNAMN in page

    def test_an_error_page_says_nothing_even_to_the_named(self, skydd, som):
        for path in (f"/akter/{skydd.person.pk}/finns-inte/", f"/akter/{skydd.person.pk}/avslut/0/"):
            svar = som(skydd.s.stad.sara).get(path)
            assert svar.status_code in (403, 404)
            assert_no_trace(text(svar), skydd.spar)


class TestListsCountsAndSearch:
    def test_every_list_and_count_is_as_if_the_person_had_never_been(self, skydd, som):
        """Min dag, lists, paging, remisser, who holds what: the same page before and after the person is gone.

        That somebody was opened in an emergency is for chefs to review; whom, is not said.
        """
        pages = [reverse(name) for name in without_arguments(skydd)]
        pages += ["/?kommande=1", "/personer/?visa=enheten", "/personer/?visa=mina&sida=2"]
        unnamed = [u for u in skydd.unnamed if u != skydd.s.stad.registeransvarig]
        with owner():
            spar = skydd.spar
        for user in (skydd.s.stad.stina, skydd.s.stad.eva):
            assert_no_trace(text(som(user).get(reverse("cases:nodoppning_list"))), spar)
        with owner():
            Nodoppning.objects.all().delete()
        before = {(u.username, p): som(u).get(p) for u in unnamed for p in pages}
        for (_, page), svar in before.items():
            assert_no_trace(text(svar), [] if page == EGNA_FRAGOR else spar)
        remove_person(skydd.person.pk)
        after = {(u.username, p): lasting(som(u).get(p)) for u in unnamed for p in pages}
        assert [key for key, body in after.items() if body != lasting(before[key])] == []

    def test_places_and_statistics_count_everyone_and_name_no_one(self, skydd, som):
        for user in (*skydd.unnamed, *skydd.named):
            for name in BARA_TAL:
                body = text(som(user).get(reverse(name, args=TABELL[name].args(skydd.s))))
                if user not in skydd.named:
                    assert_no_trace(body, skydd.spar)
                    assert f"/akter/{skydd.person.pk}/" not in body

    def test_search_by_name_number_or_arendenummer_finds_nothing(self, skydd, som):
        for user in (skydd.siv, skydd.s.stad.stina, skydd.s.stad.eva, skydd.s.stad.hanna, skydd.s.stad.vera):
            for question in [*skydd.spar, f"{FORNAMN} {EFTERNAMN}", FORNAMN[:3].lower()]:
                svar = som(user).post(reverse("cases:sok"), {"q": question})
                assert svar.status_code == 200
                assert f"/akter/{skydd.person.pk}/" not in text(svar)

    def test_search_finds_for_the_named(self, skydd, som):
        for user in skydd.named:
            svar = som(user).post(reverse("cases:sok"), {"q": skydd.person.nummer})
            assert svar.url == reverse("cases:akt", args=[skydd.person.pk])


class TestWhatLeavesThePage:
    def test_a_pdf_opens_for_the_named_alone_and_neither_its_name_nor_its_title_says_who(self, skydd, som):
        url = reverse("cases:handling_pdf", args=[skydd.s.plan.handling_id])
        assert {som(user).get(url).status_code for user in skydd.unnamed} <= {403, 404}
        svar = som(skydd.s.stad.carl).get(url)
        with som_anvandare(skydd.s.stad.carl.pk, today=TODAY):
            printed = plan_pdf(Plan.objects.get(pk=skydd.s.plan.pk), now=NU)
        metadata = str(pypdf.PdfReader(io.BytesIO(printed)).metadata)
        assert_no_trace(metadata + svar["Content-Disposition"], skydd.spar)

    def test_no_file_of_figures_and_no_answer_of_the_api_holds_a_person(self, skydd, som):
        nina = som(skydd.s.stad.nina)
        fran_till = {"fran": "2026-01-01", "till": "2026-11-24"}
        for svar in (
            nina.get(reverse("uppfoljning:statistik_fil", args=["csv"])),
            nina.get(reverse("api:statistik"), fran_till),
            nina.get(reverse("uppfoljning:rapport_list")),
        ):
            assert svar.status_code == 200
            assert_no_trace(text(svar), skydd.spar)

    def test_the_only_mail_is_the_one_that_asks_the_rule(self):
        """A new sender asks cases/skydd.py first."""
        assert all(rader[Kanal.EPOST] is not Visning.HEL for rader in KANALTABELL.values())
        import pathlib

        sources = pathlib.Path(settings.BASE_DIR).glob("[cjiu]*/**/*.py")
        senders = [p for p in sources if "core.mail" in p.read_text() or "smtplib" in p.read_text()]
        assert [p.name for p in senders] == ["sammandrag.py"]
        assert "Kanal.EPOST" in senders[0].read_text()

    def test_the_log_does_not_say_whom_one_searched_or_registered(self, skydd, som, caplog):
        caplog.set_level(logging.DEBUG)
        for user in (skydd.s.stad.carl, skydd.siv):
            som(user).post(reverse("cases:sok"), {"q": skydd.person.nummer})
            som(user).post(reverse("cases:registrera"), {"nummer": skydd.person.nummer})
        own = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
        assert own
        assert_no_trace("\n".join(own), skydd.spar)

    def test_a_task_carries_a_key_and_nothing_more(self, skydd):
        """What stands in Redis until a worker takes it."""
        queue = f"prov-{uuid.uuid4()}"
        run_uppfoljning_nightly.apply_async(queue=queue)
        make_rapport.apply_async([skydd.s.rapport.pk], queue=queue)
        box = redis.from_url(settings.REDIS_URL.replace("redis+socket", "unix"))
        messages = [m.decode() for m in box.lrange(queue, 0, -1)]
        box.delete(queue)
        assert len(messages) == 2
        assert_no_trace("\n".join(messages), skydd.spar)
        for task in celery.tasks.values():
            if not task.name.startswith("celery."):
                assert set(task.run.__annotations__) - {"return"} <= {"pk"}, task.name


class TestNotices:
    def notices(self, client) -> str:
        """What lies in the session and the cookies until the next page is shown."""
        told = json.loads(client.session.get("_messages", "[]"))
        return f"{told} {dict(client.session)} {client.cookies}"

    def test_registering_a_protected_person_leaves_the_name_in_no_cookie_and_no_session(self, stad, som, settings):
        sara = som(stad.sara)
        sara.post(reverse("cases:registrera"), {"nummer": typed.NUMMER})
        sara.post(reverse("cases:registrera_person"), typed.person(skydd="1", fornamn=FORNAMN, efternamn=EFTERNAMN))
        with owner():
            person = Aspirant.objects.get()
        left = self.notices(sara)
        assert f"Personen i ärende {person.arendenummer} är registrerad" in left
        assert FORNAMN not in left
        assert typed.NUMMER not in left

    def test_what_is_done_with_a_protected_akt_is_told_by_its_number(self, skydd, som):
        pk, stad = skydd.person.pk, skydd.s.stad
        som(stad.sara).post(reverse("cases:uppgifter", args=[pk]), typed.person(version=1) | typed.hushall())
        left = self.notices(som(stad.sara))
        som(stad.carl).post(reverse("cases:avslut", args=[pk]), typed.avslut())
        left += self.notices(som(stad.carl))
        assert_no_trace(left, [FORNAMN, EFTERNAMN, skydd.person.nummer])

    def test_no_view_writes_a_name_into_a_notice_by_itself(self):
        """Flash messages lie in a cookie: the name goes through kallas(…, Kanal.NOTIS)."""
        import pathlib

        by_hand = re.compile(r"flash\([^)]*\{[^}]*(aspirant|person)\w*\.(namn|fornamn|efternamn|nummer)\b")
        sources = pathlib.Path(settings.BASE_DIR).glob("[cjiu]*/**/*.py")
        assert [p.name for p in sources if by_hand.search(p.read_text())] == []


class TestDrafts:
    def test_no_page_about_a_protected_person_lets_the_browser_keep_a_draft(self, skydd, som):
        for name in ("cases:uppgifter", "cases:registrera_andra", "cases:remiss_create", "jobbplaner:arbetsplan_edit"):
            page = text(som(skydd.s.stad.sara).get(reverse(name, args=[skydd.person.pk])))
            assert "data-no-drafts" in page, name

    def test_other_pages_keep_theirs(self, stad, som):
        person = stad.aspirant()
        assert "data-no-drafts" not in text(som(stad.sara).get(reverse("cases:uppgifter", args=[person.pk])))
