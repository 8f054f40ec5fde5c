"""What every page of one samtal shows of its booking: when, where, interpreter, call, how it has moved."""

from django.urls import reverse

from cases.models import Aspirant
from cases.skydd import Kanal, far_visas
from config.components import Action
from jobbplaner.enums import Kallelsesatt, Tolklage
from jobbplaner.models import Trepartssamtal


def booking_context(request, aspirant: Aspirant, samtal: Trepartssamtal, *, far_boka: bool = False) -> dict:
    """`far_boka`: the reader may change what has been booked, and it has neither been held nor cancelled."""
    flyttar = list(samtal.flyttar.select_related("skal", "av"))
    return {
        "samtal": samtal,
        "samtalslage": samtal.lage_den(request.today),
        "flyttar": flyttar,
        "far_boka": far_boka,
        "kallelsen_galler": samtal.kallelsen_galler(flyttar[-1].at if flyttar else None),
        "bokning_fakta": list(_facts(samtal)),
        "kallelsesatt": Kallelsesatt.choices,
        "kalender": _calendar(aspirant, samtal),
    }


def _facts(samtal: Trepartssamtal):
    """Term and text, as the page and the letter's page list them."""
    yield "Plats", samtal.plats or "Inte angiven"
    yield "Enhet", str(samtal.enhet)
    if samtal.tolk:
        lage = "tolken är beställd" if samtal.tolk == Tolklage.BESTALLD else "tolken ska beställas"
        yield "Tolk", f"{samtal.tolk_sprak.capitalize()}, {samtal.get_tolk_satt_display().lower()}, {lage}"
    else:
        yield "Tolk", "Behövs inte"


def _calendar(aspirant: Aspirant, samtal: Trepartssamtal) -> Action | None:
    """The calendar file; colleagues see each other's calendars, so a protected person is in none."""
    if not far_visas(aspirant, Kanal.KALENDER):
        return None
    url = reverse("jobbplaner:samtal_calendar", args=[aspirant.pk, samtal.pk])
    label = "Ta bort ur kalendern" if samtal.installt_at else "Hämta kalenderfil"
    return Action(label=label, url=url, icon="calendar")
