"""Two identical POSTs: what no other test of a second click covers. The page's own guard plays no part here."""

import pytest
from django.urls import reverse

from cases.models import Samtycke, Utlamnande
from insatser.models import Placering
from tests.factories import as_owner
from tests.scen import scen

pytestmark = pytest.mark.django_db


def twice(client, url, data=None) -> str:
    """What the second answer says."""
    client.post(url, data or {}, follow=True)
    return client.post(url, data or {}, follow=True).content.decode()


@pytest.fixture
def s():
    return scen()


def test_a_consent_registered_twice_is_one(s, logga_in):
    url = reverse("cases:utlamnande_list", args=[s.person.pk])
    data = {"typer": "protokoll", "omfattning": "Protokoll", "riktning": "fran_oss", "satt": "muntligt"}
    data |= {"mottaget_av": s.stad.carl.pk, "fran": "2026-11-24", "till": "2027-01-15"}
    twice(logga_in(s.stad.carl), url, data)
    with as_owner():
        assert Samtycke.objects.filter(aspirant=s.person, omfattning="Protokoll").count() == 1


def test_a_consent_withdrawn_twice_keeps_the_first_day(s, logga_in):
    url = reverse("cases:samtycke_withdraw", args=[s.samtycke.pk])
    data = {"aterkallat": "2026-11-24", "satt": "muntligt"}
    assert "redan återkallat" in twice(logga_in(s.stad.carl), url, data)
    with as_owner():
        assert str(Samtycke.objects.get(pk=s.samtycke.pk).aterkallat) == "2026-11-24"


def test_a_receipt_given_twice_keeps_the_first(s, logga_in):
    url = reverse("cases:utlamnande_acknowledge", args=[s.utlamnande.pk])
    assert "var redan kvitterad" in twice(logga_in(s.stad.sara), url)
    with as_owner():
        assert Utlamnande.objects.get(pk=s.utlamnande.pk).kvitterat_av == s.stad.sara


def test_a_placering_reviewed_twice_has_the_new_dates_once(s, logga_in):
    url = reverse("insatser:placering_omprova", args=[s.person.pk, s.placering.pk])
    twice(logga_in(s.stad.carl), url, {"till": "2027-03-01", "omprovas": "", "timmar_per_vecka": "7"})
    with as_owner():
        rad = Placering.objects.get()
    assert (str(rad.till), rad.timmar_per_vecka) == ("2027-03-01", 7)


def test_no_number_asked_for_twice_begins_one_registration(s, logga_in):
    sara = logga_in(s.stad.sara)
    assert "Registrera person utan nummer" in twice(sara, reverse("cases:registrera_utan_nummer"))
