"""What the database refuses of hand-overs, substitutes and samordnare, whoever writes."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.models import Handlaggare, Overlamning, Samordnare, Skyddsbehorighet, Vikariat
from tests.cases.handlaggare_data import haller, overlamnad, samordnas, vikariat
from tests.conftest import TODAY
from tests.factories import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]
IGAR = date(2026, 11, 23)


def refused(constraint: str, make) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_a_person_stands_once_in_a_hand_over_of_many(stad):
    first, second, omgang = stad.aspirant(), stad.aspirant(), uuid.uuid4()
    overlamnad(first, stad.spanga, stad.stina, stad.sara, omgang=omgang)
    overlamnad(second, stad.spanga, stad.stina, stad.sara, omgang=omgang)
    refused(
        "cases_overlamning_en_gang_per_omgang",
        lambda: overlamnad(first, stad.spanga, stad.stina, stad.sara, omgang=omgang),
    )
    assert Overlamning.objects.count() == 2


def test_a_case_passes_to_someone_else_or_from_nobody(stad):
    person = stad.aspirant()
    overlamnad(person, stad.spanga, None, stad.sara, gjord_av=stad.stina)
    gjord = at("2026-05-25 09:00")
    overlamnad(person, stad.spanga, stad.sara, stad.stina, sedd_at=gjord)
    refused(
        "cases_overlamning_sedd_nar_den_ar_gjord",
        lambda: overlamnad(person, stad.spanga, stad.sara, stad.stina, sedd_at=gjord - timedelta(seconds=1)),
    )
    refused("cases_overlamning_till_nagon_annan", lambda: overlamnad(person, stad.spanga, stad.sara, stad.sara))


def test_an_absence_ends_the_day_it_begins_at_the_earliest(stad):
    vikariat(stad.carl, stad.eva, stad.kista, TODAY, TODAY)
    refused("cases_vikariat_datum_i_ordning", lambda: vikariat(stad.eva, stad.carl, stad.kista, TODAY, IGAR))


def test_nobody_is_their_own_substitute(stad):
    refused("cases_vikariat_nagon_annan", lambda: vikariat(stad.carl, stad.carl, stad.kista))


def test_the_next_absence_begins_the_day_after_and_elsewhere_is_another(stad):
    vikariat(stad.carl, stad.eva, stad.kista, IGAR, TODAY)
    vikariat(stad.carl, stad.eva, stad.kista, date(2026, 11, 25), date(2026, 11, 25))
    vikariat(stad.carl, stad.vera, stad.varberg, IGAR, TODAY)
    refused("cases_vikariat_en_i_taget", lambda: vikariat(stad.carl, stad.eva, stad.kista, TODAY, TODAY))
    assert Vikariat.objects.count() == 3


def test_a_samordnare_follows_the_one_before_on_the_next_day(stad):
    person = stad.aspirant()
    samordnas(person, stad.sara, stad.spanga, date(2026, 1, 1), IGAR)
    samordnas(person, stad.stina, stad.spanga, TODAY)
    refused("cases_samordnare_en_i_taget", lambda: samordnas(person, stad.sara, stad.spanga, IGAR, IGAR))
    refused("cases_samordnare_datum_i_ordning", lambda: samordnas(stad.aspirant(), stad.sara, stad.spanga, TODAY, IGAR))
    assert Samordnare.objects.count() == 2


def test_a_holder_follows_the_one_before_on_the_next_day(stad):
    person = stad.aspirant()
    haller(person, stad.sara, stad.spanga, date(2026, 1, 1), IGAR)
    haller(person, stad.stina, stad.spanga, TODAY)
    refused("cases_handlaggare_en_per_enhet", lambda: haller(person, stad.sara, stad.spanga, IGAR, IGAR))
    assert Handlaggare.objects.count() == 2


def test_a_substitute_on_a_named_list_has_a_last_day(stad):
    person, v = stad.aspirant(skyddad=True), vikariat(stad.carl, stad.eva, stad.kista)
    fakta = {"aspirant": person, "user": stad.eva, "vikariat": v, "grund": "ersattare"}
    Skyddsbehorighet.objects.create(**fakta, fran=TODAY, till=v.till)
    refused(
        "cases_skyddsbehorighet_ersattare_har_slutdatum",
        lambda: Skyddsbehorighet.objects.create(**fakta, fran=IGAR),
    )


def test_a_substitute_on_a_named_list_and_nobody_else_stands_there_for_an_absence(stad):
    person, v = stad.aspirant(skyddad=True), vikariat(stad.carl, stad.eva, stad.kista)
    fakta = {"aspirant": person, "user": stad.eva, "fran": TODAY, "till": v.till}
    for fel in ({"grund": "ersattare"}, {"vikariat": v, "grund": "handlaggare"}):
        refused(
            "cases_skyddsbehorighet_ersattare_har_vikariat",
            lambda fel=fel: Skyddsbehorighet.objects.create(**fakta, **fel),
        )
    Skyddsbehorighet.objects.create(**fakta, vikariat=v, grund="ersattare")
