"""What the database refuses of remisser that wait, are reminded of and end, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import AfProgram, Remisspaminnelse
from cases.services.fel import constraint_name
from tests import factories
from tests.factories import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("som_agare")]
DAG, NU = date(2026, 11, 26), at("2026-11-26 00:05")


def refused(name: str, write) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert constraint_name(error.value) == name


def test_a_remiss_that_ended_says_why_and_nobody_answered_it(stad):
    person = stad.aspirant()
    ended = {"svar": "utgangen", "besvarad_at": NU}

    def end(**falt):
        return factories.remiss(person, stad.kista, stad.sara, **{**ended, **falt})

    refused("cases_remiss_skal_nar_den_gatt_ut", end)
    refused("cases_remiss_svar_satts_helt", lambda: end(utgangen_skal="Ingen svarade.", besvarad_av=stad.carl))
    end(utgangen_skal="Ingen svarade.")


def test_an_agreement_is_of_the_newly_arrived_and_a_reason_to_enrol_otherwise_of_a_received_remiss(stad):
    def send(**falt):
        return factories.remiss(stad.aspirant(), stad.kista, stad.sara, **falt)

    mottagen = {"svar": "mottagen", "besvarad_at": NU, "besvarad_av": stad.carl}
    refused("cases_remiss_overenskommet_om_nyanlanda", lambda: send(ingang="unga", overenskommen=DAG))
    send(ingang="nyanlanda", overenskommen=DAG)
    refused("cases_remiss_annorlunda_skal_nar_den_tagits_emot", lambda: send(annorlunda_skal="Ny insats."))
    send(**mottagen, annorlunda_skal="Ny insats.")


def test_one_reminder_of_each_kind_by_the_night_one_a_day_by_the_sender(stad):
    remiss = factories.remiss(stad.aspirant(), stad.kista, stad.sara)

    def remind(slag: str, by=None, dag: date = DAG):
        Remisspaminnelse.objects.create(
            aspirant=remiss.aspirant, remiss=remiss, slag=slag, dag=dag, paminde_at=NU, paminde_av=by
        )

    remind("narmar")
    remind("passerad")
    refused("cases_remisspaminnelse_en_av_varje_slag", lambda: remind("narmar", dag=date(2026, 11, 27)))
    remind("avsandare", stad.sara)
    remind("avsandare", stad.sara, date(2026, 11, 27))
    refused("cases_remisspaminnelse_en_om_dagen", lambda: remind("avsandare", stad.sara))
    refused("cases_remisspaminnelse_av_nagon_eller_natten", lambda: remind("avsandare", dag=date(2026, 11, 28)))


def test_one_programme_at_a_time_that_ends_after_it_began(stad):
    person = stad.aspirant()

    def write(fran: str, till: str | None):
        AfProgram.objects.create(
            aspirant=person, program="annat", fran=fran, till=till, skrivet_av=stad.sara, skrivet_at=NU
        )

    refused("cases_afprogram_i_ordning", lambda: write("2026-02-01", "2026-01-31"))
    write("2026-02-01", "2026-05-31")
    refused("cases_afprogram_ett_i_taget", lambda: write("2026-05-31", None))
    write("2026-06-01", None)
