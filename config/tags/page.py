"""Tags for the larger parts of a page: head, tabs, lists, timeline, figures, panels."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join

from config.components import group_events
from config.flash import read_flashes, take_saved_drafts

from .writing import field_of

register = template.Library()


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


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, noun="", htmx_target=""):
    ett, flera = noun.split("|") if "|" in noun else (noun, noun)
    noun = ett if page.paginator.count == 1 else flera
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
    return {
        "flashes": read_flashes(context.get("messages", ()), context.get("request")),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def saved_drafts(context):
    """In <head>: tells the browser which drafts are safe with the server and need not be kept."""
    keys = take_saved_drafts(context.get("request"))
    return format_html_join("\n", '<meta name="sparat" content="{}">', ((key,) for key in keys))


@register.inclusion_tag("components/empty_state.html")
def empty_state(title, text="", url="", label="", level=2):
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


@register.inclusion_tag("components/work_list.html", takes_context=True)
def work_list(context, groups, today, level=3):
    return {"groups": groups, "today": today, "level": level, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/timeline.html")
def timeline(events, today):
    return {"groups": group_events(events, today=today), "today": today}


@register.inclusion_tag("components/version_bar.html", takes_context=True)
def version_bar(context, title, states, current, saved="", icon="square-pen", actions=()):
    return {
        "title": title,
        "states": states,
        "current": current,
        "saved": saved,
        "icon": icon,
        "actions": actions,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/steps.html")
def steps(links, current):
    return {"links": links, "current": current}


@register.inclusion_tag("components/figure_row.html")
def figure_row(figure, level=2):
    return {"figure": figure, "level": level}


@register.inclusion_tag("components/hidden_notes.html")
def hidden_notes():
    return {}


@register.inclusion_tag("components/filter_links.html")
def filter_links(links, label="Visa"):
    return {"links": links, "label": label}


@register.inclusion_tag("components/jump_links.html")
def jump_links(links):
    return {"links": links}


@register.simple_block_tag
def panel(content, title, id="panel"):
    return render_to_string("components/panel.html", {"content": content, "title": title, "id": id})


@register.simple_block_tag
def answer_box(content, title, icon="info", question=""):
    context = {"content": content, "title": title, "icon": icon, "question": question}
    return render_to_string("components/answer_box.html", context)


@register.simple_block_tag
def dialog(content, id, title, opened=False):
    context = {"content": content, "id": id, "title": title, "opened": opened}
    return render_to_string("components/dialog.html", context)
