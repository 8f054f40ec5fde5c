-- Utlämnande and samtycke: what the rows must say of each other, what a withdrawal closes, and the two narrow doors by
-- which the receiver leaves its mark. Each rule has the name that a constraint would have, so that services and tests
-- meet them alike (cases/services/fel.py has the words).

-- A hand-over is of the nämnd's own handling, about its person; it rests on a consent exactly when its ground does,
-- and then on one of the same person, in the same direction, that holds that day and covers the type. The consent is
-- locked, so that a withdrawal at the same moment either comes first or waits and closes it.
CREATE OR REPLACE FUNCTION app.utlamnande_kontroll() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_handling record; v_samtycke record; v_dag date;
BEGIN
    SELECT aspirant_id, namnd_id, coalesce(nullif(ur_typ, ''), typ) AS typ INTO STRICT v_handling
      FROM cases_handling WHERE id = NEW.handling_id;
    IF v_handling.aspirant_id <> NEW.aspirant_id OR v_handling.namnd_id <> NEW.fran_namnd_id
       OR NOT EXISTS (SELECT 1 FROM cases_enhet WHERE id = NEW.till_enhet_id AND namnd_id = NEW.till_namnd_id) THEN
        RAISE EXCEPTION 'handlingen är inte avsändarens' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_utlamnande_av_egen_handling', TABLE = 'cases_utlamnande';
    END IF;
    IF (SELECT kraver_samtycke FROM cases_rattsliggrund WHERE id = NEW.grund_id) <> (NEW.samtycke_id IS NOT NULL) THEN
        RAISE EXCEPTION 'samtycke sätts när grunden vilar på det' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_utlamnande_samtycke_efter_grund', TABLE = 'cases_utlamnande';
    END IF;
    IF NEW.samtycke_id IS NOT NULL THEN
        v_dag := (NEW.skickat_at AT TIME ZONE 'Europe/Stockholm')::date;
        SELECT * INTO STRICT v_samtycke FROM cases_samtycke WHERE id = NEW.samtycke_id FOR SHARE;
        IF v_samtycke.aspirant_id <> NEW.aspirant_id OR v_samtycke.fran_namnd_id <> NEW.fran_namnd_id
           OR v_samtycke.till_namnd_id <> NEW.till_namnd_id THEN
            RAISE EXCEPTION 'samtycket gäller någon annan eller ett annat håll' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'cases_utlamnande_samtycke_samma_person_och_hall', TABLE = 'cases_utlamnande';
        END IF;
        IF v_dag NOT BETWEEN v_samtycke.fran AND v_samtycke.till OR v_samtycke.aterkallat <= v_dag
           OR NOT v_handling.typ = ANY (v_samtycke.typer) THEN
            RAISE EXCEPTION 'samtycket gäller inte i dag eller omfattar inte handlingen' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'cases_utlamnande_samtycke_galler',
                TABLE = 'cases_utlamnande';
        END IF;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS k_kontroll ON cases_utlamnande;
CREATE TRIGGER k_kontroll BEFORE INSERT ON cases_utlamnande FOR EACH ROW EXECUTE FUNCTION app.utlamnande_kontroll();

-- A consent is taken back, never changed: what it said when something was handed over has to stand.
CREATE OR REPLACE FUNCTION app.samtycke_andras_inte() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_fritt text[] := '{enheter,skydd,aterkallat,aterkallat_satt,aterkallat_av_id}';
BEGIN
    IF to_jsonb(NEW) - v_fritt <> to_jsonb(OLD) - v_fritt
       OR (OLD.aterkallat IS NOT NULL AND (NEW.aterkallat, NEW.aterkallat_satt, NEW.aterkallat_av_id)
           IS DISTINCT FROM (OLD.aterkallat, OLD.aterkallat_satt, OLD.aterkallat_av_id)) THEN
        RAISE EXCEPTION 'ett samtycke kan bara återkallas, en gång' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_samtycke_andras_inte', TABLE = 'cases_samtycke';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS k_andras_inte ON cases_samtycke;
CREATE TRIGGER k_andras_inte BEFORE UPDATE ON cases_samtycke
    FOR EACH ROW EXECUTE FUNCTION app.samtycke_andras_inte();

-- Taken back: whoever received on this consent reads no longer, from now on. That it was received still stands.
CREATE OR REPLACE FUNCTION app.samtycke_aterkallat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_utlamnande SET upphorde = NEW.aterkallat WHERE samtycke_id = NEW.id AND upphorde IS NULL;
    UPDATE cases_handling SET synlig_for = synlig_for
     WHERE id IN (SELECT handling_id FROM cases_utlamnande WHERE samtycke_id = NEW.id);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS d_aterkallat ON cases_samtycke;
CREATE TRIGGER d_aterkallat AFTER UPDATE OF aterkallat ON cases_samtycke FOR EACH ROW
    WHEN (OLD.aterkallat IS NULL AND NEW.aterkallat IS NOT NULL) EXECUTE FUNCTION app.samtycke_aterkallat();

-- Kvittens: by the receiving nämnd only, once. True when this one counts, false when another was there before it.
CREATE OR REPLACE FUNCTION app.kvittera(p_utlamnande bigint, p_av bigint, p_nu timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_av IS DISTINCT FROM app.anvandare() OR NOT EXISTS (
        SELECT 1 FROM cases_utlamnande WHERE id = p_utlamnande AND till_namnd_id = ANY (app.namnder()) AND app.far_se(aspirant_id)) THEN
        RAISE EXCEPTION 'bara mottagaren kvitterar' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_utlamnande SET kvitterat_at = p_nu, kvitterat_av_id = p_av
     WHERE id = p_utlamnande AND kvitterat_at IS NULL AND upphorde IS NULL;
    RETURN FOUND;
END $$;

-- First reading by the unit that received it. Anyone else's reading, also by nödöppning, leaves no mark here (the
-- reading log has it). Silent by design: pages call it whoever reads.
CREATE OR REPLACE FUNCTION app.markera_oppnad(p_handling bigint, p_nu timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_utlamnande u SET oppnad_at = p_nu, oppnad_av_id = app.anvandare()
     WHERE u.handling_id = p_handling AND u.oppnad_at IS NULL AND u.upphorde IS NULL
       AND u.till_enhet_id = ANY (app.enheter() || app.enheter_tilldelade()) AND app.far_se(u.aspirant_id);
    RETURN FOUND;
END $$;
