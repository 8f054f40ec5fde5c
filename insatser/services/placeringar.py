"""Place a person in an insats, review it, and end it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from cases.akt import changed
from cases.enums import Enhetsslag
from cases.models import Aspirant, Enhet, Inskrivning, User
from insatser import belaggning, regler
from insatser.models import Avbrottsorsak, Genomforandeplan, Insats, Placering, Placeringsresultat


class PlaceringError(Exception):
    """Why a placering was refused: `fel` maps field names to messages in Swedish."""

    def __init__(self, fel: dict[str, str]):
        super().__init__(" ".join(fel.values()))
        self.fel = fel


@dataclass(frozen=True, kw_only=True)
class NyPlacering:
    """What is typed when a person is placed."""

    insats: Insats
    fran: date
    timmar_per_vecka: int
    syfte: str
    till: date | None = None
    omprovas: date | None = None
    handledare: str = ""


@transaction.atomic
def place(*, aspirant: Aspirant, enhet: Enhet, ny: NyPlacering, by: User, today: date) -> tuple[Placering, bool]:
    """Place the person in the name of `enhet`. Returns the placering and whether it was made now.

    The same placering again (a second click) returns the first one. The insats row is locked while places are
    counted, so two coaches cannot take the last place. Raises PlaceringError.
    """
    insats = Insats.objects.select_for_update(of=("self",)).select_related("slag").get(pk=ny.insats.pk)
    oppen = Placering.objects.filter(aspirant=aspirant, insats=insats, avslutad=None).first()
    if oppen:
        return _same_or_refused(oppen, ny), False
    _refuse_if_wrong(aspirant, enhet, insats, ny, today)
    placering = Placering.objects.create(
        aspirant=aspirant,
        insats=insats,
        enhet=enhet,
        fran=ny.fran,
        till=ny.till,
        omprovas=ny.omprovas,
        timmar_per_vecka=ny.timmar_per_vecka,
        skapad_av=by,
    )
    Genomforandeplan.objects.create(
        aspirant=aspirant, namnd=enhet.namnd, placering=placering, syfte=ny.syfte, handledare=ny.handledare
    )
    changed(aspirant.pk)
    return placering, True


def _same_or_refused(oppen: Placering, ny: NyPlacering) -> Placering:
    if (oppen.fran, oppen.till, oppen.timmar_per_vecka) == (ny.fran, ny.till, ny.timmar_per_vecka):
        return oppen
    raise PlaceringError({"insats": f"Personen har redan en pågående placering i insatsen, från {oppen.fran}."})


def _refuse_if_wrong(aspirant: Aspirant, enhet: Enhet, insats: Insats, ny: NyPlacering, today: date) -> None:
    fel = regler.placering_errors(
        aspirant=aspirant, insats=insats, fran=ny.fran, till=ny.till, omprovas=ny.omprovas, today=today
    )
    if enhet.slag == Enhetsslag.JOBBTORG:
        inskrivning = Inskrivning.objects.oppna().filter(aspirant=aspirant, jobbtorg=enhet).first()
        fel = {**regler.enrolment_error(inskrivning, ny.fran), **fel}
    if not fel and not belaggning.has_room(insats, fran=ny.fran, till=ny.till, today=today):
        fel = {"insats": _full_text(insats, today)}
    if fel:
        raise PlaceringError(fel)


def _full_text(insats: Insats, today: date) -> str:
    slut = belaggning.belaggning([insats], today)[insats.pk].nasta_slut
    nasta = f" Nästa plats blir ledig efter {slut}." if slut else ""
    return f"Alla platser i {insats} är upptagna under tiden.{nasta} Välj ett senare datum eller en annan insats."


@dataclass(frozen=True, kw_only=True)
class Omprovning:
    """What a review decided: how long it goes on, or when it is reviewed next, and how many hours."""

    till: date | None
    omprovas: date | None
    timmar_per_vecka: int


@transaction.atomic
def review_placering(*, placering: Placering, beslut: Omprovning, today: date) -> Placering:
    """Let it go on with new dates and hours. Saving the same twice is one save. Raises PlaceringError."""
    insats = Insats.objects.select_for_update(of=("self",)).select_related("slag").get(pk=placering.insats_id)
    rad = Placering.objects.select_for_update(of=("self",)).get(pk=placering.pk)
    if rad.avslutad:
        raise PlaceringError({"till": f"Placeringen avslutades {rad.avslutad}. Gör en ny om den ska fortsätta."})
    fel = regler.review_errors(insats=insats, fran=rad.fran, till=beslut.till, omprovas=beslut.omprovas, today=today)
    if not fel and not _has_room_longer(rad, beslut.till, today):
        fel = {"till": _full_text(insats, today)}
    if fel:
        raise PlaceringError(fel)
    rad.till, rad.omprovas, rad.timmar_per_vecka = beslut.till, beslut.omprovas, beslut.timmar_per_vecka
    rad.save(update_fields=["till", "omprovas", "timmar_per_vecka"])
    changed(rad.aspirant_id)
    return rad


def _has_room_longer(rad: Placering, till: date | None, today: date) -> bool:
    """Room for the days beyond what the placering holds already; one past its end holds its place anyway."""
    if rad.till is None or rad.till < today or (till and till <= rad.till):
        return True
    return belaggning.has_room(rad.insats, fran=rad.till + timedelta(days=1), till=till, today=today)


@dataclass(frozen=True, kw_only=True)
class Slut:
    """How a placering ended."""

    dag: date
    slutsatt: str
    resultat: Placeringsresultat | None
    avbrottsorsak: Avbrottsorsak | None = None
    kommentar: str = ""


@transaction.atomic
def end_placering(*, placering: Placering, slut: Slut, today: date) -> bool:
    """End it. False when it had ended before: the first end stands. Raises PlaceringError."""
    rad = Placering.objects.select_for_update(of=("self",)).get(pk=placering.pk)
    if rad.avslutad:
        return False
    if slut.dag < rad.fran:
        raise PlaceringError({"avslutad": f"Placeringen började {rad.fran}. Den kan inte sluta innan dess."})
    if slut.dag > today:
        raise PlaceringError({"avslutad": "Slutet kan inte ligga i framtiden. Avsluta placeringen när den har slutat."})
    write_end(rad, slut)
    return True


def write_end(rad: Placering, slut: Slut) -> None:
    """Write how a locked placering ended, and the rest in its genomförandeplan."""
    rad.avslutad, rad.slutsatt = slut.dag, slut.slutsatt
    rad.save(update_fields=["avslutad", "slutsatt"])
    changed(rad.aspirant_id)
    Genomforandeplan.objects.filter(placering=rad).update(
        avbrottsorsak=slut.avbrottsorsak, resultat=slut.resultat, kommentar=slut.kommentar
    )
