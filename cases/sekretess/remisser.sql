-- The night's duty "remisser" (cases/tasks.py): it reads no person, and does with unanswered remisser these two things
-- and nothing else. Both are safe to run twice, and give the persons whose remisser were touched.
CREATE OR REPLACE FUNCTION app.paminn_remisser(p_nu timestamptz, p_idag date, p_narmar_till date) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_personer bigint[];
BEGIN
    IF app.syfte() <> 'remisser' THEN RAISE EXCEPTION 'kräver syftet remisser'; END IF;
    WITH nya AS (
        INSERT INTO cases_remisspaminnelse (aspirant_id, remiss_id, slag, dag, paminde_at, enheter, skydd, synlig_for)
        SELECT r.aspirant_id, r.id, CASE WHEN r.svar_senast < p_idag THEN 'passerad' ELSE 'narmar' END, p_idag, p_nu,
               '{}', 0, '{}'
          FROM cases_remiss r WHERE r.svar = '' AND r.svar_senast <= p_narmar_till
         ORDER BY r.id FOR UPDATE OF r
        ON CONFLICT DO NOTHING
        RETURNING aspirant_id)
    SELECT array_agg(DISTINCT aspirant_id) INTO v_personer FROM nya;
    RETURN coalesce(v_personer, '{}');
END $$;

-- A remiss ends so many days after its day for an answer as the parameter said when it was sent; without one never.
CREATE OR REPLACE FUNCTION app.avsluta_remisser(p_nu timestamptz, p_idag date) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_personer bigint[];
BEGIN
    IF app.syfte() <> 'remisser' THEN RAISE EXCEPTION 'kräver syftet remisser'; END IF;
    WITH over_tiden AS (
        SELECT r.id, t.dagar FROM cases_remiss r, LATERAL app.parameter_tal('remiss_utgar_dagar', r.skickad_at) t(dagar)
         WHERE r.svar = '' AND r.svar_senast + t.dagar < p_idag
         ORDER BY r.id FOR UPDATE OF r),
    utgangna AS (
        UPDATE cases_remiss r SET svar = 'utgangen', besvarad_at = p_nu, utgangen_skal =
               'Jobbtorget svarade inte inom ' || o.dagar || ' dagar efter ' || r.svar_senast
               || ', då svaret skulle ha kommit.'
          FROM over_tiden o WHERE r.id = o.id
        RETURNING r.aspirant_id)
    SELECT array_agg(DISTINCT aspirant_id) INTO v_personer FROM utgangna;
    PERFORM app.uppdrag_slutar(p, p_nu, p_idag) FROM unnest(v_personer) p;
    RETURN coalesce(v_personer, '{}');
END $$;

-- How many of a jobbtorg's places for nollplacerade are taken: enrolled there or asked for, persons of every district,
-- a number only.
CREATE OR REPLACE FUNCTION app.nollplacerade(p_jobbtorg bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    RETURN (SELECT count(DISTINCT r.aspirant_id) FROM cases_remiss r
             LEFT JOIN cases_inskrivning i ON i.remiss_id = r.id
             WHERE r.jobbtorg_id = p_jobbtorg AND r.ingang = 'nollplacerad'
               AND (r.svar = '' OR (i.id IS NOT NULL AND i.avslutad IS NULL)));
END $$;

-- When a remiss that waits will end by itself, for those who may read it: the same rule as above.
CREATE OR REPLACE FUNCTION app.remiss_utgar(p_skickad timestamptz, p_svar_senast date) RETURNS date
LANGUAGE sql STABLE AS $$ SELECT p_svar_senast + app.parameter_tal('remiss_utgar_dagar', p_skickad) + 1 $$;
