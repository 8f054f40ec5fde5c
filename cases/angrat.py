"""What an avslut said before it was undone, so that the form begins with it (the history keeps it)."""

from datetime import date, datetime

from config.dates import local_date

from .models import Andring, Inskrivning

SIDA = "cases:avslut_angra"
# Form field -> column of the removed support
STOD = {
    "stod_overenskommet": "overenskommet",
    "stod_vem": "user_id",
    "stod_till": "till",
    "stod_nasta_kontakt": "nasta_kontakt",
    "stod_omfattning": "omfattning",
}
DATUM = {"avslutad", "stod_overenskommet", "stod_till", "stod_nasta_kontakt"}


def undone_today(inskrivning: Inskrivning, today: date) -> dict:
    """Values of AvslutForm as they were saved, when the avslut was written and undone on `today`; else empty."""
    # An avslut and its undoing each count the version up: most have seen neither, and ask nothing
    if inskrivning.avslutad or inskrivning.version < 3:
        return {}
    tabeller = ("cases_inskrivning", "cases_langsiktigtstod")
    rader = Andring.objects.filter(aspirant=inskrivning.aspirant_id, sida=SIDA, tabell__in=tabeller)
    senaste = list(rader.order_by("-at", "-id")[:2])
    angrat = next((r for r in senaste if (r.tabell, r.rad) == ("cases_inskrivning", inskrivning.pk)), None)
    if angrat is None or _written(angrat.falt) != today:
        return {}
    stod = next((r for r in senaste if r.tabell != angrat.tabell and r.referens == angrat.referens), None)
    return _typed(_avslut(angrat.falt) | (_stod(stod.falt) if stod else {}))


def _written(falt: dict) -> date | None:
    skrivet = falt.get("avslutad_at", [None])[0]
    return local_date(datetime.fromisoformat(skrivet)) if skrivet else None


def _avslut(falt: dict) -> dict:
    fore = {namn.removesuffix("_id"): varde[0] for namn, varde in falt.items() if namn != "version"}
    if "verifierad" in fore:
        fore["verifierad"] = {True: "ja", False: "nej"}.get(fore["verifierad"])
    return fore


def _stod(falt: dict) -> dict:
    return {"stod": True} | {namn: falt[kolumn][0] for namn, kolumn in STOD.items() if kolumn in falt}


def _typed(varden: dict) -> dict:
    return {n: date.fromisoformat(v) if v and n in DATUM else v for n, v in varden.items()}
