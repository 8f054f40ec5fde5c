"""Which persons a figure is made of: one query set per figure, the same when it is counted and when it is listed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases import deadlines
from cases.enums import Arbetsformaga, Enhetsslag
from cases.models import Aspirant, Enhet, Handlaggare, Inskrivning, Parameter, User
from cases.services.handlaggare import selectable_handlaggare
from config.dates import month_start
from jobbplaner.enums import Planslag
from jobbplaner.models import Plan

UTAN = "utan"
"""In the address, instead of a handläggare's key: those whom nobody at the unit holds."""


@dataclass(frozen=True, kw_only=True)
class Urval:
    """`rubrik` of its list, what is in it, and what an empty list says. `plan` shows why a plan is missing."""

    kod: str
    rubrik: str
    vad: str
    tomt: str
    personer: Callable[[Enhet, date], QuerySet]
    plan: bool = False


def planslag(enhet: Enhet) -> str:
    """The plan that the unit keeps: an SDF the arbetsplan, a jobbtorg the jobbplan."""
    return Planslag.ARBETSPLAN if enhet.slag == Enhetsslag.SDF else Planslag.JOBBPLAN


def haller(enhet: Enhet, today: date) -> QuerySet:
    """Rows of Handlaggare: who at the unit holds whom today. One per person."""
    return Handlaggare.objects.aktuella(today).filter(enhet=enhet)


def oppna(enhet: Enhet, today: date) -> QuerySet:
    """Persons somebody at the unit holds, and those whom somebody should."""
    utan = Aspirant.objects.utan_handlaggare(enhet, today).order_by().values("pk")
    return Aspirant.objects.filter(
        pk__in=Handlaggare.objects.hallna_vid(enhet, today).order_by().values("aspirant").union(utan)
    )


def nya(enhet: Enhet, today: date) -> QuerySet:
    """Persons whom the one who holds them got this month, new at the unit or taken over."""
    return _held(Handlaggare.objects.hallna_vid(enhet, today).filter(fran__gte=month_start(today)))


def utan_handlaggare(enhet: Enhet, today: date) -> QuerySet:
    """Those whom nobody who works at the unit holds: held by nobody, or by one who has left. Min dag says the same."""
    slutade = (
        Handlaggare.objects.hallna_vid(enhet, today).exclude(user__in=selectable_handlaggare(today, enhet)).order_by()
    )
    ingen = Aspirant.objects.utan_handlaggare(enhet, today).order_by().values("pk")
    return Aspirant.objects.filter(pk__in=slutade.values("aspirant").union(ingen))


def utan_plan(enhet: Enhet, today: date) -> QuerySet:
    """Persons who should have a plan and have none that is current: published, not replaced, next follow-up not passed
    (domain.md 2.2, 4). At a jobbtorg, as in the figure aktuell_jobbplan, once the days for the first one have gone."""
    return _utan_plan(enhet, today, past_first_days=True)


def ny_utan_plan(enhet: Enhet, today: date) -> QuerySet:
    """Those enrolled so lately that the first jobbplan may still come in time (domain.md 2.5). None at an SDF."""
    if enhet.slag == Enhetsslag.SDF:
        return Aspirant.objects.none()
    return _utan_plan(enhet, today, past_first_days=False)


def _utan_plan(enhet: Enhet, today: date, *, past_first_days: bool) -> QuerySet:
    aktuell = Plan.objects.aktuella_den(today).filter(slag=planslag(enhet))
    if enhet.slag == Enhetsslag.SDF:
        har = aktuell.filter(aspirant=OuterRef("pk"), enhet=enhet)
        return oppna(enhet, today).filter(~Exists(har), sdf=enhet).exclude(arbetsformaga=Arbetsformaga.NOLL)
    inskrivna = Inskrivning.objects.oppna_den(today).filter(jobbtorg=enhet)
    since = first_days_since(today)
    inskrivna = inskrivna.filter(inskriven__lt=since) if past_first_days else inskrivna.filter(inskriven__gte=since)
    saknar = inskrivna.exclude(Exists(aktuell.filter(inskrivning=OuterRef("pk"))))
    return Aspirant.objects.filter(pk__in=saknar.order_by().values("aspirant"))


def first_days_since(today: date) -> date:
    """The earliest day of inskrivning whose days for the first jobbplan are not over: no working day has come after
    them, as the figure counts it."""
    dagar = Parameter.objects.varde("jobbplan_arbetsdagar", today) or deadlines.JOBBPLAN_ARBETSDAGAR
    dag = today
    while deadlines.jobbplan_senast(dag - timedelta(days=1), arbetsdagar=dagar + 1) > today:
        dag -= timedelta(days=1)
    return dag


def _held(rader: QuerySet) -> QuerySet:
    return Aspirant.objects.filter(pk__in=rader.order_by().values("aspirant"))


def held_by(personer: QuerySet, enhet: Enhet, today: date, who: User | str) -> QuerySet:
    """Those of the persons whom `who` at the unit holds, or nobody there (UTAN)."""
    rader = Handlaggare.objects.hallna_vid(enhet, today)
    if who == UTAN:
        return personer.exclude(Exists(rader.filter(aspirant=OuterRef("pk"))))
    return personer.filter(Exists(rader.filter(aspirant=OuterRef("pk"), user=who)))


def with_plan(personer: QuerySet, enhet: Enhet, today: date) -> QuerySet:
    """With `uppfoljning`, the next follow-up of the plan last published: a day that has passed, or None without one."""
    planer = Plan.objects.publicerade().filter(aspirant=OuterRef("pk"), slag=planslag(enhet))
    planer = planer.filter(enhet=enhet) if enhet.slag == Enhetsslag.SDF else planer.filter(inskrivning__avslutad=None)
    return personer.annotate(uppfoljning=Subquery(planer.order_by("-nummer").values("nasta_uppfoljning")[:1]))


URVAL = {
    u.kod: u
    for u in [
        Urval(
            kod="oppna",
            rubrik="Enhetens personer",
            vad="Personer som någon på enheten handlägger, och de som saknar handläggare.",
            tomt="Ingen på enheten handlägger någon just nu.",
            personer=oppna,
        ),
        Urval(
            kod="nya",
            rubrik="Nya den här månaden",
            vad="Personer som handläggaren fått sedan den första i månaden, nya på enheten eller övertagna.",
            tomt="Ingen handläggare har fått någon ny person den här månaden.",
            personer=nya,
        ),
        Urval(
            kod="utan-plan",
            rubrik="Utan aktuell plan",
            vad="En plan är aktuell när den är publicerad och nästa uppföljning inte har passerat.",
            tomt="Alla som ska ha en plan har en som är aktuell.",
            personer=utan_plan,
            plan=True,
        ),
        Urval(
            kod="forsta-planen",
            rubrik="Första jobbplanen är på väg",
            vad="Inskrivna som inte har någon jobbplan än, men där dagarna för den första inte har gått ut.",
            tomt="Ingen nyinskriven väntar på sin första jobbplan.",
            personer=ny_utan_plan,
            plan=True,
        ),
        Urval(
            kod="utan-handlaggare",
            rubrik="Saknar handläggare",
            vad="Personer som ingen på enheten handlägger, och de vars handläggare inte längre arbetar här.",
            tomt="Alla personer som enheten arbetar med har någon som handlägger.",
            personer=utan_handlaggare,
        ),
    ]
}
