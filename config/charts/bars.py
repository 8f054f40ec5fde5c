"""Bars: shares of a whole stacked in a row per period, and plain bars from zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from config.charts.svg import element, hatch, hatch_fill, label, paint, picture, text_width
from config.charts.values import DOLT, axis_ticks, in_unit, in_words, is_shown, number, type_of_value

_WIDTH, _ROW, _BAR = 600.0, 26.0, 18.0
_SIZES = {"web": 12.5, "print": 10.0}
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One row of shares: fractions 0-1, one per part."""

    namn: str
    andelar: Sequence[type_of_value]


@dataclass(frozen=True, slots=True)
class BarRow:
    namn: str
    varde: type_of_value


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is drawn of a row: a style ("part-1" ... or "part-hidden"), its width in per cent, its words."""

    style: str
    share: float
    words: str


def stacked_share_bars(
    rader: Sequence[ShareRow],
    delar: Sequence[str],
    *,
    title: str,
    prefix: str,
    last_is_unknown: bool = True,
    palette: str = "web",
) -> SafeString:
    """One bar per row, cut in shares; fill, tint, grey and hatch in that order, the hatch for what is not known.

    Hidden shares are drawn together as one empty piece last. When only one is hidden the whole bar is: the length
    that is left would tell it. At most four parts.
    """
    if len(delar) > 4 or any(len(row.andelar) != len(delar) for row in rader):
        raise ValueError("at most four parts, and one share per part in every row")
    size, styles = _SIZES[palette], _styles(len(delar), last_is_unknown)
    left = _room_for_names([row.namn for row in rader], size, palette)
    parts = [hatch(prefix, palette), *_legend(delar, styles, left, size, prefix, palette)]
    for index, row in enumerate(rader):
        y = 24 + index * _ROW
        parts.append(label(0, y + _BAR * 0.7, _fitted(row.namn, left, size, palette), "label", palette, size=size))
        parts += _shares(row, styles, left, y, size, prefix, palette)
    return picture(
        parts,
        width=_WIDTH,
        height=24 + len(rader) * _ROW,
        title=title,
        description=_shares_in_words(rader, delar),
        prefix=prefix,
        palette=palette,
    )


def bar_chart(
    rader: Sequence[BarRow], *, title: str, prefix: str, enhet: str = "antal", palette: str = "web"
) -> SafeString:
    """A horizontal bar per row with its figure at the end. The axis begins at zero."""
    size = _SIZES[palette]
    shown = [BarRow(row.namn, in_unit(row.varde, enhet)) for row in rader]
    left = _room_for_names([row.namn for row in shown], size, palette)
    figures = [row.varde for row in shown if is_shown(row.varde)]
    right = _WIDTH - max((text_width(in_words(value, enhet), size, palette) for value in figures), default=0) - 8
    ticks = axis_ticks(figures, from_zero=True)
    bottom, per_unit = len(rader) * _ROW, (right - left) / ticks[-1]
    parts = list(_upright_grid(ticks, left, per_unit, bottom, size, palette))
    for index, row in enumerate(shown):
        y = index * _ROW + (_ROW - _BAR) / 2
        length = row.varde * per_unit if is_shown(row.varde) else 0
        parts.append(label(0, y + _BAR * 0.7, _fitted(row.namn, left, size, palette), "label", palette, size=size))
        if length:
            bar = {"x": left, "y": y, "width": length, "height": _BAR}
            parts.append(element("rect", bar | paint("part-1", palette)))
        words = in_words(row.varde, enhet)
        parts.append(label(left + length + 6, y + _BAR * 0.7, words, "label", palette, size=size))
    return picture(
        parts,
        width=_WIDTH,
        height=bottom + size * 1.8,
        title=title,
        description=" ".join(f"{row.namn}: {in_words(row.varde, enhet)}." for row in shown),
        prefix=prefix,
        palette=palette,
    )


def _styles(count: int, last_is_unknown: bool) -> list[str]:
    styles = [f"part-{n}" for n in range(1, count + 1)]
    return [*styles[:-1], "part-4"] if last_is_unknown and styles else styles


def _room_for_names(names: Sequence[str], size: float, palette: str) -> float:
    """Room for the row names, at most two fifths of the picture."""
    return min(max((text_width(name, size, palette) for name in names), default=0) + 8, _WIDTH * 0.4)


def _fitted(name: str, room: float, size: float, palette: str) -> str:
    """The name, or as much of it as there is room for; the text alternative has it whole."""
    if text_width(name, size, palette) <= room:
        return name
    letters = len(name)
    while letters and text_width(name[:letters] + _ELLIPSIS, size, palette) > room - 8:
        letters -= 1
    return name[:letters].rstrip() + _ELLIPSIS


def _legend(
    delar: Sequence[str], styles: Sequence[str], left: float, size: float, prefix: str, palette: str
) -> Iterable[str]:
    x = left
    for name, style in zip(delar, styles, strict=True):
        box = {"x": x, "y": 3, "width": 10, "height": 10}
        yield element("rect", box | _fill(style, prefix, palette))
        yield element("rect", box | paint("key", palette))
        yield label(x + 14, 3 + size * 0.86, name, "label", palette, size=size)
        x += 14 + text_width(name, size, palette) + 14


def _fill(style: str, prefix: str, palette: str) -> dict[str, str]:
    return dict(paint(style, palette)) | (hatch_fill(prefix) if style == "part-4" else {})


def _shares(
    row: ShareRow, styles: Sequence[str], left: float, y: float, size: float, prefix: str, palette: str
) -> Iterable[str]:
    x, room = left, _WIDTH - left - 1
    for piece in _pieces(row.andelar, styles):
        width = room * piece.share / 100
        place = {"x": x, "y": y, "width": width, "height": _BAR}
        yield element("rect", place | _fill(piece.style, prefix, palette))
        if text_width(piece.words, size, palette) + 7 <= width:
            yield from _words_on(piece, x + width / 2, y, size, palette)
        x += width


def _pieces(andelar: Sequence[type_of_value], styles: Sequence[str]) -> list[_Piece]:
    """The drawn pieces of one row, hidden ones gathered last."""
    if any(value is None for value in andelar):
        return [_Piece("part-hidden", 100, "uppgift saknas")]
    if sum(value is DOLT for value in andelar) == 1:
        return [_Piece("part-hidden", 100, "dolt")]
    shown = [
        _Piece(style, value * 100, number(value * 100))
        for style, value in zip(styles, andelar, strict=True)
        if is_shown(value) and value
    ]
    rest = 100 - sum(piece.share for piece in shown)
    return [*shown, _Piece("part-hidden", rest, "dolt")] if DOLT in andelar else shown


def _words_on(piece: _Piece, middle: float, y: float, size: float, palette: str) -> Iterable[str]:
    """The share printed on its piece; on the hatch it stands on a plate of its own."""
    if piece.style == "part-4":
        width = text_width(piece.words, size, palette) + 5
        plate = {"x": middle - width / 2, "y": y + 3, "width": width, "height": _BAR - 6}
        yield element("rect", plate | paint("plate", palette))
    role = "label" if piece.style == "part-hidden" else piece.style.replace("part", "on")
    yield label(middle, y + _BAR * 0.7, piece.words, role, palette, size=size, anchor="middle")


def _upright_grid(
    ticks: Sequence[float], left: float, per_unit: float, bottom: float, size: float, palette: str
) -> Iterable[str]:
    for tick in ticks:
        x = left + tick * per_unit
        role = "grid" if tick else "base"
        yield element("line", {"x1": x, "x2": x, "y1": 0, "y2": bottom} | paint(role, palette))
        decimals = 0 if float(tick).is_integer() else 1
        yield label(x, bottom + size * 1.3, number(tick, decimals), "axis", palette, size=size, anchor="middle")


def _shares_in_words(rader: Sequence[ShareRow], delar: Sequence[str]) -> str:
    def line(row: ShareRow) -> str:
        shares = (
            f"{name} {in_words(in_unit(value, 'procent'), 'procent')}"
            for name, value in zip(delar, row.andelar, strict=True)
        )
        return f"{row.namn}: {', '.join(shares)}."

    return " ".join(line(row) for row in rader)
