"""Duties of the night: doors that read the clock, take an identity and call a service."""

from celery import shared_task

from cases.akt import changed_all
from cases.avslutskontroll import broken, in_words
from cases.sekretess.identitet import som_system
from cases.services.puls import puls
from config import dates
from uppfoljning.bevakningar.berakning import refresh
from uppfoljning.checkpoints import run_uppfoljning
from uppfoljning.sammandrag import send_sammandrag

PULS = "uppfoljning-varje-natt"
VAD = "Söker utfallet 6, 12 och 18 månader efter avslut"


@shared_task(name="uppfoljning.tasks.run_uppfoljning_nightly")
def run_uppfoljning_nightly() -> None:
    """Safe to deliver twice: what is already found is left as it is."""
    now = dates.now()
    with puls(PULS, beskrivning=VAD, now=now) as slag, som_system("uppfoljning"):
        slag.meddelande = str(run_uppfoljning(today=dates.local_date(now)))
    changed_all()


BEVAKNINGAR_PULS = "bevakningar-varje-natt"
BEVAKNINGAR_VAD = "Räknar fram vad som ska göras och när"


@shared_task(name="uppfoljning.tasks.refresh_bevakningar_nightly")
def refresh_bevakningar_nightly() -> None:
    """After midnight, since a day has passed, and after the checkpoints. Safe to deliver twice and to kill."""
    now = dates.now()
    with puls(BEVAKNINGAR_PULS, beskrivning=BEVAKNINGAR_VAD, now=now) as slag, som_system("bevakning"):
        slag.meddelande = str(refresh(today=dates.local_date(now)))


SAMMANDRAG_PULS = "sammandrag-varje-morgon"
SAMMANDRAG_VAD = "Mejlar hur många bevakningar som väntar"


@shared_task(name="uppfoljning.tasks.send_sammandrag_mornings")
def send_sammandrag_mornings() -> None:
    """Safe to deliver twice and to kill: nobody gets two. Each reader's matters are counted with their own eyes."""
    now = dates.now()
    with puls(SAMMANDRAG_PULS, beskrivning=SAMMANDRAG_VAD, now=now) as slag:
        slag.meddelande = str(send_sammandrag(now=now))


AVSLUT_PULS = "avslutskontroll-varje-natt"
AVSLUT_VAD = "Kontrollerar att det som avsluten ledde till står"


@shared_task(name="uppfoljning.tasks.check_avslut_nightly")
def check_avslut_nightly() -> None:
    """Finds and mends nothing: the chef of each jobbtorg sees which on the page Enheten."""
    now = dates.now()
    with puls(AVSLUT_PULS, beskrivning=AVSLUT_VAD, now=now) as slag, som_system("bevakning"):
        brott = broken()
        slag.meddelande, slag.att_se_over = in_words(brott), bool(brott)
