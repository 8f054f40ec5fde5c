"""What registeransvarig does with questions about numbers: narrow functions of the database that demand the role."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from cases.models import Enhet, Nummerfraga, Nummerhandelse

from .fel import RuleBrokenError

HOGST = 200
ENHET_SAKNAS = "Välj vilken enhet den som frågade ska kontakta. Får enheten inte nämnas väljer du ett annat utfall."


class NummerfragaError(RuleBrokenError):
    """The question cannot be answered so."""


@dataclass(frozen=True)
class FrageRad:
    """Who asked, when and from where; `utfall` and the rest when answered."""

    referens: str
    fragad_at: datetime
    fragad_av: str
    enhet: Enhet | None
    utfall: str
    besvarad_at: datetime | None
    besvarad_av: str | None


@dataclass(frozen=True)
class Uppslag:
    """One question and whom it is about: identity and owning unit, or (`visat` "enhet") the unit and the case only."""

    referens: str
    fraga_id: int
    fragad_at: datetime
    fragad_av: str
    fran_enhet: Enhet | None
    utfall: str
    svarstext: str
    besvarad_at: datetime | None
    besvarad_av: str | None
    visat: str
    aspirant_id: int | None
    fornamn: str | None
    efternamn: str | None
    nummer: str | None
    fodelsedatum: date | None
    agare: Enhet | None

    @property
    def namn(self) -> str:
        return f"{self.fornamn} {self.efternamn}"

    @property
    def arendenummer(self) -> str:
        return f"J-{self.aspirant_id:06d}" if self.aspirant_id else ""


def list_nummerfragor(*, oppna: bool) -> list[FrageRad]:
    """Open ones, the oldest first, or answered ones, the latest first."""
    rader = _rows("SELECT * FROM app.nummerfragor(%s, %s)", oppna, HOGST)
    enheter = Enhet.objects.in_bulk({rad[3] for rad in rader if rad[3]})
    return [FrageRad(*rad[:3], enheter.get(rad[3]), *rad[4:]) for rad in rader]


def look_up(*, referens: str, now: datetime) -> Uppslag | None:
    """The question with exactly this reference, logged in the database; None when there is none."""
    rader = _rows("SELECT * FROM app.las_nummerfraga(%s, %s)", referens, now)
    if not rader:
        return None
    rad = rader[0]
    enheter = Enhet.objects.in_bulk({pk for pk in (rad[3], rad[-1]) if pk})
    return Uppslag(referens, *rad[:3], enheter.get(rad[3]), *rad[4:-1], enheter.get(rad[-1]))


def handelser(uppslag: Uppslag) -> list[Nummerhandelse]:
    """What has been done with the question before, oldest first."""
    return list(Nummerhandelse.objects.filter(fraga=uppslag.fraga_id).select_related("user"))


def answer(
    *, referens: str, utfall: str, svarstext: str, anteckning: str, now: datetime, enhet: Enhet | None = None
) -> bool:
    """Tell the asker the outcome in this text. False when the question has been answered already.

    Raises NummerfragaError when the asker is to contact a unit and none is chosen.
    """
    _require_unit(utfall, enhet)
    params = [referens, utfall, svarstext, anteckning, now]
    return _rows("SELECT app.besvara_nummerfraga(%s, %s, %s, %s, %s)", *params)[0][0]


def correct(
    *,
    referens: str,
    utfall: str,
    svarstext: str,
    anteckning: str,
    forra: datetime,
    now: datetime,
    enhet: Enhet | None = None,
) -> bool:
    """Put this answer in the place of the one given at `forra`. False when that one is not the newest.

    Raises NummerfragaError as `answer` does.
    """
    _require_unit(utfall, enhet)
    params = [referens, utfall, svarstext, anteckning, forra, now]
    return _rows("SELECT app.ratta_nummerfraga(%s, %s, %s, %s, %s, %s)", *params)[0][0]


def _require_unit(utfall: str, enhet: Enhet | None) -> None:
    if utfall == Nummerfraga.Utfall.KONTAKTA and enhet is None:
        raise NummerfragaError(ENHET_SAKNAS, "enhet")


@dataclass(frozen=True)
class AnnanFraga:
    """Another question about the same number: who asked, and what they were told."""

    referens: str
    fragad_at: datetime
    fragad_av: str
    enhet: Enhet | None
    utfall: str
    svarstext: str


def same_nummer(referens: str) -> list[AnnanFraga]:
    """Other questions about the number that this one is about, newest first."""
    rader = _rows("SELECT * FROM app.fragor_om_samma_nummer(%s)", referens)
    enheter = Enhet.objects.in_bulk({rad[3] for rad in rader if rad[3]}) if rader else {}
    return [AnnanFraga(*rad[:3], enheter.get(rad[3]), *rad[4:]) for rad in rader]


def mark_answers_read(*, fragor: list[Nummerfraga], now: datetime) -> None:
    """The asker has been shown the answers of these: they leave Min dag."""
    nya = [f.pk for f in fragor if f.besvarad_at and not f.sedd_at]
    if nya:
        _rows("SELECT app.markera_svar_sedda(%s::bigint[], %s)", nya, now)


def _rows(sql: str, *params) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
