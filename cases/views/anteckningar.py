"""The tab Journal: read, write, sign, correct, and the files."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cases import perms, utlamning
from cases.enums import Lasningsslag
from cases.filkontroll import CONTENT_TYPES, ENDINGS, MB
from cases.forms.anteckning import AnteckningForm
from cases.forms.falt import add_rule_error
from cases.forms.konflikt import differences, renew_version
from cases.journal import filter_of, left_behind, own_draft, page_of
from cases.lasning import visad
from cases.models import Aspirant, Bilaga, Enhet, Journalanteckning
from cases.services.anteckningar import (
    AnteckningChangedError,
    AnteckningError,
    AnteckningLockedError,
    Innehall,
    content,
    correction_begun,
    missing_for_signing,
    remove_draft,
    save_draft,
    sign,
    start_correction,
)
from cases.services.bilagor import TAK_MB, BilagaError, attach, detach
from config.flash import draft_saved, flash
from config.uploads import takes_files

from .akt import akt_context, get_aspirant


@require_safe
@perms.requires(perms.can_open_akter)
def anteckning_list(request, pk: int):
    aspirant = get_aspirant(pk)
    context = akt_context(request, aspirant, "journal")
    slag = request.GET.get("slag", "").replace("\0", "")
    enhet = utlamning.own_unit(request.user, aspirant, request.today)
    page = page_of(aspirant, request.user, slag=slag, sida=request.GET.get("sida", ""), far_skriva=enhet is not None)
    context |= {"page": page, "urval": filter_of(aspirant, slag), "slag": slag, "enhet": enhet}
    context |= left_behind(aspirant, perms.chef_enheter(request.user, request.today), request.today)
    return render(request, "cases/anteckning_list.html", context)


def _unit(request, aspirant: Aspirant) -> Enhet:
    """From where the user writes about this person; 403 for whoever only reads."""
    enhet = utlamning.own_unit(request.user, aspirant, request.today)
    if enhet is None:
        raise PermissionDenied
    return enhet


def _own(request, aspirant: Aspirant, pk: int) -> Journalanteckning:
    """The user's own note; a chef who sees another's draft is refused."""
    rader = Journalanteckning.objects.select_related("slag", "enhet", "rattar__forfattare", "rattar__slag")
    anteckning = get_object_or_404(rader, pk=pk, aspirant=aspirant)
    if anteckning.forfattare_id != request.user.pk:
        raise PermissionDenied
    return anteckning


@takes_files(TAK_MB * MB)
@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def anteckning_create(request, pk: int):
    """An empty form; what was begun and not signed is gone on with. Nothing is stored before something is written."""
    aspirant = get_aspirant(pk)
    enhet = _unit(request, aspirant)
    if request.method == "GET" and (begun := own_draft(aspirant, request.user)):
        flash(request, "info", "Du fortsätter på din osignerade anteckning", "Signera den innan du skriver en ny.")
        return redirect("cases:anteckning_edit", pk=pk, anteckning_pk=begun.pk)
    return Redigering(request, aspirant, enhet, None).respond()


@takes_files(TAK_MB * MB)
@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def anteckning_edit(request, pk: int, anteckning_pk: int):
    """The author's own note while it is a draft; signed it is read in the journal."""
    aspirant = get_aspirant(pk)
    enhet = _unit(request, aspirant)
    anteckning = _own(request, aspirant, anteckning_pk)
    if request.method == "GET" and not anteckning.ar_utkast:
        return redirect(_place(anteckning))
    return Redigering(request, aspirant, enhet, anteckning).respond()


def _place(anteckning: Journalanteckning) -> str:
    return f"{reverse('cases:anteckning_list', args=[anteckning.aspirant_id])}#anteckning-{anteckning.pk}"


@dataclass
class Redigering:
    """One request to the form of a note; `rattar` is what a correction not saved yet shall correct."""

    request: object
    aspirant: Aspirant
    enhet: Enhet
    anteckning: Journalanteckning | None
    rattar: Journalanteckning | None = None

    def __post_init__(self):
        if self.anteckning:
            self.rattar = self.anteckning.rattar

    def respond(self) -> HttpResponse:
        if self.request.method == "GET":
            return self._page(self._form())
        form = self._form(self.request.POST, self.request.FILES)
        return self._autosave(form) if self.request.htmx else self._post(form)

    def _form(self, *data) -> AnteckningForm:
        return AnteckningForm(*data, anteckning=self.anteckning, rattar=self.rattar, today=self.request.today)

    @cached_property
    def keys(self) -> list[str]:
        """Names of the browser's own draft: that of a new note, and that of this one."""
        egen = [f"anteckning-{self.anteckning.pk}"] if self.anteckning else []
        return [*egen, f"anteckning-rattar-{self.rattar.pk}" if self.rattar else f"anteckning-ny-{self.aspirant.pk}"]

    def _save(self, form: AnteckningForm, innehall: Innehall) -> Journalanteckning:
        data = form.cleaned_data
        if self.anteckning is None and self.rattar:
            return start_correction(
                anteckning=self.rattar,
                enhet=self.enhet,
                by=self.request.user,
                now=self.request.now,
                nyckel=data["nyckel"],
                innehall=innehall,
                flik=data["flik"],
            )
        return save_draft(
            nyckel=self.anteckning.nyckel if self.anteckning else data["nyckel"],
            aspirant=self.aspirant,
            enhet=self.enhet,
            innehall=innehall,
            version=data["version"],
            flik=data["flik"],
            by=self.request.user,
            now=self.request.now,
        )

    def _autosave(self, form: AnteckningForm) -> HttpResponse:
        """While one types: what can be read is saved, and the line that says so comes back with the new version."""
        form.is_valid()
        if {"nyckel", "version", "flik"} & form.errors.keys():
            return HttpResponse(status=204)
        innehall = form.innehall()
        if self.anteckning is None and not innehall.text:
            return HttpResponse(status=204)
        lage = {"version": form.cleaned_data["version"], "olasliga": [form[n].label for n in form.errors]}
        try:
            sparad = self._save(form, innehall)
        except (AnteckningChangedError, AnteckningLockedError, AnteckningError) as error:
            return render(self.request, "cases/_anteckning_lage.html", lage | {"fel": str(error)})
        svar = render(self.request, "cases/_anteckning_lage.html", lage | {"version": sparad.version, "sparad": sparad})
        if self.anteckning is None:
            svar["HX-Replace-Url"] = reverse("cases:anteckning_edit", args=[self.aspirant.pk, sparad.pk])
        return svar

    def _post(self, form: AnteckningForm) -> HttpResponse:
        signera = "signera" in self.request.POST
        if form.is_valid() and signera:
            rattelse = "rattar_skal" in form.fields
            form.require(missing_for_signing(form.innehall(), self.request.today, rattelse=rattelse))
        if not form.is_valid():
            return self._page(form)
        innehall = form.innehall()
        try:
            sparad = self._save(form, innehall)
        except AnteckningChangedError as changed:
            return self._somebody_saved(form, changed.anteckning)
        except AnteckningLockedError as locked:
            return self._signed_meanwhile(form, innehall, locked.anteckning)
        except AnteckningError as error:
            add_rule_error(form, error)
            return self._page(form)
        return self._after_save(form, sparad, signera)

    def _after_save(self, form: AnteckningForm, sparad: Journalanteckning, signera: bool) -> HttpResponse:
        ny, self.anteckning = self.anteckning is None, sparad
        self.__dict__.pop("keys", None)
        try:
            bifogad = self._attach(form)
        except BilagaError as error:
            # The text is saved; the page goes on from it, with what is wrong at the field
            form.add_error("fil", str(error))
            return self._page(form)
        for key in self.keys:
            draft_saved(self.request, key)
        if signera:
            return self._signed(sparad)
        self._say_saved(bifogad, ny)
        return redirect("cases:anteckning_edit", pk=self.aspirant.pk, anteckning_pk=sparad.pk)

    def _attach(self, form: AnteckningForm) -> Bilaga | None:
        fil = form.cleaned_data.get("fil")
        if not fil:
            return None
        return attach(
            anteckning=self.anteckning,
            namn=fil.name,
            innehall=fil.read(),
            by=self.request.user,
            now=self.request.now,
            dag=self.request.today,
        )

    def _say_saved(self, bifogad: Bilaga | None, ny: bool) -> None:
        borta = self.request.POST.get("ta_bort", "")
        if borta.isdecimal() and detach(anteckning=self.anteckning, bilaga_id=int(borta), by=self.request.user):
            flash(self.request, "ok", "Bilagan är borttagen")
        elif bifogad:
            flash(self.request, "ok", "Filen är bifogad", self._called(bifogad))
        elif "bifoga" in self.request.POST:
            flash(self.request, "warn", "Ingen fil är vald", "Texten är sparad. Välj en fil och bifoga den.")
        else:
            flash(self.request, "ok", "Utkastet är sparat", "Bara du och din enhetschef ser det innan du signerar.")

    def _called(self, bifogad: Bilaga) -> str:
        """The file's name, and that it is not the one it came with."""
        if (kom := self.request.FILES["fil"].name) == bifogad.namn:
            return bifogad.namn
        return f"{kom} heter nu {bifogad.namn}. Slutet på namnet följer vad filen innehåller."

    def _signed(self, sparad: Journalanteckning) -> HttpResponse:
        signerad = sign(anteckning=sparad, by=self.request.user, now=self.request.now)
        flash(
            self.request, "ok", "Anteckningen är signerad", "Den går inte att ändra. Blir något fel gör du en rättelse."
        )
        return redirect(_place(signerad))

    def _somebody_saved(self, form: AnteckningForm, stands: Journalanteckning) -> HttpResponse:
        skillnader = differences(form, stands, Innehall.__dataclass_fields__)
        renew_version(form, stands.version)
        self.anteckning = stands
        return self._page(form, skillnader=skillnader)

    def _signed_meanwhile(self, form, innehall: Innehall, signerad: Journalanteckning) -> HttpResponse:
        """A second click, or another tab that signed: what is typed beyond what was signed becomes a new note."""
        if content(signerad) == innehall:
            flash(self.request, "info", "Anteckningen är redan signerad")
            return redirect(_place(signerad))
        form.data = form.data.copy()
        form.data["nyckel"], form.data["version"] = str(uuid.uuid4()), "0"
        self.anteckning = None
        return self._page(form, signerad=signerad)

    def _page(self, form: AnteckningForm, **extra) -> HttpResponse:
        if "fil" in self.request.FILES and "fil" not in form.errors:
            # A browser never sends a file twice by itself: unsaid, the note would be signed without it
            form.add_error("fil", "Filen är inte bifogad än. Välj den igen, eller låt fältet vara tomt.")
        rad = self.anteckning
        context = akt_context(self.request, self.aspirant, "journal") | {
            "form": form,
            "anteckning": rad,
            "rattar": self.rattar,
            "bilagor": rad.bilagor.all() if rad else [],
            "enhet": self.enhet,
            "version": form["version"].value(),
            "nyckel_draft": self.keys[0],
        }
        return render(self.request, "cases/anteckning_edit.html", context | extra)


@takes_files(TAK_MB * MB)
@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def anteckning_correct(request, pk: int, anteckning_pk: int):
    """A form with the signed note's text. Nothing is stored before it is changed; one's own that is begun goes on."""
    aspirant = get_aspirant(pk)
    enhet = _unit(request, aspirant)
    signerade = Journalanteckning.objects.signerade().select_related("slag", "forfattare", "aspirant")
    anteckning = get_object_or_404(signerade, pk=anteckning_pk, aspirant=aspirant)
    begun = correction_begun(anteckning, request.user)
    if request.method == "GET" and begun:
        return redirect("cases:anteckning_edit", pk=pk, anteckning_pk=begun.pk)
    return Redigering(request, aspirant, enhet, begun, anteckning).respond()


@require_POST
@perms.requires(perms.can_open_akter)
def anteckning_delete(request, pk: int, anteckning_pk: int):
    aspirant = get_aspirant(pk)
    anteckning = Journalanteckning.objects.filter(pk=anteckning_pk, aspirant=aspirant).first()
    if anteckning and anteckning.forfattare_id != request.user.pk:
        raise PermissionDenied
    try:
        gone = anteckning is not None and remove_draft(anteckning=anteckning, by=request.user)
    except AnteckningLockedError as locked:
        flash(request, "warn", "Anteckningen är signerad", "Den kan inte kastas. Gör en rättelse.")
        return redirect(_place(locked.anteckning))
    if gone:
        draft_saved(request, f"anteckning-{anteckning_pk}")
        draft_saved(request, f"anteckning-ny-{pk}")
    flash(request, "ok" if gone else "info", "Utkastet är kastat" if gone else "Utkastet finns inte längre")
    return redirect("cases:anteckning_list", pk=pk)


@require_GET
@perms.requires(perms.can_open_akter)
def bilaga(request, pk: int):
    """The file, to be saved and never shown in the page. Its name says nothing about whom."""
    rad = get_object_or_404(Bilaga.objects.defer(None), pk=pk)
    visad(request, [rad.aspirant_id], slag=Lasningsslag.EXPORT)
    response = HttpResponse(bytes(rad.innehall), content_type=CONTENT_TYPES[rad.slag])
    response["Content-Disposition"] = f'attachment; filename="bilaga-{rad.pk}.{ENDINGS[rad.slag]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
