"""A consent is taken back: the page says first what that closes."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.samtycke import AterkallaForm
from cases.models import Samtycke, Utlamnande
from cases.services.samtycken import WithdrawalError, withdraw_samtycke
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant
from .handlingar import my_namnder


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtycke_withdraw(request, pk: int):
    samtycke = get_object_or_404(Samtycke.objects.select_related("fran_namnd", "till_namnd", "mottaget_av"), pk=pk)
    if not my_namnder(request, samtycke.aspirant_id):
        raise PermissionDenied
    if samtycke.aterkallat:
        flash(request, "info", "Samtycket var redan återkallat", f"Det återkallades {samtycke.aterkallat}.")
        return redirect("cases:utlamnande_list", pk=samtycke.aspirant_id)
    form = AterkallaForm(request.POST or None, samtycke=samtycke, today=request.today)
    if request.method == "POST" and form.is_valid() and (done := _withdraw(request, samtycke, form)):
        return done
    aspirant = get_aspirant(samtycke.aspirant_id)
    vilar = Utlamnande.objects.filter(samtycke=samtycke, upphorde=None).for_lista()
    context = {"samtycke": samtycke, "form": form, "stangs": vilar}
    return render(request, "cases/samtycke_withdraw.html", akt_context(request, aspirant, "utlamnanden") | context)


def _withdraw(request, samtycke: Samtycke, form: AterkallaForm):
    """Where to go when it is done; None when the form has to be shown again."""
    data = form.cleaned_data
    try:
        first = withdraw_samtycke(samtycke=samtycke, aterkallat=data["aterkallat"], satt=data["satt"], by=request.user)
    except WithdrawalError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"aterkalla-{samtycke.pk}")
    if first:
        flash(
            request,
            "ok",
            "Samtycket är återkallat",
            f"{samtycke.till_namnd} kan inte längre läsa det som lämnades ut på det. Ångrar personen sig "
            "registrerar du ett nytt samtycke.",
        )
    else:
        flash(request, "info", "Samtycket var redan återkallat")
    return redirect("cases:utlamnande_list", pk=samtycke.aspirant_id)
