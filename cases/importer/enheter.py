"""Units that a file names: recognised with or without their prefix, and made when the importer is told to."""

from django.db import connection
from django.utils.text import slugify

from cases.enums import Enhetsslag, Namndslag
from cases.models import Enhet, Namnd
from cases.models.organisation import PREFIX

LONGEST = Enhet._meta.get_field("namn").max_length
ARBETSMARKNAD = {"kod": "arbetsmarknad", "namn": "Arbetsmarknadsnämnden"}


def utan_prefix(kolumn: str) -> str:
    """SQL: the name without "SDF " or "Jobbtorg " in front, as Enhet.med_namn reads it."""
    prefix = "|".join(p.strip() for p in PREFIX.values() if p)
    return f"btrim(regexp_replace({kolumn}, '^ *({prefix}) +', ''))"


def create_missing_units(staging: str) -> list[str]:
    """Make the SDF and jobbtorg that the staged file names and that are not here; returns their full names."""
    made = [_create(namn, Enhetsslag.SDF, _stadsdelsnamnd(namn)) for namn in _missing(staging, "stadsdel", "sdf")]
    for namn in _missing(staging, "jobbtorg", "jobbtorg"):
        made.append(_create(namn, Enhetsslag.JOBBTORG, _arbetsmarknadsnamnd()))
    return made


def _missing(staging: str, kolumn: str, slag: str) -> list[str]:
    """Names as the file first writes them; empty and over-long ones are left for the row's own error."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT (array_agg(namn ORDER BY rad))[1]
            FROM (SELECT rad, {utan_prefix(kolumn)} AS namn FROM {staging}) f
            WHERE namn <> '' AND length(namn) <= {LONGEST}
                AND NOT EXISTS (SELECT 1 FROM cases_enhet e WHERE e.slag = %s AND lower(e.namn) = lower(f.namn))
            GROUP BY lower(namn) ORDER BY 1""",
            [slag],
        )
        return [namn for (namn,) in cursor.fetchall()]


def _create(namn: str, slag: str, namnd: Namnd) -> str:
    return str(Enhet.objects.create(namn=namn, slag=slag, namnd=namnd))


def _stadsdelsnamnd(stadsdel: str) -> Namnd:
    kod = slugify(stadsdel)[: Namnd._meta.get_field("kod").max_length] or "stadsdel"
    namn = f"{stadsdel[:100]} stadsdelsnämnd"
    found = Namnd.objects.filter(namn=namn).first() or Namnd.objects.filter(kod=kod).first()
    return found or Namnd.objects.create(kod=kod, namn=namn, slag=Namndslag.STADSDEL)


def _arbetsmarknadsnamnd() -> Namnd:
    """All jobbtorg belong to one nämnd (domain.md section 2)."""
    found = Namnd.objects.filter(slag=Namndslag.ARBETSMARKNAD).order_by("id").first()
    return found or Namnd.objects.create(**ARBETSMARKNAD, slag=Namndslag.ARBETSMARKNAD)
