"""Making a report in the background: claimed once, step by step, each step seen at once by who is waiting."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Q

from cases.sekretess.identitet import som_system
from uppfoljning.enums import RapportLage
from uppfoljning.indikatorer import rakna
from uppfoljning.models import Rapport
from uppfoljning.statistik import kontrollera

from .csvfil import rapport_csv
from .pdf import rapport_pdf
from .presenter import dokument
from .siffror import Bestallning, sammanstall

log = logging.getLogger(__name__)

STEG = ("Indikatorer räknas", "Röjandekontroll", "Sidor och diagram", "Filer sparas")
OVERGIVEN_EFTER = timedelta(minutes=10)
"""A claim older than this belongs to a worker that is gone: the task's own time limit is shorter."""

FOR_LANGSAM = "Rapporten tog för lång tid att ta fram. Försök igen om en stund."
MISSLYCKADES = "Rapporten kunde inte tas fram. Försök igen, och kontakta servicedesk om det händer på nytt."


class TappadError(Exception):
    """The report is no longer ours: cancelled, or taken over by another worker."""


def make(pk: int, *, now: datetime, redelivered: bool = False) -> bool:
    """Make report `pk`. False when there was nothing to do: done, cancelled, or in another worker's hands.

    `redelivered` says that the worker which held it was lost, so its claim is taken over at once.
    """
    if not claim(pk, now=now, redelivered=redelivered):
        return False
    mitt = Rapport.objects.filter(pk=pk, lage=RapportLage.TAS_FRAM, paborjad_at=now)
    try:
        _make(mitt, now)
    except TappadError:
        return False
    except SoftTimeLimitExceeded:
        mitt.update(lage=RapportLage.MISSLYCKAD, fel=FOR_LANGSAM)
        return False
    except Exception:
        log.exception("rapport %s misslyckades", pk)
        mitt.update(lage=RapportLage.MISSLYCKAD, fel=MISSLYCKADES)
        return False
    return True


def claim(pk: int, *, now: datetime, redelivered: bool = False) -> bool:
    """Take the row if nobody holds it. The moment of the claim is its token in every later update."""
    overgiven = Q(lage=RapportLage.TAS_FRAM)
    if not redelivered:
        overgiven &= Q(paborjad_at__lt=now - OVERGIVEN_EFTER)
    ledig = Rapport.objects.filter(Q(lage=RapportLage.KO) | overgiven, pk=pk)
    return bool(ledig.update(lage=RapportLage.TAS_FRAM, paborjad_at=now, steg=1, fel=""))


def _make(mitt, now: datetime) -> None:
    """Each step in a transaction of its own, so that the row shows where the work is."""
    bestallning = _bestallning(mitt.select_related("namnd", "bestalld_av").get(), now)
    with som_system("statistik"):
        urval = bestallning.urval
        kub = rakna(urval)
    _steg(mitt.update, steg=2)
    with som_system("statistik"):
        statistik = kontrollera(urval, kub, internal=bestallning.internal, per_enhet_i=(0,))
        siffror = sammanstall(bestallning, statistik)
    _steg(mitt.update, steg=3)
    rapport = dokument(siffror)
    pdf = rapport_pdf(rapport, now=now)
    _steg(mitt.update, steg=4)
    klar = {"lage": RapportLage.ATT_GRANSKA, "klar_at": now, "siffror": siffror, "pdf": pdf}
    _steg(mitt.update, csv=rapport_csv(rapport), **klar)


def _bestallning(rapport: Rapport, now: datetime) -> Bestallning:
    return Bestallning(
        rapport.namnd,
        rapport.ar,
        rapport.tertial,
        now,
        version=rapport.version,
        diarienummer=rapport.diarienummer,
        bestalld_av=rapport.bestalld_av.namn,
    )


def _steg(update: Callable[..., int], **falt) -> None:
    if not update(**falt):
        raise TappadError


def overgivna(now: datetime) -> list[int]:
    """Reports whose worker is gone, and those that no worker was told about."""
    gamla = now - OVERGIVEN_EFTER
    obesvarade = Q(lage=RapportLage.KO, bestalld_at__lt=now - timedelta(minutes=1))
    stannade = Q(lage=RapportLage.TAS_FRAM, paborjad_at__lt=gamla)
    return list(Rapport.objects.filter(obesvarade | stannade).order_by("pk").values_list("pk", flat=True))
