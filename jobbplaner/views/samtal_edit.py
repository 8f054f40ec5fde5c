"""One trepartssamtal as it is written: booked, filled in, signed and locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from cases.enums import Enhetsslag
from cases.models import Aspirant, Handlaggare, Handling, Handlingstyp, RattsligGrund
from cases.services.handlingar import GroundMissingError, hand_over
from cases.utlamning import Utlamningsval, utlamningsval
from cases.views.akt import akt_context
from config.flash import draft_saved, flash
from config.formsets import row_button_pressed, show_as_typed
from jobbplaner.enums import Part, Planslag
from jobbplaner.forms.rader import say
from jobbplaner.forms.sammanfogning import TA_ANDRAS, merge, take_the_others
from jobbplaner.forms.samtal import (
    DELTAGARE,
    JA,
    PUNKTER,
    DeltagareFormSet,
    PunktFormSet,
    SamtalForm,
    check_parts,
    read,
    stored,
)
from jobbplaner.forms.skicka import SkickaForm
from jobbplaner.models import Trepartssamtal
from jobbplaner.perms import Skrivplats
from jobbplaner.samtal import Samtalsinnehall, missing_for_signing
from jobbplaner.services.planer import current
from jobbplaner.services.samtal import (
    SamtalChangedError,
    SamtalLockedError,
    SamtalSameDayError,
    book_samtal,
    save_samtal,
    sign_samtal,
)

from .plan_context import clash_notes
from .plan_edit import quiet

STATES = ["Utkast", "Signerat", "Skickat till SDF", "Mottaget"]


@dataclass
class Delar:
    """The forms of the page, bound or not."""

    form: SamtalForm
    deltagare: DeltagareFormSet
    punkter: PunktFormSet
    skicka: SkickaForm | None

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.deltagare.is_valid(), self.punkter.is_valid()])

    def has_errors(self) -> bool:
        rader = self.deltagare.total_error_count() + self.punkter.total_error_count()
        return bool(rader or any(part and part.errors for part in (self.form, self.skicka)))


@dataclass
class Samtalsredigering:
    """One request to the page of a samtal that is not signed. `samtal` is None for a new one."""

    request: object
    aspirant: Aspirant
    plats: Skrivplats
    samtal: Trepartssamtal | None

    @cached_property
    def val(self) -> Utlamningsval | None:
        return utlamningsval(self.aspirant, self.plats.enhet, self.request.today, typ=Handlingstyp.PROTOKOLL)

    def answer(self) -> HttpResponse:
        return self._post() if self.request.method == "POST" else self._show()

    def _show(self) -> HttpResponse:
        if self.samtal:
            egna, deltagare, punkter = stored(self.samtal)
            egna["version"] = self.samtal.protokoll.version
        else:
            egna, deltagare, punkter = {"version": 0}, self._invited(), []
        delar = Delar(
            SamtalForm(initial=egna),
            DeltagareFormSet(prefix=DELTAGARE, initial=deltagare),
            PunktFormSet(prefix=PUNKTER, initial=punkter or [{}], form_kwargs={"aspirant": self.aspirant}),
            SkickaForm(val=self.val) if self.val else None,
        )
        return self._page(delar)

    def _invited(self) -> list[dict]:
        """Who is expected: the person, both handläggare, and an interpreter when one is needed."""
        rader = [{"part": Part.ASPIRANT, "namn": self.aspirant.namn}]
        nu = Handlaggare.objects.aktuella(self.request.today).filter(aspirant=self.aspirant)
        per_slag = {h.enhet.slag: f"{h.user}, {h.enhet}" for h in nu.select_related("user", "enhet")}
        coach = per_slag.get(Enhetsslag.JOBBTORG, f"{self.request.user}, {self.plats.enhet}")
        rader.append({"part": Part.COACH, "namn": coach})
        if self.aspirant.sdf:
            namn = per_slag.get(Enhetsslag.SDF, str(self.aspirant.sdf))
            rader.append({"part": Part.SOCIALSEKRETERARE, "namn": namn})
        if self.aspirant.tolk:
            rader.append({"part": Part.TOLK, "namn": f"Tolk, {self.aspirant.sprak.lower()}"})
        return [{**rad, "narvarande": JA} for rad in rader]

    def _bound(self, data: QueryDict) -> Delar:
        skicka = SkickaForm(data, val=self.val) if self.val else None
        if skicka and "signera" not in data:
            quiet(skicka)
        punkter = PunktFormSet(data, prefix=PUNKTER, form_kwargs={"aspirant": self.aspirant})
        return Delar(SamtalForm(data), DeltagareFormSet(data, prefix=DELTAGARE), punkter, skicka)

    def _post(self) -> HttpResponse:
        data = self.request.POST
        if changed := row_button_pressed(data, DELTAGARE) or row_button_pressed(data, PUNKTER):
            return self._redraw(changed)
        if falt := data.get(TA_ANDRAS):
            return self._redraw(take_the_others(data, falt), data.get("krockar", "").split())
        delar = self._bound(data)
        if not delar.is_valid():
            return self._page(delar)
        innehall = read(delar.form, delar.deltagare, delar.punkter)
        if not check_parts(innehall, delar.deltagare) or ("signera" in data and not self._may_sign(delar, innehall)):
            return self._page(delar)
        return self._save(data, delar, innehall)

    def _may_sign(self, delar: Delar, innehall: Samtalsinnehall) -> bool:
        fel = missing_for_signing(innehall, self.request.today)
        say(fel, delar.form, delar.deltagare, delar.punkter)
        return not fel and (delar.skicka is None or delar.skicka.is_valid())

    def _save(self, data: QueryDict, delar: Delar, innehall: Samtalsinnehall) -> HttpResponse:
        try:
            samtal = self._store(innehall, delar.form.cleaned_data["version"])
        except SamtalSameDayError:
            delar.form.add_error("datum", "Det finns redan ett trepartssamtal den dagen")
            return self._page(delar)
        except SamtalLockedError as locked:
            flash(self.request, "warn", "Protokollet är redan signerat", str(locked))
            return self._to(self.samtal)
        except SamtalChangedError as changed:
            return self._somebody_else_saved(data, delar, changed.samtal)
        return self._sign(samtal, delar) if "signera" in data else self._saved(samtal)

    def _store(self, innehall: Samtalsinnehall, version: int) -> Trepartssamtal:
        if self.samtal:
            return save_samtal(samtal=self.samtal, innehall=innehall, version=version)
        return book_samtal(
            aspirant=self.aspirant,
            enhet=self.plats.enhet,
            innehall=innehall,
            by=self.request.user,
            now=self.request.now,
        )

    def _saved(self, samtal: Trepartssamtal) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        flash(self.request, "ok", "Samtalet är sparat", "Det ni skriver syns bara för er tills protokollet skickas.")
        return self._to(samtal)

    def _sign(self, samtal: Trepartssamtal, delar: Delar) -> HttpResponse:
        samtal = sign_samtal(
            samtal=samtal, inskrivning=self.plats.inskrivning, by=self.request.user, now=self.request.now
        )
        draft_saved(self.request, self.draft_key)
        antal = samtal.protokoll.punkter.count()
        texter = ["Det går inte att ändra."]
        texter += ["Det ni kom överens om står som delmål i jobbplanens utkast."] if antal else []
        if delar.skicka and delar.skicka.cleaned_data["skicka"]:
            texter.append(self._send(samtal.protokoll.handling, delar.skicka.cleaned_data["grund"]))
        flash(self.request, "ok", "Protokollet är signerat", " ".join(texter))
        return self._to(samtal)

    def _send(self, handling: Handling, grund: RattsligGrund) -> str:
        by, now = self.request.user, self.request.now
        try:
            hand_over(handling=handling, till_enhet=self.val.till, grund=grund, by=by, now=now)
        except GroundMissingError as error:
            return f"Det är inte skickat. {error}"
        return f"Det är skickat till {self.val.mottagare}."

    def _to(self, samtal: Trepartssamtal) -> HttpResponse:
        return redirect("jobbplaner:samtal_edit", pk=self.aspirant.pk, samtal_pk=samtal.pk)

    def _somebody_else_saved(self, data: QueryDict, delar: Delar, samtal: Trepartssamtal) -> HttpResponse:
        if samtal.protokoll.handling_id:
            flash(self.request, "warn", "Någon annan har signerat protokollet", "Det går inte att ändra längre.")
            return self._to(samtal)
        egna, deltagare, punkter = stored(samtal)
        svar = merge(data, delar.form, egna, {delar.deltagare: deltagare, delar.punkter: punkter})
        if not svar.mitt_skiljer:
            return self._saved(samtal)
        self.samtal = samtal
        svar.data["version"] = str(samtal.protokoll.version)
        svar.data["krockar"] = " ".join(svar.krockar)
        return self._redraw(svar.data, svar.krockar, samtidig=True)

    def _redraw(self, data: QueryDict, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        """The page with what was typed, without saying anything about errors yet."""
        delar = self._bound(data)
        delar.is_valid()
        quiet(delar.form)
        show_as_typed(delar.deltagare)
        show_as_typed(delar.punkter)
        noter = clash_notes(delar.form, [*delar.deltagare.forms, *delar.punkter.forms], krockar, "Den andra")
        return self._page(delar, noter=noter, krockar=" ".join(krockar), **extra)

    @property
    def draft_key(self) -> str:
        return f"samtal-{self.samtal.pk}" if self.samtal else f"samtal-ny-{self.aspirant.pk}"

    def _page(self, delar: Delar, **extra) -> HttpResponse:
        plan = current(self.aspirant, Planslag.JOBBPLAN, self.plats.enhet)
        context = akt_context(self.request, self.aspirant, "samtal") | {
            "form": delar.form,
            "deltagare": delar.deltagare,
            "punkter": delar.punkter,
            "skicka": delar.skicka,
            "val": self.val,
            "har_fel": delar.has_errors(),
            "samtal": self.samtal,
            "lage": STATES,
            "plan": plan,
            "plan_delmal": plan.delmal.all() if plan else (),
            "draft_key": self.draft_key,
            "ihop": bool(extra.get("noter") or extra.get("samtidig")),
        }
        return render(self.request, "jobbplaner/samtal_edit.html", context | extra)
