"""Names of fields and values of history, as people write them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.dateparse import parse_datetime

from config.dates import STOCKHOLM
from config.formatting import format_nummer
from config.maskning import KANSLIG

LONG = 70
# Fields whose model gives them no name of their own
ORD = {
    "enhet": "enhet",
    "fran": "från",
    "fran_user": "från handläggare",
    "forsorjningshinder": "försörjningshinder",
    "haller_med": "håller personen med",
    "jobbtorg": "jobbtorg",
    "mal": "mål",
    "namnd": "nämnd",
    "fran_namnd": "från nämnd",
    "till_namnd": "till nämnd",
    "nummerslag": "slag av nummer",
    "publicerad_at": "dag för publicering",
    "publicerad_av": "vem som publicerade",
    "ersatt_at": "dag då planen ersattes",
    "avslutad_av": "vem som avslutade",
    "kvitterat_at": "dag för kvittens",
    "kvitterat_av": "vem som kvitterade",
    "besvarad_at": "dag för svar",
    "besvarad_av": "vem som svarade",
    "till": "till och med",
    "till_user": "till handläggare",
    "skickad_at": "dag för utskick",
    "user": "handläggare",
    "upprattad_at": "dag för upprättande",
    "upprattad_av": "vem som upprättade",
    "avslut_rattat_at": "dag för rättelse",
    "avslut_rattat_av": "vem som rättade",
    "vald_at": "vald",
}


@dataclass(frozen=True)
class Falt:
    """A field in words."""

    field: models.Field

    @property
    def namn(self) -> str:
        own = str(self.field.verbose_name)
        if own != self.field.name.replace("_", " "):
            return own
        return ORD.get(self.field.name, own.removesuffix(" at"))


@dataclass(frozen=True)
class Varde:
    """A value in words; `kort` is its beginning when it is long. A sensitive one is shown when one asks for it."""

    text: str
    kanslig: bool = False
    citat: bool = False

    @property
    def lang(self) -> bool:
        return len(self.text) > LONG or "\n" in self.text

    @property
    def kort(self) -> str:
        rad = " ".join(self.text.split())
        return f"{rad[:LONG].rsplit(' ', 1)[0]} …" if len(rad) > LONG else rad


def field_of(model: type[models.Model] | None, kolumn: str) -> models.Field | None:
    """The model's field of a column; None when the model has changed since."""
    if model is None:
        return None
    return next((f for f in model._meta.local_concrete_fields if f.column == kolumn), None)


def words(field: models.Field, value, namn: Callable[[type[models.Model], int], str], klass: str) -> Varde:
    """A stored JSON value as the screen says it; `namn(model, pk)` names what a foreign key points to."""
    written = isinstance(field, models.CharField | models.TextField) and not field.choices and field.name != "nummer"
    return Varde(_text(field, value, namn), kanslig=klass == KANSLIG, citat=written)


def _text(field: models.Field, value, namn) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if field.is_relation:
        return namn(field.related_model, value) or "något som du inte ser eller som är borttaget"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    return format_nummer(value) if field.name == "nummer" else str(value)


def _moment(value: str) -> str:
    moment: datetime | None = parse_datetime(value)
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if moment else value
