"""Who holds the case at a unit: one at a time, the earlier one ends when the next begins."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from cases.akt import Foljd, changed
from cases.enums import HANDLAGGARROLLER, Skyddsgrund
from cases.models import Aspirant, Enhet, Handlaggare, Medlemskap, User

from .fel import RuleBrokenError, constraints_as
from .skydd import name_reader

LANGST_FRAM = 365


def selectable_coacher(dag: date, enhet: Enhet | None = None):
    """Those who may hold cases at a jobbtorg on `dag` (at `enhet` when given), by name."""
    medlemskap = Medlemskap.objects.giltiga(dag).coacher()
    if enhet is not None:
        medlemskap = medlemskap.filter(enhet=enhet)
    return User.objects.filter(is_active=True, pk__in=medlemskap.values("user"))


def selectable_handlaggare(dag: date, enhet: Enhet):
    """Active members of the unit on `dag` whose role holds cases there, by name."""
    medlemskap = Medlemskap.objects.giltiga(dag).filter(enhet=enhet, roll__in=HANDLAGGARROLLER.get(enhet.slag, ()))
    return User.objects.filter(is_active=True, pk__in=medlemskap.values("user"))


@transaction.atomic
def assign_handlaggare(*, aspirant: Aspirant, enhet: Enhet, user: User, fran: date) -> Handlaggare:
    """Make `user` the unit's handläggare from `fran`, or from the first later day that is free.

    The one who holds the case is ended the day before; the same person again changes nothing.
    """
    latest = Handlaggare.objects.filter(aspirant=aspirant, enhet=enhet).order_by("-fran").first()
    if latest and latest.till is None and latest.user_id == user.pk:
        return latest
    changed(aspirant.pk)
    if latest and latest.till is None and latest.fran >= fran:
        latest.user = user
        latest.save(update_fields=["user"])
        return latest
    if latest and latest.till is None:
        _end(latest, fran - timedelta(days=1))
    elif latest and latest.till >= fran:
        fran = latest.till + timedelta(days=1)
    return Handlaggare.objects.create(aspirant=aspirant, enhet=enhet, user=user, fran=fran)


def end_handlaggare(*, aspirant: Aspirant, enhet: Enhet, till: date, today: date) -> list[Foljd]:
    """Nobody at the unit holds the case after `till`. A change that was planned for later than today does not come.

    Gives what was done, for an avslut that is undone.
    """
    rader = Handlaggare.objects.filter(aspirant=aspirant, enhet=enhet)
    foljder = [_planned(rad) for rad in rader.filter(fran__gt=max(till, today)).select_related("user")]
    rader.filter(fran__gt=max(till, today)).delete()
    for rad in rader.filter(Q(till=None) | Q(till__gt=till)).select_related("user"):
        fore = {"till": str(rad.till) if rad.till else None}
        foljder.append(Foljd("handlaggare", rad.pk, f"{rad.user} är inte längre handläggare på {enhet}.", fore))
        _end(rad, max(rad.fran, till))
    changed(aspirant.pk)
    return foljder


def _planned(rad: Handlaggare) -> Foljd:
    fore = {"user": rad.user_id, "fran": str(rad.fran), "till": str(rad.till) if rad.till else None}
    return Foljd("planerad_handlaggare", rad.pk, f"Bytet till {rad.user} {rad.fran} blev inte av.", fore)


def reopen_handlaggare(*, foljd, inskrivning, now, **_) -> None:
    """The case is held again as before the avslut."""
    rad = Handlaggare.objects.get(pk=foljd.objekt)
    rad.till = foljd.fore["till"]
    rad.save(update_fields=["till"])
    if inskrivning.aspirant.skydd:
        name_reader(aspirant=inskrivning.aspirant, user_id=rad.user_id, now=now, grund=Skyddsgrund.HANDLAGGARE)


def move_handlaggare(*, foljd, inskrivning, forra: date, **_) -> bool:
    """The case is held until the avslut's new day, unless somebody has changed the end since.

    Raises HandlaggareError when another holds it by then.
    """
    rad = Handlaggare.objects.select_for_update(of=("self",)).filter(pk=foljd.objekt).first()
    if rad is None or rad.till != _last_day(rad, foljd, forra):
        return False
    with constraints_as(HandlaggareError):
        _end(rad, _last_day(rad, foljd, inskrivning.avslutad))
    return rad.till == inskrivning.avslutad


def _last_day(rad: Handlaggare, foljd, avslutad: date) -> date:
    """What an avslut on that day makes of the row: never before it began, nor after the end that was planned."""
    fore = foljd.fore["till"]
    return min(max(rad.fran, avslutad), date.fromisoformat(fore) if fore else date.max)


def replan_handlaggare(*, foljd, inskrivning, now, **_) -> None:
    """The change that was planned comes after all."""
    fore = foljd.fore
    Handlaggare.objects.create(
        aspirant=inskrivning.aspirant,
        enhet=inskrivning.jobbtorg,
        user_id=fore["user"],
        fran=fore["fran"],
        till=fore["till"],
    )
    if inskrivning.aspirant.skydd:
        fran, grund = date.fromisoformat(fore["fran"]), Skyddsgrund.HANDLAGGARE
        name_reader(aspirant=inskrivning.aspirant, user_id=fore["user"], now=now, fran=fran, grund=grund)


def _end(rad: Handlaggare, till: date | None) -> None:
    rad.till = till
    rad.save(update_fields=["till"])


class HandlaggareError(RuleBrokenError):
    """The case cannot pass to that person or from that day."""


def latest_holder(rader: list[Handlaggare], today: date) -> Handlaggare | None:
    """Of a person's rows at a unit, by day: who holds the case, or will after a change that is already planned."""
    return next((rad for rad in reversed(rader) if rad.till is None or rad.till >= today), None)


@dataclass(frozen=True)
class Byten:
    """Changes of handläggare to write, of one person or of many, each kind in one statement."""

    bort: list[Handlaggare] = field(default_factory=list)
    slutar: list[Handlaggare] = field(default_factory=list)
    andras: list[Handlaggare] = field(default_factory=list)
    nya: list[Handlaggare] = field(default_factory=list)

    def write(self) -> None:
        """In the order in which nobody ever has two. Raises HandlaggareError when a row is gone meanwhile."""
        if self.bort:
            Handlaggare.objects.filter(pk__in=[rad.pk for rad in self.bort]).delete()
        for rader, falt in ((self.slutar, ["till"]), (self.andras, ["user", "fran"])):
            if rader and Handlaggare.objects.bulk_update(rader, falt) != len(rader):
                raise HandlaggareError("Någon annan har bytt handläggare under tiden. Ingenting är överlämnat.")
        Handlaggare.objects.bulk_create(self.nya)

    def end(self, rad: Handlaggare, till: date | None) -> None:
        rad.till = till
        self.slutar.append(rad)


def change_holder(
    byten: Byten, *, rader: list[Handlaggare], aspirant: Aspirant, enhet: Enhet, user: User, fran: date, today: date
) -> None:
    """Let `user` hold the case from `fran`: put among `byten`. `rader` are the person's rows at the unit, by day.

    A planned change is moved or taken back; of two changes on one day the last stands. Raises HandlaggareError when
    the day lies before the present holder began.
    """
    latest, before = (rader[-1:] or [None])[0], (rader[-2:-1] or [None])[0]
    if latest is None or (latest.till and latest.till < fran):
        byten.nya.append(Handlaggare(aspirant=aspirant, enhet=enhet, user=user, fran=fran))
    elif latest.fran < fran:
        _follow(byten, latest, user, fran)
    elif latest.fran <= today and fran < latest.fran:
        raise HandlaggareError(
            f"{latest.user.namn} blev handläggare {latest.fran}. Välj den dagen eller senare.", "fran"
        )
    elif before and before.fran >= fran:
        raise HandlaggareError(f"{before.user.namn} blev handläggare {before.fran}. Välj en senare dag.", "fran")
    else:
        _replace(byten, latest, before, user, fran)


def _follow(byten: Byten, latest: Handlaggare, user: User, fran: date) -> None:
    if latest.user_id == user.pk:
        raise HandlaggareError(f"{user.namn} är redan handläggare sedan {latest.fran}.", "user")
    byten.end(latest, fran - timedelta(days=1))
    byten.nya.append(Handlaggare(aspirant=latest.aspirant, enhet=latest.enhet, user=user, fran=fran))


def _replace(byten: Byten, latest: Handlaggare, before: Handlaggare | None, user: User, fran: date) -> None:
    """Another person or an earlier day for a change of the same day or to come; back to the one before undoes it."""
    follows = before is not None and before.till == latest.fran - timedelta(days=1)
    if follows and before.user_id == user.pk:
        byten.bort.append(latest)
        byten.end(before, None)
        return
    if follows:
        byten.end(before, fran - timedelta(days=1))
    latest.user, latest.fran = user, fran
    byten.andras.append(latest)
