"""Search of persons by name, number or ärendenummer."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db import connection

from .models import Aspirant, Namndel, Tidigarenummer
from .personnummer import NummerError, parse

MAX_HITS = 200
PER_SIDA = 15  # what a screen holds
ALLA = 10**9
MIN_LETTERS = 2
MAX_PARTS = 4
ARENDENUMMER = re.compile(r"J-?0*(\d{1,9})", re.IGNORECASE | re.ASCII)
# Anything but letters and what stands between them in names is a number, or a slip
SIFFRA = re.compile(r"\d")
BOKSTAVER = re.compile(r"[^\W\d_]{2}")
FODELSEDATUM = re.compile(r"(?:\d\d)?\d\d-?(?:\d\d-?\d\d)?", re.ASCII)
BADE_OCH = "Sök på namnet för sig eller numret för sig. Födelsedatum och ålder går inte att söka på."
INTE_DATUM = "Födelsedatum går inte att söka på. Skriv namnet, eller hela numret med tio eller tolv siffror."


@dataclass(frozen=True)
class Sokning:
    """Hits that the searcher may see, a page of them: `liknande` by another spelling of the name, `personer` by the
    name itself. `nycklar`: of all the hits, MAX_HITS at most, `fler` when there were more; `sida`: the page of them.

    `exakt`: the question was a number, this `nummer` or the ärendenummer of `pk`; `fel`: why nothing was searched;
    `tidigare`: the number asked for is one that the person no longer has.
    """

    personer: list[Aspirant] = field(default_factory=list)
    liknande: list[Aspirant] = field(default_factory=list)
    nycklar: list[int] = field(default_factory=list)
    sida: Page | None = None
    exakt: bool = False
    fler: bool = False
    fel: str = ""
    nummer: str = ""
    pk: int | None = None
    tidigare: Tidigarenummer | None = None

    @property
    def visade(self) -> list[Aspirant]:
        return self.personer + self.liknande


@dataclass(frozen=True)
class Namnord:
    """One part of what was typed, with the keys that the database makes of names (cases/sekretess/namn.sql)."""

    skrivet: str
    vikt: str
    ljud: str


def find(fraga: str, today: date, personer=None, sida: int | str = 1) -> Sokning:
    """Interpret what was typed: ärendenummer, number with 10 or 12 digits, else name parts in any order.

    `personer` is the query set to search among; all that the searcher may see unless given. `sida` is a page of the
    hits as a form says it; the nearest there is.
    """
    if match := ARENDENUMMER.fullmatch(fraga):
        return _exact(today, pk=int(match[1]))
    if SIFFRA.search(fraga):
        if BOKSTAVER.search(fraga) or FODELSEDATUM.fullmatch(fraga):
            return Sokning(fel=BADE_OCH if BOKSTAVER.search(fraga) else INTE_DATUM)
        return _by_number(fraga, today)
    return _by_name(fraga, today, Aspirant.objects.all() if personer is None else personer, sida)


def _exact(today: date, **villkor) -> Sokning:
    personer = list(Aspirant.objects.filter(**villkor).for_lista(today)[:1])
    return Sokning(personer=personer, nycklar=[p.pk for p in personer], exakt=True, **villkor)


def _by_number(fraga: str, today: date) -> Sokning:
    try:
        svar = _exact(today, nummer=parse(fraga, today).nummer)
    except NummerError as fel:
        return Sokning(exakt=True, fel=f"{fel} Ett ärendenummer skrivs J-123.")
    tidigare = None if svar.personer else _earlier(svar.nummer)
    return replace(_exact(today, pk=tidigare.aspirant_id), nummer=svar.nummer, tidigare=tidigare) if tidigare else svar


def _earlier(nummer: str) -> Tidigarenummer | None:
    """Whoever had the number before; first the one whose own it was."""
    alla = Tidigarenummer.objects.filter(nummer=nummer)
    return alla.personens().first() or alla.first()


def _by_name(fraga: str, today: date, personer, sida: int | str) -> Sokning:
    delar = _parts(fraga)
    if sum(len(d.skrivet) for d in delar) < MIN_LETTERS:
        return Sokning(fel=f"Skriv minst {MIN_LETTERS} bokstäver, ett personnummer eller ett ärendenummer.")
    egna, liknande = _keys(delar, personer)
    if not egna + liknande and len(delar) > 1:
        # "El Amin" for someone who writes Elamin
        ihop, som_ihop = _keys(_parts("".join(d.skrivet for d in delar)), personer)
        liknande = ihop + som_ihop
    nycklar = (egna + liknande)[:MAX_HITS]
    sidan = Paginator(nycklar, PER_SIDA).get_page(sida)
    rader = {a.pk: a for a in Aspirant.objects.filter(pk__in=sidan.object_list).for_lista(today)}
    return Sokning(
        personer=[rader[pk] for pk in egna if pk in rader],
        liknande=[rader[pk] for pk in liknande if pk in rader],
        nycklar=nycklar,
        sida=sidan,
        fler=len(egna) + len(liknande) > MAX_HITS,
    )


def _parts(fraga: str) -> list[Namnord]:
    sql = "SELECT o, app.namn_vikt(o), app.namn_ljud(app.namn_vikt(o)) FROM app.namn_ord(%s) o LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [fraga[:200], MAX_PARTS])
        return [Namnord(*rad) for rad in cursor.fetchall()]


def _keys(delar: list[Namnord], personer) -> tuple[list[int], list[int]]:
    """Keys of persons whose name begins so, as typed first and without accents next; and of those who sound so.

    One more than MAX_HITS, together.
    """
    rader = Namndel.objects
    delar = sorted(delar, key=lambda d: len(d.vikt), reverse=True)  # the longest is met by the fewest
    som_skrivet = [rader.borjar("vikt", d.vikt).borjar("skrivet", d.skrivet) for d in delar]
    egna = _sorted_keys(personer, som_skrivet, [])
    egna += _sorted_keys(personer, [rader.borjar("vikt", d.vikt) for d in delar], egna)
    liknande = [rader.borjar("vikt", d.vikt) | rader.filter(ljud=d.ljud) for d in delar]
    return egna, _sorted_keys(personer, liknande, egna)


def _sorted_keys(personer, villkor, utom: list[int]) -> list[int]:
    """At most one more than MAX_HITS, together with those already found."""
    if len(utom) > MAX_HITS:
        return []
    forst, *andra = villkor
    for delar in andra:
        # A limit that none reaches keeps the keys apart, or the persons might be walked in the order of their names
        forst = delar.filter(aspirant__in=forst.values("aspirant")[:ALLA])
    nya = personer.med_namndel(forst).exclude(pk__in=utom).order_by("efternamn", "fornamn", "id")
    return list(nya.values_list("pk", flat=True)[: MAX_HITS + 1 - len(utom)])
