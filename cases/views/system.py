"""Systemstatus for the systemförvaltare: is every duty alive?"""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import perms
from cases.models import Puls
from cases.services.inloggning import locked
from cases.services.konton import to_confirm
from cases.services.lasningslogg import log_state
from config.formatting import format_number
from config.health import checks


@require_safe
@perms.requires(perms.can_administer)
def systemstatus(request):
    """Services that answer now, and the heartbeat of every scheduled duty."""
    pulser = [(puls, _lage(puls, request.now)) for puls in Puls.objects.all()]
    context = {
        "kontroller": checks(),
        "pulser": pulser,
        "loggen": _loggens_lage(request.today),
        "sparrar": len(locked(request.now)),
        "att_bekrafta": to_confirm(request.user, request.today).values("medlemskap").distinct().count(),
    }
    return render(request, "cases/systemstatus.html", context)


def _loggens_lage(today) -> list[tuple[str, str]]:
    """The reading log's months: (kind, words) for each thing to say."""
    lage = log_state(today)
    fel = [("bad", f"Läsloggen saknar {manad}") for manad in lage.saknas]
    if lage.utan_manad:
        rader = "1 rad" if lage.utan_manad == 1 else f"{format_number(lage.utan_manad)} rader"
        fel.append(("bad", f"{rader} i läsloggen ligger utanför sin månad"))
    return fel or [("ok", "Läsloggen har sina månader")]


def _lage(puls: Puls, now) -> tuple[str, str]:
    if puls.senast_at is None:
        return "warn", "Har inte körts än"
    if now - puls.senast_at > timedelta(hours=puls.hogst_timmar):
        return "bad", "Tyst för länge"
    if not puls.lyckades:
        return "bad", "Misslyckades"
    return ("warn", "Att se över") if puls.att_se_over else ("ok", "Som den ska")
