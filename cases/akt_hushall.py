"""Household and support as registered: the panel beside the timeline, and what a remiss says of the person today."""

from datetime import date

from config.components import Fact

from .akt import REGISTER, Panel
from .models import Aspirant, User

SAKNAS = "Inte ifyllt"


def panel(user: User, aspirant: Aspirant, today: date) -> dict:
    """For both sides, from the moment each sees the person (domain.md section 9, first row)."""
    return {"rubrik": "Hushåll och försörjning", "fakta": support_facts(aspirant)}


def support_facts(aspirant: Aspirant) -> list[Fact]:
    """Adults, children with birth year, support since when, försörjningshinder and ability; what nobody has asked
    about is said to be missing, never counted as none."""
    barn = sorted(_birth_years(aspirant))
    return [
        Fact(label="Hushåll", text=_household(aspirant.vuxna, len(barn)), note=_born(barn)),
        Fact(label="Försörjningsstöd", text=_support(aspirant)),
        Fact(label="Försörjningshinder", text=str(aspirant.forsorjningshinder or SAKNAS)),
        Fact(label="Arbetsförmåga", text=aspirant.get_arbetsformaga_display() or "Inte bedömd"),
    ]


def _birth_years(aspirant: Aspirant) -> list[int]:
    """As the akt read them with the person, else asked for."""
    read = getattr(aspirant, "barnens_ar", None)
    return aspirant.barn.values_list("fodelsear", flat=True) if read is None else read


def _household(vuxna: int | None, barn: int) -> str:
    delar = [f"{vuxna} {'vuxen' if vuxna == 1 else 'vuxna'}"] if vuxna else []
    if vuxna or barn:
        delar.append(f"{barn or 'inga'} barn")
    return ", ".join(delar) or SAKNAS


def _born(barn: list[int]) -> str:
    return f"{'födda' if len(barn) > 1 else 'fött'} {', '.join(map(str, barn))}" if barn else ""


def _support(aspirant: Aspirant) -> str:
    """No month means none once the step that asks has been answered."""
    if aspirant.forsorjningsstod_sedan:
        return f"Sedan {aspirant.forsorjningsstod_sedan:%Y-%m}"
    return "Får inte" if aspirant.vuxna and aspirant.arbetsformaga else SAKNAS


REGISTER.paneler.append(Panel("hushall", "cases/panel_fakta.html", panel, ordning=15))
