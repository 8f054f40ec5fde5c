-- The named list of protected persons (domain.md section 8): the one rule of who sees them. Only these functions write
-- it, so that nobody can name themselves, and the list of a protected person is never left empty.

DROP FUNCTION IF EXISTS app.skydda(bigint, smallint, date);
DROP FUNCTION IF EXISTS app.namnge(bigint, bigint, date);
DROP FUNCTION IF EXISTS app.namnge(bigint, bigint, date, date, timestamptz);
DROP FUNCTION IF EXISTS app.pa_listan(bigint, bigint, date, date, timestamptz, boolean);
DROP FUNCTION IF EXISTS app.pa_listan(bigint, bigint, date);

-- The level is changed through app.skydda alone, which names someone and says who did it: a plain UPDATE or INSERT by
-- the application is refused. Not SECURITY DEFINER: it asks who is writing.
CREATE OR REPLACE FUNCTION app.skydd_genom_dorren() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.skydd <> (CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.skydd END) AND NOT pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = 'public.cases_aspirant'::regclass), 'USAGE') THEN
        RAISE EXCEPTION 'skyddet ändras bara genom app.skydda' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- Does the user work on the day in a role that opens akter, at one of these units?
CREATE OR REPLACE FUNCTION app.arbetar_pa(p_user bigint, p_enheter bigint[], p_dag date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_medlemskap m JOIN cases_user u ON u.id = m.user_id
                    WHERE m.user_id = p_user AND u.is_active AND NOT app.vantar(m.id)
                      AND m.enhet_id = ANY (p_enheter) AND m.fran <= p_dag AND (m.till IS NULL OR m.till >= p_dag)
                      AND m.roll IN ('socialsekreterare', 'coach', 'samordnare', 'enhetschef'))
$$;

-- How many of the named could open the akt on the day from one of these units, leaving one user out. At a unit that
-- shows only assigned persons that takes the assignment too. Its cost lets a query ask whose case it is first.
CREATE OR REPLACE FUNCTION app.namngivna(p_aspirant bigint, p_enheter bigint[], p_utom bigint, p_dag date)
RETURNS bigint LANGUAGE sql STABLE COST 10000 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(DISTINCT s.user_id) FROM cases_skyddsbehorighet s
     WHERE s.aspirant_id = p_aspirant AND s.user_id IS DISTINCT FROM p_utom AND s.avslutad_at IS NULL
       AND s.fran <= p_dag AND (s.till IS NULL OR s.till >= p_dag) AND EXISTS (
           SELECT 1 FROM cases_medlemskap m JOIN cases_enhet e ON e.id = m.enhet_id
            WHERE m.user_id = s.user_id AND m.enhet_id = ANY (p_enheter) AND app.arbetar_pa(s.user_id, ARRAY[e.id], p_dag)
              AND m.fran <= p_dag AND (m.till IS NULL OR m.till >= p_dag) AND NOT app.vantar(m.id)
              AND (NOT e.bara_tilldelade OR m.roll = 'enhetschef'
                   OR p_aspirant = ANY (app.tilldelade_personer(s.user_id, ARRAY[e.id], p_dag))))
$$;

-- Writes a name on one ground, or widens the row on that ground that holds a part of the time or meets it; the caller
-- who names herself sees at once. A substitute's place is written by app.namnge_ersattare.
CREATE OR REPLACE FUNCTION app.pa_listan(
    p_aspirant bigint, p_user bigint, p_fran date, p_till date, p_nu timestamptz, p_grund text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_skyddsbehorighet SET fran = least(fran, p_fran),
           till = CASE WHEN till IS NULL OR p_till IS NULL THEN NULL ELSE greatest(till, p_till) END
     WHERE aspirant_id = p_aspirant AND user_id = p_user AND avslutad_at IS NULL AND vikariat_id IS NULL
       AND grund = p_grund AND daterange(fran, till, '[]') && daterange(p_fran - 1, p_till + 1, '[]');
    IF NOT FOUND THEN
        INSERT INTO cases_skyddsbehorighet
            (aspirant_id, user_id, grund, fran, till, tillagd_at, tillagd_av_id)
        VALUES (p_aspirant, p_user, p_grund, p_fran, p_till, p_nu, app.anvandare());
    END IF;
    IF p_user = app.anvandare() AND NOT p_aspirant = ANY (app.skydd()) THEN
        PERFORM set_config('app.skydd', array_append(app.skydd(), p_aspirant)::text, true),
                app.lagg_till_enskild(p_aspirant);
    END IF;
END $$;
REVOKE ALL ON FUNCTION app.pa_listan(bigint, bigint, date, date, timestamptz, text) FROM PUBLIC;

-- Sets the level and names the caller, the handläggare and the samordnare of the day, in one step: set alone, the level would hide the
-- person from the one who set it. At skyddad folkbokföring no address is kept (nor in the history:
-- app.historik_utan_adress). False when the level was that already.
CREATE OR REPLACE FUNCTION app.skydda(
    p_aspirant bigint, p_niva smallint, p_skal text, p_nu timestamptz, p_dag date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_fore smallint; v_user bigint; v_grund text;
BEGIN
    IF NOT app.far_se(p_aspirant) THEN
        RAISE EXCEPTION 'personen är inte synlig' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT skydd INTO v_fore FROM cases_aspirant WHERE id = p_aspirant FOR UPDATE;
    IF v_fore = p_niva THEN RETURN false; END IF;
    INSERT INTO cases_skyddsandring (aspirant_id, fran_niva, till_niva, andrad_at, andrad_av_id, skal)
    VALUES (p_aspirant, v_fore, p_niva, p_nu, app.anvandare(), p_skal);
    IF p_niva = 0 THEN
        UPDATE cases_skyddsbehorighet SET avslutad_at = p_nu, avslutad_av_id = app.anvandare()
         WHERE aspirant_id = p_aspirant AND avslutad_at IS NULL;
    ELSIF v_fore = 0 THEN
        FOR v_user, v_grund IN
            SELECT u.user_id, u.grund FROM cases_aspirant a JOIN (
                   SELECT aspirant_id, user_id, fran, till, 'handlaggare' AS grund FROM cases_handlaggare
                   UNION ALL
                   SELECT aspirant_id, user_id, fran, till, 'samordnare' FROM cases_samordnare) u ON u.aspirant_id = a.id
             WHERE a.id = p_aspirant AND u.fran <= p_dag AND (u.till IS NULL OR u.till >= p_dag)
               AND app.arbetar_pa(u.user_id, a.enheter, p_dag)
        LOOP
            PERFORM app.pa_listan(p_aspirant, v_user, p_dag, NULL, p_nu, v_grund);
        END LOOP;
        IF NOT p_aspirant = ANY (app.skydd()) THEN
            PERFORM app.pa_listan(p_aspirant, app.anvandare(), p_dag, NULL, p_nu, 'namngiven');
        END IF;
        PERFORM app.folj_uppdrag(p_aspirant, p_nu, p_dag);
    END IF;
    UPDATE cases_aspirant SET skydd = p_niva, adress = CASE WHEN p_niva = 2 THEN '' ELSE adress END
     WHERE id = p_aspirant;
    RETURN true;
END $$;

-- Names one more reader of a protected person. Only someone on the list may, and only a colleague whose unit
-- may see the person: the list narrows what the unit sees, it never widens it. A ground other than 'namngiven' lasts
-- no longer than what it names (app.folj_uppdrag).
CREATE OR REPLACE FUNCTION app.namnge(
    p_aspirant bigint, p_user bigint, p_fran date, p_till date, p_nu timestamptz, p_grund text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_enheter bigint[];
BEGIN
    SELECT enheter INTO v_enheter FROM cases_aspirant WHERE id = p_aspirant AND skydd > 0;
    IF NOT FOUND OR NOT app.far_se(p_aspirant) THEN
        RAISE EXCEPTION 'bara den som får se en skyddad person kan namnge' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT app.arbetar_pa(p_user, v_enheter, p_fran) THEN
        RAISE EXCEPTION 'användaren arbetar inte på en enhet som får se personen'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_grund NOT IN ('namngiven', 'handlaggare', 'samordnare', 'remiss', 'stod') THEN
        RAISE EXCEPTION 'den grunden ges inte här' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM app.pa_listan(p_aspirant, p_user, p_fran, p_till, p_nu, p_grund);
END $$;

-- The days of what a row on the list rests on, today or later: empty when that has ended. A name given by hand rests
-- on nothing else and has no such days.
CREATE OR REPLACE FUNCTION app.uppdragets_dagar(s cases_skyddsbehorighet, p_dag date) RETURNS SETOF daterange
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT daterange(h.fran, h.till, '[]') FROM cases_handlaggare h
     WHERE s.grund = 'handlaggare' AND h.aspirant_id = s.aspirant_id AND h.user_id = s.user_id
       AND (h.till IS NULL OR h.till >= p_dag)
    UNION ALL -- through the day that an avslut was registered, so that it can be undone or corrected
    SELECT daterange(h.fran, p_dag, '[]') FROM cases_handlaggare h
      JOIN cases_inskrivning i ON i.aspirant_id = h.aspirant_id AND i.jobbtorg_id = h.enhet_id AND i.avslutad = h.till
     WHERE s.grund = 'handlaggare' AND h.aspirant_id = s.aspirant_id AND h.user_id = s.user_id
       AND (i.avslutad_at AT TIME ZONE 'Europe/Stockholm')::date = p_dag
    UNION ALL
    SELECT daterange(m.fran, m.till, '[]') FROM cases_samordnare m
     WHERE s.grund = 'samordnare' AND m.aspirant_id = s.aspirant_id AND m.user_id = s.user_id
       AND (m.till IS NULL OR m.till >= p_dag)
    UNION ALL
    SELECT daterange(h.fran, h.till, '[]') FROM cases_vikariat v
      JOIN cases_handlaggare h ON h.user_id = v.user_id AND h.enhet_id = v.enhet_id AND h.aspirant_id = s.aspirant_id
     WHERE s.grund = 'ersattare' AND v.id = s.vikariat_id AND (h.till IS NULL OR h.till >= p_dag)
    UNION ALL
    SELECT daterange(l.fran, NULL) FROM cases_langsiktigtstod l
     WHERE s.grund = 'stod' AND l.aspirant_id = s.aspirant_id AND l.user_id = s.user_id AND l.avbrutet IS NULL
    UNION ALL
    SELECT daterange(NULL, NULL) FROM cases_remiss r
     WHERE s.grund = 'remiss' AND r.aspirant_id = s.aspirant_id AND r.svar = ''
       AND app.arbetar_pa(s.user_id, ARRAY[r.jobbtorg_id], p_dag);
END $$;

-- Access ends with the assignment: rows on the list that rest on one end with it, at once or on its last day. It only
-- narrows; whoever is assigned again is named again.
CREATE OR REPLACE FUNCTION app.uppdrag_slutar(p_aspirant bigint, p_nu timestamptz, p_dag date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s cases_skyddsbehorighet; v_dagar daterange;
BEGIN
    FOR s IN SELECT * FROM cases_skyddsbehorighet
              WHERE aspirant_id = p_aspirant AND avslutad_at IS NULL AND (till IS NULL OR till >= p_dag)
                AND grund NOT IN ('namngiven', 'chef') FOR UPDATE
    LOOP
        SELECT range_merge(range_agg(d * daterange(s.fran, s.till, '[]'))) INTO v_dagar
          FROM app.uppdragets_dagar(s, p_dag) d WHERE d && daterange(greatest(s.fran, p_dag), s.till, '[]');
        IF v_dagar IS NULL THEN
            UPDATE cases_skyddsbehorighet SET avslutad_at = p_nu, avslutad_av_id = app.anvandare() WHERE id = s.id;
        ELSE
            UPDATE cases_skyddsbehorighet SET till = upper(v_dagar) - 1,
                   fran = CASE WHEN fran > p_dag THEN lower(v_dagar) ELSE fran END
             WHERE id = s.id;
        END IF;
    END LOOP;
END $$;

-- The same for whoever has changed an assignment of a protected person they may see.
CREATE OR REPLACE FUNCTION app.folj_uppdrag(p_aspirant bigint, p_nu timestamptz, p_dag date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT app.far_se(p_aspirant) THEN
        RAISE EXCEPTION 'bara den som får se en skyddad person ändrar listan' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM app.uppdrag_slutar(p_aspirant, p_nu, p_dag);
END $$;

-- Why a name cannot be taken off the list: the rule's name, null when it can. The handläggare stays, and the last one
-- who can open the akt. Told only to those who may see the person.
CREATE OR REPLACE FUNCTION app.star_kvar(p_aspirant bigint, p_user bigint, p_dag date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM cases_handlaggare h WHERE h.aspirant_id = a.id AND h.user_id = p_user
                                AND h.fran <= p_dag AND (h.till IS NULL OR h.till >= p_dag))
                     AND app.arbetar_pa(p_user, a.enheter, p_dag) THEN 'cases_skyddsbehorighet_handlaggaren_kvar'
                WHEN app.namngivna(a.id, a.enheter, p_user, p_dag) = 0 THEN 'cases_skyddsbehorighet_aldrig_tom' END
      FROM cases_aspirant a WHERE a.id = p_aspirant AND app.far_se(a.id)
$$;

-- Takes a name off the list at once.
CREATE OR REPLACE FUNCTION app.avnamnge(p_aspirant bigint, p_user bigint, p_nu timestamptz, p_dag date)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_regel text;
BEGIN
    PERFORM FROM cases_aspirant WHERE id = p_aspirant AND skydd > 0 FOR UPDATE;
    IF NOT FOUND OR NOT app.far_se(p_aspirant) THEN
        RAISE EXCEPTION 'bara den som får se en skyddad person ändrar listan' USING ERRCODE = 'insufficient_privilege';
    END IF;
    v_regel := app.star_kvar(p_aspirant, p_user, p_dag);
    IF v_regel IS NOT NULL THEN
        RAISE EXCEPTION 'namnet står kvar på listan' USING ERRCODE = 'check_violation', CONSTRAINT = v_regel;
    END IF;
    UPDATE cases_skyddsbehorighet SET avslutad_at = p_nu, avslutad_av_id = app.anvandare()
     WHERE aspirant_id = p_aspirant AND user_id = p_user AND avslutad_at IS NULL AND (till IS NULL OR till >= p_dag);
    IF p_user = app.anvandare() THEN
        PERFORM set_config('app.skydd', array_remove(app.skydd(), p_aspirant)::text, true),
                set_config('app.enskilda', array_remove(app.enskilda(), p_aspirant)::text, true),
                set_config('app.enskilda_las', array_remove(app.enskilda_las(), p_aspirant)::text, true);
    END IF;
END $$;

-- Protected persons that one of the caller's units works with and that nobody there can open: for its chef, by
-- number of the case only.
CREATE OR REPLACE FUNCTION app.skyddade_utan_namngiven(p_dag date) RETURNS TABLE (aspirant_id bigint, enhet_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT a.id, m.enhet_id FROM cases_medlemskap m JOIN cases_user u ON u.id = m.user_id
      JOIN cases_aspirant a ON a.skydd > 0 AND (a.sdf_id = m.enhet_id OR EXISTS (
               SELECT 1 FROM cases_inskrivning i WHERE i.aspirant_id = a.id AND i.jobbtorg_id = m.enhet_id
                  AND (i.avslutad IS NULL OR i.avslutad >= p_dag)))
     WHERE m.user_id = app.anvandare() AND u.is_active AND m.roll = 'enhetschef' AND NOT app.vantar(m.id)
       AND m.fran <= p_dag AND (m.till IS NULL OR m.till >= p_dag)
       AND app.namngivna(a.id, ARRAY[m.enhet_id], NULL, p_dag) = 0
     ORDER BY 1, 2;
END $$;

-- The chef's way out of it: names someone of the unit. It stands on the list as named by the chef.
CREATE OR REPLACE FUNCTION app.namnge_som_chef(
    p_aspirant bigint, p_enhet bigint, p_user bigint, p_nu timestamptz, p_dag date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM cases_aspirant WHERE id = p_aspirant FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM app.skyddade_utan_namngiven(p_dag) s
                    WHERE s.aspirant_id = p_aspirant AND s.enhet_id = p_enhet)
       OR NOT app.arbetar_pa(p_user, ARRAY[p_enhet], p_dag) THEN
        RAISE EXCEPTION 'bara enhetens chef namnger, när ingen på enheten kan öppna ärendet'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM app.pa_listan(p_aspirant, p_user, p_dag, NULL, p_nu, 'chef');
END $$;
