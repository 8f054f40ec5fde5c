"""Idle warning in a real browser, and that the product's own policy blocks nothing of the product."""

import re

import pytest
from playwright.sync_api import expect

from .crawl import NARROW, WIDE, crawl, log_in
from .test_every_page import faults_at

ADMIN = re.compile(r"^/(logga-ut|komponenter|static)/")


def test_a_quiet_page_asks_before_the_session_ends_and_going_on_is_one_button(page, product):
    page.clock.install()
    log_in(page, product.url, "carl")
    dialog = page.locator("#session-slut")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("26:30")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Fortsätt")).to_be_focused()
    assert faults_at(page, WIDE) + faults_at(page, NARROW) == []
    with page.expect_response("**/session/fortsatt/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("20:00")
    expect(dialog).to_be_hidden()


def test_unanswered_it_leads_to_login_and_back_to_the_page(page, product):
    page.clock.install()
    log_in(page, product.url, "carl")
    page.goto(f"{product.url}/personer/")
    with page.expect_request(lambda request: "/logga-in/?next=%2Fpersoner%2F" in request.url):
        page.clock.fast_forward("30:00")


def test_whoever_writes_is_there(page, product):
    page.clock.install()
    log_in(page, product.url, "carl")
    page.goto(f"{product.url}/insatser/")
    page.clock.fast_forward("15:00")
    with page.expect_response("**/session/fortsatt/") as answer:
        page.keyboard.press("/")
        page.keyboard.type("Anna")
        page.clock.fast_forward("00:10")
    assert answer.value.status == 204


@pytest.mark.timeout(240)
def test_the_policy_blocks_nothing_in_the_administration(page, product, monkeypatch):
    """The page fixture fails on every complaint of the console."""
    monkeypatch.setattr("tests.e2e.crawl.LEAVE_ALONE", ADMIN)
    log_in(page, product.url, "sven")
    kinds = [visit.kind for visit in crawl(page, product.url, "/administration/") if visit.status == 200]
    assert len(kinds) > 20
