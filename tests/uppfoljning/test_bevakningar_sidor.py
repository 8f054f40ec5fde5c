"""The pages where a bevakning is put off, closed or written."""

import re

import pytest
from django.urls import reverse

from tests.conftest import TODAY, owner
from tests.scen import scen
from tests.uppfoljning.bevakningsdata import bevaka
from uppfoljning.models import Bevakning, Bevakningsatgard, EgenBevakning

pytestmark = pytest.mark.django_db


@pytest.fixture
def s(db):
    s = scen()
    bevaka(TODAY)
    return s


def url(s):
    return reverse("uppfoljning:bevakning_edit", args=[s.bevakning.pk])


def post(client, path, data, capture):
    with capture(execute=True):
        return client.post(path, data)


def test_putting_off_moves_the_day_on_min_dag_at_once(s, logga_in, django_capture_on_commit_callbacks):
    client = logga_in(s.stad.carl)
    assert url(s) in client.get("/").content.decode()
    data = {"vad": "skjut_upp", "till": "2026-11-26", "skal": "Väntar på läkarintyg"}
    assert post(client, url(s), data, django_capture_on_commit_callbacks).status_code == 302
    assert post(client, url(s), data, django_capture_on_commit_callbacks).status_code == 302
    with owner():
        assert str(Bevakning.objects.get(regel="egen").galler_dag) == "2026-11-26"
        assert Bevakningsatgard.objects.exclude(pk=s.stangd.pk).count() == 1
    assert "Uppskjuten från" in client.get("/").content.decode()


def test_closing_takes_it_away_and_the_night_does_not_bring_it_back(s, logga_in, django_capture_on_commit_callbacks):
    client = logga_in(s.stad.carl)
    dolt = dict(re.findall(r'name="(akt)" value="(\d+)"', client.get(url(s)).content.decode()))
    answer = post(client, url(s), {"vad": "stang"}, django_capture_on_commit_callbacks)
    assert answer.status_code == 302
    bevaka(TODAY)
    assert client.get(url(s)).status_code == 404
    sen = dolt | {"vad": "skjut_upp", "till": "2026-11-30", "skal": "Väntar på läkarintyg"}
    for data, text in (
        (dolt | {"vad": "stang"}, "Bevakningen är redan borta"),
        (sen, "Du skrev: Väntar på läkarintyg"),
    ):
        assert text in client.post(url(s), data, follow=True).content.decode()
    assert client.post(url(s), {"akt": "9" * 9}).status_code == client.post(url(s), {"akt": "x"}).status_code == 404
    assert "Ring skolan" not in client.get("/").content.decode()


def test_only_a_person_opens_again_what_a_person_closed(s, logga_in, django_capture_on_commit_callbacks):
    client, lista = logga_in(s.stad.carl), reverse("uppfoljning:bevakning_list", args=[s.person.pk])
    oppna = reverse("uppfoljning:bevakning_reopen", args=[s.stangd.pk])
    html = client.get(lista).content.decode()
    assert "Boka rum" in html.partition('id="stangda"')[2]
    assert oppna in html
    for _ in range(2):
        assert post(client, oppna, {}, django_capture_on_commit_callbacks).status_code == 302
    html = client.get(lista).content.decode()
    assert "Boka rum" in html.partition('id="stangda"')[0]
    assert "är öppen igen" in html
    assert "var redan öppen" in html
    with owner():
        assert Bevakning.objects.filter(regel="egen", nyckel=s.stangd.nyckel).exists()
        assert Bevakningsatgard.objects.filter(slag="oppna").count() == 1
        rad = Bevakning.objects.get(regel="egen", nyckel=s.stangd.nyckel)
    senare = {"vad": "skjut_upp", "till": "2026-11-30", "skal": "Väntar"}
    post(client, reverse("uppfoljning:bevakning_edit", args=[rad.pk]), senare, django_capture_on_commit_callbacks)
    # a page that was left open opens nothing that is open
    post(client, oppna, {}, django_capture_on_commit_callbacks)
    with owner():
        assert str(Bevakning.objects.get(pk=rad.pk).galler_dag) == "2026-11-30"


def test_what_the_rule_no_longer_says_is_listed_and_not_offered(s, logga_in):
    with owner():
        Bevakningsatgard.objects.filter(pk=s.stangd.pk).update(regel="forsta_plan", nyckel="0")
    html = logga_in(s.stad.carl).get(reverse("uppfoljning:bevakning_list", args=[s.person.pk])).content.decode()
    assert "Skriv första jobbplanen" in html.partition('id="stangda"')[2]
    assert "Behövs inte längre" in html
    assert reverse("uppfoljning:bevakning_reopen", args=[s.stangd.pk]) not in html


@pytest.mark.parametrize(
    ("data", "fel"),
    [
        ({"skal": ""}, "Välj om du skjuter upp eller stänger"),
        ({"vad": "skjut_upp"}, "Skriv vilken dag du skjuter upp till"),
        ({"vad": "skjut_upp", "till": "2026-11-24", "skal": "x"}, "Välj en dag efter i dag"),
        ({"vad": "skjut_upp", "till": "2026-11-26"}, "Skriv varför du skjuter upp"),
    ],
)
def test_what_is_missing_is_said(s, logga_in, data, fel):
    answer = logga_in(s.stad.carl).post(url(s), data)
    assert answer.status_code == 200
    assert fel in answer.content.decode()
    with owner():
        assert not Bevakningsatgard.objects.exclude(pk=s.stangd.pk).exists()


def test_an_own_one_stands_in_the_akt_at_once_and_twice_is_one(s, logga_in, django_capture_on_commit_callbacks):
    client = logga_in(s.stad.sara)
    ny = reverse("uppfoljning:bevakning_create", args=[s.person.pk])
    for _ in range(2):
        data = {"text": "Fråga om hyran", "dag": "2026-11-27"}
        assert post(client, ny, data, django_capture_on_commit_callbacks).status_code == 302
    with owner():
        assert EgenBevakning.objects.filter(text="Fråga om hyran", enhet=s.stad.spanga).count() == 1
        rad = Bevakning.objects.get(egen__text="Fråga om hyran")
    assert "Fråga om hyran" in client.get(reverse("cases:akt", args=[s.person.pk])).content.decode()
    assert "Fråga om hyran" not in logga_in(s.stad.carl).get(f"/akter/{s.person.pk}/").content.decode()
    # closed by mistake and written again: it must not be said to be saved and be nowhere
    client = logga_in(s.stad.sara)
    stang = reverse("uppfoljning:bevakning_edit", args=[rad.pk])
    assert post(client, stang, {"vad": "stang"}, django_capture_on_commit_callbacks).status_code == 302
    post(client, ny, data, django_capture_on_commit_callbacks)
    with owner():
        assert Bevakning.objects.filter(egen__text="Fråga om hyran").exists()


def test_a_day_that_has_passed_is_refused(s, logga_in):
    ny = reverse("uppfoljning:bevakning_create", args=[s.person.pk])
    answer = logga_in(s.stad.carl).post(ny, {"text": "Ring", "dag": "2026-11-23"})
    assert "Välj i dag eller en senare dag" in answer.content.decode()
