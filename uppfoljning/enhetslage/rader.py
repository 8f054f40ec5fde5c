"""A unit's bevakningar as rows of the work list, with who holds the person."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cases.akt import work_row
from cases.models import User
from config.components import WorkRow
from uppfoljning.bevakningar.granser import grans
from uppfoljning.models import Bevakning


def bevakningsrader(rader: Iterable[Bevakning], today: date) -> list[WorkRow]:
    """One query for the names of those who hold; the rows with aspirant, egen and `haller` as `forsenade` has it."""
    rader = list(rader)
    users = User.objects.filter(pk__in={rad.haller for rad in rader} - {None})
    vem = {user.pk: f"Handläggs av {user.namn}" for user in users}
    return [_row(rad, vem.get(rad.haller, "Ingen handlägger"), today) for rad in rader]


def _row(rad: Bevakning, haller: str, today: date) -> WorkRow:
    det = grans(rad)
    return work_row(rad.aspirant, replace(det, varfor=f"{det.varfor}. {haller}"), today)
