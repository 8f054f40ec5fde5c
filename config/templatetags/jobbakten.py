"""Built into every template by settings: filters for how values are written, and one tag per component.

Parameters are documented at the top of each template in templates/components. Tags take keyword arguments with
defaults, so a page never has to name what it does not use, and a misspelt name fails when the template is compiled.
"""

from datetime import date, datetime

from django import forms, template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from lucide.templatetags.lucide import lucide

from config import dates
from config.flash import read_flashes
from config.formatting import count_word, format_number, format_nummer, format_percent, weekday_short

register = template.Library()

STATUS_ICONS = {
    "ok": "circle-check",
    "warn": "circle-alert",
    "bad": "circle-x",
    "now": "circle-dot",
    "neutral": "circle",
}
FLASH_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "info": "info"}


# Filters: how a value is written


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
def field_of(item, name):
    """`item.name` for a dict or an object, None if there is none: tables whose columns are data."""
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)


# Small tags


@register.simple_tag
def icon(name, size=16, label=""):
    """A lucide icon beside a word. An icon that stands alone says its name through `label`."""
    named = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return lucide(name, size=size, stroke_width="1.9", focusable="false", **{"class": "icon", **named})


@register.simple_tag
def stylesheet_link():
    """The style sheet of the page for a failed server, which must render also when collectstatic has not run."""
    try:
        return format_html('<link rel="stylesheet" href="{}">', staticfiles_storage.url("css/jobbakten.css"))
    except ValueError:
        return ""


@register.inclusion_tag("components/status.html")
def status(kind, text, icon="", boxed=False):
    return {"kind": kind, "text": text, "icon": icon or STATUS_ICONS[kind], "boxed": boxed}


@register.inclusion_tag("components/protected.html")
def protected():
    return {}


@register.inclusion_tag("components/deadline.html")
def deadline(day, today, note="", tid=None, workdays=False, inline=False):
    clock = f"{tid:%H:%M}" if tid else ""
    return deadline_context(day, today, note=note, clock=clock, workdays=workdays, inline=inline)


def deadline_context(day, today, *, note, clock, workdays, inline):
    """Which of the three states a deadline is in, and its two lines."""
    if day is None:
        return {}
    if day < today:
        late = dates.deadline_text_workdays(day, today) if workdays else dates.deadline_text(day, today)
        return {"state": "over", "top": late, "under": note, "day": day, "inline": inline}
    if day == today:
        return {"state": "today", "top": f"I dag {clock}".strip(), "under": note, "inline": inline}
    near = (day - today).days <= 7
    under = note or (dates.deadline_text(day, today) if near else "")
    return {"state": "later", "day": day, "clock": clock, "under": under, "inline": inline}


@register.inclusion_tag("components/person_cell.html")
def person_cell(namn, nummer="", alder=None, url="", under="", skyddad=False):
    return {"namn": namn, "nummer": nummer, "alder": alder, "url": url, "under": under, "skyddad": skyddad}


@register.inclusion_tag("components/stair.html")
def stair(step, steps=6, words=""):
    bars = [{"x": 1 + 7 * n, "height": 3 + round(12 * n / max(steps - 1, 1)), "on": n < step} for n in range(steps)]
    for bar in bars:
        bar["y"] = 16 - bar["height"]
    return {"step": step, "steps": steps, "words": words, "bars": bars, "width": 7 * steps}


@register.inclusion_tag("components/hours.html")
def hours(done, target):
    share = min(done / target, 1) if target else 0
    return {"done": done, "target": target, "width": round(100 * share, 1)}


@register.inclusion_tag("components/progress.html")
def progress(percent, label="", left="", steps=(), step=0, id="progress"):
    return {"percent": percent, "label": label, "left": left, "steps": steps, "step": step, "id": id}


# The page


@register.inclusion_tag("components/tabs.html")
def tabs(links, label="Akt"):
    links = list(links)
    return {
        "links": links,
        "label": label,
        "current": next((link for link in links if field_of(link, "current")), None),
    }


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(links):
    return {"links": links}


@register.inclusion_tag("components/page_head.html", takes_context=True)
def page_head(context, title, text="", actions=(), crumbs=(), inline=False):
    return {
        "title": title,
        "text": text,
        "actions": actions,
        "crumbs": crumbs,
        "inline": inline,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/person_header.html", takes_context=True)
def person_header(context, person, today, full=True, tabs=()):
    return {"person": person, "today": today, "full": full, "tabs": tabs, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/buttons.html", takes_context=True)
def buttons(context, actions, small=False):
    return {"actions": actions, "small": small, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, noun="", htmx_target=""):
    return {"page": page, "noun": noun, "htmx_target": htmx_target, "request": context.get("request")}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context, label, key, number=False, descending_first=False):
    """The table's own order is in `sortering` of the query string: `key`, or `-key` for descending."""
    request = context.get("request")
    chosen = (request.GET.get("sortering", "") if request else "") or context.get("sortering", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
    target = {"ascending": f"-{key}", "descending": key}.get(order, f"-{key}" if descending_first else key)
    return {"label": label, "order": order, "target": target, "number": number, "request": request}


@register.inclusion_tag("components/flashes.html", takes_context=True)
def flashes(context):
    return {"flashes": read_flashes(context.get("messages", ())), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title, text="", url="", label="", level=2):
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


# Forms


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_and_formsets):
    """One summary for everything that is wrong on the page; rendering it here keeps `{{ form }}` from repeating it."""
    found = [form for item in forms_and_formsets if item is not None for form in flatten_forms(item)]
    for form in found:
        form.error_summary_shown = True
    errors = [error for form in found for error in form_errors(form)]
    for item in forms_and_formsets:
        if isinstance(item, forms.BaseFormSet) and item.is_bound:
            errors += [{"text": text, "target": ""} for text in item.non_form_errors()]
    noun = "uppgift" if len(errors) == 1 else "uppgifter"
    return {"errors": errors, "heading": f"{count_word(len(errors)).capitalize()} {noun} behöver rättas"}


def flatten_forms(item):
    return list(item.forms) if isinstance(item, forms.BaseFormSet) else [item]


def form_errors(form):
    """Errors of one form in the order of its fields, those of the whole form first."""
    errors = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        errors += [{"text": text, "target": bound.target_id} for text in bound.errors]
    return errors


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
