"""The register of personal data is whole, and what reads it agrees with it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from cases.models import Andring, Aspirant, Inskrivning
from cases.registerutdrag import registerutdrag, tables_of_persons
from cases.sekretess.identitet import som_anvandare
from cases.uppgiftsregister import (
    Falt,
    falt_att_blanka,
    identitetskolumner,
    klassade_falt,
    logg_namn,
    uppgift,
    utan_falt,
    utan_klass,
)
from config.maskning import KANSLIG, PERSON, VANLIG
from jobbplaner.models import Plan
from tests.conftest import TODAY, owner
from tests.jobbplaner.fabriker import utkast
from tests.scen import scen

pytestmark = pytest.mark.django_db


def test_every_field_of_every_model_is_classified_in_its_apps_personuppgifter():
    assert list(utan_klass()) == []


def test_nothing_is_classified_that_is_gone():
    assert list(utan_falt()) == []


def test_a_field_in_two_classes_or_marked_without_a_class_is_refused():
    for wrong in (Falt(person="a", kanslig="a"), Falt(person="a", fritext="b"), Falt(person="a", kallor={"x": "a"})):
        with pytest.raises(ValueError, match="klass"):
            wrong.uppgifter()


def test_an_unclassified_field_counts_as_sensitive():
    assert uppgift(Aspirant, "skonummer").klass == KANSLIG


def test_the_number_is_personal_protection_is_sensitive_and_the_version_plain():
    klasser = {namn: u.klass for namn, u in klassade_falt(Aspirant).items()}
    assert (klasser["nummer"], klasser["skydd"], klasser["version"]) == (PERSON, KANSLIG, VANLIG)


def test_gallring_blanks_what_says_something_of_the_person_and_leaves_the_machinery():
    fields = falt_att_blanka(Inskrivning)
    assert {"inskriven", "avslut_kommentar", "aspirant"} <= set(fields)
    assert not {"id", "version", "created_at", "enheter"} & set(fields)


def test_logs_hide_identity_and_free_text_by_name():
    assert {"nummer", "fornamn", "telefon", "egna_ord", "skydd"} <= logg_namn()
    assert not {"id", "version", "kod"} & logg_namn()


def test_registerutdrag_gives_the_persons_facts_in_words_with_their_source():
    s = scen()
    with som_anvandare(s.stad.carl.pk, today=TODAY):
        rows = list(registerutdrag(Aspirant.objects.get(pk=s.person.pk)))
    facts = {(r.slag, r.falt): r for r in rows}
    assert facts["aspirant", "förnamn"].varde == s.person.fornamn
    assert facts["aspirant", "förnamn"].kalla == "Folkbokföringen"
    assert facts["aspirant", "behöver tolk"].varde == "nej"
    assert facts["inskrivning", "inskriven genom"].varde == "Gruppinformation"
    assert {r.slag for r in rows} >= {"aspirant", "remiss", "inskrivning", "plan", "samtycke", "utlamnande"}
    assert not [r for r in rows if r.falt in ("pdf", "enheter", "synlig for") or not r.varde]


def test_registerutdrag_reaches_no_further_than_the_readers_rights():
    s = scen()
    with som_anvandare(s.stad.hanna.pk, today=TODAY):
        # what was already in hand, and her own nödöppning
        assert {r.slag for r in registerutdrag(s.person)} == {"aspirant", "nödöppning"}


def test_registerutdrag_covers_every_table_with_rows_of_a_person():
    assert len(tables_of_persons()) > 15


def test_a_former_identity_is_taken_out_of_history_and_other_changes_stay(stad):
    person, oppen = stad.inskriven()
    utkast(person, stad.kista, stad.carl, inskrivning=oppen, egna_ord="Jag heter Gamla Namnet")
    with owner():
        former = person.nummer
        Aspirant.objects.filter(pk=person.pk).update(fornamn="Nya", efternamn="Namnet", nummer="199003022382")
        Aspirant.objects.filter(pk=person.pk).update(telefon="070-1", tolk=True)
        Plan.objects.update(egna_ord="Jag vill arbeta")
        call_command("glom_identitet", person.arendenummer)
        kept = list(Andring.objects.filter(aspirant=person))
    text = str([row.falt for row in kept])
    assert not [word for word in (former, "Nya", "199003022382", "070-1", "Gamla", "fornamn") if word in text]
    assert [row.falt for row in kept if row.tabell == "cases_aspirant" and row.falt] == [{"tolk": [False, True]}]


def test_the_application_may_not_take_anything_out_of_history(stad):
    person = stad.aspirant()
    with (
        pytest.raises(ProgrammingError, match="permission denied for function glom_identitet"),
        som_anvandare(stad.sara.pk, today=TODAY),
    ):
        connection.cursor().execute("SELECT app.glom_identitet(%s, '{}')", [person.pk])


@pytest.mark.parametrize("wrong", ["199003022382", "J-99999999", "x"])
def test_only_an_ärendenummer_that_exists_is_taken(wrong):
    with owner(), pytest.raises(CommandError):
        call_command("glom_identitet", wrong)


def test_free_text_and_identity_of_every_table_are_what_is_taken_out():
    kolumner = identitetskolumner()
    assert {"nummer", "fornamn", "adress"} <= set(kolumner["cases_aspirant"])
    assert {"mal", "egna_ord"} <= set(kolumner["jobbplaner_plan"])
