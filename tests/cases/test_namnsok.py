"""Search by name: what counts as the same name, what does not, in which order, and who never shows."""

import pytest
from django.db.models import Count
from django.urls import reverse

from cases.models import Aspirant, Handlaggare, Lasning, Namndel
from cases.sekretess.identitet import som_anvandare
from cases.sok import find
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db

# typed | registered
SAMMA = """
Soderstrom | Söderström
Söderström | Soderstrom
Ostlund | Östlund
Akesson | Åkesson
Aberg | Åberg
Agard | Aagaard
Aase | Åse
Jorgensen | Jørgensen
Saether | Sæther
Nunez | Núñez
Muller | Müller
Ozturk | Öztürk
Sahin | Şahin
Ilic | Ilić
Lukasz | Łukasz
Lindkvist | Lindqvist
Palmquist | Palmqvist
Karlsson | Carlsson
Eriksson | Ericson
Erixon | Eriksson
Svensson | Swenson
Petterson | Pettersson
Jonsson | Johnson
Dahl | Dal
Lindh | Lind
Bergh | Berg
Stefan | Stephan
Steven | Stefan
Gustaf | Gustav
Olof | Olov
Tomas | Thomas
Kristian | Christian
Nicklas | Niclas
Marcus | Markus
Alexander | Aleksander
Elisabet | Elisabeth
Cecilia | Sesilia
Kjell | Kell
Björn | Bjorn
Mohamed | Muhammad
Muhammed | Mohammad
Yusuf | Jusuf
Youssef | Yusuf
Josef | Youssef
Khaled | Chaled
Khalid | Kalid
Hussein | Hossain
Hüseyin | Hussain
Ahmed | Ahmad
Ibrahim | Ibraheem
Amir | Ameer
Omar | Umar
Nur | Noor
Nour | Nur
Zeinab | Zaynab
Ismail | Izmail
Qasim | Kasim
Djamila | Jamila
Layla | Leila
Rahim | Raheem
Ghazi | Gazi
Sofia | Sophia
Maja | Maya
Nur Amina | Amina Nur
Amina | Nur-Amina
Berg | Lindh-Berg
Berg Lindh | Lindh-Berg
El Amin | Elamin
Abdelrahman | Abd-El-Rahman
OBrien | O'Brien
Ali Has | Ali Hassan
"""
ANNAT = """
Anna | Hanna
Omar | Amir
Ahmed | Hamed
Mohamed | Mehdi
Karlsson | Larsson
Persson | Petersson
Olsson | Nilsson
Ali | Olle
Ida | Ada
Eva | Ivo
Sara | Zahra
Kerstin | Kristian
Bruno | Björn
Fahlström | Wahlström
Hassan | Hussein
Hasan | Hashim
Johan | Jonas
Lena | Lina
Said | Sadi
Svensson | Stensson
Berg | Borg
Nur | Nora
Khaled | Walid
Ström | Söderström
Amina Nur | Amina Ali
"""


def par(tabell: str) -> list[tuple[str, str]]:
    return [tuple(del_.strip() for del_ in rad.split("|")) for rad in tabell.strip().splitlines()]


@pytest.fixture
def traffar(stad):
    """Who among persons registered so is found by what is typed."""
    registrerade = {rad[1] for rad in par(SAMMA) + par(ANNAT)}
    with owner():
        for namn in sorted(registrerade):
            forst, _, sist = namn.rpartition(" ")
            stad.aspirant(fornamn=forst or "X", efternamn=sist)

    def sok(typed: str) -> set[str]:
        with som_anvandare(stad.sara.pk, today=TODAY):
            return {f"{p.fornamn} {p.efternamn}".removeprefix("X ") for p in find(typed, TODAY).visade}

    return sok


def test_spelling_variants_are_the_same_name_and_other_names_are_not(traffar):
    assert [rad for rad in par(SAMMA) if rad[1] not in traffar(rad[0])] == []
    assert [rad for rad in par(ANNAT) if rad[1] in traffar(rad[0])] == []
    assert len(par(SAMMA)) >= 40
    assert len(par(ANNAT)) >= 20


def test_the_name_itself_stands_before_the_same_letters_and_those_before_other_spellings(stad, logga_in):
    for efternamn in ("Lindqvist", "Lindkvíst", "Lindkvist"):
        stad.aspirant(efternamn=efternamn)
    svar = logga_in(stad.sara).post(reverse("cases:sok"), {"q": "lindkvist"}).context["svar"]
    assert [p.efternamn for p in svar.personer] == ["Lindkvist", "Lindkvíst"]
    assert [p.efternamn for p in svar.liknande] == ["Lindqvist"]


def test_a_new_name_is_found_and_the_old_is_not(stad, logga_in):
    person = stad.aspirant(fornamn="Nur", efternamn="Hassan")
    with owner():
        Aspirant.objects.filter(pk=person.pk).update(efternamn="Åberg")
    with som_anvandare(stad.sara.pk, today=TODAY):
        assert find("aberg nur", TODAY).personer == [person]
        assert find("hassan", TODAY).visade == []
        assert sorted(Namndel.objects.values_list("skrivet", flat=True)) == ["nur", "åberg"]


def test_the_parts_of_a_protected_name_are_hidden_with_the_person(stad):
    stad.aspirant(efternamn="Berglund", skyddad=True)
    with som_anvandare(stad.sara.pk, today=TODAY):
        assert find("berglund", TODAY).visade == []
        assert not Namndel.objects.exists()


def test_hits_narrow_to_my_unit_and_to_mine_with_counts_of_those_i_see(stad, logga_in):
    mina, andras = stad.aspirant(efternamn="Berglund"), stad.aspirant(efternamn="Berglund")
    stad.aspirant(efternamn="Berglund", skyddad=True)
    with owner():
        Handlaggare.objects.create(aspirant=mina, user=stad.sara, enhet=stad.spanga, fran=TODAY)
    client = logga_in(stad.sara)
    alla = client.post(reverse("cases:sok"), {"q": "berglund"})
    assert [(o["label"], o["count"]) for o in alla.context["omfang"]] == [
        ("Alla jag får se", 2),
        ("Min enhet", 2),
        ("Mina", 1),
    ]
    assert set(alla.context["svar"].visade) == {mina, andras}
    assert client.post(reverse("cases:sok"), {"q": "berglund", "visa": "mina"}).context["svar"].visade == [mina]


def test_hits_are_turned_through_and_only_the_page_shown_is_a_reading(stad, logga_in):
    for nr in range(16):
        stad.aspirant(fornamn=f"Anna{chr(97 + nr)}", efternamn="Lindkvist")
    som = stad.aspirant(efternamn="Lindqvist")
    client, fraga = logga_in(stad.sara), {"q": "lindkvist", "visa": "enheten"}
    forsta, andra = (client.post(reverse("cases:sok"), fraga | {"sida": sida}) for sida in ("x", "2"))
    assert "Visar 16–17 av 17 personer" in andra.content.decode()
    assert 'name="visa" value="enheten"' in andra.content.decode()
    assert [p.fornamn for p in andra.context["svar"].visade] == ["Annap", som.fornamn]
    assert andra.context["svar"].liknande == [som]
    lasta = Lasning.objects.filter(vy="cases:sok").values("referens").annotate(antal=Count("pk"))
    with owner():
        assert sorted(lasta.values_list("antal", flat=True)) == [2, 15]
    assert len(forsta.context["svar"].visade) == 15
