"""In which capacity someone has a person on their day: held, for someone absent, followed, or supported."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from .models import Aspirant, Handlaggare, LangsiktigtStod, Samordnare, User, Vikariat


def capacities(aspiranter: Iterable[Aspirant], user: User, today: date) -> dict[int, str]:
    """ "Som ersättare för Maria Lindqvist" or "Som samordnare" per person id; those one holds oneself have none.

    Persons as the query set's for_lista gives them.
    """
    andras = [a for a in aspiranter if all(h.user_id != user.pk for h in a.aktuella_handlaggare)]
    if not andras:
        return {}
    egna, borta = {}, {}
    for aspirant, text, borta_user, enhet in sorted(_said(andras, user, today), key=lambda rad: rad[1]):
        if aspirant:
            # The coordinator's word comes after that of support
            egna[aspirant] = text
        else:
            borta[borta_user, enhet] = text
    rader = [(a.pk, h.user_id, h.enhet_id) for a in andras for h in a.aktuella_handlaggare]
    return egna | {a: borta[u, e] for a, u, e in rader if (u, e) in borta}


def _said(andras: list[Aspirant], user: User, today: date) -> QuerySet:
    """(person, text, None, None) of what one is to a person oneself, (None, text, absent, unit) of whom one stands in
    for. One question."""
    stod = LangsiktigtStod.objects.oavslutade().filter(aspirant__in=andras, user=user, fran__lte=today)
    samordnar = Samordnare.objects.aktuella(today).filter(aspirant__in=andras, user=user)
    borta = Vikariat.objects.giltiga(today).filter(ersattare=user)
    ingen = Cast(None, BigIntegerField())
    namn = Concat(Value("Som ersättare för "), "user__first_name", Value(" "), "user__last_name")
    return (
        stod.order_by()
        .values_list("aspirant", Value("Långsiktigt stöd"), ingen, ingen)
        .union(
            samordnar.order_by().values_list("aspirant", Value("Som samordnare"), ingen, ingen),
            borta.order_by().values_list(ingen, namn, "user", "enhet"),
        )
    )


def substitutes(rader: Iterable[Handlaggare], today: date) -> dict[int, Vikariat]:
    """Who stands in for these handläggare today, per the id of the handläggare's row."""
    rader = list(rader)
    borta = {
        (v.user_id, v.enhet_id): v
        for v in Vikariat.objects.giltiga(today).filter(user__in=[r.user_id for r in rader]).select_related("ersattare")
    }
    return {r.pk: borta[r.user_id, r.enhet_id] for r in rader if (r.user_id, r.enhet_id) in borta}
