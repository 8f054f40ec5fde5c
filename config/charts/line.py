"""The line chart: one or two series over periods, women solid with a dot and men dashed with a square."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from config.charts.svg import element, label, paint, picture, text_width
from config.charts.values import DOLT, axis_ticks, in_unit, in_words, is_shown, number, type_of_value

_BOLD = 1.1
_SIZES = {"web": (330.0, 112.0, 12.5), "print": (600.0, 150.0, 10.0)}


@dataclass(frozen=True, slots=True)
class Series:
    """A named line: one value per period."""

    namn: str
    varden: Sequence[type_of_value]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: the plot's edges in the picture, and the axis that fills it."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    ticks: Sequence[float]
    count: int
    palette: str

    def x(self, index: int) -> float:
        return self.left + (self.right - self.left) * index / max(self.count - 1, 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)


def line_chart(
    perioder: Sequence[str],
    serier: Sequence[Series],
    *,
    title: str,
    prefix: str,
    enhet: str = "procent",
    palette: str = "web",
) -> SafeString:
    """Lines over `perioder`. A hidden or missing value breaks the line and the axis says so.

    The axis holds the values and need not begin at zero. At most two series; each has one value per period.
    """
    if len(serier) > 2 or not perioder or any(len(one.varden) != len(perioder) for one in serier):
        raise ValueError("one or two series with one value per period")
    shown = [Series(one.namn, [in_unit(value, enhet) for value in one.varden]) for one in serier]
    frame = _frame(perioder, shown, enhet, palette)
    parts = [*_grid(frame, enhet), *_axis(frame, perioder, shown)]
    for style, one in enumerate(shown, start=1):
        parts += _line(frame, one, style)
    parts += _names(frame, shown)
    width, height, _ = _SIZES[palette]
    description = _in_words(perioder, shown, enhet)
    return picture(
        parts, width=width, height=height, title=title, description=description, prefix=prefix, palette=palette
    )


def _frame(perioder: Sequence[str], serier: Sequence[Series], enhet: str, palette: str) -> _Frame:
    width, height, size = _SIZES[palette]
    values = [value for one in serier for value in one.varden if is_shown(value)]
    ticks = axis_ticks(values, highest=100 if enhet == "procent" else None)
    names = max((text_width(one.namn, size, palette) for one in serier), default=0)
    left = max(text_width(_tick(tick, ticks), size, palette) for tick in ticks) + 8
    right, bottom = width - names * _BOLD - 10, height - size * 1.6
    return _Frame(left, right, size * 0.6, bottom, size, ticks, len(perioder), palette)


def _grid(frame: _Frame, enhet: str) -> Iterable[str]:
    for tick in frame.ticks:
        y = frame.y(tick)
        role = "base" if tick == frame.ticks[0] else "grid"
        yield element("line", {"x1": frame.left, "x2": frame.right, "y1": y, "y2": y} | paint(role, frame.palette))
        place = {"size": frame.size, "anchor": "end"}
        yield label(frame.left - 6, y + frame.size * 0.35, _tick(tick, frame.ticks), "axis", frame.palette, **place)


def _tick(tick: float, ticks: Sequence[float]) -> str:
    return number(tick, 0 if all(float(t).is_integer() for t in ticks) else 1)


def _axis(frame: _Frame, perioder: Sequence[str], serier: Sequence[Series]) -> Iterable[str]:
    """First and last period and those between that there is room for, with a word when a value is not shown there."""
    y, size, palette = frame.bottom + frame.size * 1.35, frame.size, frame.palette
    last = len(perioder) - 1
    words = [_why_not_shown(serier, index) for index in range(len(perioder))]
    ends = {index: ", ".join(filter(None, (perioder[index], words[index]))) for index in {0, last}}
    free_from = frame.left + text_width(ends[0], size, palette) + size
    free_to = frame.right - text_width(ends[last], size, palette) - size
    if last:
        yield label(frame.left, y, ends[0], "axis", palette, size=size)
    yield label(frame.right, y, ends[last], "axis", palette, size=size, anchor="end")
    for index, texts in _between(frame, perioder, words).items():
        for text in texts:
            half = text_width(text, size, palette) / 2
            if free_from <= frame.x(index) - half and frame.x(index) + half <= free_to:
                yield label(frame.x(index), y, text, "axis", palette, size=size, anchor="middle")
                free_from = frame.x(index) + half + size
                break


def _between(frame: _Frame, perioder: Sequence[str], words: Sequence[str]) -> dict[int, list[str]]:
    """What may stand at each period between the ends, the best first: every nth name, so that they stand evenly."""
    last = len(perioder) - 1
    # Half of it lies on either side, and the whole of those at the ends on one
    widest = 1.5 * max(text_width(period, frame.size, frame.palette) for period in perioder) + frame.size
    step = next((n for n in range(1, last) if (frame.x(n) - frame.x(0)) >= widest and last % n == 0), 0)
    texts = {}
    for index in range(1, last):
        names = [", ".join(filter(None, (perioder[index], words[index])))] if step and index % step == 0 else []
        texts[index] = [*names, *([words[index]] if words[index] else [])]
    return texts


def _why_not_shown(serier: Sequence[Series], index: int) -> str:
    values = [one.varden[index] for one in serier]
    if any(value is DOLT for value in values):
        return "dolt"
    return "saknas" if any(value is None for value in values) else ""


def _line(frame: _Frame, series: Series, style: int) -> Iterable[str]:
    """The unbroken stretches of one series. A point alone gets a mark, and so does the last one."""
    points = [
        (frame.x(index), frame.y(value)) if is_shown(value) else None for index, value in enumerate(series.varden)
    ]
    stretches = [list(run) for drawn, run in groupby(points, key=lambda point: point is not None) if drawn]
    for stretch in stretches:
        if len(stretch) > 1:
            corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in stretch)
            yield element("polyline", {"points": corners} | paint(f"line-{style}", frame.palette))
        if len(stretch) == 1 or stretch is stretches[-1]:
            yield _mark(*stretch[-1], style, frame.palette)


def _mark(x: float, y: float, style: int, palette: str) -> str:
    if style == 1:
        return element("circle", {"cx": x, "cy": y, "r": 3.5} | paint("mark-1", palette))
    return element("rect", {"x": x - 3.2, "y": y - 3.2, "width": 6.4, "height": 6.4} | paint("mark-2", palette))


def _names(frame: _Frame, serier: Sequence[Series]) -> Iterable[str]:
    """Each line's name at its end, moved apart where the lines meet."""
    ends = {}
    for style, one in enumerate(serier, start=1):
        shown = [value for value in one.varden if is_shown(value)]
        if shown:
            ends[style] = frame.y(shown[-1])
    for style, y in _apart(ends, frame.size * 1.1, frame.top, frame.bottom).items():
        name = serier[style - 1].namn
        yield label(frame.right + 8, y + frame.size * 0.35, name, f"name-{style}", frame.palette, size=frame.size)


def _apart(places: dict[int, float], gap: float, top: float, bottom: float) -> dict[int, float]:
    """Two places at least `gap` apart and within the plot, in the order they had."""
    if len(places) < 2:
        return places
    upper, lower = sorted(places, key=lambda style: (places[style], style))
    lacking = max(gap - (places[lower] - places[upper]), 0) / 2
    high, low = places[upper] - lacking, places[lower] + lacking
    inwards = max(top - high, 0) - max(low - bottom, 0)
    return {upper: high + inwards, lower: low + inwards}


def _in_words(perioder: Sequence[str], serier: Sequence[Series], enhet: str) -> str:
    def line(one: Series) -> str:
        values = (f"{period} {in_words(value, enhet)}" for period, value in zip(perioder, one.varden, strict=True))
        return f"{one.namn}: {', '.join(values)}."

    return " ".join(line(one) for one in serier)
