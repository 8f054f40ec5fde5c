"""What the special entrances to a jobbtorg ask for, as hints beside the remiss (domain.md 2.3). They forbid nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from cases.enums import Ingang, Inskrivningssatt
from cases.models import Aspirant, Enhet, Parameter


@dataclass(frozen=True)
class Platser:
    """Places for nollplacerade at one jobbtorg; without any set by the municipality there are none."""

    antal: int
    tagna: int

    @property
    def fulla(self) -> bool:
        return self.tagna >= self.antal


def nollplacerade(jobbtorg: Enhet, dag: date) -> Platser:
    """The dated parameter gives the number; taken are the enrolled and the asked for, whatever district's."""
    platser = Parameter.objects.varde("nollplacerade_platser", dag) or {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.nollplacerade(%s)", [jobbtorg.pk])
        return Platser(int(platser.get(jobbtorg.namn, 0)), cursor.fetchone()[0])


def hints(
    aspirant: Aspirant, ingang: str, jobbtorg: Enhet | None, satt: str | None, rad_satt: str, dag: date
) -> Iterator[str]:
    """What to think of with this entrance; `rad_satt` is the way of inskrivning that the rules advise."""
    if ingang == Ingang.NOLLPLACERAD and jobbtorg:
        yield _places(jobbtorg, nollplacerade(jobbtorg, dag))
    if ingang == Ingang.UNGA and aspirant.forsorjningsstod_sedan:
        yield "Personen får försörjningsstöd enligt akten. Då är ingången Får försörjningsstöd."
    if ingang == Ingang.FORSORJNINGSSTOD and aspirant.arbetsformaga and not aspirant.forsorjningsstod_sedan:
        yield "Personen får inte försörjningsstöd enligt akten. Välj en annan ingång, eller ändra uppgifterna."
    if satt and rad_satt and satt != rad_satt:
        yield f"Den här ingången brukar gå genom {Inskrivningssatt(rad_satt).label.lower()}."


def full(ingang: str, jobbtorg: Enhet | None, dag: date) -> bool:
    """Are the places that this entrance needs all taken? Then the one who remits says why."""
    return bool(ingang == Ingang.NOLLPLACERAD and jobbtorg and nollplacerade(jobbtorg, dag).fulla)


def _places(jobbtorg: Enhet, platser: Platser) -> str:
    if not platser.antal:
        return f"{jobbtorg} har inga platser för nollplacerade."
    if platser.fulla:
        return f"Alla {platser.antal} platser för nollplacerade vid {jobbtorg} är upptagna eller bokade."
    return f"{platser.tagna} av {platser.antal} platser för nollplacerade vid {jobbtorg} är upptagna eller bokade."
