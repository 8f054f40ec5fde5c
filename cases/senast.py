"""Whose akter a member of staff opened last, out of their own reading log (ui.md, page 1)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.dates import STOCKHOLM, local_date

from .models import Aspirant, User

MEST = 5
SIKT = timedelta(days=62)
# Only the newest readings are gone through: the cost is the same for one who reads much
SQL = """
SELECT a.*, s.oppnad_at, s.forra_at FROM (
    SELECT aspirant_id, max(skedde_at) AS oppnad_at,
        max(max(skedde_at) FILTER (WHERE skedde_at < %(i_dag)s)) OVER () AS forra_at
    FROM (SELECT aspirant_id, skedde_at FROM cases_lasning
        WHERE user_id = %(user)s AND slag = 'visad' AND skedde_at >= %(fran)s
        ORDER BY skedde_at DESC LIMIT 300) l
    GROUP BY aspirant_id) s
JOIN cases_aspirant a ON a.id = s.aspirant_id
ORDER BY s.oppnad_at DESC LIMIT %(mest)s"""


@dataclass(frozen=True, slots=True)
class Senast:
    """Persons with `oppnad_at`, the latest first; `forra` is the last day before today that an akt was opened."""

    personer: list[Aspirant]
    forra: date | None


def recently_opened(user: User, now: datetime) -> Senast:
    """Those that the reader may still see. One query."""
    i_dag = datetime.combine(local_date(now), time.min, tzinfo=STOCKHOLM)
    varden = {"user": user.pk, "i_dag": i_dag, "fran": now - SIKT, "mest": MEST}
    personer = list(Aspirant.objects.raw(SQL, varden))
    forra = next((p.forra_at for p in personer if p.forra_at), None)
    return Senast(personer, forra and local_date(forra))
