"""The register of försörjningsstöd: what each district delivered, month by month, three years back."""

import hashlib
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from config.dates import add_months, month_start

from .bygge import Stad
from .personer import birth_date
from .staden import STADSDELAR

MANADER = 36
LEVERERAS_DEN = 11
"""A month is delivered on this day of the next one."""

UTAN_AKT_PER_PERSON = 1.5
"""Numbers on support that have no akt, for each person of the city."""


@dataclass(frozen=True)
class Rad:
    """One person's line of a delivery."""

    nummer: str
    belopp: int
    roll: str
    hinder: str
    orsak: str = ""

    def text(self) -> str:
        return ";".join((self.nummer, str(self.belopp), self.roll, self.hinder, self.orsak))


@dataclass
class Fil:
    """What one district sent for one month. `ersatter` is how many rows a delivery that it replaced had."""

    stadsdel: str
    manad: date
    rader: list[Rad] = field(default_factory=list)
    ersatter: int | None = None

    @property
    def mottagen(self) -> date:
        return add_months(self.manad, 1) + timedelta(days=LEVERERAS_DEN - 1)

    @property
    def sha256(self) -> str:
        return hashlib.sha256("\n".join(rad.text() for rad in self.rader).encode()).hexdigest()


def deliveries(stad: Stad) -> list[Fil]:
    """Every file received by today. A few months of some districts are missing, one was replaced."""
    rng = random.Random(stad.today.toordinal())  # noqa: S311 - demo data, the same for a day
    filer = {(f.stadsdel, f.manad): f for f in _empty(stad.today)}
    for person in stad.personer:
        _add_person(rng, filer, person)
    for _ in range(round(UTAN_AKT_PER_PERSON * len(stad.personer))):
        _add_stranger(rng, filer, stad)
    for nyckel in missing(stad.today):
        filer.pop(nyckel, None)
    _replace_one(filer, stad.today)
    return list(filer.values())


def _empty(today: date) -> list[Fil]:
    senaste = add_months(month_start(today), -1 if today.day >= LEVERERAS_DEN else -2)
    manader = [add_months(senaste, -n) for n in range(MANADER)]
    return [Fil(s.namn, m) for m in reversed(manader) for s in STADSDELAR]


def missing(today: date) -> set[tuple[str, date]]:
    """Skarpnäck's last August, Spånga-Tensta a year back, and Farsta in an old month."""
    augusti = date(today.year if today.month >= 10 else today.year - 1, 8, 1)
    manad = month_start(today)
    return {
        ("Skarpnäck", augusti),
        ("Spånga-Tensta", add_months(manad, -12)),
        ("Farsta", add_months(manad, -23)),
    }


def _replace_one(filer: dict, today: date) -> None:
    """Kungsholmen sent a file with too few rows first."""
    if fil := filer.get(("Kungsholmen", add_months(month_start(today), -4))):
        fil.ersatter = max(len(fil.rader) - 3, 1)


def _add_person(rng: random.Random, filer: dict, person) -> None:
    belopp = 3600 * person.vuxna + 2300 * len(person.barn) + 100 * rng.randint(8, 45)
    for fran, till in person.stod:
        slut = "" if till is None else person.stod_slut_orsak or "okant"
        namn = person.stadsdel.namn
        if person.tidigare and (till or fran) < month_start(person.tidigare[1]):
            namn = person.tidigare[0].namn
        _add_months(filer, namn, fran, till, Rad(person.nummer, belopp, person.roll, person.hinder), slut)


def _add_stranger(rng: random.Random, filer: dict, stad: Stad) -> None:
    """Someone on support whom no jobbtorg knows: mostly for a short time."""
    kon = rng.choice(("kvinna", "man"))
    nummer = stad.bank.ta(kon, add_months(stad.today, -12 * 49), add_months(stad.today, -12 * 21))
    fran = add_months(month_start(stad.today), -rng.randint(1, MANADER))
    till = add_months(fran, rng.choice((0, 1, 2, 3, 5, 8, 14, 24)))
    namn = rng.choices(STADSDELAR, weights=[s.vikt for s in STADSDELAR])[0].namn
    hinder = rng.choice(("arbetslos_ingen_ersattning", "arbetslos_vantar_ersattning", "sjukskriven_ingen_sjukpenning"))
    orsak = rng.choice(("arbete", "a_kassa", "engang", "annan_ersattning", "flyttat", "okant"))
    roll = "medsokande" if birth_date(nummer).day % 8 == 0 else "sokande"
    _add_months(filer, namn, fran, till, Rad(nummer, 100 * rng.randint(21, 118), roll, hinder), orsak)


def _add_months(filer: dict, stadsdel: str, fran: date, till: date | None, rad: Rad, slut: str) -> None:
    """A line in each delivered month of [fran, till]; the last one says why the support ended."""
    forsta, sista = min(m for _, m in filer), max(m for _, m in filer)
    manad, slutar = max(fran, forsta), min(till or sista, sista)
    while manad <= slutar:
        orsak = slut if manad == till else ""
        filer[stadsdel, manad].rader.append(Rad(rad.nummer, rad.belopp, rad.roll, rad.hinder, orsak))
        manad = add_months(manad, 1)
