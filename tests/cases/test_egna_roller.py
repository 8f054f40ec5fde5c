"""Whoever hands out roles hands none to themselves."""

import pytest
from django.urls import reverse

from cases.models import Medlemskap
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db


def add_coach(client, user, enhet):
    """Post the user's page as the browser would, with one more role."""
    url = reverse("admin:cases_user_change", args=[user.pk])
    rows = {f"medlemskap-0-{name}": value for name, value in (("fran", TODAY), ("enhet", enhet.pk), ("roll", "coach"))}
    counts = {"medlemskap-TOTAL_FORMS": "1", "medlemskap-INITIAL_FORMS": "0", "medlemskap-0-user": user.pk}
    names = {"username": user.username, "first_name": user.first_name, "last_name": user.last_name, "is_active": "on"}
    return client.post(url, names | counts | rows)


def is_coach(user) -> bool:
    with owner():
        return Medlemskap.objects.filter(user=user, roll="coach", fran=TODAY).exists()


def test_the_systemforvaltare_gives_others_a_role_but_not_themselves(stad, logga_in):
    client = logga_in(stad.sven)
    add_coach(client, stad.nina, stad.kista)
    add_coach(client, stad.sven, stad.kista)
    assert is_coach(stad.nina)
    assert not is_coach(stad.sven)


def test_ones_own_roles_are_shown(stad, logga_in):
    page = logga_in(stad.sven).get(reverse("admin:cases_user_change", args=[stad.sven.pk]))
    assert "Systemförvaltare" in page.content.decode()
