"""Handlingar, utlämnanden and samtycke: what passes between nämnder, who sees it, and the pages of the akt."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Handling, RattsligGrund, Samtycke, Utlamnande
from cases.services.handlingar import (
    GroundMissingError,
    acknowledge,
    establish_handling,
    hand_over,
)
from cases.services.samtycken import SamtyckeTooLongError, register_samtycke, withdraw_samtycke
from cases.utlamning import utlamningsval
from tests.factories import as_owner, at, kod

pytestmark = pytest.mark.django_db
IDAG, NU = date(2026, 11, 24), at("2026-11-24 09:30")


@pytest.fixture
def scen(stad):
    stad.person, stad.inskrivning = stad.inskriven()
    with as_owner():
        stad.handling = establish_handling(
            aspirant=stad.person,
            enhet=stad.kista,
            typ="jobbplan",
            version=3,
            titel="Jobbplan version 3",
            pdf=b"%PDF-1.7 prov",
            by=stad.carl,
            now=NU,
        )
    return stad


def consent(scen, **kwargs) -> Samtycke:
    with as_owner():
        return Samtycke.objects.create(
            **{
                "aspirant": scen.person,
                "fran_namnd": scen.kista.namnd,
                "till_namnd": scen.spanga.namnd,
                "typer": ["jobbplan"],
                "satt": "skriftligt",
                "fran": date(2026, 6, 1),
                "till": date(2027, 6, 1),
                "mottaget_av": scen.carl,
                "registrerat_av": scen.carl,
                **kwargs,
            }
        )


def send(scen, kod_="nodvandigt_egen_verksamhet", **kwargs) -> Utlamnande:
    grund = kod(RattsligGrund, kod_)
    return hand_over(
        **{"handling": scen.handling, "till_enhet": scen.spanga, "grund": grund, "by": scen.carl, "now": NU, **kwargs}
    )


class TestHandOver:
    def test_the_receiver_reads_it_from_then_on_and_nobody_else(self, scen, agera):
        with agera(scen.sara):
            assert not Handling.objects.exists()
        with agera(scen.carl):
            send(scen)
        with agera(scen.sara):
            assert Handling.objects.get() == scen.handling
        with agera(scen.hanna):
            assert not Handling.objects.exists()

    def test_again_returns_the_first(self, scen, agera):
        with agera(scen.carl):
            assert send(scen) == send(scen, by=scen.eva)

    @pytest.mark.parametrize(
        "brist",
        [{"fran": date(2026, 11, 25)}, {"till": date(2026, 11, 23)}, {"aterkallat": date(2026, 11, 24)}],
    )
    def test_on_consent_only_while_it_holds(self, scen, agera, brist):
        if "aterkallat" in brist:
            brist = brist | {"aterkallat_satt": "muntligt", "aterkallat_av": scen.carl}
        samtycke = consent(scen, **brist)
        assert not samtycke.ar_giltigt(IDAG)
        with agera(scen.carl), pytest.raises(GroundMissingError):
            send(scen, "samtycke")

    def test_on_consent_says_which(self, scen, agera):
        samtycke = consent(scen)
        assert samtycke.ar_giltigt(IDAG)
        with agera(scen.carl):
            assert send(scen, "samtycke").samtycke == samtycke

    def test_consent_the_other_way_is_not_enough(self, scen, agera):
        consent(scen, fran_namnd=scen.spanga.namnd, till_namnd=scen.kista.namnd)
        with agera(scen.carl), pytest.raises(GroundMissingError):
            send(scen, "samtycke")

    def test_to_oneself_is_refused_by_the_database(self, scen):
        with as_owner(), pytest.raises(IntegrityError, match="mellan_tva_namnder"), transaction.atomic():
            send(scen, till_enhet=scen.varberg)

    def test_kvittens_is_given_once(self, scen, agera):
        with agera(scen.carl):
            utlamnande = send(scen)
        with agera(scen.sara):
            assert acknowledge(utlamnande=utlamnande, by=scen.sara, now=NU)
        with agera(scen.stina):
            assert not acknowledge(utlamnande=utlamnande, by=scen.stina, now=at("2026-11-25 10:00"))
            utlamnande.refresh_from_db()
            assert (utlamnande.kvitterat_av, utlamnande.kvitterat_at) == (scen.sara, NU)


class TestChoice:
    def test_consent_is_proposed_first_and_only_when_it_holds(self, scen, agera):
        with agera(scen.carl):
            assert [g.kod for g in utlamningsval(scen.person, scen.kista, IDAG, typ="jobbplan").grunder] == [
                "nodvandigt_egen_verksamhet",
                "uppgiftsskyldighet",
            ]
        consent(scen)
        with agera(scen.carl):
            assert utlamningsval(scen.person, scen.kista, IDAG, typ="jobbplan").grunder[0].kod == "samtycke"

    def test_there_is_none_without_a_responsible_sdf(self, scen, agera):
        scen.person.sdf = None
        with agera(scen.carl):
            assert utlamningsval(scen.person, scen.kista, IDAG, typ="jobbplan") is None

    def test_the_sdf_hands_over_to_the_jobbtorg_where_the_person_is_enrolled(self, scen, agera):
        with agera(scen.sara):
            assert utlamningsval(scen.person, scen.spanga, IDAG, typ="arbetsplan").till == scen.kista


class TestSamtycke:
    def register(self, scen, **kwargs):
        namnder = (scen.kista.namnd, scen.spanga.namnd)
        return register_samtycke(
            **{
                "aspirant": scen.person,
                "riktningar": [namnder, namnder[::-1]],
                "typer": ["jobbplan"],
                "omfattning": "",
                "satt": "muntligt",
                "fran": IDAG,
                "till": date(2027, 11, 24),
                "by": scen.carl,
                "today": IDAG,
                **kwargs,
            }
        )

    def test_both_ways_is_two_rows_and_twice_is_still_two(self, scen, agera):
        with agera(scen.carl):
            assert self.register(scen) == self.register(scen)
            assert Samtycke.objects.count() == 2

    def test_lasts_at_most_as_long_as_the_parameter_says(self, scen, agera):
        with agera(scen.carl), pytest.raises(SamtyckeTooLongError):
            self.register(scen, till=date(2027, 11, 25))

    def test_taken_back_holds_no_longer(self, scen, agera):
        with agera(scen.carl):
            samtycke = self.register(scen)[0]
            hur = {"samtycke": samtycke, "satt": "muntligt"}
            assert withdraw_samtycke(**hur, aterkallat=IDAG, by=scen.carl)
            assert not withdraw_samtycke(**hur, aterkallat=date(2026, 12, 1), by=scen.eva)
            samtycke.refresh_from_db()
            assert samtycke.aterkallat == IDAG
            assert samtycke not in Samtycke.objects.giltiga(IDAG)

    def test_ends_after_it_begins(self, scen):
        with as_owner(), pytest.raises(IntegrityError, match="datum_i_ordning"), transaction.atomic():
            consent(scen, till=date(2026, 5, 1))


class TestPages:
    def test_pdf_is_the_frozen_bytes_with_nothing_personal_in_its_name(self, scen, logga_in):
        svar = logga_in(scen.carl).get(f"/handlingar/{scen.handling.pk}.pdf")
        assert svar.content == b"%PDF-1.7 prov"
        assert svar["Content-Disposition"] == 'attachment; filename="jobbplan-version-3.pdf"'
        assert svar["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in svar["Cache-Control"]

    def test_pdf_is_found_only_by_those_who_may_read_it(self, scen, logga_in, agera):
        url = f"/handlingar/{scen.handling.pk}.pdf"
        assert logga_in(scen.sara).get(url).status_code == 404
        assert logga_in(scen.nina).get(url).status_code == 403
        with agera(scen.carl):
            send(scen)
        assert logga_in(scen.sara).get(url).status_code == 200
        assert logga_in(scen.hanna).get(url).status_code == 404

    def test_send_later_and_twice(self, scen, logga_in):
        client = logga_in(scen.carl)
        url = f"/handlingar/{scen.handling.pk}/skicka/"
        assert "Välj på vilken grund" in client.post(url, {}, follow=True).content.decode()
        grund = kod(RattsligGrund, "uppgiftsskyldighet").pk
        assert "är skickad" in client.post(url, {"grund": grund}, follow=True).content.decode()
        assert "är redan skickad" in client.post(url, {"grund": grund}, follow=True).content.decode()
        with as_owner():
            assert Utlamnande.objects.count() == 1

    def test_the_receiver_may_not_send_it_on(self, scen, logga_in, agera):
        with agera(scen.carl):
            send(scen)
        assert logga_in(scen.sara).post(f"/handlingar/{scen.handling.pk}/skicka/", {}).status_code == 403

    def test_only_the_receiver_gives_the_kvittens_and_the_sender_sees_it(self, scen, logga_in, agera):
        with agera(scen.carl):
            url = f"/utlamnanden/{send(scen).pk}/kvittera/"
        assert logga_in(scen.carl).post(url).status_code == 403
        assert logga_in(scen.hanna).post(url).status_code == 404
        assert logga_in(scen.sara).post(url, {"tillbaka": "//annan.example/"})["Location"].startswith("/akter/")
        assert "redan kvitterad" in logga_in(scen.stina).post(url, follow=True).content.decode()
        html = logga_in(scen.carl).get(f"/akter/{scen.person.pk}/utlamnanden/").content.decode()
        assert "Sara Test" in html

    def test_samtycke_is_registered_and_taken_back(self, scen, logga_in):
        client = logga_in(scen.carl)
        url = f"/akter/{scen.person.pk}/utlamnanden/"
        data = {
            "typer": "jobbplan",
            "mottaget_av": scen.carl.pk,
            "riktning": "bada",
            "satt": "muntligt",
            "fran": "2026-11-24",
        }
        html = client.post(url, data | {"till": "2028-01-01"}).content.decode()
        assert "som längst till 2027-11-24" in html
        assert 'value="2028-01-01"' in html
        assert client.post(url, data | {"till": "2027-11-24"}).status_code == 302
        with as_owner():
            pk = Samtycke.objects.first().pk
        taken = {"aterkallat": "2026-11-24", "satt": "muntligt"}
        assert "är återkallat" in client.post(f"/samtycken/{pk}/aterkalla/", taken, follow=True).content.decode()
        assert logga_in(scen.hanna).post(f"/samtycken/{pk}/aterkalla/").status_code == 404

    @pytest.mark.parametrize("flik", ["handlingar", "utlamnanden"])
    def test_tabs_ask_as_many_questions_for_ten_rows_as_for_one(self, scen, logga_in, agera, flik):
        with agera(scen.carl):
            send(scen)
        client, url = logga_in(scen.carl), f"/akter/{scen.person.pk}/{flik}/"
        client.get(url)
        with CaptureQueriesContext(connection) as en:
            client.get(url)
        for nr in range(9):
            with as_owner():
                scen.handling = establish_handling(
                    aspirant=scen.person, enhet=scen.kista, typ="jobbplan", version=4 + nr, titel=f"Plan {nr}",
                    pdf=b"x", by=scen.carl, now=NU,
                )  # fmt: skip
            with agera(scen.carl):
                send(scen)
        with CaptureQueriesContext(connection) as tio:
            client.get(url)
        assert len(tio) == len(en)

    @pytest.mark.parametrize("flik", ["handlingar", "utlamnanden"])
    def test_outsider_finds_nothing(self, scen, logga_in, flik):
        url = f"/akter/{scen.person.pk}/{flik}/"
        assert logga_in(scen.hanna).get(url).status_code == 404
        assert logga_in(scen.vera).get(url).status_code == 404
        assert logga_in(scen.sven).get(url).status_code == 403
