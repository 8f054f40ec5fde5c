"""`make screenshots`: every page as each role, 1280 and 360 px wide, to var/screenshots/."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from config.services import ROOT, borrowed
from tests.e2e.crawl import NARROW, WIDE, chromium, crawl, log_in
from tests.e2e.server import running

ROLES = ["sara", "hanna", "stina", "carl", "vera", "eva", "nina", "rut", "sven"]
PERSONS = 2000
OUT = Path(ROOT) / "var" / "screenshots"


def shoot(page: Page, name: str) -> None:
    """The whole page at both widths."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.screenshot(path=OUT / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(WIDE)


def main(roles: list[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with borrowed(), running(PERSONS) as product, sync_playwright() as playwright:
        browser = chromium(playwright)
        for role in roles or ROLES:
            page = browser.new_context(viewport=WIDE, locale="sv-SE").new_page()
            if role == ROLES[0]:
                page.goto(product.url)
                shoot(page, "logga-in")
            log_in(page, product.url, role)
            for visit in crawl(page, product.url):
                shoot(page, f"{role}-{visit.kind.strip('/').replace('/', '_') or 'start'}")
        browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
