"""The interview form: every section on one page, all of it half done until it is completed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms

from cases.enums import Arbetsformaga
from jobbplaner.enums_kartlaggning import Bedomare, Instrument, JaNej
from jobbplaner.kartlaggning import (
    DATUM,
    FALT_ARBETE,
    FALT_KANSLIGA,
    HINDER,
    INSTRUMENTPLATSER,
    Innehall,
    Sektion,
    bedomningsfalt,
    instrumentfalt,
    modell_av,
)
from jobbplaner.ord_kartlaggning import STEG, etikett
from jobbplaner.stegval import steg

from .falt import Dag, Halvklar, Radval, Text, Val

HJALP = {
    "datum": "Har ni träffats flera gånger skriver du det sista samtalet.",
    "hushall": "Ifyllt när registreringen säger det. Ändra om det inte stämmer.",
    "stodtid": "Räknat från månaden i registreringen. Ändra om det inte stämmer.",
    "aktivitetsformaga": "Er samlade bedömning. 1–25 procent är upp till 10 timmar i veckan, 26–50 upp till 20,"
    " 51–75 upp till 30.",
    "intressen": "Vad vill personen göra, och vad har den gillat att göra?",
    "insatser": "Vilka har erbjudits och vilka föreslår ni nu?",
    "annat_text": "Skriv det som behövs för planeringen. Hälsa, familj, skulder och levnadsvanor hör till den känsliga"
    " delen.",
    "familj_text": "Tänk på barnens situation och vad som är bäst för dem.",
}
LANGA = 5
"""A choice of more answers than this is a list to choose from, not buttons on a line."""


class Enrad(Halvklar, forms.CharField):
    """One line of text."""


class KartlaggningForm(forms.Form):
    """`version` says what the text on the page rests on; what it then said comes back beside it (`grund_av`)."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        val = steg(today)
        for namn in (*FALT_ARBETE, *FALT_KANSLIGA):
            self.fields[namn] = _falt(namn, val)
        for vem in Bedomare:
            self.fields |= _bedomning(vem)
        for plats in INSTRUMENTPLATSER:
            self.fields |= _instrument(plats)
        for field in self.fields.values():
            # Sent back in one place that a save in the background can renew, not beside each field
            field.show_hidden_initial = False

    def require(self, fel: dict[str, str]) -> None:
        """Say at the fields what completing demands."""
        for namn, text in fel.items():
            self.add_error(namn, text)


def _falt(namn: str, val: list[tuple[str, str]]) -> forms.Field:
    om = {"label": etikett(namn), "help_text": HJALP.get(namn, "")}
    if namn in STEG:
        return Val(choices=val, **om)
    field = modell_av(namn)._meta.get_field(namn)
    if namn in DATUM:
        return Dag(**om)
    if namn in HINDER:
        return Radval(choices=field.choices, **om)
    if field.choices:
        return (Val if len(field.choices) >= LANGA else Radval)(choices=field.choices, **om)
    if field.max_length > 250:
        return Text(max_length=field.max_length, rows=2, **om)
    return Enrad(max_length=field.max_length, **om)


def _bedomning(vem: Bedomare) -> dict[str, forms.Field]:
    namn = bedomningsfalt(vem)
    falt = {
        namn["varde"]: Val(label="Bedömd förmåga", choices=Arbetsformaga.choices),
        namn["provad"]: Radval(label="Prövad i verklig miljö", choices=JaNej.choices),
        namn["provad_var"]: Enrad(label="Var", max_length=200),
        namn["provad_nar"]: Enrad(label="När", max_length=80),
    }
    return _named_after(vem.label, falt)


def _instrument(plats: int) -> dict[str, forms.Field]:
    namn = instrumentfalt(plats)
    falt = {
        namn["instrument"]: Val(label="Instrument", choices=Instrument.choices),
        namn["datum"]: Dag(label="Dag"),
        namn["vem"]: Enrad(label="Vem som använde det", max_length=120),
        namn["resultat"]: Enrad(label="Kort resultat", max_length=300),
    }
    return _named_after(f"Instrument {plats}", falt)


def _named_after(grupp: str, falt: dict[str, forms.Field]) -> dict[str, forms.Field]:
    """The same labels stand in every group: in the list of what is wrong the group's heading goes before them."""
    for field in falt.values():
        field.in_summary = f"{grupp}, {field.label[0].lower()}{field.label[1:]}"
    return falt


def read(form: KartlaggningForm, sparat: Innehall) -> Innehall:
    """The content as far as it can be read; a field in error keeps what is stored."""
    return sparat | {namn: varde for namn, varde in form.cleaned_data.items() if namn != "version"}


def grund_av(innehall: Innehall) -> list[tuple[str, str]]:
    """(name, value) of what the page rests on, to be sent back hidden (forms/sammanfogning.py)."""
    return [(f"initial-{namn}", f"{varde}" if varde else "") for namn, varde in innehall.items()]


@dataclass(frozen=True)
class Grupp:
    """Fields under a small heading: one judge, one instrument."""

    rubrik: str
    falt: list


@dataclass(frozen=True)
class Formularsektion:
    """`fler`: groups that most never use, folded until something stands in them."""

    kod: str
    rubrik: str
    falt: list
    grupper: list[Grupp]
    fler: list[Grupp]

    @property
    def fler_anvands(self) -> bool:
        falt = [f["bound"] for grupp in self.fler for f in grupp.falt]
        return any(bound.value() or bound.errors for bound in falt)


def formularsektioner(form: KartlaggningForm, delar: Iterable[Sektion], noter: dict) -> list[Formularsektion]:
    """The sections of a part; each field with what the other wrote in it, if they clash."""

    def bundna(namnen):
        return [{"bound": form[namn], "krock": noter.get(namn)} for namn in namnen]

    grupper = {
        "formaga": [Grupp(vem.label, bundna(bedomningsfalt(vem).values())) for vem in Bedomare],
        "instrument": [Grupp(f"Instrument {n}", bundna(instrumentfalt(n).values())) for n in INSTRUMENTPLATSER],
    }
    forst = {"formaga": len(Bedomare), "instrument": 1}
    sektioner = []
    for s in delar:
        alla, antal = grupper.get(s.kod, []), forst.get(s.kod, 0)
        sektioner.append(Formularsektion(s.kod, s.rubrik, bundna(s.falt), alla[:antal], alla[antal:]))
    return sektioner
