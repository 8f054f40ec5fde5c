"""Who may keep the catalogue and place persons in it.

A nämnd places in its own insatser: the jobbtorg's those enrolled there, the SDF's those it is responsible for.
The other side's insats is reached by a remiss (domain.md sections 5 and 8).
"""

from datetime import date

from cases import perms
from cases.enums import Enhetsslag, Roll
from cases.models import Aspirant, Enhet, Inskrivning, User

from .models import Insats, Placering

PLACERAR = (Roll.COACH, Roll.SOCIALSEKRETERARE, Roll.ENHETSCHEF)


def enheter_som_chef(user: User, today: date) -> list[Enhet]:
    """Units whose part of the catalogue the user keeps."""
    slag = (Enhetsslag.SDF, Enhetsslag.JOBBTORG)
    return [m.enhet for m in user.medlemskap_den(today) if m.roll == Roll.ENHETSCHEF and m.enhet.slag in slag]


def can_create_insats(user: User, today: date) -> bool:
    return bool(enheter_som_chef(user, today))


def can_edit_insats(user: User, insats: Insats, today: date) -> bool:
    """The chef of the owning unit."""
    return insats.enhet_id in {e.pk for e in enheter_som_chef(user, today)}


def can_handle_placeringar(user: User, today: date) -> bool:
    return user.har_roll(today, *PLACERAR) and perms.can_open_akter(user, today)


def placerande_enhet(user: User, aspirant: Aspirant, oppen: Inskrivning | None, today: date) -> Enhet | None:
    """The unit in whose name the user may place this person today; None when there is no ground for it."""
    if not can_handle_placeringar(user, today):
        return None
    grundar = {aspirant.sdf_id, oppen.jobbtorg_id if oppen else None}
    return next((e for e in perms.enheter(user, today) if e.pk in grundar), None)


def can_end_placering(user: User, placering: Placering, today: date) -> bool:
    """Any unit of the nämnd that owns it: a person may have moved on to its next jobbtorg."""
    namnder = {e.namnd_id for e in perms.enheter(user, today)}
    return can_handle_placeringar(user, today) and placering.enhet.namnd_id in namnder
