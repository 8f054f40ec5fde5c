"""Words that take the person's name in."""

from cases.models import Aspirant
from jobbplaner.enums import Ansvarig
from jobbplaner.models import Planuppfoljning


def genitive(namn: str) -> str:
    """Amals, Jonas."""
    return namn if namn.endswith(("s", "x", "z")) else f"{namn}s"


def ansvarig(kod: str, aspirant: Aspirant) -> str:
    """Who does it, with the person called by first name: "Amal och coach"."""
    text = Ansvarig(kod).label if kod else ""
    return text.replace("Aspiranten", aspirant.fornamn)


def ansvariga(aspirant: Aspirant) -> list[tuple[str, str]]:
    return [(kod.value, ansvarig(kod, aspirant)) for kod in Ansvarig]


def outcome_count(uppfoljning: Planuppfoljning) -> str:
    """How many of its delmål are done: "2 av 3 delmål klara." One that `counted_follow_ups` gave."""
    antal = uppfoljning.antal_delmal
    return f"{uppfoljning.antal_klara} av {antal} delmål {'klart' if antal == 1 else 'klara'}." if antal else ""


def enumerate_words(words: list[str]) -> str:
    """a, b och c."""
    return " och ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
