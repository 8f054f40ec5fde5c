"""Rules about plans."""

from .regel import Regel, arbetsdag, lokal

# A jobbplan belongs to the enrolment it was written in; one taken over from an earlier system may not say which
JOBBPLANENS_INSKRIVNING = """cases_inskrivning i ON i.aspirant_id = p.aspirant_id AND i.avslutad IS NULL
        AND coalesce(p.inskrivning_id, i.id) = i.id"""
SDF_HALLER = """EXISTS (SELECT 1 FROM cases_handlaggare h
        WHERE h.aspirant_id = p.aspirant_id AND h.enhet_id = p.enhet_id
        AND h.fran <= %(today)s AND (h.till IS NULL OR h.till >= %(today)s))"""
# A plan that ends before its next follow-up is followed up by its last day
FOLJS_UPP = "least(p.nasta_uppfoljning, p.slutdatum)"
INTE_SLUT = "(p.slutdatum IS NULL OR p.slutdatum >= %(today)s)"


def forsta_plan() -> str:
    """First jobbplan within five working days of inskrivning (domain 2.5; deadlines.jobbplan_senast)."""
    return f"""
    SELECT i.aspirant_id, i.id::text AS nyckel, i.jobbtorg_id AS enhet_id, i.inskriven AS fran,
        {arbetsdag("i.inskriven", "jobbplan_arbetsdagar")} AS dag
    FROM cases_inskrivning i WHERE i.avslutad IS NULL AND NOT EXISTS (
        SELECT 1 FROM jobbplaner_plan p
        WHERE p.inskrivning_id = i.id AND p.slag = 'jobbplan' AND p.publicerad_at IS NOT NULL)"""


def forsta_arbetsplan() -> str:
    """Everyone who can work has an arbetsplan: the audit found 8 of 10 without a current one (domain 1, 2.2). Asked of
    the responsible SDF while somebody there holds the case, counted from the day somebody got it: anew for one who
    comes back (deadlines.arbetsplan_senast). One that has run out is followed up instead."""
    return f"""
    SELECT a.id AS aspirant_id, a.id::text AS nyckel, a.sdf_id AS enhet_id, h.fran,
        {arbetsdag("h.fran", "arbetsplan_arbetsdagar")} AS dag
    FROM cases_aspirant a CROSS JOIN LATERAL (
        SELECT bool_or(r.till IS NULL OR r.till >= %(today)s) AS nu, max(r.fran) FILTER (WHERE NOT EXISTS (
            SELECT 1 FROM cases_handlaggare f WHERE f.aspirant_id = r.aspirant_id AND f.enhet_id = r.enhet_id
            AND f.fran < r.fran AND (f.till IS NULL OR f.till >= r.fran - 1))) AS fran
        FROM cases_handlaggare r
        WHERE r.aspirant_id = a.id AND r.enhet_id = a.sdf_id AND r.fran <= %(today)s) h
    WHERE h.nu AND a.arbetsformaga <> '0' AND NOT EXISTS (SELECT 1 FROM jobbplaner_plan p
        WHERE p.aspirant_id = a.id AND p.enhet_id = a.sdf_id AND p.slag = 'arbetsplan'
        AND p.publicerad_at IS NOT NULL AND p.ersatt_at IS NULL)"""


def jobbplan_uppfoljning() -> str:
    """The next follow-up of the jobbplan in force, or its last day when that comes first (domain 4;
    deadlines.plan_foljs_upp). It is due as long as the person is enrolled and no new version is published: that the
    plan has run out is no reason to stop."""
    return f"""
    SELECT p.aspirant_id, p.id::text AS nyckel, i.jobbtorg_id AS enhet_id, {lokal("p.publicerad_at")} AS fran,
        {FOLJS_UPP} AS dag
    FROM jobbplaner_plan p JOIN {JOBBPLANENS_INSKRIVNING}
    WHERE p.slag = 'jobbplan' AND p.publicerad_at IS NOT NULL AND p.ersatt_at IS NULL AND {FOLJS_UPP} IS NOT NULL"""


def arbetsplan_uppfoljning() -> str:
    """The same of the arbetsplan at the SDF that is responsible (domain 2.2, 4). One that has run out is due while
    somebody there holds the case."""
    return f"""
    SELECT p.aspirant_id, p.id::text AS nyckel, p.enhet_id, {lokal("p.publicerad_at")} AS fran, {FOLJS_UPP} AS dag
    FROM jobbplaner_plan p JOIN cases_aspirant a ON a.id = p.aspirant_id AND a.sdf_id = p.enhet_id
    WHERE p.slag = 'arbetsplan' AND p.publicerad_at IS NOT NULL AND p.ersatt_at IS NULL
        AND {FOLJS_UPP} IS NOT NULL AND ({INTE_SLUT} OR {SDF_HALLER})"""


def jobbplan_orord() -> str:
    """The jobbplan, its draft when there is one, that nobody has saved or published for four weeks (domain.md 1, 4;
    deadlines.plan_orord_dag). Once the plan is to be followed up, that says it: the same work is asked for once."""
    return _orord("jobbplan", f"JOIN {JOBBPLANENS_INSKRIVNING}", "i.jobbtorg_id", "true")


def arbetsplan_orord() -> str:
    """The same of the arbetsplan, while somebody at the responsible SDF holds the case."""
    villkor = "JOIN cases_aspirant a ON a.id = p.aspirant_id AND a.sdf_id = p.enhet_id"
    return _orord("arbetsplan", villkor, "p.enhet_id", SDF_HALLER)


def _orord(slag: str, join: str, enhet: str, villkor: str) -> str:
    rord = lokal("greatest(p.andrad_at, p.publicerad_at)")
    return f"""
    SELECT p.aspirant_id, p.id || ':' || {rord} AS nyckel, {enhet} AS enhet_id, {rord} AS fran,
        {rord} + %(plan_orord_dagar)s::int AS dag
    FROM jobbplaner_plan p {join}
    WHERE p.slag = '{slag}' AND p.ersatt_at IS NULL AND {villkor}
        AND (p.publicerad_at IS NULL OR coalesce({FOLJS_UPP} > %(today)s, true))
        AND NOT EXISTS (SELECT 1 FROM jobbplaner_plan u WHERE u.aspirant_id = p.aspirant_id AND u.slag = p.slag
            AND u.namnd_id = p.namnd_id AND u.publicerad_at IS NULL AND u.id <> p.id)"""


REGLER = [
    Regel(
        kod="forsta_plan",
        namn="Första jobbplanen",
        vad="Skriv första jobbplanen",
        varfor="Inskriven {fran}, ingen jobbplan är publicerad",
        atgard="Skriv jobbplan",
        sida="jobbplaner:jobbplan_edit",
        handbok="Första jobbplanen ska vara publicerad inom {jobbplan_arbetsdagar} arbetsdagar från inskrivningen. "
        "Jobbtorget bevakar, tills en jobbplan är publicerad.",
        kalla="domain 2.5, 11",
        sql=forsta_plan,
        arbetsdagar=True,
    ),
    Regel(
        kod="forsta_arbetsplan",
        namn="Första arbetsplanen",
        vad="Skriv arbetsplanen",
        varfor="Hos er sedan {fran}, ingen arbetsplan gäller",
        atgard="Skriv arbetsplan",
        sida="jobbplaner:arbetsplan_edit",
        handbok="Den som kan arbeta ska ha en arbetsplan inom {arbetsplan_arbetsdagar} arbetsdagar från att någon på "
        "stadsdelsförvaltningen fick ärendet. Stadsdelsförvaltningen bevakar så länge någon där är handläggare, tills "
        "en arbetsplan är publicerad. Den som har förmåga 0 procent bevakas inte.",
        kalla="domain 1, 2.2",
        sql=forsta_arbetsplan,
        arbetsdagar=True,
    ),
    Regel(
        kod="jobbplan_uppfoljning",
        namn="Jobbplanens nästa uppföljning",
        vad="Följ upp jobbplanen",
        varfor="Planen från {fran} ska följas upp senast då",
        atgard="Följ upp jobbplanen",
        sida="jobbplaner:jobbplan_uppfoljning",
        handbok="Jobbplanen som gäller ska följas upp den dag som står i den, och senast den dag då den slutar gälla. "
        "Jobbtorget bevakar, tills en ny version är publicerad.",
        kalla="domain 4",
        sql=jobbplan_uppfoljning,
    ),
    Regel(
        kod="arbetsplan_uppfoljning",
        namn="Arbetsplanens nästa uppföljning",
        vad="Följ upp arbetsplanen",
        varfor="Planen från {fran} ska följas upp senast då",
        atgard="Följ upp arbetsplanen",
        sida="jobbplaner:arbetsplan_uppfoljning",
        handbok="Arbetsplanen som gäller ska följas upp den dag som står i den, och senast den dag då den slutar "
        "gälla. Stadsdelsförvaltningen bevakar, efter slutdagen så länge någon där är handläggare.",
        kalla="domain 2.2, 4",
        sql=arbetsplan_uppfoljning,
    ),
    Regel(
        kod="jobbplan_orord",
        namn="Jobbplanen är orörd",
        vad="Se över jobbplanen",
        varfor="Ingen har ändrat i planen sedan {fran}",
        atgard="Öppna jobbplan",
        sida="jobbplaner:jobbplan_edit",
        handbok="Har ingen sparat eller publicerat något i jobbplanen eller dess utkast på {plan_orord_dagar} dagar "
        "ska jobbtorget se över den. Ska planen redan följas upp bevakas bara det.",
        kalla="domain 1, 4",
        sql=jobbplan_orord,
    ),
    Regel(
        kod="arbetsplan_orord",
        namn="Arbetsplanen är orörd",
        vad="Se över arbetsplanen",
        varfor="Ingen har ändrat i planen sedan {fran}",
        atgard="Öppna arbetsplan",
        sida="jobbplaner:arbetsplan_edit",
        handbok="Har ingen sparat eller publicerat något i arbetsplanen eller dess utkast på {plan_orord_dagar} dagar "
        "ska stadsdelsförvaltningen se över den, så länge någon där är handläggare. Ska planen redan följas upp "
        "bevakas bara det.",
        kalla="domain 1, 4",
        sql=arbetsplan_orord,
    ),
]
