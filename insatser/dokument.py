"""What of a genomförandeplan may be handed over in parts (cases/dokument.py). It is no handling itself yet."""

from collections.abc import Iterator

from cases.dokument import Del, Dokument, written
from cases.models import Aspirant, Handlingstyp

from .models import Genomforandeplan


def genomforandeplaner(aspirant: Aspirant, namnder: set[int]) -> Iterator[Dokument]:
    planer = Genomforandeplan.objects.filter(aspirant=aspirant, namnd__in=namnder).select_related(
        "placering__insats", "placering__enhet__namnd", "resultat", "avbrottsorsak"
    )
    for plan in planer.order_by("-placering__fran"):
        yield Dokument(
            nyckel=f"genomforandeplan-{plan.pk}",
            typ=Handlingstyp.GENOMFORANDEPLAN,
            titel=f"Genomförandeplan för {plan.placering.insats} från {plan.placering.fran}"[:140],
            enhet=plan.placering.enhet,
            delar=_parts(plan),
        )


def _parts(plan: Genomforandeplan) -> tuple[Del, ...]:
    placering = plan.placering
    slut = placering.avslutad or placering.till
    tider = (
        f"Från {placering.fran}" + (f" till {slut}" if slut else "") + f", {placering.timmar_per_vecka} tim i veckan."
    )
    handledare = f" Handledare är {plan.handledare}." if plan.handledare else ""
    utfall = [str(x) for x in (plan.avbrottsorsak, plan.resultat) if x]
    return written(
        Del(kod="syfte", namn="Syfte", text=plan.syfte),
        Del(kod="tider", namn="Tider och handledare", text=tider + handledare),
        Del(kod="resultat", namn="Vad det gav", text="\n".join([*utfall, plan.kommentar]).strip()),
    )
