"""Login and logout; in demo mode the login page lists the accounts."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from cases.forms.konto import LoginForm
from config.middleware import IdleTimeoutMiddleware


@dataclass(frozen=True)
class Demokonto:
    """An account to click on the demo's login page."""

    username: str
    namn: str
    roll: str
    gor: str


DEMOKONTON = {
    "Stadsdelsförvaltning": [
        Demokonto("sara", "Sara Nyberg", "Socialsekreterare, Spånga-Tensta", "Registrerar och skickar remiss"),
        Demokonto(
            "hanna",
            "Hanna Berglund",
            "Socialsekreterare, Hägersten-Liljeholmen",
            "En annan nämnd",
        ),
        Demokonto("stina", "Stina Holm", "Enhetschef, Spånga-Tensta", "Leveranser, siffror och rapporter"),
    ],
    "Jobbtorg": [
        Demokonto("carl", "Carl Wikström", "Coach, Jobbtorg Kista", "Jobbplaner, samtal och insatser"),
        Demokonto("vera", "Vera Lundin", "Coach, Jobbtorg Vårberg", "Ett annat jobbtorg"),
        Demokonto("eva", "Eva Sandell", "Enhetschef, Jobbtorg Kista", "Enhetens personer, siffror och rapporter"),
    ],
    "Staden": [
        Demokonto("nina", "Nina Sjöberg", "Controller och nämndsekreterare", "Statistik och rapporter, inga personer"),
        Demokonto("rut", "Rut Elfving", "Registeransvarig", "Svarar på frågor om nummer som finns hos en annan nämnd"),
        Demokonto("sven", "Sven Åkesson", "Systemförvaltare", "Enheter, användare och kodlistor, inga ärenden"),
    ],
}


@method_decorator(login_not_required, name="dispatch")
class LoginView(views.LoginView):
    template_name = "cases/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            demokonton=DEMOKONTON if settings.DEMO else None,
            utloggad_for_inaktivitet=self.request.session.get(IdleTimeoutMiddleware.ENDED, False),
            **kwargs,
        )

    def form_invalid(self, form):
        """Too many attempts is said as a status as well: 429, whether the name exists or not."""
        response = super().form_invalid(form)
        if form.sparrad_till:
            response.status_code = 429
            response["Retry-After"] = max(1, int((form.sparrad_till - self.request.now).total_seconds()))
        return response


@require_POST
def fortsatt(request):
    """The user is still there: the request itself has moved the idle limit. Nothing to show."""
    return HttpResponse(status=204)


class LogoutView(views.LogoutView):
    """POST only. The page it leads to clears drafts in the browser."""
