"""Filters: how a value is written."""

import re
from datetime import date, datetime

from django import forms, template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from config import dates, maskning
from config.formatting import format_number, format_nummer, format_percent, weekday_short

register = template.Library()

UNBREAKABLE = re.compile(
    r"\b\d{8}-\d{4}\b|\b\d{4}-\d{2}(?:-\d{2})?\b|\b0\d{1,3}-\d[\d ]{3,}\d\b|\b\d+ kap\.(?: \d+(?: [a-z])? §{1,2})?"
)


@register.filter
def maska(value, klass):
    """The value, or ••• when its class in the register of personal data is not "vanlig"."""
    return maskning.maska(value, klass)


@register.filter
def nr(nummer):
    """A stored number as ÅÅÅÅMMDD-NNNC that never breaks. Use only between tags, not in attributes or titles."""
    return format_html('<span class="nowrap">{}</span>', format_nummer(nummer)) if nummer else ""


@register.filter
def isodate(day):
    """A date as ÅÅÅÅ-MM-DD that never breaks; a datetime in local time gets its clock too. Only between tags."""
    if not day:
        return ""
    if isinstance(day, datetime):
        local = day.astimezone(dates.STOCKHOLM)
        return format_html('<span class="nowrap">{}</span> {}', f"{local:%Y-%m-%d}", f"{local:%H:%M}")
    return format_html('<span class="nowrap">{}</span>', f"{day:%Y-%m-%d}")


@register.filter
def vecka(day):
    """A date's ISO week as `v. 48`."""
    return format_html('<span class="nowrap">{}</span>', dates.week_label(day)) if day else ""


@register.filter
def veckodag(day):
    """A date as `tors 2026-11-26`, for lists where one plans."""
    return format_html('<span class="nowrap">{} {}</span>', weekday_short(day), f"{day:%Y-%m-%d}") if day else ""


@register.filter
def nyss(moment, today):
    """When something happened lately: `i dag 08:02`, `i går 15:47`, then `fre 2026-11-20`."""
    lokal = moment.astimezone(dates.STOCKHOLM)
    namn = {0: "i dag", 1: "i går"}.get((today - lokal.date()).days)
    return format_html('<span class="nowrap">{} {}</span>', namn, f"{lokal:%H:%M}") if namn else veckodag(lokal.date())


@register.filter
def tal(value, decimals=0):
    """A number with a narrow space between thousands and a decimal comma."""
    return "" if value is None else format_number(value, decimals)


@register.filter
def procent(share, decimals=1):
    """A share between 0 and 1 as `58,2 %`; a missing one as `saknas`."""
    return format_percent(share, decimals)


@register.filter
def alder(fodelsedatum, today):
    """Age in whole years on the day `today`."""
    return dates.age(fodelsedatum, today) if fodelsedatum else ""


@register.filter
def date_answer(field):
    """What a date field answers beside itself: `fredag, vecka 1`. Empty until the text is a date."""
    value = field.value()
    if isinstance(value, str):
        try:
            value = field.field.to_python(value)
        except forms.ValidationError:
            return ""
    return f"{dates.weekday_name(value)}, vecka {value.isocalendar().week}" if isinstance(value, date) else ""


@register.filter
def nobreak(text):
    """Dates, numbers of persons and telephones, and places in a law never break. HTML with tags is left alone."""
    if hasattr(text, "__html__") and "<" in text.__html__():
        return text
    return mark_safe(UNBREAKABLE.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))  # noqa: S308


@register.filter
def field_of(item, name):
    """`item.name` for a dict or an object, None if there is none: tables whose columns are data."""
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)
