"""The unit as its chef sees it: each figure is the list it opens, the same question under her own rights."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.bemanning import bemanning, luckor
from cases.models import Aspirant, Avslutsorsak, Handlaggare, Inskrivning, Lasning
from cases.sekretess.identitet import som_system
from config.periods import Period
from tests.cases.handlaggare_data import haller, namngiven, vikariat
from tests.conftest import TODAY, owner
from tests.factories import anvandare, inskrivning, kod
from tests.jobbplaner.fabriker import publicerad
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.enhetslage import urval
from uppfoljning.enhetslage.forsenade import forsenat
from uppfoljning.enhetslage.lage import enhetslage
from uppfoljning.indikatorer import Urval
from uppfoljning.min_dag import min_dag
from uppfoljning.models import Bevakning
from uppfoljning.statistik import rakna_statistik

pytestmark = pytest.mark.django_db

# From Monday 16 November the fifth working day is the 23rd: over on Tuesday the 24th. From the 17th it is today
OVER, I_DAG = date(2026, 11, 16), date(2026, 11, 17)


def enrolled(stad, user, inskriven, **kwargs):
    person = stad.aspirant(**kwargs)
    oppen = inskrivning(person, stad.kista, inskriven)
    if user:
        haller(person, user, stad.kista, fran=inskriven)
    return person, oppen


@pytest.fixture
def s(stad):
    """Kista: Carl holds three (one with a plan, one without, one just enrolled), Cia one, nobody one."""
    stad.cia = anvandare("cia", "coach", stad.kista)
    stad.med, oppen = enrolled(stad, stad.carl, date(2026, 5, 25))
    publicerad(stad.med, stad.kista, stad.carl, inskrivning=oppen, nasta_uppfoljning=TODAY)
    stad.over, _ = enrolled(stad, stad.carl, OVER)
    stad.nyss, _ = enrolled(stad, stad.carl, I_DAG)
    stad.passerad, oppen = enrolled(stad, stad.cia, date(2026, 5, 25))
    publicerad(stad.passerad, stad.kista, stad.cia, inskrivning=oppen, nasta_uppfoljning=date(2026, 11, 23))
    stad.ingens, _ = enrolled(stad, None, OVER)
    vikariat(stad.cia, stad.carl, stad.kista)
    bevaka(TODAY)
    return stad


def page(client, name, *args, **fraga):
    answer = client.get(reverse(name, args=args), fraga)
    assert answer.status_code == 200
    return answer


def test_a_plan_is_missing_when_the_boards_figure_says_so(s, agera):
    with agera(s.eva):
        saknar = set(urval.utan_plan(s.kista, TODAY))
        assert saknar == {s.over, s.passerad, s.ingens}
        assert set(urval.ny_utan_plan(s.kista, TODAY)) == {s.nyss}
    with som_system("statistik"):
        svar = rakna_statistik(Urval((Period(TODAY, TODAY),), jobbtorg=(s.kista.pk,)), internal=True).json()
    figur = svar["indikatorer"]["aktuell_jobbplan"]["totalt"]
    assert figur["namnare"] - figur["taljare"] == len(saknar)


@pytest.mark.parametrize("dag", [date(2026, 11, 21), date(2026, 12, 24), date(2027, 1, 1), date(2027, 1, 11)])
def test_the_first_days_are_those_of_the_figure_also_over_weekends_and_holidays(s, agera, dag):
    with owner():
        s.kista.refresh_from_db()
    for n in range(12, 32):
        enrolled(s, s.carl, date(2026, 12, n) if dag.year > 2026 or dag.month == 12 else date(2026, 10, n))
    with agera(s.eva):
        saknar = urval.utan_plan(s.kista, dag).count()
    with som_system("statistik"):
        svar = rakna_statistik(Urval((Period(dag, dag),), jobbtorg=(s.kista.pk,)), internal=True).json()
    figur = svar["indikatorer"]["aktuell_jobbplan"]["totalt"]
    assert figur["namnare"] - figur["taljare"] == saknar


def test_the_load_stands_by_name_and_sums_to_the_unit(s, agera):
    with agera(s.eva):
        lage = enhetslage(s.kista, TODAY)
    rader = {rad.namn: (rad.oppna, rad.nya, rad.utan_plan) for rad in lage.rader}
    assert rader == {
        "Carl Test": (3, 2, 1),
        "Cia Test": (1, 0, 1),
        "Eva Test": (0, 0, 0),
        "Utan handläggare": (1, 0, 1),
    }
    assert list(rader) == [*sorted(rader)]
    borta = {rad.namn: rad.franvaro for rad in lage.rader}
    assert (borta["Cia Test"].ersattare, borta["Carl Test"]) == (s.carl, None)
    with owner():
        assert lage.summa.forsenade == Bevakning.objects.filter(enhet=s.kista, galler_dag__lt=TODAY).count() > 0
    assert (lage.summa.oppna, lage.summa.utan_plan) == (5, 3)


def links(html: str) -> list[tuple[str, int]]:
    """(address, figure) of every figure on the page that opens a list."""
    funna = re.findall(r'<a href="(/enheten/[^"]+)">(\d+)', html)
    return [(unescape(url), int(antal)) for url, antal in funna]


def rows(html: str) -> int:
    return len(re.findall(r"Provsson\d+</a>", html.partition("<main")[2]))


def test_every_figure_opens_the_list_it_is_made_of_and_the_list_is_logged(s, logga_in):
    client = logga_in(s.eva)
    html = page(client, "uppfoljning:enhet").content.decode()
    funna = links(html)
    assert len(funna) >= 11
    for url, antal in funna:
        svar = client.get(url)
        assert (svar.status_code, rows(svar.content.decode())) == (200, antal), url
    with owner():
        lasta = Lasning.objects.filter(user=s.eva, vy="uppfoljning:enhet_personer").values_list(
            "aspirant_id", flat=True
        )
        assert set(lasta) == {p.pk for p in (s.med, s.over, s.nyss, s.passerad, s.ingens)}


def test_overdue_is_counted_by_rule_and_handlaggare_oldest_first(s, logga_in):
    client = logga_in(s.eva)
    svar = page(client, "uppfoljning:enhet_forsenade")
    dagar = [rad.dag for rad in svar.context["grupper"][0].rows]
    assert dagar == sorted(dagar)
    assert dagar[-1] < TODAY
    forsenat = svar.context["forsenat"]
    assert sum(a.antal for a in forsenat.regler) == sum(a.antal for a in forsenat.handlaggare) == len(dagar)
    assert [a.namn for a in forsenat.handlaggare] == ["Carl Test", "Cia Test", "Utan handläggare"]
    html = page(client, "uppfoljning:enhet_forsenade", handlaggare=s.carl.pk).content.decode()
    valda = re.findall(r'href="(\?enhet[^"]+)"[^>]*>[^<]+</a></th><td class="is-number">(\d+)', html)
    assert len(valda) > 3
    for url, antal in valda:
        svar = client.get(reverse("uppfoljning:enhet_forsenade") + unescape(url))
        assert svar.context["sida"].paginator.count == int(antal), url
    for rad in forsenat.regler:
        svar = page(client, "uppfoljning:enhet_forsenade", regel=rad.kod)
        assert svar.context["sida"].paginator.count == rad.antal
        assert min(r.dag for r in svar.context["grupper"][0].rows) == rad.aldst


def close(person):
    with owner():
        Inskrivning.objects.filter(aspirant=person).update(avslutad=TODAY, avslutsorsak=kod(Avslutsorsak, "okand"))
        Handlaggare.objects.filter(aspirant=person).update(till=TODAY)


def overdue(user) -> int:
    return sum(g.count or len(g.rows) for g in min_dag(user, TODAY).grupper if g.title == "Försenade")


def test_overdue_is_the_same_figure_on_min_dag_for_the_chef_and_for_each_who_holds(s, agera):
    borta, _ = enrolled(s, s.carl, date(2026, 6, 1))
    close(borta)
    with owner():
        dag = date(2026, 11, 20)
        nyckel = {"regel": "langsiktigt_stod", "nyckel": "1"}
        Bevakning.objects.create(aspirant=borta, enhet=s.kista, fran=dag, dag=dag, galler_dag=dag, **nyckel)
    with agera(s.eva):
        sena = forsenat(s.kista, TODAY)
        assert overdue(s.eva) == sena.antal > 0
    for user in (s.carl, s.cia):
        with agera(user):
            mina = [rad for g in min_dag(user, TODAY).grupper if g.title == "Försenade" for rad in g.rows]
            egna = [rad for rad in mina if rad.person in {a.pk for a in Aspirant.objects.handlagda_av(user, TODAY)}]
            assert len(egna) == sena.per_handlaggare()[str(user.pk)]


def test_who_lacks_a_handlaggare_is_the_same_figure_on_min_dag_and_one_closed_today_is_not_the_units(s, agera):
    with owner():
        s.cia.medlemskap.update(till=date(2026, 11, 23))
    close(s.nyss)
    with agera(s.eva):
        lucka = luckor(s.kista, TODAY)
        saknar = urval.utan_handlaggare(s.kista, TODAY)
        assert set(saknar) == {s.ingens, s.passerad}
        lage = enhetslage(s.kista, TODAY)
        assert {r.user: r.antal for r in bemanning(s.kista, TODAY).rader} == {
            r.user: r.oppna for r in lage.rader if r.user
        }
        fakta = {f.label: (f.text, f.note) for f in lage.fakta}
        assert fakta["Saknar handläggare"] == ("2 personer", "1 står hos någon som har slutat")
        assert lucka.antal_utan + sum(lucka.slutade.values()) == 2
        assert s.nyss not in urval.oppna(s.kista, TODAY)


def test_a_protected_person_is_not_counted_until_the_chef_is_on_the_list(s, agera):
    with agera(s.eva):
        fore = enhetslage(s.kista, TODAY).summa
    skyddad, _ = enrolled(s, s.carl, OVER, skyddad=True)
    bevaka(TODAY)
    with agera(s.eva):
        assert enhetslage(s.kista, TODAY).summa == fore
    namngiven(skyddad, s.eva)
    with agera(s.eva):
        efter = enhetslage(s.kista, TODAY).summa
    assert (efter.oppna, efter.utan_plan, efter.forsenade > fore.forsenade) == (6, 4, True)


def test_the_sdf_counts_those_it_answers_for_who_can_work_and_have_no_arbetsplan(stad, agera):
    har, saknar, kan_inte = stad.aspirant(), stad.aspirant(), stad.aspirant(arbetsformaga="0")
    for person in (har, saknar, kan_inte):
        haller(person, stad.sara, stad.spanga)
    publicerad(har, stad.spanga, stad.sara, slag="arbetsplan", nasta_uppfoljning=TODAY)
    stad.aspirant(sdf=stad.hagersten)
    with agera(stad.stina):
        assert set(urval.utan_plan(stad.spanga, TODAY)) == {saknar}
        assert urval.oppna(stad.spanga, TODAY).count() == 3


def test_the_pages_cost_the_same_with_one_person_and_ten(stad, logga_in):
    client = logga_in(stad.eva)
    names = [("uppfoljning:enhet",), ("uppfoljning:enhet_forsenade",), ("uppfoljning:enhet_personer", "utan-plan"),
             ("uppfoljning:enhet_samtal",)]  # fmt: skip

    def cost(name, *args):
        with CaptureQueriesContext(connection) as queries:
            page(client, name, *args)
        return len(queries)

    enrolled(stad, stad.carl, OVER)
    bevaka(TODAY)
    for name in names:
        cost(*name)
    one = [cost(*name) for name in names]
    for _ in range(9):
        enrolled(stad, stad.carl, OVER)
    bevaka(TODAY)
    assert [cost(*name) for name in names] == one
    assert max(one) <= 25


def test_a_list_that_is_not_there_and_a_unit_of_another_are_404(s, logga_in):
    client = logga_in(s.eva)
    for url in ("/enheten/personer/finns-inte/", f"/enheten/?enhet={s.varberg.pk}", "/enheten/forsenade/?regel=x",
                "/enheten/forsenade/?handlaggare=0", "/enheten/forsenade/?handlaggare=" + "9" * 40):  # fmt: skip
        assert client.get(url).status_code == 404, url
