"""What was found 6, 12 and 18 months after avslut (domain.md section 11).

Every avslut that is followed up counts when its day lies in the period; one that the nightly duty has not answered yet
is "uppgift saknas", so that nobody drops out in silence.
"""

from cases.enums import Resultat
from uppfoljning.enums import Utfall
from uppfoljning.models.checkpoint import MANADER

from .urval import Familj

BORTFALL = "coalesce(c.bortfall, f.bortfall, '') <> ''"
UTFALL = f"coalesce(c.utfall, '{Utfall.UPPGIFT_SAKNAS}')"
ATER = (
    "coalesce(c.ater_inskriven, EXISTS (SELECT 1 FROM cases_inskrivning ny WHERE ny.aspirant_id = f.aspirant_id"
    " AND ny.inskriven > f.avslutad AND ny.inskriven <= d.dag))"
)
VILLKOR = {
    "uppbar": f"NOT {BORTFALL} AND {UTFALL} = '{Utfall.UPPBAR}'",
    "uppbar_inte": f"NOT {BORTFALL} AND {UTFALL} = '{Utfall.UPPBAR_INTE}'",
    "uppgift_saknas": f"NOT {BORTFALL} AND {UTFALL} = '{Utfall.UPPGIFT_SAKNAS}'",
    "bortfall": BORTFALL,
    "ater_inskriven": f"NOT {BORTFALL} AND {ATER}",
    "kand": f"NOT {BORTFALL} AND {UTFALL} <> '{Utfall.UPPGIFT_SAKNAS}'",
}


def matt(manader: int, utfall: str) -> str:
    return f"efter_{manader}_{utfall}"


CHECKPOINTS = Familj(
    matt={
        matt(manader, utfall): f"count(*) FILTER (WHERE d.manader = {manader} AND {villkor})"
        for manader in MANADER
        for utfall, villkor in VILLKOR.items()
    },
    kalla="fall f CROSS JOIN LATERAL (SELECT m.manader, (f.avslutad + make_interval(months => m.manader))::date AS dag"
    f" FROM (VALUES {', '.join(f'({manader})' for manader in MANADER)}) AS m(manader)) d"
    " JOIN period p ON d.dag BETWEEN p.fran AND p.till"
    " LEFT JOIN uppfoljning_checkpoint c ON c.inskrivning_id = f.id AND c.manader = d.manader AND c.dag = d.dag"
    f" WHERE f.avslutad IS NOT NULL AND f.resultat NOT IN ('{Resultat.ATERREMITTERAD}', '{Resultat.FEM_DAGAR}')",
)
