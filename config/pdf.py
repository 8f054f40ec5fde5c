"""The one door to WeasyPrint: a template and its context in, a tagged PDF out.

PDF/UA-1, Swedish, with title and organisation in the metadata. Nothing is ever fetched: no network, no files. What a
document needs beside its text (a municipality's logo) is handed in by name as an Asset and written "asset:logo" in the
template. Anything else that asks to be fetched is a mistake or an attack, and stops the rendering.

The same text, context and moment give the same bytes, so a frozen document's checksum means something.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import get_template, render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
STYLESHEET = "pdf/pdf.css"
ACCENT = "#15587a"
_SCHEME = "asset:"
# What no line of a column holds: a pasted address, a slip of the hand
_LONG = re.compile(r"[^\s]{35,}")
_NOT_TEXT = re.compile(r"(<head\b.*?</head>|<style\b.*?</style>|<svg\b.*?</svg>|<[^>]*>)", re.DOTALL | re.IGNORECASE)


class PdfFetchError(Exception):
    """The document asked for something outside itself."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture of ours that a template may show: `<img src="asset:name" alt="…">`."""

    content: bytes
    mime_type: str


class _OwnAssetsOnly(URLFetcher):
    """Answers asset:name from the map and refuses every other address, also file: and data:.

    Refusals are remembered as well as raised: WeasyPrint swallows every error inside an SVG and leaves it blank.
    """

    def __init__(self, assets: Mapping[str, Asset]):
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url, headers=None):
        asset = self._assets.get(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
        if asset is None:
            self.refused.append(url)
            raise PdfFetchError(url)
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.mime_type})


def render_pdf(
    template: str,
    context: Mapping,
    *,
    title: str,
    now: datetime,
    organisation: str = "",
    lang: str = "sv",
    accent: str = ACCENT,
    assets: Mapping[str, Asset] | None = None,
) -> bytes:
    """The PDF of a template that extends pdf/base.html (see there for what the context may hold).

    `now` is what the file says about when it was made. Raises PdfFetchError when the document asks for anything but
    its assets.
    """
    html = render_html(template, context, title=title, lang=lang)
    return html_to_pdf(html, title=title, now=now, organisation=organisation, lang=lang, accent=accent, assets=assets)


def render_html(template: str, context: Mapping, *, title: str, lang: str = "sv") -> str:
    """The HTML that render_pdf prints: what tests read, and what a preview may show."""
    return render_to_string(template, {**context, "titel": title, "lang": lang})


def html_to_pdf(
    html: str,
    *,
    title: str,
    now: datetime,
    organisation: str = "",
    lang: str = "sv",
    accent: str = ACCENT,
    assets: Mapping[str, Asset] | None = None,
) -> bytes:
    """As render_pdf, of finished HTML: a frozen document that is printed again."""
    fonts, fetcher = FontConfiguration(), _OwnAssetsOnly(assets or {})
    sheet = CSS(string=_stylesheet(accent), url_fetcher=fetcher, font_config=fonts)
    printed = b""
    with suppress(FatalURLFetchingError):
        document = HTML(string=_breakable(html), base_url=_SCHEME, url_fetcher=fetcher).render(
            stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT
        )
        _describe(document.metadata, title, organisation, lang, now)
        printed = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=True)
    if fetcher.refused:
        raise PdfFetchError(f"the document asked for {fetcher.refused[0]}")
    return printed


def _breakable(html: str) -> str:
    """The longest runs may be broken anywhere, or they leave the page and take the table's other columns with them.

    Only those: said of whole cells it would let a narrow column break ordinary words.
    """
    parts = _NOT_TEXT.split(html)
    parts[::2] = (_LONG.sub(r'<span class="langt">\g<0></span>', text) for text in parts[::2])
    return "".join(parts)


def _stylesheet(accent: str) -> str:
    """Our one stylesheet with the municipality's accent. Margin boxes of a page do not see custom properties."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise ValueError(f"not a colour: {accent}")
    return get_template(STYLESHEET).template.source.replace(ACCENT, accent)


def _describe(metadata, title: str, organisation: str, lang: str, now: datetime) -> None:
    moment = now.isoformat(timespec="seconds")
    metadata.title, metadata.lang = title, lang
    metadata.authors = [organisation] if organisation else []
    metadata.created = metadata.modified = moment
