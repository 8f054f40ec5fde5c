"""Hand over named parts of a document: choose the document, then its parts and the ground."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import perms, utlamning
from cases.dokument import Dokument, documents
from cases.forms.falt import add_rule_error
from cases.forms.utdrag import UtdragForm
from cases.services.fel import RuleBrokenError
from cases.services.handlingar import hand_over
from cases.services.utdrag import establish_utdrag
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant
from .handlingar import my_namnder


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def utdrag_create(request, pk: int):
    """`?ur=` says which document; without it, or when it has gone, the documents are listed."""
    aspirant = get_aspirant(pk)
    if utlamning.own_unit(request.user, aspirant, request.today) is None:
        raise PermissionDenied
    alla = documents(aspirant, my_namnder(request))
    dokument = next((d for d in alla if d.nyckel == request.GET.get("ur")), None)
    val = dokument and utlamning.utlamningsval(aspirant, dokument.enhet, request.today, typ=dokument.typ)
    form = UtdragForm(request.POST or None, dokument=dokument, val=val) if val else None
    if form and form.is_bound and form.is_valid() and (sent := _send(request, aspirant, dokument, form)):
        return sent
    context = {"dokument": dokument, "alla": alla, "val": val, "form": form}
    return render(request, "cases/utdrag_create.html", akt_context(request, aspirant, "utlamnanden") | context)


def _send(request, aspirant, dokument: Dokument, form: UtdragForm):
    """Where to go when it is handed over; None when the form has to be shown again, and then nothing is established."""
    data, by, now = form.cleaned_data, request.user, request.now
    try:
        with transaction.atomic():
            handling = establish_utdrag(aspirant=aspirant, dokument=dokument, koder=data["delar"], by=by, now=now)
            hand_over(handling=handling, till_enhet=form.val.till, grund=data["grund"], by=by, now=now)
    except RuleBrokenError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"utdrag-{aspirant.pk}")
    flash(request, "ok", f"{handling} är skickat", f"Till {form.val.mottagare}: {', '.join(handling.delar)}.")
    return redirect("cases:utlamnande_list", pk=aspirant.pk)
