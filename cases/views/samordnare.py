"""The person's samordnare: choose, change, agree to go on after avslut, end."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.samordnare import AvslutaSamordnareForm, SamordnareForm
from cases.models import Aspirant, Samordnare
from cases.services.samordnare import (
    SamordnareChangedError,
    SamordnareError,
    choose_samordnare,
    current_samordnare,
    end_samordnare,
)
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, to_akt


@perms.requires(perms.can_open_akter)
def samordnare(request, pk: int):
    """POST chooses; with `avsluta` it ends."""
    aspirant = get_aspirant(pk)
    if not perms.can_choose_samordnare(request.user, aspirant, request.today):
        raise PermissionDenied("Chefen eller den som handlägger väljer samordnare.")
    nu = current_samordnare(aspirant, request.today)
    ends = "avsluta" in request.POST
    form = SamordnareForm(
        request.POST if request.method == "POST" and not ends else None, aspirant=aspirant, nu=nu, today=request.today
    )
    slut = AvslutaSamordnareForm(
        request.POST if ends else None, initial={"till": request.today, "rad": nu.pk if nu else 0}
    )
    done = None
    if ends and slut.is_valid():
        done = _end(request, aspirant, slut)
    elif form.is_bound and form.is_valid():
        done = _choose(request, aspirant, form)
    return done or render(
        request,
        "cases/samordnare.html",
        akt_context(request, aspirant, "samordnare") | {"form": form, "slut": slut, "nu": nu},
    )


def _choose(request, aspirant: Aspirant, form: SamordnareForm):
    """Where to go when it is saved; None when the form has to be shown again."""
    nuvarande = form.cleaned_data["nuvarande"]
    try:
        vald = choose_samordnare(
            aspirant=aspirant, nuvarande=nuvarande, uppgifter=form.uppgifter(), by=request.user, now=request.now
        )
    except SamordnareChangedError as error:
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["nuvarande"] = str(error.nu.pk) if error.nu else ""
    except SamordnareError as error:
        add_rule_error(form, error)
    else:
        draft_saved(request, f"samordnare-{aspirant.pk}")
        efter = "Fortsätter efter avslutet." if vald.fortsatter_enligt else "Slutar vid avslutet."
        flash(request, "ok", f"{vald.user} är samordnare från {vald.fran}", efter)
        return to_akt(request, aspirant.pk)


def _end(request, aspirant: Aspirant, form: AvslutaSamordnareForm):
    try:
        rad = end_samordnare(
            aspirant=aspirant,
            nuvarande=form.cleaned_data["rad"],
            till=form.cleaned_data["till"],
            now=request.now,
        )
    except Samordnare.DoesNotExist:
        form.add_error(None, "Samordnaren finns inte längre. Ladda om sidan.")
    except SamordnareError as error:
        add_rule_error(form, error)
    else:
        draft_saved(request, f"samordnare-slut-{aspirant.pk}")
        flash(request, "ok", f"{rad.user} är samordnare till och med {rad.till}")
        return to_akt(request, aspirant.pk)
