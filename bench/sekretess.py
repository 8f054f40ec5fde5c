"""What does row-level security cost on the lists? The product's own queries as the application and as the owner.

    .venv/bin/python -m bench.sekretess [--persons 100000] [--rounds 15] [--plans] [--json]

Makes a city of its own in a database of its own (bench/sekretess_data.py), then runs what each page asks, by turns in
the application's role and in the owner's, with the same identity set. Counted is the time inside the database driver.
`kvot` is the median of the application's over the owner's; the limit is 1.5.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

import django

from bench.sekretess_data import TODAY, build
from config.services import ROOT, borrowed

LIMIT = 1.5


class Clock:
    """Seconds inside the driver, and the statements, of what runs between start and stop."""

    def __init__(self):
        self.statements: list[tuple[float, str, tuple]] = []

    def __call__(self, execute, sql, params, many, context):
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements.append((perf_counter() - started, sql, params))

    @property
    def seconds(self) -> float:
        return sum(seconds for seconds, _, _ in self.statements)


def asked(page: Callable[[], object], user, role: str | None) -> Clock:
    """Run `page` once with the user's identity, in the application's role or (None) as the owner."""
    from django.db import connection

    from cases.sekretess.identitet import som_anvandare

    clock = Clock()
    user.__dict__.pop("_medlemskap", None)
    with som_anvandare(user.pk, today=TODAY), connection.cursor() as cursor:
        if role:
            cursor.execute(f"SET LOCAL ROLE {role}")
        with connection.execute_wrapper(clock):
            page()
        if role:
            cursor.execute("RESET ROLE")
    return clock


def pages(stad) -> dict[str, tuple[object, Callable[[], object]]]:
    """What is asked, by whom: lists, search, Min dag's sources and the akt, as the views ask it."""
    from cases import perms
    from cases.models import Aspirant
    from cases.sok import find
    from uppfoljning.min_dag import min_dag

    coach, sekr = stad.coacher[0], stad.sekreterare[0]
    number = f"R9{_mine(stad, coach) - 1000:010d}"
    return {
        "mina personer, coach": (coach, lambda: _persons(Aspirant.objects.mina(coach, TODAY))),
        "min enhet, coach": (coach, lambda: _persons(Aspirant.objects.vid(perms.enheter(coach, TODAY)))),
        "min enhet, socialsekreterare": (sekr, lambda: _persons(Aspirant.objects.vid(perms.enheter(sekr, TODAY)))),
        "remisser, coach": (coach, lambda: _remisser(coach)),
        "remisser, socialsekreterare": (sekr, lambda: _remisser(sekr)),
        "min dag, coach": (coach, lambda: min_dag(coach, TODAY)),
        "min dag, socialsekreterare": (sekr, lambda: min_dag(sekr, TODAY)),
        "sök på namn": (coach, lambda: find("hak", TODAY)),
        "sök på för- och efternamn": (coach, lambda: find("åsa k", TODAY)),
        "sök på namn utan träff": (coach, lambda: find("zzz", TODAY)),
        "sök på nummer": (coach, lambda: find(number, TODAY)),
        "akten, coach": (coach, lambda: _akt(stad, coach)),
    }


def _persons(queryset):
    from django.core.paginator import Paginator

    sida = Paginator(queryset.for_lista(TODAY), 50).get_page(2)
    return list(sida), sida.paginator.count


def _remisser(user):
    from django.core.paginator import Paginator

    from cases import perms
    from cases.models import Remiss

    alla = Remiss.objects.for_enheter(perms.enheter(user, TODAY))
    sida = Paginator(alla.i_ordning().values_list("pk", flat=True), 25).get_page(1)
    rader = Remiss.objects.filter(pk__in=list(sida)).for_lista()
    return list(rader), sida.paginator.count, alla.obesvarade().count()


def _akt(stad, user) -> None:
    from cases import akt
    from cases.huvud import person_header
    from cases.views.akt import get_aspirant

    person = get_aspirant(_mine(stad, user))
    person_header(user, person, TODAY, full=True)
    akt.handelser(person, TODAY), akt.tidsgranser([person], user, TODAY), akt.paneler(user, person, TODAY)


def _mine(stad, user) -> int:
    from cases.models import Handlaggare

    rader = Handlaggare.objects.filter(user=user, aspirant_id__gt=1000).order_by("aspirant_id")
    return rader.values_list("aspirant_id", flat=True)[0]


def measure(stad, rounds: int) -> list[dict]:
    from config.database import APP_ROLE

    found = []
    for name, (user, page) in pages(stad).items():
        times: dict[str | None, list[float]] = {APP_ROLE: [], None: []}
        for nr in range(rounds + 1):
            for role in (APP_ROLE, None) if nr % 2 else (None, APP_ROLE):
                clock = asked(page, user, role)
                if nr:  # the first warms the cache
                    times[role].append(clock.seconds)
        app, owner = (1000 * statistics.median(times[role]) for role in (APP_ROLE, None))
        found.append(
            {
                "sida": name,
                "fragor": len(clock.statements),
                "applikation_ms": round(app, 1),
                "agare_ms": round(owner, 1),
                "kvot": round(app / owner, 2),
            }
        )
    return found


def show_plans(stad) -> None:
    """The plan of each page's most expensive statement, as the application."""
    from django.db import connection

    from cases.sekretess.identitet import som_anvandare
    from config.database import APP_ROLE

    for name, (user, page) in pages(stad).items():
        clock = max((asked(page, user, APP_ROLE) for _ in range(2)), key=lambda clock: -clock.seconds)
        _, sql, params = max(clock.statements, key=lambda statement: statement[0])
        with som_anvandare(user.pk, today=TODAY), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            cursor.execute("RESET ROLE")
        sys.stdout.write(f"\n== {name}\n{plan}\n")


def inside(options: argparse.Namespace) -> None:
    started = perf_counter()
    stad = build(options.persons)
    sys.stderr.write(f"{options.persons} personer skapade på {perf_counter() - started:.0f} s\n")
    found = measure(stad, options.rounds)
    for row in found:
        text = (
            json.dumps(row, ensure_ascii=False)
            if options.json
            else f"{row['sida']:32} {row['fragor']:3} frågor  {row['applikation_ms']:9.1f} ms"
            f"  {row['agare_ms']:9.1f} ms som ägare  kvot {row['kvot']:.2f}"
        )
        sys.stdout.write(text + "\n")
    if options.plans:
        show_plans(stad)
    if max(row["kvot"] for row in found) > LIMIT:
        sys.stderr.write(f"Över gränsen {LIMIT}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if os.environ.get("BENCH_INSIDE"):
        django.setup()
        return inside(options)
    from bench.__main__ import database

    with borrowed(), database() as env:
        env |= {"BENCH_INSIDE": "1", "DATABASE_URL": env["DATABASE_OWNER_URL"]}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        subprocess.run([sys.executable, "-m", "bench.sekretess", *sys.argv[1:]], cwd=ROOT, env=env, check=True)
    return None


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "1")
    main()
