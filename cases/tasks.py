"""Duties of the night in cases: doors that read the clock and call a service."""

from celery import shared_task

from cases.sekretess.identitet import som_system
from cases.services.lasningslogg import log_state, make_months
from cases.services.puls import puls
from cases.services.remissvakt import watch_remisser
from config import dates

PULS = "lasningslogg-varje-natt"
VAD = "Förbereder läsloggen för kommande månader"


@shared_task(name="cases.tasks.make_log_months")
def make_log_months() -> None:
    """Safe to deliver twice: a month that exists is left as it is."""
    now = dates.now()
    today = dates.local_date(now)
    with puls(PULS, beskrivning=VAD, now=now) as slag, som_system("lasningslogg"):
        made = make_months(today=today)
        lage = log_state(today)
        slag.meddelande = f"{made} månader gjordes" if made else "Månaderna fanns redan"
        if not lage.ok:
            slag.meddelande += f". {lage.utan_manad} rader utan månad"


REMISSER_PULS = "remisser-varje-natt"
REMISSER_VAD = "Påminner om remisser och avslutar dem som ingen har besvarat"


@shared_task(name="cases.tasks.remind_of_remisser_nightly")
def remind_of_remisser_nightly() -> None:
    """Safe to deliver twice: who has been reminded for a reason is not reminded again, what has ended has ended."""
    now = dates.now()
    with puls(REMISSER_PULS, beskrivning=REMISSER_VAD, now=now) as slag, som_system("remisser"):
        slag.meddelande = str(watch_remisser(now=now))
