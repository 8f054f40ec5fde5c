"""Tags for the small parts: icon, status, deadline, person, ladder, hours, progress, facts."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from lucide.templatetags.lucide import lucide

from config import dates
from config.formatting import format_number

from .writing import field_of, nr

register = template.Library()

STATUS_ICONS = {
    "ok": "circle-check",
    "warn": "circle-alert",
    "bad": "circle-x",
    "now": "circle-dot",
    "neutral": "circle",
}


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
    text = dates.deadline_text_workdays if workdays else dates.deadline_text
    if day < today:
        return {"state": "over", "top": text(day, today), "under": note, "day": day, "inline": inline}
    if day == today:
        return {"state": "today", "top": f"I dag {clock}".strip(), "under": note, "inline": inline}
    near = (day - today).days <= 7
    under = note or (text(day, today) if near else "")
    return {"state": "later", "day": day, "clock": clock, "under": under, "inline": inline}


@register.simple_tag
def person_cell(namn, nummer="", alder=None, url="", under="", skyddad=False):
    """Name over number and age; `under` replaces the second line (a group, an ärendenummer).

    Written here and not in a template of its own: it stands in every row of every list.
    """
    forst = format_html('<a href="{}">{}</a>', url, namn) if url else format_html("<b>{}</b>", namn)
    rad = under or nr(nummer)
    if rad and not under and alder is not None:
        rad = format_html('{}, <span class="nowrap">{} år</span>', rad, alder)
    sedan = format_html("<small>{}</small>", rad) if rad else ""
    marke = render_to_string("components/protected.html") if skyddad else ""
    return format_html('<div class="person-cell">{}{}{}</div>', forst, sedan, marke)


@register.inclusion_tag("components/stair.html")
def stair(step, steps=6, words=""):
    bars = [{"x": 1 + 7 * n, "height": 3 + round(12 * n / max(steps - 1, 1)), "on": n < step} for n in range(steps)]
    for bar in bars:
        bar["y"] = 16 - bar["height"]
    return {"step": step, "steps": steps, "words": words, "bars": bars, "width": 7 * steps}


@register.inclusion_tag("components/hours.html")
def hours(done, target):
    share = min(done / target, 1) if target else 0
    return {"done": done, "target": target, "width": percent_text(share)}


@register.inclusion_tag("components/hours_stack.html")
def hours_stack(parts, target, own=0):
    """Bars side by side in the order of `parts`, together at most the whole width."""
    whole = max(target, sum(field_of(part, "hours") for part in parts)) or 1
    bars, done = [], 0
    for number, part in enumerate(parts):
        hours = field_of(part, "hours")
        bar = {"part": part, "x": percent_text(done / whole), "width": percent_text(hours / whole)}
        bars.append({**bar, "hatched": number % 2 == 1})
        done += hours
    left = target - done
    words = f"{format_number(left)} {'timme' if left == 1 else 'timmar'} saknas"
    return {"bars": bars, "done": done, "target": target, "own": own, "left": left, "words_left": words}


def percent_text(share) -> str:
    """A share as an SVG length without unit: a decimal point whatever the language."""
    return f"{100 * share:.1f}"


@register.inclusion_tag("components/progress.html")
def progress(percent, label="", left="", steps=(), step=0, id="progress"):
    return {"percent": percent, "label": label, "left": left, "steps": steps, "step": step, "id": id}


@register.inclusion_tag("components/facts.html")
def facts(items, today=None):
    return {"items": items, "today": today}


@register.inclusion_tag("components/fact_list.html")
def fact_list(items, today=None, columns=False):
    return {"items": items, "today": today, "columns": columns}


@register.inclusion_tag("components/check_list.html")
def check_list(items):
    return {"items": items}


@register.inclusion_tag("components/button.html", takes_context=True)
def button(context, action, small=False, context_words=""):
    css = ["button"] + ["is-primary"] * bool(field_of(action, "primary")) + ["is-small"] * small
    said = context_words or field_of(action, "context")
    return {"action": action, "css": " ".join(css), "context": said, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/buttons.html", takes_context=True)
def buttons(context, actions, small=False):
    return {"actions": actions, "small": small, "csrf_token": context.get("csrf_token")}
