"""What every answer says to the browser: no page framed, kept, sniffed or scripted from elsewhere."""

import os
import secrets
import subprocess
import sys

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import User
from config.headers import HEADERS
from config.services import urls
from tests.scen import scen
from tests.test_permissions import TABELL

pytestmark = pytest.mark.django_db
ENVIRONMENT = {
    "DATABASE_URL": "postgresql://jobbakten_app:x@postgres/jobbakten",
    "REDIS_URL": "redis://:x@redis:6379/0",
    "ALLOWED_HOSTS": "jobbakten.example.se",
    "CSRF_TRUSTED_ORIGINS": "https://jobbakten.example.se",
    "BEHIND_PROXY": "1",
}


# A file of somebody else's making is opened, if at all, where nothing runs
FILES = {"cases:bilaga": "sandbox; default-src 'none'"}


def missing(response, own_policy: str = "") -> list[str]:
    """Headers that the answer lacks or that say something else. `own_policy` may stand instead of the house's."""
    policy = response.headers.get("Content-Security-Policy", "")
    faults = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    if own_policy and response.status_code == 200:
        return [*faults, *(["Content-Security-Policy"] if policy != own_policy else [])]
    if "unsafe" in policy or "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        faults.append("Content-Security-Policy")
    return faults


def test_every_url_has_every_header_and_personal_pages_are_not_kept(client):
    s, faults = scen(), {}
    for name, rad in TABELL.items():
        url = reverse(name, args=rad.args(s))
        for role in ("anonym", "carl", "sven"):
            client.logout()
            if role != "anonym":
                client.force_login(User.objects.get(pk=getattr(s.stad, role).pk))
            response = getattr(client, rad.metod)(url)
            found = missing(response, FILES.get(name, ""))
            cache = response.headers.get("Cache-Control", "")
            if role != "anonym" and "no-store" not in cache and name not in ("tema", "halsa"):
                found.append(f"Cache-Control: {cache}")
            if found:
                faults[name, role] = found
    assert faults == {}


@pytest.mark.parametrize("path", ["/finns-inte/", "/administration/", "/administration/finns/inte/", "/tema.css", "/"])
def test_errors_redirects_and_the_administration_have_them_too(client, path):
    assert missing(client.get(path)) == []


def test_a_refused_host_an_unknown_method_and_a_broken_view_have_them_too(client, stad, monkeypatch):
    from cases.views import personer

    assert missing(client.get("/", headers={"host": "evil.example"})) == []
    client.force_login(stad.sara)
    assert missing(client.generic("DELETE", "/logga-ut/")) == []
    monkeypatch.setattr(personer, "find", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.post("/sok/", {"q": "Anna"})
    assert response.status_code == 500
    assert missing(response) == []


def _production(*arguments: str, **more: str) -> subprocess.CompletedProcess:
    """A process with the variables that docker-compose.yml gives, and nothing of this one's."""
    env = {"PATH": os.environ["PATH"], "SECRET_KEY": secrets.token_urlsafe(60), **ENVIRONMENT, **more}
    return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, check=False)


def test_djangos_own_deployment_check_finds_nothing():
    done = _production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


SHOW = """
import django; django.setup()
from django.conf import settings as s
s.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
c = Client()
plain = c.get("/logga-in/", headers={"host": "jobbakten.example.se"})
page = c.get("/logga-in/", headers={"host": "jobbakten.example.se", "x-forwarded-proto": "https"})
print(plain.status_code, plain["Location"])
print(page.headers["Strict-Transport-Security"])
for cookie in page.cookies.values(): print(cookie.OutputString())
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
"""


def test_in_production_cookies_belong_to_the_host_and_plain_http_is_led_to_https():
    database = urls()["database"].replace("/jobbakten?", f"/{connection.settings_dict['NAME']}?")
    done = _production("-c", SHOW, DATABASE_URL=database, DJANGO_SETTINGS_MODULE="config.settings")
    assert done.returncode == 0, done.stderr
    redirect, hsts, csrf, session = done.stdout.strip().split("\n")
    assert redirect == "301 https://jobbakten.example.se/logga-in/"
    assert hsts == "max-age=31536000; includeSubDomains; preload"
    assert csrf.startswith("__Host-csrf=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in csrf.split(";")}
    assert "Domain" not in csrf
    assert session == "__Host-session True True Lax"


def test_the_server_tells_no_version():
    import gunicorn.http.wsgi
    from gunicorn import SERVER

    assert SERVER == "gunicorn"
    assert gunicorn.http.wsgi.SERVER == "gunicorn"
