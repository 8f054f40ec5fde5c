-- The day an ISO date (ÅÅÅÅ-MM-DD) says, or NULL when it is written otherwise or no such day exists: for set-based
-- validation of imports, where a cast would stop at the first bad row. One expression, so that it is inlined.
CREATE OR REPLACE FUNCTION app.iso_datum(text text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE
        WHEN text ~ '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
        THEN CASE
            WHEN substr(text, 9, 2)::int <= extract(day FROM
                make_date(left(text, 4)::int, substr(text, 6, 2)::int, 1) + interval '1 month - 1 day')
            THEN make_date(left(text, 4)::int, substr(text, 6, 2)::int, substr(text, 9, 2)::int)
        END
    END
$$;
