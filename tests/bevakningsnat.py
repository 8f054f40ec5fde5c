"""A net under every test: a request that writes what a bevakning is computed from says so (cases.akt.changed).

Which tables those are is read from the rules themselves. Of a person's own row only the columns that the rules ask.
"""

import re
from functools import cache

from django.db import connection

from cases import lasning
from cases.akt import REGISTER
from uppfoljning.bevakningar.regler import REGLER

WRITE = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?(?: SET (.*?) WHERE)?', re.DOTALL)
# Written by commands, tasks and the administration, which say changed_all: tests/uppfoljning/test_bevakningar_foljer.py
ALLAS = {"cases_enhet", "cases_parameter", "uppfoljning_checkpoint", "uppfoljning_leverans", "uppfoljning_registerrad"}
PERSONENS = re.compile(r'"(sdf_id|nummer|arbetsformaga)" =')
MESSAGE = "{view} wrote {tables} and never said cases.akt.changed(aspirant_id): the bevakningar stay as they were"


@cache
def fact_tables() -> frozenset[str]:
    """Every table that a rule reads, and what people do with a bevakning."""
    lasta = {t for regel in REGLER.values() for t in re.findall(r"(?:FROM|JOIN) ((?:[a-z]+)_\w+)", regel.sql())}
    return frozenset(lasta - ALLAS | {"uppfoljning_bevakningsatgard"})


class Said(list):
    """The register's own list, which remembers that somebody went through it."""

    said = False

    def __iter__(self):
        self.said = True
        return super().__iter__()


def written(sql: str) -> str | None:
    """The table of facts that a statement writes."""
    found = WRITE.match(sql)
    if not found or found[1] not in fact_tables():
        return None
    if found[1] == "cases_aspirant" and sql.startswith("UPDATE") and not PERSONENS.search(found[2] or ""):
        return None
    return found[1]


def stretch(monkeypatch):
    """The wrapper to watch the connection with, for the length of a test."""
    finish, tables, marken, kallor = lasning.finish, [], {}, Said(REGISTER.vid_andring)
    monkeypatch.setattr(REGISTER, "vid_andring", kallor)

    def watch(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        # What the database refused has not been written, nor what was rolled back
        if not isinstance(sql, str):
            return answer
        if table := written(sql):
            tables.append(table)
        elif sql.startswith("SAVEPOINT"):
            marken[sql.split()[-1]] = len(tables)
        elif sql.startswith("ROLLBACK TO"):
            del tables[marken.get(sql.split()[-1], 0) :]
        return answer

    def begin(request):
        tables.clear()
        kallor.said = False
        return inre(request)

    def watched(request, response):
        if tables and not kallor.said and response.status_code < 400:
            view = request.resolver_match.view_name if request.resolver_match else request.path
            raise AssertionError(MESSAGE.format(view=view, tables=", ".join(sorted(set(tables)))))
        finish(request, response)

    inre = lasning.begin
    monkeypatch.setattr(lasning, "begin", begin)
    monkeypatch.setattr(lasning, "finish", watched)
    return connection.execute_wrapper(watch)
