"""Hours a week: what the current placeringar add up to, beside what the person's ability stands for."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.aktrader import inskrivningar, once_per_page
from cases.models import Aspirant
from config.dates import week_label
from jobbplaner.enums import Planslag
from jobbplaner.fragor import publicerade

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


@once_per_page
def placeringar(aspirant: Aspirant) -> list[Placering]:
    """All that the reader sees, latest first."""
    return list(Placering.objects.filter(aspirant=aspirant).for_lista())


def veckotimmar(aspirant: Aspirant, today: date) -> Veckotimmar:
    """The person's week on `today`, from the placeringar that are under way."""
    pagaende = [rad for rad in placeringar(aspirant) if rad.ar_kvar_den(today)]
    delar = [_part(rad) for rad in reversed(pagaende)]
    return Veckotimmar(delar, weekly_target(aspirant), aspirant.get_arbetsformaga_display(), _jobbsokande(aspirant))


def is_over(aspirant: Aspirant) -> bool:
    """The latest enrolment has been closed: no hours are missing of a person who has left."""
    alla = inskrivningar(aspirant)
    return bool(alla) and alla[-1].avslutad is not None


def _part(rad: Placering) -> dict:
    slut = f"till {rad.till}" if rad.till else f"omprövas {rad.omprovas}, {week_label(rad.omprovas)}"
    return {
        "label": rad.insats.namn,
        "url": reverse("insatser:insats_detail", args=[rad.insats_id]),
        "note": f"{rad.insats.anordnare}, {slut}",
        "hours": rad.timmar_per_vecka,
    }


def _jobbsokande(aspirant: Aspirant) -> int | None:
    """Hours of own job search in the jobbplan that stands now; it ends with its enrolment."""
    slutade = {rad.pk for rad in inskrivningar(aspirant) if rad.avslutad}
    jobbplaner = (plan for plan in publicerade(aspirant) if plan.slag == Planslag.JOBBPLAN)
    galler = (plan for plan in jobbplaner if plan.ersatt_at is None and plan.inskrivning_id not in slutade)
    return next((plan.jobbsokande_timmar for plan in galler), None)
