"""Hand over many: the chef's overview of who holds whom, the page that hands over, and what it did."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cases import perms
from cases.bemanning import bemanning
from cases.enums import Lasningsslag
from cases.forms.falt import add_rule_error
from cases.forms.overlamning import OverlamningForm, post_value
from cases.lasning import visad
from cases.models import Aspirant, Enhet, Handlaggare, Overlamning, User
from cases.sekretess.identitet import som_anvandare
from cases.services.handlaggare import HandlaggareError
from cases.services.overlamning import hand_over_cases, mark_read
from config.flash import draft_saved, flash

from .handlaggare import get_enhet

UTAN = "utan"


@require_safe
@perms.requires(perms.can_open_akter)
def handlaggare_list(request):
    """Who holds how many at the unit, who is away, who has left, and whom nobody holds. For the chef."""
    mina = [e for e in perms.enheter(request.user, request.today) if perms.ar_chef(request.user, e, request.today)]
    if not mina:
        raise PermissionDenied("Enhetens chef ser hur personerna är fördelade.")
    enheter = [bemanning(enhet, request.today) for enhet in mina]
    visad(request, [person for enhet in enheter for person in enhet.utan], slag=Lasningsslag.TRAFF)
    return render(request, "cases/handlaggare_list.html", {"enheter": enheter})


@perms.requires(perms.can_open_akter)
def overlamning_create(request):
    """Tick persons of one handläggare (or of nobody) at a unit and choose who takes over."""
    source = request.POST if request.method == "POST" else request.GET
    enhet = get_enhet(request, source.get("enhet"))
    fran = _from_whom(request, enhet, source.get("av"))
    form = OverlamningForm(request.POST or None, enhet=enhet, utom=fran.pk if fran else None, today=request.today)
    if request.method == "POST" and form.is_valid() and (done := _hand_over(request, enhet, fran, form)):
        return done
    context = {"form": form, "enhet": enhet, "fran": fran} | _headings(request, enhet, fran)
    return render(request, "cases/overlamning.html", context | _persons(request, enhet, fran, form))


def _from_whom(request, enhet: Enhet, text: str | None) -> User | None:
    """Whose persons: one's own, anyone's at the unit for its chef, None for those whom nobody holds."""
    if text in (None, "", str(request.user.pk)):
        return request.user
    if not perms.ar_chef(request.user, enhet, request.today):
        raise PermissionDenied("Bara enhetens chef lämnar över någon annans personer.")
    if text == UTAN:
        return None
    return get_object_or_404(User, pk=int(text) if text.isascii() and text.isdigit() else 0)


def _headings(request, enhet: Enhet, fran: User | None) -> dict:
    jag = fran == request.user
    rubrik = "Utse handläggare" if fran is None else f"Lämna över {'mina personer' if jag else 'personer'}"
    return {"egna": jag, "rubrik": rubrik, "underrubrik": f"{fran}, {enhet}" if fran and not jag else str(enhet)}


def _persons(request, enhet: Enhet, fran: User | None, form: OverlamningForm) -> dict:
    """Those the reader may see, with a tick's value; what was ticked stays ticked while it is still true."""
    if fran is None:
        personer = [
            (a, "")
            for a in Aspirant.objects.utan_handlaggare(enhet, request.today).for_lista(request.today)[: form.MAX]
        ]
    else:
        rader = Handlaggare.objects.aktuella(request.today).filter(user=fran, enhet=enhet)
        stamplar = {rad.aspirant_id: rad.stampel for rad in rader.filter(till=None)}
        personer = [(a, stamplar[a.pk]) for a in Aspirant.objects.filter(pk__in=stamplar).for_lista(request.today)]
    visad(request, [a for a, _ in personer], slag=Lasningsslag.TRAFF)
    valda = set(form.valda)
    rader = [
        {"person": a, "varde": (varde := post_value(a.pk, stampel)), "vald": varde in valda} for a, stampel in personer
    ]
    return {"personer": rader}


def _hand_over(request, enhet: Enhet, fran: User | None, form: OverlamningForm):
    poster = form.cleaned_data["poster"]
    if any(post.user != (fran.pk if fran else None) for post in poster):
        raise PermissionDenied("Personerna hör inte till den som sidan gäller.")
    omgang = form.cleaned_data["omgang"]
    try:
        gjorda = hand_over_cases(
            poster=poster, enhet=enhet, uppgifter=form.uppgifter(), omgang=omgang, by=request.user, now=request.now
        )
    except HandlaggareError as error:
        # Some say whom it went wrong for, who then may no longer be one of the page's persons
        visad(request, [post.aspirant for post in poster], slag=Lasningsslag.TRAFF)
        add_rule_error(form, error)
        return None
    draft_saved(request, f"overlamning-{enhet.pk}-{fran.pk if fran else UTAN}")
    antal = "En person är överlämnad" if len(gjorda) == 1 else f"{len(gjorda)} personer är överlämnade"
    skyddade = {a.pk for a in Aspirant.objects.filter(pk__in=[rad.aspirant_id for rad in gjorda]) if a.skyddad}
    # At a unit that shows only assigned persons those handed over are out of sight from now on; so are protected ones
    with som_anvandare(request.user.pk, today=request.today):
        kvar = set(Overlamning.objects.filter(omgang=omgang).values_list("aspirant_id", flat=True))
    text = f"Från och med {gjorda[0].dag}.{_hidden(skyddade - kvar) if kvar else ''}"
    flash(request, "ok", f"{antal} till {form.cleaned_data['user']}", text)
    return redirect("cases:overlamning_detail", omgang) if kvar else redirect("cases:aspirant_list")


def _hidden(personer: set[int]) -> str:
    """Why the receipt lists fewer than it counts, to the one who handed them over; no name."""
    if not personer:
        return ""
    return f" {len(personer)} {'person' if len(personer) == 1 else 'personer'} med skyddade uppgifter visas inte här."


@require_safe
@perms.requires(perms.can_open_akter)
def overlamning_detail(request, omgang: UUID):
    """What one hand-over did, for those who may see the persons. The receiver has then seen it."""
    rader = list(
        Overlamning.objects.filter(omgang=omgang)
        .select_related("aspirant", "enhet", "fran_user", "till_user", "gjord_av")
        .order_by("aspirant__efternamn", "aspirant__fornamn", "pk")
    )
    if not rader:
        raise Http404
    visad(request, [rad.aspirant_id for rad in rader], slag=Lasningsslag.TRAFF)
    mark_read(rader=rader, by=request.user, now=request.now)
    return render(request, "cases/overlamning_detail.html", {"rader": rader, "forsta": rader[0]})
