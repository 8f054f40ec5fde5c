"""How a unit's persons are spread over those who work there, for its chef."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Window

from .models import Aspirant, Enhet, Handlaggare, Sdfansvar, User, Vikariat
from .services.handlaggare import selectable_handlaggare

SHOWN = 8


@dataclass(frozen=True)
class Handlaggarrad:
    """One who holds cases at the unit or may: how many the reader sees, absence with its substitute, and whether they
    still work there."""

    user: User
    antal: int
    arbetar_har: bool
    vikariat: Vikariat | None
    ersattare_slutat: bool = False


@dataclass(frozen=True)
class Bemanning:
    """A unit: its handläggare, and those whom nobody holds, newest first."""

    enhet: Enhet
    rader: list[Handlaggarrad]
    utan: list[Aspirant]
    antal_utan: int


@dataclass(frozen=True)
class Luckor:
    """What a unit's chef has to see to: those whom nobody holds, newest first, and those who hold some and have left,
    with how many."""

    enhet: Enhet
    utan: list[Aspirant]
    antal_utan: int
    slutade: dict[User, int]


def luckor(enhet: Enhet, today: date) -> Luckor:
    """Of the persons the reader may see."""
    kvar = Handlaggare.objects.hallna_vid(enhet, today)
    slutade = kvar.exclude(user__in=selectable_handlaggare(today, enhet)).select_related("user").order_by("user", "pk")
    return Luckor(enhet, *_without(enhet, today), dict(Counter(rad.user for rad in slutade)))


def without_substitute(enhet: Enhet, today: date):
    """Absences that go on or are to come whose substitute does not work at the unit any more: the persons of the one
    who is away are on nobody's day."""
    return Vikariat.objects.kvar(today).filter(enhet=enhet).exclude(ersattare__in=selectable_handlaggare(today, enhet))


def bemanning(enhet: Enhet, today: date) -> Bemanning:
    """As many queries whatever the number of persons. Only persons the reader may see are counted."""
    haller = Handlaggare.objects.hallna_vid(enhet, today)
    antal = dict(haller.order_by().values_list("user").annotate(Count("pk")))
    arbetar = set(selectable_handlaggare(today, enhet).values_list("pk", flat=True))
    borta = {v.user_id: v for v in Vikariat.objects.giltiga(today).filter(enhet=enhet).select_related("ersattare")}
    users = User.objects.filter(pk__in=arbetar | antal.keys())
    rader = [
        Handlaggarrad(
            u,
            antal.get(u.pk, 0),
            u.pk in arbetar,
            (v := borta.get(u.pk)),
            v is not None and v.ersattare_id not in arbetar,
        )
        for u in users
    ]
    return Bemanning(enhet, sorted(rader, key=lambda rad: rad.arbetar_har), *_without(enhet, today))


def _without(enhet: Enhet, today: date) -> tuple[list[Aspirant], int]:
    """The newest of those whom nobody holds, and how many they are."""
    alla = Aspirant.objects.utan_handlaggare(enhet, today).annotate(antal=Window(Count("pk")))
    forsta = list(alla.order_by("-pk")[:SHOWN])
    return from_where(forsta, enhet), forsta[0].antal if forsta else 0


def from_where(aspiranter: list[Aspirant], enhet: Enhet) -> list[Aspirant]:
    """The same persons, each with `fran_stadsdel`: the Sdfansvar that ended when this SDF took over, else None."""
    tidigare = {}
    for ansvar in Sdfansvar.objects.filter(aspirant__in=aspiranter).exclude(till=None).select_related("sdf"):
        tidigare[ansvar.aspirant_id] = ansvar
    for aspirant in aspiranter:
        ansvar = tidigare.get(aspirant.pk)
        aspirant.fran_stadsdel = ansvar if ansvar and aspirant.sdf_id == enhet.pk != ansvar.sdf_id else None
    return aspiranter
