-- The SQL twin of cases/personnummer.py, for set-based validation of imports. Both are tested against each other.
-- Each function is one expression without SET, STRICT or sub-select, so that PostgreSQL inlines it: a million numbers
-- take two or three seconds. Keep it so. CASE, not AND: its order decides what is safe to cast.

-- Twelve digits with a century, month and day field that some number can have: month 00 and day 60-91 are samordningsnummer.
CREATE OR REPLACE FUNCTION app.nummer_form(nummer text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE
        WHEN length(nummer) = 12 AND nummer ~ '^(1[89]|20)[0-9]+$'
        THEN substr(nummer, 5, 2)::int <= 12 AND substr(nummer, 7, 2)::int <= 91
        ELSE false
    END
$$;

-- Does the date exist? Only for what app.nummer_form has passed.
CREATE OR REPLACE FUNCTION app.nummer_datum_finns(nummer text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT substr(nummer, 7, 2) NOT IN ('00', '60') AND substr(nummer, 7, 2)::int % 60 <= CASE
        WHEN substr(nummer, 5, 2) = '00' THEN 0
        WHEN substr(nummer, 5, 2) IN ('04', '06', '09', '11') THEN 30
        WHEN substr(nummer, 5, 2) <> '02' THEN 31
        WHEN substr(nummer, 3, 2)::int % 4 = 0 AND substr(nummer, 1, 4) NOT IN ('1800', '1900') THEN 29
        ELSE 28
    END
$$;

-- The birth date a number says, or NULL (reservnummer, a samordningsnummer without known date, not a number).
-- Looks at the date alone; whether the number holds is app.nummer_ok.
CREATE OR REPLACE FUNCTION app.nummer_fodelsedatum(nummer text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE
        WHEN app.nummer_form(nummer) IS NOT TRUE THEN NULL
        WHEN app.nummer_datum_finns(nummer)
        THEN make_date(substr(nummer, 1, 4)::int, substr(nummer, 5, 2)::int, substr(nummer, 7, 2)::int % 60)
    END
$$;

-- Is this a number as it is stored: twelve characters, a personnummer or samordningsnummer with a check digit that
-- holds (Luhn over the last ten), or a reservnummer? A birth date in the future passes: the caller knows today.
-- strpos in '0516273849' gives a doubled digit's sum: 1 -> 2, 5 -> 1+0, 9 -> 1+8.
CREATE OR REPLACE FUNCTION app.nummer_ok(nummer text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE
        WHEN nummer IS NULL THEN false
        WHEN left(nummer, 1) = 'R' THEN length(nummer) = 12 AND nummer ~ '^R[0-9]+$'
        WHEN NOT app.nummer_form(nummer) THEN false
        WHEN substr(nummer, 7, 2)::int < 60 AND NOT app.nummer_datum_finns(nummer) THEN false
        ELSE (
            strpos('0516273849', substr(nummer, 3, 1)) + ascii(substr(nummer, 4, 1))
            + strpos('0516273849', substr(nummer, 5, 1)) + ascii(substr(nummer, 6, 1))
            + strpos('0516273849', substr(nummer, 7, 1)) + ascii(substr(nummer, 8, 1))
            + strpos('0516273849', substr(nummer, 9, 1)) + ascii(substr(nummer, 10, 1))
            + strpos('0516273849', substr(nummer, 11, 1)) + ascii(substr(nummer, 12, 1))
            - 5 * (1 + ascii('0'))
        ) % 10 = 0
    END
$$;
