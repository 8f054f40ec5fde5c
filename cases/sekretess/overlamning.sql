-- The receiver has read what was handed over to her (Min dag); nobody marks another's.
CREATE OR REPLACE FUNCTION app.markera_overlamning_sedd(p_rader bigint[], p_nu timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_overlamning SET sedd_at = p_nu
     WHERE id = ANY (p_rader) AND till_user_id = app.anvandare() AND sedd_at IS NULL;
END $$;
