-- Names as search reads them (docs/adr/0019): one row per part of a name, filled by the database, so that any part is
-- found by an index that row-level security lets through (prefix and equality in byte order are leakproof).

-- The letters alone: a part typed without its dots or accents is the same ("Soderstrom", "Nunez", "Agard" for Aagaard).
CREATE OR REPLACE FUNCTION app.namn_vikt(p_del text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(replace(translate(
        regexp_replace(normalize(lower(p_del), NFD), '[\u0300-\u036f]', '', 'g'),
        'øæœłđðþıə', 'oaolddtia'), 'ß', 'ss'), 'aa', 'a')
$$;

-- How it sounds, roughly: our own key for what one name is spelled like in Sweden and by those who came here. Of a
-- folded part. The consonants in order, the first vowel by class (a e, i, o u), a dot for each later group of vowels
-- (mohamed, muhammad: moh.m.d); with fewer than three consonants all vowels stay by class (amir, emir, ameer: amir).
CREATE OR REPLACE FUNCTION app.namn_ljud(p_vikt text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE v text := p_vikt; m text[];
BEGIN
    v := regexp_replace(v, '^(dj|hj)', 'j');
    v := regexp_replace(v, '^kj', 'k');
    v := regexp_replace(v, 'sch|sh|sj', 's', 'g');
    v := regexp_replace(v, 'ck|ch|kh', 'k', 'g');
    v := regexp_replace(v, '([gtdb])h', '\1', 'g');
    v := regexp_replace(replace(v, 'ph', 'f'), 'q[uv]', 'kv', 'g');
    v := regexp_replace(translate(replace(v, 'x', 'ks'), 'wqz', 'vks'), 'c(?=[eiy])', 's', 'g');
    v := regexp_replace(replace(v, 'c', 'k'), 'h(?=[ln])|h$', '', 'g');
    v := regexp_replace(v, '(?<=.)f', 'v', 'g');
    v := regexp_replace(replace(v, 'ee', 'i'), '^[jy](?=[aeiou])', 'J');
    v := regexp_replace(translate(v, 'yj', 'ii'), '(.)\1+', '\1', 'g');
    IF length(regexp_replace(v, '[aeiou]', '', 'g')) >= 3 THEN
        m := regexp_match(v, '^([^aeiou]*)([aeiou]*)(.*)$');
        RETURN m[1] || translate(left(m[2], 1), 'eu', 'ao') || regexp_replace(m[3], '[aeiou]+', '.', 'g');
    END IF;
    RETURN regexp_replace(translate(v, 'eu', 'ao'), '(.)\1+', '\1', 'g');
END $$;

-- The parts of what someone is called, or of what was typed: between spaces and hyphens, without apostrophes.
CREATE OR REPLACE FUNCTION app.namn_ord(p_namn text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT d FROM regexp_split_to_table(
        regexp_replace(lower(normalize(p_namn, NFC)), '[''’`´]', '', 'g'), '[^[:alpha:]]+') d WHERE d <> ''
$$;

-- With their keys, each once. Two or more parts are also one without the space between (Abd el Rahman, Abdelrahman).
CREATE OR REPLACE FUNCTION app.namn_delar(VARIADIC p_namn text[]) RETURNS TABLE (skrivet text, vikt text, ljud text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT o.ord, app.namn_vikt(o.ord), app.namn_ljud(app.namn_vikt(o.ord)) FROM (
        SELECT app.namn_ord(n) AS ord FROM unnest(p_namn) n
        UNION SELECT left(string_agg(x.ord, ''), 80) FROM (
            SELECT n, app.namn_ord(n) AS ord FROM unnest(p_namn) n) x GROUP BY x.n HAVING count(*) > 1) o
$$;

CREATE OR REPLACE FUNCTION app.nya_namn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO cases_namndel (aspirant_id, skrivet, vikt, ljud, enheter, skydd)
    SELECT n.id, d.skrivet, d.vikt, d.ljud, n.enheter, n.skydd FROM nya n, app.namn_delar(n.fornamn, n.efternamn) d;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION app.andrat_namn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM cases_namndel WHERE aspirant_id = NEW.id;
    INSERT INTO cases_namndel (aspirant_id, skrivet, vikt, ljud, enheter, skydd)
    SELECT NEW.id, d.skrivet, d.vikt, d.ljud, NEW.enheter, NEW.skydd FROM app.namn_delar(NEW.fornamn, NEW.efternamn) d;
    RETURN NULL;
END $$;

-- Persons from before there were parts of names
INSERT INTO cases_namndel (aspirant_id, skrivet, vikt, ljud, enheter, skydd)
SELECT a.id, d.skrivet, d.vikt, d.ljud, a.enheter, a.skydd
  FROM cases_aspirant a, app.namn_delar(a.fornamn, a.efternamn) d
 WHERE NOT EXISTS (SELECT 1 FROM cases_namndel n WHERE n.aspirant_id = a.id);
