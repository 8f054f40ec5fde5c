"""The pen: escaped SVG elements, the picture around a chart, and its two palettes."""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString

_WIDTHS = dict.fromkeys("iljtfrI.,:;'|()/ \u00a0\u202f", 0.38) | dict.fromkeys("mwMW%ÅÄÖ", 0.88)
_COMMON_WIDTH = 0.62
_CONDENSED = 0.9

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_ID = re.compile(r"[^A-Za-z0-9_-]+")

_DARK, _BROWN, _TINT, _GREY, _INK, _SOFT, _PAPER = (
    "#15587a", "#8a5a1c", "#6fa3bd", "#dde2e5", "#191f24", "#47525b", "#ffffff",
)  # fmt: skip

PRINT: dict[str, dict[str, str]] = {
    "grid": {"stroke": "#dde2e5", "stroke-width": "0.7"},
    "base": {"stroke": "#74808a", "stroke-width": "0.7"},
    "axis": {"fill": _SOFT},
    "label": {"fill": _INK},
    "line-1": {"stroke": _DARK, "stroke-width": "2", "fill": "none"},
    "line-2": {"stroke": _BROWN, "stroke-width": "2", "fill": "none", "stroke-dasharray": "5 3"},
    "mark-1": {"fill": _DARK},
    "mark-2": {"fill": _BROWN},
    "name-1": {"fill": _DARK, "font-weight": "bold"},
    "name-2": {"fill": _BROWN, "font-weight": "bold"},
    "part-1": {"fill": _DARK, "stroke": _PAPER},
    "part-2": {"fill": _TINT, "stroke": _PAPER},
    "part-3": {"fill": _GREY, "stroke": _PAPER},
    "part-4": {"stroke": _PAPER},
    "key": {"stroke": "#74808a", "stroke-width": "0.5", "fill": "none"},
    "part-hidden": {"fill": _PAPER, "stroke": "#74808a", "stroke-dasharray": "2 2"},
    "on-1": {"fill": _PAPER},
    "on-2": {"fill": _INK},
    "on-3": {"fill": _INK},
    "on-4": {"fill": _INK},
    "hatch-ground": {"fill": _PAPER},
    "hatch-line": {"fill": _SOFT},
    "plate": {"fill": _PAPER},
}


def paint(role: str, palette: str) -> Mapping[str, str]:
    """The attributes that give a part of a chart its colour: a class on the web, the colours themselves in print."""
    return PRINT[role] if palette == "print" else {"class": f"chart-{role}"}


def element(name: str, attributes: Mapping[str, object], content: str = "") -> str:
    """One element. Attribute values are escaped, numbers rounded to a tenth; `content` is finished markup or text()."""
    written = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(content: object) -> str:
    return str(escape(_NOT_XML.sub("", str(content))))


def label(x: float, y: float, content: str, role: str, palette: str, *, size: float, anchor: str = "start") -> str:
    place = {"x": x, "y": y, "font-size": size, "text-anchor": anchor}
    return element("text", place | paint(role, palette), text(content))


def text_width(content: str, size: float, palette: str) -> float:
    """About how wide a text will be, on the wide side of the fonts that may meet us. Print has one, condensed."""
    ems = sum(_WIDTHS.get(letter, _COMMON_WIDTH) for letter in content)
    return ems * size * (_CONDENSED if palette == "print" else 1)


def safe_id(prefix: str) -> str:
    return _NOT_ID.sub("-", prefix) or "diagram"


def picture(
    parts: Iterable[str], *, width: float, height: float, title: str, description: str, prefix: str, palette: str
) -> SafeString:
    """The whole chart. In print the description joins the title, which is all that a PDF takes as alternative text."""
    named, described = f"{safe_id(prefix)}-titel", f"{safe_id(prefix)}-text"
    spoken = f"{title}. {description}" if palette == "print" else title
    root = {
        "class": "chart",
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {_value(width)} {_value(height)}",
        "role": "img",
        "aria-labelledby": named,
        "aria-describedby": described,
    }
    if palette == "print":
        root |= {"font-family": "DejaVu Sans Condensed, DejaVu Sans, sans-serif", "width": "100%"}
    body = element("title", {"id": named}, text(spoken)) + element("desc", {"id": described}, text(description))
    return SafeString(element("svg", root, body + "".join(parts)))


def hatch(prefix: str, palette: str) -> str:
    """The pattern for what is not known, fill="url(#…)" by hatch_fill: readable without colour."""
    ground = element("rect", {"width": 4, "height": 4} | paint("hatch-ground", palette))
    line = element("rect", {"width": 1.3, "height": 4} | paint("hatch-line", palette))
    shape = {"id": f"{safe_id(prefix)}-okand", "width": 4, "height": 4, "patternUnits": "userSpaceOnUse"}
    pattern = element("pattern", shape | {"patternTransform": "rotate(45)"}, ground + line)
    return element("defs", {}, pattern)


def hatch_fill(prefix: str) -> dict[str, str]:
    return {"fill": f"url(#{safe_id(prefix)}-okand)"}


def _value(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:.1f}".removesuffix(".0")
    return text(value)
