"""The rows of one person that several parts of an akt page ask for, read once per page.

`get_aspirant` opens the memory for the request; a view that has written answers with a redirect, so nothing stale is
shown. Without it (services, lists) every call reads anew.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import TypeVar

from django.db.models import QuerySet

from .enums import Enhetsslag
from .models import (
    Aspirant,
    Enhet,
    Handlaggare,
    Inskrivning,
    Journalanteckning,
    Remiss,
    Samordnare,
    Sdfansvar,
    Utlamnande,
)

Rows = TypeVar("Rows")


def remember(aspirant: Aspirant) -> Aspirant:
    """From now on each kind of row of this very object is read once."""
    if not hasattr(aspirant, "minne"):
        aspirant.minne = {}
    return aspirant


def once_per_page(read: Callable[[Aspirant], Rows]) -> Callable[[Aspirant], Rows]:
    """Decorator of a function that reads a person's rows."""

    @wraps(read)
    def inner(aspirant: Aspirant) -> Rows:
        minne = getattr(aspirant, "minne", None)
        if minne is None:
            return read(aspirant)
        if inner not in minne:
            minne[inner] = read(aspirant)
        return minne[inner]

    return inner


def rows_of(aspiranter: list[Aspirant], of_one: Callable[[Aspirant], list], of_many: QuerySet) -> Iterable:
    """Rows of all these persons: those that are remembered when they are the one whose page this is."""
    if len(aspiranter) == 1 and hasattr(aspiranter[0], "minne"):
        return of_one(aspiranter[0])
    return of_many.filter(aspirant__in=aspiranter)


@once_per_page
def inskrivningar(aspirant: Aspirant) -> list[Inskrivning]:
    """All enrolments, the latest last, of this very object."""
    rader = list(
        Inskrivning.objects.filter(aspirant=aspirant)
        .select_related(
            "jobbtorg__namnd",
            "rattslig_grund",
            "avslutsorsak",
            "underorsak",
            "avslutad_av",
            "avslut_rattat_av",
            "avslutsorsak_socialtjanst",
            "langsiktigt_stod__user",
            "langsiktigt_stod__enhet",
        )
        .order_by("inskriven", "pk")
    )
    for rad in rader:
        rad.aspirant = aspirant
    return rader


def oppen_inskrivning(aspirant: Aspirant) -> Inskrivning | None:
    """The enrolment that has no avslut."""
    return next((i for i in inskrivningar(aspirant) if i.avslutad is None), None)


def ansvariga_enheter(aspirant: Aspirant) -> set[int]:
    """Keys of the units that hold the case now: the responsible SDF, and the jobbtorg of the open enrolment."""
    return {aspirant.sdf_id} | {i.jobbtorg_id for i in inskrivningar(aspirant) if i.avslutad is None}


@once_per_page
def sdfansvar(aspirant: Aspirant) -> list[Sdfansvar]:
    """Which SDF from which day, in order; the page of an akt has read them with the person."""
    if hasattr(aspirant, "ansvar"):
        rader = ((date.fromisoformat(rad["fran"]), rad["namn"]) for rad in aspirant.ansvar)
        return [Sdfansvar(fran=fran, sdf=Enhet(slag=Enhetsslag.SDF, namn=namn)) for fran, namn in rader]
    return list(Sdfansvar.objects.filter(aspirant=aspirant).select_related("sdf").order_by("fran"))


@once_per_page
def remisser(aspirant: Aspirant) -> list[Remiss]:
    return list(Remiss.objects.filter(aspirant=aspirant).for_lista().med_paminnelser())


@once_per_page
def handlaggare(aspirant: Aspirant) -> list[Handlaggare]:
    """Both sides' rows by day, planned ones too, as `med_byte` tells them."""
    rader = Handlaggare.objects.filter(aspirant=aspirant).med_byte()
    return list(rader.select_related("user", "enhet").order_by("fran", "pk"))


def byten(aspirant: Aspirant) -> dict[int, Handlaggare]:
    """Those of them that are changes, by key; `forra` is the user before."""
    return {rad.pk: rad for rad in handlaggare(aspirant) if rad.ar_byte}


@once_per_page
def samordnare(aspirant: Aspirant) -> list[Samordnare]:
    return list(Samordnare.objects.filter(aspirant=aspirant).select_related("user", "enhet"))


@once_per_page
def anteckningar(aspirant: Aspirant) -> list[Journalanteckning]:
    """Notes that the reader may see, drafts too, as they were begun."""
    rader = Journalanteckning.objects.kvar().filter(aspirant=aspirant).order_by("skapad_at", "pk")
    return list(rader.select_related("slag", "forfattare", "enhet"))


@once_per_page
def utlamnanden(aspirant: Aspirant) -> list[Utlamnande]:
    """All, both ways, latest first."""
    return list(Utlamnande.objects.filter(aspirant=aspirant).for_lista())
