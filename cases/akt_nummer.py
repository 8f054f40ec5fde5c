"""What registeransvarig asks of the responsible SDF, on the day of those who can do it (domain.md 2.1)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from config.components import Action, WorkRow
from config.dates import age, local_date

from . import perms
from .akt import REGISTER
from .enums import Enhetsslag, Roll
from .models import Aspirant, User
from .services.nummerfragor import requested_transfers

LEDER = (Roll.ENHETSCHEF, Roll.SAMORDNARE)


def enhetsuppgifter(user: User, today: date) -> Iterable[WorkRow]:
    """Persons to hand over to the SDF that asked: all of the unit for its chef and samordnare, their own for others."""
    begarda = requested_transfers() if perms.enheter(user, today, Enhetsslag.SDF) else {}
    if not begarda:
        return
    leder = [m.enhet_id for m in user.medlemskap_den(today) if m.roll in LEDER]
    alla = Aspirant.objects.filter(pk__in=begarda).select_related("sdf").order_by("pk")
    mina = set(Aspirant.objects.mina(user, today).filter(pk__in=begarda).values_list("pk", flat=True))
    for aspirant in alla:
        if aspirant.sdf_id in leder or aspirant.pk in mina:
            yield _row(user, aspirant, *begarda[aspirant.pk], today)


def _row(user: User, aspirant: Aspirant, till, begard_at, today: date) -> WorkRow:
    flyttar = perms.can_transfer_sdf(user, aspirant, today)
    url = reverse("cases:flytt" if flyttar else "cases:akt", args=[aspirant.pk])
    return WorkRow(
        namn=aspirant.namn,
        url=reverse("cases:akt", args=[aspirant.pk]),
        nummer=aspirant.nummer,
        alder=age(aspirant.fodelsedatum, today) if aspirant.fodelsedatum else None,
        skyddad=aspirant.skyddad,
        vad="Ta ställning till flytt",
        varfor=f"Registeransvarig vill att ansvaret flyttas till {till or 'en annan stadsdel'}."
        " Stämmer det inte, kontakta dem",
        dag=today,
        note=f"Begärt {local_date(begard_at)}",
        person=aspirant.pk,
        action=Action(label="Flytta ansvaret" if flyttar else "Öppna akten", url=url, context=f"för {aspirant.namn}"),
    )


REGISTER.enhetsuppgifter.append(enhetsuppgifter)
