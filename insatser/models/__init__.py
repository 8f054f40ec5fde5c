from .insats import Insats, Insatsslag, Trappsteg
from .placering import Avbrottsorsak, Genomforandeplan, Placering, Placeringsresultat

__all__ = [
    "Avbrottsorsak",
    "Genomforandeplan",
    "Insats",
    "Insatsslag",
    "Placering",
    "Placeringsresultat",
    "Trappsteg",
]
