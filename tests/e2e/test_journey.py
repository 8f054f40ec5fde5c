"""The thread that everything hangs on, walked in a real browser as Sara, Carl and Nina.

A person is registered and referred, enrolled, given a jobbplan that is sent and received, and closed; a missing
month of the register is delivered and Celery turns "uppgift saknas" into answers; the controller orders the
tertial report and downloads the PDF.
"""

import io
import re
import subprocess
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cases.personnummer import make_testnummer
from config.dates import today

from .crawl import NARROW, WIDE, log_in
from .server import BIN, ROOT
from .test_every_page import faults_at

NUMMER = make_testnummer(date(1999, 3, 17), "man")
NAMN = "Emil Provtjäder"


def press(page: Page, name: str) -> None:
    """Press the visible button or link called `name` in the page's main part."""
    main = page.locator("main")
    button = main.get_by_role("button", name=name, exact=True)
    (button if button.count() else main.get_by_role("link", name=name, exact=True)).first.click()
    page.wait_for_load_state()


def assert_accessible(page: Page) -> None:
    faults = faults_at(page, WIDE) + faults_at(page, NARROW)
    page.set_viewport_size(WIDE)
    assert faults == [], page.url


def switch_to(page: Page, product, username: str) -> None:
    page.context.clear_cookies()
    log_in(page, product.url, username)


def open_akt(page: Page) -> None:
    """Through the search, from anywhere."""
    page.keyboard.press("/")
    page.keyboard.type(NUMMER)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/akter/\d+/$"))


def register_and_refer(page: Page, product) -> None:
    page.goto(f"{product.url}/registrera/")
    page.fill("[name=nummer]", NUMMER[2:8] + "-" + NUMMER[8:])
    press(page, "Sök")
    assert_accessible(page)
    page.fill("[name=fornamn]", "Emil")
    page.fill("[name=efternamn]", "Provtjäder")
    press(page, "Spara och fortsätt till hushåll")
    assert_accessible(page)
    page.fill("[name=forsorjningsstod_sedan]", "mars 25")
    press(page, "Spara och fortsätt till remiss")
    expect(page.locator("main")).to_contain_text("ÅÅÅÅ-MM")
    assert_accessible(page)
    page.fill("[name=forsorjningsstod_sedan]", "2025-03")
    page.select_option("[name=forsorjningshinder]", "Arbetslös – ingen ersättning/stöd")
    page.check("[name=arbetsformaga][value='76-100']")
    press(page, "Spara och fortsätt till remiss")
    assert_accessible(page)
    page.select_option("[name=jobbtorg]", label="Jobbtorg Kista")
    page.select_option("[name=rattslig_grund]", label="Aktivitet enligt socialtjänstlagen")
    page.fill("[name=fraga]", "Emil vill arbeta på lager. Vilket stöd behövs för truckkort?")
    press(page, "Skicka remiss")
    expect(page.locator("main")).to_contain_text("Remissen är skickad till Jobbtorg Kista")


def enrol(page: Page) -> None:
    page.locator("nav.main-nav").get_by_role("link", name="Remisser").click()
    page.get_by_role("link", name=f"Öppna remiss för {NAMN}").click()
    assert_accessible(page)
    press(page, "Ta emot och skriv in")
    assert_accessible(page)
    press(page, "Skriv in")
    expect(page.locator("main")).to_contain_text("Inskriven")


def write_plan_and_send(page: Page) -> None:
    press(page, "Skriv jobbplan")
    page.fill("[name=egna_ord]", "Jag vill köra truck och slippa sitta still.")
    page.fill("[name=mal]", "Lagerarbete på heltid i Kista från våren")
    page.fill("[name=delmal-0-vad]", "Anmäla sig till truckkort")
    page.select_option("[name=delmal-0-vem]", index=1)
    page.fill("[name=delmal-0-senast]", str(today() + timedelta(days=20)))
    page.fill("[name=nasta_uppfoljning]", str(today() + timedelta(days=60)))
    assert_accessible(page)
    page.check("[name=skicka]")
    page.select_option("[name=grund]", index=1)
    page.locator("#planform").get_by_role("button", name=re.compile("Publicera")).click()
    expect(page.locator("main")).to_contain_text("Skickad till SDF Spånga-Tensta")
    assert_accessible(page)


def close(page: Page) -> None:
    open_akt(page)
    page.locator("main").get_by_role("link", name="Avsluta", exact=True).or_(
        page.locator("main summary", has_text="Fler val")
    ).first.click()
    if "/avslut/" not in page.url:
        page.locator("main .menu-list").get_by_role("link", name=re.compile("Avsluta")).click()
    page.wait_for_url(re.compile("/avslut/"))
    assert_accessible(page)
    page.get_by_label("Arbete, ej subventionerat").check()
    page.check("[name=sagt_av][value=aspirant]")
    press(page, "Avsluta inskrivningen")
    expect(page.locator("main")).to_contain_text("Välj om orsaken är bekräftad")
    assert_accessible(page)
    page.locator("[name=verifierad]").first.check()
    press(page, "Avsluta inskrivningen")
    expect(page.locator("main")).to_contain_text("Avslutad vid Jobbtorg Kista: Arbete, ej subventionerat")


@pytest.mark.timeout(240)
def test_from_registration_to_avslut(page, product):
    log_in(page, product.url, "sara")
    register_and_refer(page, product)
    switch_to(page, product, "carl")
    enrol(page)
    write_plan_and_send(page)
    switch_to(page, product, "sara")
    open_akt(page)
    page.locator("nav.tabs").get_by_role("link", name="Jobbplan").click()
    assert_accessible(page)
    press(page, "Kvittera mottagandet")
    expect(page.locator("main")).to_contain_text("Mottagen av Sara Nyberg")
    switch_to(page, product, "carl")
    close(page)
    switch_to(page, product, "vera")
    page.goto(f"{product.url}/sok/")
    page.locator("main [name=q]").fill(NAMN)
    page.locator("main [name=q]").press("Enter")
    expect(page.locator("main")).to_contain_text("Ingen träff")


def missing_delivery(page: Page) -> tuple[str, str]:
    """District and month of the first cell that says Saknas, as the page shows them."""
    return page.evaluate(
        """() => { const cell = [...document.querySelectorAll("main td")].find(c => c.textContent.includes("Saknas"));
        const row = cell.parentElement, head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
        return [row.cells[0].textContent.trim(), head.textContent.trim()]; }"""
    )


@pytest.mark.timeout(240)
def test_a_delivered_month_turns_missing_answers_into_answers(page, product, tmp_path):
    log_in(page, product.url, "nina")
    page.goto(f"{product.url}/uppfoljning/")
    assert_accessible(page)
    stadsdel, manad = missing_delivery(page)
    path = tmp_path / "leverans.csv"
    path.write_text(f"personnummer;belopp;roll;forsorjningshinder;avslutsorsak\n{NUMMER};8200;sokande;;\n")
    product.manage("import_forsorjningsstod", str(path), "--month", manad, "--stadsdel", stadsdel)
    task = [BIN / "celery", "--app", "config", "call", "uppfoljning.tasks.run_uppfoljning_nightly"]
    subprocess.run(task, cwd=ROOT, env=product.env, check=True, capture_output=True)
    switch_to(page, product, "sven")
    for _ in range(60):
        page.goto(f"{product.url}/systemstatus/")
        if "ändrade" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(500)
    assert re.search(r"[1-9]\d* ändrade", page.locator("main").inner_text())
    assert_accessible(page)
    switch_to(page, product, "nina")
    page.goto(f"{product.url}/uppfoljning/")
    assert "Saknas" not in page.locator("main table").first.inner_text()


@pytest.mark.timeout(240)
def test_the_controller_orders_the_tertial_report_and_fetches_the_pdf(page, product):
    log_in(page, product.url, "nina")
    page.goto(f"{product.url}/rapporter/")
    press(page, "Ny rapport")
    assert_accessible(page)
    page.locator("main form button[type=submit]:visible").first.click()
    page.wait_for_url(re.compile("/rapporter/"))
    page.reload()
    pdf_link = page.locator("main").get_by_role("link", name=re.compile("PDF")).first
    expect(pdf_link).to_be_visible(timeout=90_000)
    assert_accessible(page)
    with page.expect_download() as download:
        pdf_link.click()
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert "Tertialrapport" in reader.metadata.title
    assert len(reader.pages) > 3
