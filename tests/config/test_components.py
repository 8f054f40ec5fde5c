"""The components as markup: what they say, to whom, and what they never contain."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from config.components import (
    Action,
    Cell,
    Fact,
    Figure,
    FigureTableRow,
    PersonHeader,
    WorkRow,
    group_events,
    group_work,
)
from config.flash import draft_saved, flash, take_saved_drafts
from config.gallery import gallery
from config.tema import tema

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2026, 11, 24)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCREENS = [
    path for path in TEMPLATES if not {"pdf", "admin"} & set(path.parts)
]  # the administration wears Django's own


def render(source: str, request: HttpRequest | None = None, **context) -> str:
    return engines["django"].from_string(source).render({"today": TODAY, **context}, request)


def get(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.session = {}
    request._messages = FallbackStorage(request)
    request.user = SimpleNamespace(is_authenticated=False, pk=None)
    return request


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Values


def test_a_number_and_a_date_never_break():
    assert render("{{ n|nr }}", n="198804192386") == '<span class="nowrap">19880419-2386</span>'
    assert render("{{ d|isodate }}", d=TODAY) == '<span class="nowrap">2026-11-24</span>'
    assert render("{{ d|veckodag }} {{ d|vecka }}", d=date(2026, 11, 26)).count("nowrap") == 2


def test_a_moment_is_shown_in_swedish_time():
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert text_of(render("{{ d|isodate }}", d=moment)) == "2026-07-01 00:30"


def test_what_is_missing_is_empty_and_never_an_error():
    assert render("{{ d|isodate }}{{ d|vecka }}{{ d|veckodag }}{{ d|nr }}{{ d|tal }}{{ d|alder:today }}", d=None) == ""


def test_age_is_counted_on_the_day():
    assert render("{{ d|alder:today }}", d=date(1988, 11, 25)) == "37"


def test_running_text_keeps_dates_numbers_and_telephones_whole_and_is_escaped():
    html = render("{{ t|nobreak }}", t="Till 2027-01-29, <b>19880419-2386</b>, 08-465 004 00.")
    assert html.count("nowrap") == 3
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("plats", ["10 kap. 2 §", "12 kap. 4 a §", "4 kap. 4 §§", "12 kap."])
def test_a_place_in_a_law_stays_on_one_line(plats):
    assert f'<span class="nowrap">{plats}</span>' in render("{{ t|nobreak }}", t=f"Enligt OSL {plats} och mer.")


def test_safe_html_is_left_alone_by_nobreak():
    assert render("{{ t|nobreak|safe }}", t=render("{{ d|isodate }}", d=TODAY)).count("nowrap") == 1


# Small parts


def test_an_icon_beside_a_word_is_silent_and_one_alone_has_a_name():
    assert 'aria-hidden="true"' in render('{% icon "clock" %}')
    assert 'role="img"' in render('{% icon "trash-2" label="Ta bort" %}')
    assert 'aria-label="Ta bort"' in render('{% icon "trash-2" label="Ta bort" %}')


@pytest.mark.parametrize(
    ("day", "workdays", "state", "words"),
    [
        (date(2026, 11, 17), False, "is-over", "7 dagar sen 2026-11-17 , v. 47"),
        (date(2026, 11, 20), True, "is-over", "2 arbetsdagar sen 2026-11-20 , v. 47"),
        (TODAY, False, "is-today", "I dag"),
        (date(2026, 11, 30), True, "is-later", "mån 2026-11-30 om 4 arbetsdagar"),
        (date(2026, 11, 25), False, "is-later", "ons 2026-11-25 i morgon"),
        (date(2026, 12, 1), False, "is-later", "tis 2026-12-01 om 7 dagar"),
        (date(2026, 12, 2), False, "is-later", "ons 2026-12-02 v. 49"),
    ],
)
def test_a_deadline_says_what_counts_on_top(day, workdays, state, words):
    html = render("{% deadline day today workdays=workdays %}", day=day, workdays=workdays)
    assert state in html
    assert text_of(html) == words


def test_a_deadline_today_has_its_clock_and_its_note():
    html = render('{% deadline today today tid=tid note="Rum 4" %}', tid=time(9, 30))
    assert text_of(html) == "I dag 09:30 Rum 4"


def test_no_deadline_is_nothing():
    assert render("{% deadline day today %}", day=None).strip() == ""


def test_a_later_deadline_has_neither_icon_nor_colour():
    assert "<svg" not in render("{% deadline day today %}", day=date(2026, 11, 26))


def test_a_status_is_an_icon_and_a_word():
    html = render('{% status "bad" "Ogiltig frånvaro" %}')
    assert "<svg" in html
    assert "Ogiltig frånvaro" in html


def test_names_are_escaped():
    assert "<script>" not in render("{% person_cell n %}", n="<script>")


def test_a_protected_person_has_the_badge_and_no_reason():
    html = render("{% person_header person today full=False %}", person=PersonHeader(namn="Lina", skyddad=True))
    assert text_of(html) == "Lina Skyddade uppgifter"


def test_hours_never_pass_the_bar_and_are_written_for_svg():
    assert 'width="100.0%"' in render("{% hours 48 40 %}")
    assert 'width="33.3%"' in render("{% hours 10 30 %}")
    assert 'width="0.0%"' in render("{% hours 0 0 %}")


def test_several_insatser_share_the_bar_and_own_job_search_stays_outside_it():
    parts = [{"label": "Praktik", "hours": 12}, {"label": "SFI", "hours": 12}]
    html = render("{% hours_stack parts 30 own=4 %}", parts=parts)
    assert 'x="40.0%" width="40.0%"' in html
    assert "24 av 30" in text_of(html)
    assert "6 timmar saknas" in text_of(html)
    assert "räknas inte som anvisat" in html


# Lists


def row(name: str, day: date, **more) -> WorkRow:
    return WorkRow(namn=name, url="/akter/1/", vad="Boka samtal", dag=day, **more)


def test_work_is_grouped_by_day_and_what_is_beyond_the_week_is_left_out():
    rows = [
        row("Sen", date(2026, 11, 23)),
        row("Idag", TODAY),
        row("Söndag", date(2026, 11, 29)),
        row("Nästa vecka", date(2026, 11, 30)),
    ]
    groups = group_work(rows, today=TODAY, until=date(2026, 11, 29), rest_title="Resten av vecka 48")
    assert [(group.kind, [r.namn for r in group.rows]) for group in groups] == [
        ("over", ["Sen"]),
        ("today", ["Idag"]),
        ("later", ["Söndag"]),
    ]


def test_the_latest_comes_first_among_the_overdue_and_the_clock_orders_the_day():
    rows = [row("B", TODAY, tid=time(13)), row("A", TODAY, tid=time(9)), row("C", date(2026, 11, 1))]
    groups = group_work(rows, today=TODAY, until=TODAY, rest_title="")
    assert [r.namn for group in groups for r in group.rows] == ["C", "A", "B"]


def test_the_button_of_a_row_is_heard_with_the_person():
    rows = [row("Sofia Marklund", TODAY, nummer="198103272384", action=Action(label="Boka samtal", url="/x/"))]
    html = render("{% work_list groups today %}", groups=group_work(rows, today=TODAY, until=TODAY, rest_title=""))
    assert "Boka samtal för Sofia Marklund" in text_of(html)


def test_a_button_that_does_something_posts_with_a_token():
    html = render("{% button a %}", get(), a=Action(label="Påminn", url="/paminn/", post=True, context="Hawa"))
    assert 'method="post"' in html
    assert text_of(html) == "Påminn Hawa"
    assert "csrfmiddlewaretoken" in html


def event(day: date, title: str, clock: time | None = None, **mer) -> SimpleNamespace:
    empty = {"text": "", "meta": "", "url": "", "lank": "", "kvittens": "", "ikon": "pencil"}
    return SimpleNamespace(dag=day, tid=clock, rubrik=title, **empty, **mer)


def test_events_are_coming_first_then_month_by_month_backwards():
    events = [
        event(date(2026, 10, 5), "oktober"),
        event(date(2026, 11, 17), "eftermiddag", time(15)),
        event(date(2026, 11, 17), "förmiddag", time(9)),
        event(date(2026, 12, 1), "snart"),
        event(TODAY, "senare i dag", kommande=True),
        event(TODAY, "har hänt i dag"),
        event(date(2026, 11, 17), "sist skrivet", skriven=datetime(2026, 11, 17, 15, 30, tzinfo=UTC)),
        event(date(2026, 11, 17), "skrivet dagen efter", skriven=datetime(2026, 11, 18, 15, 30, tzinfo=UTC)),
        event(date(2025, 11, 1), "året innan"),
    ]
    groups = group_events(events, today=TODAY)
    assert [(group["title"], [e.rubrik for e in group["events"]]) for group in groups] == [
        ("Kommande", ["senare i dag", "snart"]),
        ("November 2026", ["har hänt i dag", "sist skrivet", "eftermiddag", "förmiddag", "skrivet dagen efter"]),
        ("Oktober 2026", ["oktober"]),
        ("November 2025", ["året innan"]),
    ]


def test_the_timeline_is_readable_for_machines():
    html = render("{% timeline events today %}", events=[event(date(2026, 2, 3), "Samtal", time(9, 5))])
    assert 'datetime="2026-02-03T09:05"' in html


def test_a_page_of_a_list_keeps_the_filters_of_the_address():
    page = Paginator(range(60), 25).get_page(2)
    html = render('{% pager page noun="personer" %}', get("/?visa=mina&sida=2"), page=page)
    assert "Visar 26–50 av 60 personer" in text_of(html)
    assert 'href="?visa=mina&amp;sida=3"' in html
    assert 'rel="prev"' in html


def test_one_page_has_no_links_and_an_empty_list_no_pager():
    one = render("{% pager page %}", get(), page=Paginator(range(3), 25).get_page(1))
    ensam = render('{% pager page noun="handling|handlingar" %}', get(), page=Paginator(range(1), 25).get_page(1))
    assert "Visar 1 handling<" in ensam
    assert text_of(one) == "Visar 3"
    assert render("{% pager page %}", get(), page=Paginator([], 25).get_page(1)).strip() == ""


def test_the_sorted_column_says_so_and_turns_the_order():
    html = render('{% sort_header "Senast" "senast" %}', get("/?sortering=senast&sida=4"))
    assert 'aria-sort="ascending"' in html
    assert 'href="?sortering=-senast"' in html
    assert 'href="?sortering=senast"' in render('{% sort_header "Senast" "senast" %}', get("/?sortering=-senast"))
    assert "aria-sort" not in render('{% sort_header "Namn" "namn" %}', get("/?sortering=senast"))


def test_the_open_tab_is_named_to_everyone():
    links = [{"label": "Översikt", "url": "/a/"}, {"label": "Jobbplan", "url": "/b/", "current": True}]
    html = render("{% tabs links %}", links=links)
    assert html.count('href="/b/" aria-current="page"') == 2
    assert "Jobbplan 2 flikar" in text_of(html)


def test_the_one_line_header_leaves_out_what_has_no_line():
    facts = [Fact(label="Coach", text="Carl", line="Carl Wikström"), Fact(label="Steg", step=3)]
    person = PersonHeader(namn="Amal", nummer="198804192386", alder=38, facts=facts)
    assert text_of(render("{% person_header p today full=False %}", p=person)) == (
        "Amal 19880419-2386 38 år Coach Carl Wikström"
    )
    assert "3 av 6" in render("{% person_header p today %}", p=person)


def test_a_hidden_cell_leads_to_its_explanation():
    cells = [Cell(text="<5", hidden=True), Cell(text="12,4 %")]
    figure = Figure(title="Okänd", figure="11 %", rows=[FigureTableRow(label="Kvinnor", cells=cells)])
    html = render("{% figure_row figure %}{% hidden_notes %}", figure=figure)
    assert '<a class="hidden-count" href="#dolda-tal">&lt;5</a>' in html
    assert 'id="dolda-tal"' in html


# Answers


def test_a_flash_says_what_happened_and_offers_the_way_back():
    request = get()
    flash(request, "ok", "Planen är skickad", "Sara ser den nu.", label="Ta tillbaka", url="/angra/", post=True)
    html = render("{% flashes %}", request, messages=request._messages)
    assert "is-ok" in html
    assert text_of(html) == "Planen är skickad Sara ser den nu. Ta tillbaka"
    assert 'method="post" action="/angra/"' in html
    assert "csrfmiddlewaretoken" in html


def test_a_flash_is_escaped_and_a_failure_is_an_alert():
    request = get()
    flash(request, "bad", "<b>Nej</b>")
    html = render("{% flashes %}", request, messages=request._messages)
    assert "&lt;b&gt;" in html
    assert 'role="alert"' in html


def test_a_saved_draft_is_told_to_the_browser_once():
    request = get()
    draft_saved(request, "jobbplan-17")
    assert '<meta name="sparat" content="jobbplan-17">' in render("{% saved_drafts %}", request)
    assert take_saved_drafts(request) == []


def test_the_title_of_a_page_with_errors_starts_with_the_word():
    html = render('{% extends "base.html" %}{% block title %}Hushåll{% endblock %}', get(), har_fel=True)
    assert "<title>Fel: Hushåll – Jobbakten</title>" in html


def test_the_page_stands_without_any_context():
    html = render_to_string("base.html")
    assert "<main" in html
    assert "main-nav" not in html
    assert "own-menu" not in html


@pytest.mark.parametrize("name", ["400", "403", "404", "csrf", "500"])
def test_an_error_page_says_its_reference_and_needs_no_more_than_that(name):
    html = render_to_string(f"errors/{name}.html", {"referens": "7F3K-20C1"})
    assert "7F3K-20C1" in html
    assert "<h1>" in html


def test_the_municipality_s_colour_is_served_as_a_rule_of_its_own(settings):
    settings.BRAND = "#A0B1c2"
    assert tema(RequestFactory().get("/tema.css")).content == b":root{--brand:#A0B1c2}"


@pytest.mark.parametrize("colour", ["red", "#12", "#123456;}body{display:none", ""])
def test_what_is_not_a_colour_never_reaches_the_style_sheet(settings, colour):
    settings.BRAND = colour
    assert tema(RequestFactory().get("/tema.css")).content == b""


# What no page contains


@pytest.fixture(scope="module")
def whole_gallery():
    return gallery(get("/komponenter/")).content.decode()


def test_the_gallery_shows_every_component(whole_gallery):
    shown = (ROOT / "templates/gallery/gallery.html").read_text()
    shown += (ROOT / "templates/gallery/person_headers.html").read_text()
    within = "".join(path.read_text() for path in TEMPLATES if path.parent.name in {"components", "forms"})
    names = [path.stem for path in (ROOT / "templates/components").glob("*.html")]
    frame = (ROOT / "templates/base.html").read_text()
    used = {name for name in names if re.search(rf"{{% {name}\b|components/{name}\.html", shown + within + frame)}
    assert set(names) - used == set()


def test_no_id_stands_twice_in_the_gallery(whole_gallery):
    ids = re.findall(r'\sid="([^"]+)"', re.sub(r"<template.*?</template>", "", whole_gallery, flags=re.S))
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_screen_has_inline_style_or_script(path):
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|hx-on", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_screen_has_an_em_dash(path):
    assert "\u2014" not in path.read_text()


def test_a_component_says_what_it_is_given():
    undocumented = [
        p.name for p in (ROOT / "templates/components").glob("*.html") if "{% comment %}" not in p.read_text()
    ]
    assert undocumented == ["brand_mark.html"]


# Style sheets


def stylesheet(name: str) -> str:
    return (ROOT / "static/css" / name).read_text()


def test_every_style_sheet_is_reached_and_no_import_is_broken():
    imported = set(re.findall(r'url\("([^"]+)"\)', stylesheet("jobbakten.css")))
    files = {path.name for path in (ROOT / "static/css").glob("*.css")} - {
        "jobbakten.css",
        "gallery.css",
        "administration.css",
    }
    assert imported == files


def classes_of(source: str) -> set[str]:
    """Class names as they are written; parts that a template puts together are left out."""
    source = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", source, flags=re.S)
    source = re.sub(r"[\w-]*{{[^}]*}}[\w-]*", " ", source)
    source = re.sub(r"{%[^%]*%}", " ", source)
    return {name for value in re.findall(r'\bclass="([^"]*)"', source) for name in value.split()}


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_class_of_a_screen_is_styled(path):
    styled = "".join(sheet.read_text() for sheet in (ROOT / "static/css").glob("*.css"))
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", styled))
    assert classes_of(path.read_text()) - known - {"is-info"} == set()


def test_every_token_that_is_used_exists():
    defined = set(re.findall(r"(--[a-z0-9-]+):", stylesheet("tokens.css") + stylesheet("brand.css")))
    for path in (ROOT / "static/css").glob("*.css"):
        assert set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text())) - defined == set(), path.name


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    light, dark = stylesheet("tokens.css").split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return [found[0], found[0] | found[1]]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "text-soft", "text-faint", "accent", "danger", "warn", "ok", "series-men"])
@pytest.mark.parametrize("ground", ["surface", "sunken"])
def test_text_has_contrast_on_every_ground(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_state_colours_have_contrast_on_their_own_fill(theme):
    for state in ("danger", "warn", "ok"):
        assert contrast(theme[state], theme[f"{state}-soft"]) >= 4.5
    assert contrast(theme["on-accent"], theme["accent"]) >= 4.5


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_the_border_of_a_control_is_seen(theme):
    assert contrast(theme["control"], theme["surface"]) >= 3
