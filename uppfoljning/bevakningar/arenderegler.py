"""Rules about what passes between units, what the register says, and what people wrote themselves."""

from .regel import Regel, arbetsdag, lokal

# Whole months of the register: each district that existed has delivered (domain 2.11). The latest, and when it was so
HEL_MANAD = f"""(SELECT m.manad, m.mottagen FROM (
        SELECT l.manad, max({lokal("l.mottagen_at")}) AS mottagen, array_agg(l.sdf_id) AS levererade
        FROM uppfoljning_leverans l WHERE l.ersatt_at IS NULL AND l.aterkallad_at IS NULL GROUP BY l.manad) m
    WHERE NOT EXISTS (SELECT 1 FROM cases_enhet e WHERE e.slag = 'sdf'
        AND (e.giltig_fran IS NULL OR e.giltig_fran < m.manad + interval '1 month')
        AND (e.giltig_till IS NULL OR e.giltig_till >= m.manad) AND e.id <> ALL (m.levererade))
    ORDER BY m.manad DESC LIMIT 1)"""


def remiss_att_svara() -> str:
    """The jobbtorg answers a remiss by its day (domain 2.3; deadlines.remiss_svar_senast when it was sent)."""
    return f"""
    SELECT r.aspirant_id, r.id::text AS nyckel, r.jobbtorg_id AS enhet_id, {lokal("r.skickad_at")} AS fran,
        r.svar_senast AS dag
    FROM cases_remiss r WHERE r.svar = ''"""


def remiss_vantar_svar() -> str:
    """The SDF that is responsible now follows the question too (domain 2.3)."""
    return f"""
    SELECT r.aspirant_id, r.id::text AS nyckel, coalesce(a.sdf_id, r.sdf_id) AS enhet_id,
        {lokal("r.skickad_at")} AS fran, r.svar_senast AS dag
    FROM cases_remiss r JOIN cases_aspirant a ON a.id = r.aspirant_id WHERE r.svar = ''"""


def samtycke_gar_ut() -> str:
    """A consent of somebody enrolled ends and no later one covers the same (domain 8, law.md 3.2;
    deadlines.samtycke_fornyas). The unit of the nämnd that hands over asks for a new one."""
    return """
    SELECT s.aspirant_id, s.id::text AS nyckel, e.id AS enhet_id, s.fran,
        greatest(s.fran, s.till - %(samtycke_varsel_dagar)s::int) AS dag
    FROM cases_samtycke s
    JOIN cases_inskrivning i ON i.aspirant_id = s.aspirant_id AND i.avslutad IS NULL AND s.till >= i.inskriven
    JOIN cases_aspirant a ON a.id = s.aspirant_id
    JOIN cases_enhet e ON e.id IN (i.jobbtorg_id, a.sdf_id) AND e.namnd_id = s.fran_namnd_id
    WHERE (s.aterkallat IS NULL OR s.aterkallat > %(today)s) AND NOT EXISTS (
        SELECT 1 FROM cases_samtycke n WHERE n.aspirant_id = s.aspirant_id AND n.fran_namnd_id = s.fran_namnd_id
        AND n.till_namnd_id = s.till_namnd_id AND (n.aterkallat IS NULL OR n.aterkallat > %(today)s)
        AND n.typer @> s.typer AND (n.till, n.id) > (s.till, s.id))"""


def checkpoint_uppbar() -> str:
    """The register says uppbär 6, 12 or 18 months after the avslut, and nothing has begun since (domain 2.11;
    deadlines.checkpoint_bevakas). The SDF's own: the person is not contacted because of it."""
    return f"""
    SELECT c.aspirant_id, c.inskrivning_id || ':' || c.manader || ':' || c.manad AS nyckel, e.id AS enhet_id,
        c.funnen_dag AS fran, {arbetsdag("c.funnen_dag", "checkpoint_arbetsdagar")} AS dag
    FROM uppfoljning_checkpoint c JOIN cases_inskrivning i ON i.id = c.inskrivning_id
    JOIN cases_aspirant a ON a.id = c.aspirant_id JOIN cases_enhet e ON e.id = a.sdf_id AND e.namnd_id = c.namnd_id
    WHERE c.utfall = 'uppbar' AND c.bortfall = ''
        AND (c.funnen_dag + make_interval(months => %(checkpoint_bevakas_manader)s::int))::date > %(today)s
        AND NOT EXISTS (SELECT 1 FROM uppfoljning_checkpoint s
            WHERE s.inskrivning_id = c.inskrivning_id AND s.manader > c.manader)
        AND NOT EXISTS (SELECT 1 FROM cases_inskrivning ny
            WHERE ny.aspirant_id = c.aspirant_id AND ny.inskriven > i.avslutad)
        AND NOT EXISTS (SELECT 1 FROM cases_remiss r
            WHERE r.aspirant_id = c.aspirant_id AND {lokal("r.skickad_at")} >= c.funnen_dag)"""


def utan_stod() -> str:
    """Enrolled, and the latest whole month of the register says no support (domain 2.4; deadlines.utan_stod_senast).

    Not the young, who need none. The register is the SDF's alone, so the SDF acts; the jobbtorg learns it from them.
    """
    return f"""
    SELECT i.aspirant_id, i.id || ':' || m.manad AS nyckel, a.sdf_id AS enhet_id, m.manad AS fran,
        {arbetsdag("m.mottagen", "utan_stod_arbetsdagar")} AS dag
    FROM cases_inskrivning i JOIN cases_aspirant a ON a.id = i.aspirant_id AND a.sdf_id IS NOT NULL
    LEFT JOIN cases_remiss r ON r.id = i.remiss_id
    JOIN {HEL_MANAD} m ON m.manad >= date_trunc('month', i.inskriven)
    WHERE i.avslutad IS NULL AND coalesce(r.ingang, '') <> 'unga' AND NOT EXISTS (
        SELECT 1 FROM uppfoljning_registerrad rad
        WHERE rad.manad = m.manad AND rad.belopp > 0 AND (rad.nummer = a.nummer OR rad.nummer IN (
            SELECT t.nummer FROM cases_tidigarenummer t WHERE t.aspirant_id = a.id AND t.orsak <> 'fel')))"""


def handling_ej_mottagen() -> str:
    """The receiver has not acknowledged what was handed over (domain 8: kvittens; deadlines.handling_mottas_senast).
    A remiss is answered, not acknowledged."""
    return f"""
    SELECT u.aspirant_id, u.id::text AS nyckel, u.till_enhet_id AS enhet_id, {lokal("u.skickat_at")} AS fran,
        {arbetsdag(lokal("u.skickat_at"), "handling_arbetsdagar")} AS dag
    FROM cases_utlamnande u
    WHERE u.kvitterat_at IS NULL AND u.upphorde IS NULL AND u.typ NOT IN ('remiss', 'aterremiss')"""


def langsiktigt_stod() -> str:
    """Support after work has started: the next contact, and its end when none is planned (domain 2.12;
    deadlines.stod_att_bevaka). Each day is a fact of its own: the next one stands although this one was closed."""
    return """
    SELECT s.aspirant_id, s.id || ':' || coalesce(s.nasta_kontakt, s.till) AS nyckel, s.enhet_id, s.fran,
        coalesce(s.nasta_kontakt, s.till) AS dag
    FROM cases_langsiktigtstod s WHERE s.avbrutet IS NULL"""


def egen() -> str:
    """What somebody wrote that the unit should do, until it is closed."""
    return f"""
    SELECT g.aspirant_id, g.id::text AS nyckel, g.enhet_id, {lokal("g.skapad_at")} AS fran, g.dag
    FROM uppfoljning_egenbevakning g"""


REGLER = [
    Regel(
        kod="remiss_svara",
        namn="Remiss att svara på",
        vad="Svara på remissen",
        varfor="Remissen skickades {fran}",
        atgard="Öppna remiss",
        sida="cases:remiss_detail",
        sida_nyckel=True,
        handbok="Jobbtorget ska svara på en remiss inom {remissvar_arbetsdagar} arbetsdagar. Alla på enheten ser den.",
        kalla="domain 2.3",
        sql=remiss_att_svara,
        arbetsdagar=True,
        for_enheten=True,
    ),
    Regel(
        kod="remiss_vantar",
        namn="Remiss utan svar",
        vad="Svar på remissen väntas",
        varfor="Remissen skickades {fran}",
        atgard="Öppna remiss",
        sida="cases:remiss_detail",
        sida_nyckel=True,
        handbok="Den stadsdelsförvaltning som ansvarar bevakar att remissen får svar i tid.",
        kalla="domain 2.3",
        sql=remiss_vantar_svar,
        arbetsdagar=True,
    ),
    Regel(
        kod="samtycke",
        namn="Samtycke som går ut",
        vad="Fråga om nytt samtycke",
        varfor="Samtycket från {fran} går ut",
        atgard="Öppna utlämnanden",
        sida="cases:utlamnande_list",
        handbok="Den som lämnar ut ska fråga om ett nytt samtycke {samtycke_varsel_dagar} dagar innan det går ut, om "
        "personen är inskriven och inget senare samtycke gäller samma sak.",
        kalla="domain 8, law.md 3.2",
        sql=samtycke_gar_ut,
    ),
    Regel(
        kod="checkpoint",
        namn="Uppbär försörjningsstöd efter avslut",
        vad="Ta ställning till nytt stöd",
        varfor="Registret visade {fran} försörjningsstöd efter avslutet",
        atgard="Öppna uppföljning",
        sida="uppfoljning:akt",
        handbok="Visar registret försörjningsstöd 6, 12 eller 18 månader efter avslutet ska stadsdelsförvaltningen ta "
        "ställning inom {checkpoint_arbetsdagar} arbetsdagar. Den avslutade kontaktas aldrig för uppföljningens skull.",
        kalla="domain 2.11",
        sql=checkpoint_uppbar,
        arbetsdagar=True,
    ),
    Regel(
        kod="utan_stod",
        namn="Inskriven utan stöd i registret",
        vad="Kontrollera försörjningsstödet",
        varfor="Inskriven, men inget stöd i registret för {manad}",
        atgard="Öppna akt",
        sida="cases:akt",
        handbok="Är någon inskriven men saknar försörjningsstöd i den senaste månad som alla stadsdelar har lämnat, "
        "ska stadsdelsförvaltningen kontrollera det inom {utan_stod_arbetsdagar} arbetsdagar. Gäller inte unga.",
        kalla="domain 2.4",
        sql=utan_stod,
        arbetsdagar=True,
    ),
    Regel(
        kod="handling",
        namn="Handling som inte är mottagen",
        vad="Kvittera mottagen handling",
        varfor="Handlingen skickades {fran}",
        atgard="Öppna utlämnanden",
        sida="cases:utlamnande_list",
        handbok="Den som fått en handling ska kvittera den inom {handling_arbetsdagar} arbetsdagar.",
        kalla="domain 8",
        sql=handling_ej_mottagen,
        arbetsdagar=True,
    ),
    Regel(
        kod="langsiktigt_stod",
        namn="Långsiktigt stöd",
        vad="Ge långsiktigt stöd",
        varfor="Överenskommet stöd efter avslutet {fran}",
        atgard="Öppna stödet",
        sida="cases:langsiktigt_stod",
        handbok="Är långsiktigt stöd överenskommet före avslutet bevakar jobbtorget nästa kontakt. Är ingen kontakt "
        "planerad bevakas dagen då stödet tar slut. Bevakningen står kvar tills någon avslutar stödet.",
        kalla="domain 2.12",
        sql=langsiktigt_stod,
    ),
    Regel(
        kod="egen",
        namn="Egen bevakning",
        vad="",
        varfor="Egen bevakning, skriven {fran}",
        atgard="Öppna akt",
        sida="cases:akt",
        handbok="Du kan skriva egna bevakningar med vad som ska göras och när. De står kvar tills någon stänger dem.",
        kalla="domain 1",
        sql=egen,
        egen=True,
    ),
]
