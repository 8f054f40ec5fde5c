"""Real documents for the demo accounts' persons: the newest jobbplan of each as a frozen PDF, handed over to the SDF on
the person's consent, most of them received."""

from datetime import timedelta

from cases.models import Aspirant, RattsligGrund, Samtycke, User
from cases.services.handlingar import acknowledge, establish_handling, hand_over
from config.dates import add_months
from jobbplaner.models import Plan
from jobbplaner.pdf import plan_pdf

from .amal import NUMMER
from .liv import Person, Planversion, Vistelse
from .skriv import Rum, at
from .skriv_delar import NY_PLAN_KLOCKAN

EJ_MOTTAGNA = ("Diallo",)
"""Whose plan waits for its kvittens."""


def write_documents(rum: Rum, coach: str = "carl") -> int:
    """The plan in force of everyone enrolled with `coach`, and every version of the one akt that is told in full."""
    antal = 0
    for p, a in rum.par():
        v = p.oppen
        if v and v.coach == coach and v.planer:
            _consent(rum, v, a)
            versioner = v.planer if p.nummer == NUMMER else v.planer[-1:]
            for ver in versioner:
                _document(rum, p, a, v, ver)
                antal += 1
    return antal


def _consent(rum: Rum, v: Vistelse, a: Aspirant) -> None:
    """Given at inskrivning for a year, and renewed when the year was over."""
    fran = v.inskriven
    while add_months(fran, 12) <= rum.stad.today:
        fran = add_months(fran, 12)
    Samtycke.objects.create(
        aspirant=a,
        omfattning="Jobbplan, protokoll från trepartssamtal och närvaro",
        fran_namnd=rum.jobbtorg(v.jobbtorg).namnd,
        till_namnd=a.sdf.namnd,
        satt=Samtycke.Satt.SKRIFTLIGT,
        fran=fran,
        till=add_months(fran, 12) - timedelta(days=1),
        registrerat_av=rum.users[v.coach],
    )


def _document(rum: Rum, p: Person, a: Aspirant, v: Vistelse, ver: Planversion) -> None:
    nar, by = at(ver.publicerad, NY_PLAN_KLOCKAN), rum.users[v.coach]
    plan = (
        Plan.objects.jobbplaner()
        .select_related("aspirant", "enhet__namnd", "andrad_av")
        .prefetch_related("delmal")
        .get(aspirant=a, publicerad_at=nar)
    )
    plan.handling = establish_handling(
        aspirant=a,
        enhet=plan.enhet,
        typ=plan.slag,
        version=plan.nummer,
        titel=str(plan),
        pdf=plan_pdf(plan, now=nar),
        by=by,
        now=nar,
    )
    plan.save(update_fields=["handling"])
    if ver.skickad:
        _send(rum, p, plan, ver, by)


def _send(rum: Rum, p: Person, plan: Plan, ver: Planversion, by: User) -> None:
    utlamnande = hand_over(
        handling=plan.handling,
        till_enhet=plan.aspirant.sdf,
        grund=RattsligGrund.objects.get(kod=_ground(plan, ver)),
        by=by,
        now=at(ver.skickad, "15:25"),
    )
    if ver.kvitterad and ver.kvitterad <= rum.stad.today and p.efternamn not in EJ_MOTTAGNA:
        acknowledge(utlamnande=utlamnande, by=rum.users[p.socialsekreterare], now=at(ver.kvitterad, "08:40"))


def _ground(plan: Plan, ver: Planversion) -> str:
    """The consent where one was in force that day."""
    giltigt = Samtycke.objects.filter(aspirant=plan.aspirant, fran__lte=ver.skickad, till__gte=ver.skickad).exists()
    return "samtycke" if giltigt else "nodvandigt_egen_verksamhet"
