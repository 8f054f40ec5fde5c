"""What of a kartläggning may be handed over in parts; each part names the document it belongs to."""

from collections.abc import Iterator

from django.urls import reverse

from cases.dokument import Del, Dokument, written
from cases.models import Aspirant, Handlingstyp

from .kartlaggning import ARBETSDEL, KANSLIG_DEL, Innehall, Sektion, innehall_av, kanslig_del
from .models import Kartlaggning, Kartlaggningsdel
from .ord_kartlaggning import i_sektioner


def kartlaggningar(aspirant: Aspirant, namnder: set[int]) -> Iterator[Dokument]:
    """Completed ones, latest first: the work part, and the sensitive part as a document of its own."""
    klara = Kartlaggning.objects.klara().filter(aspirant=aspirant, namnd__in=namnder)
    rader = klara.select_related("enhet__namnd", "handling", "kanslig__handling")
    for k in rader.prefetch_related("bedomningar", "instrument"):
        innehall = innehall_av(k)
        yield Dokument(
            nyckel=f"kartlaggning-{k.pk}",
            typ=Handlingstyp.KARTLAGGNING,
            titel=str(k),
            enhet=k.enhet,
            handling=k.handling,
            delar=_parts(innehall, ARBETSDEL),
        )
        if del_ := kanslig_del(k):
            yield Dokument(
                nyckel=f"kartlaggning-kanslig-{k.pk}",
                typ=Handlingstyp.KARTLAGGNING_KANSLIG,
                titel=f"{k}, känslig del",
                enhet=k.enhet,
                handling=del_.handling,
                delar=_parts(innehall, KANSLIG_DEL),
            )


def _parts(innehall: Innehall, delar: tuple[Sektion, ...]) -> tuple[Del, ...]:
    return written(
        *(
            Del(
                kod=s.kod,
                namn=s.rubrik,
                text="\n".join(f"{etikett}: {svar}" for etikett, svar in s.svar),
                kolumner=tuple(s.kolumner),
                rader=tuple(s.rader),
            )
            for s in i_sektioner(innehall, delar)
        )
    )


def sidor(ids: list[int]) -> dict[int, str]:
    """Both parts are read on the same page, by whoever may read the work part; else the sensitive part is its PDF."""
    arbetsdelar = Kartlaggning.objects.filter(handling__in=ids).values_list("handling", "aspirant", "pk")
    # The join asks for the work part too, under the reader's own rights
    kansliga = Kartlaggningsdel.objects.filter(handling__in=ids, kartlaggning__klar_at__isnull=False).values_list(
        "handling", "aspirant", "kartlaggning"
    )
    return {
        handling: reverse("jobbplaner:kartlaggning_detail", args=[aspirant, pk])
        for handling, aspirant, pk in [*arbetsdelar, *kansliga]
    }
