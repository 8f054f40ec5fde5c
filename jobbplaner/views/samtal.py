"""Trepartssamtal of a person: the list with what the rule asks for next, and one of them booked, written or signed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import perms
from cases.aktrader import oppen_inskrivning
from cases.models import Aspirant
from cases.services.handlingar import mark_read
from cases.utlamnanden import rows_of, steps_done
from cases.views.akt import akt_context, get_aspirant
from cases.views.handlingar import my_namnder, send_form
from config.components import Action
from jobbplaner.enums import Planslag
from jobbplaner.fragor import begun_follow_up
from jobbplaner.models import Samtalsprotokoll, Trepartssamtal
from jobbplaner.nasta_samtal import next_of, upcoming
from jobbplaner.perms import samtalsplats, skrivplats
from jobbplaner.samtal import needed
from jobbplaner.sprak import ansvarig, genitive

from .samtal_bokning import get_samtal
from .samtal_edit import STATES, Samtalsredigering
from .samtal_sida import booking_context


@require_GET
@perms.requires(perms.can_open_akter)
def samtal_list(request, pk: int):
    aspirant = get_aspirant(pk)
    samtal = list(Trepartssamtal.objects.filter(aspirant=aspirant).select_related("enhet", "installt_skal"))
    protokoll = {p.samtal_id: p for p in Samtalsprotokoll.objects.filter(aspirant=aspirant).med_lasbart()}
    inskrivning = oppen_inskrivning(aspirant)
    context = akt_context(request, aspirant, "samtal") | {
        "rader": [{"samtal": s, "protokoll": protokoll.get(s.pk), "lage": s.lage_den(request.today)} for s in samtal],
        "nasta": upcoming(aspirant, inskrivning, samtal, request.today) if inskrivning else [],
        "far_skriva": skrivplats(request.user, aspirant, Planslag.JOBBPLAN, request.today) is not None,
    }
    return render(request, "jobbplaner/samtal_list.html", context)


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtal_edit(request, pk: int, samtal_pk: int):
    """Written until signed, read after that. The other side sees the booking until the protokoll is handed over."""
    aspirant = get_aspirant(pk)
    samtal = get_samtal(aspirant, samtal_pk)
    protokoll = Samtalsprotokoll.objects.filter(samtal=samtal).med_rader().first()
    if request.method == "GET" and (protokoll is None or samtal.installt_at):
        return _booked(request, aspirant, samtal)
    if protokoll is None:
        raise PermissionDenied
    samtal.protokoll = protokoll
    if protokoll.handling_id and request.method == "GET":
        return _signed(request, aspirant, samtal)
    plats = samtalsplats(request.user, aspirant, samtal.enhet, request.today)
    if plats is None:
        raise PermissionDenied
    return Samtalsredigering(request, aspirant, plats, samtal).answer()


def _booked(request, aspirant: Aspirant, samtal: Trepartssamtal):
    """What both sides know of it: that it exists, when, and what became of it (domain.md section 9)."""
    far_skriva = skrivplats(request.user, aspirant, Planslag.JOBBPLAN, request.today) is not None
    context = akt_context(request, aspirant, "samtal") | booking_context(request, aspirant, samtal)
    return render(request, "jobbplaner/samtal_bokat.html", context | {"far_skriva": far_skriva})


def _signed(request, aspirant: Aspirant, samtal: Trepartssamtal):
    handling = samtal.protokoll.handling
    if handling is None:  # bears a former identity
        raise Http404
    mina = my_namnder(request)
    if handling.namnd_id not in mina:
        mark_read(handling_id=handling.pk, now=request.now)
    utlamnanden = rows_of(aspirant, handling.pk, mina)
    handling.aspirant = aspirant
    protokoll = samtal.protokoll
    context = akt_context(request, aspirant, "samtal") | {
        "protokoll": protokoll,
        "deltagare": protokoll.deltagare.all(),
        "borta": [d for d in protokoll.deltagare.all() if d.part in needed(samtal.motpart) and not d.ar_med],
        "agenda": protokoll.agenda.all(),
        "uppfoljning": handling.namnd_id in mina and begun_follow_up(samtal),
        "punkter": [(p, ansvarig(p.vem, aspirant)) for p in protokoll.punkter.all()],
        "egna_ord_rubrik": f"Med {genitive(aspirant.fornamn)} egna ord",
        "lage": STATES,
        "nu": 3 + steps_done(utlamnanden),
        "atgarder": [
            Action(label="Hämta PDF", url=reverse("cases:handling_pdf", args=[handling.pk]), icon="file-down")
        ],
        "utlamnanden": utlamnanden,
        "skicka": send_form(handling, request.today) if handling.namnd_id in mina else None,
        "nasta": next_of(aspirant, samtal.motpart, request.today),
        "far_skriva": skrivplats(request.user, aspirant, Planslag.JOBBPLAN, request.today) is not None,
    }
    return render(request, "jobbplaner/samtal_detail.html", context | booking_context(request, aspirant, samtal))
