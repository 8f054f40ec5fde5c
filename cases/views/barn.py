"""Children's birth years as rows, with or without scripting."""

from cases.forms.person import BarnFormSet
from cases.models import Aspirant
from config.formsets import row_button_pressed, show_as_typed

PREFIX = "barn"


def barn_formset(request, aspirant: Aspirant):
    """The formset, and whether only a row button was pressed (then nothing is saved)."""
    kwargs = {"prefix": PREFIX, "form_kwargs": {"today": request.today}}
    if request.method != "POST":
        initial = [{"fodelsear": barn.fodelsear} for barn in aspirant.barn.all()]
        return BarnFormSet(initial=initial, **kwargs), False
    changed = row_button_pressed(request.POST, PREFIX)
    if changed is not None:
        return show_as_typed(BarnFormSet(changed, **kwargs)), True
    return BarnFormSet(request.POST, **kwargs), False
