"""What rows of cases are called in history, what their changes mean, and the page of the tab Logg that shows it."""

from django.db import models

from .akt_logg import LOGGSIDOR, Loggsida
from .andringar import AMNEN
from .andringar_meningar import Amne, Forandring, borttagen, bytte, fick, miste, ny, satte
from .enums import Remissvar
from .lasning import VYER

SVAR = {
    Remissvar.MOTTAGEN: "tog emot {}",
    Remissvar.ATERREMITTERAD: "återremitterade {}",
    Remissvar.UTGANGEN: "stängde {}, som gick ut utan svar",
}


def _closed(f: Forandring) -> str:
    orsak = f.efter("avslutsorsak")
    return f"avslutade {f.kallad} {f.efter('avslutad')}" + (f": {orsak}" if orsak else "")


def _handed_over(f: Forandring) -> str:
    fran = f"från {f.nu('fran_user')} " if f.nu("fran_user") else ""
    return f"lämnade över ärendet {fran}till {f.nu('till_user')} från och med {f.nu('dag')}"


def _who(f: Forandring) -> str:
    return f"{f.nu('user')} på {f.nu('enhet')}" if f.rad else "någon som du inte ser"


HANDLAGGARE = (
    ny(lambda f: f"gjorde {_who(f)} till handläggare från {f.nu('fran')}", 3),
    fick("till", lambda f: f"avslutade uppdraget som handläggare för {_who(f)}, sista dagen {f.efter('till')}", 2),
    miste("till", lambda f: f"lät {_who(f)} fortsätta som handläggare", 2),
    bytte("till", lambda f: f"flyttade sista dagen som handläggare för {_who(f)} till {f.efter('till')}", 2),
    bytte("user", lambda f: f"bytte handläggare på {f.nu('enhet')} från {f.fore('user')} till {f.efter('user')}", 3),
    borttagen(lambda f: f"tog bort att {_who(f)} skulle bli handläggare {f.nu('fran')}", 2),
)
SAMORDNARE = (
    ny(lambda f: f"valde {_who(f)} till samordnare från {f.nu('fran')}", 6),
    fick("till", lambda f: f"avslutade uppdraget som samordnare för {_who(f)}, sista dagen {f.efter('till')}", 4),
    miste("till", lambda f: f"lät {_who(f)} fortsätta som samordnare", 2),
    bytte("till", lambda f: f"flyttade sista dagen som samordnare för {_who(f)} till {f.efter('till')}", 2),
    fick("fortsatter_enligt", lambda f: f"skrev att {_who(f)} fortsätter som samordnare efter avslutet", 4),
    miste("fortsatter_enligt", lambda f: f"tog bort att {_who(f)} fortsätter som samordnare efter avslutet", 4),
)
INSKRIVNING = (
    ny(lambda f: f"skrev in personen vid {f.nu('jobbtorg')} {f.nu('inskriven')}".replace("  ", " "), 9),
    fick("avslutad", _closed, 9),
    satte("avslut_rattat_at", "rättade avslutet av {}", 9),
    miste("avslutad", "ångrade avslutet av {}", 9),
)
STOD = (
    ny(lambda f: f"kom överens med personen om långsiktigt stöd till {f.nu('till')}", 6),
    fick("avbrutet", lambda f: f"avslutade det långsiktiga stödet {f.efter('avbrutet')}", 6),
)
SAMTYCKE = (
    ny(lambda f: f"registrerade personens samtycke, som gäller {f.nu('fran')} till {f.nu('till')}", 6),
    fick("aterkallat", lambda f: f"registrerade att personen tog tillbaka {f.kallad}", 9),
)


def _reading_ended(f: Forandring) -> str:
    return f"avslutade läsningen av {f.nu('titel')} hos {f.nu('till_enhet')} {f.efter('upphorde')}"


UTLAMNANDE = (
    ny(lambda f: f"lämnade ut {f.nu('titel') or 'en handling'} till {f.nu('till_enhet') or 'en enhet'}", 6),
    fick("kvitterat_at", lambda f: f"kvitterade {f.nu('titel') or 'en handling'}", 7),
    fick("oppnad_at", lambda f: f"öppnade {f.nu('titel') or 'en handling'} för första gången", 4),
    fick("upphorde", _reading_ended, 3),
)
AMNEN |= {
    "cases_aspirant": Amne(
        "uppgifter",
        "personen",
        meningar=(
            ny("registrerade personen", 9),
            bytte("sdf", lambda f: f"flyttade ansvaret från {f.fore('sdf')} till {f.efter('sdf')}", 9),
            bytte("nummer", lambda f: f"bytte personens nummer från {f.fore('nummer')} till {f.efter('nummer')}", 9),
        ),
    ),
    "cases_tidigarenummer": Amne(
        "uppgifter",
        "det tidigare numret",
        lambda rad: f"till {rad.till}",
        meningar=(ny("sparade det tidigare numret", 1),),
    ),
    "cases_hushallbarn": Amne("uppgifter", "barnet i hushållet", lambda barn: f"fött {barn.fodelsear}"),
    "cases_sdfansvar": Amne(
        "handlaggning",
        "ansvaret hos",
        lambda rad: str(rad.sdf),
        relaterade=("sdf",),
        meningar=(
            ny(lambda f: f"gjorde {f.nu('sdf')} ansvarig från {f.nu('fran')}", 3),
            fick("till", lambda f: f"avslutade {f.kallad}, sista dagen {f.efter('till')}", 2),
        ),
    ),
    "cases_handlaggare": Amne(
        "handlaggning", "uppdraget för handläggaren", str, relaterade=("user", "enhet"), meningar=HANDLAGGARE
    ),
    "cases_samordnare": Amne(
        "handlaggning", "uppdraget för samordnaren", str, relaterade=("user", "enhet"), meningar=SAMORDNARE
    ),
    "cases_overlamning": Amne(
        "handlaggning",
        "överlämningen",
        lambda rad: f"{rad.dag}",
        relaterade=("fran_user", "till_user"),
        meningar=(ny(_handed_over, 9),),
    ),
    "cases_remiss": Amne(
        "inskrivning",
        "remissen till",
        lambda rad: str(rad.jobbtorg),
        relaterade=("jobbtorg",),
        meningar=(
            ny("skickade {}", 8),
            fick("svar", lambda f: SVAR[Remissvar(f.falt["svar"][1])].format(f.kallad), 8),
        ),
    ),
    "cases_inskrivning": Amne(
        "inskrivning",
        "inskrivningen vid",
        lambda rad: str(rad.jobbtorg),
        relaterade=("jobbtorg",),
        meningar=INSKRIVNING,
    ),
    "cases_afprogram": Amne(
        "inskrivning",
        "programmet hos Arbetsförmedlingen",
        lambda rad: f"från {rad.fran}",
        meningar=(ny("skrev in {}", 1),),
    ),
    "cases_langsiktigtstod": Amne(
        "inskrivning", "det långsiktiga stödet", lambda rad: f"till {rad.till}", meningar=STOD
    ),
    "cases_samtycke": Amne("utlamnanden", "samtycket", lambda rad: f"från {rad.fran}", meningar=SAMTYCKE),
    "cases_handling": Amne("utlamnanden", "handlingen", str, meningar=(ny("upprättade {}", 3),)),
    "cases_utlamnande": Amne(
        "utlamnanden",
        "utlämnandet av",
        lambda rad: rad.titel,
        relaterade=("till_enhet",),
        meningar=UTLAMNANDE,
    ),
}


def _everyone(user: models.Model, aspirant: models.Model, today) -> bool:
    """Whoever sees the person reads what has been changed; the database holds back other nämnder's documents."""
    return True


LOGGSIDOR.append(Loggsida("andringar", "Ändringar", "cases:logg_andringar", 20, _everyone))
VYER["cases:logg_andringar"] = "Ändringar i loggen"
