"""The figures of the product, exactly as domain.md section 11 defines them.

`rakna(urval)` counts everything for all periods of the selection in one query per family; `katalog.py` names the
indicators and their written definitions. Run it with the identity of the duty: `som_system("statistik")`.
"""

from django.db import connection

from cases.models import Parameter

from .hinder import rakna_hinder
from .jobbplan import AKTUELL, I_TID, frister
from .kohort import KOHORT
from .orsaker import rakna_orsaker
from .samtal import SAMTAL, samtalsregler
from .uppfoljda import CHECKPOINTS
from .urval import ALLA, KON, Cell, Kub, Urval
from .volym import VOLYM

REGLER = ("jobbplan_arbetsdagar", "trepartssamtal_manader", "trepartssamtal_for_alla")

__all__ = ["ALLA", "KON", "Cell", "Kub", "Urval", "rakna"]


def rakna(urval: Urval) -> Kub:
    """Every sum of the selection. Nine queries, whatever the number of periods, units and persons."""
    kub = Kub()
    regler = list(Parameter.objects.filter(kod__in=REGLER).order_by("-giltig_fran"))
    frist = urval.parametrar | frister(urval.perioder, regler)
    samtal = urval.parametrar | samtalsregler(urval.perioder, regler)
    with connection.cursor() as cursor:
        for familj in (VOLYM, KOHORT, CHECKPOINTS):
            familj.rakna(cursor, urval.parametrar, kub)
        for familj in (I_TID, AKTUELL):
            familj.rakna(cursor, frist, kub)
        SAMTAL.rakna(cursor, samtal, kub)
        rakna_orsaker(cursor, urval.parametrar, kub)
        rakna_hinder(cursor, urval.parametrar, kub)
    return kub
