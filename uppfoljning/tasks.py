"""Duties of the night: doors that read the clock, take an identity and call a service."""

from celery import shared_task

from cases.sekretess.identitet import som_system
from cases.services.puls import puls
from config import dates
from uppfoljning.checkpoints import run_uppfoljning

PULS = "uppfoljning-varje-natt"
VAD = "Söker utfallet 6, 12 och 18 månader efter avslut"


@shared_task(name="uppfoljning.tasks.run_uppfoljning_nightly")
def run_uppfoljning_nightly() -> None:
    """Safe to deliver twice: what is already found is left as it is."""
    now = dates.now()
    with puls(PULS, beskrivning=VAD, now=now) as slag, som_system("uppfoljning"):
        slag.meddelande = str(run_uppfoljning(today=dates.local_date(now)))
