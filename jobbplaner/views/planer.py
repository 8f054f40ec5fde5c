"""A plan in force and its earlier versions; compare two."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases import perms
from cases.aktrader import inskrivningar
from cases.enums import Lasningsslag
from cases.forms_utlamnande import GrundForm
from cases.lasning import visad
from cases.models import Aspirant
from cases.services.handlingar import mark_read
from cases.utlamnanden import rows_of, steps_done
from cases.views.akt import akt_context, get_aspirant
from cases.views.handlingar import my_namnder, send_form
from config.components import Action
from config.dates import local_date
from config.flash import flash
from jobbplaner.enums import Delmalslage, Planslag
from jobbplaner.fragor import begun_follow_ups, completed_follow_ups, delmal_threads, visible_plans
from jobbplaner.innehall import from_plan
from jobbplaner.jamforelse import OFORANDRAT, compare_delmal, compare_falt, summary
from jobbplaner.models import Delmal, Plan
from jobbplaner.pdf import plan_pdf
from jobbplaner.pdf_lattlast import easy_plan_pdf
from jobbplaner.perms import Skrivplats, skrivplats
from jobbplaner.services import establish_plan
from jobbplaner.sprak import ansvarig, genitive

from .plan_context import states


@require_GET
@perms.requires(perms.can_open_akter)
def plan_detail(request, pk: int, slag: str, plan_pk: int | None = None):
    """The version in force, or the one asked for, and the list of the others."""
    aspirant = get_aspirant(pk)
    planer = visible_plans(aspirant, slag)
    publicerade = [p for p in planer if not p.ar_utkast]
    plan = _chosen(publicerade, plan_pk)
    plats = skrivplats(request.user, aspirant, slag, request.today)
    context = akt_context(request, aspirant, slag) | {
        "slag": Planslag(slag),
        "plan": plan,
        "planer": publicerade,
        "utkast": next((p for p in planer if p.ar_utkast), None),
        "far_skriva": plats is not None,
        "edit_url": reverse(f"jobbplaner:{slag}_edit", args=[pk]),
        "version_url": f"jobbplaner:{slag}_version",
    }
    if plan:
        jamfor = any(p.namnd_id == plan.namnd_id and p.pk != plan.pk for p in planer)
        context |= _plan_context(request, aspirant, plan, plats, jamfor=jamfor)
    return render(request, "jobbplaner/plan_detail.html", context)


def _chosen(publicerade: list[Plan], plan_pk: int | None) -> Plan | None:
    if plan_pk is None:
        return next(iter(publicerade), None)
    plan = next((p for p in publicerade if p.pk == plan_pk), None)
    if plan is None:
        raise Http404
    return plan


def _plan_context(request, aspirant: Aspirant, plan: Plan, plats: Skrivplats | None, *, jamfor: bool) -> dict:
    mina = my_namnder(request)
    if plan.handling_id and plan.namnd_id not in mina:
        mark_read(handling_id=plan.handling_id, now=request.now)
    utlamnanden = rows_of(aspirant, plan.handling_id, mina) if plan.handling_id else []
    return {
        "titel": str(plan),
        "lage": states(plan.slag),
        "nu": 2 + steps_done(utlamnanden),
        "atgarder": _actions(aspirant, plan, jamfor=jamfor),
        "delmal": _delmal(aspirant, plan, request.today),
        "egna_ord_rubrik": f"Med {genitive(aspirant.fornamn)} egna ord",
        "utlamnanden": utlamnanden,
        "skicka": _send_form(request, aspirant, plan, plats),
        "aktuell": plan.ar_aktuell_den(request.today),
        "slutade": _ended(aspirant, plan),
        "publicerad": local_date(plan.publicerad_at),
        "far_uppratta": plats is not None and plan.handling_id is None and plan.namnd_id == plats.enhet.namnd_id,
        "ersatt": local_date(plan.ersatt_at) if plan.ersatt_at else None,
    } | _follow_ups(aspirant, plan, plats)


def _ended(aspirant: Aspirant, plan: Plan) -> date | None:
    """The avslut of the enrolment that a jobbplan belongs to: it ends with it."""
    return next((rad.avslutad for rad in inskrivningar(aspirant) if rad.pk == plan.inskrivning_id), None)


def _follow_ups(aspirant: Aspirant, plan: Plan, plats: Skrivplats | None) -> dict:
    """Those of this version and those that led to it."""
    alla = completed_follow_ups(aspirant, plan.slag)
    return {
        "borjad": next((u for u in begun_follow_ups(aspirant, plan.slag) if u.plan_id == plan.pk), None),
        "uppfoljningar": [u for u in alla if plan.pk in (u.plan_id, u.ny_plan_id)],
        "plan_galler": plan.ersatt_at is None,
        "far_folja_upp": plats is not None and plan.namnd_id == plats.enhet.namnd_id and plan.ersatt_at is None,
        "folj_upp_url": reverse(f"jobbplaner:{plan.slag}_uppfoljning", args=[aspirant.pk]),
        "uppfoljningar_url": reverse(f"jobbplaner:{plan.slag}_uppfoljningar", args=[aspirant.pk]),
    }


def _delmal(aspirant: Aspirant, plan: Plan, today: date) -> list[tuple[Delmal, str]]:
    """With who does it, and `passerat` where the date has gone by in a version that stands: no result, only a date."""
    rader = list(plan.delmal.all())
    senaste = next((u for u in completed_follow_ups(aspirant, plan.slag) if u.plan_id == plan.pk), None)
    utfall = {rad.delmal_id: rad for rad in senaste.utfall.all()} if senaste else {}
    for d in rader:
        oppet = plan.ersatt_at is None and d.lage != Delmalslage.KLART and d.pk not in utfall
        d.passerat = bool(oppet and d.senast and d.senast < today)
        d.utfall_nu = utfall.get(d.pk)
    return [(d, ansvarig(d.vem, aspirant)) for d in rader]


def _actions(aspirant: Aspirant, plan: Plan, *, jamfor: bool) -> list[Action]:
    compare = reverse(f"jobbplaner:{plan.slag}_compare", args=[aspirant.pk])
    knappar = [Action(label="Jämför versioner", url=f"{compare}?till={plan.pk}")] if jamfor else []
    # Read with the plan, and None for one that bears a former identity
    if plan.handling:
        url = reverse("cases:handling_pdf", args=[plan.handling_id])
        knappar.append(Action(label="Hämta PDF", url=url, icon="file-down"))
    lattlast = reverse(f"jobbplaner:{plan.slag}_lattlast", args=[aspirant.pk, plan.pk])
    return [*knappar, Action(label="Lättläst PDF", url=lattlast, icon="file-down")]


def _send_form(request, aspirant: Aspirant, plan: Plan, plats: Skrivplats | None) -> GrundForm | None:
    """For those who write the plan: to send the version in force when the other side has not got it."""
    if plats is None or plan.namnd_id != plats.enhet.namnd_id or plan.ersatt_at or not plan.handling:
        return None
    plan.handling.aspirant = aspirant
    return send_form(plan.handling, request.today)


@require_POST
@perms.requires(perms.can_open_akter)
def plan_establish(request, pk: int, slag: str, plan_pk: int):
    """Make a handling of a published plan that came without its file."""
    aspirant = get_aspirant(pk)
    plan = get_object_or_404(Plan.objects.publicerade(), pk=plan_pk, aspirant=aspirant, slag=slag)
    plats = skrivplats(request.user, aspirant, slag, request.today)
    if plats is None or plan.namnd_id != plats.enhet.namnd_id:
        raise PermissionDenied
    establish_plan(plan=plan, by=request.user, now=request.now)
    flash(request, "ok", f"{plan} är upprättad som handling", "Nu kan den hämtas som PDF och skickas.")
    return redirect(f"jobbplaner:{slag}_version", pk=pk, plan_pk=plan_pk)


@require_GET
@perms.requires(perms.can_open_akter)
def plan_preview(request, pk: int, slag: str):
    """The saved draft as it would be printed; nothing is frozen. Only the side that writes it finds it."""
    utkast = Plan.objects.utkast().select_related("aspirant", "enhet", "andrad_av")
    plan = get_object_or_404(utkast, aspirant=get_aspirant(pk), slag=slag)
    return _pdf(request, plan, plan_pdf(plan, now=request.now, forhandsvisning=True), "-utkast")


@require_GET
@perms.requires(perms.can_open_akter)
def plan_lattlast(request, pk: int, slag: str, plan_pk: int):
    """A version, or the saved draft, in easy reading: what is handed to the person."""
    planer = Plan.objects.select_related("aspirant", "enhet", "andrad_av").prefetch_related("delmal")
    plan = get_object_or_404(planer, pk=plan_pk, aspirant=get_aspirant(pk), slag=slag)
    return _pdf(request, plan, easy_plan_pdf(plan, now=request.now), "-lattlast")


def _pdf(request, plan: Plan, innehall: bytes, tillagg: str) -> HttpResponse:
    """A file to save, under a name that says nothing of the person; the reading is logged."""
    visad(request, [plan.aspirant_id], slag=Lasningsslag.PDF)
    response = HttpResponse(innehall, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{plan.slag}-version-{plan.nummer}{tillagg}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@perms.requires(perms.can_open_akter)
def plan_compare(request, pk: int, slag: str):
    """Two versions side by side; without a choice the latest and the one before it."""
    aspirant = get_aspirant(pk)
    planer = sorted(visible_plans(aspirant, slag), key=lambda p: (p.namnd_id, p.nummer))
    efter = _asked_for(request, "till", planer) or (planer[-1] if planer else None)
    fore = _asked_for(request, "fran", planer) or _before(planer, efter)
    if efter and fore is None:
        # The first one that the reader has is compared with the one after it
        fore, efter = efter, _after(planer, efter)
    context = akt_context(request, aspirant, slag) | {
        "slag": Planslag(slag),
        "planer": planer,
        "fore": fore,
        "efter": efter,
        "tillbaka": reverse(f"jobbplaner:{slag}_detail", args=[pk]),
    }
    if fore and efter:
        context |= _differences(aspirant, fore, efter)
    return render(request, "jobbplaner/plan_compare.html", context)


def _differences(aspirant: Aspirant, fore: Plan, efter: Plan) -> dict:
    a, b = from_plan(fore), from_plan(efter)
    utfall = {
        rad.delmal_id: f"{rad.get_utfall_display()} vid uppföljningen {u.datum}"
        for u in completed_follow_ups(aspirant, fore.slag)
        for rad in u.utfall.all()
    }
    tradar = delmal_threads(aspirant, fore.slag)
    falt, delmal = compare_falt(a, b), compare_delmal(a, b, tradar=tradar, utfall=utfall, fornamn=aspirant.fornamn)
    lika = {namn: [s for s in rader if s.slag == OFORANDRAT] for namn, rader in (("falt", falt), ("delmal", delmal))}
    return {
        "sammanfattning": summary(falt, delmal),
        "falt": [s for s in falt if s.slag != OFORANDRAT],
        "delmal": [s for s in delmal if s.slag != OFORANDRAT],
        "lika": lika["falt"] + lika["delmal"],
    }


def _asked_for(request, namn: str, planer: list[Plan]) -> Plan | None:
    return next((p for p in planer if str(p.pk) == request.GET.get(namn)), None)


def _after(planer: list[Plan], fore: Plan) -> Plan | None:
    return next((p for p in planer if p.namnd_id == fore.namnd_id and p.nummer > fore.nummer), None)


def _before(planer: list[Plan], efter: Plan | None) -> Plan | None:
    tidigare = [p for p in planer if efter and p.namnd_id == efter.namnd_id and p.nummer < efter.nummer]
    return tidigare[-1] if tidigare else None
