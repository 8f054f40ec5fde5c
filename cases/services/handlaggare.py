"""Who holds the case at a unit: one at a time, the earlier one ends when the next begins."""

from datetime import date, timedelta

from django.db import transaction

from cases.models import Aspirant, Enhet, Handlaggare, Medlemskap, User


def selectable_coacher(dag: date, enhet: Enhet | None = None):
    """Those who may hold cases at a jobbtorg on `dag` (at `enhet` when given), by name."""
    medlemskap = Medlemskap.objects.giltiga(dag).coacher()
    if enhet is not None:
        medlemskap = medlemskap.filter(enhet=enhet)
    return User.objects.filter(is_active=True, pk__in=medlemskap.values("user"))


@transaction.atomic
def assign_handlaggare(*, aspirant: Aspirant, enhet: Enhet, user: User, fran: date) -> Handlaggare:
    """Make `user` the unit's handläggare from `fran`, or from the first later day that is free.

    The one who holds the case is ended the day before; the same person again changes nothing.
    """
    latest = Handlaggare.objects.filter(aspirant=aspirant, enhet=enhet).order_by("-fran").first()
    if latest and latest.till is None and latest.user_id == user.pk:
        return latest
    if latest and latest.till is None and latest.fran >= fran:
        latest.user = user
        latest.save(update_fields=["user"])
        return latest
    if latest and latest.till is None:
        latest.till = fran - timedelta(days=1)
        latest.save(update_fields=["till"])
    elif latest and latest.till >= fran:
        fran = latest.till + timedelta(days=1)
    return Handlaggare.objects.create(aspirant=aspirant, enhet=enhet, user=user, fran=fran)


def end_handlaggare(*, aspirant: Aspirant, enhet: Enhet, till: date) -> None:
    """Nobody at the unit holds the case after `till`."""
    for rad in Handlaggare.objects.filter(aspirant=aspirant, enhet=enhet, till=None):
        rad.till = max(rad.fran, till)
        rad.save(update_fields=["till"])
