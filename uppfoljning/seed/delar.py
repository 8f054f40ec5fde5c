"""The parts of a stay: plans with delmål, placeringar, trepartssamtal; and the SDF's own arbetsplan and insatser."""

import random
from datetime import date, timedelta

from cases.enums import FORMAGA_TIMMAR
from config.dates import add_months, add_workdays, is_workday

from .katalog import KATALOG, Post
from .liv import Deltagande, Person, Planversion, Samtal, Vistelse
from .texter import HANDLEDARE, INSATSERNA, KOMMENTAR, NULAGE, PLANEN, SDF_DELMAL, SDF_MAL, SPAR, Spar

FORSTA_PLAN = ((0.87, 1, 5), (0.94, 6, 12), (0.98, 13, 30))
"""Share up to here, and the working days after inskrivning when the first plan is published; the rest have none."""

FORMAGA_ORDNING = ("0", "1-25", "26-50", "51-75", "76-100")
RESULTAT = ("ytterligare_insats", "ytterligare_insats", "okant", "praktik_af")
AF_NULAGE = "Har varit inskriven ett år. Vi har gått igenom vad insatserna har gett."
AF_INSATSERNA = "Arbetsförmedlingen ser inget program som passar bättre nu. Insatsen på jobbtorget fortsätter."
AF_PLANEN = "Arbetsförmedlingen följer upp arbetssökandet en gång i månaden."
RUM = ("Rum 2", "Rum 4", "Rum 5", "Stora samtalsrummet")


def workday_after(dag: date, dagar: int) -> date:
    dag += timedelta(days=dagar)
    while not is_workday(dag):
        dag += timedelta(days=1)
    return dag


def fill_stay(rng: random.Random, person: Person, vistelse: Vistelse, spar: Spar, today: date) -> None:
    """Plans, placeringar and samtal of a stay up to its end or today."""
    slut = vistelse.avslutad or today
    vistelse.planer = _versions(rng, person, spar, vistelse.inskriven, slut)
    vistelse.placeringar = _placeringar(rng, person, vistelse, slut, today)
    vistelse.samtal = _samtal(rng, vistelse, slut, spar)


def spar_of(kod: str) -> Spar:
    return next(s for s in SPAR if s.kod == kod)


# Plans -----------------------------------------------------------------------------------------------------------


def _versions(rng: random.Random, person: Person, spar: Spar, inskriven: date, slut: date) -> list[Planversion]:
    dag = _first_day(rng, inskriven)
    planer: list[Planversion] = []
    mal, ord_ = rng.choice(spar.mal), rng.choice(spar.egna_ord)
    steg = rng.sample(spar.delmal, len(spar.delmal))
    while dag and dag <= slut:
        plan = version(rng, dag, mal, ord_, steg, len(planer))
        plan.jobbsokande = rng.choice((2, 4, 4, 6, 8)) if person.formaga == "76-100" else None
        planer.append(plan)
        # Some follow-ups are late, a few are never held
        dag = None if rng.random() < 0.06 else workday_after(plan.nasta, rng.randint(-9, 7))
    return planer


def _first_day(rng: random.Random, inskriven: date) -> date | None:
    lott = rng.random()
    for grans, fran, till in FORSTA_PLAN:
        if lott < grans:
            return add_workdays(inskriven, rng.randint(fran, till))
    return None


def version(rng: random.Random, dag: date, mal: str, ord_: str, steg: list, nr: int) -> Planversion:
    """Version `nr` (0 is the first): earlier steps done, one or two under way, one new."""
    nasta = workday_after(dag, rng.randint(70, 86))
    forsta = min(nr, max(len(steg) - 3, 0))
    valda = steg[max(forsta - 1, 0) : forsta + 2]
    delmal = [
        (vad, vem, workday_after(dag, rng.randint(9, 74)), _state(plats, nr)) for plats, (vad, vem) in enumerate(valda)
    ]
    plan = Planversion(dag, nasta, mal, ord_, delmal)
    plan.skickad = dag if rng.random() < 0.94 else None
    plan.kvitterad = workday_after(dag, rng.randint(1, 6)) if plan.skickad and rng.random() < 0.9 else None
    return plan


def _state(plats: int, nr: int) -> str:
    if nr == 0:
        return "nytt"
    return ("klart", "pagar", "pagar", "nytt")[min(plats, 3)]


def arbetsplaner(rng: random.Random, person: Person, today: date) -> list[Planversion]:
    """The SDF's plan, renewed every fourth month or so while support goes on: the four latest, some late."""
    slut = add_months(person.stod[-1][1], 1) if person.stod[-1][1] else today
    dag: date | None = workday_after(person.registrerad, rng.randint(3, 30))
    planer: list[Planversion] = []
    mal = rng.choice(SDF_MAL)
    steg = rng.sample(SDF_DELMAL, len(SDF_DELMAL))
    while dag and dag <= min(slut, today):
        plan = version(rng, dag, mal, "", steg, len(planer))
        plan.nasta = workday_after(dag, rng.randint(100, 125))
        planer.append(plan)
        forgotten = rng.random() < 0.15 and (today - plan.nasta).days < 60
        dag = None if forgotten else workday_after(plan.nasta, rng.randint(-10, 9))
    if planer and person.stod[-1][1]:
        planer[-1].slut = max(slut, planer[-1].publicerad)
    return planer[-4:]


# Placeringar -----------------------------------------------------------------------------------------------------


def _placeringar(rng: random.Random, person: Person, vistelse: Vistelse, slut: date, today: date) -> list[Deltagande]:
    """None to four, one after the other, with SFI beside the first for those who need it."""
    if vistelse.orsak == "avslut_inom_5_dagar":
        return []
    valbara = [p for p in KATALOG if not p.sdf and _fits(p, person, vistelse.jobbtorg)]
    rng.shuffle(valbara)
    sfi = [p for p in valbara if p.slag == "sfi" and person.tolk][:1]
    andra = sorted((p for p in valbara if p.slag != "sfi"), key=lambda p: p.enhet != vistelse.jobbtorg)[:5]
    rader, dag = [], workday_after(vistelse.inskriven, rng.randint(12, 55))
    for post in sfi + rng.sample(andra, min(len(andra), rng.choice((0, 1, 1, 2, 2, 3)))):
        if dag > slut:
            break
        rad = placering(rng, person, post, dag, slut, today, oppen=vistelse.avslutad is None)
        rader.append(rad)
        if post.slag != "sfi":
            dag = workday_after(rad.avslutad or rad.till or slut, rng.randint(6, 40))
    if vistelse.avslutad:
        _end_with_stay(rader, vistelse)
    return rader


def _fits(post: Post, person: Person, jobbtorg: str) -> bool:
    rang = FORMAGA_ORDNING.index(person.formaga or "26-50")
    if post.enhet == "Unga" and jobbtorg != "Unga":
        return False
    if person.formaga == "0" and post.slag in ("arbetstraning", "praktik", "sprakpraktik"):
        return False
    return not post.lagst or FORMAGA_ORDNING.index(post.lagst) <= rang


def placering(
    rng: random.Random, person: Person, post: Post, dag: date, slut: date, today: date, *, oppen: bool
) -> Deltagande:
    """One placering that starts on `dag`; ended when its planned end has passed, or broken off before."""
    utan_grans = post.slag in ("supported_employment", "subventionerad_anstallning")
    till = None if utan_grans else workday_after(dag, rng.randint(60, 170))
    timmar = min(post.timmar, FORMAGA_TIMMAR.get(person.formaga, 20) or 6)
    handledare = rng.choice(HANDLEDARE) if post.handledare else ""
    syfte = rng.choice(post.syften)
    rad = Deltagande(post, dag, till, workday_after(dag, 90) if utan_grans else None, timmar, syfte, handledare)
    if till and rng.random() < 0.22:
        _break_off(rng, rad, workday_after(dag, rng.randint(8, 50)), slut)
    elif till and till <= slut and not (oppen and rng.random() < 0.05):
        rad.avslutad, rad.resultat = (
            till,
            rng.choice(RESULTAT),
        )
        rad.kommentar = rng.choice(KOMMENTAR)
    while rad.omprovas and rad.omprovas < today - timedelta(days=5):
        rad.omprovas = workday_after(rad.omprovas, 90)
    return rad


def _break_off(rng: random.Random, rad: Deltagande, dag: date, slut: date) -> None:
    if dag <= min(slut, rad.till):
        rad.avslutad, rad.fullfoljd = dag, False
        rad.orsak = rng.choice(("halsa", "halsa", "ingen_mening", "annat", "okand"))
        rad.resultat = rng.choice(("okant", "ytterligare_insats"))


def _end_with_stay(rader: list[Deltagande], vistelse: Vistelse) -> None:
    """What is open when the stay ends, ends the same day, as the avslut would have done."""
    orsak = {"studier": "studier", "okand": "okand"}.get(vistelse.orsak, "annat")
    orsak = "arbete" if vistelse.orsak.startswith("arbete") else orsak
    for rad in rader:
        if rad.avslutad is None or rad.avslutad > vistelse.avslutad:
            rad.avslutad, rad.fullfoljd, rad.orsak = vistelse.avslutad, False, orsak
            rad.resultat = orsak if orsak in ("arbete", "studier") else "okant"
            rad.kommentar = f"Avslutades med inskrivningen vid Jobbtorg {vistelse.jobbtorg}."


def add_sdf_placering(rng: random.Random, person: Person, today: date) -> None:
    """Some who are not enrolled take part in what their district offers."""
    egna = [p for p in KATALOG if p.sdf and p.enhet == person.stadsdel.namn]
    if egna and person.stod[-1][1] is None and rng.random() < 0.3:
        dag = workday_after(max(person.registrerad, today - timedelta(days=200)), rng.randint(5, 40))
        if dag < today:
            person.sdf_placeringar.append(placering(rng, person, rng.choice(egna), dag, today, today, oppen=True))


# Trepartssamtal --------------------------------------------------------------------------------------------------


def _samtal(rng: random.Random, vistelse: Vistelse, slut: date, spar: Spar) -> list[Samtal]:
    """About three months after inskrivning and then every third month, for a little under half of them."""
    rader: list[Samtal] = []
    dag = workday_after(vistelse.inskriven, rng.randint(78, 93))
    while dag < slut and rng.random() < 0.45:
        rader.append(samtal(rng, dag, spar))
        dag = workday_after(dag, rng.randint(82, 92))
    if rader and vistelse.avslutad is None and rng.random() < 0.5:
        rader.append(Samtal(workday_after(slut, rng.randint(1, 12)), "10:00", rng.choice(RUM), slut="11:00"))
    return [*_changed(rader), *_with_af(vistelse, slut, rader)]


def _changed(rader: list[Samtal]) -> list[Samtal]:
    """One in eight was moved a week; one in ten is answered with a part the person does not agree with."""
    for rad in rader:
        nr = rad.dag.toordinal()
        if nr % 8 == 0:
            skal = ("personen_kan_inte", "tolk_saknas", "tredje_part_kan_inte")[nr % 3]
            rad.flyttat = (workday_after(rad.dag, -7), "13:00", skal)
        if nr % 10 == 3 and rad.nulage:
            rad.haller_med, rad.egna_ord = "delvis", "Jag tycker att det går för fort. Jag vill läsa mer svenska först."
    return rader


def _with_af(vistelse: Vistelse, slut: date, rader: list[Samtal]) -> list[Samtal]:
    """The joint follow-up after twelve months: held for two of three, cancelled once for some, else not held yet."""
    dag = workday_after(add_months(vistelse.inskriven, 12), -(5 + vistelse.inskriven.day))
    if dag >= slut or vistelse.inskriven.toordinal() % 3 == 0 or any(rad.dag == dag for rad in rader):
        return []
    hallet = Samtal(dag, "10:00", RUM[0], AF_NULAGE, AF_INSATSERNA, AF_PLANEN, slut="11:00", motpart="af")
    forsta = workday_after(dag, -10)
    if vistelse.inskriven.toordinal() % 5 == 0:
        return [Samtal(forsta, "10:00", RUM[0], motpart="af", installt="tredje_part_kan_inte"), hallet]
    return [hallet]


def samtal(rng: random.Random, dag: date, spar: Spar) -> Samtal:
    """One that was held, with one or two agreed points."""
    punkter = [(vad, vem, workday_after(dag, rng.randint(10, 45))) for vad, vem in rng.sample(spar.delmal, 2)]
    tid = rng.choice(("09:00", "10:00", "13:00", "14:30"))
    return Samtal(dag, tid, rng.choice(RUM), rng.choice(NULAGE), rng.choice(INSATSERNA), rng.choice(PLANEN), punkter)
