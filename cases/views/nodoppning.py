"""Nödöppning: open an akt for reading, and end it. The chefs' review: nodgranskning.py."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases import lasning, perms
from cases.enums import Lasningsslag
from cases.forms.nodoppning import NodoppningForm
from cases.nodoppning import running
from cases.services.nodoppning import FOR_MANGA, SYNLIG, close_akt, minutes, open_akt
from config.flash import draft_saved, flash

MANGA = "Du har frågat om många nummer den senaste timmen. Vänta en stund och försök igen."
UTKAST = "nodoppning"


@require_http_methods(["GET", "HEAD", "POST"])
@perms.requires(perms.can_open_akter)
def nodoppning_create(request):
    """Asks whom and why. A search that found nobody brings its number along, in the body and never in the address."""
    from_search = request.method == "POST" and "skal" not in request.POST
    typed = request.POST if request.method == "POST" and not from_search else None
    initial = {"nummer": request.POST.get("nummer", "")[:40]} if from_search else None
    form = NodoppningForm(typed, initial=initial, today=request.today)
    pagar = running(request)
    lasning.visad(request, [n.aspirant for n in pagar], slag=Lasningsslag.TRAFF)
    context = {"form": form, "minuter": minutes(request.now), "utkast": UTKAST, "nodoppningar": pagar}
    if typed is not None and form.is_valid():
        nummer = form.cleaned_data["nummer"].nummer
        svar = open_akt(nummer=nummer, skal=form.cleaned_data["skal"], now=request.now)
        if svar.aspirant_id:
            return _opened(request, svar)
        if svar.svar == FOR_MANGA:
            form.add_error("nummer", MANGA)
        else:
            context["nekad"] = True
            lasning.refuse_person(request, None, nummer)
    return render(request, "cases/nodoppning_create.html", context)


def _opened(request, svar):
    draft_saved(request, UTKAST)
    if svar.svar == SYNLIG:
        flash(request, "info", "Du ser redan personen", "Ingen nödöppning behövdes.")
    return redirect("cases:akt", svar.aspirant_id)


@require_POST
@perms.requires(perms.can_open_akter)
def nodoppning_end(request, pk: int):
    if close_akt(aspirant_id=pk, now=request.now):
        flash(request, "ok", "Nödöppningen är avslutad", "Du ser inte längre akten.")
    else:
        flash(request, "info", "Nödöppningen har redan tagit slut")
    return redirect("cases:aspirant_list")
