"""Who may do what, beside what the database lets them see. `can_<verb>_<noun>`; object-level where given."""

from datetime import date
from functools import wraps

from django.core.exceptions import PermissionDenied

from .enums import AKTROLLER, COACHROLLER, Enhetsslag, Roll
from .models import Aspirant, Enhet, User


def enheter(user: User, today: date, slag: str | None = None) -> list[Enhet]:
    """Units where the user opens akter today."""
    alla = [m.enhet for m in user.medlemskap_den(today) if m.roll in AKTROLLER]
    return [e for e in alla if slag in (None, e.slag)]


def sdf(user: User, today: date) -> Enhet | None:
    return next(iter(enheter(user, today, Enhetsslag.SDF)), None)


def jobbtorg(user: User, today: date) -> Enhet | None:
    return next(iter(enheter(user, today, Enhetsslag.JOBBTORG)), None)


def can_open_akter(user: User, today: date) -> bool:
    return bool(enheter(user, today))


def can_register_aspirant(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.SOCIALSEKRETERARE) and sdf(user, today) is not None


def can_remit(user: User, aspirant: Aspirant, today: date) -> bool:
    """The responsible SDF remits."""
    return user.har_roll(today, Roll.SOCIALSEKRETERARE) and aspirant.sdf_id in {e.pk for e in enheter(user, today)}


def can_edit_uppgifter(user: User, aspirant: Aspirant, today: date) -> bool:
    """The responsible SDF keeps the person's facts, protection and household among them."""
    return can_remit(user, aspirant, today)


def can_edit_kontakt(user: User, today: date) -> bool:
    """A jobbtorg that sees the person keeps telephone, address, language and interpreter up to date too."""
    return user.har_roll(today, *COACHROLLER) and jobbtorg(user, today) is not None


def can_enrol(user: User, enhet: Enhet, today: date) -> bool:
    """The jobbtorg's own coaches (and their chef) enrol and close."""
    return user.har_roll(today, *COACHROLLER) and enhet in enheter(user, today, Enhetsslag.JOBBTORG)


def can_see_figures(user: User, today: date) -> bool:
    return can_open_akter(user, today) or user.har_roll(today, Roll.CONTROLLER)


def can_order_report(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.CONTROLLER)


def can_read_reports(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.CONTROLLER, Roll.ENHETSCHEF)


def can_administer(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.SYSTEMFORVALTARE)


def can_confirm_medlemskap(user: User, today: date) -> bool:
    """The second pair of eyes: a chef for the own unit, another systemförvaltare for all."""
    return user.har_roll(today, Roll.ENHETSCHEF, Roll.SYSTEMFORVALTARE)


def requires(rule):
    """View decorator: 403 unless `rule(user, today)` holds."""

    def decorate(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not rule(request.user, request.today):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.requires = rule
        return inner

    return decorate
