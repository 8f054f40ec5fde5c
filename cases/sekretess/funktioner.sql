-- Identity of the current transaction. Unset means nobody: every protected table is then empty.
-- plpgsql and STABLE on purpose: a SQL function is inlined at plan time, an IMMUTABLE one gave a prepared
-- statement the previous user's rows.
CREATE OR REPLACE FUNCTION app.enheter() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.enheter', true), ''), '{}')::bigint[]; END $$;

CREATE OR REPLACE FUNCTION app.namnder() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.namnder', true), ''), '{}')::bigint[]; END $$;

CREATE OR REPLACE FUNCTION app.skydd() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.skydd', true), ''), '{}')::bigint[]; END $$;

-- Units where the reader works and that show their members only the persons assigned to them.
CREATE OR REPLACE FUNCTION app.enheter_tilldelade() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.enheter_tilldelade', true), ''), '{}')::bigint[]; END $$;

-- Persons assigned to the reader at such a unit.
CREATE OR REPLACE FUNCTION app.personer() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.personer', true), ''), '{}')::bigint[]; END $$;

-- Persons opened by nödöppning: for reading only, and not the documents of another nämnd.
CREATE OR REPLACE FUNCTION app.nod() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.nod', true), ''), '{}')::bigint[]; END $$;

-- What the policies ask of single persons: those the reader works with one by one (assigned, or protected and named,
-- each with all that the rule asks), and for reading also those opened by nödöppning. Kept with app.personer and
-- app.skydd by app.satt and app.lagg_till_enskild.
CREATE OR REPLACE FUNCTION app.enskilda() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.enskilda', true), ''), '{}')::bigint[]; END $$;

CREATE OR REPLACE FUNCTION app.enskilda_las() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.enskilda_las', true), ''), '{}')::bigint[]; END $$;

-- For the rest of the transaction: someone just registered, or just named.
CREATE OR REPLACE FUNCTION app.lagg_till_enskild(p_aspirant bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.enskilda', array_append(app.enskilda(), p_aspirant)::text, true),
            set_config('app.enskilda_las', array_append(app.enskilda_las(), p_aspirant)::text, true);
END $$;

-- Roles on the day, those without persons too (controller, registeransvarig, systemförvaltare).
CREATE OR REPLACE FUNCTION app.roller() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(nullif(current_setting('app.roller', true), ''), '{}')::text[]; END $$;

CREATE OR REPLACE FUNCTION app.anvandare() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN nullif(current_setting('app.anvandare', true), '')::bigint; END $$;

CREATE OR REPLACE FUNCTION app.syfte() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN coalesce(current_setting('app.syfte', true), ''); END $$;

CREATE OR REPLACE FUNCTION app.nollstall() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.anvandare', '', true), set_config('app.enheter', '', true),
            set_config('app.namnder', '', true), set_config('app.skydd', '', true), set_config('app.syfte', '', true),
            set_config('app.personer', '', true), set_config('app.nod', '', true), set_config('app.roller', '', true),
            set_config('app.enheter_tilldelade', '', true), set_config('app.chef_enheter', '', true),
            set_config('app.enskilda', '', true), set_config('app.enskilda_las', '', true);
END $$;

-- Persons assigned to `p_user` on the day at one of these units: held as handläggare, held by someone there for whom
-- `p_user` stands in, followed as samordnare, or given långsiktigt stöd. An assignment opens no more than the unit itself may see.
CREATE OR REPLACE FUNCTION app.tilldelade_personer(p_user bigint, p_enheter bigint[], p_idag date) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_enheter = '{}' THEN RETURN '{}'; END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT t.aspirant_id), '{}') FROM (
        SELECT h.aspirant_id FROM cases_handlaggare h
         WHERE h.enhet_id = ANY (p_enheter) AND h.enhet_id = ANY (h.enheter)
           AND h.fran <= p_idag AND (h.till IS NULL OR h.till >= p_idag)
           AND (h.user_id = p_user OR EXISTS (
                SELECT 1 FROM cases_vikariat v
                 WHERE v.ersattare_id = p_user AND v.user_id = h.user_id AND v.enhet_id = h.enhet_id
                   AND v.fran <= p_idag AND v.till >= p_idag AND (v.avbrutet IS NULL OR v.avbrutet > p_idag)))
        UNION ALL
        SELECT s.aspirant_id FROM cases_samordnare s
         WHERE s.user_id = p_user AND s.enhet_id = ANY (p_enheter) AND s.enhet_id = ANY (s.enheter)
           AND s.fran <= p_idag AND (s.till IS NULL OR s.till >= p_idag)
        UNION ALL
        SELECT l.aspirant_id FROM cases_langsiktigtstod l
         WHERE l.user_id = p_user AND l.enhet_id = ANY (p_enheter) AND l.enhet_id = ANY (l.enheter)
           AND l.fran <= p_idag AND l.avbrutet IS NULL) t);
END $$;

-- A person of the staff: units and nämnder of the memberships that open akter, and the named list. A unit that shows
-- only assigned persons counts as a unit for its enhetschef alone; its nämnd counts for every member. Returns the
-- persons that are seen by nödöppning alone; without a moment (p_nu) there are none.
DROP FUNCTION IF EXISTS app.satt(bigint, date);
CREATE OR REPLACE FUNCTION app.satt(p_user bigint, p_idag date, p_nu timestamptz) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_enheter bigint[]; v_alla bigint[]; v_namnder bigint[]; v_skydd bigint[]; v_roller text[];
        v_tilldelade bigint[]; v_chef bigint[]; v_nod bigint[];
        v_personer bigint[]; v_enskilda bigint[] := '{}';
BEGIN
    SELECT coalesce(array_agg(DISTINCT m.roll), '{}') INTO v_roller
      FROM cases_medlemskap m JOIN cases_user u ON u.id = m.user_id
     WHERE m.user_id = p_user AND u.is_active AND NOT app.vantar(m.id)
       AND m.fran <= p_idag AND (m.till IS NULL OR m.till >= p_idag);
    SELECT coalesce(array_agg(DISTINCT m.enhet_id) FILTER (WHERE m.roll = 'enhetschef' OR NOT e.bara_tilldelade), '{}'),
           coalesce(array_agg(DISTINCT m.enhet_id) FILTER (WHERE m.roll = 'enhetschef'), '{}'),
           coalesce(array_agg(DISTINCT m.enhet_id), '{}'), coalesce(array_agg(DISTINCT e.namnd_id), '{}')
      INTO v_enheter, v_chef, v_alla, v_namnder
      FROM cases_medlemskap m JOIN cases_enhet e ON e.id = m.enhet_id JOIN cases_user u ON u.id = m.user_id
     WHERE m.user_id = p_user AND u.is_active AND NOT app.vantar(m.id)
       AND m.fran <= p_idag AND (m.till IS NULL OR m.till >= p_idag)
       AND m.roll IN ('socialsekreterare', 'coach', 'samordnare', 'enhetschef');
    SELECT coalesce(array_agg(DISTINCT s.aspirant_id), '{}') INTO v_skydd
      FROM cases_skyddsbehorighet s
     WHERE s.user_id = p_user AND s.avslutad_at IS NULL
       AND s.fran <= p_idag AND (s.till IS NULL OR s.till >= p_idag);
    v_tilldelade := ARRAY(SELECT unnest(v_alla) EXCEPT SELECT unnest(v_enheter));
    v_personer := app.tilldelade_personer(p_user, v_tilldelade, p_idag);
    IF v_personer <> '{}' OR v_skydd <> '{}' THEN
        SELECT coalesce(array_agg(a.id), '{}') INTO v_enskilda FROM cases_aspirant a
         WHERE a.id = ANY (v_personer || v_skydd)
           AND (a.id = ANY (v_personer) OR arrayoverlap(a.enheter, v_enheter)) AND (a.skydd = 0 OR a.id = ANY (v_skydd));
    END IF;
    PERFORM set_config('app.anvandare', p_user::text, true), set_config('app.enheter', v_enheter::text, true),
            set_config('app.namnder', v_namnder::text, true), set_config('app.skydd', v_skydd::text, true),
            set_config('app.enheter_tilldelade', v_tilldelade::text, true),
            set_config('app.personer', v_personer::text, true), set_config('app.enskilda', v_enskilda::text, true),
            set_config('app.enskilda_las', v_enskilda::text, true),
            set_config('app.chef_enheter', v_chef::text, true), set_config('app.nod', '', true),
            set_config('app.roller', v_roller::text, true), set_config('app.syfte', '', true);
    IF p_nu IS NOT NULL AND v_alla <> '{}' THEN
        SELECT coalesce(array_agg(p), '{}') INTO v_nod FROM unnest(app.nodoppnade(p_user, p_nu)) p WHERE NOT app.far_se(p);
        PERFORM set_config('app.nod', v_nod::text, true),
                set_config('app.enskilda_las', (v_enskilda || v_nod)::text, true);
    END IF;
    RETURN coalesce(v_nod, '{}');
END $$;

-- A duty of the system itself, with its purpose; the matrix says which tables each purpose reaches: 'lasningslogg'
-- and 'remisser' none.
CREATE OR REPLACE FUNCTION app.satt_system(p_syfte text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_syfte IS NULL OR p_syfte NOT IN ('statistik', 'uppfoljning', 'bevakning', 'lasningslogg', 'remisser') THEN
        RAISE EXCEPTION 'systemets identitet kräver ett känt syfte';
    END IF;
    PERFORM app.nollstall();
    PERFORM set_config('app.syfte', p_syfte, true);
END $$;

-- Numbers of the persons assigned to the reader, who may see them: the register knows numbers, not persons.
CREATE OR REPLACE FUNCTION app.tilldelade_nummer() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT array_agg(x.nummer::text) FROM (
        SELECT nummer FROM cases_aspirant WHERE id = ANY (app.personer()) AND id = ANY (app.enskilda())
        UNION ALL SELECT t.nummer FROM cases_tidigarenummer t
         WHERE t.aspirant_id = ANY (app.personer()) AND t.aspirant_id = ANY (app.enskilda()) AND t.orsak <> 'fel') x),
        '{}');
END $$;

-- Is the number free, visible to me, or known elsewhere? Says nothing about whom or where (domain.md 2.1).
CREATE OR REPLACE FUNCTION app.nummer_status(p_nummer text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_id bigint; v_synlig boolean;
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    v_id := app.person_med_nummer(p_nummer);
    v_synlig := app.far_se(v_id);
    RETURN CASE WHEN v_id IS NULL THEN 'fritt' WHEN v_synlig THEN 'synligt' ELSE 'annan' END;
END $$;

-- Taken places per insats on a day and when the next one is planned to be free: over persons of every nämnd,
-- numbers and a date only.
DROP FUNCTION IF EXISTS app.belaggning(date);
CREATE FUNCTION app.belaggning(p_dag date) RETURNS TABLE (insats_id bigint, antal bigint, nasta_slut date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    RETURN QUERY SELECT p.insats_id, count(*), min(p.till) FILTER (WHERE p.avslutad IS NULL AND p.till >= p_dag)
      FROM insatser_placering p
     WHERE p.fran <= p_dag AND (p.avslutad IS NULL OR p.avslutad >= p_dag) GROUP BY 1;
END $$;

-- The most places taken at once on any day of a span (an empty end is open). A placering past its planned end
-- that nobody has ended still holds its place.
CREATE OR REPLACE FUNCTION app.upptagna_platser(p_insats bigint, p_fran date, p_till date, p_idag date)
RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF app.anvandare() IS NULL THEN RAISE EXCEPTION 'kräver identitet'; END IF;
    RETURN (
        WITH tagna AS (
            SELECT p.fran, coalesce(p.avslutad, CASE WHEN p.till >= p_idag THEN p.till END, 'infinity') AS slut
              FROM insatser_placering p WHERE p.insats_id = p_insats),
        dagar AS (
            SELECT p_fran AS dag
            UNION SELECT t.fran FROM tagna t WHERE t.fran > p_fran AND t.fran <= coalesce(p_till, 'infinity'::date))
        SELECT max((SELECT count(*) FROM tagna t WHERE t.fran <= d.dag AND t.slut >= d.dag)) FROM dagar d);
END $$;

-- Units that may see a person: the SDF now and before, where registered, jobbtorg remitted to or enrolled at.
CREATE OR REPLACE FUNCTION app.aspirant_enheter(p_id bigint, p_sdf bigint, p_vid bigint) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT array_agg(DISTINCT e ORDER BY e) FROM (
        SELECT p_sdf AS e UNION ALL SELECT p_vid
        UNION ALL SELECT sdf_id FROM cases_sdfansvar WHERE aspirant_id = p_id
        UNION ALL SELECT jobbtorg_id FROM cases_remiss WHERE aspirant_id = p_id
        UNION ALL SELECT jobbtorg_id FROM cases_inskrivning WHERE aspirant_id = p_id) alla WHERE e IS NOT NULL);
END $$;

CREATE OR REPLACE FUNCTION app.aspirant_rad() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.fornamn_sok := lower(NEW.fornamn);
    NEW.efternamn_sok := lower(NEW.efternamn);
    IF TG_OP = 'INSERT' THEN
        NEW.enheter := ARRAY(SELECT DISTINCT e FROM unnest(ARRAY[NEW.registrerad_vid_id, NEW.sdf_id]) e
                              WHERE e IS NOT NULL ORDER BY e);
        -- Whoever registers at a unit that shows only assigned persons sees the new one for the rest of the
        -- transaction; after it, as its handläggare.
        IF NEW.enheter && app.enheter_tilldelade() THEN
            PERFORM set_config('app.personer', array_append(app.personer(), NEW.id)::text, true),
                    app.lagg_till_enskild(NEW.id);
        END IF;
    ELSE
        NEW.enheter := app.aspirant_enheter(NEW.id, NEW.sdf_id, NEW.registrerad_vid_id);
    END IF;
    RETURN NEW;
END $$;

-- A new unit touches the person's row; its own trigger then recomputes under the row's lock, so two
-- concurrent inserts cannot lose each other's unit.
CREATE OR REPLACE FUNCTION app.ny_enhet_jobbtorg() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_aspirant a SET enheter = a.enheter FROM (SELECT DISTINCT aspirant_id, jobbtorg_id FROM nya) n
     WHERE a.id = n.aspirant_id AND NOT a.enheter @> ARRAY[n.jobbtorg_id];
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION app.ny_enhet_sdf() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_aspirant a SET enheter = a.enheter FROM (SELECT DISTINCT aspirant_id, sdf_id FROM nya) n
     WHERE a.id = n.aspirant_id AND NOT a.enheter @> ARRAY[n.sdf_id];
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION app.ny_mottagare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_handling SET synlig_for = synlig_for WHERE id = NEW.handling_id;
    RETURN NULL;
END $$;

-- A municipality's dated setting that is a whole number, on the day of the moment; NULL when nobody has set one.
CREATE OR REPLACE FUNCTION app.parameter_tal(p_kod text, p_nu timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN varde #>> '{}' ~ '^[0-9]{1,6}$' THEN (varde #>> '{}')::int END FROM public.cases_parameter
     WHERE kod = p_kod AND daterange(giltig_fran, giltig_till, '[]') @> (p_nu AT TIME ZONE 'Europe/Stockholm')::date
$$;
