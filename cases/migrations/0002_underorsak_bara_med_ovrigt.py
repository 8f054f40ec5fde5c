"""A sub-reason stands only with Övrigt; the code list is data, so a trigger looks it up (domain.md section 3)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_underorsak_bara_med_ovrigt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.underorsak_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_avslutsorsak WHERE id = NEW.avslutsorsak_id AND resultat = 'ovrigt') THEN
        RAISE EXCEPTION 'underorsak anges bara med Övrigt'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_inskrivning_underorsak_bara_med_ovrigt';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER underorsak_bara_med_ovrigt BEFORE INSERT OR UPDATE OF underorsak_id, avslutsorsak_id
    ON cases_inskrivning FOR EACH ROW EXECUTE FUNCTION cases_underorsak_bara_med_ovrigt();
"""
BACKWARD = """
DROP TRIGGER underorsak_bara_med_ovrigt ON cases_inskrivning;
DROP FUNCTION cases_underorsak_bara_med_ovrigt();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
