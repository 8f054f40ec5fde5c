"""Avslut: everything in one form, also for correcting it."""

from datetime import date

from django import forms

from cases.akt import Oppet
from cases.enums import JaNejOkand, Resultat, SagtAv
from cases.models import Avslutsorsak, AvslutsorsakSocialtjanst, Inskrivning, Underorsak, User
from cases.services.avslut import Avslutsuppgifter, last_day_within_five
from cases.services.handlaggare import selectable_coacher
from cases.services.langsiktigt_stod import Stoduppgifter
from config.forms import DatumField, RadioList, RadioRow, offer

from .falt import one_per_choice

STODFALT = ("stod", "stod_overenskommet", "stod_vem", "stod_till", "stod_nasta_kontakt", "stod_omfattning")
STOD_SAKNAS = {
    "stod_overenskommet": "Skriv vilken dag ni kom överens om stödet.",
    "stod_vem": "Välj vem som ger stödet.",
    "stod_till": "Skriv till vilken dag stödet ges.",
    "stod_omfattning": "Skriv vad som är överenskommet.",
}


class OrsakList(RadioList):
    """Reasons as radio buttons that carry their result, so that the page can show the sub-reason with Övrigt only."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "instance", None):
            option["attrs"]["data-resultat"] = value.instance.resultat
        return option


def _attribut(label: str, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=JaNejOkand,
        initial=JaNejOkand.OKAND,
        widget=RadioRow,
        error_messages=one_per_choice("Välj ja, nej eller okänt."),
    )


class AvslutForm(forms.Form):
    """Codes offered are those valid on the day of the avslut; a correction keeps the code that the case has."""

    avslutad = DatumField(
        label="Avslutsdatum", error_messages={"required": "Skriv vilken dag inskrivningen avslutades."}
    )
    avslutsorsak = forms.ModelChoiceField(
        label="Jobbtorgets avslutsorsak",
        queryset=Avslutsorsak.objects.none(),
        empty_label=None,
        widget=OrsakList,
        error_messages=one_per_choice("Välj avslutsorsak."),
    )
    underorsak = forms.ModelChoiceField(
        label="Underorsak",
        help_text="Anges bara när orsaken är Övrigt.",
        queryset=Underorsak.objects.none(),
        empty_label="Välj",
        required=False,
        error_messages=one_per_choice("Välj underorsak."),
    )
    avslutsorsak_socialtjanst = forms.ModelChoiceField(
        label="Socialtjänstens orsak",
        help_text="Om du vet varför försörjningsstödet upphör. Annars lämnar du det tomt.",
        queryset=AvslutsorsakSocialtjanst.objects.none(),
        empty_label="Vet inte än",
        required=False,
    )
    sagt_av = forms.ChoiceField(
        label="Vem sade det?",
        choices=SagtAv,
        widget=RadioList,
        error_messages=one_per_choice("Välj vem som sade orsaken."),
    )
    verifierad = forms.TypedChoiceField(
        label="Är orsaken bekräftad?",
        help_text="Till exempel genom anställningsavtal, antagningsbesked eller register.",
        choices=[("ja", "Ja"), ("nej", "Nej")],
        coerce={"ja": True, "nej": False}.get,
        empty_value=None,
        widget=RadioRow,
        error_messages=one_per_choice("Välj om orsaken är bekräftad."),
    )
    kommunal_anstallning = _attribut("Kommunal arbetsmarknadsanställning?", "Arbetet är en anställning hos kommunen.")
    studiemedel = _attribut("Studier som ger rätt till studiemedel?", "Rätten räknas, inte om personen söker det.")
    arbete_en_manad = _attribut("Varade arbetet minst en månad?", "Rätta senare om det inte går att veta i dag.")
    avslut_kommentar = forms.CharField(
        label="Kommentar", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    avsluta = forms.MultipleChoiceField(label="Avsluta också", required=False)
    stod = forms.BooleanField(
        label="Långsiktigt stöd är överenskommet med personen",
        help_text="Stöd efter att arbetet har börjat. Bara om det är överenskommet före avslutet.",
        required=False,
    )
    stod_overenskommet = DatumField(label="Överenskommet", required=False)
    stod_vem = forms.ModelChoiceField(
        label="Vem ger stödet?", queryset=User.objects.none(), empty_label="Välj", required=False
    )
    stod_till = DatumField(label="Till och med", required=False)
    stod_nasta_kontakt = DatumField(label="Nästa kontakt", required=False)
    stod_omfattning = forms.CharField(
        label="Vad är överenskommet?",
        help_text="Till exempel ett samtal i månaden och kontakt med arbetsledaren. Stadsdelen ser det.",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args, inskrivning: Inskrivning, today: date, oppet: list[Oppet] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.oppet = oppet or []
        if inskrivning.avslutad:
            for name in ("avsluta", *STODFALT):
                del self.fields[name]
        else:
            self.fields["avsluta"].choices = [(rad.nyckel, rad.avsluta) for rad in self.oppet if rad.avsluta]
            self.fields["stod_vem"].queryset = selectable_coacher(today, inskrivning.jobbtorg)
            self._ask_for_support()
        self.inskrivning, self.today = inskrivning, today
        self.initial = self._initial() | self.initial
        self.dag = dag = self._dag()
        for name in ("avslutsorsak", "underorsak", "avslutsorsak_socialtjanst"):
            field = self.fields[name]
            model = field.queryset.model
            stands = model.objects.filter(pk=getattr(inskrivning, f"{name}_id"))
            field.queryset = model.objects.giltiga(dag) | stands
        orsaker = list(self.fields["avslutsorsak"].queryset)
        offer(self.fields["avslutsorsak"], orsaker)
        self.fields["avslutsorsak"].widget.help_texts = self._hjalp(orsaker)
        if self._okand(orsaker):
            self.fields["sagt_av"].required = self.fields["verifierad"].required = False

    def _ask_for_support(self) -> None:
        """Once support is agreed these must be filled in; the labels say so from the start."""
        for name, text in STOD_SAKNAS.items():
            self.fields[name].required = not self.is_bound or bool(self["stod"].value())
            self.fields[name].error_messages["required"] = text

    def _initial(self) -> dict:
        i = self.inskrivning
        if not i.avslutad:
            return {"avslutad": self.today, "version": i.version, "stod_overenskommet": self.today}
        names = [name for name in self.fields if name not in ("verifierad", "version")]
        values = {name: getattr(i, f"{name}_id", getattr(i, name)) for name in names}
        return values | {"version": i.version, "verifierad": {True: "ja", False: "nej"}.get(i.verifierad)}

    def _dag(self) -> date:
        try:
            return self.fields["avslutad"].clean(self["avslutad"].value())
        except forms.ValidationError:
            return self.today

    def _okand(self, orsaker: list[Avslutsorsak]) -> bool:
        """A known reason has someone who said it, and is confirmed or not (domain.md 2.10); an unknown one need not."""
        return str(self["avslutsorsak"].value() or "") in {str(o.pk) for o in orsaker if o.resultat == Resultat.OKAND}

    def _hjalp(self, orsaker: list[Avslutsorsak]) -> dict[str, str]:
        senast = last_day_within_five(self.inskrivning)
        hjalp = {
            Resultat.FEM_DAGAR: f"Kom inte efter första mötet, tillhör inte målgruppen eller gick tillbaka. "
            f"Bara när avslutsdatumet är {senast} eller tidigare.",
            Resultat.PROGRAM: "Försörjer sig genom ersättning i Arbetsförmedlingens program.",
            Resultat.ATERREMITTERAD: "Stadsdelen tar över. Följs inte upp efter 6, 12 och 18 månader.",
            Resultat.OKAND: "Bara när ingen vet. Fråga socialsekreteraren först.",
        }
        return {str(o.pk): hjalp[o.resultat] for o in orsaker if o.resultat in hjalp}

    def clean(self) -> dict:
        cleaned = super().clean()
        orsak, dag = cleaned.get("avslutsorsak"), cleaned.get("avslutad")
        if dag and dag > self.today:
            self.add_error("avslutad", "Avslutet kan inte ligga i framtiden.")
        if dag and dag < self.inskrivning.inskriven:
            self.add_error("avslutad", f"Avslutet kan inte ligga före inskrivningen {self.inskrivning.inskriven}.")
        if orsak and cleaned.get("underorsak") and orsak.resultat != Resultat.OVRIGT:
            self.add_error("underorsak", "Underorsak anges bara när orsaken är Övrigt. Välj Övrigt eller ta bort den.")
        return cleaned

    def uppgifter(self) -> Avslutsuppgifter:
        utom = {"version", "avsluta", *STODFALT}
        return Avslutsuppgifter(**{n: v for n, v in self.cleaned_data.items() if n not in utom})

    def stoduppgifter(self) -> Stoduppgifter | None:
        """What was agreed, when the box is ticked."""
        data = self.cleaned_data
        if not data.get("stod"):
            return None
        return Stoduppgifter(**{n.removeprefix("stod_"): data[n] for n in STODFALT if n != "stod"})
