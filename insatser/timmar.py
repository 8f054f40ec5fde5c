"""Hours a week: what the current placeringar add up to, beside what the person's ability stands for."""

from dataclasses import dataclass
from datetime import date

from cases.models import Aspirant
from jobbplaner.models import Plan

from .models import Placering
from .regler import weekly_target

TIMMAR_RUBRIK = "Timmar i veckan"


@dataclass(frozen=True)
class Timrad:
    """One placering's part of the week; `x` and `bredd` place its part of the bar, in percent."""

    placering: Placering
    timmar: int
    x: float
    bredd: float
    streckad: bool


@dataclass(frozen=True)
class Veckotimmar:
    """`mal` is None when the ability has not been judged. Own job search is never added (domain.md section 7)."""

    rader: list[Timrad]
    mal: int | None
    formaga: str
    jobbsokande: int | None

    @property
    def placerade(self) -> int:
        return sum(r.timmar for r in self.rader)

    @property
    def saknas(self) -> int:
        return max((self.mal or 0) - self.placerade, 0)

    @property
    def saknas_text(self) -> str:
        return f"{self.saknas} {'timme' if self.saknas == 1 else 'timmar'} saknas"


def veckotimmar(aspirant: Aspirant, today: date) -> Veckotimmar:
    """The person's week on `today`, from the placeringar that are under way."""
    pagaende = Placering.objects.filter(aspirant=aspirant).pagaende_den(today)
    pagaende = pagaende.select_related("insats").order_by("fran", "id")
    mal = weekly_target(aspirant)
    return Veckotimmar(_rader(list(pagaende), mal), mal, aspirant.get_arbetsformaga_display(), _jobbsokande(aspirant))


def _rader(placeringar: list[Placering], mal: int | None) -> list[Timrad]:
    hela = max(mal or 0, sum(p.timmar_per_vecka for p in placeringar)) or 1
    rader, x = [], 0.0
    for nummer, p in enumerate(placeringar):
        bredd = round(100 * p.timmar_per_vecka / hela, 2)
        rader.append(Timrad(p, p.timmar_per_vecka, x, bredd, streckad=bool(nummer % 2)))
        x += bredd
    return rader


def _jobbsokande(aspirant: Aspirant) -> int | None:
    """Hours of own job search in the jobbplan that stands now."""
    planer = Plan.objects.jobbplaner().publicerade().filter(aspirant=aspirant, ersatt_at=None)
    return planer.values_list("jobbsokande_timmar", flat=True).first()
