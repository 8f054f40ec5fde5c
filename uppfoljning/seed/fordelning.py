"""Who holds which case: Carl and Sara a full desk, the others about as many each."""

import random
from datetime import date

from .liv import Person, Vistelse
from .staden import STADSDELAR, Anstalld

CARLS_BORD, SARAS_BORD = 38, 40


def hand_out(rng: random.Random, personer: list[Person], anstallda: list[Anstalld], today: date) -> None:
    """Give every stay a coach and every person a socialsekreterare, in order of how much each already holds."""
    _coaches(rng, personer, anstallda)
    _socialsekreterare(personer, anstallda, today)


def _of(anstallda: list[Anstalld], slag: str, enhet: str, roll: str) -> list[str]:
    return [a.username for a in anstallda if (a.slag, a.enhet, a.roll) == (slag, enhet, roll)]


def _coaches(rng: random.Random, personer: list[Person], anstallda: list[Anstalld]) -> None:
    vistelser = [v for p in personer for v in p.vistelser]
    for jobbtorg in {v.jobbtorg for v in vistelser}:
        coacher = _of(anstallda, "jobbtorg", jobbtorg, "coach")
        egna = [v for v in vistelser if v.jobbtorg == jobbtorg]
        oppna = sorted((v for v in egna if v.avslutad is None and not v.coach), key=lambda v: v.inskriven)
        _fill_desk(personer, oppna, "carl" if "carl" in coacher else "")
        _round_robin([v for v in oppna if not v.coach], [c for c in coacher if c != "carl"] or coacher)
        for v in egna:
            v.coach = v.coach or rng.choice(coacher)


def _fill_desk(personer: list[Person], oppna: list[Vistelse], coach: str) -> None:
    if not coach:
        return
    har = sum(1 for p in personer for v in p.vistelser if v.coach == coach and v.avslutad is None)
    for v in sorted(oppna, key=_busy_first)[: max(CARLS_BORD - har, 0)]:
        v.coach = coach


def _busy_first(v: Vistelse) -> tuple[int, int]:
    """Two in an insats for each who waits for one, newest first within both."""
    tur = v.inskriven.toordinal()
    i_insats = any(d.avslutad is None for d in v.placeringar)
    return (0 if i_insats or tur % 5 == 0 else 1, -tur)


def _round_robin(vistelser: list[Vistelse], coacher: list[str]) -> None:
    for nr, v in enumerate(vistelser):
        v.coach = coacher[nr % len(coacher)]


def _socialsekreterare(personer: list[Person], anstallda: list[Anstalld], today: date) -> None:
    for stadsdel in STADSDELAR:
        alla = _of(anstallda, "sdf", stadsdel.namn, "socialsekreterare")
        egna = [p for p in personer if p.stadsdel.namn == stadsdel.namn]
        pagaende = [p for p in egna if is_current(p, today)]
        bord = "sara" if "sara" in alla else ""
        har = sum(1 for p in egna if p.socialsekreterare == bord)
        carls = sorted((p for p in pagaende if not p.socialsekreterare), key=lambda p: not _with(p, "carl"))
        for p in carls[: max(SARAS_BORD - har, 0)] if bord else []:
            p.socialsekreterare = bord
        andra = [u for u in alla if u != bord] or alla
        for nr, p in enumerate(p for p in egna if not p.socialsekreterare):
            p.socialsekreterare = andra[nr % len(andra)]


def _with(person: Person, coach: str) -> bool:
    return any(v.coach == coach for v in person.vistelser)


def is_current(person: Person, today: date) -> bool:
    """The SDF's case goes on: support is being paid or the person is enrolled."""
    return person.stod[-1][1] is None or person.oppen is not None
