"""The registry of the akt: what the apps put into the shell comes out in order."""

from datetime import date, time

import pytest

from cases import akt
from cases.akt import Flik, Handelse, Tidsgrans

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def register(monkeypatch):
    empty = akt.Register()
    monkeypatch.setattr(akt, "REGISTER", empty)
    return empty


def test_tabs_stand_in_order_and_hide_from_those_without_business(stad, register):
    person = stad.aspirant()
    register.flikar += [
        Flik("b", "Andra", "cases:akt", 20),
        Flik("a", "Första", "cases:akt", 10),
        Flik("c", "Dold", "cases:akt", 5, far_se=lambda user, aspirant, today: False),
    ]
    tabs = akt.flikar(stad.sara, person, DAY, "b")
    assert [(t["label"], t["current"]) for t in tabs] == [("Första", False), ("Andra", True)]


def test_events_of_all_sources_come_newest_first_with_time_of_day(stad, register):
    register.tidslinje += [
        lambda aspirant, today: [Handelse(DAY, "plan", "x", "morgon", tid=time(8))],
        lambda aspirant, today: [
            Handelse(DAY, "plan", "x", "kväll", tid=time(18)),
            Handelse(date(2025, 1, 1), "plan", "x", "då"),
        ],
    ]
    assert [h.rubrik for h in akt.handelser(stad.aspirant(), DAY)] == ["kväll", "morgon", "då"]


def test_deadlines_are_asked_once_per_source_for_all_persons(stad, register):
    people, calls = [stad.aspirant(), stad.aspirant()], []

    def kalla(aspiranter, user, today):
        calls.append(len(aspiranter))
        return {
            a.pk: [Tidsgrans(date(2026, 12, 1), "sen", "", "/", ""), Tidsgrans(DAY, "nu", "", "/", "")]
            for a in aspiranter[:1]
        }

    register.tidsgranser.append(kalla)
    found = akt.tidsgranser(people, stad.sara, DAY)
    assert calls == [2]
    assert [[t.vad for t in found[p.pk]] for p in people] == [["nu", "sen"], []]
