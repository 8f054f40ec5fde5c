"""Which number, and why it is another one than before."""

from django import forms

from cases.models import Aspirant, Tidigarenummer
from config.forms import RadioList

from .falt import one_per_choice
from .person import NummerForm


class NummerbyteForm(NummerForm):
    """`version` is what the form was opened on."""

    use_required_attribute = False
    orsak = forms.ChoiceField(
        label="Varför byts numret?",
        choices=Tidigarenummer.Orsak,
        widget=RadioList(
            help_texts={
                Tidigarenummer.Orsak.FEL: "Det gamla numret räknas inte som personens. Den som har det kan registreras."
            }
        ),
        error_messages=one_per_choice("Välj varför numret byts."),
    )
    inte_fingerad = forms.BooleanField(
        label="Personen har inte fått fingerade personuppgifter",
        help_text="Har personen fått en ny identitet byts numret aldrig här. Registrera då personen som ny.",
        error_messages={"required": "Markera rutan, eller avbryt om personen har fått en ny identitet."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, aspirant: Aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nummer"].label = "Nytt nummer"
        self.fields["version"].initial = aspirant.version
