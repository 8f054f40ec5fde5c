"""A wrong answer is corrected, and a move that registeransvarig asks for reaches those who can make it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.urls import reverse

from cases.models import Aspirant, Handlaggare, Nummerfraga, Nummerhandelse, Sdfansvar, Skyddsbehorighet
from cases.sekretess.identitet import som_anvandare
from cases.services.enhetsfragor import unit_questions
from cases.services.nummerfragor import correct
from tests.conftest import TODAY, owner
from tests.factories import at

pytestmark = pytest.mark.django_db

NU, REFERENS = at("2026-11-24 09:30"), "7F3K-9CLM"
SIDA = reverse("cases:nummerfraga_detail", args=[REFERENS])


@pytest.fixture
def besvarad(stad):
    """Hanna has asked about Sara's person, and been told something else."""

    def inner(utfall="fel_nummer", **kwargs) -> Aspirant:
        person = stad.aspirant(**kwargs)
        svar = {"utfall": utfall, "svarstext": "Kontrollera numret."}
        with owner():
            fraga = Nummerfraga.objects.create(
                user=stad.hanna,
                enhet=stad.hagersten,
                fragad_at=NU - timedelta(hours=2),
                svar="annan",
                referens=REFERENS,
                nummer=person.nummer,
                besvarad_at=NU - timedelta(hours=1),
                besvarad_av=stad.registeransvarig,
                **svar,
            )
            Nummerhandelse.objects.create(
                fraga=fraga, slag="svar", at=fraga.besvarad_at, user=stad.registeransvarig, **svar
            )
        return person

    return inner


def forra() -> str:
    with owner():
        return Nummerfraga.objects.get().besvarad_at.isoformat()


def ratta(rut, **data):
    return rut.post(SIDA, {"utfall": "flytt", "anteckning": "Fel person först.", "forra": forra(), **data})


def begarda(user) -> set[int]:
    with som_anvandare(user.pk, today=TODAY):
        return set(unit_questions(TODAY, sdf=True, chef=False)[0])


class TestCorrection:
    def test_the_asker_reads_the_newest_answer_and_that_it_is_corrected(self, stad, besvarad, logga_in):
        besvarad()
        assert "Rättat svar" not in logga_in(stad.hanna).get(reverse("cases:mina_nummerfragor")).content.decode()
        assert ratta(logga_in(stad.registeransvarig)).url == reverse("cases:nummerfraga_list")
        page = logga_in(stad.hanna).get(reverse("cases:mina_nummerfragor")).content.decode()
        assert "Rättat svar" in page
        assert "Överlämnande är begärt. Du får besked när det är klart." in page
        hidden = ("Kontrollera numret.", "Fel person först.", "Spånga-Tensta")
        assert [ord_ for ord_ in hidden if ord_ in page] == []

    def test_both_answers_stand_with_who_when_and_why(self, stad, besvarad, logga_in):
        besvarad()
        rut = logga_in(stad.registeransvarig)
        ratta(rut)
        with owner():
            handelser = Nummerhandelse.objects.exclude(slag="uppslag").values_list(
                "slag", "utfall", "anteckning", "at", "user"
            )
            assert list(handelser) == [
                ("svar", "fel_nummer", "", NU - timedelta(hours=1), stad.registeransvarig.pk),
                ("rattelse", "flytt", "Fel person först.", NU, stad.registeransvarig.pk),
            ]
        page = rut.get(SIDA).content.decode()
        assert all(ord_ in page for ord_ in ("Rättade svaret", "Kontrollera numret.", "Fel person först."))

    def test_of_two_corrections_of_the_same_answer_the_first_stands(self, stad, besvarad, logga_in):
        besvarad()
        rut, sedd = logga_in(stad.registeransvarig), forra()
        ratta(rut, forra=sedd)
        assert ratta(rut, forra=sedd, utfall="ingen_atgard").url == SIDA
        with owner():
            assert Nummerfraga.objects.get().utfall == "flytt"
            assert Nummerhandelse.objects.filter(slag="rattelse").count() == 1

    def test_a_correction_says_why(self, stad, besvarad, logga_in):
        besvarad()
        svar = ratta(logga_in(stad.registeransvarig), anteckning=" ")
        assert "Skriv varför svaret rättas." in svar.content.decode()
        with owner():
            assert not Nummerfraga.objects.get().rattad

    def test_nobody_else_corrects(self, stad, besvarad):
        besvarad()
        said = {"referens": REFERENS, "utfall": "flytt", "svarstext": "x", "anteckning": "x", "now": NU}
        for user in (stad.hanna, stad.sara, stad.stina, stad.eva, stad.nina, stad.sven):
            with pytest.raises(ProgrammingError, match="registeransvarig"), som_anvandare(user.pk, today=TODAY):
                correct(forra=NU - timedelta(hours=1), **said)


class TestRequestedTransfer:
    def test_it_stands_on_the_day_of_the_chef_and_of_whoever_holds_the_case(self, stad, besvarad, logga_in):
        person = besvarad("flytt")
        with owner():
            Handlaggare.objects.create(aspirant=person, user=stad.sara, enhet=stad.spanga, fran=TODAY)
        for user in (stad.stina, stad.sara):
            page = logga_in(user).get("/").content.decode()
            assert "Ta ställning till flytt" in page
            assert reverse("cases:flytt", args=[person.pk]) in page
            assert "Registeransvarig vill att ansvaret flyttas till SDF Hägersten-Liljeholmen" in page
        assert "Ta ställning till flytt" not in logga_in(stad.hanna).get("/").content.decode()

    def test_nobody_outside_the_responsible_unit_is_told_of_it(self, stad, besvarad):
        person = besvarad("flytt")
        assert begarda(stad.stina) == {person.pk}
        others = (stad.hanna, stad.carl, stad.eva, stad.nina, stad.registeransvarig, stad.sven)
        assert [u.username for u in others if begarda(u)] == []

    def test_of_a_protected_person_the_named_alone(self, stad, besvarad):
        person = besvarad("flytt", skydd=1)
        assert [begarda(stad.stina), begarda(stad.sara)] == [set(), set()]
        with owner():
            Skyddsbehorighet.objects.create(aspirant=person, user=stad.sara, fran=TODAY)
        assert [begarda(stad.stina), begarda(stad.sara)] == [set(), {person.pk}]

    def test_it_ends_with_another_answer_or_with_the_transfer_decided(self, stad, besvarad, logga_in):
        person = besvarad("flytt")
        ratta(logga_in(stad.registeransvarig), utfall="ingen_atgard")
        assert begarda(stad.stina) == set()
        ratta(logga_in(stad.registeransvarig))
        assert begarda(stad.stina) == {person.pk}
        with owner():
            person.sdfansvar.update(till=TODAY + timedelta(days=6))
            Sdfansvar.objects.create(aspirant=person, sdf=stad.hagersten, fran=TODAY + timedelta(days=7))
        assert begarda(stad.stina) == set()
