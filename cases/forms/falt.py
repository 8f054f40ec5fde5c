"""Pieces that several forms of the case share."""

from django import forms
from django.forms.utils import ErrorDict

from cases.services.fel import RuleBrokenError


def add_rule_error(form: forms.Form, error: RuleBrokenError) -> None:
    """Show what a service said at the field it concerns, at the top when the form has no such field."""
    form.add_error(error.falt if error.falt in form.fields else None, str(error))


def show_as_typed(form: forms.Form) -> forms.Form:
    """A bound form that shows what was typed and says nothing about errors yet."""
    form._errors = ErrorDict(renderer=form.renderer)
    form.cleaned_data = {}
    return form


def one_per_choice(text: str) -> dict:
    """The same words for a choice that is missing or was tampered with."""
    return {"required": text, "invalid_choice": text}
