-- History: every change of a protected row leaves a row in cases_andring, in the same transaction (docs/adr/0012).
-- cases/sekretess/historik.py attaches the triggers; nothing that the application can set silences them.

-- Is this the login of the tables' owner, and not one that has stepped into the application's role?
CREATE OR REPLACE FUNCTION app.ar_agare() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE v_agare oid := (SELECT relowner FROM pg_class WHERE oid = 'public.cases_aspirant'::regclass);
BEGIN
    RETURN pg_has_role(session_user, v_agare, 'MEMBER')
       AND (current_setting('role') = 'none' OR pg_has_role(current_setting('role'), v_agare, 'MEMBER'));
END $$;

-- From where the transaction writes: a page, a task or a command, and the reference of the request.
CREATE OR REPLACE FUNCTION app.ange_kalla(p_sida text, p_referens text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.sida', left(p_sida, 120), true), set_config('app.referens', left(p_referens, 40), true);
END $$;

-- No address is kept at skyddad folkbokföring, in history neither.
CREATE OR REPLACE FUNCTION app.historik_utan_adress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_andring SET falt = falt - 'adress' WHERE aspirant_id = NEW.id AND falt ? 'adress';
    DELETE FROM cases_andring WHERE aspirant_id = NEW.id AND slag = 'andrad' AND falt = '{}';
    RETURN NULL;
END $$;

-- Arguments: who may read ('akt', 'dokument', 'mellan', 'stangd'), the column naming the row this one is part of,
-- and the columns that are no facts of their own (derived, stamps, files).
CREATE OR REPLACE FUNCTION app.historik() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_rad record;
    v_person bigint;
    v_falt jsonb := '{}';
    v_synlig bigint[];
    v_gammal jsonb;
BEGIN
    IF current_setting('app.historik', true) = 'av' AND app.ar_agare() THEN RETURN NULL; END IF;
    IF TG_OP = 'DELETE' THEN v_rad := OLD; ELSE v_rad := NEW; END IF;
    IF TG_TABLE_NAME = 'cases_aspirant' THEN
        v_person := v_rad.id;
        IF TG_OP = 'DELETE' THEN
            DELETE FROM cases_andring WHERE aspirant_id = v_person;
            RETURN NULL;
        END IF;
    ELSE
        v_person := v_rad.aspirant_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        SELECT jsonb_object_agg(g.key, jsonb_build_array(g.value, NULL)) INTO v_falt
          FROM jsonb_each(to_jsonb(OLD) - TG_ARGV[2]::text[]) g;
    ELSIF TG_OP = 'UPDATE' THEN
        v_gammal := to_jsonb(OLD);
        SELECT jsonb_object_agg(n.key, jsonb_build_array(v_gammal -> n.key, n.value)) INTO v_falt
          FROM jsonb_each(to_jsonb(NEW) - TG_ARGV[2]::text[]) n WHERE n.value IS DISTINCT FROM v_gammal -> n.key;
        IF v_falt IS NULL THEN RETURN NULL; END IF;
    END IF;
    IF TG_ARGV[0] = 'dokument' THEN
        v_synlig := v_rad.synlig_for;
        IF TG_OP = 'UPDATE' AND OLD.synlig_for <> NEW.synlig_for THEN
            v_synlig := ARRAY(SELECT unnest(OLD.synlig_for) INTERSECT SELECT unnest(NEW.synlig_for));
        END IF;
    ELSIF TG_ARGV[0] = 'mellan' THEN
        v_synlig := ARRAY[v_rad.fran_namnd_id, v_rad.till_namnd_id];
    ELSIF TG_ARGV[0] <> 'akt' THEN
        v_synlig := '{}';
    END IF;
    INSERT INTO cases_andring (aspirant_id, at, tabell, rad, del_av, slag, falt, av_id, sida, referens, synlig_for,
                               enheter, skydd)
    VALUES (v_person, statement_timestamp(), TG_TABLE_NAME, v_rad.id,
            CASE WHEN TG_ARGV[1] <> '' THEN (to_jsonb(v_rad) ->> TG_ARGV[1])::bigint END,
            CASE TG_OP WHEN 'INSERT' THEN 'ny' WHEN 'UPDATE' THEN 'andrad' ELSE 'borttagen' END,
            v_falt, app.anvandare(),
            coalesce(nullif(current_setting('app.sida', true), ''), nullif(app.syfte(), ''),
                     left(current_setting('application_name'), 120)),
            coalesce(nullif(current_setting('app.referens', true), ''), 'tx' || pg_current_xact_id()::text),
            v_synlig, '{}', 0);
    RETURN NULL;
END $$;

-- A document that a nämnd no longer may read takes its history with it.
CREATE OR REPLACE FUNCTION app.historik_synlig() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_andring SET synlig_for = ARRAY(SELECT unnest(synlig_for) INTERSECT SELECT unnest(NEW.synlig_for))
     WHERE aspirant_id = NEW.aspirant_id AND tabell = TG_TABLE_NAME AND rad = NEW.id;
    RETURN NULL;
END $$;

-- Takes what tells who a person was out of the history: fingerade personuppgifter leave no trace of the old identity
-- (domain.md section 8). `p_falt` is table -> columns. Entries that only told that are removed. The owner alone.
CREATE OR REPLACE FUNCTION app.glom_identitet(p_aspirant bigint, p_falt jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE v_antal bigint;
BEGIN
    IF NOT app.ar_agare() THEN
        RAISE EXCEPTION 'bara ägaren får ta bort ur historiken' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_andring SET falt = falt - ARRAY(SELECT jsonb_array_elements_text(p_falt -> tabell))
     WHERE aspirant_id = p_aspirant AND falt ?| ARRAY(SELECT jsonb_array_elements_text(p_falt -> tabell));
    GET DIAGNOSTICS v_antal = ROW_COUNT;
    DELETE FROM cases_andring WHERE aspirant_id = p_aspirant AND slag = 'andrad' AND falt = '{}';
    -- Earlier numbers go altogether, with the register's tie to them and what tells that there were any
    UPDATE uppfoljning_registerrad SET skyddad_id = NULL WHERE skyddad_id = p_aspirant AND nummer IN (
        SELECT t.nummer FROM cases_tidigarenummer t WHERE t.aspirant_id = p_aspirant);
    DELETE FROM cases_tidigarenummer WHERE aspirant_id = p_aspirant;
    DELETE FROM cases_andring WHERE aspirant_id = p_aspirant AND tabell = 'cases_tidigarenummer';
    RETURN v_antal;
END $$;

REVOKE EXECUTE ON FUNCTION app.glom_identitet(bigint, jsonb) FROM PUBLIC;

-- Marks the handlingar of a person that were established before the last change of name or number that history knows
-- of. To be called before app.glom_identitet, which takes that change away. What is marked already stays so.
CREATE OR REPLACE FUNCTION app.markera_tidigare_identitet(p_aspirant bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT app.ar_agare() THEN
        RAISE EXCEPTION 'bara ägaren märker handlingar' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_handling h SET tidigare_identitet = true
     WHERE h.aspirant_id = p_aspirant AND NOT h.tidigare_identitet
       AND h.upprattad_at < (SELECT max(a.at) FROM cases_andring a
                              WHERE a.aspirant_id = p_aspirant AND a.tabell = 'cases_aspirant' AND a.slag = 'andrad'
                                AND a.falt ?| ARRAY['fornamn', 'efternamn', 'nummer']);
END $$;
REVOKE EXECUTE ON FUNCTION app.markera_tidigare_identitet(bigint) FROM PUBLIC;
