"""Every consequence of an avslut is checked: broken by raw SQL, each is found, told to the chef, mended by nobody."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from cases.akt import REGISTER
from cases.avslutskontroll import broken, in_words
from cases.models import Handlaggare, Puls
from tests.cases import inlopp_data as typed
from tests.cases.test_avslut_guidat import STOD, akt  # noqa: F401
from tests.conftest import TODAY, owner
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.models import Bevakning
from uppfoljning.tasks import AVSLUT_PULS, check_avslut_nightly

pytestmark = pytest.mark.django_db

# What an attack, a fault or a restored table could make of each
BRYT = {
    "placering": "UPDATE insatser_placering SET avslutad = NULL, slutsatt = ''",
    "handlaggare": "UPDATE cases_handlaggare SET till = NULL",
    "planerad_handlaggare": "INSERT INTO cases_handlaggare (id, aspirant_id, enhet_id, user_id, fran, enheter, skydd)"
    " SELECT f.objekt, f.aspirant_id, i.jobbtorg_id, (f.fore ->> 'user')::bigint, '2026-12-01', '{}', 0"
    " FROM cases_avslutsfoljd f JOIN cases_inskrivning i ON i.id = f.inskrivning_id"
    " WHERE f.slag = 'planerad_handlaggare'",
    "samordnare": "UPDATE cases_samordnare SET till = NULL",
    "stod": "UPDATE cases_inskrivning SET avslutad = NULL, avslutad_at = NULL, avslutsorsak_id = NULL",
    "samtal": "UPDATE jobbplaner_trepartssamtal SET installt_at = NULL, installt_av_id = NULL, installt_skal_id = NULL",
    "utkast_jobbplan": "INSERT INTO jobbplaner_plan SELECT (jsonb_populate_record(p, jsonb_build_object('id', f.objekt,"
    " 'nummer', 9, 'publicerad_at', NULL, 'publicerad_av_id', NULL, 'handling_id', NULL))).*"
    " FROM jobbplaner_plan p, cases_avslutsfoljd f WHERE f.slag = 'utkast_jobbplan'",
    "bevakning": "INSERT INTO uppfoljning_bevakning (aspirant_id, regel, nyckel, enhet_id, fran, dag, galler_dag,"
    " enheter, skydd) SELECT x.a, x.regel, x.nyckel, x.enhet, d, d, d, '{}', 0 FROM date('2026-11-24') d, ("
    "SELECT aspirant_id, 'forsta_plan', '1', jobbtorg_id FROM cases_inskrivning UNION ALL SELECT f.aspirant_id,"
    " f.fore ->> 'regel', f.fore ->> 'nyckel', (f.fore ->> 'enhet')::bigint FROM cases_avslutsfoljd f"
    " WHERE f.slag = 'bevakning') x(a, regel, nyckel, enhet)",
}
ANTAL = {"bevakning": 2}


def the_puls() -> Puls:
    return Puls.objects.get(namn=AVSLUT_PULS)


@pytest.fixture
def stangd(stad, akt, logga_in):  # noqa: F811
    """Closed with everything that may be chosen, a planned change and a support."""
    carl = logga_in(stad.carl)
    with owner():
        Handlaggare.objects.filter(user=stad.carl).update(till=date(2026, 11, 30))
        Handlaggare.objects.create(aspirant=akt.aspirant, user=stad.eva, enhet=stad.kista, fran=date(2026, 12, 1))
    url = reverse("cases:avslut", args=[akt.aspirant_id])
    valda = carl.get(url).context["form"].fields["avsluta"].choices
    data = typed.avslut(avsluta=[kod for kod, _ in valda], **STOD, stod_vem=str(stad.carl.pk))
    svar = carl.post(url, data)
    assert svar.status_code == 302, svar.content.decode()
    bevaka(TODAY)
    return akt


def test_every_kind_of_consequence_has_its_check():
    kontrollerade = {k.kod for k in REGISTER.avslutskontroller}
    assert kontrollerade == set(BRYT)
    assert set(REGISTER.avsluta_med) | set(REGISTER.angra_avslut) <= kontrollerade


def test_each_is_found_when_it_is_broken_and_told_without_a_person(stad, stangd, logga_in):
    check_avslut_nightly()
    assert (the_puls().meddelande, the_puls().att_se_over) == ("Alla avslut stämmer", False)
    hittade = {}
    for kod, sql in BRYT.items():
        with owner(), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT fore")
            cursor.execute(sql)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            funna = broken()
            assert {(b.kontroll.kod, b.enhet) for b in funna} == {(kod, stad.kista.pk)}, kod
            assert all(b.url for b in funna)
            hittade[kod] = len(funna)
            cursor.execute("ROLLBACK TO SAVEPOINT fore")
    assert hittade == dict.fromkeys(BRYT, 1) | ANTAL


def test_the_night_counts_and_the_chef_of_the_unit_sees_which(stad, stangd, logga_in):
    with owner(), connection.cursor() as cursor:
        cursor.execute(BRYT["placering"])
        cursor.execute(BRYT["samordnare"])
    check_avslut_nightly()
    puls = the_puls()
    assert (puls.meddelande, puls.att_se_over) == ("Att se över: placering 1, samordnare 1", True)
    page = logga_in(stad.eva).get(reverse("uppfoljning:enhet")).content.decode()
    assert "Avslut som inte stämmer" in page
    assert "En placering pågår" in page
    assert str(stangd.aspirant) in page
    assert "Att se över" in logga_in(stad.sven).get(reverse("cases:systemstatus")).content.decode()
    with owner():
        assert len(broken()) == 2
        assert Bevakning.objects.filter(regel="egen").count() == 0


def test_no_finding_of_a_case_that_goes_on(stad, akt):  # noqa: F811
    with owner():
        assert in_words(broken()) == "Alla avslut stämmer"
