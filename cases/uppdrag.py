"""In which capacity someone has a person on their day: held, for someone absent, followed, or supported."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Value

from .models import Aspirant, Handlaggare, LangsiktigtStod, Samordnare, User, Vikariat


def capacities(aspiranter: Iterable[Aspirant], user: User, today: date) -> dict[int, str]:
    """ "Som ersättare för Maria Lindqvist" or "Som samordnare" per person id; those one holds oneself have none.

    Persons as the query set's for_lista gives them.
    """
    andras = [a for a in aspiranter if all(h.user_id != user.pk for h in a.aktuella_handlaggare)]
    if not andras:
        return {}
    samordnar = Samordnare.objects.aktuella(today).filter(aspirant__in=andras, user=user)
    stod = LangsiktigtStod.objects.oavslutade().filter(aspirant__in=andras, user=user, fran__lte=today)
    egna = stod.values_list("aspirant", Value("Långsiktigt stöd")).union(
        samordnar.values_list("aspirant", Value("Som samordnare"))
    )
    # The last one said of a person stands
    svar = dict(sorted(egna, key=lambda rad: rad[1] == "Som samordnare"))
    borta = {
        (v.user_id, v.enhet_id): v
        for v in Vikariat.objects.giltiga(today).filter(ersattare=user).select_related("user")
    }
    rader = [(a.pk, h.user_id, h.enhet_id) for a in andras for h in a.aktuella_handlaggare]
    return svar | {a: f"Som ersättare för {borta[u, e].user.namn}" for a, u, e in rader if (u, e) in borta}


def substitutes(rader: Iterable[Handlaggare], today: date) -> dict[int, Vikariat]:
    """Who stands in for these handläggare today, per the id of the handläggare's row."""
    rader = list(rader)
    borta = {
        (v.user_id, v.enhet_id): v
        for v in Vikariat.objects.giltiga(today).filter(user__in=[r.user_id for r in rader]).select_related("ersattare")
    }
    return {r.pk: borta[r.user_id, r.enhet_id] for r in rader if (r.user_id, r.enhet_id) in borta}
