"""Drafts and versions of a plan: save, publish, send."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from cases.akt import changed
from cases.models import Aspirant, Enhet, Handling, Inskrivning, RattsligGrund, User, Utlamnande
from cases.services.handlingar import establish_handling, hand_over
from config.dates import local_date
from jobbplaner.fragor import latest_outcomes
from jobbplaner.innehall import Delmalsrad, Planinnehall, filled, from_plan, next_version
from jobbplaner.kvalitet import missing_for_publication
from jobbplaner.models import Delmal, Plan, Planuppfoljning
from jobbplaner.pdf import plan_pdf
from jobbplaner.timmar import with_hours


class PlanChangedError(Exception):
    """Somebody saved the draft after it was read. `plan` is as it stands now, None when the draft is gone."""

    def __init__(self, plan: Plan | None):
        super().__init__("Någon annan har sparat utkastet.")
        self.plan = plan


def start_draft(
    *, aspirant: Aspirant, slag: str, enhet: Enhet, inskrivning: Inskrivning | None, by: User, now: datetime
) -> Plan:
    """The draft of the next version: the one there is, or a new one copied from the version in force."""
    plan = _draft(aspirant, slag, enhet) or _create(aspirant, slag, enhet, inskrivning, by, now)
    if plan is None:
        # Made and published by somebody else in the same moment: the draft wanted is the one after it
        return start_draft(aspirant=aspirant, slag=slag, enhet=enhet, inskrivning=inskrivning, by=by, now=now)
    if plan.version == 0:
        gallande = current(aspirant, slag, enhet)
        innehall = with_hours(next_version(gallande, latest_outcomes(gallande)), aspirant, local_date(now))
        _write(plan, innehall, by, now)
    return plan


def current(aspirant: Aspirant, slag: str, enhet: Enhet) -> Plan | None:
    """The version in force of the unit's own nämnd."""
    return in_force(aspirant.pk, slag, enhet.namnd_id).prefetch_related("delmal").first()


def in_force(aspirant_id: int, slag: str, namnd_id: int) -> QuerySet[Plan]:
    return Plan.objects.publicerade().filter(aspirant=aspirant_id, slag=slag, namnd=namnd_id, ersatt_at=None)


@transaction.atomic
def save_draft(
    *,
    aspirant: Aspirant,
    slag: str,
    enhet: Enhet,
    inskrivning: Inskrivning | None,
    innehall: Planinnehall,
    nummer: int,
    version: int,
    by: User,
    now: datetime,
) -> Plan:
    """Save what was written on draft `nummer` as read at `version` (0: not saved yet).

    Saving the same thing twice is one save. Raises PlanChangedError when the draft says something else by now.
    """
    plan = _draft(aspirant, slag, enhet, lock=True)
    if plan is None:
        if version or nummer != next_nummer(aspirant, slag, enhet):
            raise PlanChangedError(None)
        plan = _create(aspirant, slag, enhet, inskrivning, by, now)
    if plan is None:
        raise PlanChangedError(None)
    if (plan.nummer, plan.version) != (nummer, version):
        if plan.nummer == nummer and from_plan(plan).text() == innehall.text():
            return plan
        raise PlanChangedError(plan)
    # A draft follows the person to the jobbtorg where they are enrolled now
    plan.enhet, plan.inskrivning = enhet, inskrivning
    _write(plan, innehall, by, now)
    return plan


@transaction.atomic
def add_delmal(
    *,
    aspirant: Aspirant,
    slag: str,
    enhet: Enhet,
    inskrivning: Inskrivning | None,
    rader: list[dict],
    by: User,
    now: datetime,
) -> list[Delmal]:
    """Put delmål last in the draft, which is made from the version in force when there is none."""
    if not rader:
        return []
    plan = start_draft(aspirant=aspirant, slag=slag, enhet=enhet, inskrivning=inskrivning, by=by, now=now)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    forsta = plan.delmal.count() + 1
    nya = [
        Delmal(plan=plan, aspirant=aspirant, namnd_id=plan.namnd_id, ordning=nr, **rad)
        for nr, rad in enumerate(rader, start=forsta)
    ]
    for delmal in nya:
        delmal.save()
    # Whoever has the draft open learns that it has changed
    plan.version, plan.andrad_av, plan.andrad_at = plan.version + 1, by, now
    plan.save(update_fields=["version", "andrad_av", "andrad_at"])
    changed(aspirant.pk)
    return nya


def next_nummer(aspirant: Aspirant, slag: str, enhet: Enhet) -> int:
    alla = Plan.objects.filter(aspirant=aspirant, slag=slag, namnd=enhet.namnd_id)
    return (alla.aggregate(hogst=Max("nummer"))["hogst"] or 0) + 1


class PlanIncompleteError(Exception):
    """What a published plan must have is not there. `fel` is field -> what to do."""

    def __init__(self, fel: dict[str, str]):
        super().__init__(" ".join(fel.values()))
        self.fel = fel


@transaction.atomic
def publish_plan(*, plan: Plan, by: User, now: datetime, pdf: bytes | None = None) -> Plan:
    """Freeze the draft as a version: a handling with its PDF; the version before it is replaced at the same moment.

    `pdf` is rendered unless given. Publishing again returns the published plan. Raises PlanIncompleteError.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("aspirant", "enhet__namnd").get(pk=plan.pk)
    if not plan.ar_utkast:
        return plan
    if fel := missing_for_publication(from_plan(plan)):
        raise PlanIncompleteError(fel)
    in_force(plan.aspirant_id, plan.slag, plan.namnd_id).update(ersatt_at=now)
    plan.publicerad_at, plan.publicerad_av = now, by
    plan.handling = _freeze(plan, by, now, pdf)
    plan.save(update_fields=["publicerad_at", "publicerad_av", "handling"])
    changed(plan.aspirant_id)
    return plan


@transaction.atomic
def establish_plan(*, plan: Plan, by: User, now: datetime, pdf: bytes | None = None) -> Plan:
    """Make a handling of a published plan that came without one from an earlier system. Twice is once."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("aspirant", "enhet__namnd").get(pk=plan.pk)
    if plan.handling_id is None and not plan.ar_utkast:
        plan.handling = _freeze(plan, by, now, pdf)
        plan.save(update_fields=["handling"])
        changed(plan.aspirant_id)
    return plan


def _freeze(plan: Plan, by: User, now: datetime, pdf: bytes | None) -> Handling:
    return establish_handling(
        aspirant=plan.aspirant,
        enhet=plan.enhet,
        typ=plan.slag,
        version=plan.nummer,
        titel=str(plan),
        pdf=plan_pdf(plan, now=now) if pdf is None else pdf,
        by=by,
        now=now,
    )


@transaction.atomic
def send_plan(*, plan: Plan, till_enhet: Enhet, grund: RattsligGrund, by: User, now: datetime) -> Utlamnande:
    """Hand over the published plan. Sending again returns the first. Raises GroundMissingError."""
    return hand_over(handling=plan.handling, till_enhet=till_enhet, grund=grund, by=by, now=now)


def _draft(aspirant: Aspirant, slag: str, enhet: Enhet, *, lock: bool = False) -> Plan | None:
    utkast = Plan.objects.utkast().filter(aspirant=aspirant, slag=slag, namnd=enhet.namnd_id)
    return (utkast.select_for_update(of=("self",)) if lock else utkast).first()


def _create(aspirant, slag, enhet, inskrivning, by, now) -> Plan | None:
    """An empty draft at version 0, or the one that somebody made in the same moment: None if published already."""
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                aspirant=aspirant,
                slag=slag,
                namnd=enhet.namnd,
                enhet=enhet,
                inskrivning=inskrivning,
                nummer=next_nummer(aspirant, slag, enhet),
                skapad_av=by,
                andrad_av=by,
                andrad_at=now,
                version=0,
            )
            _follow_ups_led_to(plan)
            return plan
    except IntegrityError:
        return _draft(aspirant, slag, enhet, lock=True)


def _follow_ups_led_to(utkast: Plan) -> None:
    """Follow-ups that no version has answered yet lead to this one: of the one in force, and those completed late."""
    tidigare = Plan.objects.publicerade().filter(aspirant=utkast.aspirant_id, slag=utkast.slag, namnd=utkast.namnd_id)
    Planuppfoljning.objects.filter(plan__in=tidigare, klar_at__isnull=False, ny_plan=None).update(ny_plan=utkast)


def _write(plan: Plan, innehall: Planinnehall, by: User, now: datetime) -> None:
    for namn, varde in innehall.falt().items():
        setattr(plan, namn, varde)
    plan.version += 1
    plan.andrad_av, plan.andrad_at = by, now
    plan.save()
    changed(plan.aspirant_id)
    _write_delmal(plan, filled(innehall.delmal))


def _write_delmal(plan: Plan, rader: tuple[Delmalsrad, ...]) -> None:
    """Rows keep their identity, so that two people's changes can be told apart and a punkt finds its delmål."""
    finns = {d.pk: d for d in plan.delmal.all()}
    kvar = {rad.pk for rad in rader if rad.pk in finns}
    plan.delmal.exclude(pk__in=kvar).delete()
    fore = _known_before(plan, {rad.fore for rad in rader if rad.pk not in kvar})
    for ordning, rad in enumerate(rader, start=1):
        delmal = finns.get(rad.pk) or Delmal(
            plan=plan,
            aspirant_id=plan.aspirant_id,
            namnd_id=plan.namnd_id,
            fore_id=rad.fore if rad.fore in fore else None,
        )
        delmal.ordning, delmal.vad, delmal.vem = ordning, rad.vad, rad.vem
        delmal.senast, delmal.lage = rad.senast, rad.lage
        delmal.save()
    plan._prefetched_objects_cache = {}


def _known_before(plan: Plan, ids: set[int | None]) -> set[int]:
    """Of the keys that the form sent, those of delmål in the person's earlier versions of the same plan."""
    tidigare = Delmal.objects.filter(
        pk__in=ids - {None}, aspirant=plan.aspirant_id, namnd=plan.namnd_id, plan__slag=plan.slag
    )
    return set(tidigare.exclude(plan=plan).values_list("pk", flat=True)) if ids - {None} else set()
