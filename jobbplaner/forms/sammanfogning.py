"""Two people wrote at the same time: put both together and show where they clash. Nobody's text is lost.

Three values are known of every field: what was on the page when the form was read (sent back hidden), what I wrote,
and what is stored now. What only one of us changed is taken; where both did, mine stays in the field and the
other's stands beside it, to be taken with a button.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from .rader import Rader

# Name of the buttons that take the other's text; the value is the field
TA_ANDRAS = "ta-andras"
# The field of a row that clashes as a whole: one of us removed what the other rewrote
BORTTAGEN = "DELETE"


@dataclass
class Sammanfogning:
    """The data to show again, the names of fields where both wrote, and whether anything of mine is unsaved."""

    data: QueryDict
    krockar: list[str] = field(default_factory=list)
    mitt_skiljer: bool = False


def merge(data: QueryDict, form: forms.Form, sparat: dict, rader: dict[Rader, list[dict]]) -> Sammanfogning:
    """Merge valid `form` and row sets with what is stored: `sparat` by field, rows as dicts with `pk`."""
    svar = Sammanfogning(data.copy())
    _merge_form(svar, form, sparat)
    for formset, sparade in rader.items():
        _merge_rows(svar, formset, sparade)
    return svar


def take_the_others(data: QueryDict, namn: str) -> QueryDict:
    """The field `namn` as the other wrote it, which is what the page carries hidden beside it."""
    data = data.copy()
    data[namn] = data.get(f"initial-{namn}", "")
    return data


def still_clashing(data: QueryDict, krockar: Sequence[str] = ()) -> list[str]:
    """The fields where both wrote: newly met, or carried by a page that is sent back and still not saved."""
    return list(krockar) or data.get("krockar", "").split()


def _merge_form(svar: Sammanfogning, form: forms.Form, sparat: dict) -> None:
    for namn, andras in sparat.items():
        bound = form[namn]
        mitt, fran_borjan = form.cleaned_data.get(namn), _base(bound)
        if mitt not in (fran_borjan, andras):
            svar.mitt_skiljer = True
            if andras != fran_borjan:
                svar.krockar.append(bound.html_name)
        else:
            svar.data[bound.html_name] = _raw(andras)
        svar.data[bound.html_initial_name] = _raw(andras)


def _merge_rows(svar: Sammanfogning, formset: Rader, sparade: list[dict]) -> None:
    ej_visade = {rad["pk"]: rad for rad in sparade}
    for form in formset.forms:
        andras = ej_visade.pop(form.cleaned_data.get("pk"), None) or _same_as_new(form, ej_visade)
        if andras:
            _merge_row(svar, form, andras)
        elif not form.cleaned_data.get(BORTTAGEN):
            _row_is_gone(svar, form)
    for rad in ej_visade.values():
        _append_row(svar, formset, rad)


def _merge_row(svar: Sammanfogning, form: forms.Form, andras: dict) -> None:
    svar.data[form.add_prefix("pk")] = str(andras["pk"])
    falt = {namn: varde for namn, varde in andras.items() if namn != "pk"}
    if not form.cleaned_data.get(BORTTAGEN):
        _merge_form(svar, form, falt)
        return
    svar.mitt_skiljer = True
    if any(_base(form[namn]) != varde for namn, varde in falt.items()):
        _row_is_back(svar, form, falt)


def _row_is_back(svar: Sammanfogning, form: forms.Form, falt: dict) -> None:
    """I removed what the other rewrote: it stands there again as the other wrote it, and the page says so."""
    svar.data.pop(form.add_prefix(BORTTAGEN), None)
    svar.krockar.append(form.add_prefix(BORTTAGEN))
    for namn, andras in falt.items():
        svar.data[form.add_prefix(namn)] = svar.data[form[namn].html_initial_name] = _raw(andras)


def _same_as_new(form: forms.Form, ej_visade: dict[int, dict]) -> dict | None:
    """My new row that is stored already: the same form came twice."""
    if form.cleaned_data.get("pk"):
        return None
    for pk, rad in ej_visade.items():
        if all(form.cleaned_data.get(namn) == varde for namn, varde in rad.items() if namn != "pk"):
            return ej_visade.pop(pk)
    return None


def _row_is_gone(svar: Sammanfogning, form: forms.Form) -> None:
    """The other removed the row, or it is a new one of mine. What I have written stays as a new row, and the page
    says so of what the other removed.
    """
    omskriven, fanns = bool(set(form.changed_data) - {"pk", BORTTAGEN}), form.cleaned_data.get("pk")
    if omskriven and fanns:
        svar.krockar.append(form.add_prefix(BORTTAGEN))
    if omskriven or not fanns:
        svar.data[form.add_prefix("pk")] = ""
        svar.mitt_skiljer = svar.mitt_skiljer or omskriven
    else:
        svar.data[form.add_prefix(BORTTAGEN)] = "on"


def _append_row(svar: Sammanfogning, formset: Rader, rad: dict) -> None:
    nyckel = f"{formset.prefix}-TOTAL_FORMS"
    nr = int(svar.data[nyckel])
    svar.data[nyckel] = str(nr + 1)
    for namn, varde in rad.items():
        svar.data[f"{formset.prefix}-{nr}-{namn}"] = _raw(varde)
        svar.data[f"initial-{formset.prefix}-{nr}-{namn}"] = _raw(varde)


def _base(bound) -> object:
    """What the field held when the page was read."""
    raw = bound.form.data.get(bound.html_initial_name, "")
    try:
        return bound.field.to_python(raw)
    except ValidationError:
        return raw


def _raw(varde) -> str:
    if varde is None:
        return ""
    if isinstance(varde, bool):
        return "True" if varde else "False"
    if isinstance(varde, time):
        return f"{varde:%H:%M}"
    return f"{varde:%Y-%m-%d}" if isinstance(varde, date) else str(varde)
