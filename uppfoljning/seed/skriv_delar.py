"""Writes plans, the catalogue and placeringar in bulk. Published plans of earlier years come without a file,
as taken over from an earlier system; the newest of the demo accounts' persons get theirs from `dokument`."""

from datetime import date, timedelta

from django.db import connection

from cases.enums import FORMAGA_TIMMAR, Enhetsslag
from cases.models import Aspirant, Enhet, Inskrivning, User
from insatser.enums import Slutsatt
from insatser.models import (
    Avbrottsorsak,
    Genomforandeplan,
    Insats,
    Insatsslag,
    Placering,
    Placeringsresultat,
    Trappsteg,
)
from jobbplaner.enums import Delmalslage, Planslag
from jobbplaner.models import Delmal, Plan

from .bygge import places
from .katalog import KATALOG, Post
from .liv import Deltagande, Person, Planversion, Vistelse
from .skriv import BATCH, Rum, at, codes
from .skriv_uppfoljningar import write_follow_ups
from .texter import MOTPRESTATION, PLANERADE_INSATSER, STOD, TIMSKAL

NY_PLAN_KLOCKAN = "15:20"


# Plans -----------------------------------------------------------------------------------------------------------


def write_plans(rum: Rum) -> None:
    """Jobbplaner of every stay and arbetsplaner of the SDF; each published version ends the one before it."""
    planer, versioner = [], []
    for p, a in rum.par():
        jobb = [(v, i, ver) for v, i in _stays(rum, a) for ver in v.planer]
        timmar = {id(ver): _hours(p, v, ver) for v, _, ver in jobb}
        kedja = _chain(rum, a, Planslag.JOBBPLAN, [(rum.jobbtorg(v.jobbtorg), i, v.coach, ver) for v, i, ver in jobb])
        sdf = [(a.sdf, None, p.socialsekreterare, ver) for ver in p.arbetsplaner]
        kedja += _chain(rum, a, Planslag.ARBETSPLAN, sdf)
        for plan, ver in kedja:
            plan.anvisade_timmar, plan.mal_timmar, plan.timskal = timmar.get(id(ver), (None, None, ""))
        planer += [plan for plan, _ in kedja]
        versioner += [ver for _, ver in kedja]
    gjorda = Plan.objects.bulk_create(planer, batch_size=BATCH)
    rader = list(zip(gjorda, versioner, strict=True))
    write_follow_ups(rader, _write_delmal(rader))


SAMMA_SOM_FORE = """
    UPDATE jobbplaner_delmal d SET fore_id = f.id
      FROM jobbplaner_plan p, jobbplaner_plan q, jobbplaner_delmal f
     WHERE p.id = d.plan_id AND f.plan_id = q.id AND f.vad = d.vad
       AND (q.aspirant_id, q.slag, q.namnd_id, q.nummer) = (p.aspirant_id, p.slag, p.namnd_id, p.nummer - 1)"""


def _write_delmal(rader: list[tuple[Plan, Planversion]]) -> dict[int, list[Delmal]]:
    """By the plan's key. What was done at the last follow-up is told there, and is no part of the next version; what
    goes on knows itself in the version before."""
    gjorda = Delmal.objects.bulk_create((d for plan, ver in rader for d in _delmal(plan, ver)), batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute(SAMMA_SOM_FORE)
    svar: dict[int, list[Delmal]] = {plan.pk: [] for plan, _ in rader}
    for d in gjorda:
        svar[d.plan_id].append(d)
    return svar


def _hours(p: Person, v: Vistelse, ver: Planversion) -> tuple[int | None, int | None, str]:
    """Assigned hours on the day of publication, the target, and why some are missing."""
    mal, dag = FORMAGA_TIMMAR.get(p.formaga), ver.publicerad
    if not mal:
        return None, None, ""
    pagar = [d for d in v.placeringar if d.fran <= dag and (d.avslutad is None or d.avslutad >= dag)]
    timmar = min(sum(d.timmar for d in pagar), 40)
    return timmar, mal, "" if timmar >= mal else TIMSKAL[bool(pagar)]


def _stays(rum: Rum, a: Aspirant) -> list[tuple[Vistelse, Inskrivning]]:
    return rum.per_aspirant().get(a.pk, [])


def _chain(rum: Rum, a: Aspirant, slag: str, rader: list) -> list[tuple[Plan, Planversion]]:
    """Versions in order of publication, numbered through all stays of the nämnd."""
    rader = sorted(rader, key=lambda rad: rad[3].publicerad)
    svar = []
    for nr, (enhet, inskrivning, username, ver) in enumerate(rader):
        ersatt = rader[nr + 1][3].publicerad if nr + 1 < len(rader) else None
        svar.append((_plan(rum, a, slag, nr, enhet, inskrivning, username, ver, ersatt), ver))
    return svar


def _plan(
    rum: Rum,
    a: Aspirant,
    slag: str,
    nr: int,
    enhet: Enhet,
    inskrivning: Inskrivning | None,
    username: str,
    ver: Planversion,
    ersatt: date | None,
) -> Plan:
    av, nar = rum.users[username], at(ver.publicerad, NY_PLAN_KLOCKAN)
    return Plan(
        aspirant=a,
        namnd_id=enhet.namnd_id,
        enhet=enhet,
        slag=slag,
        nummer=nr + 1,
        inskrivning=inskrivning,
        mal=ver.mal,
        egna_ord=ver.egna_ord,
        motprestation=MOTPRESTATION[a.pk % len(MOTPRESTATION)],
        stod=STOD[a.pk % len(STOD)],
        planerade_insatser=PLANERADE_INSATSER[a.pk % len(PLANERADE_INSATSER)],
        slutdatum=ver.slut or ver.nasta + timedelta(days=180),
        nasta_uppfoljning=ver.nasta,
        jobbsokande_timmar=ver.jobbsokande,
        haller_med="delvis" if a.pk % 11 == 0 else "ja",
        skapad_av=av,
        andrad_av=av,
        andrad_at=nar,
        publicerad_at=nar,
        publicerad_av=av,
        ersatt_at=at(ersatt, NY_PLAN_KLOCKAN) if ersatt else None,
    )


def _delmal(plan: Plan, ver: Planversion) -> list[Delmal]:
    return [
        Delmal(
            aspirant=plan.aspirant,
            namnd_id=plan.namnd_id,
            plan=plan,
            ordning=nr,
            vad=vad,
            vem=vem,
            senast=senast,
            lage=lage,
        )
        for nr, (vad, vem, senast, lage) in enumerate(ver.delmal)
        if lage != Delmalslage.KLART
    ]


# Insatser --------------------------------------------------------------------------------------------------------


def write_catalogue(rum: Rum) -> dict[str, Insats]:
    slag, steg = codes(Insatsslag), codes(Trappsteg)
    antal = places(rum.stad.personer, rum.stad.today)
    rader = [_insats(rum, post, slag, steg, antal[post.namn]) for post in KATALOG]
    return {rad.namn: rad for rad in Insats.objects.bulk_create(rader)}


def _insats(rum: Rum, post: Post, slag: dict, steg: dict, platser: int) -> Insats:
    return Insats(
        namn=post.namn,
        anordnare=post.anordnare,
        enhet=rum.enheter[Enhetsslag.SDF if post.sdf else Enhetsslag.JOBBTORG, post.enhet],
        slag=slag[post.slag],
        steg=steg[post.steg],
        klass=post.klass,
        innehall=post.innehall,
        kriterier=post.kriterier,
        handledare=post.handledare,
        platser=platser,
        platser_andra=post.andra,
        timmar_per_vecka=post.timmar,
    )


def write_placeringar(rum: Rum) -> None:
    """Placeringar of stays, owned by the jobbtorg, and the SDF's own; each with its genomförandeplan."""
    katalog = write_catalogue(rum)
    stays = [(a, v) for p, a in rum.par() for v in p.vistelser]
    rader = [(a, rum.jobbtorg(v.jobbtorg), v.coach, d) for a, v in stays for d in v.placeringar]
    rader += [(a, a.sdf, p.socialsekreterare, d) for p, a in rum.par() for d in p.sdf_placeringar]
    gjorda = Placering.objects.bulk_create(
        [_placering(a, katalog[d.post.namn], enhet, rum.users[username], d) for a, enhet, username, d in rader],
        batch_size=BATCH,
    )
    orsaker, resultat = codes(Avbrottsorsak), codes(Placeringsresultat)
    Genomforandeplan.objects.bulk_create(
        (_genomforandeplan(rad, d, orsaker, resultat) for (_, _, _, d), rad in zip(rader, gjorda, strict=True)),
        batch_size=BATCH,
    )


def _placering(a: Aspirant, insats: Insats, enhet: Enhet, av: User, d: Deltagande) -> Placering:
    return Placering(
        aspirant=a,
        insats=insats,
        enhet=enhet,
        fran=d.fran,
        till=d.till,
        omprovas=d.omprovas,
        timmar_per_vecka=d.timmar,
        avslutad=d.avslutad,
        slutsatt=_slutsatt(d),
        skapad_av=av,
    )


def _genomforandeplan(rad: Placering, d: Deltagande, orsaker: dict, resultat: dict) -> Genomforandeplan:
    return Genomforandeplan(
        aspirant_id=rad.aspirant_id,
        namnd_id=rad.enhet.namnd_id,
        placering=rad,
        syfte=d.syfte,
        handledare=d.handledare,
        avbrottsorsak=orsaker.get(d.orsak),
        resultat=resultat.get(d.resultat),
        kommentar=d.kommentar,
    )


def _slutsatt(d: Deltagande) -> str:
    if d.avslutad is None:
        return ""
    return Slutsatt.FULLFOLJD if d.fullfoljd else Slutsatt.AVBRUTEN
