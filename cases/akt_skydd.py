"""What protection registers in the akt: the page Skydd of a protected person."""

from datetime import date

from .akt import REGISTER, Flik
from .models import Aspirant, User


def sees_skydd(user: User, aspirant: Aspirant, today: date) -> bool:
    return aspirant.skyddad


REGISTER.flikar.append(Flik("skydd", "Skydd", "cases:skydd", 85, sees_skydd))
