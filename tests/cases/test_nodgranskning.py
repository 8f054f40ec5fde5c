"""The chefs review each nödöppning, each side for itself (domain.md sections 8-9)."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.urls import reverse

from cases.models import Lasning, Medlemskap, Nodgranskning, Nodoppning, Skyddsbehorighet
from cases.services.nodoppning import ANDRAD, KLAR, PAGAR, open_akt, pages_read, review
from tests.cases.inlopp_data import words
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
SKAL = "Personen ringer och säger att barnen inte har någonstans att sova."
VARFOR = "Uppgiften fanns redan på den egna enheten."
LISTA = reverse("cases:nodoppning_list")
INTE = {"utfall": "inte_befogad", "motivering": VARFOR}


@pytest.fixture
def rad(stad, agera):
    """Vera of Jobbtorg Vårberg opened the akt of a person at SDF Spånga-Tensta an hour and a half ago, read, and it is
    over. Viola is her chef, Stina the person's."""
    stad.viola = anvandare("viola", "enhetschef", stad.varberg)
    person, da = stad.aspirant(), NU - timedelta(minutes=90)
    with agera(stad.vera):
        assert open_akt(nummer=person.nummer, skal=SKAL, now=da).svar == "oppnad"
    with owner():
        for minut in (1, 2):
            Lasning.objects.create(
                skedde_at=da + timedelta(minutes=minut), user=stad.vera, aspirant_id=person.pk, vy="cases:akt",
                slag="visad", grund="nodoppning",
            )  # fmt: skip
        return Nodoppning.objects.select_related("aspirant").get()


def sida(rad) -> str:
    return reverse("cases:nodoppning_review", args=[rad.pk])


def done() -> list[tuple]:
    with owner():
        return list(Nodgranskning.objects.values_list("granskad_av__username", "utfall", "motivering"))


def test_it_stands_on_both_chefs_day_until_each_has_reviewed_it(stad, rad, logga_in):
    def told() -> list[bool]:
        chefer = stad.stina, stad.viola, stad.eva
        return ["1 nödöppning att granska" in logga_in(chef).get("/").content.decode() for chef in chefer]

    def main(user, url) -> str:
        return logga_in(user).get(url).content.decode().split("<main")[1]

    enhet = reverse("uppfoljning:enhet")
    assert [told(), LISTA in main(stad.stina, enhet)] == [[True, True, False], True]
    svar = logga_in(stad.stina).post(sida(rad), {"utfall": "befogad"}, follow=True)
    assert "Nödöppningen är granskad: befogad" in words(svar)
    assert [told(), LISTA in main(stad.stina, enhet)] == [[False, True, False], False]
    vantar = [sida(rad) in main(chef, f"{LISTA}?visa=vantar") for chef in (stad.stina, stad.viola)]
    assert [vantar, "Befogad" in main(stad.stina, LISTA)] == [[False, True], True]


def test_the_page_says_what_was_read_and_the_openers_chef_not_whom(stad, rad, logga_in):
    texter = [words(logga_in(chef).get(sida(rad))) for chef in (stad.stina, stad.viola)]
    assert all(SKAL in t and "Översikten i akten08:01, 2 gånger" in t for t in texter), texter
    assert [rad.aspirant.namn in t for t in texter] == [True, False]
    assert "Person vid annan enhet" in texter[1]
    with owner():
        lasta = Lasning.objects.filter(vy="cases:nodoppning_review").values_list("user__username", "aspirant_id")
        assert list(lasta) == [("stina", rad.aspirant_id)]


def test_a_protected_person_is_not_said_to_a_chef_who_is_not_named(stad, rad, logga_in):
    with owner():
        type(rad.aspirant).objects.filter(pk=rad.aspirant_id).update(skydd=1)
        Skyddsbehorighet.objects.create(aspirant=rad.aspirant, user=stad.sara, fran=TODAY)
    text = words(logga_in(stad.stina).get(sida(rad)))
    assert "namnet visas inte för dig" in text
    assert rad.aspirant.arendenummer not in text
    assert rad.aspirant.efternamn not in text


def test_what_was_not_right_needs_words_and_says_what_to_do(stad, rad, logga_in):
    stina = logga_in(stad.stina)
    for motivering in ("", "kort", " " * 40):
        assert "minst 20 tecken." in words(stina.post(sida(rad), {"utfall": "inte_befogad", "motivering": motivering}))
    assert done() == []
    text = words(stina.post(sida(rad), INTE, follow=True))
    assert ["inte befogad" in text, "Det här gör du nu" in text, VARFOR in text] == [True] * 3


def test_a_correction_stands_instead_and_the_one_before_stays(stad, rad, logga_in):
    stina = logga_in(stad.stina)
    stina.post(sida(rad), {"utfall": "befogad"})
    stale = stina.post(sida(rad), INTE, follow=True)
    assert "Nödöppningen är redan granskad" in words(stale)
    with owner():
        forra = Nodgranskning.objects.get().pk
    stina.post(sida(rad), {**INTE, "forra": forra})
    assert done() == [("stina", "befogad", ""), ("stina", "inte_befogad", VARFOR)]
    text = words(stina.get(sida(rad)))
    assert "Befogad2026-11-24 09:30" in text.split("Tidigare granskningar")[-1]
    assert "Inte befogad" in words(stina.get(LISTA))


def test_nobody_reviews_their_own_and_no_other_chef(stad, rad, logga_in, agera):
    with owner():
        Medlemskap.objects.create(user=stad.vera, enhet=stad.varberg, roll="enhetschef", fran=TODAY)
    vera = logga_in(stad.vera)
    assert "En annan chef granskar" in words(vera.get(sida(rad)))
    assert vera.post(sida(rad), {"utfall": "befogad"}).status_code == 403
    assert "att granska," not in words(vera.get("/"))
    assert [getattr(logga_in(stad.eva), m)(sida(rad)).status_code for m in ("get", "post")] == [404, 404]
    said = {"nodoppning_id": rad.pk, "utfall": "befogad", "motivering": "", "forra": None, "now": NU}
    for user in (stad.vera, stad.eva, stad.sara, stad.nina):
        with pytest.raises(ProgrammingError, match="kräver en annan chef"), agera(user):
            review(**said)
        with agera(user):
            assert pages_read(rad.pk) == [] or user == stad.vera


def test_it_is_judged_when_it_has_ended_and_once(stad, rad, logga_in, agera):
    said = {"nodoppning_id": rad.pk, "utfall": "befogad", "motivering": "", "forra": None}
    with agera(stad.stina):
        svar = [review(**said, now=t) for t in (rad.galler_till - timedelta(seconds=1), rad.galler_till, NU)]
    assert svar == [PAGAR, KLAR, ANDRAD]
    with owner():
        Nodoppning.objects.update(galler_till=NU + timedelta(minutes=5))
    assert "Granska den efter 09:35" in words(logga_in(stad.viola).get(sida(rad)))


def test_a_chef_of_two_sides_reviews_for_both_at_once(stad, rad, agera):
    with owner():
        Medlemskap.objects.create(user=stad.viola, enhet=stad.spanga, roll="enhetschef", fran=TODAY)
    with agera(stad.viola):
        assert [Nodoppning.objects.ogranskade([e]).count() for e in (stad.spanga, stad.varberg, stad.kista)] == [
            1,
            1,
            0,
        ]
        review(nodoppning_id=rad.pk, utfall="befogad", motivering="", forra=None, now=NU)
        assert not Nodoppning.objects.ogranskade([stad.spanga, stad.varberg]).exists()
    with owner():
        assert set(Nodgranskning.objects.get().for_enheter) == {stad.spanga.pk, stad.varberg.pk}
