"""What was allowed a moment ago: pages left open, forms sent late, and clocks that strike while one reads."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Aspirant, Handling, Lasning, Nodoppning, Nummerfraga, RattsligGrund, Remiss
from cases.sekretess.identitet import som_anvandare
from cases.services.flytt import Flyttuppgifter, transfer_sdf
from cases.services.samtycken import withdraw_samtycke
from config import dates
from jobbplaner.models import Plan
from jobbplaner.services.planer import send_plan
from tests.cases.handlaggare_data import vikariat
from tests.cases.inlopp_data import words
from tests.cases.test_nodoppning import opens
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, kod
from tests.jobbplaner.fabriker import fields
from tests.scen import scen

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
HTMX = {"hx-request": "true", "hx-target": "innehall"}


@pytest.fixture
def s():
    s = scen()
    with owner():
        Nummerfraga.objects.all().delete()
    return s


@pytest.fixture
def clock(monkeypatch):
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(dates, "now", lambda: moment)

    return turn


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestNodoppningInATabLeftOpen:
    @pytest.fixture
    def vera(self, s):
        """Of Kista's nämnd: the plan, its PDF and the remiss are read too."""
        assert opens(s.stad.vera, s.person) == "oppnad"
        return client_of(s.stad.vera)

    def pages(self, s) -> list[str]:
        person = ["cases:akt", "cases:handling_list", "jobbplaner:jobbplan_detail", "insatser:placering_list"]
        return [
            *[reverse(name, args=[s.person.pk]) for name in person],
            reverse("cases:handling_pdf", args=[s.plan.handling_id]),
            reverse("cases:remiss_detail", args=[s.remiss.pk]),
        ]

    def test_page_part_and_pdf_close_on_the_second(self, s, vera, clock):
        urls = self.pages(s)
        clock(NU + timedelta(minutes=60) - timedelta(seconds=1))
        assert {url: vera.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
        clock(NU + timedelta(minutes=60))
        for headers in ({}, HTMX):
            answers = {url: vera.get(url, headers=headers) for url in urls}
            assert {url: a.status_code for url, a in answers.items()} == dict.fromkeys(urls, 404)
            assert not [url for url, a in answers.items() if s.person.efternamn in a.content.decode()]

    def test_a_post_from_the_tab_does_and_tells_nothing(self, s, vera, clock):
        clock(NU + timedelta(minutes=61))
        writing = [
            reverse("cases:uppgifter", args=[s.person.pk]),
            reverse("cases:remiss_detail", args=[s.remiss.pk]),
            reverse("cases:handling_send", args=[s.plan.handling_id]),
        ]
        assert [vera.post(url, {"skal": "x"}).status_code for url in writing] == [404] * 3
        vera.post(reverse("cases:nodoppning_end", args=[s.person.pk]))
        found = vera.post(reverse("cases:sok"), {"q": s.person.nummer})
        assert s.person.efternamn not in found.content.decode()
        with owner():
            assert Nodoppning.objects.get(user=s.stad.vera).avslutad_at is None
            assert not Lasning.objects.filter(user=s.stad.vera, skedde_at__gt=NU).exclude(slag="nekad").exists()


class TestMidnight:
    def test_a_membership_ends_when_its_last_day_does(self, s, clock):
        with owner():
            s.stad.sara.medlemskap.update(till=TODAY)
        sara, url = client_of(s.stad.sara), reverse("cases:uppgifter", args=[s.person.pk])
        clock(at("2026-11-24 23:59:59"))
        sent = fields(sara.get(url).content.decode()) | {"fornamn": "Senare"}
        clock(at("2026-11-25 00:00"))
        assert [sara.get(url).status_code, sara.post(url, sent).status_code] == [403, 403]
        with owner():
            s.person.refresh_from_db()
        assert s.person.fornamn != "Senare"

    def test_a_substitute_reads_and_writes_nothing_the_day_after(self, s, clock):
        maria = anvandare("maria", "coach", s.stad.kista)
        with owner():
            s.stad.kista.bara_tilldelade = True
            s.stad.kista.save()
        vikariat(s.stad.carl, maria, s.stad.kista, till=TODAY)
        client, url = client_of(maria), reverse("cases:uppgifter", args=[s.person.pk])
        clock(at("2026-11-24 23:59:59"))
        page = client.get(url)
        assert page.status_code == 200
        clock(at("2026-11-25 00:00"))
        later = [
            client.get(url),
            client.post(url, fields(page.content.decode())),
            client.get(reverse("cases:akt", args=[s.person.pk]), headers=HTMX),
        ]
        assert [a.status_code for a in later] == [404] * 3


class TestSessions:
    @pytest.mark.parametrize("change", ["konto", "medlemskap"])
    def test_an_api_session_ends_with_the_account_and_with_the_role(self, s, change):
        nina, period = client_of(s.stad.nina), {"fran": "2026-05-01", "till": "2026-08-31"}
        assert nina.get("/api/v1/statistik", period).status_code == 200
        with owner():
            if change == "konto":
                s.stad.nina.is_active = False
                s.stad.nina.save()
            else:
                s.stad.nina.medlemskap.update(till=TODAY - timedelta(days=1))
        answer = nina.get("/api/v1/statistik", period)
        assert answer.status_code == 403
        assert "nyinskrivna" not in answer.content.decode()


class TestWhileTheFormIsOpen:
    def late(self, user, name, arg, change, **extra):
        """The form as it was shown, sent after the change."""
        client, url = client_of(user), reverse(name, args=[arg])
        sent = fields(client.get(url).content.decode()) | extra
        change()
        return client.post(url, sent)

    def protect(self, s):
        with owner():
            Aspirant.objects.filter(pk=s.person.pk).update(skydd=1)

    @pytest.mark.parametrize(
        ("who", "name"),
        [("carl", "cases:uppgifter"), ("carl", "cases:avslut"), ("carl", "insatser:placering_create"),
         ("sara", "cases:uppgifter"), ("sara", "cases:remiss_create"), ("eva", "cases:uppgifter")],
    )  # fmt: skip
    def test_a_person_who_becomes_protected_is_gone_for_the_unnamed(self, s, who, name):
        answer = self.late(getattr(s.stad, who), name, s.person.pk, lambda: self.protect(s), fornamn="Kapad")
        assert answer.status_code == 404
        assert s.person.efternamn not in answer.content.decode()
        with owner():
            s.person.refresh_from_db()
        assert s.person.fornamn != "Kapad"

    def test_nor_do_part_pdf_list_and_search_show_the_protected(self, s):
        carl = client_of(s.stad.carl)
        akt = reverse("cases:akt", args=[s.person.pk])
        assert carl.get(akt).status_code == 200
        self.protect(s)
        pdf = reverse("cases:handling_pdf", args=[s.plan.handling_id])
        assert [carl.get(u, headers=HTMX).status_code for u in (akt, pdf)] == [404, 404]
        for answer in (carl.get("/personer/"), carl.get("/"), carl.post(reverse("cases:sok"), {"q": s.person.nummer})):
            assert s.person.efternamn not in answer.content.decode()

    @pytest.mark.parametrize("name", ["cases:uppgifter", "cases:remiss_create"])
    def test_a_person_moved_to_another_sdf_is_no_longer_the_old_ones_to_write(self, s, name):
        flytt = Flyttuppgifter(till=s.stad.hagersten, dag=TODAY)

        def move():
            with som_anvandare(s.stad.stina.pk, today=TODAY):
                person = Aspirant.objects.get(pk=s.person.pk)
                transfer_sdf(aspirant=person, fran=s.stad.spanga, uppgifter=flytt, by=s.stad.stina, now=NU)

        extra = {"fornamn": "Kapad", "fraga": "Vad behövs nu?", "jobbtorg": s.stad.varberg.pk}
        assert self.late(s.stad.sara, name, s.person.pk, move, **extra).status_code == 403
        with owner():
            s.person.refresh_from_db()
            assert (s.person.fornamn == "Kapad", Remiss.objects.count()) == (False, 1)


def test_after_a_withdrawn_consent_no_page_part_pdf_list_or_history_tells_what_the_plan_held(s):
    with owner():
        s.utlamnande.delete()
        Plan.objects.filter(pk=s.plan.pk).update(mal="Köra buss i Kista", motprestation="Körskola på onsdagar")
        s.plan.refresh_from_db()
    with som_anvandare(s.stad.carl.pk, today=TODAY):
        grund = kod(RattsligGrund, "samtycke")
        send_plan(plan=s.plan, till_enhet=s.stad.spanga, grund=grund, by=s.stad.carl, now=NU)
    sara = client_of(s.stad.sara)
    page = reverse("jobbplaner:jobbplan_detail", args=[s.person.pk])
    pdf = reverse("cases:handling_pdf", args=[s.plan.handling_id])
    assert s.plan.mal in words(sara.get(page))
    assert sara.get(pdf).status_code == 200
    with som_anvandare(s.stad.carl.pk, today=TODAY):
        withdraw_samtycke(samtycke=s.samtycke, aterkallat=TODAY, satt="muntligt", by=s.stad.carl)
    assert [sara.get(pdf, headers=headers).status_code for headers in ({}, HTMX)] == [404, 404]
    rest = [reverse(n, args=[s.person.pk]) for n in ("cases:akt", "cases:handling_list", "cases:logg_andringar")]
    rest += [page, reverse("cases:handling_detail", args=[s.plan.handling_id]), reverse("cases:mottaget_list"), "/"]
    for url in rest:
        for headers in ({}, HTMX):
            text = words(sara.get(url, headers=headers))
            assert s.plan.mal not in text, url
            assert s.plan.motprestation not in text, url
    assert pdf not in sara.get(reverse("cases:mottaget_list")).content.decode()
    with som_anvandare(s.stad.sara.pk, today=TODAY):
        assert not Handling.objects.filter(pk=s.plan.handling_id).exists()
