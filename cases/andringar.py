"""History in plain Swedish: what was changed on an akt, per day and per act (one save is one act).

Reads cases_andring under the reader's own rights. Each app says of its tables what the rows are called (AMNEN); names
of fields and their choices come from the models, names behind foreign keys from the tables they point to, asked once
per table.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.apps import apps
from django.db import models
from django.db.models import Max, Q

from config.dates import STOCKHOLM, local_date
from config.maskning import VANLIG

from . import lasning
from .andringar_ord import Falt, Varde, field_of, words
from .models import Andring, Aspirant
from .uppgiftsregister import uppgift


@dataclass(frozen=True)
class Amne:
    """What rows of a table are called: "delmålet Läsa SFI". `kallad(row)` tells one from another; of a removed row
    `namnfalt` is the column that does. `hel`: what `kallad` says needs no `namn` before it, "jobbplan version 2".
    `relaterade` and `utan` are for the one query that fetches the rows.
    """

    omrade: str
    namn: str
    kallad: Callable[[models.Model], str] = lambda row: ""
    namnfalt: str = ""
    hel: bool = False
    relaterade: tuple[str, ...] = ()
    utan: tuple[str, ...] = ()

    def i_ord(self, kallad: str) -> str:
        """ "remissen till Jobbtorg Kista"; "remissen" when nothing more can be said."""
        if kallad:
            return kallad if self.hel else f"{self.namn} {kallad}"
        return re.sub(r" (av|för|hos|i|till|vid)$", "", self.namn)

    def fetch(self, model: type[models.Model], pks: Iterable[int]) -> dict[int, models.Model]:
        """Those of the rows that the reader sees, in one query with what `kallad` needs."""
        return model._default_manager.select_related(*self.relaterade).defer(*self.utan).in_bulk(pks)


@dataclass(frozen=True)
class Rad:
    """One line of an act: "ändrade nästa uppföljning i jobbplan version 2" and what it was and became."""

    text: str
    fore: Varde | None = None
    efter: Varde | None = None
    borta: bool = False


@dataclass(frozen=True)
class Akt:
    """What one save did: who, when, from which page, and its lines."""

    at: datetime
    vem: str
    sida: str
    rader: list[Rad]

    @property
    def dag(self) -> date:
        return local_date(self.at)

    @property
    def klocka(self) -> str:
        return f"{self.at.astimezone(STOCKHOLM):%H:%M}"


# Table → what its rows are called; omrade → what the filter's link says
AMNEN: dict[str, Amne] = {}
OMRADEN = {
    "uppgifter": "Uppgifter",
    "inskrivning": "Inskrivning",
    "plan": "Plan",
    "samtal": "Samtal",
    "insatser": "Insatser",
    "utlamnanden": "Utlämnanden",
    "handlaggning": "Handläggning",
}


def andringar(aspirant: Aspirant) -> models.QuerySet:
    """Changes of the person that the reader may see."""
    return Andring.objects.filter(aspirant=aspirant)


def om_rad(rader: models.QuerySet, tabell: str, pk: int) -> models.QuerySet:
    """Of one row and of the rows that are part of it: a plan with its delmål."""
    delar = [m._meta.db_table for m in apps.get_models() if _part_of(m) == tabell]
    return rader.filter(Q(tabell=tabell, rad=pk) | Q(tabell__in=delar, del_av=pk))


def rad_i_ord(tabell: str, pk: int) -> str:
    """What one row is called, as far as the reader may know."""
    amne = AMNEN[tabell]
    row = amne.fetch(_model(tabell), [pk]).get(pk)
    return amne.i_ord(amne.kallad(row) if row else "")


def inom_omrade(rader: models.QuerySet, omrade: str) -> models.QuerySet:
    return rader.filter(tabell__in=[tabell for tabell, amne in AMNEN.items() if amne.omrade == omrade])


def akter(rader: models.QuerySet) -> models.QuerySet:
    """The acts behind the changes, newest first, for paging: {referens, av, at}."""
    return rader.order_by().values("referens", "av").annotate(at=Max("at")).order_by("-at", "referens")


def as_akter(rader: models.QuerySet, sida: Iterable[dict]) -> list[Akt]:
    """One page of `akter` in words; an act that only touched machinery is left out."""
    nycklar = {(akt["referens"], akt["av"]) for akt in sida}
    alla = rader.filter(referens__in={referens for referens, _ in nycklar}).select_related("av").order_by("at", "id")
    per_akt = defaultdict(list)
    for rad in alla:
        per_akt[rad.referens, rad.av_id].append(rad)
    valda = {nyckel: rad for nyckel, rad in per_akt.items() if nyckel in nycklar}
    bok = Uppslag([rad for grupp in valda.values() for rad in grupp])
    fardiga = [_akt(grupp, bok) for grupp in valda.values()]
    return sorted((akt for akt in fardiga if akt.rader), key=lambda akt: akt.at, reverse=True)


def per_dag(alla: Sequence[Akt]) -> list[tuple[date, list[Akt]]]:
    return [(dag, list(grupp)) for dag, grupp in groupby(alla, key=lambda akt: akt.dag)]


class Uppslag:
    """Rows and names that the changes speak of, each table asked once; what the reader may not see is not found."""

    def __init__(self, rader: list[Andring]):
        self._rows = {
            tabell: self._fetch(tabell, {rad.rad for rad in grupp})
            for tabell, grupp in _by(rader, lambda rad: rad.tabell).items()
        }
        self._names = self._fetch_names(rader)

    def kallad(self, rad: Andring) -> str:
        """ "delmålet Läsa SFI"; only what kind it is when nothing more can be said."""
        amne = _amne(rad.tabell)
        row = self._rows[rad.tabell].get(rad.rad)
        removed = rad.falt.get(amne.namnfalt, [""])[0] if rad.slag == Andring.Slag.BORTTAGEN else ""
        return amne.i_ord(amne.kallad(row) if row else str(removed))

    def namn(self, model: type[models.Model], pk: int) -> str:
        return self._names.get(model, {}).get(pk, "")

    def _fetch(self, tabell: str, pks: set[int]) -> dict[int, models.Model]:
        model = _model(tabell)
        return _amne(tabell).fetch(model, pks) if model else {}

    def _fetch_names(self, rader: list[Andring]) -> dict:
        wanted = defaultdict(set)
        for rad in rader:
            for kolumn, par in rad.falt.items():
                field = field_of(_model(rad.tabell), kolumn)
                if field is not None and field.many_to_one and field.name != "aspirant":
                    wanted[field.related_model].update(pk for pk in par if pk)
        return {model: self._named(model, pks) for model, pks in wanted.items() if pks}

    def _named(self, model: type[models.Model], pks: set[int]) -> dict[int, str]:
        amne = AMNEN.get(model._meta.db_table, Amne("", ""))
        return {pk: str(row) for pk, row in amne.fetch(model, pks).items()}


def _akt(rader: list[Andring], bok: Uppslag) -> Akt:
    forst = rader[0]
    lines = [line for rad in rader for line in _lines(rad, bok)]
    vem = forst.av.namn if forst.av else "Jobbakten"
    return Akt(at=rader[-1].at, vem=vem, sida=lasning.VYER.get(forst.sida, ""), rader=lines)


def _lines(rad: Andring, bok: Uppslag) -> Iterable[Rad]:
    kallad = bok.kallad(rad)
    if rad.slag == Andring.Slag.NY:
        yield Rad(f"lade till {kallad}")
    elif rad.slag == Andring.Slag.BORTTAGEN:
        yield Rad(f"tog bort {kallad}")
    for falt, fore, efter in _changes(rad, bok):
        if rad.slag == Andring.Slag.BORTTAGEN:
            if fore.text:
                yield Rad(f"{falt.namn} var", fore=fore, borta=True)
        else:
            yield _changed(rad, falt, fore, efter, "" if rad.tabell == Aspirant._meta.db_table else f" i {kallad}")


def _changed(rad: Andring, falt: Falt, fore: Varde, efter: Varde, dar: str) -> Rad:
    if not fore.text:
        return Rad(f"fyllde i {falt.namn}{dar}", efter=efter)
    if not efter.text:
        return Rad(f"tömde {falt.namn}{dar}", fore=fore)
    return Rad(f"ändrade {falt.namn}{dar}", fore=fore, efter=efter)


def _changes(rad: Andring, bok: Uppslag) -> Iterable[tuple[Falt, Varde, Varde]]:
    """Fields in the order of the model, but those that say nothing of the person or point at the whole akt."""
    model = _model(rad.tabell)
    ordning = {f.column: nr for nr, f in enumerate(model._meta.local_concrete_fields)} if model else {}
    for kolumn in sorted(rad.falt, key=lambda k: ordning.get(k, 999)):
        field = field_of(model, kolumn)
        if field is None or field.name == "aspirant" or uppgift(model, field.name).klass == VANLIG:
            continue
        klass = uppgift(model, field.name).klass
        fore, efter = (words(field, value, bok.namn, klass) for value in rad.falt[kolumn])
        yield Falt(field), fore, efter


def _by(rader: list[Andring], key) -> dict:
    grupper = defaultdict(list)
    for rad in rader:
        grupper[key(rad)].append(rad)
    return grupper


def _model(tabell: str) -> type[models.Model] | None:
    return next((m for m in apps.get_models() if m._meta.db_table == tabell), None)


def _amne(tabell: str) -> Amne:
    """What the app has said of the table, else the model's own name."""
    model = _model(tabell)
    return AMNEN.get(tabell) or Amne("", str(model._meta.verbose_name) if model else tabell)


def _part_of(model: type[models.Model]) -> str:
    """Table of the row that rows of this model are part of, as the matrix says it."""
    from .sekretess.matris import PROTECTED

    rule = PROTECTED.get(model._meta.db_table)
    if not rule or not rule.del_av:
        return ""
    field = field_of(model, rule.del_av)
    return field.related_model._meta.db_table if field else ""
