"""What plans and trepartssamtal register in the akt: tabs, timeline, deadlines, what is open at an avslut."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from cases import perms
from cases.akt import REGISTER, Flik, Handelse, Tidsgrans
from cases.aktrader import once_per_page, rows_of
from cases.enums import Enhetsslag
from cases.lasning import DELAR, VYER
from cases.models import Aspirant, Inskrivning, User
from config.components import Action
from config.dates import STOCKHOLM, local_date

from . import dokument
from .enums import Motpart, Planslag, Samtalslage, Tolklage
from .fragor import counted_follow_ups, publicerade
from .models import Plan, Samtalsprotokoll, Trepartssamtal
from .perms import can_lead_samtal, can_revise_plan
from .sprak import outcome_count

Granser = dict[int, list[Tidsgrans]]
# Is the person of a samtal still enrolled where it was booked?
INSKRIVEN = Exists(Inskrivning.objects.oppna().filter(aspirant=OuterRef("aspirant"), jobbtorg=OuterRef("enhet")))


def sees_arbetsplan(user: User, aspirant: Aspirant, today: date) -> bool:
    """The SDF's own tab; a jobbtorg has it once an arbetsplan has been handed over."""
    if perms.sdf(user, today):
        return True
    return any(plan.slag == Planslag.ARBETSPLAN for plan in publicerade(aspirant))


def planer(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Every published version that the reader may see."""
    for plan in publicerade(aspirant):
        lokal = plan.publicerad_at.astimezone(STOCKHOLM)
        yield Handelse(
            dag=lokal.date(),
            tid=lokal.time(),
            slag="plan",
            ikon="clipboard-list",
            rubrik=f"{plan} publicerad",
            text=_short(plan.mal),
            meta=f"{plan.publicerad_av}, {plan.enhet}",
            url=reverse(f"jobbplaner:{plan.slag}_version", args=[aspirant.pk, plan.pk]),
        )


def uppfoljningar(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Every completed follow-up of a plan that the reader may see."""
    for u in counted_follow_ups(aspirant):
        yield Handelse(
            dag=u.datum,
            skriven=u.klar_at,
            slag="plan",
            ikon="list-checks",
            rubrik=f"{Planslag(u.slag).label} version {u.plan_nummer} följdes upp",
            text=" ".join(filter(None, [f"{u.get_mal_utfall_display()}.", outcome_count(u)])),
            meta=f"{u.klar_av}, {u.enhet}",
            url=reverse(f"jobbplaner:{u.slag}_uppfoljningar", args=[aspirant.pk]),
        )


def _short(text: str, most: int = 140) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def samtal(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """That a samtal is booked, moved, cancelled or held is known to both sides (domain.md section 9)."""
    for rad in _samtal(aspirant):
        lage = rad.lage_den(today)
        bokat = lage in {Samtalslage.BOKAT, Samtalslage.HALLET}
        ombokat = f"Ombokat {local_date(rad.flyttat_at)}." if rad.flyttat_at else ""
        installt = _cancelled_ahead(rad)
        yield Handelse(
            dag=installt.date() if installt else rad.datum,
            tid=installt.time() if installt else rad.tid,
            skriven=rad.hallet_at,
            slag="samtal",
            ikon="users",
            rubrik=rad.namn if bokat else f"{rad.namn}: {lage.label.lower()}",
            text=f"Var bokat till {rad.datum}."
            if installt
            else " ".join(filter(None, [f"{rad.plats}." if rad.plats and ombokat else rad.plats, ombokat])),
            meta=str(rad.enhet),
            url="" if rad.stangt else reverse("jobbplaner:samtal_edit", args=[aspirant.pk, rad.pk]),
        )


def _cancelled_ahead(rad: Trepartssamtal) -> datetime | None:
    """When it was cancelled, for one that was then still to come: it will not be, and is nothing to wait for."""
    lokal = rad.installt_at.astimezone(STOCKHOLM) if rad.installt_at else None
    return lokal if lokal and lokal.date() < rad.datum else None


@once_per_page
def _samtal(aspirant: Aspirant) -> list[Trepartssamtal]:
    """With `stangt`: signed, and the reader may not open the protokoll although they have it; and `flyttat_at`."""
    stangda = Samtalsprotokoll.objects.med_lasbart().filter(samtal=OuterRef("pk"), lasbart=False)
    alla = Trepartssamtal.objects.filter(aspirant=aspirant).annotate(inskriven=INSKRIVEN).select_related("enhet")
    rader = list(alla.annotate(stangt=Exists(stangda), flyttat_at=Max("flyttar__at")))
    for rad in rader:
        rad.aspirant = aspirant
    return rader


def unsigned_samtal(aspiranter: list[Aspirant], user: User, today: date) -> Granser:
    """Booked samtal: at the user's own jobbtorg until the protokoll is signed, at the SDF until the day has come."""
    svar: Granser = defaultdict(list)
    mina = {e.pk for e in perms.enheter(user, today, Enhetsslag.JOBBTORG)}
    sdf = {e.pk for e in perms.enheter(user, today, Enhetsslag.SDF)}
    if not mina and not sdf:
        return svar
    bokade = Trepartssamtal.objects.bokade().annotate(inskriven=INSKRIVEN).select_related("aspirant")
    for rad in rows_of(aspiranter, _samtal, bokade):
        if not rad.ar_bokat:
            continue
        if rad.enhet_id in mina:
            svar[rad.aspirant_id].append(_to_hold(rad, today))
        elif rad.aspirant.sdf_id in sdf and rad.datum >= today and rad.motpart == Motpart.SOCIALTJANST:
            svar[rad.aspirant_id].append(_to_attend(rad))
    return svar


def _to_hold(rad: Trepartssamtal, today: date) -> Tidsgrans:
    kommer = rad.datum >= today
    if kommer and not rad.inskriven:
        return _left_booked(rad)
    return Tidsgrans(
        dag=rad.datum,
        vad=f"Håll {_lower_first(rad.namn)}" if kommer else "Signera protokollet",
        varfor=_before(rad) if kommer else f"{rad.namn} skulle hållas den dagen",
        url=reverse("jobbplaner:samtal_edit", args=[rad.aspirant_id, rad.pk]),
        atgard="Öppna samtalet",
        tid=rad.tid if kommer else None,
    )


def _left_booked(rad: Trepartssamtal) -> Tidsgrans:
    """An avslut leaves it booked unless one chooses otherwise."""
    return Tidsgrans(
        dag=rad.datum,
        vad=f"Ställ in eller håll {_lower_first(rad.namn)}",
        varfor="Inskrivningen är avslutad, men samtalet är fortfarande bokat",
        url=reverse("jobbplaner:samtal_edit", args=[rad.aspirant_id, rad.pk]),
        atgard="Öppna samtalet",
        tid=rad.tid,
    )


def _to_attend(rad: Trepartssamtal) -> Tidsgrans:
    return Tidsgrans(
        dag=rad.datum,
        vad=f"Var med på {_lower_first(rad.namn)}",
        varfor=rad.plats or "Platsen är inte angiven",
        url=reverse("jobbplaner:samtal_edit", args=[rad.aspirant_id, rad.pk]),
        atgard="Öppna samtalet",
        tid=rad.tid,
    )


def _before(rad: Trepartssamtal) -> str:
    """What is left to do before the samtal, else where it is."""
    kvar = []
    if rad.tolk == Tolklage.EJ_BESTALLD:
        kvar.append("tolken ska beställas")
    if rad.kallad_at is None:
        kvar.append("personen är inte kallad")
    return ", ".join(kvar).capitalize() if kvar else rad.plats or "Samtalet är bokat"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def atgarder(user: User, aspirant: Aspirant, today: date) -> Iterator[Action]:
    """What is written every day, for those who write it."""
    for slag in Planslag:
        if can_revise_plan(user, aspirant, slag, today):
            url = reverse(f"jobbplaner:{slag.value}_edit", args=[aspirant.pk])
            yield Action(label=f"Skriv {slag.label.lower()}", icon="square-pen", url=url)
    if can_lead_samtal(user, aspirant, today):
        url = reverse("jobbplaner:samtal_create", args=[aspirant.pk])
        yield Action(label="Boka trepartssamtal", icon="users", url=url)


REGISTER.flikar += [
    Flik("jobbplan", "Jobbplan", "jobbplaner:jobbplan_detail", 20),
    Flik("arbetsplan", "Arbetsplan", "jobbplaner:arbetsplan_detail", 25, sees_arbetsplan),
    Flik("samtal", "Samtal", "jobbplaner:samtal_list", 50),
]
REGISTER.tidslinje += [planer, uppfoljningar, samtal]
REGISTER.tidsgranser += [unsigned_samtal]
# What is done every day stands before what is done once
REGISTER.atgarder.insert(0, atgarder)
REGISTER.lassidor |= {
    f"jobbplaner:{slag}_{sida}"
    for slag in ("jobbplan", "arbetsplan")
    for sida in ("detail", "version", "compare", "uppfoljningar")
} | {"jobbplaner:samtal_list", "jobbplaner:samtal_edit"}
REGISTER.dokument += [dokument.planer, dokument.protokoll]
REGISTER.handlingssidor.append(dokument.sidor)
DELAR |= {"plan_pk": Plan, "samtal_pk": Trepartssamtal}
VYER |= {
    "jobbplaner:arbetsplan_compare": "Arbetsplanen, jämförelse av versioner",
    "jobbplaner:arbetsplan_detail": "Arbetsplanen",
    "jobbplaner:arbetsplan_edit": "Arbetsplanen, utkast",
    "jobbplaner:arbetsplan_establish": "Arbetsplanen, att upprätta den som handling",
    "jobbplaner:arbetsplan_lattlast": "Arbetsplanen i lättläst PDF",
    "jobbplaner:arbetsplan_preview": "Arbetsplanen, utkast som PDF",
    "jobbplaner:arbetsplan_uppfoljning": "Uppföljning av arbetsplanen, utkast",
    "jobbplaner:arbetsplan_uppfoljningar": "Arbetsplanens uppföljningar",
    "jobbplaner:arbetsplan_version": "Arbetsplanen, en version",
    "jobbplaner:jobbplan_compare": "Jobbplanen, jämförelse av versioner",
    "jobbplaner:jobbplan_detail": "Jobbplanen",
    "jobbplaner:jobbplan_edit": "Jobbplanen, utkast",
    "jobbplaner:jobbplan_establish": "Jobbplanen, att upprätta den som handling",
    "jobbplaner:jobbplan_lattlast": "Jobbplanen i lättläst PDF",
    "jobbplaner:jobbplan_preview": "Jobbplanen, utkast som PDF",
    "jobbplaner:jobbplan_uppfoljning": "Uppföljning av jobbplanen, utkast",
    "jobbplaner:jobbplan_uppfoljningar": "Jobbplanens uppföljningar",
    "jobbplaner:jobbplan_version": "Jobbplanen, en version",
    "jobbplaner:samtal_booking": "Bokning av ett samtal",
    "jobbplaner:samtal_calendar": "Ett samtal som kalenderfil",
    "jobbplaner:samtal_called": "Ett samtal, att personen är kallad",
    "jobbplaner:samtal_cancel": "Ett samtal, att ställa in det",
    "jobbplaner:samtal_create": "Nytt trepartssamtal",
    "jobbplaner:samtal_letter": "Kallelse till ett samtal",
    "jobbplaner:samtal_edit": "Ett trepartssamtal",
    "jobbplaner:samtal_list": "Samtal",
}
