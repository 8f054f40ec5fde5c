"""Special entrances among the remisser that wait, and why some were enrolled in another way than was asked."""

from datetime import timedelta

from django.db.models import F

from cases.enums import Ingang, Inskrivningssatt, Remissvar
from cases.models import Inskrivning, Remiss
from config.dates import local_date

from .demodagen import CARLS, REMISSER, number_of

ANNORLUNDA = "Ett gemensamt möte gick inte att få till förrän efter tre veckor, och personen behövde komma i gång."


def write_entrances() -> None:
    """The first that waits has arrived lately, by an agreement from the week before."""
    for remiss in Remiss.objects.filter(aspirant__nummer=number_of(REMISSER[0])):
        remiss.ingang = Ingang.NYANLANDA
        remiss.overenskommen = local_date(remiss.skickad_at) - timedelta(days=7)
        remiss.save(update_fields=["ingang", "overenskommen"])
    # Asked for a trepartssamtal, enrolled at a gruppinformation
    Remiss.objects.filter(aspirant__nummer=number_of(CARLS[-1])).update(
        inskrivningssatt=Inskrivningssatt.TREPARTSSAMTAL
    )
    andra = Inskrivning.objects.exclude(remiss=None).exclude(inskrivningssatt=F("remiss__inskrivningssatt"))
    Remiss.objects.filter(pk__in=andra.values("remiss"), svar=Remissvar.MOTTAGEN).update(annorlunda_skal=ANNORLUNDA)
