"""What of a kartläggning may be handed over in parts; each part names the document it belongs to."""

from collections.abc import Iterator

from django.db.models import QuerySet

from cases.akt import sida_for
from cases.dokument import Del, Dokument, written
from cases.models import Aspirant, Handlingstyp

from .kartlaggning import ARBETSDEL, KANSLIG_DEL, Innehall, Sektion, innehall_av, kanslig_del
from .models import Kartlaggning, Kartlaggningsdel
from .ord_kartlaggning import i_sektioner, stegnamn


def kartlaggningar(aspirant: Aspirant, namnder: set[int]) -> Iterator[Dokument]:
    """Completed ones, latest first: the work part, and the sensitive part as a document of its own."""
    klara = Kartlaggning.objects.klara().filter(aspirant=aspirant, namnd__in=namnder)
    rader = klara.select_related("enhet__namnd", "handling", "kanslig__handling")
    namnen = stegnamn()
    for k in rader.prefetch_related("bedomningar", "instrument"):
        innehall = innehall_av(k)
        yield Dokument(
            nyckel=f"kartlaggning-{k.pk}",
            typ=Handlingstyp.KARTLAGGNING,
            titel=str(k),
            enhet=k.enhet,
            handling=k.handling,
            delar=_parts(innehall, ARBETSDEL, namnen),
        )
        if del_ := kanslig_del(k):
            yield Dokument(
                nyckel=f"kartlaggning-kanslig-{k.pk}",
                typ=Handlingstyp.KARTLAGGNING_KANSLIG,
                titel=f"{k}, känslig del",
                enhet=k.enhet,
                handling=del_.handling,
                delar=_parts(innehall, KANSLIG_DEL, namnen),
            )


def _parts(innehall: Innehall, delar: tuple[Sektion, ...], namnen: dict[str, str]) -> tuple[Del, ...]:
    return written(
        *(
            Del(
                kod=s.kod,
                namn=s.rubrik,
                text="\n".join(f"{etikett}: {svar}" for etikett, svar in s.svar),
                kolumner=tuple(s.kolumner),
                rader=tuple(s.rader),
            )
            for s in i_sektioner(innehall, delar, namnen)
        )
    )


def sidor(ids: list[int]) -> Iterator[QuerySet]:
    """Both parts are read on the same page, by whoever may read the work part; else the sensitive part is its PDF."""
    sida = "jobbplaner:kartlaggning_detail"
    yield sida_for(Kartlaggning.objects.filter(handling__in=ids), "handling", sida, "aspirant", "pk")
    # The join asks for the work part too, under the reader's own rights
    kansliga = Kartlaggningsdel.objects.filter(handling__in=ids, kartlaggning__klar_at__isnull=False)
    yield sida_for(kansliga, "handling", sida, "aspirant", "kartlaggning")
