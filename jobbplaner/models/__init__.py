from .kartlaggning import Formagebedomning, Instrumentresultat, Kartlaggning, Kartlaggningsdel
from .plan import Delmal, Fras, Plan
from .trepartssamtal import Deltagare, OverenskommenPunkt, Samtalsprotokoll, Trepartssamtal

__all__ = [
    "Delmal",
    "Deltagare",
    "Formagebedomning",
    "Fras",
    "Instrumentresultat",
    "Kartlaggning",
    "Kartlaggningsdel",
    "OverenskommenPunkt",
    "Plan",
    "Samtalsprotokoll",
    "Trepartssamtal",
]
