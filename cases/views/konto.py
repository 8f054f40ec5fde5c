"""My account: what has happened to it, an own password, and out everywhere."""

from django.contrib.auth import logout, update_session_auth_hash
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.konto import PasswordForm
from cases.models import Kontohandelse
from cases.services.konton import end_sessions
from config.flash import flash

SHOWN = 50


@require_safe
def mitt_konto(request):
    """The last logins and changes, those made by others too."""
    handelser = Kontohandelse.objects.filter(user=request.user).select_related("av")[:SHOWN]
    return render(request, "cases/mitt_konto.html", {"handelser": handelser})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def byt_losenord(request):
    """Choose a password; with a temporary one this is the only page that opens."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        flash(request, "ok", "Lösenordet är bytt", "Du är utloggad på andra datorer.")
        return redirect("/")
    context = {"form": form, "tillfalligt": request.user.tillfalligt_till}
    return render(request, "cases/byt_losenord.html", context)


@require_POST
def logga_ut_overallt(request):
    """Ends every session of the account, this one too."""
    end_sessions(user=request.user, now=request.now)
    logout(request)
    flash(request, "ok", "Du är utloggad överallt", "Alla datorer där du var inloggad har loggats ut.")
    return redirect("cases:login")
