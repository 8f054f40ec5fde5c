"""What waits for a unit and not for a case's own handläggare, on the day of those who can do it: what registeransvarig
asks of the responsible SDF (domain.md 2.1), and a protected case that nobody at the unit can open."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from config.components import Action, WorkRow
from config.dates import local_date

from . import perms
from .akt import REGISTER, Tidsgrans, work_row
from .enums import Enhetsslag, Roll
from .models import Aspirant, User
from .services.enhetsfragor import Flyttar, unit_questions

LEDER = (Roll.ENHETSCHEF, Roll.SAMORDNARE)


def enhetsuppgifter(user: User, today: date) -> Iterable[WorkRow]:
    sdf = bool(perms.enheter(user, today, Enhetsslag.SDF))
    begarda, utan_namn = unit_questions(today, sdf=sdf, chef=perms.can_name_as_chef(user, today))
    yield from _transfers(user, begarda, today)
    yield from (_without_name(pk, today) for pk in utan_namn)


def _transfers(user: User, begarda: Flyttar, today: date) -> Iterable[WorkRow]:
    """All of the unit for its chef and samordnare, their own for others."""
    if not begarda:
        return
    leder = [m.enhet_id for m in user.medlemskap_den(today) if m.roll in LEDER]
    alla = Aspirant.objects.filter(pk__in=begarda).select_related("sdf").order_by("pk")
    mina = set(Aspirant.objects.mina(user, today).filter(pk__in=begarda).values_list("pk", flat=True))
    for aspirant in alla:
        if aspirant.sdf_id in leder or aspirant.pk in mina:
            yield _transfer(user, aspirant, *begarda[aspirant.pk], today)


def _transfer(user: User, aspirant: Aspirant, till, begard_at, today: date) -> WorkRow:
    flyttar = perms.can_transfer_sdf(user, aspirant, today)
    url = reverse("cases:flytt" if flyttar else "cases:akt", args=[aspirant.pk])
    flytt = Tidsgrans(
        dag=today,
        vad="Ta ställning till flytt",
        varfor=f"Registeransvarig vill att ansvaret flyttas till {till or 'en annan stadsdel'}."
        " Stämmer det inte, kontakta dem",
        url=url,
        atgard="Flytta ansvaret" if flyttar else "Öppna akten",
    )
    return work_row(aspirant, flytt, today, note=f"Begärt {local_date(begard_at)}")


def _without_name(aspirant_id: int, today: date) -> WorkRow:
    """A protected case that nobody at the chef's unit can open: its number and nothing else."""
    url = reverse("cases:skydd_utan_namngiven")
    arende = Aspirant(pk=aspirant_id).arendenummer
    return WorkRow(
        namn=f"Ärende {arende}",
        url=url,
        under="Skyddade uppgifter",
        vad="Namnge en handläggare",
        varfor="Ingen namngiven kan öppna ett skyddat ärende",
        dag=today,
        person=aspirant_id,
        action=Action(label="Namnge", url=url, context=f"handläggare för ärende {arende}"),
    )


REGISTER.enhetsuppgifter.append(enhetsuppgifter)
