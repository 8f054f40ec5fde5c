"""A handling handed over to Arbetsförmedlingen: on which ground, how, and that it was received."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases import perms
from cases.enums import Mottagare
from cases.forms.externutlamnande import ExternutlamnandeForm, MottagetForm
from cases.forms.falt import add_rule_error
from cases.models import Externutlamnande, Handling
from cases.services.externa_utlamnanden import hand_out, note_receipt
from cases.services.fel import RuleBrokenError
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant
from .handlingar import my_namnder


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def handling_af(request, pk: int):
    """Our own handling alone; what has been sent is noted once, and then its receipt."""
    handling = get_object_or_404(Handling.objects.select_related("enhet", "namnd"), pk=pk)
    aspirant = get_aspirant(handling.aspirant_id)
    if handling.namnd_id not in my_namnder(request, aspirant.pk):
        raise PermissionDenied
    skickad = Externutlamnande.objects.filter(handling=handling, mottagare=Mottagare.AF)
    skickad = skickad.select_related("skickat_av", "mottaget_noterat_av").first()
    data = request.POST if request.method == "POST" else None
    form = MottagetForm(data) if skickad else ExternutlamnandeForm(data, today=request.today)
    if form.is_valid() and _noted(request, handling, skickad, form):
        return redirect("cases:handling_af", pk=pk)
    context = akt_context(request, aspirant, "utlamnanden") | {"handling": handling, "u": skickad, "form": form}
    return render(request, "cases/handling_af.html", context)


def _noted(request, handling: Handling, skickad: Externutlamnande | None, form) -> bool:
    """False when the form has to be shown again."""
    vem = {"by": request.user, "now": request.now}
    try:
        if skickad:
            note_receipt(utlamnande=skickad, dag=form.cleaned_data["mottaget"], **vem)
            flash(request, "ok", "Kvittensen är noterad")
        else:
            hand_out(handling=handling, mottagare=Mottagare.AF, **form.cleaned_data, **vem)
            flash(request, "ok", "Utlämnandet till Arbetsförmedlingen är noterat", "Notera när den är mottagen.")
    except RuleBrokenError as error:
        add_rule_error(form, error)
        return False
    draft_saved(request, f"af-{handling.pk}")
    return True
