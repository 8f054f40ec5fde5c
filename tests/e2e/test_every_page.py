"""Every page of every role at both widths: it answers, holds no violation of axe's rules, and fits."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .crawl import NARROW, WIDE, crawl, log_in

# Who meets the same pages stands together: axe looks at a kind of page once for both, the rest is asked of each
ROLES = [["eva", "carl"], ["sara"], ["nina", "rut", "sven"]]
# Without preload: axe would copy our imported style sheets into <style>, which the page's own policy rightly refuses.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,
    "resultTypes": ["violations"],
}


def violations(page) -> list[str]:
    """What axe finds, as "rule: first element"."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then(result => result.violations)", RULES)
    return [f"{v['id']}: {v['nodes'][0]['html'][:140]}" for v in found]


def overflows(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


LOOSE_DATES = r"""() => {
    const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, box = text.parentElement;
        if (!/\d{4}-\d{2}-\d{2}/.test(text.data) || box.closest("textarea, option, script, svg")) continue;
        if (!getComputedStyle(box).whiteSpace.includes("nowrap")) found.push(`breaks: ${text.data.trim()}`);
    }
    return found;
}"""
"""Dates that a narrow place may break: the filters isodate and nobreak (config/tags/writing.py) hold them together."""

SETTLED = """width => new Promise(done => {
    const paint = () => requestAnimationFrame(() => requestAnimationFrame(done));
    const look = () => innerWidth === width ? paint() : setTimeout(look, 20);
    look();
})"""


def resize(page, size: dict) -> None:
    """Change the window and wait until the page has been laid out and painted in it; axe measures what is painted."""
    page.set_viewport_size(size)
    page.evaluate(SETTLED, size["width"])


def faults_at(page, size: dict, *, seen: bool = False) -> list[str]:
    resize(page, size)
    faults = [] if seen else [*violations(page), *page.evaluate(LOOSE_DATES)]
    return [*faults, "scrolls sideways"] if overflows(page) else faults


def test_the_login_page_is_accessible(page, product):
    page.goto(product.url)
    assert faults_at(page, WIDE) + faults_at(page, NARROW) == []


@pytest.mark.parametrize("roles", ROLES, ids=" ".join)
def test_every_page_of_a_role_answers_and_is_accessible(page, product, roles):
    faults, seen = {}, set()
    for role in roles:
        page.context.clear_cookies()
        log_in(page, product.url, role)
        kinds = []
        for visit in crawl(page, product.url):
            kinds.append(visit.kind)
            found = [] if visit.status == 200 else [f"status {visit.status}"]
            known = visit.kind in seen and visit.kind != "/"
            found += faults_at(page, WIDE, seen=known) + faults_at(page, NARROW, seen=known)
            page.set_viewport_size(WIDE)
            if found:
                faults[role, visit.kind] = found
        assert len(kinds) > 1
        seen |= set(kinds)
    assert faults == {}
