"""What has been followed up: every version, what came of its delmål, and whether the goal changed."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases import perms
from cases.views.akt import akt_context, get_aspirant
from config.dates import local_date
from jobbplaner.enums import Planslag
from jobbplaner.fragor import begun_follow_ups, completed_follow_ups, visible_plans
from jobbplaner.models import Plan, Planuppfoljning
from jobbplaner.perms import skrivplats


@require_GET
@perms.requires(perms.can_open_akter)
def uppfoljning_list(request, pk: int, slag: str):
    """Newest version first, with its follow-ups, or that it was replaced without one."""
    aspirant = get_aspirant(pk)
    planer = [p for p in visible_plans(aspirant, slag) if not p.ar_utkast]
    uppfoljningar = completed_follow_ups(aspirant, slag)
    borjade = {(u.namnd_id, u.plan_nummer): u for u in begun_follow_ups(aspirant, slag)}
    context = akt_context(request, aspirant, slag) | {
        "slag": Planslag(slag),
        "rader": [rad | {"borjad": borjade.get(rad["nyckel"])} for rad in trail(planer, uppfoljningar)],
        "tillbaka": reverse(f"jobbplaner:{slag}_detail", args=[pk]),
        "folj_upp": reverse(f"jobbplaner:{slag}_uppfoljning", args=[pk])
        if planer and skrivplats(request.user, aspirant, slag, request.today)
        else "",
    }
    return render(request, "jobbplaner/uppfoljning_list.html", context)


def trail(planer: list[Plan], uppfoljningar: list[Planuppfoljning]) -> list[dict]:
    """Per version of each nämnd, newest first: the version, its follow-ups, and the goal before and after.

    A version that the reader has not received is there by its number when its follow-up is.
    """
    per_version: dict[tuple[int, int], list[Planuppfoljning]] = {}
    for u in uppfoljningar:
        per_version.setdefault((u.namnd_id, u.plan_nummer), []).append(u)
    finns = {(p.namnd_id, p.nummer): p for p in planer}
    nycklar = sorted(finns.keys() | per_version.keys(), key=lambda nyckel: (nyckel[0], -nyckel[1]))
    return [_step(nyckel, finns, per_version.get(nyckel, [])) for nyckel in nycklar]


def _step(nyckel: tuple[int, int], finns: dict[tuple[int, int], Plan], uppfoljningar: list[Planuppfoljning]) -> dict:
    namnd, nummer = nyckel
    plan, nasta = finns.get(nyckel), finns.get((namnd, nummer + 1))
    return {
        "nyckel": nyckel,
        "nummer": nummer,
        "plan": plan,
        "publicerad": local_date(plan.publicerad_at) if plan else None,
        "ersatt": local_date(plan.ersatt_at) if plan and plan.ersatt_at else None,
        "uppfoljningar": uppfoljningar,
        # What is read with the next version, of one that the reader has not received
        "foljde_med": next((v.nummer for v in finns.values() for u in uppfoljningar if v.pk == u.ny_plan_id), None),
        "nasta": nasta,
        "mal_andrat": bool(plan and nasta and plan.mal.split() != nasta.mal.split()),
    }
