"""Rows of a formset for those without scripting: the buttons "Lägg till" and "Ta bort" come back as a submit."""

from django.forms import BaseFormSet
from django.forms.utils import ErrorDict
from django.http import QueryDict

ADD = "lagg-till"
REMOVE = "ta-bort-"
LONGEST_COUNT = 4


def row_button_pressed(data: QueryDict, prefix: str) -> QueryDict | None:
    """The posted data with a row added or its removal switched, or None when no row button of this formset was pressed.

    The view then draws the form again from the answer, without saving: `show_as_typed(Formset(answer, prefix=…))`.
    """
    changed = data.copy()
    if data.get(ADD) == prefix:
        total = f"{prefix}-TOTAL_FORMS"
        changed[total] = str(_count(data.get(total, "")) + 1)
        return changed
    pressed = next((key for key, value in data.items() if key.startswith(REMOVE) and value == prefix), None)
    if pressed is None:
        return None
    delete = f"{prefix}-{pressed.removeprefix(REMOVE)}-DELETE"
    if changed.pop(delete, None) is None:
        changed[delete] = "on"
    return changed


def _count(sent: str) -> int:
    """The browser sends the number of rows back; whatever else comes was not written by the page and counts as none."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_COUNT else 0


def show_as_typed(formset: BaseFormSet) -> BaseFormSet:
    """A bound formset that shows what was typed and says nothing about errors yet."""
    for form in formset.forms:
        form._errors = ErrorDict(renderer=form.renderer)
    formset._errors = [form._errors for form in formset.forms]
    formset._non_form_errors = formset.error_class(renderer=formset.renderer)
    return formset
