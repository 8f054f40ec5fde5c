"""Avslut, guided on one page, and its correction by the same jobbtorg."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import perms
from cases.akt import oppet_vid_avslut
from cases.aktrader import oppen_inskrivning
from cases.angrat import undone_today
from cases.deadlines import checkpoint_dagar
from cases.forms.avslut import AvslutForm
from cases.forms.falt import add_rule_error
from cases.forms.konflikt import differences, renew_version
from cases.models import Inskrivning
from cases.services.avslut import (
    AlreadyClosedError,
    AvslutError,
    CorrectedMeanwhileError,
    close_inskrivning,
    correct_avslut,
)
from cases.services.avslut_angra import UndoError, obstacle, undo_avslut
from cases.services.avslutsfoljder import Flyttade
from cases.services.langsiktigt_stod import StodError
from cases.skydd import Kanal, kallas
from config.dates import local_date
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, to_akt


@perms.requires(perms.can_open_akter)
def avslut(request, pk: int):
    """Close the person's open enrolment."""
    aspirant = get_aspirant(pk)
    inskrivning = oppen_inskrivning(aspirant)
    if inskrivning is None:
        stangd = _closed_today(aspirant, request.today) if request.method == "POST" else None
        return avslut_ratta(request, pk, stangd.pk) if stangd else _nothing_open(request, pk)
    _require_own(request, inskrivning)
    oppet = oppet_vid_avslut(inskrivning, request.today)
    angrat = {} if request.POST else undone_today(inskrivning, request.today)
    form = AvslutForm(request.POST or None, inskrivning=inskrivning, today=request.today, oppet=oppet, initial=angrat)
    if request.method == "POST" and form.is_valid() and (done := _close(request, form)):
        return done
    valda = form["avsluta"].value() or []
    oppna = [(rad, rad.nyckel in valda) for rad in oppet]
    return _page(request, aspirant, form, {"oppet": oppna, "ifyllt": bool(angrat)})


@perms.requires(perms.can_open_akter)
def avslut_ratta(request, pk: int, inskrivning_pk: int):
    """Correct what an avslut says. It stays closed."""
    aspirant = get_aspirant(pk)
    inskrivning = get_object_or_404(_inskrivningar().exclude(avslutad=None), pk=inskrivning_pk, aspirant=aspirant)
    _require_own(request, inskrivning)
    form = AvslutForm(request.POST or None, inskrivning=inskrivning, today=request.today)
    context = {
        "rattar": True,
        "foljder": inskrivning.foljder.filter(angrad_at=None),
        "hinder": obstacle(inskrivning, request.today),
    }
    if request.method == "POST" and form.is_valid():
        try:
            if done := _correct(request, form):
                return done
        except CorrectedMeanwhileError as error:
            renew_version(form, error.saved.version)
            context["skillnader"] = differences(form, error.saved, form.fields)
    return _page(request, aspirant, form, context)


@require_POST
@perms.requires(perms.can_open_akter)
def avslut_angra(request, pk: int, inskrivning_pk: int):
    """Open the enrolment again, the same day."""
    aspirant = get_aspirant(pk)
    inskrivning = get_object_or_404(_inskrivningar(), pk=inskrivning_pk, aspirant=aspirant)
    _require_own(request, inskrivning)
    try:
        undo_avslut(inskrivning=inskrivning, by=request.user, now=request.now)
        flash(request, "ok", "Avslutet är ångrat", f"Inskrivningen vid {inskrivning.jobbtorg} är öppen igen.")
    except UndoError as error:
        flash(request, "warn", "Avslutet är inte ångrat", str(error))
    return redirect("cases:akt", pk)


def _closed_today(aspirant, today) -> Inskrivning | None:
    """The avslut that came before the one that was sent: a second click, or a colleague. Both texts are shown."""
    return Inskrivning.objects.filter(aspirant=aspirant, avslutad_at__date=today).order_by("-avslutad_at").first()


def _inskrivningar():
    return Inskrivning.objects.select_related("jobbtorg", "sdf", "avslutsorsak", "avslut_rattat_av")


def _require_own(request, inskrivning: Inskrivning) -> None:
    if not perms.can_enrol(request.user, inskrivning.jobbtorg, request.today):
        raise PermissionDenied("Bara jobbtorget där personen är eller var inskriven avslutar och rättar.")


def _nothing_open(request, pk: int):
    flash(request, "info", "Det finns ingen öppen inskrivning", "Den är avslutad, eller personen har inte skrivits in.")
    return redirect("cases:akt", pk)


def _page(request, aspirant, form: AvslutForm, context: dict):
    context |= {"form": form, "inskrivning": form.inskrivning, "checkpoints": checkpoint_dagar(form.dag)}
    return render(request, "cases/avslut.html", akt_context(request, aspirant, "avslut") | context)


def _close(request, form: AvslutForm):
    """Where to go when it is done; None when the form has to be shown again."""
    try:
        inskrivning = close_inskrivning(
            inskrivning=form.inskrivning,
            uppgifter=form.uppgifter(),
            by=request.user,
            now=request.now,
            avsluta=form.cleaned_data["avsluta"],
            stod=form.stoduppgifter(),
        )
    except AlreadyClosedError as error:
        return avslut_ratta(request, form.inskrivning.aspirant_id, error.inskrivning.pk)
    except (AvslutError, StodError) as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"avslut-{inskrivning.pk}")
    namn = kallas(inskrivning.aspirant, Kanal.NOTIS)
    stod = form.stoduppgifter()
    sedan = f"Långsiktigt stöd ges till {stod.till}." if stod else "Personen kontaktas inte efter avslutet."
    text = f"{inskrivning.avslutsorsak}, {inskrivning.avslutad}. {sedan}"
    flash(request, "ok", f"Inskrivningen av {namn} är avslutad", text, om=inskrivning.aspirant_id, **_undo(inskrivning))
    return to_akt(request, inskrivning.aspirant_id)


def _undo(inskrivning: Inskrivning) -> dict:
    """The way back, where there is one: of a protected person the coach may be off the list by now."""
    if inskrivning.aspirant.skydd or obstacle(inskrivning, local_date(inskrivning.avslutad_at)):
        return {}
    url = reverse("cases:avslut_angra", args=[inskrivning.aspirant_id, inskrivning.pk])
    return {"label": "Ångra avslutet", "url": url, "post": True}


def _moved_text(flyttade: Flyttade) -> str:
    """What followed the correction, and what somebody has to look at."""
    delar = {
        "Samma dag fick också": flyttade.med,
        "Orsaken skrevs också här": flyttade.orsak,
        "Rättelsen gäller inte för det här, se över det": flyttade.kvar,
    }
    return " ".join(f"{rubrik}: {' '.join(rader)}" for rubrik, rader in delar.items() if rader)


def _correct(request, form: AvslutForm):
    try:
        inskrivning, flyttade = correct_avslut(
            inskrivning=form.inskrivning,
            version=form.cleaned_data["version"] or 0,
            uppgifter=form.uppgifter(),
            by=request.user,
            now=request.now,
        )
    except CorrectedMeanwhileError:
        raise
    except AvslutError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"avslut-{inskrivning.pk}")
    text = f"{inskrivning.avslutsorsak}, {inskrivning.avslutad}. {_moved_text(flyttade)}".strip()
    if inskrivning.version == form.inskrivning.version:
        flash(request, "info", "Avslutet är redan sparat", text)
    else:
        flash(request, "ok", "Avslutet är rättat", text)
    return redirect("cases:akt", inskrivning.aspirant_id)
