"""The identity of a transaction: whose eyes the database sees through.

    with som_anvandare(user.pk, today=today): ...
    with som_system("statistik"): ...

Each opens a transaction, sets the identity for it and puts the outer one back. Outside, nothing is visible.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

NOBODY = ("SELECT app.nollstall()", [])


@contextmanager
def som_anvandare(user_id: int, *, today: date) -> Iterator[None]:
    """See and write as this user may on `today`; an inactive or unknown user sees nothing."""
    with _identitet("SELECT app.satt(%s, %s)", [user_id, today]):
        yield


def set_anvandare(user_id: int, *, today: date) -> None:
    """Change the identity of a transaction that is open, for the rest of it: an API learns late who is asking."""
    if not connection.in_atomic_block:
        raise RuntimeError("an identity belongs to a transaction")
    _set("SELECT app.satt(%s, %s)", [user_id, today])


@contextmanager
def som_system(syfte: str) -> Iterator[None]:
    """See and write what the matrix grants the duty `syfte`: "statistik" or "uppfoljning".

    Raises django.db.ProgrammingError for any other purpose.
    """
    with _identitet("SELECT app.satt_system(%s)", [syfte]):
        yield


@contextmanager
def som_ingen() -> Iterator[None]:
    """A transaction that sees no person: anonymous requests."""
    with _identitet(*NOBODY):
        yield


@contextmanager
def _identitet(sql: str, params: list) -> Iterator[None]:
    outer = getattr(connection, "identitet", NOBODY)
    with transaction.atomic():
        _set(sql, params)
        try:
            yield
        finally:
            connection.identitet = outer
        # A savepoint keeps SET LOCAL when released; the outer identity has to be put back by hand.
        if len(connection.savepoint_ids) > 0 and not connection.needs_rollback:
            _set(*outer)


def _set(sql: str, params: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    connection.identitet = (sql, params)
