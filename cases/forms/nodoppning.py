"""Whose akt, and why: the reason is read by two chefs."""

from django import forms

from cases.models.nodoppning import SKAL_MINST

from .person import NummerForm


class NodoppningForm(NummerForm):
    use_required_attribute = False
    skal = forms.CharField(
        label="Varför behöver du läsa akten nu?",
        help_text=f"Minst {SKAL_MINST} tecken. Skriv vad som hänt och vad du behöver veta.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv varför du behöver läsa akten nu."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nummer"].label = "Personnummer, samordningsnummer eller reservnummer"
        self.fields["nummer"].help_text = "Hela numret, 10 eller 12 siffror."

    def clean_skal(self) -> str:
        skal = " ".join(self.cleaned_data["skal"].split())
        if len(skal) < SKAL_MINST:
            raise forms.ValidationError(f"Skriv lite mer. Skälet ska ha minst {SKAL_MINST} tecken.", code="kort")
        return skal
