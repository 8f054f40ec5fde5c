"""The trepartssamtal's form: the meeting, who was there, what was said, what was agreed."""

from datetime import date, time

from django import forms

from config.forms import DatumField, Segment
from jobbplaner.enums import Part
from jobbplaner.models import Trepartssamtal
from jobbplaner.samtal import Deltagarrad, Punktrad, Samtalsinnehall, duplicate_parts
from jobbplaner.sprak import ansvariga

from .falt import Dag, Halvklar, Text, Val
from .rader import Rad, Rader

DELTAGARE, PUNKTER = "deltagare", "punkter"
JA, NEJ = "ja", "nej"
FALT = ("datum", "tid", "plats", "nulage", "insatserna", "planen")


class Klockslag(Halvklar, forms.TimeField):
    """Time of day as tt:mm."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format="%H:%M", attrs={"class": "input-short", "placeholder": "tt:mm"})
        super().__init__(input_formats=["%H:%M", "%H.%M"], widget=widget, **kwargs)
        self.error_messages["invalid"] = "Skriv tiden som tt:mm, till exempel 09:30"


class Enrad(Halvklar, forms.CharField):
    """One line of text."""


class SamtalForm(forms.Form):
    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    datum = DatumField(
        label="Datum", show_hidden_initial=True, error_messages={"required": "Skriv vilken dag samtalet är"}
    )
    tid = Klockslag(label="Tid", required=False)
    plats = Enrad(label="Plats", required=False, max_length=120)
    nulage = Text(label="Nuläget", max_length=4000)
    insatserna = Text(label="Hur fungerar insatserna?", max_length=4000)
    planen = Text(label="Behöver planen ändras?", max_length=2000, rows=2)


class DeltagareForm(Rad):
    part = Val(label="Part", choices=Part.choices, valj=False, initial=Part.ANNAN)
    namn = Enrad(label="Namn", max_length=120)
    narvarande = Val(
        label="Närvaro",
        choices=[(JA, "Närvarande"), (NEJ, "Frånvarande")],
        valj=False,
        initial=JA,
        widget=Segment(kinds={NEJ: "warn"}),
    )
    skal = Enrad(label="Skäl till frånvaro", max_length=200)


class PunktForm(Rad):
    vad = Text(label="Vad ska göras", max_length=500, rows=1)
    vem = Val(label="Vem", choices=[])
    senast = Dag(label="Senast")

    def __init__(self, *args, aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vem"].choices = [("", "Välj"), *ansvariga(aspirant)]
        self.fields["senast"].widget.attrs["placeholder"] = "ÅÅÅÅ-MM-DD"


DeltagareFormSet = forms.formset_factory(DeltagareForm, formset=Rader, extra=0, can_delete=True, max_num=20)
PunktFormSet = forms.formset_factory(PunktForm, formset=Rader, extra=0, can_delete=True, max_num=40)


def stored(samtal: Trepartssamtal) -> tuple[dict, list[dict], list[dict]]:
    """What is stored: the fields, the deltagare and the punkter, as the form writes them."""
    protokoll = samtal.protokoll
    egna = {"datum": samtal.datum, "tid": samtal.tid, "plats": samtal.plats}
    egna |= {namn: getattr(protokoll, namn) for namn in ("nulage", "insatserna", "planen")}
    deltagare = [
        {"pk": d.pk, "part": d.part, "namn": d.namn, "narvarande": JA if d.narvarande else NEJ, "skal": d.skal}
        for d in protokoll.deltagare.all()
    ]
    punkter = [{"pk": p.pk, "vad": p.vad, "vem": p.vem, "senast": p.senast} for p in protokoll.punkter.all()]
    return egna, deltagare, punkter


def read(form: SamtalForm, deltagare: Rader, punkter: Rader) -> Samtalsinnehall:
    """The content of valid forms."""
    falt: dict[str, str | date | time | None] = {namn: form.cleaned_data.get(namn) for namn in FALT}
    return Samtalsinnehall(
        **falt,
        deltagare=tuple(
            Deltagarrad(
                pk=rad.get("pk"),
                plats=rad["plats"],
                part=rad["part"] or Part.ANNAN,
                namn=rad["namn"],
                narvarande=rad["narvarande"] != NEJ,
                skal=rad["skal"],
            )
            for rad in deltagare.kvar()
        ),
        punkter=tuple(
            Punktrad(pk=rad.get("pk"), plats=rad["plats"], vad=rad["vad"], vem=rad["vem"], senast=rad["senast"])
            for rad in punkter.kvar()
        ),
    )


def check_parts(innehall: Samtalsinnehall, deltagare: Rader) -> bool:
    """A party stands once on the list. False when somebody stands twice; said at the row."""
    dubbla = duplicate_parts(innehall)
    for plats in dubbla:
        deltagare.forms[plats].add_error("part", "Parten finns redan i listan")
    return not dubbla
