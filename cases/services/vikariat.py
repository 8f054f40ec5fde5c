"""Absence with a substitute, and the substitute's place on the named list of protected persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import ProgrammingError, connection, transaction
from django.db.models import Q

from cases.models import Aspirant, Enhet, Handlaggare, User, Vikariat
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .handlaggare import LANGST_FRAM, selectable_handlaggare


class VikariatError(RuleBrokenError):
    """The absence cannot be set so."""


@dataclass(frozen=True, kw_only=True)
class Vikariatuppgifter:
    """Who is away from which unit, who stands in, from and to (both inclusive)."""

    user: User
    ersattare: User
    enhet: Enhet
    fran: date
    till: date


@transaction.atomic
def set_vikariat(*, uppgifter: Vikariatuppgifter, by: User, now: datetime) -> Vikariat:
    """Let a colleague stand in. The same absence again changes nothing and returns the first.

    Raises VikariatError. Protected persons are not seen by the substitute until `name_substitute`.
    """
    today, fakta = local_date(now), {name: getattr(uppgifter, name) for name in uppgifter.__dataclass_fields__}
    if earlier := Vikariat.objects.filter(**fakta, avbrutet=None).first():
        return earlier
    _check(uppgifter, today)
    with constraints_as(VikariatError):
        return Vikariat.objects.create(**fakta, skapad_at=now, skapad_av=by)


def _check(u: Vikariatuppgifter, today: date) -> None:
    if u.till < u.fran:
        raise VikariatError("Sista dagen kan inte ligga före den första.", "till")
    if u.till < today:
        raise VikariatError("Frånvaron är redan slut. Välj en dag som inte har varit.", "till")
    if u.till > today + timedelta(days=LANGST_FRAM):
        raise VikariatError("Frånvaron slutar om mer än ett år. Lämna över personerna i stället.", "till")
    if u.user == u.ersattare:
        raise VikariatError("Ingen kan vara sin egen ersättare.", "ersattare")
    for dag in (max(u.fran, today), u.till):
        if not selectable_handlaggare(dag, u.enhet).filter(pk=u.ersattare.pk).exists():
            raise VikariatError(f"{u.ersattare.namn} arbetar inte på {u.enhet} hela tiden.", "ersattare")
    if (
        krock := Vikariat.objects.filter(user=u.user, enhet=u.enhet, avbrutet=None, fran__lte=u.till, till__gte=u.fran)
        .select_related("ersattare")
        .first()
    ):
        raise VikariatError(f"{krock.ersattare.namn} är redan ersättare {krock.fran} till {krock.till}.", "fran")


def end_vikariat(*, vikariat: Vikariat, today: date) -> bool:
    """The absent one is back: nobody stands in from `today`. False when it had ended already.

    Raises django.db.ProgrammingError for others than the absent one, whoever set it and the unit's chef.
    """
    return _call("SELECT app.avbryt_vikariat(%s, %s)", vikariat.pk, today)


def protected_persons(vikariat: Vikariat, today: date):
    """Protected persons held by the absent one during the absence, of those the reader is named on."""
    haller = Handlaggare.objects.filter(
        Q(till=None) | Q(till__gte=max(today, vikariat.fran)),
        user=vikariat.user,
        enhet=vikariat.enhet,
        fran__lte=vikariat.till,
    )
    return Aspirant.objects.filter(skydd__gt=0, pk__in=haller.values("aspirant")).order_by("efternamn", "fornamn", "pk")


@transaction.atomic
def name_substitute(*, vikariat: Vikariat, aspiranter: Iterable[int], today: date) -> int:
    """Let the substitute see these protected persons until the absence ends; how many. Twice is once.

    Raises VikariatError and names nobody when the database refuses one of them.
    """
    antal = 0
    for pk in sorted(set(aspiranter)):
        try:
            with transaction.atomic():
                _call("SELECT app.namnge_ersattare(%s, %s, %s)", pk, vikariat.pk, today)
        except ProgrammingError as error:
            raise VikariatError("Någon av personerna kan inte lämnas till ersättaren. Ladda om sidan.") from error
        antal += 1
    return antal


def _call(sql: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
