"""Numbers at the same moment, in two connections: no reservnummer twice, no number with two persons."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from cases.models import Aspirant
from cases.personnummer import make_testnummer, parse, samordningsnummer_of
from cases.sekretess.identitet import som_anvandare
from cases.services.nummerbyte import byt_nummer
from cases.services.registrering import NamesakeError, NummerTakenError, register_aspirant
from tests.conftest import owner
from tests.factories import Stad, at

IDAG, NU = date(2026, 11, 24), at("2026-11-24 09:30")
NYTT = make_testnummer(date(1988, 6, 7), "man")
GAMMALT = samordningsnummer_of(NYTT)


@pytest.fixture
def stad(transactional_db):
    return Stad()


def at_once(*uppgifter):
    """Each in a connection of its own, started together."""
    grind = Barrier(len(uppgifter))

    def run(uppgift):
        grind.wait()
        try:
            return uppgift()
        except (NamesakeError, NummerTakenError) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(uppgifter)) as pool:
        return list(pool.map(run, uppgifter))


def registrera(stad, nummer: str | None, namn: str):
    uppgifter = {"fornamn": namn, "efternamn": "Ek", "fodelsedatum": date(1980, 1, 2), "kon": "man", "skydd": 0}
    with som_anvandare(stad.sara.pk, today=IDAG):
        return register_aspirant(
            nummer=parse(nummer, IDAG) if nummer else None, uppgifter=uppgifter, sdf=stad.spanga, by=stad.sara, now=NU
        ).nummer


def test_two_without_number_get_one_each_and_the_same_person_twice_is_asked_about(stad):
    namn = ("Abel", "Benjamin", "Cesar", "David")
    svar = at_once(*[lambda n=n: registrera(stad, None, n) for n in namn])
    assert len(set(svar)) == 4
    assert all(n.startswith("R") for n in svar)
    svar = at_once(*[lambda: registrera(stad, None, "Emil")] * 2)
    assert NamesakeError in svar
    with owner():
        assert Aspirant.objects.filter(fornamn="Emil").count() == 1


def test_a_number_that_is_being_changed_cannot_be_registered_meanwhile(stad):
    """The one who registers waits for the unique key; when it is let go the number is the person's earlier one."""
    with owner():
        person = stad.aspirant(nummer=GAMMALT, nummerslag="samordningsnummer")

    def byt():
        with transaction.atomic(), som_anvandare(stad.sara.pk, today=IDAG):
            byt_nummer(aspirant=person, nummer=parse(NYTT, IDAG), orsak="personnummer", version=1, by=stad.sara, now=NU)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.4)")
        return "bytt"

    assert set(at_once(byt, lambda: registrera(stad, GAMMALT, "Folke"))) == {"bytt", NummerTakenError}
    with owner():
        assert Aspirant.objects.get().nummer == NYTT
