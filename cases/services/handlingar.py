"""Establish a handling, hand it over to another nämnd, acknowledge it (domain.md section 8)."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from cases.akt import changed
from cases.models import Aspirant, Enhet, Handling, RattsligGrund, Samtycke, User, Utlamnande
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .samtycken import valid_samtycke


def checksum(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def establish_handling(
    *,
    aspirant: Aspirant,
    enhet: Enhet,
    typ: str,
    version: int,
    titel: str,
    pdf: bytes,
    by: User,
    now: datetime,
    ur: Handling | None = None,
    ur_typ: str = "",
    delar: Sequence[str] = (),
) -> Handling:
    """Freeze `pdf` as an established document of the unit's nämnd. `ur`, `ur_typ` and `delar` belong to an utdrag."""
    return Handling.objects.create(
        aspirant=aspirant,
        enhet=enhet,
        namnd=enhet.namnd,
        typ=typ,
        version=version,
        titel=titel,
        pdf=pdf,
        sha256=checksum(pdf),
        upprattad_at=now,
        upprattad_av=by,
        ur=ur,
        ur_typ=ur_typ,
        delar=list(delar),
    )


class GroundMissingError(RuleBrokenError):
    """The ground does not hold today, or rests on a consent that is not there or does not cover the handling."""

    def __init__(self, text: str):
        super().__init__(text, "grund")


def ground_text(grund: RattsligGrund, samtycke: Samtycke | None = None) -> str:
    """The ground in words, as it is kept with what was handed over: name, the consent's days, paragraph."""
    namn = f"{grund.namn} {samtycke.fran}, gäller till {samtycke.till}" if samtycke else grund.namn
    return f"{namn}, {grund.paragraf}" if grund.paragraf else namn


@transaction.atomic
def hand_over(*, handling: Handling, till_enhet: Enhet, grund: RattsligGrund, by: User, now: datetime) -> Utlamnande:
    """Hand over to the nämnd of `till_enhet`; from now on it reads the handling.

    Handing over the same handling to the same nämnd again changes nothing and returns the first, unless the consent
    that one rested on has been taken back. Raises GroundMissingError.
    """
    Aspirant.objects.select_for_update(of=("self",)).get(pk=handling.aspirant_id)
    earlier = Utlamnande.objects.filter(handling=handling, till_namnd=till_enhet.namnd, upphorde=None).first()
    if earlier:
        return earlier
    samtycke = _consent(handling, till_enhet, grund, local_date(now))
    return _deliver(handling, till_enhet, grund, samtycke, by, now)


@transaction.atomic
def hand_back(*, handling: Handling, till_enhet: Enhet, grund: RattsligGrund, by: User, now: datetime) -> Utlamnande:
    """Answer on the ground in law that the question came on, also when that ground has been closed since."""
    return _deliver(handling, till_enhet, grund, None, by, now)


def _deliver(
    handling: Handling, till_enhet: Enhet, grund: RattsligGrund, samtycke: Samtycke | None, by: User, now: datetime
) -> Utlamnande:
    changed(handling.aspirant_id)
    with constraints_as(GroundMissingError):
        return Utlamnande.objects.create(
            **as_sent(handling, grund, ground_text(grund, samtycke), by, now),
            delar=handling.delar,
            till_namnd=till_enhet.namnd,
            till_enhet=till_enhet,
            samtycke=samtycke,
        )


def as_sent(handling: Handling, grund: RattsligGrund, grundtext: str, by: User, now: datetime) -> dict:
    """What an utlämnande keeps of its handling and ground as they were when it was sent, whoever receives it."""
    return {
        "aspirant_id": handling.aspirant_id,
        "handling": handling,
        "titel": handling.titel,
        "typ": handling.typ,
        "version": handling.version,
        "fran_namnd_id": handling.namnd_id,
        "grund": grund,
        "grundtext": grundtext[:400],
        "skickat_at": now,
        "skickat_av": by,
    }


def _consent(handling: Handling, till_enhet: Enhet, grund: RattsligGrund, dag: date) -> Samtycke | None:
    """The consent that the ground rests on; None for a ground in law. Raises GroundMissingError."""
    if not RattsligGrund.objects.giltiga(dag).filter(pk=grund.pk).exists():
        raise GroundMissingError(f"Grunden {grund.namn.lower()} gäller inte i dag. Välj en annan grund.")
    if not grund.kraver_samtycke:
        return None
    samtycke = valid_samtycke(
        aspirant_id=handling.aspirant_id,
        fran_namnd=handling.namnd,
        till_namnd=till_enhet.namnd,
        typ=handling.omfattas_som,
        dag=dag,
    )
    if samtycke is None:
        raise GroundMissingError(
            "Inget samtycke som gäller i dag omfattar handlingen. Välj en annan grund eller registrera ett samtycke."
        )
    return samtycke


def acknowledge(*, utlamnande: Utlamnande, by: User, now: datetime) -> bool:
    """Kvittens by the receiver; False when there is one already (the first stands) or reading has ended.

    Raises django.db.ProgrammingError for anyone but the receiving nämnd, or in another's name.
    """
    changed(utlamnande.aspirant_id)
    return _ask("SELECT app.kvittera(%s, %s, %s)", utlamnande.pk, by.pk, now)


def mark_read(*, handling_id: int, now: datetime) -> bool:
    """Note that the unit it was handed over to has opened it; False when it had before, or for any other reader."""
    return _ask("SELECT app.markera_oppnad(%s, %s)", handling_id, now)


@transaction.atomic
def _ask(sql: str, *params) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
