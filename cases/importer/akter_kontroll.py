"""What is wrong with a staged file of akter, as one query: each rule a column and an expression for the reason.

No message quotes the file: it may be shown where the persons may not.
"""

from datetime import date

from cases.enums import Arbetsformaga, Inskrivningssatt, Malgrupp, Resultat
from cases.importer.akter_sql import RESOLVED
from cases.importer.uttryck import en_av, fraga_efter_fel, nummer_fel

SKRIV_DATUM = "Skriv en dag som finns, som ÅÅÅÅ-MM-DD."
OKAND_KOD = "Koden finns inte i listan, eller gällde inte den dagen."
EGET_SPANN = "inskriven_dag IS NOT NULL AND (avslutad_dag IS NULL OR avslutad_dag >= inskriven_dag)"


def query(today: date, *, skip_existing: bool) -> str:
    """The query of uttryck.fraga_efter_fel for a file that has been resolved."""
    also = [NAMN, OVERLAPPAR_I_FILEN, OVERLAPPAR_I_DATABASEN] + ([] if skip_existing else [FINNS])
    return fraga_efter_fel(RESOLVED, _controls(f"'{today}'"), also)


def _controls(today: str) -> list[tuple[str, str]]:
    return [
        ("personnummer", nummer_fel("nr", today)),
        ("fornamn", _namn("fornamn", "Förnamn")),
        ("efternamn", _namn("efternamn", "Efternamn")),
        ("stadsdel", _enhet("stadsdel", "sdf_id", "Stadsdelen")),
        ("jobbtorg", _enhet("jobbtorg", "jobbtorg_id", "Jobbtorget")),
        ("inskriven", _inskriven(today)),
        ("inskrivningssatt", _val("inskrivningssatt", Inskrivningssatt.values, required=True)),
        ("malgrupp", _val("malgrupp", Malgrupp.values)),
        ("arbetsformaga", _val("arbetsformaga", Arbetsformaga.values)),
        ("forsorjningshinder", _kod("forsorjningshinder", "hinder_id", "inskriven_dag")),
        ("forsorjningsstod_sedan", _dag("forsorjningsstod_sedan", "sedan_dag", today)),
        ("avslutad", _avslutad(today)),
        ("avslutsorsak", _avslutsorsak()),
        ("underorsak", _underorsak()),
        ("avslutsorsak_socialtjanst", _socialtjanst()),
    ]


def _namn(kolumn: str, ord_: str) -> str:
    return f"""CASE WHEN {kolumn} = '' THEN '{ord_} saknas.'
        WHEN length({kolumn}) > 80 THEN '{ord_} får ha högst 80 tecken.' END"""


def _enhet(kolumn: str, rad_id: str, ord_: str) -> str:
    return f"""CASE WHEN btrim({kolumn}) = '' THEN '{ord_} saknas.'
        WHEN {rad_id} IS NULL THEN '{ord_} finns inte. Rätta namnet eller lägg till --create-units.' END"""


def _val(kolumn: str, koder: list[str], *, required: bool = False) -> str:
    also_empty = "" if required else f"{kolumn} <> '' AND "
    return f"CASE WHEN {also_empty}NOT {en_av(kolumn, koder)} THEN 'Ska vara något av {', '.join(koder)}.' END"


def _kod(kolumn: str, rad_id: str, dag: str) -> str:
    """A wrong day is that column's fault, not the code's."""
    return f"CASE WHEN {kolumn} <> '' AND {dag} IS NOT NULL AND {rad_id} IS NULL THEN '{OKAND_KOD}' END"


def _dag(kolumn: str, dag: str, today: str) -> str:
    return f"""CASE WHEN {kolumn} <> '' AND {dag} IS NULL THEN '{SKRIV_DATUM}'
        WHEN {dag} > {today} THEN 'Dagen ligger i framtiden.' END"""


def _inskriven(today: str) -> str:
    return f"""CASE WHEN inskriven = '' THEN 'Inskrivningsdag saknas.'
        WHEN inskriven_dag < fodelsedatum THEN 'Inskriven före födelsedatumet.'
        ELSE {_dag("inskriven", "inskriven_dag", today)} END"""


def _avslutad(today: str) -> str:
    return f"""CASE WHEN avslutad = '' AND avslutsorsak <> '' THEN 'Avslutsdatum saknas, raden har en avslutsorsak.'
        WHEN avslutad_dag < inskriven_dag THEN 'Avslutad före inskrivningen.'
        ELSE {_dag("avslutad", "avslutad_dag", today)} END"""


def _avslutsorsak() -> str:
    return f"""CASE WHEN avslutsorsak = '' AND avslutad <> '' THEN 'Avslutsorsak saknas, raden har ett avslutsdatum.'
        ELSE {_kod("avslutsorsak", "orsak_id", "avslutad_dag")} END"""


def _underorsak() -> str:
    return f"""CASE WHEN underorsak <> '' AND (orsak_id IS NOT NULL OR avslutsorsak = '')
            AND resultat IS DISTINCT FROM '{Resultat.OVRIGT}' THEN 'Underorsak får bara stå tillsammans med ovrigt.'
        ELSE {_kod("underorsak", "underorsak_id", "avslutad_dag")} END"""


def _socialtjanst() -> str:
    return f"""CASE WHEN avslutsorsak_socialtjanst <> '' AND avslutad = ''
            THEN 'Socialtjänstens avslutsorsak får bara stå på en rad med avslutsdatum.'
        ELSE {_kod("avslutsorsak_socialtjanst", "soc_id", "avslutad_dag")} END"""


# What one row cannot tell ----------------------------------------------------------------------------------------

NAMN = f"""SELECT rad, 21, CASE WHEN fornamn <> forsta[1] THEN 'fornamn' ELSE 'efternamn' END,
        'Namnet är ett annat än på rad ' || forsta[3] || ', för samma personnummer.'
    FROM (SELECT rad, fornamn, efternamn, first_value(ARRAY[fornamn, efternamn, rad::text]) OVER
            (PARTITION BY nr ORDER BY rad) AS forsta FROM {RESOLVED} WHERE nr <> '') n
    WHERE fornamn <> forsta[1] OR efternamn <> forsta[2]"""

# Of all that began earlier the one that ends last: {its end as a day number, its row}
OVERLAPPAR_I_FILEN = f"""SELECT rad, 22, 'inskriven', CASE WHEN tidigare[3] = jobbtorg_id AND borjade = inskriven_dag
            THEN 'Samma inskrivning står också på rad ' ELSE 'Överlappar inskrivningen på rad ' END
        || tidigare[2] || '.'
    FROM (SELECT rad, inskriven_dag, jobbtorg_id, lag(inskriven_dag) OVER person AS borjade,
            max(ARRAY[coalesce(avslutad_dag, '9999-12-31') - date '1900-01-01', rad, jobbtorg_id]) OVER
            (PARTITION BY nr ORDER BY inskriven_dag, rad ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS tidigare
        FROM {RESOLVED} WHERE nr <> '' AND {EGET_SPANN}
        WINDOW person AS (PARTITION BY nr ORDER BY inskriven_dag, rad)) o
    WHERE tidigare[1] >= inskriven_dag - date '1900-01-01'"""

OVERLAPPAR_I_DATABASEN = f"""SELECT DISTINCT r.rad, 23, 'inskriven', 'Överlappar en inskrivning som finns i Jobbakten.'
    FROM {RESOLVED} r JOIN cases_inskrivning i ON i.aspirant_id = r.aspirant_id
    WHERE NOT r.finns AND {EGET_SPANN}
        AND daterange(i.inskriven, i.avslutad, '[]') && daterange(r.inskriven_dag, r.avslutad_dag, '[]')"""

FINNS = f"""SELECT rad, 24, 'inskriven', 'Inskrivningen finns redan. Lägg till --skip-existing för att hoppa över den.'
    FROM {RESOLVED} WHERE finns"""
