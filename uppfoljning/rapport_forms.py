"""Forms of the pages Rapporter and Statistik."""

from datetime import date
from uuid import uuid4

from django import forms

from cases.enums import Namndslag
from cases.models import Namnd
from config.dates import month_name
from config.periods import Period

from .rapporter.siffror import TertialError, check_tertial, kan_tas_fram

TERTIAL_ATT_VALJA = 10


def tertialval(today: date, antal: int = TERTIAL_ATT_VALJA) -> list[tuple[str, str]]:
    """The tertial under way and those before it, newest first."""
    perioder = reversed(Period.tertial_of(today).series(antal))
    return [(p.nyckel, f"{p.kort}, {month_name(p.fran)}–{month_name(p.till)}") for p in perioder]


def periodval(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Tertials, months and years to look at, newest first, those under way included."""
    manader = reversed(Period.manad_of(today).series(12))
    ar = reversed(Period.ar(today.year).series(3))
    return [
        ("Tertial", tertialval(today)),
        ("Månad", [(p.nyckel, p.text) for p in manader]),
        ("År", [(p.nyckel, p.kort) for p in ar]),
    ]


class NyRapportForm(forms.Form):
    """Whom it goes to and which tertial. The hidden key makes the same order one report."""

    namnd = forms.ModelChoiceField(Namnd.objects.none(), label="Till nämnd", empty_label=None)
    period = forms.ChoiceField(label="Tertial")
    diarienummer = forms.CharField(
        label="Diarienummer",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input-medium"}),
        help_text="Skrivs på rapportens första sida. Kan lämnas tomt och fyllas i för hand.",
    )
    bestallning = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, today: date, **kwargs):
        kwargs.setdefault("initial", {"bestallning": uuid4(), "period": _senast_avslutade(today).nyckel})
        super().__init__(*args, **kwargs)
        self.today = today
        mottagare = Namnd.objects.filter(slag__in=[Namndslag.ARBETSMARKNAD, Namndslag.STADSDEL])
        self.fields["namnd"].queryset = mottagare.order_by("slag", "namn")
        self.fields["period"].choices = [(nyckel, _nar(nyckel, text, today)) for nyckel, text in tertialval(today)]

    def clean_period(self) -> Period:
        period = Period.parse(self.cleaned_data["period"])
        try:
            return check_tertial(period.fran.year, period.till.month // 4, self.today)
        except TertialError as error:
            raise forms.ValidationError(str(error)) from None


def _nar(nyckel: str, text: str, today: date) -> str:
    """A tertial that is not over says from when it can be made."""
    period = Period.parse(nyckel)
    return text if period.till < today else f"{text} (kan tas fram från {kan_tas_fram(period)})"


def _senast_avslutade(today: date) -> Period:
    return Period.tertial_of(today).previous()
