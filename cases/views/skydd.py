"""Skydd: level and named list of a protected person, and the chef's way to a case that nobody can open."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases import perms
from cases.enums import Lasningsslag, Skyddsniva
from cases.forms.falt import add_rule_error
from cases.forms.skydd import ChefensNamngivForm, NamngivForm, NivaForm, SankForm
from cases.lasning import visad
from cases.models import Aspirant, Enhet, Skyddsandring, Skyddsbehorighet, User
from cases.services.skydd import (
    SkyddError,
    cannot_be_ended,
    end_reader,
    name_as_chef,
    name_reader,
    protect,
    unopenable,
)
from config.dates import local_date
from config.flash import flash

from .akt import akt_context, get_aspirant

logger = logging.getLogger("jobbakten.skydd")


def _open(request, pk: int) -> Aspirant:
    """The person, for whoever is named; of one without protection, for those who may set it."""
    aspirant = get_aspirant(pk)
    namngiven = Skyddsbehorighet.objects.filter(aspirant=aspirant, user=request.user).aktuella(request.today)
    if not (namngiven.exists() if aspirant.skyddad else perms.can_set_skydd(request.user, aspirant, request.today)):
        raise PermissionDenied("Bara den som är namngiven ser listan.")
    return aspirant


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def skydd(request, pk: int):
    """Level, named list and its history. POST names a colleague."""
    aspirant = _open(request, pk)
    form = NamngivForm(request.POST or None, aspirant=aspirant, today=request.today) if aspirant.skyddad else None
    if form and form.is_bound and form.is_valid() and _name(request, aspirant, form):
        return redirect("cases:skydd", pk)
    return _page(request, aspirant, namngiv=form)


def _name(request, aspirant: Aspirant, form: NamngivForm) -> bool:
    user, fran = form.cleaned_data["user"], form.cleaned_data["fran"]
    try:
        name_reader(aspirant=aspirant, user_id=user.pk, now=request.now, fran=fran, till=form.cleaned_data["till"])
    except SkyddError as error:
        add_rule_error(form, error)
        return False
    till = form.cleaned_data["till"]
    slut = f" till och med {till}" if till else " tills någon tar bort namnet"
    flash(request, "ok", f"{user.namn} är namngiven", f"Ser akten från {fran}{slut}.")
    return True


@require_POST
@perms.requires(perms.can_open_akter)
def skydd_niva(request, pk: int):
    """Raise the level, or lower it with confirmation and reason."""
    aspirant = _open(request, pk)
    if not perms.can_set_skydd(request.user, aspirant, request.today):
        raise PermissionDenied("Den ansvariga stadsdelen ändrar skyddet.")
    sanker = "sank" in request.POST
    form = _sank(aspirant, request.POST) if sanker else NivaForm(request.POST, aspirant=aspirant)
    if not form.is_valid():
        return _page(request, aspirant, **{"sank" if sanker else "hoj": form})
    niva = form.cleaned_data["niva"]
    try:
        protect(aspirant=aspirant, niva=niva, skal=form.skal, now=request.now)
    except SkyddError as error:
        add_rule_error(form, error)
        return _page(request, aspirant, **{"sank" if sanker else "hoj": form})
    vad = f"Skydd för ärende {aspirant.arendenummer}: {Skyddsniva(niva).label.lower()}"
    foljd = (
        "Bara de namngivna på listan ser akten nu." if niva else "Alla som arbetar på personens enheter ser akten igen."
    )
    flash(request, "ok", vad, foljd, om=pk)
    return redirect("cases:skydd" if niva else "cases:akt", pk)


@require_POST
@perms.requires(perms.can_open_akter)
def skydd_avsluta(request, pk: int, user_pk: int):
    """Take a name off the list; whoever takes off their own leaves the akt."""
    aspirant = _open(request, pk)
    if not aspirant.skyddad:
        flash(request, "info", "Personen har inget skydd", "Det finns ingen lista att ändra.")
        return redirect("cases:skydd", pk)
    try:
        end_reader(aspirant=aspirant, user_id=user_pk, now=request.now)
    except SkyddError as error:
        flash(request, "bad", "Namnet är kvar på listan", str(error))
        return redirect("cases:skydd", pk)
    arende = f"ärende {aspirant.arendenummer}"
    if user_pk == request.user.pk:
        vad = f"Du står inte längre på listan för {arende}"
        flash(request, "ok", vad, "Du ser inte akten. Någon som står kvar på listan kan namnge dig igen.", om=pk)
        return redirect("cases:aspirant_list")
    vem = User.objects.get(pk=user_pk)
    flash(request, "ok", f"{vem.namn} står inte längre på listan för {arende}", "Hen ser inte akten nu.", om=pk)
    return redirect("cases:skydd", pk)


def _sank(aspirant: Aspirant, data=None) -> SankForm:
    return SankForm(data, aspirant=aspirant, prefix="sank")


def _page(request, aspirant: Aspirant, **forms):
    satter = perms.can_set_skydd(request.user, aspirant, request.today)
    lista = Skyddsbehorighet.objects.filter(aspirant=aspirant).select_related(
        "user", "tillagd_av", "avslutad_av", "vikariat__user"
    )
    kvar = lista.kvar(request.today)
    context = {
        "niva": Skyddsniva(aspirant.skydd).label,
        "hoj": forms.get("hoj") or NivaForm(aspirant=aspirant),
        "sank": forms.get("sank") or _sank(aspirant),
        "satter": satter,
        "namngiv": forms.get("namngiv"),
        "namngivna": _med_enheter(request, aspirant, kvar),
        "historik": _historik(aspirant, lista.exclude(pk__in=kvar.values("pk"))),
        "har_fel": any(form and form.errors for form in forms.values()),
    }
    if aspirant.skyddad and context["namngiv"] is None:
        context["namngiv"] = NamngivForm(aspirant=aspirant, today=request.today)
    return render(request, "cases/skydd.html", akt_context(request, aspirant, "skydd") | context)


def _historik(aspirant: Aspirant, tidigare) -> list[dict]:
    """Changes of the level and names that have left the list, the latest first."""
    andringar = Skyddsandring.objects.filter(aspirant=aspirant).select_related("andrad_av")
    rader = [{"dag": local_date(a.andrad_at), "andring": a} for a in andringar]
    rader += [{"dag": local_date(n.avslutad_at) if n.avslutad_at else n.till, "namn": n} for n in tidigare]
    return sorted(rader, key=lambda rad: rad["dag"], reverse=True)


def _med_enheter(request, aspirant: Aspirant, kvar) -> list[dict]:
    """Each name with the units it works at; without one it opens nothing, and that is said. And the question that is
    asked before it is taken off, or why it stays.
    """
    rader, sedda = list(kvar.prefetch_related("user__medlemskap__enhet")), set()
    star_kvar = cannot_be_ended(aspirant=aspirant, user_ids={r.user_id for r in rader}, today=request.today)
    return [
        {
            "rad": rad,
            "enheter": ", ".join(str(e) for e in perms.enheter(rad.user, request.today)),
            # Taking off is of the colleague, on whatever grounds: asked once
            "namns_forst": rad.user_id not in sedda and not sedda.add(rad.user_id),
            "star_kvar": star_kvar.get(rad.user_id),
            "dialog": f"ta-bort-{rad.user_id}",
            "fraga": f"Ta bort {'dig själv' if rad.user_id == request.user.pk else rad.user.namn} från listan?",
            "fragas": request.GET.get("ta-bort") == str(rad.user_id),
        }
        for rad in rader
    ]


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_name_as_chef)
def skydd_utan_namngiven(request):
    """Cases that nobody at the chef's unit can open, by number only; POST names someone of the unit."""
    rader = _unopenable(request)
    if request.method == "POST":
        rad = next((r for r in rader if r["prefix"] == request.POST.get("rad")), None)
        if rad and rad["form"].is_valid():
            return _name_as_chef(request, rad)
        if rad is None:
            flash(request, "info", "Ärendet har redan en namngiven")
            return redirect("cases:skydd_utan_namngiven")
    visad(request, [rad["pk"] for rad in rader], slag=Lasningsslag.TRAFF)
    har_fel = any(r["form"].errors for r in rader)
    return render(request, "cases/skydd_utan_namngiven.html", {"rader": rader, "har_fel": har_fel})


def _unopenable(request) -> list[dict]:
    par = unopenable(request.today)
    enheter = Enhet.objects.in_bulk({enhet for _, enhet in par})
    vald = request.POST.get("rad")
    return [
        {
            "arende": Aspirant(pk=pk).arendenummer,
            "pk": pk,
            "enhet": enheter[enhet],
            "prefix": f"{pk}-{enhet}",
            "form": ChefensNamngivForm(
                request.POST if vald == f"{pk}-{enhet}" else None,
                enhet=enheter[enhet],
                today=request.today,
                prefix=f"{pk}-{enhet}",
            ),
        }
        for pk, enhet in par
    ]


def _name_as_chef(request, rad: dict):
    user = rad["form"].cleaned_data["user"]
    try:
        with transaction.atomic():
            name_as_chef(aspirant_id=rad["pk"], enhet_id=rad["enhet"].pk, user_id=user.pk, now=request.now)
    except ProgrammingError:  # somebody has been named since the page was read: a colleague, or a second click
        flash(request, "info", "Ärendet har redan en namngiven")
        return redirect("cases:skydd_utan_namngiven")
    logger.info("chefen %s namngav %s för ärende %s", request.user.pk, user.pk, rad["arende"])
    namngiven = f"{user.namn} är namngiven för ärende {rad['arende']}"
    flash(request, "ok", namngiven, "Det står på ärendets lista.", om=rad["pk"])
    return redirect("cases:skydd_utan_namngiven")
