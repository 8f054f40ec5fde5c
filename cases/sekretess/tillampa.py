"""Applies matris.py to the database: functions, triggers, grants, policies, and a check that none is missing.

Runs after every `migrate` in one transaction as the owner, and does nothing when what is applied is current.
"""

import hashlib
from pathlib import Path

from django.db import connections, transaction

from config.database import APP_ROLE

from . import historik
from .dorrar import INRE_FUNKTIONER
from .matris import BARA_SYSTEMFORVALTAREN, EXEMPT, PROTECTED, Skydd
from .regelord import ADD, CHANGE, READ, REMOVE

HERE = Path(__file__).parent

# Whoever may make a table and execute a trigger function may let the owner's rights work on rows of their own making:
# a temporary table named cases_aspirant, and deleting from it would take a person's history with it. Firing a trigger
# that the owner has set asks for no right to execute.
OWN_TABLES_ARE_INERT = """
DO $$
DECLARE v_funktion regprocedure;
BEGIN
    FOR v_funktion IN SELECT oid FROM pg_proc
                       WHERE pronamespace = 'app'::regnamespace AND prorettype = 'trigger'::regtype LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_funktion);
    END LOOP;
END $$;
"""

# Of the database itself, so it goes with neither a copy nor a backup: done every time
NO_TEMPORARY_TABLES = """
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
"""


class MatrixIncompleteError(Exception):
    """A table has neither a rule nor a stated exemption; the application still has no access to it."""


def apply_matrix(using: str = "default") -> bool:
    """Bring the database to what the matrix says. Returns True when something had to be changed.

    Raises MatrixIncompleteError, leaving the previous state, when a relation is unknown to the matrix.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _check_complete(cursor)
        cursor.execute(NO_TEMPORARY_TABLES)
        script = _script(historik.columns(cursor))
        state = _fingerprint(cursor, script)
        cursor.execute("SELECT obj_description(to_regnamespace('app'), 'pg_namespace')")
        if cursor.fetchone()[0] == state:
            return False
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(script)
        cursor.execute(f"COMMENT ON SCHEMA app IS '{state}'")
    return True


def schema_is_whole(using: str = "default") -> bool:
    """False while only some migrations are applied; the application has no access until they all are."""
    with connections[using].cursor() as cursor:
        return PROTECTED.keys() | EXEMPT.keys() <= set(connections[using].introspection.table_names(cursor))


def _check_complete(cursor) -> None:
    """A partition stands under its table's rule, and lets nobody past it: row-level security on, nothing granted."""
    cursor.execute(
        "SELECT relname, coalesce(pg_partition_root(oid)::regclass::text, relname),"
        " relispartition AND NOT relrowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')"
    )
    known = PROTECTED.keys() | EXEMPT.keys()
    unknown = sorted(name for name, root, open_ in cursor.fetchall() if root not in known or open_)
    if unknown:
        raise MatrixIncompleteError(
            f"Tabeller utan regel i cases/sekretess/matris.py: {', '.join(unknown)}. Applikationen når dem inte."
        )


def _fingerprint(cursor, script: str) -> str:
    """Changes when the script does or when a table has been made anew. Partitions are made every month."""
    cursor.execute(
        "SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
    )
    return "matris " + hashlib.sha256((script + (cursor.fetchone()[0] or "")).encode()).hexdigest()


def _script(kolumner: dict[str, list[tuple[str, str]]]) -> str:
    parts = [
        "CREATE SCHEMA IF NOT EXISTS app;",
        *(path.read_text() for path in sorted(HERE.glob("*.sql"))),
        *(_triggers(table, rule) for table, rule in PROTECTED.items()),
        _person_triggers(),
        *(historik.triggers(table, rule, kolumner[table]) for table, rule in PROTECTED.items()),
        f"GRANT USAGE ON SCHEMA app TO {APP_ROLE};",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP_ROLE};",
        *(_grant(table, verbs) for table, verbs in EXEMPT.items()),
        *(_grant(table, rule.grant) for table, rule in PROTECTED.items()),
        *(_policies(table, rule) for table, rule in PROTECTED.items()),
        *(_policies(table, _systemforvaltarens(table)) for table in sorted(BARA_SYSTEMFORVALTAREN)),
        _trigger("a_konto", "BEFORE INSERT OR UPDATE", "cases_user", "konto_skrivs"),
        *(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC;" for function in INRE_FUNKTIONER),
        OWN_TABLES_ARE_INERT,
    ]
    return "\n".join(parts)


def _grant(table: str, verbs: tuple[str, ...]) -> str:
    return f"GRANT {', '.join(verbs)} ON {table} TO {APP_ROLE};"


def _policies(table: str, rule: Skydd) -> str:
    reads = _or_duty(rule.las, [d for d in ("statistik", "uppfoljning", "bevakning") if getattr(rule, d)])
    writes = _or_duty(rule.skriv, [d for d in ("uppfoljning", "bevakning") if getattr(rule, f"{d}_skriver")])
    policies = {
        "las": f"FOR SELECT TO {APP_ROLE} USING ({reads})",
        "lagg_till": f"FOR INSERT TO {APP_ROLE} WITH CHECK ({writes})",
        "andra": f"FOR UPDATE TO {APP_ROLE} USING ({writes}) WITH CHECK ({writes})",
        "ta_bort": f"FOR DELETE TO {APP_ROLE} USING ({writes})",
    }
    granted = {"las": READ, "lagg_till": ADD, "andra": CHANGE, "ta_bort": REMOVE}
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n" + "\n".join(
        f"DROP POLICY IF EXISTS {name} ON {table};"
        + (f"\nCREATE POLICY {name} ON {table} {body};" if granted[name] in rule.grant else "")
        for name, body in policies.items()
    )


def _systemforvaltarens(table: str) -> Skydd:
    return Skydd("true", "'systemforvaltare' = ANY ((SELECT app.roller())::text[])", EXEMPT[table])


def _or_duty(rule: str, duties: list[str]) -> str:
    if not duties:
        return rule
    names = ", ".join(f"'{duty}'" for duty in duties)
    return f"({rule}) OR (SELECT app.syfte() IN ({names}))"


NO_AKTDEL = {
    "cases_aspirant",
    "cases_kontohandelse",
    "cases_lasning",
    "cases_nodgranskning",
    "cases_nummerfraga",
    "cases_nummerhandelse",
    "cases_skyddsandring",
    "cases_skyddsbehorighet",
    "cases_vikariat",
    "uppfoljning_registerrad",
}


# Columns that `synlig_for` of a row follows, beside those of the person and of what the row is part of
FOLJS = ("handling_id", "sdf_id", "jobbtorg_id", "ny_plan_id")


def aktdelar() -> list[str]:
    """Tables whose rows copy `enheter` and `skydd` from their person."""
    return [table for table in PROTECTED if table not in NO_AKTDEL]


def _triggers(table: str, rule: Skydd) -> str:
    """Fill the columns that the policies read, and pass changes on."""
    if table in NO_AKTDEL:
        return ""
    synlig = f"NEW.synlig_for := {rule.synlig};" if rule.synlig else ""
    columns = "aspirant_id, enheter, skydd" + (", synlig_for" if rule.synlig else "")
    columns += "".join(f", {name}" for name in FOLJS if f"NEW.{name}" in rule.synlig)
    sql = _function(
        f"rad_{table}",
        "SELECT a.enheter, a.skydd INTO STRICT NEW.enheter, NEW.skydd FROM cases_aspirant a"
        f" WHERE a.id = NEW.aspirant_id; {synlig} RETURN NEW;",
    )
    sql += _trigger("a_sekretess", f"BEFORE INSERT OR UPDATE OF {columns}", table, f"rad_{table}")
    if rule.medfoljande:
        body = " ".join(
            f"UPDATE {child} SET synlig_for = synlig_for WHERE {column} = NEW.id;" for child, column in rule.medfoljande
        )
        sql += _function(f"efter_{table}", body + " RETURN NULL;")
        when = "synlig_for" + (", handling_id" if "NEW.handling_id" in rule.synlig else "")
        sql += _trigger("b_medfoljande", f"AFTER UPDATE OF {when}", table, f"efter_{table}")
    return sql


def _person_triggers() -> str:
    # EXCEPT and not a join: transition tables have no statistics, and twenty thousand rows were joined by a nested loop
    moved = "SELECT id FROM (SELECT id, enheter, skydd FROM nya EXCEPT SELECT id, enheter, skydd FROM gamla) flyttade"
    spread = " ".join(
        f"UPDATE {table} t SET enheter = t.enheter, skydd = t.skydd FROM ({moved}) x WHERE t.aspirant_id = x.id;"
        for table in aktdelar()
    )
    quick = f"IF NOT EXISTS ({moved}) THEN RETURN NULL; END IF; "
    changed = "REFERENCING OLD TABLE AS gamla NEW TABLE AS nya"
    added = "REFERENCING NEW TABLE AS nya"
    columns = "sdf_id, registrerad_vid_id, enheter, fornamn, efternamn, fornamn_sok, efternamn_sok"
    return (
        _trigger("a_sekretess", f"BEFORE INSERT OR UPDATE OF {columns}", "cases_aspirant", "aspirant_rad")
        + _trigger("a_skydd", "BEFORE INSERT OR UPDATE OF skydd", "cases_aspirant", "skydd_genom_dorren")
        + _function("aspirant_spridning", quick + spread + " RETURN NULL;")
        + _trigger("b_spridning", "AFTER UPDATE", f"cases_aspirant {changed}", "aspirant_spridning", "STATEMENT")
        + _trigger("d_nummer", "AFTER INSERT OR UPDATE OF nummer", "cases_aspirant", "nummer_taget")
        + _trigger("b_nummer", "BEFORE INSERT", "cases_tidigarenummer", "tidigare_var_personens")
        + _trigger("c_namn", "AFTER INSERT", f"cases_aspirant {added}", "nya_namn", "STATEMENT")
        + _trigger("c_namn_andrat", "AFTER UPDATE OF fornamn, efternamn", "cases_aspirant", "andrat_namn")
        + _trigger("c_enhet", "AFTER INSERT", f"cases_remiss {added}", "ny_enhet_jobbtorg", "STATEMENT")
        + _trigger("c_enhet", "AFTER INSERT", f"cases_inskrivning {added}", "ny_enhet_jobbtorg", "STATEMENT")
        + _trigger("c_enhet", "AFTER INSERT", f"cases_sdfansvar {added}", "ny_enhet_sdf", "STATEMENT")
        + _trigger("c_skyddade", "AFTER INSERT", "uppfoljning_registerrad", "registrets_skyddade", "STATEMENT")
        + _trigger("c_register", "AFTER INSERT OR UPDATE OF skydd, nummer", "cases_aspirant", "skydd_till_registret")
        # Units alone do not tell: a person may come back to an SDF that was responsible before
        + _function(
            "remissens_ansvariga",
            "UPDATE cases_remiss SET synlig_for = synlig_for WHERE aspirant_id = NEW.id; RETURN NULL;",
        )
        + _trigger("c_ansvariga", "AFTER UPDATE OF sdf_id", "cases_aspirant", "remissens_ansvariga")
        + _trigger("c_mottagare", "AFTER INSERT", "cases_utlamnande", "ny_mottagare")
    )


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION app.{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $$ BEGIN {body} END $$;\n"
    )


def _trigger(name: str, event: str, table: str, function: str, each: str = "ROW") -> str:
    bare = table.split()[0]
    return (
        f"DROP TRIGGER IF EXISTS {name} ON {bare};\n"
        f"CREATE TRIGGER {name} {event} ON {table} FOR EACH {each} EXECUTE FUNCTION app.{function}();\n"
    )
