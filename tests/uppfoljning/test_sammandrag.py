"""The e-mail of the morning, through a real SMTP server: who gets it, what it says, and that nobody gets two."""

import asyncio
import smtplib
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from cases.enums import Roll
from cases.models import Puls, User
from tests.cases.handlaggare_data import haller, namngiven, vikariat
from tests.cases.test_overlamning import over
from tests.conftest import TODAY, owner
from tests.factories import anvandare, as_owner, at, inskrivning
from tests.uppfoljning.bevakningsdata import bevaka
from tests.uppfoljning.smtpserver import smtpserver
from uppfoljning import sammandrag, tasks
from uppfoljning.min_dag import min_dag
from uppfoljning.models import Bevakning, EgenBevakning, Sammandrag
from uppfoljning.sammandrag import Vantar, recipients, send_sammandrag, vantar

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 06:40")


@pytest.fixture
def lada(settings):
    with smtpserver(settings) as lada:
        yield lada


def held(stad, user, enhet=None, dag=TODAY, **kwargs):
    """Somebody with an own bevakning for `dag`, and nothing else that is due."""
    person = stad.aspirant(**kwargs)
    haller(person, user, enhet or stad.kista, fran=date(2026, 11, 1))
    if enhet is None:
        inskrivning(person, stad.kista, TODAY)
    with owner():
        EgenBevakning.objects.create(
            aspirant=person, enhet=enhet or stad.kista, text="Ring skolan", dag=dag, av=user, skapad_at=NU
        )
    return person


@pytest.fixture
def s(stad):
    """Carl has one overdue and one today, Sara one today; the others have nothing."""
    with owner():
        for user in User.objects.all():
            User.objects.filter(pk=user.pk).update(email=f"{user.username}@kommun.example")
    stad.sen = held(stad, stad.carl, dag=date(2026, 11, 20))
    held(stad, stad.carl)
    held(stad, stad.sara, stad.spanga)
    with owner():
        User.objects.exclude(username__in=["carl", "sara"]).update(sammandrag=False)
    bevaka(TODAY)
    return stad


def test_it_says_how_many_and_where_and_nothing_of_anybody(s, lada):
    assert str(send_sammandrag(now=NU)) == "2 skickade"
    assert sorted(lada.till) == ["carl@kommun.example", "sara@kommun.example"]
    mejl = {adresser[0].split("@")[0]: m for adresser, m in lada.mejl}
    assert mejl["carl"]["Subject"] == "Jobbakten: 1 försenad och 1 att göra i dag"
    assert mejl["sara"]["Subject"] == "Jobbakten: 1 att göra i dag"
    assert mejl["carl"]["Auto-Submitted"] == "auto-generated"
    helt = (mejl["carl"].as_string() + mejl["carl"].get_content()).replace("\r\n", "\n")
    assert "https://jobbakten.example/\n" in helt
    assert "https://jobbakten.example/mitt-konto/" in helt
    for ord_ in (s.sen.fornamn, s.sen.efternamn, s.sen.nummer, s.sen.arendenummer, "Ring skolan", "Kista"):
        assert ord_ not in helt


def test_it_counts_what_min_dag_shows(s, agera):
    for user in (s.carl, s.eva, s.sara, s.stina):
        with agera(user):
            grupper = {g.kind: g.count for g in min_dag(user, TODAY).grupper}
            assert vantar(user, TODAY) == Vantar(grupper.get("over", 0), grupper.get("today", 0))


def test_what_is_handed_over_in_between_is_counted_for_the_one_who_has_it_that_morning(s, lada, agera):
    with owner():
        maria = anvandare("maria", Roll.COACH, s.kista)
        User.objects.filter(pk=maria.pk).update(email="maria@kommun.example")
    with agera(s.eva):
        over([s.sen], s.kista, maria, s.eva, fran=TODAY + timedelta(days=1))
    with agera(s.carl):
        assert vantar(s.carl, TODAY) == Vantar(1, 1)
    with agera(s.eva):
        over([s.sen], s.kista, s.eva, s.eva)
        over([s.sen], s.kista, maria, s.eva)
    assert str(send_sammandrag(now=NU)) == "3 skickade"
    mejl = {adresser[0].split("@")[0]: m["Subject"] for adresser, m in lada.mejl}
    assert (mejl["carl"], mejl["maria"]) == ("Jobbakten: 1 att göra i dag", "Jobbakten: 1 försenad")
    # Given back before the next run: nobody is told of it twice
    with agera(s.eva):
        over([s.sen], s.kista, s.carl, s.eva)
    assert str(send_sammandrag(now=at("2026-11-24 07:40"))) == "0 skickade"


@pytest.mark.parametrize(
    "falt", [{"is_active": False}, {"email": ""}, {"sammandrag": False}], ids=["deactivated", "no-address", "opted-out"]
)
def test_a_closed_account_one_without_address_and_one_that_said_no_get_none(s, lada, falt):
    with owner():
        User.objects.filter(pk=s.carl.pk).update(**falt)
    assert set(recipients(TODAY)) == {s.sara}
    send_sammandrag(now=NU)
    assert lada.till == ["sara@kommun.example"]


def test_nothing_due_and_no_assignment_today_get_none(s, lada):
    with owner():
        User.objects.update(sammandrag=True)
        s.carl.medlemskap.update(till=date(2026, 11, 23))
        EgenBevakning.objects.all().delete()
        Bevakning.objects.filter(enhet=s.spanga).delete()
    held(s, s.carl)
    bevaka(TODAY)
    send_sammandrag(now=NU)
    # the chef of the unit has what carl left
    assert lada.till == ["eva@kommun.example"]


def test_a_second_run_and_a_later_one_the_same_day_send_nobody_a_second_one(s, lada):
    send_sammandrag(now=NU)
    assert str(send_sammandrag(now=at("2026-11-24 08:40"))) == "0 skickade"
    assert len(lada.mejl) == 2
    send_sammandrag(now=at("2026-11-25 06:40"))
    assert len(lada.mejl) == 4


def test_a_run_killed_after_the_server_took_one_sends_the_rest_and_that_one_never_again(s, lada, monkeypatch):
    sant = smtplib.SMTP.sendmail

    def killed(self, *args, **kwargs):
        sant(self, *args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(smtplib.SMTP, "sendmail", killed)
    with pytest.raises(KeyboardInterrupt):
        send_sammandrag(now=NU)
    monkeypatch.setattr(smtplib.SMTP, "sendmail", sant)
    assert len(lada.mejl) == 1
    assert str(send_sammandrag(now=NU)) == "1 skickade"
    assert sorted(lada.till) == ["carl@kommun.example", "sara@kommun.example"]


def test_of_two_workers_at_once_one_sends(s, lada, monkeypatch):
    """Both have asked who is left before either has sent."""
    alla = list(recipients(TODAY))
    monkeypatch.setattr(sammandrag, "recipients", lambda today: alla)
    assert [str(send_sammandrag(now=NU)) for _ in range(2)] == ["2 skickade", "0 skickade"]
    assert len(lada.mejl) == 2


@pytest.mark.django_db(transaction=True)
def test_the_row_stands_before_the_server_is_told_anything(s, lada):
    """Asked from a connection of its own, which sees only what is committed."""
    sedda = []

    def svara(till):
        with as_owner():
            sedda.append(Sammandrag.objects.filter(user__email=till, skickat_at=None).exists())
        connection.close()

    inre = lada.handle_RCPT

    async def forst(server, session, envelope, address, rcpt_options):
        await asyncio.to_thread(svara, address)
        return await inre(server, session, envelope, address, rcpt_options)

    lada.handle_RCPT = forst
    send_sammandrag(now=NU)
    assert sedda == [True, True]


def test_what_the_server_refuses_is_tried_again_and_stops_nobody_else(s, lada):
    lada.svara = lambda till: "450 Inte nu" if till.startswith("carl") else None
    assert str(send_sammandrag(now=NU)) == "1 skickade, 1 togs inte emot"
    lada.svara = lambda till: None
    assert str(send_sammandrag(now=at("2026-11-24 07:40"))) == "1 skickade"
    assert sorted(lada.till) == ["carl@kommun.example", "sara@kommun.example"]


def test_what_the_server_neither_took_nor_refused_is_not_sent_again(s, lada, monkeypatch, caplog):
    def lost(self, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected("carl@kommun.example")

    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "sendmail", lost)
        assert str(send_sammandrag(now=NU)) == "0 skickade, 2 oklara"
    assert str(send_sammandrag(now=NU)) == "0 skickade"
    egna = [rad.getMessage() for rad in caplog.records if rad.name.startswith("jobbakten")]
    assert len(egna) == 2
    assert "kommun.example" not in "".join(egna)


def test_without_a_server_the_heartbeat_says_so_and_the_next_run_sends(s, lada, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(OSError, match="refused"):
        tasks.send_sammandrag_mornings()
    assert Puls.objects.get(namn=tasks.SAMMANDRAG_PULS).lyckades is False
    settings.EMAIL_PORT = port
    tasks.send_sammandrag_mornings()
    assert Puls.objects.get(namn=tasks.SAMMANDRAG_PULS).meddelande == "2 skickade"
    settings.EMAIL_HOST = ""
    assert str(send_sammandrag(now=NU)) == "Ingen e-postserver är inställd"


@pytest.mark.parametrize("dag", ["2026-11-28 06:40", "2026-12-24 06:40", "2027-01-06 06:40"])
def test_a_day_off_sends_none(s, lada, dag):
    assert str(send_sammandrag(now=at(dag))) == "Ingen arbetsdag"
    assert lada.mejl == []


def test_a_protected_person_is_not_counted_and_a_substitute_counts_those_looked_after(s, agera):
    skyddad = held(s, s.carl, skyddad=True)
    namngiven(skyddad, s.carl)
    namngiven(skyddad, s.eva)
    cia = anvandare("cia", "coach", s.kista)
    bevaka(TODAY)
    with agera(s.carl):
        assert vantar(s.carl, TODAY) == Vantar(1, 1)
        assert sum(len(g.rows) for g in min_dag(s.carl, TODAY).grupper if g.kind == "today") == 2
    with agera(s.eva):
        assert vantar(s.eva, TODAY) == Vantar(1, 1)
        assert sum(len(g.rows) for g in min_dag(s.eva, TODAY).grupper if g.kind == "today") == 2
    vikariat(s.carl, cia, s.kista)
    with agera(cia):
        assert vantar(cia, TODAY) == Vantar(1, 1)


def test_it_is_turned_off_and_on_at_mitt_konto(s, logga_in, settings):
    client, konto = logga_in(s.carl), reverse("cases:mitt_konto")
    html = client.get(konto).content.decode()
    assert "carl@kommun.example" in html
    assert "Coach, Jobbtorg Kista" in html
    assert "inte inställd" in html
    for vill, svar in (("nej", "Slå på mejlet"), ("nej", "Slå på mejlet"), ("ja", "Stäng av mejlet")):
        answer = client.post(reverse("cases:sammandrag"), {"vill": vill}, follow=True)
        assert svar in answer.content.decode()
        assert get_messages(answer.wsgi_request) is not None
    settings.EMAIL_HOST = "mejl.example"
    assert "inte inställd" not in client.get(konto).content.decode()
    nina = logga_in(s.nina)
    assert "Mejl om det som väntar" not in nina.get(konto).content.decode()
    assert nina.post(reverse("cases:sammandrag"), {"vill": "ja"}).status_code == 403


def test_nobody_chooses_for_somebody_else(s, agera):
    with agera(s.carl):
        User.objects.filter(pk=s.carl.pk).update(sammandrag=False)
        with pytest.raises(ProgrammingError), transaction.atomic():
            User.objects.filter(pk=s.sara.pk).update(sammandrag=False)


def test_the_database_refuses_two_of_a_day_and_one_sent_before_it_was_begun(s):
    Sammandrag.objects.create(user=s.carl, dag=TODAY, paborjat_at=NU)
    with pytest.raises(IntegrityError, match="ett_per_dag"), transaction.atomic():
        Sammandrag.objects.create(user=s.carl, dag=TODAY, paborjat_at=NU)
    with pytest.raises(IntegrityError, match="skickat_efter_paborjat"), transaction.atomic():
        Sammandrag.objects.create(user=s.sara, dag=TODAY, paborjat_at=NU, skickat_at=at("2026-11-24 06:39"))
    assert sammandrag.KEPT.days == 30
