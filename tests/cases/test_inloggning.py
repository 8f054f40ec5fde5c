"""Login, logout, idle timeout, and the transaction around every request."""

import time

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Parameter

pytestmark = pytest.mark.django_db


def test_a_visitor_is_led_to_login_and_back(client, stad):
    response = client.get(reverse("cases:aspirant_list"))
    assert response.url == f"{reverse('cases:login')}?next={reverse('cases:aspirant_list')}"
    response = client.post(response.url, {"username": "sara", "password": "demo"})
    assert response.url == reverse("cases:aspirant_list")


def test_login_leads_nowhere_outside(client, stad):
    response = client.post("/logga-in/?next=https://example.org/", {"username": "sara", "password": "demo"})
    assert response.url == "/"


def test_unknown_name_and_wrong_password_get_the_same_answer(client, stad):
    answers = [
        client.post("/logga-in/", {"username": name, "password": "fel"}).context["form"].non_field_errors()
        for name in ("sara", "finnsinte")
    ]
    assert list(answers[0]) == list(answers[1])
    assert len(answers[0]) == 1


def test_the_session_key_changes_at_login(client, stad):
    client.get("/logga-in/")
    client.session["x"] = 1
    before = client.session.session_key
    client.post("/logga-in/", {"username": "sara", "password": "demo"})
    assert client.session.session_key != before


def test_demo_accounts_are_listed_only_in_demo_mode(client, settings):
    assert "Demokonton" not in client.get("/logga-in/").content.decode()
    settings.DEMO = True
    assert "Demokonton" in client.get("/logga-in/").content.decode()


def test_an_idle_session_ends_and_the_page_says_why(client, stad, settings):
    client.force_login(stad.sara)
    client.get("/personer/")
    session = client.session
    session["senast_aktiv"] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    answer = client.get("/personer/", follow=True)
    assert answer.redirect_chain == [("/logga-in/?next=/personer/", 302)]
    assert "Du har varit utloggad" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_logout_needs_a_post(client, stad):
    client.force_login(stad.sara)
    assert client.get("/logga-ut/").status_code == 405
    assert client.post("/logga-ut/").url == reverse("cases:login")


def test_a_deactivated_user_is_out_at_once(client, stad, som_agare):
    client.force_login(stad.sara)
    stad.sara.is_active = False
    stad.sara.save()
    assert client.get("/personer/").status_code == 302


def test_a_user_without_membership_today_gets_an_explanation(client, stad, som_agare):
    stad.sara.medlemskap.update(till=stad.sara.medlemskap.first().fran)
    client.force_login(stad.sara)
    assert "inget uppdrag" in client.get("/").content.decode()


def test_an_answer_of_500_undoes_everything(client, stad, monkeypatch, settings):
    from cases.views import personer

    def breaks(*args):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO cases_parameter (kod, beskrivning, varde) VALUES ('x', 'x', '1')")
        raise ZeroDivisionError

    monkeypatch.setattr(personer, "find", breaks)
    client.force_login(stad.sara)
    client.raise_request_exception = False
    response = client.post("/sok/", {"q": "Anna"})
    assert response.status_code == 500
    assert "referens" in response.content.decode().lower()
    assert not Parameter.objects.filter(kod="x").exists()


def test_error_pages_carry_a_reference_and_no_identity(client, stad):
    client.force_login(stad.sara)
    html = client.get("/akter/999999/").content.decode()
    assert "referens" in html.lower()


def test_security_headers_are_on_every_page(client):
    headers = client.get("/logga-in/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_button_pressed_after_the_session_has_ended_leads_back_to_its_page(client, stad):
    asked = client.post("/utlamnanden/7/kvittera/", headers={"referer": "http://testserver/akter/7/jobbplan/?x=1"})
    assert asked.url == "/logga-in/?next=/akter/7/jobbplan/%3Fx%3D1"


@pytest.mark.parametrize("page", ["", "https://example.org/akter/7/", "nonsens", "http://[", "//example.org/x"])
def test_a_page_that_is_not_ours_leads_to_the_address_asked_for(client, stad, page):
    asked = client.post("/akter/7/uppgifter/", headers={"referer": page})
    assert asked.url == "/logga-in/?next=/akter/7/uppgifter/"
