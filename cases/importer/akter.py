"""Take over cases from an earlier system: one row per enrolment, the whole file or nothing of it.

History is exempt from today's process rules (routing, five days) but not from sense. Runs as the owner of the tables.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter

from django.db import IntegrityError, connection, transaction

from cases.importer import akter_kontroll, akter_sql
from cases.importer.enheter import create_missing_units
from cases.importer.uttryck import raise_errors
from cases.sekretess.identitet import utan_historik
from config.csvfil import Csvfil, FilError
from config.dates import local_date

ANALYSERA_FRAN = 500
LOADED_TABLES = "cases_aspirant, cases_inskrivning, cases_sdfansvar"


@dataclass(slots=True)
class Inlast:
    """What was taken, or would have been when `dry_run`."""

    rader: int
    dry_run: bool
    nya_personer: int = 0
    inskrivningar: int = 0
    hoppade: int = 0
    nya_enheter: list[str] = field(default_factory=list)
    sekunder: float = 0.0


def import_akter(
    *, path: Path, now: datetime, create_units: bool = False, skip_existing: bool = False, dry_run: bool = False
) -> Inlast:
    """Read the file, check it against itself, the code lists and what is here, and take it. Raises FilError."""
    started = perf_counter()
    today = local_date(now)
    try:
        with utan_historik():
            inlast = Inlast(_stage(path), dry_run)
            if create_units:
                inlast.nya_enheter = create_missing_units(akter_sql.STAGING)
            _run(akter_sql.RESOLVE)
            raise_errors(akter_kontroll.query(today, skip_existing=skip_existing))
            _write(inlast, now)
            transaction.set_rollback(dry_run)
    except IntegrityError:
        raise FilError.whole_file("Någon ändrade samma akter under inläsningen. Läs in filen igen.") from None
    if inlast.inskrivningar >= ANALYSERA_FRAN and not dry_run:
        _run(f"ANALYZE {LOADED_TABLES}")
    inlast.sekunder = perf_counter() - started
    return inlast


def _stage(path: Path) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('import akter', 0))")
        cursor.execute(akter_sql.MAKE_STAGING)
        return Csvfil(path, akter_sql.KOLUMNER).load(cursor, akter_sql.STAGING)


def _write(inlast: Inlast, now: datetime) -> None:
    inlast.nya_personer = _run(akter_sql.ADD_PERSONS, {"now": now})
    _run(akter_sql.CONNECT_PERSONS)
    _run(akter_sql.ADD_SDFANSVAR)
    inlast.inskrivningar = _run(akter_sql.ADD_ENROLMENTS, {"now": now})
    inlast.hoppade = inlast.rader - inlast.inskrivningar


def _run(statement: str, params: dict | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount
