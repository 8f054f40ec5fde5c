"""Headers on every answer, errors and the administration too; and a page for a method that is not there."""

from django.http import Http404, HttpResponseNotAllowed

from config.errors import not_allowed, uri_too_long

# What the product never asks the browser for, so that nobody else can
PERMISSIONS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
LARGEST_ID = 2**63 - 1
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class SecurityHeadersMiddleware:
    """First of all, so that also what the other middleware answer by themselves carries them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LongAddressMiddleware:
    """414 as a page. gunicorn takes twice as much (--limit-request-line), and answers what is beyond by itself."""

    LONGEST = 4000

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) + len(request.path) > self.LONGEST:
            return uri_too_long(request)
        return self.get_response(request)


class MethodPageMiddleware:
    """Pages know GET, HEAD and POST; a view that only reads says require_safe. 405 is a page, not an empty answer."""

    KNOWN = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return not_allowed(request, response["Allow"])
        return response

    def process_view(self, request, view, args, kwargs):
        """DRF's own views (they have `cls`) answer for their methods by themselves.

        A number in the address that no row can have is not found, before the database has to say so.
        """
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404
        if request.method not in self.KNOWN and not hasattr(view, "cls"):
            return HttpResponseNotAllowed(self.KNOWN)
        return None
