"""Duties of the night: doors that read the clock, take an identity and call a service."""

from celery import shared_task

from cases.sekretess.identitet import som_system
from cases.services.puls import puls
from config import dates
from uppfoljning.bevakningar.berakning import refresh
from uppfoljning.checkpoints import run_uppfoljning

PULS = "uppfoljning-varje-natt"
VAD = "Söker utfallet 6, 12 och 18 månader efter avslut"


@shared_task(name="uppfoljning.tasks.run_uppfoljning_nightly")
def run_uppfoljning_nightly() -> None:
    """Safe to deliver twice: what is already found is left as it is."""
    now = dates.now()
    with puls(PULS, beskrivning=VAD, now=now) as slag, som_system("uppfoljning"):
        slag.meddelande = str(run_uppfoljning(today=dates.local_date(now)))


BEVAKNINGAR_PULS = "bevakningar-varje-natt"
BEVAKNINGAR_VAD = "Räknar fram vad som ska göras och när"


@shared_task(name="uppfoljning.tasks.refresh_bevakningar_nightly")
def refresh_bevakningar_nightly() -> None:
    """After midnight, since a day has passed, and after the checkpoints. Safe to deliver twice and to kill."""
    now = dates.now()
    with puls(BEVAKNINGAR_PULS, beskrivning=BEVAKNINGAR_VAD, now=now) as slag, som_system("bevakning"):
        slag.meddelande = str(refresh(today=dates.local_date(now)))
