"""The akt's tab Uppföljning: what the register said 6, 12 and 18 months after each avslut."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import perms
from cases.views.akt import akt_context, get_aspirant
from uppfoljning.akt_uppfoljning import avslut_med_svar


@require_safe
@perms.requires(perms.can_open_akter)
def akt(request, pk: int):
    """404 also when there is nothing the reader may see: the page then does not exist for them."""
    aspirant = get_aspirant(pk)
    avslut = avslut_med_svar(aspirant)
    if not avslut:
        raise Http404
    context = {"avslut": avslut, "kommun": settings.KOMMUN}
    return render(request, "uppfoljning/akt.html", akt_context(request, aspirant, "uppfoljning") | context)
