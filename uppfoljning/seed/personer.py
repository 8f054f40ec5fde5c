"""Who they are: number, name, age, language, household, obstacle and ability, as a city's register would show them."""

import random
from datetime import date, timedelta

from cases.personnummer import TESTNUMMER_FROM, TESTNUMMER_TO, make_testnummer, older_testnummer
from config.dates import add_months, age, month_start

from .liv import Person
from .namn import SVENSKA, UTRIKES, Ursprung
from .staden import GATOR, STADSDELAR, Stadsdel

FORMAGOR = {"76-100": 46, "51-75": 22, "26-50": 16, "1-25": 9, "0": 4, "": 3}
HINDER = {
    "arbetslos_ingen_ersattning": 46,
    "arbetslos_otillracklig_ersattning": 10,
    "arbetar_deltid_otillracklig": 8,
    "sjukskriven_ingen_sjukpenning": 9,
    "arbetshinder_sociala_skal": 5,
    "sprakhinder": 7,
    "sfi_studerande": 9,
    "saknar_barnomsorg": 3,
    "foraldrapenning_otillracklig": 3,
}
LAG_FORMAGA = {"sjukskriven_ingen_sjukpenning": {"0": 25, "1-25": 40, "26-50": 30, "51-75": 5}}
MOBIL = [f"070-174 06 {n:02d}" for n in range(5, 100)]
"""Swedish numbers set aside for films and examples: they lead to no one."""


class Nummerbank:
    """Gives each listed test number once."""

    def __init__(self, rng: random.Random, tagna: set[str]):
        self.rng = rng
        self.tagna = set(tagna)

    def ta(self, kon: str, fodda_fran: date, fodda_till: date) -> str:
        """A number of this sex born in the span, which lies within the list's years."""
        forsta, sista = max(fodda_fran, TESTNUMMER_FROM), min(fodda_till, TESTNUMMER_TO)
        while True:
            dag = forsta + timedelta(days=self.rng.randrange((sista - forsta).days + 1))
            try:
                nummer = make_testnummer(dag, kon)
            except ValueError:
                continue
            if nummer not in self.tagna:
                self.tagna.add(nummer)
                return nummer

    def ta_aldre(self, kon: str) -> str | None:
        """One of the few older test persons, None when they are used up."""
        lediga = [n for n in older_testnummer(kon) if n not in self.tagna]
        if not lediga:
            return None
        nummer = self.rng.choice(lediga)
        self.tagna.add(nummer)
        return nummer


def pick(rng: random.Random, vikter: dict):
    return rng.choices(list(vikter), weights=list(vikter.values()))[0]


def birth_date(nummer: str) -> date:
    return date(int(nummer[:4]), int(nummer[4:6]), int(nummer[6:8]))


def draw_person(rng: random.Random, bank: Nummerbank, *, borjar: date, today: date, slag: str = "") -> Person:
    """A person whose case begins on `borjar`: at least eighteen by then. `slag` "ung" gives one under 25."""
    stadsdel = rng.choices(STADSDELAR, weights=[s.vikt for s in STADSDELAR])[0]
    kon = rng.choice(("kvinna", "man"))
    ursprung = _origin(rng, stadsdel)
    return person_of(rng, _number(rng, bank, kon, borjar, slag), kon, ursprung, stadsdel, borjar, today)


def _number(rng: random.Random, bank: Nummerbank, kon: str, borjar: date, slag: str) -> str:
    if slag != "ung" and rng.random() < 0.035 and (aldre := bank.ta_aldre(kon)):
        return aldre
    hogst = 24 if slag == "ung" else rng.choice((30, 40, 45, 50))
    return bank.ta(kon, add_months(borjar, -12 * hogst), add_months(borjar, -12 * 18))


def _origin(rng: random.Random, stadsdel: Stadsdel) -> Ursprung:
    if rng.random() >= stadsdel.utrikes:
        return SVENSKA
    return rng.choices(UTRIKES, weights=[u.vikt for u in UTRIKES])[0]


def person_of(
    rng: random.Random, nummer: str, kon: str, ursprung: Ursprung, stadsdel: Stadsdel, borjar: date, today: date
) -> Person:
    """The rest of a person, drawn around what is given."""
    fodd = birth_date(nummer)
    utrikes = ursprung is not SVENSKA
    hinder = pick(rng, HINDER)
    if not utrikes and hinder in ("sprakhinder", "sfi_studerande"):
        hinder = "arbetslos_ingen_ersattning"
    sedan = add_months(month_start(borjar), -_support_months(rng))
    return Person(
        nummer=nummer,
        fornamn=rng.choice(ursprung.kvinnor if kon == "kvinna" else ursprung.man),
        efternamn=rng.choice(ursprung.efternamn),
        fodd=fodd,
        kon=kon,
        stadsdel=stadsdel,
        sprak=ursprung.sprak if utrikes else "",
        tolk=utrikes and (hinder in ("sprakhinder", "sfi_studerande") or rng.random() < 0.25),
        vuxna=1 if rng.random() < 0.68 else 2,
        barn=_children(rng, fodd, today),
        hinder=hinder,
        formaga=pick(rng, LAG_FORMAGA.get(hinder, FORMAGOR)),
        roll="medsokande" if rng.random() < 0.14 else "sokande",
        registrerad=borjar,
        stod=[(max(sedan, add_months(month_start(fodd), 18 * 12)), None)],
        telefon=rng.choice(MOBIL),
        adress=f"{rng.choice(GATOR)} {rng.randint(1, 88)}, {stadsdel.postort}",
    )


def _support_months(rng: random.Random) -> int:
    """Months on support before the case begins: most some months, a third longer than ten."""
    return rng.randint(11, 60) if rng.random() < 0.34 else rng.randint(0, 10)


def _children(rng: random.Random, fodd: date, today: date) -> list[int]:
    alder = age(fodd, today)
    if alder < 22 or rng.random() < 0.5:
        return []
    aldsta = min(alder - 19, 18)
    return sorted({today.year - rng.randint(0, aldsta) for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))}, reverse=True)
