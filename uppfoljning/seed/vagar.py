"""What happens to them: remiss, inskrivning, plans, insatser, avslut and support, from the first day to today."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.dates import add_months, add_workdays, age, is_workday, month_start

from . import delar
from .liv import Person, Remissrad, Vistelse
from .personer import Nummerbank, draw_person, pick
from .staden import UNGA_UNDER
from .texter import ATERREMISS, SPAR, Spar

MANADER = 40
"""The first enrolments lie a little over three years back, so that three whole years are full."""

UTFALL = {
    "arbete_ej_subventionerat": 24,
    "arbete_subventionerat": 21,
    "studier": 13,
    "aterremitterad": 12,
    "avslut_inom_5_dagar": 3,
    "af_program": 5,
    "ovrigt": 5,
    "okand": 17,
}
"""Of each hundred enrolments, how they end; dealt like cards so that small cities come out right too."""

LANGD = {"aterremitterad": (75, 0.8), "af_program": (220, 0.6), "ovrigt": (220, 0.6)}
"""Median days enrolled and spread of the logarithm; the others as VANLIG."""

VANLIG = (172, 0.65)
FORMAGA_ORDNING = ("0", "1-25", "26-50", "51-75", "76-100")
BLIR_BORTA = {
    "arbete_ej_subventionerat": 0.82,
    "arbete_subventionerat": 0.76,
    "studier": 0.8,
    "af_program": 0.7,
    "ovrigt": 0.85,
    "okand": 0.55,
}
"""Share that does not come back to support; those återremitterade and after five days go on receiving it."""


@dataclass
class Kortlek:
    """Deals ways to leave in the exact shares of UTFALL, shuffled within each hundred."""

    rng: random.Random

    def __post_init__(self):
        self.kort = self._cards()

    def _cards(self) -> Iterator[str]:
        while True:
            hundra = [kod for kod, antal in UTFALL.items() for _ in range(antal)]
            self.rng.shuffle(hundra)
            yield from hundra

    def dra(self) -> str:
        return next(self.kort)


def weekday(dag: date) -> date:
    """The day itself, or the next working day."""
    while not is_workday(dag):
        dag += timedelta(days=1)
    return dag


def population(n: int, today: date, seed: int, bank: Nummerbank) -> list[Person]:
    """`n` lives: four of five have been enrolled, the others are known to their SDF alone."""
    rng = random.Random(seed)  # noqa: S311 - demo data, the same for a seed
    lek = Kortlek(rng)
    start = add_months(today, -MANADER)
    dagar = (today - start).days - 12
    inskrivna = round(n * 0.8)
    personer = []
    for nr in range(inskrivna):
        dag = weekday(start + timedelta(days=round(nr * dagar / max(inskrivna, 1)) + rng.randrange(5)))
        personer.append(_enrolled(rng, bank, lek, min(dag, today - timedelta(days=12)), today))
    personer += [_not_enrolled(rng, bank, start, today) for _ in range(n - inskrivna)]
    return personer


def _enrolled(rng: random.Random, bank: Nummerbank, lek: Kortlek, dag: date, today: date) -> Person:
    slag = "ung" if rng.random() < 0.14 else ""
    person = draw_person(rng, bank, borjar=weekday(dag - timedelta(days=rng.randint(12, 45))), today=today, slag=slag)
    vistelse = add_stay(rng, person, weekday(dag), lek.dra(), today)
    if vistelse.avslutad:
        _life_after(rng, person, vistelse, lek, today)
    if rng.random() < 0.55:
        person.arbetsplaner = delar.arbetsplaner(rng, person, today)
    return person


def add_stay(rng: random.Random, person: Person, dag: date, utfall: str, today: date) -> Vistelse:
    """Enrol the person on `dag`; the stay ends as `utfall` says unless that day is still to come."""
    spar = _line_of_work(rng, person)
    skickad = weekday(dag - timedelta(days=rng.randint(4, 11)))
    skickad = min(skickad, dag - timedelta(days=1))
    satt = "trepartssamtal" if rng.random() < 0.16 else "gruppinformation"
    remiss = Remissrad(
        _jobbtorg(rng, person, dag), skickad, add_workdays(skickad, 5), spar.fraga, satt, "mottagen", dag
    )
    vistelse = Vistelse(jobbtorg=remiss.jobbtorg, inskriven=dag, satt=satt, spar=spar.kod, remiss=remiss)
    slut = _last_day(rng, dag, utfall)
    if slut < today:
        _close(rng, vistelse, slut, utfall)
    person.vistelser.append(vistelse)
    delar.fill_stay(rng, person, vistelse, spar, today)
    return vistelse


def _jobbtorg(rng: random.Random, person: Person, dag: date) -> str:
    if age(person.fodd, dag) < UNGA_UNDER and rng.random() < 0.55:
        return "Unga"
    return person.stadsdel.jobbtorg


def _line_of_work(rng: random.Random, person: Person) -> Spar:
    if person.formaga in ("0", "1-25"):
        return rng.choice([s for s in SPAR if s.kod in ("halsa", "rutin")])
    rang = FORMAGA_ORDNING.index(person.formaga or "26-50")
    passar = [s for s in SPAR if not s.lagst or FORMAGA_ORDNING.index(s.lagst) <= rang]
    return rng.choice([s for s in passar if s.kod != "barn" or person.barn])


def _last_day(rng: random.Random, dag: date, utfall: str) -> date:
    if utfall == "avslut_inom_5_dagar":
        return add_workdays(dag, rng.randint(1, 5))
    median, spridning = LANGD.get(utfall, VANLIG)
    return weekday(dag + timedelta(days=max(8, round(median * rng.lognormvariate(0, spridning)))))


SOCIALTJANST = {
    "arbete_ej_subventionerat": {"arbete": 70, "": 30},
    "arbete_subventionerat": {"arbete": 72, "": 28},
    "studier": {"studier": 70, "": 30},
    "af_program": {"a_kassa": 60, "": 40},
    "ovrigt": {"annan_ersattning": 40, "flyttat": 20, "": 40},
    "okand": {"okant": 38, "flyttat": 8, "annan_ersattning": 6, "arbete": 8, "": 40},
}
UNDERORSAK = {
    "flyttat": 30,
    "sambo": 24,
    "a_kassa": 14,
    "ej_malgrupp": 12,
    "annat": 14,
    "avliden": 3,
    "militartjanst": 3,
}
SAGT_AV = {"aspirant": 50, "socialsekreterare": 25, "arbetsgivare": 15, "coach": 10}


def _close(rng: random.Random, vistelse: Vistelse, slut: date, utfall: str) -> None:
    vistelse.avslutad, vistelse.orsak = slut, utfall
    vistelse.orsak_soc = pick(rng, SOCIALTJANST.get(utfall, {"": 1}))
    if utfall == "ovrigt":
        vistelse.underorsak = pick(rng, UNDERORSAK)
        vistelse.orsak_soc = {"avliden": "avliden", "flyttat": "flyttat"}.get(vistelse.underorsak, vistelse.orsak_soc)
    if utfall != "okand":
        vistelse.sagt_av = pick(rng, SAGT_AV)
        vistelse.verifierad = rng.random() < 0.55
    ja = {"ja": 60, "nej": 15, "okand": 25}
    if utfall.startswith("arbete"):
        vistelse.attribut["arbete_en_manad"] = pick(rng, ja)
        kommunal = utfall == "arbete_subventionerat" and rng.random() < 0.2
        vistelse.attribut["kommunal_anstallning"] = "ja" if kommunal else "nej"
    if utfall == "studier":
        vistelse.attribut["studiemedel"] = pick(rng, ja)


def _life_after(rng: random.Random, person: Person, vistelse: Vistelse, lek: Kortlek, today: date) -> None:
    """Support after avslut: ends, comes back, or never stopped; some who are back are enrolled again."""
    sista = month_start(vistelse.avslutad)
    borta = BLIR_BORTA.get(vistelse.orsak)
    if borta is None:
        return _goes_on(rng, person, sista, today)
    person.stod[-1] = (person.stod[-1][0], sista)
    person.stod_slut_orsak = vistelse.orsak_soc or "okant"
    if vistelse.underorsak in ("avliden", "flyttat") or rng.random() < borta:
        return None
    tillbaka = add_months(sista, rng.randint(3, 14))
    if tillbaka > month_start(today):
        return None
    person.stod.append((tillbaka, None))
    igen = weekday(tillbaka + timedelta(days=rng.randint(25, 80)))
    if igen < today - timedelta(days=12) and rng.random() < 0.75:
        ny = add_stay(rng, person, igen, lek.dra(), today)
        if ny.avslutad:
            person.stod[-1] = (tillbaka, month_start(ny.avslutad))
    return None


def _goes_on(rng: random.Random, person: Person, sista: date, today: date) -> None:
    if rng.random() < 0.35:
        slut = add_months(sista, rng.randint(4, 20))
        if slut < today:
            person.stod[-1] = (person.stod[-1][0], slut)
            person.stod_slut_orsak = rng.choice(("sjukersattning_pension", "arbete", "annan_ersattning", "flyttat"))


def _not_enrolled(rng: random.Random, bank: Nummerbank, start: date, today: date) -> Person:
    """Known to the SDF alone: an arbetsplan, perhaps a remiss that came back or waits for its answer."""
    dag = weekday(start + timedelta(days=rng.randrange((today - start).days - 3)))
    person = draw_person(rng, bank, borjar=min(dag, today - timedelta(days=2)), today=today)
    if rng.random() < 0.3:
        person.stod[-1] = (person.stod[-1][0], add_months(month_start(today), -rng.randint(1, 12)))
        person.stod[-1] = (person.stod[-1][0], max(person.stod[-1]))
        person.stod_slut_orsak = rng.choice(("arbete", "sjukersattning_pension", "flyttat", "okant"))
    lott = rng.random()
    if lott < 0.22:
        person.remisser.append(returned_remiss(rng, person, today))
    elif lott < 0.32 and person.stod[-1][1] is None:
        person.remisser.append(waiting_remiss(rng, person, today - timedelta(days=rng.randint(1, 12))))
    if rng.random() < 0.75:
        person.arbetsplaner = delar.arbetsplaner(rng, person, today)
    delar.add_sdf_placering(rng, person, today)
    return person


def returned_remiss(rng: random.Random, person: Person, today: date) -> Remissrad:
    dag = weekday(person.registrerad + timedelta(days=rng.randint(1, 40)))
    dag = min(dag, today - timedelta(days=1))
    svar = min(add_workdays(dag, rng.randint(1, 6)), today)
    fraga = rng.choice(SPAR).fraga
    rad = Remissrad(person.stadsdel.jobbtorg, dag, add_workdays(dag, 5), fraga, svar="aterremitterad", besvarad=svar)
    rad.skal = rng.choice(ATERREMISS)
    if "garantin" in rad.skal:
        rad.af_program, rad.af_till = "jobb- och utvecklingsgarantin", add_months(dag, 10)
    return rad


def waiting_remiss(rng: random.Random, person: Person, dag: date) -> Remissrad:
    dag = max(weekday(dag - timedelta(days=2)), person.registrerad)
    return Remissrad(person.stadsdel.jobbtorg, dag, add_workdays(dag, 5), _line_of_work(rng, person).fraga)
