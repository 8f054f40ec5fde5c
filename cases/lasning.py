"""What a request has shown of persons, and the one statement that writes it to the reading log.

A view that shows persons says so: `visad(request, [aspirant])`, `visad(request, sida, slag=Lasningsslag.TRAFF)`. The
pages of the akt say it through `akt_context`, messages that name a person through `flash(…, om=aspirant.pk)`.
The middleware writes at the end of the request, in its transaction: what cannot be logged is not shown.

An address that names something of a person other than the person itself is registered in OBJEKT by the app that owns
it, and so is in DELAR a part that an address below a person's names, so that a refusal is logged on the person it
concerned: on both, when someone tries one person's part below another's akt. VYER says in plain Swedish what a page
shows.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, models

from config.dates import STOCKHOLM

from .enums import Lasningsslag
from .models import Aspirant

# Of one person in one request the kind furthest down is kept
ORDNING = [
    Lasningsslag.TRAFF,
    Lasningsslag.VISAD,
    Lasningsslag.API,
    Lasningsslag.EXPORT,
    Lasningsslag.PDF,
]
# URL name → model that the address names; it has aspirant_id
OBJEKT: dict[str, type[models.Model]] = {}
# URL keyword of a part below a person's address → its model; it has aspirant_id
DELAR: dict[str, type[models.Model]] = {}
# Keyword of an address → the column it is a key in
NYCKLAR = {"pk": "id", "omgang": "omgang", "referens": "referens"}
# URL name → what the page shows, as the akt's log and the extract say it
VYER: dict[str, str] = {}
PERSON_ROUTES = ("akter/<int:pk>/", "registrera/<int:pk>/")
LARGEST_ID = 2**63 - 1


class Nyckel(NamedTuple):
    """A key in an address: of which table, in which column."""

    tabell: str
    falt: str
    varde: int | str | UUID | None


def begin(request) -> None:
    """Nothing has been shown yet."""
    request.visade = {}
    request.visade_i_meddelanden = set()


def visad(request, personer: Iterable[Aspirant | int], slag: str = Lasningsslag.VISAD) -> None:
    """The answer to this request shows these persons (rows or their keys)."""
    for person in personer:
        pk = getattr(person, "pk", person)
        request.visade[pk] = max(request.visade.get(pk, slag), slag, key=ORDNING.index)


def finish(request, response) -> None:
    """Write what was shown, or that it was refused; a redirect shows nothing, nor does an error of the server."""
    if response.status_code in (403, 404):
        request.visade = {}
        if asked := asked_for(request.resolver_match):
            refuse(request, asked)
    elif response.status_code >= 300 and response.status_code < 400:
        request.visade = {}
    visad(request, request.visade_i_meddelanden - request.visade.keys(), slag=Lasningsslag.TRAFF)
    if request.visade:
        log_shown(request.visade, vy=_view(request), now=request.now, today=request.today, referens=request.referens)


def log_shown(visade: dict[int, str], *, vy: str, now: datetime, today, referens: str = "") -> None:
    """One statement for all of them. For a task or a command that shows persons outside a request: call it inside
    the identity of the one it works for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.logga_lasningar(%s, %s, %s, %s, %s::bigint[], %s::text[])",
            [now, today, vy, referens, list(visade), [str(slag) for slag in visade.values()]],
        )


def asked_for(match) -> list[Nyckel]:
    """What an address about a person names, the main thing first; empty for other addresses."""
    if match is None:
        return []
    nycklar = [
        Nyckel(tabell, NYCKLAR[namn], varde) for namn, varde in match.kwargs.items() if (tabell := _table(match, namn))
    ]
    delar = [Nyckel(DELAR[namn]._meta.db_table, "id", varde) for namn, varde in match.kwargs.items() if namn in DELAR]
    return nycklar + delar


def _table(match, keyword: str) -> str:
    if keyword not in NYCKLAR:
        return ""
    if match.view_name in OBJEKT:
        return OBJEKT[match.view_name]._meta.db_table
    return Aspirant._meta.db_table if match.route.startswith(PERSON_ROUTES) else ""


def refuse(request, asked: list[Nyckel], nummer: str = "") -> None:
    """Log that the reader was refused what they asked for; whether it exists is known to the database alone."""
    nycklar = [n if not isinstance(n.varde, int) or n.varde <= LARGEST_ID else n._replace(varde=None) for n in asked]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.logga_nekad(%s, %s, %s, %s, %s::text[], %s::text[], %s::text[], %s)",
            [
                request.now,
                request.today,
                _view(request),
                request.referens,
                [n.tabell for n in nycklar],
                [n.falt for n in nycklar],
                [None if n.varde is None else str(n.varde) for n in nycklar],
                nummer,
            ],
        )


def refuse_person(request, pk: int | None, nummer: str = "") -> None:
    """The same for someone searched for: by key, or by number alone."""
    refuse(request, [Nyckel(Aspirant._meta.db_table, "id", pk)], nummer)


def footnote(request) -> str:
    """What the foot of a page says about the reading of it; empty where no person is shown."""
    visade = getattr(request, "visade", {})
    if Lasningsslag.VISAD in visade.values():
        vad = "akten" if request.path.startswith("/akter/") else "sidan"
        return f"Att du öppnade {vad} loggades {_clock(request.now)}."
    if visade or getattr(request, "visade_i_meddelanden", ()):
        return "Den här sidan visar personuppgifter. Din läsning loggas."
    return ""


def in_words(vy: str) -> str:
    return VYER.get(vy, "En annan sida")


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def _view(request) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
