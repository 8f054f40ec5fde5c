"""The person's extract of the reading log as PDF: when, from which unit and what was shown."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.dates import local_date, month_name
from config.formatting import count_word, format_nummer
from config.pdf import render_pdf

from .enums import Lasningsslag
from .logg import Urval, Utdragsrad
from .models import Aspirant, Enhet

TITEL = "Loggutdrag"
MOST_TIMES = 2


def loggutdrag_pdf(aspirant: Aspirant, rader: Sequence[Utdragsrad], urval: Urval, *, enhet: Enhet, now) -> bytes:
    context = loggutdrag_context(aspirant, rader, urval, enhet=enhet, now=now)
    return render_pdf("pdf/loggutdrag.html", context, title=TITEL, now=now, organisation=settings.KOMMUN)


def loggutdrag_context(
    aspirant: Aspirant, rader: Sequence[Utdragsrad], urval: Urval, *, enhet: Enhet, now: datetime
) -> dict:
    """What the template shows; `med_namn` when the parameter lets readers of the own nämnd be named."""
    dag = local_date(now)
    return {
        "rubrik": TITEL,
        "underrubrik": aspirant.namn,
        "kommun": settings.KOMMUN,
        "forvaltning": str(enhet),
        "arende": aspirant.arendenummer,
        "datum": f"{dag:%Y-%m-%d}",
        "sidfot": f"{TITEL}, {dag:%Y-%m-%d}",
        "fakta": [
            ("Personnummer", format_nummer(aspirant.nummer)),
            ("Period", f"{urval.fran:%Y-%m-%d} till {urval.till:%Y-%m-%d}"),
            ("Framtaget av", str(enhet)),
        ],
        "sammanfattning": _summary(rader),
        "manader": _months(rader),
        "med_namn": any(rad.namn for rad in rader),
        "nodoppnad": any(rad.nodoppnad for rad in rader),
        "enhet": str(enhet),
    }


def _summary(rader: Sequence[Utdragsrad]) -> list[str]:
    visade = [rad for rad in rader if rad.slag != Lasningsslag.NEKAD]
    nekade = sum(rad.antal for rad in rader if rad.slag == Lasningsslag.NEKAD)
    antal, enheter = sum(rad.antal for rad in visade), len({rad.enhet for rad in visade})
    if not rader:
        return ["Ingen har läst dina uppgifter i Jobbakten under perioden."]
    meningar = [
        f"Dina uppgifter visades {count_word(antal)} {'gång' if antal == 1 else 'gånger'},"
        f" från {count_word(enheter)} {'enhet' if enheter == 1 else 'enheter'}."
    ]
    if nekade:
        forsok = "Ett" if nekade == 1 else count_word(nekade).capitalize()
        meningar.append(f"{forsok} försök att öppna dem nekades.")
    return meningar


def _months(rader: Sequence[Utdragsrad]) -> list[dict]:
    """Rows under the month they belong to."""
    grupper = groupby(rader, key=lambda rad: rad.dag.replace(day=1))
    return [{"rubrik": _heading(manad), "rader": [_row(rad) for rad in grupp]} for manad, grupp in grupper]


def _heading(manad: date) -> str:
    return f"{month_name(manad).capitalize()} {manad.year}"


def _row(rad: Utdragsrad) -> dict:
    return {
        "dag": rad.dag,
        "klockslag": _times(rad),
        "enhet": _whole_words(rad.enhet),
        "namn": rad.namn,
        "vad": rad.vad,
        "hur": f"{rad.slag.label}, nödöppning" if rad.nodoppnad else rad.slag.label,
    }


def _times(rad: Utdragsrad) -> str:
    """Few are written out, many are told by how many and between when."""
    tider = rad.klockslag
    if len(tider) <= MOST_TIMES:
        return ", ".join(tider)
    return format_html('{} gånger, <span class="nowrap">{}–{}</span>', rad.antal, tider[0], tider[-1])


def _whole_words(text: str) -> SafeString:
    """A unit's name breaks between its words and never at a hyphen."""
    ord_ = ((f"{'nowrap' if '-' in del_ else ''}", del_) for del_ in text.split())
    return format_html_join(" ", '<span class="{}">{}</span>', ord_)
