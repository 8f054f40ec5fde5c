"""What differs between two versions of a plan, in words. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from jobbplaner.enums import Ansvarig, Delmalslage, HallerMed
from jobbplaner.innehall import Delmalsrad, Planinnehall

OFORANDRAT, ANDRAT, TILLAGT, BORTTAGET = "Oförändrat", "Ändrat", "Tillagt", "Borttaget"
# Two delmål are the same one reworded when this much of the text is shared
LIKA = 0.6

RUBRIKER = {
    "egna_ord": "Egna ord",
    "mal": "Mål",
    "motprestation": "Det här gäller",
    "stod": "Stöd som ges",
    "jobbsokande_timmar": "Eget jobbsökande, timmar i veckan",
    "slutdatum": "Planen gäller till och med",
    "nasta_uppfoljning": "Nästa uppföljning",
    "haller_med": "Håller med om planen",
}


@dataclass(frozen=True)
class Skillnad:
    """One field or delmål: how it stood, how it stands, and which of the four words it is."""

    rubrik: str
    fore: str
    efter: str
    slag: str


def compare_falt(fore: Planinnehall, efter: Planinnehall) -> list[Skillnad]:
    """Every field that says something in either version."""
    rader = (
        _skillnad(rubrik, _text(namn, getattr(fore, namn)), _text(namn, getattr(efter, namn)))
        for namn, rubrik in RUBRIKER.items()
    )
    return [rad for rad in rader if rad.fore or rad.efter]


def compare_delmal(fore: Planinnehall, efter: Planinnehall) -> list[Skillnad]:
    """Delmål of the later version in order, then those that are gone."""
    kvar = list(fore.delmal)
    svar = []
    for nr, rad in enumerate(efter.delmal, start=1):
        gammal = _most_alike(rad, kvar)
        if gammal:
            kvar.remove(gammal)
        svar.append(_skillnad(f"Delmål {nr}", delmal_text(gammal) if gammal else "", delmal_text(rad)))
    return svar + [_skillnad("Delmål", delmal_text(rad), "") for rad in kvar]


def _most_alike(rad: Delmalsrad, andra: list[Delmalsrad]) -> Delmalsrad | None:
    likhet = [(SequenceMatcher(None, rad.vad.lower(), annan.vad.lower()).ratio(), annan) for annan in andra]
    hogst, basta = max(likhet, key=lambda par: par[0], default=(0, None))
    return basta if hogst >= LIKA else None


def _skillnad(rubrik: str, fore: str, efter: str) -> Skillnad:
    if fore == efter:
        return Skillnad(rubrik, fore, efter, OFORANDRAT)
    return Skillnad(rubrik, fore, efter, ANDRAT if fore and efter else TILLAGT if efter else BORTTAGET)


def delmal_text(rad: Delmalsrad) -> str:
    vem = Ansvarig(rad.vem).label if rad.vem else "ingen angiven"
    nar = f"senast {rad.senast:%Y-%m-%d}" if rad.senast else "inget datum"
    return f"{rad.vad}. {vem}, {nar}. {Delmalslage(rad.lage).label}."


def _text(namn: str, varde) -> str:
    if varde is None or varde == "":
        return ""
    return HallerMed(varde).label if namn == "haller_med" else str(varde)
