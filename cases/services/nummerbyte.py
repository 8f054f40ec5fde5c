"""Change of number, with the earlier one kept (domain.md section 10)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from cases.akt import changed
from cases.enums import Nummerslag
from cases.models import Aspirant, Tidigarenummer, User
from cases.personnummer import Nummer
from config.dates import local_date

from .fel import RuleBrokenError, constraint_name
from .registrering import NUMMER_UNIQUE, ChangedMeanwhileError, NummerTakenError

Orsak = Tidigarenummer.Orsak
SAMMA = "Personen har redan det numret. Skriv det nya numret."
UTBYTBARA = {
    Orsak.PERSONNUMMER: {Nummerslag.SAMORDNINGSNUMMER, Nummerslag.RESERVNUMMER},
    Orsak.SAMORDNINGSNUMMER: {Nummerslag.RESERVNUMMER},
}


class NummerbyteError(RuleBrokenError):
    """The reason does not fit the two numbers."""


@transaction.atomic
def byt_nummer(
    *,
    aspirant: Aspirant,
    nummer: Nummer,
    orsak: str,
    version: int,
    by: User,
    now: datetime,
    fodelsedatum: date | None = None,
) -> Aspirant:
    """Give the person `nummer` and keep the one she had. The same sent twice ends at what the first saved.

    `fodelsedatum`: the birth date that goes with it; None leaves the one that stands.
    Raises ChangedMeanwhileError, NummerbyteError, or NummerTakenError when anybody else has or has had the number.
    """
    saved = Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    if saved.nummer == nummer.nummer:
        _refuse_unchanged(saved, version)
        return saved
    if saved.version != version:
        raise ChangedMeanwhileError(saved)
    check_orsak(saved, nummer, orsak)
    today = local_date(now)
    try:
        with transaction.atomic():
            _keep(saved, orsak, by, now, today)
            saved.nummer, saved.nummerslag = nummer.nummer, Nummerslag(nummer.slag)
            saved.fodelsedatum = fodelsedatum or saved.fodelsedatum
            saved.version += 1
            saved.save(update_fields=["nummer", "nummerslag", "fodelsedatum", "version"])
    except IntegrityError as error:
        if constraint_name(error) != NUMMER_UNIQUE:
            raise
        raise NummerTakenError("Numret är redan registrerat.", "nummer") from error
    changed(saved.pk)
    return saved


def _refuse_unchanged(saved: Aspirant, version: int) -> None:
    """The form was opened on this very number: nothing was changed, by it or by an earlier click."""
    if saved.version == version or not saved.tidigarenummer_set.exists():
        raise NummerbyteError(SAMMA, "nummer")


def check_orsak(aspirant: Aspirant, nummer: Nummer, orsak: str) -> None:
    """Raise NummerbyteError when the reason does not fit what the person has and gets."""
    if nummer.slag == Nummerslag.RESERVNUMMER:
        raise NummerbyteError("Ett reservnummer ger systemet bara vid registreringen.", "nummer")
    if orsak == Orsak.FEL:
        return
    if nummer.slag != orsak:
        raise NummerbyteError(f"Det nya numret är ett {nummer.slag}. Välj den orsak som stämmer.", "orsak")
    if aspirant.nummerslag not in UTBYTBARA[orsak]:
        har = Nummerslag(aspirant.nummerslag).label.lower()
        raise NummerbyteError(f"Personen har redan ett {har}. Det byts bara om det var fel.", "orsak")


def _keep(saved: Aspirant, orsak: str, by: User, now: datetime, today: date) -> None:
    forra = saved.tidigarenummer_set.aggregate(till=Max("till"))["till"]
    Tidigarenummer.objects.create(
        aspirant=saved,
        nummer=saved.nummer,
        nummerslag=saved.nummerslag,
        fran=min(forra or local_date(saved.created_at), today),
        till=today,
        orsak=orsak,
        bytt_at=now,
        bytt_av=by,
    )
