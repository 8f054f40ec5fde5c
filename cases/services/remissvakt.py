"""Remisser that nobody answers: reminders to the jobbtorg, and an end with a stated reason (domain.md 2.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from cases.akt import changed
from cases.enums import Paminnelseslag
from cases.models import Aspirant, Parameter, Remiss, Remisspaminnelse, User
from config.dates import add_workdays, is_workday, local_date

from .fel import RuleBrokenError, constraints_as

PAMINN_ARBETSDAGAR = 1


@dataclass(frozen=True, slots=True)
class Vakt:
    """How many persons were the matter of a reminder, and of a remiss that ended."""

    paminda: int = 0
    utgangna: int = 0

    def __str__(self) -> str:
        return f"{self.paminda} påminnelser, {self.utgangna} remisser gick ut"


@transaction.atomic
def watch_remisser(*, now: datetime) -> Vakt:
    """End what has waited too long, then remind of the rest: once when the day nears, once when it has passed.

    Reminders come on working days; a night that was missed is made up for. Needs som_system("remisser").
    """
    today = local_date(now)
    utgangna = _ask("SELECT app.avsluta_remisser(%s, %s)", now, today)
    paminda = _ask("SELECT app.paminn_remisser(%s, %s, %s)", now, today, _nears(today)) if is_workday(today) else []
    changed(*{*utgangna, *paminda})
    return Vakt(len(paminda), len(utgangna))


def _nears(today: date) -> date:
    """A remiss that is to be answered by this day is reminded of today."""
    dagar = Parameter.objects.varde("remiss_paminn_arbetsdagar", today)
    return add_workdays(today, PAMINN_ARBETSDAGAR if dagar is None else dagar)


def _ask(sql: str, *params) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


class ReminderError(RuleBrokenError):
    """There is nothing to remind of, or it has been done today."""


@transaction.atomic
def remind_jobbtorg(*, remiss: Remiss, by: User, now: datetime) -> Remisspaminnelse:
    """The SDF reminds the jobbtorg, once a day. Raises ReminderError."""
    Aspirant.objects.select_for_update(of=("self",)).get(pk=remiss.aspirant_id)
    remiss = Remiss.objects.get(pk=remiss.pk)
    if remiss.svar:
        raise ReminderError(f"Remissen är redan besvarad: {remiss.get_svar_display().lower()}.")
    with constraints_as(ReminderError):
        paminnelse = Remisspaminnelse.objects.create(
            aspirant_id=remiss.aspirant_id,
            remiss=remiss,
            slag=Paminnelseslag.AVSANDARE,
            dag=local_date(now),
            paminde_at=now,
            paminde_av=by,
        )
    changed(remiss.aspirant_id)
    return paminnelse


def expires(remiss: Remiss) -> date | None:
    """The day that a remiss nobody answers will have ended; None when the municipality lets it wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.remiss_utgar(%s, %s)", [remiss.skickad_at, remiss.svar_senast])
        return cursor.fetchone()[0]
