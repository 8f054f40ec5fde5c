"""The journal as it is read: notes with what they correct and are corrected by, and its filter."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator

from .models import Anteckningsslag, Aspirant, Enhet, Journalanteckning, User

SIDA = 50


@dataclass(frozen=True)
class Rad:
    """A note as the list shows it. `rattelse` is the signed note that corrects it."""

    anteckning: Journalanteckning
    rattelse: Journalanteckning | None
    min: bool
    far_rattas: bool


def journal(aspirant: Aspirant):
    """Notes of the person that the reader may see."""
    return Journalanteckning.objects.kvar().filter(aspirant=aspirant)


def own_draft(aspirant: Aspirant, user: User) -> Journalanteckning | None:
    """What the user began to write and has not signed; a correction is begun at the corrected note."""
    return journal(aspirant).utkast().filter(forfattare=user, rattar=None).order_by("-andrad_at").first()


def page_of(aspirant: Aspirant, user: User, *, slag: str, sida: str, far_skriva: bool):
    """A page of lines, newest event first, drafts before them; `sida` "alla" gives all, for print."""
    alla = journal(aspirant)
    valda = (alla.filter(slag__kod=slag) if slag else alla).for_lista().prefetch_related("bilagor")
    page = Paginator(valda, 10_000 if sida == "alla" else SIDA).get_page(sida)
    rattade = {r.rattar_id: r for r in alla.filter(rattar__in=[a.pk for a in page]).select_related("forfattare")}
    page.object_list = [_rad(a, rattade.get(a.pk), user, far_skriva) for a in page.object_list]
    return page


def _rad(anteckning: Journalanteckning, rattelse: Journalanteckning | None, user: User, far_skriva: bool) -> Rad:
    return Rad(
        anteckning=anteckning,
        rattelse=rattelse if rattelse and not rattelse.ar_utkast else None,
        min=anteckning.forfattare_id == user.pk,
        far_rattas=far_skriva and not anteckning.ar_utkast and rattelse is None,
    )


def left_behind(aspirant: Aspirant, enheter: list[Enhet], today: date) -> dict:
    """For the chef of these units: drafts whose author has left, by key, and what has been thrown away."""
    if not enheter:
        return {"lamnade": [], "kastade": []}
    alla = Journalanteckning.objects.filter(aspirant=aspirant)
    utkast = [a for enhet in enheter for a in alla.lamnade(enhet, today).values_list("pk", flat=True)]
    kastade = alla.filter(kastad_at__isnull=False, enhet__in=enheter).select_related("slag", "forfattare", "kastad_av")
    return {"lamnade": utkast, "kastade": kastade.order_by("-kastad_at").prefetch_related("bilagor")}


def filter_of(aspirant: Aspirant, valt: str) -> list[dict]:
    """A link for each kind that the journal has, with how many."""
    antal = Counter(journal(aspirant).values_list("slag", flat=True))
    slag = [s for s in Anteckningsslag.objects.all() if s.pk in antal]
    alla = {"label": "Alla", "url": "?", "current": not valt, "count": sum(antal.values())}
    return [
        alla,
        *({"label": s.namn, "url": f"?slag={s.kod}", "current": s.kod == valt, "count": antal[s.pk]} for s in slag),
    ]
