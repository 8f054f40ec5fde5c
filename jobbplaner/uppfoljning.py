"""What a follow-up says, apart from where it is stored, and what a completed one must say."""

from dataclasses import dataclass, field
from datetime import date

from config.dates import local_date
from jobbplaner.enums import Delmalslage, Malutfall, Utfall
from jobbplaner.models import Plan, Planuppfoljning

FALT = ("datum", "egna_ord", "mal_utfall", "mal_text")
RAD = ("utfall", "resultat", "ny_dag")


@dataclass(frozen=True, kw_only=True)
class Utfallsrad:
    """What came of the delmål `delmal` (its key in the version followed up); `plats` is its row in the form."""

    delmal: int
    plats: int | None = None
    utfall: str = ""
    resultat: str = ""
    ny_dag: date | None = None


@dataclass(frozen=True, kw_only=True)
class Uppfoljningsinnehall:
    """All that is written at a follow-up. Empty is allowed: a draft may be half done."""

    datum: date | None = None
    egna_ord: str = ""
    mal_utfall: str = ""
    mal_text: str = ""
    utfall: tuple[Utfallsrad, ...] = field(default=())

    def falt(self) -> dict:
        return {namn: getattr(self, namn) for namn in FALT}

    def text(self) -> tuple:
        """What it says, for comparing two contents; a row that says nothing is no part of it."""
        rader = tuple((r.delmal, r.utfall, r.resultat, r.ny_dag) for r in self.utfall)
        return tuple(self.falt().items()), tuple(rad for rad in rader if any(rad[1:]))


def from_uppfoljning(uppfoljning: Planuppfoljning) -> Uppfoljningsinnehall:
    return Uppfoljningsinnehall(
        **{namn: getattr(uppfoljning, namn) for namn in FALT},
        utfall=tuple(
            Utfallsrad(delmal=rad.delmal_id, **{namn: getattr(rad, namn) for namn in RAD})
            for rad in uppfoljning.utfall.all()
        ),
    )


def followed_up(plan: Plan) -> list:
    """The delmål of a version that a follow-up asks about: those that were not done already when it was published."""
    return [d for d in plan.delmal.all() if d.lage != Delmalslage.KLART]


def missing_for_completion(innehall: Uppfoljningsinnehall, plan: Plan, today: date) -> dict[str, str]:
    """Field (of a row: utfall-number-column) and what to do, for what a completed follow-up must say."""
    fel = {}
    if innehall.datum is None:
        fel["datum"] = "Skriv vilken dag uppföljningen hölls"
    elif innehall.datum > today:
        fel["datum"] = "Uppföljningen har inte hållits än. Spara den, och slutför när den är hållen"
    elif innehall.datum < local_date(plan.publicerad_at):
        fel["datum"] = f"Planen publicerades {local_date(plan.publicerad_at)}. Uppföljningen kan inte ligga före"
    elif plan.ersatt_at and innehall.datum > local_date(plan.ersatt_at):
        fel["datum"] = f"Versionen ersattes {local_date(plan.ersatt_at)}. Skriv en tidigare dag, eller flytta den"
    svar = {rad.delmal: rad for rad in innehall.utfall}
    for nr, delmal in enumerate(followed_up(plan)):
        rad = svar.get(delmal.pk)
        if rad is None or not rad.utfall:
            fel[f"utfall-{nr if rad is None else rad.plats or nr}-utfall"] = f"Välj hur det gick med delmål {nr + 1}"
        elif rad.utfall == Utfall.AVBRUTET and not rad.resultat:
            fel[f"utfall-{rad.plats or nr}-resultat"] = f"Skriv varför delmål {nr + 1} inte längre är aktuellt"
    if not innehall.mal_utfall:
        fel["mal_utfall"] = "Välj hur det gick med målet"
    elif innehall.mal_utfall == Malutfall.ANDRAS and not innehall.mal_text:
        fel["mal_text"] = "Skriv varför målet ändras och till vad"
    return fel
