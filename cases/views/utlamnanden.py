"""Utlämnanden: the tab of the akt, the kvittens, and what my units have received."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import aktrader, perms, utlamning
from cases.enums import Lasningsslag
from cases.forms.samtycke import SamtyckeForm
from cases.lasning import visad
from cases.models import Externutlamnande, Handlingstyp, Samtycke, Utlamnande
from cases.services.handlingar import acknowledge
from cases.services.samtycken import register_samtycke
from cases.utlamnanden import Rad, rows
from config.dates import local_date
from config.flash import draft_saved, flash

from .akt import akt_context, get_aspirant
from .handlingar import back_to, my_namnder

PER_SIDA = 25

# What the links over the table keep: (code, label, rule)
URVAL = [
    ("", "Alla", lambda rad: True),
    ("till", "Till oss", lambda rad: rad.till_oss),
    ("fran", "Från oss", lambda rad: not rad.till_oss),
    ("kvittens", "Väntar på kvittens", lambda rad: rad.u.kvitterat_at is None and rad.u.upphorde is None),
    ("stangda", "Läsning avslutad", lambda rad: rad.u.upphorde is not None),
]


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def utlamnande_list(request, pk: int):
    """What has been handed over both ways, and the consents; POST registers one."""
    aspirant = get_aspirant(pk)
    form = _samtycke_form(request, aspirant)
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form and form.is_bound and form.is_valid():
        return _register(request, aspirant, form)
    alla = rows(aktrader.utlamnanden(aspirant), my_namnder(request))
    valt = request.GET.get("visa", "")
    context = {
        "rader": [rad for rad in alla if _rule(valt)(rad)],
        "antal": len(alla),
        "urval": _links(alla, valt),
        "externa": Externutlamnande.objects.filter(aspirant=aspirant).select_related("fran_namnd", "skickat_av"),
        "samtycken": _samtycken(aspirant, request.today),
        "form": form,
        "far_gora_utdrag": utlamning.own_unit(request.user, aspirant, request.today) is not None,
    }
    return render(request, "cases/utlamnande_list.html", akt_context(request, aspirant, "utlamnanden") | context)


def _rule(valt: str):
    return next((rule for kod, _, rule in URVAL if kod == valt), URVAL[0][2])


def _links(alla: list[Rad], valt: str) -> list[dict]:
    """Filter links for the kinds there are, with how many."""
    antal = [(kod, label, sum(map(rule, alla))) for kod, label, rule in URVAL]
    return [
        {"label": label, "url": f"?visa={kod}" if kod else "?", "current": kod == valt, "count": n}
        for kod, label, n in antal
        if n or kod in ("", valt)
    ]


def _samtycken(aspirant, today) -> list[dict]:
    rader = Samtycke.objects.filter(aspirant=aspirant).select_related(
        "fran_namnd", "till_namnd", "mottaget_av", "registrerat_av", "aterkallat_av"
    )
    return [{"samtycke": rad, "giltigt": rad.ar_giltigt(today), "slut": rad.till < today} for rad in rader]


def _samtycke_form(request, aspirant) -> SamtyckeForm | None:
    enhet = utlamning.own_unit(request.user, aspirant, request.today)
    motpart = utlamning.counterpart(aspirant, enhet)
    if motpart is None or motpart == enhet.namnd:
        return None
    return SamtyckeForm(request.POST or None, vi=enhet, motpart=motpart, by=request.user, today=request.today)


def _register(request, aspirant, form: SamtyckeForm):
    uppgifter = form.uppgifter()
    register_samtycke(aspirant=aspirant, by=request.user, today=request.today, **uppgifter)
    draft_saved(request, f"samtycke-{aspirant.pk}")
    flash(request, "ok", "Samtycket är registrerat", f"Det gäller till {uppgifter['till']}.")
    return redirect("cases:utlamnande_list", pk=aspirant.pk)


@require_POST
@perms.requires(perms.can_open_akter)
def utlamnande_acknowledge(request, pk: int):
    """Kvittens by the receiving nämnd; a second one is answered with the first."""
    utlamnande = get_object_or_404(Utlamnande.objects.select_related("kvitterat_av"), pk=pk)
    if utlamnande.till_namnd_id not in my_namnder(request, utlamnande.aspirant_id):
        raise PermissionDenied
    if acknowledge(utlamnande=utlamnande, by=request.user, now=request.now):
        flash(
            request,
            "ok",
            f"{utlamnande} är {Handlingstyp(utlamnande.typ).bojt('kvittera')}",
            "Avsändaren ser att ni har tagit emot.",
        )
    else:
        utlamnande.refresh_from_db()
        flash(request, "info", *_already(utlamnande))
    return redirect(back_to(request) or reverse("cases:utlamnande_list", args=[utlamnande.aspirant_id]))


def _already(u: Utlamnande) -> tuple[str, str]:
    if u.kvitterat_at is None:
        return f"{u} kan inte kvitteras", f"Samtycket återkallades {u.upphorde}."
    return f"{u} var redan {Handlingstyp(u.typ).bojt('kvittera')}", f"Av {u.kvitterat_av} {local_date(u.kvitterat_at)}."


MOTTAGET = [
    ("", "Inte lästa", lambda alla: alla.olasta()),
    # A remiss is answered, which is its kvittens
    ("kvittens", "Att kvittera", lambda alla: alla.okvitterade().exclude(typ=Handlingstyp.REMISS)),
    ("alla", "Alla", lambda alla: alla),
]


@require_GET
@perms.requires(perms.can_open_akter)
def mottaget_list(request):
    """What my units have received, latest first; to begin with what nobody there has opened."""
    alla = Utlamnande.objects.till_enheter(perms.enheter(request.user, request.today))
    valt = request.GET.get("visa", "")
    _, rubrik, regel = next((val for val in MOTTAGET if val[0] == valt), MOTTAGET[0])
    sida = Paginator(regel(alla).for_lista().select_related("aspirant"), PER_SIDA).get_page(request.GET.get("sida"))
    urval = [
        {"label": label, "url": f"?visa={kod}" if kod else "?", "current": kod == valt, "count": rule(alla).count()}
        for kod, label, rule in MOTTAGET
    ]
    visad(request, [u.aspirant_id for u in sida], slag=Lasningsslag.TRAFF)
    context = {"sida": sida, "rader": rows(sida, my_namnder(request)), "urval": urval, "valt": valt, "rubrik": rubrik}
    return render(request, "cases/mottaget_list.html", context)
