"""Another SDF becomes responsible: a transfer (domain.md section 2)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import ProgrammingError, transaction

from cases.akt import changed
from cases.enums import Skyddsgrund
from cases.models import Aspirant, Enhet, Handling, RattsligGrund, Sdfansvar, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .handlaggare import assign_handlaggare, end_handlaggare, selectable_handlaggare
from .handlingar import GroundMissingError, hand_over
from .samordnare import end_at_transfer
from .skydd import follow_assignments, name_reader


class FlyttError(RuleBrokenError):
    """The responsibility cannot pass so."""


class AlreadyMovedError(FlyttError):
    """Another SDF than the one shown is responsible; `nu` is which."""

    def __init__(self, nu: Enhet | None):
        super().__init__(f"{nu or 'Ingen stadsdel'} är redan ansvarig.", "till")
        self.nu = nu


@dataclass(frozen=True, kw_only=True)
class Flyttuppgifter:
    """To whom, first day there, what follows along on which ground; `mottagare` only for protected persons."""

    till: Enhet
    dag: date
    handlingar: tuple[Handling, ...] = ()
    grund: RattsligGrund | None = None
    mottagare: User | None = None


def earliest_day(aspirant: Aspirant) -> date | None:
    """The first day that another SDF may be responsible: the day after the present responsibility began."""
    ansvar = Sdfansvar.objects.filter(aspirant=aspirant, till=None).order_by("-fran").first()
    return ansvar.fran + timedelta(days=1) if ansvar else None


@transaction.atomic
def transfer_sdf(*, aspirant: Aspirant, fran: Enhet, uppgifter: Flyttuppgifter, by: User, now: datetime) -> Sdfansvar:
    """Close the responsibility of `fran` and open that of the receiver; hand over what was chosen.

    The old SDF keeps its documents and sees that the person moved; its handläggare and its
    samordnare end, and so does their place on a named list. The new one sees identity,
    contact and dates at once. An open enrolment or remiss is the person's and goes on. Raises FlyttError
    (AlreadyMovedError for a second click) and moves nothing.
    """
    today = local_date(now)
    aspirant = Aspirant.objects.select_for_update(of=("self",)).select_related("sdf").get(pk=aspirant.pk)
    if aspirant.sdf_id != fran.pk:
        raise AlreadyMovedError(aspirant.sdf)
    _check(aspirant, uppgifter, today)
    nytt = _new_responsibility(aspirant, uppgifter)
    sista = uppgifter.dag - timedelta(days=1)
    for handling in uppgifter.handlingar:
        _hand_over(handling, uppgifter, by, now)
    if aspirant.skydd:
        _receive_protected(aspirant, uppgifter, now)
    end_handlaggare(aspirant=aspirant, enhet=fran, till=sista, today=today)
    end_at_transfer(aspirant=aspirant, enhet=fran, till=sista)
    follow_assignments(aspirant=aspirant, now=now)
    changed(aspirant.pk)
    return nytt


def _check(aspirant: Aspirant, u: Flyttuppgifter, today: date) -> None:
    if u.till.pk == aspirant.sdf_id:
        raise FlyttError("Välj en annan stadsdel än den som är ansvarig.", "till")
    if u.dag > today:
        raise FlyttError("Flytten kan inte ligga i framtiden. Gör den när dagen har kommit.", "dag")
    tidigast = earliest_day(aspirant)
    if tidigast and u.dag < tidigast:
        raise FlyttError(f"Ansvaret började {tidigast - timedelta(days=1)}. Välj {tidigast} eller senare.", "dag")
    if u.handlingar and u.grund is None:
        raise FlyttError("Välj på vilken grund handlingarna lämnas ut.", "grund")
    if aspirant.skydd and u.mottagare is None:
        raise FlyttError("Välj vem på den nya stadsdelen som får se personen.", "mottagare")
    if u.mottagare and not selectable_handlaggare(today, u.till).filter(pk=u.mottagare.pk).exists():
        raise FlyttError(f"{u.mottagare.namn} arbetar inte på {u.till}. Välj någon där.", "mottagare")


def _new_responsibility(aspirant: Aspirant, u: Flyttuppgifter) -> Sdfansvar:
    Sdfansvar.objects.filter(aspirant=aspirant, till=None).update(till=u.dag - timedelta(days=1))
    with constraints_as(FlyttError):
        nytt = Sdfansvar.objects.create(aspirant=aspirant, sdf=u.till, fran=u.dag)
    aspirant.sdf = u.till
    aspirant.version += 1
    aspirant.save(update_fields=["sdf", "version"])
    return nytt


def _hand_over(handling: Handling, u: Flyttuppgifter, by: User, now: datetime) -> None:
    try:
        hand_over(handling=handling, till_enhet=u.till, grund=u.grund, by=by, now=now)
    except GroundMissingError as error:
        raise FlyttError(str(error), "grund") from error


def _receive_protected(aspirant: Aspirant, u: Flyttuppgifter, now: datetime) -> None:
    """Whoever is named receives the case: the chef there does not see it, and so cannot choose."""
    try:
        with transaction.atomic():
            name_reader(aspirant=aspirant, user_id=u.mottagare.pk, now=now, grund=Skyddsgrund.HANDLAGGARE)
    except ProgrammingError as error:
        raise FlyttError(f"{u.mottagare.namn} kan inte få tillgång till personen.", "mottagare") from error
    assign_handlaggare(aspirant=aspirant, enhet=u.till, user=u.mottagare, fran=u.dag)
