"""Follow-ups of a plan: saved as a draft, completed and locked; what was found goes into the next draft."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.akt import changed
from cases.models import Enhet, Inskrivning, User
from config.dates import local_date
from jobbplaner.enums import Delmalslage, Malutfall, Utfall
from jobbplaner.models import Delmal, Delmalsutfall, Plan, Planuppfoljning
from jobbplaner.uppfoljning import (
    RAD,
    Uppfoljningsinnehall,
    Utfallsrad,
    followed_up,
    from_uppfoljning,
    missing_for_completion,
)

from .planer import start_draft


class FollowUpChangedError(Exception):
    """Somebody saved the follow-up after it was read. `uppfoljning` is as it stands now, None when it is gone on."""

    def __init__(self, uppfoljning: Planuppfoljning | None):
        super().__init__("Någon annan har sparat uppföljningen.")
        self.uppfoljning = uppfoljning


class PlanReplacedError(Exception):
    """The version is not in force any more, and nothing was begun before it was replaced."""


@transaction.atomic
def save_followup(
    *, plan: Plan, enhet: Enhet, innehall: Uppfoljningsinnehall, version: int, by: User, now: datetime
) -> Planuppfoljning:
    """Save what was written on the draft as read at `version` (0: not saved yet). The same thing twice is one save.

    Raises PlanReplacedError, FollowUpChangedError.
    """
    # One at a time per version, and none while it is being replaced
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    uppfoljning = Planuppfoljning.objects.filter(plan=plan, klar_at=None).first()
    if plan.ar_utkast or (plan.ersatt_at and uppfoljning is None):
        raise PlanReplacedError("Planen har ersatts av en ny version.")
    if uppfoljning is None:
        if (klar := _completed(plan)) and from_uppfoljning(klar).text() == innehall.text():
            return klar
        if version:
            raise FollowUpChangedError(None)
        uppfoljning = _begin(plan, enhet, by, now)
    elif uppfoljning.version != version:
        if from_uppfoljning(uppfoljning).text() == innehall.text():
            return uppfoljning
        raise FollowUpChangedError(uppfoljning)
    _write(uppfoljning, plan, innehall, by, now)
    return uppfoljning


def _completed(plan: Plan) -> Planuppfoljning | None:
    """The latest that was completed: two clicks on the button that completes are one."""
    return Planuppfoljning.objects.filter(plan=plan).exclude(klar_at=None).order_by("-klar_at").first()


class FollowUpIncompleteError(Exception):
    """What a completed follow-up must say is not there. `fel` is field -> what to do."""

    def __init__(self, fel: dict[str, str]):
        super().__init__(" ".join(fel.values()))
        self.fel = fel


@transaction.atomic
def complete_followup(
    *, uppfoljning: Planuppfoljning, enhet: Enhet, inskrivning: Inskrivning | None, by: User, now: datetime
) -> tuple[Planuppfoljning, Plan | None]:
    """Lock it, and put what it found into the draft of the next version; none is begun when the goal is reached.

    One of a version that was replaced meanwhile is answered by the draft there is, else by the next one. Completing
    again changes nothing. Raises FollowUpIncompleteError.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("aspirant").get(pk=uppfoljning.plan_id)
    uppfoljning = Planuppfoljning.objects.select_for_update(of=("self",)).get(pk=uppfoljning.pk)
    if uppfoljning.klar_at:
        return uppfoljning, uppfoljning.ny_plan
    if fel := missing_for_completion(from_uppfoljning(uppfoljning), plan, local_date(now)):
        raise FollowUpIncompleteError(fel)
    uppfoljning.klar_at, uppfoljning.klar_av = now, by
    uppfoljning.save(update_fields=["klar_at", "klar_av"])
    utkast = _carry_on(uppfoljning, plan, enhet, inskrivning, by, now)
    changed(plan.aspirant_id)
    return uppfoljning, utkast


def _carry_on(uppfoljning, plan, enhet, inskrivning, by, now) -> Plan | None:
    """The draft that the follow-up leads to; one that was begun already learns what was found."""
    utkast = Plan.objects.utkast().filter(aspirant=plan.aspirant, slag=plan.slag, namnd=plan.namnd_id)
    borjat = utkast.select_for_update(of=("self",)).first()
    if plan.ersatt_at:
        pass  # what was left then stands in the version that replaced it
    elif borjat:
        _tell_draft(borjat, uppfoljning, by, now)
    elif uppfoljning.mal_utfall != Malutfall.NATT:
        borjat = start_draft(
            aspirant=plan.aspirant, slag=plan.slag, enhet=enhet, inskrivning=inskrivning, by=by, now=now
        )
    if borjat:
        uppfoljning.ny_plan = borjat
        uppfoljning.save(update_fields=["ny_plan"])
    return borjat


def _tell_draft(utkast: Plan, uppfoljning: Planuppfoljning, by: User, now: datetime) -> None:
    """Nothing that somebody wrote in the draft is taken away: a delmål that is over is marked, not removed."""
    funnet = {rad.delmal_id: rad for rad in uppfoljning.utfall.all()}
    for delmal in utkast.delmal.filter(fore__in=funnet):
        utfall = funnet[delmal.fore_id]
        if utfall.utfall == Utfall.KLART:
            delmal.lage = Delmalslage.KLART
        elif utfall.ny_dag:
            delmal.senast = utfall.ny_dag
        delmal.save(update_fields=["lage", "senast"])
    # Whoever has the draft open learns that it has changed
    utkast.version, utkast.andrad_av, utkast.andrad_at = utkast.version + 1, by, now
    utkast.save(update_fields=["version", "andrad_av", "andrad_at"])


def _begin(plan: Plan, enhet: Enhet, by: User, now: datetime) -> Planuppfoljning:
    """An empty one at version 0. Raises FollowUpChangedError when somebody made one in the same moment."""
    try:
        with transaction.atomic():
            return Planuppfoljning.objects.create(
                aspirant_id=plan.aspirant_id,
                namnd_id=plan.namnd_id,
                plan=plan,
                plan_nummer=plan.nummer,
                enhet=enhet,
                skapad_av=by,
                andrad_av=by,
                andrad_at=now,
                version=0,
            )
    except IntegrityError:
        raise FollowUpChangedError(Planuppfoljning.objects.filter(plan=plan, klar_at=None).first()) from None


def _write(uppfoljning: Planuppfoljning, plan: Plan, innehall: Uppfoljningsinnehall, by: User, now: datetime) -> None:
    for namn, varde in innehall.falt().items():
        setattr(uppfoljning, namn, varde)
    uppfoljning.version += 1
    uppfoljning.andrad_av, uppfoljning.andrad_at = by, now
    uppfoljning.save()
    changed(uppfoljning.aspirant_id)
    finns = {rad.delmal_id: rad for rad in uppfoljning.utfall.all()}
    svar = {rad.delmal: rad for rad in innehall.utfall}
    for ordning, delmal in enumerate(followed_up(plan), start=1):
        _write_row(finns.get(delmal.pk), svar.get(delmal.pk), delmal, ordning, uppfoljning)


def _write_row(
    lagrad: Delmalsutfall | None, rad: Utfallsrad | None, delmal: Delmal, ordning: int, uppfoljning: Planuppfoljning
) -> None:
    lagrad = lagrad or Delmalsutfall(
        uppfoljning=uppfoljning,
        aspirant_id=uppfoljning.aspirant_id,
        namnd_id=uppfoljning.namnd_id,
        delmal=delmal,
        vad=delmal.vad,
    )
    lagrad.ordning = ordning
    for namn in RAD if rad else ():
        setattr(lagrad, namn, getattr(rad, namn))
    lagrad.save()
