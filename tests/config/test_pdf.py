import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from config.dates import STOCKHOLM
from config.pdf import Asset, PdfFetchError, html_to_pdf, render_html, render_pdf

NOW = datetime(2026, 10, 6, 12, 0, tzinfo=STOCKHOLM)
TITLE = "Tertialrapport 2 2026"
CONTEXT = {
    "kommun": "Stockholms stad",
    "arende": "AMN 2026/0412",
    "datum": "2026-10-06",
    "underrubrik": "Jobbtorg Stockholm, maj till augusti 2026",
    "fakta": [("Till", "Arbetsmarknadsnämnden")],
    "sidfot": "Version 1",
}
PIXEL = (
    b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><rect width='4' height='4' fill='#15587a'/></svg>"
)


def page(body: str) -> str:
    return f"<!doctype html><html lang='sv'><head><title>x</title></head><body>{body}</body></html>"


def printed(html: str, **options) -> PdfReader:
    return PdfReader(io.BytesIO(html_to_pdf(html, title=TITLE, now=NOW, organisation="Stockholms stad", **options)))


def rendered(**context) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf("pdf/base.html", CONTEXT | context, title=TITLE, now=NOW)))


def structure(reader: PdfReader) -> list[dict]:
    """Every structure element of the document, in reading order."""
    found = []

    def walk(node):
        node = node.get_object()
        for child in node if isinstance(node, list) else [node]:
            child = child.get_object()
            if isinstance(child, dict) and "/S" in child:
                found.append(child)
                if "/K" in child:
                    walk(child["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


class TestDocument:
    def test_is_tagged_swedish_and_titled(self):
        root = rendered().trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
        assert root["/Lang"] == "sv"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
        assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()

    def test_says_who_made_it_and_when(self):
        made = printed(page("<p>x</p>")).metadata
        assert (made.title, made.author) == (TITLE, "Stockholms stad")
        assert made.creation_date == made.modification_date == NOW

    def test_same_input_gives_the_same_bytes(self):
        one, other = (render_pdf("pdf/base.html", CONTEXT, title=TITLE, now=NOW) for _ in range(2))
        assert one == other

    def test_letterhead_facts_and_foot_stand_on_the_page(self):
        text = rendered().pages[0].extract_text()
        for said in (
            "Stockholms stad",
            "Ärende AMN 2026/0412",
            TITLE,
            "Arbetsmarknadsnämnden",
            "Version 1",
            "Sida 1 av 1",
        ):
            assert said in text

    def test_every_page_is_numbered_and_named_after_its_section(self):
        body = '<h2>Avslut</h2><p>ett</p><h2 class="ny-sida" data-kort="Mått">3 Alla mått</h2><p>två</p>'
        html = render_html("pdf/base.html", CONTEXT, title=TITLE).replace("</body>", body + "</body>")
        pages = [sheet.extract_text() for sheet in printed(html).pages]
        assert ["Sida 1 av 2" in pages[0], "Sida 2 av 2" in pages[1]] == [True, True]
        assert "Mått" in pages[1].replace("3 Alla mått", "")
        assert TITLE in pages[1]

    def test_accent_of_the_municipality_is_printed_and_only_a_colour(self):
        html = render_html("pdf/base.html", CONTEXT, title=TITLE)
        assert html_to_pdf(html, title=TITLE, now=NOW) != html_to_pdf(html, title=TITLE, now=NOW, accent="#aa0000")
        with pytest.raises(ValueError, match="not a colour"):
            html_to_pdf(html, title=TITLE, now=NOW, accent="red; } body { display: none")


class TestTags:
    def test_table_has_caption_and_headers(self):
        tabell = {
            "rubrik": "Tabell 1. Avslut",
            "kolumner": [{"text": "Orsak"}, {"text": "Totalt"}],
            "rader": [{"slag": "", "text": "Studier", "celler": [{"text": "142"}]}, {"slag": "grupp", "text": "Andel"}],
        }
        html = render_html("pdf/delar/tabell.html", {"tabell": tabell}, title=TITLE)
        kinds = [element["/S"] for element in structure(printed(page(html)))]
        assert [kinds.count(kind) for kind in ("/Table", "/Caption", "/TH", "/TD")] == [1, 1, 4, 1]

    def test_facts_are_a_list_of_items_only(self):
        facts = next(e for e in structure(rendered()) if e["/S"] == "/L")
        assert {item.get_object()["/S"] for item in facts["/K"]} == {"/LI"}

    def test_chart_is_a_figure_with_its_text_alternative(self):
        svg = "<svg viewBox='0 0 9 9'><title>Avslut per tertial. T2: 12.</title><rect width='9' height='9'/></svg>"
        figure = next(e for e in structure(printed(page(svg))) if e["/S"] == "/Figure")
        assert figure["/Alt"] == "Avslut per tertial. T2: 12."


class TestNothingIsFetched:
    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1:9/x", "https://example.org/x", "file:///etc/hostname", "ftp://h/x"]
    )
    @pytest.mark.parametrize(
        "body",
        [
            '<img src="{}" alt="x">',
            '<style>@import url("{}");</style>',
            '<style>body {{ background: url("{}"); }}</style>',
            '<style>@font-face {{ font-family: F; src: url("{}"); }} body {{ font-family: F; }}</style><p>x</p>',
            '<p style="list-style-image: url({}); display: list-item">x</p>',
            '<link rel="stylesheet" href="{}">',
            '<link rel="attachment" href="{}">',
            '<object data="{}"></object>',
            '<embed src="{}">',
            '<svg viewBox="0 0 9 9"><title>x</title><image href="{}" width="9" height="9"/></svg>',
        ],
    )
    def test_an_address_outside_the_document_stops_it(self, body, address):
        with pytest.raises(PdfFetchError):
            printed(page(body.format(address)))

    def test_use_of_another_file_draws_nothing(self):
        """WeasyPrint follows `use` by identifier within the same drawing only, so there is nothing to refuse."""
        body = '<svg viewBox="0 0 9 9"><title>x</title><use href="file:///etc/hostname#a"/></svg><p>kvar</p>'
        assert printed(page(body)).pages[0].extract_text().startswith("kvar")

    @pytest.mark.parametrize("address", ["data:text/css,p{color:red}", "asset:okand", "ASSET:logo"])
    def test_neither_data_addresses_nor_unknown_assets_pass(self, address):
        with pytest.raises(PdfFetchError):
            printed(page(f'<img src="{address}" alt="x">'), assets={"logo": Asset(PIXEL, "image/svg+xml")})

    @pytest.mark.parametrize("address", ["bild.png", "/etc/hostname", "../../etc/hostname", "//example.org/x"])
    def test_relative_addresses_lead_nowhere(self, address):
        try:
            reader = printed(page(f'<base href="file:///etc/"><img src="{address}" alt="x"><p>kvar</p>'))
        except PdfFetchError:
            return
        assert not reader.pages[0].images
        assert "kvar" in reader.pages[0].extract_text()

    def test_an_asset_cannot_fetch_either(self):
        sly = PIXEL.replace(b"<rect", b"<image href='file:///etc/hostname' width='4' height='4'/><rect")
        with pytest.raises(PdfFetchError):
            printed(page('<img src="asset:logo" alt="x">'), assets={"logo": Asset(sly, "image/svg+xml")})

    def test_own_asset_is_shown(self):
        logo = {"logo": Asset(PIXEL, "image/svg+xml")}
        with_logo = printed(page('<img src="asset:logo" alt="Stockholms stad">'), assets=logo)
        assert any(element.get("/Alt") == "Stockholms stad" for element in structure(with_logo))


def test_what_has_no_space_in_it_stays_on_the_page_and_leaves_the_other_columns_there():
    long = "https://exempel.se/annons?id=" + "x" * 300
    rad = f"<tr><th scope='row'>{long}</th><td>Carl</td><td>2026-12-11</td></tr>"
    seen = []
    printed(page(f"<table class='tabell is-text'>{rad}</table><p>{'y' * 300}</p>")).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: seen.append((text, tm[4]))
    )
    assert [x for text, x in seen if "2026-12-11" in text] < [718]  # where the right margin of an A4 begins, in px
    assert len([text for text, _ in seen if "yyy" in text]) > 1


class TestTextIsText:
    EVIL = "<img src='file:///etc/hostname'><script>alert(1)</script> & \"citat\" '"

    def test_markup_in_the_context_is_printed_as_it_was_written(self):
        reader = rendered(rubrik=self.EVIL, fakta=[(self.EVIL, self.EVIL)], sidfot=self.EVIL, kommun=self.EVIL)
        text = " ".join(reader.pages[0].extract_text().split())
        assert text.count("<script>alert(1)</script>") >= 4

    @pytest.mark.parametrize(
        ("part", "context"),
        [
            ("not", {"text": EVIL}),
            ("definition", {"text": EVIL, "inledning": EVIL}),
            ("fakta", {"fakta": [(EVIL, EVIL)]}),
            ("diagram", {"diagram": {"rubrik": EVIL, "svg": EVIL}}),
            ("tabell", {"tabell": {"rubrik": EVIL, "kolumner": [{"text": EVIL}], "rader": [{"text": EVIL}]}}),
        ],
    )
    def test_every_part_escapes(self, part, context):
        html = render_html(f"pdf/delar/{part}.html", context, title=TITLE)
        assert "<script" not in html
        assert "&lt;script&gt;" in html
