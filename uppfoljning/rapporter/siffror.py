"""What a tertial report contains, as one JSON object: the figures of `statistik` and what they are compared with."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from cases.enums import Enhetsslag, Namndslag
from cases.models import Enhet, Namnd
from config.dates import local_date
from config.periods import Period
from uppfoljning.indikatorer import Urval, rakna
from uppfoljning.indikatorer.orsaker import GRUPPER, grupp
from uppfoljning.leveranslage import leveranslage
from uppfoljning.omfang import for_namnd
from uppfoljning.statistik import Statistik, kontrollera

SERIE = 7
"""Tertials in the charts: two years and the tertial itself."""


class TertialError(ValueError):
    """The tertial cannot be reported; the message says why and from when it can."""


@dataclass(frozen=True)
class Rapporthuvud:
    """What the report says about itself."""

    ar: int
    tertial: int
    namnd: str
    namndslag: str
    uppgifter_per: str
    internal: bool
    dolj_under: int
    version: int | None = None
    diarienummer: str = ""
    bestalld_av: str = ""
    leveranser: dict = field(default_factory=dict)


def check_tertial(ar: int, tertial: int, today) -> Period:
    """The tertial's period. Raises TertialError while it is not over."""
    period = Period.tertial(ar, tertial)
    if period.till >= today:
        raise TertialError(f"{period.label} kan tas fram från {kan_tas_fram(period)}. Då är alla dagar i perioden med.")
    return period


def kan_tas_fram(period: Period) -> date:
    return period.till + timedelta(days=1)


@dataclass(frozen=True)
class Bestallning:
    """What is asked for. Raises TertialError when the tertial is not over at `now`."""

    namnd: Namnd
    ar: int
    tertial: int
    now: datetime
    internal: bool = False
    version: int | None = None
    diarienummer: str = ""
    bestalld_av: str = ""

    def __post_init__(self):
        check_tertial(self.ar, self.tertial, local_date(self.now))

    @property
    def period(self) -> Period:
        return Period.tertial(self.ar, self.tertial)

    @property
    def urval(self) -> Urval:
        omfang = for_namnd(self.namnd)
        return Urval(tuple(_perioder(self.period)), omfang.jobbtorg, omfang.sdf)


def build_siffror(bestallning: Bestallning) -> dict:
    """Everything the report shows, in one go. Run as som_system("statistik")."""
    urval = bestallning.urval
    return sammanstall(bestallning, kontrollera(urval, rakna(urval), internal=bestallning.internal, per_enhet_i=(0,)))


def sammanstall(bestallning: Bestallning, statistik: Statistik) -> dict:
    """The report's figures from what has been counted; one count serves all periods and units."""
    period, perioder = bestallning.period, statistik.urval.perioder
    jamfor = {
        "foregaende": period.previous(),
        "forra_aret": period.same_last_year(),
        "hittills": period.year_to_date(),
    }
    return {
        **statistik.json(),
        "rapport": asdict(_huvud(bestallning, statistik)) | _namn(period),
        "jamforelser": {kod: _period(statistik, perioder.index(p)) for kod, p in jamfor.items()},
        "serie": [_period(statistik, perioder.index(p)) for p in period.series(SERIE)],
        "jobbtorg": _per_enhet(statistik, Enhetsslag.JOBBTORG),
        "stadsdelar": _per_enhet(statistik, Enhetsslag.SDF),
    }


def _huvud(bestallning: Bestallning, statistik: Statistik) -> Rapporthuvud:
    return Rapporthuvud(
        ar=bestallning.ar,
        tertial=bestallning.tertial,
        namnd=bestallning.namnd.namn,
        namndslag=bestallning.namnd.slag,
        uppgifter_per=bestallning.now.isoformat(timespec="seconds"),
        internal=bestallning.internal,
        dolj_under=statistik.dolj_under,
        version=bestallning.version,
        diarienummer=bestallning.diarienummer,
        bestalld_av=bestallning.bestalld_av,
        leveranser=leveranslage(bestallning.period, local_date(bestallning.now)),
    )


def _perioder(period: Period) -> list[Period]:
    """Each period once, the tertial itself first."""
    alla = [period, *reversed(period.series(SERIE)), period.previous(), period.same_last_year(), period.year_to_date()]
    return list(dict.fromkeys(alla))


def _namn(period: Period) -> dict:
    return {"namn": period.label, "kort": period.kort, "text": period.text}


def _period(statistik: Statistik, nr: int) -> dict:
    return statistik.period(nr) | _namn(statistik.urval.perioder[nr]) | {"orsaksgrupper": _grupper(statistik, nr)}


def _grupper(statistik: Statistik, nr: int) -> dict:
    """Closed to work, to studies, for another known reason, for none known."""
    return {namn: statistik.antal(nr, grupp(namn)) for namn in GRUPPER}


def _per_enhet(statistik: Statistik, slag: str) -> list[dict]:
    """Units with any figure in the tertial, by name."""
    enheter = Enhet.objects.filter(slag=slag, pk__in=statistik.kub.enheter()).order_by("namn")
    return [{"namn": enhet.namn} | statistik.period(0, enhet=enhet.pk) for enhet in enheter]


def standard_namnd() -> Namnd | None:
    """Arbetsmarknadsnämnden: whom the report goes to when nobody says otherwise."""
    return Namnd.objects.filter(slag=Namndslag.ARBETSMARKNAD).order_by("pk").first()
