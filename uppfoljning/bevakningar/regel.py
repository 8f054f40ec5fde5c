"""What a rule is, and the SQL they share.

A rule is a function that gives the SELECT of its rows: aspirant_id, nyckel (text: which fact), enhet_id (who shall
act), fran (day of the fact), dag (due). Parameters of the municipality stand in it by name: %(jobbplan_arbetsdagar)s.
"""

from collections.abc import Callable
from dataclasses import dataclass

OPPEN = "cases_inskrivning i WHERE i.avslutad IS NULL"


@dataclass(frozen=True, kw_only=True)
class Regel:
    """`vad` is the work list's verb and noun, `varfor` what follows the date of the fact, `atgard` the button's text.

    `sida` is the URL name the button opens, with the person's key, and the fact's too where `sida_nyckel`.
    `handbok` is the sentence for users. `kalla` where the rule comes from.
    """

    kod: str
    namn: str
    vad: str
    varfor: str
    atgard: str
    sida: str
    handbok: str
    kalla: str
    sql: Callable[[], str]
    sida_nyckel: bool = False
    arbetsdagar: bool = False
    for_enheten: bool = False
    egen: bool = False


def lokal(moment: str) -> str:
    """The Swedish calendar day of a timestamp, as config.dates.local_date."""
    return f"({moment} AT TIME ZONE 'Europe/Stockholm')::date"


def arbetsdag(dag: str, nummer: str) -> str:
    """The `nummer`-th working day after `dag`, as config.dates.add_workdays.

    %(lediga)s are the Mondays to Fridays that are free. Five days take at most fifteen over Christmas.
    """
    return (
        f"(SELECT {dag} + k FROM generate_series(1, 3 * %({nummer})s::int + 15) k"
        f" WHERE extract(isodow FROM {dag} + k) < 6 AND {dag} + k <> ALL (%(lediga)s::date[])"
        f" ORDER BY k OFFSET %({nummer})s::int - 1 LIMIT 1)"
    )


def aterkommande(manader: str) -> str:
    """Lateral of an enrolment i: n, dag, and the due days before and after it, for each `manader`-th month.

    Those that matter are the latest before today and the first from today on.
    """
    step = f"%({manader})s::int"
    return f"""LATERAL (SELECT * FROM (
        SELECT n, dag, lag(dag) OVER w AS fore, lead(dag) OVER w AS efter FROM (
            SELECT n, (i.inskriven + make_interval(months => n * {step}))::date AS dag
            FROM generate_series(0, 2 + greatest(0, (%(today)s::date - i.inskriven) / (27 * {step}))) n) dagar
        WINDOW w AS (ORDER BY n)) alla
    WHERE n > 0 AND ((dag < %(today)s AND efter >= %(today)s)
        OR (dag >= %(today)s AND (fore < %(today)s OR n = 1)))) d"""
