"""The akt says how the person is reached, and what a nödöppning shows is true of someone who only reads."""

import pytest
from django.urls import reverse

from cases.models import Aspirant
from cases.services.nodoppning import open_akt
from cases.services.skydd import protect
from tests.cases.inlopp_data import words
from tests.conftest import owner
from tests.factories import at
from tests.scen import scen

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
SKAL = "Personen ringer och säger att barnen inte har någonstans att sova."
KONTAKT = {"telefon": "070-174 06 05", "epost": "amal@exempel.se", "adress": "Provgatan 3, Spånga"}


@pytest.fixture
def s():
    s = scen()
    with owner():
        Aspirant.objects.filter(pk=s.person.pk).update(**KONTAKT)
    return s


def panel(client, s) -> str:
    sida = client.get(reverse("cases:akt", args=[s.person.pk])).content.decode()
    return sida.split('<section id="kontakt">')[1].split("</section>")[0]


@pytest.mark.parametrize("who", ["sara", "carl"])
def test_both_sides_read_how_the_person_is_reached(s, logga_in, who):
    text = panel(logga_in(getattr(s.stad, who)), s)
    assert all(varde in text for varde in KONTAKT.values())


def test_what_is_missing_is_said_and_no_address_is_kept_at_skyddad_folkbokforing(s, stad_skyddar):
    sara = stad_skyddar(2)
    text = panel(sara, s)
    assert ["070-174 06 05" in text, "Provgatan" in text, "Sparas inte" in text] == [True, False, True]
    with owner():
        Aspirant.objects.filter(pk=s.person.pk).update(telefon="", epost="")
    assert panel(sara, s).count("Inte ifyllt") == 2


@pytest.fixture
def stad_skyddar(s, logga_in, agera):
    def inner(niva):
        with agera(s.stad.sara):
            protect(aspirant=s.person, niva=niva, now=NU)
        return logga_in(s.stad.sara)

    return inner


class TestNodoppning:
    @pytest.fixture
    def vera(self, s, logga_in, agera):
        with agera(s.stad.vera):
            assert open_akt(nummer=s.person.nummer, skal=SKAL, now=NU).svar == "oppnad"
        return logga_in(s.stad.vera)

    def test_contact_is_read_as_promised_and_no_deadline_is_denied(self, s, vera):
        assert KONTAKT["telefon"] in panel(vera, s)
        sida = words(vera.get(reverse("cases:akt", args=[s.person.pk])))
        assert ["tidsatt" in sida, "Tidsgränser" in sida] == [False, False]

    def test_a_consent_is_shown_without_the_button_that_is_refused(self, s, vera, logga_in):
        sida = reverse("cases:utlamnande_list", args=[s.person.pk])
        knapp = reverse("cases:samtycke_withdraw", args=[s.samtycke.pk])
        svar = vera.get(sida)
        assert [str(s.samtycke.till) in words(svar), knapp in svar.content.decode()] == [True, False]
        assert knapp in logga_in(s.stad.sara).get(sida).content.decode()
