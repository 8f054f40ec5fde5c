"""Hints about a plan's quality while it is written (domain.md section 4). Pure: content and phrases in, hints out.

A hint never blocks. What is required for publishing is told apart (`missing_for_publication`).
Source: Stockholm's audit 2011, where 8 of 10 goals were one general phrase and only 2 of 20 had delmål.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from config.dates import add_months
from config.formatting import count_word
from jobbplaner.enums import Delmalslage, HallerMed, Utfall
from jobbplaner.innehall import Delmalsrad, Planinnehall
from jobbplaner.models import Delmalsutfall
from jobbplaner.sprak import enumerate_words
from jobbplaner.timmar import missing_hours

# With this many words of its own beside the phrase, a goal says something about this person
EGNA_ORD_I_MALET = 4
UPPFOLJNING_MANADER = 3
HELTID = 40
KOLUMNER = {"vad": "text", "vem": "vem", "senast": "datum"}


@dataclass(frozen=True, kw_only=True)
class Tips:
    """One hint: the field it stands beside (of a row also which `kolumn`), what it noticed, why it matters, and its
    short form for the summary. `hindrar`: the field takes no such day, so it must be mended before publishing."""

    falt: str
    kolumn: str = ""
    rubrik: str
    text: str
    kort: str
    hindrar: bool = False


def hints(
    innehall: Planinnehall, *, fraser: Iterable[str], today: date, manader: int = UPPFOLJNING_MANADER
) -> list[Tips]:
    """Every hint that the content gives, in the order of the page. `manader` is the municipality's parameter."""
    alla = [
        _egna_ord(innehall),
        _mal(innehall, fraser),
        _inga_delmal(innehall),
        *(_delmal(nr, rad, innehall.nasta_uppfoljning, today) for nr, rad in enumerate(innehall.delmal)),
        _for_manga_timmar(innehall),
        _timmar(innehall),
        _uppfoljning(innehall, today, manader),
        _haller_med(innehall),
    ]
    return [tips for tips in alla if tips]


def missing_for_publication(innehall: Planinnehall) -> dict[str, str]:
    """Field and what to do, for what a published plan must have: a goal and a next follow-up."""
    krav = {
        "mal": "Skriv ett mål innan planen publiceras",
        "nasta_uppfoljning": "Skriv när planen ska följas upp innan den publiceras",
    }
    return {falt: text for falt, text in krav.items() if not getattr(innehall, falt)}


def newly_passed(innehall: Planinnehall, today: date, *, fore: Mapping[int, date | None]) -> dict[str, int]:
    """Row of the form -> number of the delmål, for a day written in this version that has passed.

    `fore`: the days of the version before, by delmål. One that is carried over with its day may well be late; then the
    hint beside it is enough.
    """
    rader = [(nr, rad) for nr, rad in enumerate(innehall.delmal) if has_passed(rad, today)]
    return {_row(nr, rad): nr + 1 for nr, rad in rader if fore.get(rad.fore) != rad.senast}


def passed_dates(nummer: Collection[int]) -> str:
    """What to ask before the plan is frozen with the passed days of these delmål. Empty when there are none."""
    if not nummer:
        return ""
    vad = "Datumet" if len(nummer) == 1 else "Datumen"
    vilka = enumerate_words([str(nr) for nr in nummer])
    return f"{vad} för delmål {vilka} har passerat. Rätta, eller kryssa i rutan om det ska stå så."


def has_passed(rad: Delmalsrad, today: date) -> bool:
    """Is something still to be done by a day that has gone?"""
    return bool(rad.senast and rad.senast < today and rad.lage != Delmalslage.KLART)


def no_longer_wanted(innehall: Planinnehall, utfall: Mapping[int, Delmalsutfall]) -> list[Tips]:
    """For each delmål of a draft that the follow-up of the version before found to be over, when the draft was begun
    first: what was written in it stays until somebody takes it out. `utfall`: by delmål of that version."""
    rader = [(nr, rad, utfall.get(rad.fore)) for nr, rad in enumerate(innehall.delmal)]
    return [
        _avbrutet(nr, rad, u)
        for nr, rad, u in rader
        if u and u.utfall == Utfall.AVBRUTET and rad.lage != Delmalslage.KLART
    ]


def _avbrutet(nr: int, rad: Delmalsrad, utfall: Delmalsutfall) -> Tips:
    varfor = f"Uppföljningen {utfall.uppfoljning.datum}: {utfall.resultat.rstrip('.')}. " if utfall.resultat else ""
    return Tips(
        kolumn="lage",
        falt=_row(nr, rad),
        rubrik="Inte längre aktuellt",
        text=f"{varfor}Ta bort delmålet, eller låt det stå om det ändå ska vara med.",
        kort=f"delmål {nr + 1} är inte längre aktuellt enligt uppföljningen",
    )


def met(innehall: Planinnehall, tips: list[Tips]) -> list[str]:
    """What is in place, for the list before publishing."""
    delmal = filled_count(innehall)
    ofullstandiga = {t.falt for t in tips}
    rader = []
    if delmal and not any(falt.startswith("delmal") for falt in ofullstandiga):
        rader.append(f"{how_many(delmal)} delmål, {'alla ' if delmal > 1 else ''}med vem och när")
    if innehall.nasta_uppfoljning and "nasta_uppfoljning" not in ofullstandiga:
        rader.append("Nästa uppföljning är bestämd")
    if innehall.egna_ord:
        rader.append("Personens egna ord finns med")
    return rader


def how_many(antal: int) -> str:
    """A count before a neuter noun, first in a sentence: "Ett tips", "Två delmål"."""
    return "Ett" if antal == 1 else count_word(antal).capitalize()


def filled_count(innehall: Planinnehall) -> int:
    return sum(not rad.ar_tom for rad in innehall.delmal)


def is_general(mal: str, fraser: Iterable[str]) -> bool:
    """Does the goal say little more than one of the general phrases?"""
    text = _words(mal)
    for fras in sorted(filter(None, map(_words, fraser)), key=len, reverse=True):
        if f" {fras} " in f" {text} ":
            return len(text.replace(fras, " ").split()) < EGNA_ORD_I_MALET
    return False


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _egna_ord(innehall: Planinnehall) -> Tips | None:
    if innehall.egna_ord:
        return None
    return Tips(
        falt="egna_ord",
        rubrik="Inget med egna ord",
        text="Fråga vad personen själv vill och skriv det som det sades. Då känner personen igen sin plan.",
        kort="egna ord saknas",
    )


def _mal(innehall: Planinnehall, fraser: Iterable[str]) -> Tips | None:
    if not is_general(innehall.mal, fraser):
        return None
    return Tips(
        falt="mal",
        rubrik="Målet är allmänt",
        text="Det säger inte vilket arbete det gäller. Skriv yrke, omfattning och tid. Till exempel: "
        "”Arbeta som måltidsbiträde i skola, minst 75 procent, från hösten 2027.”",
        kort="målet är allmänt",
    )


def _inga_delmal(innehall: Planinnehall) -> Tips | None:
    if filled_count(innehall):
        return None
    return Tips(
        falt="delmal",
        rubrik="Inga delmål",
        text="Skriv minst ett steg på vägen, vem som gör det och när det ska vara klart.",
        kort="inga delmål",
    )


def _delmal(nr: int, rad: Delmalsrad, uppfoljning: date | None, today: date) -> Tips | None:
    if rad.ar_tom:
        return None
    kolumner = [namn for namn in ("vad", "vem", "senast") if not getattr(rad, namn)]
    if not kolumner:
        return _passed(nr, rad) if has_passed(rad, today) else None
    saknas = [KOLUMNER[namn] for namn in kolumner]
    lista = " och ".join(saknas)
    return Tips(
        kolumn=kolumner[0],
        falt=_row(nr, rad),
        rubrik=f"{lista.capitalize()} saknas",
        text=_why(saknas, uppfoljning),
        kort=f"delmål {nr + 1} saknar {lista}",
    )


def _row(nr: int, rad: Delmalsrad) -> str:
    return f"delmal-{nr if rad.plats is None else rad.plats}"


def _passed(nr: int, rad: Delmalsrad) -> Tips:
    return Tips(
        kolumn="senast",
        falt=_row(nr, rad),
        rubrik="Datumet har passerat",
        text="Skriv en dag som kommer, eller ändra läget om delmålet är klart.",
        kort=f"datumet för delmål {nr + 1} har passerat",
    )


def _why(saknas: list[str], uppfoljning: date | None) -> str:
    if "datum" not in saknas:
        return "Ett delmål har någon som gör det." if "vem" in saknas else "Skriv vad som ska göras."
    nar = f" Nästa uppföljning är {uppfoljning:%Y-%m-%d}." if uppfoljning else ""
    return f"Utan datum går det inte att se om delmålet är försenat.{nar}"


def _for_manga_timmar(innehall: Planinnehall) -> Tips | None:
    """More than the target, or than full time where no target stands (domain.md section 4: 40, less what is agreed)."""
    mal = HELTID if innehall.mal_timmar is None else innehall.mal_timmar
    if not innehall.anvisade_timmar or innehall.anvisade_timmar <= mal:
        return None
    return Tips(
        falt="anvisade_timmar",
        rubrik="Fler timmar än heltid" if innehall.anvisade_timmar > HELTID else "Fler timmar än målet",
        text=f"{innehall.anvisade_timmar} timmar är anvisade och målet är {mal}. Räkna inte in eget jobbsökande här.",
        kort="fler timmar än målet",
    )


def _timmar(innehall: Planinnehall) -> Tips | None:
    saknas = missing_hours(innehall)
    if not saknas or innehall.timskal:
        return None
    return Tips(
        falt="timskal",
        rubrik="Skäl saknas",
        text=f"{how_many(saknas) if saknas < 13 else saknas} {'timme' if saknas == 1 else 'timmar'} fattas till målet. "
        "Skriv varför, så att den som läser planen vet om det är väntat.",
        kort="skäl till timmar som saknas",
    )


def _uppfoljning(innehall: Planinnehall, today: date, manader: int) -> Tips | None:
    dag = innehall.nasta_uppfoljning
    if dag is None:
        return Tips(
            falt="nasta_uppfoljning",
            rubrik="Nästa uppföljning saknas",
            text="Planen är aktuell till den dagen. Boka den tillsammans med personen.",
            kort="nästa uppföljning saknas",
        )
    if dag < today:
        return Tips(
            falt="nasta_uppfoljning",
            rubrik="Nästa uppföljning har passerat",
            text="Skriv en dag som kommer. Planen är aktuell till den dagen.",
            kort="nästa uppföljning har passerat",
            hindrar=True,
        )
    if innehall.slutdatum and innehall.slutdatum < dag:
        return Tips(
            falt="nasta_uppfoljning",
            rubrik="Planen slutar före uppföljningen",
            text=f"Den gäller till och med {innehall.slutdatum:%Y-%m-%d}. Följ upp den senast då, eller låt den gälla "
            "längre.",
            kort="planen slutar före nästa uppföljning",
        )
    if dag <= add_months(today, manader):
        return None
    return Tips(
        falt="nasta_uppfoljning",
        rubrik="Långt till nästa uppföljning",
        text=f"Riktmärket är inom {count_word(manader)} månader, senast {add_months(today, manader):%Y-%m-%d}.",
        kort="långt till nästa uppföljning",
    )


def _haller_med(innehall: Planinnehall) -> Tips | None:
    """Not asked; does not agree, so what it is about should stand; or agrees in part without own words."""
    if not innehall.haller_med:
        return Tips(
            falt="haller_med",
            rubrik="Inte tillfrågad",
            text="Gå igenom planen tillsammans och fråga. Utan svar står det i planen att personen inte är tillfrågad.",
            kort="personen är inte tillfrågad",
        )
    if innehall.haller_med == HallerMed.NEJ:
        return Tips(
            falt="haller_med",
            rubrik="Personen håller inte med",
            text="Fråga vad det gäller, och vad personen vill i stället. Skriv det med personens egna ord, så att det "
            "följer med planen.",
            kort="vad personen inte håller med om",
        )
    if innehall.haller_med == HallerMed.JA or innehall.egna_ord:
        return None
    return Tips(
        falt="haller_med",
        rubrik="Personen håller inte med om allt",
        text="Skriv med personens egna ord vad hen vill i stället, så att det följer med planen.",
        kort="vad personen vill i stället",
    )
