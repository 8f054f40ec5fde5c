"""The person's programme at Arbetsförmedlingen: written by the responsible SDF or a jobbtorg that sees the person."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from cases import perms
from cases.forms.afprogram import AfProgramForm
from cases.forms.falt import add_rule_error
from cases.forms.konflikt import differences, renew_version
from cases.models import AfProgram, Aspirant
from cases.remissregler import program_name
from cases.services.afprogram import ProgramChangedError, ProgramError, write_program
from cases.services.remisser import current_rules
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant


@perms.requires(perms.can_open_akter)
def afprogram(request, pk: int):
    """The one that goes on or is to come is changed; when there is none a new one is written."""
    aspirant = get_aspirant(pk)
    skriver = perms.can_edit_uppgifter(request.user, aspirant, request.today) or perms.can_edit_kontakt(
        request.user, request.today
    )
    if request.method == "POST" and not skriver:
        raise PermissionDenied("Den ansvariga stadsdelen och jobbtorget skriver vilket program personen deltar i.")
    rules = current_rules(request.today)
    alla = list(AfProgram.objects.filter(aspirant=aspirant).select_related("skrivet_av"))
    nu = next((rad for rad in alla if rad.till is None or rad.till >= request.today), None)
    form = AfProgramForm(request.POST or None, rules=rules, nu=nu, today=request.today)
    if request.method == "POST" and form.is_valid() and (done := _write(request, aspirant, nu, form)):
        return done
    context = {
        "form": form,
        "skillnader": getattr(form, "skillnader", None),
        "skriver": skriver,
        "nu": nu,
        "nu_namn": program_name(nu.program, rules) if nu else "",
        "tidigare": [(rad, program_name(rad.program, rules)) for rad in alla if rad is not nu],
    }
    return render(request, "cases/afprogram.html", akt_context(request, aspirant, "afprogram") | context)


def _write(request, aspirant: Aspirant, nu: AfProgram | None, form: AfProgramForm):
    """Where to go when it is saved; None when the form has to be shown again."""
    try:
        write_program(
            aspirant=aspirant,
            uppgifter=form.uppgifter(),
            by=request.user,
            now=request.now,
            pk=nu.pk if nu else None,
            version=form.cleaned_data["version"] or 0,
        )
    except ProgramChangedError as error:
        renew_version(form, error.saved.version)
        form.skillnader = differences(form, error.saved, form.fields)
        return None
    except ProgramError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"afprogram-{aspirant.pk}")
    flash(request, "ok", "Programmet hos Arbetsförmedlingen är sparat")
    return redirect("cases:akt", aspirant.pk)
