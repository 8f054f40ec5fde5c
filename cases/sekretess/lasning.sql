-- The reading log (SoLPUL 10 §). The application may neither insert, change nor remove a row: it says what it showed,
-- and these doors add who was asking, from which unit, in which role and on what ground.

-- Why the reader sees the person, or 'ingen'. `p_enheter` and `p_skydd` are the person's own columns.
CREATE OR REPLACE FUNCTION app.lasgrund(p_id bigint, p_enheter bigint[], p_skydd smallint, p_idag date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_id IS NULL THEN RETURN 'ingen'; END IF;
    IF NOT (arrayoverlap(p_enheter, app.enheter()) OR p_id = ANY (app.personer()))
       OR (p_skydd > 0 AND NOT p_id = ANY (app.skydd())) THEN
        RETURN CASE WHEN p_id = ANY (app.nod()) THEN 'nodoppning'
                    WHEN 'registeransvarig' = ANY (app.roller()) THEN 'registeransvar' ELSE 'ingen' END;
    END IF;
    IF p_skydd > 0 THEN RETURN 'namngiven'; END IF;
    RETURN CASE WHEN p_id = ANY (app.personer()) OR EXISTS (
                     SELECT 1 FROM cases_handlaggare h WHERE h.aspirant_id = p_id AND h.user_id = app.anvandare()
                        AND h.fran <= p_idag AND (h.till IS NULL OR h.till >= p_idag))
                THEN 'uppdrag' ELSE 'enhet' END;
END $$;

-- The persons a request showed: one row each, in one statement. The unit is the one through which the reader has the
-- person; a reader with no such unit is logged from the first one they have.
CREATE OR REPLACE FUNCTION app.logga_lasningar(
    p_nu timestamptz, p_idag date, p_vy text, p_referens text, p_personer bigint[], p_slag text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    IF 'nekad' = ANY (p_slag) THEN RAISE EXCEPTION 'nekad skrivs av app.logga_nekad'; END IF;
    INSERT INTO cases_lasning
           (skedde_at, user_id, roll, enhet_id, namnd_id, aspirant_id, objekt, vy, slag, grund, referens)
    WITH mina AS MATERIALIZED (
        SELECT m.id, m.roll, m.enhet_id, m.fran, e.namnd_id FROM cases_medlemskap m JOIN cases_enhet e ON e.id = m.enhet_id
         WHERE m.user_id = app.anvandare() AND m.fran <= p_idag AND (m.till IS NULL OR m.till >= p_idag))
    SELECT p_nu, app.anvandare(), coalesce(m.roll, ''), m.enhet_id, m.namnd_id, v.id, '', p_vy, v.slag,
           app.lasgrund(a.id, a.enheter, a.skydd, p_idag), p_referens
      FROM unnest(p_personer, p_slag) AS v(id, slag)
      LEFT JOIN cases_aspirant a ON a.id = v.id
      LEFT JOIN LATERAL (
          SELECT * FROM mina ORDER BY coalesce(mina.enhet_id = ANY (a.enheter), false) DESC, fran, id LIMIT 1) m ON true;
END $$;

-- A refusal. The persons are looked up here and never told back: the application learns nothing of who exists. The three
-- arrays are what the address named: tables (cases_aspirant, or one that leads to a person), the column and the key in
-- each. A hand-over of many leaves one row for each of its persons. A search by number gives p_nummer instead; a number
-- that nobody here has is not kept.
DROP FUNCTION IF EXISTS app.logga_nekad(timestamptz, date, text, text, text, bigint, text);
CREATE OR REPLACE FUNCTION app.logga_nekad(
    p_nu timestamptz, p_idag date, p_vy text, p_referens text, p_tabeller text[], p_falt text[], p_nycklar text[],
    p_nummer text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    INSERT INTO cases_lasning
           (skedde_at, user_id, roll, enhet_id, namnd_id, aspirant_id, objekt, vy, slag, grund, referens)
    WITH fragade AS (
        SELECT f.nr, p.id, left(CASE WHEN p_nummer <> '' THEN 'nummer'
                    ELSE trim(f.tabell || ' ' || coalesce(f.nyckel, '')) END, 60) AS objekt
          FROM unnest(p_tabeller, p_falt, p_nycklar) WITH ORDINALITY f(tabell, falt, nyckel, nr)
          LEFT JOIN LATERAL unnest(app.personer_bakom(f.tabell, f.falt, f.nyckel, p_nummer)) p(id) ON true),
    -- One row for each person; one without when there is none, for what was named first
    rader AS (
        SELECT DISTINCT ON (id) id, objekt FROM fragade
         WHERE id IS NOT NULL OR (nr = 1 AND NOT EXISTS (SELECT 1 FROM fragade WHERE id IS NOT NULL)) ORDER BY id, nr)
    SELECT p_nu, app.anvandare(), coalesce(m.roll, ''), m.enhet_id, e.namnd_id, r.id, r.objekt, p_vy, 'nekad',
           app.lasgrund(r.id, a.enheter, a.skydd, p_idag), p_referens
      FROM rader r
      LEFT JOIN cases_aspirant a ON a.id = r.id
      LEFT JOIN LATERAL (
          SELECT * FROM cases_medlemskap WHERE user_id = app.anvandare()
             AND fran <= p_idag AND (till IS NULL OR till >= p_idag)
           ORDER BY coalesce(enhet_id = ANY (a.enheter), false) DESC, fran, id LIMIT 1) m ON true
      LEFT JOIN cases_enhet e ON e.id = m.enhet_id;
END $$;

-- The persons that a key in an address leads to. Literals, so that each is of its column's own type and finds the index.
CREATE OR REPLACE FUNCTION app.personer_bakom(p_tabell text, p_falt text, p_nyckel text, p_nummer text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_svar bigint[];
BEGIN
    IF p_nummer <> '' THEN RETURN array_remove(ARRAY[app.person_med_nummer(p_nummer)], NULL); END IF;
    IF p_falt NOT IN ('id', 'omgang', 'referens') THEN RAISE EXCEPTION 'okänd nyckel'; END IF;
    EXECUTE format(
        CASE p_tabell
        WHEN 'cases_aspirant' THEN 'SELECT array_agg(id) FROM public.%I WHERE %I = %L'
        WHEN 'cases_nummerfraga' THEN 'SELECT array_agg(DISTINCT a.id) FROM public.%I f'
            ' JOIN public.cases_aspirant a ON a.id = app.person_med_nummer(f.nummer) WHERE f.%I = %L'
        ELSE 'SELECT array_agg(DISTINCT aspirant_id) FROM public.%I WHERE %I = %L' END, p_tabell, p_falt, p_nyckel)
        INTO v_svar;
    RETURN v_svar;
END $$;

-- May the reader read this person's log? 'allt': head of a unit that has the person. 'utdrag': handläggare at a unit
-- that is responsible now, for the person's own extract. Never by nödöppning; of a protected person only the named.
CREATE OR REPLACE FUNCTION app.far_lasa_logg(p_aspirant bigint, p_idag date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_enheter bigint[]; v_sdf bigint;
BEGIN
    IF NOT app.far_se(p_aspirant) THEN RETURN ''; END IF;
    SELECT enheter, sdf_id INTO v_enheter, v_sdf FROM cases_aspirant WHERE id = p_aspirant;
    IF EXISTS (SELECT 1 FROM cases_medlemskap WHERE user_id = app.anvandare() AND roll = 'enhetschef'
                  AND enhet_id = ANY (v_enheter) AND fran <= p_idag AND (till IS NULL OR till >= p_idag)) THEN
        RETURN 'allt';
    END IF;
    RETURN CASE WHEN EXISTS (
        SELECT 1 FROM cases_handlaggare h WHERE h.aspirant_id = p_aspirant AND h.user_id = app.anvandare()
           AND h.fran <= p_idag AND (h.till IS NULL OR h.till >= p_idag) AND h.enhet_id = ANY (app.enheter() || app.enheter_tilldelade())
           AND (h.enhet_id = v_sdf OR EXISTS (SELECT 1 FROM cases_inskrivning i WHERE i.aspirant_id = p_aspirant
                                                 AND i.jobbtorg_id = h.enhet_id AND i.avslutad IS NULL)))
        THEN 'utdrag' ELSE '' END;
END $$;

-- Is the reader's nämnd to be told the names in an extract? (dated parameter loggutdrag_visar_namn)
CREATE OR REPLACE FUNCTION app.loggutdrag_visar_namn(p_idag date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM cases_parameter WHERE kod = 'loggutdrag_visar_namn' AND varde = 'true'
                      AND daterange(giltig_fran, giltig_till, '[]') @> p_idag);
END $$;

-- A person's log from p_fran up to p_till. Who read is told of the reader's own nämnd only: each nämnd is the controller
-- of its own staff's reads, and of another's the unit is all that shows. But whoever opened the akt by nödöppning is
-- named to the chef, here as in cases_nodoppning: both sides review it. In an extract (p_utdrag) names follow the
-- parameter. Empty for those who may not read it. `antal` is the number of rows before the page is cut.
DROP FUNCTION IF EXISTS app.lasningar(
    bigint, date, timestamptz, timestamptz, bigint, bigint, text, boolean, boolean, bigint, bigint);
CREATE FUNCTION app.lasningar(
    p_aspirant bigint, p_idag date, p_fran timestamptz, p_till timestamptz, p_user bigint, p_enhet bigint, p_slag text,
    p_stigande boolean, p_utdrag boolean, p_hoppa bigint, p_hogst bigint)
RETURNS TABLE (skedde_at timestamptz, namn text, roll text, enhet_id bigint, egen boolean, vy text, slag text,
               grund text, antal bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_far text := app.far_lasa_logg(p_aspirant, p_idag); v_namnder bigint[] := app.namnder(); v_namn boolean;
BEGIN
    IF v_far = '' OR (v_far = 'utdrag' AND NOT p_utdrag) THEN RETURN; END IF;
    v_namn := NOT p_utdrag OR app.loggutdrag_visar_namn(p_idag);
    RETURN QUERY
    SELECT l.skedde_at,
           CASE WHEN v_namn AND (l.namnd_id = ANY (v_namnder) OR (l.grund = 'nodoppning' AND NOT p_utdrag))
                THEN coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username::text, '') ELSE '' END,
           CASE WHEN v_namn AND (l.namnd_id = ANY (v_namnder) OR (l.grund = 'nodoppning' AND NOT p_utdrag))
                THEN l.roll::text ELSE '' END,
           l.enhet_id, coalesce(l.namnd_id = ANY (v_namnder), false), l.vy::text, l.slag::text, l.grund::text,
           count(*) OVER ()
      FROM cases_lasning l LEFT JOIN cases_user u ON u.id = l.user_id
     WHERE l.aspirant_id = p_aspirant AND l.skedde_at >= p_fran AND l.skedde_at < p_till
       AND (p_user IS NULL OR (l.user_id = p_user AND l.namnd_id = ANY (v_namnder)))
       AND (p_enhet IS NULL OR l.enhet_id = p_enhet) AND (p_slag = '' OR l.slag = p_slag)
     ORDER BY CASE WHEN p_stigande THEN l.skedde_at END, CASE WHEN p_stigande THEN l.id END, l.skedde_at DESC, l.id DESC
     OFFSET p_hoppa LIMIT p_hogst;
END $$;

-- The same for the chef's page, day by day: one reader's readings of one page on one day are one row, and so are those
-- of another nämnd's unit, whoever there read. Lists come last in their day. `antal` is the number of rows in all.
DROP FUNCTION IF EXISTS app.lasningar_per_dag(
    bigint, date, timestamptz, timestamptz, bigint, bigint, text, boolean, bigint, bigint);
CREATE FUNCTION app.lasningar_per_dag(
    p_aspirant bigint, p_idag date, p_fran timestamptz, p_till timestamptz, p_user bigint, p_enhet bigint, p_slag text,
    p_stigande boolean, p_hoppa bigint, p_hogst bigint)
RETURNS TABLE (skedde_at timestamptz, namn text, roll text, enhet_id bigint, egen boolean, vy text, slag text,
               grund text, sist_at timestamptz, ganger bigint, antal bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_namnder bigint[] := app.namnder();
BEGIN
    IF app.far_lasa_logg(p_aspirant, p_idag) <> 'allt' THEN RETURN; END IF;
    RETURN QUERY
    WITH grupper AS (
        SELECT min(l.skedde_at) AS forst, max(l.skedde_at) AS sist, count(*) AS n, l.enhet_id AS enhet,
               (l.skedde_at AT TIME ZONE 'Europe/Stockholm')::date AS dag, l.vy AS v, l.slag AS s, l.grund AS g,
               coalesce(l.namnd_id = ANY (v_namnder), false) AS ar_egen,
               CASE WHEN l.namnd_id = ANY (v_namnder) OR l.grund = 'nodoppning' THEN l.user_id END AS vem,
               CASE WHEN l.namnd_id = ANY (v_namnder) OR l.grund = 'nodoppning' THEN l.roll::text ELSE '' END AS r
          FROM cases_lasning l
         WHERE l.aspirant_id = p_aspirant AND l.skedde_at >= p_fran AND l.skedde_at < p_till
           AND (p_user IS NULL OR (l.user_id = p_user AND l.namnd_id = ANY (v_namnder)))
           AND (p_enhet IS NULL OR l.enhet_id = p_enhet) AND (p_slag = '' OR l.slag = p_slag)
         GROUP BY dag, enhet, v, s, g, ar_egen, vem, r),
    sida AS (
        SELECT *, count(*) OVER () AS alla FROM grupper
         ORDER BY CASE WHEN p_stigande THEN dag END, CASE WHEN NOT p_stigande THEN dag END DESC, s = 'traff',
                  CASE WHEN p_stigande THEN sist END, sist DESC, v, vem, enhet
        OFFSET p_hoppa LIMIT p_hogst)
    SELECT p.forst, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username::text, ''), p.r,
           p.enhet, p.ar_egen, p.v::text, p.s::text, p.g::text, p.sist, p.n, p.alla
      FROM sida p LEFT JOIN cases_user u ON u.id = p.vem
     ORDER BY CASE WHEN p_stigande THEN p.dag END, CASE WHEN NOT p_stigande THEN p.dag END DESC, p.s = 'traff',
              CASE WHEN p_stigande THEN p.sist END, p.sist DESC, p.v, p.vem, p.enhet;
END $$;

-- Whom the log can be narrowed to: readers of the own nämnd by name, the others by unit.
DROP FUNCTION IF EXISTS app.loggens_lasare(bigint, date, timestamptz, timestamptz);
CREATE FUNCTION app.loggens_lasare(p_aspirant bigint, p_idag date, p_fran timestamptz, p_till timestamptz)
RETURNS TABLE (user_id bigint, namn text, enhet_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_namnder bigint[] := app.namnder();
BEGIN
    IF app.far_lasa_logg(p_aspirant, p_idag) <> 'allt' THEN RETURN; END IF;
    RETURN QUERY
    SELECT DISTINCT CASE WHEN l.namnd_id = ANY (v_namnder) THEN l.user_id END,
           CASE WHEN l.namnd_id = ANY (v_namnder)
                THEN coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username::text, '') ELSE '' END,
           CASE WHEN l.namnd_id = ANY (v_namnder) THEN NULL ELSE l.enhet_id END
      FROM cases_lasning l LEFT JOIN cases_user u ON u.id = l.user_id
     WHERE l.aspirant_id = p_aspirant AND l.skedde_at >= p_fran AND l.skedde_at < p_till;
END $$;

-- Makes the months from p_fore before p_dag to p_efter after it that are missing, and returns how many it made.
-- What had ended up in the partition for everything else moves to its month. ATTACH, not PARTITION OF: it lets
-- others go on reading and writing the log meanwhile. The application does it as the log's own duty, as no one else.
CREATE OR REPLACE FUNCTION app.skapa_lasningsmanader(p_dag date, p_fore int, p_efter int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_manad date; v_namn text; v_fran timestamptz; v_till timestamptz; v_skapade int := 0;
BEGIN
    IF app.fran_tillampningen() AND app.syfte() <> 'lasningslogg' THEN
        RAISE EXCEPTION 'kräver läsloggens egen uppgift' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_fore NOT BETWEEN 0 AND 60 OR p_efter NOT BETWEEN 0 AND 24 THEN RAISE EXCEPTION 'för många månader'; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('cases_lasning'));
    FOR v_manad IN SELECT (date_trunc('month', p_dag::timestamp) + make_interval(months => n))::date
                     FROM generate_series(-p_fore, p_efter) n LOOP
        v_namn := 'cases_lasning_' || to_char(v_manad, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || v_namn) IS NOT NULL;
        v_fran := v_manad::timestamp AT TIME ZONE 'Europe/Stockholm';
        v_till := (v_manad + interval '1 month')::timestamp AT TIME ZONE 'Europe/Stockholm';
        EXECUTE format('CREATE TABLE public.%I (LIKE public.cases_lasning INCLUDING ALL)', v_namn);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', v_namn);
        LOCK TABLE public.cases_lasning_ovrig IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('WITH flyttade AS (DELETE FROM public.cases_lasning_ovrig WHERE skedde_at >= %L AND skedde_at < %L'
                       ' RETURNING *) INSERT INTO public.%I SELECT * FROM flyttade', v_fran, v_till, v_namn);
        EXECUTE format('ALTER TABLE public.cases_lasning ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                       v_namn, v_fran, v_till);
        v_skapade := v_skapade + 1;
    END LOOP;
    RETURN v_skapade;
END $$;

-- Is the log in order? Rows that found no month, and which of this month and the next are missing.
DROP FUNCTION IF EXISTS app.lasningslogg_lage(date);
CREATE FUNCTION app.lasningslogg_lage(p_dag date, OUT utan_manad bigint, OUT saknas text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.fran_tillampningen() AND app.syfte() <> 'lasningslogg' AND NOT 'systemforvaltare' = ANY (app.roller()) THEN
        RAISE EXCEPTION 'kräver systemförvaltare eller läsloggens egen uppgift' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT count(*) INTO utan_manad FROM cases_lasning_ovrig;
    SELECT coalesce(array_agg(to_char(m, 'YYYY-MM') ORDER BY m), '{}') INTO saknas
      FROM generate_series(date_trunc('month', p_dag::timestamp),
                           date_trunc('month', p_dag::timestamp) + interval '1 month', interval '1 month') m
     WHERE to_regclass('public.cases_lasning_' || to_char(m, 'YYYY_MM')) IS NULL;
END $$;
