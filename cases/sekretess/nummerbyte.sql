-- A person's earlier numbers (cases_tidigarenummer). A number that was wrong is not the person's: it is found by search
-- in the akt that had it, and by nothing else, so that the one whose it is can be registered.

-- Whose number is it, today or earlier? For functions with the owner's rights that decide what the caller learns.
CREATE OR REPLACE FUNCTION app.person_med_nummer(p_nummer text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT x.id FROM (
        SELECT a.id, 0 AS tidigare FROM cases_aspirant a WHERE a.nummer = p_nummer
        UNION ALL
        SELECT t.aspirant_id, 1 FROM cases_tidigarenummer t WHERE t.nummer = p_nummer AND t.orsak <> 'fel') x
        ORDER BY x.tidigare LIMIT 1);
END $$;

-- All of one person's numbers. Volatile: a trigger asks in the middle of a change.
CREATE OR REPLACE FUNCTION app.personens_nummer(p_aspirant bigint) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT a.nummer FROM cases_aspirant a WHERE a.id = p_aspirant
                 UNION SELECT t.nummer FROM cases_tidigarenummer t WHERE t.aspirant_id = p_aspirant AND t.orsak <> 'fel');
END $$;

-- A number that was another person's own is taken for ever. After the row is written, when the unique key has waited
-- for whoever was changing the number meanwhile.
CREATE OR REPLACE FUNCTION app.nummer_taget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_tidigarenummer t
                WHERE t.nummer = NEW.nummer AND t.orsak <> 'fel' AND t.aspirant_id <> NEW.id) THEN
        RAISE EXCEPTION 'numret är taget' USING ERRCODE = 'unique_violation', CONSTRAINT = 'cases_aspirant_nummer_key';
    END IF;
    RETURN NULL;
END $$;

-- What is kept as an earlier number is the one that stands on the akt just before it is changed.
CREATE OR REPLACE FUNCTION app.tidigare_var_personens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_aspirant a WHERE a.id = NEW.aspirant_id AND a.nummer = NEW.nummer) THEN
        RAISE EXCEPTION 'numret är inte personens' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_tidigarenummer_var_personens';
    END IF;
    RETURN NEW;
END $$;
