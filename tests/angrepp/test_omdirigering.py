"""Led astray: next=, tillbaka=, Host, X-Forwarded-Host, Referer, and headers written by way of a name."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.scen import scen

pytestmark = pytest.mark.django_db
OUTSIDE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "javascript:alert(1)",
    "https:evil.example", "http:///evil.example", "/%0d%0aSet-Cookie:x=1", "data:text/html,x", " //evil.example",
    "https://testserver@evil.example/", "///evil.example",
]  # fmt: skip


def is_ours(url: str) -> bool:
    parts = urlsplit(url.replace("\\", "/"))
    return (
        not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//") and "\r" not in url
    )


@pytest.mark.parametrize("url", OUTSIDE)
def test_login_leads_nowhere_else(client, stad, url):
    answer = client.post("/logga-in/", {"username": "sara", "password": "demo", "next": url})
    assert is_ours(answer["Location"]), answer["Location"]
    assert is_ours(client.get("/logga-in/", {"next": url})["Location"])


@pytest.mark.parametrize("url", OUTSIDE)
def test_a_button_leads_back_to_a_page_of_ours_only(url, client):
    s = scen()
    client.force_login(s.stad.sara)
    answer = client.post(reverse("cases:utlamnande_acknowledge", args=[s.utlamnande.pk]), {"tillbaka": url})
    assert answer.status_code == 302
    assert is_ours(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("referer", [*OUTSIDE, "http://testserver//evil.example/", "http://testserver/\\evil.example"])
def test_a_late_button_leads_to_login_and_from_there_nowhere_else(client, stad, referer):
    answer = client.post("/handlingar/1/skicka/", headers={"referer": referer})
    assert answer["Location"].startswith("/logga-in/?next=")
    landed = client.post(answer["Location"], {"username": "sara", "password": "demo"})
    assert is_ours(landed["Location"]), landed["Location"]


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"host": "testserver.evil.example"}, {"host": "a b"}])
def test_another_host_is_refused(client, headers):
    assert client.get("/logga-in/", headers=headers).status_code == 400


def test_a_forwarded_host_changes_no_address(client, stad):
    client.force_login(stad.sara)
    answer = client.get(
        "/personer/", headers={"x-forwarded-host": "evil.example", "x-original-url": "/administration/"}
    )
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()
    login = client.__class__().get("/personer/", headers={"x-forwarded-host": "evil.example"})
    assert is_ours(login["Location"])


def test_the_method_is_not_overridden_by_a_header_or_field(client, stad):
    client.force_login(stad.sara)
    answer = client.get("/logga-ut/", {"_method": "POST"}, headers={"x-http-method-override": "POST"})
    assert answer.status_code == 405
    assert client.get("/personer/").status_code == 200


def test_file_names_are_made_of_our_own_words(client):
    s = scen()
    client.force_login(s.stad.carl)
    answer = client.get(reverse("cases:handling_pdf", args=[s.plan.handling_id]))
    assert answer["Content-Disposition"] == 'attachment; filename="jobbplan-version-1.pdf"'
    client.force_login(s.stad.nina)
    answer = client.get(
        reverse("uppfoljning:statistik_fil", args=["csv"]), {"period": 'x"\r\nSet-Cookie: a=b', "fran": '"; x="'}
    )
    assert answer.status_code == 200
    assert answer["Content-Disposition"].count('"') == 2
    assert "a" not in answer.cookies


@pytest.mark.parametrize("slag", ["exe", "csv%2f..%2f..%2fetc", "../pdf", "pdf%00"])
def test_a_kind_of_file_that_is_not_there_is_not_found(client, slag):
    s = scen()
    client.force_login(s.stad.nina)
    assert client.get(f"/statistik/fil.{slag}").status_code == 404
    assert client.get(f"/rapporter/{s.rapport.pk}.{slag}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/../config/settings.py", "/static/..%2f..%2fmanage.py", "/static//etc/passwd"]
)
def test_static_files_are_only_those(client, path):
    assert client.get(path).status_code in (301, 404)
