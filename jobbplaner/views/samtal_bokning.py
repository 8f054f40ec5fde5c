"""Before a samtal is held: book it, move it or cancel it with the reason, call the person, put it in a calendar."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import perms
from cases.enums import Enhetsslag, Lasningsslag
from cases.lasning import visad
from cases.models import Aspirant, Handlaggare
from cases.skydd import Kanal, far_visas
from cases.views.akt import akt_context, get_aspirant
from config.dates import weekday_name
from config.flash import draft_saved, flash
from jobbplaner.enums import Kallelsesatt, Motpart, Part, Planslag, Tolklage
from jobbplaner.forms.bokning import BokningForm, InstallForm, OmbokningForm
from jobbplaner.kalender import ics
from jobbplaner.models import Trepartssamtal
from jobbplaner.nasta_samtal import upcoming
from jobbplaner.pdf_kallelse import kallelse_pdf
from jobbplaner.perms import Skrivplats, samtalsplats, skrivplats
from jobbplaner.samtal import Bokning, Deltagarrad, booking_of
from jobbplaner.services.bokningar import (
    SamtalMovedError,
    SamtalSameDayError,
    book_samtal,
    cancel_samtal,
    change_booking,
    record_call,
)
from jobbplaner.services.samtal import SamtalLockedError

from .samtal_sida import booking_context

SAME_DAY = "Det finns redan ett sådant samtal den dagen"
LONGEST_VERSION = 10


def _plats(request, aspirant: Aspirant) -> Skrivplats:
    """Where the user calls samtal from. Raises PermissionDenied."""
    plats = skrivplats(request.user, aspirant, Planslag.JOBBPLAN, request.today)
    if plats is None:
        raise PermissionDenied
    return plats


def get_samtal(aspirant: Aspirant, pk: int) -> Trepartssamtal:
    alla = Trepartssamtal.objects.filter(aspirant=aspirant)
    return get_object_or_404(alla.select_related("enhet__namnd", "kallad_av", "installt_av", "installt_skal"), pk=pk)


def _own_samtal(request, aspirant: Aspirant, pk: int) -> Trepartssamtal:
    """One that the user's own unit leads. Raises PermissionDenied, Http404."""
    samtal = get_samtal(aspirant, pk)
    if samtalsplats(request.user, aspirant, samtal.enhet, request.today) is None:
        raise PermissionDenied
    return samtal


def _to(samtal: Trepartssamtal):
    return redirect("jobbplaner:samtal_edit", pk=samtal.aspirant_id, samtal_pk=samtal.pk)


# Book ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtal_create(request, pk: int):
    """Book, with the day that the rule proposes filled in; `?motpart=af` for the joint follow-up."""
    aspirant = get_aspirant(pk)
    plats = _plats(request, aspirant)
    samtal = list(Trepartssamtal.objects.filter(aspirant=aspirant))
    nasta = {n.motpart: n for n in upcoming(aspirant, plats.inskrivning, samtal, request.today)}
    vald = nasta.get(request.GET.get("motpart", ""), nasta[Motpart.SOCIALTJANST])
    initial = _proposal(aspirant, vald.motpart, vald.forslag)
    form = BokningForm(request.POST or None, initial=initial, today=request.today)
    if request.method == "POST" and form.is_valid() and (bokat := _book(request, aspirant, plats, form)):
        draft_saved(request, f"samtal-ny-{pk}")
        _say_it_is_booked(request, bokat)
        return _to(bokat)
    context = akt_context(request, aspirant, "samtal") | {"form": form, "nasta": nasta.values(), "vald": vald}
    return render(request, "jobbplaner/samtal_create.html", context)


def _say_it_is_booked(request, samtal: Trepartssamtal) -> None:
    efterat, andelse = samtal.datum < request.today, "ad" if samtal.motpart == Motpart.AF else "at"
    rubrik = f"{samtal.bestamt_namn} är {'registrer' if efterat else 'bok'}{andelse}"
    if efterat:
        flash(request, "ok", rubrik, "Skriv vad som sades, och signera protokollet.")
        return
    veckoslut = f"Dagen är en {weekday_name(samtal.datum)}. " if samtal.datum.isoweekday() > 5 else ""
    text = f"{veckoslut}Kalla personen, och hämta kalenderfilen om du vill ha den."
    flash(request, "warn" if veckoslut else "ok", rubrik, text)


def _proposal(aspirant: Aspirant, motpart: str, forslag: Bokning | None) -> dict:
    tolk = {"tolk": Tolklage.EJ_BESTALLD, "tolk_sprak": aspirant.sprak} if aspirant.tolk else {}
    return {**(forslag.falt() if forslag else {}), "motpart": motpart, **tolk}


def _book(request, aspirant: Aspirant, plats: Skrivplats, form: BokningForm) -> Trepartssamtal | None:
    bokning = form.bokning()
    invited = _invited(request, aspirant, plats, bokning)
    try:
        return book_samtal(aspirant=aspirant, enhet=plats.enhet, bokning=bokning, deltagare=invited, by=request.user)
    except SamtalSameDayError:
        form.add_error("datum", SAME_DAY)


def _invited(request, aspirant: Aspirant, plats: Skrivplats, bokning: Bokning) -> tuple[Deltagarrad, ...]:
    """The three parties, and an interpreter when one is needed."""
    nu = Handlaggare.objects.aktuella(request.today).filter(aspirant=aspirant).select_related("user", "enhet")
    per_slag = {h.enhet.slag: f"{h.user}, {h.enhet}" for h in nu}
    rader = [
        (Part.ASPIRANT, aspirant.namn),
        (Part.COACH, per_slag.get(Enhetsslag.JOBBTORG, f"{request.user}, {plats.enhet}")),
    ]
    if bokning.motpart == Motpart.AF:
        rader.append((Part.AF, "Arbetsförmedlingen"))
    else:
        rader.append((Part.SOCIALSEKRETERARE, per_slag.get(Enhetsslag.SDF, str(aspirant.sdf or "Socialtjänsten"))))
    if bokning.tolk:
        rader.append((Part.TOLK, f"Tolk, {bokning.tolk_sprak.lower()}"))
    return tuple(Deltagarrad(part=part, namn=namn[:120]) for part, namn in rader)


# Move and cancel -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtal_booking(request, pk: int, samtal_pk: int):
    """Change time, place or interpreter."""
    aspirant = get_aspirant(pk)
    samtal = _own_samtal(request, aspirant, samtal_pk)
    form = OmbokningForm(request.POST or None, initial=booking_of(samtal).falt(), today=request.today)
    if request.method == "POST" and form.is_valid() and (svar := _change(request, samtal, form)):
        return svar
    if samtal.hallet_at or samtal.installt_at:
        return _to(samtal)
    context = akt_context(request, aspirant, "samtal") | booking_context(request, aspirant, samtal)
    return render(request, "jobbplaner/samtal_booking.html", context | {"form": form})


def _change(request, samtal: Trepartssamtal, form: OmbokningForm):
    """Where to go when it is saved; None when the form has to be shown again."""
    fore = booking_of(samtal).nar_och_var()
    try:
        nytt = change_booking(
            samtal=samtal,
            bokning=form.bokning(samtal.motpart),
            last=form.last(samtal.motpart),
            skal=form.cleaned_data["skal"],
            by=request.user,
            now=request.now,
        )
    except SamtalSameDayError:
        form.add_error("datum", SAME_DAY)
    except SamtalMovedError as error:
        _show_theirs(form, error.samtal)
    except SamtalLockedError as error:
        flash(request, "warn", "Bokningen går inte att ändra", str(error))
        return _to(samtal)
    else:
        draft_saved(request, f"bokning-{samtal.pk}")
        _say_what_changed(request, nytt, flyttat=fore != booking_of(nytt).nar_och_var())
        return _to(nytt)


def _say_what_changed(request, samtal: Trepartssamtal, *, flyttat: bool) -> None:
    if not flyttat:
        flash(request, "ok", "Bokningen är sparad")
        return
    ny_kallelse = "Kalla personen till den nya tiden. " if samtal.kallad_at else ""
    flash(
        request,
        "ok",
        f"Samtalet är ombokat till {samtal.datum}",
        f"{ny_kallelse}Hämta kalenderfilen igen, så flyttas samtalet i din kalender.",
    )


def _show_theirs(form: OmbokningForm, samtal: Trepartssamtal) -> None:
    """Somebody changed the booking meanwhile: mine stays in the fields, theirs is said; saving again takes mine."""
    nu = booking_of(samtal)
    klockan = f" klockan {nu.tid:%H:%M}" if nu.tid else ""
    form.add_error(
        None,
        f"Någon annan har ändrat bokningen till {nu.datum}{klockan}, {nu.plats or 'utan plats'}, medan du skrev. "
        "Din ändring står kvar i fälten. Spara igen om den ska gälla.",
    )
    form.data = form.data.copy()
    for namn, varde in nu.falt().items():
        text = f"{varde:%H:%M}" if hasattr(varde, "hour") else str(varde or "")
        form.data[f"initial-{namn}"] = text


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def samtal_cancel(request, pk: int, samtal_pk: int):
    """Cancel with the reason. It cannot be undone: book a new one."""
    aspirant = get_aspirant(pk)
    samtal = _own_samtal(request, aspirant, samtal_pk)
    form = InstallForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_samtal(samtal=samtal, skal=form.cleaned_data["skal"], by=request.user, now=request.now)
        except SamtalLockedError as error:
            flash(request, "warn", "Samtalet går inte att ställa in", str(error))
        else:
            draft_saved(request, f"installt-{samtal.pk}")
            flash(request, "ok", "Samtalet är inställt", "Säg det till dem som är kallade.")
        return _to(samtal)
    if samtal.hallet_at or samtal.installt_at:
        return _to(samtal)
    context = akt_context(request, aspirant, "samtal") | booking_context(request, aspirant, samtal)
    return render(request, "jobbplaner/samtal_cancel.html", context | {"form": form})


# Letter and calendar ---------------------------------------------------------------------------------------------


@require_GET
@perms.requires(perms.can_open_akter)
def samtal_letter(request, pk: int, samtal_pk: int):
    """The letter to the person, made anew each time of what stands now; nothing is kept."""
    aspirant = get_aspirant(pk)
    samtal = _own_samtal(request, aspirant, samtal_pk)
    if samtal.hallet_at or samtal.installt_at:
        raise Http404
    visad(request, [aspirant.pk], slag=Lasningsslag.PDF)
    samtal.aspirant = aspirant
    return _file(kallelse_pdf(samtal, by=request.user, now=request.now), "application/pdf", "kallelse.pdf")


@require_POST
@perms.requires(perms.can_open_akter)
def samtal_called(request, pk: int, samtal_pk: int):
    """Note how the person was called to the time that stands."""
    samtal = _own_samtal(request, get_aspirant(pk), samtal_pk)
    satt = request.POST.get("satt", "")
    if satt not in Kallelsesatt.values:
        raise Http404
    last = request.POST.get("kalenderversion", "")
    last = int(last) if last.isascii() and last.isdigit() and len(last) < LONGEST_VERSION else None
    try:
        record_call(samtal=samtal, satt=satt, by=request.user, now=request.now, kalenderversion=last)
    except SamtalLockedError as error:
        flash(request, "warn", "Kallelsen går inte att notera", str(error))
    except SamtalMovedError as error:
        klockan = f" klockan {error.samtal.tid:%H:%M}" if error.samtal.tid else ""
        text = f"Samtalet är {error.samtal.datum}{klockan} nu. Kalla personen dit, och notera det sedan."
        flash(request, "warn", "Samtalet har bokats om medan du hade sidan öppen", text)
    else:
        flash(request, "ok", "Personen är kallad", f"Noterat: {Kallelsesatt(satt).label.lower()}.")
    return _to(samtal)


@require_GET
@perms.requires(perms.can_open_akter)
def samtal_calendar(request, pk: int, samtal_pk: int):
    """The calendar file, for both sides. It tells of nobody, so it is no reading; a protected person is in none."""
    aspirant = get_aspirant(pk)
    samtal = get_samtal(aspirant, samtal_pk)
    if not far_visas(aspirant, Kanal.KALENDER):
        raise Http404
    url = request.build_absolute_uri(reverse("jobbplaner:samtal_edit", args=[pk, samtal_pk]))
    fil = ics(samtal, url=url, now=request.now)
    return _file(fil, "text/calendar; charset=utf-8", "samtal.ics")


def _file(content: bytes, slag: str, namn: str) -> HttpResponse:
    response = HttpResponse(content, content_type=slag)
    response["Content-Disposition"] = f'attachment; filename="{namn}"'
    response["Cache-Control"] = "private, no-store"
    return response
