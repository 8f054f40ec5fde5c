-- The kartläggning: figures for those who may read no kartläggning, and the lock of one that is completed.

-- Persons by number of hinder (måttligt or stort), sex and age group, from each person's latest kartläggning dated in
-- the period (domain.md section 11). Counts only: the duty that asks reads neither part. `jobbtorg` narrows to
-- kartläggningar made there, `sdf` to persons whose responsible SDF on its date is one of these.
CREATE OR REPLACE FUNCTION app.antal_hinder(p_fran date[], p_till date[], p_jobbtorg bigint[], p_sdf bigint[])
RETURNS TABLE (nr int, kon text, alder text, hinder int, antal bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.syfte() IS DISTINCT FROM 'statistik' THEN
        RAISE EXCEPTION 'bara statistiken räknar hinder' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH period AS (
        SELECT (p.n - 1)::int AS n, p.fran, p.till
          FROM unnest(p_fran, p_till) WITH ORDINALITY AS p(fran, till, n)
    ), senaste AS (
        SELECT DISTINCT ON (p.n, k.aspirant_id) p.n, k.id, k.aspirant_id, k.datum, k.motivation, k.boende, k.annat
          FROM period p
          JOIN jobbplaner_kartlaggning k ON k.datum BETWEEN p.fran AND p.till AND k.klar_at IS NOT NULL
          JOIN cases_aspirant a ON a.id = k.aspirant_id
         WHERE (p_jobbtorg IS NULL OR k.enhet_id = ANY (p_jobbtorg))
           AND (p_sdf IS NULL OR coalesce((
                SELECT s.sdf_id FROM cases_sdfansvar s WHERE s.aspirant_id = k.aspirant_id
                   AND daterange(s.fran, s.till, '[]') @> k.datum LIMIT 1), a.sdf_id) = ANY (p_sdf))
         ORDER BY p.n, k.aspirant_id, k.datum DESC, k.id DESC
    ), raknade AS (
        SELECT s.n, a.kon::text AS kon, extract(year FROM age(s.datum, a.fodelsedatum))::int AS ar,
               cardinality(array_positions(h.niva, 'mattligt') || array_positions(h.niva, 'stort')) AS hinder
          FROM senaste s
          JOIN cases_aspirant a ON a.id = s.aspirant_id
          LEFT JOIN jobbplaner_kartlaggningsdel d ON d.kartlaggning_id = s.id
         CROSS JOIN LATERAL (SELECT ARRAY[s.motivation, s.boende, s.annat, d.fysisk_halsa, d.psykisk_halsa, d.familj,
                d.rattslig, d.levnadsvanor, d.skulder]::text[] AS niva) h
    )
    SELECT r.n, r.kon, g.alder, r.hinder, count(*)
      FROM raknade r
      JOIN (VALUES ('18-29', 18, 29), ('30-44', 30, 44), ('45-54', 45, 54), ('55-64', 55, 64)) AS g(alder, fran, till)
        ON r.ar BETWEEN g.fran AND g.till
     GROUP BY 1, 2, 3, 4;
END $$;

-- A completed kartläggning is locked: only who may read it, and the file made of it, change after that.
CREATE OR REPLACE FUNCTION app.kartlaggning_last() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_fria text[] := '{enheter,skydd,synlig_for,handling_id}';
    v_klar boolean;
BEGIN
    IF to_jsonb(OLD) - v_fria IS NOT DISTINCT FROM to_jsonb(NEW) - v_fria THEN RETURN NEW; END IF;
    IF TG_TABLE_NAME = 'jobbplaner_kartlaggning' THEN
        v_klar := (to_jsonb(OLD) ->> 'klar_at') IS NOT NULL;
    ELSE
        v_klar := EXISTS (SELECT 1 FROM jobbplaner_kartlaggning k
                           WHERE k.id = (to_jsonb(OLD) ->> 'kartlaggning_id')::bigint AND k.klar_at IS NOT NULL);
    END IF;
    IF v_klar THEN
        RAISE EXCEPTION 'kartläggningen är slutförd' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'jobbplaner_kartlaggning_last';
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE v_tabell text;
BEGIN
    FOREACH v_tabell IN ARRAY '{kartlaggning,kartlaggningsdel,formagebedomning,instrumentresultat}'::text[] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS c_last ON jobbplaner_%s', v_tabell);
        EXECUTE format('CREATE TRIGGER c_last BEFORE UPDATE ON jobbplaner_%s FOR EACH ROW'
                       ' EXECUTE FUNCTION app.kartlaggning_last()', v_tabell);
    END LOOP;
END $$;
