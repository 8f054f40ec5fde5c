"""The plan editor: a draft is written, hinted at, saved and published on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import perms
from cases.models import Aspirant
from cases.services.handlingar import GroundMissingError
from cases.utlamning import Utlamningsval, utlamningsval
from cases.views.akt import akt_context, get_aspirant
from config.components import Action
from config.flash import draft_saved, flash
from config.formsets import row_button_pressed, show_as_typed
from jobbplaner.enums import Malutfall, Planslag, Utfall
from jobbplaner.forms.plan import PREFIX, DelmalFormSet, PlanForm, initial_of, read, stored
from jobbplaner.forms.sammanfogning import TA_ANDRAS, Sammanfogning, merge, still_clashing, take_the_others
from jobbplaner.forms.skicka import SkickaForm
from jobbplaner.fragor import begun_follow_ups, follow_up_months, hints_for, latest_outcomes
from jobbplaner.innehall import Planinnehall, from_plan, next_version
from jobbplaner.kvalitet import missing_for_publication, newly_passed, no_longer_wanted, passed_dates
from jobbplaner.models import Delmalsutfall, Plan, Planuppfoljning
from jobbplaner.perms import Skrivplats, skrivplats
from jobbplaner.services.planer import (
    PlanChangedError,
    current,
    next_nummer,
    publish_plan,
    save_draft,
    send_plan,
)
from jobbplaner.timmar import week_of, with_hours
from jobbplaner.uppfoljning import followed_up

from .plan_context import DEN_ANDRA, NO_RECEIVER, clash_notes, editor_context, local_clock, states


@require_http_methods(["GET", "POST"])
@perms.requires(perms.can_open_akter)
def plan_edit(request, pk: int, slag: str):
    aspirant = get_aspirant(pk)
    plats = skrivplats(request.user, aspirant, slag, request.today)
    if plats is None:
        raise PermissionDenied
    redigering = Redigering(request, aspirant, slag, plats)
    return redigering.post() if request.method == "POST" else redigering.show()


def quiet(form) -> None:
    """Show what was typed without saying anything about errors yet."""
    form._errors = ErrorDict(renderer=form.renderer)


@dataclass
class Redigering:
    """One request to the editor. `show` draws the page from what is stored, `redraw` from what was sent."""

    request: object
    aspirant: Aspirant
    slag: str
    plats: Skrivplats

    @cached_property
    def utkast(self) -> Plan | None:
        utkast = Plan.objects.utkast().filter(aspirant=self.aspirant, slag=self.slag, namnd=self.plats.enhet.namnd_id)
        return utkast.select_related("andrad_av").first()

    @cached_property
    def gallande(self) -> Plan | None:
        return current(self.aspirant, self.slag, self.plats.enhet)

    @cached_property
    def utfall(self) -> dict[int, Delmalsutfall]:
        return latest_outcomes(self.gallande)

    @cached_property
    def nummer(self) -> int:
        return self.utkast.nummer if self.utkast else next_nummer(self.aspirant, self.slag, self.plats.enhet)

    @cached_property
    def val(self) -> Utlamningsval | None:
        return utlamningsval(self.aspirant, self.plats.enhet, self.request.today, typ=self.slag)

    def show(self) -> HttpResponse:
        innehall = from_plan(self.utkast) if self.utkast else self._copy()
        falt, rader = initial_of(innehall, self.nummer, self.utkast.version if self.utkast else 0)
        form = PlanForm(initial=falt, aspirant=self.aspirant, today=self.request.today)
        delmal = DelmalFormSet(prefix=PREFIX, initial=rader, form_kwargs={"aspirant": self.aspirant})
        skicka = SkickaForm(val=self.val) if self.val else None
        return self._page(form, delmal, skicka, innehall)

    def _copy(self) -> Planinnehall:
        innehall = next_version(self.gallande, self.utfall)
        return with_hours(innehall, self.aspirant, self.request.today)

    def bound(self, data: QueryDict) -> tuple[PlanForm, DelmalFormSet, SkickaForm | None]:
        form = PlanForm(data, aspirant=self.aspirant, today=self.request.today)
        delmal = DelmalFormSet(data, prefix=PREFIX, form_kwargs={"aspirant": self.aspirant})
        skicka = SkickaForm(data, val=self.val) if self.val else None
        if skicka and "publicera" not in data:
            quiet(skicka)
        return form, delmal, skicka

    def post(self) -> HttpResponse:
        data = self.request.POST
        if self.request.htmx:
            return self._hints(data)
        if changed := row_button_pressed(data, PREFIX):
            return self.redraw(changed)
        if falt := data.get(TA_ANDRAS):
            return self.redraw(take_the_others(data, falt))
        form, delmal, skicka = self.bound(data)
        publicera = "publicera" in data
        valid = form.is_valid() & delmal.is_valid()
        innehall = read(form, delmal)
        if valid and publicera:
            form.require(missing_for_publication(innehall) | self._passed(form, innehall))
            valid = form.is_valid() & (skicka is None or skicka.is_valid())
        if not valid:
            return self._page(form, delmal, skicka, innehall)
        try:
            plan = self._save(innehall, form)
        except PlanChangedError as changed:
            return self._somebody_else_saved(data, form, delmal, innehall, changed.plan)
        return self._publish(plan, skicka) if publicera else self._saved(plan)

    def _passed(self, form: PlanForm, innehall: Planinnehall) -> dict[str, str]:
        """What is published is frozen: a day that has gone is asked about first."""
        fraga = passed_dates(self._newly_passed(innehall).values())
        return {"passerade_datum": fraga} if fraga and not form.cleaned_data["passerade_datum"] else {}

    def _newly_passed(self, innehall: Planinnehall) -> dict[str, int]:
        fore = {d.pk: d.senast for d in self.gallande.delmal.all()} if self.gallande else {}
        return newly_passed(innehall, self.request.today, fore=fore)

    def redraw(self, data: QueryDict, krockar: Sequence[str] = (), **extra) -> HttpResponse:
        """The page with what was typed, without saying anything about errors yet."""
        form, delmal, skicka = self.bound(data)
        form.is_valid(), delmal.is_valid()
        innehall = read(form, delmal)
        quiet(form)
        show_as_typed(delmal)
        return self._page(form, delmal, skicka, innehall, krockar, **extra)

    def _save(self, innehall: Planinnehall, form: PlanForm) -> Plan:
        return save_draft(
            aspirant=self.aspirant,
            slag=self.slag,
            enhet=self.plats.enhet,
            inskrivning=self.plats.inskrivning,
            innehall=innehall,
            nummer=form.cleaned_data["nummer"],
            version=form.cleaned_data["version"],
            by=self.request.user,
            now=self.request.now,
        )

    def _saved(self, plan: Plan) -> HttpResponse:
        draft_saved(self.request, self.draft_key)
        flash(self.request, "ok", "Utkastet är sparat", "Det syns bara för er tills det publiceras.")
        return redirect(f"jobbplaner:{self.slag}_edit", pk=self.aspirant.pk)

    def _publish(self, plan: Plan, skicka: SkickaForm | None) -> HttpResponse:
        plan = publish_plan(plan=plan, by=self.request.user, now=self.request.now)
        draft_saved(self.request, self.draft_key)
        text = "Den gäller nu och går inte att ändra."
        if skicka and skicka.cleaned_data["skicka"]:
            text = self._send(plan, skicka.cleaned_data["grund"])
        flash(self.request, "ok", f"{plan} är publicerad", text)
        return redirect(f"jobbplaner:{self.slag}_detail", pk=self.aspirant.pk)

    def _send(self, plan: Plan, grund) -> str:
        try:
            send_plan(plan=plan, till_enhet=self.val.till, grund=grund, by=self.request.user, now=self.request.now)
        except GroundMissingError as error:
            return f"Den är inte skickad. {error}"
        return f"Den är skickad till {self.val.mottagare}."

    def _somebody_else_saved(self, data, form, delmal, innehall, plan: Plan | None) -> HttpResponse:
        if plan is None or plan.nummer != form.cleaned_data["nummer"]:
            return self._already_published(data, form, innehall)
        falt, rader = stored(plan)
        svar = merge(data, form, falt, {delmal: rader})
        if not svar.mitt_skiljer:
            return self._saved(plan)
        svar.data["version"] = str(plan.version)
        svar.data["krockar"] = " ".join(svar.krockar)
        return self._merged(svar, plan)

    def _merged(self, svar: Sammanfogning, plan: Plan) -> HttpResponse:
        self.utkast = plan
        return self.redraw(svar.data, svar.krockar, samtidig=plan)

    def _already_published(self, data, form, innehall) -> HttpResponse:
        """The form belongs to a version that is published by now: back button, or a second click."""
        self.__dict__.pop("utkast", None)
        publicerad = Plan.objects.publicerade().filter(
            aspirant=self.aspirant,
            slag=self.slag,
            namnd=self.plats.enhet.namnd_id,
            nummer=form.cleaned_data["nummer"],
        )
        plan = publicerad.first()
        if plan and from_plan(plan).text() == innehall.text():
            flash(self.request, "info", f"{plan} är redan publicerad")
            return redirect(f"jobbplaner:{self.slag}_detail", pk=self.aspirant.pk)
        data = data.copy()
        data["nummer"], data["version"] = str(self.nummer), str(self.utkast.version if self.utkast else 0)
        return self.redraw(data, publicerad=plan)

    def _hints(self, data: QueryDict) -> HttpResponse:
        """Only the hints, recounted from what stands in the form now."""
        form, delmal, skicka = self.bound(data)
        form.is_valid(), delmal.is_valid()
        context = self._context(form, delmal, skicka, read(form, delmal))
        if krockar := still_clashing(data):
            context["noter"] = self._notes(form, delmal, krockar)
        return render(self.request, "jobbplaner/_tips_svar.html", context)

    def _notes(self, form, delmal, krockar: Sequence[str]) -> dict[str, dict]:
        """What the other wrote in the fields where both did."""
        return clash_notes(form, delmal.forms, krockar, str(self.utkast.andrad_av) if self.utkast else DEN_ANDRA)

    @property
    def draft_key(self) -> str:
        return f"{self.slag}-{self.aspirant.pk}"

    def _page(self, form, delmal, skicka, innehall, krockar=(), **extra) -> HttpResponse:
        context = akt_context(self.request, self.aspirant, self.slag)
        context |= self._context(form, delmal, skicka, innehall) | extra
        context["har_fel"] = any(part and part.errors for part in (form, skicka)) or delmal.total_error_count()
        if krockar := still_clashing(self.request.POST, krockar):
            context["krockar"] = " ".join(krockar)
            context["noter"] = self._notes(form, delmal, krockar)
        return render(self.request, "jobbplaner/plan_edit.html", context)

    def _context(self, form, delmal, skicka, innehall) -> dict:
        manader = follow_up_months(self.request.today)
        return (
            editor_context(
                form=form,
                delmal=delmal,
                innehall=innehall,
                tips=hints_for(innehall, self.request.today, manader) + no_longer_wanted(innehall, self.utfall),
                passerade=self._newly_passed(innehall),
                manader=manader,
            )
            | {
                "aspirant": self.aspirant,
                "slag": Planslag(self.slag),
                "nummer": self.nummer,
                "utkast": self.utkast,
                "gallande": self.gallande,
                "val": self.val,
                "skicka": skicka,
                "draft_key": self.draft_key,
                "vecka": week_of(self.aspirant, self.request.today),
            }
            | self._words()
            | self._follow_up()
        )

    @cached_property
    def _begun(self) -> list[Planuppfoljning]:
        mina = begun_follow_ups(self.aspirant, self.slag)
        return [u for u in mina if u.namnd_id == self.plats.enhet.namnd_id]

    def _follow_up(self) -> dict:
        """What the follow-up of the version in force left behind, or that it has not been held."""
        slut = {Utfall.KLART, Utfall.AVBRUTET}
        ofoljd = self.gallande and not self.utfall and followed_up(self.gallande)
        borjad = any(u.plan_id == self.gallande.pk for u in self._begun) if self.gallande else False
        uppfoljning = next((rad.uppfoljning for rad in self.utfall.values()), None)
        return {
            "mal_andras": uppfoljning.mal_text if uppfoljning and uppfoljning.mal_utfall == Malutfall.ANDRAS else "",
            "kvar_fran_forra": [rad for rad in self.utfall.values() if rad.utfall in slut],
            "ofoljd": f"Version {self.gallande.nummer} är inte uppföljd" if ofoljd else "",
            "borjad": borjad,
            "sena": [u for u in self._begun if u.plan.ersatt_at],
            "folj_upp_url": reverse(f"jobbplaner:{self.slag}_uppfoljning", args=[self.aspirant.pk]),
        }

    def _links(self) -> list[Action]:
        """What can be looked at once there is a saved draft."""
        compare = reverse(f"jobbplaner:{self.slag}_compare", args=[self.aspirant.pk])
        preview = reverse(f"jobbplaner:{self.slag}_preview", args=[self.aspirant.pk])
        jamfor = [Action(label=f"Jämför med version {self.gallande.nummer}", url=compare)] if self.gallande else []
        lattlast = reverse(f"jobbplaner:{self.slag}_lattlast", args=[self.aspirant.pk, self.utkast.pk])
        return [
            *jamfor,
            Action(label="Förhandsvisa PDF", url=preview),
            Action(label="Förhandsvisa lättläst", url=lattlast),
        ]

    def _words(self) -> dict:
        """Headings and help that differ between a jobbplan and an arbetsplan, and between first and later versions."""
        namn = Planslag(self.slag).label
        sparades = f"Utkastet sparades {local_clock(self.utkast.andrad_at, self.request.today)}" if self.utkast else ""
        return {
            "titel": f"{namn} version {self.nummer}",
            "lage": states(self.slag),
            "sparades": sparades,
            "atgarder": self._links() if self.utkast else [],
            "panelrubrik": "Publicera och skicka" if self.val else "Publicera",
            "lamnas_ut": f"{namn}en lämnas ut. Kartläggning och anteckningar lämnas inte ut.",
            "ingen_mottagare": NO_RECEIVER[self.slag],
        }
