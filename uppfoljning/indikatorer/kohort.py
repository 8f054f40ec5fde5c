"""The cohort: enrolments whose twelve-month day lies in the period, less those återremitterade by then.

Each enrolment counts by itself (domain.md section 11). PostgreSQL clips a month's end as config.dates.add_months does.
"""

from cases.enums import Resultat

from .urval import Familj

TOLV = "(f.inskriven + interval '12 months')::date"
AVSLUTAD_I_TID = f"f.avslutad <= {TOLV}"
TILL_ARBETE_ELLER_STUDIER = f"{AVSLUTAD_I_TID} AND f.resultat IN ('{Resultat.ARBETE}', '{Resultat.STUDIER}')"
UTAN_5_DAGAR = f"f.resultat IS DISTINCT FROM '{Resultat.FEM_DAGAR}'"

KOHORT = Familj(
    matt={
        "kohort": "count(*)",
        "kohort_avslutade": f"count(*) FILTER (WHERE {AVSLUTAD_I_TID})",
        "kohort_arbete_studier": f"count(*) FILTER (WHERE {TILL_ARBETE_ELLER_STUDIER})",
        "kohort_utan_5_dagar": f"count(*) FILTER (WHERE {UTAN_5_DAGAR})",
        "kohort_avslutade_utan_5_dagar": f"count(*) FILTER (WHERE {AVSLUTAD_I_TID} AND {UTAN_5_DAGAR})",
    },
    kalla=f"fall f JOIN period p ON {TOLV} BETWEEN p.fran AND p.till"
    f" WHERE ({AVSLUTAD_I_TID} AND f.resultat = '{Resultat.ATERREMITTERAD}') IS NOT TRUE",
)
