"""The calendar file of a samtal: time, place and a link, the same UID, and no name in it."""

from datetime import date, time

import pytest

from cases.models import Aspirant, Skyddsbehorighet
from jobbplaner.kalender import ics
from jobbplaner.models import Samtalsskal, Trepartssamtal
from jobbplaner.services.bokningar import cancel_samtal, restore_samtal
from tests.factories import as_owner, kod
from tests.jobbplaner.fabriker import IDAG, NU, bokat_samtal
from tests.jobbplaner.test_samtal_bokning import move


def lines(fil: bytes) -> dict[str, str]:
    text = fil.decode()
    assert all(len(rad.encode()) <= 75 for rad in text.split("\r\n"))
    return dict(rad.partition(":")[::2] for rad in text.replace("\r\n ", "").split("\r\n") if rad)


def file_of(samtal: Trepartssamtal) -> dict[str, str]:
    return lines(ics(samtal, url="https://jobbakten/akter/1/samtal/2/", now=NU))


@pytest.mark.parametrize(
    ("dag", "tid", "slut", "start", "end"),
    [
        (date(2026, 11, 24), time(9, 30), time(10, 30), "20261124T083000Z", "20261124T093000Z"),
        (date(2026, 7, 1), time(9, 30), None, "20260701T073000Z", "20260701T083000Z"),
        (date(2026, 10, 25), time(1, 30), None, "20261024T233000Z", "20261025T003000Z"),
    ],
)
def test_times_are_those_of_the_clock_on_the_wall(dag, tid, slut, start, end):
    fil = file_of(Trepartssamtal(datum=dag, tid=tid, slut=slut))
    assert (fil["DTSTART"], fil["DTEND"]) == (start, end)


def test_without_a_time_it_is_the_whole_day():
    fil = file_of(Trepartssamtal(datum=date(2026, 12, 31)))
    assert (fil["DTSTART;VALUE=DATE"], fil["DTEND;VALUE=DATE"]) == ("20261231", "20270101")


def test_a_place_cannot_write_lines_of_its_own_and_long_ones_are_folded():
    fil = file_of(Trepartssamtal(datum=IDAG, plats=f"Rum 4; hörnet, {'å' * 90}\r\nATTENDEE:mailto:a@b"))
    assert "ATTENDEE" not in fil
    assert fil["LOCATION"].startswith("Rum 4\\; hörnet\\, åå")


@pytest.mark.django_db
class TestServed:
    def test_keeps_its_uid_raises_its_sequence_and_names_nobody(self, stad, agera, logga_in):
        stad.person, _ = stad.inskriven()
        with agera(stad.carl):
            samtal = bokat_samtal(stad.person, stad.kista, stad.carl, tid=time(9, 30))
        url = f"/akter/{stad.person.pk}/samtal/{samtal.pk}/samtal.ics"
        forsta = lines(logga_in(stad.sara).get(url).content)
        assert (forsta["METHOD"], forsta["SEQUENCE"], forsta["SUMMARY"]) == ("PUBLISH", "0", "Samtal")
        assert forsta["URL"].endswith(f"/akter/{stad.person.pk}/samtal/{samtal.pk}/")
        with agera(stad.carl):
            move(samtal, stad, datum=date(2026, 12, 1))
        andra = lines(logga_in(stad.carl).get(url).content)
        assert (andra["UID"], andra["SEQUENCE"]) == (forsta["UID"], "1")
        with agera(stad.carl):
            cancel_samtal(samtal=samtal, skal=kod(Samtalsskal, "annat"), by=stad.carl, now=NU)
        sista = lines(logga_in(stad.carl).get(url).content)
        assert (sista["METHOD"], sista["STATUS"], sista["SEQUENCE"]) == ("CANCEL", "CANCELLED", "2")
        with agera(stad.carl):
            restore_samtal(samtal=samtal)
            restore_samtal(samtal=samtal)
        ater = lines(logga_in(stad.carl).get(url).content)
        assert (ater["UID"], ater["METHOD"], ater["SEQUENCE"]) == (forsta["UID"], "PUBLISH", "3")
        allt = str([forsta, andra, sista, ater])
        for text in (stad.person.efternamn, stad.person.fornamn, stad.person.nummer, "Carl", "Trepart", "ATTENDEE"):
            assert text not in allt

    def test_a_protected_person_is_in_no_calendar(self, stad, agera, logga_in):
        stad.person, _ = stad.inskriven()
        with agera(stad.carl):
            samtal = bokat_samtal(stad.person, stad.kista, stad.carl)
        with as_owner():
            Skyddsbehorighet.objects.create(aspirant=stad.person, user=stad.carl, fran=IDAG)
            Aspirant.objects.filter(pk=stad.person.pk).update(skydd=1)
        client = logga_in(stad.carl)
        url = f"/akter/{stad.person.pk}/samtal/{samtal.pk}/"
        assert client.get(f"{url}samtal.ics").status_code == 404
        html = client.get(url).content.decode()
        assert "läggs inte i någon kalender" in html
        assert "samtal.ics" not in html
