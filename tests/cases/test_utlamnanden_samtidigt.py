"""Two hands at the same moment: one hand-over, and a withdrawal that either comes first or closes it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from time import sleep

import pytest
from django.db import connection

from cases.models import Handling, RattsligGrund, Utlamnande
from cases.sekretess.identitet import som_anvandare
from cases.services.handlingar import GroundMissingError, hand_over
from cases.services.samtycken import withdraw_samtycke
from tests.conftest import owner
from tests.factories import Stad, at, kod
from tests.jobbplaner.fabriker import publicerad, samtycke

IDAG, NU = date(2026, 11, 24), at("2026-11-24 09:30")


@pytest.fixture
def scen(transactional_db):
    stad = Stad()
    stad.person, stad.inskrivning = stad.inskriven()
    stad.plan = publicerad(stad.person, stad.kista, stad.carl, inskrivning=stad.inskrivning)
    stad.samtycke = samtycke(stad.person, stad.kista, stad.spanga, stad.carl)
    stad.grund = kod(RattsligGrund, "samtycke")
    return stad


def send(scen) -> int | None:
    try:
        with som_anvandare(scen.carl.pk, today=IDAG):
            handling = Handling.objects.get(pk=scen.plan.handling_id)
            return hand_over(handling=handling, till_enhet=scen.spanga, grund=scen.grund, by=scen.carl, now=NU).pk
    except GroundMissingError:
        return None


def at_once(*uppgifter):
    """Each in a connection of its own, started together."""
    grind = Barrier(len(uppgifter))

    def run(uppgift):
        grind.wait()
        try:
            return uppgift()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(uppgifter)) as pool:
        return list(pool.map(run, uppgifter))


def test_two_hand_overs_at_once_are_one(scen):
    svar = at_once(*[lambda: send(scen)] * 4)
    with owner():
        (u,) = Utlamnande.objects.all()
    assert set(svar) == {u.pk}


def withdraw(scen) -> bool:
    with som_anvandare(scen.sara.pk, today=IDAG):
        return withdraw_samtycke(samtycke=scen.samtycke, aterkallat=IDAG, satt="muntligt", by=scen.sara)


def while_it_is_not_committed(user, first, second):
    """`second` starts when `first` is done but not committed, and has time to meet its locks."""
    with ThreadPoolExecutor(1) as pool:
        with som_anvandare(user.pk, today=IDAG):
            first()
            svar = pool.submit(at_once, second)
            sleep(1)
        return svar.result()[0]


def nothing_is_open(scen) -> bool:
    with owner():
        oppna = Utlamnande.objects.filter(upphorde=None).count()
    with som_anvandare(scen.sara.pk, today=IDAG):
        return not oppna and not Handling.objects.exists()


def test_a_hand_over_waits_for_a_withdrawal_and_is_refused(scen):
    skickat = while_it_is_not_committed(scen.sara, lambda: withdraw(scen), lambda: send(scen))
    assert skickat is None
    assert nothing_is_open(scen)


def test_a_withdrawal_waits_for_a_hand_over_and_closes_it(scen):
    aterkallat = while_it_is_not_committed(scen.carl, lambda: send(scen), lambda: withdraw(scen))
    assert aterkallat
    assert nothing_is_open(scen)
