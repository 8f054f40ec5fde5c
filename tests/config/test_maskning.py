"""No personal data in logs, whoever writes them: Django, gunicorn, Celery, PostgreSQL, a command that fails."""

import io
import logging
import subprocess
import sys

import pytest
from celery import shared_task
from celery.app.log import TaskFormatter
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import get_exception_reporter_class, technical_500_response
from gunicorn.config import Config
from gunicorn.glogging import Logger

from cases.models import Aspirant
from config import maskning
from config.private.places import Places
from config.services import ROOT
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import owner

NUMMER = "199003022382"
NAMN = "Zebulon"


@pytest.fixture
def log():
    """What the handler of settings.LOGGING writes, as the server would write it to its standard error."""
    stream = io.StringIO()
    console = next(
        h for h in logging.getLogger().handlers if any(isinstance(f, maskning.Maskfilter) for f in h.filters)
    )
    former = console.setStream(stream)
    yield stream
    console.setStream(former)


@pytest.mark.parametrize(
    "text",
    [
        "19900302-2382", "199003022382", "900302-2382", "9003022382", "900302+2382", "1990-03-02-2382",
        "19900302 2382", "1990 03 02 2382", "19900362-2382", "R00000000123", "R 00000000 123", "person 9003022382.",
        "/akter/199003022382/", "nr=9003022382;", "x199003022382y",
    ],
)  # fmt: skip
def test_a_number_is_hidden_however_it_is_written(text):
    hidden = maskning.maska_text(text)
    assert not [part for part in ("2382", "0302", "123") if part in hidden]


@pytest.mark.parametrize(
    "text", ["2026-11-24 09:30:12", "id 12345678", "1764200000", "J-000123", "0 rader av 20000", "uppfoljning 2026-11"]
)
def test_dates_ids_and_counts_are_left(text):
    assert maskning.maska_text(text) == text


def test_values_of_named_fields_are_hidden_in_whatever_form():
    text = f"""fornamn={NAMN} {{'efternamn': '{NAMN}sson', "telefon": "070-1"}} kod=arbete"""
    assert maskning.maska_text(text) == "fornamn=••• {'efternamn': •••, \"telefon\": •••} kod=arbete"


def test_a_value_is_hidden_by_its_class_and_nothing_stays_nothing():
    pairs = [(NAMN, "person"), ("sjuk", "kanslig"), (7, "vanlig"), ("", "person")]
    assert [maskning.maska(value, klass) for value, klass in pairs] == ["•••", "•••", 7, ""]
    page = Template("{{ namn|maska:'person' }} {{ kod|maska:'vanlig' }}")
    assert page.render(Context({"namn": NAMN, "kod": "arbete"})) == "••• arbete"


def test_an_export_hides_by_column():
    rows = list(maskning.maskade_rader([["J-000001", NAMN, None]], ["vanlig", "person", "kanslig"]))
    assert rows == [["J-000001", "•••", None]]


def break_unique(stad) -> IntegrityError:
    person = factories.AspirantFabrik(nummer=NUMMER, fornamn=NAMN, sdf=stad.spanga)
    with pytest.raises(IntegrityError) as caught, owner(), transaction.atomic():
        Aspirant.objects.create(
            nummer=NUMMER, fornamn=NAMN, efternamn=f"{NAMN}sson", kon="man", registrerad_vid=person.sdf
        )
    return caught.value


def break_check(stad) -> IntegrityError:
    person = factories.AspirantFabrik(nummer=NUMMER, fornamn=NAMN, adress=f"{NAMN}\nvägen 1", sdf=stad.spanga)
    with pytest.raises(IntegrityError) as caught, owner(), transaction.atomic():
        Aspirant.objects.filter(pk=person.pk).update(vuxna=0)
    return caught.value


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [break_unique, break_check])
def test_an_exception_of_the_database_is_logged_without_the_row(stad, log, broken):
    error = broken(stad)
    assert NUMMER in str(error)
    logging.getLogger("jobbakten.prov").error("gick inte: %s %r", error, error, exc_info=error)
    text = log.getvalue()
    assert "Traceback" in text
    assert "cases_aspirant_" in text
    assert not [word for word in (NUMMER, NAMN, "vägen") if word in text]


@pytest.mark.django_db
def test_of_the_databases_words_only_the_code_is_logged(log):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION '{NAMN} finns redan'; END $$")
    logging.getLogger("jobbakten.prov").error("gick inte", exc_info=caught.value)
    assert "P0001" in log.getvalue()
    assert NAMN not in log.getvalue()


@pytest.mark.django_db
def test_a_500_from_a_form_is_logged_without_what_was_typed(stad, log, logga_in, monkeypatch):
    def broken(**kwargs):
        raise ValueError(f"kan inte spara {kwargs['uppgifter']['fornamn']} {NUMMER}")

    monkeypatch.setattr("cases.views.uppgifter.update_uppgifter", broken)
    person = stad.aspirant()
    client = logga_in(stad.sara)
    client.raise_request_exception = False
    sent = typed.person(fornamn=NAMN, fodelsedatum=str(person.fodelsedatum)) | typed.hushall(barn=(2015,))
    assert client.post(reverse("cases:uppgifter", args=[person.pk]), sent).status_code == 500
    text = log.getvalue()
    assert "ValueError: kan inte spara ••• •••" in text
    assert not [word for word in (NUMMER, NAMN) if word in text]


@pytest.mark.django_db
def test_the_sql_of_the_debug_log_has_no_values(log, settings):
    settings.DEBUG = True
    connection.force_debug_cursor = True
    logger = logging.getLogger("django.db.backends")
    logger.setLevel(logging.DEBUG)
    try:
        list(Aspirant.objects.filter(nummer=NUMMER, efternamn=f"{NAMN}'s"))
    finally:
        logger.setLevel(logging.NOTSET)
        connection.force_debug_cursor = False
    text = log.getvalue()
    assert "cases_aspirant" in text
    assert not [word for word in (NUMMER, NAMN) if word in text]


@pytest.mark.django_db
def test_gunicorns_own_error_log_is_masked(stad, tmp_path):
    cfg = Config()
    cfg.set("errorlog", str(tmp_path / "error.log"))
    logger = Logger(cfg)
    error = break_unique(stad)
    try:
        raise error
    except IntegrityError:
        logger.exception("Error handling request %s", f"/akter/?q={NUMMER}")
    text = (tmp_path / "error.log").read_text()
    assert "Error handling request" in text
    assert not [word for word in (NUMMER, NAMN) if word in text]


@pytest.mark.django_db
def test_a_task_that_fails_in_a_worker_is_logged_without_the_person(stad):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TaskFormatter(use_color=True))
    error = break_check(stad)

    @shared_task(name="prov.faller")
    def faller():
        raise error

    logger = logging.getLogger("celery.app.trace")
    logger.addHandler(handler)
    try:
        faller.apply()
    finally:
        logger.removeHandler(handler)
    text = stream.getvalue()
    assert "prov.faller" in text
    assert "Traceback" in text
    assert not [word for word in (NUMMER, NAMN, "vägen") if word in text]


def test_a_command_that_fails_says_so_without_the_person():
    code = f"import django; django.setup(); raise ValueError('fornamn={NAMN} {NUMMER}')"
    env = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "ValueError: fornamn=••• •••" in done.stderr
    assert NUMMER not in done.stderr


def test_a_record_whose_arguments_do_not_fit_is_written_without_them(log):
    logging.getLogger("jobbakten.prov").warning("två %s och %s", NUMMER)
    assert log.getvalue().rstrip().endswith("två %s och %s")


@pytest.mark.django_db
def test_the_debug_page_shows_neither_what_was_posted_nor_what_variables_hold(stad):
    request = RequestFactory().post(f"/akter/?q={NUMMER}", {"fornamn": NAMN})
    request.user = stad.sara
    hemlig = break_unique(stad)
    try:
        raise hemlig
    except IntegrityError as error:
        page = technical_500_response(request, type(error), error, error.__traceback__).content.decode()
    assert get_exception_reporter_class(request).__module__ == "config.felrapport"
    assert "cases_aspirant_nummer" in page
    assert not [word for word in (NUMMER, NAMN) if word in page]


@pytest.mark.django_db
def test_postgresqls_own_log_has_no_values():
    written = Places(ROOT).log / "postgres.log"
    before = written.stat().st_size
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::date", [f"{NAMN} {NUMMER}"])
    with owner(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_aspirant (nummer, fornamn) VALUES (%s, %s)", [NUMMER, NAMN])
    new = written.read_bytes()[before:].decode()
    assert "ERROR" in new
    assert not [line for line in new.splitlines() if "STATEMENT" in line or "DETAIL" in line]


def test_the_console_of_settings_carries_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["maska"]
