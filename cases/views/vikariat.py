"""Absence and substitutes: mine, those of the unit for its chef, and protected persons to be named on."""

from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases import perms
from cases.bemanning import without_substitute
from cases.enums import Lasningsslag
from cases.forms.falt import add_rule_error
from cases.forms.vikariat import VikariatForm
from cases.lasning import visad
from cases.models import Enhet, Vikariat
from cases.services.vikariat import VikariatError, end_vikariat, name_substitute, protected_persons, set_vikariat
from config.flash import draft_saved, flash

from .handlaggare import get_enhet


@require_safe
@perms.requires(perms.can_open_akter)
def vikariat_list(request):
    """Absences that go on or are to come: where I am away or stand in, and the unit's for its chef."""
    enheter = perms.enheter(request.user, request.today)
    chef = [e for e in enheter if perms.ar_chef(request.user, e, request.today)]
    mina = Q(user=request.user) | Q(ersattare=request.user) | Q(enhet__in=chef)
    rader = list(
        Vikariat.objects.kvar(request.today).filter(mina).select_related("user", "ersattare", "enhet").order_by("fran")
    )
    slutat = set().union(*(without_substitute(e, request.today).values_list("pk", flat=True) for e in chef))
    for rad in rader:
        rad.slutat = rad.pk in slutat
        rad.far_avsluta = request.user.pk in (rad.user_id, rad.skapad_av_id) or rad.enhet in chef
        rad.dialog, rad.fraga = f"avsluta-{rad.pk}", f"Avsluta frånvaron för {rad.user}?"
        rad.fragas = request.GET.get("avsluta") == str(rad.pk)
    return render(request, "cases/vikariat_list.html", {"rader": rader, "chef": bool(chef)})


@perms.requires(perms.can_open_akter)
def vikariat_create(request):
    """Say who is away and who stands in; then, for those on the list, which protected persons the substitute sees."""
    source = request.POST if request.method == "POST" else request.GET
    enhet = get_enhet(request, source.get("enhet"))
    chef = perms.ar_chef(request.user, enhet, request.today)
    forut = {"initial": _another(request, enhet)} if request.method == "GET" else {}
    form = VikariatForm(request.POST or None, enhet=enhet, jag=request.user, chef=chef, today=request.today, **forut)
    if request.method == "POST" and form.is_valid() and (done := _create(request, form)):
        return done
    return render(request, "cases/vikariat_form.html", {"form": form, "enhet": enhet, "chef": chef})


def _another(request, enhet: Enhet) -> dict:
    """What the form begins from: today, or the rest of an absence whose substitute has left (?istallet_for=)."""
    pk = request.GET.get("istallet_for", "")
    kvar = Vikariat.objects.filter(enhet=enhet, till__gte=request.today)
    rad = kvar.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    if rad is None:
        return {"fran": request.today}
    return {"fran": max(rad.fran, request.today), "till": rad.till, "user": rad.user_id}


def _create(request, form: VikariatForm):
    uppgifter = form.uppgifter()
    if not perms.can_set_vikariat(request.user, uppgifter.user, form.enhet, request.today):
        raise PermissionDenied
    try:
        vikariat = set_vikariat(uppgifter=uppgifter, by=request.user, now=request.now)
    except VikariatError as error:
        add_rule_error(form, error)
        return None
    draft_saved(request, f"vikariat-{form.enhet.pk}")
    text = f"{vikariat.user}, {vikariat.fran} till {vikariat.till}."
    flash(request, "ok", f"{vikariat.ersattare} är ersättare", text)
    if protected_persons(vikariat, request.today).exists():
        return redirect("cases:vikariat_namnge", vikariat.pk)
    return redirect("cases:vikariat_list")


@perms.requires(perms.can_open_akter)
def vikariat_namnge(request, pk: int):
    """Which protected persons the substitute may see until the absence ends. Only those I am named on are here."""
    mina = Q(user=request.user) | Q(skapad_av=request.user)
    vikariat = get_object_or_404(Vikariat.objects.kvar(request.today).filter(mina).select_related("ersattare"), pk=pk)
    personer = list(protected_persons(vikariat, request.today))
    if request.method == "POST":
        valda = {int(v) for v in request.POST.getlist("personer") if v.isascii() and v.isdigit()}
        return _name(request, vikariat, valda & {p.pk for p in personer})
    visad(request, personer, slag=Lasningsslag.TRAFF)
    return render(request, "cases/vikariat_namnge.html", {"vikariat": vikariat, "personer": personer})


def _name(request, vikariat: Vikariat, valda: set[int]):
    try:
        antal = name_substitute(vikariat=vikariat, aspiranter=valda, today=request.today)
    except VikariatError as error:
        flash(request, "bad", "Ingen ny har fått tillgång", str(error))
    else:
        draft_saved(request, f"vikariat-namnge-{vikariat.pk}")
        vem, slut = vikariat.ersattare, f"Till och med {vikariat.till}, sedan slutar det av sig självt."
        if antal:
            flash(request, "ok", f"{vem} ser {antal} av personerna med skyddade uppgifter", slut)
        else:
            flash(request, "info", f"{vem} ser ingen av personerna med skyddade uppgifter")
    return redirect("cases:vikariat_list")


@require_POST
@perms.requires(perms.can_open_akter)
def vikariat_end(request, pk: int):
    """Back earlier, or a mistake."""
    enheter = [e for e in perms.enheter(request.user, request.today) if perms.ar_chef(request.user, e, request.today)]
    mina = Q(user=request.user) | Q(skapad_av=request.user) | Q(enhet__in=enheter)
    vikariat = get_object_or_404(Vikariat.objects.filter(mina).select_related("ersattare", "user", "enhet"), pk=pk)
    slutat = without_substitute(vikariat.enhet, request.today).filter(pk=pk).exists()
    try:
        with transaction.atomic():
            ended = end_vikariat(vikariat=vikariat, today=request.today)
    except ProgrammingError as error:
        raise PermissionDenied from error
    if ended:
        text = f"Från och med i dag ser {vikariat.ersattare} inte längre personerna på Min dag."
        flash(request, "ok", f"{vikariat.ersattare} är inte längre ersättare för {vikariat.user}", text)
    else:
        flash(request, "info", "Ersättningen var redan slut")
    if ended and slutat:
        return redirect(f"{reverse('cases:vikariat_create')}?enhet={vikariat.enhet_id}&istallet_for={vikariat.pk}")
    return redirect("cases:vikariat_list")
