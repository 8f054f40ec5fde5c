"""The plan editor's form and its delmål."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from jobbplaner.enums import Ansvarig, Delmalslage, HallerMed
from jobbplaner.innehall import FALT, Delmalsrad, Planinnehall
from jobbplaner.models import Plan
from jobbplaner.sprak import ansvariga, genitive

from .falt import Dag, Radval, Tal, Text, Val
from .rader import Rad, Rader

PREFIX = "delmal"
NULLBARA = ("anvisade_timmar", "mal_timmar", "jobbsokande_timmar", "slutdatum", "nasta_uppfoljning")
DELMAL = ("vad", "vem", "senast", "lage")


class PlanForm(forms.Form):
    """A draft as it is written. `nummer` and `version` say what the text on the page rests on."""

    use_required_attribute = False
    nummer = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    egna_ord = Text(
        max_length=2000,
        css="own-words",
        help_text="Vad vill personen själv? Skriv så nära hur det sades som möjligt.",
    )
    mal = Text(
        label="Mål", max_length=2000, rows=2, help_text="Yrke, bransch eller utbildning, hur mycket och ungefär när."
    )
    motprestation = Text(max_length=2000, help_text="Skriv till personen. Det ska gå att läsa högt.")
    stod = Text(label="Stöd som ges", max_length=2000, rows=2, help_text="Vad gör vi, och vem?")
    planerade_insatser = Text(
        label="Planerade insatser",
        max_length=2000,
        rows=2,
        required=False,
        help_text="Vilken insats, från när och hur många timmar. De som redan pågår står under Timmar i veckan.",
    )
    anvisade_timmar = Tal(
        label="Anvisad aktivitet, timmar i veckan",
        hogst=60,
        required=False,
        help_text="Eget jobbsökande räknas inte hit.",
    )
    mal_timmar = Tal(label="Mål, timmar i veckan", hogst=40, required=False)
    timskal = Text(
        label="Skäl till att timmar saknas",
        max_length=1000,
        rows=2,
        required=False,
        help_text="När de anvisade timmarna är färre än målet.",
    )
    jobbsokande_timmar = Tal(
        label="Eget jobbsökande, timmar i veckan",
        hogst=40,
        required=False,
        help_text="Planeras här men räknas inte som anvisad aktivitet.",
    )
    slutdatum = Dag(label="Planen gäller till och med", required=False)
    nasta_uppfoljning = Dag(label="Nästa uppföljning")
    haller_med = Radval(choices=HallerMed.choices)
    passerade_datum = forms.BooleanField(label="Ja, datum som har passerat ska stå kvar", required=False)

    def __init__(self, *args, aspirant, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["egna_ord"].label = f"Med {genitive(aspirant.fornamn)} egna ord"
        self.fields["motprestation"].label = f"Det här gäller för {aspirant.fornamn}"
        self.fields["haller_med"].label = f"Håller {aspirant.fornamn} med om planen?"
        for namn in ("nasta_uppfoljning", "slutdatum"):
            self.fields[namn].tidigast = today

    def written_day(self, namn: str) -> date | None:
        """A day as it was typed, also one that the field refuses because it has passed."""
        try:
            return self.fields[namn].to_python(self.data.get(self.add_prefix(namn)))
        except ValidationError:
            return None

    def require(self, fel: dict[str, str]) -> None:
        """Say at the fields what publishing demands."""
        for namn, text in fel.items():
            self.add_error(namn, text)


class DelmalForm(Rad):
    fore = forms.IntegerField(required=False, widget=forms.HiddenInput)
    vad = Text(label="Vad ska göras", max_length=500, rows=1)
    vem = Val(label="Vem", choices=Ansvarig.choices)
    senast = Dag(label="Senast")
    lage = Val(label="Läge", choices=Delmalslage.choices, valj=False, initial=Delmalslage.NYTT)

    def __init__(self, *args, aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vem"].choices = [("", "Välj"), *ansvariga(aspirant)]
        self.fields["senast"].widget.attrs["placeholder"] = "ÅÅÅÅ-MM-DD"


DelmalFormSet = forms.formset_factory(
    DelmalForm, formset=Rader, extra=0, can_delete=True, max_num=60, validate_max=True
)


def initial_of(innehall: Planinnehall, nummer: int, version: int) -> tuple[dict, list[dict]]:
    """What the page shows when it is opened; at least one row for a delmål."""
    rader = [{"pk": d.pk, "fore": d.fore, **{namn: getattr(d, namn) for namn in DELMAL}} for d in innehall.delmal]
    return {**innehall.falt(), "nummer": nummer, "version": version}, rader or [{"lage": Delmalslage.NYTT}]


def read(form: PlanForm, delmal: Rader) -> Planinnehall:
    """The content as far as it can be read; a field in error is empty, but for a next follow-up that has passed."""
    varden = getattr(form, "cleaned_data", {})
    falt = {namn: varden.get(namn, None if namn in NULLBARA else "") for namn in FALT}
    falt["nasta_uppfoljning"] = falt["nasta_uppfoljning"] or form.written_day("nasta_uppfoljning")
    return Planinnehall(**falt, delmal=tuple(_rad(rad) for rad in delmal.kvar()))


def _rad(rad: dict) -> Delmalsrad:
    return Delmalsrad(
        pk=rad.get("pk"),
        fore=rad.get("fore"),
        plats=rad["plats"],
        vad=rad.get("vad") or "",
        vem=rad.get("vem") or "",
        senast=rad.get("senast"),
        lage=rad.get("lage") or Delmalslage.NYTT,
    )


def stored(plan: Plan) -> tuple[dict, list[dict]]:
    """What is stored, in the shape that sammanfogning compares with."""
    rader = [{"pk": d.pk, **{namn: getattr(d, namn) for namn in DELMAL}} for d in plan.delmal.all()]
    return {namn: getattr(plan, namn) for namn in FALT}, rader
