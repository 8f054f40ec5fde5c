"""What a trepartssamtal says, apart from where it is stored, and when the next one is due."""

from dataclasses import dataclass, field
from datetime import date, time

from cases.deadlines import trepartssamtal_dagar, trepartssamtal_i_tid
from config.dates import add_months
from jobbplaner.enums import Part
from jobbplaner.models import Trepartssamtal


@dataclass(frozen=True, kw_only=True)
class Deltagarrad:
    pk: int | None = None
    plats: int | None = None
    part: str = ""
    namn: str = ""
    narvarande: bool = True
    skal: str = ""

    @property
    def ar_tom(self) -> bool:
        return not (self.namn or self.skal)


@dataclass(frozen=True, kw_only=True)
class Punktrad:
    pk: int | None = None
    plats: int | None = None
    vad: str = ""
    vem: str = ""
    senast: date | None = None

    @property
    def ar_tom(self) -> bool:
        return not (self.vad or self.vem or self.senast)


@dataclass(frozen=True, kw_only=True)
class Samtalsinnehall:
    """All that is written at a samtal. Only the date is needed for a booking."""

    datum: date
    tid: time | None = None
    plats: str = ""
    nulage: str = ""
    insatserna: str = ""
    planen: str = ""
    deltagare: tuple[Deltagarrad, ...] = field(default=())
    punkter: tuple[Punktrad, ...] = field(default=())

    def text(self) -> tuple:
        """What it says, for comparing two contents. Empty rows say nothing and are never stored."""
        egna = (self.datum, self.tid, self.plats, self.nulage, self.insatserna, self.planen)
        deltagare = tuple((d.part, d.namn, d.narvarande, d.skal) for d in self.deltagare if not d.ar_tom)
        return egna, deltagare, tuple((p.vad, p.vem, p.senast) for p in self.punkter if not p.ar_tom)


def from_samtal(samtal: Trepartssamtal) -> Samtalsinnehall:
    protokoll = samtal.protokoll
    return Samtalsinnehall(
        datum=samtal.datum,
        tid=samtal.tid,
        plats=samtal.plats,
        nulage=protokoll.nulage,
        insatserna=protokoll.insatserna,
        planen=protokoll.planen,
        deltagare=tuple(
            Deltagarrad(pk=d.pk, part=d.part, namn=d.namn, narvarande=d.narvarande, skal=d.skal)
            for d in protokoll.deltagare.all()
        ),
        punkter=tuple(Punktrad(pk=p.pk, vad=p.vad, vem=p.vem, senast=p.senast) for p in protokoll.punkter.all()),
    )


def missing_for_signing(innehall: Samtalsinnehall, today: date) -> dict[str, str]:
    """Field (of a row: prefix-number-column) and what to do, for what a signed protokoll must have."""
    fel = {}
    if innehall.datum > today:
        fel["datum"] = "Samtalet har inte hållits än. Spara det, och signera när det är hållet"
    if not innehall.nulage:
        fel["nulage"] = "Skriv hur läget är innan protokollet signeras"
    for nr, rad in enumerate(innehall.deltagare):
        if not rad.ar_tom and not rad.narvarande and not rad.skal:
            fel[f"deltagare-{_plats(rad, nr)}-skal"] = f"Skriv varför {rad.namn} inte var med"
    for nr, rad in enumerate(innehall.punkter):
        if not rad.ar_tom and not rad.vad:
            fel[f"punkter-{_plats(rad, nr)}-vad"] = f"Skriv vad som ska göras i punkt {nr + 1}"
        if not rad.ar_tom and not rad.vem:
            fel[f"punkter-{_plats(rad, nr)}-vem"] = f"Välj vem som gör punkt {nr + 1}"
    return fel


def _plats(rad, nr: int) -> int:
    return nr if rad.plats is None else rad.plats


def duplicate_parts(innehall: Samtalsinnehall) -> list[int]:
    """Rows of a party that is already on the list: only tolk and annan can be several."""
    sedda, dubbla = set(), []
    for nr, rad in enumerate(innehall.deltagare):
        if rad.part in sedda and rad.part not in {Part.TOLK, Part.ANNAN} and not rad.ar_tom:
            dubbla.append(_plats(rad, nr))
        if not rad.ar_tom:
            sedda.add(rad.part)
    return dubbla


def next_due(inskriven: date, hallna: list[date], today: date) -> date:
    """The next third-month day that no samtal has answered yet, for a person without sysselsättning (domain.md 2.7).

    Whether the person has sysselsättning is not known in this room; the page says so.
    """
    dagar = trepartssamtal_dagar(inskriven, add_months(today, 6))
    return next(dag for dag in dagar if dag >= today and not trepartssamtal_i_tid(inskriven, dag, hallna))
