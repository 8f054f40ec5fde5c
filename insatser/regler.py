"""Rules of a placering that need no database: what stands in its way, and what deserves a thought (domain.md 5)."""

from collections.abc import Mapping
from datetime import date

from cases.enums import FORMAGA_TIMMAR, Arbetsformaga
from cases.models import AfProgram, Aspirant, Inskrivning
from cases.models.bas import Daterad
from cases.remissregler import program_name, warn_insats
from config.dates import add_months

from .models import Insats

FRAMFORHALLNING_MANADER = 12
"""A placering is planned at most a year ahead; a later date is a slip of the keys."""


def is_valid(rad: Daterad, dag: date) -> bool:
    return (rad.giltig_fran is None or rad.giltig_fran <= dag) and (rad.giltig_till is None or dag <= rad.giltig_till)


def placering_errors(
    *, aspirant: Aspirant, insats: Insats, fran: date, till: date | None, omprovas: date | None, today: date
) -> dict[str, str]:
    """Field name to what is wrong with it; empty when the placering may be made."""
    return {
        **_insats_errors(aspirant, insats, fran),
        **_date_errors(insats, fran, till, omprovas, today),
    }


def _insats_errors(aspirant: Aspirant, insats: Insats, fran: date) -> dict[str, str]:
    if not is_valid(insats.slag, fran):
        return {"insats": f"{insats.slag} kan inte väljas för placeringar från {fran}. Slaget är stängt för nya."}
    if not is_valid(insats, fran):
        return {"insats": f"{insats} erbjuds inte {fran}. Välj ett annat datum eller en annan insats."}
    if insats.slag.kraver_formaga and aspirant.arbetsformaga == Arbetsformaga.NOLL:
        return {
            "insats": f"{insats.slag} ges inte när arbetsförmågan är 0 procent. Välj en insats som stärker förmågan, "
            "eller bedöm förmågan på nytt om den har ändrats."
        }
    return {}


def _date_errors(insats: Insats, fran: date, till: date | None, omprovas: date | None, today: date) -> dict[str, str]:
    """An end date, or at least a next review date; some kinds have no time limit and are reviewed instead."""
    if fran > add_months(today, FRAMFORHALLNING_MANADER):
        return {"fran": "Placeringen kan börja högst ett år framåt. Kontrollera datumet."}
    if till and till < fran:
        return {"till": "Slutet kan inte ligga före början."}
    if omprovas and omprovas < fran:
        return {"omprovas": "Omprövningen kan inte ligga före början."}
    if till is None and omprovas is None:
        if insats.slag.utan_tidsgrans:
            return {"omprovas": f"{insats.slag} har ingen tidsgräns. Skriv när placeringen ska omprövas."}
        return {"till": "Skriv planerat slut, eller när placeringen ska omprövas."}
    return {}


def review_errors(
    *, insats: Insats, fran: date, till: date | None, omprovas: date | None, today: date
) -> dict[str, str]:
    """A review says something of the days to come, otherwise nothing was reviewed."""
    if fel := _date_errors(insats, fran, till, omprovas, today):
        return fel
    if till and till < today:
        return {"till": "Datumet har passerat. Skriv ett senare, eller avsluta placeringen."}
    if omprovas and omprovas <= today:
        return {"omprovas": "Nästa omprövning ska ligga framåt i tiden."}
    return {}


def enrolment_error(inskrivning: Inskrivning | None, fran: date) -> dict[str, str]:
    """The jobbtorg's placering starts on or after inskrivning; the SDF's needs none."""
    if inskrivning and fran < inskrivning.inskriven:
        return {"fran": f"Personen skrevs in {inskrivning.inskriven}. Placeringen kan inte börja innan dess."}
    return {}


def af_warning(program: AfProgram | None, fran: date, rules: Mapping) -> str:
    """The warning when a municipal insats from `fran` meets a programme of Arbetsförmedlingen, or "" (domain.md 2.3).

    The guarantees have a first time without municipal insatser; any other, full-time or paying, needs an agreement.
    """
    if program is None or program.overenskommelse or (program.till and program.till < fran):
        return ""
    if text := warn_insats(program.program, program.fran, fran, rules):
        return text
    if not program.heltid:
        return ""
    return (
        f"Personen är på heltid i, eller får sin ersättning genom, {program_name(program.program, rules)} "
        f"sedan {program.fran}. Kontrollera att en överenskommelse med Arbetsförmedlingen omfattar insatsen."
    )


def weekly_target(aspirant: Aspirant) -> int | None:
    """Hours a week that the person's ability stands for; None when nobody has judged it."""
    return FORMAGA_TIMMAR.get(aspirant.arbetsformaga)
