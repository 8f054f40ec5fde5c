"""Nödöppning: the database's own functions decide and write (cases/sekretess/nodoppning.sql)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from cases.lasning import in_words

from .fel import RuleBrokenError, constraints_as

KLAR, ANDRAD, PAGAR = "klar", "andrad", "pagar"
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


class GranskningError(RuleBrokenError):
    """The review cannot be written so."""


def review(*, nodoppning_id: int, utfall: str, motivering: str, forra: int | None, now: datetime) -> str:
    """Write the acting chef's review, or another in the place of the one shown (`forra`: its key, None for none).

    KLAR; ANDRAD when another has come since, PAGAR while the nödöppning goes on, and then nothing is written. Raises
    GranskningError, and django.db.ProgrammingError for the opener and for who is chef of neither side.
    """
    with constraints_as(GranskningError), connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.granska_nodoppning(%s, %s, %s, %s, %s)", [nodoppning_id, utfall, motivering, forra, now]
        )
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Last:
    """A page that the opener was shown, and when first."""

    vad: str
    forsta: datetime
    ganger: int


def pages_read(nodoppning_id: int) -> list[Last]:
    """What the opener was shown of the person, in the order it was first shown; without a word about whom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT skedde_at, vy FROM app.lasta_i_nodoppning(%s)", [nodoppning_id])
        rader = cursor.fetchall()
    tider = {}
    for skedde_at, vy in rader:
        tider.setdefault(in_words(vy), []).append(skedde_at)
    return [Last(vad, gangerna[0], len(gangerna)) for vad, gangerna in tider.items()]
