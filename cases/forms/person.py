"""The facts of a person, as registration asks them in two steps and the akt changes them later."""

import re

from django import forms
from django.core.exceptions import ValidationError

from cases import personnummer
from cases.enums import FORMAGA_TIMMAR, Arbetsformaga, Kon, Skyddsniva
from cases.models import Aspirant, Forsorjningshinder
from config.forms import DatumField, ManadField, RadioList, RadioRow

from .falt import one_per_choice

SKYDD_HJALP = {
    Skyddsniva.SEKRETESSMARKERING: "Bara du och de du namnger ser akten. För alla andra finns personen inte.",
    Skyddsniva.SKYDDAD_FOLKBOKFORING: "Samma skydd, och ingen adress sparas.",
}
CHILD_MAX_AGE = 25
# Also from abroad, and two numbers with a stroke between them
TELEFON = re.compile(r"\+?[\d\s()/-]{5,40}")


class NummerForm(forms.Form):
    """One field: who is it?"""

    nummer = forms.CharField(
        label="Personnummer eller samordningsnummer",
        help_text="10 eller 12 siffror, med eller utan bindestreck.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input-number", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Skriv ett personnummer, samordningsnummer eller reservnummer."},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_nummer(self) -> personnummer.Nummer:
        try:
            return personnummer.parse(self.cleaned_data["nummer"], self.today)
        except personnummer.NummerError as error:
            raise ValidationError(str(error), code=error.fel) from error


class VersionMixin(forms.Form):
    """The version that the form was opened on; what two people edit at once is found by it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    @property
    def facts(self) -> dict:
        """What was written, without the form's own bookkeeping."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}


class KontaktForm(VersionMixin, forms.ModelForm):
    """How to reach the person, and in which language. Both sides keep it up to date."""

    class Meta:
        model = Aspirant
        fields = ["telefon", "epost", "adress", "sprak", "tolk"]
        widgets = {
            "telefon": forms.TextInput(attrs={"class": "input-number", "autocomplete": "off", "inputmode": "tel"}),
            "epost": forms.EmailInput(attrs={"autocomplete": "off"}),
            "adress": forms.TextInput(attrs={"autocomplete": "off"}),
            "sprak": forms.TextInput(attrs={"class": "input-number", "autocomplete": "off"}),
        }
        labels = {"tolk": "Behöver tolk", "sprak": "Språk"}
        help_texts = {"sprak": "Det språk personen helst talar. Lämna tomt om det är svenska."}
        error_messages = {"epost": {"invalid": "Skriv e-postadressen som namn@exempel.se."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.skydd >= Skyddsniva.SKYDDAD_FOLKBOKFORING:
            del self.fields["adress"]

    def clean_telefon(self) -> str:
        telefon = self.cleaned_data["telefon"]
        if "telefon" in self.changed_data and telefon and not TELEFON.fullmatch(telefon):
            raise ValidationError("Skriv telefonnumret med siffror, till exempel 070-123 45 67.")
        return telefon

    def clean_adress(self) -> str:
        adress = self.cleaned_data["adress"]
        if adress and self._skydd() == Skyddsniva.SKYDDAD_FOLKBOKFORING:
            raise ValidationError("Adress sparas inte vid skyddad folkbokföring. Ta bort adressen.")
        return adress

    def _skydd(self) -> int:
        return self.instance.skydd


class PersonForm(KontaktForm):
    """Step 1, Person och kontakt. Sex and birth date are suggested by the number but fields of their own."""

    fodelsedatum = DatumField(label="Födelsedatum", error_messages={"required": "Skriv födelsedatumet."})
    kon = forms.ChoiceField(
        label="Juridiskt kön", choices=Kon, widget=RadioRow, error_messages=one_per_choice("Välj juridiskt kön.")
    )
    datum_stammer = forms.BooleanField(
        label="Födelsedatumet stämmer",
        help_text="Markera om du har kontrollerat det. Ibland säger numret en annan dag.",
        required=False,
    )

    class Meta(KontaktForm.Meta):
        fields = ["fornamn", "efternamn", "fodelsedatum", "kon", *KontaktForm.Meta.fields]
        widgets = KontaktForm.Meta.widgets | {
            "fornamn": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off", "spellcheck": "false"}),
            "efternamn": forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off", "spellcheck": "false"}),
        }
        error_messages = KontaktForm.Meta.error_messages | {
            "fornamn": {"required": "Skriv förnamnet."},
            "efternamn": {"required": "Skriv efternamnet."},
        }

    field_order = Meta.fields

    def __init__(self, *args, today, nummer="", **kwargs):
        """`nummer`: what a person who is not saved yet was asked for; one that is saved has her own."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.nummer = self.instance.nummer or nummer
        self.asks_date = False

    def clean_fodelsedatum(self):
        if self.cleaned_data["fodelsedatum"] > self.today:
            raise ValidationError("Födelsedatumet ligger i framtiden.")
        return self.cleaned_data["fodelsedatum"]

    def clean(self) -> dict:
        """A birth date that is not the number's is asked about once, and may be right: the numbers of a day run out."""
        cleaned = super().clean()
        sagt, datum = personnummer.birth_date(self.nummer), cleaned.get("fodelsedatum")
        asked = sagt and datum and datum != sagt and "fodelsedatum" in self.changed_data
        if asked and not cleaned.get("datum_stammer"):
            text = f"Numret säger {sagt}. Rätta födelsedatumet, eller markera att det stämmer."
            self.add_error("fodelsedatum", text)
            self.asks_date = True
        return cleaned


class NyPersonForm(PersonForm):
    """Step 1 for someone who is not registered yet. Later the level is changed on the akt's page Skydd."""

    skydd = forms.TypedChoiceField(
        label="Skyddade personuppgifter",
        choices=Skyddsniva,
        coerce=int,
        initial=Skyddsniva.INGET,
        widget=RadioList(help_texts={str(int(niva)): text for niva, text in SKYDD_HJALP.items()}),
        error_messages=one_per_choice("Välj om personen har skyddade personuppgifter."),
    )

    annan_person = forms.BooleanField(
        label="Det är en annan person",
        help_text="Markera om du har kontrollerat att det inte är samma person.",
        required=False,
    )

    class Meta(PersonForm.Meta):
        fields = ["fornamn", "efternamn", "fodelsedatum", "kon", "skydd", *KontaktForm.Meta.fields]

    field_order = Meta.fields

    def __init__(self, *args, ask_namesake=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not ask_namesake:
            del self.fields["annan_person"]

    def _skydd(self) -> int:
        return self.cleaned_data.get("skydd", self.instance.skydd)


def _formaga_hjalp() -> dict[str, str]:
    hours = {kod: f"Upp till {timmar} timmar i veckan" for kod, timmar in FORMAGA_TIMMAR.items() if timmar}
    return hours | {"0": "Kan inte delta i aktivitet just nu"}


class HushallForm(VersionMixin, forms.ModelForm):
    """Step 2, Hushåll och försörjning."""

    forsorjningsstod_sedan = ManadField(
        label="Försörjningsstöd sedan",
        help_text="Första månaden i den period som pågår nu, till exempel 2025-03.",
        error_messages={"required": "Skriv månaden som ÅÅÅÅ-MM, till exempel 2025-03."},
    )
    utan_stod = forms.BooleanField(label="Personen får inte försörjningsstöd", required=False)
    vuxna = forms.IntegerField(
        label="Vuxna i hushållet",
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={
            "required": "Skriv hur många vuxna som bor i hushållet.",
            "invalid": "Skriv antalet vuxna med siffror.",
            "min_value": "Ett hushåll har minst en vuxen.",
            "max_value": "Ett hushåll har högst 20 vuxna.",
        },
    )
    arbetsformaga = forms.ChoiceField(
        label="Arbetsförmåga",
        help_text="Din bedömning i dag. Den styr vad reglerna råder om remiss.",
        choices=list(reversed(Arbetsformaga.choices)),
        widget=RadioList(help_texts=_formaga_hjalp()),
        error_messages=one_per_choice("Välj arbetsförmåga."),
    )

    class Meta:
        model = Aspirant
        fields = ["forsorjningsstod_sedan", "forsorjningshinder", "vuxna", "arbetsformaga"]
        help_texts = {"forsorjningshinder": "Socialstyrelsens lista. Personens eget hinder, inte någon annans."}
        error_messages = {"forsorjningshinder": one_per_choice("Välj försörjningshinder.")}

    field_order = ["forsorjningsstod_sedan", "utan_stod", "forsorjningshinder", "vuxna", "arbetsformaga"]

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        known = self.instance.arbetsformaga != ""
        if self.instance.vuxna is None:
            self.initial["vuxna"] = 1
        self.fields["utan_stod"].initial = known and self.instance.forsorjningsstod_sedan is None
        hinder = self.fields["forsorjningshinder"]
        hinder.required, hinder.empty_label = True, "Välj"
        hinder.queryset = Forsorjningshinder.objects.giltiga(today) | Forsorjningshinder.objects.filter(
            pk=self.instance.forsorjningshinder_id
        )
        if self["utan_stod"].value():
            self.fields["forsorjningsstod_sedan"].required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        sedan = cleaned.get("forsorjningsstod_sedan")
        if sedan and cleaned.get("utan_stod"):
            self.add_error("utan_stod", "Ta bort månaden eller markeringen. Båda kan inte stämma.")
        if sedan and sedan > self.today:
            self.add_error("forsorjningsstod_sedan", "Månaden ligger i framtiden.")
        return cleaned


class BarnForm(forms.Form):
    """A child in the household: only the birth year."""

    fodelsear = forms.IntegerField(
        label="Födelseår",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={
            "required": "Skriv barnets födelseår med fyra siffror, eller ta bort raden.",
            "invalid": "Skriv barnets födelseår med fyra siffror.",
        },
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_fodelsear(self) -> int:
        year = self.cleaned_data["fodelsear"]
        if not self.today.year - CHILD_MAX_AGE <= year <= self.today.year:
            raise ValidationError(f"{year} är inte ett barns födelseår. Kontrollera siffrorna.")
        return year


BarnFormSet = forms.formset_factory(BarnForm, extra=0, can_delete=True, max_num=15, validate_max=True)


def barn_ar(formset) -> list[int]:
    """Birth years of the rows that are kept."""
    return [rad["fodelsear"] for rad in formset.cleaned_data if rad.get("fodelsear") and not rad.get("DELETE")]
