"""Hours a week in a plan: what is assigned and what is aimed at. Own job search is never counted as assigned."""

from dataclasses import replace
from datetime import date

from cases.akt import REGISTER, Timunderlag
from cases.models import Aspirant
from jobbplaner.innehall import Planinnehall


def week_of(aspirant: Aspirant, today: date) -> Timunderlag | None:
    """The assigned hours as they stand, from the room above that knows them."""
    return next((kalla(aspirant, today) for kalla in REGISTER.veckotimmar), None)


def with_hours(innehall: Planinnehall, aspirant: Aspirant, today: date) -> Planinnehall:
    """A new version begins with the hours as they stand today, not with those of the version before."""
    vecka = week_of(aspirant, today)
    if vecka is None or not (vecka.rader or vecka.mal):
        return innehall
    mal = innehall.mal_timmar if vecka.mal is None else vecka.mal
    return replace(innehall, anvisade_timmar=vecka.anvisade, mal_timmar=mal)


def missing_hours(innehall: Planinnehall) -> int:
    """How far the assigned hours are from the target; 0 when either is not said."""
    if innehall.anvisade_timmar is None or innehall.mal_timmar is None:
        return 0
    return max(innehall.mal_timmar - innehall.anvisade_timmar, 0)
