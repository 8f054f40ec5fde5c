"""Error pages: what happened, what to do, and a reference number that is also in the log."""

import logging
import secrets

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.template.loader import render_to_string

from .middleware import page_of

logger = logging.getLogger("jobbakten.fel")


def make_reference() -> str:
    return f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()


def _reference(request, status: int) -> str:
    """A short code to say on the phone, the request's own in log and history too; the log line names the view, never
    the address or the person."""
    reference = getattr(request, "referens", None) or make_reference()
    match = getattr(request, "resolver_match", None)
    logger.warning("fel %s referens %s vy %s", status, reference, match.view_name if match else "-")
    return reference


def bad_request(request, exception=None):
    """Also what is too large to read: Django says 400 for that, HTTP has a word of its own."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "errors/413.html", {"referens": _reference(request, 413)}, status=413)
    return render(request, "errors/400.html", {"referens": _reference(request, 400)}, status=400)


def uri_too_long(request):
    """Rendered like a server error: nothing of the request has been looked at yet."""
    html = render_to_string("errors/414.html", {"referens": _reference(request, 414)})
    return HttpResponse(html, status=414)


def permission_denied(request, exception=None):
    return render(request, "errors/403.html", {"referens": _reference(request, 403)}, status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", {"referens": _reference(request, 404)}, status=404)


def not_allowed(request, allow: str):
    response = render(request, "errors/405.html", {"referens": _reference(request, 405)}, status=405)
    response["Allow"] = allow
    return response


def server_error(request):
    """Rendered without database or context processors: they may be what broke."""
    html = render_to_string("errors/500.html", {"referens": _reference(request, 500)})
    return HttpResponse(html, status=500)


def csrf_failure(request, reason=""):
    """Leads back to the page the form stood on: the address it was sent to may only answer POST."""
    context = {"referens": _reference(request, 403), "sida": page_of(request)}
    html = render_to_string("errors/csrf.html", context, request)
    return HttpResponseForbidden(html)
