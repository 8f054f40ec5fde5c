"""An avslut is undone the same day, with everything it did, or not at all (ui.md: undo where it is safe)."""

from datetime import datetime

from django.db import transaction

from cases.akt import REGISTER, changed
from cases.enums import JaNejOkand
from cases.models import Aspirant, Avslutsfoljd, Inskrivning, LangsiktigtStod, Remiss, User
from config.dates import local_date

from .fel import RuleBrokenError, constraints_as
from .skydd import follow_assignments

TOMT = {
    "avslutad": None,
    "avslutsorsak": None,
    "underorsak": None,
    "avslutsorsak_socialtjanst": None,
    "sagt_av": "",
    "verifierad": None,
    "kommunal_anstallning": JaNejOkand.OKAND,
    "studiemedel": JaNejOkand.OKAND,
    "arbete_en_manad": JaNejOkand.OKAND,
    "avslutad_av": None,
    "avslutad_at": None,
    "avslut_rattat_at": None,
    "avslut_rattat_av": None,
    "avslut_kommentar": "",
}


class UndoError(RuleBrokenError):
    """The avslut can no longer be undone; it can be corrected."""


def obstacle(inskrivning: Inskrivning, today) -> str:
    """Why the avslut cannot be undone on `today`, in words; "" when it can."""
    if inskrivning.avslutad is None:
        return "Inskrivningen är redan öppen."
    if inskrivning.avslutad_at is None or local_date(inskrivning.avslutad_at) != today:
        return "Ett avslut går att ångra samma dag som det registrerades. Rätta det i stället."
    senare = {"aspirant": inskrivning.aspirant_id}
    if Inskrivning.objects.filter(**senare, inskriven__gte=inskrivning.avslutad).exclude(pk=inskrivning.pk).exists():
        return "Personen har skrivits in igen."
    if Remiss.objects.filter(**senare, skickad_at__gt=inskrivning.avslutad_at).exists():
        return "En ny remiss har skickats efter avslutet."
    for foljd in Avslutsfoljd.objects.filter(inskrivning=inskrivning, angrad_at=None):
        if foljd.slag not in REGISTER.angra_avslut:
            return f"{foljd.vad} Det går inte att få tillbaka."
    return ""


@transaction.atomic
def undo_avslut(*, inskrivning: Inskrivning, by: User, now: datetime) -> Inskrivning:
    """Open the enrolment and put back what its avslut did, the last first. Raises UndoError and changes nothing."""
    Aspirant.objects.select_for_update(of=("self",)).get(pk=inskrivning.aspirant_id)
    inskrivning = (
        Inskrivning.objects.select_for_update(of=("self",))
        .select_related("jobbtorg", "aspirant")
        .get(pk=inskrivning.pk)
    )
    if hinder := obstacle(inskrivning, local_date(now)):
        raise UndoError(hinder)
    LangsiktigtStod.objects.filter(inskrivning=inskrivning).delete()
    for namn, varde in TOMT.items():
        setattr(inskrivning, namn, varde)
    inskrivning.version += 1
    with constraints_as(UndoError):
        inskrivning.save(update_fields=[*TOMT, "version"])
        _put_back(inskrivning, by, now)
    follow_assignments(aspirant=inskrivning.aspirant, now=now)
    changed(inskrivning.aspirant_id)
    return inskrivning


def _put_back(inskrivning: Inskrivning, by: User, now: datetime) -> None:
    for foljd in Avslutsfoljd.objects.filter(inskrivning=inskrivning, angrad_at=None).order_by("-id"):
        try:
            REGISTER.angra_avslut[foljd.slag](foljd=foljd, inskrivning=inskrivning, by=by, now=now)
        except RuleBrokenError as error:
            raise UndoError(f"{foljd.vad} {error}") from error
        foljd.angrad_at = now
        foljd.save(update_fields=["angrad_at"])
