"""What documents and hand-overs register in the akt: two tabs and the utlämnanden on the timeline."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from config.dates import STOCKHOLM, local_date

from .akt import REGISTER, Flik, Handelse
from .models import Aspirant, Utlamnande


def utlamnanden(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Each hand-over with its kvittens inside it."""
    rader = Utlamnande.objects.filter(aspirant=aspirant)
    for u in rader.select_related("handling", "till_enhet", "grund", "skickat_av", "kvitterat_av"):
        lokal = u.skickat_at.astimezone(STOCKHOLM)
        yield Handelse(
            dag=lokal.date(),
            tid=lokal.time(),
            slag="utlamnanden",
            ikon="send",
            rubrik=f"{u.handling} skickad till {u.till_enhet}",
            meta=f"{u.skickat_av}. Grund: {u.grund.namn.lower()}",
            url=reverse("cases:handling_pdf", args=[u.handling_id]),
            lank="Öppna PDF",
            kvittens=received_text(u),
        )


def received_text(utlamnande: Utlamnande) -> str:
    """ "Mottagen av Sara Nyberg 2026-10-05", empty until then."""
    if utlamnande.kvitterat_at is None:
        return ""
    return f"Mottagen av {utlamnande.kvitterat_av} {local_date(utlamnande.kvitterat_at):%Y-%m-%d}"


REGISTER.flikar += [
    Flik("utlamnanden", "Utlämnanden", "cases:utlamnande_list", 60),
    Flik("handlingar", "Handlingar", "cases:handling_list", 80),
]
REGISTER.tidslinje += [utlamnanden]
REGISTER.lassidor |= {"cases:utlamnande_list", "cases:handling_list"}
