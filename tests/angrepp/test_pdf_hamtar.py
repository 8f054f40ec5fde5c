"""A PDF that would fetch: from the network, a file, or a style, by way of what somebody wrote."""

import io

import pytest
from pypdf import PdfReader

from config.pdf import PdfFetchError, html_to_pdf
from jobbplaner.pdf import plan_pdf, protokoll_pdf
from tests.conftest import owner
from tests.factories import at
from tests.scen import scen

pytestmark = pytest.mark.django_db
NOW = at("2026-11-24 09:30")
FETCHING = [
    '<img src="file:///etc/passwd">',
    '<img src="http://169.254.169.254/">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<link rel="stylesheet" href="http://evil.example/x.css">',
    "<style>@import url(http://evil.example/x.css);</style>",
    "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}body{font-family:x}</style>",
    '<p style="background:url(http://evil.example/x.png)">x</p>',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="http://evil.example/x.svg">',
    '<img src="data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E">',
    '<base href="http://evil.example/"><img src="x.png">',
    '<img srcset="http://evil.example/x.png 2x" src="ftp://evil.example/x.png">',
]


@pytest.mark.parametrize("html", FETCHING)
def test_the_door_refuses_every_address_in_markup(html):
    page = f"<!doctype html><html lang='sv'><head><title>x</title></head><body>{html}<p>text</p></body></html>"
    with pytest.raises(PdfFetchError):
        html_to_pdf(page, title="x", now=NOW)


def test_a_drawing_taken_from_elsewhere_is_left_blank(monkeypatch):
    """WeasyPrint follows no <use> to another document; with the network cut off it prints all the same."""
    monkeypatch.setattr("urllib.request.urlopen", lambda *args, **kwargs: pytest.fail("a request"))
    use = '<use href="http://evil.example/x.svg#x"/><use href="file:///etc/passwd#x"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{use}</svg>'
    page = f"<!doctype html><html lang='sv'><head><title>x</title></head><body>{svg}<p>text</p></body></html>"
    assert contents(html_to_pdf(page, title="x", now=NOW)).startswith("text")


def contents(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def assert_only_text(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})
    assert not [a for page in reader.pages for a in page.get("/Annots", [])]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"])


@pytest.mark.parametrize("text", FETCHING)
def test_what_somebody_wrote_in_a_plan_is_printed_as_text(text):
    s = scen()
    with owner():
        s.person.fornamn = "<b>Amal</b>"
        plan = s.plan
        plan.egna_ord, plan.mal, plan.aspirant = text, text[:190], s.person
        pdf = plan_pdf(plan, now=NOW)
    assert "<b>Amal</b>" in contents(pdf)
    assert text[:20] in contents(pdf)
    assert_only_text(pdf)


def test_nor_in_a_protokoll():
    s = scen()
    with owner():
        for field in s.samtal.protokoll._meta.get_fields():
            if field.concrete and field.get_internal_type() == "TextField":
                setattr(s.samtal.protokoll, field.name, FETCHING[0])
        s.samtal.plats = FETCHING[1]
        pdf = protokoll_pdf(s.samtal, now=NOW)
    assert_only_text(pdf)
    assert FETCHING[1] in contents(pdf)


@pytest.mark.parametrize(
    "brand", ["red;}@import url(//evil)", "#15587a}body{background:url(//evil)}", "javascript:1", ""]
)
def test_a_municipalitys_colour_is_a_colour_or_nothing(client, settings, brand):
    settings.BRAND = brand
    assert client.get("/tema.css").content == b""
    with pytest.raises(ValueError, match="not a colour"):
        html_to_pdf("<p>x</p>", title="x", now=NOW, accent=brand)
