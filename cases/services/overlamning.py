"""Hand over cases at a unit from one handläggare to the next: one person or many, all or nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import ProgrammingError, connection, transaction

from cases.akt import changed
from cases.enums import Skyddsgrund
from cases.models import Aspirant, Enhet, Handlaggare, Overlamning, User
from config.dates import local_date

from .handlaggare import LANGST_FRAM, Byten, HandlaggareError, change_holder, latest_holder, selectable_handlaggare
from .skydd import follow_assignments, name_reader


@dataclass(frozen=True)
class Post:
    """A person, and who held the case when the form was shown: `Handlaggare.stampel`, empty when nobody did."""

    aspirant: int
    stampel: str = ""

    @property
    def user(self) -> int | None:
        return int(self.stampel.partition("-")[2]) if self.stampel else None


@dataclass(frozen=True, kw_only=True)
class Uppgifter:
    """What the form asks: to whom, from which day, and the note."""

    till: User
    fran: date
    notering: str = ""


class HolderChangedError(HandlaggareError):
    """Someone else changed the handläggare of these persons after the form was shown; nothing is handed over."""

    def __init__(self, nu: list[tuple[Aspirant, Handlaggare | None]]):
        namn = ", ".join(f"{a.namn} ({rad.user.namn if rad else 'ingen'})" for a, rad in nu)
        super().__init__(f"Någon annan har bytt handläggare under tiden: {namn}. Ingenting är överlämnat. Kontrollera.")
        self.nu = nu


@transaction.atomic
def hand_over_cases(
    *, poster: Iterable[Post], enhet: Enhet, uppgifter: Uppgifter, omgang: UUID, by: User, now: datetime
) -> list[Overlamning]:
    """Make the receiver handläggare at the unit of all these persons; a protected one names the receiver too,
    and the one before leaves the named list.

    The same `omgang` again changes nothing and returns what the first did. Raises HandlaggareError
    (HolderChangedError when a holder is no longer the one shown) and writes nothing.
    """
    today = local_date(now)
    poster = {post.aspirant: post for post in poster}
    _check(uppgifter, enhet, today)
    aspiranter = list(Aspirant.objects.select_for_update(of=("self",)).filter(pk__in=poster).order_by("pk"))
    if gjorda := list(Overlamning.objects.filter(omgang=omgang, gjord_av=by)):
        return gjorda
    if not poster or len(aspiranter) != len(poster):
        raise HandlaggareError("Välj minst en person som du får se.", "personer")
    rader = _rows(aspiranter, enhet)
    _refuse_changed(aspiranter, rader, poster, today)
    return _hand_over(aspiranter, rader, enhet, uppgifter, omgang, by, now)


def mark_read(*, rader: list[Overlamning], by: User, now: datetime) -> None:
    """The receiver has been shown these: they leave her Min dag. Others' looking changes nothing."""
    nya = [rad.pk for rad in rader if rad.till_user_id == by.pk and rad.sedd_at is None]
    if nya:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.markera_overlamning_sedd(%s::bigint[], %s)", [nya, now])


@dataclass(frozen=True)
class NyOverlamning:
    """One hand-over that its receiver has not read: who made it, and of how many persons the receiver sees."""

    omgang: UUID
    gjord_av: User
    gjord_at: datetime
    dag: date
    antal: int
    har_notering: bool


def unread(user: User) -> list[NyOverlamning]:
    """What others have handed over to the user, latest first; one question."""
    rader = defaultdict(list)
    for rad in Overlamning.objects.osedda(user).select_related("gjord_av").order_by("-gjord_at", "pk"):
        rader[rad.omgang].append(rad)
    return [
        NyOverlamning(omgang, r[0].gjord_av, r[0].gjord_at, r[0].dag, len(r), bool(r[0].notering))
        for omgang, r in rader.items()
    ]


def _check(uppgifter: Uppgifter, enhet: Enhet, today: date) -> None:
    if uppgifter.fran > today + timedelta(days=LANGST_FRAM):
        raise HandlaggareError("Dagen ligger mer än ett år bort. Kontrollera årtalet.", "fran")
    if not selectable_handlaggare(max(today, uppgifter.fran), enhet).filter(pk=uppgifter.till.pk).exists():
        raise HandlaggareError(f"{uppgifter.till.namn} arbetar inte på {enhet} den dagen.", "user")


def _rows(aspiranter: list[Aspirant], enhet: Enhet) -> dict[int, list[Handlaggare]]:
    svar = defaultdict(list)
    alla = Handlaggare.objects.filter(aspirant__in=aspiranter, enhet=enhet).select_related("user", "enhet", "aspirant")
    for rad in alla.order_by("fran"):
        svar[rad.aspirant_id].append(rad)
    return svar


def _refuse_changed(aspiranter, rader, poster: dict[int, Post], today: date) -> None:
    nu = [(a, latest_holder(rader[a.pk], today)) for a in aspiranter]
    andrade = [(a, rad) for a, rad in nu if (rad.stampel if rad else "") != poster[a.pk].stampel]
    if andrade:
        raise HolderChangedError(andrade)


def _hand_over(aspiranter, rader, enhet, uppgifter: Uppgifter, omgang: UUID, by: User, now) -> list[Overlamning]:
    """As many statements for one as for hundreds; the named lists of protected persons are changed one by one."""
    today, byten, noterade = local_date(now), Byten(), []
    for aspirant in aspiranter:
        latest = latest_holder(rader[aspirant.pk], today)
        before = latest.user if latest else None
        if before == uppgifter.till:
            raise HandlaggareError(f"{uppgifter.till.namn} är redan handläggare för {aspirant.namn}.", "user")
        change_holder(
            byten,
            rader=rader[aspirant.pk],
            aspirant=aspirant,
            enhet=enhet,
            user=uppgifter.till,
            fran=uppgifter.fran,
            today=today,
        )
        noterade.append(_note(aspirant, enhet, before, uppgifter, omgang, by, now))
    byten.write()
    for aspirant in (a for a in aspiranter if a.skydd):
        _name(aspirant, uppgifter.till, max(today, uppgifter.fran), now)
        follow_assignments(aspirant=aspirant, now=now)
    changed(*(a.pk for a in aspiranter))
    return Overlamning.objects.bulk_create(noterade)


def _note(aspirant, enhet, before: User | None, uppgifter: Uppgifter, omgang: UUID, by: User, now) -> Overlamning:
    return Overlamning(
        aspirant=aspirant,
        namnd_id=enhet.namnd_id,
        enhet=enhet,
        fran_user=before,
        till_user=uppgifter.till,
        dag=uppgifter.fran,
        notering=uppgifter.notering,
        omgang=omgang,
        gjord_at=now,
        gjord_av=by,
    )


def _name(aspirant: Aspirant, user: User, dag: date, now: datetime) -> None:
    try:
        with transaction.atomic():
            name_reader(aspirant=aspirant, user_id=user.pk, now=now, fran=dag, grund=Skyddsgrund.HANDLAGGARE)
    except ProgrammingError as error:
        raise HandlaggareError(f"{user.namn} kan inte få tillgång till {aspirant.namn}.", "user") from error
