"""Reasons for avslut: jobbtorg's codes, sub-reasons of Övrigt, social services' codes, and both crossed.

Counted for the whole selection only, not per unit: the cross table would otherwise be all hidden cells.
"""

from cases.enums import Resultat

from .urval import GRUND, Kub

EJ_ANGIVEN = "ej_angiven"
"""Stands for a sub-reason or a social services' reason that nobody has given."""


def orsak(kod: str) -> str:
    return f"orsak:{kod}"


def underorsak(kod: str) -> str:
    return f"underorsak:{kod}"


def orsak_soc(kod: str) -> str:
    return f"soc:{kod}"


def kors(kod: str, soc: str) -> str:
    return f"kors:{kod}:{soc}"


def grupp(namn: str) -> str:
    return f"grupp:{namn}"


GRUPPER = {
    "arbete": {Resultat.ARBETE},
    "studier": {Resultat.STUDIER},
    "andra": {Resultat.PROGRAM, Resultat.FEM_DAGAR, Resultat.ATERREMITTERAD, Resultat.OVRIGT},
    "okand": {Resultat.OKAND},
}
"""The four parts that a tertial's avslut fall in: work, studies, another known reason, none known."""
GRUPP_AV_RESULTAT = {resultat: namn for namn, ingar in GRUPPER.items() for resultat in ingar}

SQL = f"""{GRUND}
SELECT p.nr, f.kon, f.orsak, CASE WHEN f.resultat = '{Resultat.OVRIGT}' THEN coalesce(f.underorsak, '{EJ_ANGIVEN}') END,
       coalesce(f.orsak_soc, '{EJ_ANGIVEN}'), f.resultat, count(*)
  FROM fall f JOIN period p ON f.avslutad BETWEEN p.fran AND p.till
 GROUP BY 1, 2, 3, 4, 5, 6"""


def rakna_orsaker(cursor, parametrar: dict, kub: Kub) -> None:
    cursor.execute(SQL, parametrar)
    for period, kon, kod, under, soc, resultat, antal in cursor.fetchall():
        matten = [orsak(kod), orsak_soc(soc), kors(kod, soc), grupp(GRUPP_AV_RESULTAT[resultat])]
        for matt in (*matten, *([underorsak(under)] if under else [])):
            kub.add(period, kon, (), matt, antal)
