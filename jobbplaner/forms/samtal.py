"""The protokoll's form: who was there, what was said, what was agreed, what the person answers."""

from datetime import date

from django import forms

from config.forms import Segment
from jobbplaner.enums import HallerMed, Lassatt, Narvaro, Part, Planval, Utfall
from jobbplaner.models import Franvaroskal, Trepartssamtal
from jobbplaner.samtal import Agendarad, Deltagarrad, Punktrad, Samtalsinnehall, duplicate_parts, from_samtal
from jobbplaner.sprak import ansvariga

from .bokning import Enrad
from .falt import Dag, Radval, Text, Val
from .rader import Rad, Rader

DELTAGARE, AGENDA, PUNKTER = "deltagare", "agenda", "punkter"
FALT = tuple(Samtalsinnehall().egna())


class SamtalForm(forms.Form):
    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    nulage = Text(label="Nuläget", max_length=4000)
    insatserna = Text(label="Hur fungerar insatserna?", max_length=4000)
    planval = Val(label="Behöver planen ändras?", choices=Planval.choices, valj=False, widget=Segment(long=True))
    planen = Text(label="Nytt mål, eller vad som ska ändras", max_length=2000, rows=2)
    haller_med = Radval(label="Håller personen med om det som står?", choices=HallerMed.choices)
    lassatt = Val(label="Så fick personen del av texten", choices=Lassatt.choices)
    passerade_datum = forms.BooleanField(label="Ja, datum som har passerat ska stå kvar", required=False)
    egna_ord = Text(
        label="Med personens egna ord",
        max_length=2000,
        rows=2,
        help_text="Skriv det som personen säger det.",
    )
    marks = {"egna_ord": "krävs om personen håller med delvis"}


class DeltagareForm(Rad):
    part = Val(label="Part", choices=Part.choices, valj=False, initial=Part.ANNAN)
    namn = Enrad(label="Namn", max_length=120)
    narvaro = Val(label="Närvaro", choices=[])
    skal = Enrad(label="Anteckning", max_length=200)

    def __init__(self, *args, narvaroval, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["narvaro"].choices = narvaroval


class AgendaForm(Rad):
    rubrik = Text(label="Delmål eller fråga", max_length=500, rows=1)
    utfall = Val(label="Vad har det blivit?", choices=Utfall.choices)
    anteckning = Text(label="Anteckning", max_length=1000, rows=1)
    ny_dag = Dag(label="Nytt datum")

    def __init__(self, *args, hallet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ny_dag"].tidigast = hallet
        self.fields["ny_dag"].widget.attrs["placeholder"] = "ÅÅÅÅ-MM-DD"


class PunktForm(Rad):
    vad = Text(label="Vad ska göras", max_length=500, rows=1)
    vem = Val(label="Vem", choices=[])
    senast = Dag(label="Senast")

    def __init__(self, *args, aspirant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vem"].choices = [("", "Välj"), *ansvariga(aspirant)]
        self.fields["senast"].widget.attrs["placeholder"] = "ÅÅÅÅ-MM-DD"


DeltagareFormSet = forms.formset_factory(DeltagareForm, formset=Rader, extra=0, can_delete=True, max_num=20)
AgendaFormSet = forms.formset_factory(AgendaForm, formset=Rader, extra=0, can_delete=True, max_num=40)
PunktFormSet = forms.formset_factory(PunktForm, formset=Rader, extra=0, can_delete=True, max_num=40)


def presence_choices(today: date, samtal: Trepartssamtal) -> list:
    """How somebody was there, or why not, in one choice; a closed code stays where it was chosen."""
    stod = {d.franvaroskal_id for d in samtal.protokoll.deltagare.all()} - {None}
    koder = Franvaroskal.objects.giltiga(today) | Franvaroskal.objects.filter(pk__in=stod)
    borta = [(f"{Narvaro.FRANVARANDE}:{s.kod}", s.namn) for s in koder]
    med = [(n.value, n.label) for n in Narvaro.med() if n != Narvaro.NARVARANDE]
    return [("", "Välj"), ("Var med", med), ("Var inte med", borta)]


def _presence(narvaro: str, kod: str) -> str:
    return f"{narvaro}:{kod}" if narvaro == Narvaro.FRANVARANDE else narvaro


def stored(samtal: Trepartssamtal) -> tuple[dict, list[dict], list[dict], list[dict]]:
    """What is stored: the fields, the deltagare, the agenda and the punkter, as the form writes them."""
    innehall = from_samtal(samtal)
    deltagare = [
        {
            "pk": d.pk,
            "part": d.part,
            "namn": d.namn,
            "narvaro": _presence(d.narvaro, d.franvaroskal),
            "skal": d.skal,
        }
        for d in innehall.deltagare
    ]
    agenda = [
        {"pk": a.pk, "rubrik": a.rubrik, "utfall": a.utfall, "anteckning": a.anteckning, "ny_dag": a.ny_dag}
        for a in innehall.agenda
    ]
    punkter = [{"pk": p.pk, "vad": p.vad, "vem": p.vem, "senast": p.senast} for p in innehall.punkter]
    return innehall.egna(), deltagare, agenda, punkter


def read(form: SamtalForm, deltagare: Rader, agenda: Rader, punkter: Rader) -> Samtalsinnehall:
    """The content as far as it can be read: a field in error is empty."""
    return Samtalsinnehall(
        **{namn: form.cleaned_data.get(namn, "") for namn in FALT},
        deltagare=tuple(_deltagare(rad) for rad in deltagare.kvar()),
        agenda=tuple(_of(Agendarad, rad) for rad in agenda.kvar()),
        punkter=tuple(_of(Punktrad, rad) for rad in punkter.kvar()),
    )


def _deltagare(rad: dict) -> Deltagarrad:
    narvaro, _, kod = rad.get("narvaro", "").partition(":")
    part = rad.get("part") or Part.ANNAN
    return _of(Deltagarrad, {**rad, "part": part, "narvaro": narvaro, "franvaroskal": kod})


def _of(slag, rad: dict):
    return slag(**{namn: rad[namn] for namn in slag.__dataclass_fields__ if namn in rad})


def check_parts(innehall: Samtalsinnehall, deltagare: Rader) -> bool:
    """A party stands once on the list. False when somebody stands twice; said at the row."""
    dubbla = duplicate_parts(innehall)
    for plats in dubbla:
        deltagare.forms[plats].add_error("part", "Parten finns redan i listan")
    return not dubbla
