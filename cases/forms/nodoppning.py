"""Whose akt, and why: the reason is read by two chefs. And what the chefs found."""

from django import forms

from cases.models import Nodgranskning
from cases.models.nodgranskning import MOTIVERING_MINST
from cases.models.nodoppning import SKAL_MINST
from config.forms import RadioList

from .falt import one_per_choice
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


class GranskningForm(forms.Form):
    """What the chef found. `forra` is the review that the page showed, empty for none."""

    use_required_attribute = False
    utfall = forms.ChoiceField(
        label="Var nödöppningen befogad?",
        choices=Nodgranskning.Utfall,
        widget=RadioList(
            help_texts={
                Nodgranskning.Utfall.BEFOGAD: "Skälet håller, och det som lästes behövdes.",
                Nodgranskning.Utfall.INTE_BEFOGAD: "Skälet håller inte, eller mer lästes än vad som behövdes.",
            }
        ),
        error_messages=one_per_choice("Välj om nödöppningen var befogad."),
    )
    motivering = forms.CharField(
        label="Motivering",
        help_text=f"Minst {MOTIVERING_MINST} tecken. Skriv inget om personen.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    forra = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    marks = {"motivering": "krävs om den inte var befogad"}

    def clean(self) -> dict:
        cleaned = super().clean()
        motivering = " ".join(cleaned.get("motivering", "").split())
        inte = cleaned.get("utfall") == Nodgranskning.Utfall.INTE_BEFOGAD
        if inte and len(motivering) < MOTIVERING_MINST and "motivering" not in self.errors:
            text = f"Skriv varför den inte var befogad, minst {MOTIVERING_MINST} tecken."
            self.add_error("motivering", forms.ValidationError(text, code="kort"))
        return {**cleaned, "motivering": motivering}
