"""A kartläggning in words, for page, PDF, comparison and utdrag."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jobbplaner.enums_kartlaggning import Bedomare, JaNej
from jobbplaner.kartlaggning import (
    HINDER,
    INSTRUMENTPLATSER,
    Innehall,
    Sektion,
    bedomningsfalt,
    instrumentfalt,
    modell_av,
)
from jobbplaner.models import Formagebedomning, Instrumentresultat
from jobbplaner.stegval import steg

STEG = ("steg_nu", "steg_nasta")
TABELLER = {
    "formaga": ("Vem som bedömt", "Bedömd förmåga", "Prövad i verklig miljö"),
    "instrument": ("Instrument", "Dag", "Vem", "Kort resultat"),
}


# Beside a hinder that bears the same name
MER = {"rattslig_text", "levnadsvanor_text", "skulder_text", "halsa_text"}


@dataclass(frozen=True)
class Ordsektion:
    """A section as it is read: answers given, and the rows of its table."""

    kod: str
    rubrik: str
    svar: Sequence[tuple[str, str]]
    kolumner: Sequence[str] = ()
    rader: Sequence[tuple[str, ...]] = ()

    @property
    def celler(self) -> list[list[tuple[str, str]]]:
        """Each row's cells with their column, which a narrow page says beside the cell."""
        return [list(zip(self.kolumner, rad, strict=True)) for rad in self.rader]

    @property
    def sager_nagot(self) -> bool:
        return bool(self.svar or self.rader)


def etikett(namn: str) -> str:
    """What the field is called; a hinder by its own word alone."""
    text = str(modell_av(namn)._meta.get_field(namn).verbose_name).removeprefix("hinder: ")
    return f"Mer om {text}" if namn in MER else text[:1].upper() + text[1:]


def i_ord(namn: str, varde, stegnamn: dict[str, str]) -> str:
    """One value as it is read; "" when nothing is said."""
    if varde in (None, ""):
        return ""
    if namn in STEG:
        return stegnamn.get(varde, varde)
    val = dict(modell_av(namn)._meta.get_field(namn).choices or ())
    return str(val.get(varde, varde))


def stegnamn() -> dict[str, str]:
    return dict(steg())


def i_sektioner(innehall: Innehall, delar: Iterable[Sektion], namnen: dict[str, str]) -> list[Ordsektion]:
    """The sections that say anything; `namnen` are those of the steps (`stegnamn`)."""
    alla = (_sektion(innehall, sektion, namnen) for sektion in delar)
    return [s for s in alla if s.sager_nagot]


def _sektion(innehall: Innehall, sektion: Sektion, namnen: dict[str, str]) -> Ordsektion:
    svar = [(etikett(namn), i_ord(namn, innehall[namn], namnen)) for namn in sektion.falt]
    rader = {"formaga": bedomningar, "instrument": instrument}.get(sektion.kod, lambda _: [])(innehall)
    return Ordsektion(
        sektion.kod,
        sektion.rubrik,
        [par for par in svar if par[1]],
        TABELLER.get(sektion.kod, ()) if rader else (),
        rader,
    )


def bedomningar(innehall: Innehall) -> list[tuple[str, ...]]:
    """Who judged what; all are kept, also where they differ."""
    varden = dict(Formagebedomning._meta.get_field("varde").choices)
    rader = []
    for vem in Bedomare:
        varde, provad, var, nar = (innehall[namn] for namn in bedomningsfalt(vem).values())
        if varde:
            rader.append((vem.label, str(varden[varde]), _tested(provad, var, nar)))
    return rader


def _tested(provad: str, var: str, nar: str) -> str:
    """Where and when, or that it was not; what nobody has said is no "no"."""
    if provad != JaNej.JA:
        return JaNej(provad).label if provad else "Inte angivet"
    return ", ".join(filter(None, [var, nar])) or JaNej.JA.label


def instrument(innehall: Innehall) -> list[tuple[str, ...]]:
    namn = dict(Instrumentresultat._meta.get_field("instrument").choices)
    rader = []
    for plats in INSTRUMENTPLATSER:
        vilket, datum, vem, resultat = (innehall[falt] for falt in instrumentfalt(plats).values())
        if vilket:
            rader.append((str(namn[vilket]), str(datum or "Inte angiven"), vem or "Inte angivet", resultat))
    return rader


def hinder(innehall: Innehall, namnen: Iterable[str] = HINDER) -> list[tuple[str, str]]:
    """(name, level) of each hinder that has an answer."""
    return [(etikett(namn), i_ord(namn, innehall[namn], {})) for namn in namnen if innehall[namn]]
