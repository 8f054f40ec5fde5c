"""What the register says 6, 12 and 18 months after each avslut, in one set-based computation (domain.md 2.11, 11).

Every avslut but Återremitterad and Avslut inom 5 dagar has three days, counted from avslutsdatum and never chained;
PostgreSQL clips 31 August + 6 months to the last of February as config.dates.add_months does. The month asked for is
the calendar month of that day. Uppbär: some district's delivery has the person with an amount over 0. Uppbär inte: none
has, and every district that existed that month has delivered. Otherwise uppgift saknas: never guessed.

Computed anew for everything each time. What is new is added, what differs is changed and what it said before kept,
so a later or corrected delivery and a corrected avslut find their way in by themselves, and a second run does nothing.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

from django.db import connection, transaction

from cases.enums import Resultat
from uppfoljning.enums import Utfall
from uppfoljning.models.checkpoint import MANADER

ONE_AT_A_TIME = "uppfoljning checkpoints"

# What each checkpoint of each avslut says now. Those not yet due are known by dag > today.
# The delivery named is the one that answered: the one with the person, or else the own district's.
SVAR = f"""
    SELECT i.id AS inskrivning_id, i.aspirant_id, e.namnd_id, e.id AS sdf_id,
        ARRAY[a.nummer]::text[] || coalesce(t.nummer, '{{}}') AS nummer, i.avslutad, m.manader,
        (i.avslutad + make_interval(months => m.manader))::date AS dag,
        date_trunc('month', i.avslutad + make_interval(months => m.manader))::date AS manad,
        coalesce(nullif(u.bortfall, ''), s.bortfall, '') AS bortfall
    FROM cases_inskrivning i
    JOIN cases_aspirant a ON a.id = i.aspirant_id
    LEFT JOIN (SELECT aspirant_id, array_agg(nummer::text) AS nummer FROM cases_tidigarenummer
        WHERE orsak <> 'fel' GROUP BY 1) t ON t.aspirant_id = a.id
    JOIN cases_enhet e ON e.id = coalesce(i.sdf_id, a.sdf_id, a.registrerad_vid_id)
    JOIN cases_avslutsorsak o ON o.id = i.avslutsorsak_id
        AND o.resultat NOT IN ('{Resultat.ATERREMITTERAD}', '{Resultat.FEM_DAGAR}')
    LEFT JOIN cases_underorsak u ON u.id = i.underorsak_id
    LEFT JOIN cases_avslutsorsaksocialtjanst s ON s.id = i.avslutsorsak_socialtjanst_id
    CROSS JOIN unnest(ARRAY{list(MANADER)}) AS m(manader)
    WHERE i.avslutad IS NOT NULL"""
# A month is whole when at least one district existed then and each that did has delivered
HELA_MANADER = """
    SELECT m.manad FROM (SELECT DISTINCT manad FROM fragor WHERE dag <= %(today)s) m
    JOIN cases_enhet e ON e.slag = 'sdf'
        AND (e.giltig_fran IS NULL OR e.giltig_fran < m.manad + interval '1 month')
        AND (e.giltig_till IS NULL OR e.giltig_till >= m.manad)
    LEFT JOIN uppfoljning_leverans l ON l.sdf_id = e.id AND l.manad = m.manad
        AND l.ersatt_at IS NULL AND l.aterkallad_at IS NULL
    GROUP BY m.manad HAVING bool_and(l.id IS NOT NULL)"""
RUN = f"""
WITH fragor AS MATERIALIZED ({SVAR}),
hela AS MATERIALIZED ({HELA_MANADER}),
nu AS MATERIALIZED (
    SELECT f.*,
        CASE WHEN r.leverans_id IS NOT NULL THEN '{Utfall.UPPBAR}'
             WHEN f.manad IN (SELECT manad FROM hela) THEN '{Utfall.UPPBAR_INTE}'
             ELSE '{Utfall.UPPGIFT_SAKNAS}' END AS utfall,
        CASE WHEN r.leverans_id IS NOT NULL THEN r.leverans_id
             WHEN f.manad IN (SELECT manad FROM hela) THEN l.id END AS leverans_id,
        EXISTS (SELECT 1 FROM cases_inskrivning ny WHERE ny.aspirant_id = f.aspirant_id
            AND ny.inskriven > f.avslutad AND ny.inskriven <= f.dag) AS ater_inskriven
    FROM fragor f
    LEFT JOIN LATERAL (
        SELECT rad.leverans_id FROM uppfoljning_registerrad rad
        WHERE rad.nummer = ANY (f.nummer) AND rad.manad = f.manad AND rad.belopp > 0 ORDER BY rad.leverans_id LIMIT 1
    ) r ON true
    LEFT JOIN uppfoljning_leverans l ON l.sdf_id = f.sdf_id AND l.manad = f.manad
        AND l.ersatt_at IS NULL AND l.aterkallad_at IS NULL
    WHERE f.dag <= %(today)s),
jamforda AS MATERIALIZED (
    SELECT c.id, nu.*,
        (c.dag, c.utfall, c.bortfall, c.ater_inskriven) IS DISTINCT FROM
        (nu.dag, nu.utfall, nu.bortfall, nu.ater_inskriven) AS annat_svar,
        c.leverans_id IS DISTINCT FROM nu.leverans_id AS annan_leverans,
        c.namnd_id <> nu.namnd_id AS annan_namnd
    FROM nu LEFT JOIN uppfoljning_checkpoint c ON c.inskrivning_id = nu.inskrivning_id AND c.manader = nu.manader),
inaktuella AS MATERIALIZED (
    -- the avslut is gone or no longer followed up, or its corrected date has moved the day beyond today
    SELECT c.id FROM uppfoljning_checkpoint c
    LEFT JOIN fragor f ON f.inskrivning_id = c.inskrivning_id AND f.manader = c.manader
    WHERE f.inskrivning_id IS NULL OR (f.dag > %(today)s AND f.dag <> c.dag)),
historik_bort AS (
    DELETE FROM uppfoljning_checkpointhistorik h USING inaktuella x WHERE h.checkpoint_id = x.id),
bort AS (DELETE FROM uppfoljning_checkpoint c USING inaktuella x WHERE c.id = x.id),
forut AS (
    INSERT INTO uppfoljning_checkpointhistorik (aspirant_id, namnd_id, checkpoint_id, dag, manad, utfall, leverans_id,
        bortfall, ater_inskriven, funnen_dag, andrad_dag, enheter, skydd, synlig_for)
    SELECT c.aspirant_id, c.namnd_id, c.id, c.dag, c.manad, c.utfall, c.leverans_id,
        c.bortfall, c.ater_inskriven, c.funnen_dag, %(today)s, '{{}}', 0, '{{}}'
    FROM uppfoljning_checkpoint c JOIN jamforda j ON j.id = c.id WHERE j.annat_svar OR j.annan_leverans),
andrade AS (
    UPDATE uppfoljning_checkpoint c SET dag = j.dag, manad = j.manad, utfall = j.utfall, leverans_id = j.leverans_id,
        bortfall = j.bortfall, ater_inskriven = j.ater_inskriven, namnd_id = j.namnd_id, synlig_for = '{{}}',
        funnen_dag = CASE WHEN j.annat_svar OR j.annan_leverans THEN %(today)s ELSE c.funnen_dag END
    FROM jamforda j WHERE j.id = c.id AND (j.annat_svar OR j.annan_leverans OR j.annan_namnd)),
nya AS (
    INSERT INTO uppfoljning_checkpoint (aspirant_id, namnd_id, inskrivning_id, manader, dag, manad, utfall,
        leverans_id, bortfall, ater_inskriven, funnen_dag, enheter, skydd, synlig_for)
    SELECT aspirant_id, namnd_id, inskrivning_id, manader, dag, manad, utfall,
        leverans_id, bortfall, ater_inskriven, %(today)s, '{{}}', 0, '{{}}'
    FROM jamforda WHERE id IS NULL ORDER BY inskrivning_id, manader)
SELECT CASE WHEN id IS NULL THEN 'nya' WHEN annat_svar THEN 'andrade' WHEN annan_leverans THEN 'bekraftade'
        ELSE 'oforandrade' END AS handelse, utfall, count(*)
FROM jamforda GROUP BY 1, 2
UNION ALL SELECT 'borttagna', '', count(*) FROM inaktuella"""


def _per_utfall() -> Counter:
    return Counter(dict.fromkeys(Utfall.values, 0))


@dataclass(slots=True)
class Korning:
    """Checkpoints per outcome: new, with another answer, the same answer from a new delivery, and as they were."""

    dag: date
    nya: Counter = field(default_factory=_per_utfall)
    andrade: Counter = field(default_factory=_per_utfall)
    bekraftade: Counter = field(default_factory=_per_utfall)
    oforandrade: Counter = field(default_factory=_per_utfall)
    borttagna: int = 0
    sekunder: float = 0.0

    @property
    def inget_nytt(self) -> bool:
        return not (self.nya.total() or self.andrade.total() or self.bekraftade.total() or self.borttagna)

    def __str__(self) -> str:
        if self.inget_nytt:
            return f"Inget att ändra. {self.oforandrade.total()} uppföljningar står som förut."
        return (
            f"{self.nya.total()} nya, {self.andrade.total()} ändrade, {self.bekraftade.total()} bekräftade av ny "
            f"leverans, {self.oforandrade.total()} oförändrade, {self.borttagna} borttagna."
        )


def run_uppfoljning(*, today: date) -> Korning:
    """Find, or find again, every checkpoint due by `today`.

    Needs the identity som_system("uppfoljning"). Two at once are safe: the second waits and then finds nothing to do.
    """
    started = perf_counter()
    korning = Korning(today)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ONE_AT_A_TIME])
        cursor.execute(RUN, {"today": today})
        for handelse, utfall, antal in cursor.fetchall():
            if handelse == "borttagna":
                korning.borttagna = antal
            else:
                getattr(korning, handelse)[utfall] = antal
    korning.sekunder = perf_counter() - started
    return korning
