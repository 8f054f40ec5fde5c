"""Nödöppning: open an akt for reading, end it, and the chefs' list of what was opened."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import lasning, perms
from cases.enums import Lasningsslag
from cases.forms.nodoppning import NodoppningForm
from cases.models import Aspirant, Enhet, Nodoppning
from cases.nodoppning import running
from cases.services.nodoppning import FOR_MANGA, SYNLIG, close_akt, minutes, open_akt
from config.flash import draft_saved, flash

PER_SIDA = 25
MANGA = "Du har frågat om många nummer den senaste timmen. Vänta en stund och försök igen."
UTKAST = "nodoppning"
ELSEWHERE = "Person vid annan enhet"


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


@dataclass(frozen=True)
class Rad:
    """One nödöppning for a chef. `person` only when the chef may see them; else what they are called."""

    nodoppning: Nodoppning
    person: Aspirant | None
    kallas: str
    enheter: str


@require_safe
@perms.requires(perms.can_review_nodoppningar)
def nodoppning_list(request):
    """Of my unit's persons, and by my unit's staff; the latest first."""
    mina = perms.chef_enheter(request.user, request.today)
    rader = Nodoppning.objects.for_chef(mina).select_related("user")
    sida = Paginator(rader, PER_SIDA).get_page(request.GET.get("sida"))
    sida.object_list = _rows(list(sida.object_list), mina)
    visade = [rad.nodoppning.aspirant_id for rad in sida.object_list if rad.kallas != ELSEWHERE]
    lasning.visad(request, visade, slag=Lasningsslag.TRAFF)
    return render(request, "cases/nodoppning_list.html", {"sida": sida, "nu": request.now})


def _rows(nodoppningar: list[Nodoppning], mina: list[Enhet]) -> list[Rad]:
    synliga = Aspirant.objects.in_bulk([n.aspirant_id for n in nodoppningar])
    enheter = Enhet.objects.in_bulk({pk for n in nodoppningar for pk in n.oppnare_enheter})
    return [
        Rad(n, synliga.get(n.aspirant_id), _called(n, mina), ", ".join(str(enheter[pk]) for pk in n.oppnare_enheter))
        for n in nodoppningar
    ]


def _called(nodoppning: Nodoppning, mina: list[Enhet]) -> str:
    """A person the chef may not see: my unit's by the ärendenummer (the named list hides them), others by nothing."""
    own = set(nodoppning.enheter) & {e.pk for e in mina}
    return Aspirant(pk=nodoppning.aspirant_id).arendenummer if own else ELSEWHERE
