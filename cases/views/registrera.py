"""Registrera: number first, then three short steps that each save (ui.md page 2)."""

from copy import copy
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST

from cases import perms, personnummer
from cases.enums import Lasningsslag
from cases.forms.falt import show_as_typed
from cases.forms.konflikt import differences, renew_version
from cases.forms.person import HushallForm, NummerForm, NyPersonForm, PersonForm, barn_ar
from cases.lasning import visad
from cases.models import Aspirant, Handlaggare, Nummerfraga, Parameter
from cases.services.registrering import (
    ChangedMeanwhileError,
    NamesakeError,
    Nummersvar,
    NummerTakenError,
    ask_nummer,
    register_aspirant,
    update_uppgifter,
)
from cases.skydd import Kanal, far_visas, kallas
from config.flash import draft_saved, flash

from . import paborjad
from .akt import get_aspirant
from .barn import barn_formset
from .remisser import remiss_page

DOUBLE_CLICK = timedelta(seconds=10)
STEG = (
    ("Person och kontakt", "cases:registrera_andra"),
    ("Hushåll och försörjning", "cases:registrera_hushall"),
    ("Remiss", "cases:registrera_remiss"),
)


def _steg(aspirant: Aspirant | None, nummer: int) -> dict:
    links = [{"label": label, "url": reverse(name, args=[aspirant.pk]) if aspirant else ""} for label, name in STEG]
    utan_utkast = aspirant is not None and not far_visas(aspirant, Kanal.UTKAST)
    return {"steg": links, "steg_nr": nummer, "aspirant": aspirant, "utan_utkast": utan_utkast}


@perms.requires(perms.can_register_aspirant)
def registrera(request):
    """The number decides: known here opens the akt, known elsewhere gets the one answer, new goes on to step 1."""
    form = NummerForm(request.POST or None, today=request.today)
    context = {"form": form}
    if request.method == "GET":
        form.fields["nummer"].widget.attrs["autofocus"] = True  # the page asks for nothing else
    if request.method == "POST":
        draft_saved(request, "nummer")  # also a refused number: the answer shows it, the next visit does not
    if request.method == "POST" and form.is_valid():
        nummer = form.cleaned_data["nummer"]
        svar = _ask(request, nummer)
        if svar.svar == Nummerfraga.Svar.SYNLIGT:
            flash(request, "info", "Personen är redan registrerad", "Här är akten.")
            return redirect("cases:akt", svar.aspirant.pk)
        if svar.svar == Nummerfraga.Svar.FRITT and nummer.slag != personnummer.Slag.RESERVNUMMER:
            paborjad.begin(request, _draft(request, nummer), nummer.nummer)
            return redirect("cases:registrera_person")
        context |= _refusal(request, form, svar, nummer)
    return render(request, "cases/registrera.html", context)


def _ask(request, nummer) -> Nummersvar:
    enhet = perms.sdf(request.user, request.today)
    return ask_nummer(nummer=nummer.nummer, enhet=enhet, now=request.now, today=request.today)


def _refusal(request, form, svar, nummer) -> dict:
    """The one answer for all, or why the number could not be asked about."""
    if svar.svar == Nummerfraga.Svar.ANNAN:
        said = {"fraga": nummer.nummer, "referens": svar.referens, "tidigare": svar.tidigare}
        return said | {"kontakt": _kontakt(request)}
    text = "Reservnumret finns inte. Systemet ger personen ett nummer när du väljer Personen har inget nummer."
    if svar.svar == Nummerfraga.Svar.FOR_MANGA:
        text = "Du har frågat om många nummer den senaste timmen. Vänta en stund och försök igen."
    form.add_error("nummer", text)
    return {}


def _kontakt(request) -> dict:
    return Parameter.objects.varde("registeransvarig", request.today) or {}


@require_POST
@perms.requires(perms.can_register_aspirant)
def utan_nummer(request):
    """The person has no number: the system issues a reservnummer when step 1 is saved."""
    paborjad.begin(request, paborjad.new_name(), "")
    return redirect("cases:registrera_person")


@perms.requires(perms.can_register_aspirant)
def ny_person(request):
    """Step 1 for a new person. Saving it makes the akt, so nothing is lost if one stops there."""
    if klar := paborjad.registered(request):
        flash(request, "info", "Personen är redan registrerad", "Fortsätt med hushåll och försörjning.")
        return redirect("cases:registrera_hushall", klar)
    paborjat = paborjad.number(request)
    if paborjat is None:
        text = "Skriv personens nummer så ser du om personen redan finns. Hade du börjat fylla i kommer det tillbaka."
        flash(request, "info", "Börja med numret", text)
        return redirect("cases:registrera")
    nummer = personnummer.parse(paborjat, request.today) if paborjat else None
    form = _new_form(request, nummer, ask_namesake="annan_person" in request.POST)
    utkast = {"utkast": _draft(request, nummer), "erbjud_utkast": nummer is None, "paborjad": paborjad.name(request)}
    context = {"form": form, "nummer": nummer, **utkast, **_steg(None, 1)}
    if request.method == "POST" and form.is_valid():
        try:
            return _register(request, form, nummer)
        except NummerTakenError:
            return _taken(request, nummer)
        except NamesakeError as error:
            if nummer is None and _just_registered(request, error.aspirant):
                draft_saved(request, _draft(request, nummer))
                return _registered_already(request, error.aspirant)
            context |= {"form": _new_form(request, nummer, ask_namesake=True), "namne": error.aspirant}
            visad(request, [error.aspirant], slag=Lasningsslag.TRAFF)
    return render(request, "cases/registrera_person.html", context)


def _draft(request, nummer: personnummer.Nummer | None) -> str:
    """Names the browser's draft so that it comes back for the same number only."""
    if nummer is None:
        return "ny-utan-nummer"
    return f"ny-{salted_hmac('registrering', f'{request.user.pk} {nummer.nummer}').hexdigest()[:16]}"


def _new_form(request, nummer: personnummer.Nummer | None, *, ask_namesake: bool) -> NyPersonForm:
    return NyPersonForm(
        request.POST or None,
        instance=Aspirant(),
        initial={"fodelsedatum": nummer.fodelsedatum, "kon": nummer.kon} if nummer else {},
        today=request.today,
        nummer=nummer.nummer if nummer else "",
        ask_namesake=ask_namesake,
    )


def _register(request, form, nummer):
    aspirant = register_aspirant(
        nummer=nummer,
        uppgifter=form.facts,
        sdf=perms.sdf(request.user, request.today),
        by=request.user,
        now=request.now,
        namesake_checked=form.cleaned_data.get("annan_person", False),
    )
    paborjad.finish(request, aspirant.pk)
    draft_saved(request, _draft(request, nummer))
    text = "Steg 1 är sparat. Du kan fortsätta nu eller senare från akten."
    if nummer is None:
        text = f"Personen har fått reservnumret {aspirant.nummer}. {text}"
    flash(request, "ok", f"{kallas(aspirant, Kanal.NOTIS)} är registrerad", text, om=aspirant.pk)
    return redirect("cases:registrera_hushall", aspirant.pk)


def _taken(request, nummer):
    """Someone was quicker: end at the person when she is ours, else give the one answer."""
    svar = _ask(request, nummer)
    if svar.aspirant:
        return _registered_already(request, svar.aspirant)
    paborjad.drop(request)
    form = NummerForm({"nummer": nummer.nummer}, today=request.today)
    return render(request, "cases/registrera.html", {"form": form} | _refusal(request, form, svar, nummer))


def _just_registered(request, aspirant: Aspirant) -> bool:
    """Is the namesake without number the one whose form this very user sent a moment ago, clicked twice?"""
    fresh = request.now - aspirant.created_at < DOUBLE_CLICK
    return fresh and Handlaggare.objects.filter(aspirant=aspirant, user=request.user).exists()


def _registered_already(request, aspirant: Aspirant):
    """Go on with step 2 when it remains, else to the akt."""
    paborjad.finish(request, aspirant.pk)
    flash(request, "info", "Personen är redan registrerad", "Inget har registrerats två gånger.")
    own = perms.can_edit_uppgifter(request.user, aspirant, request.today)
    return redirect("cases:registrera_hushall" if own and not aspirant.arbetsformaga else "cases:akt", aspirant.pk)


def _own_aspirant(request, pk: int) -> Aspirant:
    aspirant = get_aspirant(pk)
    if not perms.can_edit_uppgifter(request.user, aspirant, request.today):
        raise PermissionDenied("Bara den ansvariga stadsdelen registrerar.")
    visad(request, [aspirant])
    return aspirant


@perms.requires(perms.can_register_aspirant)
def person(request, pk: int):
    """Step 1 again, for someone who went back."""
    aspirant = _own_aspirant(request, pk)
    form = PersonForm(request.POST or None, instance=copy(aspirant), today=request.today)
    context = {"form": form, "utkast": f"person-{pk}", **_steg(aspirant, 1)}
    if request.method == "POST" and form.is_valid():
        try:
            _update(request, aspirant, form)
            draft_saved(request, f"person-{pk}")
            flash(request, "ok", "Person och kontakt är sparat")
            return redirect("cases:registrera_hushall", pk)
        except ChangedMeanwhileError as error:
            context["skillnader"] = _conflict(form, error)
    return render(request, "cases/registrera_person.html", context)


@perms.requires(perms.can_register_aspirant)
def hushall(request, pk: int):
    """Step 2: household, support, ability."""
    aspirant = _own_aspirant(request, pk)
    barn, only_rows = barn_formset(request, aspirant)
    form = HushallForm(request.POST or None, instance=copy(aspirant), today=request.today)
    context = {"form": form, "barn": barn, **_steg(aspirant, 2)}
    if request.method == "POST" and not only_rows and form.is_valid() & barn.is_valid():
        try:
            _update(request, aspirant, form, barn=barn_ar(barn))
            draft_saved(request, f"hushall-{pk}")
            flash(request, "ok", "Hushåll och försörjning är sparat")
            return redirect("cases:registrera_remiss", pk)
        except ChangedMeanwhileError as error:
            context["skillnader"] = _conflict(form, error)
    if only_rows:
        show_as_typed(form)
    return render(request, "cases/registrera_hushall.html", context)


def _update(request, aspirant: Aspirant, form, **also) -> Aspirant:
    version = form.cleaned_data["version"] or 0
    return update_uppgifter(aspirant=aspirant, version=version, uppgifter=form.facts, **also)


def _conflict(form, error: ChangedMeanwhileError) -> list:
    renew_version(form, error.saved.version)
    return differences(form, error.saved, form._meta.fields)


@perms.requires(perms.can_register_aspirant)
def remiss(request, pk: int):
    """Step 3: the remiss, or none for now."""
    aspirant = _own_aspirant(request, pk)
    if request.method == "POST" and "ingen-remiss" in request.POST:
        flash(
            request,
            "ok",
            f"Registreringen av {kallas(aspirant, Kanal.NOTIS)} är klar",
            "Ingen remiss är skickad.",
            om=pk,
        )
        return redirect("cases:akt", pk)
    return remiss_page(request, aspirant, "cases/registrera_remiss.html", _steg(aspirant, 3))
