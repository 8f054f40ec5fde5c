"""A bevakning is put off, closed or opened again, and an own one is written."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import perms
from cases.forms.falt import add_rule_error
from cases.views.akt import akt_context, get_aspirant, to_akt
from config.flash import draft_saved, flash
from uppfoljning.bevakning_forms import STANG, AtgardForm, EgenBevakningForm
from uppfoljning.bevakningar.atgarder import (
    BevakningError,
    add_egen_bevakning,
    close_bevakning,
    reopen_bevakning,
    snooze_bevakning,
)
from uppfoljning.bevakningar.granser import egna_rader, text, why
from uppfoljning.bevakningar.stangda import stangda
from uppfoljning.models import Bevakning, Bevakningsatgard

LONGEST_KEY = 10


@require_safe
@perms.requires(perms.can_open_akter)
def bevakning_list(request, pk: int):
    """Those of the reader's units: what is due, and what somebody there has closed."""
    aspirant = get_aspirant(pk)
    context = {
        "far_skriva": bool(perms.arbetande_enheter(request.user, aspirant, request.today)),
        "rader": egna_rader(aspirant, request.user, request.today),
        "stangda": stangda(aspirant, perms.enheter(request.user, request.today), request.today),
    }
    return render(request, "uppfoljning/bevakning_list.html", akt_context(request, aspirant, "") | context)


@require_POST
@perms.requires(perms.can_open_akter)
def bevakning_reopen(request, pk: int):
    """Only a person opens again what a person closed."""
    mina = Bevakningsatgard.objects.filter(enhet__in=perms.enheter(request.user, request.today))
    stangd = get_object_or_404(mina.select_related("enhet"), pk=pk)
    if reopen_bevakning(stangd=stangd, by=request.user, now=request.now):
        flash(request, "ok", "Bevakningen är öppen igen")
    else:
        flash(request, "info", "Bevakningen var redan öppen")
    return redirect("uppfoljning:bevakning_list", stangd.aspirant_id)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def bevakning_edit(request, pk: int):
    """Gone once it is closed, or once what it said is done: then the akt says what is due now."""
    mina = Bevakning.objects.filter(enhet__in=perms.enheter(request.user, request.today))
    rad = mina.select_related("egen", "enhet").filter(pk=pk).first()
    if rad is None:
        return _gone(request)
    form = AtgardForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid() and (done := _act(request, rad, form.cleaned_data, form)):
        return done
    context = {"bevakning": rad, "vad": text(rad), "varfor": why(rad), "form": form}
    aspirant = get_aspirant(rad.aspirant_id)
    return render(request, "uppfoljning/bevakning_edit.html", akt_context(request, aspirant, "") | context)


def _gone(request):
    """A second click, or a colleague was first: the akt that the form was about, with what was written. Else 404."""
    akt = request.POST.get("akt", "")
    if not (akt.isascii() and akt.isdigit() and len(akt) < LONGEST_KEY):
        raise Http404
    aspirant = get_aspirant(int(akt))
    skrivet = f"Du skrev: {request.POST['skal'][:250]}" if request.POST.get("skal") else ""
    flash(request, "info", "Bevakningen är redan borta", f"Den är stängd, eller det den gällde är gjort. {skrivet}")
    return redirect("uppfoljning:bevakning_list", aspirant.pk)


def _act(request, rad: Bevakning, data: dict, form):
    """Where to go when it is done; None when the form has to be shown again."""
    given = {"bevakning": rad, "skal": data["skal"], "by": request.user, "now": request.now}
    try:
        if data["vad"] == STANG:
            close_bevakning(**given)
            url = reverse("uppfoljning:bevakning_list", args=[rad.aspirant_id])
            flash(request, "ok", "Bevakningen är stängd", text(rad), label="Visa stängda", url=url)
        else:
            snooze_bevakning(**given, till=data["till"])
            flash(request, "ok", f"Bevakningen är uppskjuten till {data['till']}", text(rad))
    except BevakningError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"bevakning-{rad.pk}")
    return to_akt(request, rad.aspirant_id)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def bevakning_create(request, pk: int):
    """For the reader's unit that works with the person."""
    aspirant = get_aspirant(pk)
    enhet = next(iter(perms.arbetande_enheter(request.user, aspirant, request.today)), None)
    if enhet is None:
        raise PermissionDenied
    form = EgenBevakningForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        add_egen_bevakning(aspirant=aspirant, enhet=enhet, **form.cleaned_data, by=request.user, now=request.now)
        draft_saved(request, f"egen-bevakning-{aspirant.pk}")
        flash(request, "ok", "Bevakningen är sparad", form.cleaned_data["text"])
        return to_akt(request, aspirant.pk)
    context = {"form": form, "enhet": enhet}
    return render(request, "uppfoljning/bevakning_create.html", akt_context(request, aspirant, "") | context)
