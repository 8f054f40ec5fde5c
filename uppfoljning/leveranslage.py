"""Which months of which districts the register has: the data quality that every figure about support rests on."""

from datetime import date, timedelta

from cases.models import Enhet
from config.dates import month_end, month_name, month_range
from config.periods import Period

from .models import Leverans

SHOWN_MISSING = 4


def leveranslage(period: Period, today: date) -> dict:
    """{"forvantade": int, "inne": int, "saknas": [{"stadsdel": str, "manad": "ÅÅÅÅ-MM"}]}, of months that have ended.

    Every district counts whoever the reader is: support from any of them answers a checkpoint.
    """
    last = min(period.till, today.replace(day=1) - timedelta(days=1))
    manader = month_range(period.fran, last) if last >= period.fran else []
    inne = set(Leverans.objects.gallande().filter(manad__in=manader).values_list("sdf_id", "manad"))
    vantade = [(enhet, manad) for enhet in Enhet.objects.sdf() for manad in manader if _aktiv(enhet, manad)]
    saknas = [(enhet, manad) for enhet, manad in vantade if (enhet.pk, manad) not in inne]
    return {
        "forvantade": len(vantade),
        "inne": len(vantade) - len(saknas),
        "saknas": [{"stadsdel": enhet.namn, "manad": f"{manad:%Y-%m}"} for enhet, manad in saknas],
    }


def _aktiv(enhet: Enhet, manad: date) -> bool:
    return (enhet.giltig_fran is None or enhet.giltig_fran <= month_end(manad)) and (
        enhet.giltig_till is None or enhet.giltig_till >= manad
    )


def lage_i_ord(lage: dict) -> str:
    """Register över försörjningsstöd: 54 av 56 leveranser är inne."""
    if not lage["forvantade"]:
        return "Register över försörjningsstöd: ingen månad i perioden är slut ännu."
    return f"Register över försörjningsstöd: {lage['inne']} av {lage['forvantade']} leveranser är inne."


def saknas_i_ord(lage: dict) -> str:
    """ "Älvsjö saknar juli 2026, Skarpnäck saknar augusti 2026." Cut after a few, with how many more."""
    rader = [f"{rad['stadsdel']} saknar {_manad(rad['manad'])}" for rad in lage["saknas"]]
    if not rader:
        return ""
    fler = len(rader) - SHOWN_MISSING
    return ", ".join(rader[:SHOWN_MISSING]) + (f" och {fler} till." if fler > 0 else ".")


def _manad(text: str) -> str:
    day = date.fromisoformat(f"{text}-01")
    return f"{month_name(day)} {day.year}"
