"""Search of persons by name, number or ärendenummer."""

import re
from dataclasses import dataclass, field
from datetime import date

from .models import Aspirant
from .personnummer import NummerError, parse

MAX_HITS = 50
MIN_LETTERS = 2
ARENDENUMMER = re.compile(r"J-?0*(\d{1,9})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Sokning:
    """Hits that the searcher may see. `exakt`: the question was a number, this `nummer` or the ärendenummer of `pk`;
    `fel`: why nothing was searched."""

    personer: list[Aspirant] = field(default_factory=list)
    exakt: bool = False
    fler: bool = False
    fel: str = ""
    nummer: str = ""
    pk: int | None = None


def find(fraga: str, today: date) -> Sokning:
    """Interpret what was typed: ärendenummer, number with 10 or 12 digits, else name parts in any order."""
    if match := ARENDENUMMER.fullmatch(fraga):
        return _exact(today, pk=int(match[1]))
    if any(tecken.isdigit() for tecken in fraga):
        return _by_number(fraga, today)
    return _by_name(fraga.split(), today)


def _exact(today: date, **villkor) -> Sokning:
    return Sokning(personer=list(Aspirant.objects.filter(**villkor).for_lista(today)[:1]), exakt=True, **villkor)


def _by_number(fraga: str, today: date) -> Sokning:
    try:
        return _exact(today, nummer=parse(fraga, today).nummer)
    except NummerError as fel:
        return Sokning(exakt=True, fel=str(fel))


def _by_name(delar: list[str], today: date) -> Sokning:
    if len("".join(delar)) < MIN_LETTERS:
        return Sokning(fel=f"Skriv minst {MIN_LETTERS} bokstäver, ett personnummer eller ett ärendenummer.")
    personer = Aspirant.objects.all()
    for del_ in delar[:4]:
        personer = personer.med_namn(del_)
    hits = list(personer.for_lista(today)[: MAX_HITS + 1])
    return Sokning(personer=hits[:MAX_HITS], fler=len(hits) > MAX_HITS)
