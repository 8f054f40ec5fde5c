"""The ladder as the kartläggning offers it (jobbplaner/stegval.py)."""

from collections.abc import Iterable
from datetime import date

from jobbplaner.stegval import KALLOR

from .models import Trappsteg


def trappan(dag: date | None) -> Iterable[tuple[str, str]]:
    alla = Trappsteg.objects.giltiga(dag) if dag else Trappsteg.objects.all()
    return alla.values_list("kod", "namn")


KALLOR.append(trappan)
