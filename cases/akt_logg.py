"""The akt's tab Logg: a place for several pages about what has been read and changed, and who may open which."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from config.components import Link

from . import aktrader, lasning, perms
from .akt import REGISTER, Flik
from .enums import Roll
from .models import (
    Aspirant,
    Enhet,
    Handling,
    Inskrivning,
    Nodoppning,
    Nummerfraga,
    Overlamning,
    Remiss,
    Samtycke,
    User,
    Utlamnande,
)

FarSe = Callable[[User, Aspirant, date], bool]


@dataclass(frozen=True)
class Loggsida:
    """A page of the tab: what its link says, its URL name, and who may open it."""

    kod: str
    namn: str
    url_name: str
    ordning: int
    far_se: FarSe


LOGGSIDOR: list[Loggsida] = []


def sidor(user: User, aspirant: Aspirant, today: date) -> list[Loggsida]:
    """The pages this reader may open, in order."""
    return [s for s in sorted(LOGGSIDOR, key=lambda s: s.ordning) if s.far_se(user, aspirant, today)]


def lankar(user: User, aspirant: Aspirant, today: date, aktuell: str) -> list[Link]:
    """Filter links between the pages, `aktuell` marked."""
    return [
        Link(label=s.namn, url=reverse(s.url_name, args=[aspirant.pk]), current=s.kod == aktuell)
        for s in sidor(user, aspirant, today)
    ]


def first_page(user: User, aspirant: Aspirant, today: date) -> str:
    """URL name of the tab: the first page the reader may open."""
    return sidor(user, aspirant, today)[0].url_name


def can_read_lasningar(user: User, aspirant: Aspirant, today: date) -> bool:
    """Head of a unit that has the person; the database says the same (app.far_lasa_logg)."""
    return any(m.roll == Roll.ENHETSCHEF and m.enhet_id in aspirant.enheter for m in user.medlemskap_den(today))


def can_order_loggutdrag(user: User, aspirant: Aspirant, today: date) -> bool:
    """Head of unit, and whoever holds the case at a unit that is responsible now."""
    return can_read_lasningar(user, aspirant, today) or _holds(user, aspirant, today)


def own_unit(user: User, aspirant: Aspirant, today: date) -> Enhet:
    """The unit in whose name the reader hands out the extract: one that has the person."""
    mina = perms.enheter(user, today)
    return next((e for e in mina if e.pk in aspirant.enheter), mina[0])


def _holds(user: User, aspirant: Aspirant, today: date) -> bool:
    """The database says the same (app.far_lasa_logg) when the extract is asked for."""
    mina = {e.pk for e in perms.enheter(user, today)} & aktrader.ansvariga_enheter(aspirant)
    rader = aktrader.handlaggare(aspirant)
    return any(rad.user_id == user.pk and rad.enhet_id in mina and rad.aktuell_den(today) for rad in rader)


LOGGSIDOR += [
    Loggsida("lasningar", "Läsningar", "cases:logg", 10, can_read_lasningar),
    Loggsida("utdrag", "Loggutdrag", "cases:loggutdrag", 30, can_order_loggutdrag),
]
REGISTER.flikar += [
    Flik("logg", "Logg", first_page, 90, lambda user, aspirant, today: bool(sidor(user, aspirant, today)))
]
lasning.OBJEKT |= {
    "cases:handling_detail": Handling,
    "cases:handling_pdf": Handling,
    "cases:handling_af": Handling,
    "cases:handling_send": Handling,
    "cases:nodoppning_review": Nodoppning,
    "cases:nummerfraga_detail": Nummerfraga,
    "cases:overlamning_detail": Overlamning,
    "cases:remiss_detail": Remiss,
    "cases:remiss_remind": Remiss,
    "cases:samtycke_withdraw": Samtycke,
    "cases:utlamnande_acknowledge": Utlamnande,
}
lasning.DELAR |= {"inskrivning_pk": Inskrivning}
lasning.VYER |= {
    "cases:akt": "Översikten i akten",
    "cases:aspirant_list": "Listan över personer",
    "cases:afprogram": "Program hos Arbetsförmedlingen",
    "cases:avslut": "Avslut",
    "cases:avslut_angra": "Avslut, att ångra",
    "cases:avslut_ratta": "Rättelse av ett avslut",
    "cases:langsiktigt_stod": "Långsiktigt stöd",
    "cases:flytt": "Byte av ansvarig stadsdel",
    "cases:handlaggare": "Handläggare",
    "cases:handlaggare_list": "Enhetens handläggare, listan över personer utan",
    "cases:handling_detail": "En handling",
    "cases:handling_list": "Handlingar",
    "cases:handling_pdf": "En handling som PDF",
    "cases:handling_send": "Att skicka en handling",
    "cases:handling_af": "En handling till Arbetsförmedlingen",
    "cases:inskrivning_create": "Inskrivning",
    "cases:logg": "Läsningar i loggen",
    "cases:loggutdrag": "Loggutdrag",
    "cases:mottaget_list": "Listan över mottagna handlingar",
    "cases:nodoppning_end": "Att avsluta en nödöppning",
    "cases:nodoppning_list": "Listan över nödöppningar",
    "cases:nodoppning_review": "Granskning av en nödöppning",
    "cases:nummerfraga_detail": "En fråga om ett nummer",
    "cases:overlamning_create": "Överlämning, listan över personer",
    "cases:overlamning_detail": "En överlämning",
    "cases:registrera_andra": "Registrering, person och kontakt",
    "cases:registrera_hushall": "Registrering, hushåll och försörjning",
    "cases:registrera_person": "Registrering, fråga om en person med samma namn",
    "cases:registrera_remiss": "Registrering, remiss",
    "cases:remiss_create": "Ny remiss",
    "cases:remiss_detail": "Remiss",
    "cases:remiss_remind": "Remiss, påminnelse",
    "cases:remiss_list": "Listan över remisser",
    "cases:samordnare": "Samordnare",
    "cases:samtycke_withdraw": "Återkallande av samtycke",
    "cases:skydd": "Skydd och den namngivna listan",
    "cases:skydd_avsluta": "Att ta bort ett namn från listan",
    "cases:skydd_niva": "Att ändra skyddet",
    "cases:skydd_utan_namngiven": "Listan över skyddade ärenden utan namngiven",
    "cases:sok": "Sökning",
    "cases:nummerbyte": "Byte av nummer",
    "cases:uppgifter": "Personens uppgifter",
    "cases:utdrag_create": "Utdrag ur en handling",
    "cases:utlamnande_acknowledge": "Kvittens av en handling",
    "cases:utlamnande_list": "Utlämnanden",
    "cases:vikariat_namnge": "Ersättare, listan över skyddade personer",
}
