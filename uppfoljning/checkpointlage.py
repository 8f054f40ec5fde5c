"""How many checkpoints have an answer, per month asked for: counts with small ones hidden, no persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cases.models import Enhet
from cases.sekretess.identitet import som_system
from config.dates import month_start
from uppfoljning.enums import Utfall
from uppfoljning.models import Checkpoint
from uppfoljning.rojandekontroll import Summa, dolj

KOLUMNER = (*Utfall.values, "bortfall")
TOTALT = "forfallna"
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Manadsrad:
    """`antal` by column; `dolda` says what stands instead of a count that is hidden ("<5" or "..")."""

    manad: date
    antal: dict[str, int]
    dolda: dict[str, str]

    def celler(self) -> list[dict]:
        """In column order: {antal, dold}; an empty `dold` means that the count is shown."""
        return [{"kod": k, "antal": self.antal[k], "dold": self.dolda.get(k, "")} for k in (TOTALT, *KOLUMNER)]


def checkpointlage(*, today: date, enheter: Iterable[Enhet] | None, dolj_under: int) -> list[Manadsrad]:
    """The latest months with checkpoints due, newest first; of these units, or of all when None.

    Bortfall is counted apart (domain.md section 11), so the columns add up to those due.
    """
    found = Checkpoint.objects.filter(dag__lte=today, manad__lte=month_start(today))
    if enheter is not None:
        found = found.filter(Q(inskrivning__jobbtorg__in=enheter) | Q(inskrivning__sdf__in=enheter))
    counts = {u: Count("id", filter=Q(utfall=u, bortfall="")) for u in Utfall.values}
    counts["bortfall"] = Count("id", filter=~Q(bortfall=""))
    with som_system("statistik"):
        rows = list(found.values("manad").annotate(**counts).order_by("-manad")[:MONTHS_SHOWN])
    return [_row(row, dolj_under) for row in rows]


def _row(row: dict, dolj_under: int) -> Manadsrad:
    antal = {kod: row[kod] for kod in KOLUMNER}
    antal[TOTALT] = sum(antal.values())
    return Manadsrad(row["manad"], antal, dolj(antal, [Summa(TOTALT, KOLUMNER)], dolj_under))
