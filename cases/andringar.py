"""History in plain Swedish: what was changed on an akt, per day and per act (one save is one act).

Reads cases_andring under the reader's own rights. Each app says of its tables what the rows are called and what their
changes mean (AMNEN). An act is one sentence; what it came to, field by field, stands below it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.apps import apps
from django.db import models
from django.db.models import Max, Q

from config.dates import STOCKHOLM, local_date

from . import lasning
from .andringar_meningar import BORTTAGEN, NY, Amne, Faltrad, Forandring, mening
from .andringar_ord import field_of, fras, och
from .andringar_uppslag import Uppslag
from .models import Andring, Aspirant

# What begins as a question is answered, not added
FRAGEORD = ("om", "hur", "vad", "var", "varför", "vem", "vilka", "när")


@dataclass(frozen=True)
class Del:
    """What an act did to one row; `text` is empty for what the act's own sentence says."""

    text: str
    falt: list[Faltrad]


@dataclass(frozen=True)
class Akt:
    """What one save did: who, when, from which page, the sentence, and what is folded below it.

    `varde`: the one field that the sentence is about, when what it was and became stands in the sentence.
    """

    at: datetime
    vem: str
    sida: str
    mening: str
    varde: Faltrad | None
    delar: list[Del]

    @property
    def dag(self) -> date:
        return local_date(self.at)

    @property
    def klocka(self) -> str:
        return f"{self.at.astimezone(STOCKHOLM):%H:%M}"

    @property
    def kanslig(self) -> bool:
        return any(rad.kanslig for del_ in self.delar for rad in del_.falt)


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
    delar = [m._meta.db_table for m in apps.get_models() if (hel := _whole(m)) and hel._meta.db_table == tabell]
    return rader.filter(Q(tabell=tabell, rad=pk) | Q(tabell__in=delar, del_av=pk))


def rad_i_ord(tabell: str, pk: int) -> str:
    """What one row is called, as far as the reader may know."""
    model, amne = _model(tabell), AMNEN[tabell]
    rad = Uppslag({model: [pk]}, _relaterade).rad(model, pk)
    return amne.i_ord(amne.kallad(rad) if rad else "")


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
    grupper = [rad for nyckel, rad in per_akt.items() if nyckel in nycklar]
    forandringar = [_merged(rader) for rader in grupper]
    samtliga = [f for alla in forandringar for f in alla]
    bok = Uppslag(_spoken_of(samtliga), _relaterade)
    _find_removed_later(rader, samtliga, bok)
    fardiga = [_akt(rader[-1], _told(alla, bok), bok) for rader, alla in zip(grupper, forandringar, strict=True)]
    return sorted((akt for akt in fardiga if akt.mening), key=lambda akt: akt.at, reverse=True)


def per_dag(alla: Sequence[Akt]) -> list[tuple[date, list[Akt]]]:
    return [(dag, list(grupp)) for dag, grupp in groupby(alla, key=lambda akt: akt.dag)]


def _merged(rader: list[Andring]) -> list[Forandring]:
    """One for each row that the act touched; what came and went in the same act is nothing."""
    per_rad: dict[tuple, Forandring] = {}
    kom_och_gick = set()
    for rad in rader:
        model = _model(rad.tabell)
        if model is None:
            continue
        nyckel = (rad.tabell, rad.rad)
        f = per_rad.setdefault(nyckel, Forandring(model, _amne(model), rad.rad, rad.slag, rad.del_av))
        if f.slag == NY and rad.slag == BORTTAGEN:
            kom_och_gick.add(nyckel)
        f.add(rad.slag, rad.falt)
    return [f for nyckel, f in per_rad.items() if nyckel not in kom_och_gick]


def _find_removed_later(rader: models.QuerySet, alla: list[Forandring], bok: Uppslag) -> None:
    """What has gone since it was written is called what it was called when it went. One query, when there is such."""
    borta = defaultdict(list)
    for f in alla:
        if f.slag != BORTTAGEN and bok.rad(f.model, f.pk) is None:
            borta[f.model._meta.db_table, f.pk].append(f)
    if not borta:
        return
    tabeller, nycklar = zip(*borta, strict=True)
    for rad in rader.filter(slag=BORTTAGEN, tabell__in=set(tabeller), rad__in=set(nycklar)).order_by("at", "id"):
        for f in borta[rad.tabell, rad.rad]:
            f.sedan = Forandring(f.model, f.amne, f.pk, BORTTAGEN, rad.del_av, bok)
            f.sedan.add(BORTTAGEN, rad.falt)


def _spoken_of(alla: list[Forandring]) -> dict[type[models.Model], set[int]]:
    """The rows, those that they are part of, and those that their fields point to."""
    rader = defaultdict(set)
    for f in alla:
        rader[f.model].add(f.pk)
        if (hel := _whole(f.model)) and f.del_av:
            rader[hel].add(f.del_av)
        for namn, par in f.falt.items():
            field = f.model._meta.get_field(namn)
            if field.is_relation and (field.name in f.amne.relaterade or field.name != "aspirant"):
                rader[field.related_model] |= {pk for pk in par if pk}
    return rader


def _told(alla: list[Forandring], bok: Uppslag) -> list[Forandring]:
    """Those that say something. What was removed and came back the same was only written anew."""
    for f in alla:
        f.bok = bok
    nya = Counter((f.model, f.kallad) for f in alla if f.slag == NY)
    borta = Counter((f.model, f.kallad) for f in alla if f.slag == BORTTAGEN)
    samma = {NY: nya & borta, BORTTAGEN: nya & borta}
    alla = [f for f in alla if not _taken(samma.get(f.slag), (f.model, f.kallad))]
    return [f for f in alla if f.slag in (NY, BORTTAGEN) or mening(f) or f.falten()]


def _taken(kvar: Counter | None, nyckel: tuple) -> bool:
    """One of those left, which is thereby one fewer."""
    if not kvar or not kvar[nyckel]:
        return False
    kvar[nyckel] -= 1
    return True


def _akt(sist: Andring, alla: list[Forandring], bok: Uppslag) -> Akt:
    vem = sist.av.namn if sist.av else "Jobbakten"
    ledande, text = _heading(alla, bok)
    varde = _in_the_sentence(alla)
    delar = [] if varde else list(_parts(alla, ledande, text))
    return Akt(sist.at, vem, lasning.VYER.get(sist.sida, ""), text, varde, delar)


def _heading(alla: list[Forandring], bok: Uppslag) -> tuple[list[Forandring], str]:
    """Whose sentence the act has, and the sentence: what weighs most, else what all of it was about."""
    sagda = [(m.vikt, m.say(f), f) for f in alla if (m := mening(f))]
    hogst = max((vikt for vikt, _, _ in sagda), default=0)
    if hogst or (sagda and len(alla) == 1):
        ledande = [f for vikt, _, f in sagda if vikt == hogst]
        return ledande, och(list(dict.fromkeys(text for vikt, text, _ in sagda if vikt == hogst)))
    if len(alla) == 1:
        return alla, _plain(alla[0])
    hela = {(f.model, f.pk): f for f in alla}
    namn = list(dict.fromkeys(_called_whole(_outermost(f, hela), bok) for f in alla))
    return [], f"{_verb(alla)} {och(namn)}" if namn else ""


def _verb(alla: list[Forandring]) -> str:
    slag = {f.slag if not _whole(f.model) else "" for f in alla}
    return {(NY,): "lade till", (BORTTAGEN,): "tog bort"}.get(tuple(slag), "ändrade")


def _outermost(f: Forandring, hela: dict[tuple, Forandring]) -> Forandring:
    """Of an agenda row the protokoll, when the act changed both: what they are part of is named once."""
    while over := hela.get((_whole(f.model), f.del_av)):
        f = over
    return f


def _called_whole(f: Forandring, bok: Uppslag) -> str:
    """What the row is part of: a delmål's plan."""
    hel = _whole(f.model)
    rad = bok.rad(hel, f.del_av) if hel and f.del_av else None
    if rad:
        amne = _amne(hel)
        return amne.i_ord(amne.kallad(rad))
    return "personens uppgifter" if f.model is Aspirant else f.kallad


def _plain(f: Forandring) -> str:
    """The sentence of a row that has none of its own."""
    if f.slag == NY:
        return f"lade till {f.kallad}"
    if f.slag == BORTTAGEN:
        return f"tog bort {f.kallad}"
    falt, dar = f.falten(), "" if f.model is Aspirant else f" {f.amne.dar} {f.kallad}"
    if len(falt) > 1:
        return f"ändrade {och([fras(field) for field in falt])}{dar}"
    return f"{_changed(f, falt[0].name, fras(falt[0]))}{dar}"


def _changed(f: Forandring, namn: str, fras_: str) -> str:
    fraga = fras_.split()[0] in FRAGEORD
    if f.fick(namn):
        return f"fyllde i {fras_}" if fraga else f"lade till {fras_}"
    if f.miste(namn):
        return f"tog bort svaret på {fras_}" if fraga else f"tog bort {fras_}"
    return f"ändrade {fras_}"


def _in_the_sentence(alla: list[Forandring]) -> Faltrad | None:
    """What the only field of the only row was and became, unless it is long or sensitive."""
    if len(alla) != 1 or alla[0].slag != Andring.Slag.ANDRAD or mening(alla[0]):
        return None
    rader = alla[0].detaljer()
    return rader[0] if len(rader) == 1 and not (rader[0].kanslig or rader[0].lang) else None


def _parts(alla: list[Forandring], ledande: list[Forandring], text: str) -> Iterator[Del]:
    for f in sorted(alla, key=lambda f: f not in ledande):
        ensam = ledande == [f]
        m = mening(f)
        sagt = text if f in ledande else m.say(f) if m else ""
        falt = [rad for rad in f.detaljer() if not _said(rad, sagt)]
        if falt or not ensam:
            egen = m.say(f) if m else _plain(f)
            yield Del("" if ensam else egen[:1].upper() + egen[1:], falt)


def _said(rad: Faltrad, text: str) -> bool:
    """Whether the sentence says it: a number in it may be of something else."""
    text, varden = text.lower(), (rad.fore.text, rad.efter.text)
    return all(not varde or (varde.lower() in text and not varde.isdigit()) for varde in varden)


def _model(tabell: str) -> type[models.Model] | None:
    return next((m for m in apps.get_models() if m._meta.db_table == tabell), None)


def _amne(model: type[models.Model]) -> Amne:
    """What the app has said of the table, else the model's own name."""
    return AMNEN.get(model._meta.db_table) or Amne("", str(model._meta.verbose_name))


def _relaterade(model: type[models.Model]) -> tuple[str, ...]:
    return _amne(model).relaterade


def _whole(model: type[models.Model]) -> type[models.Model] | None:
    """The model of the row that rows of this one are part of, as the matrix says it."""
    from .sekretess.matris import PROTECTED

    rule = PROTECTED.get(model._meta.db_table)
    field = field_of(model, rule.del_av) if rule and rule.del_av else None
    return field.related_model if field else None
