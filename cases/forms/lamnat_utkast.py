"""What becomes of a draft whose author has left."""

from datetime import date

from django import forms

from cases.models import Enhet, Medlemskap, User

from .falt import one_per_choice

OVERLAT, KASTA = "overlat", "kasta"


class Beroende:
    """Asked for by what was decided, so not demanded of every answer; `marks` says when."""

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)


class Kollega(Beroende, forms.ModelChoiceField):
    pass


class Skal(Beroende, forms.CharField):
    pass


class LamnatUtkastForm(forms.Form):
    use_required_attribute = False
    beslut = forms.ChoiceField(
        label="Vad ska hända med utkastet?",
        choices=[(OVERLAT, "En kollega skriver klart och signerar"), (KASTA, "Det kastas")],
        widget=forms.RadioSelect,
        error_messages=one_per_choice("Välj vad som ska hända med utkastet."),
    )
    till = Kollega(
        label="Kollega",
        queryset=User.objects.none(),
        empty_label="Välj",
        help_text="Anteckningen signeras i kollegans namn. Journalen säger vem som påbörjade den.",
        error_messages=one_per_choice("Välj en kollega på enheten."),
    )
    skal = Skal(
        label="Varför kastas det?",
        max_length=200,
        help_text="Texten och filerna sparas, men inte i journalen.",
    )
    marks = {"till": "krävs om en kollega skriver klart", "skal": "krävs om utkastet kastas"}

    def __init__(self, *args, enhet: Enhet, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        arbetar = Medlemskap.objects.giltiga(today).aktroller().filter(enhet=enhet)
        self.fields["till"].queryset = User.objects.filter(is_active=True, pk__in=arbetar.values("user"))

    def clean(self):
        data = super().clean()
        if data.get("beslut") == OVERLAT and not data.get("till") and "till" not in self.errors:
            self.add_error("till", "Välj en kollega på enheten.")
        if data.get("beslut") == KASTA and not data.get("skal") and "skal" not in self.errors:
            self.add_error("skal", "Skriv varför utkastet kastas.")
        return data
