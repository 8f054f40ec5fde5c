"""The component gallery in a real browser: themes, widths, any municipality's colour, and the small scripts."""

import re

import pytest
from playwright.sync_api import expect

from .crawl import NARROW, WIDE, log_in
from .test_every_page import overflows, resize, violations

BRANDS = ["#ffd100", "#c8102e", "#007a33", "#6a1b9a", "#00b5e2", "#111111", "#9e9e9e", "#15587a"]
PAIRS = [("accent", "surface"), ("accent", "sunken"), ("accent", "accent-soft"), ("on-accent", "accent")]

# Contrast of a computed colour against the ground it stands on, measured where the browser has mixed it.
CONTRAST = """([ink, ground]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d");
  const probe = document.body.appendChild(document.createElement("i"));
  const light = (name) => {
    probe.setAttribute("class", `swatch-${name}`);
    pen.fillStyle = getComputedStyle(probe).backgroundColor;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [one, other] = [light(ink), light(ground)];
  probe.remove();
  return Math.max(one, other) / Math.min(one, other);
}"""


def drafts(page) -> dict[str, str]:
    """What this tab keeps of unsaved forms."""
    kept = page.evaluate("() => ({ ...sessionStorage })")
    return {key: text for key, text in kept.items() if key.startswith("utkast:")}


def wait_for_draft(page, text: str) -> None:
    """Until the autosave has kept something with this text (page scripts may not be built from strings here)."""
    for _ in range(100):
        if any(text in draft for draft in drafts(page).values()):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"no draft with {text!r}")


@pytest.fixture
def gallery(page, product):
    page.goto(f"{product.url}/komponenter/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_gallery_is_accessible_in_both_themes(gallery, scheme, size):
    gallery.emulate_media(color_scheme=scheme)
    gallery.set_viewport_size(size)
    assert violations(gallery) == []


def test_nothing_scrolls_sideways_not_even_an_address_without_a_space(gallery):
    widths = (320, 360, 640, 768, 900, 1024, 1280)
    too_wide = []
    for address in (False, True):
        if address:
            table = gallery.locator("main table.is-stacked").first
            table.evaluate("table => table.classList.add('is-free')")
            table.locator("td").first.evaluate("cell => cell.textContent = 'https://exempel.se/' + 'x'.repeat(300)")
        for width in widths:
            resize(gallery, {"width": width, "height": 800})
            too_wide += [(width, address)] if overflows(gallery) else []
    assert too_wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_municipality_s_colour_keeps_its_contrast(page, product, scheme):
    theme = {}
    page.route("**/tema.css", lambda route: route.fulfill(body=theme["css"], content_type="text/css"))
    page.emulate_media(color_scheme=scheme)
    pale = {}
    for brand in BRANDS:
        theme["css"] = f":root{{--brand:{brand}}}"
        page.goto(f"{product.url}/komponenter/")
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand')") == brand
        for ink, ground in PAIRS:
            contrast = page.evaluate(CONTRAST, [ink, ground])
            if contrast < 4.5:
                pale[brand, ink, ground] = contrast
    assert pale == {}


def test_targets_are_24_pixels(gallery):
    small = gallery.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), nav a, th a, td a")]
          .filter((part) => part.checkVisibility() && !part.closest(".visually-hidden, label"))
          .filter((part) => { const box = part.getBoundingClientRect(); return Math.min(box.width, box.height) < 24; })
          .map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_error_summary_has_focus_and_its_links_lead_to_the_fields(gallery):
    expect(gallery.locator(".error-summary")).to_be_focused()
    gallery.get_by_role("link", name="Välj arbetsförmåga").click()
    expect(gallery.locator("#fel_formaga_0")).to_be_focused()


def test_a_date_is_answered_while_it_is_written(gallery):
    answer = gallery.locator("output[for=id_uppfoljning]")
    for typed, said in [("2027-01-01", "fredag, vecka 53"), ("20261230", "onsdag, vecka 53"), ("2027-02-30", "")]:
        gallery.fill("#id_uppfoljning", typed)
        expect(answer).to_have_text(said)


def test_a_row_is_added_removed_and_taken_back_with_focus_kept(gallery):
    rows = gallery.locator("[data-row]")
    gallery.get_by_role("button", name="Lägg till delmål").click()
    expect(rows).to_have_count(4)
    expect(gallery.locator("[name=delmal-3-vad]")).to_be_focused()
    assert gallery.input_value("[name=delmal-TOTAL_FORMS]") == "4"

    gallery.get_by_role("button", name="Ta bort delmål 1").click()
    expect(rows.first).to_be_hidden()
    assert gallery.is_checked("[name=delmal-0-DELETE]")
    undo = gallery.get_by_role("button", name="Ångra")
    expect(undo).to_be_focused()
    undo.click()
    expect(rows.first).to_be_visible()
    assert not gallery.is_checked("[name=delmal-0-DELETE]")


def test_what_was_written_comes_back_after_the_page_was_lost(gallery):
    gallery.get_by_role("button", name="Lägg till delmål").click()
    gallery.fill("[name=delmal-3-vad]", "Ringa skolan")
    gallery.get_by_role("button", name="Ta bort delmål 2").click()
    wait_for_draft(gallery, "delmal-1-DELETE")
    gallery.reload()
    expect(gallery.locator("[name=delmal-3-vad]")).to_have_value("Ringa skolan")
    expect(gallery.locator("[data-row]").nth(1)).to_be_hidden()
    expect(gallery.get_by_text(re.compile(r"^Utkast från \d\d:\d\d återställt$"))).to_be_visible()
    assert gallery.evaluate("localStorage.length") == 0

    gallery.get_by_role("button", name="Kasta utkastet").click()
    expect(gallery.locator("[data-row]")).to_have_count(3)


def test_a_draft_is_forgotten_when_it_is_saved(gallery):
    gallery.fill("[name=delmal-0-vad]", "Läsa SFI kurs D")
    gallery.get_by_role("button", name="Spara utkast").last.click()
    expect(gallery.get_by_text("Utkastet är sparat")).to_be_visible()
    gallery.wait_for_load_state()
    assert drafts(gallery) == {}


def test_a_draft_on_an_older_version_is_shown_only_when_asked_for(gallery):
    gallery.fill("#id_ord", "Mina nya ord")
    wait_for_draft(gallery, "Mina nya ord")
    gallery.evaluate(
        """() => { const key = Object.keys(sessionStorage).find((one) => one.endsWith(":galleri"));
          sessionStorage[key] = sessionStorage[key].replace('"version":"1"', '"version":"0"'); }"""
    )
    gallery.reload()
    expect(gallery.locator("#id_ord")).not_to_have_value("Mina nya ord")
    gallery.get_by_role("button", name="Visa det jag skrev").click()
    expect(gallery.locator("#id_ord")).to_have_value("Mina nya ord")


def test_a_double_click_sends_once_and_the_back_button_opens_the_form_again(gallery):
    sent = []
    gallery.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    gallery.get_by_role("button", name="Spara utkast").last.dblclick()
    expect(gallery.get_by_text("Utkastet är sparat")).to_be_visible()
    assert len(sent) == 1
    gallery.go_back()
    expect(gallery.locator("form[data-sent]")).to_have_count(0)
    gallery.get_by_role("button", name="Spara utkast").last.click()
    expect(gallery.get_by_text("Utkastet är sparat")).to_be_visible()
    assert len(sent) == 2


def test_enter_in_a_row_saves_and_removes_nothing(gallery):
    sent = []
    gallery.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    gallery.locator("[name=delmal-0-senast]").press("Enter")
    expect(gallery.get_by_text("Utkastet är sparat")).to_be_visible()
    assert re.search(r"[&\n\"]spara", sent[0])
    assert "ta-bort" not in sent[0]


def test_a_dialog_is_modal_and_escape_closes_it(gallery):
    dialog = gallery.locator("#signera")
    gallery.locator("[data-dialog=signera]").click()
    assert dialog.evaluate("dialog => dialog.matches(':modal')")
    gallery.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_an_open_menu_closes_at_escape_and_when_one_looks_elsewhere(gallery):
    menu = gallery.locator("details.menu").filter(has_text="Fler val").first
    menu.locator("summary").click()
    gallery.keyboard.press("Escape")
    assert not menu.evaluate("menu => menu.open")
    menu.locator("summary").click()
    gallery.locator("h1").first.click()
    assert not menu.evaluate("menu => menu.open")


def test_the_slash_key_goes_to_the_search_and_stays_a_sign_in_a_field(page, product):
    log_in(page, product.url, "sara")
    page.goto(f"{product.url}/komponenter/")
    page.fill("#id_ord", "")
    page.locator("#id_ord").press("/")
    expect(page.locator("#id_ord")).to_have_value("/")
    page.locator("h1").first.click()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()


def test_what_fails_in_the_background_is_seen_until_something_works(gallery):
    event = "new CustomEvent(name, {bubbles: true, detail: {successful}})"
    tell = f"(name, successful) => document.forms[0].dispatchEvent({event})"
    said = gallery.locator("#meddelande")
    gallery.evaluate("document.forms[0].dataset.autosave = ''")
    gallery.evaluate(f"() => ({tell})('htmx:sendError', false)")
    expect(said).to_contain_text("Det du skriver nu sparas inte.")
    assert violations(gallery) == []
    assert said.bounding_box()["height"] > 20
    gallery.evaluate(f"() => ({tell})('htmx:afterRequest', true)")
    expect(said).to_be_empty()
    assert said.bounding_box()["height"] < 2


def test_logging_out_leaves_no_draft_in_the_browser(page, product):
    log_in(page, product.url, "sara")
    page.goto(f"{product.url}/komponenter/")
    page.fill("#id_ord", "Bara för mig")
    wait_for_draft(page, "Bara för mig")
    page.locator(".own-menu summary").click()
    page.locator(".own-menu").get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/logga-in/**")
    page.wait_for_load_state()
    assert drafts(page) == {}
    # Nor does the browser put back what it remembers of the form, for the next one who goes back to it
    log_in(page, product.url, "stina")
    while "/komponenter/" not in page.url:
        page.go_back()
    expect(page.locator("#id_ord")).not_to_have_value("Bara för mig")
