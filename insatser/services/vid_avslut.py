"""What a jobbtorg's open placeringar come to when an enrolment is closed, and again when that is undone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from cases.akt import Foljd
from cases.enums import Resultat
from cases.models import Inskrivning
from cases.services.fel import RuleBrokenError
from config.dates import local_date
from insatser import belaggning
from insatser.enums import Slutsatt
from insatser.models import Avbrottsorsak, Genomforandeplan, Insats, Placering, Placeringsresultat

from .placeringar import Slut, write_end

# What the result of an avslut says about the placeringar it ends: (avbrottsorsak, resultat)
EFTER_AVSLUT = {
    Resultat.ARBETE: ("arbete", "arbete"),
    Resultat.STUDIER: ("studier", "studier"),
    Resultat.ATERREMITTERAD: ("annat", "ater"),
    Resultat.OKAND: ("okand", "okant"),
}


def oppna_vid(inskrivning: Inskrivning):
    """Placeringar that the jobbtorg's nämnd owns and that go on; the SDF's own are not the jobbtorg's to end."""
    return (
        Placering.objects.filter(
            aspirant_id=inskrivning.aspirant_id, avslutad=None, enhet__namnd=inskrivning.jobbtorg.namnd_id
        )
        .select_related("insats")
        .order_by("fran", "id")
    )


@transaction.atomic
def end_at_avslut(*, inskrivning: Inskrivning, **_) -> list[Foljd]:
    """Consequence of an avslut: the jobbtorg's open placeringar end the same day and their places become free.

    One whose planned end has come is fullföljd, the others avbrutna with the avslut's reason. One that was to
    start later ends on its first day, since it cannot end before it starts.
    """
    return list(_end_all(inskrivning))


def _end_all(inskrivning: Inskrivning) -> Iterator[Foljd]:
    for rad in oppna_vid(inskrivning).select_for_update(of=("self",)):
        write_end(rad, _slut(rad, inskrivning))
        yield Foljd("placering", rad.pk, f"Placeringen i {rad.insats} avslutades."[:200])


def _slut(rad: Placering, inskrivning: Inskrivning) -> Slut:
    orsak, resultat = EFTER_AVSLUT.get(inskrivning.avslutsorsak.resultat, ("annat", "okant"))
    klar = rad.till is not None and rad.till <= inskrivning.avslutad
    return Slut(
        dag=max(rad.fran, inskrivning.avslutad),
        slutsatt=Slutsatt.FULLFOLJD if klar else Slutsatt.AVBRUTEN,
        avbrottsorsak=None if klar else Avbrottsorsak.objects.get(kod=orsak),
        resultat=Placeringsresultat.objects.get(kod=resultat),
        kommentar=_kommentar(inskrivning),
    )


def _kommentar(inskrivning: Inskrivning) -> str:
    return f"Avslutades med inskrivningen vid {inskrivning.jobbtorg}."


def move_end(*, foljd, inskrivning: Inskrivning, forra: date, now: datetime) -> bool:
    """The placering ends on the avslut's new day, as if that had been said at once; False when somebody has changed
    how it ended, or another person has the place by then."""
    rad = Placering.objects.select_for_update(of=("self",)).filter(pk=foljd.objekt).first()
    if rad is None or rad.avslutad != max(rad.fran, forra) or not _untouched(rad, inskrivning):
        return False
    slut = _slut(rad, inskrivning)
    if slut.dag > rad.avslutad and not _room_after(rad, till=slut.dag, now=now):
        return False
    write_end(rad, slut)
    return rad.avslutad == inskrivning.avslutad


def follow_reason(*, foljd, inskrivning: Inskrivning, **_) -> bool:
    """Why it was broken off and what came of it, as the avslut's corrected reason has it; False when somebody has
    changed how it ended."""
    rad = Placering.objects.select_for_update(of=("self",)).filter(pk=foljd.objekt).first()
    if rad is None or rad.avslutad != max(rad.fran, inskrivning.avslutad) or not _untouched(rad, inskrivning):
        return False
    write_end(rad, _slut(rad, inskrivning))
    return True


def _untouched(rad: Placering, inskrivning: Inskrivning) -> bool:
    plan = Genomforandeplan.objects.filter(placering=rad).first()
    return plan is None or plan.kommentar == _kommentar(inskrivning)


def _room_after(rad: Placering, *, till: date | None, now: datetime) -> bool:
    """Room from the day after its end; the insats is locked."""
    insats = Insats.objects.select_for_update(of=("self",)).get(pk=rad.insats_id)
    return belaggning.has_room(insats, fran=rad.avslutad + timedelta(days=1), till=till, today=local_date(now))


def reopen(*, foljd, inskrivning: Inskrivning, now: datetime, **_) -> None:
    """The placering goes on as before. Raises RuleBrokenError when somebody has taken the place meanwhile."""
    rad = Placering.objects.select_for_update(of=("self",)).get(pk=foljd.objekt)
    insats = Insats.objects.select_for_update(of=("self",)).get(pk=rad.insats_id)
    fran = rad.avslutad + timedelta(days=1)
    upptagen = rad.till is None or rad.till >= fran
    if upptagen and not belaggning.has_room(insats, fran=fran, till=rad.till, today=local_date(now)):
        raise RuleBrokenError(f"Platsen i {insats} är upptagen av någon annan.")
    rad.avslutad, rad.slutsatt = None, ""
    rad.save(update_fields=["avslutad", "slutsatt"])
    Genomforandeplan.objects.filter(placering=rad).update(avbrottsorsak=None, resultat=None, kommentar="")
