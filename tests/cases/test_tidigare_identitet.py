"""Fingerade personuppgifter: handlingar under the former name are not altered, and only the named list reads them."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.models import CharField, JSONField, TextField
from django.urls import reverse

from cases.models import Aspirant, Handling, Skyddsbehorighet, Utlamnande
from cases.personnummer import make_testnummer, parse
from cases.sekretess.identitet import som_anvandare
from cases.services.nummerbyte import byt_nummer
from cases.uppgiftsregister import identitetskolumner
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


TEXT_THAT_TELLS_NO_ONE = {
    "cases_aspirant": {"sprak"},
    "cases_afprogram": {"program"},  # a code
    "cases_handling": {"titel", "sha256"},  # made of the type and its number
    "cases_utlamnande": {"titel", "grundtext"},
    "cases_externutlamnande": {"titel", "grundtext"},
    "cases_remiss": {"rad", "papekanden", "af_program", "utgangen_skal"},  # words of the rules
    "cases_andring": {"tabell", "sida", "referens"},
    "cases_bilaga": {"sha256"},
    "cases_avslutsfoljd": {"slag", "vad", "fore"},  # kinds, keys and days
    "jobbplaner_kartlaggning": {"steg_nu", "steg_nasta"},  # codes
    "jobbplaner_instrumentresultat": {"vem"},  # the one who judged
    "jobbplaner_trepartssamtal": {"tolk_sprak"},
    "uppfoljning_bevakningsatgard": {"regel", "nyckel"},
    "uppfoljning_bevakning": {"regel", "nyckel"},
    "uppfoljning_checkpoint": {"bortfall"},
    "uppfoljning_checkpointhistorik": {"bortfall"},
}


def test_every_text_kept_of_a_person_is_forgotten_with_the_identity_or_said_to_tell_no_one():
    kolumner, kvar = identitetskolumner(), {}
    for model in apps.get_models():
        falt = model._meta.local_concrete_fields
        if model is Aspirant or any(f.name == "aspirant" for f in falt):
            texter = {f.column for f in falt if isinstance(f, (CharField, TextField, JSONField)) and not f.choices}
            kvar[model._meta.db_table] = texter - set(kolumner.get(model._meta.db_table, ()))
    assert {tabell: namn for tabell, namn in kvar.items() if namn} == TEXT_THAT_TELLS_NO_ONE


def found_in(ord_: str) -> set[str]:
    """Tables with a row that says so, whichever column it is in."""
    with owner(), connection.cursor() as cursor:
        tabeller = [t for t in connection.introspection.table_names(cursor) if not t.startswith("django_")]
        fraga = " UNION ".join(f"SELECT '{t}' FROM {t} x WHERE x::text LIKE %s" for t in tabeller)
        cursor.execute(fraga, [f"%{ord_}%"] * len(tabeller))
        return {rad[0] for rad in cursor.fetchall()}


def test_a_number_is_copied_nowhere_and_the_former_one_is_kept_only_where_it_is_meant_to_be():
    s = scen()
    forr, nytt = s.person.nummer, make_testnummer(date(1988, 6, 7), "man")
    assert found_in(forr) == {"cases_aspirant", "cases_nummerfraga"}
    with som_anvandare(s.stad.sara.pk, today=TODAY):
        byt_nummer(
            aspirant=s.person, nummer=parse(nytt, TODAY), orsak="fel", version=s.person.version, by=s.stad.sara,
            now=now(),
        )  # fmt: skip
    assert found_in(forr) == {"cases_tidigarenummer", "cases_andring", "cases_nummerfraga"}
    assert found_in(nytt) == {"cases_aspirant", "cases_andring"}
    with owner():
        call_command("glom_identitet", s.person.arendenummer, stdout=StringIO())
    assert found_in(forr) == {"cases_nummerfraga"}
