"""Every request runs in one transaction that carries its identity, view and rendering alike."""

from django.db import transaction

from config import dates

from .sekretess.identitet import som_anvandare, som_ingen


class IdentitetMiddleware:
    """Sets the identity before the view; an answer of 500 or more undoes everything."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.now = dates.now()
        request.today = dates.local_date(request.now)
        user = request.user
        identity = som_anvandare(user.pk, today=request.today) if user.is_authenticated else som_ingen()
        with identity:
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if user.is_authenticated:
            # Pages show persons: nothing of them stays in a browser that others may use after logout
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
