"""Drafts of a kartläggning, completing one, and the two handlingar that are made of it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cases.models import Aspirant, Enhet, Handling, Handlingstyp, User
from cases.services.handlingar import establish_handling
from config.dates import local_date
from jobbplaner.enums_kartlaggning import Bedomare
from jobbplaner.kartlaggning import (
    FALT_ARBETE,
    FALT_KANSLIGA,
    INSTRUMENTPLATSER,
    Innehall,
    bedomningsfalt,
    innehall_av,
    instrumentfalt,
    missing_for_completion,
    normerat,
)
from jobbplaner.models import Formagebedomning, Instrumentresultat, Kartlaggning, Kartlaggningsdel
from jobbplaner.pdf_kartlaggning import kartlaggning_pdf


class KartlaggningChangedError(Exception):
    """Somebody saved it after it was read. `kartlaggning` as it stands now; None when the draft is gone: completed."""

    def __init__(self, kartlaggning: Kartlaggning | None):
        super().__init__("Någon annan har sparat kartläggningen.")
        self.kartlaggning = kartlaggning


class KartlaggningIncompleteError(Exception):
    """What a completed kartläggning must have is not there. `fel` is field -> what to do."""

    def __init__(self, fel: dict[str, str]):
        super().__init__(" ".join(fel.values()))
        self.fel = fel


def draft(aspirant: Aspirant, enhet: Enhet, *, lock: bool = False) -> Kartlaggning | None:
    """The one draft of the unit's nämnd."""
    utkast = Kartlaggning.objects.utkast().filter(aspirant=aspirant, namnd=enhet.namnd_id)
    return (utkast.select_for_update(of=("self",)) if lock else utkast.select_related("andrad_av", "enhet")).first()


@transaction.atomic
def save_draft(
    *, aspirant: Aspirant, enhet: Enhet, innehall: Innehall, version: int, by: User, now: datetime
) -> Kartlaggning:
    """Save what was written, as read at `version` (0: not saved yet). The same thing saved twice is one save.

    Raises KartlaggningChangedError when the draft says something else by now, or is completed.
    """
    utkast = draft(aspirant, enhet, lock=True) or _begin(aspirant, enhet, innehall, version, by, now)
    if utkast.version != version:
        if innehall_av(utkast) == normerat(innehall):
            return utkast
        raise KartlaggningChangedError(utkast)
    utkast.enhet = enhet
    _write(utkast, normerat(innehall), by, now)
    return utkast


def _begin(aspirant, enhet, innehall: Innehall, version: int, by: User, now: datetime) -> Kartlaggning:
    """A new draft, unless what is sent has been completed: two clicks on the button of a new one are one."""
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    if utkast := draft(aspirant, enhet, lock=True):
        return utkast
    senaste = Kartlaggning.objects.klara().filter(aspirant=aspirant, namnd=enhet.namnd_id).order_by("-klar_at").first()
    if version or (senaste and innehall_av(senaste) == normerat(innehall)):
        raise KartlaggningChangedError(None)
    return _create(aspirant, enhet, by, now)


def _create(aspirant: Aspirant, enhet: Enhet, by: User, now: datetime) -> Kartlaggning:
    """An empty draft at version 0, or the one that somebody made in the same moment."""
    try:
        with transaction.atomic():
            ny = Kartlaggning.objects.create(
                aspirant=aspirant,
                namnd=enhet.namnd,
                enhet=enhet,
                skapad_av=by,
                andrad_av=by,
                andrad_at=now,
                version=0,
            )
            Kartlaggningsdel.objects.create(aspirant=aspirant, namnd=enhet.namnd, kartlaggning=ny)
            return ny
    except IntegrityError:
        found = draft(aspirant, enhet, lock=True)
        if found is None:
            raise KartlaggningChangedError(None) from None
        return found


def _write(utkast: Kartlaggning, innehall: Innehall, by: User, now: datetime) -> None:
    for namn in FALT_ARBETE:
        setattr(utkast, namn, innehall[namn])
    utkast.version += 1
    utkast.andrad_av, utkast.andrad_at = by, now
    utkast.save()
    for namn in FALT_KANSLIGA:
        setattr(utkast.kanslig, namn, innehall[namn])
    utkast.kanslig.save()
    for vem in Bedomare.values:
        _write_row(utkast, Formagebedomning, {"vem": vem}, innehall, bedomningsfalt(vem))
    for plats in INSTRUMENTPLATSER:
        _write_row(utkast, Instrumentresultat, {"plats": plats}, innehall, instrumentfalt(plats))


def _write_row(utkast, modell, nyckel: dict, innehall: Innehall, falt: dict[str, str]) -> None:
    """A row stands as long as anything is said in it, and keeps its identity. A draft may be half said."""
    rader = modell.objects.filter(kartlaggning=utkast, **nyckel)
    varden = {attribut: innehall[namn] for attribut, namn in falt.items()}
    if not any(varden.values()):
        rader.delete()
        return
    if rad := rader.first():
        for attribut, varde in varden.items():
            setattr(rad, attribut, varde)
        rad.save()
    else:
        modell.objects.create(
            kartlaggning=utkast, aspirant_id=utkast.aspirant_id, namnd_id=utkast.namnd_id, **nyckel, **varden
        )


@transaction.atomic
def complete(
    *, kartlaggning: Kartlaggning, by: User, now: datetime, pdf: tuple[bytes, bytes] | None = None
) -> Kartlaggning:
    """Lock the draft: dated, by whom, and made into two handlingar. Twice is once. Raises KartlaggningIncompleteError.

    `pdf` are the files of the two parts, rendered unless given.
    """
    klar = _locked(kartlaggning)
    if not klar.ar_utkast:
        return klar
    if fel := missing_for_completion(innehall_av(klar), local_date(now)):
        raise KartlaggningIncompleteError(fel)
    klar.klar_at, klar.klar_av = now, by
    _freeze(klar, by, now, pdf)
    klar.save(update_fields=["klar_at", "klar_av", "handling"])
    return klar


@transaction.atomic
def establish(
    *, kartlaggning: Kartlaggning, by: User, now: datetime, pdf: tuple[bytes, bytes] | None = None
) -> Kartlaggning:
    """Make the handlingar of one that was taken over from an earlier system. Twice is once."""
    klar = _locked(kartlaggning)
    if klar.handling_id is None and not klar.ar_utkast:
        _freeze(klar, by, now, pdf)
        klar.save(update_fields=["handling"])
    return klar


def _locked(kartlaggning: Kartlaggning) -> Kartlaggning:
    rader = Kartlaggning.objects.select_for_update(of=("self",)).select_related("aspirant", "enhet__namnd")
    return rader.get(pk=kartlaggning.pk)


def _freeze(klar: Kartlaggning, by: User, now: datetime, pdf: tuple[bytes, bytes] | None) -> None:
    arbetsdel, kanslig = pdf or (kartlaggning_pdf(klar, now=now), kartlaggning_pdf(klar, now=now, kanslig=True))
    klar.handling = _handling(klar, Handlingstyp.KARTLAGGNING, str(klar), arbetsdel, by, now)
    del_ = klar.kanslig
    del_.handling = _handling(klar, Handlingstyp.KARTLAGGNING_KANSLIG, f"{klar}, känslig del", kanslig, by, now)
    del_.save(update_fields=["handling"])


def _handling(klar: Kartlaggning, typ: str, titel: str, pdf: bytes, by: User, now: datetime) -> Handling:
    tidigare = Handling.objects.filter(aspirant=klar.aspirant_id, typ=typ, namnd=klar.namnd_id)
    return establish_handling(
        aspirant=klar.aspirant,
        enhet=klar.enhet,
        typ=typ,
        version=tidigare.count() + 1,
        titel=titel,
        pdf=pdf,
        by=by,
        now=now,
    )
