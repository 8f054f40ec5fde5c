"""Words that take the person's name in."""

from cases.models import Aspirant
from jobbplaner.enums import Ansvarig


def genitive(namn: str) -> str:
    """Amals, Jonas."""
    return namn if namn.endswith(("s", "x", "z")) else f"{namn}s"


def ansvarig(kod: str, aspirant: Aspirant) -> str:
    """Who does it, with the person called by first name: "Amal och coach"."""
    text = Ansvarig(kod).label if kod else ""
    return text.replace("Aspiranten", aspirant.fornamn)


def ansvariga(aspirant: Aspirant) -> list[tuple[str, str]]:
    return [(kod.value, ansvarig(kod, aspirant)) for kod in Ansvarig]
