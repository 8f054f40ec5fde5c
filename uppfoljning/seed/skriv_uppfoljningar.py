"""Writes follow-ups in bulk: for each version that another replaced, what came of its delmål.

Some versions were replaced without one, as in life: their page says so.
"""

from itertools import pairwise

from jobbplaner.enums import Malutfall, Utfall
from jobbplaner.models import Delmal, Delmalsutfall, Plan, Planuppfoljning

from .liv import Planversion
from .texter import FORTSATTER, GJORT

BATCH = 2000
HOPPAS_OVER = 8
"""Every so manyth version was never followed up."""

Rad = tuple[Plan, Planversion]


def write_follow_ups(rader: list[Rad], delmal: dict[int, list[Delmal]]) -> None:
    """`rader` are the versions in order, person by person; `delmal` by the plan's key."""
    par = [(fore, efter) for fore, efter in pairwise(rader) if _continued(fore[0], efter[0])]
    utan = [p for nr, p in enumerate(par) if nr % HOPPAS_OVER == 0 and not p[0][1].resultat]
    par = [p for nr, p in enumerate(par) if p[0][1].resultat or nr % HOPPAS_OVER]
    _begun(utan, delmal)
    gjorda = Planuppfoljning.objects.bulk_create((_follow_up(fore, efter[0]) for fore, efter in par), batch_size=BATCH)
    Delmalsutfall.objects.bulk_create(
        (
            rad
            for u, (fore, efter) in zip(gjorda, par, strict=True)
            for rad in _outcomes(u, fore, delmal[fore[0].pk], delmal[efter[0].pk])
        ),
        batch_size=BATCH,
    )


def _begun(utan: list[tuple[Rad, Rad]], delmal: dict[int, list[Delmal]]) -> None:
    """One that was begun, and the plan replaced before it was completed: of the newest version that it happened to."""
    pagar = [(fore, efter) for fore, efter in utan if efter[0].ersatt_at is None and delmal[fore[0].pk]]
    if not pagar:
        return
    fore, efter = max(pagar, key=lambda p: (p[0][0].skapad_av.username == "carl", p[1][0].publicerad_at))
    borjad = _follow_up(fore, efter[0])
    borjad.ny_plan = borjad.klar_at = borjad.klar_av = None
    borjad.mal_utfall = borjad.mal_text = ""
    borjad.save()
    for rad in _outcomes(borjad, fore, delmal[fore[0].pk], delmal[efter[0].pk])[:1]:
        rad.save()


def _continued(fore: Plan, efter: Plan) -> bool:
    """The same plan of the same stay: a person who comes back begins anew."""
    return (fore.aspirant_id, fore.slag, fore.inskrivning_id) == (efter.aspirant_id, efter.slag, efter.inskrivning_id)


def _follow_up(fore: Rad, efter: Plan) -> Planuppfoljning:
    plan, version = fore
    return Planuppfoljning(
        aspirant_id=plan.aspirant_id,
        namnd_id=plan.namnd_id,
        plan=plan,
        plan_nummer=plan.nummer,
        ny_plan=efter,
        enhet_id=plan.enhet_id,
        datum=efter.publicerad_at.date(),
        mal_utfall=Malutfall.ANDRAS if version.nytt_mal else Malutfall.STAR_FAST,
        mal_text=version.nytt_mal,
        skapad_av_id=efter.skapad_av_id,
        andrad_av_id=efter.skapad_av_id,
        andrad_at=efter.publicerad_at,
        klar_at=efter.publicerad_at,
        klar_av_id=efter.skapad_av_id,
    )


def _outcomes(u: Planuppfoljning, fore: Rad, gamla: list[Delmal], nya: list[Delmal]) -> list[Delmalsutfall]:
    """What is in the next version too is under way; what is not was done."""
    kvar = {d.vad: d for d in nya}
    return [
        Delmalsutfall(
            aspirant_id=u.aspirant_id,
            namnd_id=u.namnd_id,
            uppfoljning=u,
            delmal=d,
            ordning=nr,
            vad=d.vad,
            utfall=Utfall.PA_VAG if d.vad in kvar else Utfall.KLART,
            resultat=fore[1].resultat.get(d.vad) or _told(d, klart=d.vad not in kvar),
            ny_dag=kvar[d.vad].senast if d.vad in kvar and kvar[d.vad].senast != d.senast else None,
        )
        for nr, d in enumerate(gamla, start=1)
    ]


def _told(delmal: Delmal, *, klart: bool) -> str:
    texter = GJORT if klart else FORTSATTER
    return texter[delmal.pk % len(texter)]
