"""A pooled connection must not remember who used it last, also after an error."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from cases.sekretess.identitet import som_anvandare
from tests.conftest import TODAY
from tests.factories import Stad

pytestmark = pytest.mark.django_db(transaction=True)


def nobody() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.anvandare() IS NULL, (SELECT count(*) FROM cases_aspirant)")
        return cursor.fetchone() == (True, 0)


def test_errors_in_threads_that_keep_their_connection_leave_nobody_behind(monkeypatch):
    """Four threads, many turns: a broken view, broken SQL and a raised error, each followed by another user."""
    stad = Stad()
    stad.aspirant(efternamn="Hemlig")
    from cases.views import personer

    find = personer.find
    monkeypatch.setattr(personer, "find", lambda *a: 1 / 0 if a and "brytning" in str(a) else find(*a))

    def turn(n: int) -> list:
        faults = []
        client = Client(raise_request_exception=False)
        try:
            client.force_login(stad.sara)
            if client.post("/sok/", {"q": "brytning"}).status_code != 500:
                faults.append("the view did not break")
            if not nobody():
                faults.append("identity left after 500")
            try:
                with som_anvandare(stad.sara.pk, today=TODAY), connection.cursor() as cursor:
                    cursor.execute("SELECT 1/0")
            except DatabaseError:
                pass
            if not nobody():
                faults.append("identity left after broken SQL")
            client.force_login(stad.hanna)
            if "Hemlig" in client.post("/sok/", {"q": "Hemlig"}).content.decode().split("<main")[1].split("value=")[0]:
                faults.append("hanna saw sara's person")
            if n % 5 == 0:
                connection.close()
        finally:
            if n >= 16:
                connections.close_all()
        return faults

    with ThreadPoolExecutor(4) as pool:
        assert [fault for faults in pool.map(turn, range(20)) for fault in faults] == []
        list(pool.map(lambda _: connections.close_all(), range(16)))
