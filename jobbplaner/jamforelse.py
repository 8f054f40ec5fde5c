"""What differs between two versions of a plan, in words. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial

from config.formatting import count_word
from jobbplaner.enums import Ansvarig, Delmalslage, HallerMed
from jobbplaner.innehall import Delmalsrad, Planinnehall

OFORANDRAT, ANDRAT, TILLAGT, BORTTAGET = "Oförändrat", "Ändrat", "Tillagt", "Borttaget"
# Two delmål are the same one reworded when this much of the text is shared
LIKA = 0.6
# Below this share of common words two texts are shown as one replaced by the other, not as a mosaic
DELADE_ORD = 0.4

RUBRIKER = {
    "egna_ord": "Egna ord",
    "mal": "Mål",
    "motprestation": "Det här gäller",
    "stod": "Stöd som ges",
    "planerade_insatser": "Planerade insatser",
    "anvisade_timmar": "Anvisad aktivitet, timmar i veckan",
    "mal_timmar": "Mål för anvisade timmar i veckan",
    "timskal": "Skäl till att timmar saknas",
    "jobbsokande_timmar": "Eget jobbsökande, timmar i veckan",
    "slutdatum": "Planen gäller till och med",
    "nasta_uppfoljning": "Nästa uppföljning",
    "haller_med": "Håller med om planen",
}


@dataclass(frozen=True)
class Skillnad:
    """One field or delmål: how it stood, how it stands, which of the four words it is, and of a delmål that is gone
    what became of it."""

    rubrik: str
    fore: str
    efter: str
    slag: str
    forklaring: str = ""

    @property
    def fore_delar(self) -> list[tuple[bool, str]]:
        """The earlier text in pieces, with whether the piece is gone in the later."""
        return _pieces(self.fore, self.efter) if self.slag == ANDRAT else [(False, self.fore)]

    @property
    def efter_delar(self) -> list[tuple[bool, str]]:
        """The later text in pieces, with whether the piece is new."""
        return _pieces(self.efter, self.fore) if self.slag == ANDRAT else [(False, self.efter)]


def _pieces(text: str, andra: str) -> list[tuple[bool, str]]:
    """Pieces of `text`, word by word, with whether `andra` lacks them. What shares little is one piece."""
    ord_, andras = re.findall(r"\S+\s*", text), re.findall(r"\S+\s*", andra)
    matchning = SequenceMatcher(None, [w.strip() for w in ord_], [w.strip() for w in andras], autojunk=False)
    if matchning.ratio() < DELADE_ORD:
        return [(True, text)]
    svar, plats = [], 0
    for block in matchning.get_matching_blocks():
        svar.append((True, "".join(ord_[plats : block.a])))
        svar.append((False, "".join(ord_[block.a : block.a + block.size])))
        plats = block.a + block.size
    return [bit for bit in svar if bit[1]]


def compare_falt(fore: Planinnehall, efter: Planinnehall) -> list[Skillnad]:
    """Every field that says something in either version."""
    rader = (
        _skillnad(rubrik, _text(namn, getattr(fore, namn)), _text(namn, getattr(efter, namn)))
        for namn, rubrik in RUBRIKER.items()
    )
    return [rad for rad in rader if rad.fore or rad.efter]


def compare_delmal(
    fore: Planinnehall,
    efter: Planinnehall,
    *,
    tradar: Mapping[int, int] | None = None,
    utfall: Mapping[int, str] | None = None,
    fornamn: str = "Aspiranten",
) -> list[Skillnad]:
    """Delmål of the later version in order, then those that are gone.

    `tradar` gives the first version's key of each delmål: two with the same are one delmål, however reworded. Those
    without a thread are told by their words. `utfall` says by key what a follow-up found of those that are gone.
    """
    kvar = list(fore.delmal)
    svar = []
    par = _pairs(efter.delmal, kvar, tradar or {})
    for nr, rad in enumerate(efter.delmal, start=1):
        gammal = par.get(nr)
        innan = delmal_text(gammal, fornamn) if gammal else ""
        svar.append(_skillnad(f"Delmål {nr}", innan, delmal_text(rad, fornamn)))
    borta = (_skillnad("Delmål", delmal_text(rad, fornamn), "") for rad in kvar)
    return svar + [
        replace(skillnad, forklaring=(utfall or {}).get(rad.pk, "")) for rad, skillnad in zip(kvar, borta, strict=True)
    ]


def _pairs(nya: Iterable[Delmalsrad], kvar: list[Delmalsrad], tradar: Mapping[int, int]) -> dict[int, Delmalsrad]:
    """Number of the new delmål -> the old one it is; those are taken out of `kvar`. Threads go before words."""
    par: dict[int, Delmalsrad] = {}
    for finn in (partial(_same_thread, tradar=tradar), _most_alike):
        for nr, rad in enumerate(nya, start=1):
            if nr not in par and (gammal := finn(rad, kvar)):
                kvar.remove(gammal)
                par[nr] = gammal
    return par


def _same_thread(rad: Delmalsrad, andra: list[Delmalsrad], *, tradar: Mapping[int, int]) -> Delmalsrad | None:
    if rad.pk not in tradar:
        return None
    return next((annan for annan in andra if tradar.get(annan.pk) == tradar[rad.pk]), None)


def _most_alike(rad: Delmalsrad, andra: list[Delmalsrad]) -> Delmalsrad | None:
    likhet = [(SequenceMatcher(None, rad.vad.lower(), annan.vad.lower()).ratio(), annan) for annan in andra]
    hogst, basta = max(likhet, key=lambda par: par[0], default=(0, None))
    return basta if hogst >= LIKA else None


def summary(falt: list[Skillnad], delmal: list[Skillnad]) -> str:
    """What differs, in a sentence or two: "Två fält är ändrade. Ett delmål är tillagt, ett är borttaget." """
    meningar = [_counted(falt, "fält"), _counted(delmal, "delmål")]
    return " ".join(filter(None, meningar)) or "Versionerna säger samma sak."


def _counted(rader: list[Skillnad], vad: str) -> str:
    delar = []
    for slag, ental, flertal in (
        (ANDRAT, "ändrat", "ändrade"),
        (TILLAGT, "tillagt", "tillagda"),
        (BORTTAGET, "borttaget", "borttagna"),
    ):
        if antal := sum(rad.slag == slag for rad in rader):
            ordet = "ett" if antal == 1 else count_word(antal)
            delar.append(f"{ordet}{'' if delar else f' {vad}'} är {ental if antal == 1 else flertal}")
    text = ", ".join(delar)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _skillnad(rubrik: str, fore: str, efter: str) -> Skillnad:
    if fore == efter:
        return Skillnad(rubrik, fore, efter, OFORANDRAT)
    return Skillnad(rubrik, fore, efter, ANDRAT if fore and efter else TILLAGT if efter else BORTTAGET)


def delmal_text(rad: Delmalsrad, fornamn: str = "Aspiranten") -> str:
    vem = Ansvarig(rad.vem).label.replace("Aspiranten", fornamn) if rad.vem else "ingen angiven"
    nar = f"senast {rad.senast:%Y-%m-%d}" if rad.senast else "inget datum"
    return f"{rad.vad}. {vem}, {nar}. {Delmalslage(rad.lage).label}."


def _text(namn: str, varde) -> str:
    if varde is None or varde == "":
        return ""
    return HallerMed(varde).label if namn == "haller_med" else str(varde)
