"""Number of hinder by sex and age, from each person's latest kartläggning dated in the period (domain.md section 11).

The database counts and hands out counts alone (cases/sekretess/kartlaggning.sql): the duty reads no kartläggning.
Latest in a period is not additive: a year is not the sum of its tertials.
"""

from .urval import KVINNOR, MAN, Kub

ALDRAR = ("18-29", "30-44", "45-54", "55-64")
ANTAL_HINDER = ("0", "1", "2", "3", "4+")
KON_I_TABELLEN = {"kvinna": KVINNOR, "man": MAN}

SQL = (
    "SELECT nr, kon, alder, hinder, antal FROM"
    " app.antal_hinder(%(fran)s::date[], %(till)s::date[], %(jobbtorg)s::bigint[], %(sdf)s::bigint[])"
)


def matt(alder: str, antal: str) -> str:
    return f"hinder:{alder}:{antal}"


MATT = tuple(matt(alder, antal) for alder in ALDRAR for antal in ANTAL_HINDER)


def rakna_hinder(cursor, parametrar: dict, kub: Kub) -> None:
    cursor.execute(SQL, parametrar)
    for period, kon, alder, hinder, antal in cursor.fetchall():
        kub.add(period, kon, (), matt(alder, str(hinder) if hinder < 4 else "4+"), antal)
