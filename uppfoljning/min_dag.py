"""Min dag: what is due for the persons I hold, and the next step of each. Everything is asked once for all of them."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from django.db.models import Max, Q, Sum
from django.urls import reverse

from cases import akt, perms
from cases.bemanning import Luckor, luckor
from cases.enums import FORMAGA_TIMMAR, Enhetsslag
from cases.models import Aspirant, Handlingstyp, User, Utlamnande
from cases.uppdrag import capacities
from config.components import WorkGroup, WorkRow, group_work
from insatser.models import Placering
from jobbplaner.enums import Delmalslage
from jobbplaner.models import Delmal, Trepartssamtal
from uppfoljning.bevakningar import granser as bevakningar
from uppfoljning.chefens_dag import Enhetens, enhetens, enhetens_samtal

SHOWN_PERSONS = 8
SHOWN_LATE = 50
SHOWN_NEWS = 8


@dataclass(frozen=True)
class PersonRad:
    """One of my persons: days enrolled, hours a week, step on the ladder, next delmål of the plan in force.

    `som` when I am not the handläggare: for someone absent, or as samordnare.
    """

    aspirant: Aspirant
    alder: int | None
    dagar: int | None
    steg: int | None
    timmar: int
    mal_timmar: int
    nasta: str = ""
    senast: date | None = None
    som: str = ""


@dataclass(frozen=True)
class MinDag:
    """`enheten` is True for a chef, whose list has the unit's bevakningar too. `antal_andras` are those of the persons
    whom one does not hold oneself."""

    enheten: bool
    grupper: list[WorkGroup] = field(default_factory=list)
    antal: int = 0
    personer: list[PersonRad] = field(default_factory=list)
    antal_personer: int = 0
    antal_andras: int = 0
    samtal: list[Trepartssamtal] = field(default_factory=list)
    att_ta_emot: list[Utlamnande] = field(default_factory=list)
    fler_att_ta_emot: bool = False
    mottagna: list[Utlamnande] = field(default_factory=list)
    antal_mottagna: int = 0
    luckor: list[Luckor] = field(default_factory=list)

    @property
    def visade(self) -> set[int]:
        """Keys of every person the page names."""
        rader = {rad.person for grupp in self.grupper for rad in grupp.rows if rad.person}
        delar = (*self.samtal, *self.att_ta_emot, *self.mottagna)
        utan = {person.pk for enhet in self.luckor for person in enhet.utan}
        return rader | utan | {rad.aspirant.pk for rad in self.personer} | {del_.aspirant_id for del_ in delar}


def min_dag(user: User, today: date, *, veckor: int = 1, sedan: date | None = None, alla_rader: bool = False) -> MinDag:
    """Bevakningar up to the end of this week (`veckor` more weeks when asked) and persons by next step; receipts of
    what was sent since `sedan`, else yesterday. The oldest of a group unless `alla_rader`."""
    mina, chef = persons(user, today), bool(perms.chef_enheter(user, today))
    som = capacities(mina, user, today)
    until = end_of_week(today, veckor)
    enheten = enhetens(user, today, until)
    rader = matters(mina, user, today, som)
    grupper = _groups(rader, enheten, today, until, _rest_title(today, veckor))
    personer = person_rader(mina, today, som)
    att_ta_emot, mottagna = _nytt(mina, user, today, sedan or today - timedelta(days=1))
    return MinDag(
        enheten=chef,
        grupper=_capped(grupper, chef=chef, alla_rader=alla_rader),
        antal=sum(grupp.total for grupp in grupper),
        personer=personer[:SHOWN_PERSONS],
        antal_personer=len(personer),
        antal_andras=sum(1 for rad in personer if rad.som),
        samtal=_samtal(mina, user, today),
        att_ta_emot=att_ta_emot[:SHOWN_NEWS],
        fler_att_ta_emot=len(att_ta_emot) > SHOWN_NEWS,
        mottagna=mottagna[:SHOWN_NEWS],
        antal_mottagna=len(mottagna),
        luckor=[luckor(enhet, today) for enhet in perms.chef_enheter(user, today)],
    )


def is_overdue(rad: WorkRow, today: date) -> bool:
    """A bevakning whose day has passed: what the page Enheten counts as Försenat. Other matters are never that."""
    return rad.dag < today and bool(rad.hantera)


def _groups(rader: list[WorkRow], enheten: Enhetens, today: date, until: date, rest_title: str) -> list[WorkGroup]:
    """Bevakningar by their day, and apart from those overdue what else should have been done: to read, to sign."""
    annat = [rad for rad in rader if rad.dag < today and not is_overdue(rad, today)]
    kvar = [rad for rad in rader if rad not in annat] if annat else rader
    grupper = group_work([*kvar, *enheten.rader], today=today, until=until, rest_title=rest_title)
    grupper = [replace(g, count=len(g.rows) + enheten.fler.get(g.kind, 0)) for g in grupper]
    if annat:
        sena = sum(grupp.kind == "over" for grupp in grupper)
        annat = sorted(annat, key=lambda rad: rad.dag)
        grupper.insert(sena, WorkGroup(title="Annat som väntar", kind="over", rows=annat))
    return grupper


def matters(aspiranter: list[Aspirant], user: User, today: date, som: dict[int, str]) -> list[WorkRow]:
    """Everything that waits for the user, of these persons and of the unit, in no order."""
    return _work_rows(aspiranter, user, today, som) + akt.enhetsuppgifter(user, today)


def _nytt(mina: list[Aspirant], user: User, today: date, sedan: date) -> tuple[list[Utlamnande], list[Utlamnande]]:
    """Hand-overs about my persons, newest first: those my nämnd has to acknowledge, and those just acknowledged. To a
    chef, of the first kind those sent to the unit, one more than is shown."""
    alla = Utlamnande.objects.exclude(typ=Handlingstyp.REMISS).select_related("aspirant", "till_enhet", "kvitterat_av")
    namnder = {enhet.namnd_id for enhet in perms.enheter(user, today)}
    nyss, vantar = Q(kvitterat_at__date__gte=sedan), Q(till_namnd__in=namnder, kvitterat_at=None, upphorde=None)
    if chefens := perms.chef_enheter(user, today):
        till_enheten = alla.okvitterade().till_enheter(chefens).order_by("-skickat_at", "-id")[: SHOWN_NEWS + 1]
        rader = alla.filter(nyss, aspirant__in=mina).order_by().union(till_enheten)
    else:
        rader = alla.filter(nyss | vantar, aspirant__in=mina).order_by()
    rader = sorted(rader, key=lambda u: (u.skickat_at, u.pk), reverse=True)
    return [u for u in rader if not u.kvitterat_at], [u for u in rader if u.kvitterat_at]


def _samtal(mina: list[Aspirant], user: User, today: date) -> list[Trepartssamtal]:
    """Today's with my persons and, to a chef, the first of the unit's."""
    mitt = Trepartssamtal.objects.filter(installt_at=None, aspirant__in=mina, datum=today).select_related("aspirant")
    alla = mitt.order_by().union(*enhetens_samtal(user, today))
    return sorted(alla, key=lambda samtal: (samtal.tid is None, samtal.tid or time.min, samtal.pk))


def end_of_week(today: date, veckor: int) -> date:
    """Sunday of the week `veckor` - 1 weeks ahead."""
    return today + timedelta(days=6 - today.weekday() + 7 * (veckor - 1))


def _rest_title(today: date, veckor: int) -> str:
    vecka = today.isocalendar().week
    return f"Resten av vecka {vecka}" if veckor == 1 else f"Vecka {vecka} och {veckor - 1} veckor framåt"


def _capped(grupper: list[WorkGroup], *, chef: bool, alla_rader: bool) -> list[WorkGroup]:
    """A unit may have thousands overdue; the oldest are shown, the count says how many there are, and a link leads to
    all: a chef's to the unit's own list, which has pages and kinds."""
    url = reverse("uppfoljning:enhet_forsenade") if chef else "?alla=1"
    hogst = None if alla_rader and not chef else SHOWN_LATE
    return [
        replace(g, rows=g.rows[:hogst], all_url=url if g.kind == "over" or not chef else "", anchor=f"grupp-{nr}")
        for nr, g in enumerate(grupper, start=1)
    ]


def persons(user: User, today: date) -> list[Aspirant]:
    """Whose matters stand on the user's own day; a chef's unit stands there by its bevakningar."""
    return list(Aspirant.objects.mina(user, today).for_lista(today))


def _work_rows(mina: list[Aspirant], user: User, today: date, som: dict[int, str]) -> list[WorkRow]:
    """What is due for mine, and what anyone at the unit may do for the others: remisser that wait for an answer."""
    egna = {a.pk for a in mina}
    andra = _others(user, today, egna)
    granser = _deadlines([*mina, *andra], user, today)
    return [
        _work_row(aspirant, grans, today, som.get(aspirant.pk, ""))
        for aspirant in [*mina, *andra]
        for grans in granser[aspirant.pk]
        if aspirant.pk in egna or grans.for_enheten
    ]


def _deadlines(aspiranter: list[Aspirant], user: User, today: date) -> dict[int, list[akt.Tidsgrans]]:
    """Less the bevakningar of units whose chef the user is: those stand on the day as the unit's."""
    chefens = perms.chef_enheter(user, today)
    svar = akt.tidsgranser(aspiranter, user, today, utom=bevakningar.tidsgranser)
    enheter = [enhet for enhet in perms.enheter(user, today) if enhet not in chefens]
    for pk, rader in bevakningar.at_units(aspiranter, enheter).items():
        svar[pk] += rader
    return svar


def _others(user: User, today: date, egna: set[int]) -> list[Aspirant]:
    """None of a unit whose chef one is: its bevakningar stand there as the unit's."""
    chefens = perms.chef_enheter(user, today)
    jobbtorg = [enhet for enhet in perms.enheter(user, today, Enhetsslag.JOBBTORG) if enhet not in chefens]
    return list(Aspirant.objects.vantar_svar_vid(jobbtorg).exclude(pk__in=egna)) if jobbtorg else []


def _work_row(aspirant: Aspirant, grans: akt.Tidsgrans, today: date, som: str) -> WorkRow:
    return akt.work_row(aspirant, replace(grans, varfor=f"{som}. {grans.varfor}") if som else grans, today)


def person_rader(aspiranter: list[Aspirant], today: date, som: dict[int, str]) -> list[PersonRad]:
    """Rows sorted by the next step's date; persons without one last, by name."""
    nasta = _nasta_delmal(aspiranter, today)
    placerade = _placerade(aspiranter, today)
    rader = [_rad(a, nasta.get(a.pk), placerade.get(a.pk, (0, None)), today, som.get(a.pk, "")) for a in aspiranter]
    return sorted(rader, key=lambda r: (r.senast is None, r.senast or date.max))


def _rad(
    aspirant: Aspirant, delmal: Delmal | None, placerad: tuple[int, int | None], today: date, som: str
) -> PersonRad:
    timmar, steg = placerad
    return PersonRad(
        aspirant=aspirant,
        alder=aspirant.alder(today),
        dagar=(today - aspirant.inskriven).days if aspirant.inskriven else None,
        steg=steg,
        timmar=timmar,
        mal_timmar=FORMAGA_TIMMAR.get(aspirant.arbetsformaga, 0),
        nasta=delmal.vad if delmal else "",
        senast=delmal.senast if delmal else None,
        som=som,
    )


def _nasta_delmal(aspiranter: list[Aspirant], today: date) -> dict[int, Delmal]:
    """The unfinished delmål with the earliest date in each person's plan in force."""
    delmal = (
        Delmal.objects.filter(aspirant__in=aspiranter, plan__publicerad_at__isnull=False, plan__ersatt_at=None)
        .exclude(plan__inskrivning__avslutad__isnull=False)
        .exclude(plan__slutdatum__lt=today)
        .exclude(lage=Delmalslage.KLART)
        .exclude(senast=None)
        .order_by("aspirant_id", "senast", "id")
        .distinct("aspirant_id")
    )
    return {d.aspirant_id: d for d in delmal}


def _placerade(aspiranter: list[Aspirant], today: date) -> dict[int, tuple[int, int | None]]:
    """Hours a week and highest step of the placeringar going on today, per person id."""
    rader = (
        Placering.objects.kvar_den(today)
        .filter(aspirant__in=aspiranter)
        .values("aspirant")
        .annotate(timmar=Sum("timmar_per_vecka"), steg=Max("insats__steg__nummer"))
    )
    return {rad["aspirant"]: (rad["timmar"], rad["steg"]) for rad in rader.order_by()}
