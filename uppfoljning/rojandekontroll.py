"""Röjandekontroll: small counts are hidden, and what would let them be worked out.

A count from 1 to `under` - 1 is hidden as "<5" (zero is shown). A sum and its parts then let a single hidden member be
worked out by subtraction, so another one is hidden as "..", the smallest that is not zero. The rule runs over every sum
that is published together until nothing more needs hiding: sexes, reasons, units, and periods that add up to a year.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

FOLJD = ".."
"""Hidden only because another hidden number could be worked out from it."""


def liten(under: int) -> str:
    return f"<{under}"


@dataclass(frozen=True)
class Summa:
    """`total` is the sum of `delar` and of `ovrigt`, which is known to the reader or may be guessed."""

    total: Hashable
    delar: tuple[Hashable, ...]
    ovrigt: int = 0

    @property
    def alla(self) -> tuple[Hashable, ...]:
        return (self.total, *self.delar)


def dolj(celler: Mapping[Hashable, int], summor: Iterable[Summa], under: int) -> dict[Hashable, str]:
    """What is hidden, and as what: cell -> "<5" or "..". `under` 0 or 1 hides nothing."""
    dolda = {cell: liten(under) for cell, antal in celler.items() if 0 < antal < under}
    rorda = defaultdict(list)
    for summa in summor:
        for cell in summa.alla:
            rorda[cell].append(summa)
    vantar = [summa for cell in list(dolda) for summa in rorda[cell]]
    while vantar:
        summa = vantar.pop()
        if (cell := _behover_doljas(summa, celler, dolda, under)) is not None:
            dolda[cell] = FOLJD
            vantar += rorda[cell]
    return dolda


def _behover_doljas(summa: Summa, celler, dolda, under: int) -> Hashable | None:
    """One more cell to hide in this sum, the smallest; None when the hidden ones protect each other."""
    if not _gar_att_rakna_ut(summa, celler, dolda, under):
        return None
    synliga = [cell for cell in summa.delar if cell not in dolda and celler[cell]]
    if not synliga and summa.total not in dolda and celler[summa.total]:
        synliga = [summa.total]
    return min(synliga, key=lambda cell: celler[cell], default=None)


def _gar_att_rakna_ut(summa: Summa, celler, dolda, under: int) -> bool:
    """One hidden member follows by subtraction; several do when each must be the smallest or the largest possible."""
    gomda = [cell for cell in summa.alla if cell in dolda]
    if len(gomda) < 2:
        return len(gomda) == 1
    if summa.total in dolda or any(dolda[cell] == FOLJD for cell in gomda):
        return False
    rest = sum(celler[cell] for cell in gomda)
    return rest in (len(gomda), len(gomda) * (under - 1))
