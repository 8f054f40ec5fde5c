"""Throttled login: guesses are counted per name and per address, and both answer alike for names that exist or not.

A small guard of our own instead of a package (docs/adr): one table, no name ever stored, and the count lies in the
same transaction as the attempt.
"""

import logging
import unicodedata
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from cases.models import Inloggningssparr, Parameter, User

logger = logging.getLogger("jobbakten.inloggning")
Slag = Inloggningssparr.Slag
GRANSER = {Slag.NAMN: ("inloggningsforsok_namn", 5), Slag.ADRESS: ("inloggningsforsok_adress", 50)}
MINUTER = 15
FORGET_AFTER = timedelta(days=1)


class LoginThrottledError(Exception):
    """Too many wrong passwords for this name or from this address; `till` is when it may be tried again."""

    def __init__(self, till: datetime):
        super().__init__("för många försök")
        self.till = till


def name_key(namn: str) -> str:
    """What is kept of a typed name: enough to count it, not to read it."""
    plain = unicodedata.normalize("NFKC", namn).strip().casefold()
    return salted_hmac("jobbakten.inloggningssparr", plain, algorithm="sha256").hexdigest()


@transaction.atomic
def check_throttle(*, namn: str, adress: str, now: datetime) -> None:
    """Raises LoginThrottledError. Takes the name's row, so that guesses sent at once are answered one at a time."""
    Inloggningssparr.objects.get_or_create(slag=Slag.NAMN, nyckel=name_key(namn), defaults={"borjade_at": now})
    rader = [
        Inloggningssparr.objects.select_for_update(of=("self",)).get(slag=Slag.NAMN, nyckel=name_key(namn)),
        Inloggningssparr.objects.filter(slag=Slag.ADRESS, nyckel=adress).first(),
    ]
    sparrade = [rad.sparrad_till for rad in rader if rad and rad.sparrad_till and rad.sparrad_till > now]
    if sparrade:
        raise LoginThrottledError(max(sparrade))


@transaction.atomic
def login_failed(*, namn: str, adress: str, now: datetime, today: date) -> None:
    """Count one wrong password for the name and for the address, and leave a line in the account's history."""
    for slag, nyckel in ((Slag.NAMN, name_key(namn)), (Slag.ADRESS, adress)):
        _count(slag, nyckel, now, today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.anteckna_misslyckad(%s, %s)", [namn, now])
    Inloggningssparr.objects.filter(borjade_at__lt=now - FORGET_AFTER).delete()


def _count(slag: str, nyckel: str, now: datetime, today: date) -> None:
    parameter, default = GRANSER[slag]
    hogst = Parameter.objects.varde(parameter, today) or default
    fonster = timedelta(minutes=Parameter.objects.varde("inloggningssparr_minuter", today) or MINUTER)
    Inloggningssparr.objects.get_or_create(slag=slag, nyckel=nyckel, defaults={"borjade_at": now})
    rad = Inloggningssparr.objects.select_for_update(of=("self",)).get(slag=slag, nyckel=nyckel)
    if rad.borjade_at <= now - fonster or rad.sparrad_till:
        rad.antal, rad.borjade_at, rad.sparrad_till = 0, now, None
    rad.antal += 1
    if rad.antal >= hogst:
        rad.sparrad_till = now + fonster
        logger.warning("inloggning spärrad %s minuter efter %s försök, per %s", fonster.seconds // 60, rad.antal, slag)
    rad.save()


def login_succeeded(*, user: User, namn: str, now: datetime) -> None:
    """The name's count starts over; the address's does not, or an own account would reset it between guesses."""
    Inloggningssparr.objects.filter(slag=Slag.NAMN, nyckel=name_key(namn)).delete()
    note_event(user=user, slag="inloggad", now=now)


def note_event(*, user: User, slag: str, now: datetime, by: User | None = None) -> None:
    """A line in the account's own history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.anteckna_konto(%s, %s, %s, %s)", [user.pk, slag, by.pk if by else None, now])


def locked(now: datetime) -> list[tuple[Inloggningssparr, User | None]]:
    """What is locked now, with the user whose name it is; a name that nobody has stays unread."""
    rader = list(Inloggningssparr.objects.filter(sparrad_till__gt=now))
    users = {name_key(user.username): user for user in User.objects.all()} if rader else {}
    return [(rad, users.get(rad.nyckel)) for rad in rader]


@transaction.atomic
def lift_lock(*, sparr: Inloggningssparr, by: User, now: datetime) -> None:
    """The name or address may be tried again at once; the account's owner sees that, and by whom."""
    user = next((user for rad, user in locked(now) if rad.pk == sparr.pk and user), None)
    sparr.delete()
    if user:
        note_event(user=user, slag="sparr_havd", now=now, by=by)
