"""After a change of number the register still knows the person by the number she had, and hides it with her."""

from datetime import date

import pytest

from cases.models import Aspirant, Inskrivning, Skyddsbehorighet, Tidigarenummer
from cases.sekretess.identitet import som_system
from tests.conftest import TODAY, owner
from tests.factories import at
from uppfoljning.bevakningar.berakning import refresh
from uppfoljning.checkpoints import run_uppfoljning
from uppfoljning.models import Bevakning, Checkpoint, Registerrad
from uppfoljning.models.register import med_aterkomst

from .registerfiler import deliver

pytestmark = pytest.mark.django_db

NYTT, SPANGA = "198806072396", "Spånga-Tensta"


def byt(person, by, orsak: str) -> None:
    """As the service does, in the same order."""
    with owner():
        Tidigarenummer.objects.create(
            aspirant=person, nummer=person.nummer, nummerslag="samordningsnummer", fran=date(2025, 1, 1), till=TODAY,
            orsak=orsak, bytt_at=at("2026-11-24 09:30"), bytt_av=by,
        )  # fmt: skip
        Aspirant.objects.filter(pk=person.pk).update(nummer=NYTT)


@pytest.mark.parametrize(("orsak", "utfall"), [("personnummer", "uppbar"), ("fel", "uppbar_inte")])
def test_a_checkpoint_finds_her_by_the_number_she_had_but_not_by_one_that_was_wrong(stad, tmp_path, orsak, utfall):
    person, _ = stad.inskriven(inskriven=date(2025, 1, 1), avslutad=date(2025, 8, 31), orsak="arbete_ej_subventionerat")
    deliver(tmp_path, "2026-02", SPANGA, person.nummer)
    deliver(tmp_path, "2026-02", "Hägersten-Liljeholmen")
    byt(person, stad.sara, orsak)
    with som_system("uppfoljning"):
        run_uppfoljning(today=TODAY)
        tillbaka = med_aterkomst(Inskrivning.objects.all()).get().aterkommit
    with owner():
        assert Checkpoint.objects.get(manader=6).utfall == utfall
    assert tillbaka == (orsak == "personnummer")


def test_rows_of_an_earlier_number_are_hidden_with_the_person_and_those_of_a_wrong_one_are_not(stad, agera, tmp_path):
    rader = {}
    for manad, orsak in (("2026-09", "personnummer"), ("2026-10", "fel")):
        person = stad.aspirant()
        rader[orsak] = person.nummer
        deliver(tmp_path, manad, SPANGA, person.nummer)
        with owner():
            Aspirant.objects.filter(pk=person.pk).update(skydd=1)
            Skyddsbehorighet.objects.create(aspirant=person, user=stad.sara, fran=TODAY)
        byt(person, stad.sara, orsak)
        with owner():
            Aspirant.objects.filter(pk=person.pk).update(nummer=f"R0000000{person.pk:04d}")
    deliver(tmp_path, "2026-11", SPANGA, rader["personnummer"])
    with agera(stad.stina):
        assert set(Registerrad.objects.values_list("nummer", flat=True)) == {rader["fel"]}
    with agera(stad.sara):
        assert Registerrad.objects.count() == 3


@pytest.mark.parametrize(("orsak", "bevakas"), [("personnummer", False), ("fel", True)])
def test_support_under_the_earlier_number_is_support_and_under_a_wrong_one_is_not(stad, tmp_path, orsak, bevakas):
    person, _ = stad.inskriven(inskriven=date(2026, 1, 1))
    deliver(tmp_path, "2026-10", SPANGA, person.nummer)
    deliver(tmp_path, "2026-10", "Hägersten-Liljeholmen")
    byt(person, stad.sara, orsak)
    with som_system("bevakning"):
        refresh(today=TODAY)
    with owner():
        assert Bevakning.objects.filter(regel="utan_stod", aspirant=person).exists() == bevakas
