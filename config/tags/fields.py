"""Tags for forms beyond `{{ form.field.as_field_group }}`: error summary, hints, rows of a formset."""

import re
from collections import Counter

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from config.formatting import count_word

from .writing import field_of

register = template.Library()


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_and_formsets):
    """One summary for everything that is wrong on the page; rendering it here keeps `{{ form }}` from repeating it."""
    found = [form for item in forms_and_formsets if item is not None for form in flatten_forms(item)]
    for form in found:
        form.error_summary_shown = True
    errors = _told_apart([error for form in found for error in form_errors(form)])
    for item in forms_and_formsets:
        if isinstance(item, forms.BaseFormSet) and item.is_bound:
            errors += [{"text": sentence(text), "target": ""} for text in item.non_form_errors()]
    noun = "uppgift" if len(errors) == 1 else "uppgifter"
    return {"errors": errors, "heading": f"{count_word(len(errors)).capitalize()} {noun} behöver rättas"}


def flatten_forms(item):
    return list(item.forms) if isinstance(item, forms.BaseFormSet) else [item]


def form_errors(form):
    """Errors of one form in the order of its fields, those of the whole form first."""
    errors = [{"text": sentence(text), "target": ""} for text in form.non_field_errors()]
    for bound in form:
        errors += [{"text": sentence(text), "target": bound.target_id, "bound": bound} for text in bound.errors]
    return errors


def _told_apart(errors: list[dict]) -> list[dict]:
    """Where several say the same, each begins with the field that it is about."""
    times = Counter(error["text"] for error in errors)
    for error in errors:
        if times[error["text"]] > 1 and (bound := error.get("bound")):
            error["text"] = f"{_name_of(bound)}: {error['text'][0].lower()}{error['text'][1:]}"
    return errors


def _name_of(bound) -> str:
    """The label, with what the page says above it (`in_summary` of the field) or which row it stands in."""
    label = getattr(bound.field, "in_summary", bound.label)
    row = re.search(r"-(\d+)$", bound.form.prefix or "")
    return f"{label}, rad {int(row[1]) + 1}" if row else label.rstrip("?")


@register.filter
def sentence(text):
    """What is wrong, as a whole sentence: it ends with its full stop, whoever wrote it."""
    return text if text.endswith((".", "?", "!")) else text + mark_safe(".")


@register.simple_tag
def field(bound, hint="", css=""):
    """Render a field as usual and tie it to the hint beside it (`hint` is the hint's id); `css` adds to its control."""
    bound.hint_id = hint
    if css:
        bound.field.widget.attrs["class"] = css
    return bound.as_field_group()


@register.simple_block_tag
def hint(content, title, id=""):
    return render_to_string("components/hint.html", {"content": content, "title": title, "id": id})


@register.inclusion_tag("components/field_met.html")
def field_met(text):
    return {"text": text}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form, submit="Visa", downloads=()):
    return {"form": form, "submit": submit, "downloads": downloads}


@register.inclusion_tag("components/form_rows.html")
def form_rows(formset, fields, noun, add, default="spara"):
    names = [name.strip() for name in fields.split(",")]
    labels = [formset.empty_form[name].label for name in names]
    shared = {"formset": formset, "fields": names, "noun": noun, "add": add, "default": default}
    return {**shared, "labels": labels, "short": len(names) < 4}


@register.simple_tag
def row_field(form, name):
    """A field of a row, tied to its tip; empty with a tip beside it, it has a dashed border."""
    bound = form[name]
    if any(field_of(tip, "field") == name for tip in getattr(form, "tips", ())):
        bound.hint_id = f"{form.prefix}-{name}-tips"
        bound.missed = not bound.value()
    return bound.as_field_group()
