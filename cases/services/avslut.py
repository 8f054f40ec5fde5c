"""Avslut: reason, who said so, extra attributes, and what it leads to in the rooms above (domain.md 2.10, 3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.akt import REGISTER, Foljd, Oppet, changed, oppet_vid_avslut
from cases.deadlines import avslut_inom_5_dagar_senast
from cases.enums import AVSLUTSATTRIBUT, JaNejOkand, Resultat
from cases.models import (
    Avslutsfoljd,
    Avslutsorsak,
    AvslutsorsakSocialtjanst,
    Inskrivning,
    Parameter,
    Underorsak,
    User,
)
from config.dates import local_date

from .avslutsfoljder import Flyttade, move_consequences
from .fel import RuleBrokenError, constraints_as
from .handlaggare import end_handlaggare
from .langsiktigt_stod import Stoduppgifter, agree_on_support
from .skydd import follow_assignments


@dataclass(frozen=True, kw_only=True)
class Avslutsuppgifter:
    """The fields of an avslut, named as on Inskrivning."""

    avslutad: date
    avslutsorsak: Avslutsorsak
    underorsak: Underorsak | None = None
    avslutsorsak_socialtjanst: AvslutsorsakSocialtjanst | None = None
    sagt_av: str = ""
    verifierad: bool | None = None
    kommunal_anstallning: str = JaNejOkand.OKAND
    studiemedel: str = JaNejOkand.OKAND
    arbete_en_manad: str = JaNejOkand.OKAND
    avslut_kommentar: str = ""

    def as_fields(self) -> dict:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class AvslutError(RuleBrokenError):
    """The enrolment cannot be closed so."""


class AlreadyClosedError(AvslutError):
    """The enrolment has been closed; the first avslut stands until it is corrected."""

    def __init__(self, inskrivning: Inskrivning):
        super().__init__(f"Inskrivningen är redan avslutad {inskrivning.avslutad}.")
        self.inskrivning = inskrivning


class CorrectedMeanwhileError(AvslutError):
    """Someone corrected the avslut after the form was opened; `saved` is what stands now."""

    def __init__(self, saved: Inskrivning):
        super().__init__("Någon annan har rättat avslutet efter att du öppnade det.")
        self.saved = saved


@transaction.atomic
def close_inskrivning(
    *,
    inskrivning: Inskrivning,
    uppgifter: Avslutsuppgifter,
    by: User,
    now: datetime,
    avsluta: Collection[str] = (),
    stod: Stoduppgifter | None = None,
) -> Inskrivning:
    """Close it, end the jobbtorg's handläggare, and let every app do what follows, in order of registration.

    `avsluta` are keys of what was open (cases.akt.Oppet) that shall end with it; what is no longer open is passed
    over. What was done is kept as Avslutsfoljd. `stod` is the långsiktigt stöd that was agreed.
    Raises AvslutError (AlreadyClosedError for a second click), StodError, and writes nothing.
    """
    inskrivning, today = _locked(inskrivning), local_date(now)
    if inskrivning.avslutad:
        raise AlreadyClosedError(inskrivning)
    _check(inskrivning, uppgifter, today)
    valda = [rad for rad in oppet_vid_avslut(inskrivning, today) if rad.avsluta and rad.nyckel in avsluta]
    inskrivning.avslutad_av, inskrivning.avslutad_at = by, now
    _write(inskrivning, uppgifter, "avslutad_av", "avslutad_at")
    aspirant, enhet = inskrivning.aspirant, inskrivning.jobbtorg
    foljder = [_end(rad, inskrivning, by, now) for rad in valda]
    foljder += end_handlaggare(aspirant=aspirant, enhet=enhet, till=inskrivning.avslutad, today=today)
    for consequence in REGISTER.vid_avslut:
        foljder += consequence(inskrivning=inskrivning, by=by, now=now) or ()
    _keep(inskrivning, foljder)
    if stod:
        agree_on_support(inskrivning=inskrivning, uppgifter=stod, now=now)
    follow_assignments(aspirant=aspirant, now=now)
    changed(inskrivning.aspirant_id)
    return inskrivning


def _end(rad: Oppet, inskrivning: Inskrivning, by: User, now: datetime) -> Foljd | None:
    return REGISTER.avsluta_med[rad.slag](objekt=rad.objekt, inskrivning=inskrivning, by=by, now=now)


def _keep(inskrivning: Inskrivning, foljder: list[Foljd | None]) -> None:
    Avslutsfoljd.objects.bulk_create(
        Avslutsfoljd(
            aspirant_id=inskrivning.aspirant_id,
            inskrivning=inskrivning,
            slag=foljd.slag,
            objekt=foljd.objekt,
            vad=foljd.vad[:200],
            fore=foljd.fore,
        )
        for foljd in foljder
        if foljd
    )


@transaction.atomic
def correct_avslut(
    *, inskrivning: Inskrivning, version: int, uppgifter: Avslutsuppgifter, by: User, now: datetime
) -> tuple[Inskrivning, Flyttade]:
    """Change what an avslut says. It stays closed: a person who comes back is enrolled anew.

    What the avslut ended follows a new day, and a new reason; gives what did and what did not. The same twice is once.
    Raises AvslutError, CorrectedMeanwhileError when another correction came first.
    """
    inskrivning = _locked(inskrivning)
    if inskrivning.version != version or not inskrivning.avslutad:
        if all(getattr(inskrivning, name) == value for name, value in uppgifter.as_fields().items()):
            return inskrivning, Flyttade()
        raise CorrectedMeanwhileError(inskrivning)
    _check(inskrivning, uppgifter, local_date(now))
    forra, forra_orsak = inskrivning.avslutad, inskrivning.avslutsorsak
    inskrivning.avslut_rattat_at, inskrivning.avslut_rattat_av = now, by
    _write(inskrivning, uppgifter, "avslut_rattat_at", "avslut_rattat_av")
    flyttade = move_consequences(inskrivning=inskrivning, forra=forra, forra_orsak=forra_orsak, now=now)
    changed(inskrivning.aspirant_id)
    return inskrivning, flyttade


def last_day_within_five(inskrivning: Inskrivning) -> date:
    """Last day that "Avslut inom 5 dagar" may be chosen for this enrolment."""
    dagar = Parameter.objects.varde("avslut_inom_arbetsdagar", inskrivning.inskriven)
    return avslut_inom_5_dagar_senast(inskrivning.inskriven, arbetsdagar=dagar)


def _locked(inskrivning: Inskrivning) -> Inskrivning:
    """Not its key: a colleague whose new plan refers to it commits while this waits for that plan."""
    return (
        Inskrivning.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jobbtorg", "aspirant")
        .get(pk=inskrivning.pk)
    )


def _write(inskrivning: Inskrivning, uppgifter: Avslutsuppgifter, *also: str) -> None:
    fields = uppgifter.as_fields()
    for name, value in fields.items():
        setattr(inskrivning, name, value)
    inskrivning.version += 1
    with constraints_as(AvslutError):
        inskrivning.save(update_fields=[*fields, "version", *also])


def _check(inskrivning: Inskrivning, uppgifter: Avslutsuppgifter, today: date) -> None:
    dag, orsak = uppgifter.avslutad, uppgifter.avslutsorsak
    if dag > today:
        raise AvslutError("Avslutet kan inte ligga i framtiden.", "avslutad")
    if dag < inskrivning.inskriven:
        raise AvslutError(f"Avslutet kan inte ligga före inskrivningen {inskrivning.inskriven}.", "avslutad")
    if not Avslutsorsak.objects.giltiga(dag).filter(pk=orsak.pk).exists() and orsak.pk != inskrivning.avslutsorsak_id:
        raise AvslutError(f"Orsaken {orsak} gällde inte {dag}.", "avslutsorsak")
    if uppgifter.underorsak and orsak.resultat != Resultat.OVRIGT:
        raise AvslutError("Underorsak anges bara när orsaken är Övrigt.", "underorsak")
    if orsak.resultat == Resultat.FEM_DAGAR and dag > (senast := last_day_within_five(inskrivning)):
        raise AvslutError(
            f"{orsak} kunde användas till och med {senast}. Välj en annan orsak, "
            "eller rätta avslutsdatumet om personen slutade då.",
            "avslutsorsak",
        )
    _check_attributes(uppgifter)


def _check_attributes(uppgifter: Avslutsuppgifter) -> None:
    orsak = uppgifter.avslutsorsak
    for name, resultat in AVSLUTSATTRIBUT.items():
        if getattr(uppgifter, name) == JaNejOkand.JA and orsak.resultat != resultat:
            raise AvslutError(
                f"Ja stämmer inte med orsaken {orsak}. Svara nej eller okänt, "
                f"eller välj en orsak som gäller {resultat.label.lower()}.",
                name,
            )
