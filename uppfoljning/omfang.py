"""Whose figures: the whole city, one nämnd, one stadsdel, one jobbtorg."""

from dataclasses import dataclass

from cases.enums import Enhetsslag, Namndslag
from cases.models import Enhet, Namnd

HELA_STADEN = "Hela staden"


class OmfangError(ValueError):
    """A name that no unit has; the message says which there are."""


@dataclass(frozen=True)
class Omfang:
    """`jobbtorg` and `sdf` are unit ids, None meaning all; `namn` is how the page and the report call it."""

    namn: str = HELA_STADEN
    jobbtorg: tuple[int, ...] | None = None
    sdf: tuple[int, ...] | None = None


def for_namnd(namnd: Namnd) -> Omfang:
    """Arbetsmarknadsnämnden: everyone enrolled at its jobbtorg. A stadsdelsnämnd: everyone its SDF answers for."""
    enheter = tuple(namnd.enheter.order_by("pk").values_list("pk", flat=True))
    if namnd.slag == Namndslag.ARBETSMARKNAD:
        return Omfang(namnd.namn, jobbtorg=enheter)
    return Omfang(namnd.namn, sdf=enheter)


def for_enheter(jobbtorg: Enhet | None = None, stadsdel: Enhet | None = None) -> Omfang:
    valda = [str(enhet) for enhet in (jobbtorg, stadsdel) if enhet]
    return Omfang(
        ", ".join(valda) or HELA_STADEN,
        jobbtorg=(jobbtorg.pk,) if jobbtorg else None,
        sdf=(stadsdel.pk,) if stadsdel else None,
    )


def las_omfang(*, namnd: str = "", stadsdel: str = "", jobbtorg: str = "") -> Omfang:
    """Names as typed to a command. Several narrow each other. Raises OmfangError for a name that is not there."""
    delar = [for_namnd(las_namnd(namnd))] if namnd else []
    if stadsdel or jobbtorg:
        torg = las_enhet(jobbtorg, Enhetsslag.JOBBTORG) if jobbtorg else None
        delar.append(for_enheter(torg, las_enhet(stadsdel, Enhetsslag.SDF) if stadsdel else None))
    namn = ", ".join(d.namn for d in delar) or HELA_STADEN
    return Omfang(namn, _snitt([d.jobbtorg for d in delar]), _snitt([d.sdf for d in delar]))


def _snitt(mangder: list[tuple[int, ...] | None]) -> tuple[int, ...] | None:
    valda = [set(m) for m in mangder if m is not None]
    return tuple(sorted(set.intersection(*valda))) if valda else None


def las_namnd(namn: str) -> Namnd:
    for falt in ("namn__iexact", "kod__iexact"):
        if namnd := Namnd.objects.filter(**{falt: namn.strip()}).first():
            return namnd
    # "Spånga-Tensta" names the district's own nämnd
    if enhet := Enhet.objects.med_namn(namn, Enhetsslag.SDF).select_related("namnd").first():
        return enhet.namnd
    raise OmfangError(_finns_inte("Nämnden", namn, Namnd.objects.values_list("namn", flat=True)))


def las_enhet(namn: str, slag: str) -> Enhet:
    if enhet := Enhet.objects.med_namn(namn, slag).first():
        return enhet
    ord_ = "Stadsdelen" if slag == Enhetsslag.SDF else "Jobbtorget"
    raise OmfangError(_finns_inte(ord_, namn, Enhet.objects.filter(slag=slag).values_list("namn", flat=True)))


def _finns_inte(vad: str, namn: str, finns) -> str:
    return f"{vad} {namn} finns inte. Det finns: {', '.join(finns) or 'inga ännu'}."
