"""Change of number, from the akt under Ändra uppgifter."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.nummerbyte import NummerbyteForm
from cases.models import Aspirant, Nummerfraga, Parameter
from cases.services.nummerbyte import NummerbyteError, byt_nummer, check_orsak
from cases.services.registrering import ChangedMeanwhileError, NummerTakenError, ask_nummer
from cases.skydd import Kanal, kallas
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant

FOR_MANGA = "Du har frågat om många nummer den senaste timmen. Vänta en stund och försök igen."
ANDRAT = "Någon annan har ändrat uppgifterna efter att du öppnade sidan. Kontrollera numret och spara igen."


@perms.requires(perms.can_open_akter)
def nummerbyte(request, pk: int):
    """A number that another person has gets the answer of registration: the akt, or the one answer for all."""
    aspirant = get_aspirant(pk)
    if not perms.can_edit_uppgifter(request.user, aspirant, request.today):
        raise PermissionDenied("Bara den ansvariga stadsdelen byter nummer.")
    form = NummerbyteForm(request.POST or None, aspirant=aspirant, today=request.today)
    context = {"form": form, "tidigare": aspirant.tidigarenummer_set.select_related("bytt_av")}
    if request.method == "POST" and form.is_valid():
        svar = _change(request, aspirant, form)
        if not isinstance(svar, dict):
            return svar
        context |= svar
    return render(request, "cases/nummerbyte.html", akt_context(request, aspirant, "uppgifter") | context)


def _change(request, aspirant: Aspirant, form):
    """The redirect when it is done, else what the page says."""
    data = form.cleaned_data
    nummer = data["nummer"]
    try:
        if nummer.nummer != aspirant.nummer:
            check_orsak(aspirant, nummer, data["orsak"])
            if refusal := _asked(request, aspirant, form, nummer):
                return refusal
        saved = byt_nummer(
            aspirant=aspirant,
            nummer=nummer,
            orsak=data["orsak"],
            version=data["version"],
            fodelsedatum=form.nytt_fodelsedatum,
            by=request.user,
            now=request.now,
        )
    except NummerTakenError:
        return _asked(request, aspirant, form, nummer) or {}
    except NummerbyteError as error:
        add_rule_error(form, error)
        return {}
    except ChangedMeanwhileError as error:
        form.data = form.data | {"version": str(error.saved.version)}
        form.add_error(None, ANDRAT)
        return {}
    return _done(request, saved, aspirant.fodelsedatum)


def _asked(request, aspirant: Aspirant, form, nummer) -> dict:
    """Empty when the number is free or has been the person's own; it is asked for and logged as at registration."""
    enhet = perms.sdf(request.user, request.today)
    svar = ask_nummer(nummer=nummer.nummer, enhet=enhet, now=request.now, today=request.today)
    if svar.svar == Nummerfraga.Svar.SYNLIGT and svar.aspirant != aspirant:
        form.add_error("nummer", "En annan person hos er har numret. Kontrollera siffrorna.")
        return {"annan": svar.aspirant}
    if svar.svar == Nummerfraga.Svar.ANNAN:
        kontakt = Parameter.objects.varde("registeransvarig", request.today) or {}
        said = {"fraga": nummer.nummer, "referens": svar.referens, "tidigare": svar.tidigare}
        return said | {"kontakt": kontakt}
    if svar.svar == Nummerfraga.Svar.FOR_MANGA:
        form.add_error("nummer", FOR_MANGA)
        return {"stopp": True}
    return {}


def _done(request, saved: Aspirant, fore: date | None):
    draft_saved(request, f"nummer-{saved.pk}")
    text = "Det tidigare numret står kvar under Byt nummer, och sök på det hittar akten."
    if saved.fodelsedatum != fore:
        text += f" Födelsedatumet är nu {saved.fodelsedatum}."
    flash(request, "ok", f"{kallas(saved, Kanal.NOTIS)} har fått ett nytt nummer", text, om=saved.pk)
    return redirect("cases:uppgifter", saved.pk)
