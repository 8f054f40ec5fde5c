"""Is the product alive? For load balancers, for `make demo` and for Systemstatus; tells nothing about anyone."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import KombuError


@dataclass(frozen=True)
class Check:
    """A service the product leans on, and whether it answered just now."""

    name: str
    ok: bool


@require_safe
@login_not_required
def halsa(request):
    """200 when every service answers, else 503 with which one does not."""
    results = {check.name: check.ok for check in checks()}
    return JsonResponse(results, status=200 if all(results.values()) else 503)


def checks() -> list[Check]:
    return [Check("PostgreSQL", _database()), Check("Redis", broker_answers())]


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (KombuError, OSError):
        return False
    return True
