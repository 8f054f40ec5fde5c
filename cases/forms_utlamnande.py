"""Handing over: the ground to choose, and the person's consent."""

from datetime import date

from django import forms

from config.forms import DatumField, RadioList, RadioRow

from .models import Namnd, Samtycke
from .services.handlingar import samtycke_last_day
from .utlamning import Utlamningsval


def ground_label(grund, samtycke: Samtycke | None) -> str:
    if grund.kraver_samtycke and samtycke:
        return f"{grund.namn} {samtycke.fran:%Y-%m-%d}, gäller till {samtycke.till:%Y-%m-%d}"
    return f"{grund.namn}, {grund.paragraf}" if grund.paragraf else grund.namn


class Grundval(forms.ChoiceField):
    """A ground is never voluntary: where nothing is sent it is not asked for, which the form says by `kravs`."""

    kravs = True

    def validate(self, value):
        if value or self.kravs:
            super().validate(value)


class GrundForm(forms.Form):
    """On which ground. A valid consent is proposed; a ground in law is always chosen by hand."""

    use_required_attribute = False
    grund = Grundval(label="Grund för utlämnandet")

    def __init__(self, *args, val: Utlamningsval, kravs: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.val = val
        self.grunder = {str(g.pk): g for g in val.grunder}
        falt = self.fields["grund"]
        falt.choices = [("", "Välj grund"), *((pk, ground_label(g, val.samtycke)) for pk, g in self.grunder.items())]
        falt.kravs = kravs
        falt.initial = next((pk for pk, g in self.grunder.items() if g.kraver_samtycke), "")
        falt.error_messages["required"] = "Välj på vilken grund handlingen lämnas ut"

    def clean_grund(self):
        return self.grunder.get(self.cleaned_data["grund"])


class SamtyckeForm(forms.Form):
    """The person's consent to hand over: a ground for breaking secrecy, not for handling personal data."""

    BADA, FRAN_OSS, TILL_OSS = "bada", "fran_oss", "till_oss"

    use_required_attribute = False
    omfattning = forms.CharField(
        label="Vad samtycket gäller",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Till exempel: jobbplan, månadsunderlag och protokoll från trepartssamtal.",
        error_messages={"required": "Skriv vad samtycket gäller"},
    )
    riktning = forms.ChoiceField(label="Åt vilket håll", widget=RadioList, initial=BADA)
    satt = forms.ChoiceField(
        label="Hur lämnades det",
        choices=Samtycke.Satt.choices,
        widget=RadioRow,
        error_messages={"required": "Välj hur samtycket lämnades"},
    )
    fran = DatumField(label="Gäller från", error_messages={"required": "Skriv från vilken dag samtycket gäller"})
    till = DatumField(
        label="Gäller till och med", error_messages={"required": "Skriv till vilken dag samtycket gäller"}
    )

    def __init__(self, *args, vi: Namnd, motpart: Namnd, today: date, **kwargs):
        senast = samtycke_last_day(today)
        super().__init__(*args, **{"initial": {"fran": today, "till": senast}, **kwargs})
        self.vi, self.motpart = vi, motpart
        self.fields["riktning"].choices = [
            (self.BADA, "Åt båda håll"),
            (self.FRAN_OSS, f"Från {vi} till {motpart}"),
            (self.TILL_OSS, f"Från {motpart} till {vi}"),
        ]
        self.fields["till"].help_text = f"Som längst ett samtycke från i dag: {senast:%Y-%m-%d}."

    def clean(self):
        data = super().clean()
        fran, till = data.get("fran"), data.get("till")
        if fran and till and till < fran:
            self.add_error("till", "Samtycket kan inte sluta gälla innan det börjar")
        elif fran and till and till > samtycke_last_day(fran):
            self.add_error("till", f"Ett samtycke får gälla som längst till {samtycke_last_day(fran):%Y-%m-%d}")
        return data

    def riktningar(self) -> list[tuple[Namnd, Namnd]]:
        """(from, to) pairs that the consent covers."""
        ut, hem = (self.vi, self.motpart), (self.motpart, self.vi)
        return {self.BADA: [ut, hem], self.FRAN_OSS: [ut], self.TILL_OSS: [hem]}[self.cleaned_data["riktning"]]
