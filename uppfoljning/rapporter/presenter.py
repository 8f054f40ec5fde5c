"""From the figures (the JSON of siffror.py) to the report that people read. Pure: an old report reads as it did."""

from datetime import datetime

from config.charts import DOLT, Series, ShareRow, line_chart, stacked_share_bars
from config.dates import STOCKHOLM
from config.formatting import format_number
from uppfoljning.indikatorer.katalog import ANTAL, PER_KOD, Antalsmatt, Mattenhet, counted_in
from uppfoljning.leveranslage import lage_i_ord, saknas_i_ord

from . import meningar, tabeller
from .dokument import Avsnitt, Definitionsrad, Diagram, Rapportdokument

# Where each chart stands, in the order they are numbered
PA_FORSTA_SIDAN = ("avslutade_exkl_aterremitterade_12_man", "arbete_studier_12_man")
OM_JOBBPLANER = ("jobbplan_inom_5_dagar", "aktuell_jobbplan")
OM_UPPFOLJNING = ("utan_stod_12_man",)
GRUPPNAMN = {"arbete": "Arbete", "studier": "Studier", "andra": "Andra kända orsaker", "okand": "Okänd"}


def dokument(siffror: dict) -> Rapportdokument:
    huvud = siffror["rapport"]
    per = datetime.fromisoformat(huvud["uppgifter_per"]).astimezone(STOCKHOLM)
    version = f", version {huvud['version']}" if huvud["version"] else ""
    return Rapportdokument(
        rubrik=f"Tertialrapport {huvud['tertial']} {huvud['ar']}",
        underrubrik=f"{huvud['namnd']}, {huvud['text']}",
        fakta=_fakta(siffror, per),
        korthet=meningar.i_korthet(siffror),
        diagram=_linjer(siffror, PA_FORSTA_SIDAN, forsta_nummer=1),
        nyckeltal=tabeller.nyckeltal(siffror),
        avsnitt=_avsnitt(siffror),
        definitioner=_definitioner(siffror),
        datakvalitet=_datakvalitet(siffror),
        diarienummer=huvud["diarienummer"],
        datum=f"{per:%Y-%m-%d}",
        sidfot=f"Tertialrapport {huvud['tertial']} {huvud['ar']}{version}, uppgifter per {per:%Y-%m-%d}",
        liten=f"<{huvud['dolj_under']}",
    )


def _fakta(siffror: dict, per: datetime) -> tuple[tuple[str, str], ...]:
    huvud = siffror["rapport"]
    register = f"{lage_i_ord(huvud['leveranser'])} {saknas_i_ord(huvud['leveranser'])}".strip()
    fakta = [
        ("Till", huvud["namnd"]),
        ("Diarienummer", huvud["diarienummer"] or "Fylls i vid registrering"),
        ("Period", f"{siffror['fran']} till {siffror['till']}"),
        ("Uppgifter per", f"{per:%Y-%m-%d}. {register}"),
    ]
    if huvud["bestalld_av"]:
        fakta.append(("Framtagen av", huvud["bestalld_av"] + _version(huvud)))
    if huvud["internal"]:
        fakta.append(("Intern", "Små tal är inte dolda. Rapporten får inte spridas."))
    return tuple(fakta)


def _version(huvud: dict) -> str:
    return f". Version {huvud['version']}" if huvud["version"] else ""


def _avsnitt(siffror: dict) -> tuple[Avsnitt, ...]:
    kort = siffror["rapport"]["kort"]
    enheter = tabeller.per_enhet(siffror, forsta_nummer=2)
    nr = 2 + len(enheter)  # a single district has no table of districts
    alla = [
        Avsnitt(
            "Jobbtorg och stadsdelar",
            enheter,
            kort="Enheter",
        ),
        Avsnitt(
            "Jobbplaner",
            _linjer(siffror, OM_JOBBPLANER, forsta_nummer=3),
            definition=_text(siffror, "aktuell_jobbplan"),
            kort="Jobbplaner",
        ),
        Avsnitt(
            "Avslut och avslutsorsaker",
            (tabeller.avslutsorsaker(siffror, nr, kort), _orsaksdiagram(siffror)),
            meningar.om_avslut(siffror),
            "Alla inskrivningar med avslutsdatum i perioden. Orsaken är den som jobbtorget har angett. Arbete är både"
            f" ej subventionerat och subventionerat. Socialtjänstens orsak för samma avslut finns i tabell {nr + 1}.",
            kort="Avslut",
        ),
        Avsnitt(
            "Socialtjänstens orsaker",
            (tabeller.socialtjanstens(siffror, nr + 1, kort), tabeller.korstabell(siffror, nr + 2, kort)),
            kort="Avslut",
        ),
        Avsnitt(
            "Efter avslutet",
            (tabeller.uppfoljning(siffror, nr + 3, kort), *_linjer(siffror, OM_UPPFOLJNING, forsta_nummer=6)),
            meningar.om_uppfoljning(siffror),
            _text(siffror, "utan_stod_12_man"),
            kort="Efter avslutet",
        ),
        Avsnitt("Hinder i kartläggningarna", (tabeller.hinder(siffror, nr + 4, kort),), kort="Kartläggning"),
    ]
    return tuple(_numrerade([a for a in alla if a.delar]))


def _numrerade(alla: list[Avsnitt]) -> list[Avsnitt]:
    return [Avsnitt(**{**vars(a), "rubrik": f"{nr} {a.rubrik}"}) for nr, a in enumerate(alla, start=1)]


def _linjer(siffror: dict, koder: tuple[str, ...], *, forsta_nummer: int) -> tuple[Diagram, ...]:
    return tuple(
        linje(siffror["serie"], kod, prefix=f"linje-{kod}", nr=nr) for nr, kod in enumerate(koder, forsta_nummer)
    )


def linje(serie: list[dict], kod: str, *, prefix: str, nr: int | None = None) -> Diagram:
    """Women and men over the tertials of `serie`; also the chart beside a figure on the page Statistik."""
    indikator = PER_KOD[kod]
    enhet = "procent" if indikator.enhet is Mattenhet.ANDEL else "dagar"
    perioder = [punkt["kort"] for punkt in serie]
    linjer = [
        Series(namn, [_punkt(punkt["indikatorer"][kod][kon]) for punkt in serie])
        for kon, namn in (("kvinnor", "Kvinnor"), ("man", "Män"))
    ]
    i_enhet = "andel i procent" if enhet == "procent" else "dagar"
    rubrik = f"Diagram {nr}. {indikator.namn}, {i_enhet}" if nr else indikator.namn

    def rita(palette: str):
        return line_chart(perioder, linjer, title=indikator.namn, prefix=prefix, enhet=enhet, palette=palette)

    return Diagram(rubrik, rita, tomt=_tomt(linjer))


def antalslinje(serie: list[dict], matt: Antalsmatt, *, prefix: str) -> Diagram:
    """A count over the tertials, women and men."""
    linjer = [
        Series(namn, [DOLT if p[matt.kod][kon] is None else p[matt.kod][kon] for p in serie])
        for kon, namn in (("kvinnor", "Kvinnor"), ("man", "Män"))
    ]
    perioder = [punkt["kort"] for punkt in serie]

    def rita(palette: str):
        return line_chart(perioder, linjer, title=matt.namn, prefix=prefix, enhet="antal", palette=palette)

    return Diagram(matt.namn, rita, tomt=_tomt(linjer))


def _tomt(linjer: list[Series]) -> bool:
    """A point alone says nothing about how it has gone."""
    return all(sum(varde is not None and varde is not DOLT for varde in linje.varden) < 2 for linje in linjer)


def _punkt(varde: dict):
    return DOLT if varde.get("dold") else varde["varde"]


def _orsaksdiagram(siffror: dict) -> Diagram:
    rader = [ShareRow(p["kort"], _andelar(p["orsaksgrupper"], p["avslutade"])) for p in siffror["serie"][-5:]]
    titel = "Avslut efter orsak, andel i procent per tertial"

    def rita(palette: str):
        return stacked_share_bars(rader, list(GRUPPNAMN.values()), title=titel, prefix="orsaker", palette=palette)

    return Diagram(f"Diagram 5. {titel}", rita, bred=True)


def _andelar(grupper: dict, avslutade: dict) -> list:
    """Shares of all avslut. Röjandekontrollen has seen to that a hidden part never stands alone."""
    hela, antal = avslutade["totalt"], [grupper[namn]["totalt"] for namn in GRUPPNAMN]
    if hela is None:
        return [DOLT] * len(antal)
    return [DOLT if a is None else a / hela if hela else None for a in antal]


def _definitioner(siffror: dict) -> tuple[Definitionsrad, ...]:
    antal = [Definitionsrad(matt.namn, matt.definition) for matt in ANTAL]
    namn = {kod: figur["namn"] for kod, figur in siffror["indikatorer"].items()}
    return tuple(antal + [Definitionsrad(namn[i.kod], _text(siffror, i.kod)) for i in counted_in(siffror)])


def _text(siffror: dict, kod: str) -> str:
    return siffror["indikatorer"][kod]["definition"]


def _datakvalitet(siffror: dict) -> tuple[str, ...]:
    huvud, rader = siffror["rapport"], []
    rader.append(f"{lage_i_ord(huvud['leveranser'])} {saknas_i_ord(huvud['leveranser'])}".strip())
    rader += meningar.om_uppfoljning(siffror)
    rader.append("Den som saknar uppgift om juridiskt kön räknas bara i totalt. Kvinnor och män kan därför bli färre.")
    if utan := _utan_svar_fran_socialtjansten(siffror):
        rader.append(f"Socialtjänsten har inte angett någon orsak för {utan} avslut.")
    if huvud["dolj_under"]:
        rader.append(
            f"Antal under {huvud['dolj_under']} visas inte, och inte heller de tal som skulle avslöja dem. Noll visas."
        )
    rader.append("Det är frivilligt att berätta varför man slutar. Orsaken är bekräftad bara när akten säger det.")
    return tuple(rader)


def _utan_svar_fran_socialtjansten(siffror: dict) -> str:
    rad = next(r for r in siffror["avslutsorsaker_socialtjanst"] if r["kod"] == "ej_angiven")
    return format_number(rad["totalt"]) if rad["totalt"] else ""
