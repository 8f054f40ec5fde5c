"""What the editor's page shows beside the fields: hints, what is met, what clashes, the list before publishing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.html import format_html, format_html_join

from config.dates import STOCKHOLM
from config.formatting import count_word
from jobbplaner.enums import Planslag
from jobbplaner.forms.plan import PREFIX
from jobbplaner.forms.sammanfogning import BORTTAGEN
from jobbplaner.innehall import Planinnehall
from jobbplaner.kvalitet import Tips, how_many, met, missing_for_publication, passed_dates

NO_RECEIVER = {
    Planslag.JOBBPLAN: "Ingen SDF är ansvarig för personen. Planen kan publiceras nu och skickas senare.",
    Planslag.ARBETSPLAN: "Personen är inte remitterad till något jobbtorg. Planen kan skickas senare.",
}
# Where nobody's name is known
DEN_ANDRA = "Den andra"
FALT_MED_TIPS = ("egna_ord", "mal", "delmal", "anvisade_timmar", "timskal", "nasta_uppfoljning", "haller_med")


def states(slag: str) -> list[str]:
    """The way of a plan, as the version bar shows it."""
    till = "SDF" if slag == Planslag.JOBBPLAN else "jobbtorget"
    return ["Utkast", "Publicerad", f"Skickad till {till}", "Mottagen"]


def local_clock(moment: datetime, today: date) -> str:
    """When something was saved: "09:12" today, with the date before that."""
    lokal = moment.astimezone(STOCKHOLM)
    return f"{lokal:%H:%M}" if lokal.date() == today else f"{lokal:%Y-%m-%d %H:%M}"


def editor_context(
    *, form, delmal, innehall: Planinnehall, tips: list[Tips], passerade: Mapping[str, int], manader: int
) -> dict:
    """`passerade`: rows whose day has passed and is asked about before publishing."""
    per_falt = {t.falt: t for t in tips}
    for plats, rad in enumerate(delmal.forms):
        mina = (t for t in tips if t.falt == f"{PREFIX}-{plats}")
        rad.tips = [{"field": t.kolumn, "title": t.rubrik, "text": t.text} for t in mina]
    uppfyllt = innehall.nasta_uppfoljning and "nasta_uppfoljning" not in per_falt
    return {
        "form": form,
        "delmal": delmal,
        "tips": {falt: per_falt.get(falt) for falt in FALT_MED_TIPS},
        "inom": f"Inom {count_word(manader)} månader" if uppfyllt else "",
        "fragar_passerade": passerade,
        "lista": check_items(innehall, tips, passerade, kryssad=bool(form["passerade_datum"].value())),
    }


def clash_notes(form, rader: Sequence, krockar: Sequence[str], av: str) -> dict[str, dict]:
    """For each field that both wrote in: the other's text and the button that takes it. Rows carry theirs as tips."""
    alla = {bound.html_name: bound for part in (form, *rader) for bound in part}
    noter = {namn: _note(alla[namn], av) for namn in krockar if namn in alla and _unsettled(alla[namn])}
    for rad in rader:
        rad.tips = [n for namn, n in noter.items() if namn.startswith(f"{rad.prefix}-")] + getattr(rad, "tips", [])
    return noter


def _unsettled(bound) -> bool:
    """Does the field still say something else than the other wrote, which the page carries hidden beside it? A row
    that came back is settled when it is removed again.
    """
    if bound.name == BORTTAGEN:
        return not bound.data
    mitt, andras = (bound.form.data.get(namn, "") for namn in (bound.html_name, bound.html_initial_name))
    return mitt.replace("\r\n", "\n").strip() != andras.replace("\r\n", "\n").strip()


def _note(bound, av: str) -> dict:
    return _row_came_back(bound.form, av) if bound.name == BORTTAGEN else _clash(bound, av)


def _row_came_back(form, av: str) -> dict:
    """Why a row stands there again; one that the other removed has no key any more."""
    skrev_om = bool(form["pk"].value())
    vad, vems = ("skrev om det du tog bort", "den texten") if skrev_om else ("tog bort det du skrev om", "din text")
    return {
        "field": form.visible_fields()[0].name,
        "title": f"{av} {vad}",
        "text": f"Raden är tillbaka med {vems}, så att inget försvinner. Ta bort den om den inte ska vara med.",
        "andras": True,
    }


def _clash(bound, av: str) -> dict:
    raw = bound.form.data.get(bound.html_initial_name, "")
    text = dict(getattr(bound.field, "choices", ())).get(raw, raw)
    return {
        "field": bound.name,
        "title": f"{av} skrev",
        "text": text or "Inget, fältet är tomt.",
        "ta": bound.html_name,
        "ta_text": f"Ta det {'den andra' if av == DEN_ANDRA else av} skrev",
    }


def check_items(innehall: Planinnehall, tips: list[Tips], passerade: Mapping[str, int], *, kryssad: bool) -> list[dict]:
    """What is in place, what must be mended or answered, and what is only a tip, with links to the fields."""
    rader = [{"kind": "met", "text": text} for text in met(innehall, tips)]
    kravs = {f"id_{falt}": text for falt, text in missing_for_publication(innehall).items()}
    kvar = [t for t in tips if _target(t) not in kravs and not (t.kolumn == "senast" and t.falt in passerade)]
    kravs |= {_target(t): f"{t.rubrik}. {t.text}" for t in kvar if t.hindrar}
    if passerade and not kryssad:
        kravs[f"id_{next(iter(passerade))}-senast"] = passed_dates(passerade.values())
    rader += [{"kind": "missing", "text": format_html('<a href="#{}">{}</a>', *rad)} for rad in kravs.items()]
    kvar = [t for t in kvar if not t.hindrar]
    if kvar:
        rader.append({"kind": "tip", "text": _tips_left(kvar, hindrat=bool(kravs))})
    return rader


def _tips_left(tips: list[Tips], *, hindrat: bool):
    """`hindrat`: something above must be mended first, so that this is no word of publishing."""
    lankar = format_html_join(", ", '<a href="#{}">{}</a>', ((_target(t), t.kort) for t in tips))
    anda = "" if hindrat else " Du kan publicera ändå."
    return format_html("{} tips kvar: {}.{}", how_many(len(tips)), lankar, anda)


def _target(t: Tips) -> str:
    if t.falt == PREFIX:
        return "delmal-rubrik"
    if t.falt == "haller_med":
        return "id_haller_med_0"  # the first of its radios
    return f"id_{t.falt}-{t.kolumn}" if t.kolumn else f"id_{t.falt}"
