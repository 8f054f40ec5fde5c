"""How the person is reached: the panel beside the timeline, read also by whoever has the akt open by nödöppning."""

from datetime import date

from config.components import Fact

from .akt import REGISTER, Panel
from .enums import Skyddsniva
from .models import Aspirant, User

MED_ADRESS = (Skyddsniva.INGET, Skyddsniva.SEKRETESSMARKERING)
SAKNAS = "Inte ifyllt"


def panel(user: User, aspirant: Aspirant, today: date) -> dict:
    """Telephone, e-mail, address. At skyddad folkbokföring, or a level that does not exist, there is no address."""
    adress = (aspirant.adress or SAKNAS) if aspirant.skydd in MED_ADRESS else "Sparas inte"
    fakta = (("Telefon", aspirant.telefon or SAKNAS), ("E-post", aspirant.epost or SAKNAS), ("Adress", adress))
    return {"rubrik": "Kontakt", "fakta": [Fact(label=label, text=text) for label, text in fakta]}


REGISTER.paneler.append(Panel("kontakt", "cases/panel_fakta.html", panel, ordning=10))
