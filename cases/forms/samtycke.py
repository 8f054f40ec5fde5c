"""The person's consent to hand over, and taking it back: a ground for breaking secrecy, not the GDPR ground."""

from datetime import date

from django import forms

from cases.enums import AKTROLLER
from cases.models import Enhet, Medlemskap, Namnd, Samtycke, User
from cases.models.samtycke import OMFATTNING
from cases.services.samtycken import OVER, samtycke_last_day
from config.forms import CheckboxList, DatumField, RadioList, RadioRow

TYPVAL = [(typ.value, typ.label) for typ in OMFATTNING]


def type_field(**kwargs) -> forms.MultipleChoiceField:
    """Which handlingar the consent covers."""
    return forms.MultipleChoiceField(
        label="Handlingar som samtycket omfattar",
        help_text="Ett utdrag räknas som den handling det är taget ur.",
        choices=TYPVAL,
        widget=CheckboxList,
        error_messages={"required": "Välj vilka handlingar samtycket omfattar"},
        **kwargs,
    )


def limits_field() -> forms.CharField:
    return forms.CharField(
        label="Begränsningar, med personens ord",
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _colleagues(enhet: Enhet, dag: date):
    """Those who open akter at the unit, whom a person may have told."""
    medlemskap = Medlemskap.objects.giltiga(dag).filter(enhet=enhet, roll__in=AKTROLLER)
    return User.objects.filter(is_active=True, pk__in=medlemskap.values("user"))


class SamtyckeForm(forms.Form):
    """What it covers, which way, to whom and how it was given, and for how long.

    What it covers and which way are the person's to say: nothing is chosen beforehand.
    """

    BADA, FRAN_OSS, TILL_OSS = "bada", "fran_oss", "till_oss"

    use_required_attribute = False
    typer = type_field()
    omfattning = limits_field()
    riktning = forms.ChoiceField(
        label="Åt vilket håll",
        widget=RadioList,
        error_messages={"required": "Välj åt vilket håll samtycket gäller"},
    )
    satt = forms.ChoiceField(
        label="Hur lämnades det",
        choices=Samtycke.Satt.choices,
        widget=RadioRow,
        error_messages={"required": "Välj hur samtycket lämnades"},
    )
    mottaget_av = forms.ModelChoiceField(
        label="Lämnat till",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": "Välj vem som tog emot samtycket", "invalid_choice": "Välj någon på din enhet"},
    )
    fran = DatumField(label="Gäller från", error_messages={"required": "Skriv från vilken dag samtycket gäller"})
    till = DatumField(
        label="Gäller till och med", error_messages={"required": "Skriv till vilken dag samtycket gäller"}
    )

    def __init__(self, *args, vi: Enhet, motpart: Namnd, by: User, today: date, **kwargs):
        senast = samtycke_last_day(today)
        start = {"fran": today, "till": senast, "mottaget_av": by.pk}
        super().__init__(*args, **{"initial": start, **kwargs})
        self.vi, self.motpart, self.today = vi.namnd, motpart, today
        self.fields["mottaget_av"].queryset = _colleagues(vi, today)
        self.fields["riktning"].choices = [
            (self.BADA, "Åt båda håll"),
            (self.FRAN_OSS, f"Från {self.vi} till {motpart}"),
            (self.TILL_OSS, f"Från {motpart} till {self.vi}"),
        ]
        self.fields["till"].help_text = f"Som längst ett samtycke från i dag: {senast:%Y-%m-%d}."

    def clean(self):
        data = super().clean()
        fran, till = data.get("fran"), data.get("till")
        if fran and till and till < fran:
            self.add_error("till", "Samtycket kan inte sluta gälla innan det börjar")
        elif till and till < self.today:
            self.add_error("till", OVER)
        elif fran and till and till > samtycke_last_day(fran):
            self.add_error("till", f"Ett samtycke får gälla som längst till {samtycke_last_day(fran):%Y-%m-%d}")
        return data

    def riktningar(self) -> list[tuple[Namnd, Namnd]]:
        """(from, to) pairs that the consent covers."""
        ut, hem = (self.vi, self.motpart), (self.motpart, self.vi)
        return {self.BADA: [ut, hem], self.FRAN_OSS: [ut], self.TILL_OSS: [hem]}[self.cleaned_data["riktning"]]

    def uppgifter(self) -> dict:
        data = self.cleaned_data
        return {namn: data[namn] for namn in ("typer", "omfattning", "satt", "mottaget_av", "fran", "till")} | {
            "riktningar": self.riktningar()
        }


class AterkallaForm(forms.Form):
    """Which day the person took it back, and how."""

    use_required_attribute = False
    aterkallat = DatumField(label="Återkallat", error_messages={"required": "Skriv vilken dag samtycket återkallades"})
    satt = forms.ChoiceField(
        label="Hur återkallades det",
        choices=Samtycke.Satt.choices,
        widget=RadioRow,
        error_messages={"required": "Välj hur samtycket återkallades"},
    )

    def __init__(self, *args, samtycke: Samtycke, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"aterkallat": today}, **kwargs})
        self.samtycke, self.today = samtycke, today

    def clean_aterkallat(self):
        dag = self.cleaned_data["aterkallat"]
        if dag > self.today:
            raise forms.ValidationError("Dagen kan inte ligga i framtiden. Registrera återkallelsen när den gäller.")
        if dag < self.samtycke.fran:
            raise forms.ValidationError(f"Samtycket började gälla {self.samtycke.fran:%Y-%m-%d}. Välj en dag från den.")
        return dag
