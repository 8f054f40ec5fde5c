"""The frozen documents of this room: a plan, and the protokoll of a trepartssamtal."""

from datetime import datetime

from django.conf import settings

from config.dates import local_date, weekday_name
from config.formatting import format_nummer
from config.pdf import render_pdf
from jobbplaner.models import Plan, Trepartssamtal
from jobbplaner.sprak import ansvarig, genitive


def plan_pdf(plan: Plan, *, now: datetime, forhandsvisning: bool = False) -> bytes:
    """A plan as it is published, in words that can be read aloud to the person, or a preview of its draft."""
    return _render("pdf/jobbplan.html", plan_context(plan, now=now, forhandsvisning=forhandsvisning), plan.enhet, now)


def plan_context(plan: Plan, *, now: datetime, forhandsvisning: bool = False) -> dict:
    """A draft is shown as one, so that a print of it is never taken for the plan."""
    aspirant = plan.aspirant
    titel = f"{plan.get_slag_display()} version {plan.nummer}{', utkast' if forhandsvisning else ''}"
    return {
        **_brev(titel, now),
        "underrubrik": f"{aspirant.fornamn} {aspirant.efternamn}",
        "fakta": [
            ("Personnummer", format_nummer(aspirant.nummer)),
            ("Skriven av", f"{plan.andrad_av}, {plan.enhet}"),
            ("Publicerad", f"{local_date(plan.publicerad_at):%Y-%m-%d}" if plan.publicerad_at else "Inte publicerad"),
            ("Gäller till och med", _dag(plan.slutdatum)),
            ("Nästa uppföljning", _dag(plan.nasta_uppfoljning)),
            ("Håller med om planen", plan.get_haller_med_display() or "Inte tillfrågad"),
        ],
        "utkast": "Inte publicerad. Planen gäller inte än, och den kan ändras." if forhandsvisning else "",
        "plan": plan,
        "egna_ord_rubrik": f"Med {genitive(aspirant.fornamn)} egna ord",
        "galler_rubrik": f"Det här gäller för {aspirant.fornamn}",
        "delmal": [
            {"vad": d.vad, "vem": ansvarig(d.vem, aspirant), "senast": d.senast, "lage": d.get_lage_display()}
            for d in plan.delmal.all()
        ],
        "uppfoljningar": _led_here(plan),
    }


def _led_here(plan: Plan) -> list:
    """The completed follow-ups that this version answers, oldest first."""
    klara = plan.foregas_av.filter(klar_at__isnull=False).prefetch_related("utfall")
    return list(klara.order_by("datum", "pk"))


def protokoll_pdf(samtal: Trepartssamtal, *, now: datetime) -> bytes:
    return _render("pdf/protokoll.html", protokoll_context(samtal, now=now), samtal.enhet, now)


def protokoll_rubrik(samtal: Trepartssamtal) -> str:
    return f"Protokoll från {samtal.namn[0].lower()}{samtal.namn[1:]}"


def protokoll_context(samtal: Trepartssamtal, *, now: datetime) -> dict:
    protokoll, aspirant = samtal.protokoll, samtal.aspirant
    tid = f" klockan {samtal.tid:%H:%M}" if samtal.tid else ""
    tolk = f"{samtal.tolk_sprak.capitalize()}, {samtal.get_tolk_satt_display().lower()}" if samtal.tolk else "Ingen"
    return {
        **_brev(protokoll_rubrik(samtal), now),
        "underrubrik": f"{aspirant.fornamn} {aspirant.efternamn}",
        "fakta": [
            ("Personnummer", format_nummer(aspirant.nummer)),
            ("Datum", f"{weekday_name(samtal.datum).capitalize()} {samtal.datum:%Y-%m-%d}{tid}"),
            ("Plats", samtal.plats or "Inte angiven"),
            ("Tolk", tolk),
            ("Kallade till samtalet", str(samtal.enhet)),
        ],
        "protokoll": protokoll,
        "deltagare": list(protokoll.deltagare.select_related("franvaroskal")),
        "agenda": list(protokoll.agenda.all()),
        "egna_ord_rubrik": f"Med {genitive(aspirant.fornamn)} egna ord",
        "punkter": [
            {"vad": p.vad, "vem": ansvarig(p.vem, aspirant), "senast": p.senast} for p in protokoll.punkter.all()
        ],
    }


def _brev(titel: str, now: datetime) -> dict:
    dag = f"{local_date(now):%Y-%m-%d}"
    return {"rubrik": titel, "kommun": settings.KOMMUN, "datum": dag, "sidfot": f"{titel}, {dag}"}


def _dag(dag) -> str:
    return f"{dag:%Y-%m-%d}" if dag else "Inte bestämt"


def _render(mall: str, context: dict, enhet, now: datetime) -> bytes:
    context["forvaltning"] = str(enhet)
    return render_pdf(mall, context, title=context["rubrik"], now=now, organisation=settings.KOMMUN)
