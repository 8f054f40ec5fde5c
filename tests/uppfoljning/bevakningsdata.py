"""The reference: the bevakningar of one person, read slowly from the facts by the pure rules of cases/deadlines.py."""

from datetime import date

from cases import deadlines, models
from cases.deadlines import Tid
from cases.enums import Ingang
from cases.sekretess.identitet import som_system
from config.dates import local_date, month_end, month_start
from insatser.models import Placering
from jobbplaner.models import Plan, Trepartssamtal
from uppfoljning.bevakningar.berakning import refresh
from uppfoljning.bevakningar.parametrar import in_force
from uppfoljning.models import Checkpoint, EgenBevakning, Leverans, Registerrad

REFERENS = {}


def bevaka(today) -> None:
    """What the night does: the table of bevakningar as the rules say."""
    with som_system("bevakning"):
        refresh(today=today)


def regel(function):
    REFERENS[function.__name__] = function
    return function


def reference(person, today) -> set[tuple]:
    """(regel, nyckel, enhet, fran, dag) as the rules say, one fact at a time. To be called as the owner."""
    person = models.Aspirant.objects.get(pk=person.pk)
    oppen = models.Inskrivning.objects.oppna().filter(aspirant=person).first()
    param = in_force(today)
    return {(kod, *rad) for kod, regel in REFERENS.items() for rad in regel(person, oppen, today, param)}


def _planer(person, slag):
    return Plan.objects.filter(aspirant=person, slag=slag)


def _foljs_upp(plan):
    """The day, or None of one that is not in force."""
    if not plan.publicerad_at or plan.ersatt_at:
        return None
    return deadlines.plan_foljs_upp(plan.nasta_uppfoljning, plan.slutdatum)


def _haller(person, today):
    return models.Handlaggare.objects.aktuella(today).filter(aspirant=person, enhet=person.sdf_id).exists()


def _held_since(person, today):
    """First day of the unbroken time up to today that the SDF has had somebody on the case."""
    fran, slut = None, None
    for rad in models.Handlaggare.objects.filter(aspirant=person, enhet=person.sdf_id, fran__lte=today).order_by(
        "fran"
    ):
        if slut is None or (rad.fran - slut).days > 1:
            fran = rad.fran
        slut = max(rad.till or date.max, slut or date.min)
    return fran


def _jobbplaner(person, oppen):
    """Of the open enrolment, or of none."""
    alla = _planer(person, "jobbplan") if oppen else []
    return [p for p in alla if p.inskrivning_id in (None, oppen.pk)]


def _arbetsplaner(person):
    return [p for p in _planer(person, "arbetsplan") if p.enhet_id == person.sdf_id]


@regel
def forsta_plan(person, oppen, today, param):
    if oppen and not any(p.publicerad_at and p.inskrivning_id == oppen.pk for p in _planer(person, "jobbplan")):
        dag = deadlines.jobbplan_senast(oppen.inskriven, arbetsdagar=param["jobbplan_arbetsdagar"])
        yield str(oppen.pk), oppen.jobbtorg_id, oppen.inskriven, dag


@regel
def forsta_arbetsplan(person, oppen, today, param):
    galler = any(p.publicerad_at and not p.ersatt_at for p in _arbetsplaner(person))
    if _haller(person, today) and person.arbetsformaga != "0" and not galler:
        fran = _held_since(person, today)
        dag = deadlines.arbetsplan_senast(fran, arbetsdagar=param["arbetsplan_arbetsdagar"])
        yield str(person.pk), person.sdf_id, fran, dag


@regel
def jobbplan_uppfoljning(person, oppen, today, param):
    for p in _jobbplaner(person, oppen):
        if dag := _foljs_upp(p):
            yield str(p.pk), oppen.jobbtorg_id, local_date(p.publicerad_at), dag


@regel
def arbetsplan_uppfoljning(person, oppen, today, param):
    for p in _arbetsplaner(person):
        slut = p.slutdatum and p.slutdatum < today
        if (dag := _foljs_upp(p)) and (not slut or _haller(person, today)):
            yield str(p.pk), p.enhet_id, local_date(p.publicerad_at), dag


@regel
def jobbplan_orord(person, oppen, today, param):
    yield from _orord(_jobbplaner(person, oppen), oppen.jobbtorg_id if oppen else None, today, param)


@regel
def arbetsplan_orord(person, oppen, today, param):
    planer = _arbetsplaner(person) if _haller(person, today) else []
    yield from _orord(planer, person.sdf_id, today, param)


def _orord(planer, enhet, today, param):
    for p in planer:
        utkast = _planer(p.aspirant, p.slag).filter(namnd=p.namnd_id, publicerad_at=None).exclude(pk=p.pk)
        att_folja_upp = (dag := _foljs_upp(p)) and dag <= today
        if p.ersatt_at is None and not att_folja_upp and not utkast.exists():
            rord = max(local_date(m) for m in (p.andrad_at, p.publicerad_at) if m)
            dag = deadlines.plan_orord_dag(rord, dagar=param["plan_orord_dagar"])
            yield f"{p.pk}:{rord}", enhet, rord, dag


@regel
def trepartssamtal(person, oppen, today, param):
    if oppen is None:
        return
    dagar = deadlines.trepartssamtal_att_bevaka(
        oppen.inskriven,
        today,
        sysselsattning=[Tid(p.fran, p.avslutad) for p in Placering.objects.filter(aspirant=person)],
        **_svar(person, "socialtjanst"),
        for_alla=bool(person.sdf) and person.sdf.namn in param["trepartssamtal_for_alla"],
        manader=param["trepartssamtal_manader"],
    )
    for n, dag in dagar:
        yield f"{oppen.pk}:{n}", oppen.jobbtorg_id, oppen.inskriven, dag


def _svar(person, motpart):
    """Days of the samtal with this third party that were held with everyone, and of those still only booked."""
    alla = Trepartssamtal.objects.filter(aspirant=person, motpart=motpart)
    oppna = [t for t in alla if t.hallet_at is None and t.installt_at is None]
    return {"hallna": [t.datum for t in alla if t.fulltaligt], "bokade": [t.datum for t in oppna]}


@regel
def gemensam_uppfoljning(person, oppen, today, param):
    if oppen is None:
        return
    manader = param["gemensam_uppfoljning_manader"]
    for n, dag in deadlines.uppfoljning_att_bevaka(oppen.inskriven, today, **_svar(person, "af"), manader=manader):
        yield f"{oppen.pk}:{n}", oppen.jobbtorg_id, oppen.inskriven, dag


@regel
def remiss_svara(person, oppen, today, param):
    for r in models.Remiss.objects.filter(aspirant=person, svar=""):
        yield str(r.pk), r.jobbtorg_id, local_date(r.skickad_at), r.svar_senast


@regel
def remiss_vantar(person, oppen, today, param):
    for r in models.Remiss.objects.filter(aspirant=person, svar=""):
        yield str(r.pk), person.sdf_id or r.sdf_id, local_date(r.skickad_at), r.svar_senast


@regel
def samtycke(person, oppen, today, param):
    if oppen is None:
        return
    alla = models.Samtycke.objects.filter(aspirant=person)
    galler = [s for s in alla if s.aterkallat is None or s.aterkallat > today]
    for s in galler:
        senare = any(
            (n.fran_namnd_id, n.till_namnd_id) == (s.fran_namnd_id, s.till_namnd_id)
            and set(n.typer) >= set(s.typer)
            and (n.till, n.pk) > (s.till, s.pk)
            for n in galler
        )
        for enhet in {oppen.jobbtorg, person.sdf} - {None}:
            if enhet.namnd_id == s.fran_namnd_id and s.till >= oppen.inskriven and not senare:
                dag = deadlines.samtycke_fornyas(s.fran, s.till, varsel=param["samtycke_varsel_dagar"])
                yield str(s.pk), enhet.pk, s.fran, dag


@regel
def checkpoint(person, oppen, today, param):
    for c in Checkpoint.objects.filter(aspirant=person, utfall="uppbar", bortfall="").select_related("inskrivning"):
        dag = deadlines.checkpoint_bevakas(c.funnen_dag, today, arbetsdagar=param["checkpoint_arbetsdagar"])
        senare = Checkpoint.objects.filter(inskrivning=c.inskrivning, manader__gt=c.manader).exists()
        ny = person.inskrivning_set.filter(inskriven__gt=c.inskrivning.avslutad).exists()
        remitterad = any(local_date(r.skickad_at) >= c.funnen_dag for r in person.remiss_set.all())
        egen = person.sdf and person.sdf.namnd_id == c.namnd_id
        if dag and egen and not (senare or ny or remitterad):
            yield f"{c.inskrivning_id}:{c.manader}:{c.manad}", person.sdf_id, c.funnen_dag, dag


@regel
def utan_stod(person, oppen, today, param):
    manad, mottagen = _hel_manad()
    if oppen is None or person.sdf_id is None or manad is None or manad < month_start(oppen.inskriven):
        return
    ung = oppen.remiss is not None and oppen.remiss.ingang == Ingang.UNGA
    nummer = [person.nummer, *person.tidigarenummer_set.personens().values_list("nummer", flat=True)]
    stod = Registerrad.objects.med_stod().filter(nummer__in=nummer, manad=manad).exists()
    if not ung and not stod:
        dag = deadlines.utan_stod_senast(mottagen, arbetsdagar=param["utan_stod_arbetsdagar"])
        yield f"{oppen.pk}:{manad}", person.sdf_id, manad, dag


def _hel_manad():
    """The latest month that each district of then has delivered, and the day it became whole."""
    for manad in sorted({x.manad for x in Leverans.objects.gallande()}, reverse=True):
        levererat = Leverans.objects.gallande().filter(manad=manad)
        da = models.Enhet.objects.sdf().giltiga_i(manad, month_end(manad))
        if {e.pk for e in da} <= {x.sdf_id for x in levererat}:
            return manad, max(local_date(x.mottagen_at) for x in levererat)
    return None, None


@regel
def handling(person, oppen, today, param):
    for u in models.Utlamnande.objects.filter(aspirant=person, kvitterat_at=None, upphorde=None):
        if u.typ not in ("remiss", "aterremiss"):
            skickad = local_date(u.skickat_at)
            dag = deadlines.handling_mottas_senast(skickad, arbetsdagar=param["handling_arbetsdagar"])
            yield str(u.pk), u.till_enhet_id, skickad, dag


@regel
def langsiktigt_stod(person, oppen, today, param):
    for s in models.LangsiktigtStod.objects.filter(aspirant=person, avbrutet=None):
        dag = deadlines.stod_att_bevaka(s.till, s.nasta_kontakt)
        yield f"{s.pk}:{dag}", s.enhet_id, s.fran, dag


@regel
def egen(person, oppen, today, param):
    for g in EgenBevakning.objects.filter(aspirant=person):
        yield str(g.pk), g.enhet_id, local_date(g.skapad_at), g.dag
