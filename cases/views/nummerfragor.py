"""Nummerfrågor: registeransvarig answers them, the one who asked reads the answer (domain.md 2.1 and section 9)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cases import lasning, perms
from cases.forms.nummerfragor import RattelseForm, ReferensForm, SvarForm
from cases.models import Nummerfraga
from cases.services.nummerfragor import (
    Uppslag,
    answer,
    correct,
    handelser,
    list_nummerfragor,
    look_up,
    mark_answers_read,
    same_nummer,
)
from config.dates import local_date, waited_text
from config.flash import draft_saved, flash

SENASTE = 20


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_answer_nummerfragor)
def nummerfraga_list(request):
    """Open questions, the oldest first, without a word about whom; POST finds one by its exact reference."""
    form = ReferensForm(request.POST or None)
    oppna, besvarade = list_nummerfragor(oppna=True), list_nummerfragor(oppna=False)
    if request.method == "POST" and form.is_valid():
        referens = form.cleaned_data["referens"]
        if any(rad.referens == referens for rad in (*oppna, *besvarade)):
            return redirect("cases:nummerfraga_detail", referens)
        form.add_error("referens", "Ingen fråga har den referensen. Kontrollera varje tecken.")
    vantar = [(rad, waited_text(local_date(rad.fragad_at), request.today)) for rad in oppna]
    context = {"form": form, "oppna": vantar, "besvarade": besvarade[:SENASTE]}
    return render(request, "cases/nummerfraga_list.html", context)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_answer_nummerfragor)
def nummerfraga_detail(request, referens: str):
    """Whom the question is about, as far as registeransvarig may know; POST answers it, or corrects the answer. Each
    showing is logged.
    """
    uppslag = look_up(referens=referens, now=request.now)
    if uppslag is None:
        raise Http404
    if uppslag.aspirant_id:
        lasning.visad(request, [uppslag.aspirant_id])
    if request.method == "POST" and uppslag.utfall and "forra" not in request.POST:
        return _stands(request, referens)
    form = _form(request, uppslag)
    if request.method == "POST" and form.is_valid():
        return _answer(request, referens, form)
    context = {
        "uppslag": uppslag,
        "utfall": Nummerfraga.Utfall(uppslag.utfall).label if uppslag.utfall else "",
        "form": form,
        "handelser": handelser(uppslag),
        "andra": same_nummer(referens),
    }
    return render(request, "cases/nummerfraga_detail.html", context)


def _form(request, uppslag: Uppslag) -> SvarForm:
    data = request.POST or None
    if uppslag.besvarad_at:
        return RattelseForm(data, today=request.today, forra=uppslag.besvarad_at)
    return SvarForm(data, today=request.today)


def _answer(request, referens: str, form: SvarForm):
    """The first answer stands until it is corrected; of two corrections of the same answer, the first."""
    said = {f: form.cleaned_data[f] for f in ("utfall", "enhet", "anteckning")} | {
        "svarstext": form.text,
        "now": request.now,
    }
    rattar = isinstance(form, RattelseForm)
    if rattar:
        done = correct(referens=referens, forra=form.cleaned_data["forra"], **said)
    else:
        done = answer(referens=referens, **said)
    if not done:
        return _stands(request, referens)
    draft_saved(request, f"nummerfraga-{referens}")
    vad = f"Svaret på fråga {referens} är rättat" if rattar else f"Frågan {referens} är besvarad"
    flash(request, "ok", vad, "Svaret står på Min dag hos den som frågade tills det är läst.")
    return redirect("cases:nummerfraga_list")


def _stands(request, referens: str):
    flash(request, "info", f"Frågan {referens} är redan besvarad", "Svaret på sidan gäller. Är det fel rättar du det.")
    return redirect("cases:nummerfraga_detail", referens)


@require_GET
@perms.requires(perms.can_register_aspirant)
def mina_nummerfragor(request):
    """What I have asked and been given a reference for, with what registeransvarig answered, which is then read."""
    fragor = list(Nummerfraga.objects.filter(user=request.user).med_referens()[:100])
    mark_answers_read(fragor=fragor, now=request.now)
    return render(request, "cases/mina_nummerfragor.html", {"fragor": fragor})
