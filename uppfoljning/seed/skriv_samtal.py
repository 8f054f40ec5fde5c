"""Writes trepartssamtal and follow-ups with Arbetsförmedlingen: booked, moved, cancelled, held, and what was said."""

from datetime import timedelta

from cases.models import Aspirant
from jobbplaner.enums import Narvaro, Part
from jobbplaner.models import (
    Agendapunkt,
    Delmal,
    Deltagare,
    Franvaroskal,
    OverenskommenPunkt,
    Plan,
    Samtalsflytt,
    Samtalsprotokoll,
    Samtalsskal,
    Trepartssamtal,
)

from .amal import NUMMER
from .liv import Person, Samtal, Vistelse
from .skriv import BATCH, Rum, at, codes

PROTOKOLL_AV = ("carl", "vera")
"""Coaches whose protokoll of open stays are in the demo. Of the others it is known that the samtal was held, as when
an earlier system has been taken over: a protokoll without its signed file would ask to be signed for ever."""


def write_samtal(rum: Rum) -> None:
    """The meetings; coming ones have their parties, and those of the demo's coaches what was said and agreed."""
    skal = codes(Samtalsskal)
    rader = [(p, a, v, s) for p, a in rum.par() for v, _ in rum.per_aspirant().get(a.pk, []) for s in v.samtal]
    moten = Trepartssamtal.objects.bulk_create([_mote(rum, p, a, v, s, skal) for p, a, v, s in rader], batch_size=BATCH)
    skrivna = [(p, a, v, s, m) for (p, a, v, s), m in zip(rader, moten, strict=True) if _is_written(p, v, s)]
    protokoll = Samtalsprotokoll.objects.bulk_create([_protokoll(a, s, m, tolk=p.tolk) for p, a, _, s, m in skrivna])
    rum.protokoll = [(p, v, s, pr) for (p, _, v, s, _), pr in zip(skrivna, protokoll, strict=True)]
    _write_moves(rum, [(v, s, m) for (_, _, v, s), m in zip(rader, moten, strict=True)], skal)
    borta = codes(Franvaroskal)
    Deltagare.objects.bulk_create(d for p, v, s, pr in rum.protokoll for d in _parter(rum, p, v, s, pr, borta))
    Agendapunkt.objects.bulk_create(d for _, _, s, pr in rum.protokoll for d in _agenda(s, pr))
    OverenskommenPunkt.objects.bulk_create(
        OverenskommenPunkt(
            aspirant_id=pr.aspirant_id, namnd_id=pr.namnd_id, protokoll=pr, ordning=nr, vad=vad, vem=vem, senast=senast
        )
        for _, _, s, pr in rum.protokoll
        for nr, (vad, vem, senast) in enumerate(s.punkter, start=1)
    )


def _is_written(p: Person, v: Vistelse, s: Samtal) -> bool:
    return not s.hallet or (v.coach in PROTOKOLL_AV and (v.avslutad is None or p.nummer == NUMMER))


def _mote(rum: Rum, p: Person, a: Aspirant, v: Vistelse, s: Samtal, skal: dict) -> Trepartssamtal:
    return Trepartssamtal(
        aspirant=a,
        enhet=rum.jobbtorg(v.jobbtorg),
        datum=s.dag,
        tid=at(s.dag, s.tid).time(),
        plats=s.plats,
        slut=at(s.dag, s.slut).time() if s.slut else None,
        motpart=s.motpart,
        skapad_av=rum.users[v.coach],
        **_state(rum, p, v, s, skal),
        **_tolk(p, s),
    )


def _state(rum: Rum, p: Person, v: Vistelse, s: Samtal, skal: dict) -> dict:
    """Held, cancelled, or booked and called to."""
    coach, fore = rum.users[v.coach], s.dag - timedelta(days=14)
    kallad = {"kallad_at": at(fore, "15:00"), "kallad_av": coach, "kallad_satt": "brev"}
    if s.installt:
        return {
            "installt_at": at(s.dag, "08:10"),
            "installt_av": coach,
            "installt_skal": skal[s.installt],
        }
    if s.hallet:
        return kallad | {"hallet_at": at(s.dag, "16:05"), "fulltaligt": not _saknas(p, v, s)}
    return kallad if fore <= rum.stad.today else {}


def _tolk(p: Person, s: Samtal) -> dict:
    """An interpreter for whoever needs one; for a coming samtal of some not yet ordered."""
    if not p.tolk:
        return {}
    satt = "plats" if s.dag.toordinal() % 3 else "telefon"
    bestalld = s.hallet or p.nummer == NUMMER or s.dag.toordinal() % 2 == 0
    return {"tolk": "bestalld" if bestalld else "ej_bestalld", "tolk_sprak": p.sprak, "tolk_satt": satt}


def _saknas(p: Person, v: Vistelse, s: Samtal) -> bool:
    """The third party could not come; told only where the protokoll is."""
    return p.nummer != NUMMER and _is_written(p, v, s) and s.hallet and s.dag.toordinal() % 9 == 0


def _write_moves(rum: Rum, rader: list[tuple[Vistelse, Samtal, Trepartssamtal]], skal: dict) -> None:
    """What was rescheduled, three days before the first time."""
    Samtalsflytt.objects.bulk_create(
        Samtalsflytt(
            samtal=m,
            aspirant_id=m.aspirant_id,
            fran_datum=s.flyttat[0],
            fran_tid=at(s.flyttat[0], s.flyttat[1]).time(),
            fran_plats=m.plats,
            till_datum=m.datum,
            till_tid=m.tid,
            till_slut=m.slut,
            till_plats=m.plats,
            skal=skal[s.flyttat[2]],
            av=rum.users[v.coach],
            at=at(min(s.flyttat[0] - timedelta(days=3), rum.stad.today - timedelta(days=1)), "10:20"),
        )
        for v, s, m in rader
        if s.flyttat
    )


def _protokoll(a: Aspirant, s: Samtal, mote: Trepartssamtal, *, tolk: bool) -> Samtalsprotokoll:
    return Samtalsprotokoll(
        aspirant=a,
        namnd_id=mote.enhet.namnd_id,
        samtal=mote,
        nulage=s.nulage,
        insatserna=s.insatserna,
        planval="" if not s.hallet else "nej" if s.planen.startswith("Nej") else "delmal",
        planen=s.planen,
        haller_med=s.haller_med if s.hallet else "",
        egna_ord=s.egna_ord,
        lassatt="" if not s.hallet else "tolkad" if tolk else "sjalv",
    )


def _parter(rum: Rum, p: Person, v: Vistelse, s: Samtal, pr: Samtalsprotokoll, skal: dict) -> list[Deltagare]:
    namn = [(Part.ASPIRANT, f"{p.fornamn} {p.efternamn}"), (Part.COACH, rum.users[v.coach].namn)]
    if s.motpart == "af":
        tredje = (Part.AF, "Arbetsförmedlingen Spånga")
    else:
        tredje = (Part.SOCIALSEKRETERARE, rum.users[p.socialsekreterare].namn)
    namn.append(tredje)
    if p.tolk:
        namn.append((Part.TOLK, f"Tolk i {p.sprak}"))
    borta = tredje[0] if _saknas(p, v, s) else ""
    return [
        Deltagare(
            aspirant_id=pr.aspirant_id, namnd_id=pr.namnd_id, protokoll=pr, part=part, namn=vem,
            **_presence(s, part, borta=part == borta, skal=skal),
        )
        for part, vem in namn
    ]  # fmt: skip


def _presence(s: Samtal, part: str, *, borta: bool, skal: dict) -> dict:
    if not s.hallet:
        return {}
    if borta:
        text = "Lämnade frågor i förväg"
        return {"narvaro": Narvaro.FRANVARANDE, "franvaroskal": skal["annat_mote"], "skal": text}
    return {"narvaro": s.satt.get(part, Narvaro.PLATS)}


def _agenda(s: Samtal, pr: Samtalsprotokoll) -> list[Agendapunkt]:
    """What came of the delmål; of a coming one, what the plan in force asks about."""
    rader = [(*rad, None) for rad in s.agenda]
    if not s.hallet and not s.installt:
        planer = Plan.objects.jobbplaner().publicerade().filter(aspirant=pr.aspirant_id, ersatt_at=None)
        delmal = Delmal.objects.filter(plan__in=planer).exclude(lage="klart")
        rader = [(d.vad, "", "", d) for d in delmal]
    return [
        Agendapunkt(
            aspirant_id=pr.aspirant_id, namnd_id=pr.namnd_id, protokoll=pr, ordning=nr, rubrik=rubrik, utfall=utfall,
            anteckning=text, delmal=delmal,
        )
        for nr, (rubrik, utfall, text, delmal) in enumerate(rader, start=1)
    ]  # fmt: skip
