"""Questions about plans that pages, the akt and the editor share."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from cases.aktrader import once_per_page
from cases.models import Aspirant, Parameter
from jobbplaner.enums import Utfall
from jobbplaner.innehall import Planinnehall
from jobbplaner.kvalitet import UPPFOLJNING_MANADER, Tips, hints
from jobbplaner.models import Agendapunkt, Delmal, Delmalsutfall, Fras, Plan, Planuppfoljning, Trepartssamtal


def visible_plans(aspirant: Aspirant, slag: str) -> list[Plan]:
    """Every version that the reader may see, latest first. Which those are is the database's answer."""
    planer = Plan.objects.filter(aspirant=aspirant, slag=slag).order_by("-publicerad_at", "-nummer", "-pk")
    planer = planer.select_related(
        "enhet__namnd",
        "skapad_av",
        "andrad_av",
        "publicerad_av",
        "handling__enhet__namnd",
        "handling__aspirant__sdf__namnd",
    )
    return sorted(planer, key=lambda p: (not p.ar_utkast, p.ersatt_at is not None))


@once_per_page
def planer(aspirant: Aspirant) -> list[Plan]:
    """Every version of both kinds that the reader may see, drafts too; `foljs_upp`: somebody has begun to."""
    borjad = Planuppfoljning.objects.filter(plan=OuterRef("pk"), klar_at=None)
    alla = Plan.objects.filter(aspirant=aspirant).annotate(foljs_upp=Exists(borjad))
    return list(alla.select_related("publicerad_av", "enhet"))


def publicerade(aspirant: Aspirant) -> list[Plan]:
    return [plan for plan in planer(aspirant) if not plan.ar_utkast]


def completed_follow_ups(aspirant: Aspirant, slag: str) -> list[Planuppfoljning]:
    """Every completed one that the reader may see, latest first, with what came of each delmål."""
    uppfoljningar = [u for u in counted_follow_ups(aspirant) if u.slag == slag]
    prefetch_related_objects(uppfoljningar, "utfall")
    return uppfoljningar


def begun_follow_ups(aspirant: Aspirant, slag: str) -> list[Planuppfoljning]:
    """Those that nobody has completed, as far as the reader may see: on the version in force, or on one replaced."""
    borjade = Planuppfoljning.objects.filter(aspirant=aspirant, klar_at=None, plan__slag=slag)
    return list(borjade.select_related("plan", "andrad_av").prefetch_related("utfall").order_by("plan_nummer"))


@once_per_page
def counted_follow_ups(aspirant: Aspirant) -> list[Planuppfoljning]:
    """Both kinds, with `slag` and how many delmål they judged (`antal_delmal`, `antal_klara`).

    The version followed up may be hidden from the reader, the one it led to is not.
    """
    klara = Planuppfoljning.objects.filter(aspirant=aspirant, klar_at__isnull=False)
    ny = Plan.objects.filter(pk=OuterRef("ny_plan")).values("slag")
    gammal = Plan.objects.filter(pk=OuterRef("plan")).values("slag")
    return list(
        klara.annotate(
            slag=Coalesce(Subquery(ny), Subquery(gammal)),
            antal_delmal=Count("utfall"),
            antal_klara=Count("utfall", filter=Q(utfall__utfall=Utfall.KLART)),
        )
        .select_related("klar_av", "enhet")
        .order_by("-datum", "-pk")
    )


def delmal_threads(aspirant: Aspirant, slag: str) -> dict[int, int]:
    """Key of a delmål -> key of the same delmål in the first version the reader sees it in."""
    fore = dict(Delmal.objects.filter(aspirant=aspirant, plan__slag=slag).values_list("pk", "fore"))
    return {pk: _first(pk, fore) for pk in fore}


def _first(pk: int, fore: dict[int, int | None]) -> int:
    while (tidigare := fore.get(pk)) in fore:
        pk = tidigare
    return pk


def latest_outcomes(plan: Plan | None) -> dict[int, Delmalsutfall]:
    """What the latest follow-up of this version found, by delmål. Nothing when it has not been followed up."""
    if plan is None:
        return {}
    klara = Planuppfoljning.objects.filter(plan=plan, klar_at__isnull=False).order_by("-klar_at", "-pk")
    rader = Delmalsutfall.objects.filter(uppfoljning__in=klara.values("pk")[:1]).select_related("uppfoljning")
    return {rad.delmal_id: rad for rad in rader}


def said_in_samtal(plan: Plan) -> dict[int, Agendapunkt]:
    """What the latest signed samtal said of each delmål of this version, as far as the reader may see."""
    punkter = Agendapunkt.objects.filter(delmal__plan=plan, protokoll__handling__isnull=False)
    sagda = punkter.exclude(utfall="", ny_dag=None).select_related("protokoll__samtal")
    return {punkt.delmal_id: punkt for punkt in sagda.order_by("protokoll__samtal__datum", "pk")}


def begun_follow_up(samtal: Trepartssamtal) -> bool:
    """Does a follow-up that nobody has completed ask about delmål that this samtal talked about?"""
    sagda = Agendapunkt.objects.filter(protokoll__samtal=samtal).exclude(utfall="", ny_dag=None).exclude(delmal=None)
    return Delmalsutfall.objects.filter(uppfoljning__klar_at=None, delmal__in=sagda.values("delmal")).exists()


def follow_up_months(dag: date) -> int:
    """Within how many months a plan's next follow-up should be (parameter)."""
    return Parameter.objects.varde("plan_uppfoljning_manader", dag) or UPPFOLJNING_MANADER


def hints_for(innehall: Planinnehall, today: date, manader: int) -> list[Tips]:
    """The hints with the municipality's phrases of the day, and its parameter (`follow_up_months`)."""
    fraser = Fras.objects.giltiga(today).values_list("text", flat=True)
    return hints(innehall, fraser=list(fraser), today=today, manader=manader)
