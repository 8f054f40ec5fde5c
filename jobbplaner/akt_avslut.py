"""What of plans, talks and kartläggningar is still open when an enrolment is closed."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from cases.akt import REGISTER, Avslutskontroll, Foljd, Oppet, kept_consequence
from cases.models import Inskrivning, User
from cases.services.fel import RuleBrokenError
from config.dates import local_date

from . import fragor
from .enums import Planslag
from .models import Kartlaggning, Plan, Samtalsprotokoll, Samtalsskal, Trepartssamtal
from .services.bokningar import SamtalSameDayError, cancel_samtal, restore_samtal

# The code of the list that says why; where the municipality has closed it, the first that holds
BEHOVS_INTE = "behovs_inte"


def planer(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """The jobbplan in force, which ends with the enrolment, and one that nobody has published."""
    alla = [plan for plan in fragor.planer(inskrivning.aspirant) if plan.slag == Planslag.JOBBPLAN]
    for plan in alla:
        if not plan.ar_utkast and plan.ersatt_at is None and plan.inskrivning_id == inskrivning.pk:
            url = reverse("jobbplaner:jobbplan_detail", args=[inskrivning.aspirant_id])
            yield Oppet(f"{plan} gäller", "Slutar gälla med inskrivningen.", url=url, atgard="Öppna planen")
    for plan in (p for p in alla if p.ar_utkast):
        yield Oppet(
            f"{plan} är ett utkast",
            "Står kvar som utkast om du inte kastar det.",
            slag="utkast_jobbplan",
            objekt=plan.pk,
            url=reverse("jobbplaner:jobbplan_edit", args=[inskrivning.aspirant_id]),
            atgard="Öppna utkastet",
            avsluta="Kasta utkastet",
        )


def uppfoljningar(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """A follow-up of the jobbplan that somebody has begun and nobody has completed."""
    if not any(plan.foljs_upp for plan in fragor.planer(inskrivning.aspirant)):
        return
    for rad in fragor.begun_follow_ups(inskrivning.aspirant, Planslag.JOBBPLAN):
        url = reverse("jobbplaner:jobbplan_uppfoljning", args=[inskrivning.aspirant_id])
        yield Oppet(
            f"Uppföljningen av jobbplan version {rad.plan_nummer} är påbörjad",
            "Står kvar utan att vara slutförd. Slutför den före avslutet.",
            url=f"{url}?version={rad.plan_nummer}" if rad.plan.ersatt_at else url,
            atgard="Öppna uppföljningen",
        )


def discard_draft(*, objekt: int, inskrivning: Inskrivning, **_) -> Foljd | None:
    """The unpublished jobbplan goes away. What it said is not kept, so this cannot be undone.

    Locked first: a colleague may be publishing it, and a published plan stays.
    """
    utkast = Plan.objects.utkast().jobbplaner().select_for_update(of=("self",))
    plan = utkast.filter(pk=objekt, aspirant=inskrivning.aspirant_id).first()
    if plan is None:
        return None
    foljd = Foljd("utkast_jobbplan", plan.pk, f"Utkastet till {str(plan).lower()} kastades.")
    plan.delete()
    return foljd


def samtal(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """Booked talks, and those held whose protokoll nobody has signed."""
    osignerade = Samtalsprotokoll.objects.filter(
        handling=None, samtal__aspirant=inskrivning.aspirant_id, samtal__installt_at=None
    )
    for rad in osignerade.select_related("samtal").order_by("samtal__datum", "pk"):
        kommer = rad.samtal.datum >= today
        yield Oppet(
            f"{rad.samtal} {'är bokat' if kommer else 'har ett osignerat protokoll'}",
            "Står kvar om du inte ställer in det." if kommer else "Kan signeras efter avslutet.",
            slag="samtal" if kommer else "",
            objekt=rad.samtal_id,
            avsluta="Ställ in samtalet" if kommer else "",
            url=reverse("jobbplaner:samtal_edit", args=[inskrivning.aspirant_id, rad.samtal_id]),
            atgard="Öppna samtalet",
        )


def cancel_at_avslut(*, objekt: int, inskrivning: Inskrivning, by: User, now: datetime) -> Foljd | None:
    """The booked samtal is cancelled as no longer needed; both sides see it. One that is signed meanwhile stands."""
    bokade = Trepartssamtal.objects.bokade().select_for_update(of=("self",))
    rad = bokade.filter(pk=objekt, aspirant=inskrivning.aspirant_id).first()
    skal = Samtalsskal.objects.giltiga(local_date(now)).filter(installer=True)
    if rad is None or not (valt := skal.filter(kod=BEHOVS_INTE).first() or skal.first()):
        return None
    cancel_samtal(samtal=rad, skal=valt, by=by, now=now)
    return Foljd("samtal", rad.pk, f"{rad} ställdes in.")


def rebook(*, foljd, **_) -> None:
    """The samtal stands as it was booked. Raises RuleBrokenError when the day has been taken by another."""
    try:
        restore_samtal(samtal=Trepartssamtal.objects.get(pk=foljd.objekt))
    except SamtalSameDayError as error:
        raise RuleBrokenError(f"Ett annat samtal är bokat {error.samtal.datum}.") from error


def kartlaggningar(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    if Kartlaggning.objects.utkast().filter(aspirant=inskrivning.aspirant_id).exists():
        url = reverse("jobbplaner:kartlaggning_list", args=[inskrivning.aspirant_id])
        yield Oppet("En kartläggning är påbörjad", "Står kvar som utkast.", url=url, atgard="Öppna kartläggningar")


BOKAT_KVAR = f"""SELECT f.inskrivning_id, s.aspirant_id, f.jobbtorg_id AS enhet_id, s.id AS objekt
    FROM jobbplaner_trepartssamtal s JOIN {kept_consequence("samtal")} f
        ON f.objekt = s.id AND f.aspirant_id = s.aspirant_id
    WHERE s.installt_at IS NULL AND s.hallet_at IS NULL"""
UTKAST_KVAR = f"""SELECT f.inskrivning_id, p.aspirant_id, f.jobbtorg_id AS enhet_id, p.id AS objekt
    FROM jobbplaner_plan p JOIN {kept_consequence("utkast_jobbplan")} f
        ON f.objekt = p.id AND f.aspirant_id = p.aspirant_id"""

REGISTER.avslutskontroller += [
    Avslutskontroll("samtal", "Ett samtal som ställdes in är bokat", BOKAT_KVAR, "jobbplaner:samtal_edit", True),
    Avslutskontroll("utkast_jobbplan", "Ett utkast som kastades finns kvar", UTKAST_KVAR, "jobbplaner:jobbplan_detail"),
]
REGISTER.oppet_vid_avslut += [planer, uppfoljningar, samtal, kartlaggningar]
REGISTER.avsluta_med |= {"utkast_jobbplan": discard_draft, "samtal": cancel_at_avslut}
REGISTER.angra_avslut["samtal"] = rebook
