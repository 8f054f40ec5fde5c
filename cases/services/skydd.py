"""Protected persons and their named list (domain.md section 8). The database's own functions do the writing."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from cases.enums import Skyddsgrund
from cases.models import Aspirant
from config.dates import local_date

from .fel import RuleBrokenError, constraint_text, constraints_as


class SkyddError(RuleBrokenError):
    """The level or the list cannot be changed so."""


def protect(*, aspirant: Aspirant, niva: int, now: datetime, skal: str = "") -> bool:
    """Set the level. The acting user and the person's present handläggare and samordnare are named; nobody else sees
    the akt.

    `skal` is for lowering it, and only then. Level 0 ends every name on the list. An address is removed at skyddad
    folkbokföring. False when the level was that already. Raises SkyddError.
    """
    with constraints_as(SkyddError):
        return _ask("SELECT app.skydda(%s, %s::smallint, %s, %s, %s)", aspirant.pk, niva, skal, now, local_date(now))


def name_reader(
    *,
    aspirant: Aspirant,
    user_id: int,
    now: datetime,
    fran: date | None = None,
    till: date | None = None,
    grund: str = Skyddsgrund.NAMNGIVEN,
) -> None:
    """Put a colleague of a unit that may see the person on the list. Only someone on the list may do it.

    A name on another ground than NAMNGIVEN lasts as long as what it rests on (`follow_assignments`). Raises
    SkyddError, and django.db.ProgrammingError when the caller is not on the list or the colleague's units may not
    see the person.
    """
    with constraints_as(SkyddError):
        _ask(
            "SELECT app.namnge(%s, %s, %s, %s, %s, %s)", aspirant.pk, user_id, fran or local_date(now), till, now, grund
        )


def follow_assignments(*, aspirant: Aspirant, now: datetime) -> None:
    """End, or date, the names that rested on an assignment that ends: call it when one of the person's has changed.

    Least privilege: access ends with the assignment (domain.md section 8). Names given by hand stay. The acting user
    sees the person for the rest of the transaction, whatever became of their own name.
    """
    if aspirant.skydd:
        _ask("SELECT app.folj_uppdrag(%s, %s, %s)", aspirant.pk, now, local_date(now))


def end_reader(*, aspirant: Aspirant, user_id: int, now: datetime) -> None:
    """Take a name off the list at once.

    Raises SkyddError for the person's handläggare and for the last one who can open the akt.
    """
    with constraints_as(SkyddError):
        _ask("SELECT app.avnamnge(%s, %s, %s, %s)", aspirant.pk, user_id, now, local_date(now))


def cannot_be_ended(*, aspirant: Aspirant, user_ids: Iterable[int], today: date) -> dict[int, str]:
    """Per user whom `end_reader` would refuse to take off: the text it would say."""
    sql = "SELECT u, app.star_kvar(%s, u, %s) FROM unnest(%s::bigint[]) u"
    with connection.cursor() as cursor:
        cursor.execute(sql, [aspirant.pk, today, list(user_ids)])
        return {user: constraint_text(regel) for user, regel in cursor.fetchall() if regel}


def name_as_chef(*, aspirant_id: int, enhet_id: int, user_id: int, now: datetime) -> None:
    """The chef names someone of the unit when nobody there can open the akt.

    Raises django.db.ProgrammingError when that is not so, or the caller is not the unit's chef.
    """
    _ask("SELECT app.namnge_som_chef(%s, %s, %s, %s, %s)", aspirant_id, enhet_id, user_id, now, local_date(now))


def unopenable(today: date) -> list[tuple[int, int]]:
    """(person's key, unit's key) of protected cases that nobody at a unit of the acting chef can open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT aspirant_id, enhet_id FROM app.skyddade_utan_namngiven(%s)", [today])
        return cursor.fetchall()


def _ask(sql: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
