"""Passwords, sessions and confirmations. What must hold against a dishonest administrator is in konto.sql."""

import secrets
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.db.utils import OperationalError, ProgrammingError

from cases.models import Bekraftelse, Medlemskap, User

from .inloggning import note_event

TILLFALLIGT_GALLER = timedelta(days=1)
# Without what is read wrong aloud: 0 o, 1 l i
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class OwnPasswordError(Exception):
    """One's own password is changed with the old one, not handed out."""


class NotYoursToConfirmError(Exception):
    """It is your own, you asked for it yourself, or you are not chef of the unit."""


class PasswordNotChosenError(Exception):
    """The account still has the temporary password; whoever handed it out knows it."""


@transaction.atomic
def issue_password(*, user: User, by: User, now: datetime) -> str:
    """A temporary password for somebody else, said once: it lets in for a day, and only to choose an own one.

    The database notes it in the account's history and lets every role of it wait for a third person.
    """
    if user.pk == by.pk:
        raise OwnPasswordError
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    user.set_password(password)
    user.tillfalligt_till = now + TILLFALLIGT_GALLER
    user.save(update_fields=["password", "tillfalligt_till"])
    return password


@transaction.atomic
def end_sessions(*, user: User, now: datetime) -> None:
    """Every session of the account ends with its next request."""
    User.objects.filter(pk=user.pk).update(sessionsserie=F("sessionsserie") + 1)
    note_event(user=user, slag="utloggad", now=now)


@transaction.atomic
def choose_sammandrag(*, user: User, vill: bool) -> None:
    """Whether the account wants the e-mail of the morning; the database lets nobody choose for somebody else."""
    User.objects.filter(pk=user.pk).update(sammandrag=vill)


def to_confirm(user: User, today: date):
    """Memberships that wait, and that `user` may answer: of units where they are chef; a systemförvaltare all."""
    egna = user.medlemskap_den(today)
    vantande = Bekraftelse.objects.vantande().exclude(medlemskap__user=user)
    if not any(m.roll == "systemforvaltare" for m in egna):
        vantande = vantande.filter(medlemskap__enhet__in=[m.enhet_id for m in egna if m.roll == "enhetschef"])
    return vantande.select_related("medlemskap__user", "medlemskap__enhet", "begard_av")


@transaction.atomic
def answer_bekraftelse(*, medlemskap: Medlemskap, bevilja: bool, now: datetime, today: date) -> None:
    """Say yes or no to everything that waits for a membership, as the transaction's identity.

    Raises NotYoursToConfirmError and PasswordNotChosenError.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app.bekrafta(%s, %s, %s, %s)", [medlemskap.pk, bevilja, now, today])
    except ProgrammingError as error:
        raise NotYoursToConfirmError from error
    except OperationalError as error:
        raise PasswordNotChosenError from error
