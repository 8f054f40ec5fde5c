"""The follow-up of the version in force: written, saved and completed on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import perms
from cases.models import Aspirant
from cases.views.akt import akt_context, get_aspirant
from config.flash import draft_saved, flash
from config.formsets import show_as_typed
from jobbplaner.enums import Planslag
from jobbplaner.forms.rader import say
from jobbplaner.forms.sammanfogning import TA_ANDRAS, merge, still_clashing, take_the_others
from jobbplaner.forms.uppfoljning import PREFIX, UppfoljningForm, UtfallFormSet, read, stored
from jobbplaner.fragor import said_in_samtal
from jobbplaner.models import Plan, Planuppfoljning
from jobbplaner.perms import Skrivplats, skrivplats
from jobbplaner.services.planer import current
from jobbplaner.services.sena_uppfoljningar import FollowUpNotMovedError, move_followup
from jobbplaner.services.uppfoljningar import (
    FollowUpChangedError,
    PlanReplacedError,
    complete_followup,
    save_followup,
)
from jobbplaner.sprak import ansvarig
from jobbplaner.uppfoljning import Uppfoljningsinnehall, followed_up, missing_for_completion

from .plan_context import DEN_ANDRA, clash_notes, local_clock
from .plan_edit import quiet


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def uppfoljning_edit(request, pk: int, slag: str):
    """Without a plan in force there is nothing to follow up, and the tab says so."""
    aspirant = get_aspirant(pk)
    plats = skrivplats(request.user, aspirant, slag, request.today)
    if plats is None:
        raise PermissionDenied
    fragad = request.POST.get("nummer") or request.GET.get("version", "")
    plan = _replaced(aspirant, slag, plats, fragad) or current(aspirant, slag, plats.enhet)
    if plan is None:
        flash(request, "info", f"Det finns ingen {Planslag(slag).label.lower()} att följa upp")
        return redirect(f"jobbplaner:{slag}_detail", pk=pk)
    uppfoljning = Foljupp(request, aspirant, slag, plats, plan)
    return uppfoljning.post() if request.method == "POST" else uppfoljning.show()


def _replaced(aspirant: Aspirant, slag: str, plats: Skrivplats, nummer: str) -> Plan | None:
    """The version of that number when it was replaced while its follow-up was begun and not completed."""
    if not (nummer.isascii() and nummer.isdigit() and len(nummer) < 5):
        return None
    planer = Plan.objects.publicerade().filter(aspirant=aspirant, slag=slag, namnd=plats.enhet.namnd_id)
    borjad = Planuppfoljning.objects.filter(plan=OuterRef("pk"), klar_at=None)
    ersatta = planer.filter(Exists(borjad), nummer=nummer, ersatt_at__isnull=False)
    return ersatta.prefetch_related("delmal").first()


@dataclass
class Foljupp:
    """One request to the page. `show` draws it from what is stored, `redraw` from what was sent."""

    request: object
    aspirant: Aspirant
    slag: str
    plats: Skrivplats
    plan: Plan

    @cached_property
    def utkast(self) -> Planuppfoljning | None:
        borjade = Planuppfoljning.objects.filter(plan=self.plan, klar_at=None)
        return borjade.select_related("andrad_av").prefetch_related("utfall").first()

    def show(self) -> HttpResponse:
        falt, rader = stored(self.plan, self.utkast)
        grund = {"nummer": self.plan.nummer, "version": self.utkast.version if self.utkast else 0}
        if self.utkast is None:
            falt["datum"] = self.request.today
        form = UppfoljningForm(initial=falt | grund, aspirant=self.aspirant)
        return self._page(form, UtfallFormSet(prefix=PREFIX, initial=rader))

    def bound(self, data: QueryDict):
        return UppfoljningForm(data, aspirant=self.aspirant), UtfallFormSet(data, prefix=PREFIX)

    def post(self) -> HttpResponse:
        data = self.request.POST
        if falt := data.get(TA_ANDRAS):
            return self.redraw(take_the_others(data, falt))
        form, rader = self.bound(data)
        if not form.is_valid() & rader.is_valid():
            return self._page(form, rader)
        if form.cleaned_data["nummer"] != self.plan.nummer:
            return self.redraw(data, ersatt=True)
        innehall = read(form, rader)
        if "slutfor" in data:
            fel = missing_for_completion(innehall, self.plan, self.request.today)
            say(fel, form, rader)
            if fel:
                return self._page(form, rader)
        return self._store(data, form, rader, innehall)

    def _store(self, data: QueryDict, form, rader, innehall: Uppfoljningsinnehall) -> HttpResponse:
        try:
            sparad = save_followup(
                plan=self.plan,
                enhet=self.plats.enhet,
                innehall=innehall,
                version=form.cleaned_data["version"],
                by=self.request.user,
                now=self.request.now,
            )
        except FollowUpChangedError as changed:
            return self._somebody_else_saved(data, form, rader, changed.uppfoljning)
        except PlanReplacedError:
            return self.redraw(data, ersatt=True)
        if sparad.klar_at:
            return self._already_completed()
        if "flytta" in data:
            return self._move(sparad)
        return self._complete(sparad) if "slutfor" in data else self._saved()

    def _already_completed(self) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        flash(self.request, "info", "Uppföljningen är redan slutförd", "Den slutfördes en gång.")
        return redirect(f"jobbplaner:{self.slag}_uppfoljningar", pk=self.aspirant.pk)

    def _move(self, sparad: Planuppfoljning) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        try:
            flyttad = move_followup(uppfoljning=sparad, by=self.request.user, now=self.request.now)
        except FollowUpNotMovedError as error:
            flash(self.request, "warn", "Uppföljningen är inte flyttad", str(error))
            return self._back()
        text = "Svaren följer sina delmål. Det som sades om andra delmål står kvar för sig."
        if sparad.datum and flyttad.datum is None:
            text += " Skriv vilken dag uppföljningen hölls: den gamla dagen låg före versionen."
        flash(self.request, "ok", f"Uppföljningen gäller nu version {flyttad.plan_nummer}", text)
        return redirect(f"jobbplaner:{self.slag}_uppfoljning", pk=self.aspirant.pk)

    def _back(self) -> HttpResponse:
        """The same page; of a replaced version by its number."""
        till = reverse(f"jobbplaner:{self.slag}_uppfoljning", args=[self.aspirant.pk])
        return redirect(f"{till}?version={self.plan.nummer}" if self.plan.ersatt_at else till)

    def _saved(self) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        flash(self.request, "ok", "Uppföljningen är sparad", "Den är inte slutförd än och syns bara för er.")
        return self._back()

    def _complete(self, uppfoljning: Planuppfoljning) -> HttpResponse:
        _, utkast = complete_followup(
            uppfoljning=uppfoljning,
            enhet=self.plats.enhet,
            inskrivning=self.plats.inskrivning,
            by=self.request.user,
            now=self.request.now,
        )
        draft_saved(self.request, self.draft_key)
        if self.plan.ersatt_at:
            text = "Den står här, och följer med i nästa version som ni publicerar."
            flash(self.request, "ok", f"Uppföljningen av version {self.plan.nummer} är slutförd", text)
            return redirect(f"jobbplaner:{self.slag}_uppfoljningar", pk=self.aspirant.pk)
        if utkast is None:
            flash(self.request, "ok", "Uppföljningen är slutförd", "Målet är nått. Ingen ny version är påbörjad.")
            return redirect(f"jobbplaner:{self.slag}_uppfoljningar", pk=self.aspirant.pk)
        text = f"Det som är kvar står i utkastet till version {utkast.nummer}. Skriv klart och publicera."
        flash(self.request, "ok", "Uppföljningen är slutförd", text)
        return redirect(f"jobbplaner:{self.slag}_edit", pk=self.aspirant.pk)

    def _somebody_else_saved(self, data, form, rader, andras: Planuppfoljning | None) -> HttpResponse:
        if andras is None:
            return self._completed_by_other(data)
        falt, sparade = stored(self.plan, andras)
        svar = merge(data, form, falt, {rader: sparade})
        if not svar.mitt_skiljer:
            return self._saved()
        self.utkast = andras
        svar.data["version"] = str(andras.version)
        svar.data["krockar"] = " ".join(svar.krockar)
        return self.redraw(svar.data, svar.krockar, samtidig=andras)

    def _completed_by_other(self, data) -> HttpResponse:
        """What I wrote stays on the page; saved, it is a follow-up of its own."""
        self.__dict__.pop("utkast", None)
        data = data.copy()
        data["version"] = str(self.utkast.version if self.utkast else 0)
        return self.redraw(data, slutford=True)

    def redraw(self, data: QueryDict, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        """The page with what was typed, without saying anything about errors yet."""
        data = data.copy()
        if extra.get("ersatt"):
            data["nummer"], data["version"] = str(self.plan.nummer), str(self.utkast.version if self.utkast else 0)
        form, rader = self.bound(data)
        form.is_valid(), rader.is_valid()
        quiet(form)
        show_as_typed(rader)
        return self._page(form, rader, krockar, **extra)

    def _clashes(self, form: UppfoljningForm, rader, krockar: Sequence[str]) -> dict:
        krockar = still_clashing(self.request.POST, krockar)
        av = str(self.utkast.andrad_av) if self.utkast else DEN_ANDRA
        noter = clash_notes(form, rader.forms, krockar, av) if krockar else {}
        return {"noter": noter, "krockar": " ".join(krockar)}

    @property
    def draft_key(self) -> str:
        nummer = f"-{self.plan.nummer}" if self.plan.ersatt_at else ""
        return f"uppfoljning-{self.slag}-{self.aspirant.pk}{nummer}"

    def _page(self, form: UppfoljningForm, rader, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        utkast = self.utkast
        extra |= self._clashes(form, rader, krockar)
        context = akt_context(self.request, self.aspirant, self.slag) | {
            "form": form,
            "rader": rader,
            "delmal": self._rows(rader),
            "plan": self.plan,
            "slag": Planslag(self.slag),
            "utkast": utkast,
            "sparades": f"Sparades {local_clock(utkast.andrad_at, self.request.today)}" if utkast else "",
            "draft_key": self.draft_key,
            "galler": current(self.aspirant, self.slag, self.plats.enhet) if self.plan.ersatt_at else None,
            "andra_delmal": self._of_other_versions(),
            "har_fel": bool(form.errors or rader.total_error_count()),
        }
        return render(self.request, "jobbplaner/uppfoljning_edit.html", context | extra)

    def _of_other_versions(self) -> list:
        """What was said of delmål that this version has not, before the follow-up was moved to it."""
        har = {delmal.pk for delmal in self.plan.delmal.all()}
        return [rad for rad in self.utkast.svar if rad.delmal_id not in har] if self.utkast else []

    def _rows(self, rader) -> list[dict]:
        """Each delmål with its form; rows that name no delmål of this version are not shown."""
        per_pk = {str(form["pk"].value()): form for form in rader.forms}
        svar, sagt = [], said_in_samtal(self.plan)
        for delmal in followed_up(self.plan):
            if form := per_pk.get(str(delmal.pk)):
                passerat = bool(delmal.senast and delmal.senast < self.request.today)
                svar.append(
                    {
                        "d": delmal,
                        "vem": ansvarig(delmal.vem, self.aspirant),
                        "form": form,
                        "passerat": passerat,
                        "sagt": sagt.get(delmal.pk),
                        "tips": getattr(form, "tips", []),
                    }
                )
        return svar
