"""Who may do what in uppfoljning."""

from datetime import date

from cases import perms
from cases.enums import Roll
from cases.models import Enhet, User


def can_read_leveranser(user: User, today: date) -> bool:
    """Which months are in, and how many checkpoints have an answer: counts, no persons."""
    return user.har_roll(today, Roll.CONTROLLER, Roll.ENHETSCHEF)


def can_read_enheten(user: User, today: date) -> bool:
    """How the unit stands: its persons, plans, what is overdue and who holds whom. For its chef."""
    return bool(perms.chef_enheter(user, today))


def enheter_for_siffror(user: User, today: date) -> list[Enhet] | None:
    """Units whose figures the user sees; None is all of them (domain.md section 9)."""
    return None if user.har_roll(today, Roll.CONTROLLER) else perms.enheter(user, today)
