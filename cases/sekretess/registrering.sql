-- What registration needs to know or do beyond the reader's own rows: one narrow door for each, all with identity.

-- May the caller work with this person? The rule for writing of cases_aspirant: a nödöppning is not enough.
CREATE OR REPLACE FUNCTION app.far_se(p_aspirant bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN app.anvandare() IS NOT NULL AND EXISTS (
        SELECT 1 FROM cases_aspirant WHERE id = p_aspirant
           AND (arrayoverlap(enheter, app.enheter()) OR id = ANY (app.personer()))
           AND (skydd = 0 OR id = ANY (app.skydd())));
END $$;

-- Answers app.nummer_status, logs the question and limits how many a user may ask in an hour (domain.md 2.1).
-- `p_referens` is random and made by the caller; it is kept only with the answer that needs it.
CREATE OR REPLACE FUNCTION app.fraga_nummer(p_nummer text, p_referens text, p_nu timestamptz, p_hogst int)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_svar text; v_annan boolean;
BEGIN
    v_svar := app.nummer_status(p_nummer);
    IF (SELECT count(*) FROM cases_nummerfraga
         WHERE user_id = app.anvandare() AND fragad_at > p_nu - interval '1 hour') >= p_hogst THEN
        v_svar := 'for_manga';
    END IF;
    v_annan := v_svar = 'annan';
    INSERT INTO cases_nummerfraga (user_id, fragad_at, svar, referens, nummer)
    VALUES (app.anvandare(), p_nu, v_svar,
            CASE WHEN v_annan THEN p_referens ELSE '' END, CASE WHEN v_annan THEN p_nummer ELSE '' END);
    RETURN v_svar;
END $$;

-- The next number for a person without one; steps over those that came with an import.
CREATE OR REPLACE FUNCTION app.nytt_reservnummer() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_nummer text;
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    LOOP
        v_nummer := 'R' || lpad(nextval('cases_reservnummer_seq')::text, 11, '0');
        EXIT WHEN NOT EXISTS (SELECT 1 FROM cases_aspirant WHERE nummer = v_nummer);
    END LOOP;
    RETURN v_nummer;
END $$;

-- Puts the caller on the named list of a person she sees and sets the level, in one step: set alone, the level
-- would hide the person from the one who set it. At skyddad folkbokföring no address is kept.
CREATE OR REPLACE FUNCTION app.skydda(p_aspirant bigint, p_niva smallint, p_dag date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT app.far_se(p_aspirant) THEN
        RAISE EXCEPTION 'personen är inte synlig' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_niva = 0 THEN
        UPDATE cases_skyddsbehorighet SET till = greatest(fran, p_dag)
         WHERE aspirant_id = p_aspirant AND (till IS NULL OR till > p_dag);
    ELSE
        PERFORM app.pa_listan(p_aspirant, app.anvandare(), p_dag);
    END IF;
    UPDATE cases_aspirant SET skydd = p_niva, adress = CASE WHEN p_niva = 2 THEN '' ELSE adress END
     WHERE id = p_aspirant;
END $$;

-- Names one more reader of a protected person. Only someone on the list may, and only a colleague whose unit
-- may see the person: the list narrows what the unit sees, it never widens it.
CREATE OR REPLACE FUNCTION app.namnge(p_aspirant bigint, p_user bigint, p_dag date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT app.far_se(p_aspirant) OR NOT EXISTS (SELECT 1 FROM cases_aspirant WHERE id = p_aspirant AND skydd > 0) THEN
        RAISE EXCEPTION 'bara den som får se en skyddad person kan namnge' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_medlemskap m JOIN cases_aspirant a ON m.enhet_id = ANY (a.enheter)
                    JOIN cases_user u ON u.id = m.user_id
                    WHERE a.id = p_aspirant AND m.user_id = p_user AND u.is_active
                      AND m.fran <= p_dag AND (m.till IS NULL OR m.till >= p_dag)
                      AND m.roll IN ('socialsekreterare', 'coach', 'samordnare', 'enhetschef')) THEN
        RAISE EXCEPTION 'användaren arbetar inte på en enhet som får se personen'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM app.pa_listan(p_aspirant, p_user, p_dag);
END $$;

CREATE OR REPLACE FUNCTION app.pa_listan(p_aspirant bigint, p_user bigint, p_dag date) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- Someone named until a day, as a substitute is, and now named without one, stays on the list after that day.
    IF NOT EXISTS (SELECT 1 FROM cases_skyddsbehorighet WHERE aspirant_id = p_aspirant AND user_id = p_user
                      AND fran <= p_dag AND till IS NULL) THEN
        INSERT INTO cases_skyddsbehorighet (aspirant_id, user_id, fran) VALUES (p_aspirant, p_user, p_dag)
            ON CONFLICT (aspirant_id, user_id, fran) DO UPDATE SET till = NULL, vikariat_id = NULL;
    END IF;
    IF p_user = app.anvandare() THEN
        PERFORM set_config('app.skydd', array_append(app.skydd(), p_aspirant)::text, true);
    END IF;
END $$;
