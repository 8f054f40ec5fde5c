"""The first systemförvaltare of an installation, who then adds everyone else in the administration."""

from datetime import date

from django.db import transaction

from cases.enums import Enhetsslag, Namndslag, Roll
from cases.models import Enhet, Medlemskap, Namnd, User

STAB = "Systemförvaltningen"


class UserExistsError(Exception):
    """The name is taken; an existing account gets its role in the administration."""


def check_free(username: str) -> None:
    """Raises UserExistsError when the user name is taken."""
    if User.objects.filter(username=username).exists():
        raise UserExistsError(f"Användaren {username} finns redan.")


@transaction.atomic
def create_systemforvaltare(*, username: str, password: str, fornamn: str, efternamn: str, today: date) -> User:
    """Account, staff unit when the city has none of that name, and the role from `today`.

    Raises UserExistsError when the user name is taken.
    """
    check_free(username)
    namnd, _ = Namnd.objects.get_or_create(
        kod="kommunstyrelsen", defaults={"namn": "Kommunstyrelsen", "slag": Namndslag.STAD}
    )
    enhet, _ = Enhet.objects.get_or_create(slag=Enhetsslag.STAB, namn=STAB, defaults={"namnd": namnd})
    user = User.objects.create_user(username, password=password, first_name=fornamn, last_name=efternamn)
    Medlemskap.objects.create(user=user, enhet=enhet, roll=Roll.SYSTEMFORVALTARE, fran=today)
    return user
