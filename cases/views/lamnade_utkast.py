"""The chef decides about a draft whose author has left the unit."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.lamnat_utkast import OVERLAT, LamnatUtkastForm
from cases.models import Journalanteckning
from cases.services.anteckningar import AnteckningError
from cases.services.lamnade_utkast import DraftSettledError, pass_on, throw_away
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def anteckning_avgor(request, pk: int, anteckning_pk: int):
    """What is settled already, or is its author's to sign, goes back to the journal and says so."""
    aspirant = get_aspirant(pk)
    rader = Journalanteckning.objects.select_related("slag", "enhet", "forfattare").prefetch_related("bilagor")
    anteckning = get_object_or_404(rader, pk=anteckning_pk, aspirant=aspirant)
    if anteckning.enhet not in perms.chef_enheter(request.user, request.today):
        raise PermissionDenied("Enhetens chef avgör utkast av dem som har slutat.")
    if not Journalanteckning.objects.lamnade(anteckning.enhet, request.today).filter(pk=anteckning.pk).exists():
        flash(request, "info", "Utkastet är redan avgjort, eller väntar på den som skriver det")
        return redirect("cases:anteckning_list", pk=pk)
    data = request.POST if request.method == "POST" else None
    form = LamnatUtkastForm(data, enhet=anteckning.enhet, today=request.today)
    if form.is_valid() and (svar := _settle(request, anteckning, form)):
        return svar
    context = akt_context(request, aspirant, "journal") | {"form": form, "a": anteckning}
    return render(request, "cases/anteckning_avgor.html", context)


def _settle(request, anteckning: Journalanteckning, form: LamnatUtkastForm):
    """Where to go when it is done; None when the form has to be shown again."""
    data, vem = form.cleaned_data, {"by": request.user, "now": request.now}
    try:
        if data["beslut"] == OVERLAT:
            pass_on(anteckning=anteckning, till=data["till"], **vem)
            flash(request, "ok", f"{data['till']} skriver klart anteckningen", "Den står på kollegans Min dag.")
        else:
            throw_away(anteckning=anteckning, skal=data["skal"], **vem)
            flash(request, "ok", "Utkastet är kastat", "Skälet, texten och vem som kastade det sparas.")
    except DraftSettledError as error:
        flash(request, "info", str(error))
    except AnteckningError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"avgor-{anteckning.pk}")
    return redirect("cases:anteckning_list", pk=anteckning.aspirant_id)
