"""The words of the matrix: what a row is asked of its reader, as SQL."""

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"

ENHETER = "(SELECT app.enheter())"
CHEF = "app.roller() @> '{enhetschef}'"
NAMNDER = "(SELECT app.namnder())"


def among(key: str, function: str) -> str:
    return f"{key} = ANY ((SELECT app.{function}())::bigint[])"


def works_with(key: str) -> str:
    """The reader's unit may see the person (or, at a unit that shows only assigned persons, the reader holds them)
    and, for protected persons, the reader is on the named list.

    Those that a reader sees one by one (assigned, or named) are listed when the identity is set, so that a policy has
    two things to ask and not four: half the time of planning, and of each row (docs/adr/0016).
    """
    return _unit_or(among(key, "enskilda"))


def sees_person(key: str) -> str:
    """Whoever works with the person, and whoever has opened the akt by nödöppning, for reading only."""
    return _unit_or(among(key, "enskilda_las"))


def _unit_or(one_by_one: str) -> str:
    return f"((skydd = 0 AND arrayoverlap(enheter, {ENHETER})) OR {one_by_one})"


PERSON = sees_person("id")
AKT = sees_person("aspirant_id")
SKRIV_PERSON = works_with("id")
SKRIV_AKT = works_with("aspirant_id")
DOKUMENT = f"{AKT} AND arrayoverlap(synlig_for, {NAMNDER})"
# For those who work with the person alone: a nödöppning opens neither the sensitive part nor the file made of it
KANSLIGT = f"{SKRIV_AKT} AND arrayoverlap(synlig_for, {NAMNDER})"
HANDLING = f"{DOKUMENT} AND ('kartlaggning_kanslig' NOT IN (typ, ur_typ) OR {SKRIV_AKT})"
# One from under a former identity is the named's alone (glom_identitet)
OMARKT_HANDLING = f"{HANDLING} AND (NOT tidigare_identitet OR {among('aspirant_id', 'skydd')})"
EGET_DOKUMENT = f"{SKRIV_AKT} AND namnd_id = ANY ({NAMNDER}::bigint[])"
PART = f"(fran_namnd_id = ANY ({NAMNDER}::bigint[]) OR till_namnd_id = ANY ({NAMNDER}::bigint[]))"
MELLAN = f"{AKT} AND {PART}"
SKRIV_MELLAN = f"{SKRIV_AKT} AND {PART}"
SKRIV_REMISS = f"{SKRIV_AKT} AND arrayoverlap(synlig_for, {NAMNDER})"
SKRIV_FRAN_OSS = f"{SKRIV_AKT} AND fran_namnd_id = ANY ({NAMNDER}::bigint[])"
# What left the city is the nämnd's that handed over its own
FRAN_OSS = f"{AKT} AND fran_namnd_id = ANY ({NAMNDER}::bigint[])"
SKRIV_EGEN_UT = (
    f"{SKRIV_FRAN_OSS} AND EXISTS (SELECT 1 FROM cases_handling h WHERE h.id = handling_id"
    " AND h.namnd_id = fran_namnd_id)"
)
TILLDELADE = "nummer = ANY ((SELECT app.tilldelade_nummer())::text[])"
REGISTER = (
    f"({among('sdf_id', 'enheter')} OR ({among('sdf_id', 'enheter_tilldelade')} AND {TILLDELADE}))"
    f" AND (skyddad_id IS NULL OR {among('skyddad_id', 'skydd')})"
)
FORFATTAREN = "forfattare_id = (SELECT app.anvandare())"
# A draft is its author's, and the chef's of the unit; signed it is the nämnd's
JOURNAL = f"{DOKUMENT} AND (signerad_at IS NOT NULL OR {FORFATTAREN} OR {among('enhet_id', 'chef_enheter')})"
SKRIV_JOURNAL = f"{EGET_DOKUMENT} AND {FORFATTAREN}"
# A file is seen by whoever sees its note: the inner query answers under the reader's own rules
BILAGA = f"{DOKUMENT} AND EXISTS (SELECT 1 FROM cases_journalanteckning j WHERE j.id = anteckning_id)"
SKRIV_BILAGA = (
    f"{EGET_DOKUMENT} AND EXISTS (SELECT 1 FROM cases_journalanteckning j WHERE j.id = anteckning_id"
    f" AND j.signerad_at IS NULL AND j.kastad_at IS NULL AND j.{FORFATTAREN})"
)
# A bevakning is the acting unit's own matter, also at a unit that shows only assigned persons
EGEN_ENHET = f"({among('enhet_id', 'enheter')} OR {among('enhet_id', 'enheter_tilldelade')})"
EGNA = "user_id = (SELECT app.anvandare())"
NAMNGIVEN = f"({among('aspirant_id', 'skydd')} AND EXISTS (SELECT 1 FROM cases_aspirant a WHERE a.id = aspirant_id))"
