"""The akt's tab Insatser: what the person takes part in, placing and ending."""

from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.models import AfProgram, Aspirant, Inskrivning
from cases.perms import can_open_akter, requires
from cases.services.remisser import current_rules
from cases.views.akt import akt_context, get_aspirant
from config.components import Action
from config.flash import draft_saved, flash
from insatser import perms, regler
from insatser.belaggning import belaggning
from insatser.forms import AvslutaPlaceringForm, OmprovaForm, PlaceringForm
from insatser.models import Insats, Placering
from insatser.services.placeringar import PlaceringError, end_placering, place, review_placering
from insatser.timmar import TIMMAR_RUBRIK, is_over, veckotimmar


def _panel(aspirant: Aspirant, today) -> dict | None:
    """None of a person who has left and is placed nowhere."""
    timmar = veckotimmar(aspirant, today)
    return {"rubrik": TIMMAR_RUBRIK, "timmar": timmar} if timmar.delar or not is_over(aspirant) else None


def _oppen_inskrivning(aspirant: Aspirant) -> Inskrivning | None:
    return Inskrivning.objects.oppna().filter(aspirant=aspirant).first()


@require_safe
@requires(can_open_akter)
def placering_list(request, pk: int):
    """Current placeringar with hours against ability, then earlier ones."""
    aspirant = get_aspirant(pk)
    alla = list(Placering.objects.filter(aspirant=aspirant).for_lista().order_by("-fran", "-id"))
    for rad in alla:
        rad.far_avslutas = not rad.avslutad and perms.can_end_placering(request.user, rad, request.today)
    enhet = perms.placerande_enhet(request.user, aspirant, _oppen_inskrivning(aspirant), request.today)
    ny = Action(label="Placera i insats", url=reverse("insatser:placering_create", args=[pk]), icon="plus")
    return render(
        request,
        "insatser/placering_list.html",
        akt_context(request, aspirant, "insatser")
        | {
            "pagaende": [p for p in alla if not p.avslutad or p.avslutad > request.today],
            "tidigare": [p for p in alla if p.avslutad and p.avslutad <= request.today],
            "panel": _panel(aspirant, request.today),
            "atgarder": [ny] if enhet else [],
            "far_placera": enhet is not None,
        },
    )


@requires(perms.can_handle_placeringar)
def placering_create(request, pk: int):
    aspirant = get_aspirant(pk)
    enhet = perms.placerande_enhet(request.user, aspirant, _oppen_inskrivning(aspirant), request.today)
    if enhet is None:
        raise PermissionDenied("Personen är varken inskriven hos er eller ert ansvar i dag.")
    insatser = Insats.objects.valbara(enhet.namnd_id, request.today).for_lista()
    form = PlaceringForm(request.POST or None, insatser=insatser, initial=_proposal(request))
    if request.method == "POST" and form.is_valid() and _place(request, form, aspirant, enhet):
        return redirect("insatser:placering_list", pk)
    lista = list(insatser)
    platser = belaggning(lista, request.today)
    return render(
        request,
        "insatser/placering_form.html",
        akt_context(request, aspirant, "insatser")
        | {
            "form": form,
            "enhet": enhet,
            "panel": _panel(aspirant, request.today),
            "lediga": [(i, platser[i.pk]) for i in lista],
            "af_varning": _af_warning(
                aspirant, form.cleaned_data.get("fran") if form.is_bound and form.is_valid() else request.today
            ),
        },
    )


def _proposal(request) -> dict:
    """The catalogue's page of an insats may have sent the reader here with it chosen."""
    return {"insats": request.GET.get("insats"), "fran": request.today}


def _start(form: PlaceringForm, today: date) -> date:
    """The day that is typed, when it can be read."""
    return (form.cleaned_data.get("fran") if form.is_bound else None) or today


def _af_warning(aspirant: Aspirant, fran: date) -> str:
    program = AfProgram.objects.filter(aspirant=aspirant).filter(Q(till=None) | Q(till__gte=fran)).order_by("fran")
    return regler.af_warning(program.first(), fran, current_rules(fran))


def _place(request, form: PlaceringForm, aspirant: Aspirant, enhet) -> bool:
    with _refusals_in(form):
        rad, gjord = place(aspirant=aspirant, enhet=enhet, ny=form.placering(), by=request.user, today=request.today)
        draft_saved(request, f"placering-ny-{aspirant.pk}")
        rubrik = "Placeringen är sparad." if gjord else "Placeringen var redan sparad."
        flash(request, "ok" if gjord else "info", rubrik, f"{rad.insats} från {rad.fran}.")
        if gjord and (varning := _af_warning(aspirant, rad.fran)):
            flash(request, "warn", "Program hos Arbetsförmedlingen", varning)
    return form.is_valid()


@contextmanager
def _refusals_in(form):
    """What the service refuses is shown at its field."""
    try:
        yield
    except PlaceringError as fel:
        for falt, text in fel.fel.items():
            form.add_error(falt, text)


def _own_placering(request, aspirant: Aspirant, pk: int) -> Placering:
    """The placering; 404 when it cannot be seen, 403 when another nämnd owns it."""
    rad = get_object_or_404(Placering.objects.for_lista(), pk=pk, aspirant=aspirant)
    if not perms.can_end_placering(request.user, rad, request.today):
        raise PermissionDenied
    return rad


def _already_ended(request, rad: Placering):
    draft_saved(request, f"placering-slut-{rad.pk}")
    flash(request, "info", "Placeringen är redan avslutad.", f"{rad.insats} slutade {rad.avslutad}.")
    return redirect("insatser:placering_list", rad.aspirant_id)


@requires(perms.can_handle_placeringar)
def placering_omprova(request, pk: int, placering_pk: int):
    """Review a placering: it goes on with new dates."""
    aspirant = get_aspirant(pk)
    rad = _own_placering(request, aspirant, placering_pk)
    if rad.avslutad:
        return _already_ended(request, rad)
    nu = {"till": rad.till, "omprovas": rad.omprovas, "timmar_per_vecka": rad.timmar_per_vecka}
    form = OmprovaForm(request.POST or None, initial=nu)
    if request.method == "POST" and form.is_valid():
        with _refusals_in(form):
            review_placering(placering=rad, beslut=form.beslut(), today=request.today)
            draft_saved(request, f"omprovning-{rad.pk}")
            flash(request, "ok", "Placeringen fortsätter.", f"{rad.insats} har nya datum.")
        if form.is_valid():
            return redirect("insatser:placering_list", pk)
    context = akt_context(request, aspirant, "insatser") | {"form": form, "placering": rad}
    return render(request, "insatser/placering_omprova.html", context)


@requires(perms.can_handle_placeringar)
def placering_avsluta(request, pk: int, placering_pk: int):
    """End a placering; one that has ended already leads back with its first answer."""
    aspirant = get_aspirant(pk)
    rad = _own_placering(request, aspirant, placering_pk)
    if rad.avslutad:
        return _already_ended(request, rad)
    form = AvslutaPlaceringForm(request.POST or None, today=request.today, initial={"avslutad": request.today})
    if request.method == "POST" and form.is_valid():
        with _refusals_in(form):
            end_placering(placering=rad, slut=form.slut(), today=request.today)
            draft_saved(request, f"placering-slut-{rad.pk}")
            flash(request, "ok", "Placeringen är avslutad.", f"{rad.insats}. Platsen är ledig från nästa dag.")
        if form.is_valid():
            return redirect("insatser:placering_list", pk)
    context = akt_context(request, aspirant, "insatser") | {"form": form, "placering": rad}
    return render(request, "insatser/placering_avsluta.html", context)
