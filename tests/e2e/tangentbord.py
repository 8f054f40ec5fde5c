"""A person without a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters, nothing else.

Each time focus moves it must be seen: marked, inside the window and not covered. It must move on, and reach what is
looked for within `MOST` steps. `laddningar` counts the pages that the browser has opened.
"""

from playwright.sync_api import Locator, Page, expect

MOST = 160
SEEN = """target => {
    const a = document.activeElement;
    if (!a || a === document.body) return { vad: "" };
    const label = a.closest("label") || (a.labels && a.labels[0]);
    const marked = e => { const s = e && getComputedStyle(e);
        return s && s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
    const small = e => { const b = e.getBoundingClientRect(); return b.width < 6 || b.height < 6; };
    const shown = small(a) && label ? label : a;
    const box = shown.getClientRects()[0] || shown.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    return {
        vad: `${a.tagName} ${a.name || a.textContent.trim().replace(/\\s+/g, " ").slice(0, 50)}`,
        har: a === target,
        grupp: a.type === "radio" && target.type === "radio" && a.name === target.name && a.form === target.form,
        markt: [a, label, a.nextElementSibling].some(marked),
        framme: !!top && (shown.contains(top) || top.contains(shown) || !!label && label.contains(top)),
    };
}"""


class Tangentbord:
    """The keyboard in front of one page, and how often it was used."""

    def __init__(self, page: Page):
        self.page, self.keys = page, page.keyboard
        self.laddningar = self.tabbar = 0
        page.emulate_media(reduced_motion="reduce")  # where focus has gone is looked at at once
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, page: Page) -> None:
        self.laddningar += 1

    def logga_in(self, base: str, username: str) -> None:
        """As somebody else than was logged in."""
        self.page.context.clear_cookies()
        self.page.goto(f"{base}/logga-in/")
        expect(self.page.locator("#id_username")).to_be_focused()
        self.over(username)
        self.till(self.page.locator("#id_password"))
        self.over("demo")
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def hoppa(self) -> None:
        """Past the top bar, by the skip link."""
        self.keys.press("Tab")
        link = self.page.locator(":focus")
        assert link.inner_text() == "Hoppa till innehållet", self.page.url
        assert link.bounding_box()["y"] >= 0, "the skip link is not seen"
        self.keys.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "innehall"

    def till(self, target: Locator, bak: bool = False) -> Locator:
        """Tab until `target` has focus, among radio buttons by the arrows; `bak` goes backwards."""
        handle, varv = target.element_handle(), 0
        for _ in range(MOST):
            self.keys.press("Shift+Tab" if bak else "Tab")
            self.tabbar += 1
            seen = self.page.evaluate(SEEN, handle)
            if seen.get("grupp"):
                seen = self._among_radios(handle)
            if seen["vad"]:
                assert seen["markt"], f"focus is not marked on {seen['vad']}, {self.page.url}"
                assert seen["framme"], f"focus is hidden on {seen['vad']}, {self.page.url}"
            if seen.get("har"):
                return target
            varv += not seen["vad"]
            assert varv <= 1, f"{target} is not reached, {self.page.url}"
        raise AssertionError(f"{target} is not reached in {MOST} steps, {self.page.url}")

    def _among_radios(self, handle) -> dict:
        for _ in range(30):
            seen = self.page.evaluate(SEEN, handle)
            if seen["har"]:
                break
            self.keys.press("ArrowDown")
        return seen

    def tryck(self, role: str, name, inom: str = "main", **kw) -> None:
        """Press the button or follow the link `name`: one page is opened by it."""
        before = self.laddningar
        self.till(self.page.locator(inom).get_by_role(role, name=name, exact=isinstance(name, str), **kw).first)
        with self.page.expect_navigation():
            self.keys.press("Enter")
        assert self.laddningar == before + 1, f"{name}: {self.laddningar - before} pages were opened"

    def skriv(self, name: str, text: str, bak: bool = False) -> None:
        """Into the field `name`, over what stands there."""
        self.till(self.page.locator(f"main [name={name}]"), bak)
        self.over(text)

    def over(self, text: str) -> None:
        self.keys.press("Control+a")
        self.keys.type(text)

    def valj(self, name: str, label: str) -> None:
        """In a list, by the arrows."""
        field = self.till(self.page.locator(f"main select[name={name}]"))
        chosen = "field => field.selectedOptions[0].label"
        for _ in range(field.locator("option").count()):
            if field.evaluate(chosen).startswith(label):
                return
            self.keys.press("ArrowDown")
        assert field.evaluate(chosen).startswith(label), f"{label} is not in {name}"

    def kryssa(self, selector: str, label: str = "") -> None:
        """A box, or a radio button; the one called `label` of several."""
        field = self.page.locator(f"main {selector}")
        field = self.till(field.and_(self.page.get_by_label(label)) if label else field.first)
        if not field.is_checked():
            self.keys.press("Space")
        assert field.is_checked()

    def oppna(self, text: str) -> None:
        """What is folded under `text`."""
        self.till(self.page.locator("main summary", has_text=text).first)
        self.keys.press("Enter")

    def sok(self, text: str) -> None:
        """From anywhere."""
        self.keys.press("/")
        self.keys.type(text)
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def fel(self, *texter: str) -> None:
        """The page came back with errors: focus stands on the summary, which names them and says it in the title."""
        assert self.page.title().startswith("Fel: ")
        summary = self.page.locator(".error-summary")
        expect(summary).to_be_focused()
        for text in texter:
            assert text in summary.inner_text()

    def till_felet(self) -> None:
        """From the summary by its first link into the field."""
        self.keys.press("Tab")
        target = self.page.locator(":focus").get_attribute("href")
        self.keys.press("Enter")
        at = (
            "f => { const a = document.activeElement, b = document.querySelector(f); return a === b || b.contains(a); }"
        )
        assert self.page.evaluate(at, target), f"focus did not go to {target}"
