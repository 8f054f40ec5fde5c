"""My account: what it says, what has happened to it, an own password, the e-mail of the morning, out everywhere."""

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import AKTROLLER
from cases.forms.konto import PasswordForm
from cases.models import Kontohandelse
from cases.services.konton import choose_sammandrag, end_sessions
from config.flash import flash

SHOWN = 50


@require_safe
def mitt_konto(request):
    """Name and assignments, whether the e-mail of the morning is wanted, and the last logins and changes, those made
    by others too."""
    context = {
        "handelser": Kontohandelse.objects.filter(user=request.user).select_related("av")[:SHOWN],
        "medlemskap": request.user.medlemskap_den(request.today),
        "far_sammandrag": request.user.har_roll(request.today, *AKTROLLER),
        "epost_ar_pa": bool(settings.EMAIL_HOST),
    }
    return render(request, "cases/mitt_konto.html", context)


@require_POST
def sammandrag(request):
    """`vill` is ja or nej; the same twice changes nothing. 403 for whoever the e-mail never goes to."""
    if not request.user.har_roll(request.today, *AKTROLLER):
        raise PermissionDenied
    vill = request.POST.get("vill") == "ja"
    choose_sammandrag(user=request.user, vill=vill)
    flash(request, "ok", "Du får mejlet från nästa arbetsdag" if vill else "Du får inte mejlet längre")
    return redirect("cases:mitt_konto")


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
