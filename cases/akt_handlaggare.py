"""What changes of handläggare, samordnare and responsible SDF register in the akt: panel, timeline, button."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.urls import reverse

from config.components import Action

from . import aktrader, perms
from .akt import REGISTER, Avslutskontroll, Handelse, Oppet, Panel, kept_consequence, last_avslut
from .kontinuitet import ORD, kontinuitet
from .models import Aspirant, Inskrivning, Overlamning, Samordnare, User
from .services.handlaggare import move_handlaggare, reopen_handlaggare, replan_handlaggare
from .services.samordnare import end_at_avslut, move_samordnare, reopen_samordnare

SLAG = "handlaggare"


def byten(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Each change of handläggare, planned ones too, with the note for those who may read it."""
    rader = aktrader.handlaggare(aspirant)
    gjorda = {pk: rad.forra for pk, rad in aktrader.byten(aspirant).items()}
    if not gjorda:
        return
    namn = {rad.user_id: rad.user.namn for rad in rader}
    noter = {(o.enhet_id, o.dag): o for o in Overlamning.objects.filter(aspirant=aspirant).select_related("gjord_av")}
    for rad in rader:
        if rad.pk in gjorda:
            note = noter.get((rad.enhet_id, rad.fran))
            yield Handelse(
                dag=rad.fran,
                skriven=note.gjord_at if note else None,
                slag=SLAG,
                ikon="arrow-left-right",
                rubrik=f"Byte av {ORD.get(rad.enhet.slag, 'handläggare')}: {rad.user.namn}",
                text=f"Efter {namn[gjorda[rad.pk]]}. {note.notering if note else ''}".strip(),
                meta=f"{rad.enhet}. Valt av {note.gjord_av}" if note else str(rad.enhet),
                url=reverse("cases:handlaggare", args=[aspirant.pk]),
            )


def samordnare(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    for rad in aktrader.samordnare(aspirant):
        yield _samordnare(rad, rad.fran, f"Samordnare: {rad.user.namn}", str(rad.enhet))
        if rad.till and rad.till <= today:
            yield _samordnare(rad, rad.till, "Samordnaren slutade", f"{rad.user.namn}, {rad.enhet}")


def _samordnare(rad: Samordnare, dag: date, rubrik: str, text: str) -> Handelse:
    return Handelse(dag=dag, slag=SLAG, ikon="route", rubrik=rubrik, text=text, skriven=rad.vald_at)


def flyttar(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Each time another SDF became responsible."""
    for forra, nya in pairwise(aktrader.sdfansvar(aspirant)):
        yield Handelse(
            dag=nya.fran,
            slag=SLAG,
            ikon="map-pin",
            rubrik=f"{nya.sdf} är ansvarig stadsdel",
            text=f"Tidigare {forra.sdf}, som behåller sina handlingar.",
        )


def panel(user: User, aspirant: Aspirant, today: date) -> dict:
    return {"rubrik": "Kontinuitet", "aspirant": aspirant, "meningar": kontinuitet(aspirant, today).meningar}


def atgarder(user: User, aspirant: Aspirant, today: date) -> Iterator[Action]:
    if perms.arbetande_enheter(user, aspirant, today):
        url = reverse("cases:handlaggare", args=[aspirant.pk])
        yield Action(label="Handläggare", icon="users", url=url)
    if perms.can_choose_samordnare(user, aspirant, today):
        yield Action(label="Samordnare", icon="route", url=reverse("cases:samordnare", args=[aspirant.pk]))
    if perms.can_transfer_sdf(user, aspirant, today):
        yield Action(label="Flytta till annan stadsdel", icon="map-pin", url=reverse("cases:flytt", args=[aspirant.pk]))


def oppet_vid_avslut(inskrivning: Inskrivning, today: date) -> Iterator[Oppet]:
    for rad in (rad for rad in aktrader.samordnare(inskrivning.aspirant) if rad.aktuell_den(today)):
        efter = "Fortsätter efter avslutet, som överenskommet." if rad.fortsatter_enligt else "Slutar samma dag."
        url = reverse("cases:samordnare", args=[inskrivning.aspirant_id])
        yield Oppet(f"Samordnaren {rad.user.namn}", efter, url=url, atgard="Öppna samordnare")


# One who waits for an answer to a new remiss is held again
HALLS_KVAR = f"""SELECT i.id AS inskrivning_id, h.aspirant_id, i.jobbtorg_id AS enhet_id, h.id AS objekt
    FROM cases_handlaggare h JOIN {last_avslut(per_jobbtorg=True)} i
        ON i.aspirant_id = h.aspirant_id AND i.jobbtorg_id = h.enhet_id
    WHERE h.till IS NULL AND h.fran <= i.avslutad AND NOT EXISTS (
        SELECT 1 FROM cases_remiss r WHERE r.aspirant_id = h.aspirant_id AND r.jobbtorg_id = h.enhet_id
            AND r.skickad_at > i.avslutad_at)"""
PLANERAD_KVAR = f"""SELECT f.inskrivning_id, h.aspirant_id, f.jobbtorg_id AS enhet_id, h.id AS objekt
    FROM cases_handlaggare h JOIN {kept_consequence("planerad_handlaggare")} f
        ON f.objekt = h.id AND f.aspirant_id = h.aspirant_id"""
FOLJER_KVAR = f"""SELECT i.id AS inskrivning_id, s.aspirant_id, i.jobbtorg_id AS enhet_id, s.id AS objekt
    FROM cases_samordnare s JOIN {last_avslut()} i ON i.aspirant_id = s.aspirant_id
    WHERE s.till IS NULL AND s.fortsatter_enligt IS NULL AND s.vald_at <= i.avslutad_at"""

REGISTER.avslutskontroller += [
    Avslutskontroll("handlaggare", "Jobbtorgets handläggare står kvar", HALLS_KVAR, "cases:handlaggare"),
    Avslutskontroll(
        "planerad_handlaggare", "Ett planerat byte av handläggare står kvar", PLANERAD_KVAR, "cases:handlaggare"
    ),
    Avslutskontroll("samordnare", "Samordnaren slutade inte", FOLJER_KVAR, "cases:samordnare"),
]
REGISTER.vid_avslut.append(end_at_avslut)
REGISTER.angra_avslut |= {
    "handlaggare": reopen_handlaggare,
    "planerad_handlaggare": replan_handlaggare,
    "samordnare": reopen_samordnare,
}
REGISTER.flytta_avslut |= {"handlaggare": move_handlaggare, "samordnare": move_samordnare}
REGISTER.oppet_vid_avslut.append(oppet_vid_avslut)
REGISTER.tidslinje += [byten, samordnare, flyttar]
REGISTER.paneler.append(Panel("kontinuitet", "cases/panel_kontinuitet.html", panel, ordning=90))
REGISTER.atgarder_sist.append(atgarder)
REGISTER.lassidor.add("cases:handlaggare")
