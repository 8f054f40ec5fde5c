"""One table: role × table of the database → rows seen and what may be written, by raw SQL as the application.

Complete by construction: a table of the matrix without a line here fails, and so does one the scene has no row in
(tests/radscen.py). A cell is the number of rows the role reads and the letters of what it may write:
a = add (INSERT of a copy of such a row passes the policies), c = change (UPDATE touches a row), d = delete.
"0" = nothing at all. The scene: domain.md section 9 for one person of SDF Spånga-Tensta, enrolled at Jobbtorg Kista.
"""

import json

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from cases.models import Aspirant, Skyddsbehorighet
from cases.sekretess.identitet import som_anvandare, som_ingen, som_system
from cases.sekretess.matris import BARA_SYSTEMFORVALTAREN, PROTECTED
from tests.conftest import TODAY, owner
from tests.radscen import empty_tables, radscen

pytestmark = pytest.mark.django_db

STAFF = ["sara", "stina", "hanna", "carl", "sam", "eva", "vera", "nina", "sven", "registeransvarig"]
ROLES = ["ingen", *STAFF, "statistik", "uppfoljning", "bevakning"]
# Rows that are the reader's own, or of the staff, and name no case by themselves
OWN = {
    "cases_kontohandelse",
    "cases_lasning",
    "cases_nodgranskning",
    "cases_nodoppning",
    "cases_nummerfraga",
    "cases_nummerhandelse",
    "cases_skyddsandring",
    "cases_skyddsbehorighet",
    "cases_vikariat",
}

#                                  n   SDF        other the jobbtorg      other roles without  duties
#                                  o                SDF                jobbtorg persons
#                                  body sara stina hanna carl  sam   eva   vera  ni sv ru  sta upp
TABELL = {
    # identity, contact, dates, and that something exists
    "cases_aspirant":                 "0   1ac  1ac   0    1c    1c    1c    0     0  0  0   1   1   1",
    "cases_namndel":                  "0   2    2     0    2     2     2     0     0  0  0   0   0   0",
    "cases_tidigarenummer":           "0   1a   1a    0    1a    1a    1a    0     0  0  0   0   1   1",
    "cases_hushallbarn":              "0   1acd 1acd  0    1acd  1acd  1acd  0     0  0  0   0   0   0",
    "cases_sdfansvar":                "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   1   0   0",
    "cases_handlaggare":              "0   2acd 2acd  0    2acd  2acd  2acd  0     0  0  0   0   0   2",
    "cases_samordnare":               "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   0   0   1",
    "cases_remiss":                   "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   1   0   1",
    "cases_afprogram":                "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   0   0   0",
    "cases_avslutsfoljd":             "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   0   0   1",
    "cases_langsiktigtstod":          "0   1acd 1acd  0    1acd  1acd  1acd  0     0  0  0   0   0   1",
    "cases_remisspaminnelse":         "0   1a   1a   0    1a    1a    1a    0     0  0  0   0   0   0",
    "cases_inskrivning":              "0   2ac  2ac   0    2ac   2ac   2ac   0     0  0  0   2   2   2",
    "jobbplaner_trepartssamtal":      "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   1   0   1",
    "jobbplaner_samtalsflytt":        "0   1a   1a    0    1a    1a    1a    0     0  0  0   0   0   0",
    "insatser_placering":             "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   1   0   1",
    # what passes between nämnder
    "cases_samtycke":                 "0   1ac  1ac   0    1ac   1ac   1ac   0     0  0  0   0   0   1",
    "cases_utlamnande":               "0   1    1    0    1a    1a    1a    0     0  0  0   0   0   1",
    "cases_externutlamnande":         "0   0    0     0    1ac   1ac   1ac   0     0  0  0   0   0   0",
    # documents: the jobbplan is handed over to the SDF, the arbetsplan and the protokoll are not handed over
    "cases_handling":                 "0   2    2     0    3a    3a    3a    0     0  0  0   0   0   0",
    "jobbplaner_plan":                "0   2cd  2cd   0    1acd  1acd  1acd  0     0  0  0   2   0   2",
    "jobbplaner_delmal":              "0   4cd  4cd   0    2acd  2acd  2acd  0     0  0  0   0   0   0",
    # the follow-up of the jobbplan has led to no version that is handed over yet
    "jobbplaner_planuppfoljning":     "0   0    0     0    1ac   1ac   1ac   0     0  0  0   0   0   0",
    "jobbplaner_delmalsutfall":       "0   0    0     0    2ac   2ac   2ac   0     0  0  0   0   0   0",
    "jobbplaner_samtalsprotokoll":    "0   0    0     0    1ac   1ac   1ac   0     0  0  0   0   0   0",
    "jobbplaner_deltagare":           "0   0    0     0    1acd  1acd  1acd  0     0  0  0   0   0   0",
    "jobbplaner_agendapunkt":         "0   0    0     0    1acd  1acd  1acd  0     0  0  0   0   0   0",
    "jobbplaner_overenskommenpunkt":  "0   0    0     0    1acd  1acd  1acd  0     0  0  0   0   0   0",
    "insatser_genomforandeplan":      "0   0    0     0    1ac   1ac   1ac   0     0  0  0   0   0   0",
    "cases_overlamning":              "0   1a   1a    0    0     0     0     0     0  0  0   0   0   0",
    # kartläggning: a draft and a completed one, whose two parts are handlingar; none is handed over
    "jobbplaner_kartlaggning":        "0   0    0     0    2ac   2ac   2ac   0     0  0  0   0   0   0",
    "jobbplaner_kartlaggningsdel":    "0   0    0     0    1ac   1ac   1ac   0     0  0  0   0   0   0",
    "jobbplaner_formagebedomning":    "0   0    0     0    1acd  1acd  1acd  0     0  0  0   0   0   0",
    "jobbplaner_instrumentresultat":  "0   0    0     0    1acd  1acd  1acd  0     0  0  0   0   0   0",
    # the journal: carl's draft and his signed note, whose file is locked with it
    "cases_journalanteckning":        "0   0    0     0    2acd  1     2     0     0  0  0   0   0   0",
    "cases_bilaga":                   "0   0    0     0    1     1     1     0     0  0  0   0   0   0",
    # history of the person, of the jobbplan before it was handed over, of the arbetsplan; nobody writes it
    "cases_andring":                  "0   2    2     0    2     2     2     0     0  0  0   0   0   0",
    # the SDF's register; checkpoints go to the jobbtorg by the standing utlämnande
    "uppfoljning_registerrad":        "0   1    1     0    0     0     0     0     0  0  0   0   1   1",
    "uppfoljning_checkpoint":         "0   1    1     0    1     1     1     0     0  0  0   1   1acd   1",
    "uppfoljning_checkpointhistorik": "0   1    1     0    1     1     1     0     0  0  0   0   1ad   0",
    # what is due: the unit that acts (here the jobbtorg), and the duty that computes it
    "uppfoljning_bevakning":          "0   0    0     0    1     1     1     0     0  0  0   0   0   1acd",
    "uppfoljning_bevakningsatgard":   "0   0    0     0    2a    2a    2a    0     0  0  0   0   0   2",
    "uppfoljning_egenbevakning":      "0   0    0     0    2a    2a    2a    0     0  0  0   0   0   2",
    # staff, no case: who stands in for whom
    "cases_vikariat":                 "0   2a   2a    2    2     2     2     2     0  0  0   0   0   0",
    # nödöppningar: the opener, and the chefs of both sides
    "cases_nodoppning":               "0   0    1     1    0     0     1     0     0  0  0   0   0   0",
    # and what the chefs found, each side its own
    "cases_nodgranskning":            "0   0    1     0    0     0     0     0     0  0  0   0   0   0",
    # each their own; of the reading log what carl was shown, not what he was refused
    "cases_lasning":                  "0   0    0     0    1     0     0     0     0  0  0   0   0   0",
    "cases_nummerfraga":              "0   1    0     1    0     0     0     0     0  0  0   0   0   0",
    "cases_nummerhandelse":           "0   0    0     0    0     0     0     0     0  0  1   0   0   0",
    "cases_kontohandelse":            "0   1    0     0    0     0     0     0     0  0  0   0   0   0",
    # the named list: each their own, and all of it for the named (here carl; sara set the level)
    "cases_skyddsbehorighet":         "0   0    0     0    1     0     0     0     0  0  0   0   0   0",
    "cases_skyddsandring":            "0   1    0     0    1     0     0     0     0  0  0   0   0   0",
}  # fmt: skip


class Undo(Exception):
    """Ends a try; nothing of it stays."""


def identity(s, role):
    if role == "ingen":
        return som_ingen()
    if role in ("statistik", "uppfoljning", "bevakning"):
        return som_system(role)
    return som_anvandare(getattr(s.stad, role).pk, today=TODAY)


def tried(sql, params=()) -> int | None:
    """Rows that a statement touched, or None when the database refused it; undone again.

    A broken constraint means that the policies had let the row through.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            count = cursor.rowcount
            raise Undo
    except Undo:
        return count
    except ProgrammingError:
        return None
    except DatabaseError:
        return 1


def sample_rows() -> dict[str, str]:
    """One row of each table as JSON, with a key of its own."""
    rows = {}
    with owner(), connection.cursor() as cursor:
        for table in [*PROTECTED, *BARA_SYSTEMFORVALTAREN, "cases_user"]:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id LIMIT 1")
            row = json.loads((cursor.fetchone() or ["{}"])[0])
            rows[table] = json.dumps({**row, "id": 987_654_321})
    return rows


def writes(table: str, row: str) -> str:
    insert = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)"
    return (
        ("a" if tried(insert, [row]) else "")
        + ("c" if tried(f"UPDATE {table} SET id = id") else "")
        + ("d" if tried(f"DELETE FROM {table}") else "")
    )


def cell(table: str, row: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return f"{cursor.fetchone()[0]}{writes(table, row)}"


def whole_table(s) -> dict[str, str]:
    cells, rows = {table: [] for table in PROTECTED}, sample_rows()
    for role in ROLES:
        with identity(s, role):
            for table in PROTECTED:
                cells[table].append(cell(table, rows[table]))
    return {table: " ".join(line) for table, line in cells.items()}


def test_the_scene_has_a_row_in_every_table():
    radscen()
    assert empty_tables() == set()


def test_every_role_reads_and_writes_what_the_table_says():
    expected = {table: " ".join(line.split()) for table, line in TABELL.items()}
    assert whole_table(radscen()) == expected


def test_of_a_protected_person_each_role_sees_nothing_but_the_named():
    s, rows = radscen(), sample_rows()
    with owner():
        Aspirant.objects.filter(pk=s.person.pk).update(skydd=1)
        Skyddsbehorighet.objects.all().delete()
        Skyddsbehorighet.objects.create(aspirant=s.person, user=s.stad.eva, fran=TODAY)
    seen = {}
    for role in STAFF:
        with identity(s, role):
            seen[role] = {t for t in PROTECTED if t not in OWN and cell(t, rows[t]).replace("a", "") != "0"}
    expected = {t for t, line in TABELL.items() if t not in OWN and line.split()[ROLES.index("eva")] != "0"}
    assert {role: tables for role, tables in seen.items() if tables} == {"eva": expected}


@pytest.mark.parametrize("table", sorted(BARA_SYSTEMFORVALTAREN | {"cases_user"}))
def test_users_units_codes_and_parameters_are_written_by_the_systemforvaltare_alone(table):
    s, rows = radscen(), sample_rows()
    writers = []
    for role in ROLES:
        with identity(s, role):
            insert = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)"
            change = "is_active = NOT is_active" if table == "cases_user" else "id = id"
            if tried(insert, [rows[table]]) or tried(f"UPDATE {table} SET {change}"):
                writers.append(role)
    assert writers == ["sven"]
