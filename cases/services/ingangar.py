"""What the special entrances to a jobbtorg ask for, as hints beside the remiss (domain.md 2.3). They forbid nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from cases.enums import Ingang, Inskrivningssatt
from cases.models import Aspirant, Enhet, Parameter
from config.dates import age

SAKNAR_OVERENSKOMMELSE = "Det står inte vilken dag det är överenskommet med Arbetsförmedlingen."


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


def hold_places(jobbtorg: Enhet) -> None:
    """Until the transaction ends nobody else asks for a place for nollplacerade there: the last one is taken once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('nollplacerade', %s))", [jobbtorg.pk])


def hints(
    aspirant: Aspirant,
    ingang: str,
    jobbtorg: Enhet | None,
    satt: str | None,
    rad_satt: str,
    dag: date,
    overenskommen: date | None = None,
) -> Iterator[str]:
    """What to think of with this entrance; `rad_satt` is the way of inskrivning that the rules advise."""
    if ingang == Ingang.NOLLPLACERAD and jobbtorg:
        yield _places(jobbtorg, nollplacerade(jobbtorg, dag))
    if ingang == Ingang.UNGA and aspirant.forsorjningsstod_sedan:
        yield "Personen får försörjningsstöd enligt akten. Då är ingången Får försörjningsstöd."
    if ingang == Ingang.FORSORJNINGSSTOD and aspirant.arbetsformaga and not aspirant.forsorjningsstod_sedan:
        yield "Personen får inte försörjningsstöd enligt akten. Välj en annan ingång, eller ändra uppgifterna."
    yield from _age(aspirant, ingang, dag)
    if ingang == Ingang.NYANLANDA and overenskommen is None:
        yield SAKNAR_OVERENSKOMMELSE
    if aspirant.skyddad and satt == Inskrivningssatt.GRUPPINFORMATION:
        yield "Personen har skyddade uppgifter. På en gruppinformation ser andra vem som kommer."
    if satt and rad_satt and satt != rad_satt:
        yield f"Den här ingången brukar gå genom {Inskrivningssatt(rad_satt).label.lower()}."


def unfit(aspirant: Aspirant, ingang: str, jobbtorg: Enhet | None, overenskommen: date | None, dag: date) -> str:
    """What this entrance lacks so that the one who remits says why, or "": places, the right age, an agreement."""
    if ingang == Ingang.NOLLPLACERAD and jobbtorg and nollplacerade(jobbtorg, dag).fulla:
        return "Alla platser är upptagna."
    if ingang == Ingang.NYANLANDA and overenskommen is None:
        return SAKNAR_OVERENSKOMMELSE
    fodd = aspirant.fodelsedatum
    return next(_age(aspirant, ingang, dag), "") if fodd else ""


def _age(aspirant: Aspirant, ingang: str, dag: date) -> Iterator[str]:
    """The municipality's limits for the entrance, both ages included; without any, every age will do."""
    granser = (Parameter.objects.varde("ingang_alder", dag) or {}).get(ingang)
    if not granser:
        return
    text = f"Ingången gäller den som är {granser[0]} till {granser[1]} år."
    if aspirant.fodelsedatum is None:
        yield f"{text} Födelsedatum saknas i akten."
    elif not granser[0] <= (ar := age(aspirant.fodelsedatum, dag)) <= granser[1]:
        yield f"{text} Personen är {ar} år."


def _places(jobbtorg: Enhet, platser: Platser) -> str:
    if not platser.antal:
        return f"{jobbtorg} har inga platser för nollplacerade."
    if platser.fulla:
        return f"Alla {platser.antal} platser för nollplacerade vid {jobbtorg} är upptagna eller bokade."
    return f"{platser.tagna} av {platser.antal} platser för nollplacerade vid {jobbtorg} är upptagna eller bokade."
