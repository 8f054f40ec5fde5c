"""Min dag: whose matters, in which order, and what it costs."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import akt
from cases.akt import Tidsgrans
from cases.models import Handlaggare, Lasning, RattsligGrund, Utlamnande
from tests.conftest import TODAY, owner
from tests.factories import at, kod, remiss
from tests.jobbplaner.fabriker import publicerad
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.min_dag import end_of_week, min_dag
from uppfoljning.models import Bevakning, EgenBevakning

pytestmark = pytest.mark.django_db


@pytest.fixture
def granser(monkeypatch):
    """Deadlines only from the test: {aspirant pk: [dates]}. Bevakningar, but for what falls on a Thursday."""
    given: dict[int, list[date]] = {}

    def kalla(aspiranter, user, today):
        return {
            a.pk: [
                Tidsgrans(dag, f"Gör {dag}", "för att", "/", "Gör", hantera="" if dag.weekday() == 3 else "/b/")
                for dag in given.get(a.pk, [])
            ]
            for a in aspiranter
        }

    monkeypatch.setattr(akt.REGISTER, "tidsgranser", [kalla])
    return given


def held_by(user, enhet, person):
    with owner():
        Handlaggare.objects.create(aspirant=person, user=user, enhet=enhet, fran=date(2026, 6, 1))
    return person


def egen(person, enhet, dag, av):
    EgenBevakning.objects.create(aspirant=person, enhet=enhet, text="Ring", dag=dag, av=av, skapad_at=at("2026-11-01"))


def test_matters_stand_as_overdue_today_and_the_rest_of_the_week(stad, agera, granser):
    person = held_by(stad.sara, stad.spanga, stad.aspirant())
    granser[person.pk] = [date(2026, 11, d) for d in (19, 20, 24, 29, 30)]
    with agera(stad.sara):
        dag = min_dag(stad.sara, TODAY)
    assert [(g.title, len(g.rows)) for g in dag.grupper] == [
        ("Försenade", 1),
        ("Annat som väntar", 1),
        ("I dag", 1),
        ("Resten av vecka 48", 1),
    ]
    assert dag.antal == 4


def test_only_persons_i_hold_are_mine(stad, agera, granser):
    mine, other = held_by(stad.sara, stad.spanga, stad.aspirant()), stad.aspirant()
    granser.update({mine.pk: [TODAY], other.pk: [TODAY]})
    with agera(stad.sara):
        assert [r.aspirant.pk for r in min_dag(stad.sara, TODAY).personer] == [mine.pk]


def test_a_chef_sees_the_whole_units_bevakningar_and_own_persons_as_everyone_does(stad, agera, logga_in):
    """Every row once, and of more than a group shows the oldest and how many there are."""
    with owner():
        mina, andras, ingens = (stad.aspirant() for _ in range(3))
        held_by(stad.stina, stad.spanga, mina)
        held_by(stad.sara, stad.spanga, andras)
        for person, dag in [(p, date(2026, 11, d)) for p in (mina, andras, ingens) for d in (20, 24, 29)]:
            egen(person, stad.spanga, dag, stad.sara)
        for _ in range(60):
            egen(ingens, stad.spanga, date(2026, 11, 23), stad.sara)
    bevaka(TODAY)
    with agera(stad.stina):
        dag = min_dag(stad.stina, TODAY)
        sena = Bevakning.objects.forfallna(TODAY).count()
    assert dag.enheten
    assert [rad.aspirant.pk for rad in dag.personer] == [mina.pk]
    forsenade, idag, _ = dag.grupper
    assert [(g.kind, len(g.rows), g.count) for g in dag.grupper] == [
        ("over", 10, sena),
        ("today", 3, 3),
        ("later", 3, 3),
    ]
    assert dag.antal == sena + 6 > 68
    assert '<a href="/enheten/forsenade/">Visa alla ' in logga_in(stad.stina).get("/?alla=1").content.decode()
    dagar = [rad.dag for rad in forsenade.rows]
    assert dagar == sorted(dagar)
    assert dagar.count(date(2026, 11, 20)) == 3
    assert {rad.person: rad.varfor.rpartition(". ")[2] for rad in idag.rows if rad.person != mina.pk} == {
        andras.pk: f"Handläggs av {stad.sara}",
        ingens.pk: "Ingen handlägger",
    }


def test_a_week_ends_on_sunday_also_when_today_is_one():
    assert end_of_week(date(2026, 11, 29), 1) == date(2026, 11, 29)
    assert end_of_week(date(2026, 11, 30), 1) == date(2026, 12, 6)


def test_the_page_costs_the_same_with_one_person_and_ten(stad, logga_in):
    client = logga_in(stad.carl)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    held_by(stad.carl, stad.kista, stad.inskriven()[0])
    cost()
    one = cost()
    for _ in range(9):
        held_by(stad.carl, stad.kista, stad.inskriven()[0])
    bevaka(TODAY)
    assert cost() == one <= 25


def test_a_remiss_waits_on_every_coachs_day_though_nobody_holds_the_case(stad, agera):
    remiss(stad.aspirant(), stad.kista, stad.sara)
    bevaka(TODAY)
    with agera(stad.carl):
        dag = min_dag(stad.carl, TODAY)
    assert [rad.vad for grupp in dag.grupper for rad in grupp.rows] == ["Svara på remissen"]
    assert dag.personer == []
    with agera(stad.vera):
        assert min_dag(stad.vera, TODAY).grupper == []


def opened(person, user, enhet, when, slag="visad"):
    with owner():
        Lasning.objects.create(
            skedde_at=at(when), user=user, enhet=enhet, namnd=enhet.namnd, aspirant_id=person.pk,
            vy="cases:akt", slag=slag, grund="uppdrag",
        )  # fmt: skip


def part(html: str, section: str) -> str:
    return html.partition(f'<section id="{section}"')[2].partition("</section>")[0]


def test_the_akter_i_opened_last_stand_on_my_day_and_what_was_received_since_i_was_here(stad, logga_in):
    (forst, oppen), (sen, _), (listad, _) = (stad.inskriven() for _ in range(3))
    handling = publicerad(forst, stad.kista, stad.carl, inskrivning=oppen).handling
    with owner():
        till = {"till_namnd": stad.spanga.namnd, "till_enhet": stad.spanga, "skickat_at": at("2026-11-02 09:00")}
        Utlamnande.objects.create(
            aspirant=forst, handling=handling, titel="Jobbplan version 1", typ="jobbplan", version=1,
            fran_namnd=stad.kista.namnd, **till, skickat_av=stad.carl, kvitterat_av=stad.sara, grundtext="Lag",
            kvitterat_at=at("2026-11-10 09:00"), grund=kod(RattsligGrund, "nodvandigt_egen_verksamhet"),
        )  # fmt: skip
    held_by(stad.carl, stad.kista, forst)
    client = logga_in(stad.carl)
    html = client.get("/").content.decode()
    assert 'id="senast"' not in html
    assert 'id="mottaget"' not in html
    for person, nar in ((forst, "2026-11-06 15:47"), (sen, "2026-11-24 08:02"), (forst, "2026-11-05 08:00")):
        opened(person, stad.carl, stad.kista, nar)
    opened(listad, stad.carl, stad.kista, "2026-11-24 08:30", slag="traff")
    opened(listad, stad.eva, stad.kista, "2026-11-24 08:30")
    html = client.get("/").content.decode()
    assert re.findall(r"/akter/(\d+)/", part(html, "senast")) == [str(sen.pk), str(forst.pk)]
    assert re.findall(r"nowrap\">([^<]+)<", part(html, "senast")) == ["i dag 08:02", "fre 2026-11-06"]
    # two weeks away: a receipt of the tenth is news
    assert "Mottaget sedan fre 2026-11-06" in part(html, "mottaget")
    assert "Jobbplan version 1" in part(html, "mottaget")


def test_what_is_not_shown_of_a_long_list_is_one_click_away(stad, logga_in, granser, monkeypatch):
    person = held_by(stad.sara, stad.spanga, stad.aspirant())
    granser[person.pk] = [date(2026, 11, 17), date(2026, 11, 20), date(2026, 11, 18)]
    monkeypatch.setattr("uppfoljning.min_dag.SHOWN_LATE", 1)
    client = logga_in(stad.sara)
    html = client.get("/").content.decode()
    assert 'href="#grupp-1">Försenade (3)</a>' in html
    assert 'id="grupp-1"' in html
    assert '<a href="?alla=1">Visa alla 3</a>' in html
    assert 'Gör <span class="nowrap">2026-11-20' not in html
    html = client.get("/?alla=1").content.decode()
    assert 'Gör <span class="nowrap">2026-11-20' in html
    assert "Visa alla 3" not in html
