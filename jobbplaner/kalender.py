"""A samtal as a calendar file (RFC 5545): time, place and a link. No name, no number, nothing of what it is about."""

from datetime import UTC, date, datetime, time, timedelta

from config.dates import STOCKHOLM
from jobbplaner.models import Trepartssamtal

RUBRIK = "Samtal"
LANGD = timedelta(hours=1)
BREDD = 75


def ics(samtal: Trepartssamtal, *, url: str, now: datetime) -> bytes:
    """The file, with the same UID for as long as the samtal lives and a SEQUENCE that only rises."""
    installt = bool(samtal.installt_at)
    rader = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jobbakten//Samtal//SV",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if installt else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{samtal.uid}@jobbakten",
        f"DTSTAMP:{_utc(now)}",
        f"SEQUENCE:{samtal.kalenderversion}",
        f"STATUS:{'CANCELLED' if installt else 'CONFIRMED'}",
        f"SUMMARY:{RUBRIK}",
        *_when(samtal),
        *([f"LOCATION:{_escaped(samtal.plats)}"] if samtal.plats else []),
        f"URL:{url}",
        f"DESCRIPTION:{_escaped(url)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(rad)}\r\n" for rad in rader).encode()


def _when(samtal: Trepartssamtal) -> list[str]:
    """In UTC, which needs no table of time zones; without a time it is the whole day."""
    if samtal.tid is None:
        return [
            f"DTSTART;VALUE=DATE:{samtal.datum:%Y%m%d}",
            f"DTEND;VALUE=DATE:{samtal.datum + timedelta(days=1):%Y%m%d}",
        ]
    borjar = _moment(samtal.datum, samtal.tid)
    slutar = _moment(samtal.datum, samtal.slut) if samtal.slut else borjar + LANGD
    return [f"DTSTART:{_utc(borjar)}", f"DTEND:{_utc(slutar)}"]


def _moment(dag: date, tid: time) -> datetime:
    return datetime.combine(dag, tid, tzinfo=STOCKHOLM)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11. A line break would begin a property of its own."""
    for tecken in ("\\", ";", ","):
        text = text.replace(tecken, f"\\{tecken}")
    return "\\n".join(text.splitlines())


def _folded(rad: str) -> str:
    """At most 75 octets a line; what follows begins with a space, and no letter is cut in two."""
    delar, nu = [], ""
    for tecken in rad:
        if len((nu + tecken).encode()) > BREDD - bool(delar):
            delar.append(nu)
            nu = ""
        nu += tecken
    return "\r\n ".join([*delar, nu])
