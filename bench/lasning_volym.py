"""The akt's log tab over a year of the whole city's readings: how long it takes, and the plan.

    .venv/bin/python -m bench.lasning_volym [--rows 10000000] [--persons 20000]

In a database of its own, which is there only for the run.
"""

import argparse
import os
import statistics
import sys
from io import StringIO
from time import perf_counter

import django

from bench.__main__ import database
from config.services import borrowed

FILL = """
INSERT INTO cases_lasning (skedde_at, user_id, roll, enhet_id, namnd_id, aspirant_id, objekt, vy, slag, grund, referens)
SELECT timestamptz '2026-01-01' + make_interval(secs => (i * 31536000.0 / %(rows)s)), u.id, 'coach', u.enhet_id,
       u.namnd_id, 1 + (i * 7919 %% %(persons)s), '', 'cases:akt', CASE i %% 3 WHEN 0 THEN 'traff' ELSE 'visad' END,
       'enhet', 'AAAA-0000'
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) i, (SELECT m.user_id AS id, m.enhet_id, e.namnd_id
           FROM cases_medlemskap m JOIN cases_enhet e ON e.id = m.enhet_id WHERE m.roll = 'enhetschef' LIMIT 1) u
"""
PAGE = "SELECT * FROM app.lasningar(%s, '2026-11-24', %s, %s, NULL, NULL, '', false, false, 0, 50)"
PLAN = """
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)
SELECT l.*, count(*) OVER () FROM cases_lasning l LEFT JOIN cases_user u ON u.id = l.user_id
 WHERE l.aspirant_id = %s AND l.skedde_at >= %s AND l.skedde_at < %s ORDER BY l.skedde_at DESC, l.id DESC LIMIT 50
"""


BATCH = 500_000
APPEND = "SELECT app.logga_lasningar(now(), '2026-11-24', 'cases:akt', 'AAAA-0000', %s, %s)"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def fill(rows: int, persons: int) -> int:
    """One person with her chef, and the log of everyone; the person's key."""
    from datetime import date

    from django.core.management import call_command
    from django.db import connection

    from cases.models import Aspirant
    from cases.services.lasningslogg import make_months

    call_command("migrate", verbosity=0)
    call_command("seed_demo", persons=40, today=date(2026, 11, 24), verbosity=0, stdout=StringIO())
    make_months(today=date(2026, 11, 24), before=11)
    started = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_lasning")
        for first in range(1, rows + 1, BATCH):
            last = min(rows, first + BATCH - 1)
            cursor.execute(FILL, {"rows": rows, "persons": persons, "first": first, "last": last})
            say(f"{last} av {rows} rader, {perf_counter() - started:.0f} s")
        cursor.execute("VACUUM ANALYZE cases_lasning")
        cursor.execute(
            "SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits"
            " WHERE inhparent = 'cases_lasning'::regclass"
        )
        say(f"storlek med index: {cursor.fetchone()[0]}")
    return Aspirant.objects.order_by("pk").values_list("pk", flat=True)[0]


def ask(pk: int) -> None:
    from datetime import date, datetime

    from django.db import connection

    from cases.models import User
    from cases.sekretess.identitet import som_anvandare
    from config.database import APP_ROLE
    from config.dates import STOCKHOLM

    spans = {"hela tiden": (2000, 1, 1), "senaste månaden": (2026, 11, 1)}
    till = datetime(2026, 11, 25, tzinfo=STOCKHOLM)
    chef = User.objects.filter(medlemskap__roll="enhetschef", medlemskap__enhet__ansvarar_for=pk).first()
    for name, fran in spans.items():
        with som_anvandare(chef.pk, today=date(2026, 11, 24)), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
            times = [timed(cursor, pk, datetime(*fran, tzinfo=STOCKHOLM), till) for _ in range(30)]
            cursor.execute("RESET ROLE")
        say(f"{name}: {times[0][1]} rader i urvalet, median {statistics.median(t for t, _ in times) * 1000:.1f} ms")
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [pk, datetime(2026, 11, 1, tzinfo=STOCKHOLM), till])
        say("\n".join(row[0] for row in cursor.fetchall()))


def append(pk: int) -> None:
    """What a page pays for saying whom it showed: one person, and all there are."""
    from datetime import date

    from django.db import connection

    from cases.models import Aspirant, User
    from cases.sekretess.identitet import som_anvandare
    from config.database import APP_ROLE

    chef = User.objects.filter(medlemskap__roll="enhetschef", medlemskap__enhet__ansvarar_for=pk).first()
    alla = list(Aspirant.objects.order_by("pk").values_list("pk", flat=True))
    for antal in (1, len(alla)):
        times = []
        for _ in range(30):
            with som_anvandare(chef.pk, today=date(2026, 11, 24)), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
                started = perf_counter()
                cursor.execute(APPEND, [alla[:antal], ["visad"] * antal])
                times.append(perf_counter() - started)
                cursor.execute("RESET ROLE")
        say(f"skriv {antal} rader: median {statistics.median(times) * 1000:.2f} ms")


def timed(cursor, pk: int, fran, till) -> tuple[float, int]:
    started = perf_counter()
    cursor.execute(PAGE, [pk, fran, till])
    rows = cursor.fetchall()
    return perf_counter() - started, rows[0][-1] if rows else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--persons", type=int, default=20_000)
    options = parser.parse_args()
    with borrowed(), database() as env:
        os.environ.update(env, DATABASE_URL=env["DATABASE_OWNER_URL"], DJANGO_SETTINGS_MODULE="config.settings")
        django.setup()
        try:
            pk = fill(options.rows, options.persons)
            ask(pk)
            append(pk)
        finally:
            from django.db import connection

            connection.close()


if __name__ == "__main__":
    main()
