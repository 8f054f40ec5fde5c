"""What the page components are fed with. A template that is given one of these needs to know nothing else.

Every component also takes a dict with the same keys; these classes exist so that a misspelt key fails at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from config.dates import STOCKHOLM, month_name


@dataclass(frozen=True, kw_only=True)
class Link:
    """A tab, a menu item, a crumb, a filter. `count` is shown after the label; crumbs may lack a url."""

    label: str
    url: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button. `post` makes it a form of its own; `primary` fills it (at most one per view)."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    primary: bool = False
    context: str = ""  # heard after the label by those who do not see the row, e.g. "för Jonas Ekvall"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One labelled fact of the person header or of a definition list.

    `line` is the fact's text in the one-line person header: empty leaves it out there, "icon"-only facts give their
    whole text. `step` and `steps` draw the stair, `deadline` draws a deadline (with `tid`,
    and `arbetsdagar` where the rule counts them).
    """

    label: str
    text: str = ""
    note: str = ""
    url: str = ""
    line: str = ""
    icon: str = ""
    step: int | None = None
    steps: int = 6
    deadline: date | None = None
    tid: time | None = None
    arbetsdagar: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonHeader:
    """The h1 of an akt. `nummer` has twelve digits (or is a reservnummer), `alder` is in whole years."""

    namn: str
    nummer: str = ""
    alder: int | None = None
    skyddad: bool = False
    url: str = ""
    facts: Sequence[Fact] = ()
    actions: Sequence[Action] = ()
    more_actions: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """One matter of a work list: whom it concerns, what to do (verb first), why, by when, and the button."""

    namn: str
    url: str
    vad: str
    varfor: str = ""
    nummer: str = ""
    alder: int | None = None
    under: str = ""  # replaces number and age for a row that is not about one person
    skyddad: bool = False
    dag: date
    tid: time | None = None
    arbetsdagar: bool = False  # the rule counts working days
    note: str = ""  # replaces date and week under the deadline
    action: Action | None = None
    person: int | None = None  # key of whom it concerns, for the reading log
    hantera: str = ""  # page where the matter is put off or closed

    @property
    def said(self) -> str:
        """What tells this row's button from the next one's, for those who hear it."""
        return f"för {self.namn}" if self.nummer else self.namn


@dataclass(frozen=True, kw_only=True)
class WorkGroup:
    """A heading of the work list with its rows. `kind` is over, today or later; `count` when not all rows are given,
    `paged` when a pager beside the list says which are, else `all_url` leads to them. `anchor` is the heading's id."""

    title: str
    kind: str
    rows: Sequence[WorkRow]
    count: int | None = None
    paged: bool = False
    all_url: str = ""
    anchor: str = ""

    @property
    def total(self) -> int:
        return len(self.rows) if self.count is None else self.count


def group_events(events: Iterable, *, today: date) -> list[dict]:
    """Coming events first, soonest on top, then what has happened, month by month, latest on top.

    An event is anything with `dag`, optionally `tid`, or `skriven` (when it was written down) for one without a time,
    and for what is still to happen today `kommande`.
    """
    ordered = sorted(events, key=lambda event: (event.dag, event.tid or _written(event)))
    coming = [event for event in ordered if event.dag > today or (event.dag == today and _to_come(event))]
    groups = [{"title": "Kommande", "events": coming}] if coming else []
    past = reversed([event for event in ordered if event not in coming])
    for (year, _), month in groupby(past, key=lambda event: (event.dag.year, event.dag.month)):
        events = list(month)
        groups.append({"title": f"{month_name(events[0].dag).capitalize()} {year}", "events": events})
    return groups


def _written(event) -> time:
    """The time of writing, when it was written on the day it happened; what was written later has no place in it."""
    skriven = getattr(event, "skriven", None)
    lokal = skriven.astimezone(STOCKHOLM) if skriven else None
    return lokal.time() if lokal and lokal.date() == event.dag else time.min


def _to_come(event) -> bool:
    return bool(event.get("kommande") if isinstance(event, dict) else getattr(event, "kommande", False))


def group_work(rows: Iterable[WorkRow], *, today: date, until: date, rest_title: str) -> list[WorkGroup]:
    """Sort rows into overdue, today and the rest up to and including `until`; empty groups are left out."""
    ordered = sorted(rows, key=lambda row: (row.dag, row.tid or time.min))
    parts = [
        ("Försenade", "over", [row for row in ordered if row.dag < today]),
        ("I dag", "today", [row for row in ordered if row.dag == today]),
        (rest_title, "later", [row for row in ordered if today < row.dag <= until]),
    ]
    return [WorkGroup(title=title, kind=kind, rows=members) for title, kind, members in parts if members]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure as it is written; `hidden` when it is `<5` or `..` by röjandekontroll."""

    text: str
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class FigureTableRow:
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An indicator on a page. Texts are already written (config.formatting); `chart` is safe SVG from config.charts.

    `columns` are the periods, the present one first; `of` is "124 av 213"; `missing` counts uppgift saknas.
    """

    title: str
    figure: str
    definition: str = ""
    whole_definition: str = ""
    of: str = ""
    hidden: bool = False
    missing: int = 0
    columns: Sequence[str] = ()
    rows: Sequence[FigureTableRow] = ()
    chart: str = ""
