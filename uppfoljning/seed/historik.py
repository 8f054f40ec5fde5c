"""History for the demo's akter: what would have been written had people made them by hand. Set-based, as the owner."""

from django.db import connection

INTO = "INSERT INTO cases_andring (aspirant_id, at, tabell, rad, del_av, slag, falt, av_id, sida, referens, synlig_for,"
INTO += " enheter, skydd)"
OWN = "ARRAY[p.namnd_id]"


def _rows(*, at, tabell, rad, falt, av, sida, referens, fran, slag="andrad", del_av="NULL", synlig="NULL") -> str:
    """One INSERT; arguments are SQL over the rows `fran`, whose person is `aspirant`."""
    return (
        f"{INTO} SELECT aspirant, {at}, '{tabell}', {rad}, {del_av}, '{slag}', {falt}, {av}, '{sida}', {referens},"
        f" {synlig}, '{{}}', 0 FROM {fran}"
    )


DRAFT = "p.publicerad_at - interval '40 minutes'"
PLANER = "(SELECT q.*, q.aspirant_id AS aspirant FROM jobbplaner_plan q WHERE q.publicerad_at IS NOT NULL) p"
DELMAL = (
    "(SELECT d.id, d.plan_id, q.namnd_id, q.skapad_av_id, q.publicerad_at, d.aspirant_id AS aspirant"
    " FROM jobbplaner_delmal d JOIN jobbplaner_plan q ON q.id = d.plan_id WHERE q.publicerad_at IS NOT NULL) p"
)
BYTEN = (
    "(SELECT t.*, a.nummer AS nu, a.nummerslag AS slag_nu, t.aspirant_id AS aspirant FROM cases_tidigarenummer t"
    " JOIN cases_aspirant a ON a.id = t.aspirant_id) b"
)
AVSLUT = "(SELECT i.*, i.aspirant_id AS aspirant FROM cases_inskrivning i WHERE i.avslutad_av_id IS NOT NULL) i"
# Every third person gave a telephone number first to the one who holds the case at the jobbtorg
TELEFON = (
    "(SELECT DISTINCT ON (a.id) a.id AS aspirant, a.telefon, h.user_id, h.fran FROM cases_aspirant a"
    " JOIN cases_handlaggare h ON h.aspirant_id = a.id JOIN cases_enhet e ON e.id = h.enhet_id"
    " WHERE a.id % 3 = 0 AND a.telefon <> '' AND e.slag = 'jobbtorg' ORDER BY a.id, h.fran DESC, h.id DESC) t"
)
STATEMENTS = (
    _rows(
        slag="ny", tabell="jobbplaner_plan", fran=PLANER, at=DRAFT, rad="p.id", falt="'{}'::jsonb", av="p.skapad_av_id",
        sida="jobbplaner:jobbplan_edit", referens="'DU-' || p.id", synlig=OWN,
    ),
    _rows(
        slag="ny", tabell="jobbplaner_delmal", fran=DELMAL, at=DRAFT, rad="p.id", del_av="p.plan_id",
        falt="'{}'::jsonb", av="p.skapad_av_id", sida="jobbplaner:jobbplan_edit", referens="'DU-' || p.plan_id",
        synlig=OWN,
    ),
    _rows(
        tabell="jobbplaner_plan", fran=PLANER, at=DRAFT, rad="p.id", av="p.skapad_av_id",
        falt="jsonb_build_object('mal', jsonb_build_array('', p.mal), 'nasta_uppfoljning',"
        " jsonb_build_array(NULL, p.nasta_uppfoljning - 14))",
        sida="jobbplaner:jobbplan_edit", referens="'DU-' || p.id", synlig=OWN,
    ),
    _rows(
        tabell="jobbplaner_plan", fran=PLANER, at="p.publicerad_at - interval '5 minutes'", rad="p.id",
        av="p.publicerad_av_id", sida="jobbplaner:jobbplan_edit", referens="'DN-' || p.id", synlig=OWN,
        falt="jsonb_build_object('nasta_uppfoljning',"
        " jsonb_build_array(p.nasta_uppfoljning - 14, p.nasta_uppfoljning))",
    ),
    _rows(
        tabell="jobbplaner_plan", fran=PLANER, at="p.publicerad_at", rad="p.id", av="p.publicerad_av_id",
        sida="jobbplaner:jobbplan_edit", referens="'DP-' || p.id", synlig=OWN,
        falt="jsonb_build_object('publicerad_at', jsonb_build_array(NULL, p.publicerad_at))",
    ),
    _rows(
        tabell="cases_inskrivning", fran=AVSLUT, at="i.avslutad + interval '14 hours'", rad="i.id",
        av="i.avslutad_av_id", sida="cases:avslut", referens="'DA-' || i.id",
        falt="jsonb_build_object('avslutad', jsonb_build_array(NULL, i.avslutad), 'avslutsorsak_id',"
        " jsonb_build_array(NULL, i.avslutsorsak_id), 'sagt_av', jsonb_build_array('', i.sagt_av))",
    ),
    _rows(
        tabell="cases_aspirant", fran=BYTEN, at="b.bytt_at", rad="b.aspirant", av="b.bytt_av_id",
        sida="cases:nummerbyte", referens="'DB-' || b.id",
        falt="jsonb_build_object('nummer', jsonb_build_array(b.nummer, b.nu), 'nummerslag',"
        " jsonb_build_array(b.nummerslag, b.slag_nu))",
    ),
    _rows(
        tabell="cases_aspirant", fran=TELEFON, at="t.fran + interval '10 hours 12 minutes'", rad="t.aspirant",
        av="t.user_id", sida="cases:uppgifter", referens="'DT-' || t.aspirant",
        falt="jsonb_build_object('telefon', jsonb_build_array('', t.telefon))",
    ),
)  # fmt: skip


def write_history() -> int:
    """Rows written. The SDF's own plans say their own page."""
    antal = 0
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)
            antal += cursor.rowcount
        cursor.execute(
            "UPDATE cases_andring a SET sida = 'jobbplaner:arbetsplan_edit' FROM jobbplaner_plan p"
            " WHERE p.slag = 'arbetsplan' AND p.id = CASE a.tabell WHEN 'jobbplaner_plan' THEN a.rad"
            " WHEN 'jobbplaner_delmal' THEN a.del_av END"
        )
    return antal
