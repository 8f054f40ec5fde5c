"""Puts the city together: the random lives, the named ones, and who holds which case."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from .amal import NUMMER, amal
from .demodagen import keep_plans_alive, make_saras_arbetsplaner_true, named_persons, reserved_numbers
from .fordelning import hand_out
from .katalog import KATALOG
from .liv import Deltagande, Person
from .personer import Nummerbank
from .staden import STADSDELAR, Anstalld, staff
from .vagar import population

FRO = 20261124
SKYDDADE = 8


@dataclass(frozen=True)
class Stad:
    """The whole city of the demo, before it is in any database."""

    personer: list[Person]
    anstallda: list[Anstalld]
    bank: Nummerbank
    today: date

    def of(self, slag: str, enhet: str, roll: str) -> list[str]:
        """User names of those with a role at a unit."""
        return [a.username for a in self.anstallda if (a.slag, a.enhet, a.roll) == (slag, enhet, roll)]


def build_city(n: int, today: date, demokonton: dict[str, str], seed: int = FRO) -> Stad:
    """The same city every time for the same arguments. `n` persons, the named ones among them when there is room."""
    rng = random.Random(seed)  # noqa: S311 - demo data, the same for a seed
    bank = Nummerbank(rng, reserved_numbers() | {NUMMER})
    namngivna = [amal(today), *named_persons(rng, today)]
    personer = namngivna + population(max(n - len(namngivna), 1), today, seed, bank)
    anstallda = staff(demokonton)
    hand_out(rng, personer, anstallda, today)
    carls = [p for p in personer[len(namngivna) :] if p.oppen and p.oppen.coach == "carl"]
    keep_plans_alive(rng, carls, today)
    make_saras_arbetsplaner_true([p for p in personer[1:] if p.socialsekreterare == "sara"], today)
    _move_some(rng, _could_have_moved(personer[len(namngivna) :]), today)
    _protect(personer[len(namngivna) :])
    return Stad(personer, anstallda, bank, today)


def _could_have_moved(personer: list[Person]) -> list[Person]:
    """Those on support whom only their SDF knows: no remiss or stay has to be told from two districts."""
    return [p for p in personer if not p.vistelser and not p.remisser and p.stod[-1][1] is None]


def _move_some(rng: random.Random, personer: list[Person], today: date) -> None:
    """One in eight came from another district; what that one planned stays with it."""
    for person in personer[::8]:
        dagar = (today - person.registrerad).days
        if dagar > 60:
            sista = person.registrerad + timedelta(days=rng.randint(20, dagar - 20))
            person.tidigare = (rng.choice([s for s in STADSDELAR if s is not person.stadsdel]), sista)
            person.arbetsplaner = [plan for plan in person.arbetsplaner if plan.publicerad > sista]
            person.sdf_placeringar = []


def _protect(personer: list[Person]) -> None:
    """Some are protected: one that Sara and Carl both hold, one of Sara's, one at her unit, and more."""
    egna = [p for p in personer if p.oppen and p.oppen.coach == "carl" and p.socialsekreterare == "sara"][:1]
    egna += [p for p in personer if p.socialsekreterare == "sara" and not p.oppen][:1]
    egna += [p for p in personer if _at_saras_unit(p)][:1]
    ovriga = [p for p in personer if p not in egna][7::61]
    for nr, person in enumerate((egna + ovriga)[:SKYDDADE]):
        person.skydd = 2 if nr % 3 == 2 else 1
        person.adress = ""


def _at_saras_unit(person: Person) -> bool:
    return person.stadsdel.namn == "Spånga-Tensta" and person.socialsekreterare != "sara" and not person.vistelser


def current(personer: list[Person], today: date) -> list[Deltagande]:
    """Placeringar that are under way."""
    alla = (d for p in personer for v in p.vistelser for d in v.placeringar)
    alla = [*alla, *(d for p in personer for d in p.sdf_placeringar)]
    return [d for d in alla if d.fran <= today and (d.avslutad is None or d.avslutad >= today)]


def places(personer: list[Person], today: date) -> dict[str, int]:
    """Places per insats: those taken today and the free ones that the catalogue says."""
    tagna = [d.post.namn for d in current(personer, today)]
    return {post.namn: max(tagna.count(post.namn) + post.luft, 2) + post.andra for post in KATALOG}
