"""Långsiktigt stöd after work has started: agreed at avslut, looked after until it ends (domain.md 2.12)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.akt import changed
from cases.enums import Resultat, Skyddsgrund
from cases.models import Aspirant, Inskrivning, LangsiktigtStod, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .handlaggare import selectable_coacher
from .skydd import follow_assignments, name_reader


@dataclass(frozen=True, kw_only=True)
class Stoduppgifter:
    """What was agreed before the avslut."""

    vem: User
    overenskommet: date
    till: date
    omfattning: str
    nasta_kontakt: date | None = None


class StodError(RuleBrokenError):
    """The support cannot be agreed or changed so; fields are named as on the avslut form, with stod_ before."""


@transaction.atomic
def agree_on_support(*, inskrivning: Inskrivning, uppgifter: Stoduppgifter, now: datetime) -> LangsiktigtStod:
    """Keep what was agreed, from the day of the avslut. Raises StodError."""
    u, fran = uppgifter, inskrivning.avslutad
    if inskrivning.avslutsorsak.resultat != Resultat.ARBETE:
        raise StodError(
            "Långsiktigt stöd ges när personen har börjat arbeta. Ta bort det, eller ändra orsaken.", "stod"
        )
    if u.overenskommet > fran:
        raise StodError("Stödet ska vara överenskommet före avslutet.", "stod_overenskommet")
    if u.till <= fran:
        raise StodError("Stödet ska sluta efter avslutet.", "stod_till")
    if u.nasta_kontakt and not fran <= u.nasta_kontakt <= u.till:
        raise StodError(f"Välj en dag mellan {fran} och {u.till}.", "stod_nasta_kontakt")
    if not selectable_coacher(local_date(now), inskrivning.jobbtorg).filter(pk=u.vem.pk).exists():
        raise StodError(f"{u.vem.namn} arbetar inte på {inskrivning.jobbtorg}.", "stod_vem")
    with constraints_as(StodError):
        stod = LangsiktigtStod.objects.create(
            aspirant_id=inskrivning.aspirant_id,
            inskrivning=inskrivning,
            enhet=inskrivning.jobbtorg,
            user=u.vem,
            overenskommet=u.overenskommet,
            fran=fran,
            till=u.till,
            nasta_kontakt=u.nasta_kontakt,
            omfattning=u.omfattning,
        )
    _name(stod, now)
    return stod


def _name(stod: LangsiktigtStod, now: datetime) -> None:
    """Of a protected person only the one who gives the support goes on seeing the akt, as long as it lasts."""
    if stod.aspirant.skydd:
        name_reader(aspirant=stod.aspirant, user_id=stod.user_id, now=now, grund=Skyddsgrund.STOD)
        follow_assignments(aspirant=stod.aspirant, now=now)


@transaction.atomic
def move_support(*, inskrivning: Inskrivning) -> tuple[list[str], list[str]]:
    """The support of a corrected avslut begins on its new day. Gives what moved and what somebody has to look at, in
    words: a support that was not possible from that day or for that reason stays as it was agreed."""
    stod = LangsiktigtStod.objects.select_for_update(of=("self",)).filter(inskrivning=inskrivning).first()
    if stod is None:
        return [], []
    kvar = []
    if inskrivning.avslutsorsak.resultat != Resultat.ARBETE and stod.avbrutet is None:
        kvar.append(f"Långsiktigt stöd till {stod.till} ges när personen har börjat arbeta.")
    if stod.fran == inskrivning.avslutad:
        return [], kvar
    forra, stod.fran = stod.fran, inskrivning.avslutad
    try:
        _save(stod, "fran")
    except StodError as error:
        return [], [*kvar, f"Långsiktigt stöd börjar fortfarande {forra}. {error}"]
    return [f"Långsiktigt stöd börjar {stod.fran}."], kvar


class StodChangedError(StodError):
    """Someone else changed it after the page was opened; `saved` is what stands."""

    def __init__(self, saved: LangsiktigtStod):
        nu = f"Stödet är redan avslutat {saved.avbrutet}." if saved.avbrutet else "Någon annan har ändrat stödet."
        super().__init__(f"{nu} Det du skrev är inte sparat.")
        self.saved = saved


@transaction.atomic
def plan_contact(
    *, stod: LangsiktigtStod, version: int, vem: User, nasta_kontakt: date | None, now: datetime
) -> LangsiktigtStod:
    """Who gives it from now on and when the next contact is. The same twice is once.

    Raises StodError, StodChangedError.
    """
    stod = _locked(stod)
    if not stod.avbrutet and stod.version != version and (stod.user_id, stod.nasta_kontakt) == (vem.pk, nasta_kontakt):
        return stod
    _refuse_changed(stod, version)
    today = local_date(now)
    if nasta_kontakt and not today <= nasta_kontakt <= stod.till:
        raise StodError(f"Välj en dag från i dag till {stod.till}.", "nasta_kontakt")
    if vem.pk != stod.user_id and not selectable_coacher(today, stod.enhet).filter(pk=vem.pk).exists():
        raise StodError(f"{vem.namn} arbetar inte på {stod.enhet}.", "vem")
    stod.user, stod.nasta_kontakt = vem, nasta_kontakt
    stod = _save(stod, "user", "nasta_kontakt")
    _name(stod, now)
    return stod


@transaction.atomic
def end_support(*, stod: LangsiktigtStod, version: int, dag: date, skal: str, now: datetime) -> LangsiktigtStod:
    """It is over, on the agreed day or before. The same twice is once. Raises StodError, StodChangedError."""
    stod = _locked(stod)
    if (stod.avbrutet, stod.avbrutet_skal) == (dag, skal):
        return stod
    _refuse_changed(stod, version)
    if not stod.fran <= dag <= local_date(now):
        raise StodError(f"Välj en dag från {stod.fran} till i dag.", "dag")
    stod.avbrutet, stod.avbrutet_skal = dag, skal
    stod = _save(stod, "avbrutet", "avbrutet_skal")
    follow_assignments(aspirant=stod.aspirant, now=now)
    return stod


def _locked(stod: LangsiktigtStod) -> LangsiktigtStod:
    Aspirant.objects.select_for_update(of=("self",)).get(pk=stod.aspirant_id)
    return LangsiktigtStod.objects.select_related("enhet", "user", "aspirant").get(pk=stod.pk)


def _refuse_changed(stod: LangsiktigtStod, version: int) -> None:
    if stod.version != version or stod.avbrutet:
        raise StodChangedError(stod)


def _save(stod: LangsiktigtStod, *falt: str) -> LangsiktigtStod:
    stod.version += 1
    with constraints_as(StodError):
        stod.save(update_fields=[*falt, "version"])
    changed(stod.aspirant_id)
    return stod
