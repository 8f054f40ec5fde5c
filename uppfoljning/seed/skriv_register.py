"""Writes the deliveries of the register: one line per file, its rows by COPY, and the one that was replaced."""

from django.db import connection

from cases.enums import Enhetsslag
from uppfoljning.models import Leverans

from .registret import Fil, deliveries
from .skriv import Rum, at

KOLUMNER = "leverans_id, sdf_id, manad, nummer, belopp, roll, forsorjningshinder, avslutsorsak"


def write_register(rum: Rum) -> tuple[int, int]:
    """All deliveries up to today. Returns how many files and rows."""
    filer = deliveries(rum.stad)
    Leverans.objects.bulk_create([_replaced(rum, f) for f in filer if f.ersatter])
    gjorda = Leverans.objects.bulk_create([_leverans(rum, f) for f in filer])
    rader = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY uppfoljning_registerrad ({KOLUMNER}) FROM STDIN") as copy,
    ):
        for fil, leverans in zip(filer, gjorda, strict=True):
            for rad in _unique(fil):
                copy.write_row(
                    (leverans.pk, leverans.sdf_id, fil.manad, rad.nummer, rad.belopp, rad.roll, rad.hinder, rad.orsak)
                )
                rader += 1
    return len(filer), rader


def date_findings(rum: Rum) -> None:
    """Checkpoints were found when their day had come and the month was delivered, not when the demo was made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE uppfoljning_checkpoint c SET funnen_dag = least(%(today)s, greatest(c.dag, coalesce("
            " (SELECT l.mottagen_at::date FROM uppfoljning_leverans l WHERE l.id = c.leverans_id), c.manad + 41)))",
            {"today": rum.stad.today},
        )


def _unique(fil: Fil) -> list:
    """One line per number and month, sorted as a file from the district is."""
    return sorted({rad.nummer: rad for rad in fil.rader}.values(), key=lambda rad: rad.nummer)


def _leverans(rum: Rum, fil: Fil) -> Leverans:
    rader = _unique(fil)
    dag = fil.mottagen if not fil.ersatter else fil.mottagen.replace(day=18)
    return Leverans(
        sdf=rum.enheter[Enhetsslag.SDF, fil.stadsdel],
        manad=fil.manad,
        mottagen_at=at(min(dag, rum.stad.today), "06:15"),
        rader=len(rader),
        belopp=sum(rad.belopp for rad in rader),
        sha256=fil.sha256,
    )


def _replaced(rum: Rum, fil: Fil) -> Leverans:
    """The first file of the month, which lacked rows; it stays as a line."""
    rader = _unique(fil)[: fil.ersatter]
    return Leverans(
        sdf=rum.enheter[Enhetsslag.SDF, fil.stadsdel],
        manad=fil.manad,
        mottagen_at=at(fil.mottagen, "06:15"),
        rader=len(rader),
        belopp=sum(rad.belopp for rad in rader),
        sha256=fil.sha256[::-1],
        ersatt_at=at(fil.mottagen.replace(day=18), "06:15"),
    )
