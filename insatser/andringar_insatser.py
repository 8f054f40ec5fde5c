"""What placeringar are called in the akt's history, and what their changes mean."""

from cases.andringar import AMNEN
from cases.andringar_meningar import Amne, Forandring, bytte, fick, miste, ny


def _ended(f: Forandring) -> str:
    hur = f.efter("slutsatt").lower()
    return f"avslutade {f.kallad} {f.efter('avslutad')}" + (f", {hur}" if hur else "")


OMPROVAT = "till omprovas timmar_per_vecka"
PLACERING = (
    ny(lambda f: f"placerade personen i {f.nu('insats') or 'en insats'} från {f.nu('fran')}", 8),
    fick("avslutad", _ended, 6),
    miste("avslutad", "öppnade {} igen", 6),
    bytte("avslutad", lambda f: f"flyttade slutet för {f.kallad} till {f.efter('avslutad')}", 4),
    *(nar(OMPROVAT, "omprövade {}", 3) for nar in (fick, bytte, miste)),
)
AMNEN |= {
    "insatser_placering": Amne(
        "insatser", "placeringen i", lambda rad: str(rad.insats), relaterade=("insats",), meningar=PLACERING
    ),
    "insatser_genomforandeplan": Amne(
        "insatser", "genomförandeplanen för", lambda rad: str(rad.placering.insats), relaterade=("placering",)
    ),
}
