"""Hidden fields, choices and formset rows that name somebody else's rows: nothing of theirs changes."""

from datetime import date
from functools import cache

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Utlamnande
from cases.sekretess.matris import PROTECTED
from jobbplaner.models import Delmal, Samtalsprotokoll, Trepartssamtal
from tests.conftest import owner
from tests.factories import AspirantFabrik, inskrivning
from tests.insatser.fabriker import placering
from tests.jobbplaner.fabriker import fields, innehall, publicerad, utkast
from tests.roller import addresses, client_of, undone
from tests.scen import scen
from tests.test_permissions import ROLES
from tests.test_permissions_objekt import personal

pytestmark = pytest.mark.django_db
OWN_BUSINESS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "csrfmiddlewaretoken", "version")


def whole_person(s, person, jobbtorg, coach):
    """A second person with a plan in force, a draft, a talk and a placering."""
    with owner():
        publicerad(person, jobbtorg, coach)
        utkast(person, jobbtorg, coach)
        samtal = Trepartssamtal.objects.create(
            aspirant=person, enhet=jobbtorg, datum=date(2026, 11, 18), skapad_av=coach
        )
        Samtalsprotokoll.objects.create(aspirant=person, namnd=jobbtorg.namnd, samtal=samtal)
        placering(person, s.insats, coach)
    return person


@cache
def fingerprints() -> str:
    """One question for every table that holds a part of a person, and the person's own row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'aspirant_id'")
        keys = {name: "aspirant_id" for (name,) in cursor.fetchall() if name in PROTECTED} | {"cases_aspirant": "id"}
    whole = "SELECT '{0}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {0} t WHERE {1} = %(pk)s"
    return " UNION ALL ".join(whole.format(table, key) for table, key in sorted(keys.items()))


def snapshot(person) -> dict[str, str]:
    """Everything stored about a person, one fingerprint per table."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(fingerprints(), {"pk": person.pk})
        return dict(cursor.fetchall())


def ids_of(person) -> list[int]:
    with owner(), connection.cursor() as cursor:
        found = {person.pk}
        for table in ("jobbplaner_plan", "jobbplaner_delmal", "cases_handling", "insatser_placering"):
            cursor.execute(f"SELECT max(id) FROM {table} WHERE aspirant_id = %s", [person.pk])
            found.add(cursor.fetchone()[0])
    return sorted(pk for pk in found if pk)


def tampered(data: dict, foreign: int) -> dict:
    """Every number on the page but the counts is somebody else's."""
    return {
        name: str(foreign) if value.isdigit() and not name.endswith(OWN_BUSINESS) else value
        for name, value in data.items()
    }


@pytest.fixture
def trio():
    """My person, a colleague's person that I may see too, and one that I may not."""
    s = scen()
    seen, _ = s.stad.inskriven()
    hidden = AspirantFabrik(sdf=s.stad.hagersten)
    inskrivning(hidden, s.stad.varberg)
    whole_person(s, seen, s.stad.kista, s.stad.carl)
    whole_person(s, hidden, s.stad.varberg, s.stad.vera)
    return s, seen, hidden


@pytest.mark.parametrize("role", ["carl", "sara"])
def test_no_form_of_one_persons_akt_changes_another_person(trio, role):
    s, seen, hidden = trio
    client = client_of(s, role)
    client.raise_request_exception = False
    rows = {n: r for n, r in personal(s).items() if r.svar.split()[ROLES.index(role)] == "200" and r.metod == "get"}
    before, posted, broken = (snapshot(seen), snapshot(hidden)), 0, {}
    for name, url in addresses(s, rows).items():
        page = client.get(url)
        html = page.content.decode() if page.headers["Content-Type"].startswith("text/html") else ""
        if '<form method="post"' not in html:
            continue
        with undone():
            for foreign in (*ids_of(seen), *ids_of(hidden)):
                answer = client.post(url, tampered(fields(html), foreign) | {"id": foreign, "pk": foreign})
                posted += 1
                if answer.status_code >= 500:
                    broken[name, foreign] = answer.status_code
            if (snapshot(seen), snapshot(hidden)) != before:
                broken[name] = "changed"
    assert broken == {}
    assert posted > 50


def test_a_row_of_a_plan_that_names_another_plans_delmal_becomes_a_row_of_its_own(trio):
    s, seen, _ = trio
    client = client_of(s, "carl")
    url = reverse("jobbplaner:jobbplan_edit", args=[s.person.pk])
    before = snapshot(seen)
    with owner():
        foreign = Delmal.objects.filter(aspirant=seen).first()
    data = fields(client.get(url).content.decode())
    text = innehall()
    data |= {"egna_ord": text.egna_ord, "mal": text.mal, "nasta_uppfoljning": "2027-01-08", "haller_med": "ja"}
    data |= {"delmal-0-pk": foreign.pk, "delmal-0-vad": "Stulet", "delmal-0-vem": "coach", "spara": "1"}
    assert client.post(url, data).status_code == 302
    assert snapshot(seen) == before
    with owner():
        assert Delmal.objects.filter(vad="Stulet", aspirant=s.person).count() == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "999999", "9" * 30, "1 OR 1=1", "\0"])
def test_a_version_that_was_never_shown_saves_nothing_over_what_is_there(version):
    s = scen()
    client = client_of(s, "sara")
    url = reverse("cases:uppgifter", args=[s.person.pk])
    data = fields(client.get(url).content.decode()) | {"fornamn": "Kapad", "version": version}
    answer = client.post(url, data)
    assert answer.status_code == 200
    with owner():
        s.person.refresh_from_db()
    assert s.person.fornamn != "Kapad"


def test_a_kvittens_sent_again_or_by_another_changes_nothing():
    s = scen()
    url = reverse("cases:utlamnande_acknowledge", args=[s.utlamnande.pk])
    client_of(s, "sara").post(url)
    with owner():
        first = Utlamnande.objects.values().get(pk=s.utlamnande.pk)
    for role in ("sara", "stina", "carl", "eva", "hanna"):
        client_of(s, role).post(url, {"kvitterat_av": s.stad.hanna.pk, "kvitterat_at": "2020-01-01"})
        with owner():
            assert Utlamnande.objects.values().get(pk=s.utlamnande.pk) == first
    assert first["kvitterat_av_id"] == s.stad.sara.pk


def test_a_swap_of_a_part_answers_no_more_than_the_page(trio):
    """The same addresses with htmx' header, by somebody who does not find the page."""
    s, _, _ = trio
    client = client_of(s, "hanna")
    # closing an own nödöppning answers the same whether there is one or not
    rows = {name: rad for name, rad in personal(s).items() if name != "cases:nodoppning_end"}
    for name, url in addresses(s, rows).items():
        headers = {"hx-request": "true", "hx-target": "rad", "hx-current-url": "/akter/1/"}
        for method in ("get", "post"):
            with undone():
                answer = getattr(client, method)(url, headers=headers)
            assert answer.status_code in (403, 404, 405), (name, method)
            assert s.person.efternamn not in answer.content.decode()
