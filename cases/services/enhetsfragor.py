"""What waits for a unit, asked in one question: the doors say it of the acting identity's units alone."""

from datetime import date, datetime

from django.db import connection

from cases.models import Enhet

FLYTTAR = "SELECT 'flytt', aspirant_id, till_enhet_id, begard_at FROM app.begarda_flyttar()"
UTAN_NAMN = "SELECT 'namnge', aspirant_id, enhet_id, NULL FROM app.skyddade_utan_namngiven(%(dag)s)"

Flyttar = dict[int, tuple[Enhet | None, datetime]]


def unit_questions(today: date, *, sdf: bool, chef: bool) -> tuple[Flyttar, list[int]]:
    """Persons my SDF is asked to hand over (id -> the SDF that asks, and since when), and protected cases that nobody
    at a unit of mine as chef can open. `sdf` and `chef` say which of the two to ask."""
    fragor = [FLYTTAR] * sdf + [UTAN_NAMN] * chef
    rader = _rows(" UNION ALL ".join(fragor), dag=today) if fragor else []
    flyttar = {pk: (enhet, nar) for slag, pk, enhet, nar in rader if slag == "flytt"}
    enheter = Enhet.objects.in_bulk({enhet for enhet, _ in flyttar.values() if enhet}) if flyttar else {}
    utan_namn = sorted({pk for slag, pk, *_ in rader if slag == "namnge"})
    return {pk: (enheter.get(enhet), nar) for pk, (enhet, nar) in flyttar.items()}, utan_namn


def _rows(sql: str, **params) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
