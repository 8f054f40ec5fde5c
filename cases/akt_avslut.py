"""What of cases is still open when an enrolment is closed, and the panel of långsiktigt stöd."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from . import perms
from .akt import REGISTER, Avslutskontroll, Handelse, Oppet, Panel
from .aktrader import inskrivningar
from .models import Aspirant, Inskrivning, Journalanteckning, LangsiktigtStod, Remiss, User


def utkast(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """Unsigned notes that the reader may see: one's own, and the unit's for its chef."""
    rader = Journalanteckning.objects.utkast().filter(aspirant=inskrivning.aspirant_id)
    for a in rader.select_related("slag", "forfattare").order_by("skapad_at"):
        yield Oppet(
            f"Osignerad anteckning av {a.forfattare}",
            "Står kvar hos den som skrev den, och kan signeras efter avslutet.",
            url=reverse("cases:anteckning_list", args=[a.aspirant_id]),
            atgard="Öppna journalen",
        )


def remisser(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    """Questions that wait for an answer: after the avslut they may be answered by enrolling."""
    for remiss in Remiss.objects.obesvarade().filter(aspirant=inskrivning.aspirant_id).select_related("jobbtorg"):
        yield Oppet(
            f"Remissen till {remiss.jobbtorg} väntar på svar",
            f"Står kvar, svar senast {remiss.svar_senast}.",
            url=reverse("cases:remiss_detail", args=[remiss.pk]),
            atgard="Öppna remissen",
        )


def _stod(aspirant: Aspirant) -> list[LangsiktigtStod]:
    """All that were agreed, the latest first: each belongs to an enrolment."""
    alla = (getattr(inskrivning, "langsiktigt_stod", None) for inskrivning in inskrivningar(aspirant))
    return sorted((stod for stod in alla if stod), key=lambda stod: (stod.fran, stod.pk), reverse=True)


def stodet(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """What was agreed before an avslut, and that it was ended."""
    for stod in _stod(aspirant):
        url = reverse("cases:langsiktigt_stod", args=[aspirant.pk])
        rubrik = f"Långsiktigt stöd till {stod.till}"
        meta = f"{stod.user}, {stod.enhet}. Överenskommet {stod.overenskommet}"
        yield Handelse(stod.fran, "inskrivning", "users", rubrik, text=stod.omfattning, meta=meta, url=url)
        if stod.avbrutet:
            rubrik = "Det långsiktiga stödet avslutades"
            yield Handelse(stod.avbrutet, "inskrivning", "circle-stop", rubrik, text=stod.avbrutet_skal, url=url)


def panel(user: User, aspirant: Aspirant, today: date) -> dict | None:
    """Support that was agreed, while nobody has ended it."""
    stod = next((s for s in _stod(aspirant) if s.avbrutet is None), None)
    if stod is None:
        return None
    return {"rubrik": "Långsiktigt stöd", "stod": stod, "far_andra": perms.can_enrol(user, stod.enhet, today)}


STOD_UTAN_AVSLUT = """SELECT i.id AS inskrivning_id, s.aspirant_id, i.jobbtorg_id AS enhet_id, s.id AS objekt
    FROM cases_langsiktigtstod s JOIN cases_inskrivning i ON i.id = s.inskrivning_id WHERE i.avslutad IS NULL"""

REGISTER.avslutskontroller.append(
    Avslutskontroll(
        "stod", "Långsiktigt stöd hör till en inskrivning som är öppen", STOD_UTAN_AVSLUT, "cases:langsiktigt_stod"
    )
)
REGISTER.oppet_vid_avslut += [utkast, remisser]
REGISTER.tidslinje.append(stodet)
REGISTER.lassidor.add("cases:langsiktigt_stod")
REGISTER.paneler.append(Panel("stod", "cases/panel_langsiktigt_stod.html", panel, ordning=40))
