"""Locked logins, for the systemförvaltare to see and lift."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases import perms
from cases.models import Inloggningssparr
from cases.services.inloggning import lift_lock, locked
from config.flash import flash


@require_safe
@perms.requires(perms.can_administer)
def sparr_list(request):
    return render(request, "cases/sparr_list.html", {"sparrar": locked(request.now)})


@require_POST
@perms.requires(perms.can_administer)
def sparr_lift(request, pk):
    sparr = get_object_or_404(Inloggningssparr, pk=pk)
    lift_lock(sparr=sparr, by=request.user, now=request.now)
    flash(request, "ok", "Spärren är hävd", "Det går att logga in igen direkt.")
    return redirect("cases:sparr_list")
