"""What people at a unit have closed, for the one who wants it back. The machine never opens it again."""

from dataclasses import dataclass
from datetime import date

from cases.models import Aspirant, Enhet
from cases.sekretess.identitet import som_system
from uppfoljning.enums import Atgardsslag
from uppfoljning.models import Bevakningsatgard, EgenBevakning

from .berakning import said
from .regler import REGLER


@dataclass(frozen=True, slots=True)
class Stangd:
    """`galler`: the rule still says it, so that it is due again once it is opened."""

    atgard: Bevakningsatgard
    vad: str
    galler: bool


def stangda(aspirant: Aspirant, enheter: list[Enhet], today: date) -> list[Stangd]:
    """Of these units, latest first. Whether the rule still says it is asked as the duty, of what they closed alone."""
    rader = Bevakningsatgard.objects.filter(aspirant=aspirant, enhet__in=enheter).select_related("av")
    senaste = rader.order_by("regel", "nyckel", "enhet_id", "-id").distinct("regel", "nyckel", "enhet_id")
    alla = sorted((rad for rad in senaste if rad.slag == Atgardsslag.STANG), key=lambda rad: -rad.pk)
    if not alla:
        return []
    with som_system("bevakning"):
        galler = said(today=today, person=aspirant.pk)
    egna = {str(g.pk): g.text for g in EgenBevakning.objects.filter(aspirant=aspirant, enhet__in=enheter)}
    return [Stangd(rad, _text(rad, egna), (rad.regel, rad.nyckel, rad.enhet_id) in galler) for rad in alla]


def _text(rad: Bevakningsatgard, egna: dict[str, str]) -> str:
    regel = REGLER.get(rad.regel)
    if regel and regel.egen:
        return egna.get(rad.nyckel, regel.namn)
    return regel.vad if regel else rad.regel
