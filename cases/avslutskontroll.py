"""Do the consequences of every avslut hold? Asked of the whole city by night, and of a unit by its chef.

One question over what the rooms have registered (`REGISTER.avslutskontroller`), under the asker's own rights. It finds
and mends nothing: why a consequence was missed is for a person to see.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from .akt import REGISTER, Avslutskontroll
from .models import Aspirant, Enhet


@dataclass(frozen=True, slots=True)
class Brott:
    """A consequence that does not hold: which kind, and the keys of what it is about."""

    kontroll: Avslutskontroll
    inskrivning: int
    aspirant: int
    enhet: int
    objekt: int

    @property
    def url(self) -> str:
        k = self.kontroll
        return reverse(k.sida, args=[self.objekt] if k.bara_objekt else [self.aspirant, *[self.objekt] * k.sida_objekt])


def broken(enhet: Enhet | None = None) -> list[Brott]:
    """Every consequence that does not hold, as far as the asker sees; of one jobbtorg when given. One query."""
    per_kod = {k.kod: k for k in REGISTER.avslutskontroller}
    delar = [
        f"SELECT '{k.kod}' AS kod, x.inskrivning_id, x.aspirant_id, x.enhet_id, x.objekt FROM ({k.sql}) x"
        for k in per_kod.values()
    ]
    where = " WHERE enhet_id = %s" if enhet else ""
    sql = f"SELECT * FROM ({' UNION ALL '.join(delar)}) alla{where} ORDER BY inskrivning_id, kod, objekt"
    with connection.cursor() as cursor:
        cursor.execute(sql, [enhet.pk] if enhet else [])
        return [Brott(per_kod[kod], *nycklar) for kod, *nycklar in cursor.fetchall()]


def in_words(brott: list[Brott]) -> str:
    """For the heartbeat: how many of which kind, and nothing of whom."""
    if not brott:
        return "Alla avslut stämmer"
    antal = Counter(b.kontroll.kod for b in brott)
    return "Att se över: " + ", ".join(f"{kod} {n}" for kod, n in sorted(antal.items()))


def of_unit(enhet: Enhet, hogst: int) -> tuple[list[tuple[Aspirant, Brott]], int]:
    """The first `hogst` with their persons, and how many there are."""
    alla = broken(enhet)
    visade = alla[:hogst]
    personer = Aspirant.objects.in_bulk({b.aspirant for b in visade}) if visade else {}
    return [(personer[b.aspirant], b) for b in visade if b.aspirant in personer], len(alla)
