"""Keeps the table Bevakning equal to what the rules say, of the whole city by night and of one person on change.

One statement per rule, each right by itself: what the rule no longer says goes, what it says is added or changed, what
a person closed stays away. Killed half-way, the next run ends right. Needs the identity som_system("bevakning").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from .parametrar import arguments
from .regel import Regel
from .regler import REGLER

LAS = "bevakningar"
PER_GANG = 500
# A constant reaches every table that is joined on the person; of a list each rule reads a little more
ONE, MANY = "AND {rad}.aspirant_id = %(person)s", "AND {rad}.aspirant_id = ANY (%(personer)s)"

# What the rule says, less what a person has closed, with what a person put off. The latest act for a key counts.
NU = """
SELECT r.aspirant_id, r.nyckel, r.enhet_id, r.fran, r.dag, CASE WHEN g.slag = 'skjut_upp' THEN g.till END AS uppskjuten
FROM ({sql}) r LEFT JOIN LATERAL (
    SELECT g.slag, g.till FROM uppfoljning_bevakningsatgard g
    WHERE g.regel = '{regel}' AND g.nyckel = r.nyckel AND g.enhet_id = r.enhet_id ORDER BY g.id DESC LIMIT 1) g ON true
WHERE coalesce(g.slag, '') <> 'stang' {person}"""
REFRESH = """
WITH nu AS MATERIALIZED ({nu}),
bort AS (
    DELETE FROM uppfoljning_bevakning b WHERE b.regel = '{regel}' {person_b}
        AND NOT EXISTS (SELECT 1 FROM nu WHERE nu.nyckel = b.nyckel AND nu.enhet_id = b.enhet_id)
    RETURNING 1),
skrivna AS (
    INSERT INTO uppfoljning_bevakning AS b (aspirant_id, regel, nyckel, enhet_id, fran, dag, uppskjuten_till,
        galler_dag, egen_id, enheter, skydd)
    SELECT aspirant_id, '{regel}', nyckel, enhet_id, fran, dag, uppskjuten, coalesce(uppskjuten, dag), {egen}, '{{}}', 0
    FROM nu ORDER BY nu.nyckel
    ON CONFLICT (regel, nyckel, enhet_id) DO UPDATE SET fran = excluded.fran, dag = excluded.dag,
        uppskjuten_till = excluded.uppskjuten_till, galler_dag = excluded.galler_dag
    WHERE (b.fran, b.dag, b.uppskjuten_till) IS DISTINCT FROM (excluded.fran, excluded.dag, excluded.uppskjuten_till)
    RETURNING 1)
SELECT (SELECT count(*) FROM nu), (SELECT count(*) FROM skrivna), (SELECT count(*) FROM bort)"""


@dataclass(frozen=True, slots=True)
class Uppdatering:
    """Bevakningar there are, those added or changed, those taken away."""

    alla: int = 0
    skrivna: int = 0
    bort: int = 0

    def __add__(self, other: "Uppdatering") -> "Uppdatering":
        return Uppdatering(self.alla + other.alla, self.skrivna + other.skrivna, self.bort + other.bort)

    def __str__(self) -> str:
        return f"{self.alla} bevakningar, {self.skrivna} nya eller ändrade, {self.bort} borttagna"


def compute(*, today: date, person: int | None = None) -> set[tuple]:
    """(regel, aspirant, nyckel, enhet, fran, dag, uppskjuten till) as the rules say now, read only."""
    given = {**arguments(today), "person": person}
    with connection.cursor() as cursor:
        rows = set()
        for regel in REGLER.values():
            cursor.execute(_nu(regel, ONE if person else ""), given)
            rows |= {(regel.kod, *row) for row in cursor.fetchall()}
        return rows


def said(*, today: date, person: int) -> set[tuple[str, str, int]]:
    """(regel, nyckel, enhet) that the rules say of one person, whatever people have closed. One query."""
    delar = [f"SELECT '{r.kod}', r.nyckel, r.enhet_id FROM ({r.sql()}) r WHERE r.aspirant_id = %(person)s"
             for r in REGLER.values()]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(delar), {**arguments(today), "person": person})
        return set(cursor.fetchall())


def refresh(*, today: date) -> Uppdatering:
    """Every rule for everybody, each in a transaction of its own. Two at once are safe: the second waits."""
    given, total = arguments(today), Uppdatering()
    for regel in REGLER.values():
        total += _refresh(regel, given, None)
    return total


def refresh_person(*, aspirant_id: int, today: date) -> Uppdatering:
    """Every rule for one person: what the facts of one person can change."""
    return refresh_persons(aspirant_ids=[aspirant_id], today=today)


def refresh_persons(*, aspirant_ids: Sequence[int], today: date) -> Uppdatering:
    """The same for many, one statement per rule for each PER_GANG of them, in a transaction."""
    given, total, alla = arguments(today), Uppdatering(), sorted(set(aspirant_ids))
    for fran in range(0, len(alla), PER_GANG):
        total += _refresh_some(alla[fran : fran + PER_GANG], given)
    return total


@transaction.atomic
def _refresh_some(personer: list[int], given: dict) -> Uppdatering:
    total = Uppdatering()
    for regel in REGLER.values():
        total += _refresh(regel, given, personer)
    return total


@transaction.atomic
def _refresh(regel: Regel, given: dict, personer: list[int] | None) -> Uppdatering:
    where = "" if personer is None else ONE if len(personer) == 1 else MANY
    sql = REFRESH.format(
        nu=_nu(regel, where),
        regel=regel.kod,
        person_b=where.format(rad="b"),
        egen="nyckel::bigint" if regel.egen else "NULL",
    )
    with connection.cursor() as cursor:
        _wait(cursor, personer)
        cursor.execute(sql, {**given, "person": personer and personer[0], "personer": personer})
        return Uppdatering(*cursor.fetchone())


def _wait(cursor, personer: list[int] | None) -> None:
    """One at a time for each person, in the order of their keys, and nobody while all are computed: what is read must
    still hold when it is written."""
    if personer is None:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LAS])
    else:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0)),"
            " (SELECT count(pg_advisory_xact_lock(hashtextextended(%s || ' ' || p, 0))) FROM unnest(%s::bigint[]) p)",
            [LAS, LAS, personer],
        )


def _nu(regel: Regel, where: str) -> str:
    return NU.format(sql=regel.sql(), regel=regel.kod, person=where.format(rad="r"))
