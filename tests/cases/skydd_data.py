"""A protected person with something of every kind in the akt, and who is named."""

from dataclasses import dataclass

from cases.models import Aspirant, Skyddsbehorighet, User
from config.formatting import format_nummer
from tests.conftest import TODAY, owner
from tests.factories import anvandare
from tests.scen import Scen, scen

FORNAMN, EFTERNAMN = "Xerxina", "Qvasthammar"


@dataclass
class Skyddad:
    """The scene of tests/scen.py, protected at `niva`: sara and carl are named, siv is sara's colleague, not named."""

    s: Scen
    siv: User

    @property
    def person(self) -> Aspirant:
        return self.s.person

    @property
    def named(self) -> list[User]:
        return [self.s.stad.sara, self.s.stad.carl]

    @property
    def unnamed(self) -> list[User]:
        """Colleague and chef of the same units, other units, and the roles without persons."""
        stad = self.s.stad
        return [
            self.siv,
            stad.stina,
            stad.eva,
            stad.hanna,
            stad.vera,
            stad.nina,
            stad.sven,
            stad.registeransvarig,
        ]

    @property
    def spar(self) -> list[str]:
        """What must stand nowhere for those who are not named."""
        nummer = self.person.nummer
        return [FORNAMN, EFTERNAMN, nummer, nummer[2:], format_nummer(nummer), self.person.arendenummer]


def skyddad(niva: int) -> Skyddad:
    s = scen()
    siv = anvandare("siv", "socialsekreterare", s.stad.spanga)
    with owner():
        Aspirant.objects.filter(pk=s.person.pk).update(
            fornamn=FORNAMN, efternamn=EFTERNAMN, skydd=niva, adress="" if niva == 2 else "Provvägen 1"
        )
        Skyddsbehorighet.objects.all().delete()
        for user in (s.stad.sara, s.stad.carl):
            Skyddsbehorighet.objects.create(aspirant=s.person, user=user, fran=TODAY)
        s.person.refresh_from_db()
    return Skyddad(s, siv)
