"""A handling handed over to Arbetsförmedlingen: on a ground in law, once, sent by hand, its receipt noted."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from cases.models import Externutlamnande, Handling, RattsligGrund
from jobbplaner.enums import Motpart
from jobbplaner.samtal import Deltagarrad, Samtalsinnehall
from jobbplaner.services.samtal import save_samtal, sign_samtal
from tests.conftest import TODAY, owner
from tests.factories import as_owner, at, kod
from tests.jobbplaner.fabriker import bokat_samtal

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
EN_GANG, EFTER = "cases_externutlamnande_en_gang_per_mottagare", "cases_externutlamnande_mottaget_efter_skickat"


@pytest.fixture
def samtal(stad, agera):
    """The joint follow-up, held and signed."""
    person, oppen = stad.inskriven()
    med = tuple(Deltagarrad(part=p, namn=p, narvaro="plats") for p in ("aspirant", "coach", "af"))
    text = Samtalsinnehall(nulage="Bra", planval="nej", haller_med="ja", lassatt="sjalv", deltagare=med)
    with agera(stad.carl):
        rad = bokat_samtal(person, stad.kista, stad.carl, motpart=Motpart.AF)
        rad = save_samtal(samtal=rad, innehall=text, version=1)
        return sign_samtal(samtal=rad, inskrivning=oppen, by=stad.carl, now=NU, pdf=b"%PDF-1.7 prov")


def row() -> Externutlamnande:
    with owner():
        return Externutlamnande.objects.get()


def test_walk_from_the_protokoll_to_the_receipt(stad, samtal, logga_in):
    carl = logga_in(stad.carl)
    with owner():
        handling = Handling.objects.get()
    url = reverse("cases:handling_af", args=[handling.pk])
    assert url in carl.get(reverse("jobbplaner:samtal_edit", args=[samtal.aspirant_id, samtal.pk])).content.decode()
    grund = kod(RattsligGrund, "uppgiftsskyldighet")
    samtycke = kod(RattsligGrund, "samtycke")
    for data, text in (
        ({"grund": "", "satt": "post", "dag": "2026-11-24"}, "Välj på vilken grund"),
        ({"grund": samtycke.pk, "satt": "post", "dag": "2026-11-24"}, "Välj på vilken grund"),
        ({"grund": grund.pk, "satt": "post", "dag": "2026-11-25"}, "Välj en dag från 2026-11-24 till i dag"),
    ):
        assert text in carl.post(url, data).content.decode()
    data = {"grund": grund.pk, "satt": "post", "dag": "2026-11-24"}
    assert "är noterat" in carl.post(url, data, follow=True).content.decode()
    assert (row().titel, row().skickat_av, row().mottaget) == (handling.titel, stad.carl, None)
    tab = carl.get(reverse("cases:utlamnande_list", args=[samtal.aspirant_id])).content.decode()
    assert "Till myndigheter utanför staden" in tab
    assert "Uppgiftsskyldighet i lag" in tab
    assert "innan den skickades" in carl.post(url, {"mottaget": "2026-11-23"}).content.decode()
    assert "Kvittensen är noterad" in carl.post(url, {"mottaget": "2026-11-24"}, follow=True).content.decode()
    assert (row().mottaget, row().mottaget_noterat_av) == (TODAY, stad.carl)
    sara = logga_in(stad.sara)
    assert (
        "utanför staden" not in sara.get(reverse("cases:utlamnande_list", args=[samtal.aspirant_id])).content.decode()
    )


def test_only_ones_own_once_and_received_after_it_was_sent(stad, samtal, agera):
    with owner():
        handling = Handling.objects.get()
    falt = {
        "aspirant_id": samtal.aspirant_id,
        "handling": handling,
        "titel": handling.titel,
        "typ": handling.typ,
        "version": 1,
        "mottagare": "af",
        "grund": kod(RattsligGrund, "uppgiftsskyldighet"),
        "satt": "post",
        "dag": TODAY,
        "skickat_at": NU,
    }
    with agera(stad.sara), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Externutlamnande.objects.create(**falt, fran_namnd=stad.spanga.namnd, skickat_av=stad.sara)
    with as_owner():
        rad = Externutlamnande.objects.create(**falt, fran_namnd=stad.kista.namnd, skickat_av=stad.carl)
        with pytest.raises(IntegrityError, match=EN_GANG), transaction.atomic():
            Externutlamnande.objects.create(**falt, fran_namnd=stad.kista.namnd, skickat_av=stad.carl)
        fore = {"mottaget": date(2026, 11, 23), "mottaget_noterat_av": stad.carl}
        with pytest.raises(IntegrityError, match=EFTER), transaction.atomic():
            Externutlamnande.objects.filter(pk=rad.pk).update(**fore)
        assert Externutlamnande.objects.filter(pk=rad.pk).update(**fore | {"mottaget": TODAY}) == 1
