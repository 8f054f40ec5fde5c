"""What is written when a bevakning is put off, closed or made."""

from datetime import date, timedelta

from django import forms

from config.forms import DatumField, RadioList

STANG, SKJUT_UPP = "stang", "skjut_upp"


class AtgardForm(forms.Form):
    """Put it off with day and reason, or close it; why it is closed is free to leave out."""

    use_required_attribute = False
    vad = forms.ChoiceField(
        label="Vad vill du göra",
        choices=[(SKJUT_UPP, "Skjut upp till en annan dag"), (STANG, "Stäng, det är gjort eller behövs inte")],
        widget=RadioList,
        error_messages={"required": "Välj om du skjuter upp eller stänger"},
    )
    till = DatumField(label="Skjut upp till", required=False)
    skal = forms.CharField(
        label="Skäl",
        help_text="Skriv inga känsliga uppgifter.",
        max_length=250,
        required=False,
    )
    marks = dict.fromkeys(("till", "skal"), "krävs om du skjuter upp")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        if data.get("vad") != SKJUT_UPP:
            return data
        till = data.get("till")
        if not till and "till" not in self.errors:
            self.add_error("till", "Skriv vilken dag du skjuter upp till")
        elif till and not self.today < till <= self.today + timedelta(days=366):
            self.add_error("till", "Välj en dag efter i dag, högst ett år fram")
        if not data.get("skal"):
            self.add_error("skal", "Skriv varför du skjuter upp")
        return data


class EgenBevakningForm(forms.Form):
    """What the unit should do, and by when."""

    use_required_attribute = False
    text = forms.CharField(
        label="Vad ska göras",
        help_text="Alla på enheten som ser akten kan läsa texten.",
        max_length=160,
        error_messages={"required": "Skriv vad som ska göras"},
    )
    dag = DatumField(label="Senast", error_messages={"required": "Skriv vilken dag det ska vara gjort"})

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dag(self):
        dag = self.cleaned_data["dag"]
        if not self.today <= dag <= self.today + timedelta(days=3 * 366):
            raise forms.ValidationError("Välj i dag eller en senare dag, högst tre år fram")
        return dag
