"""Every page a role can reach by following links, one or two of each kind."""

import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Browser, Page, Playwright

PER_KIND = 1
DOWNLOADS = re.compile(r"\.(pdf|csv|xlsx|ics)$|/(pdf|csv|xlsx)/?$|^/bilagor/")
LEAVE_ALONE = re.compile(r"^/(administration|logga-ut|komponenter|static)/")
NUMBER = re.compile(r"/\d+(?=/|$)")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def chromium(playwright: Playwright) -> Browser:
    """Debian's own Chromium without its windows; a browser that a tool downloads by itself is not used."""
    return playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"),
        args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    )


def log_in(page: Page, base: str, username: str) -> None:
    """By the login form, as a person does."""
    page.goto(f"{base}/logga-in/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill("demo")
    page.locator("form:has(#id_password) button[type=submit]").click()
    page.wait_for_url(lambda url: "/logga-in/" not in url)


@dataclass(frozen=True)
class Visit:
    """A page that has been opened: its kind (the path with numbers taken out) and how the server answered."""

    kind: str
    path: str
    status: int


def kind_of(path: str) -> str:
    return NUMBER.sub("/n", urlsplit(path).path)


def crawl(page: Page, base: str, start: str = "/", within: str = "/") -> Iterator[Visit]:
    """Open pages breadth first, those below `within`; the caller looks at `page` between the visits."""
    waiting, seen = deque([start]), Counter()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if seen[kind] >= PER_KIND:
            continue
        seen[kind] += 1
        response = page.goto(base + path)
        yield Visit(kind, path, response.status if response else 0)
        links = [link for link in _links(page, base) if link.startswith(within)]
        waiting.extend(link for link in links if seen[kind_of(link)] < PER_KIND)


def _links(page: Page, base: str) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    absolute = [urldefrag(urljoin(page.url, href))[0] for href in hrefs]
    paths = [link.removeprefix(base) for link in absolute if link.startswith(base + "/")]
    return [path for path in paths if not DOWNLOADS.search(urlsplit(path).path) and not LEAVE_ALONE.match(path)]
