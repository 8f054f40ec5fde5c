"""The interview form: kept on the server while one types, saved, completed and locked on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import perms
from cases.models import Aspirant
from cases.views.akt import akt_context, get_aspirant
from config.components import Action
from config.flash import draft_saved, flash
from jobbplaner.forms.kartlaggning import KartlaggningForm, formularsektioner, grund_av, read
from jobbplaner.forms.sammanfogning import TA_ANDRAS, merge, still_clashing, take_the_others
from jobbplaner.kartlaggning import (
    ARBETSDEL,
    KANSLIG_DEL,
    TOMT,
    Innehall,
    innehall_av,
    missing_for_completion,
    nasta,
    normerat,
)
from jobbplaner.models import Kartlaggning
from jobbplaner.perms import Skrivplats, kartlaggningsplats
from jobbplaner.services.kartlaggningar import KartlaggningChangedError, complete, draft, save_draft

from .plan_context import DEN_ANDRA, clash_notes, local_clock
from .plan_edit import quiet

LAGEN = ["Utkast", "Slutförd"]


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def kartlaggning_edit(request, pk: int):
    aspirant = get_aspirant(pk)
    plats = kartlaggningsplats(request.user, aspirant, request.today)
    if plats is None:
        raise PermissionDenied
    redigering = Kartlaggningsredigering(request, aspirant, plats)
    if request.method == "GET":
        return redigering.show()
    return redigering.keep() if request.htmx else redigering.post()


@dataclass
class Kartlaggningsredigering:
    """One request to the form. `keep` answers the save in the background, `post` the buttons."""

    request: object
    aspirant: Aspirant
    plats: Skrivplats

    @cached_property
    def utkast(self) -> Kartlaggning | None:
        return draft(self.aspirant, self.plats.enhet)

    @cached_property
    def senaste(self) -> Kartlaggning | None:
        """The nämnd's own completed one before this."""
        klara = Kartlaggning.objects.klara().filter(aspirant=self.aspirant, namnd=self.plats.enhet.namnd_id)
        return klara.order_by("-klar_at").first()

    @property
    def sparat(self) -> Innehall:
        return innehall_av(self.utkast) if self.utkast else dict(TOMT)

    @property
    def draft_key(self) -> str:
        return f"kartlaggning-{self.aspirant.pk}"

    def bound(self, data: QueryDict) -> KartlaggningForm:
        return KartlaggningForm(data, today=self.request.today)

    def show(self) -> HttpResponse:
        innehall = self.sparat if self.utkast else nasta(self.senaste, self.aspirant, self.request.today)
        version = self.utkast.version if self.utkast else 0
        form = KartlaggningForm(initial=innehall | {"version": version}, today=self.request.today)
        return self._page(form, innehall, version)

    def keep(self) -> HttpResponse:
        """Saved in the background. What cannot be read waits, and another's save is never written over."""
        form = self.bound(self.request.POST)
        form.is_valid()
        try:
            return self._kept(self._save_mine(form), form)
        except KartlaggningChangedError as changed:
            return self._kept(None, form, changed.kartlaggning)

    def post(self) -> HttpResponse:
        data = self.request.POST
        if falt := data.get(TA_ANDRAS):
            return self.redraw(take_the_others(data, falt))
        form = self.bound(data)
        if form.is_valid() and "slutfor" in data:
            form.require(missing_for_completion(read(form, self.sparat), self.request.today))
        if not form.is_valid():
            return self._page(form, *self._grund(data))
        try:
            utkast = self._save_mine(form)
        except KartlaggningChangedError as changed:
            if changed.kartlaggning is None:
                return self._already_completed(data)
            return self._somebody_else_saved(data, form, changed.kartlaggning)
        return self._complete(utkast) if "slutfor" in data else self._saved()

    def redraw(self, data: QueryDict, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        """The page with what was typed, without saying anything about errors yet."""
        form = self.bound(data)
        form.is_valid()
        quiet(form)
        return self._page(form, *self._grund(data), krockar=krockar, **extra)

    def _mine(self, sparad: Kartlaggning) -> bool:
        """Saved by the same hand, in the background or in another window: the later text is the one meant."""
        return sparad.andrad_av_id == self.request.user.pk

    def _save(self, form: KartlaggningForm, innehall: Innehall, version: int | None = None) -> Kartlaggning:
        return save_draft(
            aspirant=self.aspirant,
            enhet=self.plats.enhet,
            innehall=innehall,
            version=form.cleaned_data.get("version") or 0 if version is None else version,
            by=self.request.user,
            now=self.request.now,
        )

    def _save_mine(self, form: KartlaggningForm) -> Kartlaggning:
        """Saved, together with what the same hand saved meanwhile. Raises KartlaggningChangedError for another's."""
        try:
            return self._save(form, read(form, self.sparat))
        except KartlaggningChangedError as changed:
            if changed.kartlaggning is None or not self._mine(changed.kartlaggning):
                raise
        return self._save_merged(form)

    @transaction.atomic
    def _save_merged(self, form: KartlaggningForm) -> Kartlaggning:
        """The draft is held while both are put together: a third window waits for its turn."""
        utkast = draft(self.aspirant, self.plats.enhet, lock=True)
        if utkast is None or not self._mine(utkast):
            raise KartlaggningChangedError(utkast)
        svar = merge(form.data, form, _readable(form, innehall_av(utkast)), {})
        ihop = self.bound(svar.data)
        ihop.is_valid()
        return self._save(ihop, read(ihop, innehall_av(utkast)), utkast.version)

    def _saved(self) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        flash(self.request, "ok", "Utkastet är sparat", "Det syns bara för er.")
        return redirect("jobbplaner:kartlaggning_edit", pk=self.aspirant.pk)

    def _complete(self, utkast: Kartlaggning) -> HttpResponse:
        klar = complete(kartlaggning=utkast, by=self.request.user, now=self.request.now)
        draft_saved(self.request, self.draft_key)
        flash(self.request, "ok", "Kartläggningen är slutförd", "Den går inte att ändra. Ingenting är utlämnat.")
        return redirect("jobbplaner:kartlaggning_detail", pk=self.aspirant.pk, kartlaggning_pk=klar.pk)

    def _already_completed(self, data: QueryDict) -> HttpResponse:
        """The form belongs to one that is completed by now: the back button, a second click, or a colleague."""
        self.__dict__.pop("utkast", None)
        form = self.bound(data)
        form.is_valid()
        if self.senaste and innehall_av(self.senaste) == normerat(read(form, dict(TOMT))):
            flash(self.request, "info", "Kartläggningen är redan slutförd")
            return redirect("jobbplaner:kartlaggning_detail", pk=self.aspirant.pk, kartlaggning_pk=self.senaste.pk)
        data = data.copy()
        data["version"] = str(self.utkast.version if self.utkast else 0)
        return self.redraw(data, slutford=self.senaste)

    def _somebody_else_saved(self, data: QueryDict, form: KartlaggningForm, sparad: Kartlaggning) -> HttpResponse:
        svar = merge(data, form, innehall_av(sparad), {})
        self.utkast = sparad
        if not svar.mitt_skiljer:
            return self._saved()
        svar.data["version"] = str(sparad.version)
        return self.redraw(svar.data, svar.krockar, samtidig=True)

    def _grund(self, data: QueryDict) -> tuple[Innehall, str]:
        """What the page that was sent rested on, to be sent back as it came."""
        return {namn: data.get(f"initial-{namn}", "") for namn in TOMT}, data.get("version", "0")

    def _kept(self, utkast: Kartlaggning | None, form: KartlaggningForm, annans: Kartlaggning | None = None):
        """Only what the page rests on now, and what became of the save."""
        context = {"utkast": utkast, "annans": annans, "fel": [form[namn].label for namn in form.errors]}
        if utkast:
            context |= {"grund": grund_av(innehall_av(utkast)), "version": utkast.version}
            context["sparades"] = local_clock(utkast.andrad_at, self.request.today)
        return render(self.request, "jobbplaner/_kartlaggning_sparad.html", context)

    def _previews(self) -> list[Action]:
        """What is saved, as it would be printed."""
        url = reverse("jobbplaner:kartlaggning_preview", args=[self.aspirant.pk])
        kanslig = Action(label="Förhandsvisa känslig del", url=f"{url}?del=kanslig")
        return [Action(label="Förhandsvisa arbetsdelen", url=url), kanslig]

    def _page(self, form, grund: Innehall, version, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        av = str(self.utkast.andrad_av) if self.utkast else DEN_ANDRA
        krockar = still_clashing(self.request.POST, krockar)
        noter = clash_notes(form, (), krockar, av) if krockar else {}
        context = akt_context(self.request, self.aspirant, "kartlaggning") | extra
        context |= {
            "form": form,
            "grund": grund_av(grund),
            "version": version,
            "arbetsdel": formularsektioner(form, ARBETSDEL, noter),
            "kanslig_del": formularsektioner(form, KANSLIG_DEL, noter),
            "krockar": " ".join(krockar),
            "noter": noter,
            "utkast": self.utkast,
            "lagen": LAGEN,
            "atgarder": self._previews() if self.utkast else [],
            "draft_key": self.draft_key,
            "sparades": f"Utkastet sparades {local_clock(self.utkast.andrad_at, self.request.today)}"
            if self.utkast
            else "",
        }
        return render(self.request, "jobbplaner/kartlaggning_edit.html", context)


def _readable(form: KartlaggningForm, sparat: Innehall) -> Innehall:
    """Of what is stored, the fields that the form could read."""
    return {namn: varde for namn, varde in sparat.items() if namn in form.cleaned_data}
