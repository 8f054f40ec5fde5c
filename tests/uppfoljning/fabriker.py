"""Whole populations at once, for tests of figures."""

from datetime import date, timedelta

from django.db import connection

from cases import models as cases
from cases.enums import Inskrivningssatt, Kon, Nummerslag
from cases.personnummer import make_testnummer
from tests.factories import as_owner

FORSTA_FODELSEDAG = date(1991, 1, 2)


def personer(antal: int, *, sdf, kon=Kon.KVINNA, start: int = 0, **kwargs) -> list[cases.Aspirant]:
    """`antal` persons with test numbers; `start` keeps several calls apart."""
    dagar = _fodelsedagar(start + antal)[start:]
    nummerkon = Kon.KVINNA if kon == Kon.OKANT else kon
    with as_owner():
        return cases.Aspirant.objects.bulk_create(
            cases.Aspirant(
                nummer=make_testnummer(dag, nummerkon),
                nummerslag=Nummerslag.PERSONNUMMER,
                fornamn="Prov",
                efternamn=f"Provsson {n}",
                fodelsedatum=dag,
                kon=kon,
                sdf=sdf,
                registrerad_vid=sdf,
                **kwargs,
            )
            for n, dag in enumerate(dagar, start)
        )


def _fodelsedagar(antal: int) -> list[date]:
    dagar, dag = [], FORSTA_FODELSEDAG
    while len(dagar) < antal:
        if (dag.month, dag.day) != (1, 1):
            dagar.append(dag)
        dag += timedelta(days=1)
    return dagar


def inskrivningar(folk, jobbtorg, inskriven, avslutad=None, orsak=None, **kwargs) -> list[cases.Inskrivning]:
    """One enrolment for each of `folk`, all alike."""
    kod = cases.Avslutsorsak.objects.get(kod=orsak) if orsak else None
    with as_owner():
        rader = cases.Inskrivning.objects.bulk_create(
            cases.Inskrivning(
                aspirant=person,
                jobbtorg=jobbtorg,
                sdf_id=person.sdf_id,
                inskriven=inskriven,
                inskrivningssatt=Inskrivningssatt.GRUPPINFORMATION,
                avslutad=avslutad,
                avslutsorsak=kod,
                **kwargs,
            )
            for person in folk
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        return rader
