"""Tertial reports that the controller has ordered: made by the same service as the worker's."""

from datetime import timedelta
from uuid import UUID

from cases.enums import Enhetsslag
from cases.models import Namnd
from config.periods import Period
from uppfoljning.models import Rapport
from uppfoljning.rapporter.framstallning import make

from .skriv import Rum, at
from .staden import ARBETSMARKNADSNAMNDEN

BESTALLS_EFTER = timedelta(days=16)
"""Days after the tertial when its last month of the register has come in."""


def write_reports(rum: Rum) -> int:
    """Arbetsmarknadsnämnden's last two tertials and the last one of a stadsdelsnämnd."""
    stad = Namnd.objects.get(namn=ARBETSMARKNADSNAMNDEN)
    spanga = rum.enheter[Enhetsslag.SDF, "Spånga-Tensta"].namnd
    senaste = _last_whole(rum)
    val = [(stad, senaste.previous()), (stad, senaste), (spanga, senaste)]
    return sum(_make(rum, namnd, period, nr) for nr, (namnd, period) in enumerate(val, start=1))


def _last_whole(rum: Rum) -> Period:
    return Period.tertial_of(rum.stad.today - BESTALLS_EFTER).previous()


def _make(rum: Rum, namnd: Namnd, period: Period, nr: int) -> bool:
    nar = at(period.till + BESTALLS_EFTER, "13:05")
    rapport = Rapport.objects.create(
        namnd=namnd,
        ar=period.till.year,
        tertial=(period.till.month + 3) // 4,
        version=1,
        bestallning=UUID(int=nr),
        diarienummer=f"AMF {period.till.year}/{410 + nr}" if nr < 3 else "",
        bestalld_at=nar,
        bestalld_av=rum.users["nina"],
    )
    return make(rapport.pk, now=nar + timedelta(minutes=2))
