"""Fingerade personuppgifter: handlingar under the former name are not altered, and only the named list reads them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.urls import reverse

from cases.models import Aspirant, Handling, Skyddsbehorighet, Utlamnande
from cases.sekretess.identitet import som_anvandare
from config.dates import now
from jobbplaner.models import Samtalsprotokoll, Trepartssamtal
from tests.conftest import TODAY, owner
from tests.scen import scen

pytestmark = pytest.mark.django_db


@pytest.fixture
def gomd():
    """Scene whose plan was established under the former name; what the command said."""
    s = scen()
    with owner():
        Handling.objects.filter(aspirant=s.person).update(upprattad_at=now() - timedelta(days=1))
        Aspirant.objects.filter(pk=s.person.pk).update(fornamn="Nya", efternamn="Namnet")
        sagt = StringIO()
        call_command("glom_identitet", s.person.arendenummer, stdout=sagt)
        s.person.refresh_from_db()
    return s, sagt.getvalue()


def read(user) -> set[int]:
    with som_anvandare(user.pk, today=TODAY):
        return set(Handling.objects.filter(tidigare_identitet=True).values_list("pk", flat=True))


class TestHandlingarUnderTheFormerName:
    def test_the_command_tells_them_by_number_and_alters_none(self, gomd):
        s, sagt = gomd
        with owner():
            for handling in Handling.objects.filter(aspirant=s.person):
                assert f"handling {handling.pk}: " in sagt
                assert handling.tidigare_identitet
        assert "Nya" not in sagt
        assert "avgör sekretess och gallring" in sagt

    def test_the_database_shows_them_to_the_named_alone(self, gomd):
        s, _ = gomd
        everyone = (s.stad.carl, s.stad.eva, s.stad.sara, s.stad.stina, s.stad.hanna, s.stad.nina)
        assert [user.username for user in everyone if read(user)] == []
        with owner():
            for _ in range(2):
                call_command("glom_identitet", s.person.arendenummer, namngiven=["carl"], stdout=StringIO())
            assert Skyddsbehorighet.objects.count() == 1
            Skyddsbehorighet.objects.update(fran=TODAY)
        assert s.plan.handling_id in read(s.stad.carl)
        assert read(s.stad.eva) == set()

    def test_no_page_of_the_akt_leads_to_one_and_none_breaks(self, gomd, logga_in):
        s, _ = gomd
        with owner():
            hidden = set(Handling.objects.filter(aspirant=s.person).values_list("pk", flat=True))
            handed = Utlamnande.objects.filter(aspirant=s.person).exists()
        assert handed
        for user in (s.stad.carl, s.stad.sara):
            klient = logga_in(user)
            for name in ("akt", "handling_list", "utlamnande_list", "logg_andringar", "utdrag_create"):
                svar = klient.get(reverse(f"cases:{name}", args=[s.person.pk]))
                assert svar.status_code in (200, 403), name
                page = svar.content.decode()
                assert [pk for pk in hidden if f"/handlingar/{pk}" in page] == [], name
            for slag in ("jobbplan", "arbetsplan"):
                svar = klient.get(reverse(f"jobbplaner:{slag}_detail", args=[s.person.pk]))
                assert svar.status_code == 200, slag
                assert [pk for pk in hidden if f"/handlingar/{pk}" in svar.content.decode()] == [], slag
            for pk in hidden:
                for url in ("handling_detail", "handling_pdf"):
                    assert klient.get(reverse(f"cases:{url}", args=[pk])).status_code == 404
                assert klient.post(reverse("cases:handling_send", args=[pk]), {"grund": 1}).status_code == 404

    def test_a_signed_samtal_that_cannot_be_opened_is_no_link_but_says_so(self, gomd, logga_in):
        s, _ = gomd
        with owner():
            handling = Handling.objects.get(pk=s.plan.handling_id)
            handling.pk, handling.version, handling.typ = None, 1, "protokoll"
            handling._state.adding, handling.pdf = True, b"x"
            handling.save()
            Samtalsprotokoll.objects.filter(samtal=s.samtal).update(handling=handling)
            Trepartssamtal.objects.filter(pk=s.samtal.pk).update(hallet_at=handling.upprattad_at, fulltaligt=True)
        carl, samtal = logga_in(s.stad.carl), reverse("jobbplaner:samtal_edit", args=[s.person.pk, s.samtal.pk])
        assert carl.get(samtal).status_code == 404
        page = carl.get(reverse("jobbplaner:samtal_list", args=[s.person.pk])).content.decode()
        assert "Signerat, går inte att öppna" in page
        assert [
            p for p in (page, carl.get(reverse("cases:akt", args=[s.person.pk])).content.decode()) if samtal in p
        ] == []
        with owner():
            call_command("glom_identitet", s.person.arendenummer, namngiven=["carl"], stdout=StringIO())
            Skyddsbehorighet.objects.update(fran=TODAY)
        assert carl.get(samtal).status_code == 200
        assert samtal in carl.get(reverse("jobbplaner:samtal_list", args=[s.person.pk])).content.decode()

    def test_what_is_established_afterwards_is_read_as_before(self, gomd):
        s, _ = gomd
        with owner():
            ny = Handling.objects.get(pk=s.plan.handling_id)
            ny.pk, ny.version, ny.tidigare_identitet, ny.upprattad_at = None, 9, False, now()
            ny._state.adding = True
            ny.pdf = b"x"
            ny.save()
            call_command("glom_identitet", s.person.arendenummer, stdout=StringIO())
        with som_anvandare(s.stad.carl.pk, today=TODAY):
            assert Handling.objects.filter(pk=ny.pk).exists()

    def test_without_a_change_of_name_none_is_marked(self):
        s, sagt = scen(), StringIO()
        with owner():
            Aspirant.objects.filter(pk=s.person.pk).update(telefon="070-1740605")
            call_command("glom_identitet", s.person.arendenummer, stdout=sagt)
            assert not Handling.objects.filter(tidigare_identitet=True).exists()
        assert "Ingen upprättad handling" in sagt.getvalue()

    def test_the_application_marks_none(self, stad):
        with pytest.raises(ProgrammingError, match="permission denied"), som_anvandare(stad.sara.pk, today=TODAY):
            connection.cursor().execute("SELECT app.markera_tidigare_identitet(1)")
