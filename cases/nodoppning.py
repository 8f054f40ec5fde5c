"""What a nödöppning means for a request: the akt is read, on pages that only show, and nothing is written."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.urls import Resolver404, resolve

from config.errors import permission_denied

from . import perms
from .akt import REGISTER
from .models import Nodoppning, User

# Routes whose key is a person's
PERSON_ROUTES = ("akter/<int:pk>/", "registrera/<int:pk>/")
READING = ("GET", "HEAD", "OPTIONS")
# Asks in the body to keep names and numbers out of the address, and changes nothing
ASKS_BY_POST = "cases:sok"


def reading_moment(request):
    """The moment whose nödöppningar count; None for what writes, which does not see those persons at all."""
    return request.now if request.method in READING or _view_name(request) == ASKS_BY_POST else None


def running(request) -> list[Nodoppning]:
    """The reader's own that show a person now, the one that ends first at the top; nothing is asked without any."""
    if not request.nodoppnade:
        return []
    egna = Nodoppning.objects.av(request.user).pagaende(request.now).filter(aspirant__in=request.nodoppnade)
    return list(egna.select_related("aspirant").order_by("galler_till", "id"))


def to_review(user: User, today: date):
    """Those the user, as chef, has to review: of the units' persons or by their staff, and not opened by the user."""
    return Nodoppning.objects.ogranskade(perms.chef_enheter(user, today)).exclude(user=user)


def count_to_review(user: User, today: date) -> int:
    return to_review(user, today).count() if perms.can_review_nodoppningar(user, today) else 0


def _view_name(request) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


class NodoppningMiddleware:
    """Inside the identity. Pages that write answer 403, also to a POST that found no such person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and _writes_in_opened_akt(request):
            return permission_denied(request)
        return response

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if kwargs.get("pk") in request.nodoppnade and match.route.startswith(PERSON_ROUTES):
            if match.view_name not in REGISTER.lassidor:
                raise PermissionDenied("En nödöppnad akt läses bara.")
            request.user.lasande = True


def _writes_in_opened_akt(request) -> bool:
    """Then the answer is "you may not", not "there is no such person": the reader knows better."""
    if request.method in READING or not request.user.is_authenticated:
        return False
    return Nodoppning.objects.av(request.user).pagaende(request.now).exists()
