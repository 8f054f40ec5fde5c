"""A follow-up that was begun and not completed before its version was replaced: completed late, or moved along."""

from datetime import datetime

from django.db import transaction

from cases.akt import changed
from cases.models import User
from config.dates import local_date
from jobbplaner.models import Delmal, Plan, Planuppfoljning

from .planer import in_force


class FollowUpNotMovedError(Exception):
    """There is no version in force to move it to, or that one has a follow-up of its own begun."""


@transaction.atomic
def move_followup(*, uppfoljning: Planuppfoljning, by: User, now: datetime) -> Planuppfoljning:
    """Let it go on with the version in force. Answers follow their delmål; of one that the version lacks they stay as
    they were written. A day before that version was published is asked for anew. Twice is once.

    Raises FollowUpNotMovedError.
    """
    fore = Plan.objects.select_for_update(of=("self",)).get(pk=uppfoljning.plan_id)
    uppfoljning = Planuppfoljning.objects.select_for_update(of=("self",)).get(pk=uppfoljning.pk)
    if uppfoljning.klar_at or uppfoljning.plan_id != fore.pk or not fore.ersatt_at:
        return uppfoljning
    nu = in_force(fore.aspirant_id, fore.slag, fore.namnd_id).select_for_update(of=("self",)).first()
    if nu is None or nu.uppfoljningar.filter(klar_at=None).exists():
        raise FollowUpNotMovedError("Versionen som gäller nu har redan en påbörjad uppföljning. Slutför den först.")
    _follow_delmal(uppfoljning, fore, nu)
    uppfoljning.plan, uppfoljning.plan_nummer = nu, nu.nummer
    if uppfoljning.datum and uppfoljning.datum < local_date(nu.publicerad_at):
        uppfoljning.datum = None
    uppfoljning.version += 1
    uppfoljning.andrad_av, uppfoljning.andrad_at = by, now
    uppfoljning.save(update_fields=["plan", "plan_nummer", "datum", "version", "andrad_av", "andrad_at"])
    changed(uppfoljning.aspirant_id)
    return uppfoljning


def _follow_delmal(uppfoljning: Planuppfoljning, fore: Plan, nu: Plan) -> None:
    efterfoljare = _successors(fore, nu)
    for rad in uppfoljning.utfall.all():
        if delmal := efterfoljare.get(rad.delmal_id):
            rad.delmal, rad.vad = delmal, delmal.vad
            rad.save(update_fields=["delmal", "vad"])


def _successors(fore: Plan, nu: Plan) -> dict[int, Delmal]:
    """Key of a delmål in `fore` -> the same delmål in `nu`, through the versions between."""
    alla = Delmal.objects.filter(aspirant=fore.aspirant_id, plan__slag=fore.slag, namnd=fore.namnd_id)
    tidigare = dict(alla.values_list("pk", "fore"))
    gamla = set(fore.delmal.values_list("pk", flat=True))
    svar = {}
    for delmal in nu.delmal.all():
        pk = delmal.fore_id
        while pk and pk not in gamla:
            pk = tidigare.get(pk)
        if pk:
            svar[pk] = delmal
    return svar
