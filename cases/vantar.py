"""How much waits for the one who reads. The frame says one count on every page; a page that counts more of what waits
takes the frame's along, so that both are one question."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet, Value

from .enums import AKTROLLER
from .models import User, Utlamnande

MOTTAGET = "mottaget"


class Vantar:
    """The counts of one request, each asked for once. Of what the reader may see, as every question is."""

    def __init__(self, user: User, today: date):
        self.user, self.today = user, today
        self._antal: Counter | None = None

    def count(self, delar: Iterable[tuple[str, QuerySet]] = ()) -> Counter:
        """What each of `delar` (name and rows; a name may come again) counts to, beside what the frame says."""
        delar = [*delar]
        if self._antal is None:
            self._antal, delar = Counter(), [*delar, *self._frame()]
        if delar:
            self._antal += _counted(delar)
        return self._antal

    @property
    def mottaget(self) -> int:
        """Handlingar that the reader's units have received and nobody there has opened."""
        return (self._antal if self._antal is not None else self.count())[MOTTAGET]

    def _frame(self) -> list[tuple[str, QuerySet]]:
        enheter = {m.enhet_id for m in self.user.medlemskap_den(self.today) if m.roll in AKTROLLER}
        return [(MOTTAGET, Utlamnande.objects.till_enheter(enheter).olasta())] if enheter else []


def waiting(request) -> Vantar:
    """The same for everything that asks within a request."""
    if not hasattr(request, "vantar"):
        request.vantar = Vantar(request.user, request.today)
    return request.vantar


def _counted(delar: list[tuple[str, QuerySet]]) -> Counter:
    forst, *andra = (
        rader.order_by().annotate(vad=Value(vad)).values("vad").annotate(antal=Count("pk")).values_list("vad", "antal")
        for vad, rader in delar
    )
    antal = Counter()
    for vad, del_ in forst.union(*andra, all=True):
        antal[vad] += del_
    return antal
