"""Rows and names that the changes of a page speak of: one question for all tables, one more per step of kinship."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection, models

Onskade = Mapping[type[models.Model], Iterable[int]]
# Neither files nor what nobody shall read come along
ALDRIG = {"password"}


class Uppslag:
    """What the reader may not see is not found. `relaterade(model)` are the foreign keys that a row's name needs."""

    def __init__(self, onskade: Onskade, relaterade):
        self._rader: dict[type[models.Model], dict[int, models.Model]] = defaultdict(dict)
        self._fragade: dict[type[models.Model], set[int]] = defaultdict(set)
        self._relaterade = relaterade
        while saknade := self._missing(onskade):
            onskade = self._fetch(saknade)
        self._attach()

    def rad(self, model: type[models.Model] | None, pk: int) -> models.Model | None:
        return self._rader[model].get(pk) if model else None

    def namn(self, model: type[models.Model], pk: int) -> str:
        rad = self.rad(model, pk)
        return str(rad) if rad else ""

    def _missing(self, onskade: Onskade) -> dict:
        nya = {model: set(pks) - self._fragade[model] - {None} for model, pks in onskade.items()}
        return {model: pks for model, pks in nya.items() if pks}

    def _fetch(self, saknade: dict) -> dict:
        """Gives the rows that those fetched cannot be named without."""
        vidare = defaultdict(set)
        for model, pks in saknade.items():
            self._fragade[model] |= pks
        for model, rad in rows(saknade):
            self._rader[model][rad.pk] = rad
            for namn in self._relaterade(model):
                field = model._meta.get_field(namn)
                vidare[field.related_model].add(getattr(rad, field.attname))
        return vidare

    def _attach(self) -> None:
        """One whose kin is hidden is hidden: nothing is asked for when it is named."""
        for model, rader in self._rader.items():
            for field in [model._meta.get_field(namn) for namn in self._relaterade(model)]:
                for rad in list(rader.values()):
                    pk = getattr(rad, field.attname)
                    slakting = self._rader[field.related_model].get(pk)
                    if pk is not None and slakting is None:
                        del rader[rad.pk]
                    else:
                        setattr(rad, field.name, slakting)


def rows(onskade: Mapping[type[models.Model], set[int]]) -> list[tuple[type[models.Model], models.Model]]:
    """Rows of several tables in one statement, under the reader's own rights."""
    modeller = {model._meta.db_table: model for model in onskade}
    sql = " UNION ALL ".join(_select(model) for model in onskade)
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(pks) for pks in onskade.values()])
        return [(modeller[tabell], _row(modeller[tabell], json.loads(rad))) for tabell, rad in cursor.fetchall()]


def _fields(model: type[models.Model]) -> list[models.Field]:
    alla = model._meta.concrete_fields
    return [f for f in alla if not isinstance(f, models.BinaryField) and f.name not in ALDRIG]


def _select(model: type[models.Model]) -> str:
    quote, tabell = connection.ops.quote_name, model._meta.db_table
    kolumner = ", ".join(quote(f.column) for f in _fields(model))
    pk = quote(model._meta.pk.column)
    return (
        f"SELECT '{tabell}', to_jsonb(t)::text FROM"
        f" (SELECT {kolumner} FROM {quote(tabell)} WHERE {pk} = ANY(%s::bigint[])) t"
    )


def _row(model: type[models.Model], varden: dict) -> models.Model:
    falt = _fields(model)
    return model.from_db(connection.alias, [f.attname for f in falt], [f.to_python(varden.get(f.column)) for f in falt])
