"""Drafts, versions and sending of a plan, as services."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import Handling, RattsligGrund, Utlamnande
from cases.services.handlingar import GroundMissingError
from jobbplaner.enums import Planslag
from jobbplaner.innehall import Delmalsrad, from_plan, next_version
from jobbplaner.models import Delmal, Plan
from jobbplaner.services import PlanChangedError, PlanIncompleteError, publish_plan, save_draft, send_plan, start_draft
from tests.factories import as_owner, at
from tests.jobbplaner.fabriker import NU, innehall, publicerad, samtycke, utkast

pytestmark = pytest.mark.django_db


@pytest.fixture
def plats(stad):
    person, inskrivning = stad.inskriven()
    return {"aspirant": person, "enhet": stad.kista, "inskrivning": inskrivning, "slag": Planslag.JOBBPLAN.value}


def save(plats, by, *, nummer=1, version=0, now=NU, **kwargs):
    return save_draft(**plats, innehall=innehall(**kwargs), nummer=nummer, version=version, by=by, now=now)


class TestDraft:
    def test_keeps_what_was_written_half_done_or_not(self, plats, stad, agera):
        with agera(stad.carl):
            plan = save(plats, stad.carl, mal="", delmal=(Delmalsrad(vad="Ringa"), Delmalsrad()))
            assert (plan.nummer, plan.version, plan.mal) == (1, 1, "")
            assert [d.vad for d in plan.delmal.all()] == ["Ringa"]

    def test_saved_twice_is_one_draft_and_one_save(self, plats, stad, agera):
        with agera(stad.carl):
            first = save(plats, stad.carl)
            again = save(plats, stad.carl)
            assert (again.pk, again.version) == (first.pk, 1)
            assert Delmal.objects.count() == 2

    def test_somebody_else_s_text_is_not_written_over(self, plats, stad, agera):
        with agera(stad.carl):
            save(plats, stad.carl)
            save(plats, stad.carl, version=1, mal="Carls mål")
            with pytest.raises(PlanChangedError) as caught:
                save(plats, stad.eva, version=1, mal="Evas mål")
            assert caught.value.plan.mal == "Carls mål"

    def test_rows_keep_their_identity_when_they_are_rewritten(self, plats, stad, agera):
        with agera(stad.carl):
            plan = save(plats, stad.carl)
            fore = {d.vad: d.pk for d in plan.delmal.all()}
            rader = from_plan(plan).delmal
            ny = (Delmalsrad(vad="Nytt först"), Delmalsrad(pk=rader[0].pk, vad="Omskrivet"))
            plan = save(plats, stad.carl, version=1, delmal=ny)
            assert [(d.vad, d.pk == fore["Läsa SFI kurs C och göra provet"]) for d in plan.delmal.all()] == [
                ("Nytt först", False),
                ("Omskrivet", True),
            ]

    def test_a_row_of_another_plan_cannot_be_taken_over(self, plats, stad, agera):
        annan, inskrivning = stad.inskriven()
        frammande = utkast(annan, stad.kista, stad.carl, inskrivning=inskrivning)
        with agera(stad.carl):
            rad = frammande.delmal.first()
            plan = save(plats, stad.carl, delmal=(Delmalsrad(pk=rad.pk, vad="Mitt"),))
            rad.refresh_from_db()
            assert rad.plan_id == frammande.pk
            assert plan.delmal.get().pk != rad.pk

    def test_moves_with_the_person_to_another_jobbtorg(self, plats, stad, agera):
        with agera(stad.carl):
            plan = save(plats, stad.carl)
        with agera(stad.carl):
            plan = save({**plats, "enhet": stad.varberg, "inskrivning": None}, stad.carl, version=1)
            assert (plan.enhet, plan.inskrivning) == (stad.varberg, None)

    def test_is_not_seen_by_the_sdf(self, plats, stad, agera):
        with agera(stad.carl):
            save(plats, stad.carl)
        with agera(stad.sara):
            assert not Plan.objects.exists()


class TestPublish:
    def test_freezes_a_handling_and_replaces_the_version_before(self, plats, stad, agera):
        forsta = publicerad(plats["aspirant"], stad.kista, stad.carl, now=at("2026-10-05 10:00"))
        andra = publicerad(plats["aspirant"], stad.kista, stad.carl)
        with agera(stad.carl):
            forsta.refresh_from_db()
            assert (forsta.ersatt_at, andra.ersatt_at, andra.nummer) == (NU, None, 2)
            handling = Handling.objects.get(pk=andra.handling_id)
            assert (handling.typ, handling.version, str(handling)) == ("jobbplan", 2, "Jobbplan version 2")
            assert bytes(handling.pdf) == b"%PDF-1.7 provfil"

    def test_twice_is_once(self, plats, stad, agera):
        plan = publicerad(plats["aspirant"], stad.kista, stad.carl)
        with agera(stad.carl):
            again = publish_plan(plan=plan, by=stad.eva, now=at("2026-11-24 10:00"), pdf=b"annan")
            assert (again.publicerad_av, again.publicerad_at, Handling.objects.count()) == (stad.carl, NU, 1)

    @pytest.mark.parametrize("falt", [{"mal": ""}, {"nasta_uppfoljning": None}])
    def test_needs_a_goal_and_a_next_follow_up(self, plats, stad, agera, falt):
        with agera(stad.carl):
            plan = save(plats, stad.carl, **falt)
            with pytest.raises(PlanIncompleteError) as caught:
                publish_plan(plan=plan, by=stad.carl, now=NU, pdf=b"x")
            assert list(caught.value.fel) == list(falt)
            assert Plan.objects.utkast().count() == 1

    def test_renders_the_file_unless_it_is_given(self, plats, stad, agera):
        with agera(stad.carl):
            plan = publish_plan(plan=save(plats, stad.carl), by=stad.carl, now=NU)
            assert bytes(plan.handling.pdf).startswith(b"%PDF-")

    def test_a_version_in_force_is_alone(self, plats, stad):
        plan = publicerad(plats["aspirant"], stad.kista, stad.carl)
        with as_owner(), pytest.raises(IntegrityError, match="jobbplaner_plan_en_gallande"), transaction.atomic():
            Plan.objects.create(
                aspirant=plan.aspirant, slag=plan.slag, namnd=plan.namnd, enhet=plan.enhet, nummer=9,
                skapad_av=stad.carl, andrad_av=stad.carl, andrad_at=NU, publicerad_at=NU, publicerad_av=stad.carl,
            )  # fmt: skip

    def test_is_aktuell_until_its_follow_up_has_passed_or_it_is_replaced(self, plats, stad, agera):
        forsta = publicerad(plats["aspirant"], stad.kista, stad.carl, now=at("2026-10-05 23:30"))
        andra = publicerad(plats["aspirant"], stad.kista, stad.carl, now=at("2026-11-24 00:30"))
        save_later = {"nummer": 3, "now": at("2026-11-25 09:00")}
        with agera(stad.carl):
            forsta.refresh_from_db()
            utkastet = save(plats, stad.carl, **save_later)
            for text, gallde in [
                ("2026-10-04", []),
                ("2026-10-05", [forsta]),
                ("2026-11-23", [forsta]),
                ("2026-11-24", [andra]),
                ("2027-01-08", [andra]),
                ("2027-01-09", []),
            ]:
                dag = date.fromisoformat(text)
                assert list(Plan.objects.aktuella_den(dag)) == gallde, dag
                assert [p for p in (forsta, andra, utkastet) if p.ar_aktuell_den(dag)] == gallde, dag


@pytest.mark.parametrize(
    ("brott", "regel"),
    [
        ({"nummer": 1}, "plan_unik_version"),
        ({"publicerad_at": None, "publicerad_av": None}, "plan_ett_utkast"),
        ({"publicerad_av": None}, "plan_publicering_satts_helt"),
        ({"publicerad_at": None, "publicerad_av": None, "slag": "arbetsplan", "handling": True}, "satts_helt"),
        ({"ersatt_at": at("2026-11-24 09:29")}, "plan_ersatt_efter_publicering"),
    ],
)
def test_the_database_refuses_a_plan_that_makes_no_sense(plats, stad, brott, regel):
    publicerad(plats["aspirant"], stad.kista, stad.carl, now=at("2026-10-05 10:00"))
    utkastet = utkast(plats["aspirant"], stad.kista, stad.carl)
    rad = {
        "aspirant": utkastet.aspirant, "slag": "jobbplan", "namnd": utkastet.namnd, "enhet": stad.kista, "nummer": 7,
        "skapad_av": stad.carl, "andrad_av": stad.carl, "andrad_at": NU, "publicerad_at": NU,
        "publicerad_av": stad.carl, "ersatt_at": NU if "publicerad_at" not in brott else None, **brott,
    }  # fmt: skip
    with as_owner():
        rad["handling"] = Handling.objects.first() if "handling" in rad else None
    with as_owner(), pytest.raises(IntegrityError, match=regel), transaction.atomic():
        Plan.objects.create(**rad)


class TestNextVersion:
    def test_starts_as_a_copy_with_what_is_not_finished(self, plats, stad, agera):
        klart = Delmalsrad(vad="Klart", vem="coach", lage="klart")
        kvar = Delmalsrad(vad="Kvar", vem="coach", lage="nytt")
        plan = publicerad(plats["aspirant"], stad.kista, stad.carl, delmal=(klart, kvar))
        with agera(stad.carl):
            ny = next_version(plan)
            assert (ny.mal, ny.nasta_uppfoljning, ny.haller_med) == (plan.mal, None, "")
            assert [(d.vad, d.lage, d.pk) for d in ny.delmal] == [("Kvar", "pagar", None)]

    def test_start_draft_makes_one_and_then_finds_it(self, plats, stad, agera):
        publicerad(plats["aspirant"], stad.kista, stad.carl)
        with agera(stad.carl):
            ny = start_draft(**plats, by=stad.carl, now=NU)
            assert (ny.nummer, ny.version, ny.delmal.count()) == (2, 1, 2)
            assert start_draft(**plats, by=stad.eva, now=NU).pk == ny.pk


class TestSend:
    def test_hands_over_to_the_sdf_which_then_reads_plan_and_delmal(self, plats, stad, agera):
        plan = publicerad(plats["aspirant"], stad.kista, stad.carl)
        samtycke(plats["aspirant"], stad.kista, stad.spanga, stad.carl)
        with agera(stad.sara):
            assert not Plan.objects.exists()
        with agera(stad.carl):
            grund = RattsligGrund.objects.get(kod="samtycke")
            u = send_plan(plan=plan, till_enhet=stad.spanga, grund=grund, by=stad.carl, now=NU)
            again = send_plan(plan=plan, till_enhet=stad.spanga, grund=grund, by=stad.eva, now=NU)
            assert (again.pk, Utlamnande.objects.count()) == (u.pk, 1)
        with agera(stad.sara):
            assert Plan.objects.get().delmal.count() == 2
        with agera(stad.hanna):
            assert not Plan.objects.exists()

    def test_on_consent_needs_one_that_holds(self, plats, stad, agera):
        plan = publicerad(plats["aspirant"], stad.kista, stad.carl)
        samtycke(
            plats["aspirant"],
            stad.kista,
            stad.spanga,
            stad.carl,
            aterkallat=date(2026, 11, 24),
            aterkallat_satt="muntligt",
            aterkallat_av=stad.carl,
        )
        grund = RattsligGrund.objects.get(kod="samtycke")
        with agera(stad.carl), pytest.raises(GroundMissingError):
            send_plan(plan=plan, till_enhet=stad.spanga, grund=grund, by=stad.carl, now=NU)
