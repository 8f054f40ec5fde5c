"""How a unit's work is spread over those who do it (domain.md sections 1, 9). By name; nobody is measured against
anybody."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery

from cases.models import Enhet, Handlaggare, User, Vikariat
from cases.services.handlaggare import selectable_handlaggare
from config.dates import month_start

from . import urval
from .forsenade import Forsenat
from .urval import UTAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Belastning:
    """One who holds cases at the unit or may, or (`user` None) those whom nobody holds."""

    user: User | None
    oppna: int
    nya: int = 0
    utan_plan: int
    forsenade: int
    arbetar_har: bool = True
    franvaro: Vikariat | None = None
    ersattare_slutat: bool = False

    @property
    def kod(self) -> str:
        return str(self.user.pk) if self.user else UTAN

    @property
    def namn(self) -> str:
        return self.user.namn if self.user else "Utan handläggare"


def belastning(enhet: Enhet, today: date, forsenat: Forsenat, antal_utan: int) -> list[Belastning]:
    """Six queries whatever the number of persons. Rows that say nothing (nobody unheld) are left out."""
    nya = Count("pk", filter=Q(fran__gte=month_start(today)))
    haller = (
        Handlaggare.objects.hallna_vid(enhet, today).order_by().values_list("user").annotate(alla=Count("pk"), nya=nya)
    )
    oppna = {user: (alla, nya) for user, alla, nya in haller}
    sena, plan = forsenat.per_handlaggare(), _plan_per_user(enhet, today)
    arbetar = set(selectable_handlaggare(today, enhet).values_list("pk", flat=True))
    borta = _away(enhet, today)
    rader = [
        Belastning(
            user=user,
            oppna=oppna.get(user.pk, (0, 0))[0],
            nya=oppna.get(user.pk, (0, 0))[1],
            utan_plan=plan.get(user.pk, 0),
            forsenade=sena.get(str(user.pk), 0),
            arbetar_har=user.pk in arbetar,
            franvaro=(away := borta.get(user.pk)),
            ersattare_slutat=away is not None and away.ersattare_id not in arbetar,
        )
        for user in User.objects.filter(pk__in=arbetar | oppna.keys()).order_by("first_name", "last_name", "pk")
    ]
    utan = Belastning(user=None, oppna=antal_utan, utan_plan=plan.get(None, 0), forsenade=sena.get(UTAN, 0))
    return rader + [utan] * bool(utan.oppna or utan.utan_plan or utan.forsenade)


def _plan_per_user(enhet: Enhet, today: date) -> dict[int | None, int]:
    haller = Subquery(
        Handlaggare.objects.hallna_vid(enhet, today).filter(aspirant=OuterRef("pk")).order_by().values("user")[:1]
    )
    saknar = urval.utan_plan(enhet, today).annotate(haller=haller)
    return dict(saknar.order_by().values_list("haller").annotate(Count("pk")))


def _away(enhet: Enhet, today: date) -> dict[int, Vikariat]:
    """Per user the absence that is going on, or the next that is planned."""
    kvar = Vikariat.objects.kvar(today).filter(enhet=enhet).select_related("ersattare").order_by("-fran", "-pk")
    return {v.user_id: v for v in kvar}
