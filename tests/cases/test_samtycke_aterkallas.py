"""A consent taken back ends the reading of what rested on it and never the history; rows seen by raw SQL."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from cases.models import Handling, RattsligGrund, Samtycke, Utlamnande
from cases.sekretess.identitet import fran_kalla
from cases.services.handlingar import GroundMissingError, acknowledge, hand_over, mark_read
from cases.services.samtycken import WithdrawalError, withdraw_samtycke
from jobbplaner.models import Plan
from jobbplaner.services.planer import send_plan
from tests.cases.inlopp_data import words
from tests.conftest import owner
from tests.factories import at, kod
from tests.jobbplaner.fabriker import publicerad, samtycke

pytestmark = pytest.mark.django_db
IDAG, NU = date(2026, 11, 24), at("2026-11-24 09:30")
RADER = ("cases_utlamnande", "cases_samtycke", "cases_handling", "jobbplaner_plan", "jobbplaner_delmal")


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def seen(agera, user) -> dict[str, int]:
    with agera(user):
        return {table: rows(table) for table in RADER}


ALLT = dict(zip(RADER, (1, 1, 1, 1, 2), strict=True))
HISTORIEN = dict(zip(RADER, (1, 1, 0, 0, 0), strict=True))
INGET = dict.fromkeys(RADER, 0)


@pytest.fixture
def scen(stad, agera):
    """Carl's plan, handed over to Sara's nämnd on the person's consent."""
    stad.person, stad.inskrivning = stad.inskriven()
    stad.plan = publicerad(stad.person, stad.kista, stad.carl, inskrivning=stad.inskrivning)
    stad.samtycke = samtycke(stad.person, stad.kista, stad.spanga, stad.carl)
    with agera(stad.carl):
        stad.utlamnande = send_plan(
            plan=stad.plan, till_enhet=stad.spanga, grund=kod(RattsligGrund, "samtycke"), by=stad.carl, now=NU
        )
    return stad


def withdraw(scen, agera, by=None, dag=IDAG) -> bool:
    by = by or scen.carl
    with agera(by):
        return withdraw_samtycke(samtycke=scen.samtycke, aterkallat=dag, satt="muntligt", by=by)


class TestWithdrawal:
    def test_sender_receiver_and_a_third_nämnd_before_and_after(self, scen, agera):
        before = [seen(agera, user) for user in (scen.carl, scen.sara, scen.hanna)]
        assert before == [ALLT, ALLT, INGET]
        assert withdraw(scen, agera)
        assert [seen(agera, user) for user in (scen.carl, scen.sara, scen.hanna)] == [ALLT, HISTORIEN, INGET]

    def test_either_side_may_register_it_and_nobody_else(self, scen, agera):
        assert not withdraw(scen, agera, by=scen.hanna)
        assert withdraw(scen, agera, by=scen.sara)

    def test_the_receiver_still_reads_title_version_ground_and_kvittens(self, scen, agera, logga_in):
        with agera(scen.sara):
            acknowledge(utlamnande=scen.utlamnande, by=scen.sara, now=NU)
        with fran_kalla("cases:samtycke_withdraw", "R-2"):
            withdraw(scen, agera)
        svar = logga_in(scen.sara).get(f"/akter/{scen.person.pk}/utlamnanden/")
        html, sagt = svar.content.decode(), words(svar)
        for text in ("Jobbplan version 1", "Samtycke 2026-05-25, gäller till 2027-05-25", "Mottagen av Sara Test"):
            assert text in sagt
        assert "Samtycket återkallades 2026-11-24, handlingen kan inte längre läsas" in sagt
        assert f"/handlingar/{scen.plan.handling_id}" not in html
        overblick = logga_in(scen.sara).get(f"/akter/{scen.person.pk}/").content.decode()
        assert "handlingen kan inte längre läsas" in overblick
        handlingar = logga_in(scen.sara).get(f"/akter/{scen.person.pk}/handlingar/")
        assert "Inga handlingar som ni får läsa" in words(handlingar)
        self.current(logga_in(scen.carl), scen, "Publicerad")
        andringar = words(logga_in(scen.carl).get(f"/akter/{scen.person.pk}/logg/andringar/"))
        assert "Avslutade läsningen av Jobbplan version 1 hos SDF Spånga-Tensta 2026-11-24" in andringar
        assert ["Läses inte efter" in andringar, "Återkallat hurMuntligt" in andringar] == [False, True]

    def current(self, client, scen, lage: str) -> None:
        """On the plan's page the version bar stands at `lage`."""
        html = client.get(f"/akter/{scen.person.pk}/jobbplan/").content.decode()
        assert re.search(r'aria-current="step">(?:<svg.*?</svg>)?([^<]*)</li>', html, re.DOTALL)[1] == lage

    def test_the_receiver_opens_neither_file_nor_page(self, scen, agera, logga_in):
        urls = [
            f"/handlingar/{scen.plan.handling_id}.pdf",
            f"/handlingar/{scen.plan.handling_id}/",
            reverse("jobbplaner:jobbplan_version", args=[scen.person.pk, scen.plan.pk]),
        ]
        assert [logga_in(scen.sara).get(url).status_code for url in urls] == [200, 200, 200]
        withdraw(scen, agera)
        assert [logga_in(scen.sara).get(url).status_code for url in urls] == [404, 404, 404]
        assert [logga_in(scen.carl).get(url).status_code for url in urls] == [200, 200, 200]

    def test_it_is_not_acknowledged_or_marked_as_read_afterwards(self, scen, agera):
        withdraw(scen, agera)
        with agera(scen.sara):
            assert not acknowledge(utlamnande=scen.utlamnande, by=scen.sara, now=NU)
            assert not mark_read(handling_id=scen.plan.handling_id, now=NU)

    def test_another_ground_opens_it_again_as_a_hand_over_of_its_own(self, scen, agera, logga_in):
        withdraw(scen, agera)
        grund = kod(RattsligGrund, "uppgiftsskyldighet")
        with agera(scen.carl):
            ny = hand_over(handling=scen.plan.handling, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU)
        assert ny.pk != scen.utlamnande.pk
        assert seen(agera, scen.sara) == ALLT | {"cases_utlamnande": 2}
        for user, sida in ((scen.sara, "utlamnanden/"), (scen.sara, ""), (scen.carl, "jobbplan/")):
            sagt = words(logga_in(user).get(f"/akter/{scen.person.pk}/{sida}"))
            assert "Samtycket återkallades 2026-11-24, men handlingen lämnades ut igen 2026-11-24" in sagt
            assert "kan inte längre läsa" not in sagt
        self.current(logga_in(scen.carl), scen, "Skickad till SDF")

    def test_a_hand_over_on_a_ground_in_law_stays_open(self, scen, agera):
        annan = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl):
            hand_over(
                handling=annan.handling,
                till_enhet=scen.spanga,
                grund=kod(RattsligGrund, "uppgiftsskyldighet"),
                by=scen.carl,
                now=NU,
            )
        withdraw(scen, agera)
        with agera(scen.sara):
            assert list(Plan.objects.values_list("pk", flat=True)) == [annan.pk]

    def test_running_out_stops_new_hand_overs_and_not_reading(self, scen, agera):
        efter = date(2027, 6, 1)
        with agera(scen.sara, efter):
            assert Handling.objects.count() == 1
        ny = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        with agera(scen.carl, efter), pytest.raises(GroundMissingError):
            send_plan(
                plan=ny,
                till_enhet=scen.spanga,
                grund=kod(RattsligGrund, "samtycke"),
                by=scen.carl,
                now=at("2027-06-01 09:00"),
            )

    def test_nobody_takes_it_back_before_it_was_given(self, scen, agera):
        with pytest.raises(WithdrawalError, match="innan det började gälla"):
            withdraw(scen, agera, dag=date(2026, 5, 24))


class TestWhatTheDatabaseRefuses:
    def test_a_consent_is_not_changed_only_taken_back_once(self, scen, agera):
        for falt in ({"till": date(2028, 1, 1)}, {"typer": ["protokoll"]}, {"satt": "muntligt"}):
            with agera(scen.carl), pytest.raises(IntegrityError, match="bara återkallas"), transaction.atomic():
                Samtycke.objects.filter(pk=scen.samtycke.pk).update(**falt)
        withdraw(scen, agera)
        with agera(scen.carl), pytest.raises(IntegrityError, match="bara återkallas"), transaction.atomic():
            Samtycke.objects.filter(pk=scen.samtycke.pk).update(aterkallat=None, aterkallat_satt="", aterkallat_av=None)

    def test_an_utlämnande_is_not_changed_by_anyone(self, scen, agera):
        for user in (scen.carl, scen.sara):
            with agera(user), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Utlamnande.objects.update(kvitterat_at=NU, kvitterat_av=user)

    def test_the_receiver_cannot_hand_another_nämnds_document_to_itself(self, scen, agera):
        hemlig = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        rad = {
            "aspirant": scen.person,
            "handling_id": hemlig.handling_id,
            "titel": "x",
            "typ": "jobbplan",
            "version": 2,
            "till_namnd": scen.spanga.namnd,
            "till_enhet": scen.spanga,
            "grund": kod(RattsligGrund, "uppgiftsskyldighet"),
            "grundtext": "x",
            "skickat_at": NU,
            "skickat_av": scen.sara,
        }
        with agera(scen.sara), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Utlamnande.objects.create(**rad, fran_namnd=scen.kista.namnd)
        rad |= {"till_namnd": scen.kista.namnd, "till_enhet": scen.kista}
        with agera(scen.sara), pytest.raises(IntegrityError, match="inte avsändarens"), transaction.atomic():
            Utlamnande.objects.create(**rad, fran_namnd=scen.spanga.namnd)

    def test_a_kvittens_comes_from_the_receiver_in_her_own_name(self, scen, agera):
        for user, by in ((scen.carl, scen.carl), (scen.hanna, scen.hanna), (scen.sara, scen.stina)):
            with agera(user), pytest.raises(ProgrammingError, match="bara mottagaren"), transaction.atomic():
                acknowledge(utlamnande=scen.utlamnande, by=by, now=NU)

    def test_the_first_reading_is_the_receiving_units_and_stands(self, scen, agera):
        for user in (scen.carl, scen.hanna):
            with agera(user):
                assert not mark_read(handling_id=scen.plan.handling_id, now=NU)
        with agera(scen.sara):
            assert mark_read(handling_id=scen.plan.handling_id, now=NU)
        with agera(scen.stina):
            assert not mark_read(handling_id=scen.plan.handling_id, now=at("2026-11-24 10:00"))
        with owner():
            u = Utlamnande.objects.get()
        assert (u.oppnad_av, u.oppnad_at, u.kvitterat_at) == (scen.sara, NU, None)


class TestPage:
    def test_it_says_what_closes_before_anything_does(self, scen, agera, logga_in):
        url = f"/samtycken/{scen.samtycke.pk}/aterkalla/"
        client = logga_in(scen.carl)
        html = client.get(url).content.decode()
        assert "inte läsa längre" in html
        assert "Jobbplan version 1" in html
        assert seen(agera, scen.sara) == ALLT
        svar = client.post(url, {"aterkallat": "2026-11-24", "satt": "skriftligt"}, follow=True).content.decode()
        assert "Samtycket är återkallat" in svar
        assert "mottagaren kan inte längre läsa handlingen" in svar
        assert "redan återkallat" in client.post(url, {}, follow=True).content.decode()
        with owner():
            rad = Samtycke.objects.get()
        assert (rad.aterkallat, rad.aterkallat_satt, rad.aterkallat_av) == (IDAG, "skriftligt", scen.carl)

    @pytest.mark.parametrize(
        ("dag", "text"), [("2026-11-25", "inte ligga i framtiden"), ("2026-05-24", "började gälla"), ("", "vilken dag")]
    )
    def test_a_day_that_cannot_be_is_said_at_the_field(self, scen, logga_in, dag, text):
        url = f"/samtycken/{scen.samtycke.pk}/aterkalla/"
        html = logga_in(scen.carl).post(url, {"aterkallat": dag, "satt": "muntligt"}).content.decode()
        assert text in html
        assert f'value="{dag}"' in html

    def test_withdrawn_between_opening_the_form_and_sending_nothing_is_sent(self, scen, agera, logga_in):
        ny = publicerad(scen.person, scen.kista, scen.carl, inskrivning=scen.inskrivning)
        client, grund = logga_in(scen.carl), kod(RattsligGrund, "samtycke").pk
        assert f'value="{grund}"' in client.get(f"/handlingar/{ny.handling_id}/").content.decode()
        withdraw(scen, agera)
        svar = client.post(f"/handlingar/{ny.handling_id}/skicka/", {"grund": grund}, follow=True).content.decode()
        assert "är inte skickad" in svar
        assert "Samtycket kan ha återkallats" in svar
        with owner():
            assert Utlamnande.objects.filter(upphorde=None).count() == 0

    def test_only_a_consent_that_covers_the_type_is_offered(self, scen, agera, logga_in):
        grund = kod(RattsligGrund, "samtycke")
        with agera(scen.carl):
            withdraw_samtycke(samtycke=scen.samtycke, aterkallat=IDAG, satt="muntligt", by=scen.carl)
        samtycke(scen.person, scen.kista, scen.spanga, scen.carl, typer=["protokoll"])
        html = logga_in(scen.carl).get(f"/handlingar/{scen.plan.handling_id}/").content.decode()
        assert f'value="{grund.pk}"' not in html
        with agera(scen.carl), pytest.raises(GroundMissingError, match="omfattar handlingen"):
            hand_over(handling=scen.plan.handling, till_enhet=scen.spanga, grund=grund, by=scen.carl, now=NU)
