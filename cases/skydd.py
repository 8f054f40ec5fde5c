"""May this channel show this person, and as what? One table for every way out of the product (domain.md section 8).

Who sees a protected person is decided by the database: the named list (cases/sekretess/skydd.sql). A row that has been
read is therefore read by someone named. This module decides what may then leave the page: a channel that others than
the reader can see (an address, a log, a notice kept in a cookie, a task's argument) never carries who it is. A channel
that does not stand here is denied, and a level that does not exist counts as the strictest.
"""

from enum import Enum, StrEnum

from .enums import Skyddsniva
from .models import Aspirant


class Kanal(StrEnum):
    """A way out. Whoever makes a new one adds it here, or it shows no protected person."""

    SIDA = "sida"
    SOK = "sok"
    LISTA = "lista"
    ANTAL = "antal"
    DRILL_DOWN = "drill_down"
    PDF = "pdf"
    EXPORT = "export"
    EPOST = "epost"
    API = "api"
    IMPORT = "import"
    LOGG = "logg"
    SIDTITEL = "sidtitel"
    FILNAMN = "filnamn"
    URL = "url"
    FELSIDA = "felsida"
    NOTIS = "notis"
    CELERY = "celery"
    UTKAST = "utkast"
    UPPGIFT = "uppgift"
    KALENDER = "kalender"


class Visning(Enum):
    HEL = "visas"
    ARENDENUMMER = "bara ärendenummer"
    INTE = "inte alls"


# Channels that show everyone's name to a reader who sees the row; an ordinary person only
VANLIG = {
    Kanal.SIDA: Visning.HEL,
    Kanal.SOK: Visning.HEL,
    Kanal.LISTA: Visning.HEL,
    Kanal.ANTAL: Visning.HEL,
    Kanal.DRILL_DOWN: Visning.HEL,
    Kanal.PDF: Visning.HEL,
    Kanal.EXPORT: Visning.HEL,
    Kanal.API: Visning.HEL,
    Kanal.NOTIS: Visning.HEL,
    Kanal.UTKAST: Visning.HEL,
    Kanal.UPPGIFT: Visning.HEL,
    Kanal.KALENDER: Visning.HEL,
    Kanal.EPOST: Visning.ARENDENUMMER,
    Kanal.LOGG: Visning.ARENDENUMMER,
    Kanal.URL: Visning.ARENDENUMMER,
    Kanal.CELERY: Visning.ARENDENUMMER,
    Kanal.IMPORT: Visning.INTE,
    Kanal.SIDTITEL: Visning.INTE,
    Kanal.FILNAMN: Visning.INTE,
    Kanal.FELSIDA: Visning.INTE,
}

# A protected person, shown to someone on the named list. What is made to be carried away in bulk has her not at all
SEKRETESSMARKERAD = VANLIG | {
    Kanal.EXPORT: Visning.INTE,
    Kanal.API: Visning.INTE,
    Kanal.EPOST: Visning.INTE,
    Kanal.UTKAST: Visning.INTE,
    Kanal.KALENDER: Visning.INTE,
    Kanal.NOTIS: Visning.ARENDENUMMER,
    Kanal.UPPGIFT: Visning.ARENDENUMMER,
}
SKYDDAD_FOLKBOKFORING = SEKRETESSMARKERAD

TABELL = {
    Skyddsniva.INGET: VANLIG,
    Skyddsniva.SEKRETESSMARKERING: SEKRETESSMARKERAD,
    Skyddsniva.SKYDDAD_FOLKBOKFORING: SKYDDAD_FOLKBOKFORING,
}


def visning(kanal: str, niva: int) -> Visning:
    """What a channel may show of a person of this level to a reader who sees the row."""
    return TABELL.get(niva, SKYDDAD_FOLKBOKFORING).get(kanal, Visning.INTE)


def kallas(aspirant: Aspirant, kanal: str) -> str:
    """What the person is called in the channel: name, "personen i ärende J-000123", or "" when not at all."""
    visas = visning(kanal, aspirant.skydd)
    if visas is Visning.HEL:
        return aspirant.namn
    return f"personen i ärende {aspirant.arendenummer}" if visas is Visning.ARENDENUMMER else ""


def nivaer(kanal: str) -> list[int]:
    """The levels whose persons the channel may have in it at all."""
    return [niva for niva in TABELL if visning(kanal, niva) is not Visning.INTE]


def far_visas(aspirant: Aspirant, kanal: str) -> bool:
    """May the channel have the person in it at all?"""
    return visning(kanal, aspirant.skydd) is not Visning.INTE
