"""What the akt shows of Arbetsförmedlingen: a fact in the header, the timeline, the button."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from config.components import Action, Fact

from . import perms
from .akt import REGISTER, Handelse
from .aktrader import once_per_page
from .models import AfProgram, Aspirant, User
from .remissregler import program_name
from .services.remisser import current_rules


@once_per_page
def program(aspirant: Aspirant) -> list[AfProgram]:
    """All of them, the latest first."""
    if not getattr(aspirant, "har_program", True):
        return []
    return list(AfProgram.objects.filter(aspirant=aspirant).select_related("skrivet_av"))


def pagaende(aspirant: Aspirant, dag: date) -> AfProgram | None:
    return next((p for p in program(aspirant) if p.fran <= dag and (p.till is None or p.till >= dag)), None)


def fakta(aspirant: Aspirant, today: date) -> Fact | None:
    nu = pagaende(aspirant, today)
    if nu is None:
        return None
    till = f" till {nu.till}" if nu.till else ""
    namn = program_name(nu.program, current_rules(today))
    return Fact(label="Arbetsförmedlingen", text=namn, note=f"Från {nu.fran}{till}")


def tidslinje(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    rader = program(aspirant)
    rules = current_rules(today) if rader else {}
    for rad in rader:
        till = f" till {rad.till}" if rad.till else ""
        yield Handelse(
            dag=rad.fran,
            skriven=rad.skrivet_at,
            slag="inskrivning",
            ikon="briefcase",
            rubrik=f"Program hos Arbetsförmedlingen: {program_name(rad.program, rules)}",
            text=f"Från {rad.fran}{till}.",
            meta=f"Skrivet av {rad.skrivet_av}",
            url=reverse("cases:afprogram", args=[aspirant.pk]),
        )


def atgarder(user: User, aspirant: Aspirant, today: date) -> Iterator[Action]:
    if perms.can_edit_uppgifter(user, aspirant, today) or perms.can_edit_kontakt(user, today):
        url = reverse("cases:afprogram", args=[aspirant.pk])
        yield Action(label="Program hos Arbetsförmedlingen", icon="briefcase", url=url)


REGISTER.fakta.append(fakta)
REGISTER.tidslinje.append(tidslinje)
REGISTER.atgarder_sist.append(atgarder)
REGISTER.lassidor.add("cases:afprogram")
