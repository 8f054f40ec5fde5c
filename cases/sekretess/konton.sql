-- Accounts are the systemförvaltare's to make and change. For everyone else: nobody is made or renamed, nobody is let
-- in or out, and a password is one's own or (nobody being logged in yet) one that logging in hashes anew.
-- Not SECURITY DEFINER: current_user tells the application from the owner, who loads and migrates.
CREATE OR REPLACE FUNCTION app.konto_skrivs() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_user <> 'jobbakten_app' OR 'systemforvaltare' = ANY (app.roller()) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT'
       OR (NEW.username, NEW.first_name, NEW.last_name, NEW.email, NEW.is_active, NEW.is_staff, NEW.is_superuser)
          <> (OLD.username, OLD.first_name, OLD.last_name, OLD.email, OLD.is_active, OLD.is_staff, OLD.is_superuser)
       OR (NEW.sammandrag <> OLD.sammandrag AND coalesce(app.anvandare(), -1) <> NEW.id)
       OR (NEW.password <> OLD.password AND coalesce(app.anvandare(), NEW.id) <> NEW.id) THEN
        RAISE EXCEPTION 'bara systemförvaltaren ändrar konton' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
