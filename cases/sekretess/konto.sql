-- Accounts and roles: what a systemförvaltare does alone opens no case (domain.md section 9: sees no cases).

-- Does the application ask? In production it logs in as its role, in tests it assumes it.
CREATE OR REPLACE FUNCTION app.fran_tillampningen() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT 'jobbakten_app' IN (session_user::text, current_setting('role', true)) $$;

-- A membership that somebody else has not confirmed, or has refused.
CREATE OR REPLACE FUNCTION app.vantar(p_medlemskap bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_bekraftelse
                    WHERE medlemskap_id = p_medlemskap AND beviljad IS DISTINCT FROM true)
$$;

CREATE OR REPLACE FUNCTION app.begar_bekraftelse(p_medlemskap bigint, p_orsak text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO cases_bekraftelse (medlemskap_id, orsak, begard_av_id, begard_at)
    VALUES (p_medlemskap, p_orsak, app.anvandare(), now()) ON CONFLICT DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION app.begar_bekraftelse(bigint, text) FROM PUBLIC;

-- A role that the application adds or widens waits. Shortened it applies at once; one's own is never given or widened.
CREATE OR REPLACE FUNCTION app.medlemskap_bekraftas() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT app.fran_tillampningen() THEN RETURN NULL; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.user_id, NEW.enhet_id, NEW.roll) = (OLD.user_id, OLD.enhet_id, OLD.roll)
       AND NEW.fran >= OLD.fran AND coalesce(NEW.till, 'infinity') <= coalesce(OLD.till, 'infinity') THEN
        RETURN NULL;
    END IF;
    IF app.anvandare() IS NULL OR NEW.user_id = app.anvandare() THEN
        RAISE EXCEPTION 'ingen ger sig själv ett uppdrag' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM app.begar_bekraftelse(NEW.id, CASE TG_OP WHEN 'INSERT' THEN 'nytt' ELSE 'andrat' END);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS d_bekraftas ON cases_medlemskap;
CREATE TRIGGER d_bekraftas AFTER INSERT OR UPDATE ON cases_medlemskap
    FOR EACH ROW EXECUTE FUNCTION app.medlemskap_bekraftas();

-- A password that somebody else has set is temporary, stands in the owner's own history, and every role of the
-- account waits until a third person has confirmed who it is. Deactivation ends every session for good.
CREATE OR REPLACE FUNCTION app.konto_andras() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_jag bigint := app.anvandare();
BEGIN
    IF OLD.is_active AND NOT NEW.is_active THEN NEW.sessionsserie := OLD.sessionsserie + 1; END IF;
    IF NOT app.fran_tillampningen() OR v_jag IS NULL THEN RETURN NEW; END IF;
    IF v_jag <> NEW.id AND OLD.tillfalligt_till IS NOT NULL AND NEW.tillfalligt_till IS NULL THEN
        NEW.tillfalligt_till := OLD.tillfalligt_till;
    END IF;
    IF NEW.password IS NOT DISTINCT FROM OLD.password THEN RETURN NEW; END IF;
    IF v_jag = NEW.id THEN
        NEW.tillfalligt_till := NULL;
        PERFORM app.anteckna_konto(NEW.id, 'bytt', NULL, now());
    ELSE
        NEW.tillfalligt_till := coalesce(NEW.tillfalligt_till, now() + interval '1 day');
        PERFORM app.anteckna_konto(NEW.id, 'tillfalligt', v_jag, now());
        PERFORM app.begar_bekraftelse(m.id, 'losenord') FROM cases_medlemskap m
          WHERE m.user_id = NEW.id AND (m.till IS NULL OR m.till >= current_date);
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS d_konto ON cases_user;
CREATE TRIGGER d_konto BEFORE UPDATE ON cases_user FOR EACH ROW EXECUTE FUNCTION app.konto_andras();

-- An account that comes with a password from somebody else: the same.
CREATE OR REPLACE FUNCTION app.konto_nytt() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.fran_tillampningen() AND left(NEW.password, 1) <> '!' THEN
        NEW.tillfalligt_till := coalesce(NEW.tillfalligt_till, now() + interval '1 day');
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS d_konto_nytt ON cases_user;
CREATE TRIGGER d_konto_nytt BEFORE INSERT ON cases_user FOR EACH ROW EXECUTE FUNCTION app.konto_nytt();

-- Answers everything that waits for one membership. The answerer is neither the one it is about nor one who asked,
-- and is chef of the unit or systemförvaltare in force. The account's owner has to have chosen a password first:
-- whoever handed out the temporary one knows it.
CREATE OR REPLACE FUNCTION app.bekrafta(p_medlemskap bigint, p_bevilja boolean, p_nu timestamptz, p_idag date)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_jag bigint := app.anvandare(); v_m cases_medlemskap; v_u cases_user;
BEGIN
    SELECT * INTO v_m FROM cases_medlemskap WHERE id = p_medlemskap FOR UPDATE;
    SELECT * INTO v_u FROM cases_user WHERE id = v_m.user_id;
    IF v_jag IS NULL OR v_m.id IS NULL OR v_m.user_id = v_jag
       OR EXISTS (SELECT 1 FROM cases_bekraftelse
                   WHERE medlemskap_id = v_m.id AND beviljad IS NULL AND begard_av_id = v_jag)
       OR NOT ('systemforvaltare' = ANY (app.roller()) OR EXISTS (
            SELECT 1 FROM cases_medlemskap c JOIN cases_user u ON u.id = c.user_id AND u.is_active
             WHERE c.user_id = v_jag AND c.enhet_id = v_m.enhet_id AND c.roll = 'enhetschef' AND NOT app.vantar(c.id)
               AND c.fran <= p_idag AND (c.till IS NULL OR c.till >= p_idag))) THEN
        RAISE EXCEPTION 'någon annan än du bekräftar' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_bevilja AND (NOT v_u.is_active OR v_u.tillfalligt_till IS NOT NULL) THEN
        RAISE EXCEPTION 'ägaren har inte valt eget lösenord' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE cases_bekraftelse SET beviljad = p_bevilja, besvarad_av_id = v_jag, besvarad_at = p_nu
     WHERE medlemskap_id = v_m.id AND beviljad IS NULL;
END $$;

-- A line in the history of an account. The application writes through here and reads only its own user's. Nobody signs
-- for somebody else; before logging in there is nobody to sign.
CREATE OR REPLACE FUNCTION app.anteckna_konto(p_user bigint, p_slag text, p_av bigint, p_nu timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_av <> coalesce(app.anvandare(), -1) OR (p_av IS NULL AND app.anvandare() <> p_user) THEN
        RAISE EXCEPTION 'ingen antecknar i någon annans namn' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO cases_kontohandelse (user_id, slag, av_id, hande_at) VALUES (p_user, p_slag, p_av, p_nu);
END $$;

-- The same statement for a name that exists and one that does not.
CREATE OR REPLACE FUNCTION app.anteckna_misslyckad(p_namn text, p_nu timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO cases_kontohandelse (user_id, slag, hande_at)
    SELECT id, 'misslyckad', p_nu FROM cases_user WHERE username = p_namn
$$;
