"""Trepartssamtal of a person: the list with when the next is due, and one samtal as written or signed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import perms
from cases.aktrader import oppen_inskrivning
from cases.models import Aspirant
from cases.services.handlingar import mark_read
from cases.utlamnanden import rows_of
from cases.views.akt import akt_context, get_aspirant
from cases.views.handlingar import my_namnder, send_form
from config.components import Action
from jobbplaner.enums import Planslag
from jobbplaner.models import Samtalsprotokoll, Trepartssamtal
from jobbplaner.perms import skrivplats
from jobbplaner.samtal import next_due
from jobbplaner.sprak import ansvarig

from .samtal_edit import STATES, Samtalsredigering


@require_GET
@perms.requires(perms.can_open_akter)
def samtal_list(request, pk: int):
    aspirant = get_aspirant(pk)
    samtal = list(Trepartssamtal.objects.filter(aspirant=aspirant).select_related("enhet"))
    protokoll = {p.samtal_id: p for p in Samtalsprotokoll.objects.filter(aspirant=aspirant).med_lasbart()}
    inskrivning = oppen_inskrivning(aspirant)
    hallna = [s.datum for s in samtal if s.datum <= request.today]
    context = akt_context(request, aspirant, "samtal") | {
        "rader": [{"samtal": s, "protokoll": protokoll.get(s.pk)} for s in samtal],
        "senast": next_due(inskrivning.inskriven, hallna, request.today) if inskrivning else None,
        "far_skriva": skrivplats(request.user, aspirant, Planslag.JOBBPLAN, request.today) is not None,
    }
    return render(request, "jobbplaner/samtal_list.html", context)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtal_create(request, pk: int):
    aspirant = get_aspirant(pk)
    return _redigering(request, aspirant, None).answer()


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtal_edit(request, pk: int, samtal_pk: int):
    """Written until it is signed, read after that; the other side reads it once it has been handed over."""
    aspirant = get_aspirant(pk)
    alla = Trepartssamtal.objects.filter(aspirant=aspirant).select_related("enhet__namnd")
    samtal = get_object_or_404(alla, pk=samtal_pk)
    protokoll = Samtalsprotokoll.objects.filter(samtal=samtal).select_related("handling__enhet__namnd").first()
    if protokoll is None:
        raise Http404
    samtal.protokoll = protokoll
    if protokoll.handling_id and request.method == "GET":
        return _signed(request, aspirant, samtal)
    return _redigering(request, aspirant, samtal).answer()


def _redigering(request, aspirant: Aspirant, samtal: Trepartssamtal | None) -> Samtalsredigering:
    plats = skrivplats(request.user, aspirant, Planslag.JOBBPLAN, request.today)
    if plats is None or (samtal and samtal.enhet.namnd_id != plats.enhet.namnd_id):
        raise PermissionDenied
    return Samtalsredigering(request, aspirant, plats, samtal)


def _signed(request, aspirant: Aspirant, samtal: Trepartssamtal):
    handling = samtal.protokoll.handling
    if handling is None:  # bears a former identity
        raise Http404
    mina = my_namnder(request)
    if handling.namnd_id not in mina:
        mark_read(handling_id=handling.pk, now=request.now)
    utlamnanden = rows_of(handling.pk, mina)
    handling.aspirant = aspirant
    context = akt_context(request, aspirant, "samtal") | {
        "samtal": samtal,
        "protokoll": samtal.protokoll,
        "deltagare": samtal.protokoll.deltagare.all(),
        "punkter": [(p, ansvarig(p.vem, aspirant)) for p in samtal.protokoll.punkter.all()],
        "lage": STATES,
        "nu": 2 + bool(utlamnanden) + any(rad.u.kvitterat_at for rad in utlamnanden),
        "atgarder": [
            Action(label="Hämta PDF", url=reverse("cases:handling_pdf", args=[handling.pk]), icon="file-down")
        ],
        "utlamnanden": utlamnanden,
        "skicka": send_form(handling, request.today) if handling.namnd_id in mina else None,
    }
    return render(request, "jobbplaner/samtal_detail.html", context)
