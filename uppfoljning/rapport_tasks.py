"""Doors to the making of reports: they read the clock and call the service."""

from celery import shared_task

from cases.services.puls import puls
from config import dates
from uppfoljning.rapporter import framstallning

PULS = "rapporter-varje-minut"
VAD = "Tar upp rapporter som har stannat"


@shared_task(name="uppfoljning.rapport_tasks.make_rapport", bind=True, soft_time_limit=480, time_limit=540)
def make_rapport(self, pk: int) -> None:
    """Delivered twice gives one report; redelivered after a lost worker takes over at once."""
    redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    framstallning.make(pk, now=dates.now(), redelivered=redelivered)


@shared_task(name="uppfoljning.rapport_tasks.resume_rapporter")
def resume_rapporter() -> None:
    now = dates.now()
    with puls(PULS, beskrivning=VAD, now=now, hogst_timmar=1) as slag:
        stannade = framstallning.overgivna(now)
        for pk in stannade:
            make_rapport.delay(pk)
        slag.meddelande = f"{len(stannade)} togs upp" if stannade else "Inget hade stannat"
