"""Establish a handling, hand it over to another nämnd, acknowledge it (domain.md section 8)."""

import hashlib
from datetime import datetime

from django.db import transaction

from cases.models import Aspirant, Enhet, Handling, RattsligGrund, Samtycke, User, Utlamnande


def establish_handling(
    *, aspirant: Aspirant, enhet: Enhet, typ: str, version: int, titel: str, pdf: bytes, by: User, now: datetime
) -> Handling:
    """Freeze `pdf` as an established document owned by the unit's nämnd."""
    return Handling.objects.create(
        aspirant=aspirant,
        enhet=enhet,
        namnd=enhet.namnd,
        typ=typ,
        version=version,
        titel=titel,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        upprattad_at=now,
        upprattad_av=by,
    )


class GroundMissingError(Exception):
    """The ground rests on consent and no valid consent covers the hand-over."""


def valid_samtycke(*, aspirant: Aspirant, fran_namnd, till_namnd, dag) -> Samtycke | None:
    """The consent that covers handing over from one nämnd to another on `dag`, latest first."""
    return (
        Samtycke.objects.filter(
            aspirant=aspirant,
            fran_namnd=fran_namnd,
            till_namnd=till_namnd,
            fran__lte=dag,
            till__gte=dag,
            aterkallat=None,
        )
        .order_by("-fran", "-id")
        .first()
    )


@transaction.atomic
def hand_over(*, handling: Handling, till_enhet: Enhet, grund: RattsligGrund, by: User, now: datetime) -> Utlamnande:
    """Hand over to the nämnd of `till_enhet`; from now on it reads the handling.

    Handing over the same handling to the same nämnd again changes nothing and returns the first.
    Raises GroundMissingError when the ground needs a consent that is not there.
    """
    earlier = Utlamnande.objects.filter(handling=handling, till_namnd=till_enhet.namnd).first()
    if earlier:
        return earlier
    samtycke = None
    if grund.kraver_samtycke:
        samtycke = valid_samtycke(
            aspirant=handling.aspirant,
            fran_namnd=handling.namnd,
            till_namnd=till_enhet.namnd,
            dag=now.date(),
        )
        if samtycke is None:
            raise GroundMissingError("Inget samtycke gäller i dag. Välj en annan grund eller registrera ett.")
    return Utlamnande.objects.create(
        aspirant=handling.aspirant,
        handling=handling,
        fran_namnd=handling.namnd,
        till_namnd=till_enhet.namnd,
        till_enhet=till_enhet,
        grund=grund,
        samtycke=samtycke,
        skickat_at=now,
        skickat_av=by,
    )


@transaction.atomic
def acknowledge(*, utlamnande: Utlamnande, by: User, now: datetime) -> bool:
    """Kvittens by the receiver; False when it was acknowledged before (the first one stands)."""
    return bool(
        Utlamnande.objects.filter(pk=utlamnande.pk, kvitterat_at=None).update(kvitterat_at=now, kvitterat_av=by)
    )
