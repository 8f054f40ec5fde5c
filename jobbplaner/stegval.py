"""Steps of the funktionstrappa to choose among. The ladder belongs to the room above, which registers it here."""

from collections.abc import Callable, Iterable
from datetime import date

KALLOR: list[Callable[[date | None], Iterable[tuple[str, str]]]] = []


def steg(dag: date | None = None) -> list[tuple[str, str]]:
    """(code, name) of the steps valid on `dag`, or of every step there has been."""
    return [par for kalla in KALLOR for par in kalla(dag)]
