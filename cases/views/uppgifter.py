"""The person's facts, changed from the akt: all of them by the SDF, contact and language by the jobbtorg too."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from cases import perms
from cases.forms.falt import show_as_typed
from cases.forms.konflikt import differences, renew_version
from cases.forms.person import HushallForm, KontaktForm, PersonForm, barn_ar
from cases.services.registrering import ChangedMeanwhileError, update_uppgifter
from cases.skydd import Kanal, kallas
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant
from .barn import barn_formset


@perms.requires(perms.can_open_akter)
def uppgifter(request, pk: int):
    aspirant = get_aspirant(pk)
    if perms.can_edit_uppgifter(request.user, aspirant, request.today):
        return _all(request, aspirant)
    if perms.can_edit_kontakt(request.user, request.today):
        return _kontakt(request, aspirant)
    raise PermissionDenied("Din roll ändrar inte personens uppgifter.")


def _kontakt(request, aspirant):
    form = KontaktForm(request.POST or None, instance=copy(aspirant))
    return _page(request, aspirant, [form], None, ready=request.method == "POST")


def _all(request, aspirant):
    barn, only_rows = barn_formset(request, aspirant)
    data = request.POST or None
    forms = [form(data, instance=copy(aspirant), today=request.today) for form in (PersonForm, HushallForm)]
    if only_rows:
        forms = [show_as_typed(form) for form in forms]
    return _page(request, aspirant, forms, barn, ready=request.method == "POST" and not only_rows)


def _page(request, aspirant, forms, barn, *, ready: bool):
    """Save when everything is right, else show it; a conflict shows both texts."""
    context = akt_context(request, aspirant, "uppgifter") | {"former": forms, "barn": barn}
    valid = [part.is_valid() for part in (*forms, barn) if ready and part is not None]
    if ready and all(valid):
        try:
            return _save(request, aspirant, forms, barn)
        except ChangedMeanwhileError as error:
            context["skillnader"] = _conflict(forms, error)
    context["har_fel"] = not all(valid)
    return render(request, "cases/uppgifter.html", context)


def _save(request, aspirant, forms, barn):
    facts = {name: value for form in forms for name, value in form.facts.items()}
    saved = update_uppgifter(
        aspirant=aspirant,
        version=forms[0].cleaned_data["version"] or 0,
        uppgifter=facts,
        barn=barn_ar(barn) if barn is not None else None,
    )
    draft_saved(request, f"uppgifter-{saved.pk}")
    flash(request, "ok", f"Uppgifterna om {kallas(saved, Kanal.NOTIS)} är sparade", om=saved.pk)
    return redirect("cases:akt", saved.pk)


def _conflict(forms, error: ChangedMeanwhileError) -> list:
    for form in forms:
        renew_version(form, error.saved.version)
    return [row for form in forms for row in differences(form, error.saved, form._meta.fields)]
