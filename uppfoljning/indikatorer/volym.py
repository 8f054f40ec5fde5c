"""How many were enrolled, came and left, and how long they had been enrolled (domain.md section 11)."""

from cases.enums import Resultat

from .urval import Familj

AVSLUTAD_I_PERIODEN = "f.avslutad <= p.till"
LANGVARIGT_STOD_MANADER = 10

# More than ten months' support at inskrivning: ten months to the day is not more
TILL_ARBETE_ELLER_STUDIER_EFTER_LANGVARIGT_STOD = (
    f"{AVSLUTAD_I_PERIODEN} AND f.resultat IN ('{Resultat.ARBETE}', '{Resultat.STUDIER}')"
    f" AND f.inskriven > f.stod_sedan + interval '{LANGVARIGT_STOD_MANADER} months'"
)

VOLYM = Familj(
    matt={
        "inskrivna": "count(*) FILTER (WHERE f.avslutad IS NULL OR f.avslutad > p.till)",
        "nyinskrivna": "count(*) FILTER (WHERE f.inskriven >= p.fran)",
        "avslutade": f"count(*) FILTER (WHERE {AVSLUTAD_I_PERIODEN})",
        "avslutade_exkl_aterremitterade": f"count(*) FILTER (WHERE {AVSLUTAD_I_PERIODEN}"
        f" AND f.resultat <> '{Resultat.ATERREMITTERAD}')",
        "okand": f"count(*) FILTER (WHERE {AVSLUTAD_I_PERIODEN} AND f.resultat = '{Resultat.OKAND}')",
        "inskrivna_dagar": f"sum(f.avslutad - f.inskriven) FILTER (WHERE {AVSLUTAD_I_PERIODEN})",
        "langvariga": f"count(*) FILTER (WHERE {TILL_ARBETE_ELLER_STUDIER_EFTER_LANGVARIGT_STOD})",
        "langvariga_dagar": "sum(f.avslutad - f.inskriven)"
        f" FILTER (WHERE {TILL_ARBETE_ELLER_STUDIER_EFTER_LANGVARIGT_STOD})",
    },
    # Every enrolment that touches the period
    kalla="fall f JOIN period p ON f.inskriven <= p.till AND (f.avslutad IS NULL OR f.avslutad >= p.fran)",
)
