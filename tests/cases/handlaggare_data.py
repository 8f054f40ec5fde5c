"""Rows of handläggare and what was said at a change, for tests; made as the owner."""

import uuid
from datetime import date

from cases import models
from tests.factories import _lagd, at


def haller(person, user, enhet, fran=date(2026, 6, 1), till=None) -> models.Handlaggare:
    """Who holds the case at the unit."""
    return _lagd(models.Handlaggare, aspirant=person, user=user, enhet=enhet, fran=fran, till=till)


def overlamnad(person, enhet, fran, till, dag=date(2026, 5, 25), **kwargs) -> models.Overlamning:
    """A change of handläggare as it was written down."""
    return _lagd(
        models.Overlamning,
        aspirant=person,
        namnd=enhet.namnd,
        enhet=enhet,
        fran_user=fran,
        till_user=till,
        dag=dag,
        **{"omgang": uuid.uuid4(), "gjord_at": at("2026-05-25 09:00"), "gjord_av": fran, **kwargs},
    )


def vikariat(user, ersattare, enhet, fran=date(2026, 11, 20), till=date(2026, 11, 30), **kwargs) -> models.Vikariat:
    """An absence with a substitute, in force on the day of the tests."""
    return _lagd(
        models.Vikariat,
        user=user,
        ersattare=ersattare,
        enhet=enhet,
        fran=fran,
        till=till,
        **{"skapad_at": at("2026-11-19 09:00"), "skapad_av": user, **kwargs},
    )


def samordnas(person, user, enhet, fran=date(2026, 6, 1), till=None, **kwargs) -> models.Samordnare:
    """Who follows the person the whole way."""
    return _lagd(
        models.Samordnare,
        aspirant=person,
        user=user,
        enhet=enhet,
        fran=fran,
        till=till,
        **{"vald_at": at("2026-06-01 09:00"), "vald_av": user, **kwargs},
    )


def namngiven(person, *users, fran=date(2026, 1, 1), till=None) -> None:
    """On the named list of a protected person."""
    for user in users:
        _lagd(models.Skyddsbehorighet, aspirant=person, user=user, fran=fran, till=till)
