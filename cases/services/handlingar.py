"""Establish a handling, hand it over to another nämnd, acknowledge it (domain.md section 8)."""

import hashlib
from datetime import date, datetime

from django.db import transaction

from cases.models import Aspirant, Enhet, Handling, Namnd, Parameter, RattsligGrund, Samtycke, User, Utlamnande
from config.dates import add_months, local_date

SAMTYCKE_MANADER = 12


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


def valid_samtycke(*, aspirant: Aspirant, fran_namnd: Namnd, till_namnd: Namnd, dag: date) -> Samtycke | None:
    """The consent that covers handing over from one nämnd to another on `dag`: the one that lasts longest."""
    return (
        Samtycke.objects.giltiga(dag)
        .filter(aspirant=aspirant, fran_namnd=fran_namnd, till_namnd=till_namnd)
        .order_by("-till", "-id")
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
            dag=local_date(now),
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


class SamtyckeTooLongError(Exception):
    """The consent would last longer than the municipality allows. `senast` is the last day it may last."""

    def __init__(self, senast: date):
        super().__init__(f"Ett samtycke får gälla som längst till {senast:%Y-%m-%d}.")
        self.senast = senast


def samtycke_last_day(fran: date) -> date:
    """The last day a consent given on `fran` may last (parameter samtycke_manader)."""
    return add_months(fran, Parameter.objects.varde("samtycke_manader", fran) or SAMTYCKE_MANADER)


@transaction.atomic
def register_samtycke(
    *,
    aspirant: Aspirant,
    riktningar: list[tuple[Namnd, Namnd]],
    omfattning: str,
    satt: str,
    fran: date,
    till: date,
    by: User,
) -> list[Samtycke]:
    """Keep the person's consent, one row per direction (from nämnd, to nämnd). The same consent twice is one.

    Raises SamtyckeTooLongError.
    """
    if till > (senast := samtycke_last_day(fran)):
        raise SamtyckeTooLongError(senast)
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    return [
        Samtycke.objects.filter(
            aspirant=aspirant, fran_namnd=a, till_namnd=b, fran=fran, till=till, satt=satt, omfattning=omfattning
        ).first()
        or Samtycke.objects.create(
            aspirant=aspirant,
            fran_namnd=a,
            till_namnd=b,
            fran=fran,
            till=till,
            satt=satt,
            omfattning=omfattning,
            registrerat_av=by,
        )
        for a, b in riktningar
    ]


@transaction.atomic
def withdraw_samtycke(*, samtycke: Samtycke, today: date) -> bool:
    """The person takes it back, from `today` on. What was handed over before stays handed over. False: already done."""
    return bool(Samtycke.objects.filter(pk=samtycke.pk, aterkallat=None).update(aterkallat=today))
