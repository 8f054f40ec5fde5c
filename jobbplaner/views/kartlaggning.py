"""Kartläggningar of a person: the list, one as it was completed, and two beside each other."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cases import perms
from cases.enums import Lasningsslag
from cases.lasning import visad
from cases.models import Aspirant, Handling
from cases.services.handlingar import mark_read
from cases.utlamnanden import rows_of
from cases.views.akt import akt_context, get_aspirant
from cases.views.handlingar import my_namnder, send_form
from config.components import Action
from config.flash import flash
from jobbplaner.jamforelse_kartlaggning import hinder_over_tid, ovrigt_over_tid
from jobbplaner.kartlaggning import ARBETSDEL, KANSLIG_DEL, antal_hinder, innehall_av, kanslig_del
from jobbplaner.models import Kartlaggning
from jobbplaner.ord_kartlaggning import hinder, i_sektioner, stegnamn
from jobbplaner.pdf_kartlaggning import kartlaggning_pdf
from jobbplaner.perms import kartlaggningsplats
from jobbplaner.services.kartlaggningar import draft, establish

from .kartlaggning_edit import LAGEN


def _klara(aspirant: Aspirant) -> QuerySet[Kartlaggning]:
    """Completed ones that the reader may see, latest first, with the sensitive part where they may read that."""
    alla = Kartlaggning.objects.klara().filter(aspirant=aspirant)
    return alla.select_related(
        "enhet__namnd", "klar_av", "handling__enhet__namnd", "kanslig__handling__enhet__namnd"
    ).prefetch_related("bedomningar", "instrument")


@require_GET
@perms.requires(perms.can_open_akter)
def kartlaggning_list(request, pk: int):
    aspirant = get_aspirant(pk)
    plats = kartlaggningsplats(request.user, aspirant, request.today)
    klara = list(_klara(aspirant))
    context = akt_context(request, aspirant, "kartlaggning") | {
        "rader": [_rad(k) for k in klara],
        "utkast": draft(aspirant, plats.enhet) if plats else None,
        "far_skriva": plats is not None,
        "kan_jamfora": len(klara) > 1,
    }
    return render(request, "jobbplaner/kartlaggning_list.html", context)


def _rad(k: Kartlaggning) -> dict:
    """A line of the list. The number of hinder is told only to those who may read both parts."""
    innehall = innehall_av(k)
    hela = kanslig_del(k) is not None
    return {"k": k, "hinder": f"{antal_hinder(innehall)} av 9" if hela else "Bara arbetsdelen"}


@require_GET
@perms.requires(perms.can_open_akter)
def kartlaggning_detail(request, pk: int, kartlaggning_pk: int):
    aspirant = get_aspirant(pk)
    k = get_object_or_404(_klara(aspirant), pk=kartlaggning_pk)
    mina = my_namnder(request, aspirant.pk)
    innehall, kanslig, namnen = innehall_av(k), kanslig_del(k), stegnamn()
    handlingar = [h for h in (k.handling, kanslig.handling if kanslig else None) if h]
    egen = k.namnd_id in mina
    if not egen:
        for handling in handlingar:
            mark_read(handling_id=handling.pk, now=request.now)
    context = akt_context(request, aspirant, "kartlaggning") | {
        "k": k,
        "lagen": LAGEN,
        "atgarder": [_pdf(h) for h in handlingar],
        "arbetsdel": i_sektioner(innehall, ARBETSDEL, namnen),
        "kanslig": kanslig,
        "kanslig_del": i_sektioner(innehall, KANSLIG_DEL, namnen) if kanslig else [],
        "hinder": hinder(innehall),
        "antal": antal_hinder(innehall),
        "delar": [_del(request, aspirant, h, mina, egen=egen) for h in handlingar],
        "far_uppratta": egen and not k.handling_id and _writes(request, aspirant, k),
    }
    klara = list(_klara(aspirant).values_list("pk", flat=True))
    context["har_tidigare"] = klara[-1:] != [k.pk]
    return render(request, "jobbplaner/kartlaggning_detail.html", context)


def _pdf(handling: Handling) -> Action:
    namn = "Känslig del som PDF" if handling.typ == "kartlaggning_kanslig" else "Arbetsdelen som PDF"
    return Action(label=namn, url=reverse("cases:handling_pdf", args=[handling.pk]), icon="file-down")


def _del(request, aspirant: Aspirant, handling: Handling, mina: set[int], *, egen: bool) -> dict:
    """One part: to whom it has been handed over, and the form that hands it over. Each is sent by itself."""
    handling.aspirant = aspirant
    kanslig = handling.typ == "kartlaggning_kanslig"
    skicka = send_form(handling, request.today) if egen else None
    if skicka:
        skicka.auto_id = f"id_{handling.typ}_%s"  # two such forms on one page
    return {
        "handling": handling,
        "rubrik": "Skicka den känsliga delen" if kanslig else "Skicka arbetsdelen",
        "utlamnad_rubrik": "Känslig del utlämnad" if kanslig else "Arbetsdelen utlämnad",
        "utlamnanden": rows_of(aspirant, handling.pk, mina),
        "skicka": skicka,
    }


def _writes(request, aspirant: Aspirant, k: Kartlaggning) -> bool:
    plats = kartlaggningsplats(request.user, aspirant, request.today)
    return plats is not None and plats.enhet.namnd_id == k.namnd_id


@require_GET
@perms.requires(perms.can_open_akter)
def kartlaggning_preview(request, pk: int):
    """The saved draft as it would be printed, one part at a time; nothing is frozen. Only the nämnd that writes it."""
    aspirant = get_aspirant(pk)
    plats = kartlaggningsplats(request.user, aspirant, request.today)
    utkast = draft(aspirant, plats.enhet) if plats else None
    if utkast is None:
        raise Http404
    kanslig = request.GET.get("del") == "kanslig"
    visad(request, [aspirant.pk], slag=Lasningsslag.PDF)
    response = HttpResponse(kartlaggning_pdf(utkast, now=request.now, kanslig=kanslig), content_type="application/pdf")
    namn = f"kartlaggning{'-kanslig-del' if kanslig else ''}-utkast.pdf"
    response["Content-Disposition"] = f'attachment; filename="{namn}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@perms.requires(perms.can_open_akter)
def kartlaggning_establish(request, pk: int, kartlaggning_pk: int):
    """Make the two handlingar of one that came from an earlier system without its file."""
    aspirant = get_aspirant(pk)
    k = get_object_or_404(_klara(aspirant), pk=kartlaggning_pk)
    if not _writes(request, aspirant, k):
        raise PermissionDenied
    establish(kartlaggning=k, by=request.user, now=request.now)
    flash(request, "ok", f"{k} är upprättad som handling", "Nu kan delarna hämtas som PDF och skickas var för sig.")
    return redirect("jobbplaner:kartlaggning_detail", pk=pk, kartlaggning_pk=k.pk)


@require_GET
@perms.requires(perms.can_open_akter)
def kartlaggning_compare(request, pk: int):
    """Two beside each other; without a choice the latest and the one before it."""
    aspirant = get_aspirant(pk)
    klara = list(_klara(aspirant))
    efter = _asked_for(request, "till", klara) or next(iter(klara), None)
    tidigare = klara[klara.index(efter) + 1 :] if efter else []
    fore = _asked_for(request, "fran", klara) or next(iter(tidigare), None)
    context = akt_context(request, aspirant, "kartlaggning") | {"klara": klara, "fore": fore, "efter": efter}
    if fore and efter:
        a, b = innehall_av(fore), innehall_av(efter)
        context |= {"hinder": hinder_over_tid(a, b), "ovrigt": ovrigt_over_tid(a, b, stegnamn())}
        context["delvis"] = not (kanslig_del(fore) and kanslig_del(efter))
    return render(request, "jobbplaner/kartlaggning_compare.html", context)


def _asked_for(request, namn: str, klara: list[Kartlaggning]) -> Kartlaggning | None:
    """Raises Http404 for one that is asked for by name and not there."""
    if not (fraga := request.GET.get(namn)):
        return None
    found = next((k for k in klara if str(k.pk) == fraga), None)
    if found is None:
        raise Http404
    return found
