"""Six weeks of the reading log: who held whom opened their akter, in lists and one by one, at hours of the day.

One statement over days × those who held a case then; md5 stands for chance, so that the log is the same every time.
"""

from datetime import timedelta

from django.db import connection

from cases.services.lasningslogg import make_months

from .skriv import Rum, at

VECKOR = 6

# Of each hundred (person, handläggare, workday): days the akt is opened, and days it only stands on Min dag
OPPNAD, LISTA = 14, 9

SQL = """
WITH dagar AS (
    SELECT d::date AS dag FROM generate_series(%(fran)s::date, %(till)s::date, interval '1 day') d
     WHERE extract(isodow FROM d) < 6),
halls AS (
    SELECT h.aspirant_id, h.user_id, h.enhet_id, e.namnd_id, m.roll, a.skydd, d.dag,
           ('x' || left(md5(h.aspirant_id || ' ' || h.user_id || ' ' || d.dag), 8))::bit(32)::bigint AS slump
      FROM cases_handlaggare h
      JOIN dagar d ON h.fran <= d.dag AND (h.till IS NULL OR h.till >= d.dag)
      JOIN cases_aspirant a ON a.id = h.aspirant_id
      JOIN cases_enhet e ON e.id = h.enhet_id
      JOIN cases_medlemskap m ON m.user_id = h.user_id AND m.enhet_id = h.enhet_id AND m.fran <= d.dag
       AND (m.till IS NULL OR m.till >= d.dag)
     WHERE a.skydd = 0 OR EXISTS (SELECT 1 FROM cases_skyddsbehorighet s
            WHERE s.aspirant_id = a.id AND s.user_id = h.user_id AND s.fran <= d.dag)),
sidor AS (
    SELECT *, 0 AS steg, CASE WHEN slump %% 100 < %(lista)s THEN 'uppfoljning:min_dag' ELSE 'cases:akt' END AS vy
      FROM halls WHERE slump %% 100 < %(lista)s + %(oppnad)s
    UNION ALL
    SELECT *, 1, (ARRAY['jobbplaner:jobbplan_detail', 'jobbplaner:samtal_list', 'insatser:placering_list',
                        'cases:handling_pdf', 'cases:handling_list', 'cases:uppgifter'])[1 + (slump / 100) %% 6]
      FROM halls WHERE slump %% 100 >= %(lista)s AND slump %% 100 < %(lista)s + %(oppnad)s AND (slump / 1000) %% 3 > 0)
INSERT INTO cases_lasning
       (skedde_at, user_id, roll, enhet_id, namnd_id, aspirant_id, objekt, vy, slag, grund, referens)
SELECT (dag + make_time(8 + (slump / 10 %% 8)::int, (slump / 100 %% 60)::int, 0)) AT TIME ZONE 'Europe/Stockholm'
           + make_interval(mins => steg * 3),
       user_id, roll, enhet_id, namnd_id, aspirant_id, '', vy,
       CASE WHEN vy = 'uppfoljning:min_dag' THEN 'traff' WHEN vy LIKE '%%pdf' THEN 'pdf' ELSE 'visad' END,
       CASE WHEN skydd > 0 THEN 'namngiven' ELSE 'uppdrag' END,
       upper(substr(md5(slump::text), 1, 4) || '-' || substr(md5(slump::text), 5, 4))
  FROM sidor ORDER BY dag, slump
"""

# A colleague of the unit now and then, the chef, and someone elsewhere who tried an address and was refused
ANDRA = """
INSERT INTO cases_lasning
       (skedde_at, user_id, roll, enhet_id, namnd_id, aspirant_id, objekt, vy, slag, grund, referens)
SELECT l.skedde_at + interval '47 minutes', m.user_id, m.roll, m.enhet_id, e.namnd_id, l.aspirant_id,
       CASE WHEN ser THEN '' ELSE 'cases_aspirant ' || l.aspirant_id END, 'cases:akt',
       CASE WHEN ser THEN 'visad' ELSE 'nekad' END, CASE WHEN ser THEN 'enhet' ELSE 'ingen' END, l.referens
  FROM (SELECT *, row_number() OVER (ORDER BY skedde_at, id) AS nr FROM cases_lasning WHERE slag = 'visad') l
  JOIN cases_aspirant a ON a.id = l.aspirant_id AND a.skydd = 0
  JOIN LATERAL (
      SELECT * FROM cases_medlemskap x
       WHERE x.roll IN ('coach', 'socialsekreterare', 'enhetschef') AND x.user_id <> l.user_id
         AND (x.enhet_id = ANY (a.enheter)) = (l.nr %% 600 > 0)
         AND (l.nr %% 600 = 0 OR x.enhet_id = l.enhet_id) AND x.fran <= %(fran)s AND x.till IS NULL
       ORDER BY md5(x.id || ' ' || l.nr) LIMIT 1) m ON true
  JOIN cases_enhet e ON e.id = m.enhet_id,
  LATERAL (SELECT l.nr %% 600 > 0 AS ser) s
 WHERE l.nr %% 20 = 0
"""

# Each nödöppning was a reading too
I_NOD = """
INSERT INTO cases_lasning
       (skedde_at, user_id, roll, enhet_id, namnd_id, aspirant_id, objekt, vy, slag, grund, referens)
SELECT n.oppnad_at + make_interval(mins => steg), n.user_id, coalesce(m.roll, ''), e.id, e.namnd_id, n.aspirant_id, '',
       (ARRAY['cases:akt', 'cases:handlaggare'])[1 + steg / 4], 'visad', 'nodoppning',
       upper(substr(md5(n.id::text), 1, 4) || '-' || substr(md5(n.id::text), 5, 4))
  FROM cases_nodoppning n JOIN cases_enhet e ON e.id = n.oppnare_enheter[1]
  LEFT JOIN cases_medlemskap m ON m.user_id = n.user_id AND m.enhet_id = e.id AND m.till IS NULL,
       (VALUES (0), (4)) s (steg)
 WHERE n.oppnad_at < %(slut)s
"""


def write_readings(rum: Rum) -> int:
    """The log up to yesterday; today's is the visitor's own. Returns the number of rows."""
    till = rum.stad.today - timedelta(days=1)
    fran = till - timedelta(weeks=VECKOR)
    make_months(today=rum.stad.today, before=2)
    params = {"fran": fran, "till": till, "oppnad": OPPNAD, "lista": LISTA}
    with connection.cursor() as cursor:
        cursor.execute(SQL, params)
        rows = cursor.rowcount
        cursor.execute(ANDRA, params)
        rows += cursor.rowcount
        cursor.execute(I_NOD, {"slut": at(rum.stad.today)})
        return rows + cursor.rowcount
