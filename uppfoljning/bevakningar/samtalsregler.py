"""Rules about meetings that come back every so many months of an enrolment."""

from jobbplaner.enums import Motpart

from .regel import Regel, aterkommande


def _obesvarad(motpart: str) -> str:
    """No samtal with this third party answers the day d of i (deadlines._obesvarade): a passed day is answered by one
    held with all its parties, a coming one also by one booked. Cancelled ones, and those where a party was missing,
    answer nothing."""
    return f"""NOT EXISTS (
            SELECT 1 FROM jobbplaner_trepartssamtal t
            WHERE t.aspirant_id = i.aspirant_id AND t.motpart = '{motpart}' AND t.installt_at IS NULL
            AND (t.datum > d.fore OR (d.n = 1 AND t.datum = d.fore))
            AND CASE WHEN t.fulltaligt THEN t.datum <= CASE WHEN d.dag < %(today)s THEN d.efter ELSE d.dag END
                ELSE t.hallet_at IS NULL AND t.datum BETWEEN %(today)s AND d.dag END)"""


def trepartssamtal() -> str:
    """Every third month after inskrivning on which the person has no sysselsättning, and no samtal answers the day
    (domain 2.7; deadlines.trepartssamtal_att_bevaka). The last day passed and the next one."""
    return f"""
    SELECT i.aspirant_id, i.id || ':' || d.n AS nyckel, i.jobbtorg_id AS enhet_id, i.inskriven AS fran, d.dag
    FROM cases_inskrivning i JOIN cases_aspirant a ON a.id = i.aspirant_id
    LEFT JOIN cases_enhet sdf ON sdf.id = a.sdf_id
    CROSS JOIN {aterkommande("trepartssamtal_manader")}
    WHERE i.avslutad IS NULL
        AND (coalesce(sdf.namn = ANY (%(trepartssamtal_for_alla)s::text[]), false) OR NOT EXISTS (
            SELECT 1 FROM insatser_placering pl WHERE pl.aspirant_id = i.aspirant_id AND pl.fran <= d.dag
            AND (pl.avslutad IS NULL OR pl.avslutad >= d.dag)))
        AND {_obesvarad(Motpart.SOCIALTJANST)}"""


def gemensam_uppfoljning() -> str:
    """Joint follow-up with Arbetsförmedlingen after twelve months, then every year, until one has been held
    (domain 2.8; deadlines.uppfoljning_att_bevaka)."""
    return f"""
    SELECT i.aspirant_id, i.id || ':' || d.n AS nyckel, i.jobbtorg_id AS enhet_id, i.inskriven AS fran, d.dag
    FROM cases_inskrivning i CROSS JOIN {aterkommande("gemensam_uppfoljning_manader")}
    WHERE i.avslutad IS NULL AND {_obesvarad(Motpart.AF)}"""


REGLER = [
    Regel(
        kod="trepartssamtal",
        namn="Trepartssamtal",
        vad="Håll trepartssamtal",
        varfor="Inskriven {fran}, ingen sysselsättning den dagen",
        atgard="Öppna samtalen",
        sida="jobbplaner:samtal_list",
        handbok="Den som saknar sysselsättning {trepartssamtal_manader} månader efter inskrivningen ska ha ett "
        "trepartssamtal, sedan var {trepartssamtal_manader}:e månad så länge det är så. Jobbtorget bevakar, tills ett "
        "samtal är hållet med alla tre parter. Ett bokat samtal räcker tills dagen har kommit.",
        kalla="domain 2.7",
        sql=trepartssamtal,
    ),
    Regel(
        kod="gemensam_uppfoljning",
        namn="Gemensam uppföljning efter tolv månader",
        vad="Gemensam uppföljning med Arbetsförmedlingen",
        varfor="Inskriven sedan {fran}",
        atgard="Öppna samtalen",
        sida="jobbplaner:samtal_list",
        handbok="Efter {gemensam_uppfoljning_manader} månader som inskriven, och sedan varje år, ska jobbtorget följa "
        "upp tillsammans med Arbetsförmedlingen. Bevakningen försvinner när samtalet är hållet med Arbetsförmedlingen "
        "och aspiranten på plats eller på distans. Ett bokat samtal räcker tills dagen har kommit.",
        kalla="domain 2.8",
        sql=gemensam_uppfoljning,
    ),
]
