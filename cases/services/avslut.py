"""Avslut: reason, who said so, extra attributes, and what it leads to in the rooms above (domain.md 2.10, 3)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.akt import REGISTER, changed
from cases.deadlines import avslut_inom_5_dagar_senast
from cases.enums import JaNejOkand, Resultat
from cases.models import Avslutsorsak, AvslutsorsakSocialtjanst, Inskrivning, Parameter, Underorsak, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .handlaggare import end_handlaggare
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
def close_inskrivning(*, inskrivning: Inskrivning, uppgifter: Avslutsuppgifter, by: User, now: datetime) -> Inskrivning:
    """Close it, end the jobbtorg's handläggare, and let every app do what follows, in order of registration.

    Raises AvslutError (AlreadyClosedError for a second click) and writes nothing.
    """
    inskrivning = _locked(inskrivning)
    if inskrivning.avslutad:
        raise AlreadyClosedError(inskrivning)
    _check(inskrivning, uppgifter, local_date(now))
    inskrivning.avslutad_av = by
    _write(inskrivning, uppgifter, "avslutad_av")
    end_handlaggare(
        aspirant=inskrivning.aspirant, enhet=inskrivning.jobbtorg, till=inskrivning.avslutad, today=local_date(now)
    )
    for consequence in REGISTER.vid_avslut:
        consequence(inskrivning=inskrivning, by=by, now=now)
    follow_assignments(aspirant=inskrivning.aspirant, now=now)
    changed(inskrivning.aspirant_id)
    return inskrivning


@transaction.atomic
def correct_avslut(
    *, inskrivning: Inskrivning, version: int, uppgifter: Avslutsuppgifter, by: User, now: datetime
) -> Inskrivning:
    """Change what an avslut says. It stays closed: a person who comes back is enrolled anew.

    Raises AvslutError, CorrectedMeanwhileError when another correction came first.
    """
    inskrivning = _locked(inskrivning)
    if inskrivning.version != version or not inskrivning.avslutad:
        raise CorrectedMeanwhileError(inskrivning)
    _check(inskrivning, uppgifter, local_date(now))
    inskrivning.avslut_rattat_at, inskrivning.avslut_rattat_av = now, by
    _write(inskrivning, uppgifter, "avslut_rattat_at", "avslut_rattat_av")
    changed(inskrivning.aspirant_id)
    return inskrivning


def last_day_within_five(inskrivning: Inskrivning) -> date:
    """Last day that "Avslut inom 5 dagar" may be chosen for this enrolment."""
    dagar = Parameter.objects.varde("avslut_inom_arbetsdagar", inskrivning.inskriven)
    return avslut_inom_5_dagar_senast(inskrivning.inskriven, arbetsdagar=dagar)


def _locked(inskrivning: Inskrivning) -> Inskrivning:
    return (
        Inskrivning.objects.select_for_update(of=("self",))
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
            f"{orsak} kunde användas till och med {senast}, fem arbetsdagar efter inskrivningen. Välj en annan orsak.",
            "avslutsorsak",
        )
