"""Långsiktigt stöd: who gives it, when the next contact is, and its end."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.konflikt import differences, renew_version
from cases.forms.langsiktigt_stod import AvslutaStodForm, KontaktForm
from cases.models import Aspirant, LangsiktigtStod
from cases.services.langsiktigt_stod import StodChangedError, StodError, end_support, plan_contact
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, to_akt


@perms.requires(perms.can_open_akter)
def langsiktigt_stod(request, pk: int):
    """What was agreed; the jobbtorg plans the next contact, or ends it."""
    aspirant = get_aspirant(pk)
    stod = _latest(aspirant)
    far_andra = perms.can_enrol(request.user, stod.enhet, request.today)
    if request.method == "POST" and not far_andra:
        raise PermissionDenied("Bara jobbtorget som ger stödet ändrar det.")
    avslutar = "avsluta" in request.POST
    kontakt = KontaktForm(None if avslutar else request.POST or None, stod=stod, today=request.today)
    slut = AvslutaStodForm(request.POST if avslutar else None, stod=stod, today=request.today)
    if request.method == "POST" and (done := _end(request, stod, slut) if avslutar else _plan(request, stod, kontakt)):
        return done
    # One that a colleague has ended is still shown with what was written meanwhile
    oppet = stod.avbrutet is None or kontakt.errors or slut.errors
    context = {"stod": stod, "kontakt": kontakt, "slut": slut, "far_andra": far_andra and oppet}
    return render(request, "cases/langsiktigt_stod.html", akt_context(request, aspirant, "stod") | context)


def _latest(aspirant: Aspirant) -> LangsiktigtStod:
    rader = LangsiktigtStod.objects.filter(aspirant=aspirant).select_related("user", "enhet")
    stod = rader.order_by("-fran").first()
    if stod is None:
        raise Http404("Inget långsiktigt stöd är överenskommet.")
    return stod


def _both(form: forms.Form, error: StodChangedError) -> None:
    """What stands is said beside what was written; saving again is a choice made with both seen."""
    if error.saved.avbrutet:
        add_rule_error(form, error)
        return
    renew_version(form, error.saved.version)
    error.saved.vem = error.saved.user
    form.skillnader = differences(form, error.saved, ("vem", "nasta_kontakt"))


def _plan(request, stod: LangsiktigtStod, form: KontaktForm):
    """Where to go when it is saved; None when the form has to be shown again."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        plan_contact(
            stod=stod,
            version=data["version"],
            vem=data["vem"],
            nasta_kontakt=data["nasta_kontakt"],
            now=request.now,
        )
    except StodChangedError as error:
        _both(form, error)
        return None
    except StodError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"stod-{stod.pk}")
    nasta = data["nasta_kontakt"]
    flash(request, "ok", "Stödet är sparat", f"Nästa kontakt {nasta}." if nasta else f"Bevakas {stod.till}.")
    return redirect("cases:langsiktigt_stod", stod.aspirant_id)


def _end(request, stod: LangsiktigtStod, form: AvslutaStodForm):
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        end_support(stod=stod, version=data["version"], dag=data["dag"], skal=data["skal"], now=request.now)
    except StodChangedError as error:
        _both(form, error)
        return None
    except StodError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"stod-slut-{stod.pk}")
    flash(request, "ok", "Det långsiktiga stödet är avslutat", f"Sista dagen var {data['dag']}.")
    return to_akt(request, stod.aspirant_id)
