"""One samordnare per person where chosen: follows the whole way, and past avslut when that was agreed beforehand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import ProgrammingError, transaction

from cases.akt import Foljd
from cases.enums import Roll, Skyddsgrund
from cases.models import Aspirant, Enhet, Inskrivning, Medlemskap, Samordnare, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .skydd import follow_assignments, name_reader


class SamordnareError(RuleBrokenError):
    """The samordnare cannot be chosen or ended so."""


class SamordnareChangedError(SamordnareError):
    """Someone else chose or ended one after the form was shown; `nu` is what stands now."""

    def __init__(self, nu: Samordnare | None):
        super().__init__("Någon annan har ändrat samordnaren under tiden. Kontrollera och spara igen.")
        self.nu = nu


@dataclass(frozen=True, kw_only=True)
class Samordnaruppgifter:
    """Who, of which unit, from which day, and whether it goes on after avslut."""

    user: User
    enhet: Enhet
    fran: date
    fortsatter: bool = False


def selectable_samordnare(aspirant: Aspirant, today: date):
    """Memberships in the role at the units that work with the person, of either side, by name."""
    jobbtorg = Inskrivning.objects.oppna_den(today).filter(aspirant=aspirant).values("jobbtorg")
    enheter = Enhet.objects.filter(pk__in=jobbtorg) | Enhet.objects.filter(pk=aspirant.sdf_id)
    return (
        Medlemskap.objects.giltiga(today)
        .filter(roll=Roll.SAMORDNARE, user__is_active=True, enhet__in=enheter)
        .select_related("user", "enhet")
        .order_by("user__first_name", "user__last_name", "pk")
    )


def current_samordnare(aspirant: Aspirant, today: date) -> Samordnare | None:
    rader = Samordnare.objects.aktuella(today).filter(aspirant=aspirant)
    return rader.select_related("user", "enhet").order_by("-fran").first()


def may_agree_to_continue(aspirant: Aspirant) -> bool:
    """Only beforehand: never once an avslut has come and nobody has enrolled the person again."""
    senaste = Inskrivning.objects.filter(aspirant=aspirant).order_by("inskriven").last()
    return senaste is None or senaste.avslutad is None


@transaction.atomic
def choose_samordnare(
    *, aspirant: Aspirant, nuvarande: int | None, uppgifter: Samordnaruppgifter, by: User, now: datetime
) -> Samordnare:
    """Choose or change; the same person again changes only what was agreed. `nuvarande`: id of the row shown.

    A protected person names the samordnare too. Raises SamordnareError (SamordnareChangedError).
    """
    today = local_date(now)
    aspirant = Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    nu = current_samordnare(aspirant, today)
    if nu and _says(nu, uppgifter):
        return nu
    if (nu.pk if nu else None) != nuvarande:
        raise SamordnareChangedError(nu)
    _check(aspirant, nu, uppgifter, today)
    if nu and nu.user_id == uppgifter.user.pk and nu.enhet_id == uppgifter.enhet.pk:
        return _agree(nu, uppgifter.fortsatter, today)
    if nu:
        _end(nu, uppgifter.fran - timedelta(days=1))
    if aspirant.skydd:
        _name(aspirant, uppgifter.user, now)
    with constraints_as(SamordnareError):
        ny = Samordnare.objects.create(
            aspirant=aspirant,
            user=uppgifter.user,
            enhet=uppgifter.enhet,
            fran=uppgifter.fran,
            fortsatter_enligt=today if uppgifter.fortsatter else None,
            vald_at=now,
            vald_av=by,
        )
    follow_assignments(aspirant=aspirant, now=now)
    return ny


def _says(nu: Samordnare, u: Samordnaruppgifter) -> bool:
    """The form sent twice ends at what the first saved."""
    agreed = bool(nu.fortsatter_enligt)
    return (nu.user_id, nu.enhet_id, nu.fran, agreed) == (u.user.pk, u.enhet.pk, u.fran, u.fortsatter)


def _check(aspirant: Aspirant, nu: Samordnare | None, u: Samordnaruppgifter, today: date) -> None:
    same = nu and nu.user_id == u.user.pk and nu.enhet_id == u.enhet.pk
    if not same and not selectable_samordnare(aspirant, today).filter(user=u.user, enhet=u.enhet).exists():
        raise SamordnareError(f"{u.user.namn} är inte samordnare på {u.enhet}.", "val")
    if same and u.fran != nu.fran:
        raise SamordnareError(f"{nu.user.namn} är samordnare sedan {nu.fran}. Den dagen ändras inte.", "fran")
    if u.fran > today:
        raise SamordnareError("Välj i dag eller en tidigare dag.", "fran")
    if nu and not same and u.fran <= nu.fran:
        raise SamordnareError(f"{nu.user.namn} blev samordnare {nu.fran}. Välj en senare dag.", "fran")
    if u.fortsatter and not (nu and nu.fortsatter_enligt) and not may_agree_to_continue(aspirant):
        raise SamordnareError("Att fortsätta efter avslutet ska vara överenskommet före det.", "fortsatter")


def _agree(nu: Samordnare, fortsatter: bool, today: date) -> Samordnare:
    nu.fortsatter_enligt = (nu.fortsatter_enligt or today) if fortsatter else None
    nu.save(update_fields=["fortsatter_enligt"])
    return nu


def _end(rad: Samordnare, till: date) -> None:
    rad.till = max(rad.fran, till)
    rad.save(update_fields=["till"])


def _name(aspirant: Aspirant, user: User, now: datetime) -> None:
    try:
        with transaction.atomic():
            name_reader(aspirant=aspirant, user_id=user.pk, now=now, grund=Skyddsgrund.SAMORDNARE)
    except ProgrammingError as error:
        raise SamordnareError(f"{user.namn} kan inte få tillgång till personen.", "val") from error


@transaction.atomic
def end_samordnare(*, aspirant: Aspirant, nuvarande: int, till: date, now: datetime) -> Samordnare:
    """Nobody is samordnare after `till`, today or earlier. Twice is once. Raises SamordnareError."""
    aspirant, today = Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk), local_date(now)
    rad = Samordnare.objects.select_related("user").get(pk=nuvarande, aspirant=aspirant)
    if rad.till is not None:
        return rad
    if till > today or till < rad.fran:
        raise SamordnareError(f"Välj en dag från {rad.fran} till i dag.", "till")
    _end(rad, till)
    follow_assignments(aspirant=aspirant, now=now)
    return rad


def end_at_transfer(*, aspirant: Aspirant, enhet: Enhet, till: date) -> None:
    """The samordnare of the SDF that is no longer responsible ends; one of the jobbtorg follows the person on."""
    for rad in Samordnare.objects.filter(aspirant=aspirant, enhet=enhet, till=None):
        _end(rad, till)


def end_at_avslut(*, inskrivning: Inskrivning, by: User, now: datetime) -> list[Foljd]:
    """What an avslut leads to: the samordnare ends the same day unless it was agreed beforehand to go on."""
    rader = Samordnare.objects.filter(aspirant=inskrivning.aspirant, till=None, fortsatter_enligt=None)
    foljder = [Foljd("samordnare", rad.pk, f"Samordnaren {rad.user} slutade.") for rad in rader.select_related("user")]
    for rad in rader:
        _end(rad, inskrivning.avslutad)
    return foljder


def reopen_samordnare(*, foljd, inskrivning, now, **_) -> None:
    """Follows the person again as before the avslut."""
    rad = Samordnare.objects.get(pk=foljd.objekt)
    rad.till = None
    rad.save(update_fields=["till"])
    if inskrivning.aspirant.skydd:
        name_reader(aspirant=inskrivning.aspirant, user_id=rad.user_id, now=now, grund=Skyddsgrund.SAMORDNARE)


def move_samordnare(*, foljd, inskrivning, forra: date, **_) -> bool:
    """Follows the person until the avslut's new day, unless somebody has changed the end since.

    Raises SamordnareError when another does by then.
    """
    rad = Samordnare.objects.select_for_update(of=("self",)).filter(pk=foljd.objekt).first()
    if rad is None or rad.till != max(rad.fran, forra):
        return False
    with constraints_as(SamordnareError):
        _end(rad, max(rad.fran, inskrivning.avslutad))
    return rad.till == inskrivning.avslutad
