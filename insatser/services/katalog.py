"""Keep the catalogue."""

from django.db import IntegrityError, transaction

from insatser.models import Insats


class InsatsChangedError(Exception):
    """Someone else saved first; `nuvarande` is what stands now."""

    def __init__(self, nuvarande: Insats):
        super().__init__("Insatsen har ändrats av någon annan.")
        self.nuvarande = nuvarande


class InsatsExistsError(Exception):
    """The unit has one with that name: someone was quicker, or the same form came twice."""

    def __init__(self, nuvarande: Insats):
        super().__init__("Enheten har redan en insats med det namnet.")
        self.nuvarande = nuvarande


@transaction.atomic
def save_insats(*, insats: Insats, version: int | None = None) -> Insats:
    """Save a new insats, or a changed one that nobody else has saved since `version` was read.

    Raises InsatsChangedError and saves nothing when someone has, InsatsExistsError for a new one whose name is taken.
    """
    if insats.pk:
        nuvarande = Insats.objects.select_for_update(of=("self",)).get(pk=insats.pk)
        if nuvarande.version != version:
            raise InsatsChangedError(nuvarande)
        insats.version = nuvarande.version + 1
    try:
        with transaction.atomic():
            insats.save()
    except IntegrityError:
        taken = Insats.objects.filter(enhet=insats.enhet_id, namn=insats.namn).exclude(pk=insats.pk).first()
        if taken is None:
            raise
        raise InsatsExistsError(taken) from None
    return insats
