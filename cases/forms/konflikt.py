"""Two people saved the same form: what differs, so that the second sees both texts and loses nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms

from config.forms import ManadField


@dataclass(frozen=True)
class Skillnad:
    """One field that two people wrote differently."""

    label: str
    deras: str
    mitt: str


def differences(form: forms.Form, saved, names: Iterable[str]) -> list[Skillnad]:
    """Fields of a valid form whose typed value is not what `saved` holds now."""
    return [
        Skillnad(field.label, _shown(field, getattr(saved, name)), _shown(field, form.cleaned_data.get(name)))
        for name, field in form.fields.items()
        if name in names and name != "version" and form.cleaned_data.get(name) != getattr(saved, name)
    ]


def renew_version(form: forms.Form, version: int) -> None:
    """The form now rests on what stands: saving it again is a choice made with both texts seen."""
    form.data = form.data.copy()
    form.data["version"] = str(version)


def _shown(field: forms.Field, value) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if value in (None, ""):
        return "Tomt"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, date):
        return f"{value:%Y-%m}" if isinstance(field, ManadField) else f"{value:%Y-%m-%d}"
    return str(value)
