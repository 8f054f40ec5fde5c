import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from config.charts import DOLT, BarRow, Series, ShareRow, bar_chart, line_chart, stacked_share_bars
from config.charts.svg import PRINT
from config.charts.values import axis_ticks, in_words, number

NS = "{http://www.w3.org/2000/svg}"
PERIODER = ["T2 2024", "T3 2024", "T1 2025", "T2 2025", "T3 2025", "T1 2026", "T2 2026"]
KVINNOR = [0.49, 0.513, 0.505, 0.527, 0.541, 0.558, 0.565]
MAN = [0.52, 0.54, 0.55, 0.561, 0.552, 0.581, 0.6]
EVIL = '<script>alert(1)</script> & "citat" \' \x00\x0b'

values = st.one_of(st.none(), st.just(DOLT), st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.5]))


def lines(kvinnor=KVINNOR, man=MAN, perioder=PERIODER, **options):
    serier = [Series("Kvinnor", kvinnor), Series("Män", man)]
    return ET.fromstring(line_chart(perioder, serier, title="Avslutade", prefix="d1", **options))


def shares(*rader, delar=("Arbete", "Studier", "Andra", "Okänd"), **options):
    rows = [ShareRow(f"rad {n}", andelar) for n, andelar in enumerate(rader)]
    return ET.fromstring(stacked_share_bars(rows, delar, title="Orsaker", prefix="d4", **options))


def bars(*varden, **options):
    rows = [BarRow(f"rad {n}", varde) for n, varde in enumerate(varden)]
    return ET.fromstring(bar_chart(rows, title="Inskrivna", prefix="d5", **options))


def of_class(svg, name):
    return [found for found in svg.iter() if found.get("class") == f"chart-{name}"]


def texts(svg):
    return [found.text for found in svg.iter(f"{NS}text")]


def points(polyline):
    return [tuple(map(float, pair.split(","))) for pair in polyline.get("points").split()]


ALL = [lines, lambda **o: shares(KVINNOR[:4], **o), lambda **o: bars(3, 8, **o)]


class TestEveryChart:
    @pytest.mark.parametrize("draw", ALL)
    @pytest.mark.parametrize("palette", ["web", "print"])
    def test_is_one_named_and_described_picture(self, draw, palette):
        svg = draw(palette=palette)
        title, desc = svg.find(f"{NS}title"), svg.find(f"{NS}desc")
        assert svg.get("role") == "img"
        assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == (title.get("id"), desc.get("id"))
        assert title.text
        assert desc.text

    @pytest.mark.parametrize("draw", ALL)
    def test_web_has_classes_and_no_colour_of_its_own(self, draw):
        for found in draw(palette="web").iter():
            assert not {"style", "stroke"} & set(found.attrib)
            assert found.get("fill", "url(").startswith("url(")

    @pytest.mark.parametrize("draw", ALL)
    def test_print_has_colours_and_no_class_but_the_root(self, draw):
        _root, *rest = draw(palette="print").iter()
        assert all("style" not in found.attrib and "class" not in found.attrib for found in rest)
        assert any(found.get("fill") == "#15587a" for found in rest)

    @pytest.mark.parametrize("draw", ALL)
    def test_alternative_text_in_print_has_the_figures(self, draw):
        svg = draw(palette="print")
        assert svg.find(f"{NS}desc").text in svg.find(f"{NS}title").text

    def test_ids_follow_the_prefix(self):
        ids = [found.get("id") for found in shares(KVINNOR[:4]).iter() if found.get("id")]
        assert sorted(ids) == ["d4-okand", "d4-text", "d4-titel"]

    def test_every_class_has_a_rule_in_the_style_sheet(self):
        css = Path(settings.BASE_DIR, "static", "css", "chart.css").read_text(encoding="utf-8")
        ruled = set(re.findall(r"\.chart-([a-z0-9-]+)", css)) | {"axis"}
        assert set(PRINT) <= ruled

    def test_every_text_is_escaped(self):
        drawn = [
            line_chart([EVIL], [Series(EVIL, [0.5])], title=EVIL, prefix=EVIL),
            stacked_share_bars([ShareRow(EVIL, [0.5, 0.5])], [EVIL, EVIL], title=EVIL, prefix=EVIL),
            bar_chart([BarRow(EVIL, 3)], title=EVIL, prefix=EVIL, enhet=EVIL),
        ]
        for svg in drawn:
            assert "<script" not in svg
            assert ET.fromstring(svg).find(f"{NS}title").text.startswith("<script>alert(1)")


class TestLineChart:
    def test_women_are_solid_with_a_dot_and_men_dashed_with_a_square(self):
        svg = lines(palette="print")
        solid, dashed = svg.findall(f"{NS}polyline")
        assert (solid.get("stroke-dasharray"), dashed.get("stroke-dasharray")) == (None, "5 3")
        assert (len(svg.findall(f"{NS}circle")), len(svg.findall(f"{NS}rect"))) == (1, 1)

    def test_has_first_and_last_period_those_between_that_fit_and_three_or_four_gridlines(self):
        svg = lines()
        assert {t for t in texts(svg) if t.startswith("T")} == {"T2 2024", "T2 2025", "T2 2026"}
        assert {t for t in texts(lines(palette="print")) if t.startswith("T")} == set(PERIODER)
        assert [t for t in texts(svg) if t.isdigit()] == ["45", "50", "55", "60"]

    def test_hidden_last_point_stops_the_line_and_the_axis_says_so(self):
        svg = lines(kvinnor=[*KVINNOR[:6], DOLT], man=[*MAN[:6], DOLT])
        assert [len(points(line)) for line in svg.findall(f"{NS}polyline")] == [6, 6]
        assert "T2 2026, dolt" in texts(svg)
        assert "T2 2026 dolt" in svg.find(f"{NS}desc").text

    def test_missing_point_breaks_the_line_and_is_not_zero(self):
        svg = lines(kvinnor=[0.49, 0.51, None, 0.53, 0.54, None, 0.56])
        first, second = svg.findall(f"{NS}polyline")[:2]
        assert [len(points(first)), len(points(second))] == [2, 2]
        assert len(svg.findall(f"{NS}circle")) == 1
        assert "T1 2025 uppgift saknas" in svg.find(f"{NS}desc").text
        assert "0" not in texts(svg)

    def test_a_lonely_point_has_a_mark(self):
        svg = lines(kvinnor=[0.5, None, 0.5, None, None, 0.5, 0.6])
        assert len(svg.findall(f"{NS}circle")) == 3

    def test_names_do_not_collide_where_lines_meet(self):
        for end in (0.565, 0.566, 0.564, 0.0, 1.0):
            svg = lines(kvinnor=[*KVINNOR[:6], end], man=[*MAN[:6], end])
            one, other = (float(of_class(svg, name)[0].get("y")) for name in ("name-1", "name-2"))
            assert abs(one - other) >= 12.5

    def test_names_keep_the_order_of_the_lines(self):
        svg = lines(kvinnor=[*KVINNOR[:6], 0.601])
        assert float(of_class(svg, "name-1")[0].get("y")) < float(of_class(svg, "name-2")[0].get("y"))

    def test_nothing_shown_draws_no_line_and_says_why(self):
        svg = lines(kvinnor=[DOLT] * 7, man=[None] * 7)
        assert not svg.findall(f"{NS}polyline")
        assert svg.find(f"{NS}desc").text.count("dolt") == 7

    @given(st.integers(1, 8).flatmap(lambda n: st.tuples(*[st.lists(values, min_size=n, max_size=n)] * 2)))
    def test_any_values_stay_within_the_picture_and_below_a_hundred(self, both):
        kvinnor, man = both
        for palette, width, height in (("web", 330, 112), ("print", 600, 150)):
            svg = lines(kvinnor, man, [f"T{n}" for n in range(len(man))], palette=palette)
            corners = [corner for line in svg.findall(f"{NS}polyline") for corner in points(line)]
            assert all(0 <= x <= width and 0 <= y <= height for x, y in corners)
            assert all(0 <= float(found.get("y")) <= height for found in svg.iter(f"{NS}text"))
            assert all(float(t) <= 100 for t in texts(svg) if t.isdigit())

    def test_series_of_different_length_are_refused(self):
        with pytest.raises(ValueError, match="one value per period"):
            lines(kvinnor=[0.5])


class TestShareBars:
    def test_pieces_fill_the_bar_in_proportion_and_carry_their_figures(self):
        svg = shares([0.394, 0.121, 0.346, 0.139])
        widths = [float(of_class(svg, f"part-{n}")[1].get("width")) for n in (1, 2, 3, 4)]
        assert [round(width / sum(widths), 2) for width in widths] == [0.39, 0.12, 0.35, 0.14]
        assert {"39,4", "12,1", "34,6", "13,9"} <= set(texts(svg))

    def test_what_is_not_known_is_hatched(self):
        assert of_class(shares([0.5, 0.1, 0.1, 0.3]), "part-4")[1].get("fill") == "url(#d4-okand)"
        two = shares([0.5, 0.5], delar=("Ja", "Nej"), last_is_unknown=False)
        assert len(of_class(two, "part-2")) == 2
        assert not of_class(two, "part-4")

    def test_a_thin_piece_has_no_figure_but_is_in_the_text(self):
        svg = shares([0.97, 0.01, 0.01, 0.01])
        assert "1,0" not in texts(svg)
        assert "Studier 1,0\u00a0%" in svg.find(f"{NS}desc").text

    def test_hidden_shares_stand_together_last(self):
        svg = shares([DOLT, 0.134, 0.346, DOLT])
        assert len(of_class(svg, "part-hidden")) == 1
        assert "dolt" in texts(svg)

    def test_one_hidden_share_hides_the_row_so_that_it_cannot_be_measured(self):
        svg = shares([0.4, 0.1, 0.4, DOLT])
        assert [len(of_class(svg, f"part-{n}")) for n in (1, 2, 3, 4)] == [1, 1, 1, 1]  # the legend alone
        assert not {"40,0", "10,0"} & set(texts(svg))

    def test_missing_row_says_so(self):
        assert "uppgift saknas" in texts(shares([None] * 4))

    def test_more_than_four_parts_are_refused(self):
        with pytest.raises(ValueError, match="at most four"):
            shares([0.2] * 5, delar="abcde")


class TestBarChart:
    def test_begins_at_zero(self):
        svg = bars(400, 500)
        one, other = (float(bar.get("width")) for bar in of_class(svg, "part-1"))
        assert one / other == pytest.approx(0.8, abs=0.01)
        assert "0" in texts(svg)

    def test_hidden_and_missing_are_words_without_a_bar(self):
        svg = bars(DOLT, None, 0, 5)
        assert len(of_class(svg, "part-1")) == 1
        assert {"dolt", "uppgift saknas", "0", "5"} <= set(texts(svg))

    def test_long_names_are_cut_on_the_picture_and_whole_in_the_text(self):
        name = "Jobbtorg " + "med ett långt namn " * 6
        svg = ET.fromstring(bar_chart([BarRow(name, 3)], title="x", prefix="x"))
        assert any(t.endswith("…") for t in texts(svg))
        assert name in svg.find(f"{NS}desc").text

    @given(st.lists(st.one_of(st.none(), st.just(DOLT), st.integers(0, 100_000)), max_size=6))
    def test_bars_stay_within_the_picture(self, varden):
        for bar in of_class(bars(*varden), "part-1"):
            assert float(bar.get("x")) + float(bar.get("width")) <= 600


class TestFigures:
    def test_swedish_figures(self):
        assert number(1036.25) == "1\u202f036,2"
        assert in_words(58.24, "procent") == "58,2\u00a0%"
        assert in_words(212.4, "dagar") == "212,4 dagar"
        assert in_words(1036, "antal") == "1\u202f036"

    @given(st.lists(st.floats(0, 100), min_size=1), st.booleans())
    @example([5e-324], False)
    @example([50.0, 50.00000000000001], False)
    def test_axis_holds_the_values_with_three_or_four_round_lines(self, shown, from_zero):
        ticks = axis_ticks(shown, from_zero=from_zero, highest=100)
        assert 3 <= len(ticks) <= 4
        assert ticks[0] <= min(shown) + 1e-9
        assert ticks[-1] >= max(shown) - 1e-9
        assert ticks[0] >= 0
        assert ticks[-1] <= 100 + 1e-9
        assert ticks[0] == 0 or not from_zero
