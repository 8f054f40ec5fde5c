"""The statements of import_akter: stage, resolve names and codes to rows, and write.

After RESOLVE, `inlasta_akter` has one row per row of the file: its texts as they stood, and beside them what they mean
(NULL where they mean nothing; akter_kontroll.py then says why).
"""

from cases.importer.enheter import utan_prefix
from cases.importer.uttryck import nummer

KOLUMNER = (
    "personnummer",
    "fornamn",
    "efternamn",
    "stadsdel",
    "jobbtorg",
    "inskriven",
    "inskrivningssatt",
    "malgrupp",
    "arbetsformaga",
    "forsorjningshinder",
    "forsorjningsstod_sedan",
    "avslutad",
    "avslutsorsak",
    "underorsak",
    "avslutsorsak_socialtjanst",
)
STAGING, RESOLVED = "inlasning_akter", "inlasta_akter"
MAKE_STAGING = f"""
DROP TABLE IF EXISTS pg_temp.{STAGING};
CREATE TEMP TABLE {STAGING} (
    rad integer GENERATED ALWAYS AS IDENTITY (START 2),
    {", ".join(f"{kolumn} text NOT NULL" for kolumn in KOLUMNER)}) ON COMMIT DROP;
"""


def _valid(table: str, kolumn: str, dag: str) -> str:
    """Join a code list's row that is called `kolumn` and valid on the day."""
    return f"""LEFT JOIN {table} t_{kolumn} ON t_{kolumn}.kod = d.{kolumn}
        AND (t_{kolumn}.giltig_fran IS NULL OR t_{kolumn}.giltig_fran <= {dag})
        AND (t_{kolumn}.giltig_till IS NULL OR t_{kolumn}.giltig_till >= {dag})"""


# A person is the same by a number she had before
NUMMER = """(SELECT id, nummer FROM cases_aspirant UNION ALL
    SELECT aspirant_id, nummer FROM cases_tidigarenummer WHERE orsak <> 'fel')"""

RESOLVE = f"""
DROP TABLE IF EXISTS pg_temp.{RESOLVED};
CREATE TEMP TABLE {RESOLVED} ON COMMIT DROP AS
SELECT d.*, a.id AS aspirant_id, sdf.id AS sdf_id, jt.id AS jobbtorg_id,
    t_forsorjningshinder.id AS hinder_id, t_avslutsorsak.id AS orsak_id, t_avslutsorsak.resultat,
    t_underorsak.id AS underorsak_id, t_avslutsorsak_socialtjanst.id AS soc_id,
    app.nummer_fodelsedatum(d.nr) AS fodelsedatum,
    i.id IS NOT NULL AS finns
FROM (SELECT rad, personnummer, {nummer("personnummer")} AS nr,
        btrim(fornamn) AS fornamn, btrim(efternamn) AS efternamn,
        stadsdel, jobbtorg, inskriven, inskrivningssatt, malgrupp, arbetsformaga, forsorjningshinder,
        forsorjningsstod_sedan, avslutad, avslutsorsak, underorsak, avslutsorsak_socialtjanst,
        app.iso_datum(inskriven) AS inskriven_dag, app.iso_datum(avslutad) AS avslutad_dag,
        app.iso_datum(forsorjningsstod_sedan) AS sedan_dag
    FROM {STAGING} OFFSET 0) d
LEFT JOIN {NUMMER} a ON a.nummer = d.nr
LEFT JOIN cases_enhet sdf ON sdf.slag = 'sdf' AND lower(sdf.namn) = lower({utan_prefix("d.stadsdel")})
LEFT JOIN cases_enhet jt ON jt.slag = 'jobbtorg' AND lower(jt.namn) = lower({utan_prefix("d.jobbtorg")})
{_valid("cases_forsorjningshinder", "forsorjningshinder", "d.inskriven_dag")}
{_valid("cases_avslutsorsak", "avslutsorsak", "d.avslutad_dag")}
{_valid("cases_underorsak", "underorsak", "d.avslutad_dag")}
{_valid("cases_avslutsorsaksocialtjanst", "avslutsorsak_socialtjanst", "d.avslutad_dag")}
LEFT JOIN cases_inskrivning i ON i.aspirant_id = a.id AND i.jobbtorg_id = jt.id AND i.inskriven = d.inskriven_dag;
ANALYZE {RESOLVED};
"""

# The latest row tells how it is with the person now, the earliest where she was first registered
ADD_PERSONS = f"""
INSERT INTO cases_aspirant (nummer, nummerslag, fornamn, efternamn, fodelsedatum, kon, skydd, telefon, epost, adress,
    sprak, tolk, vuxna, forsorjningsstod_sedan, forsorjningshinder_id, arbetsformaga, sdf_id, registrerad_vid_id,
    enheter, version, created_at)
SELECT DISTINCT ON (nr) nr,
    CASE WHEN left(nr, 1) = 'R' THEN 'reservnummer' WHEN substr(nr, 7, 2) >= '60' THEN 'samordningsnummer'
        ELSE 'personnummer' END,
    fornamn, efternamn, fodelsedatum,
    CASE WHEN left(nr, 1) = 'R' THEN 'okant' WHEN substr(nr, 11, 1)::int %% 2 = 1 THEN 'man' ELSE 'kvinna' END,
    0, '', '', '', '', false, NULL, date_trunc('month', sedan_dag)::date, hinder_id, arbetsformaga, sdf_id,
    first_value(sdf_id) OVER (PARTITION BY nr ORDER BY inskriven_dag), '{{}}', 1, %(now)s
FROM {RESOLVED} WHERE aspirant_id IS NULL ORDER BY nr, inskriven_dag DESC"""

# Which persons were known before is remembered: only the new ones get their history of responsible SDF from the file
CONNECT_PERSONS = f"""
ALTER TABLE {RESOLVED} ADD COLUMN kand boolean;
UPDATE {RESOLVED} r SET kand = r.aspirant_id IS NOT NULL, aspirant_id = a.id
    FROM {NUMMER} a WHERE a.nummer = r.nr;
"""

ADD_SDFANSVAR = f"""
INSERT INTO cases_sdfansvar (aspirant_id, sdf_id, fran, till, enheter, skydd)
SELECT aspirant_id, sdf_id, inskriven_dag,
    lead(inskriven_dag) OVER (PARTITION BY aspirant_id ORDER BY inskriven_dag) - 1, '{{}}', 0
FROM (SELECT aspirant_id, sdf_id, inskriven_dag,
        lag(sdf_id) OVER (PARTITION BY aspirant_id ORDER BY inskriven_dag) AS forra
    FROM {RESOLVED} WHERE NOT kand) byten
WHERE forra IS DISTINCT FROM sdf_id"""

ADD_ENROLMENTS = f"""
INSERT INTO cases_inskrivning (aspirant_id, jobbtorg_id, sdf_id, inskriven, inskrivningssatt, malgrupp, arbetsformaga,
    forsorjningshinder_id, forsorjningsstod_sedan, avslutad, avslutsorsak_id, underorsak_id,
    avslutsorsak_socialtjanst_id, sagt_av, kommunal_anstallning, studiemedel, arbete_en_manad, avslut_kommentar,
    version, created_at, enheter, skydd)
SELECT aspirant_id, jobbtorg_id, sdf_id, inskriven_dag, inskrivningssatt, malgrupp, arbetsformaga,
    hinder_id, sedan_dag, avslutad_dag, orsak_id, underorsak_id,
    soc_id, '', 'okand', 'okand', 'okand', '', 1, %(now)s, '{{}}', 0
FROM {RESOLVED} WHERE NOT finns ORDER BY aspirant_id, inskriven_dag"""
