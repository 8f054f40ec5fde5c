"""Ordering, cancelling and ordering again: what a controller does with a report."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from cases.models import Namnd, User
from config.dates import local_date
from uppfoljning.enums import RapportLage
from uppfoljning.models import Rapport
from uppfoljning.rapport_tasks import make_rapport

from .siffror import check_tertial


class RapportError(Exception):
    """What was asked for cannot be done; the message is for the controller."""


@transaction.atomic
def order_rapport(
    *, namnd: Namnd, ar: int, tertial: int, bestallning: UUID, by: User, now: datetime, diarienummer: str = ""
) -> tuple[Rapport, bool]:
    """The report and whether this order made it: the same order again, or one under way, gives what is there.

    Raises TertialError when the tertial is not over.
    """
    check_tertial(ar, tertial, local_date(now))
    samma = Rapport.objects.filter(namnd=namnd, ar=ar, tertial=tertial)
    if finns := _redan(samma, bestallning):
        return finns, False
    senaste = samma.aggregate(version=Max("version"))["version"] or 0
    try:
        with transaction.atomic():
            rapport = samma.create(
                namnd=namnd,
                ar=ar,
                tertial=tertial,
                version=senaste + 1,
                bestallning=bestallning,
                diarienummer=diarienummer,
                bestalld_at=now,
                bestalld_av=by,
            )
    except IntegrityError:
        # Two clicks at once: the other one's row is there now
        return _redan(samma, bestallning), False
    _start(rapport.pk)
    return rapport, True


def _redan(samma, bestallning: UUID) -> Rapport | None:
    return Rapport.objects.filter(bestallning=bestallning).first() or samma.pagaende().first()


@transaction.atomic
def cancel_rapport(*, rapport: Rapport) -> bool:
    """Stop a report under way; the worker sees it before its next step. False when it was already done."""
    return bool(Rapport.objects.pagaende().filter(pk=rapport.pk).update(lage=RapportLage.AVBRUTEN))


@transaction.atomic
def retry_rapport(*, rapport: Rapport) -> bool:
    """Order a failed or cancelled report again. False when it is already under way or done.

    Raises RapportError when another version of it is under way.
    """
    stannade = Rapport.objects.filter(pk=rapport.pk, lage__in=[RapportLage.MISSLYCKAD, RapportLage.AVBRUTEN])
    try:
        with transaction.atomic():
            igang = stannade.update(lage=RapportLage.KO, fel="", steg=0, paborjad_at=None)
    except IntegrityError:
        raise RapportError("En annan version av rapporten tas redan fram.") from None
    if igang:
        _start(rapport.pk)
    return bool(igang)


def _start(pk: int) -> None:
    """Tell the workers when the row is there; a silent broker is made good by the minutely duty."""
    transaction.on_commit(lambda: make_rapport.delay(pk), robust=True)
