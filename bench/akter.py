"""A file for import_akter: reservnummer in the series R9, deterministic, some persons enrolled twice."""

import random
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "personnummer;fornamn;efternamn;stadsdel;jobbtorg;inskriven;inskrivningssatt;malgrupp;arbetsformaga;"
    "forsorjningshinder;forsorjningsstod_sedan;avslutad;avslutsorsak;underorsak;avslutsorsak_socialtjanst"
)
SDF = ("Spånga-Tensta", "Farsta", "Bromma", "Skarpnäck")
JOBBTORG = ("Kista", "Farsta", "Vårberg")
ORSAKER = ("arbete_ej_subventionerat", "arbete_subventionerat", "studier", "af_program", "aterremitterad", "okand")


def write_file(path: Path, rows: int) -> None:
    """`rows` closed enrolments of two thirds as many persons, 2022 to 2024."""
    rng = random.Random(rows)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        for n in range(rows):
            person, again = divmod(n, 3)[0] * 2 + (n % 3 > 0), n % 3 == 2
            start = date(2024 if again else 2022, 1, 2) + timedelta(days=rng.randrange(0, 300))
            end = start + timedelta(days=rng.randrange(20, 300))
            file.write(
                f"R9{person:010d};Prov;Provsson{person};{SDF[person % 4]};{JOBBTORG[person % 3]};{start};"
                f"gruppinformation;;76-100;sprakhinder;2021-06-01;{end};{rng.choice(ORSAKER)};;\n"
            )
