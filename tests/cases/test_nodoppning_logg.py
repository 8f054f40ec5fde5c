"""A nödöppning opens the akt, not the akt's tab Logg: neither its history nor its readings (domain.md section 9)."""

import pytest
from django.urls import reverse

from cases.models import Lasning, Nodoppning
from tests.cases.test_nodoppning import NU, opens
from tests.conftest import owner
from tests.factories import anvandare
from tests.radscen import radscen

pytestmark = pytest.mark.django_db

LOGGSIDOR = ["cases:logg_andringar", "cases:logg", "cases:loggutdrag"]


@pytest.fixture
def s():
    s = radscen()
    with owner():
        Nodoppning.objects.all().delete()
    return s


@pytest.mark.parametrize("name", LOGGSIDOR)
@pytest.mark.parametrize("who", ["hanna", "vera"])
def test_the_pages_of_the_log_are_forbidden_while_the_akt_is_open(s, logga_in, who, name):
    user = getattr(s.stad, who)
    opens(user, s.person)
    client = logga_in(user)
    assert client.get(reverse("cases:akt", args=[s.person.pk])).status_code == 200
    assert client.get(reverse(name, args=[s.person.pk])).status_code == 403


def test_the_history_asked_for_is_a_refusal_in_the_reading_log(s, logga_in):
    opens(s.stad.hanna, s.person)
    logga_in(s.stad.hanna).get(reverse("cases:logg_andringar", args=[s.person.pk]))
    with owner():
        rad = Lasning.objects.get(user=s.stad.hanna, vy="cases:logg_andringar")
    assert (rad.slag, rad.aspirant_id, rad.skedde_at) == ("nekad", s.person.pk, NU)


def test_a_chef_who_opened_the_akt_reads_no_history_either(s, logga_in):
    chef = anvandare("hedda", "enhetschef", s.stad.hagersten)
    opens(chef, s.person)
    answers = [logga_in(chef).get(reverse(name, args=[s.person.pk])).status_code for name in LOGGSIDOR]
    assert answers == [403, 403, 403]
