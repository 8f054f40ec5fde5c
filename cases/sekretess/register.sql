-- The register knows numbers, not persons. A row whose number is a protected person's carries who that is, so that its
-- policy is row-local and no function hands out the numbers of those who are hidden.

-- The policy of a database from before asks it; it is made anew in the same transaction.
DROP FUNCTION IF EXISTS app.dolda_nummer() CASCADE;

-- After a delivery. By person and not by row: the protected are few and the number is the first column of the unique
-- key, while a million rows by a trigger of their own would double the time of a delivery.
CREATE OR REPLACE FUNCTION app.registrets_skyddade() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE uppfoljning_registerrad r SET skyddad_id = a.id FROM cases_aspirant a
     WHERE a.skydd > 0 AND r.nummer = a.nummer AND r.skyddad_id IS NULL;
    RETURN NULL;
END $$;

-- When the level or the number changes, or someone comes in protected. The rows of an old number are let go: kept, they
-- would tell who the person was (fingerade personuppgifter).
CREATE OR REPLACE FUNCTION app.skydd_till_registret() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.skydd > 0 AND (NEW.skydd = 0 OR NEW.nummer <> OLD.nummer) THEN
        UPDATE uppfoljning_registerrad SET skyddad_id = NULL WHERE nummer = OLD.nummer;
    END IF;
    IF NEW.skydd > 0 THEN
        UPDATE uppfoljning_registerrad SET skyddad_id = NEW.id WHERE nummer = NEW.nummer;
    END IF;
    RETURN NULL;
END $$;
