"""The report as PDF: tagged, Swedish, with title, through the one door to WeasyPrint."""

from datetime import datetime

from django.conf import settings

from config.pdf import render_pdf

from .dokument import Rapportdokument

TEMPLATE = "pdf/tertialrapport.html"


def rapport_pdf(dokument: Rapportdokument, *, now: datetime) -> bytes:
    return render_pdf(
        TEMPLATE,
        context(dokument),
        title=f"{dokument.rubrik}, {dokument.underrubrik}",
        now=now,
        organisation=settings.KOMMUN,
        accent=settings.BRAND,
    )


def context(dokument: Rapportdokument) -> dict:
    return {
        "dokument": dokument,
        "kommun": settings.KOMMUN,
        "forvaltning": settings.FORVALTNING,
        "arende": dokument.diarienummer,
        "datum": dokument.datum,
        "rubrik": dokument.rubrik,
        "underrubrik": dokument.underrubrik,
        "fakta": dokument.fakta,
        "lopande": f"{dokument.rubrik}, {dokument.underrubrik.split(',')[0]}",
        "sidfot": dokument.sidfot,
    }
