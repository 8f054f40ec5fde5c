"""Hand over a handling to an authority outside the city, and note that it has been received."""

from datetime import date, datetime

from django.db import transaction

from cases.models import Aspirant, Externutlamnande, Handling, RattsligGrund, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .handlingar import GroundMissingError, as_sent, ground_text


class ExternError(RuleBrokenError):
    """It cannot have been handed over, or received, so."""


@transaction.atomic
def hand_out(
    *, handling: Handling, mottagare: str, grund: RattsligGrund, satt: str, dag: date, by: User, now: datetime
) -> Externutlamnande:
    """Note that it has been sent, on a ground in law: a consent here is between two nämnder. The same one twice is one.

    Raises GroundMissingError, ExternError.
    """
    Aspirant.objects.select_for_update(of=("self",)).get(pk=handling.aspirant_id)
    if finns := Externutlamnande.objects.filter(handling=handling, mottagare=mottagare).first():
        return finns
    if not lawful_grounds(local_date(now)).filter(pk=grund.pk).exists():
        raise GroundMissingError(f"Grunden {grund.namn.lower()} gäller inte för en myndighet utanför staden.")
    if not local_date(handling.upprattad_at) <= dag <= local_date(now):
        raise ExternError(f"Välj en dag från {local_date(handling.upprattad_at)} till i dag.", "dag")
    return Externutlamnande.objects.create(
        **as_sent(handling, grund, ground_text(grund), by, now), mottagare=mottagare, satt=satt, dag=dag
    )


def lawful_grounds(dag: date):
    """Grounds in law that hold on the day."""
    grunder = RattsligGrund.objects.giltiga(dag).filter(anvandning=RattsligGrund.Anvandning.UTLAMNANDE)
    return grunder.filter(kraver_samtycke=False)


@transaction.atomic
def note_receipt(*, utlamnande: Externutlamnande, dag: date, by: User, now: datetime) -> Externutlamnande:
    """The receiver has said that it came. Noting again changes nothing. Raises ExternError."""
    rad = Externutlamnande.objects.select_for_update(of=("self",)).get(pk=utlamnande.pk)
    if rad.mottaget:
        return rad
    if dag > local_date(now):
        raise ExternError("Dagen kan inte ligga i framtiden.", "mottaget")
    rad.mottaget, rad.mottaget_noterat_av = dag, by
    with constraints_as(ExternError):
        rad.save(update_fields=["mottaget", "mottaget_noterat_av"])
    return rad
