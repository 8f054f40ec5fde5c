"""The letter that calls the person to a samtal: easy Swedish, and nothing more than is needed to come."""

from datetime import datetime

from django.conf import settings

from cases.enums import Skyddsniva
from cases.models import User
from config.dates import local_date, month_name, weekday_name
from config.pdf import render_pdf
from jobbplaner.enums import Motpart, Tolklage
from jobbplaner.models import Trepartssamtal

RUBRIK = "Du ska komma till ett samtal"
TOLK = {"plats": "på plats", "telefon": "på telefon", "video": "på video"}


def kallelse_pdf(samtal: Trepartssamtal, *, by: User, now: datetime) -> bytes:
    """Not kept: it says what is booked now, and a letter to an old time should not be printed again."""
    context = kallelse_context(samtal, by=by, now=now)
    return render_pdf("pdf/kallelse.html", context, title=RUBRIK, now=now, organisation=settings.KOMMUN)


def kallelse_context(samtal: Trepartssamtal, *, by: User, now: datetime) -> dict:
    """No number, no support, no reason. No address where the folkbokföring is protected: handed over instead."""
    aspirant, enhet = samtal.aspirant, samtal.enhet
    dag = f"{local_date(now):%Y-%m-%d}"
    skyddad = aspirant.skydd == Skyddsniva.SKYDDAD_FOLKBOKFORING
    return {
        "kommun": settings.KOMMUN,
        "forvaltning": str(enhet),
        "datum": dag,
        "rubrik": RUBRIK,
        "lopande": RUBRIK,
        "sidfot": f"Kallelse, {dag}",
        "namn": aspirant.namn,
        "adress": "" if skyddad else aspirant.adress,
        "dag": f"{weekday_name(samtal.datum)} {samtal.datum.day} {month_name(samtal.datum)}",
        "iso": f"{samtal.datum:%Y-%m-%d}",
        "tid": _time(samtal),
        "plats": samtal.plats,
        "med_af": samtal.motpart == Motpart.AF,
        "tolk": _interpreter(samtal),
        "telefon": enhet.telefon,
        "avsandare": str(by),
        "enhet": str(enhet),
    }


def _interpreter(samtal: Trepartssamtal) -> str:
    """What is true today: one that is not ordered yet is not promised to be there."""
    if not samtal.tolk:
        return ""
    satt, sprak = TOLK[samtal.tolk_satt], samtal.tolk_sprak.lower()
    if samtal.tolk == Tolklage.BESTALLD:
        return f"En tolk är med {satt}. Språk: {sprak}."
    return f"Vi beställer en tolk {satt}. Språk: {sprak}."


def _time(samtal: Trepartssamtal) -> str:
    if not samtal.tid:
        return ""
    return f"{samtal.tid:%H:%M} till {samtal.slut:%H:%M}" if samtal.slut else f"{samtal.tid:%H:%M}"
