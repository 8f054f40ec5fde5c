"""What is overdue at a unit: counted per rule and per handläggare in one question, listed oldest first in another."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery

from cases.models import Enhet, User
from uppfoljning.bevakningar.regler import REGLER
from uppfoljning.models import Bevakning

from . import urval
from .urval import UTAN


@dataclass(frozen=True, slots=True)
class Antal:
    """How many are overdue under a heading, and since when the oldest. `kod` is what the address says."""

    kod: str
    namn: str
    antal: int
    aldst: date


@dataclass(frozen=True, slots=True)
class Forsenat:
    """Counts by rule in the handbook's order and by handläggare by name; those nobody holds last."""

    regler: list[Antal]
    handlaggare: list[Antal]
    antal: int = 0
    aldst: date | None = None

    def per_handlaggare(self) -> dict[str, int]:
        return {rad.kod: rad.antal for rad in self.handlaggare}


def forsenade(enhet: Enhet, today: date) -> QuerySet:
    """Overdue bevakningar of the unit that the reader sees, oldest first, each with `haller`: who holds the person."""
    haller = urval.haller(enhet, today).filter(aspirant=OuterRef("aspirant")).order_by().values("user")[:1]
    return Bevakning.objects.filter(enhet=enhet).forfallna(today).annotate(haller=Subquery(haller)).i_ordning()


def narrowed(rader: QuerySet, *, regel: str = "", who: User | str = "") -> QuerySet:
    """Those of one rule, of one handläggare, or of nobody (UTAN)."""
    if regel:
        rader = rader.filter(regel=regel)
    if who:
        rader = rader.filter(haller=None if who == UTAN else who.pk)
    return rader


def forsenat(enhet: Enhet, today: date, *, regel: str = "", who: User | str = "") -> Forsenat:
    """Two queries whatever the number of rows. With a rule chosen the handläggare are counted within it, with a
    handläggare the rules, so that each count is the list it opens."""
    grupper = list(
        forsenade(enhet, today).order_by().values("regel", "haller").annotate(n=Count("pk"), aldst=Min("galler_dag"))
    )
    users = {u.pk: u for u in User.objects.filter(pk__in={g["haller"] for g in grupper} - {None})}
    personer = [(str(u.pk), u.namn, u.pk) for u in sorted(users.values(), key=lambda u: u.namn)]
    holder = None if who == UTAN else who and who.pk
    inom_who = [g for g in grupper if not who or g["haller"] == holder]
    inom_regel = [g for g in grupper if not regel or g["regel"] == regel]
    return Forsenat(
        regler=_summed(inom_who, "regel", [(kod, r.namn, kod) for kod, r in REGLER.items()]),
        handlaggare=_summed(inom_regel, "haller", [*personer, (UTAN, "Utan handläggare", None)]),
        antal=sum(g["n"] for g in grupper),
        aldst=min((g["aldst"] for g in grupper), default=None),
    )


def _summed(grupper: list[dict], falt: str, rubriker: list[tuple]) -> list[Antal]:
    per_varde = {varde: [g for g in grupper if g[falt] == varde] for _, _, varde in rubriker}
    return [
        Antal(kod, namn, sum(g["n"] for g in per_varde[varde]), min(g["aldst"] for g in per_varde[varde]))
        for kod, namn, varde in rubriker
        if per_varde[varde]
    ]
