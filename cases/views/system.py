"""Systemstatus for the systemförvaltare: is every duty alive?"""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import perms
from cases.models import Puls
from cases.services.inloggning import locked
from cases.services.konton import to_confirm
from config.health import checks


@require_safe
@perms.requires(perms.can_administer)
def systemstatus(request):
    """Services that answer now, and the heartbeat of every scheduled duty."""
    pulser = [(puls, _lage(puls, request.now)) for puls in Puls.objects.all()]
    context = {
        "kontroller": checks(),
        "pulser": pulser,
        "sparrar": len(locked(request.now)),
        "att_bekrafta": to_confirm(request.user, request.today).values("medlemskap").distinct().count(),
    }
    return render(request, "cases/systemstatus.html", context)


def _lage(puls: Puls, now) -> tuple[str, str]:
    if puls.senast_at is None:
        return "warn", "Har inte körts än"
    if now - puls.senast_at > timedelta(hours=puls.hogst_timmar):
        return "bad", "Tyst för länge"
    return ("ok", "Som den ska") if puls.lyckades else ("bad", "Misslyckades")
