"""Inskrivning at my jobbtorg."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from cases import perms
from cases.deadlines import jobbplan_senast
from cases.forms.falt import add_rule_error
from cases.forms.inskrivning import InskrivningForm
from cases.models import Aspirant, Enhet, Inskrivning, Parameter, Remiss
from cases.services.inskrivningar import AlreadyEnrolledError, InskrivningError, enrol
from cases.services.remisser import AlreadyAnsweredError, current_rules
from cases.skydd import Kanal, kallas
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, to_akt


@perms.requires(perms.can_open_akter)
def inskrivning_create(request, pk: int):
    aspirant = get_aspirant(pk)
    jobbtorg = perms.jobbtorg(request.user, request.today)
    if jobbtorg is None or not perms.can_enrol(request.user, jobbtorg, request.today):
        raise PermissionDenied("Bara jobbtorgets coacher och chef skriver in.")
    remiss = _open_remiss(aspirant, jobbtorg)
    rules = current_rules(request.today)
    form = InskrivningForm(
        request.POST or None,
        aspirant=aspirant,
        jobbtorg=jobbtorg,
        remiss=remiss,
        by=request.user,
        rules=rules,
        today=request.today,
    )
    oppen = Inskrivning.objects.oppna().filter(aspirant=aspirant).select_related("jobbtorg").first()
    if request.method == "POST" and oppen and _same(oppen, jobbtorg):
        return _enrolled_already(request, oppen)
    if request.method == "POST" and form.is_valid() and (done := _enrol(request, form, jobbtorg, rules)):
        return done
    context = {"form": form, "jobbtorg": jobbtorg, "remiss": remiss, "oppen": oppen}
    if oppen:
        context["oppen_text"] = str(AlreadyEnrolledError(oppen))
    return render(request, "cases/inskrivning_create.html", akt_context(request, aspirant, "inskrivning") | context)


def _open_remiss(aspirant: Aspirant, jobbtorg: Enhet) -> Remiss | None:
    return Remiss.objects.obesvarade().filter(aspirant=aspirant, jobbtorg=jobbtorg).select_related("sdf").first()


def _same(oppen: Inskrivning, jobbtorg: Enhet) -> bool:
    return oppen.jobbtorg_id == jobbtorg.pk


def _enrolled_already(request, inskrivning: Inskrivning):
    """A second click, or a colleague was quicker: land on the result of the first."""
    draft_saved(request, f"inskrivning-{inskrivning.aspirant_id}")
    flash(request, "info", "Personen är redan inskriven", f"Vid {inskrivning.jobbtorg} sedan {inskrivning.inskriven}.")
    return redirect("cases:akt", inskrivning.aspirant_id)


def _enrol(request, form: InskrivningForm, jobbtorg: Enhet, rules):
    """Where to go when it is done; None when the form has to be shown again."""
    try:
        inskrivning = enrol(
            aspirant=form.aspirant,
            jobbtorg=jobbtorg,
            remiss=form.remiss,
            uppgifter=form.uppgifter(),
            rules=rules,
            by=request.user,
            now=request.now,
        )
    except AlreadyEnrolledError as error:
        if _same(error.inskrivning, jobbtorg):
            return _enrolled_already(request, error.inskrivning)
        add_rule_error(form, error)
    except (InskrivningError, AlreadyAnsweredError) as error:
        add_rule_error(form, error)
    else:
        arbetsdagar = Parameter.objects.varde("jobbplan_arbetsdagar", inskrivning.inskriven)
        senast = jobbplan_senast(inskrivning.inskriven, arbetsdagar=arbetsdagar)
        draft_saved(request, f"inskrivning-{form.aspirant.pk}")
        text = f"Den första jobbplanen ska vara publicerad senast {senast}."
        flash(
            request,
            "ok",
            f"{kallas(form.aspirant, Kanal.NOTIS)} är inskriven vid {jobbtorg}",
            text,
            om=form.aspirant.pk,
        )
        return to_akt(request, form.aspirant.pk)
