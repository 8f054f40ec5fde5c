"""Documents that may be handed over in named parts. Each app registers its own (REGISTER.dokument); one row rule covers
what is made of them, since an utdrag is a handling like any other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .akt import REGISTER
from .models import Aspirant, Enhet, Handling


@dataclass(frozen=True, kw_only=True)
class Del:
    """A part with a name of its own: text, a table, or both."""

    kod: str
    namn: str
    text: str = ""
    kolumner: tuple[str, ...] = ()
    rader: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dokument:
    """What an utdrag is taken from. `nyckel` tells it from the person's others; `handling` when it is one itself."""

    nyckel: str
    typ: str
    titel: str
    enhet: Enhet
    delar: tuple[Del, ...]
    handling: Handling | None = None

    def chosen(self, koder: Sequence[str]) -> list[Del]:
        """The parts asked for, in the document's order."""
        return [del_ for del_ in self.delar if del_.kod in koder]


def written(*delar: Del) -> tuple[Del, ...]:
    """Those that say anything: an empty part is not offered."""
    return tuple(del_ for del_ in delar if del_.text or del_.rader)


def documents(aspirant: Aspirant, namnder: set[int]) -> list[Dokument]:
    """The person's documents owned by these nämnder that have something to hand over, as their apps register them."""
    alla: Iterable[Dokument] = (d for kalla in REGISTER.dokument for d in kalla(aspirant, namnder))
    return [d for d in alla if d.delar]
