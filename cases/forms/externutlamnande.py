"""Handing over to an authority outside the city."""

from datetime import date

from django import forms

from cases.enums import Utsatt
from cases.models import RattsligGrund
from cases.services.externa_utlamnanden import lawful_grounds
from cases.services.handlingar import ground_text
from config.forms import DatumField

from .falt import one_per_choice


class Lagrum(forms.ModelChoiceField):
    def label_from_instance(self, grund: RattsligGrund) -> str:
        return ground_text(grund)


class ExternutlamnandeForm(forms.Form):
    use_required_attribute = False
    grund = Lagrum(
        label="Grund för utlämnandet",
        queryset=RattsligGrund.objects.none(),
        empty_label="Välj grund",
        error_messages=one_per_choice("Välj på vilken grund handlingen lämnas ut."),
    )
    satt = forms.ChoiceField(
        label="Skickat genom",
        choices=[("", "Välj"), *Utsatt.choices],
        error_messages=one_per_choice("Välj hur handlingen har skickats."),
    )
    dag = DatumField(label="Skickat den", error_messages={"required": "Skriv vilken dag den skickades."})

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"dag": today}, **kwargs})
        self.fields["grund"].queryset = lawful_grounds(today)


class MottagetForm(forms.Form):
    use_required_attribute = False
    mottaget = DatumField(label="Mottaget den", error_messages={"required": "Skriv vilken dag den togs emot."})
