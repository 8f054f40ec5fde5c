"""Bevakningar as the akt and Min dag show them: read from the table, worded by the rule."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.urls import reverse

from cases import perms
from cases.akt import REGISTER, Tidsgrans
from cases.lasning import OBJEKT, VYER
from cases.models import Aspirant, Enhet, Remisspaminnelse, User
from config.components import Action
from config.dates import month_name
from uppfoljning.models import Bevakning, Bevakningsatgard

from .regel import Regel
from .regler import REGLER


def tidsgranser(aspiranter: list[Aspirant], user: User, today: date) -> dict[int, list[Tidsgrans]]:
    """What the reader's own units shall do for these persons; one query for all."""
    return at_units(aspiranter, perms.enheter(user, today))


def at_units(aspiranter: list[Aspirant], enheter: list[Enhet]) -> dict[int, list[Tidsgrans]]:
    svar = defaultdict(list)
    if not enheter or not aspiranter:
        return svar
    rader = Bevakning.objects.filter(aspirant__in=aspiranter, enhet__in=enheter).select_related("egen").i_ordning()
    paminda = _reminded([rad for rad in rader if rad.regel.startswith("remiss_")])
    for rad in rader:
        svar[rad.aspirant_id].append(grans(rad, paminda.get(rad.nyckel) if rad.regel.startswith("remiss_") else None))
    return svar


def _reminded(rader: list[Bevakning]) -> dict[str, date]:
    """When the jobbtorg was last reminded of each remiss, by the remiss's key as text."""
    if not rader:
        return {}
    dagar = Remisspaminnelse.objects.filter(remiss__in={int(rad.nyckel) for rad in rader}).order_by("remiss")
    return {str(r["remiss"]): r["dag"] for r in dagar.values("remiss").annotate(dag=Max("dag"))}


def grans(rad: Bevakning, pamind: date | None = None) -> Tidsgrans:
    regel = REGLER[rad.regel]
    return Tidsgrans(
        dag=rad.galler_dag,
        vad=text(rad),
        varfor=f"{why(rad)}, påmind {pamind}" if pamind else why(rad),
        url=_page(regel, rad),
        atgard=regel.atgard,
        arbetsdagar=regel.arbetsdagar and rad.uppskjuten_till is None,
        for_enheten=regel.for_enheten,
        hantera=reverse("uppfoljning:bevakning_edit", args=[rad.pk]),
    )


def text(rad: Bevakning) -> str:
    return rad.egen.text if rad.egen else REGLER[rad.regel].vad


def why(rad: Bevakning) -> str:
    varfor = REGLER[rad.regel].varfor.format(fran=rad.fran, manad=f"{month_name(rad.fran)} {rad.fran.year}")
    return f"{varfor}. Uppskjuten från {rad.dag}" if rad.uppskjuten_till else varfor


def _page(regel: Regel, rad: Bevakning) -> str:
    return reverse(regel.sida, args=[int(rad.nyckel) if regel.sida_nyckel else rad.aspirant_id])


def egna_rader(aspirant: Aspirant, user: User, today: date) -> list[Tidsgrans]:
    """The bevakningar of one person that the reader's units have, soonest first."""
    return tidsgranser([aspirant], user, today)[aspirant.pk]


def atgarder(user: User, aspirant: Aspirant, today: date) -> Iterator[Action]:
    if perms.arbetande_enheter(user, aspirant, today):
        url = reverse("uppfoljning:bevakning_create", args=[aspirant.pk])
        yield Action(label="Ny bevakning", icon="clock", url=url)
        yield Action(
            label="Bevakningar", icon="list-checks", url=reverse("uppfoljning:bevakning_list", args=[aspirant.pk])
        )


REGISTER.tidsgranser.append(tidsgranser)
REGISTER.atgarder_sist.append(atgarder)
OBJEKT |= {"uppfoljning:bevakning_edit": Bevakning, "uppfoljning:bevakning_reopen": Bevakningsatgard}
VYER |= {
    "uppfoljning:bevakning_create": "Ny bevakning",
    "uppfoljning:bevakning_list": "Bevakningar, öppna och stängda",
    "uppfoljning:bevakning_reopen": "En stängd bevakning, att öppna igen",
    "uppfoljning:bevakning_edit": "En bevakning, att skjuta upp eller stänga",
}
