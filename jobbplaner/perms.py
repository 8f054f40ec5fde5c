"""Who may write plans and lead trepartssamtal. The database decides what is seen; these decide what is offered."""

from dataclasses import dataclass
from datetime import date

from cases import aktrader, perms
from cases.enums import Enhetsslag, Roll
from cases.models import Aspirant, Enhet, Inskrivning, User
from jobbplaner.enums import Planslag

SKRIVER = {
    Planslag.JOBBPLAN: (Roll.COACH, Roll.ENHETSCHEF, Roll.SAMORDNARE),
    Planslag.ARBETSPLAN: (Roll.SOCIALSEKRETERARE, Roll.ENHETSCHEF, Roll.SAMORDNARE),
}


@dataclass(frozen=True)
class Skrivplats:
    """From which unit a plan is written, and during which enrolment (an arbetsplan has none)."""

    enhet: Enhet
    inskrivning: Inskrivning | None = None


def skrivplats(user: User, aspirant: Aspirant, slag: str, today: date) -> Skrivplats | None:
    """Where `user` may write this kind of plan: the jobbtorg that has the person enrolled, the responsible SDF."""
    if not user.har_roll(today, *SKRIVER[slag]):
        return None
    if slag == Planslag.ARBETSPLAN:
        enhet = next((e for e in perms.enheter(user, today, Enhetsslag.SDF) if e.pk == aspirant.sdf_id), None)
        return Skrivplats(enhet) if enhet else None
    mina = {e.pk: e for e in perms.enheter(user, today, Enhetsslag.JOBBTORG)}
    inskrivning = aktrader.oppen_inskrivning(aspirant) if mina else None
    if inskrivning is None or inskrivning.jobbtorg_id not in mina:
        return None
    return Skrivplats(mina[inskrivning.jobbtorg_id], inskrivning)


def can_revise_plan(user: User, aspirant: Aspirant, slag: str, today: date) -> bool:
    return skrivplats(user, aspirant, slag, today) is not None


def can_lead_samtal(user: User, aspirant: Aspirant, today: date) -> bool:
    """The jobbtorg that has the person enrolled calls the trepartssamtal and keeps its protokoll (domain.md 2.7)."""
    return can_revise_plan(user, aspirant, Planslag.JOBBPLAN, today)


def samtalsplats(user: User, aspirant: Aspirant, enhet: Enhet, today: date) -> Skrivplats | None:
    """Where `user` may write of a samtal that `enhet` booked: also after avslut, so that what was held is signed."""
    plats = skrivplats(user, aspirant, Planslag.JOBBPLAN, today)
    if plats:
        return plats if plats.enhet.namnd_id == enhet.namnd_id else None
    har_roll = user.har_roll(today, *SKRIVER[Planslag.JOBBPLAN])
    mina = {e.pk for e in perms.enheter(user, today, Enhetsslag.JOBBTORG)} if har_roll else set()
    return Skrivplats(enhet) if enhet.pk in mina else None


def kartlaggningsplats(user: User, aspirant: Aspirant, today: date) -> Skrivplats | None:
    """Where `user` may write a kartläggning: each side makes its own, under the same conditions as its plan."""
    platser = (skrivplats(user, aspirant, slag, today) for slag in Planslag)
    return next((plats for plats in platser if plats), None)
