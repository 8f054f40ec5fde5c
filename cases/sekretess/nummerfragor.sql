-- Questions whether a number is known, and what registeransvarig does with those that were answered "cannot be
-- registered here" (domain.md 2.1 and section 9: identity and owning unit only).

DROP FUNCTION IF EXISTS app.fraga_nummer(text, text, timestamptz, int);
DROP FUNCTION IF EXISTS app.fraga_nummer(text, text, bigint, timestamptz, int);
DROP FUNCTION IF EXISTS app.fraga_nummer(text, text, bigint, timestamptz);

-- Has the user asked as many questions in the last hour as the municipality's dated parameter allows (60 where none is
-- set)? Here and at nödöppning, which share the limit: it is not the caller's to choose.
CREATE OR REPLACE FUNCTION app.for_manga_nummerfragor(p_nu timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM cases_nummerfraga
             WHERE user_id = app.anvandare() AND fragad_at > p_nu - interval '1 hour')
           >= coalesce(app.parameter_tal('nummerfragor_per_timme', p_nu), 60);
END $$;

-- Answers app.nummer_status, logs the question and limits how many a user may ask in an hour (domain.md 2.1).
-- `p_referens` is random and made by the caller; it is kept only with the answer that needs it. Who has asked about the
-- number before, and waits for the answer or got it within a month, is given that question's reference: one question,
-- one answer.
CREATE FUNCTION app.fraga_nummer(
    p_nummer text, p_referens text, p_enhet bigint, p_nu timestamptz, OUT svar text, OUT referens text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_enhet bigint := CASE WHEN p_enhet = ANY (app.enheter()) THEN p_enhet END; v_annan boolean;
BEGIN
    -- Two clicks at the same time ask one question: the second waits and finds the first
    PERFORM pg_advisory_xact_lock(hashtextextended('fraga_nummer', app.anvandare()));
    svar := CASE WHEN app.for_manga_nummerfragor(p_nu) THEN 'for_manga' ELSE app.nummer_status(p_nummer) END;
    IF svar = 'annan' THEN
        SELECT n.referens INTO referens FROM cases_nummerfraga n
         WHERE n.user_id = app.anvandare() AND n.svar = 'annan' AND n.nummer = p_nummer
           AND n.enhet_id IS NOT DISTINCT FROM v_enhet
           AND (n.besvarad_at IS NULL OR n.besvarad_at > p_nu - interval '30 days')
         ORDER BY n.fragad_at DESC, n.id DESC LIMIT 1;
    END IF;
    v_annan := svar = 'annan' AND referens IS NULL;
    INSERT INTO cases_nummerfraga (user_id, enhet_id, fragad_at, svar, referens, nummer, utfall, svarstext, rattad)
    VALUES (app.anvandare(), v_enhet, p_nu, CASE WHEN referens IS NULL THEN svar ELSE 'igen' END,
            CASE WHEN v_annan THEN p_referens ELSE '' END, CASE WHEN v_annan THEN p_nummer ELSE '' END, '', '', false);
    referens := coalesce(referens, CASE WHEN v_annan THEN p_referens END, '');
END $$;

-- The asker has read these answers.
CREATE OR REPLACE FUNCTION app.markera_svar_sedda(p_fragor bigint[], p_nu timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_nummerfraga SET sedd_at = p_nu
     WHERE id = ANY (p_fragor) AND user_id = app.anvandare() AND besvarad_at IS NOT NULL AND sedd_at IS NULL;
END $$;

-- Other questions about the same number, so that two askers are not told different things.
CREATE OR REPLACE FUNCTION app.fragor_om_samma_nummer(p_referens text)
RETURNS TABLE (referens text, fragad_at timestamptz, fragad_av text, enhet_id bigint, utfall text, svarstext text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM app.krav_registeransvarig();
    RETURN QUERY
    SELECT n.referens::text, n.fragad_at, trim(u.first_name || ' ' || u.last_name), n.enhet_id, n.utfall::text,
           n.svarstext::text
      FROM cases_nummerfraga f JOIN cases_nummerfraga n ON n.nummer = f.nummer AND n.id <> f.id AND n.svar = 'annan'
      JOIN cases_user u ON u.id = n.user_id
     WHERE f.referens = p_referens AND f.svar = 'annan' ORDER BY n.fragad_at DESC, n.id DESC LIMIT 10;
END $$;

CREATE OR REPLACE FUNCTION app.krav_registeransvarig() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL OR NOT 'registeransvarig' = ANY (app.roller()) THEN
        RAISE EXCEPTION 'kräver rollen registeransvarig' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Who asked, when and from where. Nothing of whom it was about.
CREATE OR REPLACE FUNCTION app.nummerfragor(p_oppna boolean, p_hogst int)
RETURNS TABLE (referens text, fragad_at timestamptz, fragad_av text, enhet_id bigint, utfall text,
               besvarad_at timestamptz, besvarad_av text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM app.krav_registeransvarig();
    RETURN QUERY
    SELECT n.referens::text, n.fragad_at, trim(u.first_name || ' ' || u.last_name), n.enhet_id, n.utfall::text,
           n.besvarad_at, trim(b.first_name || ' ' || b.last_name)
      FROM cases_nummerfraga n JOIN cases_user u ON u.id = n.user_id LEFT JOIN cases_user b ON b.id = n.besvarad_av_id
     WHERE n.svar = 'annan' AND (n.besvarad_at IS NULL) = p_oppna
     ORDER BY CASE WHEN p_oppna THEN n.fragad_at END, n.besvarad_at DESC, n.id LIMIT p_hogst;
END $$;

-- Whom one question is about, by its exact reference: identity and owning unit, of a protected person who does not
-- name the caller the owning unit and the number of the case only. Every answer is logged by itself.
CREATE OR REPLACE FUNCTION app.las_nummerfraga(p_referens text, p_nu timestamptz)
RETURNS TABLE (fraga_id bigint, fragad_at timestamptz, fragad_av text, fran_enhet_id bigint, utfall text,
               svarstext text, besvarad_at timestamptz, besvarad_av text, visat text, aspirant_id bigint,
               fornamn text, efternamn text, nummer text, fodelsedatum date, agande_enhet_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE f cases_nummerfraga; a cases_aspirant; v_visat text;
BEGIN
    PERFORM app.krav_registeransvarig();
    SELECT * INTO f FROM cases_nummerfraga n WHERE n.referens = p_referens AND n.svar = 'annan';
    IF f.id IS NULL THEN RETURN; END IF;
    SELECT * INTO a FROM cases_aspirant x WHERE x.id = app.person_med_nummer(f.nummer);
    v_visat := CASE WHEN a.id IS NULL THEN 'ingen'
                    WHEN a.skydd = 0 OR a.id = ANY (app.skydd()) THEN 'person' ELSE 'enhet' END;
    INSERT INTO cases_nummerhandelse (fraga_id, slag, visat, at, user_id, utfall, svarstext, anteckning)
    VALUES (f.id, 'uppslag', v_visat, p_nu, app.anvandare(), '', '', '');
    RETURN QUERY
    SELECT f.id, f.fragad_at, trim(u.first_name || ' ' || u.last_name), f.enhet_id, f.utfall::text,
           f.svarstext::text, f.besvarad_at, trim(b.first_name || ' ' || b.last_name), v_visat, a.id,
           CASE WHEN v_visat = 'person' THEN a.fornamn::text END,
           CASE WHEN v_visat = 'person' THEN a.efternamn::text END,
           CASE WHEN v_visat = 'person' THEN a.nummer::text END,
           CASE WHEN v_visat = 'person' THEN a.fodelsedatum END,
           coalesce(a.sdf_id, a.registrerad_vid_id)
      FROM cases_user u LEFT JOIN cases_user b ON b.id = f.besvarad_av_id WHERE u.id = f.user_id;
END $$;

-- Answers a question once; false when it has been answered. The note stays with registeransvarig.
CREATE OR REPLACE FUNCTION app.besvara_nummerfraga(
    p_referens text, p_utfall text, p_svarstext text, p_anteckning text, p_nu timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_id bigint;
BEGIN
    PERFORM app.krav_registeransvarig();
    UPDATE cases_nummerfraga SET utfall = p_utfall, svarstext = p_svarstext, besvarad_at = p_nu,
           besvarad_av_id = app.anvandare()
     WHERE referens = p_referens AND svar = 'annan' AND besvarad_at IS NULL RETURNING id INTO v_id;
    IF v_id IS NULL THEN RETURN false; END IF;
    INSERT INTO cases_nummerhandelse (fraga_id, slag, visat, at, user_id, utfall, svarstext, anteckning)
    VALUES (v_id, 'svar', '', p_nu, app.anvandare(), p_utfall, p_svarstext, p_anteckning);
    RETURN true;
END $$;

-- Puts another answer in the place of the one given at `p_forra`; false when that one is no longer the newest. Both
-- stand among the events.
CREATE OR REPLACE FUNCTION app.ratta_nummerfraga(
    p_referens text, p_utfall text, p_svarstext text, p_anteckning text, p_forra timestamptz, p_nu timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_id bigint;
BEGIN
    PERFORM app.krav_registeransvarig();
    UPDATE cases_nummerfraga SET utfall = p_utfall, svarstext = p_svarstext, besvarad_at = p_nu,
           besvarad_av_id = app.anvandare(), rattad = true, sedd_at = NULL
     WHERE referens = p_referens AND svar = 'annan' AND besvarad_at = p_forra RETURNING id INTO v_id;
    IF v_id IS NULL THEN RETURN false; END IF;
    INSERT INTO cases_nummerhandelse (fraga_id, slag, visat, at, user_id, utfall, svarstext, anteckning)
    VALUES (v_id, 'rattelse', '', p_nu, app.anvandare(), p_utfall, p_svarstext, p_anteckning);
    RETURN true;
END $$;

-- Persons that registeransvarig wants handed to the SDF that asked, for the units that are responsible for them now:
-- whom, which SDF asks and since when. Of persons the caller sees anyway. A transfer ends it, decided or done, and so
-- does another answer. The one who asked is told none of this (domain.md 2.1).
CREATE OR REPLACE FUNCTION app.begarda_flyttar()
RETURNS TABLE (aspirant_id bigint, till_enhet_id bigint, begard_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    RETURN QUERY
    SELECT DISTINCT ON (a.id) a.id, n.enhet_id, n.besvarad_at
      FROM cases_nummerfraga n JOIN cases_aspirant a ON a.nummer = n.nummer
     WHERE n.utfall = 'flytt' AND n.enhet_id IS DISTINCT FROM a.sdf_id
       AND a.sdf_id = ANY (app.enheter() || app.enheter_tilldelade()) AND app.far_se(a.id)
       AND NOT EXISTS (SELECT FROM cases_sdfansvar s WHERE s.aspirant_id = a.id AND s.sdf_id = n.enhet_id
                          AND s.fran >= n.besvarad_at::date)
     ORDER BY a.id, n.besvarad_at DESC;
END $$;
