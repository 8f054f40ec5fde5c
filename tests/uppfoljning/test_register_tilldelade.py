"""The register at an SDF that shows its members only the persons assigned to them."""

import pytest

from cases.models import Handlaggare
from tests.conftest import TODAY, owner
from uppfoljning.models import Registerrad

from .registerfiler import deliver

pytestmark = pytest.mark.django_db


def test_a_member_sees_the_rows_of_assigned_persons_from_that_district_and_the_chef_all(stad, agera, tmp_path):
    mine, other = stad.aspirant(), stad.aspirant()
    deliver(tmp_path, "2026-10", "Spånga-Tensta", mine.nummer, other.nummer)
    deliver(tmp_path, "2026-10", "Hägersten-Liljeholmen", mine.nummer)
    with owner():
        stad.spanga.bara_tilldelade = True
        stad.spanga.save()
        Handlaggare.objects.create(aspirant=mine, user=stad.sara, enhet=stad.spanga, fran=TODAY)
    seen = {}
    for user in (stad.sara, stad.stina, stad.hanna):
        with agera(user):
            seen[user.username] = sorted(Registerrad.objects.values_list("nummer", "sdf__namn"))
    assert seen == {
        "sara": [(mine.nummer, "Spånga-Tensta")],
        "stina": sorted([(mine.nummer, "Spånga-Tensta"), (other.nummer, "Spånga-Tensta")]),
        "hanna": [(mine.nummer, "Hägersten-Liljeholmen")],
    }
