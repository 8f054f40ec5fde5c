"""To whom a document may be handed over, and on which grounds (domain.md section 8). Reads only."""

from dataclasses import dataclass
from datetime import date

from . import aktrader
from .enums import Enhetsslag, Namndslag
from .models import Aspirant, Enhet, Namnd, RattsligGrund, Remiss, Samtycke, User
from .perms import enheter
from .services.samtycken import valid_samtycke


@dataclass(frozen=True)
class Utlamningsval:
    """The receiver, who holds the case there, and the grounds that hold on the day; consent first when there is one."""

    till: Enhet
    handlaggare: User | None
    grunder: list[RattsligGrund]
    samtycke: Samtycke | None

    @property
    def mottagare(self) -> str:
        return f"{self.handlaggare}, {self.till}" if self.handlaggare else str(self.till)


def utlamningsval(aspirant: Aspirant, fran: Enhet, dag: date, *, typ: str) -> Utlamningsval | None:
    """What may be chosen when `fran` hands over a handling of this type; None when nobody on the other side holds the
    case. A consent that does not cover the type is no ground."""
    till = receiver(aspirant, fran)
    if till is None or till.namnd_id == fran.namnd_id:
        return None
    samtycke = valid_samtycke(aspirant_id=aspirant.pk, fran_namnd=fran.namnd, till_namnd=till.namnd, typ=typ, dag=dag)
    grunder = RattsligGrund.objects.giltiga(dag).filter(anvandning=RattsligGrund.Anvandning.UTLAMNANDE)
    if samtycke is None:
        grunder = grunder.filter(kraver_samtycke=False)
    return Utlamningsval(till, _holder(aspirant, till, dag), sorted(grunder, key=_consent_first), samtycke)


def _holder(aspirant: Aspirant, enhet: Enhet, dag: date) -> User | None:
    """Who holds the case at the receiver on the day."""
    rader = aktrader.handlaggare(aspirant)
    return next((rad.user for rad in rader if rad.enhet_id == enhet.pk and rad.aktuell_den(dag)), None)


def _consent_first(grund: RattsligGrund) -> tuple:
    return (not grund.kraver_samtycke, grund.ordning)


def receiver(aspirant: Aspirant, fran: Enhet) -> Enhet | None:
    """The other side: the responsible SDF, or the jobbtorg where the person is enrolled, else last remitted to."""
    if fran.slag == Enhetsslag.JOBBTORG:
        return aspirant.sdf
    if inskrivning := aktrader.oppen_inskrivning(aspirant):
        return inskrivning.jobbtorg
    remiss = Remiss.objects.filter(aspirant=aspirant).select_related("jobbtorg__namnd").order_by("-pk").first()
    return remiss.jobbtorg if remiss else None


def own_unit(user: User, aspirant: Aspirant, today: date) -> Enhet | None:
    """The unit from which `user` works with this person: the one that holds the case, else any of theirs."""
    mina = enheter(user, today)
    haller = aktrader.ansvariga_enheter(aspirant)
    return next((e for e in mina if e.pk in haller), next(iter(mina), None))


def counterpart(aspirant: Aspirant, enhet: Enhet | None) -> Namnd | None:
    """The nämnd that a consent concerns beside the unit's own; none for whoever only reads."""
    if enhet is None:
        return None
    if enhet.slag == Enhetsslag.JOBBTORG:
        return aspirant.sdf.namnd if aspirant.sdf else None
    till = receiver(aspirant, enhet)
    return till.namnd if till else Namnd.objects.filter(slag=Namndslag.ARBETSMARKNAD).first()
