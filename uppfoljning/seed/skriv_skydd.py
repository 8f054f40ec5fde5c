"""Protected persons with their named lists, one that nobody at the unit can open, and questions about numbers."""

import random
from datetime import datetime, timedelta

from cases.enums import Skyddsgrund, Skyddsniva
from cases.models import Aspirant, Nummerfraga, Nummerhandelse, Skyddsandring, Skyddsbehorighet
from cases.services.registrering import REFERENS_TECKEN

from .bygge import FRO
from .liv import Person
from .skriv import Rum, at, sdf_end

# Who asked, how many days ago, about whom, and what registeransvarig answered ("" is still open)
FRAGOR = [
    ("sara", 12, "fri", "kontakta"),
    ("sara", 1, "fri", ""),
    ("hanna", 3, "skyddad", ""),
    ("hanna", 0, "fri", ""),
    ("hanna", 6, "sara", "flytt"),
]
LAST_INOM = 7
"""Days within which an answer is read."""


def write_skydd(rum: Rum) -> tuple[int, int]:
    """How many protected persons, and how many questions."""
    skyddade = [(p, a) for p, a in rum.par() if p.skydd]
    for p, a in skyddade:
        _write_list(rum, p, a)
    return len(skyddade), _write_questions(rum)


def _write_list(rum: Rum, p: Person, a: Aspirant) -> None:
    satt = at(p.registrerad, "10:30")
    satte = rum.users[p.socialsekreterare]
    slutar = rum.stad.today - timedelta(days=1) if _left_alone(p) else None
    Skyddsandring.objects.create(
        aspirant=a, fran_niva=Skyddsniva.INGET, till_niva=p.skydd, andrad_at=satt, andrad_av=satte
    )
    Skyddsbehorighet.objects.bulk_create(
        Skyddsbehorighet(
            aspirant=a,
            user=rum.users[u],
            grund=grund,
            fran=fran,
            till=till,
            tillagd_at=max(satt, at(fran, "10:30")),
            tillagd_av=satte,
        )
        for u, grund, fran, till in [
            (p.socialsekreterare, _sdf_ground(rum, p), p.registrerad, slutar),
            *((v.coach, Skyddsgrund.HANDLAGGARE, v.inskriven, slutar or v.avslutad) for v in p.vistelser),
        ]
    )
    if p.socialsekreterare == "sara":
        _write_former(rum, p, a, satt)


def _sdf_ground(rum: Rum, p: Person) -> str:
    """Whoever held a case that has been put away is named, so that someone can open it."""
    return Skyddsgrund.NAMNGIVEN if sdf_end(rum, p) else Skyddsgrund.HANDLAGGARE


def _left_alone(p: Person) -> bool:
    """Named for a time that ran out yesterday: the chef of Spånga-Tensta has a task."""
    return p.stadsdel.namn == "Spånga-Tensta" and p.socialsekreterare != "sara" and not p.vistelser


def _write_former(rum: Rum, p: Person, a: Aspirant, satt: datetime) -> None:
    """A colleague who helped for a while and was taken off the list."""
    kollega = next(u for u in rum.stad.of("sdf", "Spånga-Tensta", "socialsekreterare") if u != "sara")
    sara = rum.users["sara"]
    Skyddsbehorighet.objects.create(
        aspirant=a,
        user=rum.users[kollega],
        fran=p.registrerad,
        tillagd_at=satt,
        tillagd_av=sara,
        avslutad_at=min(satt + timedelta(days=30), at(rum.stad.today, "08:00")),
        avslutad_av=sara,
    )


def _write_questions(rum: Rum) -> int:
    rng = random.Random(FRO)  # noqa: S311 - demo data, the same for a seed
    personer = {"sara": _others(rum, "Spånga-Tensta"), "hanna": _others(rum, "Hägersten-Liljeholmen")}
    skrivna = 0
    for vem, dagar, slag, utfall in FRAGOR:
        kandidater = [a for p, a in personer[vem] if _is(p, slag)]
        if kandidater:
            _write_question(rum, rng, vem, dagar, rng.choice(kandidater), utfall)
            skrivna += 1
    return skrivna


def _is(p: Person, slag: str) -> bool:
    """Protected, free, or free and one of this socialsekreterare's."""
    return bool(p.skydd) == (slag == "skyddad") and slag in ("fri", "skyddad", p.socialsekreterare)


def _others(rum: Rum, stadsdel: str) -> list[tuple[Person, Aspirant]]:
    """Persons of other districts that have never been this one's."""
    return [
        (p, a)
        for p, a in rum.par()
        if p.stadsdel.namn != stadsdel and not (p.tidigare and p.tidigare[0].namn == stadsdel)
    ]


def _write_question(rum: Rum, rng: random.Random, vem: str, dagar: int, a: Aspirant, utfall: str) -> None:
    tecken = "".join(rng.choice(REFERENS_TECKEN) for _ in range(8))
    nar = at(rum.stad.today - timedelta(days=dagar), "08:40")
    rut = rum.users["rut"]
    svar = {"utfall": utfall, "svarstext": _text(a, utfall)}
    fraga = Nummerfraga.objects.create(
        user=rum.users[vem],
        enhet=rum.sdf("Spånga-Tensta" if vem == "sara" else "Hägersten-Liljeholmen"),
        fragad_at=nar,
        svar=Nummerfraga.Svar.ANNAN,
        referens=f"{tecken[:4]}-{tecken[4:]}",
        nummer=a.nummer,
        besvarad_at=nar + timedelta(hours=3) if utfall else None,
        besvarad_av=rut if utfall else None,
        rattad=utfall == "flytt",
        sedd_at=nar + timedelta(hours=23) if utfall and dagar > LAST_INOM else None,
        **svar,
    )
    handelser = [(170, {"slag": "uppslag", "visat": "person"}), (180, {"slag": "svar", **svar})]
    if fraga.rattad:  # answered in haste, and corrected
        forst = {"utfall": "kontakta", "svarstext": _text(a, "kontakta")}
        handelser[1] = (175, {"slag": "svar", **forst})
        handelser.append(
            (180, {"slag": "rattelse", "anteckning": "Familjen har flyttat, enligt folkbokföringen.", **svar})
        )
    for minuter, handelse in handelser if utfall else ():
        Nummerhandelse.objects.create(fraga=fraga, at=nar + timedelta(minutes=minuter), user=rut, **handelse)


def _text(a: Aspirant, utfall: str) -> str:
    klart = "Överlämnande är begärt. Du får besked när det är klart."
    return {"": "", "kontakta": f"Kontakta {a.sdf}.", "flytt": klart}[utfall]
