"""The day of an avslut is corrected: what the avslut ended moves with it, what somebody has changed since stays."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import Handlaggare, LangsiktigtStod, Samordnare
from insatser.models import Genomforandeplan, Placering
from tests import factories
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner
from tests.factories import at
from tests.insatser.fabriker import insats, placering

pytestmark = pytest.mark.django_db
NY = date(2026, 11, 20)


@pytest.fixture
def stangd(stad, logga_in):
    """Closed today with a handläggare, a samordnare and two placeringar; one was to end the day before."""
    person, oppen = stad.inskriven()
    with owner():
        Handlaggare.objects.create(aspirant=person, user=stad.carl, enhet=stad.kista, fran=oppen.inskriven)
        sam = factories.anvandare("sam", "samordnare", stad.kista)
        Samordnare.objects.create(
            aspirant=person,
            user=sam,
            enhet=stad.kista,
            fran=oppen.inskriven,
            vald_at=at("2026-11-24 09:30"),
            vald_av=stad.carl,
        )
        placering(person, insats(stad.kista), stad.carl)
        placering(person, insats(stad.kista, namn="Köket"), stad.carl, till=date(2026, 11, 23))
    svar = logga_in(stad.carl).post(reverse("cases:avslut", args=[person.pk]), typed.avslut())
    assert svar.status_code == 302, svar.content.decode()
    return oppen


def ratta(client, oppen, dag, version=2) -> str:
    url = reverse("cases:avslut_ratta", args=[oppen.aspirant_id, oppen.pk])
    svar = client.post(url, typed.avslut(avslutad=str(dag), version=str(version)), follow=True)
    page = svar.content.decode()
    assert "Avslutet är rättat" in page
    return page


def ends() -> list[tuple]:
    with owner():
        rader = Placering.objects.order_by("till").values_list(
            "avslutad", "slutsatt", "genomforandeplan__avbrottsorsak__kod"
        )
        return [Handlaggare.objects.get().till, Samordnare.objects.get().till, *rader]


def test_everything_moves_to_the_earlier_day_and_back(stad, logga_in, stangd):
    carl = logga_in(stad.carl)
    avslutad = [TODAY, TODAY, (TODAY, "fullfoljd", None), (TODAY, "avbruten", "arbete")]
    assert ends() == avslutad
    page = ratta(carl, stangd, NY)
    assert "Samma dag fick också: " in page
    assert "se över det" not in page
    assert ends() == [NY, NY, (NY, "avbruten", "arbete"), (NY, "avbruten", "arbete")]
    ratta(carl, stangd, TODAY, version=3)
    assert ends() == avslutad


def test_what_somebody_has_changed_since_stays_and_is_said(stad, logga_in, stangd):
    with owner():
        Handlaggare.objects.update(till=date(2026, 11, 23))
        Genomforandeplan.objects.filter(placering__insats__namn="Köket").update(kommentar="Gick bra.")
    page = ratta(logga_in(stad.carl), stangd, NY)
    kvar = page.split("se över det: ")[1].split("<")[0]
    assert "Carl Test är inte längre handläggare" in kvar
    assert "Placeringen i Köket avslutades." in kvar
    assert "Butik" not in kvar
    assert ends() == [date(2026, 11, 23), NY, (TODAY, "fullfoljd", None), (NY, "avbruten", "arbete")]


def test_what_began_later_ends_the_day_it_began_and_is_said(stad, logga_in, stangd):
    with owner():
        Samordnare.objects.update(fran=date(2026, 11, 22))
    assert "Samordnaren Sam Test slutade." in ratta(logga_in(stad.carl), stangd, NY).split("se över det: ")[1]
    assert ends()[1] == date(2026, 11, 22)


def test_a_place_that_somebody_else_has_is_not_taken_back(stad, logga_in, stangd):
    carl = logga_in(stad.carl)
    ratta(carl, stangd, NY)
    with owner():
        butik = Placering.objects.get(insats__namn="Butik och återbruk").insats
        for _ in range(butik.platser):
            placering(stad.inskriven()[0], butik, stad.carl, fran=date(2026, 11, 23))
    page = ratta(carl, stangd, TODAY, version=3)
    assert "Placeringen i Butik och återbruk avslutades." in page.split("se över det: ")[1]
    with owner():
        assert Placering.objects.get(aspirant=stangd.aspirant_id, insats=butik).avslutad == NY


def correct_reason(client, oppen, orsak="studier") -> str:
    url = reverse("cases:avslut_ratta", args=[oppen.aspirant_id, oppen.pk])
    return client.post(url, typed.avslut(orsak, version="2"), follow=True).content.decode()


def test_another_reason_on_the_same_day_is_said_of_the_placeringar_too_and_moves_nothing(stad, logga_in, stangd):
    with owner():
        Genomforandeplan.objects.filter(placering__insats__namn="Köket").update(kommentar="Gick bra.")
    page = correct_reason(logga_in(stad.carl), stangd)
    assert "Samma dag fick också" not in page
    assert "Orsaken skrevs också här: Placeringen i Butik och återbruk avslutades." in page
    assert "se över det: Placeringen i Köket avslutades." in page
    assert ends() == [TODAY, TODAY, (TODAY, "fullfoljd", None), (TODAY, "avbruten", "studier")]
    with owner():
        assert list(Genomforandeplan.objects.order_by("placering__till").values_list("resultat__kod", flat=True)) == [
            "arbete",
            "studier",
        ]


def test_a_support_begins_with_the_avslut_unless_that_day_or_reason_is_not_possible(stad, logga_in, stangd):
    with owner():
        LangsiktigtStod.objects.create(
            aspirant=stangd.aspirant,
            inskrivning=stangd,
            enhet=stad.kista,
            user=stad.carl,
            overenskommet=NY,
            fran=TODAY,
            till=date(2027, 5, 31),
            omfattning="Ett samtal i månaden",
        )
    carl = logga_in(stad.carl)
    assert f"Långsiktigt stöd börjar {NY}." in sans_tags(ratta(carl, stangd, NY))
    kvar = sans_tags(ratta(carl, stangd, NY - timedelta(days=1), version=3)).split("se över det: ")[1]
    assert f"Långsiktigt stöd börjar fortfarande {NY}. Långsiktigt stöd ska vara överenskommet före avslutet." in kvar
    with owner():
        assert LangsiktigtStod.objects.get().fran == NY
    ratta(carl, stangd, NY, version=4)
    url = reverse("cases:avslut_ratta", args=[stangd.aspirant_id, stangd.pk])
    page = carl.post(url, typed.avslut("studier", avslutad=str(NY), version="5"), follow=True).content.decode()
    assert "ges när personen har börjat arbeta" in page


def sans_tags(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)
