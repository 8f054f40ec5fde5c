"""Nödöppning: the database's own functions decide and write (cases/sekretess/nodoppning.sql)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

OPPNAD, SYNLIG, NEJ, FOR_MANGA = "oppnad", "synlig", "nej", "for_manga"


@dataclass(frozen=True)
class Nodsvar:
    """`svar` is one of the words above; the person's key only with the first two."""

    svar: str
    aspirant_id: int | None = None


def minutes(now: datetime) -> int:
    """How long a nödöppning lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.nodoppning_minuter(%s)", [now])
        return cursor.fetchone()[0]


def open_akt(*, nummer: str, skal: str, now: datetime) -> Nodsvar:
    """Open the akt of the person with the number for reading. A second click opens nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT svar, aspirant FROM app.nodoppna(%s, %s, %s)", [nummer, skal, now])
        return Nodsvar(*cursor.fetchone())


def close_akt(*, aspirant_id: int, now: datetime) -> bool:
    """End one's own nödöppning before its time. False when there was none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.avsluta_nodoppning(%s, %s)", [aspirant_id, now])
        return cursor.fetchone()[0]
