"""What the kartläggning registers in the akt: its tab, the timeline, what may be handed over, names in the history."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from cases.akt import REGISTER, Flik, Handelse
from cases.lasning import DELAR, VYER
from cases.models import Aspirant
from config.dates import STOCKHOLM

from . import dokument_kartlaggning
from .models import Kartlaggning


def klara(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Every completed one whose work part the reader may see, on the day of the talk."""
    for k in Kartlaggning.objects.klara().filter(aspirant=aspirant).select_related("klar_av", "enhet"):
        yield Handelse(
            dag=k.datum,
            tid=k.klar_at.astimezone(STOCKHOLM).time() if k.klar_at.astimezone(STOCKHOLM).date() == k.datum else None,
            slag="kartlaggning",
            ikon="clipboard-list",
            rubrik="Kartläggning",
            meta=f"{k.klar_av or k.get_kalla_display()}, {k.enhet}",
            url=reverse("jobbplaner:kartlaggning_detail", args=[aspirant.pk, k.pk]),
        )


SIDOR = {
    "jobbplaner:kartlaggning_compare": "Kartläggningar, jämförelse",
    "jobbplaner:kartlaggning_preview": "Kartläggningen, utkast som PDF",
    "jobbplaner:kartlaggning_detail": "En kartläggning",
    "jobbplaner:kartlaggning_edit": "Kartläggning, utkast",
    "jobbplaner:kartlaggning_establish": "Kartläggning, att upprätta den som handling",
    "jobbplaner:kartlaggning_list": "Kartläggningar",
}
REGISTER.flikar.append(Flik("kartlaggning", "Kartläggning", "jobbplaner:kartlaggning_list", 30))
REGISTER.tidslinje.append(klara)
REGISTER.lassidor |= {f"jobbplaner:kartlaggning_{sida}" for sida in ("list", "detail", "compare")}
REGISTER.dokument.append(dokument_kartlaggning.kartlaggningar)
REGISTER.handlingssidor.append(dokument_kartlaggning.sidor)
VYER |= SIDOR
DELAR |= {"kartlaggning_pk": Kartlaggning}
