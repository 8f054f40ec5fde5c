-- Journal notes: what is signed is never changed, by anyone; a correction is a row of its own that names the corrected
-- one. Each rule has the name that a constraint would have (cases/services/fel.py has the words).

-- The derived columns (who may see the person) go on following the person.
CREATE OR REPLACE FUNCTION app.journal_kontroll() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_foljer text[] := '{enheter,skydd,synlig_for}'; v_rattad record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.signerad_at IS NOT NULL AND to_jsonb(NEW) - v_foljer <> to_jsonb(OLD) - v_foljer THEN
            RAISE EXCEPTION 'en signerad anteckning ändras inte' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'cases_journalanteckning_signerad_andras_inte', TABLE = 'cases_journalanteckning';
        END IF;
        IF OLD.kastad_at IS NOT NULL AND to_jsonb(NEW) - v_foljer <> to_jsonb(OLD) - v_foljer THEN
            RAISE EXCEPTION 'ett kastat utkast ändras inte' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'cases_journalanteckning_kastad_andras_inte', TABLE = 'cases_journalanteckning';
        END IF;
        -- A draft passes to a colleague with the name of who began it; what a thrown one corrected may be corrected anew
        IF (NEW.aspirant_id, NEW.namnd_id) IS DISTINCT FROM (OLD.aspirant_id, OLD.namnd_id)
           OR (NEW.rattar_id IS DISTINCT FROM OLD.rattar_id AND NOT (NEW.rattar_id IS NULL AND NEW.kastad_at IS NOT NULL))
           OR (NEW.forfattare_id <> OLD.forfattare_id
               AND NEW.paborjad_av_id IS DISTINCT FROM coalesce(OLD.paborjad_av_id, OLD.forfattare_id))
           OR (NEW.forfattare_id = OLD.forfattare_id AND NEW.paborjad_av_id IS DISTINCT FROM OLD.paborjad_av_id) THEN
            RAISE EXCEPTION 'anteckningen byter person, nämnd eller författare' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'cases_journalanteckning_samma_person_och_forfattare', TABLE = 'cases_journalanteckning';
        END IF;
    END IF;
    IF TG_OP = 'INSERT' AND (NEW.paborjad_av_id IS NOT NULL OR NEW.kastad_at IS NOT NULL) AND NOT app.ar_agare() THEN
        RAISE EXCEPTION 'en ny anteckning är ingen annans' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_journalanteckning_samma_person_och_forfattare', TABLE = 'cases_journalanteckning';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_enhet WHERE id = NEW.enhet_id AND namnd_id = NEW.namnd_id) THEN
        RAISE EXCEPTION 'enheten hör till en annan nämnd' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_journalanteckning_samma_person_och_forfattare', TABLE = 'cases_journalanteckning';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.rattar_id IS NOT NULL THEN
        SELECT * INTO v_rattad FROM cases_journalanteckning WHERE id = NEW.rattar_id;
        IF v_rattad.signerad_at IS NULL OR v_rattad.aspirant_id <> NEW.aspirant_id
           OR v_rattad.namnd_id <> NEW.namnd_id THEN
            RAISE EXCEPTION 'bara en signerad anteckning i samma akt rättas' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'cases_journalanteckning_rattar_signerad', TABLE = 'cases_journalanteckning';
        END IF;
    END IF;
    IF NEW.signerad_at IS NOT NULL
       AND NEW.handelse_dag > (NEW.signerad_at AT TIME ZONE 'Europe/Stockholm')::date THEN
        RAISE EXCEPTION 'händelsen ligger efter signeringen' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_journalanteckning_handelse_fore_signering', TABLE = 'cases_journalanteckning';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS k_kontroll ON cases_journalanteckning;
CREATE TRIGGER k_kontroll BEFORE INSERT OR UPDATE ON cases_journalanteckning
    FOR EACH ROW EXECUTE FUNCTION app.journal_kontroll();

-- A signed note goes only when the owner of the tables weeds out the whole akt.
CREATE OR REPLACE FUNCTION app.journal_tas_inte_bort() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (OLD.signerad_at IS NOT NULL OR OLD.kastad_at IS NOT NULL) AND NOT app.ar_agare() THEN
        RAISE EXCEPTION 'en signerad eller kastad anteckning tas inte bort' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'cases_journalanteckning_signerad_andras_inte', TABLE = 'cases_journalanteckning';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER IF EXISTS k_tas_inte_bort ON cases_journalanteckning;
CREATE TRIGGER k_tas_inte_bort BEFORE DELETE ON cases_journalanteckning
    FOR EACH ROW EXECUTE FUNCTION app.journal_tas_inte_bort();

-- A file belongs to its note: same person and nämnd, and it comes and goes while that is a draft. The note is locked,
-- so that a file and a signature at the same moment come one after the other.
CREATE OR REPLACE FUNCTION app.bilaga_kontroll() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_rad record; v_bilaga cases_bilaga%ROWTYPE;
BEGIN
    -- The file itself is left out of the comparison: a person who moves must not have all files read
    IF TG_OP = 'UPDATE'
       AND (NEW.aspirant_id, NEW.namnd_id, NEW.anteckning_id, NEW.namn, NEW.slag, NEW.storlek, NEW.sha256)
         = (OLD.aspirant_id, OLD.namnd_id, OLD.anteckning_id, OLD.namn, OLD.slag, OLD.storlek, OLD.sha256) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN v_bilaga := OLD; ELSE v_bilaga := NEW; END IF;
    SELECT aspirant_id, namnd_id, coalesce(signerad_at, kastad_at) AS signerad_at INTO v_rad FROM cases_journalanteckning
     WHERE id = v_bilaga.anteckning_id FOR SHARE;
    -- Of a note that goes as a whole nothing is left to ask
    IF NOT FOUND AND TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' OR v_rad.aspirant_id <> v_bilaga.aspirant_id OR v_rad.namnd_id <> v_bilaga.namnd_id
       OR (v_rad.signerad_at IS NOT NULL AND NOT (TG_OP = 'DELETE' AND app.ar_agare())) THEN
        RAISE EXCEPTION 'bilagan hör till en signerad anteckning, eller en annan akt' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'cases_bilaga_hor_till_utkastet', TABLE = 'cases_bilaga';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS k_kontroll ON cases_bilaga;
CREATE TRIGGER k_kontroll BEFORE UPDATE OR DELETE ON cases_bilaga
    FOR EACH ROW EXECUTE FUNCTION app.bilaga_kontroll();
-- After, so that the policy answers first whoever may not add at all
DROP TRIGGER IF EXISTS k_kontroll_ny ON cases_bilaga;
CREATE TRIGGER k_kontroll_ny AFTER INSERT ON cases_bilaga
    FOR EACH ROW EXECUTE FUNCTION app.bilaga_kontroll();

-- A draft whose author has left the unit: its chef decides. Locked, so that two chefs do so one after the other.
CREATE OR REPLACE FUNCTION app.lamnad_anteckning(p_id bigint, p_dag date) RETURNS cases_journalanteckning
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_rad cases_journalanteckning%ROWTYPE;
BEGIN
    SELECT * INTO v_rad FROM cases_journalanteckning WHERE id = p_id FOR UPDATE;
    IF NOT FOUND OR NOT app.far_se(v_rad.aspirant_id) OR NOT v_rad.enhet_id = ANY (app.chef_enheter())
       OR app.arbetar_pa(v_rad.forfattare_id, ARRAY[v_rad.enhet_id], p_dag) THEN
        RAISE EXCEPTION 'bara enhetens chef avgör ett utkast, när den som skrev det har slutat'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN v_rad;
END $$;

-- False when it has been signed or thrown away, or has passed already.
CREATE OR REPLACE FUNCTION app.overlat_anteckning(p_id bigint, p_till bigint, p_roll text, p_nu timestamptz, p_dag date)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_rad cases_journalanteckning%ROWTYPE := app.lamnad_anteckning(p_id, p_dag);
BEGIN
    IF v_rad.signerad_at IS NOT NULL OR v_rad.kastad_at IS NOT NULL THEN RETURN false; END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_medlemskap m WHERE m.user_id = p_till AND m.enhet_id = v_rad.enhet_id
                     AND m.roll = p_roll AND m.fran <= p_dag AND (m.till IS NULL OR m.till >= p_dag))
       OR NOT app.arbetar_pa(p_till, ARRAY[v_rad.enhet_id], p_dag) THEN
        RAISE EXCEPTION 'den som tar över arbetar inte på enheten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_journalanteckning SET paborjad_av_id = coalesce(paborjad_av_id, forfattare_id), forfattare_id = p_till,
        roll = p_roll, overlaten_at = p_nu, overlaten_av_id = app.anvandare(), version = version + 1, flik = NULL
     WHERE id = p_id;
    RETURN true;
END $$;

-- Nothing is lost: text and files stay with the row, for the chef and the author to read.
CREATE OR REPLACE FUNCTION app.kasta_anteckning(p_id bigint, p_skal text, p_nu timestamptz, p_dag date)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_rad cases_journalanteckning%ROWTYPE := app.lamnad_anteckning(p_id, p_dag);
BEGIN
    IF v_rad.signerad_at IS NOT NULL OR v_rad.kastad_at IS NOT NULL THEN RETURN false; END IF;
    UPDATE cases_journalanteckning SET kastad_at = p_nu, kastad_av_id = app.anvandare(), rattar_id = NULL,
        rattar_skal = '', version = version + 1, flik = NULL,
        kastad_skal = left(CASE WHEN v_rad.rattar_id IS NULL THEN '' ELSE 'Rättade anteckning nr ' || v_rad.rattar_id
            || '. ' END || p_skal, 250)
     WHERE id = p_id;
    RETURN true;
END $$;
