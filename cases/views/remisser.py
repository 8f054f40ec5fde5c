"""Remiss: write it with the rules' advice beside, the lists of sent and received, and the answer."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases import lasning, perms
from cases.akt_hushall import support_facts
from cases.enums import Lasningsslag
from cases.forms.falt import add_rule_error, show_as_typed
from cases.forms.remiss import AterremissForm, RemissForm
from cases.models import Aspirant, Inskrivning, Remiss
from cases.remissregler import program_name
from cases.services.handlingar import mark_read
from cases.services.remisser import (
    AlreadyAnsweredError,
    AlreadySentError,
    RemissError,
    current_rules,
    due_day,
    return_remiss,
    send_remiss,
)
from cases.services.remissvakt import ReminderError, expires, remind_jobbtorg
from cases.sikt import limited_text
from cases.utlamnanden import rows_of
from config.bladdring import LangPaginator
from config.dates import local_date, waited_sentence, waited_text
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, still_seen
from .handlingar import my_namnder

PER_SIDA = 25


@perms.requires(perms.can_open_akter)
def remiss_create(request, pk: int):
    aspirant = get_aspirant(pk)
    if not perms.can_remit(request.user, aspirant, request.today):
        raise PermissionDenied("Bara den ansvariga stadsdelen skickar remiss.")
    return remiss_page(request, aspirant, "cases/remiss_create.html", akt_context(request, aspirant, "remiss"))


def remiss_page(request, aspirant: Aspirant, template: str, context: dict):
    """Write and send a remiss, from the akt or as the last step of registration."""
    form = RemissForm(request.POST or None, aspirant=aspirant, rules=current_rules(request.today), today=request.today)
    context |= {
        "form": form,
        "svar_senast": due_day(request.today),
        "inskriven": Inskrivning.objects.oppna().filter(aspirant=aspirant).select_related("jobbtorg").first(),
    }
    if request.method == "POST" and "visa-rad" in request.POST:
        show_as_typed(form)
        return render(request, "cases/remiss_rad.html" if request.htmx else template, context)
    if request.method == "POST" and form.is_valid() and (sent := _send(request, aspirant, form)):
        return sent
    return render(request, template, context)


def _send(request, aspirant: Aspirant, form: RemissForm):
    """Where to go when it is sent; None when the form has to be shown again."""
    try:
        remiss = send_remiss(aspirant=aspirant, uppgifter=form.uppgifter(), by=request.user, now=request.now)
    except AlreadySentError as error:
        if error.remiss.skickad_av_id == request.user.pk and error.remiss.fraga == form.cleaned_data["fraga"]:
            draft_saved(request, f"remiss-{aspirant.pk}")
            flash(request, "info", "Remissen är redan skickad", "Den skickades en gång.")
            return redirect("cases:akt", aspirant.pk)
        add_rule_error(form, error)
    except RemissError as error:
        add_rule_error(form, error)
    else:
        draft_saved(request, f"remiss-{aspirant.pk}")
        flash(request, "ok", f"Remissen är skickad till {remiss.jobbtorg}", f"Svar senast {remiss.svar_senast}.")
        return redirect("cases:akt", aspirant.pk)


@require_safe
@perms.requires(perms.can_open_akter)
def remiss_list(request):
    """Received by my jobbtorg or sent by my SDF: those that wait, as sorted; or the answered, the latest first."""
    alla = Remiss.objects.for_enheter(perms.enheter(request.user, request.today))
    besvarade, sortering = request.GET.get("visa") == "besvarade", request.GET.get("sortering") or "senast"
    remisser = alla.senast_besvarade() if besvarade else alla.obesvarade().sorterade(sortering)
    # The page's keys first: what a row shows is fetched for 25, not for every remiss there ever was
    sida = LangPaginator(remisser.values_list("pk", flat=True), PER_SIDA, request.GET.get("sida")).asked()
    nycklar = list(sida)
    rader = Remiss.objects.filter(pk__in=nycklar).for_lista().med_paminnelser()
    rader = sorted(rader, key=lambda r: nycklar.index(r.pk))
    lasning.visad(request, [r.aspirant_id for r in rader], slag=Lasningsslag.TRAFF)
    context = {
        "sida": sida,
        "rader": [(r, waited_text(local_date(r.skickad_at), request.today)) for r in rader],
        "besvarade": besvarade,
        "urval": _urval(besvarade, sida.paginator.count if not besvarade else alla.obesvarade().count()),
        "sortering": sortering,
        "inkomna": perms.jobbtorg(request.user, request.today) is not None,
        "del_av": limited_text(request.user, request.today),
    }
    return render(request, "cases/remiss_list.html", context)


def _urval(besvarade: bool, vantar: int) -> list[dict]:
    return [
        {"label": "Väntar på svar", "url": "?", "count": vantar, "current": not besvarade},
        {"label": "Besvarade", "url": "?visa=besvarade", "current": besvarade},
    ]


@perms.requires(perms.can_open_akter)
def remiss_detail(request, pk: int):
    """The remiss; the jobbtorg it went to accepts it by enrolling, or sends it back with a reason."""
    remiss = get_object_or_404(Remiss.objects.for_lista(), pk=pk)
    request.user.lasande = remiss.aspirant_id in request.nodoppnade
    far_svara = perms.can_enrol(request.user, remiss.jobbtorg, request.today)
    if request.method == "POST" and not far_svara:
        raise PermissionDenied("Bara jobbtorget som fick remissen svarar på den.")
    form = AterremissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done := _return(request, remiss, form):
            return done
        remiss = get_object_or_404(Remiss.objects.for_lista(), pk=pk)
    mina = my_namnder(request)
    for handling_id in filter(None, (remiss.handling_id, remiss.svarshandling_id)):
        mark_read(handling_id=handling_id, now=request.now)
    context = {
        "remiss": remiss,
        "utlamnanden": rows_of(remiss.aspirant, remiss.handling_id, mina) if remiss.handling_id else [],
        "tillbaka": rows_of(remiss.aspirant, remiss.svarshandling_id, mina) if remiss.svarshandling_id else [],
        "inskrivning": Inskrivning.objects.filter(remiss=remiss).select_related("rattslig_grund").first(),
        "program": program_name(remiss.af_program, current_rules(request.today)),
        "form": form if far_svara and (form.errors or not remiss.svar) else None,
        "paminnelser": list(remiss.paminnelser.select_related("paminde_av")),
        "vantat": waited_sentence(local_date(remiss.skickad_at), request.today),
        "utgar": None if remiss.svar else expires(remiss),
        "om_personen": [] if remiss.svar else support_facts(remiss.aspirant),
        "far_paminna": not remiss.svar and perms.can_remit(request.user, remiss.aspirant, request.today),
    }
    return render(request, "cases/remiss_detail.html", akt_context(request, remiss.aspirant, "remiss") | context)


@require_POST
@perms.requires(perms.can_open_akter)
def remiss_remind(request, pk: int):
    """The responsible SDF reminds the jobbtorg."""
    remiss = get_object_or_404(Remiss.objects.for_lista(), pk=pk)
    if not perms.can_remit(request.user, remiss.aspirant, request.today):
        raise PermissionDenied("Bara den ansvariga stadsdelen påminner.")
    try:
        remind_jobbtorg(remiss=remiss, by=request.user, now=request.now)
        flash(request, "ok", f"{remiss.jobbtorg} är påmint", "Jobbtorget ser påminnelsen på remissen och på Min dag.")
    except ReminderError as error:
        flash(request, "info", "Ingen ny påminnelse", str(error))
    return redirect("cases:remiss_detail", pk)


def _return(request, remiss: Remiss, form: AterremissForm):
    """Where to go when it is sent; None when somebody answered otherwise meanwhile: what was written is shown again."""
    skal = form.cleaned_data["skal"]
    try:
        return_remiss(remiss=remiss, skal=skal, by=request.user, now=request.now)
        flash(request, "ok", f"Remissen är skickad tillbaka till {remiss.sdf}", "Stadsdelen ser skälet.")
    except AlreadyAnsweredError as error:
        if error.remiss.aterremiss_skal != skal:
            form.add_error(None, f"{error} Det du skrev är inte skickat.")
            return None
        flash(request, "info", "Remissen är redan skickad tillbaka", "Den skickades en gång.")
    draft_saved(request, f"aterremiss-{remiss.pk}")
    # Whoever was on a protected person's named list for the remiss alone is on it no longer
    kvar = still_seen(request, remiss.aspirant_id)
    return redirect("cases:remiss_detail", remiss.pk) if kvar else redirect("cases:remiss_list")
