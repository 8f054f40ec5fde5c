"""The catalogue's form sent twice, also at the same time: the server alone makes one of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from insatser.models import Insats, Insatsslag, Trappsteg
from tests.factories import as_owner, kod
from tests.insatser.fabriker import insats
from tests.jobbplaner.fabriker import fields

pytestmark = pytest.mark.django_db
NY = reverse("insatser:insats_create")


def typed(stad, **kwargs) -> dict:
    return {
        "enhet": stad.kista.pk,
        "namn": "Provköket",
        "anordnare": "Kista Matcafé",
        "slag": kod(Insatsslag, "praktik").pk,
        "steg": kod(Trappsteg, "sysselsattning").pk,
        "klass": "arbetsinriktad",
        "innehall": "Laga lunch.",
        "platser": 4,
        "platser_andra": 0,
        **kwargs,
    }


def test_the_same_new_insats_twice_is_one_and_lands_on_it(stad, logga_in):
    eva = logga_in(stad.eva)
    first, second = (eva.post(NY, typed(stad), follow=True) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert "Insatsen var redan tillagd." in second.content.decode()
    assert Insats.objects.count() == 1


def test_another_insats_with_the_name_is_refused_and_what_was_typed_is_kept(stad, logga_in):
    eva = logga_in(stad.eva)
    eva.post(NY, typed(stad))
    page = eva.post(NY, typed(stad, anordnare="Någon annan")).content.decode()
    assert "Enheten har redan en insats med det namnet." in page
    assert "Någon annan" in page
    assert Insats.objects.count() == 1


def test_the_same_change_twice_is_one_save_and_no_conflict(stad, logga_in):
    eva, url = logga_in(stad.eva), reverse("insatser:insats_edit", args=[insats(stad.kista).pk])
    data = fields(eva.get(url).content.decode()) | {"namn": "Ett nytt namn"}
    eva.post(url, data)
    again = eva.post(url, data, follow=True)
    assert "Ändringarna var redan sparade." in again.content.decode()
    assert (Insats.objects.get().namn, Insats.objects.get().version) == ("Ett nytt namn", 2)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_make_one(stad):
    def click(_):
        client = Client()
        client.force_login(stad.eva)
        try:
            return client.post(NY, typed(stad)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(click, range(2))) == [302, 302]
    with as_owner():
        assert Insats.objects.count() == 1
