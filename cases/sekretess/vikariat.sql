-- The substitute of an absent handläggare and the named list: what row-level security lets nobody write.

-- Names the substitute of a protected person for as long as the absence lasts. Only someone on the list may, only for
-- a person that the absent one holds, and only a colleague of the unit: the list narrows, it never widens.
CREATE OR REPLACE FUNCTION app.namnge_ersattare(p_aspirant bigint, p_vikariat bigint, p_dag date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v cases_vikariat%ROWTYPE; v_fran date;
BEGIN
    -- Locked, so that two clicks at the same time make one row: the second waits and finds the first
    SELECT * INTO v FROM cases_vikariat WHERE id = p_vikariat AND (avbrutet IS NULL OR avbrutet > p_dag) AND till >= p_dag
       FOR UPDATE;
    v_fran := greatest(v.fran, p_dag);
    IF v.id IS NULL OR NOT app.far_se(p_aspirant) OR NOT EXISTS (
        SELECT 1 FROM cases_aspirant a
          JOIN cases_handlaggare h ON h.aspirant_id = a.id AND h.user_id = v.user_id AND h.enhet_id = v.enhet_id
               AND h.fran <= v.till AND (h.till IS NULL OR h.till >= v_fran)
          JOIN cases_medlemskap m ON m.user_id = v.ersattare_id AND m.enhet_id = v.enhet_id
               AND m.fran <= v_fran AND (m.till IS NULL OR m.till >= v_fran) AND NOT app.vantar(m.id)
               AND m.roll IN ('socialsekreterare', 'coach', 'samordnare', 'enhetschef')
          JOIN cases_user u ON u.id = v.ersattare_id AND u.is_active
         WHERE a.id = p_aspirant AND a.skydd > 0 AND v.enhet_id = ANY (a.enheter)) THEN
        RAISE EXCEPTION 'ersättaren kan inte namnges' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_skyddsbehorighet WHERE aspirant_id = p_aspirant AND user_id = v.ersattare_id
                      AND avslutad_at IS NULL AND fran <= v_fran AND (till IS NULL OR till >= v.till)) THEN
        INSERT INTO cases_skyddsbehorighet (aspirant_id, user_id, grund, fran, till, vikariat_id, tillagd_av_id)
        VALUES (p_aspirant, v.ersattare_id, 'ersattare', v_fran, v.till, v.id, app.anvandare());
    END IF;
END $$;

-- The absent one is back, or it was a mistake: from `p_dag` nobody substitutes, and the substitute's places on named
-- lists end. Answers false when it had ended already. The absent one, whoever set it, or a chef of the unit may.
CREATE OR REPLACE FUNCTION app.avbryt_vikariat(p_vikariat bigint, p_dag date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v cases_vikariat%ROWTYPE;
BEGIN
    SELECT * INTO v FROM cases_vikariat WHERE id = p_vikariat FOR UPDATE;
    IF v.id IS NULL OR app.anvandare() IS NULL OR NOT (
        app.anvandare() IN (v.user_id, v.skapad_av_id)
        OR (app.roller() @> '{enhetschef}' AND v.enhet_id = ANY (app.enheter()))) THEN
        RAISE EXCEPTION 'bara den frånvarande eller chefen avslutar' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v.till < p_dag OR v.avbrutet IS NOT NULL THEN RETURN false; END IF;
    UPDATE cases_vikariat SET avbrutet = p_dag WHERE id = v.id;
    DELETE FROM cases_skyddsbehorighet WHERE vikariat_id = v.id AND fran >= p_dag;
    UPDATE cases_skyddsbehorighet SET till = least(till, p_dag - 1) WHERE vikariat_id = v.id;
    RETURN true;
END $$;
