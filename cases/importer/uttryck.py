"""SQL expressions that the imports share: a number as a file writes it, and what is wrong with it.

Each takes the name of a text column. In statements with parameters, `%` is doubled by whoever writes one.
"""

from collections.abc import Sequence

from django.db import connection

from config.csvfil import SHOWN, Fel, FilError


def nummer(kolumn: str) -> str:
    """The number as it is stored: the hyphen of ÅÅÅÅMMDD-NNNC taken out."""
    return (
        f"CASE WHEN length({kolumn}) = 13 AND substr({kolumn}, 9, 1) IN ('-', '+')"
        f" THEN left({kolumn}, 8) || right({kolumn}, 4) ELSE {kolumn} END"
    )


def nummer_duger(kolumn: str, today: str) -> str:
    """Does the stored form hold, with a birth date that has been? `today` is a quoted ISO date."""
    return (
        f"(app.nummer_ok({kolumn}) AND CASE WHEN left({kolumn}, 1) = 'R' OR left({kolumn}, 4) < left({today}, 4)"
        f" THEN true ELSE left({kolumn}, 4) = left({today}, 4)"
        f" AND coalesce(app.nummer_fodelsedatum({kolumn}) <= {today}::date, true) END)"
    )


def nummer_fel(kolumn: str, today: str) -> str:
    """Why the number does not hold, or NULL. The number itself is never in the message."""
    return f"""CASE
        WHEN {kolumn} = '' THEN 'Personnummer saknas.'
        WHEN {nummer_duger(kolumn, today)} THEN NULL
        WHEN {kolumn} ~ '^[0-9]{{10}}$' OR {kolumn} ~ '^[0-9]{{6}}[-+][0-9]{{4}}$'
            THEN 'Numret ska ha tolv siffror, med århundradet utskrivet.'
        WHEN left({kolumn}, 1) = 'R' THEN 'Ett reservnummer är bokstaven R och elva siffror.'
        WHEN length({kolumn}) <> 12 OR {kolumn} !~ '^[0-9]+$' THEN 'Numret ska ha tolv siffror.'
        WHEN app.nummer_ok({kolumn}) THEN 'Födelsedatumet i numret är i framtiden.'
        WHEN NOT app.nummer_form({kolumn})
            OR (substr({kolumn}, 7, 2) < '60' AND NOT app.nummer_datum_finns({kolumn}))
            THEN 'Numrets datum finns inte.'
        ELSE 'Kontrollsiffran stämmer inte.' END"""


def en_av(kolumn: str, koder: Sequence[str]) -> str:
    """`kolumn` is one of these codes; they come from our own lists and are slugs."""
    return f"{kolumn} = ANY ('{{{','.join(koder)}}}'::text[])"


def fraga_efter_fel(source: str, controls: Sequence[tuple[str, str]], also: Sequence[str] = ()) -> str:
    """A query for (rad, kolumn, varfor, total) of the first SHOWN errors.

    `controls` are (column, expression giving the reason or NULL) over `source`; `also` are whole queries for
    (rad, ordning, kolumn, varfor), for what one row cannot tell.
    """
    values = ",\n".join(f"({nr}, '{kolumn}', {why})" for nr, (kolumn, why) in enumerate(controls, 1))
    rows = f"SELECT s.rad, f.* FROM {source} s CROSS JOIN LATERAL (VALUES {values}) f(ordning, kolumn, varfor)"
    return f"""SELECT rad, kolumn, varfor, count(*) OVER () FROM ({" UNION ALL ".join([rows, *also])}) fel
        WHERE varfor IS NOT NULL ORDER BY rad, ordning LIMIT {SHOWN}"""


def raise_errors(query: str) -> None:
    """Run a query of `fraga_efter_fel`; raises FilError when it finds anything."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    if found:
        raise FilError([Fel(rad, kolumn, varfor) for rad, kolumn, varfor, _ in found], found[0][3])
