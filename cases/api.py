"""What every API view stands on."""

from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from .sekretess.identitet import set_anvandare


class JobbaktenAPIView(APIView):
    """Reads and writes as the authenticated user, and only where `far(user, today)` says so.

    DRF authenticates after the middleware has opened the transaction, so the identity is set again here: with a
    token the request came in as nobody.
    """

    far = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        set_anvandare(request.user.pk, today=request.today)
        if not type(self).far(request.user, request.today):
            raise PermissionDenied("Din roll har inte den här uppgiften.")
