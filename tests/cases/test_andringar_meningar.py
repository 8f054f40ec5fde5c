"""Every act that changes an akt is a sentence of its own; no field and no state is without words."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps

from cases import models as cases
from cases.andringar import AMNEN, akter, andringar, as_akter
from cases.andringar_ord import TEKNISKA, field_of, fras, is_told
from cases.remissregler import Rad
from cases.sekretess.historik import INGET_FAKTUM, columns, has_history
from cases.sekretess.identitet import fran_kalla, som_anvandare
from cases.sekretess.matris import PROTECTED
from cases.services.avslut import Avslutsuppgifter, close_inskrivning, correct_avslut
from cases.services.avslut_angra import undo_avslut
from cases.services.flytt import Flyttuppgifter, transfer_sdf
from cases.services.handlingar import acknowledge
from cases.services.inskrivningar import Inskrivningsuppgifter, enrol
from cases.services.overlamning import Post, Uppgifter, hand_over_cases
from cases.services.registrering import update_uppgifter
from cases.services.remisser import Remissuppgifter, current_rules, send_remiss
from cases.services.samordnare import Samordnaruppgifter, choose_samordnare
from cases.services.samtycken import register_samtycke, withdraw_samtycke
from insatser.services.placeringar import NyPlacering, Slut, end_placering, place
from jobbplaner.models import Samtalsskal
from jobbplaner.samtal import booking_of
from jobbplaner.services.bokningar import cancel_samtal, change_booking, record_call
from jobbplaner.services.planer import publish_plan, send_plan
from tests import factories
from tests.conftest import TODAY
from tests.factories import anvandare, kod
from tests.insatser.fabriker import insats
from tests.jobbplaner.fabriker import NU, bokat_samtal, uppfoljd, utkast

# Columns of who and when that a new row has from the beginning: its coming is the act
FODDA_MED = {"skapad", "skickad", "skickat", "skrivet", "upprattad", "bytt", "gjord", "vald", "created"}
# Says with another column what happened: the remiss's svar, the enrolment's avslutad
SAGT_AV = {"besvarad_at": "svar", "avslutad_at": "avslutad"}


def tabeller():
    from django.db import connection

    with connection.cursor() as cursor:
        kolumner = columns(cursor)
    modeller = {m._meta.db_table: m for m in apps.get_models()}
    for tabell, rule in PROTECTED.items():
        if has_history(tabell, rule, kolumner[tabell]) and tabell != "cases_skyddsbehorighet":
            yield (
                modeller[tabell],
                [field_of(modeller[tabell], namn) for namn, _ in kolumner[tabell] if namn not in INGET_FAKTUM],
            )


def is_state(f) -> bool:
    return f.name in TEKNISKA and f.name.endswith("_at") and f.name.removesuffix("_at") not in FODDA_MED


@pytest.mark.django_db
def test_every_field_with_history_has_words_or_is_machinery_and_every_state_has_its_sentence():
    ordlosa, stumma = set(), set()
    for model, falt in tabeller():
        hander = {namn for m in AMNEN[model._meta.db_table].meningar for namn in m.falt}
        for f in filter(None, falt):
            if is_told(f):
                assert fras(f), f
            elif is_state(f) and SAGT_AV.get(f.name, f.name) not in hander:
                stumma.add(f"{model.__name__}.{f.name}")
        ordlosa |= {f"{model.__name__}: {namn}" for namn in hander if namn not in {f.name for f in filter(None, falt)}}
    assert (ordlosa, stumma) == (set(), set())


class Akten:
    """Does what the pages do, each act with its own reference, and reads the sentences afterwards."""

    def __init__(self, stad, person):
        self.stad, self.person, self.nr = stad, person, 0

    def gor(self, user, service, **kwargs):
        self.nr += 1
        with fran_kalla("cases:akt", f"R-{self.nr}"), som_anvandare(user.pk, today=TODAY):
            return service(**kwargs)

    def last(self, user) -> list[str]:
        """Newest last, who and what."""
        return [f"{akt.vem} {akt.mening}" for akt in self.alla(user)]

    def alla(self, user) -> list:
        with som_anvandare(user.pk, today=TODAY):
            rader = andringar(self.person).exclude(referens__startswith="tx")
            return as_akter(rader, akter(rader))[::-1]

    def sist(self, user) -> str:
        return self.last(user)[-1]


@pytest.fixture
def akten(stad):
    return Akten(stad, stad.aspirant())


def avslut(orsak="arbete_ej_subventionerat", dag=TODAY) -> Avslutsuppgifter:
    return Avslutsuppgifter(avslutad=dag, avslutsorsak=kod(cases.Avslutsorsak, orsak), sagt_av="aspirant")


def enrolled(akten, stad) -> cases.Inskrivning:
    remiss = akten.gor(
        stad.sara,
        send_remiss,
        aspirant=akten.person,
        uppgifter=Remissuppgifter(
            jobbtorg=stad.kista,
            fraga="Vilket stöd behövs?",
            ingang="forsorjningsstod",
            inskrivningssatt="gruppinformation",
            rattslig_grund=kod(cases.RattsligGrund, "sol_aktivitet"),
            rad=Rad("jobbtorg", "jobbtorg", "", "Remiss till jobbtorg", False),
        ),
        by=stad.sara,
        now=NU,
        pdf=b"%PDF-1.7 provfil",
    )
    return akten.gor(
        stad.carl,
        enrol,
        aspirant=akten.person,
        jobbtorg=stad.kista,
        remiss=remiss,
        uppgifter=Inskrivningsuppgifter(
            inskriven=TODAY,
            inskrivningssatt="gruppinformation",
            rattslig_grund=kod(cases.RattsligGrund, "sol_aktivitet"),
            coach=stad.carl,
        ),
        rules=current_rules(TODAY),
        by=stad.carl,
        now=NU,
    )


@pytest.mark.django_db
def test_from_remiss_to_a_corrected_avslut_each_act_is_one_line(akten, stad):
    oppen = enrolled(akten, stad)
    akten.gor(stad.carl, close_inskrivning, inskrivning=oppen, uppgifter=avslut(), by=stad.carl, now=NU)
    akten.gor(stad.carl, undo_avslut, inskrivning=oppen, by=stad.carl, now=NU)
    stangd = akten.gor(stad.carl, close_inskrivning, inskrivning=oppen, uppgifter=avslut("okand"), by=stad.carl, now=NU)
    akten.gor(
        stad.eva,
        correct_avslut,
        inskrivning=stangd,
        version=stangd.version,
        uppgifter=avslut("studier"),
        by=stad.eva,
        now=NU,
    )
    assert akten.last(stad.carl) == [
        "Sara Test skickade remissen till Jobbtorg Kista",
        "Carl Test skrev in personen vid Jobbtorg Kista 2026-11-24",
        "Carl Test avslutade inskrivningen vid Jobbtorg Kista 2026-11-24: Arbete, ej subventionerat",
        "Carl Test ångrade avslutet av inskrivningen vid Jobbtorg Kista",
        "Carl Test avslutade inskrivningen vid Jobbtorg Kista 2026-11-24: Okänd",
        "Eva Test rättade avslutet av inskrivningen vid Jobbtorg Kista",
    ]
    with som_anvandare(stad.carl.pk, today=TODAY):
        rader = andringar(akten.person)
        delar = {akt.mening.split()[0]: akt.delar for akt in as_akter(rader, akter(rader))}
    assert [(rad.namn, rad.fore.text, rad.efter.text) for rad in delar["rättade"][0].falt] == [
        ("Jobbtorgets avslutsorsak", "Okänd", "Studier")
    ]
    assert "Avslutade uppdraget som handläggare för Carl Test på Jobbtorg Kista, sista dagen 2026-11-24" in {
        del_.text for del_ in delar["avslutade"]
    }
    assert "Tog emot remissen till Jobbtorg Kista" in {del_.text for del_ in delar["skrev"]}
    for rader in delar.values():
        assert not {rad.efter.text for del_ in rader for rad in del_.falt} & {"nej", "okänd", "Okänd"}


@pytest.mark.django_db
def test_plans_samtal_and_placeringar_are_told_as_they_were_done(akten, stad):
    oppen = factories.inskrivning(akten.person, stad.kista)
    gor, carl = akten.gor, stad.carl
    plan = gor(carl, utkast, aspirant=akten.person, enhet=stad.kista, by=carl, inskrivning=oppen)
    plan = gor(carl, publish_plan, plan=plan, by=carl, now=NU, pdf=b"%PDF-1.7 provfil")
    grund = kod(cases.RattsligGrund, "nodvandigt_egen_verksamhet")
    sant = gor(carl, send_plan, plan=plan, till_enhet=stad.spanga, grund=grund, by=carl, now=NU)
    gor(stad.sara, acknowledge, utlamnande=sant, by=stad.sara, now=NU)
    gor(carl, uppfoljd, plan=plan, enhet=stad.kista, by=carl, inskrivning=oppen, mal_utfall="natt")
    samtal = gor(carl, bokat_samtal, aspirant=akten.person, enhet=stad.kista, by=carl, datum=date(2026, 12, 1))
    last = booking_of(samtal)
    ny = type(last)(**{**last.__dict__, "datum": date(2026, 12, 3)})
    skal = kod(Samtalsskal, "annat")
    gor(carl, change_booking, samtal=samtal, bokning=ny, skal=skal, last=last, by=carl, now=NU)
    gor(carl, record_call, samtal=samtal, satt="brev", by=carl, now=NU)
    gor(carl, cancel_samtal, samtal=samtal, skal=skal, by=carl, now=NU)
    ny = NyPlacering(insats=insats(stad.kista), fran=TODAY, till=date(2027, 1, 8), timmar_per_vecka=12, syfte="Pröva")
    placering, _ = gor(carl, place, aspirant=akten.person, enhet=stad.kista, ny=ny, by=carl, today=TODAY)
    slut = Slut(dag=TODAY, slutsatt="fullfoljd", resultat=None)
    gor(carl, end_placering, placering=placering, slut=slut, today=TODAY)
    assert akten.last(carl) == [
        "Carl Test började på jobbplan version 1",
        "Carl Test publicerade jobbplan version 1",
        "Carl Test lämnade ut Jobbplan version 1 till SDF Spånga-Tensta",
        "Sara Test kvitterade Jobbplan version 1",
        "Carl Test följde upp jobbplan version 1",
        "Carl Test bokade trepartssamtalet 2026-12-03",
        "Carl Test flyttade trepartssamtalet från 2026-12-01 till 2026-12-03",
        "Carl Test noterade att personen har kallats till trepartssamtalet 2026-12-03",
        "Carl Test ställde in trepartssamtalet 2026-12-03",
        "Carl Test placerade personen i Butik och återbruk från 2026-11-24",
        "Carl Test avslutade placeringen i Butik och återbruk 2026-11-24, fullföljd",
    ]
    # What the sentence says is not said again below it
    assert "Hur den slutade" not in [rad.namn for del_ in akten.alla(carl)[-1].delar for rad in del_.falt]


@pytest.mark.django_db
def test_what_passes_between_people_and_units_is_told_as_they_say_it(akten, stad):
    oppen = factories.inskrivning(akten.person, stad.kista)
    with factories.as_owner():
        cases.HushallBarn.objects.bulk_create(
            cases.HushallBarn(aspirant=akten.person, fodelsear=ar) for ar in (2010, 2010, 2015)
        )
    lena, sam = anvandare("lena", "coach", stad.kista), anvandare("sam", "samordnare", stad.kista)
    poster = [Post(akten.person.pk, "")]
    till = {"poster": poster, "enhet": stad.kista, "omgang": uuid4(), "by": stad.eva, "now": NU}
    akten.gor(stad.eva, hand_over_cases, uppgifter=Uppgifter(till=lena, fran=TODAY, notering="Hej"), **till)
    val = Samordnaruppgifter(user=sam, enhet=stad.kista, fran=TODAY)
    akten.gor(stad.carl, choose_samordnare, aspirant=akten.person, nuvarande=None, uppgifter=val, by=stad.carl, now=NU)
    (samtycke,) = akten.gor(
        stad.carl,
        register_samtycke,
        aspirant=akten.person,
        riktningar=[(oppen.jobbtorg.namnd, stad.spanga.namnd)],
        typer=["jobbplan"],
        omfattning="Jobbplanen",
        satt="skriftligt",
        fran=TODAY,
        till=date(2027, 5, 1),
        by=stad.carl,
        today=TODAY,
    )
    akten.gor(stad.carl, withdraw_samtycke, samtycke=samtycke, aterkallat=TODAY, satt="muntligt", by=stad.carl)
    flytt = Flyttuppgifter(till=stad.hagersten, dag=TODAY)
    akten.gor(stad.sara, transfer_sdf, aspirant=akten.person, fran=stad.spanga, uppgifter=flytt, by=stad.sara, now=NU)
    with som_anvandare(stad.carl.pk, today=TODAY):
        person = cases.Aspirant.objects.get(pk=akten.person.pk)
    akten.gor(
        stad.carl,
        update_uppgifter,
        aspirant=person,
        version=person.version,
        uppgifter={"telefon": person.telefon},
        barn=[2010, 2015, 2018],
    )
    assert akten.last(stad.eva) == [
        "Eva Test lämnade över ärendet till Lena Test från och med 2026-11-24",
        "Carl Test valde Sam Test på Jobbtorg Kista till samordnare från 2026-11-24",
        "Carl Test registrerade personens samtycke, som gäller 2026-11-24 till 2027-05-01",
        "Carl Test registrerade att personen tog tillbaka samtycket från 2026-11-24",
        "Sara Test flyttade ansvaret från SDF Spånga-Tensta till SDF Hägersten-Liljeholmen",
        "Carl Test ändrade barnet i hushållet fött 2010 och barnet i hushållet fött 2018",
    ]
