"""The register's rows of protected persons: hidden on the row itself, by whichever way the protection came."""

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import Aspirant, Handlaggare, Skyddsbehorighet
from cases.sekretess.tillampa import apply_matrix
from tests.conftest import TODAY, owner
from uppfoljning.models import Registerrad

from .registerfiler import deliver

pytestmark = pytest.mark.django_db


def seen(agera, user) -> int:
    with agera(user):
        return Registerrad.objects.count()


@pytest.fixture
def person(stad):
    return stad.aspirant()


def protect(person, *named, level=1):
    with owner():
        Aspirant.objects.filter(pk=person.pk).update(skydd=level)
        for user in named:
            Skyddsbehorighet.objects.create(aspirant=person, user=user, fran=TODAY)


def test_a_delivery_hides_a_protected_person_from_those_who_are_not_named(stad, agera, tmp_path, person):
    protect(person, stad.sara)
    deliver(tmp_path, "2026-10", "Spånga-Tensta", person.nummer, stad.aspirant().nummer)
    assert [seen(agera, stad.sara), seen(agera, stad.stina)] == [2, 1]


def test_so_does_protection_that_comes_later_and_lifting_it_shows_them_again(stad, agera, tmp_path, person):
    deliver(tmp_path, "2026-10", "Spånga-Tensta", person.nummer)
    protect(person, stad.sara)
    assert [seen(agera, stad.sara), seen(agera, stad.stina)] == [1, 0]
    protect(person, level=0)
    assert seen(agera, stad.stina) == 1


def test_rows_that_were_there_before_the_person_are_hidden_when_she_comes_in_protected(stad, agera, tmp_path, person):
    deliver(tmp_path, "2026-10", "Spånga-Tensta", person.nummer)
    with owner():
        nummer = person.nummer
        Aspirant.objects.filter(pk=person.pk).update(nummer="R00000000017")
        Aspirant.objects.create(
            fornamn="Ny", efternamn="Person", nummer=nummer, sdf=stad.spanga, skydd=1, kon=person.kon,
            fodelsedatum=person.fodelsedatum, registrerad_vid=stad.spanga,
        )  # fmt: skip
    assert seen(agera, stad.stina) == 0


def test_rows_of_an_old_number_carry_nobody(stad, tmp_path, person):
    """Fingerade personuppgifter: kept, they would say who she was."""
    deliver(tmp_path, "2026-10", "Spånga-Tensta", person.nummer)
    protect(person, stad.sara)
    with owner():
        assert Registerrad.objects.get().skyddad_id == person.pk
        Aspirant.objects.filter(pk=person.pk).update(nummer="R00000000017")
        assert Registerrad.objects.get().skyddad_id is None


def test_no_function_hands_out_numbers_of_the_hidden(stad, agera, person):
    protect(person, stad.sara)
    with owner():
        stad.spanga.bara_tilldelade = True
        stad.spanga.save()
        Skyddsbehorighet.objects.all().delete()
        Handlaggare.objects.create(aspirant=person, user=stad.sara, enhet=stad.spanga, fran=TODAY)
    with agera(stad.sara), connection.cursor() as cursor:
        cursor.execute("SELECT app.tilldelade_nummer()")
        assert cursor.fetchone()[0] == []
        with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            cursor.execute("SELECT app.dolda_nummer()")


def test_a_database_whose_policy_still_asks_the_old_function_is_brought_up_to_date():
    with owner(), connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION app.dolda_nummer() RETURNS text[] LANGUAGE sql AS $$ SELECT '{}'::text[] $$")
        cursor.execute("ALTER POLICY las ON uppfoljning_registerrad USING (nummer <> ALL (app.dolda_nummer()))")
        cursor.execute("COMMENT ON SCHEMA app IS 'matris before'")
        assert apply_matrix()
        cursor.execute(
            "SELECT qual FROM pg_policies WHERE tablename = 'uppfoljning_registerrad' AND policyname = 'las'"
        )
        (rule,) = cursor.fetchone()
    assert "skyddad_id" in rule
