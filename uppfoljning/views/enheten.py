"""The unit as its chef sees it, and the lists its figures are made of. Every list is a reading, and logged."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases import perms
from cases.avslutskontroll import of_unit
from cases.enums import Enhetsslag, Lasningsslag
from cases.lasning import VYER, visad
from cases.models import Enhet, Journalanteckning, User
from cases.views.handlaggare import get_enhet
from config.components import Action, WorkGroup
from uppfoljning.bevakningar.regler import REGLER
from uppfoljning.enhetslage import rader as sidrader
from uppfoljning.enhetslage import samtal
from uppfoljning.enhetslage.forsenade import forsenade, forsenat, narrowed
from uppfoljning.enhetslage.lage import enhetslage
from uppfoljning.enhetslage.urval import URVAL, UTAN, held_by, with_plan
from uppfoljning.perms import can_read_enheten

PER_PAGE = 50
BROTT_VISAS = 20

VYER |= {
    "uppfoljning:enhet": "Enheten, med samtal framåt",
    "uppfoljning:enhet_forsenade": "Enhetens försenade bevakningar",
    "uppfoljning:enhet_personer": "Lista över enhetens personer",
    "uppfoljning:enhet_samtal": "Enhetens samtal framåt",
}


@require_safe
@perms.requires(can_read_enheten)
def enhet(request):
    """Figures, load per handläggare and talks ahead."""
    vald = _enhet(request)
    lage = enhetslage(vald, request.today)
    brott, antal_brott = of_unit(vald, BROTT_VISAS) if vald.slag == Enhetsslag.JOBBTORG else ([], 0)
    lamnade = Journalanteckning.objects.lamnade(vald, request.today).select_related("aspirant", "forfattare", "slag")
    lamnade = list(lamnade.order_by("skapad_at", "pk")[:BROTT_VISAS])
    visas = {rad.aspirant_id for rad in (*lage.samtal, *lamnade)} | {a.pk for a, _ in brott}
    visad(request, visas, slag=Lasningsslag.TRAFF)
    atgarder = [
        Action(label="Handläggare", url=reverse("cases:handlaggare_list"), icon="users"),
        Action(label="Frånvaro", url=reverse("cases:vikariat_list"), icon="calendar-off"),
    ]
    context = {"lage": lage, "atgarder": atgarder, "brott": brott, "antal_brott": antal_brott, "lamnade": lamnade}
    return render(request, "uppfoljning/enhet.html", _frame(request, vald) | context)


@require_safe
@perms.requires(can_read_enheten)
def enhet_forsenade(request):
    """What is overdue: counts per rule and per handläggare, and the matters themselves, oldest first."""
    vald, who, regel = _enhet(request), _who(request), _regel(request)
    alla = narrowed(forsenade(vald, request.today), regel=regel, who=who).select_related("aspirant", "egen")
    sida = Paginator(alla, PER_PAGE).get_page(request.GET.get("sida"))
    rader = sidrader.bevakningsrader(sida.object_list, request.today)
    visad(request, [rad.person for rad in rader], slag=Lasningsslag.TRAFF)
    context = {
        "forsenat": forsenat(vald, request.today, regel=regel, who=who),
        "sida": sida,
        "grupper": [WorkGroup(title="Försenade", kind="over", rows=rader, count=sida.paginator.count, paged=True)],
        "regel": regel,
        "vald_regel": REGLER[regel].namn if regel else "",
    }
    return render(request, "uppfoljning/enhet_forsenade.html", _frame(request, vald, who) | context)


@require_safe
@perms.requires(can_read_enheten)
def enhet_personer(request, slag: str):
    """The persons a figure is made of, by name; of one handläggare when asked."""
    if slag not in URVAL:
        raise Http404
    vald, who, urval = _enhet(request), _who(request), URVAL[slag]
    personer = urval.personer(vald, request.today)
    personer = held_by(personer, vald, request.today, who) if who else personer
    personer = with_plan(personer, vald, request.today) if urval.plan else personer
    sida = Paginator(personer.for_lista(request.today), PER_PAGE).get_page(request.GET.get("sida"))
    visad(request, sida, slag=Lasningsslag.TRAFF)
    return render(
        request, "uppfoljning/enhet_personer.html", _frame(request, vald, who) | {"sida": sida, "urval": urval}
    )


@require_safe
@perms.requires(can_read_enheten)
def enhet_samtal(request):
    vald = _enhet(request)
    sida = Paginator(samtal.kommande(vald, request.today), PER_PAGE).get_page(request.GET.get("sida"))
    visad(request, [s.aspirant_id for s in sida], slag=Lasningsslag.TRAFF)
    return render(request, "uppfoljning/enhet_samtal.html", _frame(request, vald) | {"sida": sida})


def _enhet(request) -> Enhet:
    return get_enhet(request, request.GET.get("enhet"), chef=True)


def _regel(request) -> str:
    kod = request.GET.get("regel", "")
    if kod and kod not in REGLER:
        raise Http404
    return kod


def _who(request) -> User | str:
    """A handläggare, UTAN, or "" for everybody. 404 for what is neither."""
    text = request.GET.get("handlaggare", "")
    if text in ("", UTAN):
        return text
    return get_object_or_404(User, pk=int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0)


def _frame(request, vald: Enhet, who: User | str = "") -> dict:
    """The unit, the others the reader is chef of, and whose persons are shown."""
    mina = perms.chef_enheter(request.user, request.today)
    val = [{"label": str(e), "url": f"{request.path}?{urlencode({'enhet': e.pk})}", "current": e == vald} for e in mina]
    return {
        "enhet": vald,
        "enhetsval": val if len(val) > 1 else [],
        "smulor": [{"label": "Enheten", "url": f"{reverse('uppfoljning:enhet')}?enhet={vald.pk}"}],
        "who": who,
        "vem": "utan handläggare" if who == UTAN else who and who.namn,
        "who_kod": who if isinstance(who, str) else who.pk,
    }
