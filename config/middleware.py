"""Plumbing that every request passes."""

import time

from django.conf import settings
from django.contrib.auth import logout, middleware
from django.contrib.auth.views import redirect_to_login


class IdleTimeoutMiddleware:
    """Logs out a session that has been idle too long, or that began too long ago; login leads back to where one was.

    What a page fetches by itself (it says so with X-Vakar) is not the user's doing and keeps nothing alive.
    """

    KEY = "senast_aktiv"
    BEGAN = "inloggad_sedan"
    ENDED = "utloggad_for_inaktivitet"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if self._over(request.session, now):
                logout(request)
                # in the new, empty session: the login page is another request
                request.session[self.ENDED] = True
            elif now - request.session.get(self.KEY, 0) > 60 and "X-Vakar" not in request.headers:
                # once a minute is enough, and spares a write on every page
                request.session[self.KEY] = now
                request.session.setdefault(self.BEGAN, now)
        return self.get_response(request)

    def _over(self, session, now: int) -> bool:
        idle = now - session.get(self.KEY, now) > settings.SESSION_IDLE_SECONDS
        return idle or now - session.get(self.BEGAN, now) > settings.SESSION_COOKIE_AGE


class CsrfCookieMiddleware:
    """Sends the CSRF cookie when it is new and not again with every page, as Django does to renew its year.

    Else a slow answer to what was asked before a login, in another tab, takes back the token of that login, and the
    form that is open there is refused. Each login gives a new one, long before the year is over.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        name = settings.CSRF_COOKIE_NAME
        if name in response.cookies and response.cookies[name].value == request.COOKIES.get(name):
            del response.cookies[name]
        return response


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Closed by default. A button pressed after the session has ended leads back to the page it stood on.

    The address it posts to may only answer POST, and shows nothing of what was typed.
    """

    def handle_no_permission(self, request, view_func):
        return redirect_to_login(
            page_of(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )


def page_of(request) -> str:
    """Path of the page a POST came from when it is one of ours, never "//another.host"; else the path asked for."""
    page, ours = request.headers.get("Referer", ""), request.build_absolute_uri("/")
    if request.method == "POST" and page.startswith(ours):
        return "/" + page.removeprefix(ours).lstrip("/\\")
    return request.get_full_path()
