"""What a row about an utlämnande says, the same on the tab, at the document, on Mottaget and on the timeline."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from config.dates import local_date

from . import aktrader
from .akt import handlingssidor
from .models import Aspirant, Handlingstyp, Utlamnande

# Types of which a new version replaces the one before
VERSIONER = {Handlingstyp.JOBBPLAN, Handlingstyp.ARBETSPLAN}


@dataclass(frozen=True)
class Rad:
    """`till_oss`: the reader is at the receiving nämnd. `sida`: where it is read, "" when it cannot be.
    `ersatter`, `ersatt_av` and `senaste` are versions of the same document handed over the same way: the one before,
    the next one and the newest. `igen`: the day that one which can no longer be read was handed over anew."""

    u: Utlamnande
    till_oss: bool
    sida: str = ""
    ersatter: int | None = None
    ersatt_av: int | None = None
    senaste: int | None = None
    igen: date | None = None

    @property
    def mottagen(self) -> str:
        return received_text(self.u)

    @property
    def oppnad(self) -> str:
        return opened_text(self.u)

    @property
    def stangd(self) -> str:
        return closed_text(self.u, till_oss=self.till_oss, igen=self.igen)

    @property
    def kan_kvitteras(self) -> bool:
        return self.till_oss and self.u.kvitterat_at is None and self.u.upphorde is None

    @property
    def version(self) -> str:
        """Which version it replaces, or is replaced by; a kvittens is for one version only."""
        if self.ersatt_av:
            nu = f", senast skickad är version {self.senaste}" if self.senaste != self.ersatt_av else ""
            return f"Ersatt av version {self.ersatt_av}{nu}"
        return f"Version {self.u.version} ersätter version {self.ersatter}" if self.ersatter else ""


def received_text(u: Utlamnande) -> str:
    """ "Mottagen av Sara Nyberg 2026-10-05", empty until then."""
    return f"Mottagen av {u.kvitterat_av} {local_date(u.kvitterat_at)}" if u.kvitterat_at else ""


def opened_text(u: Utlamnande) -> str:
    """Who read it first at the unit that received it, and when; empty until then."""
    return f"Först läst av {u.oppnad_av} {local_date(u.oppnad_at)}" if u.oppnad_at else ""


def closed_text(u: Utlamnande, *, till_oss: bool, igen: date | None = None) -> str:
    """Why it can no longer be read, or since when it can again; empty while nobody has ended it."""
    if u.upphorde is None:
        return ""
    if igen:
        return f"Samtycket återkallades {u.upphorde}, men handlingen lämnades ut igen {igen}"
    vem = "handlingen kan inte längre läsas" if till_oss else "mottagaren kan inte längre läsa handlingen"
    return f"Samtycket återkallades {u.upphorde}, {vem}"


def rows(utlamnanden: Iterable[Utlamnande], namnder: set[int]) -> list[Rad]:
    """In the order given. `utlamnanden` come from `for_lista` (they carry `lasbar`)."""
    alla = list(utlamnanden)
    sidor = handlingssidor({u.handling_id for u in alla if u.lasbar})
    varvet = _versions(alla)
    igen = handed_over_again(alla)
    return [
        Rad(
            u=u,
            till_oss=u.till_namnd_id in namnder,
            sida=(sidor.get(u.handling_id) or detail_url(u.handling_id)) if u.lasbar else "",
            igen=igen.get(u.pk),
            **varvet.get(u.pk, {}),
        )
        for u in alla
    ]


def steps_done(rader: Iterable[Rad]) -> int:
    """0 not handed over, 1 handed over, 2 received: counted in what the other side may still read."""
    galler = [rad for rad in rader if rad.u.upphorde is None]
    return bool(galler) + any(rad.u.kvitterat_at for rad in galler)


def handed_over_again(alla: Iterable[Utlamnande]) -> dict[int, date]:
    """Per utlämnande that has ended: the day the same handling was handed over to the same nämnd on another ground."""
    alla = list(alla)
    galler = {(u.handling_id, u.till_namnd_id): local_date(u.skickat_at) for u in alla if u.upphorde is None}
    slutade = ((u.pk, (u.handling_id, u.till_namnd_id)) for u in alla if u.upphorde is not None)
    return {pk: galler[vag] for pk, vag in slutade if vag in galler}


def of_handling(aspirant: Aspirant, handling_id: int) -> list[Utlamnande]:
    """The hand-overs of one of the person's documents, latest first."""
    return [u for u in aktrader.utlamnanden(aspirant) if u.handling_id == handling_id]


def rows_of(aspirant: Aspirant, handling_id: int, namnder: set[int]) -> list[Rad]:
    """The same as rows."""
    return rows(of_handling(aspirant, handling_id), namnder)


def detail_url(handling_id: int) -> str:
    return reverse("cases:handling_detail", args=[handling_id])


def _versions(alla: list[Utlamnande]) -> dict[int, dict[str, int | None]]:
    """Per utlämnande id, of what comes in versions: its place among those handed over the same way, as in Rad."""
    vagar = defaultdict(list)
    for u in alla:
        if u.typ in VERSIONER:
            vagar[u.aspirant_id, u.typ, u.fran_namnd_id, u.till_namnd_id].append(u)
    svar = {}
    for vag in vagar.values():
        nummer = sorted({u.version for u in vag})
        for u in vag:
            plats = nummer.index(u.version)
            fore, efter = nummer[:plats], nummer[plats + 1 :]
            svar[u.pk] = {
                "ersatter": fore[-1] if fore else None,
                "ersatt_av": efter[0] if efter else None,
                "senaste": nummer[-1],
            }
    return svar
