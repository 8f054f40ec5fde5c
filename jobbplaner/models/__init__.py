from .kartlaggning import Formagebedomning, Instrumentresultat, Kartlaggning, Kartlaggningsdel
from .plan import Delmal, Fras, Plan
from .samtalskoder import Franvaroskal, Samtalsskal
from .samtalsprotokoll import Agendapunkt, Deltagare, OverenskommenPunkt, Samtalsprotokoll
from .trepartssamtal import Samtalsflytt, Trepartssamtal
from .uppfoljning import Delmalsutfall, Planuppfoljning

__all__ = [
    "Agendapunkt",
    "Delmal",
    "Delmalsutfall",
    "Deltagare",
    "Formagebedomning",
    "Franvaroskal",
    "Fras",
    "Instrumentresultat",
    "Kartlaggning",
    "Kartlaggningsdel",
    "OverenskommenPunkt",
    "Plan",
    "Planuppfoljning",
    "Samtalsflytt",
    "Samtalsprotokoll",
    "Samtalsskal",
    "Trepartssamtal",
]
