"""Which number, and why it is another one than before."""

from datetime import date

from django import forms

from cases.models import Aspirant, Tidigarenummer
from cases.services.nummerbyte import SAMMA
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
    # Asked when the new number says another day than the akt; the answers are labelled with the two days
    fodelsedatum = forms.ChoiceField(
        label="Vilket födelsedatum gäller?",
        choices=[("nummer", "Det nya numrets"), ("akt", "Aktens")],
        widget=RadioList,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, aspirant: Aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nummer"].label = "Nytt nummer"
        self.fields["version"].initial = aspirant.version
        self.har, self.i_akten = (aspirant.nummer, aspirant.version), aspirant.fodelsedatum

    def clean(self) -> dict:
        cleaned = super().clean()
        nummer = cleaned.get("nummer")
        if nummer and (nummer.nummer, cleaned.get("version")) == self.har:
            self.add_error("nummer", SAMMA)
            nummer = None
        sagt = nummer.fodelsedatum if nummer else None
        if self.i_akten and sagt and sagt != self.i_akten:
            self._ask_date(sagt, cleaned.get("fodelsedatum"))
        elif nummer:
            del self.fields["fodelsedatum"]
        return cleaned

    def _ask_date(self, sagt: date, valt: str | None) -> None:
        self.fields["fodelsedatum"].required = True
        self.fields["fodelsedatum"].choices = [
            ("nummer", f"{sagt}, som det nya numret säger"),
            ("akt", f"{self.i_akten}, som det står i akten"),
        ]
        if not valt and "fodelsedatum" not in self.errors:
            text = "Det nya numret säger en annan dag än akten. Välj den som stämmer."
            self.add_error("fodelsedatum", text)

    @property
    def nytt_fodelsedatum(self) -> date | None:
        """What the akt is to say instead: the number's day where it was chosen or none was known. None leaves it."""
        sagt = self.cleaned_data["nummer"].fodelsedatum
        return sagt if self.i_akten is None or self.cleaned_data.get("fodelsedatum") == "nummer" else None
