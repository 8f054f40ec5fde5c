"""Who may do what, beside what the database lets them see. `can_<verb>_<noun>`; object-level where given."""

from datetime import date
from functools import wraps

from django.core.exceptions import PermissionDenied

from . import aktrader
from .enums import AKTROLLER, COACHROLLER, Enhetsslag, Roll
from .models import Aspirant, Enhet, User


def enheter(user: User, today: date, slag: str | None = None) -> list[Enhet]:
    """Units where the user opens akter today; none while reading by nödöppning, so that nothing is offered to do."""
    alla = [] if user.lasande else [m.enhet for m in user.medlemskap_den(today) if m.roll in AKTROLLER]
    return [e for e in alla if slag in (None, e.slag)]


def sdf(user: User, today: date) -> Enhet | None:
    return next(iter(enheter(user, today, Enhetsslag.SDF)), None)


def jobbtorg(user: User, today: date) -> Enhet | None:
    return next(iter(enheter(user, today, Enhetsslag.JOBBTORG)), None)


def assigned_only(user: User, today: date) -> list[Enhet]:
    """Units that show the user only the persons assigned to them: so set, and the user is not their chef."""
    chef = chef_enheter(user, today)
    return [e for e in enheter(user, today) if e.bara_tilldelade and e not in chef]


def can_open_akter(user: User, today: date) -> bool:
    return user.har_roll(today, *AKTROLLER)


def chef_enheter(user: User, today: date) -> list[Enhet]:
    return [m.enhet for m in user.medlemskap_den(today) if m.roll == Roll.ENHETSCHEF]


def can_review_nodoppningar(user: User, today: date) -> bool:
    return bool(chef_enheter(user, today))


def can_register_aspirant(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.SOCIALSEKRETERARE) and sdf(user, today) is not None


def can_remit(user: User, aspirant: Aspirant, today: date) -> bool:
    """The responsible SDF remits."""
    return user.har_roll(today, Roll.SOCIALSEKRETERARE) and aspirant.sdf_id in {e.pk for e in enheter(user, today)}


def can_edit_uppgifter(user: User, aspirant: Aspirant, today: date) -> bool:
    """The responsible SDF keeps the person's facts, protection and household among them."""
    return can_remit(user, aspirant, today)


def can_set_skydd(user: User, aspirant: Aspirant, today: date) -> bool:
    """The responsible SDF sets the level of protection: its socialsekreterare, samordnare and chef."""
    roller = (Roll.SOCIALSEKRETERARE, Roll.SAMORDNARE, Roll.ENHETSCHEF)
    return aspirant.sdf_id in {m.enhet_id for m in user.medlemskap_den(today) if m.roll in roller}


def can_name_as_chef(user: User, today: date) -> bool:
    """The unit's chef, when nobody there can open a protected case; the database checks which."""
    return can_open_akter(user, today) and user.har_roll(today, Roll.ENHETSCHEF)


def can_edit_kontakt(user: User, today: date) -> bool:
    """A jobbtorg that sees the person keeps telephone, address, language and interpreter up to date too."""
    return user.har_roll(today, *COACHROLLER) and jobbtorg(user, today) is not None


def can_enrol(user: User, enhet: Enhet, today: date) -> bool:
    """The jobbtorg's own coaches (and their chef) enrol and close."""
    return user.har_roll(today, *COACHROLLER) and enhet in enheter(user, today, Enhetsslag.JOBBTORG)


def ar_chef(user: User, enhet: Enhet | int, today: date) -> bool:
    """Enhetschef of this very unit (given as row or id)."""
    pk = enhet if isinstance(enhet, int) else enhet.pk
    return any(m.roll == Roll.ENHETSCHEF and m.enhet_id == pk for m in user.medlemskap_den(today))


def arbetande_enheter(user: User, aspirant: Aspirant, today: date) -> list[Enhet]:
    """The user's units that work with the person today: responsible SDF, jobbtorg enrolled at or asked."""
    jobbtorg = [i.jobbtorg_id for i in aktrader.inskrivningar(aspirant) if i.oppen_den(today)]
    fragade = [remiss.jobbtorg_id for remiss in aktrader.remisser(aspirant) if not remiss.svar]
    arbetar = {aspirant.sdf_id, *jobbtorg, *fragade}
    return [e for e in enheter(user, today) if e.pk in arbetar]


def can_change_handlaggare(user: User, enhet: Enhet, haller: int | None, today: date) -> bool:
    """The unit's chef for anyone; whoever holds the case (`haller`, a user's id) hands over their own."""
    return ar_chef(user, enhet, today) or (haller == user.pk and enhet in enheter(user, today))


def can_choose_samordnare(user: User, aspirant: Aspirant, today: date) -> bool:
    """Chef or handläggare at a unit that works with the person."""
    mina = arbetande_enheter(user, aspirant, today)
    if any(ar_chef(user, enhet, today) for enhet in mina):
        return True
    haller = (rad for rad in aktrader.handlaggare(aspirant) if rad.aktuell_den(today))
    return any(rad.user_id == user.pk and rad.enhet in mina for rad in haller)


def can_transfer_sdf(user: User, aspirant: Aspirant, today: date) -> bool:
    """A socialsekreterare or the chef of the responsible SDF hands the responsibility to another district."""
    roller = (Roll.SOCIALSEKRETERARE, Roll.ENHETSCHEF)
    return any(m.roll in roller and m.enhet_id == aspirant.sdf_id for m in user.medlemskap_den(today))


def can_set_vikariat(user: User, franvarande: User, enhet: Enhet, today: date) -> bool:
    """For oneself, or as chef for anyone at the unit."""
    return ar_chef(user, enhet, today) or (user == franvarande and enhet in enheter(user, today))


def can_see_figures(user: User, today: date) -> bool:
    return can_open_akter(user, today) or user.har_roll(today, Roll.CONTROLLER)


def can_order_report(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.CONTROLLER)


def can_read_reports(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.CONTROLLER, Roll.ENHETSCHEF)


def can_answer_nummerfragor(user: User, today: date) -> bool:
    return user.har_roll(today, Roll.REGISTERANSVARIG)


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
