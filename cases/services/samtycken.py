"""The person's consent to hand over: register it, find the one that holds, take it back (law.md 3.2)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.akt import changed
from cases.models import Aspirant, Namnd, Parameter, Samtycke, User
from config.dates import add_months

from .fel import RuleBrokenError, constraints_as

SAMTYCKE_MANADER = 12


def valid_samtycke(
    *, aspirant_id: int, fran_namnd: Namnd, till_namnd: Namnd, dag: date, typ: str | None = None
) -> Samtycke | None:
    """The consent that covers handing over `typ` from one nämnd to another on `dag`: the one that lasts longest.

    Without `typ`, one that covers anything.
    """
    samtycken = Samtycke.objects.giltiga(dag).filter(aspirant=aspirant_id, fran_namnd=fran_namnd, till_namnd=till_namnd)
    return (samtycken.omfattar(typ) if typ else samtycken).order_by("-till", "-id").first()


class SamtyckeTooLongError(Exception):
    """The consent would last longer than the municipality allows. `senast` is the last day it may last."""

    def __init__(self, senast: date):
        super().__init__(f"Ett samtycke får gälla som längst till {senast:%Y-%m-%d}.")
        self.senast = senast


OVER = "Sista dagen har redan varit. Ett samtycke registreras medan det gäller."


class SamtyckeOverError(RuleBrokenError):
    """The consent's last day has already been: nothing could be handed over on it."""


def samtycke_last_day(fran: date) -> date:
    """The last day a consent given on `fran` may last (parameter samtycke_manader)."""
    return add_months(fran, Parameter.objects.varde("samtycke_manader", fran) or SAMTYCKE_MANADER)


@transaction.atomic
def register_samtycke(
    *,
    aspirant: Aspirant,
    riktningar: Sequence[tuple[Namnd, Namnd]],
    typer: Sequence[str],
    omfattning: str,
    satt: str,
    fran: date,
    till: date,
    by: User,
    today: date,
    mottaget_av: User | None = None,
) -> list[Samtycke]:
    """Keep the person's consent, one row per direction (from nämnd, to nämnd). The same consent twice is one.

    `mottaget_av` is whom the person gave it to, `by` unless said. Raises SamtyckeTooLongError, and
    SamtyckeOverError when the last day has been.
    """
    if till < today:
        raise SamtyckeOverError(OVER, "till")
    if till > (senast := samtycke_last_day(fran)):
        raise SamtyckeTooLongError(senast)
    Aspirant.objects.select_for_update(of=("self",)).get(pk=aspirant.pk)
    sagt = {"typer": sorted(typer), "omfattning": omfattning, "satt": satt, "fran": fran, "till": till}
    rader = []
    for fran_namnd, till_namnd in riktningar:
        vad = {"aspirant": aspirant, "fran_namnd": fran_namnd, "till_namnd": till_namnd, **sagt}
        finns = Samtycke.objects.filter(**vad, aterkallat=None).first()
        rader.append(
            finns or Samtycke.objects.create(**vad, mottaget_av=mottaget_av or by, registrerat_av=by),
        )
    changed(aspirant.pk)
    return rader


class WithdrawalError(RuleBrokenError):
    """The consent cannot be taken back so."""


@transaction.atomic
def withdraw_samtycke(*, samtycke: Samtycke, aterkallat: date, satt: str, by: User) -> bool:
    """The person takes it back: nothing more is handed over on it, and what was is no longer read by the receiver.

    False when it was taken back before. Raises WithdrawalError for a day before it was given.
    """
    changed(samtycke.aspirant_id)
    with constraints_as(WithdrawalError):
        return bool(
            Samtycke.objects.filter(pk=samtycke.pk, aterkallat=None).update(
                aterkallat=aterkallat, aterkallat_satt=satt, aterkallat_av=by
            )
        )
