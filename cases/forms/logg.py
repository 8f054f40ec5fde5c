"""Narrowing the reading log of a person, and the period of the person's extract."""

from datetime import date

from django import forms

from cases.enums import Lasningsslag
from cases.logg import Urval
from config.dates import add_months
from config.forms import DatumField

PERIOD_ORDER = "Sista dagen kan inte ligga före den första"


class PeriodForm(forms.Form):
    """From and to, both inclusive."""

    use_required_attribute = False
    fran = DatumField(label="Från", required=False)
    till = DatumField(label="Till och med", required=False)

    def clean_till(self) -> date | None:
        fran, till = self.cleaned_data.get("fran"), self.cleaned_data["till"]
        if fran and till and till < fran:
            raise forms.ValidationError(PERIOD_ORDER)
        return till


class LoggForm(PeriodForm):
    """The filter bar over the log. What cannot be read narrows nothing, and says so."""

    vem = forms.ChoiceField(label="Vem", required=False)
    slag = forms.ChoiceField(label="Hur", required=False, choices=[("", "Alla"), *Lasningsslag.choices])
    field_order = ["vem", "slag", "fran", "till"]

    def __init__(self, *args, readers: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vem"].choices = [("", "Alla"), *readers]

    def urval(self, *, stigande: bool) -> Urval:
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        vem = data.get("vem", "")
        return Urval(
            fran=data.get("fran"),
            till=data.get("till"),
            user=int(vem[1:]) if vem.startswith("u") else None,
            enhet=int(vem[1:]) if vem.startswith("e") else None,
            slag=data.get("slag", ""),
            stigande=stigande,
        )


class UtdragForm(PeriodForm):
    """The extract's period; a year back unless something else is chosen."""

    def __init__(self, *args, today: date, **kwargs):
        kwargs.setdefault("initial", {"fran": add_months(today, -12), "till": today})
        super().__init__(*args, **kwargs)
        for falt, text in (("fran", "Skriv från vilken dag"), ("till", "Skriv till och med vilken dag")):
            self.fields[falt].required = True
            self.fields[falt].error_messages["required"] = text

    def urval(self) -> Urval:
        return Urval(**self.cleaned_data, stigande=True, utdrag=True)
