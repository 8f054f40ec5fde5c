"""Who holds the case, on the akt: both sides, the history with its notes, and the change."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from cases import perms
from cases.forms.falt import add_rule_error
from cases.forms.overlamning import StampelForm
from cases.kontinuitet import kontinuitet
from cases.models import Aspirant, Enhet, Handlaggare, Overlamning, Samordnare
from cases.services.handlaggare import HandlaggareError, latest_holder
from cases.services.overlamning import HolderChangedError, hand_over_cases
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant, to_akt


@perms.requires(perms.can_open_akter)
def handlaggare(request, pk: int):
    """GET shows who holds and held the case. POST changes it at one of the reader's units."""
    aspirant = get_aspirant(pk)
    rader = list(
        Handlaggare.objects.filter(aspirant=aspirant).select_related("user", "enhet", "aspirant").order_by("fran", "pk")
    )
    enheter = {e.pk: e for e in perms.arbetande_enheter(request.user, aspirant, request.today)}
    former = {pk: form for pk, e in enheter.items() if (form := _form(request, e, rader))}
    if request.method == "POST":
        vald = request.POST.get("enhet", "")
        form = former.get(int(vald)) if vald.isascii() and vald.isdigit() else None
        if form is None:
            raise PermissionDenied("Bara enhetens chef eller den som handlägger byter handläggare.")
        if form.is_valid() and (done := _change(request, aspirant, form)):
            return done
    return render(request, "cases/handlaggare.html", _context(request, aspirant, rader, list(former.values())))


def _form(request, enhet: Enhet, rader: list[Handlaggare]) -> StampelForm | None:
    """The form of a unit where the reader may choose; bound when it is the one that was sent."""
    nu = latest_holder([rad for rad in rader if rad.enhet_id == enhet.pk], request.today)
    if not perms.can_change_handlaggare(request.user, enhet, nu.user_id if nu else None, request.today):
        return None
    sent = request.method == "POST" and request.POST.get("enhet") == str(enhet.pk)
    form = StampelForm(
        request.POST if sent else None, stampel=nu.stampel if nu else "", enhet=enhet, utom=None, today=request.today
    )
    form.nu = nu
    return form


def _change(request, aspirant: Aspirant, form: StampelForm):
    """Where to go when it is changed; None when the form has to be shown again."""
    try:
        (gjord,) = hand_over_cases(
            poster=form.poster(aspirant.pk),
            enhet=form.enhet,
            uppgifter=form.uppgifter(),
            omgang=form.cleaned_data["omgang"],
            by=request.user,
            now=request.now,
        )
    except HolderChangedError as error:
        form.add_error(None, "Någon annan har bytt handläggare under tiden. Inget av det du skrev är borta.")
        form.data = form.data.copy()
        form.data["stampel"] = error.nu[0][1].stampel if error.nu[0][1] else ""
    except HandlaggareError as error:
        add_rule_error(form, error)
    else:
        draft_saved(request, f"handlaggare-{aspirant.pk}")
        flash(request, "ok", f"{gjord.till_user} är handläggare från {gjord.dag}", str(form.enhet))
        return to_akt(request, aspirant.pk)


def _context(request, aspirant: Aspirant, rader: list[Handlaggare], former: list[StampelForm]) -> dict:
    noter = Overlamning.objects.filter(aspirant=aspirant).exclude(notering="").select_related("till_user", "gjord_av")
    return akt_context(request, aspirant, "handlaggare") | {
        "former": former,
        "har_fel": any(form.errors for form in former),
        "rader": rader[::-1],
        "kontinuitet": kontinuitet(aspirant, request.today),
        "noter": noter.order_by("-dag", "-pk"),
        "samordnare": Samordnare.objects.filter(aspirant=aspirant).select_related("user", "enhet").order_by("-fran"),
        "far_valja_samordnare": perms.can_choose_samordnare(request.user, aspirant, request.today),
        "far_flytta": perms.can_transfer_sdf(request.user, aspirant, request.today),
    }


def get_enhet(request, pk: str | None, *, chef: bool = False) -> Enhet:
    """One of the reader's units; the first when none is asked for. 404 for another's."""
    mina = perms.enheter(request.user, request.today)
    if chef:
        mina = [e for e in mina if perms.ar_chef(request.user, e, request.today)]
    if not pk:
        return mina[0]
    return get_object_or_404(Enhet, pk=int(pk) if pk.isascii() and pk.isdigit() else 0, pk__in=[e.pk for e in mina])
