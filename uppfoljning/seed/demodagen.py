"""The demo accounts' own persons: who they are, and what is late, due today and due this week for them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from cases.personnummer import make_testnummer
from config.dates import add_months, add_workdays, is_workday

from . import delar
from .katalog import KATALOG
from .liv import Person, Planversion, Remissrad, Vistelse
from .namn import SVENSKA, UTRIKES
from .personer import person_of
from .staden import STADSDELAR

ALLA = {u.sprak: u for u in [SVENSKA, *UTRIKES]}


@dataclass(frozen=True)
class Namngiven:
    """A person of the demo day: `dagar` enrolled, and `lage`, what is to be done about them."""

    fornamn: str
    efternamn: str
    fodd: str
    kon: str
    sprak: str
    stadsdel: str
    spar: str
    formaga: str
    dagar: int
    lage: str = ""
    tolk: bool = False


K, M = "kvinna", "man"
SP, RK, HV = "Spånga-Tensta", "Rinkeby-Kista", "Hässelby-Vällingby"
CARLS = [
    Namngiven("Jonas", "Ekvall", "1979-10-05", M, "svenska", SP, "halsa", "26-50", 260, "plan-14"),
    Namngiven("Sofia", "Marklund", "1981-03-27", K, "svenska", SP, "butik", "51-75", 190, "insats-7"),
    Namngiven("Robel", "Tesfay", "1993-08-14", M, "tigrinska", SP, "lager", "76-100", 7, "utan_plan", tolk=True),
    Namngiven("Mehmet", "Demirel", "1990-06-22", M, "turkiska", SP, "fastighet", "76-100", 150, "plan0"),
    Namngiven("Hawa Bah", "Diallo", "1995-11-08", K, "somaliska", SP, "stad", "51-75", 220, "ny_plan"),
    Namngiven("Daniel", "Åkerblom", "1997-02-18", M, "svenska", HV, "lager", "76-100", 301, "insats2"),
    Namngiven("Erik", "Stålnacke", "1976-07-16", M, "svenska", SP, "transport", "76-100", 130, "plan2"),
    Namngiven("Fatima", "Rahimi", "1984-12-03", K, "dari", SP, "barn", "51-75", 3, "utan_plan", tolk=True),
    Namngiven("Lina", "Sundelöf", "2004-05-30", K, "svenska", HV, "studier", "51-75", 362, "plan34"),
    Namngiven("Nour", "Haddad", "2001-04-11", K, "arabiska", RK, "vard", "26-50", 96, "plan6", tolk=True),
    Namngiven("Tomas", "Ribbing Hall", "1983-05-14", M, "svenska", SP, "rutin", "1-25", 58, "plan27"),
    Namngiven("Selam", "Habte", "1999-10-21", K, "tigrinska", SP, "vard", "76-100", 402, "plan8"),
    Namngiven("Viktor", "Sandgren", "2006-03-09", M, "svenska", SP, "kontor", "76-100", 127, "insats1"),
    Namngiven("Karin", "Öhrling", "1978-06-11", K, "svenska", HV, "kok", "26-50", 214, "plan10"),
    Namngiven("Abdi", "Farah Jama", "1987-02-26", M, "somaliska", SP, "stad", "51-75", 149, "plan13", tolk=True),
]
REMISSER = [
    Namngiven("Oksana", "Kovalchuk", "1986-09-12", K, "ukrainska", RK, "kontor", "51-75", 5, tolk=True),
    Namngiven("Leyla", "Arslan", "1996-02-11", K, "turkiska", SP, "butik", "51-75", 8),
    Namngiven("Dawit", "Kidane", "1985-11-19", M, "tigrinska", SP, "kok", "76-100", 3, tolk=True),
    Namngiven("Maryam", "Daneshvar", "1992-08-25", K, "persiska", HV, "kontor", "76-100", 1),
]
"""Unanswered remisser to Kista; `dagar` is working days since each was sent, and the answer is due after five."""


FELSKRIVET = make_testnummer(date(1981, 3, 26), "kvinna")


def number_of(n: Namngiven) -> str:
    return make_testnummer(date.fromisoformat(n.fodd), n.kon)


def reserved_numbers() -> set[str]:
    """Numbers that the random city must leave alone; the last is the one that was typed wrong (nummerbyten.py)."""
    return {number_of(n) for n in CARLS + REMISSER} | {FELSKRIVET}


def named_persons(rng: random.Random, today: date) -> list[Person]:
    """Carl's named persons with Sara as their socialsekreterare where they live in her district."""
    return [_enrolled(rng, n, today) for n in CARLS] + [_referred(rng, n, today) for n in REMISSER]


def _base(rng: random.Random, n: Namngiven, borjar: date, today: date) -> Person:
    stadsdel = next(s for s in STADSDELAR if s.namn == n.stadsdel)
    person = person_of(rng, number_of(n), n.kon, ALLA[n.sprak], stadsdel, borjar, today)
    person.fornamn, person.efternamn = n.fornamn, n.efternamn
    person.sprak, person.tolk = "" if n.sprak == "svenska" else n.sprak, n.tolk
    person.formaga, person.roll = n.formaga, "sokande"
    person.socialsekreterare = "sara" if n.stadsdel == SP else ""
    person.arbetsplaner = delar.arbetsplaner(rng, person, today)
    return person


def _enrolled(rng: random.Random, n: Namngiven, today: date) -> Person:
    inskriven = add_workdays(today, -n.dagar) if n.lage == "utan_plan" else workday(today - timedelta(days=n.dagar))
    person = _base(rng, n, workday(inskriven - timedelta(days=24)), today)
    spar = delar.spar_of(n.spar)
    skickad = add_workdays(inskriven, -6)
    remiss = Remissrad("Kista", skickad, add_workdays(skickad, 5), spar.fraga, svar="mottagen", besvarad=inskriven)
    vistelse = Vistelse("Kista", inskriven, "gruppinformation", n.spar, remiss, coach="carl")
    person.vistelser.append(vistelse)
    if n.lage != "utan_plan":
        delar.fill_stay(rng, person, vistelse, spar, today)
        _make_true(rng, person, vistelse, n.lage, today)
    return person


def _referred(rng: random.Random, n: Namngiven, today: date) -> Person:
    skickad = add_workdays(today, -n.dagar)
    person = _base(rng, n, workday(skickad - timedelta(days=10)), today)
    fraga = delar.spar_of(n.spar).fraga
    person.remisser.append(Remissrad("Kista", skickad, add_workdays(skickad, 5), fraga))
    return person


def workday(dag: date) -> date:
    while not is_workday(dag):
        dag -= timedelta(days=1)
    return dag


def _make_true(rng: random.Random, person: Person, vistelse: Vistelse, lage: str, today: date) -> None:
    """Bend the last plan or placering so that it is due as many days from today as `lage` says."""
    slag, dagar = _parse(lage)
    dag = today + timedelta(days=dagar)
    _current_plan(rng, vistelse, today + timedelta(days=rng.randint(9, 40)) if slag == "insats" else dag, today)
    if slag == "ny_plan":
        _just_sent(vistelse.planer[-1], today)
    oppna = [p for p in vistelse.placeringar if p.avslutad is None]
    if not oppna:
        oppna = [_any_placering(rng, person, today)]
        vistelse.placeringar.append(oppna[0])
    oppna[0].till = dag if slag == "insats" else max(oppna[0].till or today, today + timedelta(days=30))
    oppna[0].omprovas = None


def _parse(lage: str) -> tuple[str, int]:
    """Read "plan-14" as a follow-up due fourteen days ago, "insats2" as a placering that ends in two days."""
    for slag in ("plan", "insats"):
        if lage.startswith(slag):
            return slag, int(lage.removeprefix(slag))
    return lage, 70


def _just_sent(plan: Planversion, today: date) -> None:
    """Published and sent within the week, and waiting for its kvittens."""
    plan.publicerad = plan.skickad = add_workdays(today, -4)
    plan.kvitterad = None


def _any_placering(rng: random.Random, person: Person, today: date):
    passar = [p for p in KATALOG if p.enhet == "Kista" and delar._fits(p, person, "Kista")]
    rad = delar.placering(
        rng, person, rng.choice(passar), workday(today - timedelta(days=40)), today, today, oppen=True
    )
    rad.avslutad, rad.fullfoljd, rad.orsak, rad.resultat, rad.kommentar = None, True, "", "", ""
    return rad


def _current_plan(rng: random.Random, vistelse: Vistelse, nasta: date, today: date) -> None:
    spar = delar.spar_of(vistelse.spar)
    if not vistelse.planer:
        dag = add_workdays(vistelse.inskriven, 4)
        vistelse.planer.append(delar.version(rng, dag, spar.mal[0], spar.egna_ord[0], list(spar.delmal), 0))
    sista: Planversion = vistelse.planer[-1]
    sista.publicerad = min(sista.publicerad, workday(add_months(nasta, -2)), workday(today - timedelta(days=6)))
    sista.publicerad = max(sista.publicerad, vistelse.inskriven)
    while len(vistelse.planer) > 1 and vistelse.planer[-2].publicerad >= sista.publicerad:
        del vistelse.planer[-2]
    sista.nasta = nasta
    sista.skickad, sista.kvitterad = sista.publicerad, add_workdays(sista.publicerad, 2)
    _steps_ahead(rng, sista, today)


def _steps_ahead(rng: random.Random, plan: Planversion, today: date) -> None:
    """Delmål of a plan in force lie around today: done ones behind, the next within days."""
    fram = workday(today + timedelta(days=rng.randint(3, 14)))
    ny = []
    for vad, vem, senast, lage in plan.delmal:
        dag = workday(today - timedelta(days=rng.randint(12, 40))) if lage == "klart" else fram
        ny.append((vad, vem, dag if lage == "klart" or senast < today else senast, lage))
    plan.delmal = ny


def keep_plans_alive(rng: random.Random, personer: list[Person], today: date) -> None:
    """Random persons who fall to Carl: most of their plans stand, so that his day is a day and not a disaster."""
    for nr, person in enumerate(personer):
        vistelse = person.oppen
        if vistelse and (today - vistelse.inskriven).days > 12:
            _current_plan(rng, vistelse, workday(today + timedelta(days=9 + (nr * 5) % 60)), today)


def _give_most_a_plan(personer: list[Person], today: date) -> None:
    """Two of Sara's still lack an arbetsplan, as her Min dag says."""
    utan = [p for p in personer if not p.arbetsplaner and p.stod[-1][1] is None]
    for nr, person in enumerate(utan[2:]):
        person.arbetsplaner = delar.arbetsplaner(random.Random(nr), person, today)  # noqa: S311 - demo data


def make_saras_arbetsplaner_true(personer: list[Person], today: date) -> None:
    """Sara's follow-ups: two overdue, one today, three this week and next, the rest later."""
    dagar = [-12, -4, 0, 1, 3, 6]
    _give_most_a_plan(personer, today)
    egna = [p for p in personer if p.arbetsplaner and p.stod[-1][1] is None]
    for nr, person in enumerate(egna):
        plan = person.arbetsplaner[-1]
        fram = dagar[nr] if nr < len(dagar) else 8 + nr * 3
        plan.nasta = workday(today + timedelta(days=fram)) if fram > 6 else today + timedelta(days=fram)
        plan.publicerad = min(plan.publicerad, workday(plan.nasta - timedelta(days=30)), today)
        plan.publicerad = max(plan.publicerad, person.registrerad)
        _steps_ahead(random.Random(nr), plan, today)  # noqa: S311 - demo data
