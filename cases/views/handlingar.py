"""Handlingar and Utlämnanden of the akt: read, hand over on a ground, acknowledge; the person's consent."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import perms, utlamning
from cases.forms_utlamnande import GrundForm, SamtyckeForm
from cases.models import Handling, Samtycke, Utlamnande
from cases.services.handlingar import acknowledge, hand_over, register_samtycke, withdraw_samtycke
from config.dates import local_date
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant


@require_GET
@perms.requires(perms.can_open_akter)
def handling_list(request, pk: int):
    aspirant = get_aspirant(pk)
    handlingar = Handling.objects.filter(aspirant=aspirant).select_related("enhet", "upprattad_av")
    handlingar = handlingar.prefetch_related("utlamnanden__till_enhet")
    return render(
        request, "cases/handling_list.html", akt_context(request, aspirant, "handlingar") | {"handlingar": handlingar}
    )


@require_GET
@perms.requires(perms.can_open_akter)
def handling_pdf(request, pk: int):
    """The frozen file, byte for byte. Its name says what it is and nothing about whom."""
    handling = get_object_or_404(Handling.objects.defer(None), pk=pk)
    response = HttpResponse(bytes(handling.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{handling.typ}-version-{handling.version}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@perms.requires(perms.can_open_akter)
def handling_send(request, pk: int):
    """Hand over one of our own documents on the ground chosen; already handed over is answered with that."""
    handling = get_object_or_404(Handling.objects.select_related("aspirant__sdf__namnd", "enhet__namnd"), pk=pk)
    if handling.namnd_id not in {e.namnd_id for e in perms.enheter(request.user, request.today)}:
        raise PermissionDenied
    form = send_form(handling, request.today, request.POST)
    if form is None:
        flash(request, "info", f"{handling} är redan skickad, eller har ingen mottagare")
    elif form.is_valid():
        till, grund = form.val.till, form.cleaned_data["grund"]
        hand_over(handling=handling, till_enhet=till, grund=grund, by=request.user, now=request.now)
        draft_saved(request, f"skicka-{handling.pk}")
        flash(request, "ok", f"{handling} är skickad", f"Till {form.val.mottagare}.")
    else:
        flash(request, "bad", f"{handling} är inte skickad", " ".join(form.errors.get("grund", [])))
    return redirect(_tillbaka(request) or reverse("cases:utlamnande_list", args=[handling.aspirant_id]))


def send_form(handling: Handling, today: date, data=None) -> GrundForm | None:
    """The form that hands over a document to the other side; None when it is there already or nobody receives."""
    val = utlamning.utlamningsval(handling.aspirant, handling.enhet, today)
    if val is None or Utlamnande.objects.filter(handling=handling, till_namnd=val.till.namnd_id).exists():
        return None
    return GrundForm(data, val=val)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def utlamnande_list(request, pk: int):
    """What has been handed over, and the consents; POST registers one."""
    aspirant = get_aspirant(pk)
    form = _samtycke_form(request, aspirant)
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form and form.is_bound and form.is_valid():
        return _register(request, aspirant, form)
    mina = {enhet.namnd_id for enhet in perms.enheter(request.user, request.today)}
    return render(
        request,
        "cases/utlamnande_list.html",
        akt_context(request, aspirant, "utlamnanden")
        | {
            "utlamnanden": _utlamnanden(aspirant),
            "samtycken": _samtycken(aspirant, request.today),
            "mina_namnder": mina,
            "form": form,
        },
    )


def _utlamnanden(aspirant):
    rader = Utlamnande.objects.filter(aspirant=aspirant)
    return rader.select_related("handling", "fran_namnd", "till_enhet", "grund", "skickat_av", "kvitterat_av")


def _samtycken(aspirant, today) -> list[dict]:
    rader = Samtycke.objects.filter(aspirant=aspirant).select_related("fran_namnd", "till_namnd", "registrerat_av")
    return [{"samtycke": rad, "giltigt": rad.ar_giltigt(today)} for rad in rader]


def _samtycke_form(request, aspirant) -> SamtyckeForm | None:
    enhet = utlamning.own_unit(request.user, aspirant, request.today)
    motpart = utlamning.counterpart(aspirant, enhet)
    if motpart is None or motpart == enhet.namnd:
        return None
    return SamtyckeForm(request.POST or None, vi=enhet.namnd, motpart=motpart, today=request.today)


def _register(request, aspirant, form):
    data = form.cleaned_data
    register_samtycke(
        aspirant=aspirant,
        riktningar=form.riktningar(),
        omfattning=data["omfattning"],
        satt=data["satt"],
        fran=data["fran"],
        till=data["till"],
        by=request.user,
    )
    draft_saved(request, f"samtycke-{aspirant.pk}")
    flash(request, "ok", "Samtycket är registrerat", f"Det gäller till {data['till']:%Y-%m-%d}.")
    return redirect("cases:utlamnande_list", pk=aspirant.pk)


@require_POST
@perms.requires(perms.can_open_akter)
def samtycke_withdraw(request, pk: int):
    samtycke = get_object_or_404(Samtycke, pk=pk)
    if withdraw_samtycke(samtycke=samtycke, today=request.today):
        flash(request, "ok", "Samtycket är återkallat", "Det som redan är utlämnat finns kvar hos mottagaren.")
    else:
        flash(request, "info", "Samtycket var redan återkallat")
    return redirect("cases:utlamnande_list", pk=samtycke.aspirant_id)


@require_POST
@perms.requires(perms.can_open_akter)
def utlamnande_acknowledge(request, pk: int):
    """Kvittens by the receiving nämnd; a second one is answered with the first."""
    utlamnande = get_object_or_404(Utlamnande.objects.select_related("handling", "kvitterat_av"), pk=pk)
    if utlamnande.till_namnd_id not in {e.namnd_id for e in perms.enheter(request.user, request.today)}:
        raise PermissionDenied
    if acknowledge(utlamnande=utlamnande, by=request.user, now=request.now):
        flash(request, "ok", f"{utlamnande.handling} är kvitterad", "Avsändaren ser att du har tagit emot den.")
    else:
        utlamnande.refresh_from_db()
        dag = local_date(utlamnande.kvitterat_at)
        flash(request, "info", f"{utlamnande.handling} var redan kvitterad", f"Av {utlamnande.kvitterat_av} {dag}.")
    return redirect(_tillbaka(request) or reverse("cases:utlamnande_list", args=[utlamnande.aspirant_id]))


def _tillbaka(request) -> str:
    """The page the button stood on, when it is one of ours."""
    url = request.POST.get("tillbaka", "")
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""
