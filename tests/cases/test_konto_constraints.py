"""What the database refuses of nödöppningar, confirmations and login locks, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases import models
from cases.services.fel import constraint_name
from tests.factories import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]

NU = at("2026-06-01 10:00")
EFTER = NU + timedelta(minutes=30)
SLUT = NU + timedelta(minutes=60)


def refused(name: str, create, **fields) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        create(**fields)
    assert constraint_name(error.value) == name


@pytest.fixture
def nodoppning(stad):
    person = stad.aspirant()
    grund = {"skal": "Personen står i receptionen och coachen är sjuk", "oppnad_at": NU, "galler_till": SLUT}

    def inner(**fields):
        return models.Nodoppning.objects.create(aspirant=person, user=stad.vera, **grund | fields)

    return inner


def test_a_review_says_what_it_found_in_a_units_name(nodoppning, stad):
    create = models.Nodgranskning.objects.create
    mine = {"nodoppning": nodoppning(), "for_enheter": [stad.spanga.pk], "granskad_at": SLUT, "granskad_av": stad.stina}
    inte = {"utfall": "inte_befogad", "motivering": "Uppgiften fanns redan på den egna enheten."}
    create(**mine, utfall="befogad")
    create(**mine, **inte)
    for felaktig in ({"motivering": ""}, {"motivering": " " * 40}, {"utfall": "kanske"}):
        refused("cases_nodgranskning_inte_befogad_med_motivering", create, **mine | inte | felaktig)
    refused("cases_nodgranskning_i_en_enhets_namn", create, **mine | inte | {"for_enheter": []})


@pytest.fixture
def bekraftelse(stad):
    medlemskap = models.Medlemskap.objects.get(user=stad.carl)

    def inner(**fields):
        bas = {"medlemskap": medlemskap, "orsak": "nytt", "begard_av": stad.sven, "begard_at": NU}
        return models.Bekraftelse.objects.create(**bas | fields)

    return inner


def test_a_nodoppning_ends_after_it_began(nodoppning):
    refused("cases_nodoppning_tar_slut_efter_start", nodoppning, galler_till=NU)
    assert nodoppning(galler_till=EFTER).pk


def test_a_nodoppning_is_closed_only_while_it_lasts(nodoppning):
    refused("cases_nodoppning_avslutas_medan_den_galler", nodoppning, avslutad_at=NU - timedelta(minutes=1))
    refused("cases_nodoppning_avslutas_medan_den_galler", nodoppning, avslutad_at=SLUT + timedelta(minutes=1))
    assert nodoppning(avslutad_at=EFTER).pk


def test_a_nodoppning_states_its_reason(nodoppning):
    refused("cases_nodoppning_med_skal", nodoppning, skal="för att")
    refused("cases_nodoppning_med_skal", nodoppning, skal=" " * 40)
    assert nodoppning().pk


def test_a_membership_waits_once_for_each_reason(bekraftelse):
    bekraftelse()
    refused("cases_bekraftelse_en_vantande", bekraftelse)
    assert bekraftelse(orsak="losenord").pk


def test_whoever_asked_does_not_confirm(bekraftelse, stad):
    svar = {"besvarad_at": EFTER, "beviljad": True}
    refused("cases_bekraftelse_av_nagon_annan", bekraftelse, besvarad_av=stad.sven, **svar)
    assert bekraftelse(besvarad_av=stad.eva, **svar).pk


def test_a_confirmation_has_an_answerer_and_a_time(bekraftelse, stad):
    refused("cases_bekraftelse_svar_satts_helt", bekraftelse, beviljad=True, besvarad_av=stad.eva)
    assert bekraftelse().pk


def test_a_name_or_an_address_has_one_lock():
    sparrar = models.Inloggningssparr.objects
    sparrar.create(slag="namn", nyckel="a" * 64, borjade_at=NU)
    refused("cases_inloggningssparr_en_per_nyckel", sparrar.create, slag="namn", nyckel="a" * 64, borjade_at=NU)
    assert sparrar.create(slag="adress", nyckel="a" * 64, borjade_at=NU).pk
