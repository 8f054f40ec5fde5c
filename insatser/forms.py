"""Forms of the catalogue and of placeringar."""

from django import forms

from cases.models import Enhet
from config.forms import DatumField, RadioRow, Segment

from .enums import Slutsatt
from .models import Avbrottsorsak, Insats, Insatsslag, Placeringsresultat, Trappsteg
from .services.placeringar import NyPlacering, Omprovning, Slut

MEDIUM = {"class": "input-medium"}
VALJ_INSATS = {"required": "Välj insats.", "invalid_choice": "Insatsen kan inte väljas. Välj en i listan."}
TIMFEL = {
    "required": "Skriv hur många timmar i veckan.",
    "invalid": "Skriv timmarna som ett heltal.",
    "min_value": "Skriv 1 till 40 timmar.",
    "max_value": "Skriv 1 till 40 timmar.",
}


class InsatsForm(forms.ModelForm):
    """One insats of the catalogue, as the chef of the owning unit keeps it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Insats
        fields = [
            "enhet", "namn", "anordnare", "slag", "steg", "klass", "innehall", "kriterier", "handledare",
            "platser", "platser_andra", "timmar_per_vecka", "giltig_fran", "giltig_till",
        ]  # fmt: skip
        field_classes = {"giltig_fran": DatumField, "giltig_till": DatumField}
        widgets = {
            "klass": RadioRow,
            "innehall": forms.Textarea(attrs={"rows": 4}),
            "enhet": forms.Select(attrs=MEDIUM),
        }
        help_texts = {
            "anordnare": "Den som håller i insatsen, till exempel Återbruket Kista",
            "kriterier": "Vad som krävs för att få en plats, till exempel förmåga 26–75 %, lätt svenska",
            "platser": "Hur många som kan delta samtidigt",
            "platser_andra": "Platser som andra kommuner eller Arbetsförmedlingen håller",
            "giltig_till": "Sista dagen som någon kan börja. Pågående placeringar fortsätter.",
        }

    def __init__(self, *args, enheter: list[Enhet], today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enhet"].queryset = Enhet.objects.filter(pk__in=[e.pk for e in enheter])
        self.fields["enhet"].empty_label = None
        for name, model in (("slag", Insatsslag), ("steg", Trappsteg)):
            valbara = model.objects.giltiga(today) | model.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = valbara.order_by("ordning", "namn")
            self.fields[name].empty_label = "Välj"
        self.fields["klass"].choices = Insats._meta.get_field("klass").choices
        self.fields["version"].initial = self.instance.version


class PlaceringForm(forms.Form):
    """Place a person. The rules that need the database are the service's; it answers with field names."""

    insats = forms.ModelChoiceField(
        Insats.objects.none(), label="Insats", empty_label="Välj insats", error_messages=VALJ_INSATS
    )
    fran = DatumField(label="Från")
    till = DatumField(label="Planerat slut", required=False)
    omprovas = DatumField(label="Omprövas senast", required=False)
    timmar_per_vecka = forms.IntegerField(
        label="Timmar i veckan",
        min_value=1,
        max_value=40,
        error_messages=TIMFEL,
    )
    syfte = forms.CharField(
        label="Syfte",
        max_length=2000,
        error_messages={"required": "Skriv vad placeringen är till för."},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Vad personen ska pröva, träna eller lära sig",
    )
    handledare = forms.CharField(label="Handledare", max_length=120, required=False)
    marks = {"omprovas": "krävs om placeringen saknar planerat slut"}

    def __init__(self, *args, insatser, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["insats"].queryset = insatser

    def placering(self) -> NyPlacering:
        return NyPlacering(**self.cleaned_data)


class OmprovaForm(forms.Form):
    """A placering goes on: until when, when it is reviewed next, and how many hours."""

    till = DatumField(label="Planerat slut", required=False)
    omprovas = DatumField(label="Omprövas nästa gång senast", required=False)
    timmar_per_vecka = forms.IntegerField(label="Timmar i veckan", min_value=1, max_value=40, error_messages=TIMFEL)
    marks = {"omprovas": "krävs om placeringen saknar planerat slut"}

    def beslut(self) -> Omprovning:
        return Omprovning(**self.cleaned_data)


class AvslutaPlaceringForm(forms.Form):
    """End a placering: when, how, why if it was broken off, and what came of it."""

    avslutad = DatumField(label="Sista dag")
    slutsatt = forms.ChoiceField(label="Hur slutade den", choices=Slutsatt, widget=Segment)
    avbrottsorsak = forms.ModelChoiceField(
        Avbrottsorsak.objects.none(),
        label="Orsak till avbrottet",
        required=False,
        empty_label="Välj orsak",
    )
    resultat = forms.ModelChoiceField(Placeringsresultat.objects.none(), label="Resultat", empty_label="Välj resultat")
    kommentar = forms.CharField(
        label="Vad det gav",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Vad personen själv säger, och vad handledaren har sett",
    )
    marks = {"avbrottsorsak": "krävs om placeringen avbröts"}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["avbrottsorsak"].queryset = Avbrottsorsak.objects.giltiga(today)
        self.fields["resultat"].queryset = Placeringsresultat.objects.giltiga(today)

    def clean(self):
        data = super().clean()
        avbruten = data.get("slutsatt") == Slutsatt.AVBRUTEN
        if avbruten and not data.get("avbrottsorsak") and "avbrottsorsak" not in self.errors:
            self.add_error("avbrottsorsak", "Välj varför placeringen avbröts.")
        if data.get("slutsatt") == Slutsatt.FULLFOLJD and data.get("avbrottsorsak"):
            self.add_error("avbrottsorsak", "En fullföljd placering har ingen orsak till avbrott. Ta bort den.")
        return data

    def slut(self) -> Slut:
        data = self.cleaned_data
        return Slut(
            dag=data["avslutad"],
            slutsatt=data["slutsatt"],
            avbrottsorsak=data["avbrottsorsak"],
            resultat=data["resultat"],
            kommentar=data["kommentar"],
        )


class KatalogFilter(forms.Form):
    """Filter of the catalogue: unit, step, and whether a place is free."""

    enhet = forms.ModelChoiceField(
        Enhet.objects.filter(pk__in=Insats.objects.values("enhet")),
        label="Enhet",
        required=False,
        empty_label="Alla enheter",
    )
    steg = forms.ModelChoiceField(Trappsteg.objects.all(), label="Steg", required=False, empty_label="Alla steg")
    ledig = forms.BooleanField(label="Bara med ledig plats", required=False)
