"""Take over kartläggningar for persons that exist: the whole file or nothing of it. Runs as the owner of the tables.

The file does not say who made them. Each becomes the nämnd's of the jobbtorg where the person was enrolled that day
(else the enrolment before it, else the first one after), and of the responsible SDF for someone never enrolled.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from django.db import connection

from cases.enums import Arbetsformaga
from cases.importer.uttryck import en_av, fraga_efter_fel, nummer, nummer_fel, raise_errors
from cases.sekretess.identitet import utan_historik
from config.csvfil import Csvfil
from config.dates import local_date
from jobbplaner.enums_kartlaggning import Hinder, Kalla, Svenska
from jobbplaner.kartlaggning import FALT_KANSLIGA, HINDER

KANSLIGA = tuple(namn for namn in HINDER if namn in FALT_KANSLIGA)
KOLUMNER = ("personnummer", "datum", "aktivitetsformaga", "svenska", *HINDER)
STAGING, RESOLVED = "inlasning_kartlaggningar", "inlasta_kartlaggningar"
ANALYSERA_FRAN = 500

MAKE_STAGING = f"""
SELECT pg_advisory_xact_lock(hashtextextended('import kartlaggningar', 0));
DROP TABLE IF EXISTS pg_temp.{STAGING};
CREATE TEMP TABLE {STAGING} (
    rad integer GENERATED ALWAYS AS IDENTITY (START 2),
    {", ".join(f"{kolumn} text NOT NULL" for kolumn in KOLUMNER)}) ON COMMIT DROP;
"""
RESOLVE = f"""
DROP TABLE IF EXISTS pg_temp.{RESOLVED};
CREATE TEMP TABLE {RESOLVED} ON COMMIT DROP AS
SELECT d.*, a.id AS aspirant_id, app.nummer_fodelsedatum(d.nr) AS fodelsedatum,
    coalesce(i.jobbtorg_id, s.sdf_id, a.sdf_id, a.registrerad_vid_id) AS enhet_id, NULL::bigint AS kartlaggning_id
FROM (SELECT rad, {nummer("personnummer")} AS nr, datum, app.iso_datum(datum) AS dag,
        {", ".join(KOLUMNER[2:])} FROM {STAGING} OFFSET 0) d
LEFT JOIN cases_aspirant a ON a.nummer = d.nr
LEFT JOIN LATERAL (SELECT jobbtorg_id FROM cases_inskrivning i WHERE i.aspirant_id = a.id
    ORDER BY (i.inskriven <= d.dag AND coalesce(i.avslutad >= d.dag, true)) DESC, (i.inskriven <= d.dag) DESC,
        abs(i.inskriven - d.dag), i.id LIMIT 1) i ON true
LEFT JOIN LATERAL (SELECT sdf_id FROM cases_sdfansvar s WHERE s.aspirant_id = a.id
    AND daterange(s.fran, s.till, '[]') @> d.dag LIMIT 1) s ON true;
ANALYZE {RESOLVED};
"""
TVA_GANGER = f"""SELECT rad, 21, 'datum', 'Samma person och dag står också på rad ' || forsta || '.'
    FROM (SELECT rad, first_value(rad) OVER (PARTITION BY nr, dag ORDER BY rad) AS forsta
        FROM {RESOLVED} WHERE nr <> '' AND dag IS NOT NULL) d WHERE rad <> forsta"""
FINNS = f"""SELECT DISTINCT r.rad, 22, 'datum', 'Kartläggningen finns redan i Jobbakten.'
    FROM {RESOLVED} r JOIN cases_enhet e ON e.id = r.enhet_id
    JOIN jobbplaner_kartlaggning k ON k.aspirant_id = r.aspirant_id AND k.datum = r.dag AND k.namnd_id = e.namnd_id
        AND k.klar_at IS NOT NULL"""

NUMMERSERIE = f"""UPDATE {RESOLVED}
    SET kartlaggning_id = nextval(pg_get_serial_sequence('jobbplaner_kartlaggning', 'id'))"""
# Columns that the file says nothing of, as an empty draft has them
TOMMA_ARBETE = (
    "sprakstod", "skolgang", "yrkesutbildning", "arbete_sverige", "arbete_utomlands", "intressen", "kunskaper",
    "hushall", "stodtid", "annat_text", "heltid", "steg_nu", "steg_nasta", "insats_matchar", "varfor_inte", "insatser",
)  # fmt: skip
TOMMA_KANSLIGA = (
    "halsa_text", "intyg", "intyg_grad", "familj_text", "rattslig_text", "levnadsvanor_text", "skulder_text",
    "heltid_skal",
)  # fmt: skip
ADD = f"""INSERT INTO jobbplaner_kartlaggning (id, aspirant_id, namnd_id, enhet_id, datum, kalla, aktivitetsformaga,
    svenska, motivation, boende, annat, {", ".join(TOMMA_ARBETE)}, andrad_at, klar_at, version, enheter, skydd,
    synlig_for)
SELECT r.kartlaggning_id, r.aspirant_id, e.namnd_id, r.enhet_id, r.dag, '{Kalla.OVERTAGEN}', r.aktivitetsformaga,
    r.svenska, r.motivation, r.boende, r.annat, {", ".join("''" for _ in TOMMA_ARBETE)}, %(now)s, %(now)s, 1, '{{}}', 0,
    '{{}}'
FROM {RESOLVED} r JOIN cases_enhet e ON e.id = r.enhet_id ORDER BY r.kartlaggning_id"""
ADD_KANSLIG = f"""INSERT INTO jobbplaner_kartlaggningsdel (aspirant_id, namnd_id, kartlaggning_id,
    {", ".join(KANSLIGA)}, {", ".join(TOMMA_KANSLIGA)}, enheter, skydd, synlig_for)
SELECT r.aspirant_id, e.namnd_id, r.kartlaggning_id, {", ".join(f"r.{namn}" for namn in KANSLIGA)},
    {", ".join("''" for _ in TOMMA_KANSLIGA)}, '{{}}', 0, '{{}}'
FROM {RESOLVED} r JOIN cases_enhet e ON e.id = r.enhet_id"""


@dataclass(slots=True)
class Inlast:
    rader: int
    personer: int = 0
    sekunder: float = 0.0


def import_kartlaggningar(*, path: Path, now: datetime) -> Inlast:
    """Read the file, check it against itself and what is here, and take it. Raises FilError."""
    started = perf_counter()
    with utan_historik(), connection.cursor() as cursor:
        cursor.execute(MAKE_STAGING)
        inlast = Inlast(Csvfil(path, KOLUMNER).load(cursor, STAGING))
        cursor.execute(RESOLVE)
        raise_errors(fraga_efter_fel(RESOLVED, _controls(local_date(now)), [TVA_GANGER, FINNS]))
        cursor.execute(NUMMERSERIE)
        cursor.execute(ADD, {"now": now})
        cursor.execute(ADD_KANSLIG)
        cursor.execute(f"SELECT count(DISTINCT aspirant_id) FROM {RESOLVED}")
        inlast.personer = cursor.fetchone()[0]
        if inlast.rader >= ANALYSERA_FRAN:
            cursor.execute("ANALYZE jobbplaner_kartlaggning, jobbplaner_kartlaggningsdel")
    inlast.sekunder = perf_counter() - started
    return inlast


def _controls(today: date) -> list[tuple[str, str]]:
    return [
        ("personnummer", _person(f"'{today}'")),
        ("datum", _dag(f"'{today}'")),
        ("aktivitetsformaga", _val("aktivitetsformaga", Arbetsformaga.values, required=False)),
        ("svenska", _val("svenska", Svenska.values)),
        *((namn, _val(namn, Hinder.values)) for namn in HINDER),
    ]


def _person(today: str) -> str:
    return f"""coalesce({nummer_fel("nr", today)}, CASE WHEN aspirant_id IS NULL
        THEN 'Personen finns inte i Jobbakten. Registrera personen eller ta in akterna först.' END)"""


def _dag(today: str) -> str:
    return f"""CASE WHEN datum = '' THEN 'Datum saknas.'
        WHEN dag IS NULL THEN 'Skriv en dag som finns, som ÅÅÅÅ-MM-DD.'
        WHEN dag > {today} THEN 'Dagen ligger i framtiden.'
        WHEN dag < fodelsedatum THEN 'Dagen ligger före födelsedatumet.' END"""


def _val(kolumn: str, koder: list[str], *, required: bool = True) -> str:
    also_empty = "" if required else f"{kolumn} <> '' AND "
    return f"CASE WHEN {also_empty}NOT {en_av(kolumn, koder)} THEN 'Ska vara något av {', '.join(koder)}.' END"
