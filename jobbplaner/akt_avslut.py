"""What of plans, talks and kartläggningar is still open when an enrolment is closed."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from cases.akt import REGISTER, Foljd, Oppet
from cases.models import Inskrivning

from .models import Kartlaggning, Plan, Samtalsprotokoll


def planer(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """The jobbplan in force, which ends with the enrolment, and one that nobody has published."""
    alla = Plan.objects.jobbplaner().filter(aspirant=inskrivning.aspirant_id)
    for plan in alla.publicerade().filter(ersatt_at=None, inskrivning=inskrivning):
        url = reverse("jobbplaner:jobbplan_detail", args=[inskrivning.aspirant_id])
        yield Oppet(f"{plan} gäller", "Slutar gälla med inskrivningen.", url=url, atgard="Öppna planen")
    for plan in alla.utkast():
        yield Oppet(
            f"{plan} är ett utkast",
            "Står kvar som utkast om du inte kastar det.",
            slag="utkast_jobbplan",
            objekt=plan.pk,
            url=reverse("jobbplaner:jobbplan_edit", args=[inskrivning.aspirant_id]),
            atgard="Öppna utkastet",
            avsluta="Kasta utkastet",
        )


def discard_draft(*, objekt: int, inskrivning: Inskrivning, **_) -> Foljd | None:
    """The unpublished jobbplan goes away. What it said is not kept, so this cannot be undone."""
    plan = Plan.objects.utkast().jobbplaner().filter(pk=objekt, aspirant=inskrivning.aspirant_id).first()
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
            "Står kvar. Ställ in det eller håll det." if kommer else "Kan signeras efter avslutet.",
            url=reverse("jobbplaner:samtal_edit", args=[inskrivning.aspirant_id, rad.samtal_id]),
            atgard="Öppna samtalet",
        )


def kartlaggningar(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    if Kartlaggning.objects.utkast().filter(aspirant=inskrivning.aspirant_id).exists():
        url = reverse("jobbplaner:kartlaggning_list", args=[inskrivning.aspirant_id])
        yield Oppet("En kartläggning är påbörjad", "Står kvar som utkast.", url=url, atgard="Öppna kartläggningar")


REGISTER.oppet_vid_avslut += [planer, samtal, kartlaggningar]
REGISTER.avsluta_med["utkast_jobbplan"] = discard_draft
