"""Journal notes: whose they are, what is locked, and that nothing written is lost. Rows are seen by raw SQL."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases.models import Andring, Anteckningsslag, Bilaga, Journalanteckning, Medlemskap
from cases.services.anteckningar import (
    AnteckningChangedError,
    AnteckningError,
    AnteckningIncompleteError,
    AnteckningLockedError,
    Innehall,
    remove_draft,
    save_draft,
    sign,
    start_correction,
)
from tests import factories
from tests.cases.journal_data import NU, anteckning, med_bilaga
from tests.conftest import owner
from tests.factories import at, kod

pytestmark = pytest.mark.django_db
IDAG = date(2026, 11, 24)
FLIK, ANNAN_FLIK = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    return stad


def innehall(text="Vi talade om praktiken.", **falt) -> Innehall:
    standard = {"slag": kod(Anteckningsslag, "samtal"), "handelse_dag": date(2026, 11, 23)}
    return Innehall(text=text, **standard | falt)


def write(scen, agera, text="Vi talade om praktiken.", *, nyckel=None, version=0, flik=FLIK, by=None, **falt):
    by = by or scen.carl
    with agera(by):
        return save_draft(
            nyckel=nyckel or uuid.uuid4(),
            aspirant=scen.person,
            enhet=scen.kista,
            innehall=innehall(text, **falt),
            version=version,
            flik=flik,
            by=by,
            now=NU,
        )


def seen(agera, user) -> list[int]:
    with agera(user), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM cases_journalanteckning), (SELECT count(*) FROM cases_bilaga)")
        return list(cursor.fetchone())


class TestWhoSees:
    def test_a_draft_is_its_authors_and_the_chefs_and_so_is_its_file(self, scen, agera):
        med_bilaga(anteckning(scen.person, scen.kista, scen.carl, signerad=None))
        cleo = factories.anvandare("cleo", "coach", scen.kista)
        svar = {u.username: seen(agera, u) for u in (scen.carl, scen.eva, cleo, scen.sara, scen.vera, scen.sven)}
        assert svar == {"carl": [1, 1], "eva": [1, 1], "cleo": [0, 0], "sara": [0, 0], "vera": [0, 0], "sven": [0, 0]}

    def test_signed_it_is_the_whole_nämnds_and_no_other(self, scen, agera):
        rad = anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        med_bilaga(rad)
        with agera(scen.carl):
            sign(anteckning=rad, by=scen.carl, now=NU)
        cleo = factories.anvandare("cleo", "coach", scen.kista)
        svar = [seen(agera, u) for u in (scen.carl, scen.eva, cleo, scen.sara, scen.stina, scen.hanna, scen.nina)]
        assert svar == [[1, 1]] * 3 + [[0, 0]] * 4

    def test_the_sdfs_own_are_hidden_from_the_jobbtorg(self, scen, agera):
        anteckning(scen.person, scen.spanga, scen.sara, roll="socialsekreterare")
        assert [seen(agera, u)[0] for u in (scen.sara, scen.stina, scen.carl, scen.eva)] == [1, 1, 0, 0]

    def test_a_protected_persons_notes_are_for_the_named(self, scen, agera):
        anteckning(scen.person, scen.kista, scen.carl)
        with owner():
            type(scen.person).objects.filter(pk=scen.person.pk).update(skydd=1)
        assert seen(agera, scen.carl) == [0, 0]

    def test_the_draft_leaves_no_history_and_the_signature_does(self, scen, agera):
        rad = write(scen, agera)
        write(scen, agera, "Hemligt utkast", nyckel=rad.nyckel, version=1)
        with owner():
            assert not Andring.objects.filter(tabell="cases_journalanteckning").exists()
        with agera(scen.carl):
            sign(anteckning=rad, by=scen.carl, now=NU)
        with agera(scen.eva):
            (spar,) = Andring.objects.filter(tabell="cases_journalanteckning")
        assert set(spar.falt) == {"signerad_at"}
        with agera(scen.sara):
            assert not Andring.objects.filter(tabell="cases_journalanteckning").exists()


class TestLocked:
    @pytest.mark.parametrize(
        "falt", [{"text": "ny"}, {"handelse_dag": IDAG}, {"signerad_at": None}, {"roll": "enhetschef"}]
    )
    def test_the_database_refuses_every_change_of_a_signed_note(self, scen, agera, falt):
        rad = anteckning(scen.person, scen.kista, scen.carl)
        for vem in (agera(scen.carl), owner()):
            with vem, pytest.raises(IntegrityError, match="ändras inte"), transaction.atomic():
                Journalanteckning.objects.filter(pk=rad.pk).update(**falt)

    def test_a_signed_note_and_its_files_cannot_be_removed(self, scen, agera):
        rad = anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        bilaga = med_bilaga(rad)
        with agera(scen.carl):
            sign(anteckning=rad, by=scen.carl, now=NU)
            assert Bilaga.objects.filter(pk=bilaga.pk).delete()[0] == 0
            with pytest.raises(IntegrityError, match="tas inte bort"), transaction.atomic(), connection.cursor() as c:
                c.execute("DELETE FROM cases_journalanteckning WHERE id = %s", [rad.pk])
            with pytest.raises(AnteckningLockedError):
                remove_draft(anteckning=rad, by=scen.carl)
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Bilaga.objects.create(
                    anteckning=rad, aspirant=scen.person, namnd=rad.namnd, namn="a.txt", slag="text", storlek=1,
                    sha256="0" * 64, innehall=b"a", tillagd_at=NU,
                )  # fmt: skip
        with owner(), pytest.raises(IntegrityError, match="signerad anteckning"), transaction.atomic():
            Bilaga.objects.filter(pk=bilaga.pk).update(namn="annat.pdf")

    def test_a_person_who_moves_takes_the_signed_note_along(self, scen, agera):
        anteckning(scen.person, scen.kista, scen.carl)
        factories.remiss(scen.person, scen.varberg, scen.sara)
        assert seen(agera, scen.vera)[0] == 1

    def test_a_colleague_cannot_change_or_write_in_anothers_name(self, scen, agera):
        rad = anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        with agera(scen.eva):
            assert Journalanteckning.objects.filter(pk=rad.pk).update(text="ändrad") == 0
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Journalanteckning.objects.create(
                    aspirant=scen.person, namnd=scen.kista.namnd, enhet=scen.kista, forfattare=scen.carl,
                    roll="coach", skapad_at=NU, andrad_at=NU,
                )  # fmt: skip

    def test_a_draft_changes_neither_person_nor_author(self, scen, agera):
        rad, annan = anteckning(scen.person, scen.kista, scen.carl, signerad=None), scen.inskriven()[0]
        for falt in ({"aspirant": annan}, {"forfattare": scen.eva}, {"enhet": scen.spanga}):
            with owner(), pytest.raises(IntegrityError), transaction.atomic():
                Journalanteckning.objects.filter(pk=rad.pk).update(**falt)


class TestSigning:
    def test_what_is_missing_is_said_by_field(self, scen, agera):
        rad = write(scen, agera, "", slag=None, handelse_dag=None)
        with agera(scen.carl), pytest.raises(AnteckningIncompleteError) as error:
            sign(anteckning=rad, by=scen.carl, now=NU)
        assert set(error.value.fel) == {"slag", "handelse_dag", "text"}
        with owner(), pytest.raises(IntegrityError, match="hel_nar_den_signeras"), transaction.atomic():
            Journalanteckning.objects.filter(pk=rad.pk).update(signerad_at=NU)

    def test_an_event_to_come_is_not_signed(self, scen, agera):
        rad = write(scen, agera, handelse_dag=date(2026, 11, 25))
        with agera(scen.carl), pytest.raises(AnteckningIncompleteError, match="efter i dag"):
            sign(anteckning=rad, by=scen.carl, now=NU)
        with owner(), pytest.raises(IntegrityError, match="efter signeringen"), transaction.atomic():
            Journalanteckning.objects.filter(pk=rad.pk).update(signerad_at=NU)

    def test_signing_twice_is_once_and_the_role_is_kept(self, scen, agera):
        rad = write(scen, agera)
        with agera(scen.carl):
            assert sign(anteckning=rad, by=scen.carl, now=NU).signerad_at == NU
            assert sign(anteckning=rad, by=scen.carl, now=at("2026-11-24 10:00")).signerad_at == NU
        with owner():
            Medlemskap.objects.filter(user=scen.carl).update(roll="enhetschef")
            assert Journalanteckning.objects.get(pk=rad.pk).roll == "coach"


class TestTwoTabs:
    def test_the_same_form_sent_twice_is_one_note(self, scen, agera):
        rad = write(scen, agera)
        assert write(scen, agera, nyckel=rad.nyckel).pk == rad.pk

    def test_another_tab_saves_nothing_over_what_was_saved(self, scen, agera):
        rad = write(scen, agera)
        write(scen, agera, "Från andra fliken", nyckel=rad.nyckel, version=1, flik=ANNAN_FLIK)
        with pytest.raises(AnteckningChangedError) as error:
            write(scen, agera, "Från första fliken", nyckel=rad.nyckel, version=1)
        assert error.value.anteckning.text == "Från andra fliken"

    def test_a_tab_may_go_on_from_its_own_save(self, scen, agera):
        rad = write(scen, agera)
        write(scen, agera, "mera", nyckel=rad.nyckel, version=1)
        assert write(scen, agera, "mera än så", nyckel=rad.nyckel, version=1).version == 3

    def test_what_is_signed_meanwhile_is_not_written_over(self, scen, agera):
        rad = write(scen, agera)
        with agera(scen.carl):
            sign(anteckning=rad, by=scen.carl, now=NU)
        with pytest.raises(AnteckningLockedError):
            write(scen, agera, "mera", nyckel=rad.nyckel, version=1)

    def test_nobody_writes_from_a_unit_where_they_have_no_role(self, scen, agera):
        with agera(scen.carl), pytest.raises(AnteckningError, match="ingen roll"):
            save_draft(
                nyckel=uuid.uuid4(), aspirant=scen.person, enhet=scen.varberg, innehall=innehall(), version=0,
                flik=None, by=scen.carl, now=NU,
            )  # fmt: skip


class TestCorrection:
    def correct(self, scen, agera, rad, by=None):
        by = by or scen.carl
        with agera(by):
            return start_correction(anteckning=rad, enhet=scen.kista, by=by, now=NU, nyckel=uuid.uuid4())

    def test_it_is_a_row_of_its_own_and_needs_a_reason(self, scen, agera):
        rad = anteckning(scen.person, scen.kista, scen.carl)
        ny = self.correct(scen, agera, rad)
        assert (ny.rattar_id, ny.text, ny.rattar_skal) == (rad.pk, rad.text, "")
        with agera(scen.carl), pytest.raises(AnteckningIncompleteError, match="varför"):
            sign(anteckning=ny, by=scen.carl, now=NU)
        with owner(), pytest.raises(IntegrityError, match="rattelse_med_skal"), transaction.atomic():
            Journalanteckning.objects.filter(pk=ny.pk).update(signerad_at=NU)

    def test_begun_again_it_is_the_same_and_a_colleague_is_told(self, scen, agera):
        rad = anteckning(scen.person, scen.kista, scen.carl)
        ny = self.correct(scen, agera, rad)
        with pytest.raises(AnteckningChangedError) as begun:
            self.correct(scen, agera, rad)
        assert begun.value.anteckning.pk == ny.pk
        cleo = factories.anvandare("cleo", "coach", scen.kista)
        with pytest.raises(AnteckningError, match="håller någon på"):
            self.correct(scen, agera, rad, cleo)

    def test_only_a_signed_note_of_the_own_akt_is_corrected(self, scen, agera):
        utkast = anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        sdf = anteckning(scen.person, scen.spanga, scen.sara, roll="socialsekreterare")
        annans = anteckning(scen.inskriven()[0], scen.kista, scen.carl)
        for rattad in (utkast, sdf, annans):
            with pytest.raises(IntegrityError, match="signerad anteckning i samma akt"), transaction.atomic():
                anteckning(scen.person, scen.kista, scen.carl, signerad=None, rattar=rattad)
        with owner(), pytest.raises(IntegrityError, match="rattelse_med_skal"), transaction.atomic():
            Journalanteckning.objects.filter(pk=utkast.pk).update(rattar_skal="Skäl utan rättelse")

    def test_a_draft_is_thrown_away_with_its_file_by_its_author_alone(self, scen, agera):
        rad = anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        med_bilaga(rad)
        with agera(scen.eva):
            assert remove_draft(anteckning=rad, by=scen.eva) is False
        with agera(scen.carl):
            assert remove_draft(anteckning=rad, by=scen.carl) is True
        assert seen(agera, scen.carl) == [0, 0]
