"""What cases itself registers in the akt: the overview, the events of the case, its deadlines and its buttons."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time

from django.urls import reverse

from config.components import Action
from config.dates import STOCKHOLM, add_workdays, local_date

from . import aktrader, perms
from .akt import REGISTER, Flik, Handelse, Tidsgrans
from .akt_remisser import SLAG, remisshandelser
from .models import Aspirant, Inskrivning, User


def tidslinje(aspirant: Aspirant, today: date) -> Iterable[Handelse]:
    """Registered, remiss sent and answered, enrolled, closed."""
    yield _registrerad(aspirant)
    yield from remisshandelser(aspirant)
    for inskrivning in aktrader.inskrivningar(aspirant):
        yield from _inskrivning(inskrivning)


def _registrerad(aspirant: Aspirant) -> Handelse:
    return Handelse(
        dag=local_date(aspirant.created_at),
        tid=aspirant.created_at.astimezone(STOCKHOLM).time(),
        slag=SLAG,
        ikon="user-plus",
        rubrik="Registrerad",
        text=str(aspirant.registrerad_vid),
    )


def _inskrivning(inskrivning: Inskrivning) -> Iterable[Handelse]:
    yield Handelse(
        dag=inskrivning.inskriven,
        tid=_written_that_day(inskrivning),
        slag=SLAG,
        ikon="log-in",
        rubrik=f"Inskriven vid {inskrivning.jobbtorg}",
        text=f"Genom {inskrivning.get_inskrivningssatt_display().lower()}",
        meta=f"Rättslig grund: {inskrivning.rattslig_grund}" if inskrivning.rattslig_grund_id else "",
    )
    if inskrivning.avslutad:
        yield Handelse(
            dag=inskrivning.avslutad,
            skriven=inskrivning.avslutad_at,
            slag=SLAG,
            ikon="log-out",
            rubrik=f"Avslutad vid {inskrivning.jobbtorg}: {inskrivning.avslutsorsak}",
            text=_avslutstext(inskrivning),
            meta=_avslutsmeta(inskrivning),
        )


def _written_that_day(inskrivning: Inskrivning) -> time | None:
    """The time of writing, when it was written the same day; an enrolment taken over or entered later has none."""
    skriven = inskrivning.created_at.astimezone(STOCKHOLM)
    return skriven.time() if skriven.date() == inskrivning.inskriven else None


def _avslutstext(inskrivning: Inskrivning) -> str:
    """Sub-reason, social services' reason, who said it and whether it is confirmed, as one line."""
    bekraftad = {True: "bekräftat", False: "inte bekräftat"}.get(inskrivning.verifierad, "")
    delar = [
        str(inskrivning.underorsak or ""),
        f"Socialtjänsten: {inskrivning.avslutsorsak_socialtjanst}" if inskrivning.avslutsorsak_socialtjanst else "",
        f"Enligt {inskrivning.get_sagt_av_display().lower()}" if inskrivning.sagt_av else "",
        bekraftad,
    ]
    return ", ".join(del_ for del_ in delar if del_)


def _avslutsmeta(inskrivning: Inskrivning) -> str:
    skrev = f"Avslutat av {inskrivning.avslutad_av}" if inskrivning.avslutad_av else ""
    if not inskrivning.avslut_rattat_at:
        return skrev
    rattat = f"Rättat {local_date(inskrivning.avslut_rattat_at)} av {inskrivning.avslut_rattat_av}"
    return f"{skrev}. {rattat}" if skrev else rattat


def tidsgranser(aspiranter: list[Aspirant], user: User, today: date) -> dict[int, list[Tidsgrans]]:
    """Registrations to complete. What is due by a rule is a bevakning (uppfoljning/bevakningar)."""
    svar = defaultdict(list)
    for pk, grans in _ofullstandiga(aspiranter, user, today):
        svar[pk].append(grans)
    return svar


def _ofullstandiga(aspiranter: list[Aspirant], user: User, today: date) -> Iterable[tuple[int, Tidsgrans]]:
    """Step 2 has not been saved: no ability, and no enrolment (a taken-over case may lack it). Due next working day."""
    mina = {e.pk for e in perms.enheter(user, today, "sdf")} if perms.can_register_aspirant(user, today) else set()
    halva = [a for a in aspiranter if a.sdf_id in mina and not a.arbetsformaga]
    inskrivna = set(Inskrivning.objects.filter(aspirant__in=halva).values_list("aspirant", flat=True)) if halva else ()
    for aspirant in halva:
        if aspirant.pk not in inskrivna:
            yield (
                aspirant.pk,
                Tidsgrans(
                    dag=add_workdays(local_date(aspirant.created_at), 1),
                    vad="Slutför registreringen",
                    varfor="Hushåll, försörjning och arbetsförmåga saknas",
                    url=reverse("cases:registrera_hushall", args=[aspirant.pk]),
                    atgard="Fortsätt registrera",
                    arbetsdagar=True,
                ),
            )


def atgarder(user: User, aspirant: Aspirant, today: date) -> Iterable[Action]:
    """What this reader may do with the case as it stands."""
    senaste = next(reversed(aktrader.inskrivningar(aspirant)), None)
    oppen = senaste if senaste and not senaste.avslutad else None
    mitt = perms.jobbtorg(user, today)
    if mitt and oppen is None and perms.can_enrol(user, mitt, today):
        yield _action("Skriv in", "log-in", "cases:inskrivning_create", aspirant)
    if oppen is None and perms.can_remit(user, aspirant, today):
        obesvarad = next((remiss for remiss in aktrader.remisser(aspirant) if not remiss.svar), None)
        if obesvarad:
            url = reverse("cases:remiss_detail", args=[obesvarad.pk])
            yield Action(label="Öppna remissen", icon="send", url=url)
        else:
            yield _action("Skicka remiss", "send", "cases:remiss_create", aspirant)
    if perms.can_edit_uppgifter(user, aspirant, today) or perms.can_edit_kontakt(user, today):
        yield _action("Ändra uppgifter", "pencil", "cases:uppgifter", aspirant)
    if not aspirant.skyddad and perms.can_set_skydd(user, aspirant, today):
        yield _action("Skydda uppgifter", "lock", "cases:skydd", aspirant)
    if oppen and perms.can_enrol(user, oppen.jobbtorg, today):
        yield _action("Avsluta", "log-out", "cases:avslut", aspirant)
    if senaste and not oppen and perms.can_enrol(user, senaste.jobbtorg, today):
        yield _action("Rätta avslutet", "pencil", "cases:avslut_ratta", aspirant, senaste.pk)


def _action(label: str, icon: str, name: str, aspirant: Aspirant, *args: int) -> Action:
    return Action(label=label, icon=icon, url=reverse(name, args=[aspirant.pk, *args]))


REGISTER.flikar += [Flik("oversikt", "Översikt", "cases:akt", 10)]
REGISTER.tidslinje.append(tidslinje)
REGISTER.tidsgranser.append(tidsgranser)
REGISTER.atgarder.append(atgarder)
REGISTER.lassidor.add("cases:akt")
