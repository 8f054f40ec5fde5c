"""Each form and button as a tired person uses it: the session has ended, or the button is clicked twice.

E2E_TWO_POSTS=1 sends each form twice at the same time instead of clicking: the server alone, without the page's guard
and without the browser, which drops the first of two submits that follow closely.
"""

import json
import os
import re
import subprocess
from contextlib import suppress

import psycopg
import pytest
from playwright.sync_api import Error, Page, TimeoutError, expect

from config.database import owner_url

from .crawl import WIDE, log_in
from .formular import FORMULAR, KNAPPAR, Fall
from .server import BIN, ROOT

TWO_POSTS = "E2E_TWO_POSTS" in os.environ
SIGNED_IN: set[str] = set()
SEND_TWICE = """button => {
    const body = () => new URLSearchParams(new FormData(button.form, button));
    const send = () => fetch(button.form.action, {method: "POST", body: body()});
    return Promise.all([send(), send()]).then(answers => answers.map(answer => answer.status));
}"""
VALUES = """form => [...form.elements].filter(e => e.name && !["hidden", "submit", "button"].includes(e.type))
    .map(e => [e.name, ["checkbox", "radio"].includes(e.type) ? e.checked : e.value])"""


@pytest.fixture(scope="module")
def rader(product):
    """Rows for the cases, made by the owner of the tables; each case takes its own."""
    env = {**product.env, "DATABASE_URL": owner_url(product.env["DATABASE_URL"])}
    command = ["manage.py", "shell", "--no-imports", "--command", "from tests.e2e.akter import main; main()"]
    made = subprocess.run([BIN / "python", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


@pytest.fixture(scope="module")
def facit(product):
    with psycopg.connect(owner_url(product.env["DATABASE_URL"]), autocommit=True) as connection:
        yield lambda sql: connection.execute(sql).fetchone()[0] if sql else 0


@pytest.fixture(scope="module")
def fonster(browser, product):
    """A window and a logged-in session per role, opened once: what is lost below is the browser's cookie alone."""
    opened: dict[str, tuple] = {}

    def window(roll: str):
        if roll not in opened:
            context = browser.new_context(viewport=WIDE, locale="sv-SE")
            if roll:
                log_in(context.new_page(), product.url, roll)
            opened[roll] = context, context.cookies()
        return opened[roll]

    yield window
    for context, _ in opened.values():
        context.close()


@pytest.fixture
def sida(fonster):
    """Opens a new tab as a role. What the browser complains about fails the test."""
    pages, complaints = [], []

    def open_as(roll: str) -> Page:
        context, cookies = fonster(roll)
        context.clear_cookies()
        context.add_cookies(cookies)
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_as
    for page in pages:
        page.close()
    assert complaints == []


def open_form(page: Page, product, fall: Fall, rad: list) -> None:
    if fall.fram:
        fall.fram(page, product.url, rad)
    else:
        page.goto(product.url + fall.url.format(*rad))
    page.locator("main details:has(form[method=post])").evaluate_all("all => all.forEach(d => d.open = true)")


def the_button(page: Page, fall: Fall, rad: list):
    """The visible button that says so; in a list, the one of the case's own row."""
    if fall.vid:
        return page.locator(f'main form[action*="{fall.vid.format(*rad)}"] button').filter(has_text=fall.ord).first
    name = re.compile(rf"^\s*{re.escape(fall.ord)}")
    if fall.ord == "Logga ut":
        page.locator("details.menu:has(form[data-logout]) > summary").first.click()
        return page.get_by_role("button", name=name).first
    return page.locator("main button:visible:not([aria-hidden])").filter(has_text=name).first


def the_form(page: Page, fall: Fall, rad: list):
    return the_button(page, fall, rad).locator("xpath=ancestor::form")


def fill(form, values: dict, rad: list) -> None:
    for name, value in values.items():
        field = form.locator(name.format(*rad) if name.startswith("#") else f'[name$="{name}"]:not([type=hidden])')
        kind = field.first.evaluate("e => e.type")
        text = value.format(*rad) if isinstance(value, str) else value
        if kind == "select-one":
            choose(field, text)
        elif kind == "checkbox":
            field.set_checked(text)
        elif kind == "radio":
            (field.nth(0) if isinstance(text, int) else form.locator(f'[name$="{name}"][value="{text}"]')).check()
        else:
            field.fill(text)


def choose(field, value) -> None:
    if isinstance(value, int):
        field.select_option(index=value)
    else:
        field.select_option(value=field.locator("option", has_text=value).first.get_attribute("value"))


def case_of(fall: Fall, rader: dict) -> list:
    """The case's own row, given once."""
    if not fall.rad:
        return []
    rad = rader[fall.rad].pop()
    return rad if isinstance(rad, list) else [rad]


@pytest.mark.parametrize("fall", FORMULAR, ids=str)
def test_a_form_survives_a_lost_session_and_is_sent_once(sida, product, rader, facit, fall):
    rad = case_of(fall, rader)
    page = sida(fall.roll)
    open_form(page, product, fall, rad)
    form = the_form(page, fall, rad)
    fill(form, fall.ifyllt, rad)
    if not TWO_POSTS:
        lose_session_and_return(page, product, fall, rad)
    double_click(page, facit, fall, rad)


@pytest.mark.parametrize("fall", KNAPPAR, ids=str)
def test_a_button_clicked_twice_has_one_effect(sida, product, rader, facit, fall):
    rad = case_of(fall, rader)
    page = sida(fall.roll)
    open_form(page, product, fall, rad)
    if fall.ifyllt:
        fill(the_form(page, fall, rad), fall.ifyllt, rad)
    double_click(page, facit, fall, rad)


def lose_session_and_return(page: Page, product, fall: Fall, rad: list) -> None:
    """The cookie is gone when the button is pressed; after the login everything stands as it was written."""
    form = the_form(page, fall, rad)
    written, here = form.evaluate(VALUES), page.url
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    with suppress(TimeoutError):  # a part that the page fetches by itself may have found out first
        the_button(page, fall, rad).click(timeout=3_000)
    page.wait_for_url("**/logga-in/**")
    log_in_again(page, fall.roll, cookies)
    if fall.fram:
        fall.fram(page, product.url, rad)
    assert page.url == here
    form = the_form(page, fall, rad)
    assert form.evaluate(VALUES) == written
    if not (fall.erbjuds or fall.sparas):
        expect(form).to_contain_text(re.compile(r"Utkast från \d\d:\d\d återställt"))


def log_in_again(page: Page, roll: str, cookies: list) -> None:
    """A role's first time by the login form; after that its session is given back, and the form sends on by itself."""
    if roll in SIGNED_IN:
        page.context.add_cookies(cookies)
        page.reload()
    else:
        page.locator("#id_username").fill(roll)
        page.locator("#id_password").fill("demo")
        page.locator("form:has(#id_password) button[type=submit]").click()
        SIGNED_IN.add(roll)
    page.wait_for_url(lambda url: "/logga-in/" not in url)


def double_click(page: Page, facit, fall: Fall, rad: list) -> None:
    sql = fall.raknar.format(*rad)
    before = facit(sql)
    if TWO_POSTS:
        assert max(the_button(page, fall, rad).evaluate(SEND_TWICE)) < 500
    else:
        click_twice(page, the_button(page, fall, rad))
    if sql:
        assert facit(sql) == before + 1


def click_twice(page: Page, button) -> None:
    statuses = []
    page.on("response", lambda r: statuses.append(r.status) if r.request.is_navigation_request() else None)
    with suppress(Error), page.expect_navigation():  # a second click that reaches the server breaks off the first
        button.dblclick()
    page.wait_for_load_state()
    assert statuses
    assert max(statuses) < 400
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()
