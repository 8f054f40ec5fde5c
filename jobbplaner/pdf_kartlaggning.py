"""The frozen documents of a kartläggning: the work part, and the sensitive part as a document of its own."""

from datetime import datetime

from django.conf import settings

from config.dates import local_date
from config.formatting import format_nummer
from config.pdf import render_pdf
from jobbplaner.kartlaggning import ARBETSDEL, KANSLIG_DEL, innehall_av
from jobbplaner.models import Kartlaggning
from jobbplaner.ord_kartlaggning import i_sektioner, stegnamn


def kartlaggning_pdf(kartlaggning: Kartlaggning, *, now: datetime, kanslig: bool = False) -> bytes:
    """One of the two parts; a draft is shown as one."""
    context = kartlaggning_context(kartlaggning, now=now, kanslig=kanslig)
    return render_pdf("pdf/kartlaggning.html", context, title=context["rubrik"], now=now, organisation=settings.KOMMUN)


def kartlaggning_context(kartlaggning: Kartlaggning, *, now: datetime, kanslig: bool = False) -> dict:
    aspirant, dag = kartlaggning.aspirant, f"{local_date(now):%Y-%m-%d}"
    titel = f"Kartläggning{', känslig del' if kanslig else ''}{', utkast' if kartlaggning.ar_utkast else ''}"
    av = kartlaggning.klar_av or kartlaggning.andrad_av
    return {
        "rubrik": titel,
        "kommun": settings.KOMMUN,
        "forvaltning": str(kartlaggning.enhet),
        "datum": dag,
        "sidfot": f"{titel}, {dag}",
        "underrubrik": f"{aspirant.fornamn} {aspirant.efternamn}",
        "fakta": [
            ("Personnummer", format_nummer(aspirant.nummer)),
            ("Dag för samtalet", f"{kartlaggning.datum:%Y-%m-%d}" if kartlaggning.datum else "Inte angiven"),
            ("Slutförd av" if kartlaggning.klar_av else "Skriven av", str(av or kartlaggning.get_kalla_display())),
            ("Enhet", str(kartlaggning.enhet)),
        ],
        "utkast": "Inte slutförd. Inget är fastställt, och det kan ändras." if kartlaggning.ar_utkast else "",
        "sektioner": i_sektioner(innehall_av(kartlaggning), KANSLIG_DEL if kanslig else ARBETSDEL, stegnamn()),
    }
