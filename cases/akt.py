"""The akt is a shell: header and tabs here, content registered by each app from its apps.py.

Lower rooms never look up. An app above registers its tab, its part of the timeline, its panel beside it, its
deadlines and what an avslut leads to; the functions are called in order of registration.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from config.components import Action, Fact, WorkRow

from .deadlines import Tid
from .models import Aspirant, Inskrivning, User


@dataclass(frozen=True)
class Flik:
    """A tab. `far_se(user, aspirant, today)` hides it where the role has no business; `url_name` may depend on the
    same three."""

    kod: str
    namn: str
    url_name: str | Callable[[User, Aspirant, date], str]
    ordning: int
    far_se: Callable[[User, Aspirant, date], bool] = lambda user, aspirant, today: True


@dataclass(frozen=True)
class Handelse:
    """Something that happened or will; `slag` is what the filter offers, `kommande` that it is still to come today.

    `skriven` orders what happened without a time among the rest of its day; it is not shown.
    """

    dag: date
    slag: str
    ikon: str
    rubrik: str
    text: str = ""
    meta: str = ""
    url: str = ""
    lank: str = ""
    tid: time | None = None
    kvittens: str = ""
    kommande: bool = False
    skriven: datetime | None = None


@dataclass(frozen=True)
class Tidsgrans:
    """A date by which something is due, with `tid` when the hour counts. `atgard` is the button's verb and noun.

    `for_enheten`: anyone at the unit may do it, so it is shown also to those who do not hold the case.
    `hantera`: page where it is put off or closed.
    """

    dag: date
    vad: str
    varfor: str
    url: str
    atgard: str
    arbetsdagar: bool = False
    for_enheten: bool = False
    tid: time | None = None
    hantera: str = ""


@dataclass(frozen=True)
class Panel:
    """A block beside the timeline: a template and the function that gives its context, or None to leave it out."""

    kod: str
    template: str
    underlag: Callable[[User, Aspirant, date], dict | None]
    ordning: int = 50


@dataclass(frozen=True)
class Oppet:
    """Something still open when an enrolment is about to be closed.

    `foljd`: what the avslut does with it by itself, or that it stays. `url` and `atgard`: the page that deals with it.
    `avsluta`: what the one who closes may choose to have done with the avslut, then `slag` is a key of `avsluta_med`.
    """

    vad: str
    foljd: str
    slag: str = ""
    objekt: int = 0
    url: str = ""
    atgard: str = ""
    avsluta: str = ""

    @property
    def nyckel(self) -> str:
        return f"{self.slag}-{self.objekt}"


@dataclass(frozen=True)
class Foljd:
    """What an avslut did: in words, and how it was before, so that `angra_avslut[slag]` can put it back."""

    slag: str
    objekt: int
    vad: str
    fore: dict = field(default_factory=dict)


def last_avslut(*, per_jobbtorg: bool = False) -> str:
    """SQL of each person's last enrolment (at each jobbtorg), when it was closed here: one that was taken over had no
    consequences."""
    samma = "AND o.jobbtorg_id = i.jobbtorg_id" if per_jobbtorg else ""
    return f"""(SELECT i.id, i.aspirant_id, i.jobbtorg_id, i.avslutad, i.avslutad_at, j.namnd_id
        FROM cases_inskrivning i JOIN cases_enhet j ON j.id = i.jobbtorg_id
        WHERE i.avslutad_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM cases_inskrivning o WHERE o.aspirant_id = i.aspirant_id AND o.inskriven >= i.avslutad
                AND o.id <> i.id {samma}))"""


def kept_consequence(slag: str) -> str:
    """SQL of the consequences of one kind that stand, each with its enrolment: inskrivning, aspirant, unit, object."""
    return f"""(SELECT f.inskrivning_id, f.aspirant_id, f.objekt, f.fore, i.jobbtorg_id, i.avslutad_at
        FROM cases_avslutsfoljd f JOIN cases_inskrivning i ON i.id = f.inskrivning_id
        WHERE f.slag = '{slag}' AND f.angrad_at IS NULL AND i.avslutad_at IS NOT NULL)"""


@dataclass(frozen=True)
class Avslutskontroll:
    """A consequence of an avslut that must hold as long as the avslut stands.

    `sql` gives those that do not: inskrivning_id, aspirant_id, enhet_id (the jobbtorg), objekt. `vad` says what is
    wrong; `sida` is the page where a person deals with it, with the person's key, and the object's where `sida_objekt`
    (alone where `bara_objekt`). Nothing mends by itself.
    """

    kod: str
    vad: str
    sql: str
    sida: str
    sida_objekt: bool = False
    bara_objekt: bool = False


@dataclass(frozen=True)
class Timunderlag:
    """What is assigned a week as things stand: (name, kind, until, hours) each, and the hours that are the target.
    Own job search is never among them (domain.md section 7)."""

    rader: tuple[tuple[str, str, str, int], ...]
    mal: int | None
    grund: str = ""

    @property
    def anvisade(self) -> int:
        return sum(rad[3] for rad in self.rader)


Fakta = Callable[[Aspirant, date], Fact | None]
Atgarder = Callable[[User, Aspirant, date], Iterable[Action]]


@dataclass
class Register:
    """What the apps have registered; filled once at start."""

    flikar: list[Flik] = field(default_factory=list)
    tidslinje: list[Callable[[Aspirant, date], Iterable[Handelse]]] = field(default_factory=list)
    tidsgranser: list[Callable[[list[Aspirant], User, date], dict[int, list[Tidsgrans]]]] = field(default_factory=list)
    paneler: list[Panel] = field(default_factory=list)
    # Matters of a unit that are not about a person the reader sees
    enhetsuppgifter: list[Callable[[User, date], Iterable[WorkRow]]] = field(default_factory=list)
    fakta: list[Fakta] = field(default_factory=list)
    atgarder: list[Atgarder] = field(default_factory=list)
    # After those of every app: what is done seldom belongs under Fler val
    atgarder_sist: list[Atgarder] = field(default_factory=list)
    # URL names under /akter/<pk>/ that only show: what a nödöppning opens
    lassidor: set[str] = field(default_factory=set)
    # Hours a week that a plan sums up
    veckotimmar: list[Callable[[Aspirant, date], Timunderlag]] = field(default_factory=list)
    # Documents of a person, owned by these nämnder, that may be handed over in parts (cases/dokument.py)
    dokument: list[Callable[[Aspirant, set[int]], Iterable]] = field(default_factory=list)
    # Pages that show handlingar of these ids as text: id -> URL
    handlingssidor: list[Callable[[list[int]], Iterable[QuerySet]]] = field(default_factory=list)
    # Called as consequence(inskrivning=, by=, now=) inside the transaction; the avslut is written already. Gives what
    # it did as Foljd
    vid_avslut: list[Callable[..., Iterable[Foljd] | None]] = field(default_factory=list)
    oppet_vid_avslut: list[Callable[[Inskrivning, date], Iterable[Oppet]]] = field(default_factory=list)
    # slag -> what ends a chosen Oppet, called as end(objekt=, inskrivning=, by=, now=); None when it had ended
    avsluta_med: dict[str, Callable[..., Foljd | None]] = field(default_factory=dict)
    # slag -> what puts a Foljd back, called as undo(foljd=, inskrivning=, by=, now=); without one it cannot be
    angra_avslut: dict[str, Callable[..., None]] = field(default_factory=dict)
    # slag -> what gives a Foljd the new day of a corrected avslut, called as move(foljd=, inskrivning=, forra=, now=);
    # False when it does not end that day, for somebody has changed it since or it cannot
    flytta_avslut: dict[str, Callable[..., bool]] = field(default_factory=dict)
    # slag -> what lets a Foljd say what a corrected reason says, called as follow(foljd=, inskrivning=, now=) on an
    # unchanged day; False when somebody has changed it since
    orsak_avslut: dict[str, Callable[..., bool]] = field(default_factory=dict)
    # What every kind of consequence must come to; asked by night and on the unit's page (cases/avslutskontroll.py)
    avslutskontroller: list[Avslutskontroll] = field(default_factory=list)
    # Spans in which the person has had work, studies or a placering (domain.md 2.7)
    sysselsattning: list[Callable[[Aspirant], Iterable[Tid]]] = field(default_factory=list)
    # Called with the keys of the persons once what a service wrote of them stands
    vid_andring: list[Callable[..., None]] = field(default_factory=list)
    # The same when a file, a unit or a parameter changes what holds for everybody
    vid_andring_av_alla: list[Callable[[], None]] = field(default_factory=list)


REGISTER = Register()


def changed(*aspirant_ids: int) -> None:
    """Said by every service that writes facts of a person, once for all of them: those above compute anew when the
    transaction stands."""
    for kalla in REGISTER.vid_andring if aspirant_ids else ():
        transaction.on_commit(partial(kalla, *aspirant_ids), robust=True)


def changed_all() -> None:
    """Said by what changes facts of many at once: a file that is taken in, a unit, a parameter of the municipality."""
    for kalla in REGISTER.vid_andring_av_alla:
        transaction.on_commit(kalla, robust=True)


def sysselsattning(aspirant: Aspirant) -> list[Tid]:
    """Every span of sysselsättning that the rooms above know of."""
    return [tid for kalla in REGISTER.sysselsattning for tid in kalla(aspirant)]


def flikar(user: User, aspirant: Aspirant, today: date, aktuell: str) -> list[dict]:
    """Tabs of the akt in order, as the tabs component wants them; by nödöppning those that are for reading."""
    synliga = [f for f in sorted(REGISTER.flikar, key=lambda f: f.ordning) if f.far_se(user, aspirant, today)]
    namn = [f.url_name(user, aspirant, today) if callable(f.url_name) else f.url_name for f in synliga]
    return [
        {"label": f.namn, "url": reverse(url_name, args=[aspirant.pk]), "current": f.kod == aktuell}
        for f, url_name in zip(synliga, namn, strict=True)
        if not user.lasande or url_name in REGISTER.lassidor
    ]


def handelser(aspirant: Aspirant, today: date) -> list[Handelse]:
    """Everything on the timeline, newest first; of two at the same time, what a source tells last is the newer."""
    alla = [h for kalla in REGISTER.tidslinje for h in kalla(aspirant, today)]
    return sorted(alla, key=lambda h: datetime.combine(h.dag, h.tid or time.min))[::-1]


def tidsgranser(
    aspiranter: list[Aspirant], user: User, today: date, utom: Callable | None = None
) -> dict[int, list[Tidsgrans]]:
    """Deadlines per person id, soonest first; each source but `utom` is asked once for all of them."""
    per_person: dict[int, list[Tidsgrans]] = {a.pk: [] for a in aspiranter}
    for kalla in REGISTER.tidsgranser:
        if kalla is utom:
            continue
        for pk, rader in kalla(aspiranter, user, today).items():
            per_person[pk].extend(rader)
    return {pk: sorted(rader, key=lambda t: t.dag) for pk, rader in per_person.items()}


def work_row(aspirant: Aspirant, grans: Tidsgrans, today: date, note: str = "") -> WorkRow:
    """A deadline as a row of the work list."""
    return WorkRow(
        namn=aspirant.namn,
        url=reverse("cases:akt", args=[aspirant.pk]),
        nummer=aspirant.nummer,
        alder=aspirant.alder(today),
        skyddad=aspirant.skyddad,
        vad=grans.vad,
        varfor=grans.varfor,
        dag=grans.dag,
        tid=grans.tid,
        note=note,
        arbetsdagar=grans.arbetsdagar,
        action=Action(label=grans.atgard, url=grans.url, context=f"för {aspirant.namn}"),
        person=aspirant.pk,
        hantera=grans.hantera,
    )


def personens_tidsgranser(aspirant: Aspirant, user: User, today: date) -> list[Tidsgrans]:
    """Deadlines of one person, worked out once for the header and the list beside the timeline."""
    minne = getattr(aspirant, "minne", {})
    if (user.pk, today) not in minne:
        minne[user.pk, today] = tidsgranser([aspirant], user, today)[aspirant.pk]
    return minne[user.pk, today]


def enhetsuppgifter(user: User, today: date) -> list[WorkRow]:
    """What somebody at the reader's unit has to do, without naming a person."""
    return [rad for kalla in REGISTER.enhetsuppgifter for rad in kalla(user, today)]


def atgarder(user: User, aspirant: Aspirant, today: date) -> list[Action]:
    """Buttons of the person header, in order of registration; the first three are shown, the rest under Fler val."""
    return [a for kalla in [*REGISTER.atgarder, *REGISTER.atgarder_sist] for a in kalla(user, aspirant, today)]


def oppet_vid_avslut(inskrivning: Inskrivning, today: date) -> list[Oppet]:
    """What is still open for the person, as far as the reader sees it, in order of registration."""
    return [rad for kalla in REGISTER.oppet_vid_avslut for rad in kalla(inskrivning, today)]


def handlingssidor(ids: Iterable[int]) -> dict[int, str]:
    """Where each handling is read as a page, for those that have one; the rest are read as PDF.

    Each source gives query sets of `sida_for`; all are asked in one question.
    """
    wanted = list(ids)
    if not wanted:
        return {}
    forst, *fler = (fraga for kalla in REGISTER.handlingssidor for fraga in kalla(wanted))
    return {pk: reverse(namn, args=[a for a in nycklar if a]) for pk, namn, *nycklar in forst.union(*fler, all=True)}


def sida_for(rader: QuerySet, handling: str, url_name: Any, forsta: str, andra: str | None = None) -> QuerySet:
    """Rows of (handling, URL name, its first key, its second key or None); `url_name` is text or an expression."""
    andra = F(andra) if andra else Cast(None, BigIntegerField())
    namn = Value(url_name) if isinstance(url_name, str) else url_name
    return rader.order_by().values_list(handling, Cast(namn, TextField()), F(forsta), andra)


def paneler(user: User, aspirant: Aspirant, today: date) -> list[dict]:
    """Panels that have something to show."""
    svar = ((p, p.underlag(user, aspirant, today)) for p in sorted(REGISTER.paneler, key=lambda p: p.ordning))
    return [{"kod": p.kod, "template": p.template, "underlag": u} for p, u in svar if u is not None]
