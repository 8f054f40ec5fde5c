"""Kartläggningar of those who have been enrolled: one some weeks after inskrivning, another after a year, in which some
hinder have moved. Those of the akt that is told in full, and of some more of Carl's, were made here and are handlingar
with their files; the others were taken over from the former system, without."""

import random
from datetime import date, timedelta

from cases.models import User
from jobbplaner.enums_kartlaggning import Bedomare, Kalla
from jobbplaner.kartlaggning import FALT_KANSLIGA, HINDER
from jobbplaner.models import Formagebedomning, Kartlaggning, Kartlaggningsdel
from jobbplaner.services.kartlaggningar import establish

from .amal import NUMMER
from .bygge import FRO
from .liv import Person, Vistelse
from .skriv import BATCH, Rum, at

NIVAER = ("inget", "mattligt", "stort", "vet_ej")
VIKTER = (62, 20, 11, 7)
MINDRE = {"stort": "mattligt", "mattligt": "inget", "vet_ej": "inget"}
GJORDA = 4
KLOCKAN = "15:20"
INTRESSEN = (
    "Laga mat och baka. Har hjälpt till i skolköket där barnen går.",
    "Bilar och att meka. Vill gärna arbeta praktiskt.",
    "Tycker om att möta människor och prata. Sjunger i kör.",
    "Odling och djur. Har haft kolonilott i sex år.",
)
HALSA = (
    "Värk i ryggen när det blir mycket stående. Sjukgymnast varannan vecka.",
    "Sover dåligt. Har kontakt med vårdcentralen.",
    "Inga besvär som påverkar arbetet.",
)


def write_kartlaggningar(rum: Rum) -> int:
    rng = random.Random(FRO + 4)  # noqa: S311 - demo data, the same for a seed
    egna = [(p, a, v) for p, a in rum.par() for v in p.vistelser]
    par = [
        _make(rum, rng, p, a, v, dag, nr) for p, a, v in egna for nr, dag in enumerate(_days(rng, v, rum.stad.today))
    ]
    gjorda = {NUMMER, *_carls(rum)}
    for k, _, _ in par:
        if k.aspirant.nummer not in gjorda:
            k.kalla, k.klar_av = Kalla.OVERTAGEN, None
    Kartlaggning.objects.bulk_create([k for k, _, _ in par], batch_size=BATCH)
    Kartlaggningsdel.objects.bulk_create([d for _, d, _ in par], batch_size=BATCH)
    Formagebedomning.objects.bulk_create([b for _, _, alla in par for b in alla], batch_size=BATCH)
    _files(gjorda)
    return len(par)


def _days(rng: random.Random, v: Vistelse, today: date) -> list[date]:
    slut = min(v.avslutad or today, today)
    forsta = v.inskriven + timedelta(days=rng.randint(4, 30))
    return [dag for dag in (forsta, forsta + timedelta(days=365)) if dag <= slut]


def _make(rum: Rum, rng, p: Person, a, v: Vistelse, dag: date, nr: int):
    enhet = rum.jobbtorg(v.jobbtorg)
    by: User = rum.users[v.coach]
    svar = _levels(rng, p.nummer, nr)
    egen = {"aspirant": a, "namnd": enhet.namnd}
    k = Kartlaggning(
        **egen,
        enhet=enhet,
        datum=dag,
        kalla=Kalla.INTERVJU,
        aktivitetsformaga=p.formaga,
        svenska="latt_svenska" if p.tolk else "utan_begransning",
        sprakstod="ja" if p.tolk else "nej",
        hushall=("par_barn" if p.vuxna > 1 else "ensam_barn") if p.barn else ("par" if p.vuxna > 1 else "ensam"),
        intressen=rng.choice(INTRESSEN),
        heltid="ja",
        skapad_av=by,
        andrad_av=by,
        andrad_at=at(dag, KLOCKAN),
        klar_at=at(dag, KLOCKAN),
        klar_av=by,
        **{namn: niva for namn, niva in svar.items() if namn not in FALT_KANSLIGA},
    )
    kansliga = {namn: niva for namn, niva in svar.items() if namn in FALT_KANSLIGA}
    del_ = Kartlaggningsdel(**egen, kartlaggning=k, halsa_text=rng.choice(HALSA), **kansliga)
    return k, del_, _judged(egen, k, p)


def _judged(egen: dict, k: Kartlaggning, p: Person) -> list[Formagebedomning]:
    if not p.formaga:
        return []
    provad = {"provad": "ja", "provad_var": "Arbetsträning i kök"} if len(p.efternamn) % 3 == 0 else {"provad": "nej"}
    return [
        Formagebedomning(**egen, kartlaggning=k, vem=Bedomare.PERSONEN, varde="76-100"),
        Formagebedomning(**egen, kartlaggning=k, vem=Bedomare.COACH, varde=p.formaga, **provad),
    ]


def _levels(rng: random.Random, nummer: str, nr: int) -> dict[str, str]:
    """The same person answers alike the second time, but for what has become less of a hinder."""
    grund = random.Random(f"{FRO} {nummer}")  # noqa: S311
    nivaer = dict(zip(HINDER, grund.choices(NIVAER, VIKTER, k=len(HINDER)), strict=True))
    return {n: MINDRE.get(niva, niva) if nr and rng.random() < 0.4 else niva for n, niva in nivaer.items()}


def _carls(rum: Rum) -> list[str]:
    """Numbers of the first whom Carl holds now; each file takes a moment to print."""
    return [p.nummer for p in rum.stad.personer if p.oppen and p.oppen.coach == "carl" and p.nummer != NUMMER][:GJORDA]


def _files(nummer: set[str]) -> None:
    alla = Kartlaggning.objects.filter(aspirant__nummer__in=nummer)
    for k in alla.select_related("klar_av").order_by("klar_at", "pk"):
        establish(kartlaggning=k, by=k.klar_av, now=k.klar_at)
