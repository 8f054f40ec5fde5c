"""Charts as SVG, the same for the web and for PDF. Pure functions: figures in, markup out.

palette="web" draws with classes, and static/css/chart.css decides the colours of both themes; palette="print" writes
the colours itself, with patterns and dashes that hold in black and white. No style attributes: the content security
policy allows none. Every text is escaped, so the result may stand in a template as it is.

Every chart is one picture to a screen reader: a title and a description with all its figures in words. `prefix` keeps
the ids of several charts on a page apart. A value is a number, None (uppgift saknas) or DOLT (hidden because the count
is small), and neither of the two is ever drawn as zero. With enhet="procent" the numbers are fractions 0-1.
"""

from config.charts.bars import BarRow, ShareRow, bar_chart, stacked_share_bars
from config.charts.line import Series, line_chart
from config.charts.values import DOLT

__all__ = ["DOLT", "BarRow", "Series", "ShareRow", "bar_chart", "line_chart", "stacked_share_bars"]
