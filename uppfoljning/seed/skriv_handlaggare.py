"""Writes who took over from whom: changes with their notes, an absence, someone who left, samordnare, and persons who
have just come from another district."""

import uuid
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from cases.enums import Enhetsslag, Roll
from cases.models import (
    Aspirant,
    Enhet,
    Handlaggare,
    Medlemskap,
    Overlamning,
    Samordnare,
    Sdfansvar,
    User,
    Vikariat,
)
from config.dates import add_months
from jobbplaner.models import Plan

from .demodagen import workday
from .skriv import Rum, at

NOTER = [
    "Vill helst bli uppringd, inte få brev. Läser sms på somaliska.",
    "Har lämnat barnen på förskolan klockan nio och kan träffas efter det.",
    "Vi har pratat om körkort flera gånger. Fråga hur det går innan ni lägger till något nytt.",
    "Kommer alltid i tid. Blir orolig av många mejl, ta en sak i taget.",
    "Nästa steg är studiebesöket. Handledaren väntar på att vi hör av oss.",
    "",
]
NYA = {
    "lo.bergqvist": ("Lo Bergqvist", Roll.COACH, Enhetsslag.JOBBTORG, "Kista"),
    "maja.ronning": ("Maja Rönning", Roll.COACH, Enhetsslag.JOBBTORG, "Kista"),
    "agneta.sohl": ("Agneta Sohl", Roll.SAMORDNARE, Enhetsslag.SDF, "Spånga-Tensta"),
    "yusuf.ekman": ("Yusuf Ekman", Roll.SAMORDNARE, Enhetsslag.JOBBTORG, "Kista"),
}
SLUTADE = "maja.ronning"
HALLER = {"lo.bergqvist": 4, SLUTADE: 3}
"""Lo is away this week with Carl as substitute; Maja has left, and her persons wait for someone. She was to stand in
for a colleague too."""

FORSTA_BYTET = 9
OLAST = 7
"""Days during which what was handed over may still be unread."""


def write_handovers(rum: Rum) -> None:
    """After the plans: whoever wrote one before the change still stands as its writer."""
    _employ(rum)
    _changes_at_sdf(rum)
    kista = _due_last(_of_kista(rum), rum.stad.today)
    for username, antal in HALLER.items():
        _pass_on(rum, [kista.pop() for _ in range(min(antal, len(kista)))], rum.users[username])
    _absences(rum)
    _samordnare(rum)
    _planned_change(rum)
    _just_handed_over(rum)
    _came_from_elsewhere(rum)
    _read_in_time(rum)


def _employ(rum: Rum) -> None:
    idag, losen = rum.stad.today, make_password(None)
    for username, (namn, roll, slag, enhet) in NYA.items():
        fornamn, _, efternamn = namn.partition(" ")
        user = User.objects.create(username=username, first_name=fornamn, last_name=efternamn, password=losen)
        till = last_day(idag) if username == SLUTADE else None
        fran = add_months(idag, -30)
        Medlemskap.objects.create(user=user, enhet=rum.enheter[slag, enhet], roll=roll, fran=fran, till=till)
        rum.users[username] = user


def last_day(today: date) -> date:
    """Of the one who has left."""
    return today - timedelta(days=9)


def _changes_at_sdf(rum: Rum) -> None:
    """Every ninth case that an SDF holds has been held by a colleague before; Amal's too, as her akt tells."""
    idag = rum.stad.today
    lange = add_months(idag, -8)
    rader = Handlaggare.objects.filter(enhet__slag=Enhetsslag.SDF, till=None, fran__lt=lange, aspirant__skydd=0)
    rader = list(rader.select_related("enhet", "user").order_by("pk"))
    kollegor = _colleagues(rum)
    nya, overlamningar = [], []
    for nr, rad in enumerate(rader):
        andra = [u for u in kollegor[rad.enhet_id] if u.pk != rad.user_id]
        if nr % FORSTA_BYTET or not andra:
            continue
        dag = workday(idag - timedelta(days=71 + nr % 90))
        nya.append(Handlaggare(aspirant_id=rad.aspirant_id, user=rad.user, enhet=rad.enhet, fran=dag))
        overlamningar.append(_note(rad, andra[nr % len(andra)], dag, nr))
        rad.user, rad.till = andra[nr % len(andra)], dag - timedelta(days=1)
    Handlaggare.objects.bulk_update(rader, ["user", "till"])
    Handlaggare.objects.bulk_create(nya)
    Overlamning.objects.bulk_create(overlamningar)


def _colleagues(rum: Rum) -> dict[int, list[User]]:
    return {
        enhet.pk: [rum.users[u] for u in rum.stad.of(Enhetsslag.SDF, enhet.namn, Roll.SOCIALSEKRETERARE)]
        for enhet in rum.enheter.values()
        if enhet.slag == Enhetsslag.SDF
    }


def _note(rad: Handlaggare, fore: User, dag: date, nr: int) -> Overlamning:
    """`rad` as it stands: the one who holds the case now took over from `fore`."""
    return Overlamning(
        aspirant_id=rad.aspirant_id,
        namnd_id=rad.enhet.namnd_id,
        enhet=rad.enhet,
        fran_user=fore,
        till_user=rad.user,
        dag=dag,
        notering=NOTER[nr % len(NOTER)],
        omgang=uuid.UUID(int=10_000_000 + rad.pk, version=4),
        gjord_at=at(dag - timedelta(days=5), "13:15"),
        gjord_av=fore,
    )


def _of_kista(rum: Rum) -> list[Handlaggare]:
    """Open stays at Kista that neither Carl nor a named list holds, the latest enrolled first to be handed on."""
    return list(
        Handlaggare.objects.filter(enhet=rum.jobbtorg("Kista"), till=None, aspirant__skydd=0)
        .exclude(user=rum.users["carl"])
        .filter(fran__lt=rum.stad.today - timedelta(days=60))
        .select_related("enhet", "user")
        .order_by("fran", "pk")
    )


def _due_last(rader: list[Handlaggare], today: date) -> list[Handlaggare]:
    """Those with a plan to follow up by now last, at most two: they are handed on first, and their bevakning shows."""
    planer = Plan.objects.filter(ersatt_at=None, publicerad_at__isnull=False, nasta_uppfoljning__lte=today)
    forsenade = set(planer.filter(aspirant__in=[r.aspirant_id for r in rader]).values_list("aspirant", flat=True))
    sist = [rad for rad in rader if rad.aspirant_id in forsenade][:2]
    return [rad for rad in rader if rad not in sist] + sist


def _pass_on(rum: Rum, rader: list[Handlaggare], till: User) -> None:
    dag = workday(rum.stad.today - timedelta(days=33))
    for nr, rad in enumerate(rader):
        fore = rad.user
        rad.till = dag - timedelta(days=1)
        rad.save(update_fields=["till"])
        ny = Handlaggare.objects.create(aspirant_id=rad.aspirant_id, user=till, enhet=rad.enhet, fran=dag)
        _note(ny, fore, dag, nr).save()


def _absences(rum: Rum) -> None:
    """Carl stands in for Lo; whoever Maja stood in for is away for some days yet, and nobody stands in."""
    _absence(rum, "lo.bergqvist", "carl", -1, 6)
    if kollegor := _kistas(rum):
        _absence(rum, kollegor[-1], SLUTADE, -16, 11)


def _absence(rum: Rum, borta: str, ersattare: str, fran: int, till: int) -> None:
    idag = rum.stad.today
    borjar = workday(idag + timedelta(days=fran))
    Vikariat.objects.create(
        user=rum.users[borta],
        ersattare=rum.users[ersattare],
        enhet=rum.jobbtorg("Kista"),
        fran=borjar,
        till=idag + timedelta(days=till),
        skapad_at=at(workday(borjar - timedelta(days=2)), "15:40"),
        skapad_av=rum.users["eva"],
    )


def _kistas(rum: Rum) -> list[str]:
    """Carl's colleagues, coaches at Kista."""
    return [u for u in rum.stad.of(Enhetsslag.JOBBTORG, "Kista", Roll.COACH) if u != "carl"]


def _carls(rum: Rum) -> list[Aspirant]:
    haller = Handlaggare.objects.filter(user=rum.users["carl"], till=None).values("aspirant")
    return list(Aspirant.objects.filter(pk__in=haller, skydd=0).order_by("pk"))


def _samordnare(rum: Rum) -> None:
    """Three of Carl's persons, the first with an agreement to go on after avslut."""
    spanga, kista, idag = rum.sdf("Spånga-Tensta"), rum.jobbtorg("Kista"), rum.stad.today
    egna = [a for a in _carls(rum) if a.sdf_id == spanga.pk][1:4]
    for nr, (person, username) in enumerate(zip(egna, ["agneta.sohl", "yusuf.ekman", "agneta.sohl"], strict=False)):
        dag = workday(idag - timedelta(days=20 + 15 * nr))
        Samordnare.objects.create(
            aspirant=person,
            user=rum.users[username],
            enhet=kista if username == "yusuf.ekman" else spanga,
            fran=dag,
            fortsatter_enligt=None if nr else dag,
            vald_at=at(dag, "10:30"),
            vald_av=rum.users["stina"],
        )


def _planned_change(rum: Rum) -> None:
    """One of Carl's persons gets another coach in two weeks."""
    rad = (
        Handlaggare.objects.filter(user=rum.users["carl"], till=None, aspirant__skydd=0).select_related("enhet").last()
    )
    kollegor = _kistas(rum)
    if rad is None or not kollegor:
        return
    dag = workday(rum.stad.today + timedelta(days=14))
    rad.till = dag - timedelta(days=1)
    rad.save(update_fields=["till"])
    ny = Handlaggare.objects.create(aspirant_id=rad.aspirant_id, user=rum.users[kollegor[0]], enhet=rad.enhet, fran=dag)
    note = _note(ny, rum.users["carl"], dag, 4)
    note.gjord_at = at(workday(rum.stad.today - timedelta(days=1)), "16:05")
    note.save()


def _just_handed_over(rum: Rum) -> None:
    """Two of a colleague's persons are Sara's since today, and one more is Carl's: not read yet."""
    sara, carl = rum.users["sara"], rum.users["carl"]
    spangas = Handlaggare.objects.filter(enhet=rum.sdf("Spånga-Tensta"), till=None, aspirant__skydd=0)
    spangas = spangas.exclude(user=sara).filter(fran__lt=rum.stad.today - timedelta(days=90))
    _hand_over_today(rum, list(spangas.select_related("enhet", "user").order_by("user_id", "pk")[:2]), sara)
    kollegor = _kistas(rum)
    _hand_over_today(rum, [rad for rad in _of_kista(rum) if rad.user.username in kollegor][-1:], carl)


def _hand_over_today(rum: Rum, rader: list[Handlaggare], till: User) -> None:
    idag = rum.stad.today
    for nr, rad in enumerate(rader):
        fore, rad.till = rad.user, idag - timedelta(days=1)
        rad.save(update_fields=["till"])
        ny = Handlaggare.objects.create(aspirant_id=rad.aspirant_id, user=till, enhet=rad.enhet, fran=idag)
        note = _note(ny, fore, idag, nr + 1)
        note.omgang = uuid.UUID(int=20_000_000 + till.pk, version=4)
        note.gjord_at = at(workday(idag - timedelta(days=1)), "15:25")
        note.save()


def _read_in_time(rum: Rum) -> None:
    """What was handed over has been read the day it began to count, but for the last week's."""
    rader = list(Overlamning.objects.filter(gjord_at__lt=at(rum.stad.today - timedelta(days=OLAST))))
    for rad in rader:
        rad.sedd_at = at(rad.dag, "08:50")
    Overlamning.objects.bulk_update(rader, ["sedd_at"])


def _came_from_elsewhere(rum: Rum) -> None:
    """Two persons whom Spånga-Tensta has been responsible for since a few days, and whom nobody there holds yet."""
    spanga, dag = rum.sdf("Spånga-Tensta"), workday(rum.stad.today - timedelta(days=4))
    demo = [rum.users[u] for u in ("sara", "carl", "hanna", "vera")]
    haller = Handlaggare.objects.filter(user__in=demo).values("aspirant")
    borta = Aspirant.objects.filter(inskrivning_set__avslutad=None, inskrivning_set__isnull=False, skydd=0)
    andra = borta.exclude(sdf=spanga).exclude(pk__in=haller).filter(created_at__lt=at(add_months(dag, -3)))
    for person in andra.order_by("pk").distinct()[:2]:
        _move(person, spanga, dag)


def _move(person: Aspirant, till: Enhet, dag: date) -> None:
    sista = dag - timedelta(days=1)
    Sdfansvar.objects.filter(aspirant=person, till=None).update(till=sista)
    Sdfansvar.objects.create(aspirant=person, sdf=till, fran=dag)
    Handlaggare.objects.filter(aspirant=person, enhet=person.sdf, till=None).update(till=sista)
    person.sdf = till
    person.save(update_fields=["sdf"])
