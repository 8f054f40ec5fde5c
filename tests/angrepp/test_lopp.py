"""Two hands at the same moment, each with a connection of its own: one effect and no broken page.

A consent withdrawn while a document is sent: tests/cases/test_utlamnanden_samtidigt.py.
"""

import uuid
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Handlaggare, Handling, Inskrivning, Nodoppning, Overlamning, Parameter, Remiss, Utlamnande
from cases.sekretess.identitet import som_anvandare
from cases.services.flytt import Flyttuppgifter, transfer_sdf
from cases.services.overlamning import HolderChangedError, Post, Uppgifter, hand_over_cases
from jobbplaner.models import Plan, Trepartssamtal
from jobbplaner.services.planer import publish_plan
from jobbplaner.services.samtal import save_samtal, sign_samtal
from tests.cases import inlopp_data as typed
from tests.cases.test_nodoppning import SKAL
from tests.cases.test_utlamnanden_samtidigt import at_once, while_it_is_not_committed
from tests.conftest import TODAY, owner
from tests.factories import anvandare, at, remiss
from tests.jobbplaner.fabriker import bokat_samtal, utkast
from tests.jobbplaner.test_samtal import innehall
from tests.scen import scen

NU = at("2026-11-24 09:30")
PDF = b"%PDF-1.7 provfil"


@pytest.fixture
def s(transactional_db):
    return scen()


def client_of(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def race(name, args, *tries) -> list[int]:
    """The statuses of posts sent at once, one for each (user, fields)."""
    url = reverse(name, args=args)
    clients = [(client_of(user), data) for user, data in tries]
    return at_once(*[lambda c=c, d=d: c.post(url, d).status_code for c, d in clients])


def rows(model, **villkor) -> int:
    with owner():
        return model.objects.filter(**villkor).count()


def test_pages_posted_twice_at_once_have_one_effect(s):
    stad, person = s.stad, s.person
    answers = {
        "kartläggning": race(
            "jobbplaner:kartlaggning_edit",
            [person.pk],
            *[(stad.carl, {"version": "0", "intressen": f"Fönster {n}"}) for n in range(4)],
        ),
        "nödöppning": race("cases:nodoppning_create", [], *[(stad.hanna, {"nummer": person.nummer, "skal": SKAL})] * 2),
        "kvittens": race("cases:utlamnande_acknowledge", [s.utlamnande.pk], (stad.sara, {}), (stad.stina, {})),
        "avslut": race("cases:avslut", [person.pk], (stad.carl, typed.avslut()), (stad.eva, typed.avslut("studier"))),
        "remiss": race("cases:remiss_create", [person.pk], *[(stad.sara, typed.remiss(stad.varberg))] * 2),
    }
    assert {name: max(codes) < 500 for name, codes in answers.items()} == dict.fromkeys(answers, True), answers
    assert rows(Nodoppning, oppnad_at__gte=NU) == 1
    assert rows(Inskrivning, avslutad=None) == 0
    assert rows(Remiss, jobbtorg=stad.varberg) == 1
    with owner():
        assert Utlamnande.objects.get(pk=s.utlamnande.pk).kvitterat_av_id in (stad.sara.pk, stad.stina.pk)


def test_two_jobbtorg_enrol_once_a_plan_is_published_once_and_an_avslut_leaves_what_was_just_frozen(s):
    stad, person = s.stad, s.stad.aspirant()
    for jobbtorg in (stad.kista, stad.varberg):
        remiss(person, jobbtorg, stad.sara)
    tries = [(user, typed.inskrivning(user)) for user in (stad.carl, stad.vera, stad.carl)]
    codes = race("cases:inskrivning_create", [person.pk], *tries)
    assert max(codes) < 500
    assert rows(Inskrivning, aspirant=person) == 1
    with owner():
        enrolled = Inskrivning.objects.get(aspirant=person)
    coach = stad.carl if enrolled.jobbtorg_id == stad.kista.pk else stad.vera
    plan = utkast(person, enrolled.jobbtorg, coach, inskrivning=enrolled)

    def publish():
        with som_anvandare(coach.pk, today=TODAY):
            return publish_plan(plan=plan, by=coach, now=NU, pdf=PDF).handling_id

    assert len(set(at_once(publish, publish))) == 1
    assert rows(Handling, aspirant=person, typ="jobbplan") == 1
    _avslut_while_frozen(s)


def _avslut_while_frozen(s):
    """Two are closed, the draft of one thrown away and the samtal of the other cancelled, just as a coach publishes and
    signs them."""
    stad, annan = s.stad, s.stad.inskriven()
    plan = utkast(s.person, stad.kista, stad.carl, inskrivning=s.oppen)
    with owner():
        samtal = bokat_samtal(annan[0], stad.kista, stad.carl, datum=TODAY)

    def freeze():
        publish_plan(plan=plan, by=stad.carl, now=NU, pdf=PDF)
        signed = save_samtal(samtal=samtal, innehall=innehall(), version=1)
        sign_samtal(samtal=signed, inskrivning=annan[1], by=stad.carl, now=NU, pdf=PDF)

    def close(person, vad):
        url = reverse("cases:avslut", args=[person.pk])
        return client_of(stad.eva).post(url, typed.avslut() | {"avsluta": [vad]}).status_code

    closing = [(s.person, f"utkast_jobbplan-{plan.pk}"), (annan[0], f"samtal-{samtal.pk}")]
    both = while_it_is_not_committed(stad.carl, freeze, lambda: at_once(*[partial(close, *one) for one in closing]))
    assert both == [302, 302]
    assert rows(Plan, pk=plan.pk, publicerad_at=NU) == 1
    assert rows(Trepartssamtal, pk=samtal.pk, installt_at=None) == 1
    assert rows(Inskrivning, aspirant__in=[s.person, annan[0]], avslutad=None) == 0


def test_two_hand_the_same_person_over_a_moved_person_is_not_remitted_and_the_last_place_is_taken_once(s):
    stad, person = s.stad, s.person
    receivers = [anvandare(name, "coach", stad.kista) for name in ("maria", "mats")]
    with owner():
        stampel = Handlaggare.objects.get(aspirant=person, enhet=stad.kista).stampel

    def over(by, till):
        try:
            with som_anvandare(by.pk, today=TODAY):
                uppgifter = Uppgifter(till=till, fran=TODAY)
                post = Post(person.pk, stampel)
                return len(
                    hand_over_cases(
                        poster=[post], enhet=stad.kista, uppgifter=uppgifter, omgang=uuid.uuid4(), by=by, now=NU
                    )
                )
        except HolderChangedError:
            return 0

    done = at_once(lambda: over(stad.eva, receivers[0]), lambda: over(stad.carl, receivers[1]))
    assert sorted(done) == [0, 1]
    assert rows(Handlaggare, aspirant=person, enhet=stad.kista, till=None) == 1
    assert rows(Overlamning, enhet=stad.kista) == 1

    moved = stad.aspirant()

    def move():
        uppgifter = Flyttuppgifter(till=stad.hagersten, dag=TODAY)
        transfer_sdf(aspirant=moved, fran=stad.spanga, uppgifter=uppgifter, by=stad.stina, now=NU)

    sara, url = client_of(stad.sara), reverse("cases:remiss_create", args=[moved.pk])
    code = while_it_is_not_committed(stad.stina, move, lambda: sara.post(url, typed.remiss(stad.kista)).status_code)
    assert code < 500
    assert rows(Remiss, aspirant=moved) == 0
    _last_place(stad)


def _last_place(stad):
    with owner():
        Parameter.objects.filter(kod="nollplacerade_platser").update(varde={"Kista": 1})
    asked = [(client_of(stad.sara), reverse("cases:remiss_create", args=[stad.aspirant().pk])) for _ in range(2)]
    data = typed.remiss(stad.kista, ingang="nollplacerad")
    answers = at_once(*[lambda c=c, url=url: c.post(url, data) for c, url in asked])
    assert sorted(a.status_code for a in answers) == [200, 302]
    assert rows(Remiss, ingang="nollplacerad") == 1
    (refused,) = (a.content.decode() for a in answers if a.status_code == 200)
    assert "Alla platser är upptagna. Skriv varför remissen skickas ändå." in refused
    assert "<div><p>Reglerna ger råd" in refused  # the field that the error leads to is shown
