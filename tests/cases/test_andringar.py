"""The page Ändringar: what was changed on the akt, in plain Swedish, for those who see the person."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from cases.andringar import AMNEN, akter, andringar, as_akter
from cases.models import Andring, Aspirant, Forsorjningshinder, Handlaggare, Inskrivning
from cases.sekretess.historik import columns, has_history
from cases.sekretess.identitet import fran_kalla, som_anvandare
from cases.sekretess.matris import PROTECTED
from jobbplaner.models import Delmal, Plan
from tests import factories
from tests.conftest import TODAY, owner
from tests.jobbplaner.fabriker import publicerad, utkast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sidan(client):
    """The words of the page as a user sees it: `sidan(stad.carl, person)`, `sidan(stad.carl, person, visa="plan")`."""

    def inner(user, person, **query):
        client.force_login(user)
        html = client.get(reverse("cases:logg_andringar", args=[person.pk]), query).content.decode()
        main = re.sub(r"<q>(.*?)</q>", r"”\1”", html[html.index("<main") : html.index("</main")])
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split()).replace("\N{NO-BREAK SPACE}", " ")

    return inner


def change(user, rows, referens="R-1", sida="cases:uppgifter", **values):
    with fran_kalla(sida, referens), som_anvandare(user.pk, today=TODAY):
        assert rows.update(**values)


def of(model, row):
    return model.objects.filter(pk=row.pk)


def test_who_changed_what_from_what_to_what_and_on_which_page(stad, sidan):
    person, oppen = stad.inskriven()
    plan = utkast(person, stad.kista, stad.carl, inskrivning=oppen, nasta_uppfoljning=date(2026, 11, 1))
    change(stad.carl, of(Plan, plan), nasta_uppfoljning=date(2026, 12, 1), sida="jobbplaner:jobbplan_edit")
    text = sidan(stad.carl, person)
    assert "Carl Test ändrade nästa uppföljning i jobbplan version 1 från 2026-11-01 till 2026-12-01" in text
    assert "Från sidan Jobbplanen, utkast" in text


def test_one_save_is_one_sentence_with_its_fields_below(stad):
    person = stad.aspirant(telefon="070-1")
    change(stad.sara, of(Aspirant, person), telefon="070-2", tolk=True, sprak="somaliska")
    with som_anvandare(stad.sara.pk, today=TODAY):
        rader = andringar(person)
        forst = as_akter(rader, akter(rader))[0]
    assert forst.mening == "ändrade telefonnumret, språket och behovet av tolk"
    assert [(rad.namn, rad.fore.text, rad.efter.text) for rad in forst.delar[0].falt] == [
        ("Telefon", "070-1", "070-2"), ("Språk", "", "somaliska"), ("Behöver tolk", "nej", "ja")
    ]  # fmt: skip


def test_choices_and_foreign_keys_are_written_by_name_and_sensitive_ones_are_shown_on_asking(stad, client):
    person = stad.aspirant()
    hinder = factories.kod(Forsorjningshinder, "sprakhinder")
    change(stad.sara, of(Aspirant, person), arbetsformaga="26-50", forsorjningshinder=hinder, kon="man")
    client.force_login(stad.sara)
    html = client.get(reverse("cases:logg_andringar", args=[person.pk])).content.decode()
    assert "från Kvinna till Man" in " ".join(re.sub(r"<[^>]+>", "", html).split())
    folded = re.findall(
        r"<details class=\"change-whole\"><summary>Visa[^<]* känsliga uppgifter.*?</details>", html, re.S
    )
    assert str(hinder) in "".join(folded)
    assert str(hinder) not in re.sub(r"<details.*?</details>", "", html, flags=re.S)


def test_a_long_text_is_shortened_and_whole_behind_a_fold(stad, client):
    person, oppen = stad.inskriven()
    plan = utkast(person, stad.kista, stad.carl, inskrivning=oppen, mal="Arbeta i kök. " * 9)
    long = "Arbeta som kock. " * 20 + "<script>alert(1)</script>"
    change(stad.carl, of(Plan, plan), mal=long)
    client.force_login(stad.carl)
    html = client.get(reverse("cases:logg_andringar", args=[person.pk])).content.decode()
    assert html.count("&lt;script&gt;alert(1)") == 1
    fore, efter = (html.count(f"<small>{ord_}</small>") for ord_ in ("Före", "Efter"))
    assert fore == efter == 1  # of a plan that is new there is no before
    assert "<script>alert" not in html
    assert "Arbeta som kock. Arbeta som kock" not in re.sub(r"<details.*?</details>", "", html, flags=re.S)


def test_what_came_and_what_was_removed_are_called_by_name(stad, sidan):
    person, oppen = stad.inskriven()
    utkast(person, stad.kista, stad.carl, inskrivning=oppen, jobbsokande_timmar=1)
    with owner():
        Delmal.objects.filter(vad__startswith="Besöka").delete()
    text = sidan(stad.carl, person)
    assert "började på jobbplan version 1" in text
    assert "Eget jobbsökande, timmar i veckan 1" in text  # another number than the version's
    assert "Lade till delmålet ”Läsa SFI kurs C och göra provet”" in text
    for gjorde in ("Lade till", "Tog bort"):  # called the same in the save that wrote it
        assert f"{gjorde} delmålet ”Besöka ett skolkök i närheten”" in text
    assert "Senast Borttaget, var 2026-12-11" in text


def test_machinery_is_not_told(stad, sidan):
    person, oppen = stad.inskriven()
    plan = utkast(person, stad.kista, stad.carl, inskrivning=oppen)
    fore = sidan(stad.carl, person)
    change(stad.carl, Delmal.objects.filter(plan=plan), ordning=9)
    change(stad.carl, of(Inskrivning, oppen), referens="R-2", verifierad=False)
    assert sidan(stad.carl, person).split("inskrivningen")[1:] == fore.split("inskrivningen")[1:]


def test_what_was_added_emptied_and_answered_is_said_plainly(stad, sidan):
    person, oppen = stad.inskriven(sagt_av="aspirant")
    plan = utkast(person, stad.kista, stad.carl, inskrivning=oppen, slutdatum=date(2027, 3, 1))
    change(stad.carl, of(Plan, plan), referens="R-1", slutdatum=None)
    change(stad.carl, of(Plan, plan), referens="R-2", slutdatum=date(2027, 4, 1))
    change(stad.carl, of(Inskrivning, oppen), referens="R-3", sagt_av="")
    change(stad.carl, of(Inskrivning, oppen), referens="R-4", sagt_av="coach")
    text = sidan(stad.carl, person)
    assert "tog bort slutdatumet i jobbplan version 1, som var 2027-03-01" in text
    assert "lade till slutdatumet i jobbplan version 1: 2027-04-01" in text
    assert "tog bort svaret på vem som sade det i inskrivningen vid Jobbtorg Kista, som var Aspiranten" in text
    assert "fyllde i vem som sade det i inskrivningen vid Jobbtorg Kista: Coachens bedömning" in text


def test_another_nämnds_drafts_are_not_told_and_the_shell_is(stad, sidan):
    person, oppen = stad.inskriven()
    utkast(person, stad.kista, stad.carl, inskrivning=oppen, mal="Ett mål som är jobbtorgets")
    text = sidan(stad.sara, person)
    assert "Ett mål" not in text
    assert "skrev in personen vid Jobbtorg Kista" in text


def test_one_kind_is_chosen_and_only_kinds_that_there_are_can_be(stad, sidan):
    person, oppen = stad.inskriven()
    utkast(person, stad.kista, stad.carl, inskrivning=oppen)
    assert "Samtal" not in sidan(stad.carl, person).split("I dag")[0].split("Alla")[1]
    text = sidan(stad.carl, person, visa="plan")
    assert "jobbplan version 1" in text
    assert "inskrivningen vid" not in text


def test_a_plans_own_link_shows_the_plan_with_its_delmål_and_nothing_else(stad, sidan, client):
    person, oppen = stad.inskriven()
    plan = publicerad(person, stad.kista, stad.carl, inskrivning=oppen)
    utkast(person, stad.kista, stad.carl, inskrivning=oppen)
    client.force_login(stad.carl)
    html = client.get(reverse("jobbplaner:jobbplan_detail", args=[person.pk])).content.decode()
    link = re.search(r'href="([^"]*)">Visa ändringar', html)[1]
    assert unescape(link).endswith(f"?tabell=jobbplaner_plan&rad={plan.pk}")
    text = sidan(stad.carl, person, tabell="jobbplaner_plan", rad=plan.pk)
    assert "jobbplan version 1" in text
    assert "delmålet" in text
    assert "jobbplan version 2" not in text
    assert "inskrivningen" not in text


@pytest.mark.parametrize("query", [{"tabell": "pg_class", "rad": "1"}, {"tabell": "cases_aspirant", "rad": "x"}])
def test_a_tampered_address_is_not_found(stad, logga_in, query):
    person = stad.aspirant()
    svar = logga_in(stad.sara).get(reverse("cases:logg_andringar", args=[person.pk]), query)
    assert svar.status_code == 404


def test_an_avslut_that_is_corrected_links_to_its_history(stad, logga_in):
    person, slutad = stad.inskriven(avslutad=date(2026, 10, 1), orsak="okand")
    html = logga_in(stad.carl).get(reverse("cases:avslut_ratta", args=[person.pk, slutad.pk])).content.decode()
    assert f"?tabell=cases_inskrivning&amp;rad={slutad.pk}" in html


def test_a_row_is_called_by_name_or_by_kind_where_it_cannot_be_read(stad, sidan):
    person, oppen = stad.inskriven()
    query = {"tabell": "cases_inskrivning", "rad": oppen.pk}
    assert "Här visas bara ändringar i inskrivningen vid Jobbtorg Kista." in sidan(stad.carl, person, **query)
    assert "ändringar i inskrivningen." in sidan(stad.carl, person, **query | {"rad": 10**17})


def test_what_the_system_did_has_no_persons_name(stad, sidan):
    person = stad.aspirant()
    assert "Jobbakten registrerade personen" in sidan(stad.sara, person)


def test_pages_are_thirty_saves_long(stad, sidan):
    person = stad.aspirant()
    for nr in range(35):
        change(stad.sara, of(Aspirant, person), referens=f"R-{nr}", telefon=f"070-{nr}")
    assert "Sida 1 av 2" in sidan(stad.sara, person)
    assert "070-0" in sidan(stad.sara, person, sida=2)


def test_the_number_of_queries_is_the_same_for_one_and_for_ten_changes(stad, logga_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    person, oppen = stad.inskriven()
    utkast(person, stad.kista, stad.carl, inskrivning=oppen)
    url, client, counts = reverse("cases:logg_andringar", args=[person.pk]), logga_in(stad.carl), []
    with owner():
        Handlaggare.objects.create(aspirant=person, user=stad.eva, enhet=stad.kista, fran=TODAY)
    hinder = list(Forsorjningshinder.objects.all()[:20])
    for antal in (1, 9):
        for nr in range(antal):
            change(stad.carl, of(Inskrivning, oppen), referens=f"R-{antal}-{nr}", forsorjningshinder=hinder[nr])
            with owner():
                Handlaggare.objects.all().delete()
                Handlaggare.objects.create(aspirant=person, user=stad.eva, enhet=stad.kista, fran=TODAY)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_history_says_what_comes(stad, sidan):
    person = stad.aspirant()
    with owner():
        Andring.objects.all().delete()
    assert "Inga ändringar än" in sidan(stad.sara, person)


def test_every_table_with_history_that_can_be_read_is_called_something():
    from django.db import connection

    with connection.cursor() as cursor:
        kolumner = columns(cursor)
    tables = {t for t, rule in PROTECTED.items() if has_history(t, rule, kolumner[t])}
    assert tables - AMNEN.keys() == {"cases_skyddsbehorighet"}
