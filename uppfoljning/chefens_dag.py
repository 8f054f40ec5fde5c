"""What a chef's Min dag says of the unit, bounded however large it is: its bevakningar counted, and the first of each
group; today's samtal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

from cases import perms
from cases.models import Handlaggare, User
from config.components import WorkRow
from uppfoljning.enhetslage import samtal
from uppfoljning.enhetslage.rader import bevakningsrader
from uppfoljning.models import Bevakning

SHOWN = 10
SHOWN_SAMTAL = 20


@dataclass(frozen=True)
class Enhetens:
    """The first rows of each group, and how many more there are of each kind (WorkGroup.kind)."""

    rader: list[WorkRow] = field(default_factory=list)
    fler: dict[str, int] = field(default_factory=dict)


def enhetens(user: User, today: date, until: date) -> Enhetens:
    """Up to and including `until`.

    Two queries whatever the size of the unit, none for others.
    """
    if not perms.chef_enheter(user, today):
        return Enhetens()
    alla = enhetens_bevakningar(user, today).filter(galler_dag__lte=until)
    dagar = {"over": Q(galler_dag__lt=today), "today": Q(galler_dag=today), "later": Q(galler_dag__gt=today)}
    grupper = {kind: alla.filter(villkor) for kind, villkor in dagar.items()}
    rader = list(_first(grupper.values(), today).annotate(**{kind: _count(g) for kind, g in grupper.items()}))
    fler = {kind: max((getattr(rader[0], kind) or 0) - SHOWN, 0) for kind in grupper} if rader else {}
    return Enhetens(bevakningsrader(rader, today), fler)


def _first(grupper: Iterable[QuerySet], today: date) -> QuerySet:
    """The first of each, with `haller` (user id), the person and what was written."""
    forst, *andra = (grupp.i_ordning().values("pk")[:SHOWN] for grupp in grupper)
    haller = Handlaggare.objects.aktuella(today).filter(aspirant=OuterRef("aspirant"), enhet=OuterRef("enhet"))
    rader = Bevakning.objects.filter(pk__in=forst.union(*andra, all=True)).select_related("aspirant", "egen")
    return rader.annotate(haller=Subquery(haller.order_by().values("user")[:1])).i_ordning()


def _count(grupp: QuerySet) -> Subquery:
    return Subquery(grupp.order_by().values(ett=Value(1)).annotate(antal=Count("pk")).values("antal"))


def enhetens_bevakningar(user: User, today: date) -> QuerySet:
    """Those of the units whose chef the user is."""
    return Bevakning.objects.filter(enhet__in=perms.chef_enheter(user, today))


def enhetens_samtal(user: User, today: date) -> list[QuerySet]:
    """The first of today's at each unit, with the person."""
    idag = [samtal.kommande(enhet, today).filter(datum=today) for enhet in perms.chef_enheter(user, today)]
    return [rader.select_related(None).select_related("aspirant")[:SHOWN_SAMTAL] for rader in idag]
