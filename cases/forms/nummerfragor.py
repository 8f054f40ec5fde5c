"""Registeransvarig finds a question by its reference, and answers it."""

from django import forms

from cases.models import Enhet, Nummerfraga
from cases.services.nummerfragor import ENHET_SAKNAS
from config.forms import RadioList

from .falt import one_per_choice

# What the asker is told when nothing else is written: the same whoever the person is. KONTAKTA always has a unit
STANDARD = {
    Nummerfraga.Utfall.KONTAKTA: ("Kontakta {}.", ""),
    Nummerfraga.Utfall.FLYTT: (
        "Överlämnande är begärt från {}. Du får besked när det är klart.",
        "Överlämnande är begärt. Du får besked när det är klart.",
    ),
    Nummerfraga.Utfall.FEL_NUMMER: ("Kontrollera numret med personen.", "Kontrollera numret med personen."),
    Nummerfraga.Utfall.INGEN_ATGARD: ("Frågan är utredd utan åtgärd.", "Frågan är utredd utan åtgärd."),
}


class ReferensForm(forms.Form):
    """Only an exact reference finds anything: there is no list to leaf through by person."""

    referens = forms.CharField(
        label="Referensnummer",
        help_text="Det som den som frågade fick, till exempel 7F3K-9CLM.",
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input-number", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Skriv referensnumret."},
    )

    def clean_referens(self) -> str:
        """As it is read over the telephone: small letters, spaces, with or without the hyphen."""
        tecken = "".join(t for t in self.cleaned_data["referens"].upper() if t.isalnum())
        return f"{tecken[:4]}-{tecken[4:]}"


class SvarForm(forms.Form):
    """The outcome and what the asker is told. A unit is named only when it is chosen here."""

    utfall = forms.ChoiceField(
        label="Utfall",
        choices=Nummerfraga.Utfall,
        widget=RadioList,
        error_messages=one_per_choice("Välj utfall."),
    )
    enhet = forms.ModelChoiceField(
        label="Nämn en enhet i svaret",
        queryset=Enhet.objects.none(),
        empty_label="Nämn ingen enhet",
        required=False,
        help_text="Enhetens telefon och adress följer med i svaret. "
        "Har personen skyddade uppgifter avgör du om enheten får nämnas.",
    )
    svarstext = forms.CharField(
        label="Svar till den som frågade",
        help_text="Lämna tomt för standardtexten. Skriv inte vem personen är.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    anteckning = forms.CharField(
        label="Egen anteckning",
        help_text="Läses bara av registeransvarig.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    marks = {"enhet": "krävs om den som frågade ska kontakta en enhet"}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enhet"].queryset = Enhet.objects.exclude(slag="stab").giltiga(today)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("utfall") == Nummerfraga.Utfall.KONTAKTA and "enhet" not in self.errors and not data.get("enhet"):
            self.add_error("enhet", ENHET_SAKNAS)
        return data

    @property
    def text(self) -> str:
        """What was written, else the standard text of the outcome; a unit that is named comes with how to reach it."""
        med, utan = STANDARD[self.cleaned_data["utfall"]]
        enhet, skrivet = self.cleaned_data["enhet"], self.cleaned_data["svarstext"]
        if enhet is None:
            return skrivet or utan
        nas = ", ".join(filter(None, [str(enhet), enhet.telefon, enhet.adress]))
        return f"{skrivet} {nas}." if skrivet else med.format(nas)


class RattelseForm(SvarForm):
    """Another answer in the place of one that was wrong. `forra` is when that one was given."""

    forra = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, forra, **kwargs):
        super().__init__(*args, initial={"forra": forra.isoformat()}, **kwargs)
        anteckning = self.fields["anteckning"]
        anteckning.label, anteckning.required = "Varför svaret rättas", True
        anteckning.error_messages["required"] = "Skriv varför svaret rättas."
