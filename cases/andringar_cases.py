"""What rows of cases are called in history, and the page of the tab Logg that shows it."""

from django.db import models

from .akt_logg import LOGGSIDOR, Loggsida
from .andringar import AMNEN, Amne
from .lasning import VYER

AMNEN |= {
    "cases_aspirant": Amne("uppgifter", "personen"),
    "cases_tidigarenummer": Amne("uppgifter", "det tidigare numret", lambda rad: f"till {rad.till}"),
    "cases_hushallbarn": Amne(
        "uppgifter", "barnet i hushållet", lambda barn: f"fött {barn.fodelsear}", namnfalt="fodelsear"
    ),
    "cases_sdfansvar": Amne("handlaggning", "ansvaret hos", lambda rad: str(rad.sdf), relaterade=("sdf",)),
    "cases_handlaggare": Amne("handlaggning", "handläggaren", str, relaterade=("user", "enhet")),
    "cases_samordnare": Amne("handlaggning", "samordnaren", str, relaterade=("user", "enhet")),
    "cases_overlamning": Amne("handlaggning", "överlämningen", lambda rad: f"{rad.dag}"),
    "cases_remiss": Amne("inskrivning", "remissen till", lambda rad: str(rad.jobbtorg), relaterade=("jobbtorg",)),
    "cases_inskrivning": Amne(
        "inskrivning", "inskrivningen vid", lambda rad: str(rad.jobbtorg), relaterade=("jobbtorg",)
    ),
    "cases_afprogram": Amne("inskrivning", "programmet hos Arbetsförmedlingen", lambda rad: f"från {rad.fran}"),
    "cases_langsiktigtstod": Amne("inskrivning", "det långsiktiga stödet", lambda rad: f"till {rad.till}"),
    "cases_samtycke": Amne("utlamnanden", "samtycket", lambda rad: f"från {rad.fran}"),
    "cases_handling": Amne("utlamnanden", "handlingen", str, namnfalt="titel"),
    "cases_utlamnande": Amne(
        "utlamnanden",
        "utlämnandet av",
        lambda rad: rad.handling.titel if rad.handling else "uppgifter",
        relaterade=("handling",),
        utan=("handling__pdf",),
    ),
}


def _everyone(user: models.Model, aspirant: models.Model, today) -> bool:
    """Whoever sees the person reads what has been changed; the database holds back other nämnder's documents."""
    return True


LOGGSIDOR.append(Loggsida("andringar", "Ändringar", "cases:logg_andringar", 20, _everyone))
VYER["cases:logg_andringar"] = "Ändringar i loggen"
