"""Rows added and removed in place, with submit buttons when there is no JavaScript."""

from django import forms
from django.http import QueryDict

LAGG_TILL = "lagg-till"
TA_BORT = "ta-bort-"
ANGRA = "angra-"


class Rad(forms.Form):
    """A row that may already be stored; `pk` says which."""

    use_required_attribute = False
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def ar_borttagen(self) -> bool:
        return bool(self.is_bound and self["DELETE"].value())


class Rader(forms.BaseFormSet):
    deletion_widget = forms.CheckboxInput

    def get_deletion_widget(self):
        return forms.CheckboxInput(attrs={"hidden": True, "tabindex": "-1"})

    def get_form_kwargs(self, index):
        # A new row is read as strictly as an old one: what is empty is sorted out afterwards
        return {**super().get_form_kwargs(index), "empty_permitted": False, "use_required_attribute": False}

    def kvar(self) -> list[dict]:
        """What the rows say, without those removed; `plats` is the row's place in the form."""
        return [
            {**rad.cleaned_data, "plats": plats}
            for plats, rad in enumerate(self.forms)
            if hasattr(rad, "cleaned_data") and not rad.cleaned_data.get("DELETE")
        ]


def changed_by_button(data: QueryDict, prefixes: list[str]) -> QueryDict | None:
    """The posted data with a row added, removed or taken back, when one of those buttons sent the form."""
    for prefix in prefixes:
        if data.get(LAGG_TILL) == prefix:
            return _with_one_more(data, prefix)
    for knapp, pa in ((TA_BORT, True), (ANGRA, False)):
        namn = next((namn for namn in data if namn.startswith(knapp) and data[namn] in prefixes), None)
        if namn:
            return _with_removal(data, data[namn], namn.removeprefix(knapp), pa)
    return None


def _with_one_more(data: QueryDict, prefix: str) -> QueryDict:
    data = data.copy()
    nyckel = f"{prefix}-TOTAL_FORMS"
    antal = data.get(nyckel, "0")
    data[nyckel] = str(min(int(antal) if antal.isdigit() else 0, 999) + 1)
    return data


def _with_removal(data: QueryDict, prefix: str, nr: str, pa: bool) -> QueryDict:
    data = data.copy()
    data.pop(f"{prefix}-{nr}-DELETE", None)
    if pa:
        data[f"{prefix}-{nr}-DELETE"] = "on"
    return data
