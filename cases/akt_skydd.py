"""What protection registers in the akt: the page Skydd of a protected person, and the chef's task without a name."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from config.components import Action, WorkRow

from . import perms
from .akt import REGISTER, Flik
from .models import Aspirant, User
from .services.skydd import unopenable


def sees_skydd(user: User, aspirant: Aspirant, today: date) -> bool:
    return aspirant.skyddad


def enhetsuppgifter(user: User, today: date) -> Iterable[WorkRow]:
    """A protected case that nobody at the chef's unit can open: its number and nothing else."""
    if not perms.can_name_as_chef(user, today):
        return
    for aspirant_id in dict(unopenable(today)):
        url = reverse("cases:skydd_utan_namngiven")
        arende = Aspirant(pk=aspirant_id).arendenummer
        yield WorkRow(
            namn=f"Ärende {arende}",
            url=url,
            under="Skyddade uppgifter",
            vad="Namnge en handläggare",
            varfor="Ingen namngiven kan öppna ett skyddat ärende",
            dag=today,
            person=aspirant_id,
            action=Action(label="Namnge", url=url, context=f"handläggare för ärende {arende}"),
        )


REGISTER.flikar.append(Flik("skydd", "Skydd", "cases:skydd", 85, sees_skydd))
REGISTER.enhetsuppgifter.append(enhetsuppgifter)
