"""The systemförvaltare's pages: code lists and units with dates, heartbeats, and no cases."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.admin import administration
from cases.models import Enhet, Forsorjningshinder, Puls
from cases.sekretess.matris import PROTECTED
from tests.conftest import owner
from tests.factories import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-24 09:30")


def test_no_table_with_persons_can_be_administered():
    tables = {model._meta.db_table for model in administration._registry}
    assert tables & PROTECTED.keys() == set()


@pytest.mark.parametrize("who", ["sara", "eva", "nina"])
def test_only_the_systemforvaltare_reaches_the_administration(stad, logga_in, who):
    assert logga_in(getattr(stad, who)).get(reverse("admin:index")).status_code == 403
    assert logga_in(stad.sven).get(reverse("admin:index")).status_code == 200


def test_every_list_of_the_administration_opens(stad, logga_in):
    client = logga_in(stad.sven)
    for model in administration._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(reverse(f"{name}_add")).status_code == 200


def test_the_administration_speaks_our_swedish(stad, logga_in):
    """Of config/locale: the compiled file says what the source says."""
    client = logga_in(stad.sven)
    said = client.get(reverse("admin:cases_enhet_changelist")).content.decode()
    assert ["i listan" in said, "att ändra" in said, "Begränsa listan" in said] == [True, False, True]
    assert '<th scope="col">Öppna listan</th>' in client.get(reverse("admin:index")).content.decode()
    assert "Coach, Jobbtorg Kista" in client.get(reverse("admin:cases_user_changelist")).content.decode()
    assert "Spara och stanna på sidan" in client.get(reverse("admin:cases_enhet_add")).content.decode()


def test_a_code_is_closed_by_a_date_and_never_renamed_or_deleted(stad, logga_in):
    client = logga_in(stad.sven)
    kod = Forsorjningshinder.objects.get(kod="sprakhinder")
    url = reverse("admin:cases_forsorjningshinder_change", args=[kod.pk])
    client.post(url, {"kod": "annat", "namn": "Språkhinder", "ordning": 17, "grupp": "", "giltig_till": "2026-12-31"})
    kod.refresh_from_db()
    assert (kod.kod, str(kod.giltig_till)) == ("sprakhinder", "2026-12-31")
    delete = reverse("admin:cases_forsorjningshinder_delete", args=[kod.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_dates_in_the_wrong_order_are_refused_in_swedish(stad, logga_in):
    response = logga_in(stad.sven).post(
        reverse("admin:cases_enhet_change", args=[stad.kista.pk]),
        {"namnd": stad.kista.namnd_id, "namn": "Kista", "slag": "jobbtorg", "giltig_fran": "2026-05-01",
         "giltig_till": "2026-04-01"},
    )  # fmt: skip
    assert "Giltig till kan inte ligga före giltig från" in response.content.decode()
    assert Enhet.objects.get(pk=stad.kista.pk).giltig_till is None


@pytest.mark.parametrize(
    ("hours_ago", "lyckades", "word"),
    [
        (None, None, "Har inte körts än"),
        (1, True, "Som den ska"),
        (1, False, "Misslyckades"),
        (27, True, "Tyst för länge"),
    ],
)
def test_a_duty_that_is_silent_or_failed_is_shown(stad, logga_in, hours_ago, lyckades, word):
    senast = NOW - timedelta(hours=hours_ago) if hours_ago else None
    with owner():
        Puls.objects.all().delete()
        Puls.objects.create(namn="natt", beskrivning="Nattkörningen", senast_at=senast, lyckades=lyckades)
    html = logga_in(stad.sven).get(reverse("cases:systemstatus")).content.decode()
    assert word in html
    assert "Redis svarar" in html


def test_health_says_which_service_is_down(client, settings):
    assert client.get("/halsa/").json() == {"PostgreSQL": True, "Redis": True}
    settings.CELERY_BROKER_URL = "redis+socket:///finns-inte.sock"
    response = client.get("/halsa/")
    assert response.status_code == 503
    assert response.json() == {"PostgreSQL": True, "Redis": False}


def test_a_new_installation_gets_its_first_systemforvaltare(client, monkeypatch, capsys):
    monkeypatch.setenv("SYSTEMFORVALTARE_PASSWORD", "ett långt lösenord 47")
    arguments = ["create_systemforvaltare", "asa", "--fornamn", "Åsa", "--efternamn", "Ek"]
    with owner():
        call_command(*arguments)
    assert "Åsa Ek är systemförvaltare" in capsys.readouterr().out
    assert client.login(username="asa", password="ett långt lösenord 47")
    assert client.get(reverse("admin:index")).status_code == 200
    monkeypatch.delenv("SYSTEMFORVALTARE_PASSWORD")
    with pytest.raises(CommandError, match="finns redan"), owner():
        call_command(*arguments)


def test_the_first_password_has_to_be_a_good_one(monkeypatch):
    monkeypatch.setenv("SYSTEMFORVALTARE_PASSWORD", "kort")
    with pytest.raises(CommandError, match="lösenord"):
        call_command("create_systemforvaltare", "asa", "--fornamn", "Åsa", "--efternamn", "Ek")
