"""The tab Journal as its users meet it: write, lose nothing, sign, correct, attach, hand over."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.dokument import documents
from cases.models import Bilaga, Journalanteckning, Lasning, Parameter
from tests.cases.inlopp_data import words
from tests.cases.journal_data import NU, PDF, PNG, anteckning, med_bilaga, office
from tests.conftest import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def scen(stad, client):
    stad.person, stad.inskrivning = stad.inskriven()
    stad.lista = reverse("cases:anteckning_list", args=[stad.person.pk])
    stad.ny = reverse("cases:anteckning_create", args=[stad.person.pk])
    client.force_login(stad.carl)
    return stad


def data(page, **falt) -> dict:
    """What the form on the page sends, with what was typed."""
    form = page.context["form"]
    values = {n: form[n].value() for n in form.fields if n != "fil"}
    return {n: "" if value is None else value for n, value in values.items()} | falt


def typed(client, scen, text="Vi talade om praktiken.", **falt) -> dict:
    return data(client.get(scen.ny), text=text, **falt)


@pytest.fixture
def slag():
    from cases.models import Anteckningsslag
    from tests.factories import kod

    return str(kod(Anteckningsslag, "besok").pk)


def mine() -> list[Journalanteckning]:
    with owner():
        return list(Journalanteckning.objects.order_by("pk"))


HTMX = {"HTTP_HX_REQUEST": "true"}


class TestWriting:
    def test_it_is_saved_while_one_types_and_found_again(self, client, scen, slag):
        skickat = typed(client, scen, slag=slag) | {"slag": slag}
        svar = client.post(scen.ny, skickat, **HTMX)
        (rad,) = mine()
        assert (rad.text, rad.version, svar["HX-Replace-Url"]) == (skickat["text"], 1, f"{scen.lista}{rad.pk}/")
        svar = client.post(svar["HX-Replace-Url"], skickat | {"text": "Mera", "version": "1"}, **HTMX)
        assert 'name="version" value="2"' in svar.content.decode()
        assert client.get(scen.ny).url == f"{scen.lista}{rad.pk}/"

    def test_a_slip_in_one_field_keeps_the_others(self, client, scen, slag):
        skickat = typed(client, scen) | {"slag": slag, "handelse_dag": "mars 25", "handelse_tid": "13.45"}
        svar = client.post(scen.ny, skickat, **HTMX).content.decode()
        assert "utom Dag för händelsen" in svar
        assert (mine()[0].handelse_dag, f"{mine()[0].handelse_tid}") == (None, "13:45:00")

    def test_nothing_written_is_nothing_stored(self, client, scen):
        assert client.post(scen.ny, data(client.get(scen.ny)), **HTMX).status_code == 204
        assert client.post(scen.ny, {"text": "x"}, **HTMX).status_code == 204
        assert mine() == []

    def test_two_tabs_lose_nothing(self, client, scen, slag):
        forsta = typed(client, scen) | {"slag": slag}
        client.post(scen.ny, forsta)
        sida = f"{scen.lista}{mine()[0].pk}/"
        en, tva = data(client.get(sida), text="Från ena"), data(client.get(sida), text="Från andra")
        client.post(sida, en)
        assert "Inte sparat" in words(client.post(sida, tva, **HTMX))
        svar = client.post(sida, tva)
        assert "Från ena" in words(svar)
        assert svar.context["form"]["text"].value() == "Från andra"
        client.post(sida, data(svar))
        assert mine()[0].text == "Från andra"

    def test_what_is_missing_is_said_and_the_text_kept(self, client, scen):
        skickat = data(client.get(scen.ny), text="Bara text", handelse_dag="", signera="1")
        svar = words(client.post(scen.ny, skickat))
        assert "Välj vad anteckningen gäller" in svar
        assert "Skriv vilken dag det hände" in svar
        assert "Bara text" in svar

    def test_signing_twice_is_one_note(self, client, scen, slag):
        skickat = typed(client, scen) | {"slag": slag, "signera": "1"}
        svar = client.post(scen.ny, skickat)
        assert svar.url == f"{scen.lista}#anteckning-{mine()[0].pk}"
        assert client.post(scen.ny, skickat).url == svar.url
        assert [rad.ar_utkast for rad in mine()] == [False]

    def test_what_was_typed_beside_a_signature_in_another_tab_is_kept_as_a_new_note(self, client, scen, slag):
        skickat = typed(client, scen) | {"slag": slag, "signera": "1"}
        client.post(scen.ny, skickat)
        svar = client.post(scen.ny, skickat | {"text": "Ännu mer"})
        assert "redan signerad" in words(svar)
        client.post(scen.ny, data(svar))
        assert [rad.text for rad in mine()] == [skickat["text"], "Ännu mer"]


class TestReading:
    def test_corrected_and_correction_are_both_shown(self, client, scen):
        rad = anteckning(scen.person, scen.kista, scen.carl, text="Fel dag för mötet")
        ratta = f"{scen.lista}{rad.pk}/ratta/"
        skickat = data(client.get(ratta), text="Rätt dag för mötet", rattar_skal="Fel dag")
        assert [r.pk for r in mine()] == [rad.pk]
        annan_flik = data(client.get(ratta), text="Något annat")
        for _ in range(2):
            svar = client.post(ratta, skickat)
        assert client.get(ratta).url == svar.url
        skilda = client.post(ratta, annan_flik)
        assert "Något annat" in words(skilda)
        assert "Rätt dag för mötet" in words(skilda)
        svar = client.post(svar.url, data(client.get(svar.url), signera="1"))
        assert svar.status_code == 302, svar.context["form"].errors
        assert len(mine()) == 2
        text = words(client.get(scen.lista))
        assert "Fel dag för mötet" in text
        assert "Rätt dag för mötet" in text
        assert "Rättad" in text
        assert "Skäl: Fel dag" in text

    def test_the_chef_sees_the_draft_and_cannot_write_in_it(self, client, scen):
        rad = anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        client.force_login(scen.eva)
        text = words(client.get(scen.lista))
        assert "Osignerad" in text
        assert "Fortsätt skriva" not in text
        assert client.get(f"{scen.lista}{rad.pk}/").status_code == 403

    def test_the_other_namnd_sees_nothing_of_it(self, client, scen):
        anteckning(scen.person, scen.kista, scen.carl)
        client.force_login(scen.sara)
        assert "Inga anteckningar än" in words(client.get(scen.lista))
        assert "praktiken i köket" not in words(client.get(reverse("cases:akt", args=[scen.person.pk])))

    def test_the_kinds_are_links_and_the_overview_tells_it(self, client, scen):
        anteckning(scen.person, scen.kista, scen.carl)
        assert "Samtal 1" in words(client.get(scen.lista))
        assert "Inga anteckningar av det slaget" in words(client.get(f"{scen.lista}?slag=besok"))
        assert "praktiken i köket" in words(client.get(reverse("cases:akt", args=[scen.person.pk])))

    def test_the_unsigned_one_is_on_the_akt_of_its_author_alone(self, client, scen):
        anteckning(scen.person, scen.kista, scen.carl, signerad=None)
        akt = reverse("cases:akt", args=[scen.person.pk])
        assert "1 osignerad anteckning" in words(client.get(akt))
        client.force_login(scen.eva)
        assert "osignerad anteckning" not in words(client.get(akt))

    def test_as_many_queries_for_one_note_as_for_many(self, client, scen, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def queries() -> int:
            with CaptureQueriesContext(connection) as fangade:
                assert client.get(scen.lista).status_code == 200
            return len(fangade)

        med_bilaga(anteckning(scen.person, scen.kista, scen.carl, signerad=None))
        queries()
        forst = queries()
        for _ in range(9):
            med_bilaga(anteckning(scen.person, scen.kista, scen.carl, signerad=None))
        assert queries() == forst


class TestFiles:
    def send(self, client, scen, slag, innehall, namn="intyg.pdf", **falt):
        skickat = typed(client, scen) | {"slag": slag, "bifoga": "1", "fil": SimpleUploadedFile(namn, innehall)} | falt
        return client.post(scen.ny, skickat)

    def test_it_is_attached_with_the_text_and_comes_back_as_a_download(self, client, scen, slag):
        self.send(client, scen, slag, PDF, "../läkar intyg.exe")
        (rad,) = mine()
        with owner():
            bilaga = rad.bilagor.get()
        sida = f"{scen.lista}{rad.pk}/"
        samma = SimpleUploadedFile("läkar intyg.pdf", PDF + b"\n")
        svar = client.post(sida, data(client.get(sida), bifoga="1", fil=samma), follow=True)
        assert "läkar intyg.pdf heter nu läkar intyg (2).pdf" in words(svar)
        assert (bilaga.namn, bilaga.slag, rad.text) == ("läkar intyg.pdf", "pdf", "Vi talade om praktiken.")
        svar = client.get(reverse("cases:bilaga", args=[bilaga.pk]))
        assert (svar.content, svar["Content-Disposition"]) == (PDF, f'attachment; filename="bilaga-{bilaga.pk}.pdf"')
        assert svar["X-Content-Type-Options"] == "nosniff"
        assert svar["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in svar["Cache-Control"]
        with owner():
            assert Lasning.objects.filter(vy="cases:bilaga", slag="export", aspirant_id=scen.person.pk).exists()

    @pytest.mark.parametrize("innehall", [b"<svg onload=x>", b"MZ\0", office(word__vbaProject_dot_bin=b"x"), b""])
    def test_a_refused_file_says_why_and_the_text_is_saved(self, client, scen, slag, innehall):
        svar = self.send(client, scen, slag, innehall)
        assert svar.status_code == 200
        assert svar.context["form"].errors["fil"]
        assert [rad.text for rad in mine()] == ["Vi talade om praktiken."]
        with owner():
            assert not Bilaga.objects.exists()

    def test_a_file_that_came_with_something_to_mend_is_asked_for_again(self, client, scen, slag):
        svar = self.send(client, scen, slag, PDF, handelse_dag="2027-01-01", signera="1")
        assert "Välj den igen" in str(svar.context["form"].errors["fil"])
        assert "handelse_dag" in svar.context["form"].errors

    def test_size_number_and_kinds_are_parameters(self, client, scen, slag):
        with owner():
            Parameter.objects.filter(kod="bilaga_hogsta_mb").update(varde=1)
            Parameter.objects.filter(kod="bilaga_antal").update(varde=1)
            Parameter.objects.filter(kod="bilaga_slag").update(varde=["pdf"])
        fel = self.send(client, scen, slag, PDF + b"%" * 1_100_000).context["form"].errors["fil"]
        assert "större än 1 MB" in str(fel)
        sida = f"{scen.lista}{mine()[0].pk}/"
        skickat = data(client.get(sida), bifoga="1")
        assert "kan inte bifogas" in words(client.post(sida, skickat | {"fil": SimpleUploadedFile("a.png", PNG)}))
        client.post(sida, data(client.get(sida), bifoga="1", fil=SimpleUploadedFile("a.pdf", PDF)))
        annan = SimpleUploadedFile("b.pdf", PDF + b"\n")
        assert "kan ha 1 bilagor" in words(client.post(sida, data(client.get(sida), bifoga="1", fil=annan)))

    def test_it_is_taken_away_again_from_the_draft(self, client, scen, slag):
        self.send(client, scen, slag, PDF)
        sida = f"{scen.lista}{mine()[0].pk}/"
        with owner():
            pk = Bilaga.objects.get().pk
        client.post(sida, data(client.get(sida), ta_bort=str(pk)))
        with owner():
            assert not Bilaga.objects.exists()

    def test_a_giant_file_is_413(self, client, scen, slag):
        stor = SimpleUploadedFile("a", b"x" * 27_000_000)
        assert client.post(scen.ny, {"fil": stor}).status_code == 413


def test_chosen_notes_are_handed_over_and_the_rest_stays(client, scen):
    from cases.models import Handling, RattsligGrund
    from cases.sekretess.identitet import som_anvandare
    from cases.services.handlingar import hand_over
    from cases.services.utdrag import establish_utdrag
    from tests.conftest import TODAY
    from tests.factories import kod

    en = anteckning(scen.person, scen.kista, scen.carl)
    anteckning(scen.person, scen.kista, scen.carl, text="Något annat")
    anteckning(scen.person, scen.kista, scen.carl, signerad=None, text="Utkast")
    with som_anvandare(scen.carl.pk, today=TODAY):
        dokument = next(d for d in documents(scen.person, {scen.kista.namnd_id}) if d.typ == "journal")
        assert len(dokument.delar) == 2
        handling = establish_utdrag(
            aspirant=scen.person, dokument=dokument, koder=[str(en.pk)], by=scen.carl, now=NU, pdf=b"%PDF-"
        )
        hand_over(
            handling=handling, till_enhet=scen.spanga, grund=kod(RattsligGrund, "nodvandigt_egen_verksamhet"),
            by=scen.carl, now=NU,
        )  # fmt: skip
    with som_anvandare(scen.sara.pk, today=TODAY):
        assert Handling.objects.get(typ="utdrag").delar == [dokument.chosen([str(en.pk)])[0].namn]
        assert not Journalanteckning.objects.exists()
        assert not documents(scen.person, {scen.kista.namnd_id})
