"""Files of a journal note: checked by content, kept in the database (docs/adr/0004), locked with the note."""

import hashlib
from datetime import date, datetime
from itertools import chain, count

from django.db import transaction

from cases.filkontroll import MB, FileRefusedError, kind_of, safe_name
from cases.models import Bilaga, Journalanteckning, Parameter, User

from .fel import RuleBrokenError, constraints_as

HOGSTA_MB, ANTAL, SLAG = 10, 10, tuple(Bilaga.Slag.values)
# What the server takes at all, whatever the parameter says (config/uploads.py)
TAK_MB = 25


class BilagaError(RuleBrokenError):
    """The file cannot be attached; shown at the field."""

    def __init__(self, text: str):
        super().__init__(text, "fil")


def largest_mb(dag: date) -> int:
    """Megabytes of one file (parameter bilaga_hogsta_mb)."""
    return min(Parameter.objects.varde("bilaga_hogsta_mb", dag) or HOGSTA_MB, TAK_MB)


def allowed_kinds(dag: date) -> list[str]:
    """Kinds that the municipality takes (parameter bilaga_slag), in the order of the model."""
    valda = Parameter.objects.varde("bilaga_slag", dag)
    return [slag for slag in SLAG if valda is None or slag in valda]


@transaction.atomic
def attach(*, anteckning: Journalanteckning, namn: str, innehall: bytes, by: User, now: datetime, dag: date) -> Bilaga:
    """Keep a file with the author's draft. The same file again is the one that is there. Raises BilagaError."""
    rad = Journalanteckning.objects.select_for_update(of=("self",)).get(pk=anteckning.pk, forfattare=by)
    if not rad.ar_utkast:
        raise BilagaError("Anteckningen är signerad. Bifoga filen till en ny anteckning.")
    slag = _checked(innehall, dag)
    summa = hashlib.sha256(innehall).hexdigest()
    if finns := rad.bilagor.filter(sha256=summa).first():
        return finns
    if rad.bilagor.count() >= (most := Parameter.objects.varde("bilaga_antal", dag) or ANTAL):
        raise BilagaError(f"En anteckning kan ha {most} bilagor. Skriv en anteckning till.")
    with constraints_as(_Refused):
        return Bilaga.objects.create(
            aspirant_id=rad.aspirant_id,
            namnd_id=rad.namnd_id,
            anteckning=rad,
            namn=_free_name(safe_name(namn, slag), set(rad.bilagor.values_list("namn", flat=True))),
            slag=slag,
            storlek=len(innehall),
            sha256=summa,
            innehall=innehall,
            tillagd_at=now,
        )


def _free_name(namn: str, upptagna: set[str]) -> str:
    """The name, with the lowest number from 2 that makes it the note's only one."""
    stem, _, ending = namn.rpartition(".")
    numrerade = (f"{stem} ({n}).{ending}" for n in count(2))
    return next(ledigt for ledigt in chain([namn], numrerade) if ledigt not in upptagna)


class _Refused(BilagaError):
    """What the database says, at the field."""


def _checked(innehall: bytes, dag: date) -> str:
    if len(innehall) > (most := largest_mb(dag)) * MB:
        raise BilagaError(f"Filen är större än {most} MB. Bifoga en mindre fil.")
    try:
        slag = kind_of(innehall)
    except FileRefusedError as error:
        raise BilagaError(str(error)) from error
    if slag not in allowed_kinds(dag):
        raise BilagaError(f"{Bilaga.Slag(slag).label} kan inte bifogas här.")
    return slag


@transaction.atomic
def detach(*, anteckning: Journalanteckning, bilaga_id: int, by: User) -> bool:
    """Take a file from the author's draft; False when it is gone or the note is signed."""
    rader = Bilaga.objects.filter(
        pk=bilaga_id, anteckning=anteckning, anteckning__forfattare=by, anteckning__signerad_at=None
    )
    return bool(rader.delete()[0])
