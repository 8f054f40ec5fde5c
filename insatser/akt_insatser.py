"""What insatser registers in the akt: tab, timeline, deadlines, hours beside the timeline, and avslut."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from cases import perms as akt_perms
from cases.akt import REGISTER, Avslutskontroll, Flik, Handelse, Oppet, Panel, Tidsgrans, Timunderlag, last_avslut
from cases.aktrader import rows_of
from cases.deadlines import Tid
from cases.lasning import DELAR, VYER
from cases.models import Aspirant, Inskrivning, User
from config.components import Fact

from .dokument import genomforandeplaner
from .enums import Aktivitetsslag, Slutsatt
from .models import Placering
from .perms import can_handle_placeringar
from .regler import weekly_target
from .services.vid_avslut import end_at_avslut, follow_reason, move_end, oppna_vid, reopen
from .timmar import TIMMAR_RUBRIK, is_over, placeringar, veckotimmar

IKON_START = {Aktivitetsslag.SPRAK: "book-open", Aktivitetsslag.ARBETSPLATS: "briefcase"}


def tidslinje(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """When each placering started and how it ended."""
    for rad in placeringar(aspirant):
        yield _started(rad, today)
        if rad.avslutad:
            yield _ended(rad)


def _started(rad: Placering, today: date) -> Handelse:
    verb = "Insats börjar" if rad.fran > today else "Insats började"
    till = f" till {rad.till}" if rad.till else ""
    handledare = f" Handledare {rad.plan.handledare}." if rad.plan and rad.plan.handledare else ""
    return Handelse(
        dag=rad.fran,
        skriven=rad.created_at,
        slag="insatser",
        ikon=IKON_START.get(rad.insats.slag.aktivitetsslag, "footprints"),
        rubrik=f"{verb}: {rad.insats}",
        text=f"{rad.timmar_per_vecka} timmar i veckan{till}.{handledare}",
        meta=f"{rad.insats.anordnare}. Placerad av {rad.enhet}",
        url=reverse("insatser:placering_list", args=[rad.aspirant_id]),
        lank="Visa",
    )


def _ended(rad: Placering) -> Handelse:
    delar = [rad.get_slutsatt_display()]
    if rad.plan and rad.plan.avbrottsorsak:
        delar.append(f"orsak {rad.plan.avbrottsorsak.namn.lower()}")
    text = ", ".join(delar) + "."
    if rad.plan and rad.plan.resultat:
        text += f" Resultat: {rad.plan.resultat.namn.lower()}."
    return Handelse(
        dag=rad.avslutad,
        slag="insatser",
        ikon="circle-check" if rad.slutsatt == Slutsatt.FULLFOLJD else "circle-stop",
        rubrik=f"Insats slutade: {rad.insats}",
        text=text,
        meta=rad.plan.kommentar if rad.plan else "",
    )


def tidsgranser(aspiranter: list[Aspirant], user: User, today: date) -> dict[int, list[Tidsgrans]]:
    """Planned ends and reviews of what the user's nämnd owns; one query for all persons."""
    svar = defaultdict(list)
    if can_handle_placeringar(user, today):
        namnder = {e.namnd_id for e in akt_perms.enheter(user, today)}
        oppna = Placering.objects.oppna().filter(enhet__namnd__in=namnder, fran__lte=today)
        for rad in rows_of(aspiranter, placeringar, oppna.select_related("insats", "enhet")):
            if rad.avslutad is None and rad.fran <= today and rad.enhet.namnd_id in namnder:
                svar[rad.aspirant_id].append(_tidsgrans(rad))
    return svar


def _tidsgrans(rad: Placering) -> Tidsgrans:
    slutar = rad.till is not None and rad.nasta_dag == rad.till
    return Tidsgrans(
        dag=rad.nasta_dag,
        vad=f"{rad.insats} slutar" if slutar else f"Ompröva {rad.insats}",
        varfor="Erbjud utvärderingssamtal" if slutar else "Placeringen ska omprövas",
        url=reverse(f"insatser:placering_{'avsluta' if slutar else 'omprova'}", args=[rad.aspirant_id, rad.pk]),
        atgard="Avsluta placering" if slutar else "Ompröva placering",
    )


def timmar_panel(user: User, aspirant: Aspirant, today: date) -> dict | None:
    """Hours a week, when the person has a placering or, while not closed, an ability to fill."""
    timmar = veckotimmar(aspirant, today)
    att_fylla = timmar.mal and not is_over(aspirant)
    return {"rubrik": TIMMAR_RUBRIK, "timmar": timmar} if timmar.delar or att_fylla else None


def plan_timmar(aspirant: Aspirant, today: date) -> Timunderlag:
    """What the plan editor shows of the week: placeringar under way, and the ability's hours."""
    kvar = [rad for rad in placeringar(aspirant) if rad.ar_kvar_den(today)]
    rader = ((str(r.insats), r.insats.slag.get_aktivitetsslag_display(), _slutar(r), r.timmar_per_vecka) for r in kvar)
    formaga = aspirant.get_arbetsformaga_display()
    return Timunderlag(
        tuple(rader), weekly_target(aspirant), f"Arbetsförmågan är {formaga.lower()}." if formaga else ""
    )


def _slutar(rad: Placering) -> str:
    return f"till {rad.till}" if rad.till else f"omprövas {rad.omprovas}"


def trappan(aspirant: Aspirant, today: date) -> Fact | None:
    """The highest step of the ladder that a current placering stands on."""
    pagaende = (rad.insats.steg for rad in placeringar(aspirant) if rad.ar_kvar_den(today))
    steg = max((steg for steg in pagaende if steg.nummer), key=lambda steg: steg.nummer, default=None)
    if steg is None:
        return None
    return Fact(label="Funktionstrappan", text=f"Steg {steg.nummer} av 6", note=steg.namn, step=steg.nummer)


def oppet_vid_avslut(inskrivning: Inskrivning, today: date) -> list[Oppet]:
    """Placeringar that an avslut ends; one ends them oneself to say how they went."""
    return [
        Oppet(
            f"Placeringen i {rad.insats}",
            "Avslutas samma dag, och platsen blir ledig.",
            url=reverse("insatser:placering_avsluta", args=[rad.aspirant_id, rad.pk]),
            atgard="Avsluta placering",
        )
        for rad in oppna_vid(inskrivning)
    ]


def sysselsattning(aspirant: Aspirant) -> list[Tid]:
    """The days of each placering; one that goes on has no end, whatever is planned."""
    return [Tid(rad.fran, rad.avslutad) for rad in placeringar(aspirant)]


REGISTER.sysselsattning.append(sysselsattning)
REGISTER.flikar.append(Flik("insatser", "Insatser", "insatser:placering_list", 40))
REGISTER.tidslinje.append(tidslinje)
REGISTER.tidsgranser.append(tidsgranser)
REGISTER.paneler.append(Panel("timmar", "insatser/panel_timmar.html", timmar_panel))
REGISTER.fakta.append(trappan)
REGISTER.veckotimmar.append(plan_timmar)
# The jobbtorg's nämnd places nobody who is not enrolled; the SDF's own are its own (domain.md 5)
PAGAR_KVAR = f"""SELECT i.id AS inskrivning_id, p.aspirant_id, i.jobbtorg_id AS enhet_id, p.id AS objekt
    FROM insatser_placering p JOIN cases_enhet e ON e.id = p.enhet_id
        JOIN {last_avslut()} i ON i.aspirant_id = p.aspirant_id AND i.namnd_id = e.namnd_id
    WHERE p.avslutad IS NULL"""
REGISTER.avslutskontroller.append(
    Avslutskontroll("placering", "En placering pågår", PAGAR_KVAR, "insatser:placering_avsluta", True)
)
REGISTER.vid_avslut.append(end_at_avslut)
REGISTER.angra_avslut["placering"] = reopen
REGISTER.flytta_avslut["placering"] = move_end
REGISTER.orsak_avslut["placering"] = follow_reason
REGISTER.oppet_vid_avslut.append(oppet_vid_avslut)
REGISTER.lassidor.add("insatser:placering_list")
REGISTER.dokument.append(genomforandeplaner)
DELAR |= {"placering_pk": Placering}
VYER |= {
    "insatser:insats_detail": "En insats, listan över deltagare",
    "insatser:placering_avsluta": "Avslut av en placering",
    "insatser:placering_create": "Ny placering",
    "insatser:placering_list": "Insatser",
    "insatser:placering_omprova": "Omprövning av en placering",
}
