"""Real documents for the demo accounts' persons: the newest jobbplan of each and the protokoll of samtal as frozen PDF,
handed over to the SDF on the person's consent, most of them received."""

from datetime import date, timedelta

from cases.models import Aspirant, Handling, RattsligGrund, Samtycke, User, Utlamnande
from cases.models.handling import Handlingstyp
from cases.services.handlingar import establish_handling, hand_over
from config.dates import add_months
from jobbplaner.models import Plan, Samtalsprotokoll, Trepartssamtal
from jobbplaner.pdf import plan_pdf, protokoll_pdf, protokoll_rubrik

from .amal import NUMMER
from .liv import Person, Planversion, Samtal, Vistelse
from .skriv import Rum, at
from .skriv_delar import NY_PLAN_KLOCKAN


def write_documents(rum: Rum, coach: str = "carl") -> int:
    """The plan in force of everyone enrolled with `coach`, every version of the one akt that is told in full, and the
    protokoll that were written. Returns how many."""
    antal = 0
    for p, a in rum.par():
        v = p.oppen
        if v and v.coach == coach and v.planer:
            _consent(rum, v, a)
            versioner = v.planer if p.nummer == NUMMER else v.planer[-1:]
            for ver in versioner:
                _plan_document(rum, p, a, v, ver)
                antal += 1
    hallna = [rad for rad in rum.protokoll if rad[2].hallet]
    for p, v, s, protokoll in hallna:
        _protokoll_document(rum, p, v, s, protokoll)
    return antal + len(hallna)


def _consent(rum: Rum, v: Vistelse, a: Aspirant) -> None:
    """Given at inskrivning for a year, and renewed when the year was over."""
    fran = v.inskriven
    while add_months(fran, 12) <= rum.stad.today:
        fran = add_months(fran, 12)
    Samtycke.objects.create(
        aspirant=a,
        typer=["jobbplan", "manadsunderlag", "protokoll", "slutrapport"],
        fran_namnd=rum.jobbtorg(v.jobbtorg).namnd,
        till_namnd=a.sdf.namnd,
        satt=Samtycke.Satt.SKRIFTLIGT,
        fran=fran,
        till=add_months(fran, 12) - timedelta(days=1),
        mottaget_av=rum.users[v.coach],
        registrerat_av=rum.users[v.coach],
    )


def _plan_document(rum: Rum, p: Person, a: Aspirant, v: Vistelse, ver: Planversion) -> None:
    nar, by = at(ver.publicerad, NY_PLAN_KLOCKAN), rum.users[v.coach]
    plan = (
        Plan.objects.jobbplaner()
        .select_related("aspirant__sdf__namnd", "enhet__namnd", "andrad_av")
        .prefetch_related("delmal")
        .get(aspirant=a, publicerad_at=nar)
    )
    plan.handling = establish_handling(
        aspirant=plan.aspirant,
        enhet=plan.enhet,
        typ=plan.slag,
        version=plan.nummer,
        titel=str(plan),
        pdf=plan_pdf(plan, now=nar),
        by=by,
        now=nar,
    )
    plan.save(update_fields=["handling"])
    if ver.skickad:
        _send(rum, p, plan.handling, by, ver.skickad, ver.kvitterad)


def _protokoll_document(rum: Rum, p: Person, v: Vistelse, s: Samtal, protokoll: Samtalsprotokoll) -> None:
    nar, by = at(s.dag, "16:05"), rum.users[v.coach]
    samtal = Trepartssamtal.objects.select_related("aspirant__sdf__namnd", "enhet__namnd", "protokoll").get(
        pk=protokoll.samtal_id
    )
    samtal.protokoll.handling = establish_handling(
        aspirant=samtal.aspirant,
        enhet=samtal.enhet,
        typ=Handlingstyp.PROTOKOLL,
        version=1,
        titel=f"{protokoll_rubrik(samtal)} {s.dag}",
        pdf=protokoll_pdf(samtal, now=nar),
        by=by,
        now=nar,
    )
    samtal.protokoll.save(update_fields=["handling"])
    _send(rum, p, samtal.protokoll.handling, by, s.dag, s.dag + timedelta(days=2))


def _send(rum: Rum, p: Person, handling: Handling, by: User, dag: date, kvitterad: date | None) -> None:
    utlamnande = hand_over(
        handling=handling,
        till_enhet=handling.aspirant.sdf,
        grund=RattsligGrund.objects.get(kod=_ground(handling, dag)),
        by=by,
        now=at(dag, "16:10"),
    )
    if kvitterad and kvitterad <= rum.stad.today:
        _received(utlamnande, rum.users[p.socialsekreterare], kvitterad)


def _received(utlamnande: Utlamnande, by: User, dag: date) -> None:
    """Opened and acknowledged, as the receiver's own doors do it (app.markera_oppnad, app.kvittera)."""
    Utlamnande.objects.filter(pk=utlamnande.pk).update(
        oppnad_at=at(dag, "08:35"), oppnad_av=by, kvitterat_at=at(dag, "08:40"), kvitterat_av=by
    )


def _ground(handling: Handling, dag: date) -> str:
    """The consent where one was in force that day."""
    giltigt = Samtycke.objects.filter(aspirant=handling.aspirant, fran__lte=dag, till__gte=dag).exists()
    return "samtycke" if giltigt else "nodvandigt_egen_verksamhet"
