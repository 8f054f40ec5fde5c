"""Book a samtal, change the booking, cancel it: when, where, with whom, which interpreter, and why it was changed."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError

from config.forms import DatumField, KlockslagField
from jobbplaner.enums import Deltarsatt, Motpart, Tolklage
from jobbplaner.models import Samtalsskal
from jobbplaner.samtal import Bokning

from .falt import Halvklar, Radval, Val


class Klockslag(Halvklar, KlockslagField):
    """Time of day as tt:mm."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format="%H:%M", attrs={"class": "input-short", "placeholder": "tt:mm"})
        super().__init__(widget=widget, **kwargs)


BAKAT, FRAMAT = timedelta(days=366), timedelta(days=2 * 366)
"""A samtal is written down afterwards within the year, and nobody books further ahead than two."""


class Enrad(Halvklar, forms.CharField):
    """One line of text."""


class BokningForm(forms.Form):
    """The booking. Only the day is needed; the rest can come later."""

    use_required_attribute = False
    motpart = Radval(label="Vem är med förutom aspiranten och jobbtorget?", choices=Motpart.choices, required=True)
    datum = DatumField(
        label="Datum", show_hidden_initial=True, error_messages={"required": "Skriv vilken dag samtalet är"}
    )
    redan_hallet = forms.BooleanField(label="Ja, samtalet hölls den dagen", required=False)
    tid = Klockslag(label="Börjar")
    slut = Klockslag(label="Slutar")
    plats = Enrad(
        label="Plats",
        max_length=120,
        help_text="Rum och adress. Platsen står i kallelsen och i kalendern: skriv inga namn.",
    )
    tolk = Radval(label="Tolk", choices=[("", "Behövs inte"), *Tolklage.choices])
    tolk_sprak = Enrad(label="Tolkens språk", max_length=60)
    tolk_satt = Val(label="Tolken är med", choices=Deltarsatt.choices)

    def __init__(self, *args, today: date, med_motpart: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["datum"].tidigast, self.fields["datum"].senast = today - BAKAT, today + FRAMAT
        if not med_motpart:
            del self.fields["motpart"]

    def clean(self):
        data = super().clean()
        tid, slut = data.get("tid"), data.get("slut")
        if slut and not tid and "tid" not in self.errors:
            self.add_error("tid", "Skriv när samtalet börjar")
        if slut and tid and slut <= tid:
            self.add_error("slut", "Samtalet måste sluta efter att det börjar")
        self._clean_tolk(data)
        self._ask_whether_held(data)
        return data

    def _ask_whether_held(self, data: dict) -> None:
        """A day that has passed is a samtal written down afterwards, or a slip of the hand."""
        dag = data.get("datum")
        if dag and dag < self.today and not data.get("redan_hallet") and dag != self._base("datum"):
            text = "Dagen har passerat. Hölls samtalet då? Kryssa i rutan, eller rätta datumet."
            self.add_error("redan_hallet", text)

    def _clean_tolk(self, data: dict) -> None:
        """Without an interpreter what was filled in of one is left out."""
        if not data.get("tolk"):
            data |= {"tolk": "", "tolk_sprak": "", "tolk_satt": ""}
            return
        if not data.get("tolk_sprak") and "tolk_sprak" not in self.errors:
            self.add_error("tolk_sprak", "Skriv vilket språk tolken ska tala")
        if not data.get("tolk_satt") and "tolk_satt" not in self.errors:
            self.add_error("tolk_satt", "Välj hur tolken är med")

    def bokning(self, motpart: str = "") -> Bokning:
        """The content of a valid form."""
        return Bokning(**{"motpart": motpart} | {namn: self.cleaned_data[namn] for namn in self._booked()})

    def last(self, motpart: str) -> Bokning:
        """The booking as the page was read; what cannot be read is taken for what was typed, and so for no change."""
        return Bokning(**{"motpart": motpart} | {namn: self._base(namn) for namn in self._booked()})

    def _booked(self) -> list[str]:
        return [namn for namn in self.fields if namn not in {"skal", "redan_hallet"}]

    def _base(self, namn: str):
        try:
            return self.fields[namn].to_python(self.data.get(self[namn].html_initial_name, ""))
        except ValidationError:
            return self.cleaned_data.get(namn)


class Skal(Halvklar, forms.ModelChoiceField):
    """Why, of the codes that may be chosen today."""

    def __init__(self, **kwargs):
        super().__init__(
            Samtalsskal.objects.none(), label="Varför?", empty_label="Välj", show_hidden_initial=False, **kwargs
        )


class OmbokningForm(BokningForm):
    """A change: with its reason when the time or the place is another."""

    skal = Skal(help_text="Både jobbtorget och SDF ser skälet.")
    marks = {"skal": "krävs om tiden eller platsen ändras"}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, today=today, med_motpart=False, **kwargs)
        self.fields["skal"].queryset = Samtalsskal.objects.giltiga(today).filter(flyttar=True)

    def clean(self):
        data = super().clean()
        if not self.errors and self._moves() and not data.get("skal"):
            self.add_error("skal", "Välj varför samtalet bokas om")
        return data

    def _moves(self) -> bool:
        """Is the time or place another than the page was read with?"""
        return any(self.cleaned_data.get(namn) != self._base(namn) for namn in ("datum", "tid", "slut", "plats"))


class InstallForm(forms.Form):
    """Why it is cancelled."""

    use_required_attribute = False
    skal = Skal(help_text="Både jobbtorget och SDF ser skälet.")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["skal"].queryset = Samtalsskal.objects.giltiga(today).filter(installer=True)

    def clean_skal(self):
        if self.cleaned_data["skal"] is None:
            raise ValidationError("Välj varför samtalet ställs in")
        return self.cleaned_data["skal"]
