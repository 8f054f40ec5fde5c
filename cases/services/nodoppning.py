"""Nödöppning: the database's own functions decide and write (cases/sekretess/nodoppning.sql)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from cases.models import Parameter
from config.dates import local_date

OPPNAD, SYNLIG, NEJ, FOR_MANGA = "oppnad", "synlig", "nej", "for_manga"


@dataclass(frozen=True)
class Nodsvar:
    """`svar` is one of the words above; the person's key only with the first two."""

    svar: str
    aspirant_id: int | None = None


def minutes(now: datetime) -> int:
    """How long a nödöppning lasts."""
    return Parameter.objects.varde("nodoppning_minuter", local_date(now)) or 60


def open_akt(*, nummer: str, skal: str, now: datetime) -> Nodsvar:
    """Open the akt of the person with the number for reading. A second click opens nothing more."""
    hogst = Parameter.objects.varde("nummerfragor_per_timme", local_date(now))
    till = now + timedelta(minutes=minutes(now))
    with connection.cursor() as cursor:
        cursor.execute("SELECT svar, aspirant FROM app.nodoppna(%s, %s, %s, %s, %s)", [nummer, skal, now, till, hogst])
        return Nodsvar(*cursor.fetchone())


def close_akt(*, aspirant_id: int, now: datetime) -> bool:
    """End one's own nödöppning before its time. False when there was none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.avsluta_nodoppning(%s, %s)", [aspirant_id, now])
        return cursor.fetchone()[0]
