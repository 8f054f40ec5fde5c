"""How many clicks of the mouse from Min dag to the place where each of the day's tasks is done.

Counted by the browser itself: every press of its button, menus too, from a Min dag just opened. What is then typed,
and the button that saves, comes after; the tasks marked "klart" count that too.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from .crawl import log_in

MOST = 3
COUNTS = """addEventListener("pointerdown", press => {
    if (press.isTrusted) sessionStorage.klick = 1 + Number(sessionStorage.klick || 0);
}, true)"""


def person(page: Page) -> None:
    """One of those enrolled whom I hold."""
    page.locator("main tr", has_text=re.compile(r"\d dagar")).first.locator("th a").click()


def row(page: Page, label: str) -> None:
    page.locator(".work-action").get_by_role("link", name=re.compile(f"^{label}")).first.click()


def tab(page: Page, name: str) -> None:
    page.locator("nav.tabs:visible").get_by_role("link", name=name, exact=True).click()


def button(page: Page, name: str) -> None:
    found = page.locator("main").get_by_role("button", name=re.compile(f"^{name}"))
    found.or_(page.locator("main").get_by_role("link", name=re.compile(f"^{name}"))).first.click()


def on_the_akt(*steps: str) -> Callable[[Page], None]:
    """A tab of the akt, then a button on it."""

    def walk(page: Page) -> None:
        person(page)
        tab(page, steps[0])
        button(page, steps[1])

    return walk


def answer_remiss(page: Page) -> None:
    row(page, "Öppna remiss")
    button(page, "Ta emot och skriv in")
    button(page, "Skriv in")


def search(page: Page) -> None:
    name = page.locator("main th a").first.inner_text()
    page.locator("[data-search]").click()
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def start_avslut(page: Page) -> None:
    person(page)
    page.locator("main summary", has_text="Fler val").click()
    page.locator(".menu-list").get_by_role("link", name=re.compile("^Avsluta")).click()


def book(page: Page) -> None:
    person(page)
    button(page, "Boka trepartssamtal")


def acknowledge(page: Page) -> None:
    page.locator("#ta-emot a").first.click()
    button(page, "Kvittera")


def send(page: Page) -> None:
    """A kartläggning that has not been sent; the demo's Amal has one."""
    page.locator("main").get_by_role("link", name="Amal Nuur Warsame").first.click()
    tab(page, "Handlingar")
    page.locator("main tr", has_text="Inte utlämnad").first.locator("th a").click()


def away(page: Page) -> None:
    page.locator("nav.main-nav").get_by_role("link", name="Mina personer").click()
    button(page, "Frånvaro")
    button(page, "Ny frånvaro")


# Task -> how, and what then is there to write in or to read
UPPGIFTER: dict[str, tuple[Callable[[Page], None], str]] = {
    "öppna en akt": (person, ".person-header h1"),
    "hitta en person": (search, ".person-header h1, main [name=q]"),
    "skriva en anteckning": (on_the_akt("Journal", "Skriv anteckning"), "[name=text]"),
    "skriva i dagens trepartssamtal": (lambda page: page.locator("#samtal a").first.click(), "[name=nulage]"),
    "boka ett trepartssamtal": (book, "[name=datum]"),
    "följa upp delmålen": (lambda page: row(page, "Följ upp jobbplanen"), "main [name$=utfall]"),
    "skriva i planen": (lambda page: row(page, "Öppna jobbplan"), "[name=mal]"),
    "placera i en insats": (on_the_akt("Insatser", "Placera i insats"), "[name=insats]"),
    "lämna ut en handling": (send, "[name=grund]"),
    "lägga in egen frånvaro": (away, "[name=ersattare]"),
    "skjuta upp en bevakning": (lambda page: page.locator(".work-what a").first.click(), "[name=till]"),
    "påbörja ett avslut": (start_avslut, "[name=avslutsorsak]"),
    "ta emot en handling, klart": (acknowledge, "text=Mottagen av Carl"),
    "svara på en remiss, klart": (answer_remiss, "text=Inskriven"),
}


def there(found: Locator) -> bool:
    found.first.wait_for(state="attached")
    return True


@pytest.mark.timeout(120)
def test_every_daily_task_is_three_clicks_or_fewer_from_min_dag(page, product):
    page.add_init_script(COUNTS)
    log_in(page, product.url, "carl")
    clicks = {}
    for task, (way, place) in UPPGIFTER.items():
        page.goto(product.url, wait_until="domcontentloaded")
        page.evaluate("delete sessionStorage.klick")
        way(page)
        assert there(page.locator(place)), task
        clicks[task] = int(page.evaluate("sessionStorage.klick"))
    print("\n".join(f"{antal} {task}" for task, antal in clicks.items()))  # noqa: T201
    assert {task: antal for task, antal in clicks.items() if not 1 <= antal <= MOST} == {}
