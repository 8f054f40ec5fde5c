"""The one way a form looks and answers. FORM_RENDERER points here, so `{{ form.field.as_field_group }}` is enough.

A plain `forms.DateField`, `ChoiceField` or `CharField` gets the right control by itself; the fields and widgets below
are for what Django has no field for: months, segments and choices that need a line of help each.
"""

import re
from collections.abc import Iterable
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIteratorValue
from django.forms.renderers import TemplatesSetting

DATE_MESSAGE = "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2026-11-24"
MONTH_MESSAGE = "Skriv månaden som ÅÅÅÅ-MM, till exempel 2026-11"
TIME_MESSAGE = "Skriv tiden som tt:mm, till exempel 09:30"
TIME_PATTERN = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?|(\d{2}))?", re.ASCII)
DATE_PATTERN = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
MONTH_PATTERN = re.compile(r"(\d{4})-?(\d{2})", re.ASCII)

# Width follows content: the class a control gets when its form has not chosen one.
CONTROL_CLASSES = {
    "date": "input-date",
    "month": "input-month",
    "number": "input-short",
    "email": "input-medium",
}


class JobbaktenBoundField(BoundField):
    """A field that knows its place on the page: its width, and the hint that describes it."""

    hint_id = ""
    """Set by `{% field %}` when a hint stands beside the field."""

    @property
    def mark(self) -> str:
        """After the label, whether it must be filled in: when, where the form's `marks` says so by the field's name;
        else nothing for a field that is always required."""
        return getattr(self.form, "marks", {}).get(self.name, "" if self.field.required else "frivilligt")

    missed = False
    """Empty although a hint says why that matters; drawn with a dashed border."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        chosen = (widget or self.field.widget).attrs
        if self.widget_type in CONTROL_CLASSES and "class" not in chosen:
            attrs.setdefault("class", CONTROL_CLASSES[self.widget_type])
        if self.missed:
            attrs["class"] = f"{attrs.get('class') or chosen.get('class', '')} is-missed".strip()
        if self.widget_type in {"date", "month"}:
            attrs.setdefault("autocomplete", "off")
            attrs.setdefault("inputmode", "numeric")
        return attrs

    @property
    def aria_describedby(self):
        described = super().aria_describedby
        return " ".join(filter(None, [described, self.hint_id]))

    @property
    def target_id(self):
        """The id an error summary links to: the control itself, or the first of several."""
        several = isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget))
        return f"{self.auto_id}_0" if several else self.auto_id


class JobbaktenRenderer(TemplatesSetting):
    """Templates of forms come from templates/forms; widgets may be overridden in templates/django/forms/widgets."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = JobbaktenBoundField


# Rules count months and days forth and back from what is typed, and the calendar of Python ends with the year 9999
YEARS = range(1800, 2200)


def _with_a_likely_year(day: date) -> date:
    """The day itself. Raises ValidationError for a year that only a slip of the hand writes."""
    if day.year not in YEARS:
        raise ValidationError(f"Skriv ett år mellan {YEARS[0]} och {YEARS[-1]}.", code="invalid")
    return day


class DatumField(forms.DateField):
    """A date typed as text. Separates "not written as a date" from "no such day".

    `tidigast` and `senast` are set by the form when a day outside them would be nonsense.
    """

    default_error_messages = {"invalid": DATE_MESSAGE}
    tidigast: date | None = None
    senast: date | None = None
    for_tidig = "Datumet kan inte ligga före {dag}"

    def validate(self, value):
        super().validate(value)
        if value and self.tidigast and value < self.tidigast:
            raise ValidationError(self.for_tidig.format(dag=f"{self.tidigast:%Y-%m-%d}"))
        if value and self.senast and value > self.senast:
            raise ValidationError(f"Datumet kan inte ligga efter {self.senast:%Y-%m-%d}")

    def strptime(self, value, format):
        match = DATE_PATTERN.fullmatch(value)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return _with_a_likely_year(date(*map(int, match.groups())))
        except ValueError:
            raise ValidationError(f"{value} finns inte i kalendern.", code="invalid") from None


class KlockslagField(forms.TimeField):
    """A time of day as people write it: 09:30, 9.30, 930, 14. Seconds are how a hidden first value comes back."""

    default_error_messages = {"invalid": TIME_MESSAGE}

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        match = TIME_PATTERN.fullmatch(str(value).strip())
        try:
            return time(int(match[1]), int(match[2] or match[4] or 0), int(match[3] or 0))
        except (TypeError, ValueError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MonthInput(forms.TextInput):
    """Text control for a month; a date is shown as ÅÅÅÅ-MM."""

    def format_value(self, value):
        return f"{value:%Y-%m}" if isinstance(value, date) else super().format_value(value)


class ManadField(forms.Field):
    """A month typed as ÅÅÅÅ-MM. Its value is the first day of the month."""

    widget = MonthInput
    default_error_messages = {"invalid": MONTH_MESSAGE}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value.replace(day=1)
        match = MONTH_PATTERN.fullmatch(str(value).strip())
        try:
            return _with_a_likely_year(date(int(match[1]), int(match[2]), 1))
        except (TypeError, ValueError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ChoiceHelpMixin:
    """Lets every choice carry a line of help: `help_texts={"76-100": "Upp till 40 timmar i veckan"}`."""

    def __init__(self, *args, help_texts=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_texts = help_texts or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["help_text"] = self.help_texts.get(str(value), "")
        return option


class RadioList(ChoiceHelpMixin, forms.RadioSelect):
    """Radio buttons under each other."""


class RadioRow(ChoiceHelpMixin, forms.RadioSelect):
    """Radio buttons on a line, for short answers such as Ja and Nej."""

    template_name = "forms/widgets/radio_row.html"


class CheckboxList(ChoiceHelpMixin, forms.CheckboxSelectMultiple):
    """Checkboxes under each other."""


class Segment(forms.RadioSelect):
    """Radio buttons side by side in one frame. `kinds={"ogiltig": "bad"}` colours a chosen value that needs someone.

    `long=True` stacks the choices on a phone, for labels longer than one word.
    """

    template_name = "forms/widgets/segment.html"

    def __init__(self, *args, kinds=None, long=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds or {}
        self.long = long

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["kind"] = self.kinds.get(str(value), "")
        return option

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["long"] = self.long
        return context


def offer(field: forms.ModelChoiceField, rows: Iterable[Model]) -> None:
    """Let the page choose among rows of the field's query set that have been read already."""
    tom = [] if field.empty_label is None else [("", field.empty_label)]
    val = ((ModelChoiceIteratorValue(field.prepare_value(row), row), field.label_from_instance(row)) for row in rows)
    field.choices = [*tom, *val]
