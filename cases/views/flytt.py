"""Change of responsible SDF, from the akt."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.flytt import FlyttForm
from cases.models import Aspirant, Inskrivning, Remiss
from cases.services.flytt import AlreadyMovedError, FlyttError, transfer_sdf
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, to_akt


@perms.requires(perms.can_open_akter)
def flytt(request, pk: int):
    """GET asks where, from when and what follows along; POST moves the responsibility."""
    aspirant = get_aspirant(pk)
    if not perms.can_transfer_sdf(request.user, aspirant, request.today):
        return _refused(request, aspirant)
    form = FlyttForm(request.POST or None, aspirant=aspirant, fran=aspirant.sdf, today=request.today)
    if request.method == "POST" and form.is_valid() and (done := _move(request, form)):
        return done
    context = {
        "form": form,
        "inskriven": Inskrivning.objects.oppna().filter(aspirant=aspirant).select_related("jobbtorg").first(),
        "remiss": Remiss.objects.obesvarade().filter(aspirant=aspirant).select_related("jobbtorg").first(),
    }
    return render(request, "cases/flytt.html", akt_context(request, aspirant, "flytt") | context)


def _refused(request, aspirant: Aspirant):
    """A second click comes when the first has moved the person: it says so instead of forbidding."""
    mina = {enhet.pk for enhet in perms.enheter(request.user, request.today)}
    if request.method == "POST" and aspirant.sdfansvar.filter(sdf__in=mina, till__isnull=False).exists():
        flash(request, "info", f"{aspirant.sdf} är redan ansvarig", "Ansvaret är flyttat en gång.")
        return redirect("cases:akt", aspirant.pk)
    raise PermissionDenied("Bara den ansvariga stadsdelen flyttar ansvaret.")


def _move(request, form: FlyttForm):
    """Where to go when it has moved; None when the form has to be shown again."""
    aspirant, uppgifter = form.aspirant, form.uppgifter()
    try:
        transfer_sdf(aspirant=aspirant, fran=form.fran, uppgifter=uppgifter, by=request.user, now=request.now)
    except AlreadyMovedError as error:
        flash(request, "info", str(error))
        return to_akt(request, aspirant.pk)
    except FlyttError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"flytt-{aspirant.pk}")
    flash(request, "ok", f"{uppgifter.till} är ansvarig från {uppgifter.dag}", _followed(len(uppgifter.handlingar)))
    return to_akt(request, aspirant.pk)


def _followed(antal: int) -> str:
    antal_text = {0: "Inga handlingar", 1: "En handling"}.get(antal, f"{antal} handlingar")
    return f"{antal_text} lämnades ut. Era handlingar finns kvar hos er."
