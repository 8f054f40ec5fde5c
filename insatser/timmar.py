"""Hours a week: what the current placeringar add up to, beside what the person's ability stands for."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.models import Aspirant
from config.dates import week_label
from jobbplaner.models import Plan

from .models import Placering
from .regler import weekly_target

TIMMAR_RUBRIK = "Timmar i veckan"


@dataclass(frozen=True)
class Veckotimmar:
    """`delar` is what the hours component takes. `mal` is None when the ability has not been judged; own job search
    is told apart and never added (domain.md section 7)."""

    delar: list[dict]
    mal: int | None
    formaga: str
    jobbsokande: int | None

    @property
    def placerade(self) -> int:
        return sum(del_["hours"] for del_ in self.delar)


def veckotimmar(aspirant: Aspirant, today: date) -> Veckotimmar:
    """The person's week on `today`, from the placeringar that are under way."""
    pagaende = Placering.objects.filter(aspirant=aspirant).pagaende_den(today)
    delar = [_part(rad) for rad in pagaende.select_related("insats").order_by("fran", "id")]
    return Veckotimmar(delar, weekly_target(aspirant), aspirant.get_arbetsformaga_display(), _jobbsokande(aspirant))


def _part(rad: Placering) -> dict:
    slut = f"till {rad.till}" if rad.till else f"omprövas {rad.omprovas}, {week_label(rad.omprovas)}"
    return {
        "label": rad.insats.namn,
        "url": reverse("insatser:insats_detail", args=[rad.insats_id]),
        "note": f"{rad.insats.anordnare}, {slut}",
        "hours": rad.timmar_per_vecka,
    }


def _jobbsokande(aspirant: Aspirant) -> int | None:
    """Hours of own job search in the jobbplan that stands now."""
    planer = Plan.objects.jobbplaner().publicerade().filter(aspirant=aspirant, ersatt_at=None)
    return planer.values_list("jobbsokande_timmar", flat=True).first()
