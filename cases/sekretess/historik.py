"""Which tables keep history, of which columns, read by whom: from the matrix, so that a new table has it by itself."""

from .matris import Skydd
from .regelord import AKT, DOKUMENT, HANDLING, JOURNAL, KANSLIGT, MELLAN, OMARKT_HANDLING, PERSON

# Filled by the database, saying what the history says anyway, or that someone has read: a change of these alone is no
# change. The level of protection has a history of its own (cases_skyddsandring): once it is lifted, colleagues learn
# nothing of it here
INGET_FAKTUM = {
    "enheter",
    "fornamn_sok",
    "efternamn_sok",
    "skydd",
    "synlig_for",
    "version",
    "kalenderversion",
    "andrad_at",
    "andrad_av_id",
    "sedd_at",
}
TRIGGERS = ("z_historik", "z_historik_andrad", "z_historik_synlig", "z_historik_utan_adress")
# A rule that is none of these is history that only the owner's login reads, until someone has decided
LASARE = {
    PERSON: "akt",
    AKT: "akt",
    DOKUMENT: "dokument",
    HANDLING: "dokument",
    OMARKT_HANDLING: "dokument",
    JOURNAL: "dokument",
    KANSLIGT: "dokument",
    MELLAN: "mellan",
}


def columns(cursor) -> dict[str, list[tuple[str, str]]]:
    """Column names and types of every table in public, in order."""
    cursor.execute(
        "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a JOIN pg_class c"
        " ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for table, name, kind in cursor.fetchall():
        found.setdefault(table, []).append((name, kind))
    return found


def triggers(table: str, rule: Skydd, kolumner: list[tuple[str, str]]) -> str:
    """SQL that gives the table its history, or takes it away where the matrix says why it has none."""
    sql = "".join(f"DROP TRIGGER IF EXISTS {name} ON {table};\n" for name in TRIGGERS)
    if not has_history(table, rule, kolumner):
        return sql
    utan = _without(kolumner)
    facts = [name for name, _ in kolumner if name not in utan]
    call = f"app.historik('{LASARE.get(rule.las, 'stangd')}', '{rule.del_av}', '{{{','.join(sorted(utan))}}}')"
    changed = f"({_row('OLD', facts)} IS DISTINCT FROM {_row('NEW', facts)})"
    if rule.historik_fran:
        changed = f"(NEW.{rule.historik_fran} IS NOT NULL AND {changed})"
    else:
        sql += _trigger(table, "z_historik", "INSERT OR DELETE", "", call)
    sql += _trigger(table, "z_historik_andrad", "UPDATE", changed, call)
    if table == "cases_aspirant":
        hidden = "(NEW.skydd = 2 AND OLD.skydd <> 2)"
        sql += _trigger(table, "z_historik_utan_adress", "UPDATE", hidden, "app.historik_utan_adress()")
    if rule.synlig:
        shrunk = "(NOT OLD.synlig_for <@ NEW.synlig_for)"
        sql += _trigger(table, "z_historik_synlig", "UPDATE", shrunk, "app.historik_synlig()")
    return sql


def has_history(table: str, rule: Skydd, kolumner: list[tuple[str, str]]) -> bool:
    """Rows of a person, unless the matrix says why not."""
    persons = table == "cases_aspirant" or "aspirant_id" in {name for name, _ in kolumner}
    return persons and not rule.utan_historik


def _without(kolumner: list[tuple[str, str]]) -> set[str]:
    """Columns that are no facts. A file has its checksum."""
    return {name for name, kind in kolumner if name in INGET_FAKTUM or kind == "bytea"}


def _row(record: str, names: list[str]) -> str:
    return f"ROW({', '.join(f'{record}.{name}' for name in names)})"


def _trigger(table: str, name: str, event: str, when: str, call: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{condition} EXECUTE FUNCTION {call};\n"
