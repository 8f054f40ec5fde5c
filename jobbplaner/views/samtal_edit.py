"""One protokoll as it is written at the samtal: filled in, signed and locked. Booking it is views/samtal_bokning.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from cases.models import Aspirant, Handling, Handlingstyp, RattsligGrund
from cases.services.handlingar import GroundMissingError, hand_over
from cases.utlamning import Utlamningsval, utlamningsval
from cases.views.akt import akt_context
from config.flash import draft_saved, flash
from config.formsets import row_button_pressed, show_as_typed
from jobbplaner.enums import Part, Planslag, Planval
from jobbplaner.forms.rader import say
from jobbplaner.forms.sammanfogning import TA_ANDRAS, merge, still_clashing, take_the_others
from jobbplaner.forms.samtal import (
    AGENDA,
    DELTAGARE,
    PUNKTER,
    AgendaFormSet,
    DeltagareFormSet,
    PunktFormSet,
    SamtalForm,
    check_parts,
    presence_choices,
    read,
    stored,
)
from jobbplaner.forms.skicka import SkickaForm
from jobbplaner.fragor import begun_follow_up, publicerade
from jobbplaner.models import Plan, Trepartssamtal
from jobbplaner.nasta_samtal import next_of
from jobbplaner.perms import Skrivplats
from jobbplaner.samtal import (
    Samtalsinnehall,
    from_samtal,
    half_answered,
    missing_for_signing,
    missing_parties,
    passed_dates,
)
from jobbplaner.services.samtal import SamtalChangedError, SamtalLockedError, refuse_locked, save_samtal, sign_samtal
from jobbplaner.sprak import enumerate_words

from .plan_context import DEN_ANDRA, clash_notes
from .plan_edit import quiet
from .samtal_fragor import signing_context
from .samtal_sida import booking_context

STATES = ["Bokat", "Pågår", "Signerat", "Skickat till SDF", "Mottaget"]
RADER = (DELTAGARE, AGENDA, PUNKTER)


@dataclass
class Delar:
    """The forms of the page, bound or not."""

    form: SamtalForm
    deltagare: DeltagareFormSet
    agenda: AgendaFormSet
    punkter: PunktFormSet
    skicka: SkickaForm | None

    @property
    def rader(self) -> tuple:
        return self.deltagare, self.agenda, self.punkter

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in (self.form, *self.rader)]
        return all(valid)

    def has_errors(self) -> bool:
        rader = sum(part.total_error_count() for part in self.rader)
        return bool(rader or any(part and part.errors for part in (self.form, self.skicka)))


@dataclass
class Samtalsredigering:
    """One request to the page of a samtal that is neither signed nor cancelled."""

    request: object
    aspirant: Aspirant
    plats: Skrivplats
    samtal: Trepartssamtal

    @cached_property
    def val(self) -> Utlamningsval | None:
        return utlamningsval(self.aspirant, self.plats.enhet, self.request.today, typ=Handlingstyp.PROTOKOLL)

    @cached_property
    def radval(self) -> dict[str, dict]:
        """What the rows of each kind are made with."""
        narvaro = presence_choices(self.request.today, self.samtal)
        return {
            DELTAGARE: {"narvaroval": narvaro},
            AGENDA: {"hallet": self.samtal.datum},
            PUNKTER: {"aspirant": self.aspirant},
        }

    def answer(self) -> HttpResponse:
        return self._post() if self.request.method == "POST" else self._show()

    def _show(self) -> HttpResponse:
        egna, *rader = stored(self.samtal)
        egna["version"] = self.samtal.protokoll.version
        deltagare, agenda, punkter = rader
        delar = Delar(
            SamtalForm(initial=egna),
            *self._rows(None, deltagare, agenda, punkter or [{}]),
            SkickaForm(val=self.val) if self.val else None,
        )
        return self._page(delar)

    def _rows(self, data: QueryDict | None, *initial) -> list:
        slag = (DeltagareFormSet, AgendaFormSet, PunktFormSet)
        alla = zip(slag, RADER, initial or [None] * 3, strict=True)
        return [
            formset(data, prefix=prefix, initial=fran, form_kwargs=self.radval[prefix])
            for formset, prefix, fran in alla
        ]

    def _bound(self, data: QueryDict) -> Delar:
        skicka = SkickaForm(data, val=self.val) if self.val else None
        if skicka and "signera" not in data:
            quiet(skicka)
        return Delar(SamtalForm(data), *self._rows(data), skicka)

    def _post(self) -> HttpResponse:
        data = self.request.POST
        if self.request.htmx:
            return self._asked(data)
        for prefix in RADER:
            if changed := row_button_pressed(data, prefix):
                return self._redraw(changed)
        if falt := data.get(TA_ANDRAS):
            return self._redraw(take_the_others(data, falt))
        delar = self._bound(data)
        if not delar.is_valid():
            return self._page(delar)
        innehall = read(delar.form, *delar.rader)
        if not check_parts(innehall, delar.deltagare) or not self._may(data, delar, innehall):
            return self._page(delar)
        return self._save(data, delar, innehall)

    def _asked(self, data: QueryDict) -> HttpResponse:
        """Only what signing asks for, recounted from what stands in the form now."""
        delar = self._bound(data)
        delar.is_valid()
        quiet(delar.form)
        context = {"form": delar.form} | self._signing(delar, read(delar.form, *delar.rader))
        return render(self.request, "jobbplaner/_samtal_fragor_svar.html", context)

    def _signing(self, delar: Delar, innehall: Samtalsinnehall) -> dict:
        return signing_context(delar.form, innehall, self.samtal, self.request.today)

    def _may(self, data: QueryDict, delar: Delar, innehall: Samtalsinnehall) -> bool:
        """May it be saved, or signed, as it is? What is missing is said at its field."""
        if "signera" not in data:
            fel = half_answered(innehall)
            say(fel, delar.form, *delar.rader)
            return not fel
        fel = missing_for_signing(innehall, self.samtal.datum, self.request.today)
        fraga = passed_dates(innehall, self.request.today)
        if fraga and not delar.form.cleaned_data["passerade_datum"]:
            fel["passerade_datum"] = fraga
        say(fel, delar.form, *delar.rader)
        return not fel and (delar.skicka is None or delar.skicka.is_valid())

    def _save(self, data: QueryDict, delar: Delar, innehall: Samtalsinnehall) -> HttpResponse:
        version = delar.form.cleaned_data["version"]
        try:
            samtal = save_samtal(samtal=self.samtal, innehall=innehall, version=version)
        except SamtalLockedError as locked:
            return self._too_late(delar, locked)
        except SamtalChangedError as changed:
            return self._somebody_else_saved(data, delar, changed.samtal)
        if innehall.haller_med and not samtal.protokoll.haller_med:
            return self._answer_is_void(samtal)
        return self._sign(samtal, delar, innehall) if "signera" in data else self._saved(samtal)

    def _answer_is_void(self, samtal: Trepartssamtal) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        fraga = "Texten har ändrats sedan personen svarade. Läs upp den nya texten och fråga igen."
        flash(self.request, "warn", "Texten är sparad, men svaret gäller inte längre", fraga)
        return self._to(samtal)

    def _saved(self, samtal: Trepartssamtal) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        flash(self.request, "ok", "Samtalet är sparat", "Det ni skriver syns bara för er tills protokollet skickas.")
        return self._to(samtal)

    def _sign(self, samtal: Trepartssamtal, delar: Delar, innehall: Samtalsinnehall) -> HttpResponse:
        samtal = sign_samtal(
            samtal=samtal, inskrivning=self.plats.inskrivning, by=self.request.user, now=self.request.now
        )
        draft_saved(self.request, self.draft_key)
        texter = [*self._missing(samtal, innehall), *_what_came_of_it(samtal, innehall)]
        if delar.skicka and delar.skicka.cleaned_data["skicka"]:
            texter.append(self._send(samtal.protokoll.handling, delar.skicka.cleaned_data["grund"]))
        flash(self.request, "ok", "Protokollet är signerat", " ".join(texter) or "Det går inte att ändra.")
        return self._to(samtal)

    def _missing(self, samtal: Trepartssamtal, innehall: Samtalsinnehall) -> list[str]:
        """Who of the three was not there, and what the rule asks for then."""
        borta = [BESTAMD[part] for part in missing_parties(innehall, samtal.motpart)]
        if not borta:
            return []
        vilka, nasta = enumerate_words(borta), next_of(self.aspirant, samtal.motpart, self.request.today)
        inte = f"{vilka[0].upper()}{vilka[1:]} var inte med, så samtalet räknas inte."
        return [inte, nasta.att_gora(self.request.today)] if nasta else [inte]

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
        try:
            refuse_locked(samtal)
        except SamtalLockedError as locked:
            return self._too_late(delar, locked)
        egna, *rader = stored(samtal)
        svar = merge(data, delar.form, egna, dict(zip(delar.rader, rader, strict=True)))
        if not svar.mitt_skiljer:
            return self._saved(samtal)
        self.samtal = samtal
        svar.data["version"] = str(samtal.protokoll.version)
        svar.data["krockar"] = " ".join(svar.krockar)
        return self._redraw(svar.data, svar.krockar, samtidig=True)

    def _too_late(self, delar: Delar, locked: SamtalLockedError) -> HttpResponse:
        """Signed or cancelled while this was written: nothing can be saved, and what was written stays to be copied."""
        return self._page(delar, for_sent=str(locked))

    def _redraw(self, data: QueryDict, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        """The page with what was typed, without saying anything about errors yet."""
        delar = self._bound(data)
        delar.is_valid()
        quiet(delar.form)
        for rader in delar.rader:
            show_as_typed(rader)
        return self._page(delar, krockar=krockar, **extra)

    def _clashes(self, delar: Delar, krockar: Sequence[str]) -> dict:
        krockar = still_clashing(self.request.POST, krockar)
        rader = [form for formset in delar.rader for form in formset.forms]
        noter = clash_notes(delar.form, rader, krockar, DEN_ANDRA) if krockar else {}
        return {"noter": noter, "krockar": " ".join(krockar)}

    @property
    def draft_key(self) -> str:
        return f"samtal-{self.samtal.pk}"

    def _page(self, delar: Delar, **extra) -> HttpResponse:
        plan = self._plan_in_force()
        extra = self._clashes(delar, extra.pop("krockar", ())) | extra
        context = akt_context(self.request, self.aspirant, "samtal") | {
            "form": delar.form,
            "deltagare": delar.deltagare,
            "agenda": delar.agenda,
            "punkter": delar.punkter,
            "skicka": delar.skicka,
            "val": self.val,
            "har_fel": delar.has_errors(),
            "lage": STATES,
            "nu": 1 if self.samtal.datum > self.request.today else 2,
            "ur_plan": self._plan_of_agenda(),
            "plan": plan,
            "draft_key": self.draft_key,
            **self._signing(delar, read(delar.form, *delar.rader) if delar.form.is_bound else from_samtal(self.samtal)),
            "ihop": bool(extra["noter"] or extra.get("samtidig")) and "for_sent" not in extra,
        }
        context |= booking_context(self.request, self.aspirant, self.samtal, far_boka="for_sent" not in extra)
        return render(self.request, "jobbplaner/samtal_edit.html", context | extra)

    def _plan_in_force(self) -> Plan | None:
        planer = (p for p in publicerade(self.aspirant) if p.slag == Planslag.JOBBPLAN and p.ersatt_at is None)
        return next((p for p in planer if p.namnd_id == self.plats.enhet.namnd_id), None)

    def _plan_of_agenda(self) -> Plan | None:
        """The version that the agenda was proposed from."""
        ur = {rad.delmal.plan_id for rad in self.samtal.protokoll.agenda.all() if rad.delmal}
        return next((p for p in publicerade(self.aspirant) if p.pk in ur), None)


BESTAMD = {
    Part.ASPIRANT: "aspiranten",
    Part.COACH: "coachen",
    Part.SOCIALSEKRETERARE: "socialsekreteraren",
    Part.AF: "Arbetsförmedlingen",
}


def _what_came_of_it(samtal: Trepartssamtal, innehall: Samtalsinnehall) -> list[str]:
    """What is left to do for the one who signed, and where it stands; what the protokoll says is not said again."""
    svar = []
    punkter = any(not rad.ar_tom for rad in innehall.punkter)
    if punkter or innehall.planval == Planval.MAL:
        vad = [innehall.planval == Planval.MAL and "det nya målet", punkter and "det ni kom överens om"]
        svar.append(f"Läs igenom jobbplanens utkast. Där står {enumerate_words([v for v in vad if v])}.")
    if begun_follow_up(samtal):
        svar.append("Det som sades om delmålen står i planens uppföljning: slutför den.")
    return svar
