from .kartlaggning import Formagebedomning, Instrumentresultat, Kartlaggning, Kartlaggningsdel
from .plan import Delmal, Fras, Plan
from .trepartssamtal import Deltagare, OverenskommenPunkt, Samtalsprotokoll, Trepartssamtal
from .uppfoljning import Delmalsutfall, Planuppfoljning

__all__ = [
    "Delmal",
    "Delmalsutfall",
    "Deltagare",
    "Formagebedomning",
    "Fras",
    "Instrumentresultat",
    "Kartlaggning",
    "Kartlaggningsdel",
    "OverenskommenPunkt",
    "Plan",
    "Planuppfoljning",
    "Samtalsprotokoll",
    "Trepartssamtal",
]
