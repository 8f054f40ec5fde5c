"""What moved between two kartläggningar, in words. Pure."""

from dataclasses import dataclass

from jobbplaner.enums_kartlaggning import Hinder
from jobbplaner.kartlaggning import ARBETSDEL, HINDER, KANSLIG_DEL, Innehall
from jobbplaner.ord_kartlaggning import bedomningar, etikett, i_ord, instrument

NIVA = {Hinder.INGET: 0, Hinder.MATTLIGT: 1, Hinder.STORT: 2}
MINDRE, STORRE, OFORANDRAT, OVISST = "Mindre hinder", "Större hinder", "Oförändrat", "Går inte att jämföra"


@dataclass(frozen=True)
class Rorelse:
    """One hinder or answer: how it stood, how it stands, and what became of it."""

    rubrik: str
    fore: str
    efter: str
    slag: str

    @property
    def rort(self) -> bool:
        return self.slag not in {OFORANDRAT, OVISST}


def hinder_over_tid(fore: Innehall, efter: Innehall) -> list[Rorelse]:
    """All nine that have an answer in either; which of them moved and which way."""
    return [
        Rorelse(etikett(namn), i_ord(namn, fore[namn], {}), i_ord(namn, efter[namn], {}), _rorelse(fore, efter, namn))
        for namn in HINDER
        if fore[namn] or efter[namn]
    ]


def _rorelse(fore: Innehall, efter: Innehall, namn: str) -> str:
    a, b = NIVA.get(fore[namn]), NIVA.get(efter[namn])
    if a is None or b is None:
        return OVISST
    return OFORANDRAT if a == b else STORRE if b > a else MINDRE


def ovrigt_over_tid(fore: Innehall, efter: Innehall, stegnamn: dict[str, str]) -> list[Rorelse]:
    """Every other answer that differs."""
    namnen = [namn for s in (*ARBETSDEL, *KANSLIG_DEL) for namn in s.falt if namn not in HINDER]
    rader = [(etikett(namn), i_ord(namn, fore[namn], stegnamn), i_ord(namn, efter[namn], stegnamn)) for namn in namnen]
    for rubrik, tabell in (("Bedömningar av förmågan", bedomningar), ("Bedömningsinstrument", instrument)):
        rader.append((rubrik, _rader(tabell(fore)), _rader(tabell(efter))))
    return [Rorelse(rubrik, a, b, "Ändrat") for rubrik, a, b in rader if a != b]


def _rader(tabell: list[tuple[str, ...]]) -> str:
    return "\n".join(", ".join(filter(None, rad)) for rad in tabell)
