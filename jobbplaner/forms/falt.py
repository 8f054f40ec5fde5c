"""Fields of what is written bit by bit: nothing is demanded of a draft, and only nonsense is an error."""

from django import forms
from django.core.exceptions import ValidationError

from config.forms import DatumField, RadioRow


class Halvklar:
    """May be left for later: never demanded, yet not called voluntary on the page.

    The value that was on the page when it was read comes back with it, so that two people's changes can be told
    apart (forms/sammanfogning.py).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"show_hidden_initial": True, **kwargs})

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)


class Text(Halvklar, forms.CharField):
    """Text over several lines. Browsers send \\r\\n; one kind of line end is stored."""

    def __init__(self, *, max_length, rows=3, css="", **kwargs):
        widget = forms.Textarea(attrs={"rows": rows, **({"class": css} if css else {})})
        super().__init__(max_length=max_length, widget=widget, **kwargs)
        self.error_messages["max_length"] = f"Texten får ha högst {max_length} tecken"
        # Counted by the validator on the stored text, not by the browser on its own line ends
        self.validators = [v for v in self.validators if getattr(v, "code", "") != "max_length"]
        self.max_tecken = max_length
        widget.attrs.pop("maxlength", None)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n")
        if len(text) > self.max_tecken:
            for_mycket = len(text) - self.max_tecken
            raise ValidationError(f"Texten får ha högst {self.max_tecken} tecken. Den är {for_mycket} för lång")
        return text

    def has_changed(self, initial, data):
        return super().has_changed(_newlines(initial), _newlines(data))


def _newlines(value):
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class Dag(Halvklar, DatumField):
    """A date that may be left for later."""


class Val(Halvklar, forms.ChoiceField):
    """One of a few; a select begins with "Välj"."""

    def __init__(self, *, choices, valj: bool = True, **kwargs):
        super().__init__(choices=[("", "Välj"), *choices] if valj else choices, **kwargs)


class Radval(Val):
    """Answer on a line: Ja, Delvis, Nej."""

    widget = RadioRow

    def __init__(self, *, choices, **kwargs):
        super().__init__(choices=choices, valj=False, **kwargs)


class Tal(Halvklar, forms.IntegerField):
    def __init__(self, *, hogst: int, **kwargs):
        super().__init__(min_value=0, max_value=hogst, widget=forms.TextInput(attrs={"class": "input-short"}), **kwargs)
        self.widget.attrs["inputmode"] = "numeric"
        for validator in self.validators:
            validator.message = f"Skriv ett tal mellan 0 och {hogst}"
        self.error_messages["invalid"] = f"Skriv ett helt tal mellan 0 och {hogst}"
