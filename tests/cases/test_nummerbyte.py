"""Change of number: the earlier one is kept, finds the akt, and belongs to nobody else."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.models import Andring, Aspirant, Nummerfraga, Tidigarenummer
from cases.personnummer import make_testnummer, parse, samordningsnummer_of
from cases.sekretess.identitet import som_anvandare
from cases.services.nummerbyte import NummerbyteError, byt_nummer
from cases.services.registrering import ChangedMeanwhileError, NummerTakenError, ask_nummer
from tests.cases import inlopp_data as typed
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
NYTT = make_testnummer(date(1988, 6, 7), "man")
SAMORDNING = samordningsnummer_of(NYTT)
FEL = make_testnummer(date(1991, 3, 2), "kvinna")


def registrerad(stad, nummer: str = SAMORDNING, **mer) -> Aspirant:
    slag = parse(nummer, TODAY).slag
    return stad.aspirant(nummer=nummer, nummerslag=slag, **mer)


def byt(stad, person, till: str = NYTT, orsak: str = "personnummer", version: int | None = None) -> Aspirant:
    with som_anvandare(stad.sara.pk, today=TODAY):
        return byt_nummer(
            aspirant=person,
            nummer=parse(till, TODAY),
            orsak=orsak,
            version=person.version if version is None else version,
            by=stad.sara,
            now=NOW,
        )


def fraga(stad, nummer: str, user=None):
    with som_anvandare((user or stad.sara).pk, today=TODAY):
        return ask_nummer(nummer=nummer, now=NOW, today=TODAY)


def test_the_earlier_number_is_kept_and_still_the_persons(stad, logga_in):
    person = registrerad(stad)
    byt(stad, person)
    byt(stad, person)
    with owner():
        (rad,) = Tidigarenummer.objects.all()
        person.refresh_from_db()
    assert (rad.nummer, rad.till, rad.orsak, rad.bytt_av) == (SAMORDNING, TODAY, "personnummer", stad.sara)
    assert (person.nummer, person.nummerslag, person.version) == (NYTT, "personnummer", 2)
    assert fraga(stad, SAMORDNING).aspirant == person
    assert fraga(stad, SAMORDNING, stad.hanna).svar == Nummerfraga.Svar.ANNAN
    svar = logga_in(stad.sara).post(reverse("cases:sok"), {"q": SAMORDNING}, follow=True)
    assert f"har nu nummer {NYTT[:8]}-{NYTT[8:]}" in typed.words(svar)
    with owner(), pytest.raises(IntegrityError), transaction.atomic():
        registrerad(stad, SAMORDNING)


def test_a_wrong_number_finds_the_akt_and_is_free_for_the_one_who_has_it(stad, logga_in):
    person = registrerad(stad, FEL)
    byt(stad, person, orsak="fel")
    assert fraga(stad, FEL).svar == Nummerfraga.Svar.FRITT
    client = logga_in(stad.sara)
    assert "var fel och är rättat" in client.post(reverse("cases:sok"), {"q": FEL}, follow=True).content.decode()
    ratt = registrerad(stad, FEL)
    assert client.post(reverse("cases:sok"), {"q": FEL}).url == reverse("cases:akt", args=[ratt.pk])


@pytest.mark.parametrize(
    ("har", "till", "orsak"),
    [
        (FEL, NYTT, "personnummer"),
        (SAMORDNING, NYTT, "samordningsnummer"),
        (SAMORDNING, "R00000000077", "fel"),
    ],
)
def test_a_reason_that_does_not_fit_the_numbers_is_refused(stad, har, till, orsak):
    person = registrerad(stad, har)
    with pytest.raises(NummerbyteError):
        byt(stad, person, till, orsak)
    assert not Tidigarenummer.objects.exists()


def test_another_persons_number_now_or_before_is_taken_and_a_stale_form_is_told(stad):
    forst, sedan = registrerad(stad), registrerad(stad, FEL)
    with pytest.raises(ChangedMeanwhileError):
        byt(stad, sedan, orsak="fel", version=7)
    byt(stad, forst)
    for taget in (NYTT, SAMORDNING):
        with pytest.raises(NummerTakenError):
            byt(stad, sedan, taget, orsak="fel")
    with owner():
        assert Tidigarenummer.objects.count() == 1


def test_only_the_number_that_stands_on_the_akt_is_kept_as_earlier(stad):
    person = registrerad(stad)
    rad = {"aspirant": person, "nummer": NYTT, "nummerslag": "reservnummer", "fran": TODAY, "till": TODAY}
    with owner(), pytest.raises(IntegrityError, match="inte personens"), transaction.atomic():
        Tidigarenummer.objects.create(**rad, orsak="personnummer", bytt_at=NOW, bytt_av=stad.sara)


@pytest.mark.parametrize(
    ("fel", "namn"),
    [
        ({"till": date(2020, 1, 1)}, "datum_i_ordning"),
        ({"orsak": "annat"}, "orsak_i_listan"),
        ({"nummerslag": "personnummer"}, "personnummer_byts_bara_om_det_var_fel"),
    ],
)
def test_the_database_refuses_an_earlier_number_that_cannot_be(stad, fel, namn):
    person = registrerad(stad)
    rad = {"nummerslag": "samordningsnummer", "fran": TODAY, "till": TODAY, "orsak": "personnummer"}
    rad |= {"aspirant": person, "nummer": SAMORDNING, "bytt_at": NOW, "bytt_av": stad.sara}
    with owner():
        with pytest.raises(IntegrityError, match=namn), transaction.atomic():
            Tidigarenummer.objects.create(**rad | fel)
        Tidigarenummer.objects.create(**rad)


def test_the_form_changes_the_number_and_answers_as_registration_does(stad, logga_in):
    person = registrerad(stad, fodelsedatum=date(1988, 6, 8))
    granne = registrerad(stad, FEL, efternamn="Granne")
    borta = make_testnummer(date(1999, 2, 5), "kvinna")
    registrerad(stad, borta, efternamn="Hemlig", sdf=stad.hagersten)
    client, url = logga_in(stad.sara), reverse("cases:nummerbyte", args=[person.pk])
    data = {"nummer": NYTT, "orsak": "personnummer", "inte_fingerad": "on", "version": person.version}
    data |= {"fodelsedatum": "nummer"}
    assert "Markera rutan" in client.post(url, data | {"inte_fingerad": ""}).content.decode()
    samma = client.post(url, data | {"nummer": SAMORDNING, "fodelsedatum": ""}).content.decode()
    assert "Personen har redan det numret" in samma
    assert "en annan dag än akten" not in samma
    annan = client.post(url, data | {"nummer": borta}).content.decode()
    assert "Personen kan inte registreras här" in annan
    assert "Hemlig" not in annan
    assert "Öppna akten för" in client.post(url, data | {"nummer": granne.nummer}).content.decode()
    asked = typed.words(client.post(url, data | {"fodelsedatum": ""}))
    assert "Det nya numret säger en annan dag än akten" in asked
    assert "1988-06-07, som det nya numret säger" in asked
    assert client.post(url, data).url == reverse("cases:uppgifter", args=[person.pk])
    with owner():
        assert Aspirant.objects.get(pk=person.pk).fodelsedatum == date(1988, 6, 7)
    assert f"{SAMORDNING[:8]}-{SAMORDNING[8:]}" in client.get(url).content.decode()


def test_earlier_numbers_are_hidden_with_the_person_and_a_forgotten_identity_leaves_no_trace(stad):
    person = registrerad(stad)
    byt(stad, person)
    with som_anvandare(stad.carl.pk, today=TODAY):
        assert not Tidigarenummer.objects.exists()
    with owner():
        call_command("glom_identitet", person.arendenummer)
    with owner():
        assert not Tidigarenummer.objects.exists()
        assert not Andring.objects.filter(aspirant=person, tabell="cases_tidigarenummer").exists()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert SAMORDNING not in str(list(Andring.objects.filter(aspirant=person).values_list("falt", flat=True)))


def test_a_double_is_hinted_on_similar_name_and_birth_date_also_when_there_is_a_number(stad, logga_in):
    uppgifter = {"fornamn": "Muhammad", "efternamn": "Söderström", "fodelsedatum": "1988-06-07", "kon": "man"}
    dold = registrerad(stad, FEL, **uppgifter, sdf=stad.hagersten)
    client, url = logga_in(stad.sara), reverse("cases:registrera_person")
    data = uppgifter | {"fornamn": "Mohamed", "efternamn": "Soderstrom", "skydd": "0"}

    def spara(**mer):
        client.post(reverse("cases:registrera"), {"nummer": NYTT})
        return client.post(url, data | mer)

    kand = registrerad(stad, **uppgifter)
    sida = spara().content.decode()
    assert f"Öppna akten för {kand.namn}" in sida
    assert reverse("cases:akt", args=[dold.pk]) not in sida
    assert spara(annan_person="on").status_code == 302
    with owner():
        assert Aspirant.objects.get(nummer=NYTT).fornamn == "Mohamed"


def test_one_that_the_registrant_may_not_see_is_no_double(stad, logga_in):
    uppgifter = {"fornamn": "Nur", "efternamn": "Ali", "fodelsedatum": "1988-06-07", "kon": "man"}
    registrerad(stad, **uppgifter, sdf=stad.hagersten)
    registrerad(stad, FEL, **uppgifter, skyddad=True)
    client = logga_in(stad.sara)
    client.post(reverse("cases:registrera"), {"nummer": NYTT})
    assert client.post(reverse("cases:registrera_person"), uppgifter | {"skydd": "0"}).status_code == 302
