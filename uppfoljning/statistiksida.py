"""The page Statistik: one row per indicator, from one count over all the tertials of its charts."""

from dataclasses import dataclass

from config.formatting import format_number, format_percent
from config.periods import Period

from .indikatorer import KON, Urval
from .indikatorer.katalog import ANTAL, INDIKATORER, Antalsmatt, Indikator, Mattenhet
from .omfang import Omfang
from .rapporter.celler import antalscell, vardecell
from .rapporter.dokument import (
    Avsnitt,
    Definitionsrad,
    Diagram,
    Kolumn,
    Kolumngrupp,
    Rapportdokument,
    Tabell,
    Tabellcell,
    Tabellrad,
)
from .rapporter.presenter import antalslinje, linje
from .rapporter.tabeller import avslutsorsaker, socialtjanstens
from .statistik import Statistik, rakna_statistik

SERIE = 7
KONSNAMN = {"totalt": "Totalt", "kvinnor": "Kvinnor", "man": "Män"}


@dataclass(frozen=True)
class Sifferrad:
    """A figure as the page shows it: number, what it is made of, a small table and a chart ."""

    kod: str
    namn: str
    kort: str
    definition: str
    siffra: str
    dold: bool
    av: str
    saknas: str
    rader: tuple[tuple[str, tuple], ...]
    diagram: Diagram


@dataclass(frozen=True)
class Sida:
    period: Period
    jamfor: tuple[Period, ...]
    rader: tuple[Sifferrad, ...]
    tabeller: tuple[Tabell, ...]
    liten: str

    @property
    def kolumner(self) -> tuple[str, ...]:
        return tuple(p.kort for p in self.jamfor)


def build_sida(period: Period, omfang: Omfang) -> Sida:
    """Count once and lay out. Run as som_system("statistik")."""
    jamfor = (period, period.previous(), period.same_last_year())
    serie = period.series(SERIE)
    perioder = tuple(dict.fromkeys((*jamfor, *serie)))
    statistik = rakna_statistik(Urval(perioder, omfang.jobbtorg, omfang.sdf), internal=False)
    per_period = {p: statistik.period(nr) | {"kort": p.kort} for nr, p in enumerate(perioder)}
    delar, punkter = [per_period[p] for p in jamfor], [per_period[p] for p in serie]
    rader = [_antalsrad(matt, delar, punkter) for matt in ANTAL]
    rader += [_indikatorrad(i, delar, punkter) for i in INDIKATORER]
    return Sida(period, jamfor, tuple(rader), _orsakstabeller(statistik, period), f"<{statistik.dolj_under}")


def _orsakstabeller(statistik: Statistik, period: Period) -> tuple[Tabell, ...]:
    siffror = statistik.json()
    return (avslutsorsaker(siffror, 1, period.kort), socialtjanstens(siffror, 2, period.kort))


def _antalsrad(matt: Antalsmatt, delar: list[dict], serie: list[dict]) -> Sifferrad:
    nu = antalscell(delar[0][matt.kod])
    rader = tuple((KONSNAMN[kon], tuple(antalscell(d[matt.kod], kon) for d in delar)) for kon in KON)
    diagram = antalslinje(serie, matt, prefix=f"linje-{matt.kod}")
    return Sifferrad(matt.kod, matt.namn, matt.definition, "", nu.text, nu.dold, "", "", rader, diagram)


def _indikatorrad(indikator: Indikator, delar: list[dict], serie: list[dict]) -> Sifferrad:
    figurer = [d["indikatorer"][indikator.kod] for d in delar]
    rader = tuple((KONSNAMN[kon], tuple(_cell(figur, kon) for figur in figurer)) for kon in KON)
    nu = rader[0][1][0]
    return Sifferrad(
        kod=indikator.kod,
        namn=indikator.namn,
        kort=indikator.kort,
        definition=figurer[0]["definition"],
        siffra=nu.text,
        dold=nu.dold,
        av=_av(figurer[0]),
        saknas=_saknas(figurer[0]),
        rader=rader,
        diagram=linje(serie, indikator.kod, prefix=f"linje-{indikator.kod}"),
    )


def _cell(figur: dict, kon: str) -> Tabellcell:
    """As in the report's tables, with the sign of per cent beside the number; days say so under the figure."""
    cell = vardecell(figur, kon)
    if cell.varde is None or figur["enhet"] == Mattenhet.DAGAR:
        return cell
    return Tabellcell(format_percent(cell.varde), cell.varde, cell.talformat)


def _av(figur: dict) -> str:
    """ "124 av 213", or the number of cases behind a mean."""
    taljare, namnare = figur["totalt"]["taljare"], figur["totalt"]["namnare"]
    if figur["enhet"] == Mattenhet.DAGAR:
        return f"dagar, {format_number(namnare)} avslut" if namnare else ""
    return "" if None in (taljare, namnare) else f"{format_number(taljare)} av {format_number(namnare)}"


def _saknas(figur: dict) -> str:
    antal = figur.get("uppgift_saknas")
    if not antal:
        return ""
    cell = antalscell(antal)
    return f"Uppgift saknas: {cell.text}"


def sida_som_dokument(sida: Sida, omfang: Omfang, datum: str) -> Rapportdokument:
    """The page's figures as a document, so that the files of reports serve it too."""
    kolumner = tuple(Kolumn(f"{namn} {p.kort}") for p in sida.jamfor for namn in KONSNAMN.values())
    rader = [
        Tabellrad(rad.namn, tuple(rad.rader[kon][1][nr] for nr in range(len(sida.jamfor)) for kon in range(len(KON))))
        for rad in sida.rader
    ]
    tabell = Tabell(
        f"Statistik, {omfang.namn}, {sida.period.label}",
        (Kolumn(""), *kolumner),
        tuple(rader),
        grupper=tuple(Kolumngrupp(p.kort, len(KON)) for p in sida.jamfor),
    )
    return Rapportdokument(
        rubrik="Statistik",
        underrubrik=f"{omfang.namn}, {sida.period.text}",
        fakta=(("Uppgifter per", datum),),
        korthet=(),
        diagram=(),
        nyckeltal=tabell,
        avsnitt=(Avsnitt("Avslutsorsaker", sida.tabeller),),
        definitioner=tuple(Definitionsrad(rad.namn, rad.definition or rad.kort) for rad in sida.rader),
        datakvalitet=(),
        diarienummer="",
        datum=datum,
        sidfot="",
        liten=sida.liten,
    )
