"""The identity of a transaction: whose eyes the database sees through.

    with som_anvandare(user.pk, today=today): ...
    with som_system("statistik"): ...

Each opens a transaction, sets the identity for it and puts the outer one back. Outside, nothing is visible.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db import connection, transaction

NOBODY = ("SELECT app.nollstall()", [])
# URL name, task or command, and the reference of the request: what history says beside who
_kalla: ContextVar[tuple[str, str]] = ContextVar("kalla", default=("", ""))


@contextmanager
def fran_kalla(sida: str, referens: str) -> Iterator[None]:
    """Transactions opened inside write their history as coming from here."""
    token = _kalla.set((sida, referens))
    try:
        yield
    finally:
        _kalla.reset(token)


def set_kalla(sida: str, referens: str) -> None:
    """The same for the rest of the context: a worker's process is told when each task begins."""
    _kalla.set((sida, referens))


@contextmanager
def som_anvandare(user_id: int, *, today: date, now: datetime | None = None) -> Iterator[frozenset[int]]:
    """See and write as this user may on `today`; an inactive or unknown user sees nothing.

    With `now` also what a nödöppning shows at that moment. Gives the persons seen by nödöppning alone.
    """
    with _identitet("SELECT app.satt(%s, %s, %s)", [user_id, today, now]) as nodoppnade:
        yield frozenset(nodoppnade or ())


def set_anvandare(user_id: int, *, today: date) -> None:
    """Change the identity of a transaction that is open, for the rest of it: an API learns late who is asking."""
    if not connection.in_atomic_block:
        raise RuntimeError("an identity belongs to a transaction")
    _set("SELECT app.satt(%s, %s, NULL)", [user_id, today])


@contextmanager
def som_system(syfte: str) -> Iterator[None]:
    """See and write what the matrix grants the duty `syfte`: "statistik", "uppfoljning", "bevakning", "lasningslogg",
    "remisser".

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
def utan_historik() -> Iterator[None]:
    """A transaction that loads a whole file or demo data without history. Only the owner's login is heeded."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.historik', 'av', true)")
        yield
        if not connection.needs_rollback:
            cursor.execute("SELECT set_config('app.historik', '', true)")


@contextmanager
def _identitet(sql: str, params: list) -> Iterator[list | None]:
    outer = getattr(connection, "identitet", NOBODY)
    with transaction.atomic():
        answer = _set(sql, params)
        try:
            yield answer
        finally:
            connection.identitet = outer
        # A savepoint keeps SET LOCAL when released; the outer identity has to be put back by hand.
        if len(connection.savepoint_ids) > 0 and not connection.needs_rollback:
            _set(*outer)


def _set(sql: str, params: list) -> list | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}, app.ange_kalla(%s, %s)", [*params, *_kalla.get()])
        answer, _ = cursor.fetchone()
    connection.identitet = (sql, params)
    return answer or None
