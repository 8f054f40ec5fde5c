"""Sessions: fixed, stolen, outlived, and kept after the person is gone."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from config.middleware import IdleTimeoutMiddleware
from tests.conftest import TODAY, owner

pytestmark = pytest.mark.django_db


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    assert client.get("/personer/").status_code == 200
    return client


def test_a_session_planted_before_login_is_another_one_after(client, stad):
    planted = Client()
    planted.get("/logga-in/")
    session = planted.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/logga-in/", {"username": "sara", "password": "demo"})
    assert client.session.session_key != session.session_key
    planted.cookies["sessionid"] = session.session_key
    assert planted.get("/personer/").status_code == 302


def test_a_made_up_session_key_is_not_adopted(client, stad):
    client.cookies["sessionid"] = "a" * 32
    client.post("/logga-in/", {"username": "sara", "password": "demo"})
    assert client.cookies["sessionid"].value != "a" * 32


def test_after_logout_the_old_cookie_opens_nothing(stad):
    client = logged_in(stad.sara)
    key = client.cookies["sessionid"].value
    client.post("/logga-ut/")
    client.cookies["sessionid"] = key
    assert client.get("/personer/").status_code == 302


def test_deactivation_ends_every_session_and_reactivation_brings_none_back(stad):
    sessions = [logged_in(stad.sara), logged_in(stad.sara)]
    with owner():
        for active in (False, True):
            stad.sara.refresh_from_db()
            stad.sara.is_active = active
            stad.sara.save()
            assert [c.get("/personer/").status_code for c in sessions] == [302, 302]


def test_a_membership_that_has_ended_closes_the_akt_with_the_next_request(stad):
    person = stad.aspirant()
    client = logged_in(stad.sara)
    with owner():
        stad.sara.medlemskap.update(till=TODAY.replace(day=1))
    assert client.get(reverse("cases:akt", args=[person.pk])).status_code == 403
    assert client.get("/").status_code == 200


def test_a_changed_password_ends_the_other_sessions_but_not_this_one(stad):
    here, there = logged_in(stad.sara), logged_in(stad.sara)
    new = "en helt egen mening 4711"
    form = {"old_password": "demo", "new_password1": new, "new_password2": new}
    dull = form | {"new_password1": "a" * 14, "new_password2": "a" * 14}
    assert "minst 5 olika tecken" in here.post(reverse("cases:byt_losenord"), dull).content.decode()
    assert here.post(reverse("cases:byt_losenord"), form).status_code == 302
    assert [c.get("/personer/").status_code for c in (here, there)] == [200, 302]


def test_out_everywhere_ends_every_session(stad):
    here, there = logged_in(stad.sara), logged_in(stad.sara)
    here.post(reverse("cases:logga_ut_overallt"))
    assert [c.get("/personer/").status_code for c in (here, there)] == [302, 302]


def age_session(client, key, seconds):
    session = client.session
    session[key] = int(time.time()) - seconds
    session.save()


def test_a_session_ends_after_its_whole_time_however_busy(stad, settings):
    client = logged_in(stad.sara)
    age_session(client, IdleTimeoutMiddleware.BEGAN, settings.SESSION_COOKIE_AGE + 1)
    assert client.get("/personer/").status_code == 302


def test_a_page_that_fetches_by_itself_keeps_nothing_alive_and_the_button_does(stad, settings):
    client = logged_in(stad.sara)
    for headers, alive in (({"x-vakar": "1"}, False), ({}, True)):
        age_session(client, IdleTimeoutMiddleware.KEY, 600)
        assert client.post(reverse("cases:session_fortsatt"), headers=headers).status_code == 204
        assert (time.time() - client.session[IdleTimeoutMiddleware.KEY] < 60) is alive


def test_an_ended_session_answers_the_button_with_the_login_page(stad, settings):
    client = logged_in(stad.sara)
    age_session(client, IdleTimeoutMiddleware.KEY, settings.SESSION_IDLE_SECONDS + 1)
    assert client.post(reverse("cases:session_fortsatt")).status_code == 302


def test_cookies_hold_a_key_and_no_words(stad):
    client = logged_in(stad.sara)
    client.post("/logga-ut/")
    client.post("/logga-in/", {"username": "sara", "password": "demo"})
    assert set(client.cookies) <= {"sessionid", "csrftoken"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in client.cookies.values() if cookie.value)
