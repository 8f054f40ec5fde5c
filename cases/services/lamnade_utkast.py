"""A draft left by somebody who no longer works at the unit: its chef lets a colleague finish it, or throws it away.

A note is an author's own word, so nobody signs it for them: who takes it over signs as themselves, and the journal says
who began it. Nothing written about a person is destroyed: a thrown draft stays, with its reason, out of the journal.
"""

from datetime import datetime

from django.db import connection, transaction

from cases.models import Aspirant, Journalanteckning, User
from cases.sekretess.identitet import som_anvandare
from config.dates import local_date

from .anteckningar import AnteckningError, role_at


class DraftSettledError(AnteckningError):
    """It is signed, thrown away or passed on already, or its author works there after all."""

    def __init__(self):
        super().__init__("Utkastet är redan avgjort.")


@transaction.atomic
def pass_on(*, anteckning: Journalanteckning, till: User, by: User, now: datetime) -> None:
    """Let `till` finish and sign it. Raises AnteckningError when they may not see the person or do not work there,
    DraftSettledError, and django.db.ProgrammingError for anyone but the unit's chef."""
    today = local_date(now)
    try:
        roll = role_at(till, anteckning.enhet, today)
    except AnteckningError as error:
        raise AnteckningError(f"{till.namn} arbetar inte på {anteckning.enhet} i dag.", "till") from error
    with som_anvandare(till.pk, today=today):
        if not Aspirant.objects.filter(pk=anteckning.aspirant_id).exists():
            raise AnteckningError(f"{till.namn} kan inte öppna akten. Välj någon som kan det.", "till")
    _settle("SELECT app.overlat_anteckning(%s, %s, %s, %s, %s)", anteckning.pk, till.pk, roll, now, today)


@transaction.atomic
def throw_away(*, anteckning: Journalanteckning, skal: str, by: User, now: datetime) -> None:
    """Out of the journal, with the reason. Raises DraftSettledError, and django.db.ProgrammingError as above."""
    _settle("SELECT app.kasta_anteckning(%s, %s, %s, %s)", anteckning.pk, skal, now, local_date(now))


def _settle(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        if not cursor.fetchone()[0]:
            raise DraftSettledError
