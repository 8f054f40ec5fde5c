"""A unit's bevakningar as rows of the work list, with who holds the person."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from cases.models import User
from config.components import Action, WorkRow
from config.dates import age
from uppfoljning.bevakningar.granser import grans
from uppfoljning.models import Bevakning


def bevakningsrader(rader: Iterable[Bevakning], today: date) -> list[WorkRow]:
    """One query for the names of those who hold; the rows with aspirant, egen and `haller` as `forsenade` has it."""
    rader = list(rader)
    namn = {u.pk: u.namn for u in User.objects.filter(pk__in={rad.haller for rad in rader} - {None})}
    return [_row(rad, f"Handläggs av {namn[rad.haller]}" if rad.haller else "Ingen handlägger", today) for rad in rader]


def _row(rad: Bevakning, haller: str, today: date) -> WorkRow:
    person, det = rad.aspirant, grans(rad)
    return WorkRow(
        namn=person.namn,
        url=reverse("cases:akt", args=[person.pk]),
        nummer=person.nummer,
        alder=age(person.fodelsedatum, today) if person.fodelsedatum else None,
        skyddad=person.skyddad,
        vad=det.vad,
        varfor=f"{det.varfor}. {haller}",
        dag=det.dag,
        arbetsdagar=det.arbetsdagar,
        action=Action(label=det.atgard, url=det.url, context=f"för {person.namn}"),
        person=person.pk,
        hantera=det.hantera,
    )
