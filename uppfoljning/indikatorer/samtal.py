"""Trepartssamtal in time (domain.md sections 2.7 and 11; cases.deadlines.trepartssamtal_dagar and _i_tid).

Each enrolment has its due days counted from inskriven; the ones in the period are found by the numbers that can fall
in it, so the length of the enrolment costs nothing.
"""

import json
from datetime import date

from cases.deadlines import TREPARTSSAMTAL_MANADER
from cases.models import Parameter
from jobbplaner.enums import Motpart

from .urval import Familj

DAGAR = """LATERAL (
    SELECT n, (f.inskriven + make_interval(months => n * s.manader))::date AS dag,
           (f.inskriven + make_interval(months => (n - 1) * s.manader))::date AS fore
      FROM generate_series(greatest(1, (p.fran - f.inskriven) / (31 * s.manader)),
                           (p.till - f.inskriven) / (28 * s.manader) + 1) n) d"""
I_TID = f"""EXISTS (SELECT 1 FROM jobbplaner_trepartssamtal t
    WHERE t.aspirant_id = f.aspirant_id AND t.motpart = '{Motpart.SOCIALTJANST}' AND t.fulltaligt
      AND t.datum <= d.dag AND (t.datum > d.fore OR (d.n = 1 AND t.datum = d.fore)))"""
SYSSELSATT = """EXISTS (SELECT 1 FROM insatser_placering pl WHERE pl.aspirant_id = f.aspirant_id
    AND pl.fran <= d.dag AND (pl.avslutad IS NULL OR pl.avslutad >= d.dag))"""

SAMTAL = Familj(
    matt={"samtal_forfallna": "count(*)", "samtal_i_tid": f"count(*) FILTER (WHERE {I_TID})"},
    kalla="fall f JOIN period p ON f.inskriven < p.till AND (f.avslutad IS NULL OR f.avslutad > p.fran)"
    " JOIN unnest(%(samtal_manader)s::int[]) WITH ORDINALITY s(manader, nr) ON s.nr = p.nr + 1"
    f" LEFT JOIN cases_enhet sdf ON sdf.id = f.sdf CROSS JOIN {DAGAR}"
    " WHERE d.dag BETWEEN p.fran AND p.till AND (f.avslutad IS NULL OR d.dag < f.avslutad)"
    f" AND (jsonb_exists(%(samtal_for_alla)s::jsonb -> p.nr, sdf.namn) OR NOT {SYSSELSATT})",
)


def samtalsregler(perioder, rader: list[Parameter]) -> dict:
    """The rule in force on the last day of each period: months between, and the districts that want them all."""
    return {
        "samtal_manader": [
            _in_force(rader, "trepartssamtal_manader", p.till, TREPARTSSAMTAL_MANADER) for p in perioder
        ],
        "samtal_for_alla": json.dumps([_in_force(rader, "trepartssamtal_for_alla", p.till, []) for p in perioder]),
    }


def _in_force(rader: list[Parameter], kod: str, dag: date, annars):
    gallande = (
        r.varde
        for r in rader
        if r.kod == kod and (r.giltig_fran or dag) <= dag and (r.giltig_till is None or dag <= r.giltig_till)
    )
    return next(gallande, annars)
