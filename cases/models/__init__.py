from .afprogram import AfProgram
from .andring import Andring
from .anteckning import Anteckningsslag, Bilaga, Journalanteckning
from .anvandare import Medlemskap, User
from .aspirant import Aspirant, HushallBarn, Sdfansvar
from .avslutsfoljd import Avslutsfoljd
from .bas import Aktdel, Dokumentdel
from .bekraftelse import Bekraftelse
from .externutlamnande import Externutlamnande
from .handlaggare import Handlaggare
from .handling import Handling, Handlingstyp
from .inloggningssparr import Inloggningssparr
from .inskrivning import Inskrivning
from .koder import (
    Avslutsorsak,
    AvslutsorsakSocialtjanst,
    Forsorjningshinder,
    Parameter,
    RattsligGrund,
    Underorsak,
)
from .kontohandelse import Kontohandelse
from .langsiktigtstod import LangsiktigtStod
from .lasning import Lasning
from .namndel import Namndel
from .nodgranskning import Nodgranskning
from .nodoppning import Nodoppning
from .nummerfraga import Nummerfraga, Nummerhandelse
from .organisation import Enhet, Namnd
from .overlamning import Overlamning
from .puls import Puls
from .remiss import Remiss, Remisspaminnelse
from .samordnare import Samordnare
from .samtycke import Samtycke
from .skydd import Skyddsandring, Skyddsbehorighet
from .tidigarenummer import Tidigarenummer
from .utlamnande import Utlamnande
from .vikariat import Vikariat

__all__ = [
    "AfProgram",
    "Aktdel",
    "Andring",
    "Anteckningsslag",
    "Aspirant",
    "Avslutsfoljd",
    "Avslutsorsak",
    "AvslutsorsakSocialtjanst",
    "Bekraftelse",
    "Bilaga",
    "Dokumentdel",
    "Enhet",
    "Externutlamnande",
    "Forsorjningshinder",
    "Handlaggare",
    "Handling",
    "Handlingstyp",
    "HushallBarn",
    "Inloggningssparr",
    "Inskrivning",
    "Journalanteckning",
    "Kontohandelse",
    "LangsiktigtStod",
    "Lasning",
    "Medlemskap",
    "Namnd",
    "Namndel",
    "Nodgranskning",
    "Nodoppning",
    "Nummerfraga",
    "Nummerhandelse",
    "Overlamning",
    "Parameter",
    "Puls",
    "RattsligGrund",
    "Remiss",
    "Remisspaminnelse",
    "Samordnare",
    "Samtycke",
    "Sdfansvar",
    "Skyddsandring",
    "Skyddsbehorighet",
    "Tidigarenummer",
    "Underorsak",
    "User",
    "Utlamnande",
    "Vikariat",
]
