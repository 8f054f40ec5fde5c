"""Keep the catalogue."""

from django.db import transaction

from insatser.models import Insats


class InsatsChangedError(Exception):
    """Someone else saved first; `nuvarande` is what stands now."""

    def __init__(self, nuvarande: Insats):
        super().__init__("Insatsen har ändrats av någon annan.")
        self.nuvarande = nuvarande


@transaction.atomic
def save_insats(*, insats: Insats, version: int | None = None) -> Insats:
    """Save a new insats, or a changed one that nobody else has saved since `version` was read.

    Raises InsatsChangedError and saves nothing when someone has.
    """
    if insats.pk:
        nuvarande = Insats.objects.select_for_update(of=("self",)).get(pk=insats.pk)
        if nuvarande.version != version:
            raise InsatsChangedError(nuvarande)
        insats.version = nuvarande.version + 1
    insats.save()
    return insats
