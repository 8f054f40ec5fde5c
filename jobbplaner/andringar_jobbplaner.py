"""What plans, samtal and kartläggningar are called in the akt's history, and what their changes mean."""

from cases.andringar import AMNEN, OMRADEN
from cases.andringar_meningar import Amne, Forandring, borttagen, bytte, fick, miste, ny, satte

from .enums import Motpart


def _samtalet(rad) -> str:
    return "uppföljningen med Arbetsförmedlingen" if rad.motpart == Motpart.AF else "trepartssamtalet"


def _moved(f: Forandring) -> str:
    namn = _samtalet(f.rad) if f.rad else "samtalet"
    return f"flyttade {namn} från {f.fore('datum')} till {f.efter('datum')}"


def _marked(f: Forandring) -> str:
    return f"ändrade läget för {f.kallad} från {f.fore('lage').lower()} till {f.efter('lage').lower()}"


NAR_OCH_VAR = "tid slut plats"
PLAN = (
    ny("började på {}", 6),
    fick("publicerad_at", "publicerade {}", 9),
    fick("ersatt_at", "ersatte {} med en ny version", 2),
    borttagen("kastade utkastet till {}", 6),
)
UPPFOLJNING = (
    ny("började följa upp {}", 6),
    fick("klar_at", "följde upp {}", 9),
)
SAMTAL = (
    ny("bokade {}", 8),
    bytte("datum", _moved, 7),
    *(nar(NAR_OCH_VAR, "ändrade tid eller plats för {}", 6) for nar in (fick, bytte, miste)),
    satte("installt_at", "ställde in {}", 8),
    satte("kallad_at", "noterade att personen har kallats till {}", 5),
    satte("hallet_at", "signerade protokollet från {}", 9),
)
AMNEN |= {
    "jobbplaner_plan": Amne("plan", "planen", lambda plan: str(plan).lower(), hel=True, meningar=PLAN),
    "jobbplaner_delmal": Amne("plan", "delmålet", lambda rad: f"”{rad.vad}”", meningar=(bytte("lage", _marked, 0),)),
    "jobbplaner_planuppfoljning": Amne(
        "plan", "planen", lambda rad: str(rad.plan).lower(), hel=True, relaterade=("plan",), meningar=UPPFOLJNING
    ),
    "jobbplaner_delmalsutfall": Amne("plan", "uppföljningen av delmålet", lambda rad: f"”{rad.vad}”"),
    "jobbplaner_trepartssamtal": Amne(
        "samtal", "trepartssamtalet", lambda rad: f"{_samtalet(rad)} {rad.datum}", hel=True, meningar=SAMTAL
    ),
    "jobbplaner_samtalsprotokoll": Amne(
        "samtal",
        "protokollet från",
        lambda rad: f"{_samtalet(rad.samtal)} {rad.samtal.datum}",
        relaterade=("samtal",),
        meningar=(ny("gjorde i ordning {}", 0),),
    ),
    "jobbplaner_agendapunkt": Amne("samtal", "agendapunkten", lambda rad: f"”{rad.rubrik}”", dar="för"),
    "jobbplaner_deltagare": Amne("samtal", "deltagaren", str, dar="för"),
    "jobbplaner_overenskommenpunkt": Amne("samtal", "punkten", lambda rad: f"”{rad.vad}”"),
    "jobbplaner_kartlaggning": Amne(
        "kartlaggning",
        "kartläggningen",
        lambda rad: f"{rad.datum or ''}",
        meningar=(ny("började på {}", 6), fick("klar_at", "slutförde {}", 9)),
    ),
    "jobbplaner_kartlaggningsdel": Amne("kartlaggning", "kartläggningens känsliga del"),
    "jobbplaner_formagebedomning": Amne("kartlaggning", "bedömningen av", lambda rad: str(rad).lower()),
    "jobbplaner_instrumentresultat": Amne("kartlaggning", "instrumentet", str),
}
OMRADEN["kartlaggning"] = "Kartläggning"
