"""Plumbing that every request passes."""

import time

from django.conf import settings
from django.contrib.auth import logout


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
