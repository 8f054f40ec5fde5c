-- The register knows numbers, not persons. A row whose number is a protected person's carries who that is, so that its
-- policy is row-local and no function hands out the numbers of those who are hidden.

-- The policy of a database from before asks it; it is made anew in the same transaction.
DROP FUNCTION IF EXISTS app.dolda_nummer() CASCADE;

-- After a delivery. By person and not by row: the protected are few and the number is the first column of the unique
-- key, while a million rows by a trigger of their own would double the time of a delivery.
CREATE OR REPLACE FUNCTION app.registrets_skyddade() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE uppfoljning_registerrad r SET skyddad_id = a.id FROM (
        SELECT id, nummer FROM cases_aspirant WHERE skydd > 0
        UNION ALL SELECT t.aspirant_id, t.nummer FROM cases_tidigarenummer t WHERE t.skydd > 0 AND t.orsak <> 'fel') a
     WHERE r.nummer = a.nummer AND r.skyddad_id IS NULL;
    RETURN NULL;
END $$;

-- When the level or the number changes, or someone comes in protected. The rows of an earlier number stay protected with
-- the person; those of a number that is not kept are let go: they would tell who the person was (fingerade
-- personuppgifter).
CREATE OR REPLACE FUNCTION app.skydd_till_registret() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.skydd > 0 AND (NEW.skydd = 0 OR NEW.nummer <> OLD.nummer) THEN
        UPDATE uppfoljning_registerrad SET skyddad_id = NULL
         WHERE nummer = ANY (array_append(app.personens_nummer(NEW.id), OLD.nummer::text)) AND skyddad_id IS NOT NULL;
    END IF;
    IF NEW.skydd > 0 THEN
        UPDATE uppfoljning_registerrad SET skyddad_id = NEW.id WHERE nummer = ANY (app.personens_nummer(NEW.id));
    END IF;
    RETURN NULL;
END $$;
