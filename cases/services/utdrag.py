"""Establish named parts of a document as a handling of their own (domain.md section 8: "or which named part")."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from cases.dokument import Dokument
from cases.models import Aspirant, Handling, Handlingstyp, User
from cases.pdf import utdrag_pdf
from config.dates import STOCKHOLM, local_date

from .fel import RuleBrokenError
from .handlingar import checksum, establish_handling


class NoPartError(RuleBrokenError):
    """None of the parts asked for is there (any more)."""

    def __init__(self):
        super().__init__("Välj minst en del av handlingen.", "delar")


@transaction.atomic
def establish_utdrag(
    *, aspirant: Aspirant, dokument: Dokument, koder: Sequence[str], by: User, now: datetime, pdf: bytes | None = None
) -> Handling:
    """The chosen parts, frozen. The same parts of the same text again is the utdrag that is there already.

    `pdf` is rendered unless given. Raises NoPartError.
    """
    delar = dokument.chosen(koder)
    if not delar:
        raise NoPartError
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    # Printed as of the day, so that two clicks give the same bytes
    dagen = datetime.combine(local_date(now), time(), STOCKHOLM)
    pdf = utdrag_pdf(aspirant, dokument, delar, dokument.enhet, by, dagen) if pdf is None else pdf
    namn = [del_.namn for del_ in delar]
    return _same(aspirant, dokument, namn, pdf) or establish_handling(
        aspirant=aspirant,
        enhet=dokument.enhet,
        typ=Handlingstyp.UTDRAG,
        version=_next_version(aspirant, dokument),
        titel=f"Utdrag ur {dokument.titel[:1].lower()}{dokument.titel[1:]}"[:160],
        pdf=pdf,
        by=by,
        now=now,
        ur=dokument.handling,
        ur_typ=dokument.typ,
        delar=namn,
    )


def _earlier(aspirant: Aspirant, dokument: Dokument):
    return Handling.objects.filter(
        aspirant=aspirant, typ=Handlingstyp.UTDRAG, namnd=dokument.enhet.namnd_id, ur_typ=dokument.typ
    )


def _same(aspirant: Aspirant, dokument: Dokument, namn: list[str], pdf: bytes) -> Handling | None:
    """A frozen source gives the same utdrag for ever; of one that changes, only the same bytes are the same."""
    tidigare = _earlier(aspirant, dokument).filter(delar=namn)
    if dokument.handling:
        return tidigare.filter(ur=dokument.handling).first()
    return tidigare.filter(sha256=checksum(pdf)).first()


def _next_version(aspirant: Aspirant, dokument: Dokument) -> int:
    return _earlier(aspirant, dokument).count() + 1
