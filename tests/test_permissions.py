"""One table: URL name × role × status. Complete by construction: a URL that is missing here fails the test.

Outsider (another nämnd, another jobbtorg): 404, the person is not there. Colleague without the right: 403.
Nobody logged in: 302 to the login page, except where the page is meant for everyone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import get_resolver

from tests import huvuden, lasta
from tests.roller import addresses, client_of, visits
from tests.scen import Scen, scen

pytestmark = pytest.mark.django_db

ROLES = ["anonym", "sara", "stina", "hanna", "carl", "eva", "vera", "nina", "sven", "registeransvarig"]


@dataclass(frozen=True)
class Rad:
    """How the URL is asked and what each role is answered, in the order of ROLES."""

    svar: str
    args: Callable[[Scen], list] = lambda s: []
    metod: str = "get"


def person(s):
    return [s.person.pk]


#            anonym sara stina hanna carl eva vera nina sven registeransvarig
OPPNA = "200 200 200 200 200 200 200 200 200 200"
AKTROLLER = "302 200 200 200 200 200 200 403 403 403"
AKT = "302 200 200 404 200 200 404 403 403 403"
CHEFENS = "302 403 200 403 403 200 403 403 403 403"
JOBBTORGETS = "302 403 403 404 200 200 404 403 403 403"

TABELL: dict[str, Rad] = {
    "api:statistik": Rad("403 403 403 403 403 403 403 400 403 403"),
    "cases:afprogram": Rad("302 200 200 404 200 200 404 403 403 403", person),
    "cases:akt": Rad(AKT, person),
    "cases:anteckning_avgor": Rad("302 404 404 404 403 302 404 403 403 403", lambda s: [s.person.pk, s.utkast.pk]),
    "cases:anteckning_correct": Rad(
        "302 404 404 404 200 200 404 403 403 403", lambda s: [s.person.pk, s.anteckning.pk]
    ),
    "cases:anteckning_create": Rad("302 200 200 404 302 200 404 403 403 403", person),
    "cases:anteckning_delete": Rad(
        "302 302 302 404 302 403 404 403 403 403", lambda s: [s.person.pk, s.utkast.pk], metod="post"
    ),
    "cases:anteckning_edit": Rad("302 404 404 404 200 403 404 403 403 403", lambda s: [s.person.pk, s.utkast.pk]),
    "cases:anteckning_list": Rad(AKT, person),
    "cases:aspirant_list": Rad(AKTROLLER),
    "cases:avslut": Rad(JOBBTORGETS, person),
    "cases:avslut_angra": Rad(
        "302 403 403 404 302 302 404 403 403 403", lambda s: [s.person.pk, s.slutad.pk], metod="post"
    ),
    "cases:langsiktigt_stod": Rad(AKT, person),
    "cases:avslut_ratta": Rad(JOBBTORGETS, lambda s: [s.person.pk, s.slutad.pk]),
    "cases:bekraftelse_answer": Rad("302 403 404 403 403 404 403 403 404 403", lambda s: [0], metod="post"),
    "cases:bekraftelse_list": Rad("302 403 200 403 403 200 403 403 200 403"),
    "cases:bilaga": Rad("302 404 404 404 200 200 404 403 403 403", lambda s: [s.bilaga.pk]),
    "cases:byt_losenord": Rad("302 200 200 200 200 200 200 200 200 200"),
    "cases:flytt": Rad("302 200 200 404 403 403 404 403 403 403", person),
    "cases:handlaggare": Rad(AKT, person),
    "cases:handlaggare_list": Rad("302 403 200 403 403 200 403 403 403 403"),
    "cases:handling_detail": Rad(AKT, lambda s: [s.plan.handling_id]),
    "cases:handling_list": Rad(AKT, person),
    "cases:handling_pdf": Rad(AKT, lambda s: [s.plan.handling_id]),
    "cases:handling_af": Rad("302 403 403 404 200 200 404 403 403 403", lambda s: [s.plan.handling_id]),
    "cases:handling_send": Rad("302 403 403 404 302 302 404 403 403 403", lambda s: [s.plan.handling_id], metod="post"),
    "cases:inskrivning_create": Rad(JOBBTORGETS, person),
    "cases:logg": Rad("302 403 200 404 403 200 404 403 403 403", person),
    "cases:logg_andringar": Rad(AKT, person),
    "cases:loggutdrag": Rad("302 200 200 404 200 200 404 403 403 403", person),
    "cases:login": Rad("200 302 302 302 302 302 302 302 302 302"),
    "cases:logout": Rad("302 302 302 302 302 302 302 302 302 302", metod="post"),
    "cases:logga_ut_overallt": Rad("302 302 302 302 302 302 302 302 302 302", metod="post"),
    "cases:mitt_konto": Rad("302 200 200 200 200 200 200 200 200 200"),
    "cases:overlamning_create": Rad(AKTROLLER),
    "cases:overlamning_detail": Rad("302 200 200 404 404 404 404 403 403 403", lambda s: [s.overlamning.omgang]),
    "cases:registrera": Rad("302 200 403 200 403 403 403 403 403 403"),
    "cases:registrera_andra": Rad("302 200 403 404 403 403 403 403 403 403", person),
    "cases:registrera_hushall": Rad("302 200 403 404 403 403 403 403 403 403", person),
    "cases:registrera_person": Rad("302 302 403 302 403 403 403 403 403 403"),
    "cases:registrera_remiss": Rad("302 200 403 404 403 403 403 403 403 403", person),
    "cases:registrera_utan_nummer": Rad("302 302 403 302 403 403 403 403 403 403", metod="post"),
    "cases:mina_nummerfragor": Rad("302 200 403 200 403 403 403 403 403 403"),
    "cases:nummerfraga_detail": Rad("302 403 403 403 403 403 403 403 403 200", lambda s: [s.nummerfraga.referens]),
    "cases:nummerfraga_list": Rad("302 403 403 403 403 403 403 403 403 200"),
    "cases:nodoppning_create": Rad(AKTROLLER),
    "cases:nodoppning_end": Rad("302 302 302 302 302 302 302 403 403 403", person, metod="post"),
    "cases:nodoppning_list": Rad("302 403 200 403 403 200 403 403 403 403"),
    "cases:nodoppning_review": Rad(CHEFENS, lambda s: [s.nodoppning.pk]),
    "cases:remiss_create": Rad("302 200 403 404 403 403 404 403 403 403", person),
    "cases:remiss_detail": Rad(AKT, lambda s: [s.remiss.pk]),
    "cases:remiss_list": Rad(AKTROLLER),
    "cases:remiss_remind": Rad("302 302 403 404 403 403 404 403 403 403", lambda s: [s.remiss.pk], metod="post"),
    "cases:samordnare": Rad("302 200 200 404 200 200 404 403 403 403", person),
    "cases:sammandrag": Rad("302 302 302 302 302 302 302 403 403 403", metod="post"),
    "cases:session_fortsatt": Rad("302 204 204 204 204 204 204 204 204 204", metod="post"),
    "cases:skydd": Rad("302 200 200 404 403 403 404 403 403 403", person),
    "cases:skydd_avsluta": Rad(
        "302 302 302 404 403 403 404 403 403 403", lambda s: [s.person.pk, s.stad.sara.pk], metod="post"
    ),
    "cases:skydd_niva": Rad("302 200 200 404 403 403 404 403 403 403", person, metod="post"),
    "cases:skydd_utan_namngiven": Rad("302 403 200 403 403 200 403 403 403 403"),
    "cases:mottaget_list": Rad(AKTROLLER),
    "cases:samtycke_withdraw": Rad(AKT, lambda s: [s.samtycke.pk]),
    "cases:sok": Rad(AKTROLLER),
    "cases:sparr_lift": Rad("302 403 403 403 403 403 403 403 404 403", lambda s: [0], metod="post"),
    "cases:sparr_list": Rad("302 403 403 403 403 403 403 403 200 403"),
    "cases:systemstatus": Rad("302 403 403 403 403 403 403 403 200 403"),
    "cases:uppgifter": Rad("302 200 403 404 200 200 404 403 403 403", person),
    "cases:nummerbyte": Rad("302 200 403 404 403 403 404 403 403 403", person),
    "cases:utlamnande_acknowledge": Rad(
        "302 302 302 404 403 403 404 403 403 403", lambda s: [s.utlamnande.pk], metod="post"
    ),
    "cases:utdrag_create": Rad(AKT, person),
    "cases:utlamnande_list": Rad(AKT, person),
    "cases:vikariat_create": Rad(AKTROLLER),
    "cases:vikariat_end": Rad("302 302 302 404 404 404 404 403 403 403", lambda s: [s.vikariat.pk], metod="post"),
    "cases:vikariat_list": Rad(AKTROLLER),
    "cases:vikariat_namnge": Rad("302 200 404 404 404 404 404 403 403 403", lambda s: [s.vikariat.pk]),
    "favicon": Rad("301 301 301 301 301 301 301 301 301 301"),
    "halsa": Rad(OPPNA),
    "insatser:insats_create": Rad("302 403 200 403 403 200 403 403 403 403"),
    "insatser:insats_detail": Rad(AKTROLLER, lambda s: [s.insats.pk]),
    "insatser:insats_edit": Rad("302 403 403 403 403 200 403 403 403 403", lambda s: [s.insats.pk]),
    "insatser:insats_list": Rad(AKTROLLER),
    "insatser:placering_avsluta": Rad(JOBBTORGETS, lambda s: [s.person.pk, s.placering.pk]),
    "insatser:placering_create": Rad(AKT, person),
    "insatser:placering_list": Rad(AKT, person),
    "insatser:placering_omprova": Rad(JOBBTORGETS, lambda s: [s.person.pk, s.placering.pk]),
    "jobbplaner:arbetsplan_compare": Rad(AKT, person),
    "jobbplaner:arbetsplan_detail": Rad(AKT, person),
    "jobbplaner:arbetsplan_edit": Rad("302 200 200 404 403 403 404 403 403 403", person),
    "jobbplaner:arbetsplan_establish": Rad(
        "302 404 404 404 404 404 404 403 403 403", lambda s: [s.person.pk, s.plan.pk], metod="post"
    ),
    "jobbplaner:arbetsplan_lattlast": Rad(
        "302 200 200 404 404 404 404 403 403 403", lambda s: [s.person.pk, s.arbetsplan.pk]
    ),
    "jobbplaner:arbetsplan_preview": Rad("302 404 404 404 404 404 404 403 403 403", person),
    "jobbplaner:arbetsplan_uppfoljning": Rad("302 200 200 404 403 403 404 403 403 403", person),
    "jobbplaner:arbetsplan_uppfoljningar": Rad(AKT, person),
    "jobbplaner:arbetsplan_version": Rad(
        "302 200 200 404 404 404 404 403 403 403", lambda s: [s.person.pk, s.arbetsplan.pk]
    ),
    "jobbplaner:jobbplan_compare": Rad(AKT, person),
    "jobbplaner:jobbplan_detail": Rad(AKT, person),
    "jobbplaner:jobbplan_edit": Rad(JOBBTORGETS, person),
    "jobbplaner:jobbplan_establish": Rad(
        "302 403 403 404 302 302 404 403 403 403", lambda s: [s.person.pk, s.plan.pk], metod="post"
    ),
    "jobbplaner:jobbplan_lattlast": Rad(AKT, lambda s: [s.person.pk, s.plan.pk]),
    "jobbplaner:jobbplan_preview": Rad("302 404 404 404 404 404 404 403 403 403", person),
    "jobbplaner:jobbplan_uppfoljning": Rad(JOBBTORGETS, person),
    "jobbplaner:jobbplan_uppfoljningar": Rad(AKT, person),
    "jobbplaner:jobbplan_version": Rad(AKT, lambda s: [s.person.pk, s.plan.pk]),
    "jobbplaner:kartlaggning_compare": Rad(AKT, person),
    "jobbplaner:kartlaggning_detail": Rad(
        "302 404 404 404 200 200 404 403 403 403", lambda s: [s.person.pk, s.kartlaggning.pk]
    ),
    "jobbplaner:kartlaggning_edit": Rad(AKT, person),
    "jobbplaner:kartlaggning_establish": Rad(
        "302 404 404 404 302 302 404 403 403 403", lambda s: [s.person.pk, s.kartlaggning.pk], metod="post"
    ),
    "jobbplaner:kartlaggning_preview": Rad("302 404 404 404 404 404 404 403 403 403", person),
    "jobbplaner:kartlaggning_list": Rad(AKT, person),
    "jobbplaner:samtal_booking": Rad(JOBBTORGETS, lambda s: [s.person.pk, s.samtal.pk]),
    "jobbplaner:samtal_calendar": Rad(AKT, lambda s: [s.person.pk, s.samtal.pk]),
    "jobbplaner:samtal_called": Rad(
        "302 403 403 404 404 404 404 403 403 403", lambda s: [s.person.pk, s.samtal.pk], metod="post"
    ),
    "jobbplaner:samtal_cancel": Rad(JOBBTORGETS, lambda s: [s.person.pk, s.samtal.pk]),
    "jobbplaner:samtal_create": Rad(JOBBTORGETS, person),
    "jobbplaner:samtal_edit": Rad(AKT, lambda s: [s.person.pk, s.samtal.pk]),
    "jobbplaner:samtal_letter": Rad(JOBBTORGETS, lambda s: [s.person.pk, s.samtal.pk]),
    "jobbplaner:samtal_list": Rad(AKT, person),
    "komponenter": Rad(OPPNA),
    "tema": Rad(OPPNA),
    "uppfoljning:bevakning_create": Rad(AKT, person),
    "uppfoljning:bevakning_list": Rad(AKT, person),
    "uppfoljning:bevakning_reopen": Rad(
        "302 404 404 404 302 302 404 403 403 403", lambda s: [s.stangd.pk], metod="post"
    ),
    "uppfoljning:bevakning_edit": Rad("302 404 404 404 200 200 404 403 403 403", lambda s: [s.bevakning.pk]),
    "uppfoljning:enhet": Rad(CHEFENS),
    "uppfoljning:enhet_forsenade": Rad(CHEFENS),
    "uppfoljning:enhet_personer": Rad(CHEFENS, lambda s: ["oppna"]),
    "uppfoljning:enhet_samtal": Rad(CHEFENS),
    "uppfoljning:akt": Rad("302 404 404 404 404 404 404 403 403 403", person),
    "uppfoljning:leverans_list": Rad("302 403 200 403 403 200 403 200 403 403"),
    "uppfoljning:min_dag": Rad("302 200 200 200 200 200 200 302 302 302"),
    "uppfoljning:rapport_cancel": Rad(
        "302 403 403 403 403 403 403 302 403 403", lambda s: [s.rapport.pk], metod="post"
    ),
    "uppfoljning:rapport_detail": Rad("302 403 404 403 403 404 403 302 403 403", lambda s: [s.rapport.pk]),
    "uppfoljning:rapport_fil": Rad("302 403 404 403 403 404 403 404 403 403", lambda s: [s.rapport.pk, "pdf"]),
    "uppfoljning:rapport_list": Rad("302 403 200 403 403 200 403 200 403 403"),
    "uppfoljning:rapport_new": Rad("302 403 403 403 403 403 403 200 403 403"),
    "uppfoljning:rapport_retry": Rad("302 403 403 403 403 403 403 302 403 403", lambda s: [s.rapport.pk], metod="post"),
    "uppfoljning:statistik": Rad("302 200 200 200 200 200 200 200 403 403"),
    "uppfoljning:statistik_fil": Rad("302 200 200 200 200 200 200 200 403 403", lambda s: ["csv"]),
}


def names(patterns, prefix="") -> set[str]:
    """Every URL name but those of the administration, which tests/cases/test_administration.py covers."""
    found = set()
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                found |= names(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            found.add(prefix + pattern.name)
    return found


def test_every_url_stands_in_the_table():
    assert names(get_resolver().url_patterns) == TABELL.keys()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says_and_the_log_knows_it(role):
    """One walk for four rules: the status, at most 25 questions, the reading log, and the headers."""
    s = scen()
    said, many, read, headers = {}, {}, {}, {}
    urls = addresses(s, TABELL)
    for (name, _), answer, asked in visits(client_of(s, role), urls, {n: rad.metod for n, rad in TABELL.items()}):
        said[name] = answer.status_code
        if len(asked) > 25:
            many[name] = len(asked)
        if wrong := lasta.faults(s, role, name, urls[name], answer):
            read[name] = wrong
        if wrong := huvuden.faults(role, name, answer):
            headers[name] = wrong
    assert said == {name: int(rad.svar.split()[ROLES.index(role)]) for name, rad in TABELL.items()}
    assert (many, read, headers) == ({}, {}, {})
