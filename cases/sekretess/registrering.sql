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

-- The next number for a person without one; steps over those that came with an import.
CREATE OR REPLACE FUNCTION app.nytt_reservnummer() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_nummer text;
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    LOOP
        v_nummer := 'R' || lpad(nextval('cases_reservnummer_seq')::text, 11, '0');
        EXIT WHEN app.person_med_nummer(v_nummer) IS NULL;
    END LOOP;
    RETURN v_nummer;
END $$;
