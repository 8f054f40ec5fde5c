"""Protected persons and their named list (domain.md section 8). The database's own functions do the writing."""

from datetime import date

from django.db import connection

from cases.models import Aspirant, Handlaggare


def protect(*, aspirant: Aspirant, niva: int, today: date) -> None:
    """Set the level. The acting user and the person's present handläggare are named; nobody else sees the akt.

    Level 0 ends every name on the list. An address is removed at skyddad folkbokföring.
    """
    handlaggare = list(Handlaggare.objects.filter(aspirant=aspirant).aktuella(today).values_list("user_id", flat=True))
    _run("SELECT app.skydda(%s, %s::smallint, %s)", aspirant.pk, niva, today)
    if niva:
        for user_id in handlaggare:
            name_reader(aspirant=aspirant, user_id=user_id, today=today)


def name_reader(*, aspirant: Aspirant, user_id: int, today: date) -> None:
    """Put a colleague of a unit that may see the person on the list. Only someone on the list may do it.

    Raises django.db.ProgrammingError when the caller is not, or when the colleague's units may not see the person.
    """
    _run("SELECT app.namnge(%s, %s, %s)", aspirant.pk, user_id, today)


def _run(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
