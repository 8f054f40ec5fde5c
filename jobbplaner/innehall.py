"""What a plan says, apart from where it is stored: the shape that editor, hints, services and PDF share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jobbplaner.enums import Delmalslage, Utfall
from jobbplaner.models import Delmal, Delmalsutfall, Plan

FALT = (
    "egna_ord",
    "mal",
    "motprestation",
    "stod",
    "planerade_insatser",
    "anvisade_timmar",
    "mal_timmar",
    "timskal",
    "jobbsokande_timmar",
    "slutdatum",
    "nasta_uppfoljning",
    "haller_med",
)


@dataclass(frozen=True, kw_only=True)
class Delmalsrad:
    """One delmål as written. `pk` is None for a row that is not saved yet; `plats` is its row in the form; `fore` is
    the same delmål in the version before."""

    pk: int | None = None
    fore: int | None = None
    plats: int | None = None
    vad: str = ""
    vem: str = ""
    senast: date | None = None
    lage: str = Delmalslage.NYTT

    @property
    def ar_tom(self) -> bool:
        return not (self.vad or self.vem or self.senast)


@dataclass(frozen=True, kw_only=True)
class Planinnehall:
    """All that a person writes in a plan. Empty is allowed: a draft may be half done."""

    egna_ord: str = ""
    mal: str = ""
    motprestation: str = ""
    stod: str = ""
    planerade_insatser: str = ""
    anvisade_timmar: int | None = None
    mal_timmar: int | None = None
    timskal: str = ""
    jobbsokande_timmar: int | None = None
    slutdatum: date | None = None
    nasta_uppfoljning: date | None = None
    haller_med: str = ""
    delmal: tuple[Delmalsrad, ...] = field(default=())

    def falt(self) -> dict:
        """The plan's own fields, without the delmål."""
        return {namn: getattr(self, namn) for namn in FALT}

    def text(self) -> tuple:
        """What it says, for comparing two contents: row ids are no part of it."""
        return (tuple(self.falt().items()), tuple((d.vad, d.vem, d.senast, d.lage) for d in self.delmal))


def from_plan(plan: Plan) -> Planinnehall:
    """A stored plan's content."""
    return Planinnehall(
        **{namn: getattr(plan, namn) for namn in FALT}, delmal=tuple(_rad(d) for d in plan.delmal.all())
    )


def next_version(plan: Plan | None, utfall: Mapping[int, Delmalsutfall] | None = None) -> Planinnehall:
    """What a new version starts as: a copy of the one in force with its unfinished delmål (domain.md section 4).

    `utfall`, by delmål, is what the follow-up found: what is done or no longer wanted stays behind, and a new date is
    taken over. Next follow-up and the person's agreement are asked anew: both belong to the version agreed on.
    """
    if plan is None:
        return Planinnehall()
    funnet = utfall or {}
    kvar = (d for d in plan.delmal.all() if d.lage != Delmalslage.KLART and not _is_over(funnet.get(d.pk)))
    falt = {namn: getattr(plan, namn) for namn in FALT if namn not in {"nasta_uppfoljning", "haller_med"}}
    return Planinnehall(**falt, delmal=tuple(_carried(d, funnet.get(d.pk)) for d in kvar))


def _is_over(utfall: Delmalsutfall | None) -> bool:
    return utfall is not None and utfall.utfall in Utfall.over()


def _carried(delmal: Delmal, utfall: Delmalsutfall | None) -> Delmalsrad:
    return Delmalsrad(
        fore=delmal.pk,
        vad=delmal.vad,
        vem=delmal.vem,
        senast=(utfall and utfall.ny_dag) or delmal.senast,
        lage=_next_state(delmal.lage, utfall),
    )


def _next_state(lage: str, utfall: Delmalsutfall | None) -> str:
    """What was new is under way in the next version, unless the follow-up says that nothing was done."""
    if utfall and utfall.utfall == Utfall.EJ:
        return lage
    return Delmalslage.PAGAR if lage == Delmalslage.NYTT else lage


def _rad(delmal: Delmal) -> Delmalsrad:
    return Delmalsrad(
        pk=delmal.pk, fore=delmal.fore_id, vad=delmal.vad, vem=delmal.vem, senast=delmal.senast, lage=delmal.lage
    )


def filled(rader: Iterable[Delmalsrad]) -> tuple[Delmalsrad, ...]:
    """Rows that say something; empty rows of the form are nothing."""
    return tuple(rad for rad in rader if not rad.ar_tom)
