"""Every request runs in one transaction that carries its identity, view and rendering alike."""

from django.db import transaction
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from config import dates, maskning
from config.errors import make_reference

from . import lasning
from .nodoppning import reading_moment
from .sekretess.identitet import fran_kalla, som_anvandare, som_ingen


class IdentitetMiddleware:
    """Sets the identity before the view, logs what was shown after it; an answer of 500 or more undoes everything."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.now = dates.now()
        request.today = dates.local_date(request.now)
        # One reference for what the request read and wrote, what the log says and what an error page shows
        request.referens = make_reference()
        lasning.begin(request)
        user = request.user
        identity = _identity(request)
        typed = maskning.typed.set(lambda: _typed(request))
        try:
            with fran_kalla(_page(request), request.referens), identity as nodoppnade:
                request.nodoppnade = nodoppnade or frozenset()
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                elif user.is_authenticated:
                    lasning.finish(request, response)
        finally:
            maskning.typed.reset(typed)
        if user.is_authenticated:
            # Pages show persons: nothing of them stays in a browser that others may use after logout
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _identity(request):
    if not request.user.is_authenticated:
        return som_ingen()
    return som_anvandare(request.user.pk, today=request.today, now=reading_moment(request))


class TemporaryPasswordMiddleware:
    """With a password that somebody else has set, nothing opens but the page to choose an own one."""

    OPEN = {"cases:byt_losenord", "cases:logout", "cases:logga_ut_overallt", "tema", "favicon", "halsa"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if user.is_authenticated and user.tillfalligt_till and request.resolver_match.view_name not in self.OPEN:
            return redirect("cases:byt_losenord")
        return None


def _typed(request) -> list[tuple[str, str]]:
    """What the form sent, once it has been read: values that a log must not repeat."""
    sent = getattr(request, "_post", None)
    return [(name, value) for name, values in sent.lists() for value in values] if sent else []


def _page(request) -> str:
    """The URL's name: what history says something was changed from."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
