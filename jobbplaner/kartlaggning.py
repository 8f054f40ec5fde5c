"""What a kartläggning says, apart from where it is stored: one flat dict that form, services, PDF and compare share.

Fields of the two parts go by their own names, a judgement's as `bed_<who>_<attribute>`, an instrument's as
`inst_<place>_<attribute>`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.models import Aspirant
from config.dates import add_months
from jobbplaner.enums_kartlaggning import Bedomare, Hinder, Hushall, JaNej, Stodtid
from jobbplaner.models import Kartlaggning, Kartlaggningsdel

Innehall = dict[str, str | date | None]

INSTRUMENTPLATSER = range(1, 5)
BEDOMNING = {"varde": "varde", "provad": "provad", "var": "provad_var", "nar": "provad_nar"}
INSTRUMENT = ("instrument", "datum", "vem", "resultat")


@dataclass(frozen=True)
class Sektion:
    """A section of the interview: also a named part that can be handed over by itself."""

    kod: str
    rubrik: str
    falt: tuple[str, ...] = ()


ARBETSDEL = (
    Sektion("formaga", "Aktivitetsförmåga", ("aktivitetsformaga",)),
    Sektion("svenska", "Svenska", ("svenska", "sprakstod")),
    Sektion("skola", "Utbildning och arbete", ("skolgang", "yrkesutbildning", "arbete_sverige", "arbete_utomlands")),
    Sektion("intressen", "Intressen och styrkor", ("intressen", "kunskaper")),
    Sektion("hushall", "Hushåll och försörjningsstöd", ("hushall", "stodtid")),
    Sektion("hinder", "Motivation, boende och annat", ("motivation", "boende", "annat", "annat_text")),
    Sektion(
        "heltid",
        "Heltidsaktivering och insatser",
        ("heltid", "steg_nu", "steg_nasta", "insats_matchar", "varfor_inte", "insatser"),
    ),
    Sektion("instrument", "Bedömningsinstrument"),
)
KANSLIG_DEL = (
    Sektion("halsa", "Hälsa", ("fysisk_halsa", "psykisk_halsa", "halsa_text", "intyg", "intyg_grad", "intyg_till")),
    Sektion("familj", "Familj", ("familj", "familj_text")),
    Sektion("rattslig", "Rättslig situation", ("rattslig", "rattslig_text")),
    Sektion("levnadsvanor", "Levnadsvanor", ("levnadsvanor", "levnadsvanor_text")),
    Sektion("skulder", "Skulder", ("skulder", "skulder_text")),
    Sektion("heltid_skal", "Varför heltidsaktivering inte är aktuell", ("heltid_skal",)),
)
FALT_ARBETE = ("datum", *(namn for s in ARBETSDEL for namn in s.falt))
FALT_KANSLIGA = tuple(namn for s in KANSLIG_DEL for namn in s.falt)
HINDER = (
    "fysisk_halsa",
    "psykisk_halsa",
    "motivation",
    "boende",
    "familj",
    "rattslig",
    "levnadsvanor",
    "skulder",
    "annat",
)
DATUM = {"datum", "intyg_till", *(f"inst_{n}_datum" for n in INSTRUMENTPLATSER)}
# Facts that do not change between two talks; what is judged is asked anew
BESTAENDE = ("skolgang", "yrkesutbildning", "arbete_sverige", "arbete_utomlands", "intressen", "kunskaper", "hushall")


def bedomningsfalt(vem: str) -> dict[str, str]:
    """Attribute of the row → name in the flat dict."""
    return {attribut: f"bed_{vem}_{kort}" for kort, attribut in BEDOMNING.items()}


def instrumentfalt(plats: int) -> dict[str, str]:
    return {attribut: f"inst_{plats}_{attribut}" for attribut in INSTRUMENT}


def _namnen() -> Iterator[str]:
    yield from FALT_ARBETE
    yield from FALT_KANSLIGA
    for vem in Bedomare.values:
        yield from bedomningsfalt(vem).values()
    for plats in INSTRUMENTPLATSER:
        yield from instrumentfalt(plats).values()


NAMN = tuple(_namnen())
TOMT: Innehall = {namn: None if namn in DATUM else "" for namn in NAMN}


def innehall_av(kartlaggning: Kartlaggning) -> Innehall:
    """All that the reader may see of a stored kartläggning; what they may not is empty."""
    svar = dict(TOMT) | {namn: getattr(kartlaggning, namn) for namn in FALT_ARBETE}
    if del_ := kanslig_del(kartlaggning):
        svar |= {namn: getattr(del_, namn) for namn in FALT_KANSLIGA}
    return svar | _rader(kartlaggning)


def _rader(kartlaggning: Kartlaggning) -> Innehall:
    svar: Innehall = {}
    for rad in kartlaggning.bedomningar.all():
        svar |= {namn: getattr(rad, attribut) for attribut, namn in bedomningsfalt(rad.vem).items()}
    for rad in kartlaggning.instrument.all():
        svar |= {namn: getattr(rad, attribut) for attribut, namn in instrumentfalt(rad.plats).items()}
    return svar


def kanslig_del(kartlaggning: Kartlaggning) -> Kartlaggningsdel | None:
    """The sensitive part, for those who may read it."""
    return getattr(kartlaggning, "kanslig", None)


def nasta(forra: Kartlaggning | None, aspirant: Aspirant, today: date) -> Innehall:
    """What a new kartläggning starts with: what is registered, and the facts that last from the one before it."""
    svar = dict(TOMT) | {"datum": today, "hushall": _household(aspirant), "stodtid": _time_on_support(aspirant, today)}
    return svar | ({namn: getattr(forra, namn) for namn in BESTAENDE if getattr(forra, namn)} if forra else {})


def _household(aspirant: Aspirant) -> str:
    """Two adults may be a couple or not: only one adult tells what the household is."""
    if aspirant.vuxna != 1:
        return ""
    return Hushall.ENSAM_BARN.value if aspirant.barn.exists() else Hushall.ENSAM.value


def _time_on_support(aspirant: Aspirant, today: date) -> str:
    sedan = aspirant.forsorjningsstod_sedan
    if sedan is None:
        return ""
    return (Stodtid.TVA_AR_ELLER_MER if add_months(sedan, 24) <= today else Stodtid.UNDER_TVA_AR).value


def normerat(innehall: Innehall) -> Innehall:
    """What belongs to another answer goes with it: no degree without a certificate, no reason without a no."""
    svar = dict(TOMT) | innehall
    if svar["intyg"] != "ja":
        svar |= {"intyg_grad": "", "intyg_till": None}
    for vem in Bedomare.values:
        svar |= _tested(svar, bedomningsfalt(vem))
    if svar["insats_matchar"] == "ja":
        svar["varfor_inte"] = ""
    if svar["heltid"] == "ja":
        svar["heltid_skal"] = ""
    return svar


def _tested(svar: Innehall, falt: dict[str, str]) -> Innehall:
    """Where and when belong to a yes, and say one where nothing is chosen."""
    provad, var, nar = falt["provad"], falt["provad_var"], falt["provad_nar"]
    if svar[provad] == JaNej.NEJ:
        return {var: "", nar: ""}
    return {provad: JaNej.JA.value} if svar[var] or svar[nar] else {}


def missing_for_completion(innehall: Innehall, today: date) -> dict[str, str]:
    """Field → what to do before it can be completed and locked."""
    fel = {}
    if not innehall["datum"]:
        fel["datum"] = "Skriv vilken dag samtalet var"
    elif innehall["datum"] > today:
        fel["datum"] = "Dagen för samtalet kan inte ligga i framtiden"
    fel |= {namn: "Välj ett svar. Har ni inte talat om det, välj Vet ej" for namn in HINDER if not innehall[namn]}
    fel |= _certificate_without_yes(innehall)
    for vem in Bedomare.values:
        fel |= _missing_in_judgement(innehall, bedomningsfalt(vem))
    for plats in INSTRUMENTPLATSER:
        fel |= _missing_in_instrument(innehall, instrumentfalt(plats))
    return fel


def _certificate_without_yes(innehall: Innehall) -> dict[str, str]:
    """Degree and last day would be dropped with a no (`normerat`): which of them is meant is asked first."""
    if innehall["intyg"] == "ja" or not (innehall["intyg_grad"] or innehall["intyg_till"]):
        return {}
    return {"intyg": "Välj Ja om det finns ett läkarintyg, eller ta bort intygets grad och sista dag"}


def _missing_in_judgement(innehall: Innehall, falt: dict[str, str]) -> dict[str, str]:
    provad, var, nar = (innehall[falt[namn]] for namn in ("provad", "provad_var", "provad_nar"))
    if provad == JaNej.NEJ and (var or nar):
        return {falt["provad"]: "Välj Ja om förmågan är prövad, eller ta bort var och när"}
    if not innehall[falt["varde"]] and (provad or var or nar):
        return {falt["varde"]: "Välj vad bedömningen kom fram till"}
    if nar and not var:
        return {falt["provad_var"]: "Skriv också var förmågan prövades"}
    return {}


def _missing_in_instrument(innehall: Innehall, falt: dict[str, str]) -> dict[str, str]:
    if not innehall[falt["instrument"]]:
        skrivet = any(innehall[namn] for namn in falt.values())
        return {falt["instrument"]: "Välj vilket instrument det gäller"} if skrivet else {}
    fel = {}
    if not innehall[falt["datum"]]:
        fel[falt["datum"]] = "Skriv vilken dag instrumentet användes"
    if not innehall[falt["resultat"]]:
        fel[falt["resultat"]] = "Skriv resultatet kort"
    return fel


def antal_hinder(innehall: Innehall) -> int:
    """Hinder måttligt or stort, as the figures count them (domain.md section 11)."""
    return sum(innehall[namn] in {Hinder.MATTLIGT, Hinder.STORT} for namn in HINDER)


def modell_av(namn: str) -> type:
    """Which table a field of the parts is stored in."""
    return Kartlaggningsdel if namn in FALT_KANSLIGA else Kartlaggning
