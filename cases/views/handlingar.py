"""Handlingar of the akt: the list, one of them with what is said of it, its file, and handing it over."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from cases import aktrader, perms, utlamning
from cases.akt import handlingssidor
from cases.enums import Lasningsslag
from cases.forms_utlamnande import GrundForm
from cases.lasning import visad
from cases.models import Handling, Handlingstyp, Utlamnande
from cases.services.handlingar import GroundMissingError, hand_over, mark_read
from cases.utlamnanden import detail_url, of_handling, rows_of
from config.components import Action
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant


@require_GET
@perms.requires(perms.can_open_akter)
def handling_list(request, pk: int):
    aspirant = get_aspirant(pk)
    utlamnanden = Utlamnande.objects.select_related("till_enhet")
    handlingar = list(
        Handling.objects.filter(aspirant=aspirant)
        .select_related("enhet", "upprattad_av")
        .prefetch_related(Prefetch("utlamnanden", utlamnanden))
    )
    sidor = handlingssidor(h.pk for h in handlingar)
    rader = [(h, sidor.get(h.pk) or detail_url(h.pk)) for h in handlingar]
    context = {"rader": rader, "stangda": any(u.upphorde for u in aktrader.utlamnanden(aspirant))}
    return render(request, "cases/handling_list.html", akt_context(request, aspirant, "handlingar") | context)


@require_GET
@perms.requires(perms.can_open_akter)
def handling_detail(request, pk: int):
    """What it is, from whom and on which ground it came, and where to read it; for its own nämnd, to hand it over."""
    handling = get_object_or_404(Handling.objects.select_related("enhet__namnd", "namnd", "upprattad_av", "ur"), pk=pk)
    aspirant = handling.aspirant = get_aspirant(handling.aspirant_id)
    mina = my_namnder(request, aspirant.pk)
    utlamnanden = rows_of(aspirant, pk, mina)
    kvittera = any(rad.kan_kvitteras for rad in utlamnanden)
    url = reverse("cases:handling_pdf", args=[pk])
    pdf = Action(label="Öppna PDF", url=url, icon="file-down", primary=not kvittera)
    sida = handlingssidor([pk]).get(pk)
    context = akt_context(request, aspirant, "handlingar") | {
        "handling": handling,
        "utlamnanden": utlamnanden,
        "atgarder": [pdf, *([Action(label="Läs som sida", url=sida)] if sida else [])],
        "skicka": send_form(handling, request.today) if handling.namnd_id in mina else None,
    }
    return render(request, "cases/handling_detail.html", context)


@require_GET
@perms.requires(perms.can_open_akter)
def handling_pdf(request, pk: int):
    """The frozen file, byte for byte. Its name says what it is and nothing about whom."""
    handling = get_object_or_404(Handling.objects.defer(None), pk=pk)
    mark_read(handling_id=pk, now=request.now)
    visad(request, [handling.aspirant_id], slag=Lasningsslag.PDF)
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
    if handling.namnd_id not in my_namnder(request, handling.aspirant_id):
        raise PermissionDenied
    form, skickad = send_form(handling, request.today, request.POST), Handlingstyp(handling.typ).bojt("skicka")
    if form is None:
        flash(request, "info", f"{handling} är redan {skickad}, eller har ingen mottagare")
    elif form.is_valid():
        _send(request, handling, form)
    else:
        flash(request, "bad", f"{handling} är inte {skickad}", " ".join(form.errors.get("grund", [])))
    return redirect(back_to(request) or reverse("cases:utlamnande_list", args=[handling.aspirant_id]))


def _send(request, handling: Handling, form: GrundForm) -> None:
    till, grund = form.val.till, form.cleaned_data["grund"]
    skickad = Handlingstyp(handling.typ).bojt("skicka")
    try:
        hand_over(handling=handling, till_enhet=till, grund=grund, by=request.user, now=request.now)
    except GroundMissingError as error:
        flash(request, "bad", f"{handling} är inte {skickad}", str(error))
    else:
        draft_saved(request, f"skicka-{handling.pk}")
        flash(request, "ok", f"{handling} är {skickad}", f"Till {form.val.mottagare}.")


def send_form(handling: Handling, today: date, data=None) -> GrundForm | None:
    """The form that hands over a document to the other side; None when it is there already or nobody receives."""
    val = utlamning.utlamningsval(handling.aspirant, handling.enhet, today, typ=handling.omfattas_som)
    if val is None:
        return None
    skickad = {u.till_namnd_id for u in of_handling(handling.aspirant, handling.pk) if u.upphorde is None}
    if val.till.namnd_id in skickad:
        return None
    return GrundForm(data, val=val)


def readable(handling_id: int | None) -> Handling | None:
    """The handling that a document became, when the reader may open it: not one that bears a former identity."""
    return Handling.objects.filter(pk=handling_id).select_related("enhet__namnd").first() if handling_id else None


def my_namnder(request, aspirant_id: int | None = None) -> set[int]:
    """Nämnder that the reader acts for; none about a person whom only a nödöppning shows."""
    if aspirant_id in request.nodoppnade:
        request.user.lasande = True
    return {enhet.namnd_id for enhet in perms.enheter(request.user, request.today)}


def back_to(request) -> str:
    """The page the button stood on, when it is one of ours."""
    url = request.POST.get("tillbaka", "")
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""
