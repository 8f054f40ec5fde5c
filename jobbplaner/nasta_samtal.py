"""The next samtal of a person by the rule (domain.md 2.7, 2.8): by when, and a day to propose for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cases import deadlines
from cases.akt import sysselsattning
from cases.aktrader import oppen_inskrivning
from cases.models import Aspirant, Inskrivning, Parameter
from config.dates import add_months, add_workdays, is_workday
from jobbplaner.enums import Motpart
from jobbplaner.models import Trepartssamtal
from jobbplaner.samtal import Bokning

STANDARD = {
    "trepartssamtal_manader": deadlines.TREPARTSSAMTAL_MANADER,
    "trepartssamtal_for_alla": [],
    "gemensam_uppfoljning_manader": deadlines.UPPFOLJNING_MANADER,
}
# Time for the letter to arrive and for an interpreter to be found
KALLELSETID = 5
# How far ahead a day without sysselsättning is looked for
SIKT_MANADER = 15


@dataclass(frozen=True, kw_only=True)
class Nasta:
    """What the rule asks for now. `senast` is None when it asks for nothing: `varfor` says why."""

    motpart: str
    varfor: str
    senast: date | None = None
    forslag: Bokning | None = None
    bokat: Trepartssamtal | None = None

    @property
    def namn(self) -> str:
        return Trepartssamtal(motpart=self.motpart).namn

    def att_gora(self, today: date) -> str:
        """One or two sentences after a samtal that does not count: is another one needed, by when, is it booked?"""
        if self.senast is None:
            return self.varfor
        if self.bokat:
            sent = f" Senast enligt regeln är {self.senast}." if self.bokat.datum > self.senast else ""
            return f"Nästa är bokat {self.bokat.datum}.{sent}"
        if self.senast < today:
            return f"Boka ett nytt. Det skulle ha hållits senast {self.senast}."
        return f"Nästa ska hållas senast {self.senast}."


def upcoming(aspirant: Aspirant, inskrivning: Inskrivning, samtal: list[Trepartssamtal], today: date) -> list[Nasta]:
    """The next trepartssamtal and the next joint follow-up with Arbetsförmedlingen of an open enrolment."""
    satta = dict(Parameter.objects.giltiga(today).filter(kod__in=STANDARD).values_list("kod", "varde"))
    param = {**STANDARD, **satta}
    return [
        _trepart(aspirant, inskrivning, samtal, today, param),
        _med_af(inskrivning, samtal, today, param["gemensam_uppfoljning_manader"]),
    ]


def next_of(aspirant: Aspirant, motpart: str, today: date) -> Nasta | None:
    """The next samtal with `motpart`, as the rule has it; None for one who is not enrolled."""
    inskrivning = oppen_inskrivning(aspirant)
    if inskrivning is None:
        return None
    alla = upcoming(aspirant, inskrivning, list(Trepartssamtal.objects.filter(aspirant=aspirant)), today)
    return next(n for n in alla if n.motpart == Motpart(motpart))


def _trepart(aspirant, inskrivning, samtal, today, param) -> Nasta:
    manader = param["trepartssamtal_manader"]
    for_alla = bool(aspirant.sdf) and aspirant.sdf.namn in param["trepartssamtal_for_alla"]
    senast = next_trepartssamtal(
        inskrivning.inskriven,
        today,
        hallna=_held(samtal, Motpart.SOCIALTJANST),
        spans=[] if for_alla else sysselsattning(aspirant),
        manader=manader,
    )
    if senast is None:
        varfor = "Personen har sysselsättning de dagar samtal annars ska hållas. Då krävs inget trepartssamtal."
        return Nasta(motpart=Motpart.SOCIALTJANST, varfor=varfor)
    vilka = f"{aspirant.sdf} vill ha samtal med alla" if for_alla else "gäller så länge personen saknar sysselsättning"
    varfor = f"Var {manader}:e månad från inskrivningen, {vilka}."
    return _asked(Motpart.SOCIALTJANST, varfor, senast, samtal, today)


def _med_af(inskrivning, samtal, today, manader: int) -> Nasta:
    hallna = _held(samtal, Motpart.AF)
    obesvarade = deadlines.uppfoljning_att_bevaka(inskrivning.inskriven, today, hallna=hallna, manader=manader)
    kommande = deadlines.aterkommande_dagar(inskrivning.inskriven, today, manader=manader)[-1][0]
    senast = obesvarade[0][1] if obesvarade else add_months(inskrivning.inskriven, (kommande + 1) * manader)
    return _asked(Motpart.AF, f"Var {manader}:e månad från inskrivningen.", senast, samtal, today)


def _held(samtal: Iterable[Trepartssamtal], motpart: str) -> list[date]:
    return [s.datum for s in samtal if s.motpart == motpart and s.fulltaligt]


def next_trepartssamtal(inskriven: date, today: date, *, hallna, spans, manader: int) -> date | None:
    """The first day that no samtal has answered, passed or coming; None while there is sysselsättning in sight."""
    obesvarade = deadlines.trepartssamtal_att_bevaka(
        inskriven, today, sysselsattning=spans, hallna=hallna, manader=manader
    )
    if obesvarade:
        return obesvarade[0][1]
    sikt = add_months(today, SIKT_MANADER)
    dagar = deadlines.trepartssamtal_dagar(inskriven, sikt, sysselsattning=spans, manader=manader)
    kommande = (d for d in dagar if d >= today)
    return next(
        (d for d in kommande if not deadlines.trepartssamtal_i_tid(inskriven, d, hallna, manader=manader)), None
    )


def _asked(motpart: str, varfor: str, senast: date, samtal: list[Trepartssamtal], today: date) -> Nasta:
    samma = [s for s in samtal if s.motpart == motpart]
    bokade = [s for s in samma if s.hallet_at is None and s.installt_at is None and s.datum >= today]
    forra = max((s for s in samma if s.hallet_at), key=lambda s: s.datum, default=None)
    return Nasta(
        motpart=motpart,
        varfor=varfor,
        senast=senast,
        forslag=propose(motpart, senast, forra, today),
        bokat=min(bokade, key=lambda s: s.datum, default=None),
    )


def propose(motpart: str, senast: date, forra: Trepartssamtal | None, today: date) -> Bokning:
    """The same weekday, hour and place as last time: the latest such day up to `senast` for which there is time."""
    tidigast = add_workdays(today, KALLELSETID)
    sist = max(senast, tidigast)
    dagar = [d for d in (sist - timedelta(days=n) for n in range(14)) if d >= tidigast and is_workday(d)]
    samma = [d for d in dagar if forra and d.weekday() == forra.datum.weekday()]
    datum = (samma or dagar or [tidigast])[0]
    if forra is None:
        return Bokning(datum=datum, motpart=motpart)
    return Bokning(datum=datum, tid=forra.tid, slut=forra.slut, plats=forra.plats, motpart=motpart)
