"""Do the pages grow with the city? The same pages in a small city and a large one, by turns, whole requests.

    .venv/bin/python -m bench sidor [--persons 1000 100000] [--rounds 60] [--only TEXT] [--json]

Two cities of bench/sekretess_data.py in databases of their own, with the same units and the same number of persons
per handläggare: the city grows and its units with it, a coach's caseload does not. Each has a process of its own that
answers with the application's login, and writes its reading log. `kvot` is the large city's p95 over the small one's;
the limit is 1.5.
`rader` are the persons that the page shows in each: a page that shows more costs more, so a line whose large city
shows more than half as many again has its ratio printed and is not held against the limit.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import perf_counter

import django

from bench.__main__ import database
from bench.sekretess_data import TODAY, build
from config.services import ROOT, borrowed

LIMIT = 1.5
# Per unit and persons of the city; comes to some 50 persons per coach and 36 per socialsekreterare
PERSONS_PER_STAFF = 500
READERS = 5
WARM_UP = 5


@dataclass(frozen=True)
class Lasare:
    """Somebody logged in, with the keys of the persons they hold."""

    client: object
    personer: list


@dataclass(frozen=True)
class Sida:
    """A page: who asks, and the request number `nr` of it as (path, form or None)."""

    namn: str
    roll: str
    begaran: Callable[[Lasare, int], tuple[str, dict | None]]


def _person(lasare: Lasare, nr: int):
    return lasare.personer[nr % len(lasare.personer)]


def _search(text: Callable) -> Callable[[Lasare, int], tuple[str, dict]]:
    return lambda lasare, nr: ("/sok/", {"q": text(_person(lasare, nr))})


def _get(path: str) -> Callable[[Lasare, int], tuple[str, None]]:
    return lambda lasare, nr: (path.format(pk=_person(lasare, nr).pk), None)


SIDOR = [
    Sida("akten, coach", "coach", _get("/akter/{pk}/")),
    Sida("akten, socialsekreterare", "socialsekreterare", _get("/akter/{pk}/")),
    Sida("min dag, coach", "coach", _get("/")),
    Sida("min dag, socialsekreterare", "socialsekreterare", _get("/")),
    Sida("min dag, enhetschef", "enhetschef", lambda lasare, nr: ("/", None)),
    Sida("mina personer, coach", "coach", _get("/personer/?visa=mina")),
    Sida("min enhet, coach", "coach", _get("/personer/?visa=enheten")),
    Sida("min enhet, socialsekreterare", "socialsekreterare", _get("/personer/?visa=enheten")),
    Sida("remisser, coach", "coach", _get("/remisser/?visa=besvarade")),
    Sida("sök på nummer", "coach", _search(lambda person: person.nummer)),
    Sida("sök på för- och efternamn", "coach", _search(lambda person: f"{person.fornamn} {person.efternamn}")),
    Sida("sök på efternamn", "coach", _search(lambda person: person.efternamn)),
    Sida("sök på namn utan träff", "coach", _search(lambda person: "Zzzyx")),
]


def make_city(persons: int) -> None:
    """The city with what its nights work out: bevakningar and checkpoints."""
    from django.db import connection

    from cases.sekretess.identitet import som_system
    from config import dates
    from uppfoljning.bevakningar.berakning import refresh
    from uppfoljning.checkpoints import run_uppfoljning

    build(persons, personal=max(1, persons // PERSONS_PER_STAFF))
    with som_system("uppfoljning"):
        run_uppfoljning(today=TODAY)
    with som_system("bevakning"):
        refresh(today=dates.today())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def readers(roll: str) -> list[Lasare]:
    """Some of those who hold persons, logged in, with the persons that the number of the page turns through; chefs
    hold none."""
    from django.test import Client

    from cases.models import Aspirant, User
    from cases.sekretess.identitet import som_anvandare
    from config import dates

    found, today = [], dates.today()
    for user in User.objects.filter(medlemskap__roll=roll).order_by("pk"):
        with som_anvandare(user.pk, today=today):
            personer = list(Aspirant.objects.handlagda_av(user, today).filter(pk__gt=1000).order_by("pk"))
        if personer or roll == "enhetschef":
            client = Client(raise_request_exception=True)
            client.force_login(user)
            found.append(Lasare(client, personer))
        if len(found) == READERS:
            return found
    raise SystemExit(f"{roll}: bara {len(found)} har personer")


def ask(sida: Sida, lasare: Lasare, nr: int) -> dict:
    """Milliseconds of one request and how many persons it shows."""
    path, form = sida.begaran(lasare, nr)
    started = perf_counter()
    answer = lasare.client.get(path) if form is None else lasare.client.post(path, form, follow=True)
    ms = 1000 * (perf_counter() - started)
    if answer.status_code != 200:
        raise SystemExit(f"{sida.namn}: {path} svarade {answer.status_code}")
    return {"ms": ms, "rader": len(set(_shown(answer.content.decode())))}


def _shown(html: str) -> Iterator[str]:
    import re

    yield from re.findall(r'href="/akter/(\d+)/', html)


def serve() -> None:
    """Answer "<number of page> <number of round>" from standard input with one line of JSON each."""
    los = {roll: readers(roll) for roll in {sida.roll for sida in SIDOR}}
    say({"personal": {roll: len(lasare[0].personer) for roll, lasare in los.items()}})
    for line in sys.stdin:
        sida, nr = (int(part) for part in line.split())
        say(ask(SIDOR[sida], los[SIDOR[sida].roll][nr % READERS], nr // READERS))


def say(found: dict) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


@contextmanager
def city(persons: int) -> Iterator["Stad"]:
    """A city of `persons` in a database of its own, and the process that answers in it."""
    with database(f"bench_{os.getpid()}_{persons}") as env:
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
        owner = env | {"DATABASE_URL": env["DATABASE_OWNER_URL"]}
        started = perf_counter()
        for command in (["migrate"], ["collectstatic", "--noinput"]):
            subprocess.run([sys.executable, "manage.py", *command, "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        me = [sys.executable, "-m", "bench.sidor"]
        subprocess.run([*me, "--make", str(persons)], cwd=ROOT, env=owner, check=True)
        sys.stderr.write(f"{persons} personer på {perf_counter() - started:.0f} s\n")
        child = subprocess.Popen(
            [*me, "--serve"], cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield Stad(child)
        finally:
            child.stdin.close()
            child.wait(30)


class Stad:
    """The answering process of one city."""

    def __init__(self, child: subprocess.Popen):
        self.child = child
        self.personal = self._answer()["personal"]

    def ask(self, sida: int, nr: int) -> dict:
        self.child.stdin.write(f"{sida} {nr}\n")
        self.child.stdin.flush()
        return self._answer()

    def _answer(self) -> dict:
        line = self.child.stdout.readline()
        if not line:
            raise SystemExit("processen som svarar har slutat")
        return json.loads(line)


def measure(stader: list[Stad], chosen: list[int], rounds: int) -> list[dict]:
    """Every page in every round, at each size; which size goes first alternates."""
    answers = {(sida, stad): [] for sida in chosen for stad in range(len(stader))}
    for nr in range(-WARM_UP, rounds):
        for sida in chosen:
            for stad in sorted(range(len(stader)), reverse=bool(nr % 2)):
                answer = stader[stad].ask(sida, nr + WARM_UP)
                if nr >= 0:
                    answers[sida, stad].append(answer)
    return [summary(SIDOR[sida].namn, *(answers[sida, stad] for stad in range(len(stader)))) for sida in chosen]


def summary(namn: str, small: list[dict], large: list[dict]) -> dict:
    """Median and p95 of each in milliseconds, the ratio of both, and the persons shown (median)."""
    found = {"sida": namn}
    for storlek, answers in (("liten", small), ("stor", large)):
        times = [answer["ms"] for answer in answers]
        found[f"{storlek}_median_ms"] = round(statistics.median(times), 1)
        found[f"{storlek}_p95_ms"] = round(p95(times), 1)
        found[f"{storlek}_rader"] = statistics.median(answer["rader"] for answer in answers)
    found["kvot_median"] = round(found["stor_median_ms"] / found["liten_median_ms"], 2)
    found["kvot_p95"] = round(found["stor_p95_ms"] / found["liten_p95_ms"], 2)
    return found


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def row_text(row: dict) -> str:
    sizes = "  ".join(
        f"{row[f'{s}_median_ms']:7.1f} {row[f'{s}_p95_ms']:7.1f} {row[f'{s}_rader']:5.0f}" for s in ("liten", "stor")
    )
    return f"{row['sida']:32} {sizes}  {row['kvot_median']:6.2f} {row['kvot_p95']:6.2f}"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs=2, default=[1000, 100_000])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.make or options.serve:
        django.setup()
        return make_city(options.make) if options.make else serve()
    chosen = [nr for nr, sida in enumerate(SIDOR) if options.only in sida.namn]
    with borrowed(), ExitStack() as stack:
        stader = [stack.enter_context(city(persons)) for persons in options.persons]
        sys.stderr.write(f"personer per handläggare: {' och '.join(str(stad.personal) for stad in stader)}\n")
        found = measure(stader, chosen, options.rounds)
    show(found, options)
    return None


def show(found: list[dict], options: argparse.Namespace) -> None:
    (ROOT / "var" / "bench_sidor.json").write_text(json.dumps(found, ensure_ascii=False, indent=2))
    if options.json:
        sys.stdout.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))
        return
    small, large = (f"{persons} personer" for persons in options.persons)
    sys.stdout.write(f"{'':32} {small:21}  {large:21}  {'kvot':>6}\n")
    sys.stdout.write(f"{'':32} {'median     p95 rader  ' * 2}median    p95\n")
    for row in found:
        sys.stdout.write(row_text(row) + "\n")
    over = [row["sida"] for row in found if row["kvot_p95"] > LIMIT and row["stor_rader"] <= 1.5 * row["liten_rader"]]
    if over:
        sys.stderr.write(f"Över gränsen {LIMIT}: {', '.join(over)}\n")


if __name__ == "__main__":
    main()
