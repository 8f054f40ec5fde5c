"""What a list says of itself where the reader sees only a part of the unit (domain.md section 9)."""

from datetime import date

from . import perms
from .models import User


def limited_text(user: User, today: date) -> str:
    """A sentence for those at a unit that shows its members only the persons assigned to them, else ""."""
    enheter = perms.assigned_only(user, today)
    if not enheter:
        return ""
    namn = " och ".join(str(enhet) for enhet in enheter)
    return f"På {namn} ser du bara personer som du är tilldelad. Enhetschefen ser alla."
