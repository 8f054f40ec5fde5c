"""Asking many URLs in one scene: what a request changes is undone before the next one."""

from collections.abc import Iterable
from contextlib import contextmanager
from copy import deepcopy

from django.db import transaction
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


def statuses(client: Client, urls: dict[str, str], methods: Iterable[str] | dict[str, str]) -> dict:
    """Status per name and method; `methods` is one list for all, or one method per name."""
    cookies, answers = deepcopy(client.cookies), {}
    for name, url in urls.items():
        for method in [methods[name]] if isinstance(methods, dict) else methods:
            client.cookies = deepcopy(cookies)
            with undone():
                answers[name, method] = getattr(client, method)(url).status_code
    return answers


def addresses(s: Scen, table: dict) -> dict[str, str]:
    return {name: reverse(name, args=rad.args(s)) for name, rad in table.items()}
