from .plan import Delmal, Fras, Plan
from .trepartssamtal import Deltagare, OverenskommenPunkt, Samtalsprotokoll, Trepartssamtal

__all__ = [
    "Delmal",
    "Deltagare",
    "Fras",
    "OverenskommenPunkt",
    "Plan",
    "Samtalsprotokoll",
    "Trepartssamtal",
]
