"""What the page components are fed with. A template that is given one of these needs to know nothing else.

Every component also takes a dict with the same keys; these classes exist so that a misspelt key fails at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from config.dates import month_name


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
    whole text. `step` and `steps` draw the stair, `deadline` draws a deadline (with `time`).
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
    time: str = ""


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
    what: str
    why: str = ""
    nummer: str = ""
    alder: int | None = None
    under: str = ""  # replaces number and age for a row that is not about one person
    skyddad: bool = False
    deadline: date
    note: str = ""
    time: str = ""
    workdays: bool = False  # the rule counts working days
    action: Action | None = None


@dataclass(frozen=True, kw_only=True)
class WorkGroup:
    """A heading of the work list with its rows. `kind` is over, today or later."""

    title: str
    kind: str
    rows: Sequence[WorkRow]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, or will. `when` is a datetime if the time of day is known, otherwise a date."""

    when: date | datetime
    title: str
    title_rest: str = ""
    icon: str = "circle"
    text: str = ""
    meta: str = ""
    link: Link | None = None
    receipt: str = ""  # text of the kvittens; it stands inside its event
    receipt_kind: str = "ok"

    @property
    def day(self) -> date:
        return self.when.date() if isinstance(self.when, datetime) else self.when

    @property
    def clock(self) -> str:
        return f"{self.when:%H:%M}" if isinstance(self.when, datetime) else ""


@dataclass(frozen=True)
class EventGroup:
    title: str
    events: list[Event] = field(default_factory=list)


def group_events(events: Iterable[Event], *, today: date) -> list[EventGroup]:
    """Coming events first, soonest on top, then what has happened, month by month, latest on top."""
    ordered = sorted(events, key=lambda event: (event.day, event.clock))
    groups = [EventGroup("Kommande", [event for event in ordered if event.day >= today])]
    past = reversed([event for event in ordered if event.day < today])
    for _, month in groupby(past, key=lambda event: (event.day.year, event.day.month)):
        members = list(month)
        groups.append(EventGroup(_month_title(members[0].day), members))
    return [group for group in groups if group.events]


def _month_title(day: date) -> str:
    return f"{month_name(day).capitalize()} {day.year}"


def group_work(rows: Iterable[WorkRow], *, today: date, until: date, rest_title: str) -> list[WorkGroup]:
    """Sort rows into overdue, today and the rest up to and including `until`; empty groups are left out."""
    ordered = sorted(rows, key=lambda row: (row.deadline, row.time))
    parts = [
        ("Försenade", "over", [row for row in ordered if row.deadline < today]),
        ("I dag", "today", [row for row in ordered if row.deadline == today]),
        (rest_title, "later", [row for row in ordered if today < row.deadline <= until]),
    ]
    return [WorkGroup(title=title, kind=kind, rows=members) for title, kind, members in parts if members]
