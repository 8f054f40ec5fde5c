"""What the reading log costs a page: the same requests with the log and without, interleaved, as ratios.

    .venv/bin/python -m bench.lasning [--user carl] [--rounds N] [--url ADDRESS ADDRESS] [--json]

Runs through the whole application with its own login, on demo data (seed_demo; collectstatic once). With
two addresses it asks two running
gunicorn instead, the first with the log and the second (bench.utan_lasning:application) without.
"""

import argparse
import json
import os
import re
import statistics
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from time import perf_counter
from urllib.parse import urlencode, urlsplit

import django

PAGES = {
    "akten": "/akter/{pk}/",
    "aktens handlingar": "/akter/{pk}/handlingar/",
    "Min dag": "/",
    "enhetens personer": "/personer/?visa=enheten",
}


@contextmanager
def without_log():
    """The application as it would be without its log."""
    from cases import lasning

    finish = lasning.finish
    lasning.finish = lambda request, response: None
    try:
        yield
    finally:
        lasning.finish = finish


def timed(client, url: str) -> float:
    started = perf_counter()
    answer = client.get(url)
    seconds = perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{url}: {answer.status_code}")
    return seconds


def alternate(logged, bare, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of both kinds; the order within a pair alternates. The first of each warms up."""
    logged(), bare()
    times: tuple[list[float], list[float]] = ([], [])
    for nr in range(rounds):
        for kind in (0, 1) if nr % 2 else (1, 0):
            times[kind].append((logged, bare)[kind]())
    return times


def summary(logged: list[float], bare: list[float]) -> dict:
    """Medians in milliseconds, what the log adds, and as a ratio."""
    med, utan = (statistics.median(times) * 1000 for times in (logged, bare))
    tillagg = statistics.median(a - b for a, b in zip(logged, bare, strict=True)) * 1000
    found = {"med_ms": med, "utan_ms": utan, "tillagg_ms": tillagg, "kvot": med / utan}
    return {name: round(value, 3) for name, value in found.items()}


def own_person(username: str):
    """The user, and the first of the persons whose case they hold."""
    from cases.models import Aspirant, User
    from cases.sekretess.identitet import som_anvandare
    from config import dates

    user = User.objects.get(username=username)
    with som_anvandare(user.pk, today=dates.today()):
        return user, Aspirant.objects.handlagda_av(user, dates.today()).order_by("pk").values_list("pk", flat=True)[0]


def pages(username: str, rounds: int) -> dict:
    """Every page of PAGES as this user, in this process."""
    from django.test import Client

    user, pk = own_person(username)
    client = Client()
    client.force_login(user)

    def bare(url: str) -> float:
        with without_log():
            return timed(client, url)

    urls = {name: url.format(pk=pk) for name, url in PAGES.items()}
    return {
        name: summary(*alternate(lambda url=url: timed(client, url), lambda url=url: bare(url), rounds))
        for name, url in urls.items()
    }


class Browser:
    """A session at a running server, by the login form."""

    def __init__(self, address: str, username: str):
        self.host = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}
        page = self.ask("GET", "/logga-in/")[1].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        body = urlencode({"csrfmiddlewaretoken": token, "username": username, "password": "demo"})
        self.ask("POST", "/logga-in/", body)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self.host}/logga-in/"}
        connection = HTTPConnection(self.host)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= dict([header.split(";")[0].split("=", 1)])
        return answer.status, answer.read()

    def timed(self, path: str) -> float:
        started = perf_counter()
        status, _ = self.ask("GET", path)
        seconds = perf_counter() - started
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        return seconds


def over_http(options) -> dict:
    """As pages(), over HTTP against two servers."""
    logged, bare = (Browser(address, options.user) for address in options.url)
    urls = {name: url.format(pk=own_person(options.user)[1]) for name, url in PAGES.items()}
    return {
        name: summary(*alternate(lambda url=url: logged.timed(url), lambda url=url: bare.timed(url), options.rounds))
        for name, url in urls.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--user", default="carl")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--url", nargs=2, metavar="ADDRESS")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = over_http(options) if options.url else pages(options.user, options.rounds)
    if options.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    for name, row in found.items():
        sys.stdout.write(f"{name:18} " + "  ".join(f"{key} {value}" for key, value in row.items()) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "1")
    django.setup()
    main()
