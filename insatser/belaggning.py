"""How many places are taken and free, counted over persons of every nämnd without showing any of them."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .models import Insats


@dataclass(frozen=True)
class Belaggning:
    """Places of one insats on one day. `nasta_slut` is the soonest planned end of a placering, if any has one."""

    platser: int
    andra: int
    upptagna: int
    nasta_slut: date | None = None

    @property
    def lediga(self) -> int:
        """Never below zero, though an insats whose places were cut may be fuller than full."""
        return max(self.platser - self.andra - self.upptagna, 0)


def belaggning(insatser: list[Insats], dag: date) -> dict[int, Belaggning]:
    """Places per insats id on `dag`, in one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT insats_id, antal, nasta_slut FROM app.belaggning(%s)", [dag])
        tagna = {pk: (antal, slut) for pk, antal, slut in cursor.fetchall()}
    return {i.pk: Belaggning(i.platser, i.platser_andra, *tagna.get(i.pk, (0, None))) for i in insatser}


def has_room(insats: Insats, *, fran: date, till: date | None, today: date) -> bool:
    """Is there a free place on every day of [fran, till]? An empty `till` means that it goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.upptagna_platser(%s, %s, %s, %s)", [insats.pk, fran, till, today])
        return cursor.fetchone()[0] < insats.platser - insats.platser_andra
