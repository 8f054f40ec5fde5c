"""The reading log's upkeep: its months are made ahead, and its state can be asked."""

from dataclasses import dataclass
from datetime import date

from django.db import connections

AHEAD = 3


@dataclass(frozen=True)
class Loggens:
    """Rows that found no month of their own, and which of this month and the next do not exist."""

    utan_manad: int
    saknas: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.utan_manad and not self.saknas


def make_months(*, today: date, before: int = 0, using: str = "default") -> int:
    """Make the partitions from `before` months back to AHEAD months on that are missing; how many were made."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT app.skapa_lasningsmanader(%s, %s, %s)", [today, before, AHEAD])
        return cursor.fetchone()[0]


def log_state(today: date) -> Loggens:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT utan_manad, saknas FROM app.lasningslogg_lage(%s)", [today])
        utan_manad, saknas = cursor.fetchone()
    return Loggens(utan_manad, tuple(saknas))
