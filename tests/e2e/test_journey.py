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
from .tangentbord import Tangentbord
from .test_every_page import faults_at

NUMMER = make_testnummer(date(1999, 3, 17), "man")
NAMN = "Emil Provtjäder"


def assert_accessible(page: Page) -> None:
    faults = faults_at(page, WIDE) + faults_at(page, NARROW)
    page.set_viewport_size(WIDE)
    assert faults == [], page.url


def switch_to(page: Page, product, username: str) -> None:
    page.context.clear_cookies()
    log_in(page, product.url, username)


def register(k: Tangentbord) -> None:
    """Three short steps, each answered by one page; what is wrong is said first and reached from there."""
    k.tryck("link", "Registrera", "nav.main-nav")
    expect(k.page.locator("[name=nummer]")).to_be_focused()
    k.over(NUMMER[2:8] + "-" + NUMMER[8:])
    k.tryck("button", "Sök")
    k.hoppa()
    k.skriv("efternamn", "Provtjäder")
    k.skriv("fornamn", "Emil", bak=True)
    k.tryck("button", "Spara och fortsätt till hushåll")
    assert_accessible(k.page)
    k.skriv("forsorjningsstod_sedan", "mars 25")
    k.valj("forsorjningshinder", "Arbetslös – ingen ersättning/stöd")
    k.kryssa("[name=arbetsformaga][value='76-100']")
    k.tryck("button", "Spara och fortsätt till remiss")
    k.fel("ÅÅÅÅ-MM")
    assert_accessible(k.page)
    k.till_felet()
    k.over("2025-03")
    k.tryck("button", "Spara och fortsätt till remiss")


def refer(k: Tangentbord) -> None:
    assert_accessible(k.page)
    k.hoppa()
    k.valj("jobbtorg", "Jobbtorg Kista")
    k.skriv("fraga", "Emil vill arbeta på lager. Vilket stöd behövs för truckkort?")
    k.valj("rattslig_grund", "Aktivitet enligt socialtjänstlagen")
    k.valj("ingang", "Nyanländ")
    rad = k.page.locator("#rad")
    expect(rad).to_contain_text("Något saknas för remiss till jobbtorg")
    k.skriv("overenskommen", str(today()))
    expect(rad.locator("h2")).to_have_text("Remiss till jobbtorg")
    expect(rad.locator("[name=overenskommen]")).to_be_focused()
    k.tryck("button", "Skicka remiss")
    expect(k.page.locator("main")).to_contain_text("Remissen är skickad till Jobbtorg Kista")


def enrol(k: Tangentbord) -> None:
    k.tryck("link", re.compile("^Remisser"), "nav.main-nav")
    k.tryck("link", f"Öppna remiss för {NAMN}")
    k.tryck("link", "Ta emot och skriv in")
    assert_accessible(k.page)
    k.tryck("button", "Skriv in")
    expect(k.page.locator("main")).to_contain_text("Inskriven")


def write_plan_and_send(k: Tangentbord) -> None:
    k.tryck("link", "Skriv jobbplan")
    k.hoppa()
    k.skriv("egna_ord", "Jag vill köra truck och slippa sitta still.")
    k.skriv("mal", "Lagerarbete på heltid i Kista från våren")
    k.skriv("delmal-0-vad", "Anmäla sig till truckkort")
    k.valj("delmal-0-vem", "Emil")
    k.skriv("delmal-0-senast", str(today() + timedelta(days=20)))
    k.skriv("nasta_uppfoljning", str(today() + timedelta(days=60)))
    k.kryssa("[name=skicka]")
    k.valj("grund", "Nödvändigt")
    assert_accessible(k.page)
    k.tryck("button", re.compile("^Publicera"))
    expect(k.page.locator("main")).to_contain_text("Skickad till SDF Spånga-Tensta")
    assert_accessible(k.page)


def hold_samtal(k: Tangentbord) -> None:
    """Booked for today and held: everyone's presence, what was agreed, signed."""
    k.tryck("link", "Samtal", "nav.tabs")
    k.tryck("link", "Boka samtal")
    k.skriv("datum", str(today()))
    k.tryck("button", "Boka samtalet")
    for nr in range(3):
        k.valj(f"deltagare-{nr}-narvaro", "På plats")
    k.skriv("nulage", "Emil läser till truckkortet.")
    k.valj("agenda-0-utfall", "På väg")
    k.kryssa("[name=planval][value=nej]")
    k.kryssa("[name=haller_med][value=ja]")
    k.skriv("egna_ord", "Det går bra.")
    k.valj("lassatt", "Läste själv")
    k.tryck("button", re.compile("^Signera"))
    expect(k.page.locator("main")).to_contain_text("Signerat")


def close(k: Tangentbord) -> None:
    k.sok(NUMMER)
    k.oppna("Fler val")
    k.tryck("link", re.compile("^Avsluta"))
    assert_accessible(k.page)
    k.hoppa()
    k.kryssa("[name=avslutsorsak]", "Arbete, ej subventionerat")
    k.kryssa("[name=sagt_av][value=aspirant]")
    k.tryck("button", "Avsluta inskrivningen")
    k.fel("Välj om orsaken är bekräftad")
    assert_accessible(k.page)
    k.till_felet()
    k.keys.press("Space")
    k.tryck("button", "Avsluta inskrivningen")
    expect(k.page.locator("main")).to_contain_text("Avslutad vid Jobbtorg Kista: Arbete, ej subventionerat")


@pytest.mark.timeout(240)
def test_from_registration_to_avslut_by_keyboard_alone(page, product):
    k = Tangentbord(page)
    k.logga_in(product.url, "sara")
    before = k.laddningar
    register(k)
    refer(k)
    # The form, three steps of which one was wrong the first time, and the remiss
    assert k.laddningar - before == 1 + 3 + 1 + 1
    k.logga_in(product.url, "carl")
    enrol(k)
    write_plan_and_send(k)
    hold_samtal(k)
    k.logga_in(product.url, "sara")
    k.sok(NUMMER)
    k.tryck("link", "Jobbplan", "nav.tabs")
    k.tryck("button", "Kvittera mottagandet")
    expect(page.locator("main")).to_contain_text("Mottagen av Sara Nyberg")
    k.logga_in(product.url, "carl")
    close(k)
    k.logga_in(product.url, "vera")
    k.sok(NAMN)
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
def test_the_controller_orders_the_tertial_report_and_fetches_the_pdf_by_keyboard_alone(page, product):
    k = Tangentbord(page)
    k.logga_in(product.url, "nina")
    k.tryck("link", "Rapporter", "nav.main-nav")
    k.tryck("link", "Ny rapport")
    k.tryck("button", "Ta fram rapporten")
    page.reload()
    pdf_link = page.locator("main").get_by_role("link", name=re.compile("PDF")).first
    expect(pdf_link).to_be_visible(timeout=90_000)
    assert_accessible(page)
    k.till(pdf_link)
    with page.expect_download() as download:
        k.keys.press("Enter")
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert "Tertialrapport" in reader.metadata.title
    assert len(reader.pages) > 3
