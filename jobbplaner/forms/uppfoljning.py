"""The follow-up's form: what came of each delmål, and of the goal."""

from django import forms

from jobbplaner.enums import Malutfall, Utfall
from jobbplaner.models import Delmal, Plan, Planuppfoljning
from jobbplaner.sprak import genitive
from jobbplaner.uppfoljning import FALT, RAD, Uppfoljningsinnehall, Utfallsrad, followed_up

from .falt import Dag, Radval, Text
from .rader import Rad, Rader

PREFIX = "utfall"
TOMT = {"datum": None, "ny_dag": None}


class UppfoljningForm(forms.Form):
    """A draft as it is written; `nummer` is the version of the plan that is followed up."""

    use_required_attribute = False
    nummer = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    datum = Dag(label="Uppföljningen hölls")
    egna_ord = Text(max_length=2000, css="own-words", help_text="Vad säger personen själv om hur det har gått?")
    mal_utfall = Radval(label="Hur är det med målet?", choices=Malutfall.choices)
    mal_text = Text(
        label="Varför ändras målet, och till vad?",
        max_length=2000,
        rows=2,
        required=False,
        help_text="Målet skriver du om i nästa version.",
    )
    marks = {"mal_text": "krävs om målet ändras"}

    def __init__(self, *args, aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["egna_ord"].label = f"Med {genitive(aspirant.fornamn)} egna ord"


class UtfallForm(Rad):
    """One delmål; `pk` is its key in the version that is followed up."""

    utfall = Radval(label="Hur gick det?", choices=Utfall.choices)
    resultat = Text(label="Vad hände?", max_length=500, rows=1, required=False)
    ny_dag = Dag(label="Nytt datum", required=False, help_text="För det som inte är klart.")
    marks = {"resultat": "krävs om det inte längre är aktuellt"}


UtfallFormSet = forms.formset_factory(UtfallForm, formset=Rader, extra=0, max_num=60, validate_max=True)


def rows_of(plan: Plan, uppfoljning: Planuppfoljning | None) -> list[dict]:
    """A row for every delmål that is followed up, with what is written of it so far."""
    skrivet = {rad.delmal_id: rad for rad in uppfoljning.utfall.all()} if uppfoljning else {}
    return [_row(delmal, skrivet.get(delmal.pk)) for delmal in followed_up(plan)]


def _row(delmal: Delmal, utfall) -> dict:
    tomt = {namn: TOMT.get(namn, "") for namn in RAD}
    return {"pk": delmal.pk, **({namn: getattr(utfall, namn) for namn in RAD} if utfall else tomt)}


def stored(plan: Plan, uppfoljning: Planuppfoljning | None) -> tuple[dict, list[dict]]:
    """What is stored, in the shape that the page shows and sammanfogning compares with."""
    falt = {namn: getattr(uppfoljning, namn) if uppfoljning else TOMT.get(namn, "") for namn in FALT}
    return falt, rows_of(plan, uppfoljning)


def read(form: UppfoljningForm, rader: Rader) -> Uppfoljningsinnehall:
    """The content as far as it can be read; a field in error is empty."""
    varden = getattr(form, "cleaned_data", {})
    falt = {namn: varden.get(namn) or TOMT.get(namn, "") for namn in FALT}
    return Uppfoljningsinnehall(**falt, utfall=tuple(_read_row(rad) for rad in rader.kvar() if rad.get("pk")))


def _read_row(rad: dict) -> Utfallsrad:
    return Utfallsrad(
        delmal=rad["pk"], plats=rad["plats"], **{namn: rad.get(namn) or TOMT.get(namn, "") for namn in RAD}
    )
