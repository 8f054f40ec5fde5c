"""Asking many URLs in one scene: what a request changes is undone before the next one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cases.models import User
from tests.scen import Scen


class UndoneError(Exception):
    """Raised to roll back, and caught at once."""


@contextmanager
def undone():
    """Whatever the block writes is gone afterwards."""
    try:
        with transaction.atomic():
            yield
            raise UndoneError
    except UndoneError:
        pass


def client_of(s: Scen, role: str) -> Client:
    """A client logged in as a role of the standing cast (or a user), or nobody for "anonym"."""
    client = Client()
    if role != "anonym":
        client.force_login(User.objects.get(username=getattr(getattr(s.stad, role, None), "username", role)))
    return client


def visits(client: Client, urls: dict[str, str], methods: Iterable[str] | dict[str, str]) -> Iterator[tuple]:
    """((name, method), answer, its questions), each undone once it has been looked at.

    `methods` is one list for all, or one method per name.
    """
    client.get(reverse("cases:mitt_konto"))  # a session is written down once a minute
    cookies = deepcopy(client.cookies)
    for name, url in urls.items():
        for method in [methods[name]] if isinstance(methods, dict) else methods:
            client.cookies = deepcopy(cookies)
            with undone():
                with counted() as asked:
                    answer = getattr(client, method)(url)
                yield (name, method), answer, asked


def answers(client: Client, urls: dict[str, str], methods: Iterable[str] | dict[str, str]) -> dict:
    """(status, number of queries) per name and method."""
    return {key: (answer.status_code, len(asked)) for key, answer, asked in visits(client, urls, methods)}


def statuses(client: Client, urls: dict[str, str], methods: Iterable[str] | dict[str, str]) -> dict:
    """As `answers`, the status alone."""
    return {key: status for key, (status, _) in answers(client, urls, methods).items()}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The questions that the block asks the database, savepoints apart."""
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def addresses(s: Scen, table: dict) -> dict[str, str]:
    return {name: reverse(name, args=rad.args(s)) for name, rad in table.items()}
