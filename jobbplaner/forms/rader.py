"""Rows added and removed in place; config.formsets answers their buttons when there is no scripting."""

from django import forms


class Rad(forms.Form):
    """A row that may already be stored; `pk` says which. Its hidden initial values are what the page was read with."""

    use_required_attribute = False
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Rader(forms.BaseFormSet):
    def get_form_kwargs(self, index):
        # A new row is read as strictly as an old one: what is empty is sorted out afterwards
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def kvar(self) -> list[dict]:
        """What the rows say, without those removed; `plats` is the row's place in the form."""
        return [
            {**rad.cleaned_data, "plats": plats}
            for plats, rad in enumerate(self.forms)
            if hasattr(rad, "cleaned_data") and not rad.cleaned_data.get("DELETE")
        ]


def say(fel: dict[str, str], form: forms.Form, *formsets: Rader) -> None:
    """Put each text at its field; a row's field is named prefix-number-column, and "" is the whole form.

    A row that did not come with the form has no field: its text is said of the whole.
    """
    rader = {rad.prefix: rad for formset in formsets for rad in formset.forms}
    for namn, text in fel.items():
        prefix, _, kolumn = namn.rpartition("-")
        if prefix and prefix not in rader:
            form.add_error(None, text)
        else:
            (rader[prefix] if prefix else form).add_error(kolumn or None, text)
