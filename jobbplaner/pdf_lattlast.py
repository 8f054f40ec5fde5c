"""The plan in easy reading, for the person: short sentences, one thing at a time, large letters, and no number.

Made anew from the version each time it is asked for; the frozen handling is the whole plan (jobbplaner/pdf.py).
"""

from datetime import date, datetime

from django.conf import settings

from config.dates import local_date, month_name, weekday_name
from config.pdf import render_pdf
from jobbplaner.enums import Ansvarig, Delmalslage, HallerMed
from jobbplaner.models import Delmal, Plan

HALLER_MED = {
    HallerMed.JA: "Du har sagt att du håller med om planen.",
    HallerMed.DELVIS: "Du har sagt att du håller med om en del av planen.",
    HallerMed.NEJ: "Du har sagt att du inte håller med om planen.",
}
VEM = {
    Ansvarig.COACH: "Din coach",
    Ansvarig.ASPIRANT_COACH: "Du och din coach gör det tillsammans.",
    Ansvarig.SOCIALSEKRETERARE: "Din socialsekreterare",
    Ansvarig.ANNAN: "Någon annan",
}
PERSONENS = {Ansvarig.ASPIRANT, Ansvarig.ASPIRANT_COACH}


def easy_plan_pdf(plan: Plan, *, now: datetime) -> bytes:
    context = easy_plan_context(plan, now=now)
    return render_pdf("pdf/lattlast.html", context, title=context["rubrik"], now=now, organisation=settings.KOMMUN)


def easy_plan_context(plan: Plan, *, now: datetime) -> dict:
    """A draft says that it is one, so that a print of it is never taken for the plan."""
    utkast = ", utkast" if plan.ar_utkast else ""
    oppna = [d for d in plan.delmal.all() if d.lage != Delmalslage.KLART]
    return {
        "rubrik": f"Din {plan.get_slag_display().lower()}{utkast}",
        "underrubrik": plan.aspirant.namn,
        "kommun": settings.KOMMUN,
        "forvaltning": str(plan.enhet),
        "datum": f"{local_date(now):%Y-%m-%d}",
        "sidfot": f"Lättläst, version {plan.nummer}{utkast}, {local_date(now):%Y-%m-%d}",
        "plan": plan,
        "galler_fran": _day(local_date(plan.publicerad_at)) if plan.publicerad_at else "",
        "dina": [_step(d) for d in oppna if d.vem in PERSONENS or not d.vem],
        "vara": [_step(d) for d in oppna if d.vem and d.vem not in PERSONENS],
        "traffas": _day(plan.nasta_uppfoljning),
        "haller_med": HALLER_MED.get(plan.haller_med, ""),
    }


def _step(delmal: Delmal) -> dict:
    """The delmål, who does it beside the person, and by when."""
    return {"vad": delmal.vad, "vem": VEM.get(delmal.vem, ""), "nar": _day(delmal.senast)}


def _day(dag: date | None) -> str:
    """In words first, as it is said; then as it stands in every other paper."""
    return f"{weekday_name(dag)} {dag.day} {month_name(dag)} ({dag:%Y-%m-%d})" if dag else ""
