"""What documents and hand-overs register in the akt: two tabs, the utlämnanden on the timeline, what is new to read."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from config.dates import STOCKHOLM, add_workdays, local_date

from . import aktrader, perms
from .akt import REGISTER, Flik, Handelse, Tidsgrans
from .models import Aspirant, Handlingstyp, User, Utlamnande
from .utlamnanden import closed_text, handed_over_again, received_text, rows

# Told by the remiss itself: its event on the timeline, its own deadline
AV_REMISSEN = [Handlingstyp.REMISS, Handlingstyp.ATERREMISS]


def utlamnanden(aspirant: Aspirant, today: date) -> Iterator[Handelse]:
    """Each hand-over with its ground and its kvittens inside it; told also when it can no longer be read."""
    alla = aktrader.utlamnanden(aspirant)
    igen = handed_over_again(alla)
    for u in (u for u in alla if u.typ not in AV_REMISSEN):
        lokal = u.skickat_at.astimezone(STOCKHOLM)
        yield Handelse(
            dag=lokal.date(),
            tid=lokal.time(),
            slag="utlamnanden",
            ikon="send",
            rubrik=f"{u.titel} {Handlingstyp(u.typ).bojt('skicka')} till {u.till_enhet}",
            text=". ".join(t for t in (u.delar_text, closed_text(u, till_oss=not u.lasbar, igen=igen.get(u.pk))) if t),
            meta=f"{u.skickat_av}. Grund: {u.grundtext}",
            url=reverse("cases:handling_pdf", args=[u.handling_id]) if u.lasbar else "",
            lank="Öppna PDF",
            kvittens=received_text(u),
        )


def ny_handling(aspiranter: list[Aspirant], user: User, today: date) -> dict[int, list[Tidsgrans]]:
    """What my units have received and not opened, one line per person; read by the next working day."""
    mina = {enhet.pk for enhet in perms.enheter(user, today)}
    alla = aktrader.rows_of(
        aspiranter, aktrader.utlamnanden, Utlamnande.objects.till_enheter(mina).olasta().for_lista()
    )
    olasta = [u for u in alla if u.till_enhet_id in mina and u.ar_olast and u.typ != Handlingstyp.REMISS]
    per_person = defaultdict(list)
    for rad in rows(olasta, set())[::-1]:
        per_person[rad.u.aspirant_id].append(rad)
    return {pk: [_att_lasa(rader)] for pk, rader in per_person.items()}


def _att_lasa(rader) -> Tidsgrans:
    forst = rader[0]
    kom = local_date(forst.u.skickat_at)
    return Tidsgrans(
        dag=add_workdays(kom, 1),
        vad="Ny handling att läsa" if len(rader) == 1 else f"{len(rader)} nya handlingar att läsa",
        varfor=f"{forst.u.titel}, från {forst.u.fran_namnd} {kom}",
        url=forst.sida,
        atgard="Läs handling",
        arbetsdagar=True,
    )


REGISTER.flikar += [
    Flik("utlamnanden", "Utlämnanden", "cases:utlamnande_list", 60),
    Flik("handlingar", "Handlingar", "cases:handling_list", 80),
]
REGISTER.tidslinje += [utlamnanden]
REGISTER.lassidor |= {"cases:utlamnande_list", "cases:handling_list"}
REGISTER.tidsgranser += [ny_handling]
