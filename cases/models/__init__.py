from .anvandare import Medlemskap, User
from .aspirant import Aspirant, HushallBarn, Sdfansvar
from .bas import Aktdel, Dokumentdel
from .handlaggare import Handlaggare
from .handling import Handling, Samtycke, Skyddsbehorighet, Utlamnande
from .inskrivning import Inskrivning
from .koder import (
    Avslutsorsak,
    AvslutsorsakSocialtjanst,
    Forsorjningshinder,
    Parameter,
    RattsligGrund,
    Underorsak,
)
from .nummerfraga import Nummerfraga
from .organisation import Enhet, Namnd
from .puls import Puls
from .remiss import Remiss

__all__ = [
    "Aktdel",
    "Aspirant",
    "Avslutsorsak",
    "AvslutsorsakSocialtjanst",
    "Dokumentdel",
    "Enhet",
    "Forsorjningshinder",
    "Handlaggare",
    "Handling",
    "HushallBarn",
    "Inskrivning",
    "Medlemskap",
    "Namnd",
    "Nummerfraga",
    "Parameter",
    "Puls",
    "RattsligGrund",
    "Remiss",
    "Samtycke",
    "Sdfansvar",
    "Skyddsbehorighet",
    "Underorsak",
    "User",
    "Utlamnande",
]
