"""Continuity: who has held the case, and how often that changed (domain.md section 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from . import aktrader
from .enums import Enhetsslag
from .models import Aspirant, Handlaggare

ORD = {Enhetsslag.JOBBTORG: "coach", Enhetsslag.SDF: "socialsekreterare"}
ANTAL = {1: "Ett byte", 2: "Två byten", 3: "Tre byten", 4: "Fyra byten", 5: "Fem byten"}


@dataclass(frozen=True)
class Kontinuitet:
    """`rader` by day with both sides' rows, `byten` those of them that are changes, `meningar` what the panel says."""

    rader: list[Handlaggare]
    byten: dict[int, Handlaggare]
    meningar: list[str]


def kontinuitet(aspirant: Aspirant, today: date) -> Kontinuitet:
    """Coach since the open enrolment, socialsekreterare since the person was registered."""
    rader = aktrader.handlaggare(aspirant)
    byten = {pk: rad for pk, rad in aktrader.byten(aspirant).items() if rad.fran <= today}
    oppen = next((i for i in aktrader.inskrivningar(aspirant) if i.oppen_den(today)), None)
    meningar = []
    if oppen:
        coacher = [r for r in rader if r.enhet.slag == Enhetsslag.JOBBTORG and _during(r, oppen.inskriven)]
        meningar.append(sentence(Enhetsslag.JOBBTORG, coacher, byten, "sedan inskrivningen", today))
    sdf = [r for r in rader if r.enhet.slag == Enhetsslag.SDF]
    meningar.append(sentence(Enhetsslag.SDF, sdf, byten, "sedan registreringen", today))
    return Kontinuitet(rader, byten, meningar)


def _during(rad: Handlaggare, fran: date) -> bool:
    return rad.till is None or rad.till >= fran


def sentence(slag: str, rader: Iterable[Handlaggare], byten, sedan: str, today: date) -> str:
    """ "Samma coach sedan inskrivningen." or "Ett byte av socialsekreterare, 2026-09-14." """
    begun = [rad for rad in rader if rad.fran <= today]
    if not begun:
        return f"Ingen {ORD[slag]} är utsedd."
    if begun[-1].till and begun[-1].till < today:
        return f"Ingen {ORD[slag]} sedan {begun[-1].till}."
    changes = [rad.fran for rad in begun if rad.pk in byten]
    if not changes:
        return f"Samma {ORD[slag]} {sedan}."
    antal = ANTAL.get(len(changes), f"{len(changes)} byten")
    return f"{antal} av {ORD[slag]}, {'senast ' if len(changes) > 1 else ''}{changes[-1]}."
