"""What has left the city: protokoll of follow-ups with Arbetsförmedlingen, one received and a newer one not yet."""

from datetime import timedelta

from cases.enums import Mottagare, Utsatt
from cases.models import Handling, RattsligGrund
from cases.services.externa_utlamnanden import hand_out, note_receipt
from config.dates import local_date
from jobbplaner.enums import Part
from jobbplaner.models import Samtalsprotokoll

from .amal import NUMMER
from .demodagen import workday
from .skriv import Rum, at


def write_to_others(rum: Rum) -> None:
    """Amal's, which her akt tells, and the newest of Carl's other persons."""
    protokoll = Samtalsprotokoll.objects.filter(
        samtal__motpart=Part.AF, handling__upprattad_av=rum.users["carl"], handling__isnull=False
    ).order_by("-samtal__datum", "pk")
    hennes = protokoll.filter(aspirant__nummer=NUMMER).select_related("handling").first()
    annan = protokoll.exclude(aspirant__nummer=NUMMER).select_related("handling").first()
    if hennes:
        _send(rum, hennes.handling, Utsatt.POST, mottaget=True)
    if annan:
        _send(rum, annan.handling, Utsatt.SDK, mottaget=False)


def _send(rum: Rum, handling: Handling, satt: str, *, mottaget: bool) -> None:
    """Sent within some days, and received a week later when that has been."""
    carl, idag = rum.users["carl"], rum.stad.today
    upprattad = local_date(handling.upprattad_at)
    dag = max(upprattad, workday(min(upprattad + timedelta(days=4), idag)))
    utlamnande = hand_out(
        handling=handling,
        mottagare=Mottagare.AF,
        grund=RattsligGrund.objects.get(kod="nodvandigt_egen_verksamhet"),
        satt=satt,
        dag=dag,
        by=carl,
        now=at(dag, "16:45"),
    )
    kom = workday(dag + timedelta(days=5))
    if mottaget and dag <= kom <= idag:
        note_receipt(utlamnande=utlamnande, dag=kom, by=carl, now=at(kom, "10:15"))
