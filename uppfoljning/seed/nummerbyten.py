"""Two of Sara's persons have had another number: one came without, one's was typed wrong. Search finds both by it."""

from datetime import timedelta

from django.db import connection

from cases.enums import Nummerslag
from cases.models import Aspirant, Tidigarenummer
from cases.sekretess.identitet import som_anvandare

from .demodagen import CARLS, FELSKRIVET, number_of, workday
from .skriv import Rum, at

UTAN, RATTAD = (next(n for n in CARLS if n.efternamn == namn) for namn in ("Rahimi", "Marklund"))


def write_number_changes(rum: Rum) -> None:
    with som_anvandare(rum.users["sara"].pk, today=rum.stad.today), connection.cursor() as cursor:
        cursor.execute("SELECT app.nytt_reservnummer()")
        reserv = cursor.fetchone()[0]
    _change(rum, number_of(UTAN), reserv, Nummerslag.RESERVNUMMER, "personnummer")
    _change(rum, number_of(RATTAD), FELSKRIVET, Nummerslag.PERSONNUMMER, "fel")


def _change(rum: Rum, nummer: str, forr: str, slag: str, orsak: str) -> None:
    """What is kept as earlier has to stand on the akt when it is written."""
    aspirant = Aspirant.objects.get(nummer=nummer)
    registrerad = next(p.registrerad for p in rum.stad.personer if p.nummer == nummer)
    till = workday(max(registrerad, min(registrerad + timedelta(days=12), rum.stad.today - timedelta(days=1))))
    Aspirant.objects.filter(pk=aspirant.pk).update(nummer=forr)
    Tidigarenummer.objects.create(
        aspirant=aspirant,
        nummer=forr,
        nummerslag=slag,
        fran=registrerad,
        till=max(registrerad, till),
        orsak=orsak,
        bytt_at=at(max(registrerad, till), "11:20"),
        bytt_av=rum.users["sara"],
    )
    Aspirant.objects.filter(pk=aspirant.pk).update(nummer=nummer)
