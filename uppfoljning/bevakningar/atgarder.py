"""What a person does with a bevakning: closes it, puts it off, opens it again, or writes an own one.

Each is a fact of its own. The rule's row follows it when the transaction stands, as after every other change.
"""

from datetime import date, datetime

from django.db import transaction

from cases.akt import changed
from cases.models import Aspirant, Enhet, User
from cases.services.fel import RuleBrokenError
from config.dates import local_date
from uppfoljning.enums import Atgardsslag
from uppfoljning.models import Bevakning, Bevakningsatgard, EgenBevakning

EGEN = "egen"


class BevakningError(RuleBrokenError):
    """The bevakning cannot be put off so."""


def close_bevakning(*, bevakning: Bevakning, skal: str, by: User, now: datetime) -> bool:
    """It is done, or needs nothing done; the machine does not raise it again for the same fact. False when closed."""
    return _act(bevakning, by, now, slag=Atgardsslag.STANG, skal=skal)


def snooze_bevakning(*, bevakning: Bevakning, till: date, skal: str, by: User, now: datetime) -> bool:
    """It is due on `till` instead. False when it was put off to that day already. Raises BevakningError."""
    if till <= local_date(now):
        raise BevakningError("Välj en dag efter i dag.", "till")
    return _act(bevakning, by, now, slag=Atgardsslag.SKJUT_UPP, till=till, skal=skal)


def reopen_bevakning(*, stangd: Bevakningsatgard, by: User, now: datetime) -> bool:
    """What a person closed is due again as the rule says. False when it is not closed any more."""
    return _act(stangd, by, now, slag=Atgardsslag.OPPNA)


@transaction.atomic
def add_egen_bevakning(
    *, aspirant: Aspirant, enhet: Enhet, text: str, dag: date, by: User, now: datetime
) -> EgenBevakning:
    """The same text for the same day twice is one, while it is open: what is closed may be written anew."""
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    vad = {"aspirant": aspirant, "enhet": enhet, "text": text, "dag": dag, "av": by}
    finns = EgenBevakning.objects.filter(**vad, skapad_at__date=local_date(now)).order_by("-pk").first()
    if finns and not _is_closed(finns):
        return finns
    changed(aspirant.pk)
    return EgenBevakning.objects.create(**vad, skapad_at=now)


def _is_closed(egen: EgenBevakning) -> bool:
    rader = Bevakningsatgard.objects.filter(regel=EGEN, nyckel=str(egen.pk), enhet=egen.enhet_id)
    senaste = rader.order_by("-id").first()
    return senaste is not None and senaste.slag == Atgardsslag.STANG


@transaction.atomic
def _act(bevakning: Bevakning | Bevakningsatgard, by: User, now: datetime, **vad) -> bool:
    Aspirant.objects.select_for_update(of=("self",)).get(pk=bevakning.aspirant_id)
    nyckel = {"regel": bevakning.regel, "nyckel": bevakning.nyckel, "enhet": bevakning.enhet}
    senaste = Bevakningsatgard.objects.filter(**nyckel).order_by("-id").first()
    if senaste and (senaste.slag, senaste.till) == (vad["slag"], vad.get("till")):
        return False
    if vad["slag"] == Atgardsslag.OPPNA and (senaste is None or senaste.slag != Atgardsslag.STANG):
        return False
    Bevakningsatgard.objects.create(aspirant_id=bevakning.aspirant_id, **nyckel, **vad, av=by, at=now)
    changed(bevakning.aspirant_id)
    return True
