"""The tables of the report, from its figures."""

from itertools import groupby

from uppfoljning.indikatorer.hinder import ANTAL_HINDER
from uppfoljning.indikatorer.katalog import ANTAL, Mattenhet, counted_in

from .celler import andelscell, antalscell, konsceller, vardecell
from .dokument import Kolumn, Kolumngrupp, Tabell, Tabellcell, Tabellrad

KON_KOLUMNER = (Kolumn("Totalt"), Kolumn("Kvinnor"), Kolumn("Män"))
JAMFORELSER = ("foregaende", "forra_aret", "hittills")
ENHETSMATT = (
    ("avslutade_exkl_aterremitterade_12_man", "Avslutade inom 12 mån., %"),
    ("arbete_studier_12_man", "Arbete, studier inom 12 mån., %"),
    ("jobbplan_inom_5_dagar", "Jobbplan i tid, %"),
    ("utan_stod_12_man", "Utan stöd efter 12 mån., %"),
    ("okand_avslutsorsak", "Okänd orsak, %"),
)


def nyckeltal(siffror: dict) -> Tabell:
    """Table 1: every figure for the tertial by sex, beside what it is compared with."""
    jamfor = [siffror["jamforelser"][kod] for kod in JAMFORELSER]
    rader = [Tabellrad("Antal", slag="grupp")]
    rader += [_rad(matt.namn, antalscell, siffror[matt.kod], [j[matt.kod] for j in jamfor]) for matt in ANTAL]
    for enhet, rubrik in ((Mattenhet.ANDEL, "Andel, procent"), (Mattenhet.DAGAR, "Dagar i medeltal")):
        rader.append(Tabellrad(rubrik, slag="grupp"))
        rader += [
            _rad(i.namn, vardecell, siffror["indikatorer"][i.kod], [j["indikatorer"][i.kod] for j in jamfor])
            for i in counted_in(siffror)
            if i.enhet is enhet
        ]
    bredder = (8.5, 8.5, 12)
    kolumner = [
        Kolumn(j["kort"], bredd, ny_grupp=n == 0) for n, (j, bredd) in enumerate(zip(jamfor, bredder, strict=True))
    ]
    return Tabell(
        "Tabell 1. Nyckeltal",
        (Kolumn("", 43), Kolumn("Totalt", 8.5), Kolumn("Kvinnor", 8.5), Kolumn("Män", 7.5), *kolumner),
        tuple(rader),
        grupper=(Kolumngrupp(siffror["rapport"]["kort"], 3), Kolumngrupp("Att jämföra med", 3)),
        noter=("Definitionerna finns i bilaga 1, så som de gällde periodens sista dag.",),
    )


def _rad(namn: str, cell, figur: dict, jamfor: list[dict]) -> Tabellrad:
    return Tabellrad(namn, (*konsceller(cell, figur), *(cell(j) for j in jamfor)))


def per_enhet(siffror: dict, *, forsta_nummer: int) -> tuple[Tabell, ...]:
    """One table over jobbtorg and one over stadsdelar with anything to show; a single district is the whole."""
    kort = siffror["rapport"]["kort"]
    listor = (("Jobbtorg", siffror["jobbtorg"]), ("Stadsdelsförvaltningar", siffror["stadsdelar"]))
    return tuple(
        _enhetstabell(f"Tabell {nr}. {namn}, {kort}", enheter, siffror)
        for nr, (namn, enheter) in enumerate(listor, start=forsta_nummer)
        if len(enheter) > 1 or (enheter and namn == "Jobbtorg")
    )


def _enhetstabell(rubrik: str, enheter: list[dict], siffror: dict) -> Tabell:
    rader = [Tabellrad(enhet["namn"], _enhetsceller(enhet)) for enhet in enheter]
    rader.append(Tabellrad("Alla", _enhetsceller(siffror), slag="summa"))
    kolumner = [Kolumn("Inskrivna", 9), Kolumn("Nya", 7), Kolumn("Avslutade", 10)]
    return Tabell(rubrik, (Kolumn("", 23), *kolumner, *(Kolumn(text, 10) for _, text in ENHETSMATT)), tuple(rader))


def _enhetsceller(enhet: dict) -> tuple[Tabellcell, ...]:
    antal = [antalscell(enhet[kod]) for kod in ("inskrivna", "nyinskrivna", "avslutade")]
    return (*antal, *(vardecell(enhet["indikatorer"][kod]) for kod, _ in ENHETSMATT))


def avslutsorsaker(siffror: dict, nr: int, kort: str) -> Tabell:
    """Jobbtorg's codes, with the sub-reasons under Övrigt."""
    hela = siffror["avslutade"]["totalt"]
    rader = []
    for rad in siffror["avslutsorsaker"]:
        rader.append(_orsaksrad(rad, hela))
        if rad["kod"] == "ovrigt":
            rader += [_orsaksrad(under, hela, slag="under") for under in siffror["underorsaker"]]
    return _orsakstabell(f"Tabell {nr}. Avslut efter jobbtorgets avslutsorsak, {kort}", rader, siffror)


def socialtjanstens(siffror: dict, nr: int, kort: str) -> Tabell:
    hela = siffror["avslutade"]["totalt"]
    rader = [_orsaksrad(rad, hela) for rad in siffror["avslutsorsaker_socialtjanst"]]
    return _orsakstabell(f"Tabell {nr}. Samma avslut efter socialtjänstens avslutsorsak, {kort}", rader, siffror)


def _orsaksrad(rad: dict, hela: int | None, slag: str = "") -> Tabellrad:
    return Tabellrad(rad["namn"], (*konsceller(antalscell, rad, stark=not slag), andelscell(rad["totalt"], hela)), slag)


def _orsakstabell(rubrik: str, rader: list[Tabellrad], siffror: dict) -> Tabell:
    alla = siffror["avslutade"]
    summa = Tabellrad(
        "Alla avslut", (*konsceller(antalscell, alla), andelscell(alla["totalt"], alla["totalt"])), "summa"
    )
    kolumner = (Kolumn("Avslutsorsak", 50), *KON_KOLUMNER, Kolumn("Andel av alla, %", 15))
    return Tabell(rubrik, kolumner, (*rader, summa))


def korstabell(siffror: dict, nr: int, kort: str) -> Tabell:
    """Social services' codes down, jobbtorg's across under a letter each: the names are too long for columns."""
    orsaker = siffror["korstabell"]
    bokstav = {rad["kod"]: chr(ord("A") + n) for n, rad in enumerate(orsaker)}
    per_soc = {rad["kod"]: rad["namn"] for rad in siffror["avslutsorsaker_socialtjanst"]}
    celler = {(rad["kod"], cell["kod"]): cell for rad in orsaker for cell in rad["celler"]}
    rader = [
        Tabellrad(namn, tuple(_korscell(celler[rad["kod"], kod]) for rad in orsaker)) for kod, namn in per_soc.items()
    ]
    summor = tuple(antalscell(rad) for rad in siffror["avslutsorsaker"])
    nyckel = ". ".join(f"{bokstav[rad['kod']]} {rad['namn']}" for rad in orsaker)
    return Tabell(
        f"Tabell {nr}. Socialtjänstens orsak och jobbtorgets orsak, {kort}",
        (Kolumn("Socialtjänstens orsak", 50), *(Kolumn(b) for b in bokstav.values())),
        (*rader, Tabellrad("Alla avslut", summor, "summa")),
        noter=(f"Jobbtorgets orsaker: {nyckel}.",),
    )


def _korscell(cell: dict) -> Tabellcell:
    if cell.get("dold"):
        return Tabellcell(cell["tecken"], dold=True)
    return Tabellcell(str(cell["antal"]), cell["antal"])


UTFALL = (
    ("uppbar_inte", "Uppbär inte"),
    ("uppbar", "Uppbär"),
    ("uppgift_saknas", "Uppgift saknas"),
    ("bortfall", "Bortfall"),
    ("ater_inskriven", "Åter inskriven"),
)


def uppfoljning(siffror: dict, nr: int, kort: str) -> Tabell:
    """What was found 6, 12 and 18 months after avslut, by sex."""
    rader = []
    for manader in ("6", "12", "18"):
        utfall = siffror["uppfoljning"][manader]["per_kon"]
        andel = siffror["indikatorer"][f"utan_stod_{manader}_man"]
        rader.append(Tabellrad(f"{manader} månader efter avslut", slag="grupp"))
        for kon, namn in (("totalt", "Totalt"), ("kvinnor", "Kvinnor"), ("man", "Män")):
            celler = tuple(antalscell(utfall[kod], kon, stark=kon == "totalt") for kod, _ in UTFALL)
            rader.append(Tabellrad(namn, (*celler, vardecell(andel, kon)), "under"))
    return Tabell(
        f"Tabell {nr}. Försörjningsstöd efter avslut, {kort}",
        (Kolumn("", 24), *(Kolumn(namn) for _, namn in UTFALL), Kolumn("Utan stöd, %", 14)),
        tuple(rader),
        noter=(
            "Bortfall är avlidna och flyttade till annan kommun. Den som är åter inskriven finns också i någon av de"
            " andra kolumnerna.",
        ),
    )


def hinder(siffror: dict, nr: int, kort: str) -> Tabell:
    """Persons by number of hinder in their latest kartläggning of the period."""
    namn = {"kvinna": "Kvinnor", "man": "Män"}
    rader = []
    for kon, alla in groupby(siffror["kartlaggning"]["antal_hinder"], key=lambda rad: rad["kon"]):
        rader.append(Tabellrad(namn[kon], slag="grupp"))
        for rad in alla:
            celler = tuple(antalscell(rad, antal) for antal in ANTAL_HINDER)
            rader.append(Tabellrad(f"{rad['alder'].replace('-', '–')} år", celler, "under"))
    return Tabell(
        f"Tabell {nr}. Personer efter antal hinder, {kort}",
        (Kolumn("", 40), *(Kolumn(antal if antal != "4+" else "4 eller fler") for antal in ANTAL_HINDER)),
        tuple(rader),
        noter=("Varje persons senaste kartläggning i perioden. Måttliga och stora hinder räknas.",),
    )
