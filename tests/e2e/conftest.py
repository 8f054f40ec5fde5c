"""One product and one browser for the browser tests of a process."""

import os
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright

from tests.mall import seeded

from .crawl import WIDE, chromium
from .server import running

PERSONS = 150


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


def pytest_collection_finish(session):
    """The demo data is made beside the first tests, so that no process waits for it when its turn comes."""
    if os.environ.get("PYTEST_XDIST_WORKER") == "gw0" and any(item.get_closest_marker("e2e") for item in session.items):
        Thread(target=seeded, args=[PERSONS], daemon=True).start()


@pytest.fixture(scope="session")
def product():
    with running(PERSONS) as product:
        yield product


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page with nobody logged in; what the browser complains about fails the test."""
    context = browser.new_context(viewport=WIDE, locale="sv-SE", timezone_id="Europe/Stockholm")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert complaints == []
