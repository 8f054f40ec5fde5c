"""How fast is a delivery of the register taken, beside plain COPY of the same file into the same table?

    .venv/bin/python -m bench.register [--rows 1000000] [--rounds 3]

Makes its own file of reservnummer in the series R9 (deterministic), loads it alternately with plain COPY and with the
import, each into the whole table with its indexes and foreign keys, and prints medians, the ratio and peak memory.
What it wrote is rolled back or removed again; the district is called Mätning while it runs.
"""

import argparse
import json
import os
import random
import resource
import statistics
import sys
import tempfile
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import django

COLUMNS = ("personnummer", "belopp", "roll", "forsorjningshinder", "avslutsorsak")
MANAD = date(2026, 10, 1)


def write_file(path: Path, rows: int, *, shuffled: bool) -> None:
    """The same rows for the same arguments."""
    rng = random.Random(rows)  # noqa: S311
    numbers = list(range(rows))
    if shuffled:
        rng.shuffle(numbers)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(COLUMNS) + "\r\n")
        for n in numbers:
            role = "sokande" if n % 4 else "medsokande"
            hinder = ("arbetslos_ingen_ersattning", "sprakhinder", "", "utan_forsorjningshinder")[n % 4]
            reason = "arbete" if n % 50 == 0 else ""
            file.write(f"R9{n:010d};{rng.randrange(0, 16000)};{role};{hinder};{reason}\r\n")


def plain_copy(path: Path, leverans) -> float:
    """COPY straight into the table, the delivery's own columns as defaults; rolled back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for column, value in (("leverans_id", leverans.pk), ("sdf_id", leverans.sdf_id), ("manad", f"'{MANAD}'")):
            cursor.execute(f"ALTER TABLE uppfoljning_registerrad ALTER COLUMN {column} SET DEFAULT {value}")
        started = perf_counter()
        statement = (
            "COPY uppfoljning_registerrad (nummer, belopp, roll, forsorjningshinder, avslutsorsak) FROM STDIN WITH"
            " (FORMAT csv, DELIMITER ';', HEADER, FORCE_NOT_NULL (forsorjningshinder, avslutsorsak))"
        )
        with path.open("rb") as file, cursor.copy(statement) as copy:
            while block := file.read(1 << 20):
                copy.write(block)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = perf_counter() - started
        transaction.set_rollback(True)
    return seconds


def staged_import(path: Path) -> float:
    """The product's own way, from file to committed; then withdrawn and vacuumed."""
    from django.db import connection

    from uppfoljning.leveranser import receive_leverans, withdraw_leverans

    now = datetime.fromisoformat("2026-11-24T09:30:00+01:00")
    context = {"manad": MANAD, "stadsdel": "Mätning", "now": now, "today": now.date()}
    started = perf_counter()
    receive_leverans(path=path, **context)
    seconds = perf_counter() - started
    withdraw_leverans(reason="Mätning", **context)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM uppfoljning_registerrad")
    return seconds


@contextmanager
def district():
    """A district of our own with an empty delivery to copy under; nothing of it is left, other months stay whole."""
    from cases.models import Enhet, Namnd
    from uppfoljning.models import Leverans

    namnd, _ = Namnd.objects.get_or_create(namn="Mätningsnämnden", defaults={"kod": "matning", "slag": "stadsdel"})
    sdf, _ = Enhet.objects.get_or_create(slag="sdf", namn="Mätning", defaults={"namnd": namnd})
    try:
        moment = datetime.fromisoformat("2026-11-24T09:30:00+01:00")
        yield Leverans.objects.create(
            sdf=sdf, manad=MANAD, mottagen_at=moment, ersatt_at=moment, rader=0, belopp=0, sha256=""
        )
    finally:
        Leverans.objects.filter(sdf=sdf).delete()
        sdf.delete()
        namnd.delete()


def measure(rows: int, rounds: int, *, shuffled: bool) -> dict:
    with tempfile.TemporaryDirectory() as folder, district() as leverans:
        path = Path(folder) / "forsorjningsstod.csv"
        write_file(path, rows, shuffled=shuffled)
        pairs = [(plain_copy(path, leverans), staged_import(path)) for _ in range(rounds)]
    copy, staged = (statistics.median(times) for times in zip(*pairs, strict=True))
    return {
        "rader": rows,
        "blandad": shuffled,
        "copy_s": round(copy, 2),
        "import_s": round(staged, 2),
        "andel_av_copy": round(copy / staged, 2),
        "minne_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for shuffled in (False, True):
        found = measure(options.rows, options.rounds, shuffled=shuffled)
        text = json.dumps(found) if options.json else "  ".join(f"{name} {value}" for name, value in found.items())
        sys.stdout.write(text + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "1")
    from config.services import urls

    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL", urls()["database_owner"])
    django.setup()
    main()
