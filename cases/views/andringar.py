"""The akt's tab Logg, page Ändringar: who changed what, when and from where."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases import andringar as historik
from cases import perms

from .akt import get_aspirant
from .logg import logg_context

PER_PAGE = 30


@require_GET
@perms.requires(perms.can_open_akter)
def andringar(request, pk: int):
    """Every change that the reader may see, newest first; of one kind (`visa`), or of one row (`tabell`, `rad`)."""
    aspirant = get_aspirant(pk)
    alla = historik.andringar(aspirant)
    visa = request.GET.get("visa", "")
    rader, om = _chosen(request, alla)
    if visa in historik.OMRADEN:
        rader = historik.inom_omrade(rader, visa)
    sida = Paginator(historik.akter(rader), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "sida": sida,
        "dagar": historik.per_dag(historik.as_akter(rader, sida)),
        "urval": [] if om else _urval(alla, visa),
        "om": om,
    }
    return render(request, "cases/andringar.html", logg_context(request, aspirant, "andringar") | context)


def _chosen(request, alla):
    """The changes of one row when the address names one, and what that row is called."""
    tabell, rad = request.GET.get("tabell", ""), request.GET.get("rad", "")
    if not tabell:
        return alla, ""
    if tabell not in historik.AMNEN or not rad.isdecimal() or len(rad) > 18:
        raise Http404
    return historik.om_rad(alla, tabell, int(rad)), historik.rad_i_ord(tabell, int(rad))


def _urval(alla, valt: str) -> list[dict]:
    """Links for the kinds that there are changes of."""
    tabeller = set(alla.order_by().values_list("tabell", flat=True).distinct())
    finns = {amne.omrade for tabell, amne in historik.AMNEN.items() if tabell in tabeller}
    valt = valt if valt in historik.OMRADEN else ""
    val = [("", "Alla"), *((kod, namn) for kod, namn in historik.OMRADEN.items() if kod in finns or kod == valt)]
    return [{"label": namn, "url": f"?visa={kod}" if kod else "?", "current": kod == valt} for kod, namn in val]
