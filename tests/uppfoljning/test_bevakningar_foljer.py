"""Materialised is computed: after each thing that changes facts the table says what the rules say.

That a request which writes facts says so is watched in every test (tests/bevakningsnat.py). Here what is said is done:
each act is made in one scene, what it wrote is undone, and the whole table is compared.
"""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.models import Aspirant, Parameter, RattsligGrund
from cases.personnummer import parse
from cases.sekretess.identitet import som_anvandare, som_system
from cases.services.nummerbyte import byt_nummer
from cases.services.skydd import protect
from tests.cases.inlopp_data import avslut, kod, remiss
from tests.conftest import TODAY, owner
from tests.factories import at
from tests.roller import client_of, undone
from tests.scen import scen
from tests.uppfoljning.bevakningsdata import bevaka
from tests.uppfoljning.registerfiler import write
from uppfoljning import tasks
from uppfoljning.bevakningar.berakning import compute
from uppfoljning.models import Bevakning

pytestmark = pytest.mark.django_db
NU = at("2026-11-24 09:30")
NYTT = "199003042380"


def table() -> set[tuple]:
    with owner():
        rader = Bevakning.objects.values_list("regel", "aspirant", "nyckel", "enhet", "fran", "dag", "uppskjuten_till")
        return set(rader)


def said() -> set[tuple]:
    with som_system("bevakning"):
        return compute(today=TODAY)


def posted(role: str, url_of, data_of=lambda s: {}):
    """An act that somebody does at a page."""

    def act(s, path):
        answer = client_of(s, role).post(url_of(s), data_of(s))
        assert answer.status_code == 302, answer.content.decode()

    return act


def command(name: str, *args, header: str = "", row: str = ""):
    """An act of a command, as the owner; with a file of one row when there is a row."""

    def act(s, path):
        fil = [str(write(path / "fil.csv", row.format(s=s), **({"header": header} if header else {})))] if row else []
        with owner():
            call_command(name, *fil, *args, stdout=StringIO())

    return act


def number(s, path):
    nytt = parse(NYTT, TODAY)
    with som_anvandare(s.stad.sara.pk, today=TODAY):
        byt_nummer(aspirant=s.person, nummer=nytt, orsak="fel", version=s.person.version, by=s.stad.sara, now=NU)


def protected(s, path):
    with som_anvandare(s.stad.sara.pk, today=TODAY):
        protect(aspirant=Aspirant.objects.get(pk=s.person.pk), niva=1, now=NU)


def parameter(s, path):
    rad = Parameter.objects.get(kod="plan_orord_dagar")
    data = {"kod": rad.kod, "beskrivning": rad.beskrivning, "varde": "3", "giltig_fran": rad.giltig_fran or ""}
    url = reverse("admin:cases_parameter_change", args=[rad.pk])
    assert client_of(s, "sven").post(url, data).status_code == 302


def page(name, key=lambda s: [s.person.pk]):
    return lambda s: reverse(name, args=key(s))


MONTH = ("--month", "2026-10", "--stadsdel")
SPANGA, HAGERSTEN = (*MONTH, "Spånga-Tensta"), (*MONTH, "Hägersten-Liljeholmen")
AKTER = (
    "personnummer;fornamn;efternamn;stadsdel;jobbtorg;inskriven;inskrivningssatt;malgrupp;arbetsformaga;"
    "forsorjningshinder;forsorjningsstod_sedan;avslutad;avslutsorsak;underorsak;avslutsorsak_socialtjanst"
)
TAKEN_OVER = f"{NYTT};Amal;Ny;Spånga-Tensta;Kista;2026-11-02;gruppinformation;;76-100;;2026-01-01;;;;"
ACTS = {
    "avslut": posted("carl", page("cases:avslut"), lambda s: avslut()),
    "remiss returned": posted("carl", page("cases:remiss_detail", lambda s: [s.remiss.pk]), 
                              lambda s: {"skal": "Behöver läkarutlåtande först"}),
    "remiss sent": posted("sara", page("cases:remiss_create"), lambda s: remiss(s.stad.varberg)),
    "receipt": posted("sara", page("cases:utlamnande_acknowledge", lambda s: [s.utlamnande.pk])),
    "handed over": posted("sara", page("cases:handling_send", lambda s: [s.arbetsplan.handling_id]),
                          lambda s: {"grund": kod(RattsligGrund, "nodvandigt_egen_verksamhet")}),
    "consent withdrawn": posted("carl", page("cases:samtycke_withdraw", lambda s: [s.samtycke.pk]),
                                lambda s: {"aterkallat": "2026-11-24", "satt": "muntligt"}),
    "placering reviewed": posted("carl", page("insatser:placering_omprova", lambda s: [s.person.pk, s.placering.pk]),
                                 lambda s: {"till": "2027-03-01", "omprovas": "", "timmar_per_vecka": "7"}),
    "own bevakning": posted("sara", page("uppfoljning:bevakning_create"),
                            lambda s: {"text": "Ring hem", "dag": "2026-11-26"}),
    "bevakning closed": posted("carl", page("uppfoljning:bevakning_edit", lambda s: [s.bevakning.pk]),
                               lambda s: {"vad": "stang"}),
    "bevakning opened": posted("carl", page("uppfoljning:bevakning_reopen", lambda s: [s.stangd.pk])),
    "number": number,
    "protected": protected,
    "parameter": parameter,
    "delivery replaced": command("import_forsorjningsstod", *SPANGA, "--replace", row="{s.person.nummer};1;sokande;;"),
    "delivery withdrawn": command("withdraw_forsorjningsstod", *SPANGA, "--reason", "Fel fil"),
    "checkpoints": command("run_uppfoljning", "--today", "2026-11-24"),
    "checkpoints by night": lambda s, path: tasks.run_uppfoljning_nightly(),
    "akter taken over": command("import_akter", header=AKTER, row=TAKEN_OVER),
}  # fmt: skip
# What they write changes nothing that a rule says here; that the table stays right is the point
LIKA = {"protected", "placering reviewed", "checkpoints", "checkpoints by night"}


def test_the_table_says_what_the_rules_say_after_every_act(tmp_path, django_capture_on_commit_callbacks):
    s = scen()
    command("import_forsorjningsstod", *SPANGA, row=f"{NYTT};1;sokande;;")(s, tmp_path)
    command("import_forsorjningsstod", *HAGERSTEN, row="R00000000999;1;sokande;;")(s, tmp_path)
    bevaka(TODAY)
    before, wrong = said(), {}
    assert table() == before
    for name, act in ACTS.items():
        with undone():
            with django_capture_on_commit_callbacks(execute=True):
                act(s, tmp_path)
            efter = said()
            if (table() != efter) or (efter == before) != (name in LIKA):
                wrong[name] = (sorted(table() - efter), sorted(efter - table()), efter == before)
    assert wrong == {}


def test_a_person_who_becomes_protected_takes_the_bevakningar_along(
    agera, django_capture_on_commit_callbacks, tmp_path
):
    s = scen()
    bevaka(TODAY)
    with agera(s.stad.stina):
        assert Bevakning.objects.filter(aspirant=s.person).exists()
    with django_capture_on_commit_callbacks(execute=True):
        protected(s, tmp_path)
    with agera(s.stad.stina):
        assert not Bevakning.objects.filter(aspirant=s.person).exists()
    with agera(s.stad.sara):
        assert Bevakning.objects.filter(aspirant=s.person).exists()
