"""A person's own data as rows: what is kept, and where it came from (GDPR article 15). The page is another matter."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from config.maskning import VANLIG

from .models import Andring, Aspirant
from .uppgiftsregister import KALLOR, klassade_falt


@dataclass(frozen=True)
class Utdragsrad:
    """One fact: which row of which kind, its label and value in words, its class and its source."""

    slag: str
    rad: int
    falt: str
    varde: str
    klass: str
    kalla: str


def registerutdrag(aspirant: Aspirant) -> Iterator[Utdragsrad]:
    """Everything personal that the reader's own rights reach, the person first; facts without value are left out."""
    yield from _row(aspirant)
    for model in tables_of_persons():
        for row in model._default_manager.filter(aspirant=aspirant).order_by("pk"):
            yield from _row(row)


def tables_of_persons() -> list[type[models.Model]]:
    """Models with rows of a person, but history: it tells of the same rows once more."""
    found = []
    for model in apps.get_models():
        names = {f.name: f for f in model._meta.local_concrete_fields}
        if model is not Andring and "aspirant" in names and names["aspirant"].related_model is Aspirant:
            found.append(model)
    return found


def _row(row: models.Model) -> Iterator[Utdragsrad]:
    for namn, uppgift in klassade_falt(type(row)).items():
        field = row._meta.get_field(namn)
        if uppgift.klass == VANLIG or namn == "aspirant" or isinstance(field, models.BinaryField):
            continue
        text = _words(row, field)
        if text:
            yield Utdragsrad(
                slag=str(row._meta.verbose_name),
                rad=row.pk,
                falt=str(field.verbose_name),
                varde=text,
                klass=uppgift.klass,
                kalla=KALLOR[uppgift.kalla],
            )


def _words(row: models.Model, field: models.Field) -> str:
    try:
        value = getattr(row, field.name)
    except ObjectDoesNotExist:  # a row that the database hides from this reader
        return ""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(getattr(row, f"get_{field.name}_display")() if field.choices else value)
