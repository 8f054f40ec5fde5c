"""Plumbing that every request passes."""

import time

from django.conf import settings
from django.contrib.auth import logout, middleware
from django.contrib.auth.views import redirect_to_login


class IdleTimeoutMiddleware:
    """Logs out a session that has been idle too long; the login page then leads back to where one was."""

    KEY = "senast_aktiv"
    ENDED = "utloggad_for_inaktivitet"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(self.KEY, now) > settings.SESSION_IDLE_SECONDS:
                logout(request)
                # in the new, empty session: the login page is another request
                request.session[self.ENDED] = True
            elif now - request.session.get(self.KEY, 0) > 60:
                # once a minute is enough, and spares a write on every page
                request.session[self.KEY] = now
        return self.get_response(request)


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Closed by default. A button pressed after the session has ended leads back to the page it stood on.

    The address it posts to may only answer POST, and shows nothing of what was typed.
    """

    def handle_no_permission(self, request, view_func):
        return redirect_to_login(
            _page_of(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )


def _page_of(request) -> str:
    """Path of the page a POST came from when it is one of ours, else the path asked for."""
    page, ours = request.headers.get("Referer", ""), request.build_absolute_uri("/")
    if request.method == "POST" and page.startswith(ours):
        return "/" + page.removeprefix(ours)
    return request.get_full_path()
