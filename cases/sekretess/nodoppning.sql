-- Nödöppning (domain.md section 9): reading of an akt that is not one's own, for a stated reason and a limited time.

-- Opens the akt of the person with the number for the municipality's minutes (nodoppning_minuter). Answers
--   oppnad    open; asked again while it is, nothing new is opened
--   synlig    the asker sees the person anyway
--   nej       nobody has the number, or a protected person whose units are not the asker's: one answer, and the same
--             statements run for both
--   for_manga too many questions about numbers in an hour: the counter of registration (app.fraga_nummer)
-- A protected person is opened only by someone whose own unit may see the person but who is not on the named list.
DROP FUNCTION IF EXISTS app.nodoppna(text, text, timestamptz, timestamptz, int);
CREATE OR REPLACE FUNCTION app.nodoppna(
    p_nummer text, p_skal text, p_nu timestamptz, OUT svar text, OUT aspirant bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_enheter bigint[] := app.enheter() || app.enheter_tilldelade(); v_id bigint;
BEGIN
    IF app.anvandare() IS NULL OR v_enheter = '{}' THEN
        RAISE EXCEPTION 'kräver ett uppdrag som öppnar akter' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Two clicks at the same time open one: the second waits and finds the first
    PERFORM pg_advisory_xact_lock(hashtextextended('nodoppna', app.anvandare()));
    IF app.for_manga_nummerfragor(p_nu) THEN
        svar := 'for_manga';
    ELSE
        SELECT a.id INTO v_id FROM cases_aspirant a
         WHERE a.id = app.person_med_nummer(p_nummer) AND (a.skydd = 0 OR arrayoverlap(a.enheter, v_enheter));
        svar := CASE WHEN v_id IS NULL THEN 'nej' WHEN app.far_se(v_id) THEN 'synlig' ELSE 'oppnad' END;
    END IF;
    INSERT INTO cases_nummerfraga (user_id, fragad_at, svar, referens, nummer, utfall, svarstext, rattad)
    VALUES (app.anvandare(), p_nu, CASE svar WHEN 'for_manga' THEN svar ELSE 'nodoppning' END, '', '', '', '', false);
    IF svar IN ('oppnad', 'synlig') THEN aspirant := v_id; END IF;
    -- Not app.nodoppnade: the one that was waited for may have read the clock a moment later
    IF svar = 'oppnad' AND NOT EXISTS (SELECT 1 FROM cases_nodoppning n WHERE n.user_id = app.anvandare()
                          AND n.aspirant_id = v_id AND n.avslutad_at IS NULL AND n.galler_till > p_nu) THEN
        INSERT INTO cases_nodoppning (aspirant_id, user_id, oppnare_enheter, skal, oppnad_at, galler_till, enheter, skydd)
        VALUES (v_id, app.anvandare(), v_enheter, p_skal, p_nu,
                p_nu + make_interval(mins => app.nodoppning_minuter(p_nu)), '{}', 0);
    END IF;
END $$;

-- How long a nödöppning lasts: the municipality's dated parameter, an hour where none is set.
CREATE OR REPLACE FUNCTION app.nodoppning_minuter(p_nu timestamptz) RETURNS int LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(app.parameter_tal('nodoppning_minuter', p_nu), 0), 60) $$;

-- Persons that `p_user` has open at the moment. Without a moment none is: a duty that does not say when reads nothing so.
CREATE OR REPLACE FUNCTION app.nodoppnade(p_user bigint, p_nu timestamptz) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT n.aspirant_id), '{}') FROM cases_nodoppning n
             WHERE n.user_id = p_user AND n.avslutad_at IS NULL AND n.galler_till > p_nu AND n.oppnad_at <= p_nu);
END $$;

-- Ends the caller's own nödöppning of a person before its time. True when there was one.
CREATE OR REPLACE FUNCTION app.avsluta_nodoppning(p_aspirant bigint, p_nu timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_nodoppning SET avslutad_at = p_nu
     WHERE aspirant_id = p_aspirant AND user_id = app.anvandare() AND avslutad_at IS NULL AND galler_till > p_nu;
    RETURN FOUND;
END $$;

-- Units where the reader is enhetschef.
CREATE OR REPLACE FUNCTION app.chef_enheter() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.chef_enheter', true), ''), '{}')::bigint[]; END $$;

-- The chef's review, in the name of those of the caller's units that are a side of it: the opener's or the person's.
-- `p_forra` is the newest review the caller was shown (NULL: none). Answers
--   klar     written
--   andrad   another review has come since: the caller reads it first
--   pagar    the nödöppning goes on: what was read is not known yet
-- Nobody reviews their own.
CREATE OR REPLACE FUNCTION app.granska_nodoppning(
    p_nodoppning bigint, p_utfall text, p_motivering text, p_forra bigint, p_nu timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n cases_nodoppning; v_enheter bigint[]; v_senast bigint;
BEGIN
    -- Two clicks at the same time write one: the second waits and finds the first
    SELECT * INTO n FROM cases_nodoppning WHERE id = p_nodoppning FOR UPDATE;
    SELECT array_agg(e ORDER BY e) INTO v_enheter FROM unnest(app.chef_enheter()) e
     WHERE e = ANY (n.enheter || n.oppnare_enheter);
    IF app.anvandare() IS NULL OR v_enheter IS NULL OR n.user_id = app.anvandare() THEN
        RAISE EXCEPTION 'kräver en annan chef för någon av parterna' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF coalesce(n.avslutad_at, n.galler_till) > p_nu THEN RETURN 'pagar'; END IF;
    SELECT max(g.id) INTO v_senast FROM cases_nodgranskning g
     WHERE g.nodoppning_id = n.id AND arrayoverlap(g.for_enheter, v_enheter);
    IF v_senast IS DISTINCT FROM p_forra THEN RETURN 'andrad'; END IF;
    INSERT INTO cases_nodgranskning (nodoppning_id, for_enheter, utfall, motivering, granskad_at, granskad_av_id)
    VALUES (n.id, v_enheter, p_utfall, p_motivering, p_nu, app.anvandare());
    RETURN 'klar';
END $$;

-- What the opener was shown of the person while it went on, for a chef of either side: pages and times, and nothing
-- that says who the person is.
CREATE OR REPLACE FUNCTION app.lasta_i_nodoppning(p_nodoppning bigint)
RETURNS TABLE (skedde_at timestamptz, vy text, slag text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT l.skedde_at, l.vy::text, l.slag::text
      FROM cases_nodoppning n JOIN cases_lasning l ON l.aspirant_id = n.aspirant_id AND l.user_id = n.user_id
       AND l.skedde_at BETWEEN n.oppnad_at AND coalesce(n.avslutad_at, n.galler_till) AND l.grund = 'nodoppning'
     WHERE n.id = p_nodoppning AND arrayoverlap(n.enheter || n.oppnare_enheter, app.chef_enheter())
     ORDER BY l.skedde_at, l.id LIMIT 200;
END $$;
