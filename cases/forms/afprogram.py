"""A programme at Arbetsförmedlingen."""

from collections.abc import Mapping
from datetime import date

from django import forms

from cases.models import AfProgram
from cases.remissregler import ANNAT_PROGRAM, named
from cases.services.afprogram import Programuppgifter
from config.dates import add_months
from config.forms import DatumField

from .falt import one_per_choice

AR_BAKAT, AR_FRAMAT = 20, 10
"""A programme outside these years is a slip of the hand; the longest, those for jobs with support, go on for years."""


def keep_within_years(today: date, *falt: DatumField) -> None:
    for ett in falt:
        ett.tidigast, ett.senast = add_months(today, -12 * AR_BAKAT), add_months(today, 12 * AR_FRAMAT)


class AfProgramForm(forms.Form):
    """Which, from and to, and what it means for municipal insatser."""

    use_required_attribute = False
    program = forms.ChoiceField(label="Program", error_messages=one_per_choice("Välj vilket program det gäller."))
    fran = DatumField(label="Från", error_messages={"required": "Skriv vilken dag programmet började."})
    till = DatumField(label="Till och med", help_text="Lämna tomt om det pågår tills vidare.", required=False)
    heltid = forms.BooleanField(
        label="Personen deltar på heltid eller får sin ersättning genom programmet", required=False
    )
    overenskommelse = forms.BooleanField(label="Programmet omfattas av en samverkansöverenskommelse", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, rules: Mapping, nu: AfProgram | None, today: date, **kwargs):
        start = {name: getattr(nu, name) for name in self.base_fields} if nu else {}
        super().__init__(*args, initial=start, **kwargs)
        keep_within_years(today, self.fields["fran"], self.fields["till"])
        val = [*named(rules, "karenstid"), ANNAT_PROGRAM]
        if nu and nu.program not in dict(val):
            val.append((nu.program, nu.program))
        self.fields["program"].choices = [("", "Välj"), *val]

    def clean(self) -> dict:
        cleaned = super().clean()
        fran, till = cleaned.get("fran"), cleaned.get("till")
        if fran and till and till < fran:
            self.add_error("till", "Programmets slut kan inte ligga före dess början.")
        return cleaned

    def uppgifter(self) -> Programuppgifter:
        return Programuppgifter(**{n: v for n, v in self.cleaned_data.items() if n != "version"})
